/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of px_stream, shared by stream.c (reading, ending, making),
 * stream_write.c and stream_move.c.  Nobody else includes this.
 *
 * Three places can hold bytes to send, in this order: `queue->inflight` (given
 * to libuv), `queue->waiting`, and the loop's shared `out` buffer, where a
 * corked stream gathers plain bytes.  Only one stream of a loop gathers at a
 * time; another one that is corked meanwhile falls back to `waiting`.  A queue
 * exists only while there is something in it, so an idle stream is its struct
 * and nothing else.
 */
#ifndef PX_NET_STREAM_STATE_INTERNAL_H
#define PX_NET_STREAM_STATE_INTERNAL_H

#include "net/stream_internal.h"
#include "net/tls_session.h"

#include <netinet/in.h>

struct px_stream_queue {
	uv_write_t request;
	struct px_buf inflight, waiting; /* raw bytes, ciphertext under TLS */
	bool busy;                       /* libuv has `inflight` */
};

/* Ciphertext that arrived while the owner had paused the stream. */
struct px_stream_held {
	struct px_job job;
	struct px_stream *stream; /* NULL: it has gone */
	struct px_buf bytes;
	bool posted;
};

struct px_stream {
	uv_tcp_t tcp; /* first; tcp.data is the stream itself, which marks our handles */
	struct px_loop *loop;
	const struct px_stream_events *events;
	void *owner;
	struct px_stream_queue *queue;
	struct px_tls_session *tls; /* NULL in clear */
	struct px_stream_held *held;
	struct px_stream_guard *guard;
	uv_timer_t *close_limit; /* of a close that waits for its queue */
	size_t pending_cap;
	int fd; /* of `tcp`; -1 while there is none or it is being closed */
	uint8_t cork;
	bool paused : 1;
	bool ended : 1;     /* `end` was told */
	bool overflow : 1;  /* bytes were lost; nothing more may be sent */
	bool finishing : 1; /* our side ends when the queue is empty */
	bool finished : 1;
	bool closing : 1;   /* close when the queue is empty */
	bool closed : 1;    /* uv_close was called */
	bool moving : 1;
	char peer[INET6_ADDRSTRLEN];
};

/* What the streams of one loop share. */
struct px_stream_shared {
	struct px_loop_part part;
	struct px_stream *gathering; /* whose bytes are in `out` */
	struct px_stream *corked;    /* until the loop's jobs have run */
	struct px_buf out;
	struct px_buf cipher;
	char *plain; /* PX_TLS_RECORD bytes, made for the first TLS stream */
	struct px_loop *loop;
};

/* stream.c */
/* Made with the loop's first stream; its stop aborts the loop's streams. */
struct px_stream_shared *px_stream_shared(struct px_loop *loop);
void px_stream_call_end(struct px_stream *stream, enum px_err err);
void px_stream_begin_close(struct px_stream *stream);
/* If everything has been sent: shuts the sending side of a finishing stream, closes a closing one. */
void px_stream_end_if_sent(struct px_stream *stream);
/* Keeps received ciphertext for later; `left` may be part of what was held before. */
void px_stream_hold(struct px_stream *stream, struct px_str left);
void px_stream_forget_held(struct px_stream *stream);
/* The last callback of the owner, and the end of the stream. */
void px_stream_call_closed(struct px_stream *stream);

/* For dial.c: a stream that is not connected yet, its handle, and the end of connecting it. */
struct px_stream *px_stream_outbound(struct px_loop *loop);
uv_tcp_t *px_stream_tcp(struct px_stream *stream);
void px_stream_connected(struct px_stream *stream);

/* stream_write.c */
void px_stream_free_queue(struct px_stream *stream);
/* Hands `waiting` to libuv. */
void px_stream_start_write(struct px_stream *stream);
/* Sends the loop's `cipher` buffer as the stream's. */
enum px_err px_stream_flush_cipher(struct px_stream *stream, struct px_stream_shared *shared);

#endif
