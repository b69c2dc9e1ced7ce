/* SPDX-License-Identifier: Apache-2.0 */
/*
 * permessage-deflate (RFC 7692), always without context takeover in either
 * direction: one compressor and one expander serve every connection of a
 * loop, and no connection holds a window.
 *
 * A px_ws_deflate is used by one thread.
 */
#ifndef PX_NET_WS_DEFLATE_H
#define PX_NET_WS_DEFLATE_H

#include "base/buf.h"

struct px_ws_deflate;

struct px_ws_deflate *px_ws_deflate_new(void);
void px_ws_deflate_free(struct px_ws_deflate *codec); /* NULL is fine */
/* Appends the message compressed, without the final 00 00 ff ff. */
enum px_err px_ws_deflate_message(struct px_ws_deflate *codec, struct px_str message,
				  struct px_buf *out) PX_MUST_CHECK;
/* Appends the message expanded.  PX_TOO_LARGE past out's cap, PX_INVALID if it is no deflate data. */
enum px_err px_ws_inflate_message(struct px_ws_deflate *codec, struct px_str message,
				  struct px_buf *out) PX_MUST_CHECK;

/*
 * Looks for an acceptable permessage-deflate offer in the value of
 * Sec-WebSocket-Extensions.  True if there is one: then `answer` (of at least
 * PX_WS_DEFLATE_ANSWER bytes) is the value to answer with.
 */
enum { PX_WS_DEFLATE_ANSWER = 128 };
bool px_ws_deflate_negotiate(struct px_str offers, char answer[PX_WS_DEFLATE_ANSWER]);

#endif
