/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCP streams over libuv: making one, its owner, reading, ending.  Writing is in
 * stream_write.c, moving to another loop in stream_move.c.
 *
 * A stream ends in steps: what was written is sent, TLS and TCP are closed, and
 * libuv's handle after them; the owner's `closed` is the last of it.
 */
#include "net/stream.h"

#include "base/mem.h"
#include "net/dial.h"
#include "net/stream_state_internal.h"

#include <stdlib.h>
#include <sys/socket.h>

static const char shared_key;

static void abort_if_stream(uv_handle_t *handle, void *arg)
{
	(void)arg;
	if (handle->type == UV_TCP && handle->data == handle)
		px_stream_abort((struct px_stream *)handle);
}

static void after_jobs(struct px_loop_part *part)
{
	px_stream_uncork_jobs(((struct px_stream_shared *)part)->loop);
}

static void stop_shared(struct px_loop_part *part)
{
	uv_walk(px_loop_uv(((struct px_stream_shared *)part)->loop), abort_if_stream, NULL);
}

static void release_shared(struct px_loop_part *part)
{
	struct px_stream_shared *shared = (struct px_stream_shared *)part;

	px_buf_release(&shared->out);
	px_buf_release(&shared->cipher);
	free(shared->plain);
	free(shared);
}

struct px_stream_shared *px_stream_shared(struct px_loop *loop)
{
	struct px_stream_shared *shared = (struct px_stream_shared *)px_loop_part(loop, &shared_key);

	if (shared)
		return shared;
	shared = px_calloc(1, sizeof(*shared));
	shared->part = (struct px_loop_part){ .key = &shared_key, .after_jobs = after_jobs,
					      .stop = stop_shared, .release = release_shared };
	shared->loop = loop;
	px_buf_init(&shared->out, PX_STREAM_GATHER);
	px_buf_init(&shared->cipher, SIZE_MAX / 2);
	px_loop_add_part(loop, &shared->part);
	return shared;
}

/* An owner for streams that nobody owns: drops bytes, closes at the end. */

static void drop_data(void *owner, struct px_str bytes)
{
	(void)owner;
	(void)bytes;
}

static void drop_end(void *owner, enum px_err err)
{
	(void)err;
	px_stream_abort(owner);
}

static void drop_closed(void *owner)
{
	(void)owner;
}

static const struct px_stream_events nobody = { .data = drop_data, .end = drop_end,
						.closed = drop_closed };

void px_stream_own(struct px_stream *stream, const struct px_stream_events *events, void *owner)
{
	stream->events = events;
	stream->owner = owner;
}

void px_stream_disown(struct px_stream *stream)
{
	px_stream_own(stream, &nobody, stream);
}

/* Reading */

void px_stream_hold(struct px_stream *stream, struct px_str left)
{
	if (!stream->held) {
		stream->held = px_calloc(1, sizeof(*stream->held));
		stream->held->stream = stream;
		px_buf_init(&stream->held->bytes, SIZE_MAX / 2);
	}
	/* What was held is part of `left` or used up: keep a copy before dropping it. */
	struct px_buf fresh = PX_BUF_INIT(SIZE_MAX / 2);
	(void)px_buf_str(&fresh, left);
	px_buf_release(&stream->held->bytes);
	stream->held->bytes = fresh;
}

void px_stream_forget_held(struct px_stream *stream)
{
	struct px_stream_held *held = stream->held;

	if (!held)
		return;
	stream->held = NULL;
	if (held->posted) {
		held->stream = NULL;
		return;
	}
	px_buf_release(&held->bytes);
	free(held);
}

static bool wants_data(const struct px_stream *stream)
{
	return !stream->paused && !stream->closing && !stream->closed && !stream->moving;
}

static void feed_tls(struct px_stream *stream, struct px_str bytes)
{
	struct px_stream_shared *shared = px_stream_shared(stream->loop);
	enum px_tls_read result = PX_TLS_DATA;
	size_t got;

	if (!shared->plain)
		shared->plain = px_alloc(PX_TLS_RECORD);
	px_tls_session_input(stream->tls, bytes);
	while (result == PX_TLS_DATA && wants_data(stream)) {
		bool shaking = !px_tls_session_ready(stream->tls);
		px_tls_session_output(stream->tls, &shared->cipher);
		result = px_tls_session_read(stream->tls, shared->plain, &got);
		if (shared->cipher.size)
			(void)px_stream_flush_cipher(stream, shared);
		if (shaking && px_tls_session_ready(stream->tls) && stream->events->secured)
			stream->events->secured(stream->owner);
		if (result == PX_TLS_DATA)
			stream->events->data(stream->owner, px_str_n(shared->plain, got));
	}
	struct px_str left = px_tls_session_left(stream->tls);
	if (left.size && !stream->closing && !stream->closed)
		px_stream_hold(stream, left);
	else
		px_stream_forget_held(stream);
	px_tls_session_input(stream->tls, (struct px_str){ 0 });
	if (result == PX_TLS_END || result == PX_TLS_FAILED)
		px_stream_call_end(stream, result == PX_TLS_END ? PX_OK : PX_IO);
}

