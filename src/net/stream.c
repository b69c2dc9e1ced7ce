/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCP streams over libuv.
 *
 * Three places can hold bytes to send, in this order: `queue->inflight` (given
 * to libuv), `queue->waiting`, and the loop's shared `out` buffer, where a
 * corked stream gathers plain bytes.  Only one stream of a loop gathers at a
 * time; another one that is corked meanwhile falls back to `waiting`.  A queue
 * exists only while there is something in it, so an idle stream is this
 * struct and nothing else.
 */
#include "net/stream.h"

#include "base/mem.h"
#include "net/stream_internal.h"
#include "net/tls_session.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	GATHER_MAX = 64 * 1024,  /* larger pieces go out without being copied */
	CIPHER_FLUSH = 64 * 1024 /* ciphertext is handed on when there is this much */
};

struct queue {
	uv_write_t request;
	struct px_buf inflight, waiting; /* raw bytes, ciphertext under TLS */
	bool busy;                       /* libuv has `inflight` */
};

/* Ciphertext that arrived while the owner had paused the stream. */
struct held {
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
	struct queue *queue;
	struct px_tls_session *tls; /* NULL in clear */
	struct held *held;
	struct px_stream_guard *guard;
	uv_timer_t *patience; /* of a close that waits for its queue */
	size_t pending_cap;
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
struct shared {
	struct px_loop_part part;
	struct px_stream *gathering; /* whose bytes are in `out` */
	struct px_buf out;
	struct px_buf cipher;
	char *plain; /* PX_TLS_RECORD bytes, made for the first TLS stream */
	struct px_loop *loop;
};

static const char shared_key;

static void begin_close(struct px_stream *stream);
static void settle(struct px_stream *stream);

static void abort_if_stream(uv_handle_t *handle, void *arg)
{
	(void)arg;
	if (handle->type == UV_TCP && handle->data == handle)
		px_stream_abort((struct px_stream *)handle);
}

static void stop_shared(struct px_loop_part *part)
{
	uv_walk(px_loop_uv(((struct shared *)part)->loop), abort_if_stream, NULL);
}

static void release_shared(struct px_loop_part *part)
{
	struct shared *shared = (struct shared *)part;

	px_buf_release(&shared->out);
	px_buf_release(&shared->cipher);
	free(shared->plain);
	free(shared);
}

static struct shared *shared_of(struct px_loop *loop)
{
	struct shared *shared = (struct shared *)px_loop_part(loop, &shared_key);

	if (shared)
		return shared;
	shared = px_calloc(1, sizeof(*shared));
	shared->part = (struct px_loop_part){ .key = &shared_key, .stop = stop_shared,
					      .release = release_shared };
	shared->loop = loop;
	px_buf_init(&shared->out, GATHER_MAX);
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

/* Queue */

static struct queue *queue_of(struct px_stream *stream)
{
	if (!stream->queue) {
		stream->queue = px_calloc(1, sizeof(*stream->queue));
		px_buf_init(&stream->queue->inflight, SIZE_MAX / 2);
		px_buf_init(&stream->queue->waiting, SIZE_MAX / 2);
	}
	return stream->queue;
}

static void free_queue(struct px_stream *stream)
{
	if (!stream->queue)
		return;
	px_buf_release(&stream->queue->inflight);
	px_buf_release(&stream->queue->waiting);
	free(stream->queue);
	stream->queue = NULL;
}

static size_t queued(const struct px_stream *stream)
{
	const struct queue *queue = stream->queue;

	if (!queue)
		return 0;
	return queue->waiting.size +
	       (queue->busy ? uv_stream_get_write_queue_size((const uv_stream_t *)&stream->tcp) : 0);
}

static void tell_end(struct px_stream *stream, enum px_err err)
{
	if (stream->ended || stream->closed || stream->moving)
		return;
	stream->ended = true;
	if (!stream->closing)
		stream->events->end(stream->owner, err);
}

static void start_write(struct px_stream *stream);

static void on_written(uv_write_t *request, int status)
{
	struct px_stream *stream = request->data;
	struct queue *queue = stream->queue;

	if (stream->closed || stream->moving)
		return;
	queue->busy = false;
	if (status < 0) {
		free_queue(stream);
		stream->overflow = true;
		if (stream->closing)
			begin_close(stream);
		else
			tell_end(stream, PX_IO);
	} else if (queue->waiting.size) {
		start_write(stream);
	} else {
		free_queue(stream);
		settle(stream);
		if (!stream->closing && stream->events->drained)
			stream->events->drained(stream->owner);
	}
}

/* Hands `waiting` to libuv. */
static void start_write(struct px_stream *stream)
{
	struct queue *queue = stream->queue;
	struct px_buf empty = queue->inflight;

	queue->inflight = queue->waiting;
	queue->waiting = empty;
	px_buf_clear(&queue->waiting);
	queue->busy = true;
	queue->request.data = stream;
	uv_buf_t buf = uv_buf_init(queue->inflight.data, (unsigned)queue->inflight.size);
	int failed = uv_write(&queue->request, (uv_stream_t *)&stream->tcp, &buf, 1, on_written);
	if (failed)
		on_written(&queue->request, failed);
}

static enum px_err append_waiting(struct px_stream *stream, const struct px_str *pieces, int count)
{
	struct queue *queue = queue_of(stream);
	size_t size = queued(stream);

