/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CORS: one question (is this origin allowed?) and the lines that say so.
 */
#include "api/cors.h"

#include "net/origin.h"

enum { HEADERS_MAX = 4096 };

/* The lines that name who may read; false if nobody may. */
static bool write_permission(const char *const *origins, const struct px_http_request *request,
			     struct px_buf *out)
{
	struct px_str origin = px_http_header(request, "origin");
	enum px_origin_answer answer = px_origins_find(origins, origin);

	if (origins)
		(void)px_buf_text(out, "Vary: Origin\r\n");
	if (answer == PX_ORIGIN_ANY)
		(void)px_buf_text(out, "Access-Control-Allow-Origin: *\r\n");
	else if (answer == PX_ORIGIN_NAMED)
		(void)px_buf_printf(out, "Access-Control-Allow-Origin: %.*s\r\n"
					 "Access-Control-Allow-Credentials: true\r\n", PX_STR_ARG(origin));
	return answer != PX_ORIGIN_REFUSED;
}

void px_cors_headers(const char *const *origins, const struct px_http_request *request,
		     struct px_buf *headers)
{
	if (write_permission(origins, request, headers))
		(void)px_buf_text(headers, "Access-Control-Expose-Headers: ETag, Location, Retry-After, "
					   "RateLimit, RateLimit-Policy, X-Request-Id, Idempotency-Replayed, Action-Id\r\n");
}

bool px_cors_preflight(const char *const *origins, struct px_http_exchange *exchange, const char *allow)
{
	const struct px_http_request *request = px_http_request(exchange);
	struct px_buf headers = PX_BUF_INIT(HEADERS_MAX);

	if (request->method != PX_HTTP_OPTIONS || !px_http_header(request, "origin").size ||
	    !px_http_header(request, "access-control-request-method").size)
		return false;
	if (write_permission(origins, request, &headers))
		(void)px_buf_printf(&headers, "Access-Control-Allow-Methods: %s\r\n"
					      "Access-Control-Allow-Headers: Authorization, Content-Type, If-Match, "
					      "If-None-Match, Idempotency-Key, X-CSRF-Token, X-Request-Id, X-User-Id\r\n"
					      "Access-Control-Max-Age: 600\r\n", allow);
	px_http_respond(exchange, 204, NULL, px_buf_view(&headers), PX_STR(""));
	px_buf_release(&headers);
	return true;
}
