/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a browser's request shows of itself: whether it came by https, and whether a page of ours sent it.
 */
#ifndef PX_API_BROWSER_H
#define PX_API_BROWSER_H

#include "api/api_internal.h"

/* Whether it came by https, to us or to a proxy that is believed; also if the public URL says so. */
bool px_browser_is_secure(const struct px_api *api, const struct px_http_exchange *exchange);
/*
 * The access token of the session cookie, if a page of our own origin opens a socket with it; without data
 * otherwise.  A page of another origin must send a token, even where the setting `origins` lets it call us.
 * A request without Origin is a same-origin GET: another origin's could not read the session's id from the answer.
 */
struct px_str px_browser_socket_token(const struct px_api *api, const struct px_http_exchange *handshake);

#endif
