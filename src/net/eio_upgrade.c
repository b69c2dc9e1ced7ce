/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The WebSocket transport: sessions that begin with it, and the upgrade of a
 * polling session: probe, a noop for the poll that waits, then the switch.
 *
 * An upgrade request is judged on the session's loop, taken from HTTP on the
 * loop where it came in, and its stream moved to the session's.
 */
#include "base/mem.h"
#include "net/eio_internal.h"
#include "net/ws_handshake.h"

#include <stdlib.h>

enum { NOOP_MS = 100, ANSWER_MAX = 1024, PROBE_MAX = 4096 /* bytes unread by a probing peer */,
       IDLE_MESSAGE_MAX = 16 * 1024 /* a CONNECT with the longest token, and more */ };

/* An upgrade on its way between the loops; holds a reference to the session and a pin. */
struct arrival {
	struct px_job job;
	struct px_eio_session *session;
	struct px_eio_home *home;
	struct px_http_exchange *exchange;
	uint64_t ticket; /* of the upgrade; 0: the session has a WebSocket or a probe already */
	bool deflated;
	struct px_arena arena;
	struct px_str rest;
};

/* Sends the packets of a payload over the WebSocket, also for a session that closes; releases it. */
static void send_queue(struct px_eio_session *session, struct px_buf *queue)
{
	struct px_eio_payload payload = px_eio_payload(queue->size ? queue->data : NULL, queue->size);
	struct px_eio_packet packet;

	px_stream_cork(session->ws.stream);
	while (session->state != PX_EIO_IS_CLOSED &&
	       px_eio_payload_next(&payload, &packet) == PX_OK)
		px_eio_websocket_out(session, packet.type, packet.binary,
				     px_str_n(packet.data, packet.size));
	px_stream_uncork(session->ws.stream);
	px_buf_release(queue);
}

/* WebSocket callbacks */

static void complete_upgrade(struct px_eio_session *session)
{
	struct px_buf queue = PX_BUF_INIT(0);

	px_eio_drop_upgrade(session);
	session->websocket = true;
	if (session->polling) {
		px_eio_answer_poll(session, PX_EIO_NOOP);
		queue = session->polling->queue;
		px_buf_init(&session->polling->queue, 0);
		px_eio_polling_free(session);
	}
	send_queue(session, &queue);
	if (session->state == PX_EIO_IS_CLOSING)
		px_eio_end(session, "forced close");
	else
		px_eio_ready_again(session); /* what it missed while polling is its to ask for */
}

static void fail_probe(struct px_eio_session *session)
{
	px_eio_drop_upgrade(session);
	px_ws_close(&session->ws, PX_WS_NORMAL);
	px_stream_close(session->ws.stream);
}

static void on_probe_message(struct px_eio_session *session, bool binary, char *data, size_t size)
{
	struct px_str text = px_str_n(data, size);

	if (!session->upgrade) /* given up already */
		return;
	if (!binary && px_str_eq(text, PX_STR("2probe")) &&
	    px_stream_pending(session->ws.stream) < PROBE_MAX) {
		(void)px_ws_send2(&session->ws, PX_WS_TEXT, PX_STR("3probe"), PX_STR(""));
		px_eio_answer_poll(session, PX_EIO_NOOP);
		px_eio_timer_start(&session->upgrade->noop, &session->home->noop);
	} else if (!binary && px_str_eq(text, PX_STR("5"))) {
		complete_upgrade(session);
	} else {
		fail_probe(session);
	}
}

static void on_message(void *owner, bool binary, char *data, size_t size)
{
	struct px_eio_session *session = owner;
	struct px_eio_packet packet = { .type = PX_EIO_MESSAGE, .binary = true, .data = data,
					.size = size };

	if (!session->websocket)
		on_probe_message(session, binary, data, size);
	else if (!binary && px_eio_packet_decode(data, size, &packet) != PX_OK)
		px_eio_end(session, "parse error");
	else
		px_eio_packet_in(session, &packet);
}

static void on_closed(void *owner, unsigned code)
{
	struct px_eio_session *session = owner;
	bool peer = code == PX_WS_NO_STATUS || code == PX_WS_NORMAL || code == PX_WS_GOING_AWAY ||
		    code == PX_WS_ABNORMAL;

	if (session->websocket) {
		px_eio_end(session, peer ? "transport close" : "transport error");
		return;
	}
	px_eio_drop_upgrade(session);
	px_stream_close(session->ws.stream); /* nobody bounds a wait: the session goes on */
}

static void on_drained(void *owner)
{
	px_eio_ready_again(owner);
}

static void on_gone(void *owner)
{
	struct px_eio_session *session = owner;
	struct px_eio_server *server = session->home->server;

	if (session->state == PX_EIO_IS_CLOSED)
		px_eio_timer_stop(&session->beat); /* lingering */
	px_eio_unref(session);
	px_eio_unpin(server);
}

