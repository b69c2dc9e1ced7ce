/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers in pieces, for those whose end is not known when they begin.
 *
 * HTTP/1.1 gets chunks (RFC 9112 section 7.1); HTTP/1.0 gets bare bytes and the
 * end of the connection.  What may not leave yet, because earlier requests of
 * the connection are not answered, waits in the exchange and follows them
 * (http_conn.c).  How much may wait is for the caller to say, by px_http_unsent.
 */
#include "net/http_internal.h"

#include <stdlib.h>

/* "1f4\r\n" and what follows a chunk. */
enum { CHUNK_FRAME = 24 };

static void count(const struct px_http_exchange *exchange, size_t bytes)
{
	atomic_fetch_add_explicit(&exchange->listener->server->counters.bytes_out, bytes, memory_order_relaxed);
}

/* To the peer, or after the answers before it. */
static void put(struct px_http_exchange *exchange, struct px_str bytes)
{
	struct px_http_conn *conn = exchange->conn;

	if (!conn || conn->closing)
		return;
	count(exchange, bytes.size);
	if (conn->first != exchange)
		(void)px_buf_str(&exchange->answer, bytes);
	else if (px_stream_write(conn->stream, bytes))
		px_http_conn_abort(conn);
}

void px_http_begin(struct px_http_exchange *exchange, int status, const char *content_type, struct px_str headers)
{
	struct px_buf *head = &exchange->listener->head;

	if (exchange->answered || exchange->in_pieces)
		abort();
	exchange->in_pieces = true;
	exchange->gone = NULL;
	if (exchange->streaming)
		px_http_body_abandon(exchange);
	if (exchange->framing.http10)
		exchange->framing.keep_alive = false;
	px_buf_clear(head);
	px_http_answer_head(head, exchange, status, content_type, headers, PX_HTTP_CHUNKED, !exchange->framing.keep_alive);
	put(exchange, px_buf_view(head));
}

void px_http_send(struct px_http_exchange *exchange, struct px_str piece)
{
	char size[CHUNK_FRAME];
	bool chunked = !exchange->framing.http10;

	if (!piece.size || exchange->request.method == PX_HTTP_HEAD || !exchange->conn)
		return;
	px_stream_cork(exchange->conn->stream);
	if (chunked) {
		int digits = snprintf(size, sizeof(size), "%zx\r\n", piece.size);
		put(exchange, px_str_n(size, (size_t)digits));
	}
	put(exchange, piece);
	if (chunked)
		put(exchange, PX_STR("\r\n"));
	px_stream_uncork(exchange->conn->stream);
}

size_t px_http_unsent(const struct px_http_exchange *exchange)
{
	const struct px_http_conn *conn = exchange->conn;

	if (!conn || conn->closing)
		return 0;
	return conn->first == exchange ? px_stream_pending(conn->stream) : exchange->answer.size;
}

bool px_http_is_in_turn(const struct px_http_exchange *exchange)
{
	return !exchange->conn || exchange->conn->first == exchange;
}

void px_http_on_sent(struct px_http_exchange *exchange, void (*sent)(void *arg), void *arg)
{
	exchange->sent = sent;
	exchange->sent_arg = arg;
}

bool px_http_has_peer(const struct px_http_exchange *exchange)
{
	return exchange->conn && !exchange->conn->closing;
}

void px_http_finish(struct px_http_exchange *exchange)
{
	struct px_http_conn *conn = exchange->conn;

	if (exchange->answered || !exchange->in_pieces)
		abort();
	if (!exchange->framing.http10 && exchange->request.method != PX_HTTP_HEAD)
		put(exchange, PX_STR("0\r\n\r\n"));
	exchange->answered = true;
	exchange->sent = NULL;
	if (conn)
		px_http_conn_answered(conn);
	else
		px_http_exchange_recycle(exchange);
}

void px_http_cut(struct px_http_exchange *exchange)
{
	if (exchange->conn && !exchange->conn->closing)
		px_http_conn_abort(exchange->conn);
}
