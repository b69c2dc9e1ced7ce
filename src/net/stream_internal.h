/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the HTTP server makes streams and follows their lives.  Only src/net
 * includes this.  All calls on the loop's thread.
 */
#ifndef PX_NET_STREAM_INTERNAL_H
#define PX_NET_STREAM_INTERNAL_H

#include "net/stream.h"

struct px_tls;

/* Told when a stream is about to be freed, on whatever loop it ended; shared by many streams. */
struct px_stream_guard {
	void (*gone)(struct px_stream_guard *guard, struct px_stream *stream);
};

/*
 * Accepts the listener's waiting connection.  The stream is paused and has no
 * owner: call px_stream_own and px_stream_resume.  `tls` may be NULL; `guard`
 * is called once for every stream that was made.
 */
enum px_err px_stream_accept(struct px_loop *loop, uv_stream_t *listener, struct px_tls *tls,
			     struct px_stream_guard *guard, struct px_stream **stream);
/*
 * Half close: flushes the queue and ends our side, and keeps reading, so that
 * the peer can read an answer while it still sends.  px_stream_close later.
 */
void px_stream_finish(struct px_stream *stream);
/* Gives the stream no owner: bytes are dropped, its end closes it. */
void px_stream_disown(struct px_stream *stream);
/* True while a TLS handshake is not complete. */
bool px_stream_in_handshake(const struct px_stream *stream);

enum {
	PX_STREAM_GATHER = 64 * 1024, /* larger pieces go out without being copied */
	PX_STREAM_PENDING_CAP = 1024 * 1024, /* the default */
	PX_STREAM_CLOSE_MS = 10 * 1000       /* a closing stream's time to flush */
};

#endif
