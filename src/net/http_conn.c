/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One HTTP connection: its states, its deadlines, and its answers in the order of
 * the requests.  http_read.c parses the requests.
 *
 * A refusal (400, 408, 431...) is an exchange like others whose answer is ready
 * at once.  So it leaves after the answers before it, and then the connection
 * ends.
 */
#include "net/http_internal.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"

#include <stdlib.h>

enum {
	PENDING_CAP = 256 * 1024 * 1024, /* answers are bounded by those who make them */
	LINGER_MS = 2000
};

/* Lists and deadlines */

static void link_to(struct px_http_conn *conn, enum px_http_list list, uint64_t deadline)
{
	struct px_http_link *head = &conn->listener->lists[list], *link = &conn->link;

	if (conn->list == list && conn->deadline == deadline)
		return;
	link->prev->next = link->next;
	link->next->prev = link->prev;
	link->prev = head->prev;
	link->next = head;
	head->prev->next = link;
	head->prev = link;
	conn->list = (uint8_t)list;
	conn->deadline = deadline;
}

uint64_t px_http_conn_now(const struct px_http_conn *conn)
{
	return uv_now(px_loop_uv(conn->listener->loop));
}

/* Puts the connection on the list of its deadline: the rest of a head or body, an answer, the next request. */
static void set_deadline(struct px_http_conn *conn)
{
	const struct px_http_limits *limits = &conn->listener->server->config.limits;
	const struct px_http_exchange *reading = conn->reading;

	if (conn->closing)
		link_to(conn, PX_HTTP_LIST_BUSY, 0);
	else if (conn->lingering)
		return;
	else if (reading && reading->streaming && !reading->took)
		link_to(conn, PX_HTTP_LIST_BUSY, 0);
	else if (reading && !reading->complete && reading->in_body)
		link_to(conn, PX_HTTP_LIST_BODY, reading->since + limits->body_ms);
	else if (reading && !reading->complete)
		link_to(conn, PX_HTTP_LIST_HEAD, reading->since + limits->head_ms);
	else if (conn->in_flight)
		link_to(conn, PX_HTTP_LIST_BUSY, 0);
	else
		link_to(conn, PX_HTTP_LIST_IDLE, px_http_conn_now(conn) + limits->idle_ms);
}

/* Ends */

static void close_stream(struct px_http_conn *conn)
{
	if (conn->closing)
		return;
	conn->closing = true;
	px_stream_close(conn->stream);
	set_deadline(conn);
}

void px_http_conn_abort(struct px_http_conn *conn)
{
	conn->closing = true;
	px_stream_abort(conn->stream);
	set_deadline(conn);
}

/* The last answer is on its way: waits for the peer's end if it may still be sending. */
static void end_after_answer(struct px_http_conn *conn)
{
	conn->stopped = true;
	conn->discarded |= conn->held != NULL;
	if (!conn->discarded || conn->ended) {
		close_stream(conn);
		return;
	}
	px_stream_finish(conn->stream);
	px_stream_resume(conn->stream);
	conn->lingering = true;
	link_to(conn, PX_HTTP_LIST_LINGER, px_http_conn_now(conn) + LINGER_MS);
}

/* True if nothing more will come out of the connection. */
static bool is_spent(const struct px_http_conn *conn)
{
	return !conn->in_flight && !conn->held && !(conn->reading && conn->reading->complete);
}

static bool draining(const struct px_http_conn *conn)
{
	return atomic_load_explicit(&conn->listener->server->stopping, memory_order_relaxed);
}

/* After anything happened to the connection. */
void px_http_conn_close_or_wait(struct px_http_conn *conn)
{
	if (conn->closing || conn->lingering)
		return;
	if (is_spent(conn) && (conn->ended || (draining(conn) && !conn->reading)))
		close_stream(conn);
	else
		set_deadline(conn);
}

/* Pipeline */

void px_http_conn_append(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	if (conn->last)
		conn->last->next = exchange;
	else
		conn->first = exchange;
	conn->last = exchange;
	conn->in_flight++;
	atomic_fetch_add_explicit(&conn->listener->server->counters.requests, 1,
				  memory_order_relaxed);
}

/* Removes the first exchange; returns whether the connection goes on. */
static bool pop(struct px_http_conn *conn)
{
	struct px_http_exchange *exchange = conn->first;
	bool keep_alive = exchange->framing.keep_alive;

	conn->first = exchange->next;
	if (!conn->first)
		conn->last = NULL;
	conn->in_flight--;
	px_http_exchange_recycle(exchange);
	return keep_alive;
}

