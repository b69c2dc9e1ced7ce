/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Heads of answers, written without formatting calls, and the status texts.
 */
#include "net/http_internal.h"

#include "base/civil.h"
#include "base/clock.h"

#include <time.h>

const char *px_http_status_text(int status)
{
	static const struct {
		int status;
		const char *text;
	} texts[] = {
		{ 100, "Continue" }, { 101, "Switching Protocols" }, { 200, "OK" },
		{ 201, "Created" }, { 202, "Accepted" }, { 204, "No Content" },
		{ 206, "Partial Content" }, { 301, "Moved Permanently" }, { 302, "Found" },
		{ 303, "See Other" }, { 304, "Not Modified" }, { 307, "Temporary Redirect" },
		{ 308, "Permanent Redirect" }, { 400, "Bad Request" }, { 401, "Unauthorized" },
		{ 403, "Forbidden" }, { 404, "Not Found" }, { 405, "Method Not Allowed" },
		{ 406, "Not Acceptable" }, { 408, "Request Timeout" }, { 409, "Conflict" },
		{ 410, "Gone" }, { 411, "Length Required" }, { 412, "Precondition Failed" },
		{ 413, "Content Too Large" }, { 414, "URI Too Long" },
		{ 415, "Unsupported Media Type" }, { 416, "Range Not Satisfiable" },
		{ 417, "Expectation Failed" }, { 421, "Misdirected Request" },
		{ 422, "Unprocessable Content" }, { 426, "Upgrade Required" },
		{ 428, "Precondition Required" }, { 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" }, { 500, "Internal Server Error" },
		{ 501, "Not Implemented" }, { 502, "Bad Gateway" }, { 503, "Service Unavailable" },
		{ 504, "Gateway Timeout" }, { 505, "HTTP Version Not Supported" },
	};

	if (status == 200)
		return "OK";
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].status == status)
			return texts[i].text;
	return "Unknown";
}

/* RFC 9110 section 5.6.7, made once a second. */
static const char *date_of(struct px_http_listener *listener)
{
	time_t second = px_clock_now() / 1000;
	struct tm tm;

	if (second == listener->date_second || !gmtime_r(&second, &tm))
		return listener->date;
	listener->date_second = second;
	snprintf(listener->date, sizeof(listener->date), "%s, %02d %s %04d %02d:%02d:%02d GMT",
		 px_civil_weekday_names[(tm.tm_wday + 6) % 7], tm.tm_mday, px_civil_month_names[tm.tm_mon],
		 (tm.tm_year + 1900) % 10000, tm.tm_hour, tm.tm_min, tm.tm_sec);
	return listener->date;
}

static char *put(char *at, const char *text, size_t size)
{
	memcpy(at, text, size);
	return at + size;
}

#define PUT(at, literal) put((at), (literal), sizeof(literal) - 1)

static char *put_number(char *at, size_t number)
{
	char digits[20], *p = digits + sizeof(digits);

	do
		*--p = (char)('0' + number % 10);
	while (number /= 10);
	return put(at, p, (size_t)(digits + sizeof(digits) - p));
}

/* RFC 9110 section 8.6: no length where there can be no content. */
static bool has_length(int status)
{
	return status >= 200 && status != 204 && status != 304;
}

void px_http_answer_head(struct px_buf *buf, struct px_http_exchange *exchange, int status,
			 const char *content_type, struct px_str headers, size_t body_size,
			 bool close)
{
	enum { FIXED = 320 }; /* more than all constant parts, numbers, the date and the id */
	const char *text = px_http_status_text(status);
	size_t text_size = strlen(text), type_size = content_type ? strlen(content_type) : 0;
	struct px_str common = exchange->listener->server->config.headers;
	char *start, *at;

	if (px_buf_reserve(buf, FIXED + text_size + type_size + common.size + headers.size, &start))
		return;
	at = PUT(start, "HTTP/1.1 ");
	at = put_number(at, (size_t)status);
	*at++ = ' ';
	at = put(at, text, text_size);
	at = PUT(at, "\r\nDate: ");
	at = put(at, date_of(exchange->listener), 29);
	if (type_size) {
		at = PUT(at, "\r\nContent-Type: ");
		at = put(at, content_type, type_size);
	}
	if (body_size == PX_HTTP_CHUNKED) {
		if (!exchange->framing.http10)
			at = PUT(at, "\r\nTransfer-Encoding: chunked");
	} else if (has_length(status)) {
		at = PUT(at, "\r\nContent-Length: ");
		at = put_number(at, body_size);
	}
	at = PUT(at, "\r\nX-Request-Id: ");
	at = put(at, exchange->request.id, strlen(exchange->request.id));
	if (close)
		at = PUT(at, "\r\nConnection: close");
	else if (exchange->framing.http10)
		at = PUT(at, "\r\nConnection: keep-alive");
	at = PUT(at, "\r\n");
	if (common.size)
		at = put(at, common.data, common.size);
	if (headers.size)
		at = put(at, headers.data, headers.size);
	at = PUT(at, "\r\n");
	px_buf_commit(buf, (size_t)(at - start));
}
