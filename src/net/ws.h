/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_ws: a server's WebSocket connection over a px_stream, after the
 * opening handshake.
 *
 * Lives inside its owner's struct; the owner keeps that memory until `gone`.
 * Pings are answered, fragments joined, compression undone.  An idle
 * connection holds no buffer.  All on the stream's loop.
 */
#ifndef PX_NET_WS_H
#define PX_NET_WS_H

#include "net/stream.h"
#include "net/ws_deflate.h"
#include "net/ws_frame.h"

struct px_ws_events {
	/* A whole message, valid during the call, which may overwrite it. */
	void (*message)(void *owner, bool binary, char *data, size_t size);
	/*
	 * No message follows.  `code` is the peer's close code (1005 if it gave
	 * none), the code we failed it with, or 1006 if the stream broke.  Told
	 * once, and not after px_ws_close or px_ws_abort.  With our own code
	 * (`failed`) the stream waits for the peer's end; the owner bounds that.
	 */
	void (*closed)(void *owner, unsigned code);
	/* The send queue is empty again.  May be NULL. */
	void (*drained)(void *owner);
	/* The stream is gone: last callback. */
	void (*gone)(void *owner);
};

struct px_ws {
	struct px_stream *stream; /* NULL before px_ws_start and after `gone` */
	const struct px_ws_events *events;
	void *owner;
	struct px_ws_parser parser;
	struct px_ws_deflate *codec; /* borrowed from the loop; NULL: not negotiated */
	bool closing;                /* our Close is sent, or the peer's is here */
	bool failed;                 /* what came was refused: what comes is dropped */
};

/*
 * Takes over the stream (whose loop is this thread's) and resumes it.
 * `codec` is NULL or what to compress with.  Messages are limited to
 * `message_max` bytes, expanded.
 */
void px_ws_start(struct px_ws *ws, struct px_stream *stream, const struct px_ws_events *events,
		 void *owner, struct px_ws_deflate *codec, size_t message_max);
/* Raises the limit of messages (never lowers it: one may be half received). */
void px_ws_raise_limit(struct px_ws *ws, size_t message_max);
/* Bytes that came with the handshake request; overwritten. */
void px_ws_feed(struct px_ws *ws, char *data, size_t size);

/* `text` must be valid UTF-8.  PX_UNAVAILABLE once closing; errors of px_stream_write. */
enum px_err px_ws_send(struct px_ws *ws, enum px_ws_opcode opcode, struct px_str payload);
/* A payload in two pieces, uncompressed. */
enum px_err px_ws_send2(struct px_ws *ws, enum px_ws_opcode opcode, struct px_str first,
			struct px_str second);
/* Ready-made frames. */
enum px_err px_ws_send_raw(struct px_ws *ws, struct px_str frames);

/*
 * Starts the closing handshake: sends Close and waits for the peer's, or its
 * end; the owner bounds that wait and aborts.
 */
void px_ws_close(struct px_ws *ws, enum px_ws_code code);
void px_ws_abort(struct px_ws *ws);

#endif
