/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing: tried at once, gathered while corked, queued when the kernel is
 * full, encrypted on the way under TLS.
 */
#include "net/stream.h"

#include "base/mem.h"
#include "net/stream_state_internal.h"

#include <stdlib.h>

enum { CIPHER_FLUSH = 64 * 1024 }; /* ciphertext is handed on when there is this much */

static struct px_stream_queue *queue_of(struct px_stream *stream)
{
	if (!stream->queue) {
		stream->queue = px_calloc(1, sizeof(*stream->queue));
		px_buf_init(&stream->queue->inflight, SIZE_MAX / 2);
		px_buf_init(&stream->queue->waiting, SIZE_MAX / 2);
	}
	return stream->queue;
}

void px_stream_free_queue(struct px_stream *stream)
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
	const struct px_stream_queue *queue = stream->queue;

	if (!queue)
		return 0;
	return queue->waiting.size +
	       (queue->busy ? uv_stream_get_write_queue_size((const uv_stream_t *)&stream->tcp) : 0);
}

static void on_written(uv_write_t *request, int status)
{
	struct px_stream *stream = request->data;
	struct px_stream_queue *queue = stream->queue;

	if (stream->closed || stream->moving)
		return;
	queue->busy = false;
	if (status < 0) {
		px_stream_free_queue(stream);
		stream->overflow = true;
		if (stream->closing)
			px_stream_begin_close(stream);
		else
			px_stream_call_end(stream, PX_IO);
	} else if (queue->waiting.size) {
		px_stream_start_write(stream);
	} else {
		px_stream_free_queue(stream);
		px_stream_end_if_sent(stream);
		if (!stream->closing && stream->events->drained)
			stream->events->drained(stream->owner);
	}
}

void px_stream_start_write(struct px_stream *stream)
{
	struct px_stream_queue *queue = stream->queue;
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
	struct px_stream_queue *queue = queue_of(stream);
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

	if (stream->fd < 0)
		return -1;
	for (int i = 0; i < count; i++)
		if (pieces[i].size)
			parts[message.msg_iovlen++] =
				(struct iovec){ (char *)pieces[i].data, pieces[i].size };
	if (message.msg_iovlen == 1)
		return send(stream->fd, parts[0].iov_base, parts[0].iov_len, flags);
	return message.msg_iovlen ? sendmsg(stream->fd, &message, flags) : 0;
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
		px_stream_start_write(stream);
	return err;
}

enum px_err px_stream_flush_cipher(struct px_stream *stream, struct px_stream_shared *shared)
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
	struct px_stream_shared *shared = px_stream_shared(stream->loop);
	enum px_err err = PX_OK;

	px_tls_session_output(stream->tls, &shared->cipher);
	for (int i = 0; i < count && !err; i++) {
		struct px_str rest = pieces[i];
		while (rest.size && !err) {
			size_t part = rest.size < PX_TLS_RECORD ? rest.size : PX_TLS_RECORD;
			err = px_tls_session_write(stream->tls, px_str_n(rest.data, part));
			rest = px_str_n(rest.data + part, rest.size - part);
			if (!err && shared->cipher.size >= CIPHER_FLUSH)
				err = px_stream_flush_cipher(stream, shared);
		}
	}
	enum px_err flushed = px_stream_flush_cipher(stream, shared);
	return err ? err : flushed;
}

static enum px_err send_pieces(struct px_stream *stream, struct px_str *pieces, int count)
{
	return stream->tls ? send_tls(stream, pieces, count) : send_raw(stream, pieces, count);
}

/* Sends what the stream gathered, then `pieces` (at most two). */
static enum px_err send_gathered(struct px_stream *stream, struct px_stream_shared *shared,
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
	struct px_stream_shared *shared = px_stream_shared(stream->loop);
	size_t size = 0;

	if (shared->corked && shared->corked != stream && shared->gathering == shared->corked)
		px_stream_uncork_jobs(stream->loop);
	if (stream->queue || (shared->gathering && shared->gathering != stream)) {
		if (!stream->tls)
			return append_waiting(stream, pieces, count);
		queue_of(stream);
		return send_tls(stream, pieces, count);
	}
	for (int i = 0; i < count; i++)
		size += pieces[i].size;
	/* A stream that may queue less than it could gather must hear of it now, not at the uncork. */
	if (size > PX_STREAM_GATHER - shared->out.size || size + shared->out.size > stream->pending_cap)
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

void px_stream_flush(struct px_stream *stream)
{
	struct px_stream_shared *shared = px_stream_shared(stream->loop);

	if (shared->gathering == stream)
		(void)send_gathered(stream, shared, NULL, 0);
	if (stream->queue && !stream->queue->busy) {
		if (stream->queue->waiting.size)
			px_stream_start_write(stream);
		else
			px_stream_free_queue(stream);
	}
}

void px_stream_uncork(struct px_stream *stream)
{
	if (--stream->cork || stream->closed || stream->moving)
		return;
	px_stream_flush(stream);
	px_stream_end_if_sent(stream);
}

void px_stream_cork_jobs(struct px_stream *stream)
{
	if (stream->closing || stream->moving || !px_loop_runs_jobs(stream->loop))
		return;
	struct px_stream_shared *shared = px_stream_shared(stream->loop);
	if (shared->corked == stream)
		return;
	px_stream_uncork_jobs(stream->loop);
	shared->corked = stream;
	px_stream_cork(stream);
}

void px_stream_uncork_jobs(struct px_loop *loop)
{
	struct px_stream_shared *shared = px_stream_shared(loop);
	struct px_stream *stream = shared->corked;

	shared->corked = NULL;
	if (stream)
		px_stream_uncork(stream);
}

size_t px_stream_pending(const struct px_stream *stream)
{
	if (!stream->queue && !stream->cork) /* only a corked stream gathers */
		return 0;
	const struct px_stream_shared *shared = px_stream_shared(stream->loop);
	return queued(stream) + (shared->gathering == stream ? shared->out.size : 0);
}

void px_stream_set_pending_cap(struct px_stream *stream, size_t bytes)
{
	stream->pending_cap = bytes;
}