/* The answer in pieces that is being sent may go on. */
static void tell_sent(struct px_http_conn *conn)
{
	struct px_http_exchange *exchange = conn->first;

	if (exchange && exchange->in_pieces && exchange->sent && !conn->closing && !px_stream_pending(conn->stream))
		exchange->sent(exchange->sent_arg);
}

void px_http_conn_answered(struct px_http_conn *conn)
{
	bool corked = false;

	/* One answered in its turn is sent already; stored ones follow it, and what is there of one in pieces. */
	while (conn->first && (conn->first->answered || conn->first->in_pieces) && !conn->lingering) {
		struct px_buf *answer = &conn->first->answer;
		if (answer->size) {
			if (!corked)
				px_stream_cork(conn->stream);
			corked = true;
			if (px_stream_write(conn->stream, px_buf_view(answer)))
				px_http_conn_abort(conn);
			px_buf_clear(answer);
		}
		if (!conn->first->answered)
			break;
		if (!pop(conn) && !conn->closing)
			end_after_answer(conn);
	}
	if (corked)
		px_stream_uncork(conn->stream);
	if (corked)
		tell_sent(conn);
	if (conn->processing || conn->closing)
		return;
	px_http_send_continue(conn);
	if (conn->held || (conn->reading && conn->reading->complete))
		px_http_resume_later(conn);
	px_http_conn_close_or_wait(conn);
}

/* Refusing */

static enum px_err reason_of(int status)
{
	switch (status) {
	case 408:
		return PX_TIMEOUT;
	case 413:
	case 414:
	case 431:
		return PX_TOO_LARGE;
	case 429:
		return PX_RATE_LIMITED;
	case 503:
		return PX_UNAVAILABLE;
	default:
		return PX_INVALID;
	}
}

void px_http_conn_fail(struct px_http_conn *conn, int status, const char *detail)
{
	struct px_http_exchange *exchange = conn->reading;
	struct px_buf body = PX_BUF_INIT(1024);
	struct px_json json;

	if (exchange && exchange->streaming) {
		px_http_body_refuse(conn, exchange, status, detail);
		return;
	}
	if (!exchange)
		exchange = px_http_start_exchange(conn);
	px_json_init(&json, &body);
	px_json_open_object(&json);
	px_json_key(&json, "type");
	px_json_text(&json, "about:blank");
	px_json_key(&json, "title");
	px_json_text(&json, px_http_status_text(status));
	px_json_key(&json, "status");
	px_json_int(&json, status);
	px_json_key(&json, "code");
	px_json_text(&json, px_err_name(reason_of(status)));
	px_json_key(&json, "detail");
	px_json_text(&json, detail);
	px_json_close_object(&json);

	if (!exchange->request.id[0])
		px_http_set_id(&exchange->request, (struct px_str){ 0 });
	conn->reading = NULL;
	conn->stopped = conn->discarded = true;
	exchange->framing.keep_alive = false;
	px_http_conn_append(conn, exchange);
	atomic_fetch_add_explicit(&conn->listener->server->counters.refused, 1, memory_order_relaxed);
	px_http_respond(exchange, status, "application/problem+json",
			status == 429 || status == 503 ? PX_STR("Retry-After: 1\r\n") : PX_STR(""),
			px_buf_view(&body));
	px_buf_release(&body);
}

void px_http_conn_expire(struct px_http_conn *conn)
{
	size_t pending = px_stream_pending(conn->stream);

	if (conn->list == PX_HTTP_LIST_LINGER) {
		px_http_conn_abort(conn);
	} else if (conn->list != PX_HTTP_LIST_IDLE && !conn->fresh) {
		link_to(conn, PX_HTTP_LIST_BUSY, 0); /* it waits for no more of this: it must not be refused again */
		px_http_conn_fail(conn, 408, "The request did not arrive in time.");
	} else if (!pending) {
		close_stream(conn);
	} else if (conn->pending_seen && pending >= conn->pending_seen) {
		px_http_conn_abort(conn);
	} else {
		/* A slow reader that does read: look again later. */
		conn->pending_seen = pending;
		set_deadline(conn);
	}
}

void px_http_conn_drain(struct px_http_conn *conn)
{
	if (!conn->processing)
		px_http_conn_close_or_wait(conn);
}

/* Stream events */