static const struct px_ws_events events = {
	.message = on_message, .closed = on_closed, .drained = on_drained, .gone = on_gone
};

/* What a session may send at once: one that nobody uses is to ask for use, no more. */
static size_t message_max(const struct px_eio_session *session)
{
	size_t max = session->home->server->config.max_payload;

	return session->address && session->idle && max > IDLE_MESSAGE_MAX ? IDLE_MESSAGE_MAX : max;
}

/* The session's `ws` takes the stream over; its reference and pin last until `gone`. */
static void attach(struct px_eio_session *session, struct px_stream *stream, bool deflated)
{
	px_eio_ref(session);
	px_eio_pin(session->home->server);
	px_stream_set_pending_cap(stream, SIZE_MAX / 4); /* bounded by config.send_queue instead */
	px_ws_start(&session->ws, stream, &events, session,
		    deflated ? session->home->codec : NULL, message_max(session));
}

/* Sessions that begin as WebSockets */

static void greet(struct px_eio_session *session)
{
	struct px_buf text = PX_BUF_INIT(512), queue = PX_BUF_INIT(0);

	px_eio_greeting(session, &text);
	session->greeted = true;
	px_stream_cork(session->ws.stream);
	px_eio_packet_out(session, PX_EIO_OPEN, false, px_buf_view(&text));
	px_buf_release(&text);
	px_eio_start_beat(session);
	if (session->polling) { /* what was sent before the greeting */
		queue = session->polling->queue;
		px_buf_init(&session->polling->queue, 0);
		px_eio_polling_free(session);
	}
	send_queue(session, &queue);
	px_stream_uncork(session->ws.stream);
}

static void on_greeting(struct px_eio_timer *timer)
{
	greet((struct px_eio_session *)((char *)timer - offsetof(struct px_eio_session, beat)));
}

/* Refuses a request whose WebSocket handshake is wrong. */
static void refuse_handshake(struct px_http_exchange *exchange, int status)
{
	px_http_respond(exchange, status, "text/plain",
			status == 426 ? PX_STR("Sec-WebSocket-Version: 13\r\n") : PX_STR(""),
			px_str(px_http_status_text(status)));
}

void px_eio_open_websocket(struct px_eio_home *home, struct px_http_exchange *exchange)
{
	const struct px_eio_config *config = &home->server->config;
	struct px_buf response = PX_BUF_INIT(ANSWER_MAX);
	struct px_stream *stream;
	struct px_str rest;
	struct px_arena arena;
	bool deflated;

	px_arena_init(&arena);
	int status = px_ws_handshake(px_http_request(exchange), config->deflate, &response, &deflated);
	if (status) {
		refuse_handshake(exchange, status);
		goto out;
	}
	char address[PX_EIO_ADDRESS];
	struct px_eio_session *session = px_eio_session_new(home, exchange, address);
	if (!session)
		goto out;
	px_eio_ref(session);
	session->websocket = true;
	config->handlers.open(config->arg, session, address, exchange);
	if (px_http_take_stream(exchange, &arena, &stream, &rest)) {
		refuse_handshake(exchange, 400); /* gone, or more requests came in the same breath */
		px_eio_end(session, "transport close");
	} else {
		attach(session, stream, deflated);
		(void)px_stream_write(stream, px_buf_view(&response));
		if (session->state != PX_EIO_IS_OPEN)
			px_stream_close(stream);
		else if (config->open_delay_ms)
			px_eio_timer_start(&session->beat, &home->greeting);
		else
			greet(session);
		px_ws_feed(&session->ws, (char *)(uintptr_t)rest.data, rest.size);
	}
	px_eio_unref(session);
out:
	px_arena_release(&arena);
	px_buf_release(&response);
}

/* Upgrades */

void px_eio_drop_upgrade(struct px_eio_session *session)
{
	if (!session->upgrade)
		return;
	px_eio_timer_stop(&session->upgrade->limit);
	px_eio_timer_stop(&session->upgrade->noop);
	free(session->upgrade);
	session->upgrade = NULL;
}

static void on_upgrade_limit(struct px_eio_timer *timer)
{
	struct px_eio_upgrade *upgrade =
		(struct px_eio_upgrade *)((char *)timer - offsetof(struct px_eio_upgrade, limit));

	if (upgrade->session->ws.stream)
		fail_probe(upgrade->session);
	else
		px_eio_drop_upgrade(upgrade->session);
}

/* Polls that come while the client has not switched yet end soon, but not in a tight loop. */
static void on_noop(struct px_eio_timer *timer)
{
	struct px_eio_upgrade *upgrade =
		(struct px_eio_upgrade *)((char *)timer - offsetof(struct px_eio_upgrade, noop));

	px_eio_timer_start(timer, &upgrade->session->home->noop);
	px_eio_answer_poll(upgrade->session, PX_EIO_NOOP);
}

