/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exchanges: their recycling, what handlers read from them, and answering.
 */
#include "net/http_internal.h"

#include "base/mem.h"

#include <stdlib.h>

enum {
	FREE_MAX = 128,        /* exchanges a listener keeps for reuse */
	KEEP_BUFFER = 8 * 1024 /* larger buffers are not kept with them */
};

struct px_http_exchange *px_http_exchange_new(struct px_http_listener *listener)
{
	struct px_http_exchange *exchange = listener->free;

	if (exchange) {
		listener->free = exchange->next;
		listener->free_count--;
		exchange->next = NULL;
	} else {
		exchange = px_calloc(1, sizeof(*exchange));
		px_arena_init(&exchange->arena);
		px_buf_init(&exchange->partial, SIZE_MAX / 2);
		px_buf_init(&exchange->body, listener->server->config.limits.body_bytes);
		px_buf_init(&exchange->answer, SIZE_MAX / 2);
		exchange->listener = listener;
	}
	exchange->older = listener->live;
	exchange->newer = NULL;
	if (listener->live)
		listener->live->newer = exchange;
	listener->live = exchange;
	return exchange;
}

void px_http_exchange_free(struct px_http_exchange *exchange)
{
	px_arena_release(&exchange->arena);
	px_buf_release(&exchange->partial);
	px_buf_release(&exchange->body);
	px_buf_release(&exchange->answer);
	free(exchange);
}

static void clear_buffer(struct px_buf *buf)
{
	if (buf->capacity > KEEP_BUFFER)
		px_buf_release(buf);
	else
		px_buf_clear(buf);
}

/* Everything back to zero except what is worth keeping. */
static void reset(struct px_http_exchange *exchange)
{
	struct px_http_exchange kept = { .listener = exchange->listener };

	px_arena_clear(&exchange->arena);
	clear_buffer(&exchange->partial);
	clear_buffer(&exchange->body);
	clear_buffer(&exchange->answer);
	kept.arena = exchange->arena;
	kept.partial = exchange->partial;
	kept.body = exchange->body;
	kept.answer = exchange->answer;
	*exchange = kept;
}

void px_http_exchange_recycle(struct px_http_exchange *exchange)
{
	struct px_http_listener *listener = exchange->listener;

	exchange->conn = NULL;
	exchange->used_up = true;
	if (exchange->dispatching)
		return;
	if (exchange->older)
		exchange->older->newer = exchange->newer;
	if (exchange->newer)
		exchange->newer->older = exchange->older;
	else
		listener->live = exchange->older;
	if (listener->free_count == FREE_MAX) {
		px_http_exchange_free(exchange);
		return;
	}
	reset(exchange);
	exchange->next = listener->free;
	listener->free = exchange;
	listener->free_count++;
}

void px_http_exchange_gone(struct px_http_exchange *exchange)
{
	void (*gone)(void *arg) = exchange->gone;

	exchange->gone = NULL;
	if (gone)
		gone(exchange->gone_arg);
}

void px_http_on_gone(struct px_http_exchange *exchange, void (*gone)(void *arg), void *arg)
{
	exchange->gone = gone;
	exchange->gone_arg = arg;
	if (!exchange->conn || exchange->conn->ended)
		px_http_exchange_gone(exchange);
}

const struct px_http_request *px_http_request(const struct px_http_exchange *exchange)
{
	return &exchange->request;
}

struct px_arena *px_http_arena(struct px_http_exchange *exchange)
{
	return &exchange->arena;
}

struct px_loop *px_http_loop(const struct px_http_exchange *exchange)
{
	return exchange->listener->loop;
}

const char *px_http_peer(const struct px_http_exchange *exchange)
{
	return exchange->conn ? px_stream_peer(exchange->conn->stream) : "";
}

bool px_http_is_tls(const struct px_http_exchange *exchange)
{
	return exchange->listener->server->config.tls != NULL;
}

struct px_str px_http_header(const struct px_http_request *request, const char *name)
{
	struct px_str wanted = px_str(name);

	for (size_t i = 0; i < request->header_count; i++)
		if (px_str_eq_case(request->headers[i].name, wanted))
			return request->headers[i].value;
	return (struct px_str){ NULL, 0 };
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* application/x-www-form-urlencoded; a malformed escape stays as it is. */
static struct px_str decode_form(struct px_str raw, struct px_arena *arena)
{
	char *out = px_arena_alloc(arena, raw.size + 1);
	size_t size = 0;

	for (size_t i = 0; i < raw.size; i++) {
		char c = raw.data[i];
		int high = c == '%' && raw.size - i > 2 ? hex_value(raw.data[i + 1]) : -1;
		int low = high >= 0 ? hex_value(raw.data[i + 2]) : -1;
		if (low >= 0) {
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+') {
			c = ' ';
		}
		out[size++] = c;
	}
	out[size] = '\0';
	return px_str_n(out, size);
}

bool px_http_query_next(struct px_str *rest, struct px_arena *arena, struct px_str *name, struct px_str *value)
{
	while (rest->size) {
		struct px_str raw, pair = px_str_cut(*rest, '&', rest);
		if (!pair.size)
			continue;
		*name = decode_form(px_str_cut(pair, '=', &raw), arena);
		*value = decode_form(raw, arena);
		return true;
	}
	return false;
}

bool px_http_query(const struct px_http_request *request, struct px_arena *arena, const char *name,
		   struct px_str *value)
{
	struct px_str rest = request->query, wanted = px_str(name), key, found;

