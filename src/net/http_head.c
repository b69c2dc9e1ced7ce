/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Request heads: line scan, llhttp, then our own rules.
 *
 * llhttp checks the grammar of methods, targets, names and values.  What it
 * lets through and a strict server must not (more than one space in the
 * request line, RTSP and ICE, repeated equal Content-Length, Host rules,
 * codings other than chunked) is checked here, on its result.
 */
#include "net/http_head.h"

#include "base/random.h"
#include "base/utf8.h"

#include <llhttp.h>

/* Line scan */

static bool is_token_char(unsigned char c)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	       (c && strchr(others, c));
}

/* One line of the head, without its LF.  False if it may not stand there. */
static bool scan_line(struct px_http_scan *scan, const char *line, size_t size, bool *done)
{
	if (size == 0 || line[size - 1] != '\r' || memchr(line, '\r', size - 1))
		return false;
	if (size > 1) {
		scan->lines++;
		return is_token_char((unsigned char)line[0]);
	}
	if (scan->lines) {
		*done = true;
		return true;
	}
	/* RFC 9112 section 2.2: an empty line before the request line is ignored; one, here. */
	bool first = !scan->skipped;
	scan->skipped = true;
	return first;
}

enum px_http_scan_result px_http_head_scan(struct px_http_scan *scan, const char *data,
					   size_t size)
{
	bool done = false;

	while (scan->at < size) {
		const char *end = memchr(data + scan->at, '\n', size - scan->at);
		if (!end) {
			scan->at = size;
			break;
		}
		const char *line = data + scan->line;
		if (!scan_line(scan, line, (size_t)(end - line), &done))
			return PX_HTTP_SCAN_BAD;
		scan->at = scan->line = (size_t)(end - data) + 1;
		if (done)
			return PX_HTTP_SCAN_DONE;
	}
	/* No need to wait for a line's end to see that it is not HTTP (a TLS hello, say). */
	if (scan->line < size && data[scan->line] != '\r' &&
	    !is_token_char((unsigned char)data[scan->line]))
		return PX_HTTP_SCAN_BAD;
	return PX_HTTP_SCAN_MORE;
}

/* llhttp */

struct parse {
	struct px_http_request *request;
	struct px_http_header *headers;
	size_t count, room;
	uint16_t flags; /* llhttp clears its own at the end of the message */
};

static int on_url(llhttp_t *parser, const char *at, size_t size)
{
	((struct parse *)parser->data)->request->target = px_str_n(at, size);
	return 0;
}

static int on_field(llhttp_t *parser, const char *at, size_t size)
{
	struct parse *parse = parser->data;

	if (parse->count == parse->room)
		return -1;
	parse->headers[parse->count++] = (struct px_http_header){ { at, size }, { at + size, 0 } };
	return 0;
}

static struct px_str trim_ows(struct px_str s)
{
	while (s.size && (s.data[s.size - 1] == ' ' || s.data[s.size - 1] == '\t'))
		s.size--;
	while (s.size && (s.data[0] == ' ' || s.data[0] == '\t'))
		s = px_str_n(s.data + 1, s.size - 1);
	return s;
}

static int on_value(llhttp_t *parser, const char *at, size_t size)
{
	struct parse *parse = parser->data;

	if (parse->count)
		parse->headers[parse->count - 1].value = trim_ows(px_str_n(at, size));
	return 0;
}

/* Bodies are not llhttp's business here: 1 is "no body follows". */
static int on_headers_complete(llhttp_t *parser)
{
	((struct parse *)parser->data)->flags = parser->flags;
	return 1;
}

static const llhttp_settings_t settings = {
	.on_url = on_url,
	.on_header_field = on_field,
	.on_header_value = on_value,
	.on_headers_complete = on_headers_complete,
};

static bool refuse(struct px_http_refusal *refusal, int status, const char *detail)
{
	*refusal = (struct px_http_refusal){ status, detail };
	return false;
}

