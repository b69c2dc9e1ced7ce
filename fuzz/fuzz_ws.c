/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WebSocket frames: the input is fed whole and in pieces, and both must give
 * the same messages and the same verdict; compressed messages are expanded.
 * The first byte chooses side, compression and the size of the pieces.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "net/ws_deflate.h"
#include "net/ws_frame.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct px_buf log;
	struct px_ws_deflate *codec;
};

static bool on_message(void *owner, enum px_ws_opcode opcode, bool compressed, char *data,
		       size_t size)
{
	struct seen *seen = owner;
	struct px_buf out = PX_BUF_INIT(65536);

	if (!compressed && opcode == PX_WS_TEXT && !px_utf8_valid(px_str_n(data, size)))
		abort();
	if (compressed && px_ws_inflate_message(seen->codec, px_str_n(data, size), &out) == PX_OK &&
	    out.size > out.cap)
		abort();
	px_buf_release(&out);
	(void)px_buf_char(&seen->log, (char)opcode);
	(void)px_buf_append(&seen->log, data, size);
	return true;
}

static bool on_control(void *owner, enum px_ws_opcode opcode, struct px_str payload)
{
	struct seen *seen = owner;

	if (payload.size > PX_WS_CONTROL_MAX)
		abort();
	(void)px_buf_char(&seen->log, (char)opcode);
	(void)px_buf_str(&seen->log, payload);
	return opcode != PX_WS_CLOSE;
}

static const struct px_ws_sink sink = { on_message, on_control };

static unsigned feed(const uint8_t *data, size_t size, unsigned options, size_t piece,
		     struct seen *seen)
{
	struct px_ws_parser parser;
	char *copy = px_alloc(size + 1);
	unsigned code = 0;

	memcpy(copy, data, size);
	px_ws_parser_init(&parser, options & 1, options & 2, 4096);
	for (size_t at = 0; at < size && !code; at += piece)
		code = px_ws_parser_feed(&parser, copy + at, size - at < piece ? size - at : piece,
					 &sink, seen);
	px_ws_parser_release(&parser);
	free(copy);
	return code;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen whole = { PX_BUF_INIT(1 << 22), NULL }, pieces = { PX_BUF_INIT(1 << 22), NULL };

	if (size < 2)
		return 0;
	bool closes = false;
	whole.codec = pieces.codec = px_ws_deflate_new();
	unsigned a = feed(data + 1, size - 1, data[0], size, &whole);
	unsigned b = feed(data + 1, size - 1, data[0], 1 + (data[0] >> 2) % 16, &pieces);
	/* a stopped parser is fed on in pieces only, so inputs with a Close frame may differ after it */
	for (size_t i = 0; i < whole.log.size; i++)
		closes |= whole.log.data[i] == PX_WS_CLOSE;
	if (!closes && (a != b || !px_str_eq(px_buf_view(&whole.log), px_buf_view(&pieces.log))))
		abort();
	px_ws_deflate_free(whole.codec);
	px_buf_release(&whole.log);
	px_buf_release(&pieces.log);
	return 0;
}
