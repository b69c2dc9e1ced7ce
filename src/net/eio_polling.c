/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The polling transport: one GET waits for packets, POSTs bring them.
 *
 * A GET that arrives while another waits, or whose connection goes while it
 * waits, ends the session, as in the reference implementation.
 */
#include "base/mem.h"
#include "base/utf8.h"
#include "net/eio_internal.h"

#include <stdlib.h>

struct px_eio_polling *px_eio_polling_of(struct px_eio_session *session)
{
	if (!session->polling) {
		session->polling = px_calloc(1, sizeof(*session->polling));
		px_buf_init(&session->polling->queue, session->home->server->config.send_queue);
	}
	return session->polling;
}

void px_eio_polling_free(struct px_eio_session *session)
{
	if (!session->polling)
		return;
	px_buf_release(&session->polling->queue);
	free(session->polling);
	session->polling = NULL;
}

void px_eio_empty_queue(struct px_eio_session *session)
{
	px_buf_release(&session->polling->queue);
	px_buf_init(&session->polling->queue, session->home->server->config.send_queue);
}

static void answer(struct px_eio_session *session, struct px_str payload)
{
	struct px_http_exchange *poll = session->polling->poll;

	session->polling->poll = NULL;
	px_eio_answer(session->home->server, poll, 200, "text/plain; charset=UTF-8", payload);
}

void px_eio_flush(struct px_eio_session *session)
{
	struct px_eio_polling *polling = session->polling;

	if (!polling || !polling->poll || session->corked || session->websocket)
		return;
	if (polling->queue.size) {
		answer(session, px_buf_view(&polling->queue));
		px_eio_empty_queue(session);
	} else if (session->state == PX_EIO_IS_CLOSING) {
		px_eio_end(session, "forced close");
	}
}

void px_eio_answer_poll(struct px_eio_session *session, enum px_eio_type type)
{
	char digit = (char)('0' + type);

	if (session->polling && session->polling->poll)
		answer(session, px_str_n(&digit, 1));
}

void px_eio_on_poll(struct px_eio_session *session, struct px_http_exchange *exchange,
		    uint64_t ticket)
{
	struct px_eio_polling *polling = px_eio_polling_of(session);

	if (polling->poll) {
		px_eio_answer(session->home->server, exchange, 400, "text/plain", PX_STR(""));
		px_eio_end(session, "transport error");
		return;
	}
	polling->poll = exchange;
	polling->ticket = ticket;
	px_eio_ref(session);
	px_eio_ready_again(session);
	px_eio_flush(session);
	px_eio_unref(session);
}

void px_eio_on_poll_gone(struct px_eio_session *session, uint64_t ticket)
{
	struct px_eio_polling *polling = session->polling;

	if (polling && polling->poll && polling->ticket == ticket)
		px_eio_end(session, "transport error");
}

/* True if every packet was well-formed. */
static bool take_payload(struct px_eio_session *session, struct px_str body)
{
	struct px_buf copy = PX_BUF_INIT(body.size + 1);
	struct px_eio_packet packet;
	enum px_err err = PX_INVALID;

	(void)px_buf_str(&copy, body);
	if (px_utf8_valid(body) && copy.data) {
		struct px_eio_payload payload = px_eio_payload(copy.data, copy.size);
		while ((err = px_eio_payload_next(&payload, &packet)) == PX_OK) {
			if (packet.type == PX_EIO_CLOSE && session->state == PX_EIO_IS_OPEN)
				px_eio_answer_poll(session, PX_EIO_NOOP);
			px_eio_packet_in(session, &packet);
		}
	}
	px_buf_release(&copy);
	return err == PX_NOT_FOUND;
}

void px_eio_on_post(struct px_eio_session *session, struct px_http_exchange *exchange)
{
	const struct px_http_request *request = px_http_request(exchange);
	struct px_eio_server *server = session->home->server;
	struct px_str type = px_http_header(request, "Content-Type");

	if (request->body.size > server->config.max_payload) {
		px_eio_answer(server, exchange, 413, "text/plain", PX_STR(""));
		return;
	}
	if (px_str_eq_case(px_str_trim(type), PX_STR("application/octet-stream"))) {
		px_eio_answer(server, exchange, 400, "text/plain", PX_STR(""));
		px_eio_end(session, "transport error");
		return;
	}
	px_eio_ref(session);
	px_eio_cork(session);
	bool good = take_payload(session, request->body);
	if (good) {
		px_eio_answer(server, exchange, 200, "text/html", PX_STR("ok"));
	} else {
		px_eio_answer(server, exchange, 400, "text/plain", PX_STR(""));
		px_eio_end(session, "parse error");
	}
	px_eio_uncork(session);
	px_eio_unref(session);
}

void px_eio_open_polling(struct px_eio_home *home, struct px_http_exchange *exchange)
{
	const struct px_eio_config *config = &home->server->config;
	char address[PX_EIO_ADDRESS];
	struct px_eio_session *session = px_eio_session_new(home, exchange, address);
	struct px_buf text = PX_BUF_INIT(512);

	if (!session)
		return;
	px_eio_ref(session);
	session->greeted = true;
	px_eio_greeting(session, &text);
	(void)px_eio_payload_text(&px_eio_polling_of(session)->queue, PX_EIO_OPEN,
				  px_buf_view(&text));
	px_buf_release(&text);
	session->polling->poll = exchange;
	px_eio_start_beat(session);
	px_eio_cork(session);
	config->handlers.open(config->arg, session, address, exchange);
	px_eio_uncork(session);
	px_eio_unref(session);
}
