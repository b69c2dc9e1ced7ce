/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies that the handler takes as they arrive.
 *
 * The handler asks for the next bytes and gets them once.  While it does not
 * ask, the parse loop stands still and the stream is paused, so a connection
 * holds at most what one read of its socket brought, however long the body.
 * Such an exchange is in the handler's hands and at the same time the one that
 * the connection reads.
 *
 * Each piece has its time, and so has the whole: a sender that is waited for
 * longer than body_ms in all must have sent body_rate bytes for each further
 * second.  Else a byte now and then would hold a place for ever.
 */
#include "net/http_internal.h"

static const struct px_str nothing = { "", 0 };

/* The handler may answer in it: the exchange may be gone afterwards. */
static void hand_over(struct px_http_exchange *exchange, struct px_str bytes, const struct px_http_refusal *refusal)
{
	px_http_body_fn took = exchange->took;

	exchange->took = NULL;
	exchange->arrived += bytes.size;
	if (exchange->conn)
		exchange->waited += px_http_conn_now(exchange->conn) - exchange->since;
	took(exchange->took_arg, bytes, refusal);
}

void px_http_body_refuse(struct px_http_conn *conn, struct px_http_exchange *exchange, int status, const char *detail)
{
	struct px_http_refusal refusal = { status, detail };

	exchange->streaming = false;
	exchange->framing.keep_alive = false;
	if (conn) {
		conn->reading = NULL;
		conn->stopped = conn->discarded = true;
	}
	hand_over(exchange, nothing, &refusal);
}

static void end(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	exchange->streaming = false;
	px_http_end_request(conn, exchange);
}

static void read_sized(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	uint64_t left = exchange->framing.length - exchange->taken;
	size_t size = left < conn->input.size ? (size_t)left : conn->input.size;
	struct px_str bytes = px_str_n(conn->input.data, size);

	conn->input = px_str_n(conn->input.data + size, conn->input.size - size);
	exchange->taken += size;
	if (exchange->taken == exchange->framing.length)
		end(conn, exchange);
	hand_over(exchange, bytes, NULL);
}

static void read_chunked(struct px_http_conn *conn, struct px_http_exchange *exchange)
{
	size_t cap = exchange->body.cap;

	px_buf_clear(&exchange->body);
	exchange->body.cap = SIZE_MAX / 2; /* the input bounds what it grows to */
	enum px_http_chunked_result result = px_http_chunked_feed(&exchange->chunked, &conn->input, &exchange->body);
	exchange->body.cap = cap;
	if (result == PX_HTTP_CHUNKED_BAD || result == PX_HTTP_CHUNKED_TOO_LARGE) {
		px_http_body_refuse(conn, exchange, 400, "The chunked body is malformed.");
		return;
	}
	if (result == PX_HTTP_CHUNKED_DONE)
		end(conn, exchange);
	if (exchange->body.size || result == PX_HTTP_CHUNKED_DONE)
		hand_over(exchange, px_buf_view(&exchange->body), NULL);
}

void px_http_body_read(struct px_http_conn *conn)
{
	if (conn->reading->framing.chunked)
		read_chunked(conn, conn->reading);
	else
		read_sized(conn, conn->reading);
}

void px_http_body_check_end(struct px_http_conn *conn)
{
	struct px_http_exchange *exchange = conn->reading;

	if (conn->ended && !conn->held && exchange && exchange->streaming && exchange->took)
		px_http_body_refuse(conn, exchange, 400, "The client finished sending before the body was complete.");
}

void px_http_body_abandon(struct px_http_exchange *exchange)
{
	struct px_http_conn *conn = exchange->conn;

	exchange->streaming = false;
	exchange->took = NULL;
	exchange->framing.keep_alive = false;
	if (conn) {
		conn->reading = NULL;
		conn->stopped = conn->discarded = true;
	}
}

int64_t px_http_body_length(const struct px_http_exchange *exchange)
{
	return exchange->framing.chunked ? -1 : (int64_t)exchange->framing.length;
}

/* Whether its sender has been waited for too long for what it has sent. */
static bool is_too_slow(const struct px_http_exchange *exchange)
{
	const struct px_http_limits *limits = &exchange->listener->server->config.limits;

	return limits->body_rate && exchange->waited > limits->body_ms + exchange->arrived * 1000 / limits->body_rate;
}

void px_http_body_next(struct px_http_exchange *exchange, px_http_body_fn took, void *arg)
{
	struct px_http_conn *conn = exchange->conn;

	exchange->took = took;
	exchange->took_arg = arg;
	if (!exchange->streaming) {
		hand_over(exchange, nothing, NULL);
		return;
	}
	if (!conn) {
		px_http_body_refuse(NULL, exchange, 400, PX_HTTP_BODY_GONE);
		return;
	}
	if (is_too_slow(exchange)) {
		px_http_body_refuse(conn, exchange, 408, "The request does not arrive fast enough.");
		return;
	}
	exchange->since = px_http_conn_now(conn);
	px_http_send_continue(conn);
	if (conn->processing)
		return; /* the parse loop goes on by itself */
	if (conn->held)
		px_http_resume_later(conn);
	else
		px_http_body_check_end(conn);
	px_http_conn_close_or_wait(conn);
}
