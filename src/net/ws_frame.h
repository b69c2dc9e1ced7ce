/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WebSocket framing (RFC 6455 section 5): an incremental parser for either
 * side, and frame heads.
 *
 * The parser takes bytes as they come and hands out whole messages and
 * control frames.  A message that lies complete in one unfragmented frame in
 * the bytes given is unmasked in place and never copied.  Anything cut short
 * is gathered in memory that exists only until the message is complete: an
 * idle parser owns nothing.  Text is validated as it arrives, across
 * fragments.  No I/O, no threads.
 */
#ifndef PX_NET_WS_FRAME_H
#define PX_NET_WS_FRAME_H

#include "base/str.h"

enum px_ws_opcode {
	PX_WS_CONTINUATION = 0x0,
	PX_WS_TEXT = 0x1,
	PX_WS_BINARY = 0x2,
	PX_WS_CLOSE = 0x8,
	PX_WS_PING = 0x9,
	PX_WS_PONG = 0xa
};

/* Close codes (section 7.4.1); 1005 and 1006 never travel. */
enum px_ws_code {
	PX_WS_NORMAL = 1000,
	PX_WS_GOING_AWAY = 1001,
	PX_WS_PROTOCOL_ERROR = 1002,
	PX_WS_UNSUPPORTED_DATA = 1003,
	PX_WS_NO_STATUS = 1005,
	PX_WS_ABNORMAL = 1006,
	PX_WS_INVALID_DATA = 1007,
	PX_WS_POLICY = 1008,
	PX_WS_TOO_BIG = 1009,
	PX_WS_INTERNAL_ERROR = 1011
};

enum { PX_WS_HEAD_MAX = 14, PX_WS_CONTROL_MAX = 125 };

/*
 * Writes a frame's head for `size` payload bytes and returns its length.
 * `key` masks (clients); NULL does not (servers).  The payload follows, masked
 * by the caller with px_ws_mask if there is a key.
 */
size_t px_ws_head(char out[PX_WS_HEAD_MAX], enum px_ws_opcode opcode, bool fin, bool compressed,
		  size_t size, const uint8_t key[4]);
/* Whether a peer may send the code in a Close frame (section 7.4). */
bool px_ws_code_valid(unsigned code);

struct px_ws_partial;

struct px_ws_parser {
	struct px_ws_partial *partial; /* only while a frame or message is incomplete */
	uint32_t message_max;          /* payload bytes of a message as it travels */
	bool client;                   /* we are the client: the peer must not mask */
	bool deflate;                  /* RSV1 may mark the first frame of a message */
};

/*
 * What the parser found.  Returning false stops it (the owner has closed);
 * nothing of the parser is touched afterwards, so it may be gone.
 */
struct px_ws_sink {
	/*
	 * A whole message, valid during the call, which may overwrite it.  Text is
	 * valid UTF-8 unless `compressed`: then the payload is still deflated.
	 */
	bool (*message)(void *owner, enum px_ws_opcode opcode, bool compressed, char *data,
			size_t size);
	/* Close (payload empty, or a valid code and UTF-8 reason), ping or pong. */
	bool (*control)(void *owner, enum px_ws_opcode opcode, struct px_str payload);
};

void px_ws_parser_init(struct px_ws_parser *parser, bool client, bool deflate, size_t message_max);
void px_ws_parser_release(struct px_ws_parser *parser);
/*
 * Parses `size` bytes, which are overwritten by unmasking.  Returns 0, or the
 * close code with which the connection must be failed; then the parser must
 * not be fed again.
 */
unsigned px_ws_parser_feed(struct px_ws_parser *parser, char *data, size_t size,
			   const struct px_ws_sink *sink, void *owner);

#endif
