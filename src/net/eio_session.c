/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session's packets, heartbeat and end.
 *
 * The heartbeat is the server's: a ping every interval after the last pong,
 * and the pong within the timeout.  Deadlines are counted from when the timer
 * was due, not from when the loop got round to it.
 */
#include "base/mem.h"
#include "net/eio_base64.h"
#include "net/eio_internal.h"

enum {
	CLOSING_MS = 30 * 1000, /* a polling session waits so long to deliver its close */
	LINGER_MS = 5 * 1000,   /* and a WebSocket for the peer's Close */
	LATE_MS = 20,           /* a loop that is this late gives the peer its full time */
	/* Of a WebSocket's queue; what a corked write holds back is not a jam. */
	VOLATILE_MAX = 64 * 1024
};

static struct px_eio_session *session_of(struct px_eio_timer *timer)
{
	return (struct px_eio_session *)((char *)timer - offsetof(struct px_eio_session, beat));
}

/* Heartbeat */

static void on_interval(struct px_eio_timer *timer)
{
	struct px_eio_session *session = session_of(timer);
	int64_t due = timer->due, now = px_eio_clock_now();

	session->pinged = true;
	session->refreshed = false;
	px_eio_timer_start_from(timer, &session->home->timeout, now - due > LATE_MS ? now : due);
	px_eio_packet_out(session, PX_EIO_PING, false, PX_STR(""));
}

static void on_timeout(struct px_eio_timer *timer)
{
	px_eio_end(session_of(timer), "ping timeout");
}

static void on_closing(struct px_eio_timer *timer)
{
	px_eio_end(session_of(timer), "forced close");
}

static void on_linger(struct px_eio_timer *timer)
{
	px_ws_abort(&session_of(timer)->ws);
}

void px_eio_session_lists(struct px_eio_home *home)
{
	const struct px_eio_config *config = &home->server->config;

	px_eio_clock_add(&home->clock, &home->interval, config->ping_interval_ms, on_interval);
	px_eio_clock_add(&home->clock, &home->timeout, config->ping_timeout_ms, on_timeout);
	px_eio_clock_add(&home->clock, &home->closing, CLOSING_MS, on_closing);
	px_eio_clock_add(&home->clock, &home->linger, LINGER_MS, on_linger);
}

void px_eio_start_beat(struct px_eio_session *session)
{
	session->pinged = false;
	px_eio_timer_start(&session->beat, &session->home->interval);
}

/* Packets in */

static void on_pong(struct px_eio_session *session)
{
	px_eio_start_beat(session);
	if (session->slow && session->websocket && px_stream_pending(session->ws.stream) == 0)
		px_eio_ready_again(session);
}

/* Other traffic while a pong is due puts its limit off, once. */
static void put_off_limit(struct px_eio_session *session)
{
	if (!session->pinged || session->refreshed)
		return;
	session->refreshed = true;
	px_eio_timer_start(&session->beat, &session->home->timeout);
}

void px_eio_packet_in(struct px_eio_session *session, const struct px_eio_packet *packet)
{
	const struct px_eio_config *config = &session->home->server->config;

	if (session->state != PX_EIO_IS_OPEN)
		return;
	if (packet->type != PX_EIO_PONG)
		put_off_limit(session);
	switch (packet->type) {
	case PX_EIO_MESSAGE:
		config->handlers.message(config->arg, session, packet->binary, packet->data,
					 packet->size);
		break;
	case PX_EIO_PONG:
		on_pong(session);
		break;
	case PX_EIO_PING: /* the server pings, in this version */
		px_eio_end(session, "transport error");
		break;
	case PX_EIO_CLOSE:
		px_eio_end(session, "transport close");
		break;
	case PX_EIO_OPEN:
	case PX_EIO_UPGRADE:
	case PX_EIO_NOOP:
		break;
	}
}

/* Packets out */

void px_eio_greeting(struct px_eio_session *session, struct px_buf *out)
{
	const struct px_eio_config *config = &session->home->server->config;
	char id[PX_EIO_ID_TEXT];
	size_t n = px_eio_base64url_encode(id, session->id, PX_EIO_ID);

	(void)px_buf_printf(out,
			    "{\"sid\":\"%.*s\",\"upgrades\":[%s],\"pingInterval\":%u,"
			    "\"pingTimeout\":%u,\"maxPayload\":%zu}",
			    (int)n, id, session->websocket ? "" : "\"websocket\"",
			    config->ping_interval_ms, config->ping_timeout_ms, config->max_payload);
}

static void become_slow(struct px_eio_session *session)
{
	const struct px_eio_config *config = &session->home->server->config;

	if (!config->handlers.caught_up) {
		px_eio_end(session, "transport error");
		return;
	}
	session->slow = true;
	if (session->polling)
		px_eio_empty_queue(session);
}

void px_eio_ready_again(struct px_eio_session *session)
{
	const struct px_eio_config *config = &session->home->server->config;

	if (!session->slow || session->state != PX_EIO_IS_OPEN)
		return;
	session->slow = false;
	config->handlers.caught_up(config->arg, session);
}

/* True if the WebSocket's queue has no room for that many bytes more, what a cork holds back not counted. */
static bool jammed(struct px_eio_session *session, size_t size)
{
	size_t most = session->home->server->config.send_queue;
	size_t pending = px_stream_pending(session->ws.stream);

	if (!session->slow && pending > 0 && pending + size > most) {
		px_stream_flush(session->ws.stream);
		pending = px_stream_pending(session->ws.stream);
	}
	return session->slow || (pending > 0 && pending + size > most);
}