	while (px_http_query_next(&rest, arena, &key, &found)) {
		if (px_str_eq(key, wanted)) {
			*value = found;
			return true;
		}
	}
	return false; /* and leaves *value alone */
}

/* An answer's connection ends with it if the request said so, or with the last one of a drain. */
static bool ends_connection(const struct px_http_exchange *exchange)
{
	const struct px_http_conn *conn = exchange->conn;

	if (!exchange->framing.keep_alive)
		return true;
	return atomic_load_explicit(&exchange->listener->server->stopping, memory_order_relaxed) &&
	       !exchange->next && !conn->reading;
}

static void send_now(struct px_http_exchange *exchange, int status, const char *content_type,
		     struct px_str headers, struct px_str body)
{
	struct px_buf *head = &exchange->listener->head;
	struct px_str sent = exchange->request.method == PX_HTTP_HEAD ? px_str_n(NULL, 0) : body;

	px_buf_clear(head);
	px_http_answer_head(head, exchange, status, content_type, headers, body.size,
			    !exchange->framing.keep_alive);
	atomic_fetch_add_explicit(&exchange->listener->server->counters.bytes_out,
				  head->size + sent.size, memory_order_relaxed);
	if (px_stream_write2(exchange->conn->stream, px_buf_view(head), sent))
		px_http_conn_abort(exchange->conn);
	if (head->capacity > KEEP_BUFFER)
		px_buf_release(head);
}

static void send_later(struct px_http_exchange *exchange, int status, const char *content_type,
		       struct px_str headers, struct px_str body)
{
	struct px_buf *answer = &exchange->answer;

	px_http_answer_head(answer, exchange, status, content_type, headers, body.size,
			    !exchange->framing.keep_alive);
	if (exchange->request.method != PX_HTTP_HEAD)
		(void)px_buf_str(answer, body);
	atomic_fetch_add_explicit(&exchange->listener->server->counters.bytes_out, answer->size,
				  memory_order_relaxed);
}

void px_http_respond(struct px_http_exchange *exchange, int status, const char *content_type,
		     struct px_str headers, struct px_str body)
{
	struct px_http_conn *conn = exchange->conn;

	if (exchange->answered)
		abort();
	exchange->answered = true;
	exchange->gone = NULL;
	if (!conn) {
		px_http_exchange_recycle(exchange);
		return;
	}
	if (exchange->streaming)
		px_http_body_abandon(exchange);
	exchange->framing.keep_alive = !ends_connection(exchange);
	if (conn->first == exchange)
		send_now(exchange, status, content_type, headers, body);
	else
		send_later(exchange, status, content_type, headers, body);
	px_http_conn_answered(conn);
}

struct async_answer {
	struct px_job job;
	struct px_http_exchange *exchange;
	int status;
	const char *content_type;
	struct px_str headers, body;
	char bytes[];
};

static void run_async(struct px_job *job)
{
	struct async_answer *answer = (struct async_answer *)job;

	px_http_respond(answer->exchange, answer->status, answer->content_type, answer->headers,
			answer->body);
	free(answer);
}

void px_http_respond_async(struct px_http_exchange *exchange, int status, const char *content_type,
			   struct px_str headers, struct px_str body)
{
	size_t type_size = content_type ? strlen(content_type) + 1 : 0;
	struct async_answer *answer =
		px_alloc(sizeof(*answer) + type_size + headers.size + body.size);
	char *at = answer->bytes;

	*answer = (struct async_answer){ { .run = run_async }, exchange, status };
	if (type_size)
		answer->content_type = memcpy(at, content_type, type_size);
	at += type_size;
	if (headers.size)
		answer->headers = px_str_n(memcpy(at, headers.data, headers.size), headers.size);
	at += headers.size;
	if (body.size)
		answer->body = px_str_n(memcpy(at, body.data, body.size), body.size);
	/* A stopping loop has closed the connection or is about to: px_http_server_free ends it. */
	if (!px_loop_post(exchange->listener->loop, &answer->job))
		free(answer);
}

enum px_err px_http_take_stream(struct px_http_exchange *exchange, struct px_arena *arena,
				struct px_stream **stream, struct px_str *rest)
{
	struct px_http_conn *conn = exchange->conn;

	if (!conn || conn->closing || conn->ended)
		return PX_UNAVAILABLE;
	if (conn->first != exchange || exchange->next || conn->reading)
		return PX_CONFLICT;
	exchange->answered = true;
	exchange->gone = NULL;
	*stream = px_http_conn_take(conn, arena, rest);
	px_http_exchange_recycle(exchange);
	return PX_OK;
}