	for (int i = 0; i < count; i++) {
		size += pieces[i].size;
		if (size > stream->pending_cap) {
			stream->overflow = true;
			return PX_TOO_LARGE;
		}
		(void)px_buf_str(&queue->waiting, pieces[i]);
	}
	return PX_OK;
}

/*
 * What the kernel takes of the pieces now, or -1.  Straight to the socket
 * calls: write(2), which uv_try_write uses, goes through the file layer and
 * costs a tenth more per small message.
 */
static ssize_t send_some(struct px_stream *stream, const struct px_str *pieces, int count)
{
	const int flags = MSG_NOSIGNAL | MSG_DONTWAIT;
	struct iovec parts[3];
	struct msghdr message = { .msg_iov = parts };
	uv_os_fd_t fd;

	if (uv_fileno((uv_handle_t *)&stream->tcp, &fd))
		return -1;
	for (int i = 0; i < count; i++)
		if (pieces[i].size)
			parts[message.msg_iovlen++] =
				(struct iovec){ (char *)pieces[i].data, pieces[i].size };
	if (message.msg_iovlen == 1)
		return send(fd, parts[0].iov_base, parts[0].iov_len, flags);
	return message.msg_iovlen ? sendmsg(fd, &message, flags) : 0;
}

/* Sends raw bytes now, or as much as the kernel takes and queues the rest. */
static enum px_err send_raw(struct px_stream *stream, struct px_str *pieces, int count)
{
	if (stream->queue)
		goto wait;
	ssize_t sent = send_some(stream, pieces, count);
	/* An error shows again, asynchronously, when the rest is written. */
	size_t done = sent > 0 ? (size_t)sent : 0;
	for (int i = 0; i < count; i++) {
		size_t part = done < pieces[i].size ? done : pieces[i].size;
		pieces[i].data += part;
		pieces[i].size -= part;
		done -= part;
	}
	if (pieces[count - 1].size == 0)
		return PX_OK;
wait:;
	enum px_err err = append_waiting(stream, pieces, count);
	if (!err && !stream->queue->busy && stream->cork == 0)
		start_write(stream);
	return err;
}

static enum px_err flush_cipher(struct px_stream *stream, struct shared *shared)
{
	struct px_str cipher = px_buf_view(&shared->cipher);
	enum px_err err = cipher.size ? send_raw(stream, &cipher, 1) : PX_OK;

	if (shared->cipher.capacity > 2 * CIPHER_FLUSH)
		px_buf_release(&shared->cipher);
	else
		px_buf_clear(&shared->cipher);
	return err;
}

static enum px_err send_tls(struct px_stream *stream, const struct px_str *pieces, int count)
{
	struct shared *shared = shared_of(stream->loop);
	enum px_err err = PX_OK;