static void on_data(void *owner, struct px_str bytes)
{
	struct px_http_conn *conn = owner;

	conn->fresh = false;
	atomic_fetch_add_explicit(&conn->listener->server->counters.bytes_in, bytes.size,
				  memory_order_relaxed);
	if (conn->stopped) {
		conn->discarded = true;
		return;
	}
	conn->input = bytes;
	px_http_read(conn);
}

/* A notice may answer exchanges and so change the list: start over after each. */
static void tell_gone(struct px_http_conn *conn)
{
	struct px_http_exchange *exchange = conn->first;

	while (exchange) {
		bool told = exchange->gone != NULL;
		px_http_exchange_gone(exchange);
		exchange = told ? conn->first : exchange->next;
	}
}

static void on_end(void *owner, enum px_err err)
{
	struct px_http_conn *conn = owner;

	conn->ended = true;
	if (err) {
		px_http_conn_abort(conn);
		return;
	}
	if (conn->lingering) {
		close_stream(conn);
		return;
	}
	tell_gone(conn);
	px_http_body_check_end(conn);
	px_http_conn_close_or_wait(conn);
}

static void on_drained(void *owner)
{
	struct px_http_conn *conn = owner;

	conn->pending_seen = 0;
	tell_sent(conn);
	if (conn->held)
		px_http_resume_later(conn);
}

static void unlink_conn(struct px_http_conn *conn)
{
	conn->link.prev->next = conn->link.next;
	conn->link.next->prev = conn->link.prev;
	conn->listener->conns--;
	px_http_live_add(conn->listener->server, -1);
	px_http_read_release(conn);
}

static void on_closed(void *owner)
{
	struct px_http_conn *conn = owner;

	if (conn->reading && !conn->reading->streaming)
		px_http_exchange_recycle(conn->reading);
	while (conn->first) {
		struct px_http_exchange *exchange = conn->first;
		conn->first = exchange->next;
		exchange->next = NULL;
		exchange->conn = NULL;
		if (exchange->answered)
			px_http_exchange_recycle(exchange);
		else if (exchange->took)
			px_http_body_refuse(NULL, exchange, 400, PX_HTTP_BODY_GONE);
		else
			px_http_exchange_gone(exchange);
	}
	unlink_conn(conn);
	free(conn);
}

static const struct px_stream_events conn_events = { .data = on_data, .end = on_end,
						     .drained = on_drained, .closed = on_closed };

struct px_stream *px_http_conn_take(struct px_http_conn *conn, struct px_arena *arena,
				    struct px_str *rest)
{
	struct px_stream *stream = conn->stream;
	struct px_str left = conn->held && !conn->processing ? px_buf_view(conn->held) : conn->input;

	*rest = px_str_n(px_arena_strn(arena, left.data, left.size), left.size);
	px_stream_disown(stream);
	px_stream_set_pending_cap(stream, PX_STREAM_PENDING_CAP);
	px_stream_resume(stream);
	conn->first = conn->last = NULL;
	conn->stream = NULL;
	unlink_conn(conn);
	if (!conn->processing)
		free(conn);
	else
		conn->input = (struct px_str){ 0 };
	return stream;
}

static struct px_http_conn *make(struct px_http_listener *listener, struct px_stream *stream)
{
	struct px_http_conn *conn = px_calloc(1, sizeof(*conn));

	conn->listener = listener;
	conn->stream = stream;
	conn->fresh = true;
	conn->list = PX_HTTP_LISTS;
	conn->link.prev = conn->link.next = &conn->link;
	link_to(conn, PX_HTTP_LIST_HEAD, px_http_conn_now(conn) + listener->server->config.limits.head_ms);
	listener->conns++;
	px_http_live_add(listener->server, 1);
	px_http_sweep_on(listener);
	px_stream_set_pending_cap(stream, PENDING_CAP);
	px_stream_own(stream, &conn_events, conn);
	px_stream_resume(stream);
	return conn;
}

void px_http_conn_new(struct px_http_listener *listener, struct px_stream *stream)
{
	make(listener, stream);
}

void px_http_conn_refuse(struct px_http_listener *listener, struct px_stream *stream, int status,
			 const char *detail)
{
	struct px_http_conn *conn = make(listener, stream);

	/* Before a TLS handshake there is no way to say why. */
	if (px_stream_is_tls(stream))
		px_http_conn_abort(conn);
	else
		px_http_conn_fail(conn, status, detail);
}
