/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is told is gathered under a lock, as in api/thinking.c; one job at a
 * time takes it to the loop.  While more than HELD_BACK bytes wait for the
 * client, the job leaves what was told where it is, and the exchange's notice
 * that all was sent takes it up again.
 */
#include "api/event_stream.h"

#include "agent/thinker.h"
#include "base/mem.h"
#include "domain/conversation.h"

#include <pthread.h>
#include <stdlib.h>

enum {
	HELD_BACK = 64 << 10,  /* bytes on their way to the client, above which nothing more is sent */
	WAITING_MAX = 16 << 20 /* of a turn's events: its text is at most 32 KiB, its last event at most 4 MiB */
};

struct px_event_stream {
	struct px_job job;             /* first: the job is the stream */
	struct px_http_exchange *exchange;
	struct px_loop *loop;
	struct px_str headers;         /* of its own; freed when they are sent */
	void (*done)(void *arg);
	void *arg;
	pthread_mutex_t lock;          /* for what was told, down to `ended` */
	struct px_buf waiting;         /* events in wire form */
	struct px_buf text;            /* that follows them, of deltas up to `n` */
	struct px_turn_event turn;     /* whose text it is; its client_id is in `client_id` */
	struct px_buf client_id;
	int64_t n;
	bool posted, ended;
	/* Loop thread. */
	bool begun, finished;
	uv_timer_t beat;
	uint64_t beat_ms;
	size_t unsent;                 /* at the last beat */
};

static void write_event(struct px_buf *out, const char *name, struct px_str json)
{
	(void)px_buf_printf(out, "event: %s\ndata: ", name);
	(void)px_buf_str(out, json);
	(void)px_buf_text(out, "\n\n");
}

/* With the lock held: the text that was gathered becomes an event. */
static void close_text(struct px_event_stream *stream)
{
	struct px_buf json;

	if (!stream->text.size)
		return;
	px_turn_delta_write(&json, &stream->turn, stream->n, px_buf_view(&stream->text));
	write_event(&stream->waiting, "chat:delta", px_buf_view(&json));
	px_buf_release(&json);
	px_buf_clear(&stream->text);
}

static void free_stream(uv_handle_t *beat)
{
	struct px_event_stream *stream = beat->data;

	px_buf_release(&stream->waiting);
	px_buf_release(&stream->text);
	px_buf_release(&stream->client_id);
	free((char *)stream->headers.data);
	pthread_mutex_destroy(&stream->lock);
	free(stream);
}

static void finish(struct px_event_stream *stream)
{
	stream->finished = true;
	stream->done(stream->arg);
	px_http_finish(stream->exchange);
	uv_close((uv_handle_t *)&stream->beat, free_stream);
}

/* Sends what was told, unless the client is too far behind.  With the lock held; releases it. */
static void send_and_unlock(struct px_event_stream *stream)
{
	struct px_buf fresh = PX_BUF_INIT(WAITING_MAX);

	bool ended = stream->ended;
	if (!ended && px_http_unsent(stream->exchange) > HELD_BACK) {
		pthread_mutex_unlock(&stream->lock);
		return;
	}
	close_text(stream);
	struct px_buf waiting = stream->waiting;
	stream->waiting = fresh;
	pthread_mutex_unlock(&stream->lock);
	px_http_send(stream->exchange, px_buf_view(&waiting));
	px_buf_release(&waiting);
	if (ended)
		finish(stream);
}

static void on_sent(void *arg)
{
	struct px_event_stream *stream = arg;

	if (stream->finished)
		return;
	pthread_mutex_lock(&stream->lock);
	if (stream->posted) /* the job that comes must find the stream */
		pthread_mutex_unlock(&stream->lock);
	else
		send_and_unlock(stream);
}

static void on_beat(uv_timer_t *timer)
{
	struct px_event_stream *stream = timer->data;
	size_t unsent = px_http_unsent(stream->exchange);
	bool in_turn = px_http_is_in_turn(stream->exchange); /* else it is no fault of the client's that nothing goes out */

	if (in_turn && !unsent)
		px_http_send(stream->exchange, PX_STR(": still here\n\n"));
	else if (in_turn && unsent >= stream->unsent && stream->unsent)
		px_http_cut(stream->exchange);
	stream->unsent = in_turn ? unsent : 0;
}

static void run(struct px_job *job)
{
	struct px_event_stream *stream = (struct px_event_stream *)job;

	if (!stream->begun) {
		stream->begun = true;
		uv_timer_init(px_loop_uv(stream->loop), &stream->beat);
		stream->beat.data = stream;
		uv_timer_start(&stream->beat, on_beat, stream->beat_ms, stream->beat_ms);
		px_http_begin(stream->exchange, 200, "text/event-stream", stream->headers);
		px_http_on_sent(stream->exchange, on_sent, stream);
	}
	pthread_mutex_lock(&stream->lock);
	stream->posted = false;
	send_and_unlock(stream);
}

/* With the lock held; releases it. */
static void post_and_unlock(struct px_event_stream *stream)
{
	bool post = !stream->posted;

	stream->posted = true;
	pthread_mutex_unlock(&stream->lock);
	/* px_api_drain keeps the loops until the call is gone. */
	if (post && !px_loop_post(stream->loop, &stream->job))
		abort();
}

struct px_event_stream *px_event_stream_new(struct px_http_exchange *exchange, struct px_str headers, int64_t beat_ms,
					    void (*done)(void *arg), void *arg)
{
	struct px_event_stream *stream = px_calloc(1, sizeof(*stream));
	char *copy = px_alloc(headers.size + 1);

	memcpy(copy, headers.data, headers.size);
	stream->job.run = run;
	stream->exchange = exchange;
	stream->loop = px_http_loop(exchange);
	stream->headers = px_str_n(copy, headers.size);
	stream->beat_ms = (uint64_t)beat_ms;
	stream->done = done;
	stream->arg = arg;
	pthread_mutex_init(&stream->lock, NULL);
	px_buf_init(&stream->waiting, WAITING_MAX);
	px_buf_init(&stream->text, PX_THINK_TEXT_MAX);
	px_buf_init(&stream->client_id, PX_CLIENT_ID_MAX);
	pthread_mutex_lock(&stream->lock);
	post_and_unlock(stream);
	return stream;
}

void px_event_stream_event(struct px_event_stream *stream, const char *name, struct px_str json)
{
	pthread_mutex_lock(&stream->lock);
	close_text(stream);
	write_event(&stream->waiting, name, json);
	post_and_unlock(stream);
}

void px_event_stream_delta(struct px_event_stream *stream, const struct px_turn_event *turn, int64_t n, struct px_str text)
{
	pthread_mutex_lock(&stream->lock);
	stream->turn = *turn;
	px_buf_clear(&stream->client_id);
	(void)px_buf_str(&stream->client_id, turn->client_id);
	stream->turn.client_id = px_buf_view(&stream->client_id);
	stream->n = n;
	(void)px_buf_str(&stream->text, text);
	post_and_unlock(stream);
}

void px_event_stream_end(struct px_event_stream *stream)
{
	pthread_mutex_lock(&stream->lock);
	stream->ended = true;
	post_and_unlock(stream);
}