	px_tls_session_output(stream->tls, &shared->cipher);
	for (int i = 0; i < count && !err; i++) {
		struct px_str rest = pieces[i];
		while (rest.size && !err) {
			size_t part = rest.size < PX_TLS_RECORD ? rest.size : PX_TLS_RECORD;
			err = px_tls_session_write(stream->tls, px_str_n(rest.data, part));
			rest = px_str_n(rest.data + part, rest.size - part);
			if (!err && shared->cipher.size >= CIPHER_FLUSH)
				err = flush_cipher(stream, shared);
		}
	}
	enum px_err flushed = flush_cipher(stream, shared);
	return err ? err : flushed;
}

static enum px_err send_pieces(struct px_stream *stream, struct px_str *pieces, int count)
{
	return stream->tls ? send_tls(stream, pieces, count) : send_raw(stream, pieces, count);
}

/* Sends what the stream gathered, then `pieces` (at most two). */
static enum px_err send_gathered(struct px_stream *stream, struct shared *shared,
				 const struct px_str *pieces, int count)
{
	struct px_str all[3] = { px_buf_view(&shared->out) };

	for (int i = 0; i < count; i++)
		all[i + 1] = pieces[i];
	enum px_err err = send_pieces(stream, all, count + 1);
	px_buf_clear(&shared->out);
	shared->gathering = NULL;
	return err;
}

static enum px_err gather(struct px_stream *stream, struct px_str *pieces, int count)
{
	struct shared *shared = shared_of(stream->loop);
	size_t size = 0;

	if (stream->queue || (shared->gathering && shared->gathering != stream)) {
		if (!stream->tls)
			return append_waiting(stream, pieces, count);
		queue_of(stream);
		return send_tls(stream, pieces, count);
	}
	for (int i = 0; i < count; i++)
		size += pieces[i].size;
	/* A stream that may queue less than it could gather must hear of it now, not at the uncork. */
	if (size > GATHER_MAX - shared->out.size || size + shared->out.size > stream->pending_cap)
		return send_gathered(stream, shared, pieces, count);
	shared->gathering = stream;
	for (int i = 0; i < count; i++)
		(void)px_buf_str(&shared->out, pieces[i]);
	return PX_OK;
}

static enum px_err write_pieces(struct px_stream *stream, struct px_str *pieces, int count)
{
	if (stream->closing || stream->finishing)
		return PX_IO;
	if (stream->overflow)
		return PX_TOO_LARGE;
	if (stream->cork)
		return gather(stream, pieces, count);
	return send_pieces(stream, pieces, count);
}

enum px_err px_stream_write(struct px_stream *stream, struct px_str bytes)
{
	return write_pieces(stream, &bytes, 1);
}

enum px_err px_stream_write2(struct px_stream *stream, struct px_str head, struct px_str body)
{
	struct px_str pieces[2] = { head, body };

