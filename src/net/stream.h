/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_stream: a connected TCP byte stream, in clear or under TLS, on
 * one loop.
 *
 * All calls on the stream's loop thread.  Reads are pushed into the owner's
 * callback from the loop's shared buffer (no memory is held by an idle
 * stream).  Writes are tried at once; what the kernel doesn't take is queued,
 * counted by px_stream_pending and reported by `drained`.  Life ends with
 * px_stream_close: exactly one `closed` callback follows, later, and then
 * the stream is gone.
 */
#ifndef PX_NET_STREAM_H
#define PX_NET_STREAM_H

#include "base/buf.h"
#include "sys/loop.h"

struct px_stream;

struct px_stream_events {
	/* Bytes arrived; they are valid during the call only. */
	void (*data)(void *owner, struct px_str bytes);
	/*
	 * The peer finished sending (half close: PX_OK) or failed (PX_IO); told once.  Close in
	 * answer, or after PX_OK when the last answer is sent.
	 */
	void (*end)(void *owner, enum px_err err);
	/* The write queue went empty after having been non-empty.  May be NULL. */
	void (*drained)(void *owner);
	/* After px_stream_start_tls: the handshake is over, and the peer is who it should be.  May be NULL. */
	void (*secured)(void *owner);
	/* After px_stream_close: last callback; the stream is freed when it returns. */
	void (*closed)(void *owner);
};

/* Replaces owner and callbacks (HTTP hands a stream to WebSocket). */
void px_stream_own(struct px_stream *stream, const struct px_stream_events *events, void *owner);
/*
 * Copies what can't be written at once.  PX_TOO_LARGE over the queue cap: abort then.  PX_IO once
 * closing.
 */
enum px_err px_stream_write(struct px_stream *stream, struct px_str bytes);
/* Two pieces in one system call (head and body); same rules. */
enum px_err px_stream_write2(struct px_stream *stream, struct px_str head, struct px_str body);
/*
 * Cork: writes between cork and uncork leave in one system call.  Nestable.
 * A stream also corks itself while its `data` callback runs.
 */
void px_stream_cork(struct px_stream *stream);
void px_stream_uncork(struct px_stream *stream);
/* Sends what a cork holds back. */
void px_stream_flush(struct px_stream *stream);
/*
 * From a posted job: corks the stream until the loop has run all jobs at hand
 * or another stream is corked so; what several jobs write to one stream then
 * leaves in one system call.  Does nothing outside a job, or if the stream
 * closes or moves.  px_stream_uncork_jobs ends it earlier, for the stream of
 * the loop that it is.
 */
void px_stream_cork_jobs(struct px_stream *stream);
void px_stream_uncork_jobs(struct px_loop *loop);
size_t px_stream_pending(const struct px_stream *stream);
void px_stream_set_pending_cap(struct px_stream *stream, size_t bytes);
/* Stops and resumes reading, for backpressure. */
void px_stream_pause(struct px_stream *stream);
void px_stream_resume(struct px_stream *stream);
/* Flushes the queue, shuts down, closes.  Idempotent.  px_stream_abort closes at once. */
void px_stream_close(struct px_stream *stream);
void px_stream_abort(struct px_stream *stream);
/*
 * Moves the stream to another loop: it is detached here at once (no callback
 * of this loop runs any more), and `arrived(stream, arg)` runs on `to`, where
 * the owner must call px_stream_own and px_stream_resume.  If `to` is
 * stopping, the stream is aborted: its present owner gets `closed`, here.
 * Bytes not yet written, and bytes not yet delivered, move along.
 */
void px_stream_move(struct px_stream *stream, struct px_loop *to,
		    void (*arrived)(struct px_stream *stream, void *arg), void *arg);
/* A hint: a write comes soon, bring the stream's memory near. */
void px_stream_expect(const struct px_stream *stream);
struct px_loop *px_stream_loop(const struct px_stream *stream);
bool px_stream_is_tls(const struct px_stream *stream);
/* The peer's numeric address, no port; valid while the stream lives. */
const char *px_stream_peer(const struct px_stream *stream);

#endif
