/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moving a stream between loops: its descriptor is duplicated, the libuv
 * handle closed here and made anew there.  The stream's struct, and with it
 * TLS session and queue, stays the same.
 */
#include "net/stream.h"

#include "base/mem.h"
#include "net/stream_state_internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

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
	(void)px_stream_shared(stream->loop); /* which closes the stream if the loop ends first */
	uv_tcp_init(px_loop_uv(stream->loop), &stream->tcp);
	stream->tcp.data = stream;
	stream->fd = uv_tcp_open(&stream->tcp, move.fd) ? -1 : move.fd;
	if (stream->fd < 0) {
		close(move.fd);
		px_stream_disown(stream);
		move.arrived(stream, move.arg);
		px_stream_abort(stream);
		return;
	}
	if (stream->queue && stream->queue->waiting.size)
		px_stream_start_write(stream);
	else
		px_stream_free_queue(stream);
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
	px_stream_call_closed(stream);
}

/* Puts what libuv had not written yet back in front of `waiting`. */
static void reclaim_inflight(struct px_stream *stream)
{
	struct px_stream_queue *queue = stream->queue;

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
	struct px_stream_held *held = stream->held;

	if (!held || !held->posted)
		return;
	struct px_buf bytes = held->bytes;
	px_buf_init(&held->bytes, 0);
	px_stream_forget_held(stream);
	px_stream_hold(stream, px_buf_view(&bytes));
	px_buf_release(&bytes);
}

void px_stream_move(struct px_stream *stream, struct px_loop *to,
		    void (*arrived)(struct px_stream *stream, void *arg), void *arg)
{
	struct move *move = px_calloc(1, sizeof(*move));
	int fd = -1;

	if (stream->moving || stream->closing || stream->closed) { /* its owner hears of the end here */
		free(move);
		return;
	}
	if (px_stream_shared(stream->loop)->corked == stream)
		px_stream_uncork_jobs(stream->loop);
	px_stream_flush(stream);
	reclaim_inflight(stream);
	leave_held(stream);
	uv_read_stop((uv_stream_t *)&stream->tcp);
	if (stream->fd >= 0)
		fd = fcntl(stream->fd, F_DUPFD_CLOEXEC, 3);
	stream->fd = -1;
	*move = (struct move){ { .run = arrive }, stream, to, fd, arrived, arg };
	stream->paused = stream->moving = true;
	stream->tcp.data = move;
	uv_close((uv_handle_t *)&stream->tcp, on_detached);
}
