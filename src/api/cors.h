/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cross-origin requests (the Fetch standard's CORS protocol) for the REST API.
 *
 * Pages of the origins in the setting `origins`, and of the public URL's, may call us and read our
 * answers; pages of any other origin get answers without the lines that would
 * let their browser show them.  Cookies are meant only for an origin that is
 * named: with "*" every page may call, none with the browser's cookies.
 */
#ifndef PX_API_CORS_H
#define PX_API_CORS_H

#include "net/http.h"

/* `origins`: of px_origins_parse.  Appends the header lines for an answer to this request; nothing if it is not cross-origin or not allowed. */
void px_cors_headers(const char *const *origins, const struct px_http_request *request,
		     struct px_buf *headers);
/*
 * Answers a preflight of a path that knows the methods of `allow` ("GET,
 * POST"); false if the request is none.  A refused one is answered too, with
 * no permission in it.
 */
bool px_cors_preflight(const char *const *origins, struct px_http_exchange *exchange, const char *allow);

#endif