static void feed(struct px_stream *stream, struct px_str bytes)
{
	px_stream_cork(stream);
	if (stream->tls)
		feed_tls(stream, bytes);
	else
		stream->events->data(stream->owner, bytes);
	px_stream_uncork(stream);
}

static void give_scratch(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
	struct px_stream *stream = (struct px_stream *)handle;
	size_t size;

	(void)suggested;
	px_loop_scratch(stream->loop, &buf->base, &size);
	buf->len = size;
}

static void on_read(uv_stream_t *handle, ssize_t count, const uv_buf_t *buf)
{
	struct px_stream *stream = (struct px_stream *)handle;

	if (count > 0)
		feed(stream, px_str_n(buf->base, (size_t)count));
	else if (count < 0)
		px_stream_call_end(stream, count == UV_EOF && !stream->tls ? PX_OK : PX_IO);
}

void px_stream_pause(struct px_stream *stream)
{
	stream->paused = true;
	if (!stream->closed && !stream->moving)
		uv_read_stop((uv_stream_t *)&stream->tcp);
}

static void deliver_held(struct px_job *job)
{
	struct px_stream_held *held = (struct px_stream_held *)job;
	struct px_stream *stream = held->stream;

	held->posted = false;
	if (!stream) {
		px_buf_release(&held->bytes);
		free(held);
		return;
	}
	if (!wants_data(stream))
		return;
	struct px_buf bytes = held->bytes;
	px_buf_init(&held->bytes, SIZE_MAX / 2);
	feed(stream, px_buf_view(&bytes));
	px_buf_release(&bytes);
	if (wants_data(stream) && !stream->ended)
		uv_read_start((uv_stream_t *)&stream->tcp, give_scratch, on_read);
}

void px_stream_resume(struct px_stream *stream)
{
	struct px_stream_held *held = stream->held;

	stream->paused = false;
	if (stream->closed || stream->moving || stream->ended)
		return;
	if (held && held->bytes.size) {
		held->job.run = deliver_held;
		if (!held->posted)
			held->posted = px_loop_post(stream->loop, &held->job);
		return;
	}
	uv_read_start((uv_stream_t *)&stream->tcp, give_scratch, on_read);
}

/* Ending */

void px_stream_call_end(struct px_stream *stream, enum px_err err)
{
	if (stream->ended || stream->closed || stream->moving)
		return;
	stream->ended = true;
	if (!stream->closing)
		stream->events->end(stream->owner, err);
}

void px_stream_call_closed(struct px_stream *stream)
{
	px_stream_free_queue(stream);
	px_stream_forget_held(stream);
	if (stream->tls)
		px_tls_session_free(stream->tls);
	stream->events->closed(stream->owner);
	if (stream->guard)
		stream->guard->gone(stream->guard, stream);
	free(stream);
}

static void on_closed(uv_handle_t *handle)
{
	px_stream_call_closed((struct px_stream *)handle);
}

static void free_timer(uv_handle_t *handle)
{
	free(handle);
}

void px_stream_begin_close(struct px_stream *stream)
{
	struct px_stream_shared *shared = px_stream_shared(stream->loop);

	if (stream->closed)
		return;
	stream->closing = stream->closed = true;
	if (shared->corked == stream)
		px_stream_uncork_jobs(stream->loop);
	if (shared->gathering == stream) {
		px_buf_clear(&shared->out);
		shared->gathering = NULL;
	}
	if (stream->close_limit)
		uv_close((uv_handle_t *)stream->close_limit, free_timer);
	stream->close_limit = NULL;
	stream->fd = -1;
	uv_close((uv_handle_t *)&stream->tcp, on_closed);
}

static void say_goodbye(struct px_stream *stream)
{
	struct px_stream_shared *shared = px_stream_shared(stream->loop);

	px_tls_session_output(stream->tls, &shared->cipher);
	px_tls_session_goodbye(stream->tls);
	(void)px_stream_flush_cipher(stream, shared);
}

void px_stream_end_if_sent(struct px_stream *stream)
{
	if (stream->queue || stream->cork || stream->closed)
		return;
	if (stream->finishing && !stream->finished) {
		stream->finished = true;
		if (stream->fd >= 0)
			shutdown(stream->fd, SHUT_WR);
	}
	if (stream->closing)
		px_stream_begin_close(stream);
}

