/* SPDX-License-Identifier: Apache-2.0 */
#include "net/ws.h"

#include "base/utf8.h"
#include "net/stream_internal.h"

#include <stdlib.h>

enum {
	DEFLATE_MIN = 1024, /* below this, compression costs more than it saves */
	PONG_MAX = 64 * 1024 /* a peer that pings and does not read gets no more pongs */
};

static void send_close(struct px_ws *ws, unsigned code)
{
	char frame[4] = { (char)0x88, 2, (char)(code >> 8), (char)code };

	if (code == PX_WS_NO_STATUS) {
		frame[1] = 0;
		(void)px_stream_write(ws->stream, px_str_n(frame, 2));
	} else {
		(void)px_stream_write(ws->stream, px_str_n(frame, 4));
	}
}

/* The peer has sent its last: last words, and the stream goes. */
static void end_with(struct px_ws *ws, unsigned code, bool say)
{
	bool told = ws->closing;

	ws->closing = true;
	if (say && !told)
		send_close(ws, code);
	px_stream_close(ws->stream);
	if (!told)
		ws->events->closed(ws->owner, code);
}

/*
 * What the peer sent is refused.  It may still be sending, and a socket closed
 * with bytes unread resets the connection: our Close would be lost.
 */
static void fail_with(struct px_ws *ws, unsigned code)
{
	bool told = ws->closing;

	ws->closing = ws->failed = true;
	if (!told)
		send_close(ws, code);
	px_stream_finish(ws->stream);
	if (!told)
		ws->events->closed(ws->owner, code);
}

static unsigned expand(struct px_ws *ws, bool text, struct px_str packed, struct px_buf *out)
{
	enum px_err err = px_ws_inflate_message(ws->codec, packed, out);

	if (err)
		return err == PX_TOO_LARGE ? PX_WS_TOO_BIG : PX_WS_INVALID_DATA;
	return text && !px_utf8_valid(px_buf_view(out)) ? PX_WS_INVALID_DATA : 0;
}

static bool on_message(void *owner, enum px_ws_opcode opcode, bool compressed, char *data,
		       size_t size)
{
	struct px_ws *ws = owner;
	bool text = opcode == PX_WS_TEXT;

	if (ws->closing)
		return true;
	if (!compressed) {
		ws->events->message(ws->owner, !text, data, size);
		return true;
	}
	struct px_buf out = PX_BUF_INIT(ws->parser.message_max);
	unsigned code = expand(ws, text, px_str_n(data, size), &out);
	char empty[1];
	if (code)
		fail_with(ws, code);
	else
		ws->events->message(ws->owner, !text, out.data ? out.data : empty, out.size);
	px_buf_release(&out);
	return code == 0;
}

static void on_close_frame(struct px_ws *ws, struct px_str payload)
{
	unsigned code = PX_WS_NO_STATUS;

	if (payload.size >= 2)
		code = (unsigned)(uint8_t)payload.data[0] << 8 | (uint8_t)payload.data[1];
	end_with(ws, code, true);
}

static bool on_control(void *owner, enum px_ws_opcode opcode, struct px_str payload)
{
	struct px_ws *ws = owner;

	if (opcode == PX_WS_CLOSE) {
		on_close_frame(ws, payload);
		return false;
	}
	if (opcode == PX_WS_PING && !ws->closing && px_stream_pending(ws->stream) < PONG_MAX)
		(void)px_ws_send2(ws, PX_WS_PONG, payload, PX_STR(""));
	return true;
}

static const struct px_ws_sink sink = { on_message, on_control };

void px_ws_feed(struct px_ws *ws, char *data, size_t size)
{
	if (!ws->stream || ws->failed)
		return;
	unsigned code = px_ws_parser_feed(&ws->parser, data, size, &sink, ws);
	if (code)
		fail_with(ws, code);
}

static void on_data(void *owner, struct px_str bytes)
{
	px_ws_feed(owner, (char *)(uintptr_t)bytes.data, bytes.size);
}