void px_eio_upgrade_lists(struct px_eio_home *home)
{
	const struct px_eio_config *config = &home->server->config;

	px_eio_clock_add(&home->clock, &home->upgrade, config->upgrade_timeout_ms, on_upgrade_limit);
	px_eio_clock_add(&home->clock, &home->noop, NOOP_MS, on_noop);
	px_eio_clock_add(&home->clock, &home->greeting, config->open_delay_ms, on_greeting);
}

/* Whether the session still waits for this one: its limit may have passed meanwhile. */
static bool awaited(const struct arrival *arrival)
{
	const struct px_eio_session *session = arrival->session;

	return arrival->ticket && session->upgrade && session->upgrade->ticket == arrival->ticket;
}

static void free_arrival(struct arrival *arrival)
{
	struct px_eio_server *server = arrival->home->server;

	px_eio_unref(arrival->session);
	px_arena_release(&arrival->arena);
	free(arrival);
	px_eio_unpin(server);
}

/* A stream nobody wants: closed after a Close frame. */

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

static void turn_away(struct px_stream *stream)
{
	static const struct px_stream_events nobody = { .data = drop_data, .end = drop_end,
							.closed = drop_closed };

	px_stream_own(stream, &nobody, stream);
	(void)px_stream_write(stream, PX_STR("\x88\x02\x03\xe8"));
	px_stream_close(stream);
}

/* On the session's loop, with the stream. */
static void arrived(struct px_stream *stream, void *arg)
{
	struct arrival *arrival = arg;
	struct px_eio_session *session = arrival->session;

	if (session->state == PX_EIO_IS_CLOSED || !awaited(arrival)) {
		turn_away(stream);
	} else {
		attach(session, stream, arrival->deflated);
		px_ws_feed(&session->ws, (char *)(uintptr_t)arrival->rest.data, arrival->rest.size);
	}
	free_arrival(arrival);
}

/* The connection went before it could become a WebSocket; on the session's loop. */
static void on_lost(struct px_job *job)
{
	struct arrival *arrival = (struct arrival *)job;

	if (awaited(arrival))
		px_eio_drop_upgrade(arrival->session);
	free_arrival(arrival);
}

static void lose(struct arrival *arrival)
{
	arrival->job.run = on_lost;
	if (px_loop_current() == arrival->home->loop)
		on_lost(&arrival->job);
	else if (!px_loop_post(arrival->home->loop, &arrival->job))
		free_arrival(arrival);
}

/* While it moves: only its early end can happen. */
static void moving_closed(void *owner)
{
	lose(owner);
}

static const struct px_stream_events moving = { .data = drop_data, .end = drop_end,
						.closed = moving_closed };

/* On the exchange's loop: answers the handshake, takes the stream, sends it to the session. */
static void take(struct px_job *job)
{
	struct arrival *arrival = (struct arrival *)job;
	struct px_eio_server *server = arrival->home->server;
	struct px_buf response = PX_BUF_INIT(ANSWER_MAX);
	struct px_stream *stream;

	int status = px_ws_handshake(px_http_request(arrival->exchange), server->config.deflate,
				     &response, &arrival->deflated);
	if (status) {
		refuse_handshake(arrival->exchange, status);
		lose(arrival);
	} else if (px_http_take_stream(arrival->exchange, &arrival->arena, &stream, &arrival->rest)) {
		refuse_handshake(arrival->exchange, 400);
		lose(arrival);
	} else {
		px_stream_pause(stream);
		px_stream_own(stream, &moving, arrival);
		(void)px_stream_write(stream, px_buf_view(&response));
		if (px_stream_loop(stream) == arrival->home->loop)
			arrived(stream, arrival);
		else
			px_stream_move(stream, arrival->home->loop, arrived, arrival);
	}
	px_buf_release(&response);
}

void px_eio_on_upgrade_request(struct px_eio_session *session, struct px_http_exchange *exchange)
{
	struct px_eio_home *home = session->home;
	struct arrival *arrival = px_calloc(1, sizeof(*arrival));

	*arrival = (struct arrival){ { .run = take }, session, home, exchange, .ticket = 0 };
	px_arena_init(&arrival->arena);
	px_eio_ref(session);
	px_eio_pin(home->server);
	if (!session->websocket && !session->upgrade && !session->ws.stream) {
		session->upgrade = px_calloc(1, sizeof(*session->upgrade));
		session->upgrade->session = session;
		session->upgrade->ticket = arrival->ticket = 1 + atomic_fetch_add(&home->server->tickets, 1);
		px_eio_timer_start(&session->upgrade->limit, &home->upgrade);
	}
	if (px_loop_current() == px_http_loop(exchange)) {
		take(&arrival->job);
	} else if (!px_loop_post(px_http_loop(exchange), &arrival->job)) {
		if (awaited(arrival))
			px_eio_drop_upgrade(session);
		free_arrival(arrival);
	}
}
