/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a connection's bytes to exchanges in the handler's hands.
 *
 * The parse loop runs over the bytes of a data callback and stops where the
 * pipeline is full, where an upgrade must be alone, or where the peer doesn't
 * read its answers; the rest is held and the stream paused until an answer
 * makes room.  A request whose body is streamed is handed out with its head;
 * http_body.c reads the rest of it.
 */
#include "net/http_internal.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>

enum { PENDING_HIGH = 256 * 1024 }; /* no new request is read while more is unsent */

void px_http_send_continue(struct px_http_conn *conn)
{
	struct px_http_exchange *exchange = conn->reading;

	if (!exchange || !exchange->wants_continue || (conn->first && conn->first != exchange) ||
	    (exchange->streaming && !exchange->took))
		return;
	exchange->wants_continue = false;
	(void)px_stream_write(conn->stream, PX_STR("HTTP/1.1 100 Continue\r\n\r\n"));
}

void px_http_end_request(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	conn->reading = NULL;
	if (!exchange->framing.keep_alive) {
		conn->stopped = true;
		conn->discarded = conn->input.size > 0 || conn->held;
	}
}

static void hand_out(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	const struct px_http_config *config = &conn->listener->server->config;

	px_http_conn_append(conn, exchange);
	exchange->dispatching = true;
	config->handler(config->arg, exchange);
	exchange->dispatching = false;
	if (exchange->used_up)
		px_http_exchange_recycle(exchange);
}

static void dispatch(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	px_http_end_request(conn, exchange);
	hand_out(conn, exchange);
}

/* The request is read; an upgrade waits until it is alone. */
static void complete(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	if (exchange->framing.upgrade && conn->in_flight)
		exchange->complete = true;
	else
		dispatch(conn, exchange);
}

static void consume(struct px_http_conn *conn, size_t size)
{
	conn->input = px_str_n(conn->input.data + size, conn->input.size - size);
}

struct px_http_exchange *px_http_start_exchange(struct px_http_conn *conn)
{
	struct px_http_exchange *exchange = px_http_exchange_new(conn->listener);

	exchange->conn = conn;
	exchange->since = px_http_conn_now(conn);
	exchange->request.received = px_clock_mono();
	conn->reading = exchange;
	return exchange;
}

/* The handler decides by the head what becomes of the body. */
static void begin_stream(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	exchange->streaming = true;
	exchange->framing.upgrade = false; /* no body is streamed into another protocol */
	hand_out(conn, exchange);
}

static void begin_body(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	const struct px_http_config *config = &conn->listener->server->config;
	const struct px_http_framing *framing = &exchange->framing;

	if (!framing->chunked && !framing->length) {
		complete(conn, exchange);
		return;
	}
	exchange->in_body = true;
	exchange->since = px_http_conn_now(conn);
	exchange->wants_continue = framing->expect_continue && !conn->input.size;
	if (config->streams && config->streams(config->arg, &exchange->request))
		begin_stream(conn, exchange);
	else if (framing->length > config->limits.body_bytes)
		px_http_conn_fail(conn, 413, "The body is larger than this server takes.");
	else
		px_http_send_continue(conn);
}

static void end_head(struct px_http_conn *conn, struct px_http_exchange *exchange,
		     struct px_str head)
{
	const struct px_http_limits *limits = &conn->listener->server->config.limits;
	struct px_http_refusal refusal;

	if (head.size > limits->head_bytes || exchange->scan.lines - 1 > limits->header_count)
		px_http_conn_fail(conn, 431, "The request head is larger than this server takes.");
	else if (px_http_head_parse(head, exchange->scan.lines, &exchange->arena, &exchange->request,
				    &exchange->framing, &refusal))
		begin_body(conn, exchange);
	else
		px_http_conn_fail(conn, refusal.status, refusal.detail);
}

/* Scans the input in place while the whole head is in it, else a growing copy. */
static void read_head(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	const struct px_http_limits *limits = &conn->listener->server->config.limits;
	struct px_buf *partial = &exchange->partial;
	size_t before = partial->size;
	struct px_str head = conn->input;

	if (before) {
		(void)px_buf_str(partial, conn->input);
		head = px_buf_view(partial);
	}
	switch (px_http_head_scan(&exchange->scan, head.data, head.size)) {
	case PX_HTTP_SCAN_BAD:
		px_http_conn_fail(conn, 400, "The request head is malformed.");
		break;
	case PX_HTTP_SCAN_MORE:
		if (head.size > limits->head_bytes) {
			px_http_conn_fail(conn, 431, "The request head is larger than this server takes.");
			break;
		}
		if (!before)
			(void)px_buf_str(partial, conn->input);
		consume(conn, conn->input.size);
		break;
	case PX_HTTP_SCAN_DONE:
		head.size = exchange->scan.at;
		consume(conn, head.size - before);
		if (!before)
			head.data = px_arena_strn(&exchange->arena, head.data, head.size);
		end_head(conn, exchange, head);
		break;
	}
}