static void on_end(void *owner, enum px_err err)
{
	(void)err;
	end_with(owner, PX_WS_ABNORMAL, false);
}

static void on_drained(void *owner)
{
	struct px_ws *ws = owner;

	if (ws->events->drained && !ws->closing)
		ws->events->drained(ws->owner);
}

static void on_stream_closed(void *owner)
{
	struct px_ws *ws = owner;
	bool told = ws->closing;

	ws->closing = true;
	if (!told)
		ws->events->closed(ws->owner, PX_WS_ABNORMAL);
	px_ws_parser_release(&ws->parser);
	ws->stream = NULL;
	ws->events->gone(ws->owner);
}

static const struct px_stream_events stream_events = {
	.data = on_data, .end = on_end, .drained = on_drained, .closed = on_stream_closed
};

void px_ws_start(struct px_ws *ws, struct px_stream *stream, const struct px_ws_events *events,
		 void *owner, struct px_ws_deflate *codec, size_t message_max)
{
	*ws = (struct px_ws){ .stream = stream, .events = events, .owner = owner, .codec = codec };
	px_ws_parser_init(&ws->parser, false, codec != NULL, message_max);
	px_stream_own(stream, &stream_events, ws);
	px_stream_resume(stream);
}

void px_ws_raise_limit(struct px_ws *ws, size_t message_max)
{
	if (message_max > UINT32_MAX)
		message_max = UINT32_MAX;
	if (message_max > ws->parser.message_max)
		ws->parser.message_max = (uint32_t)message_max;
}

enum px_err px_ws_send_raw(struct px_ws *ws, struct px_str frames)
{
	if (ws->closing || !ws->stream)
		return PX_UNAVAILABLE;
	return px_stream_write(ws->stream, frames);
}

enum px_err px_ws_send2(struct px_ws *ws, enum px_ws_opcode opcode, struct px_str first,
			struct px_str second)
{
	char head[PX_WS_HEAD_MAX + PX_WS_CONTROL_MAX];

	if (ws->closing || !ws->stream)
		return PX_UNAVAILABLE;
	size_t n = px_ws_head(head, opcode, true, false, first.size + second.size, NULL);
	if (first.size > PX_WS_CONTROL_MAX) {
		px_stream_cork(ws->stream);
		enum px_err err = px_stream_write2(ws->stream, px_str_n(head, n), first);
		if (!err && second.size)
			err = px_stream_write(ws->stream, second);
		px_stream_uncork(ws->stream);
		return err;
	}
	if (first.size)
		memcpy(head + n, first.data, first.size);
	return px_stream_write2(ws->stream, px_str_n(head, n + first.size), second);
}

static enum px_err send_packed(struct px_ws *ws, enum px_ws_opcode opcode, struct px_str payload)
{
	struct px_buf packed = PX_BUF_INIT(payload.size);
	char head[PX_WS_HEAD_MAX];
	enum px_err err = px_ws_deflate_message(ws->codec, payload, &packed);

	if (err) { /* no gain, or no memory for it: as it is */
		err = px_ws_send2(ws, opcode, PX_STR(""), payload);
	} else {
		size_t n = px_ws_head(head, opcode, true, true, packed.size, NULL);
		err = px_stream_write2(ws->stream, px_str_n(head, n), px_buf_view(&packed));
	}
	px_buf_release(&packed);
	return err;
}

enum px_err px_ws_send(struct px_ws *ws, enum px_ws_opcode opcode, struct px_str payload)
{
	if (ws->closing || !ws->stream)
		return PX_UNAVAILABLE;
	if (ws->codec && payload.size >= DEFLATE_MIN)
		return send_packed(ws, opcode, payload);
	return px_ws_send2(ws, opcode, PX_STR(""), payload);
}

void px_ws_close(struct px_ws *ws, enum px_ws_code code)
{
	if (ws->closing || !ws->stream)
		return;
	ws->closing = true;
	send_close(ws, code);
}

void px_ws_abort(struct px_ws *ws)
{
	ws->closing = true;
	if (ws->stream)
		px_stream_abort(ws->stream);
}