	return write_pieces(stream, pieces, body.size ? 2 : 1);
}

void px_stream_cork(struct px_stream *stream)
{
	stream->cork++;
}

static void flush_gathered(struct px_stream *stream)
{
	struct shared *shared = shared_of(stream->loop);

	if (shared->gathering == stream)
		(void)send_gathered(stream, shared, NULL, 0);
	if (stream->queue && !stream->queue->busy) {
		if (stream->queue->waiting.size)
			start_write(stream);
		else
			free_queue(stream);
	}
}

void px_stream_uncork(struct px_stream *stream)
{
	if (--stream->cork || stream->closed || stream->moving)
		return;
	flush_gathered(stream);
	settle(stream);
}

size_t px_stream_pending(const struct px_stream *stream)
{
	const struct shared *shared = (const struct shared *)px_loop_part(stream->loop, &shared_key);

	return queued(stream) + (shared && shared->gathering == stream ? shared->out.size : 0);
}

void px_stream_set_pending_cap(struct px_stream *stream, size_t bytes)
{
	stream->pending_cap = bytes;
}

/* Reading */

static void hold(struct px_stream *stream, struct px_str left)
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

static void forget_held(struct px_stream *stream)
{
	struct held *held = stream->held;

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
	struct shared *shared = shared_of(stream->loop);
	enum px_tls_read result = PX_TLS_DATA;
	size_t got;

	if (!shared->plain)
		shared->plain = px_alloc(PX_TLS_RECORD);
	px_tls_session_input(stream->tls, bytes);
	while (result == PX_TLS_DATA && wants_data(stream)) {
		px_tls_session_output(stream->tls, &shared->cipher);
		result = px_tls_session_read(stream->tls, shared->plain, &got);
		if (shared->cipher.size)
			(void)flush_cipher(stream, shared);
		if (result == PX_TLS_DATA)
			stream->events->data(stream->owner, px_str_n(shared->plain, got));
	}
	struct px_str left = px_tls_session_left(stream->tls);
	if (left.size && !stream->closing && !stream->closed)
		hold(stream, left);
	else
		forget_held(stream);
	px_tls_session_input(stream->tls, (struct px_str){ 0 });
	if (result == PX_TLS_END || result == PX_TLS_FAILED)
		tell_end(stream, result == PX_TLS_END ? PX_OK : PX_IO);
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
		tell_end(stream, count == UV_EOF && !stream->tls ? PX_OK : PX_IO);
}

void px_stream_pause(struct px_stream *stream)
{
	stream->paused = true;
	if (!stream->closed && !stream->moving)
		uv_read_stop((uv_stream_t *)&stream->tcp);
}

static void deliver_held(struct px_job *job)
{
	struct held *held = (struct held *)job;
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
	struct held *held = stream->held;

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

/* The last callback of the owner, and the end of the stream. */
static void vanish(struct px_stream *stream)
{
	free_queue(stream);
	forget_held(stream);
	if (stream->tls)
		px_tls_session_free(stream->tls);
	stream->events->closed(stream->owner);
	if (stream->guard)
		stream->guard->gone(stream->guard, stream);
	free(stream);
}

static void on_closed(uv_handle_t *handle)
{
	vanish((struct px_stream *)handle);
}

static void free_timer(uv_handle_t *handle)
{
	free(handle);
}

static void begin_close(struct px_stream *stream)
{
	struct shared *shared = shared_of(stream->loop);

	if (stream->closed)
		return;
	stream->closing = stream->closed = true;
	if (shared->gathering == stream) {
		px_buf_clear(&shared->out);
		shared->gathering = NULL;
	}
	if (stream->patience)
		uv_close((uv_handle_t *)stream->patience, free_timer);
	stream->patience = NULL;
	uv_close((uv_handle_t *)&stream->tcp, on_closed);
}

static void say_goodbye(struct px_stream *stream)
{
	struct shared *shared = shared_of(stream->loop);

	px_tls_session_output(stream->tls, &shared->cipher);
	px_tls_session_goodbye(stream->tls);
	(void)flush_cipher(stream, shared);
}

/* Does what was waiting for the queue to be empty. */
static void settle(struct px_stream *stream)
{
	if (stream->queue || stream->cork || stream->closed)
		return;
	if (stream->finishing && !stream->finished) {
		int fd;
		stream->finished = true;
		if (!uv_fileno((uv_handle_t *)&stream->tcp, &fd))
			shutdown(fd, SHUT_WR);
	}
	if (stream->closing)
		begin_close(stream);
}

/* Flushes and says goodbye once; further writes are refused after this. */
static void last_words(struct px_stream *stream)
{
	if (stream->finishing || stream->overflow)
		return;
	flush_gathered(stream);
	if (stream->tls)
		say_goodbye(stream);
}

void px_stream_finish(struct px_stream *stream)
{
	if (stream->closing || stream->finishing)
		return;
	last_words(stream);
	stream->finishing = true;
	settle(stream);
}

static void on_patience_lost(uv_timer_t *timer)
{
	px_stream_abort(timer->data);
}

void px_stream_close(struct px_stream *stream)
{
	if (stream->closing || stream->moving)
		return;
	last_words(stream);
	stream->closing = true;
	uv_read_stop((uv_stream_t *)&stream->tcp);
	if (stream->overflow)
		begin_close(stream);
	settle(stream);
	if (stream->closed || !stream->queue)
		return;
	stream->patience = px_calloc(1, sizeof(*stream->patience));
	stream->patience->data = stream;
	uv_timer_init(px_loop_uv(stream->loop), stream->patience);
	uv_timer_start(stream->patience, on_patience_lost, PX_STREAM_CLOSE_MS, 0);
}

void px_stream_abort(struct px_stream *stream)
{
	if (!stream->moving)
		begin_close(stream);
}

/* Moving */

struct move {
	struct px_job job;
	struct px_stream *stream;
	struct px_loop *to;
	int fd;
	void (*arrived)(struct px_stream *stream, void *arg);
	void *arg;
};

/* On the new loop; the old handle is closed, `fd` is ours. */
static void arrive(struct px_job *job)
{
	struct move move = *(struct move *)job;
	struct px_stream *stream = move.stream;

	free(job);
	stream->moving = false;
	uv_tcp_init(px_loop_uv(stream->loop), &stream->tcp);
	stream->tcp.data = stream;
	if (uv_tcp_open(&stream->tcp, move.fd)) {
		close(move.fd);
		px_stream_disown(stream);
		move.arrived(stream, move.arg);
		px_stream_abort(stream);
		return;
	}
	if (stream->queue && stream->queue->waiting.size)
		start_write(stream);
	else
		free_queue(stream);
	move.arrived(stream, move.arg);
}

static void on_detached(uv_handle_t *handle)
{
	struct px_stream *stream = (struct px_stream *)handle;
	struct move *move = stream->tcp.data;

	stream->loop = move->to;
	if (move->fd >= 0 && px_loop_post(stream->loop, &move->job))
		return;
	if (move->fd >= 0)
		close(move->fd);
	free(move);
	vanish(stream);
}

/* Puts what libuv had not written yet back in front of `waiting`. */
static void reclaim_inflight(struct px_stream *stream)
{
	struct queue *queue = stream->queue;

	if (!queue || !queue->busy)
		return;
	size_t left = uv_stream_get_write_queue_size((uv_stream_t *)&stream->tcp);
	struct px_buf all = PX_BUF_INIT(SIZE_MAX / 2);
	(void)px_buf_append(&all, queue->inflight.data + queue->inflight.size - left, left);
	(void)px_buf_str(&all, px_buf_view(&queue->waiting));
	px_buf_release(&queue->waiting);
	queue->waiting = all;
}

/* A delivery that this loop still has queued must not touch the stream any more. */
static void leave_held(struct px_stream *stream)
{
	struct held *held = stream->held;

	if (!held || !held->posted)
		return;
	struct px_buf bytes = held->bytes;
	px_buf_init(&held->bytes, 0);
	forget_held(stream);
	hold(stream, px_buf_view(&bytes));
	px_buf_release(&bytes);
}

void px_stream_move(struct px_stream *stream, struct px_loop *to,
		    void (*arrived)(struct px_stream *stream, void *arg), void *arg)
{
	struct move *move = px_calloc(1, sizeof(*move));
	int fd = -1;

	if (stream->moving || stream->closed) {
		free(move);
		return;
	}
	flush_gathered(stream);
	reclaim_inflight(stream);
	leave_held(stream);
	uv_read_stop((uv_stream_t *)&stream->tcp);
	if (!stream->closing && !uv_fileno((uv_handle_t *)&stream->tcp, &fd))
		fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	*move = (struct move){ { .run = arrive }, stream, to, fd, arrived, arg };
	stream->paused = stream->moving = true;
	stream->tcp.data = move;
	uv_close((uv_handle_t *)&stream->tcp, on_detached);
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

enum px_err px_stream_accept(struct px_loop *loop, uv_stream_t *listener, struct px_tls *tls,
			     struct px_stream_guard *guard, struct px_stream **out)
{
	struct px_stream *stream = px_calloc(1, sizeof(*stream));

	uv_tcp_init(px_loop_uv(loop), &stream->tcp);
	stream->tcp.data = stream;
	stream->loop = loop;
	stream->paused = true;
	stream->pending_cap = PX_STREAM_PENDING_CAP;
	px_stream_disown(stream);
	if (uv_accept(listener, (uv_stream_t *)&stream->tcp)) {
		begin_close(stream);
		return PX_IO;
	}
	stream->guard = guard;
	read_peer(stream);
	if (tls)
		stream->tls = px_tls_session_new(tls);
	*out = stream;
	return PX_OK;
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