/* Flushes and says goodbye once; further writes are refused after this. */
static void flush_and_say_goodbye(struct px_stream *stream)
{
	if (stream->finishing || stream->overflow)
		return;
	px_stream_flush(stream);
	if (stream->tls)
		say_goodbye(stream);
}

void px_stream_finish(struct px_stream *stream)
{
	if (stream->closing || stream->finishing)
		return;
	flush_and_say_goodbye(stream);
	stream->finishing = true;
	px_stream_end_if_sent(stream);
}

static void on_close_timeout(uv_timer_t *timer)
{
	px_stream_abort(timer->data);
}

void px_stream_close(struct px_stream *stream)
{
	if (stream->closing || stream->moving)
		return;
	flush_and_say_goodbye(stream);
	stream->closing = true;
	uv_read_stop((uv_stream_t *)&stream->tcp);
	if (stream->overflow)
		px_stream_begin_close(stream);
	px_stream_end_if_sent(stream);
	if (stream->closed || !stream->queue)
		return;
	stream->close_limit = px_calloc(1, sizeof(*stream->close_limit));
	stream->close_limit->data = stream;
	uv_timer_init(px_loop_uv(stream->loop), stream->close_limit);
	uv_timer_start(stream->close_limit, on_close_timeout, PX_STREAM_CLOSE_MS, 0);
}

void px_stream_abort(struct px_stream *stream)
{
	if (!stream->moving)
		px_stream_begin_close(stream);
}

/* Making */

static void read_peer(struct px_stream *stream)
{
	static const char mapped[] = "::ffff:";
	struct sockaddr_storage address;
	int size = sizeof(address);

	if (uv_tcp_getpeername(&stream->tcp, (struct sockaddr *)&address, &size))
		return;
	if (address.ss_family == AF_INET)
		uv_ip4_name((struct sockaddr_in *)&address, stream->peer, sizeof(stream->peer));
	else if (address.ss_family == AF_INET6)
		uv_ip6_name((struct sockaddr_in6 *)&address, stream->peer, sizeof(stream->peer));
	if (strncmp(stream->peer, mapped, sizeof(mapped) - 1) == 0 && strchr(stream->peer, '.'))
		memmove(stream->peer, stream->peer + sizeof(mapped) - 1,
			strlen(stream->peer) - sizeof(mapped) + 2);
}

static struct px_stream *new_stream(struct px_loop *loop)
{
	struct px_stream *stream = px_calloc(1, sizeof(*stream));

	(void)px_stream_shared(loop);
	uv_tcp_init(px_loop_uv(loop), &stream->tcp);
	stream->tcp.data = stream;
	stream->loop = loop;
	stream->paused = true;
	stream->fd = -1;
	stream->pending_cap = PX_STREAM_PENDING_CAP;
	px_stream_disown(stream);
	return stream;
}

struct px_stream *px_stream_outbound(struct px_loop *loop)
{
	return new_stream(loop);
}

uv_tcp_t *px_stream_tcp(struct px_stream *stream)
{
	return &stream->tcp;
}

void px_stream_connected(struct px_stream *stream)
{
	(void)uv_fileno((uv_handle_t *)&stream->tcp, &stream->fd);
	read_peer(stream);
}

/* The handshake begins with our hello, which reading nothing writes. */
void px_stream_start_tls(struct px_stream *stream, struct px_tls *tls, const char *host)
{
	stream->tls = px_tls_session_new_client(tls, host);
	feed(stream, PX_STR(""));
}

const char *px_stream_tls_problem(const struct px_stream *stream)
{
	return stream->tls ? px_tls_session_problem(stream->tls) : NULL;
}

enum px_err px_stream_accept(struct px_loop *loop, uv_stream_t *listener, struct px_tls *tls,
			     struct px_stream_guard *guard, struct px_stream **out)
{
	struct px_stream *stream = new_stream(loop);

	if (uv_accept(listener, (uv_stream_t *)&stream->tcp)) {
		px_stream_begin_close(stream);
		return PX_IO;
	}
	stream->guard = guard;
	(void)uv_fileno((uv_handle_t *)&stream->tcp, &stream->fd);
	read_peer(stream);
	if (tls)
		stream->tls = px_tls_session_new(tls);
	*out = stream;
	return PX_OK;
}

void px_stream_expect(const struct px_stream *stream)
{
	__builtin_prefetch(&stream->queue);
	__builtin_prefetch(&stream->fd);
}

struct px_loop *px_stream_loop(const struct px_stream *stream)
{
	return stream->loop;
}

bool px_stream_is_tls(const struct px_stream *stream)
{
	return stream->tls != NULL;
}

bool px_stream_in_handshake(const struct px_stream *stream)
{
	return stream->tls && !px_tls_session_ready(stream->tls);
}

const char *px_stream_peer(const struct px_stream *stream)
{
	return stream->peer;
}