static void read_sized(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	size_t length = (size_t)exchange->framing.length, have = exchange->body.size;
	size_t part = length - have < conn->input.size ? length - have : conn->input.size;
	struct px_str bytes = px_str_n(conn->input.data, part);

	consume(conn, part);
	if (part == length) {
		exchange->request.body =
			px_str_n(px_arena_strn(&exchange->arena, bytes.data, part), part);
	} else {
		(void)px_buf_str(&exchange->body, bytes);
		exchange->request.body = px_buf_view(&exchange->body);
	}
	if (have + part == length)
		complete(conn, exchange);
}

static void read_chunked(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	switch (px_http_chunked_feed(&exchange->chunked, &conn->input, &exchange->body)) {
	case PX_HTTP_CHUNKED_MORE:
		break;
	case PX_HTTP_CHUNKED_BAD:
		px_http_conn_fail(conn, 400, "The chunked body is malformed.");
		break;
	case PX_HTTP_CHUNKED_TOO_LARGE:
		px_http_conn_fail(conn, 413, "The body is larger than this server takes.");
		break;
	case PX_HTTP_CHUNKED_DONE:
		exchange->request.body = px_buf_view(&exchange->body);
		complete(conn, exchange);
		break;
	}
}

static bool may_read(const struct px_http_conn *conn)
{
	if (!conn->stream || conn->stopped || conn->closing ||
	    (conn->reading && conn->reading->complete) || (conn->last && conn->last->framing.upgrade))
		return false;
	if (conn->reading && conn->reading->streaming)
		return conn->reading->took != NULL;
	return conn->in_flight < conn->listener->server->config.limits.pipeline &&
	       px_stream_pending(conn->stream) < PENDING_HIGH;
}

/* Keeps what may not be parsed yet, or drops what never will be. */
static void hold_rest(struct px_http_conn *conn)
{
	struct px_buf *before = conn->held;
	bool keep = !conn->stopped && !conn->closing;

	if (keep && before && conn->input.size == before->size) {
		conn->input = (struct px_str){ 0 };
		return;
	}
	conn->held = NULL;
	if (conn->input.size && keep) {
		conn->held = px_alloc(sizeof(*conn->held));
		px_buf_init(conn->held, SIZE_MAX / 2);
		(void)px_buf_str(conn->held, conn->input);
		px_stream_pause(conn->stream);
	} else if (before) {
		px_stream_resume(conn->stream);
	}
	if (before) {
		px_buf_release(before);
		free(before);
	}
	conn->input = (struct px_str){ 0 };
}

/* Parses conn->input as far as may be. */
void px_http_read(struct px_http_conn *conn)
{
	conn->processing = true;
	while (conn->input.size && may_read(conn)) {
		struct px_http_exchange *exchange = conn->reading;
		if (!exchange)
			exchange = px_http_start_exchange(conn);
		if (!exchange->in_body)
			read_head(conn, exchange);
		else if (exchange->streaming)
			px_http_body_read(conn);
		else if (exchange->framing.chunked)
			read_chunked(conn, exchange);
		else
			read_sized(conn, exchange);
	}
	conn->processing = false;
	if (!conn->stream) {
		free(conn);
		return;
	}
	hold_rest(conn);
	px_http_body_check_end(conn);
	px_http_conn_close_or_wait(conn);
}

/* Going on, later, with what was held */

struct px_http_resume {
	struct px_job job;
	struct px_http_conn *conn; /* NULL: it has gone */
};

static void run_resume(struct px_job *job)
{
	struct px_http_resume *resume = (struct px_http_resume *)job;
	struct px_http_conn *conn = resume->conn;

	free(resume);
	if (!conn)
		return;
	conn->resume = NULL;
	if (conn->closing)
		return;
	px_stream_cork(conn->stream);
	struct px_stream *stream = conn->stream;
	if (conn->held)
		conn->input = px_buf_view(conn->held);
	if (conn->reading && conn->reading->complete && !conn->in_flight) {
		conn->reading->complete = false;
		conn->processing = true;
		dispatch(conn, conn->reading);
	}
	px_http_read(conn);
	px_stream_uncork(stream);
}

void px_http_resume_later(struct px_http_conn *conn)
{
	if (conn->resume)
		return;
	conn->resume = px_calloc(1, sizeof(*conn->resume));
	conn->resume->job.run = run_resume;
	conn->resume->conn = conn;
	if (!px_loop_post(conn->listener->loop, &conn->resume->job)) {
		free(conn->resume);
		conn->resume = NULL;
	}
}

void px_http_read_release(struct px_http_conn *conn)
{
	if (conn->resume)
		conn->resume->conn = NULL;
	conn->resume = NULL;
	if (conn->held) {
		px_buf_release(conn->held);
		free(conn->held);
	}
	conn->held = NULL;
}
