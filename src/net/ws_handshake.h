/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server's side of the WebSocket opening handshake (RFC 6455 section 4.2).
 */
#ifndef PX_NET_WS_HANDSHAKE_H
#define PX_NET_WS_HANDSHAKE_H

#include "net/http.h"

/* True if the request asks to become a WebSocket (Upgrade: websocket). */
bool px_ws_wanted(const struct px_http_request *request);
/*
 * Checks the request and appends the whole 101 response to `answer`.  `deflate`
 * says whether permessage-deflate may be negotiated, *deflated whether it was.
 * Returns 0, or the status to refuse with: 400, 405 or 426 (then
 * "Sec-WebSocket-Version: 13" belongs in the answer).
 */
int px_ws_handshake(const struct px_http_request *request, bool deflate, struct px_buf *answer,
		    bool *deflated);
/* Sec-WebSocket-Accept of a key: 28 characters and a NUL. */
void px_ws_accept_key(struct px_str key, char accept[29]);

#endif