static void send_text(struct px_ws *ws, char type, struct px_str data)
{
	if (!ws->codec) {
		(void)px_ws_send2(ws, PX_WS_TEXT, px_str_n(&type, 1), data);
		return;
	}
	struct px_buf whole = PX_BUF_INIT(data.size + 1);
	(void)px_buf_char(&whole, type);
	(void)px_buf_str(&whole, data);
	(void)px_ws_send(ws, PX_WS_TEXT, px_buf_view(&whole));
	px_buf_release(&whole);
}

void px_eio_websocket_out(struct px_eio_session *session, enum px_eio_type type, bool binary,
			  struct px_str data)
{
	if (!session->ws.stream || session->ws.closing)
		return;
	if (type == PX_EIO_MESSAGE && jammed(session, data.size)) {
		if (!session->slow)
			become_slow(session);
		return;
	}
	if (binary)
		(void)px_ws_send(&session->ws, PX_WS_BINARY, data);
	else
		send_text(&session->ws, (char)('0' + type), data);
}

static void queue_packet(struct px_eio_session *session, enum px_eio_type type, bool binary,
			 struct px_str data)
{
	struct px_eio_polling *polling = px_eio_polling_of(session);

	if (session->slow)
		return;
	enum px_err err = binary ? px_eio_payload_binary(&polling->queue, data)
				 : px_eio_payload_text(&polling->queue, type, data);
	if (err)
		become_slow(session);
	else
		px_eio_flush(session);
}

void px_eio_packet_out(struct px_eio_session *session, enum px_eio_type type, bool binary,
		       struct px_str data)
{
	if (session->state != PX_EIO_IS_OPEN)
		return;
	if (session->websocket && session->greeted)
		px_eio_websocket_out(session, type, binary, data);
	else
		queue_packet(session, type, binary, data);
}

void px_eio_send(struct px_eio_session *session, bool binary, struct px_str data)
{
	px_eio_packet_out(session, PX_EIO_MESSAGE, binary, data);
}

void px_eio_expect(const struct px_eio_session *session, bool next)
{
	if (!next) {
		__builtin_prefetch(&session->state);
		__builtin_prefetch(&session->ws);
	} else if (session->ws.stream) {
		px_stream_expect(session->ws.stream);
	}
}

void px_eio_send_frame(struct px_eio_session *session, struct px_eio_frame *frame)
{
	struct px_str wire = px_eio_frame_wire(frame);

	if (session->state != PX_EIO_IS_OPEN)
		return;
	if (!session->websocket || !session->greeted) {
		queue_packet(session, PX_EIO_MESSAGE, false, px_eio_frame_data(frame));
		return;
	}
	if (!session->ws.stream || session->ws.closing)
		return;
	if (!jammed(session, wire.size))
		(void)px_ws_send_raw(&session->ws, wire);
	else if (!session->slow)
		become_slow(session);
}

bool px_eio_writable(const struct px_eio_session *session)
{
	if (session->state != PX_EIO_IS_OPEN || session->slow)
		return false;
	if (session->websocket && session->greeted)
		return session->ws.stream && px_stream_pending(session->ws.stream) < VOLATILE_MAX;
	return session->polling && session->polling->poll;
}

void px_eio_cork(struct px_eio_session *session)
{
	if (session->corked++ == 0 && session->websocket && session->ws.stream)
		px_stream_cork(session->ws.stream);
}

void px_eio_uncork(struct px_eio_session *session)
{
	if (--session->corked > 0)
		return;
	if (session->websocket && session->ws.stream)
		px_stream_uncork(session->ws.stream);
	px_eio_flush(session);
}

void px_eio_cork_jobs(struct px_eio_session *session)
{
	if (session->websocket && session->greeted && session->ws.stream)
		px_stream_cork_jobs(session->ws.stream);
}

void px_eio_uncork_jobs(struct px_eio_session *session)
{
	px_stream_uncork_jobs(session->home->loop);
}

/* End */

/* Takes the transport down; the WebSocket says Close and lingers for the peer's, or its end. */
static void shut_transport(struct px_eio_session *session)
{
	px_eio_timer_stop(&session->beat);
	px_eio_drop_upgrade(session);
	if (session->polling) {
		px_eio_answer_poll(session, PX_EIO_CLOSE);
		px_eio_polling_free(session);
	}
	if (session->ws.stream && (!session->ws.closing || session->ws.failed)) {
		bool stopping = atomic_load(&session->home->server->stopping);
		px_ws_close(&session->ws, stopping ? PX_WS_GOING_AWAY : PX_WS_NORMAL);
		px_eio_timer_start(&session->beat, &session->home->linger);
		if (stopping) /* nobody waits for an answer any more, only for the queue */
			px_stream_close(session->ws.stream);
	}
}

void px_eio_end(struct px_eio_session *session, const char *reason)
{
	const struct px_eio_config *config = &session->home->server->config;
	bool told = session->state != PX_EIO_IS_OPEN;

	if (session->state == PX_EIO_IS_CLOSED)
		return;
	session->state = PX_EIO_IS_CLOSED;
	shut_transport(session);
	if (!told)
		config->handlers.close(config->arg, session, reason);
	px_eio_forget(session);
}

void px_eio_close(struct px_eio_session *session, const char *reason)
{
	const struct px_eio_config *config = &session->home->server->config;

	if (session->state != PX_EIO_IS_OPEN)
		return;
	if (session->websocket) {
		px_eio_end(session, reason);
		return;
	}
	px_eio_ref(session);
	session->state = PX_EIO_IS_CLOSING;
	px_eio_timer_start(&session->beat, &session->home->closing);
	config->handlers.close(config->arg, session, reason);
	px_eio_flush(session);
	px_eio_unref(session);
}