static bool refuse_parse(struct px_http_refusal *refusal, llhttp_errno_t error)
{
	switch (error) {
	case HPE_INVALID_METHOD:
		return refuse(refusal, 501, "The request method is not known.");
	case HPE_INVALID_VERSION:
		return refuse(refusal, 505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
	case HPE_INVALID_URL:
		return refuse(refusal, 400, "The request target is malformed.");
	case HPE_INVALID_CONTENT_LENGTH:
	case HPE_UNEXPECTED_CONTENT_LENGTH:
	case HPE_INVALID_TRANSFER_ENCODING:
		return refuse(refusal, 400, "The length of the body is ambiguous.");
	default:
		return refuse(refusal, 400, "The request head is malformed.");
	}
}

/*
 * Exactly "method SP target SP HTTP/d.d".  llhttp is laxer about spaces and
 * knows other protocols.
 */
static bool check_request_line(struct px_str head, struct px_http_request *request,
			       struct px_http_framing *framing, struct px_http_refusal *refusal)
{
	struct px_str rest, line = px_str_cut(head, '\r', &rest);
	struct px_str method = px_str_cut(line, ' ', &line);
	struct px_str target = px_str_cut(line, ' ', &line);

	if (!method.size || !target.size || line.size != 8 || memcmp(line.data, "HTTP/", 5) != 0 ||
	    line.data[6] != '.')
		return refuse(refusal, 400, "The request line is malformed.");
	for (size_t i = 0; i < method.size; i++)
		if (!is_token_char((unsigned char)method.data[i]))
			return refuse(refusal, 400, "The request line is malformed.");
	request->method_name = method;
	if (line.data[5] != '1' || (line.data[7] != '1' && line.data[7] != '0'))
		return refuse(refusal, 505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
	framing->http10 = line.data[7] == '0';
	return true;
}

static enum px_http_method method_of(uint8_t method)
{
	switch (method) {
	case HTTP_GET:
		return PX_HTTP_GET;
	case HTTP_HEAD:
		return PX_HTTP_HEAD;
	case HTTP_POST:
		return PX_HTTP_POST;
	case HTTP_PUT:
		return PX_HTTP_PUT;
	case HTTP_PATCH:
		return PX_HTTP_PATCH;
	case HTTP_DELETE:
		return PX_HTTP_DELETE;
	case HTTP_OPTIONS:
		return PX_HTTP_OPTIONS;
	default:
		return PX_HTTP_OTHER;
	}
}

/* Headers that frame the message or name its host */

struct seen {
	unsigned hosts, lengths, codings;
	struct px_str host, coding, id;
	bool upgrade, continues, expects_else, bad_length;
};

static bool parse_length(struct px_str text, uint64_t *length)
{
	*length = 0;
	if (!text.size || text.size > 19)
		return false;
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		*length = *length * 10 + (uint64_t)(text.data[i] - '0');
	}
	return true;
}

static void look_at(const struct px_http_header *header, struct seen *seen,
		    struct px_http_framing *framing)
{
	struct px_str name = header->name, value = header->value;

	switch (name.size) {
	case 4:
		if (px_str_eq_case(name, PX_STR("host")) && ++seen->hosts == 1)
			seen->host = value;
		break;
	case 6:
		if (px_str_eq_case(name, PX_STR("expect"))) {
			seen->continues = px_str_eq_case(value, PX_STR("100-continue"));
			seen->expects_else |= !seen->continues;
		}
		break;
	case 7:
		seen->upgrade |= px_str_eq_case(name, PX_STR("upgrade"));
		break;
	case 12:
		if (px_str_eq_case(name, PX_STR("x-request-id")))
			seen->id = value;
		break;
	case 14:
		if (px_str_eq_case(name, PX_STR("content-length"))) {
			seen->lengths++;
			seen->bad_length |= !parse_length(value, &framing->length);
		}
		break;
	case 17:
		if (px_str_eq_case(name, PX_STR("transfer-encoding")) && ++seen->codings == 1)
			seen->coding = value;
		break;
	default:
		break;
	}
}

static bool check_framing(const struct seen *seen, struct px_http_framing *framing,
			  struct px_http_refusal *refusal)
{
	if (seen->lengths > 1 || seen->bad_length || seen->codings > 1 ||
	    (seen->lengths && seen->codings))
		return refuse(refusal, 400, "The length of the body is ambiguous.");
	if (seen->codings && framing->http10)
		return refuse(refusal, 400, "HTTP/1.0 has no transfer coding.");
	if (seen->codings && !px_str_eq_case(seen->coding, PX_STR("chunked")))
		return refuse(refusal, 501, "The only transfer coding known here is chunked.");
	framing->chunked = seen->codings == 1;
	if (seen->expects_else)
		return refuse(refusal, 417, "The only expectation known here is 100-continue.");
	framing->expect_continue = seen->continues && !framing->http10;
	return true;
}

/* uri-host [ ":" port ], loosely: what can't be confused with a target or another header. */
static bool host_valid(struct px_str host)
{
	for (size_t i = 0; i < host.size; i++) {
		unsigned char c = (unsigned char)host.data[i];
		if (c <= ' ' || c >= 0x7f || strchr("/?#@\\,<>\"{}|^`", c))
			return false;
	}
	return true;
}

static bool check_host(const struct seen *seen, const struct px_http_framing *framing,
		       struct px_http_refusal *refusal)
{
	if (seen->hosts > 1 || (seen->hosts == 0 && !framing->http10))
		return refuse(refusal, 400, "There must be exactly one Host header.");
	if (!host_valid(seen->host))
		return refuse(refusal, 400, "The Host header is malformed.");
	return true;
}

/* Request id */

static bool id_is_sane(struct px_str id)
{
	if (!id.size || id.size > PX_HTTP_ID_MAX)
		return false;
	for (size_t i = 0; i < id.size; i++) {
		unsigned char c = (unsigned char)id.data[i];
		if (!(c >= '0' && c <= '9') && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') &&
		    c != '-' && c != '_' && c != '.')
			return false;
	}
	return true;
}

void px_http_set_id(struct px_http_request *request, struct px_str sent)
{
	static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
	uint64_t random = 0;

	if (id_is_sane(sent)) {
		memcpy(request->id, sent.data, sent.size);
		request->id[sent.size] = '\0';
		return;
	}
	for (int i = 0; i < 24; i++) {
		if (i % 12 == 0)
			random = px_random_u64();
		request->id[i] = digits[random & 31];
		random >>= 5;
	}
	request->id[24] = '\0';
}

/* Targets */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/*
 * Percent-decodes; false on a bad escape, an encoded NUL, or an encoded slash or backslash: those would be
 * routed as a slash here and as a letter by whoever checked the path before us.
 */
static bool decode_path(struct px_str raw, struct px_arena *arena, struct px_str *path)
{
	if (!memchr(raw.data, '%', raw.size)) {
		*path = raw;
		return true;
	}
	char *out = px_arena_alloc(arena, raw.size);
	size_t size = 0;
	for (size_t i = 0; i < raw.size; i++) {
		char c = raw.data[i];
		if (c == '%') {
			int high = raw.size - i > 2 ? hex_digit(raw.data[i + 1]) : -1;
			int low = raw.size - i > 2 ? hex_digit(raw.data[i + 2]) : -1;
			if (high < 0 || low < 0)
				return false;
			c = (char)(high << 4 | low);
			if (c == '\0' || c == '/' || c == '\\')
				return false;
			i += 2;
		}
		out[size++] = c;
	}
	*path = px_str_n(out, size);
	return px_utf8_valid(*path);
}

/* A ".." between slashes (or at an end) after decoding. */
static bool climbs(struct px_str path)
{
	const char *at = path.data, *end = path.data + path.size;

	while ((at = memchr(at, '.', (size_t)(end - at))) != NULL) {
		bool starts = at == path.data || at[-1] == '/';
		if (starts && end - at >= 2 && at[1] == '.' && (end - at == 2 || at[2] == '/'))
			return true;
		at++;
	}
	return false;
}

/* "http://authority/path" to the path; its authority must be the Host's. */
static bool strip_origin(struct px_str *target, struct px_str host)
{
	static const struct px_str schemes[] = { { "http://", 7 }, { "https://", 8 } };

	for (int i = 0; i < 2; i++) {
		struct px_str scheme = schemes[i];
		if (target->size < scheme.size ||
		    !px_str_eq_case(px_str_n(target->data, scheme.size), scheme))
			continue;
		struct px_str rest = *target;
		rest.data += scheme.size;
		rest.size -= scheme.size;
		size_t end = 0;
		while (end < rest.size && rest.data[end] != '/' && rest.data[end] != '?')
			end++;
		*target = px_str_n(rest.data + end, rest.size - end);
		return end > 0 && px_str_eq_case(px_str_n(rest.data, end), host);
	}
	return false;
}

static bool parse_target(struct px_http_request *request, struct px_str host,
			 struct px_arena *arena, struct px_http_refusal *refusal)
{
	struct px_str target = request->target;

	if (memchr(target.data, '#', target.size))
		return refuse(refusal, 400, "A request target has no fragment.");
	if (px_str_eq(target, PX_STR("*")) && request->method == PX_HTTP_OPTIONS) {
		request->path = target;
		return true;
	}
	if (target.data[0] != '/' && !strip_origin(&target, host))
		return refuse(refusal, 400, "The request target is not a path of this host.");
	struct px_str path = px_str_cut(target, '?', &request->query);
	if (!path.size)
		path = PX_STR("/");
	if (!decode_path(path, arena, &request->path) || climbs(request->path))
		return refuse(refusal, 400, "The path of the request is malformed.");
	return true;
}

bool px_http_head_parse(struct px_str head, unsigned lines, struct px_arena *arena,
			struct px_http_request *request, struct px_http_framing *framing,
			struct px_http_refusal *refusal)
{
	struct parse parse = { .request = request, .room = lines ? lines - 1 : 0 };
	struct seen seen = { 0 };
	llhttp_t parser;

	if (head.size >= 2 && head.data[0] == '\r')
		head = px_str_n(head.data + 2, head.size - 2);
	*framing = (struct px_http_framing){ 0 };
	request->method = PX_HTTP_OTHER;
	if (!check_request_line(head, request, framing, refusal))
		return false;
	parse.headers = px_arena_alloc(arena, parse.room * sizeof(*parse.headers));
	llhttp_init(&parser, HTTP_REQUEST, &settings);
	parser.data = &parse;
	llhttp_errno_t error = llhttp_execute(&parser, head.data, head.size);
	if (error != HPE_OK && error != HPE_PAUSED_UPGRADE)
		return refuse_parse(refusal, error);
	if (parse.count != parse.room)
		return refuse(refusal, 400, "The request head is malformed.");
	request->method = method_of(parser.method);
	request->headers = parse.headers;
	request->header_count = parse.count;
	for (size_t i = 0; i < parse.count; i++)
		look_at(&parse.headers[i], &seen, framing);
	px_http_set_id(request, seen.id);
	framing->keep_alive = framing->http10 ? parse.flags & F_CONNECTION_KEEP_ALIVE
					      : !(parse.flags & F_CONNECTION_CLOSE);
	framing->upgrade = seen.upgrade && (parse.flags & F_CONNECTION_UPGRADE);
	return check_framing(&seen, framing, refusal) && check_host(&seen, framing, refusal) &&
	       parse_target(request, seen.host, arena, refusal);
}
