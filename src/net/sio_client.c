/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session's Socket.IO half: decoding, attachments, namespaces, dispatch.
 */
#include "net/sio_internal.h"

#include "base/mem.h"

#include <stdlib.h>

struct px_eio_session *px_sio_session(const struct px_sio_socket *socket)
{
	return px_eio_session_of(socket->client);
}

void px_sio_close_client(struct px_sio_client *client, const char *reason)
{
	px_eio_close(px_eio_session_of(client), reason);
}

/* Handshake */

void px_sio_drop_credential(struct px_sio_client *client)
{
	if (client->credential)
		explicit_bzero(client->credential, strlen(client->credential));
	free(client->credential);
	client->credential = NULL;
}

static void take_credential(struct px_sio_server *server, struct px_sio_client *client,
			    const struct px_http_exchange *handshake)
{
	struct px_str proof = { 0 };

	if (server->config.handlers.credential)
		proof = server->config.handlers.credential(server->config.arg, handshake);
	if (proof.data)
		client->credential = px_strndup(proof.data, proof.size);
}

static void on_open(void *arg, struct px_eio_session *session, const char *address,
		    const struct px_http_exchange *handshake)
{
	struct px_sio_server *server = arg;
	struct px_sio_client *client = px_eio_extra(session);
	size_t size = strlen(address);

	client->home = &server->homes[px_eio_loop_index(session)];
	memcpy(client->peer, address, size < sizeof(client->peer) ? size : sizeof(client->peer) - 1);
	take_credential(server, client, handshake);
	px_eio_timer_start(&client->connect_limit, &client->home->connect_limit);
	atomic_fetch_add(&server->counters.sessions, 1);
}

void px_sio_on_connect_limit(struct px_eio_timer *timer)
{
	struct px_sio_client *client =
		(struct px_sio_client *)((char *)timer - offsetof(struct px_sio_client, connect_limit));

	px_eio_end(px_eio_session_of(client), "forced server close");
}

void px_sio_when_left(struct px_sio_client *client)
{
	struct px_eio_session *session = px_eio_session_of(client);

	if (px_sio_first_connected(client) || !px_eio_is_open(session))
		return;
	px_eio_set_idle(session, true);
	px_eio_timer_start(&client->connect_limit, &client->home->connect_limit);
}

void px_sio_note_refusal(struct px_sio_client *client)
{
	if (!px_sio_first_connected(client) && ++client->refused >= PX_SIO_REFUSED_MAX)
		px_eio_end(px_eio_session_of(client), "forced server close");
}

/* Attachments */

static void drop_pending(struct px_sio_client *client)
{
	struct px_sio_pending *pending = client->pending;

	if (!pending)
		return;
	for (size_t i = 0; i < pending->count; i++)
		free((char *)(uintptr_t)pending->attachments[i].data);
	free(pending->text);
	free(pending);
	client->pending = NULL;
}

/* Keeps a binary packet's text until its attachments are here. */
static void begin_pending(struct px_sio_client *client, const char *text, size_t size,
			  unsigned attachments)
{
	struct px_sio_pending *pending =
		px_calloc(1, sizeof(*pending) + attachments * sizeof(struct px_str));

	pending->text = px_strndup(text, size);
	pending->packet.attachments = attachments;
	pending->total = size;
	client->pending = pending;
}

/* Every placeholder must name an attachment. */
static bool placeholders_valid(const json_t *value, size_t count)
{
	const char *key;
	json_t *item;
	size_t i;

	if (json_is_array(value)) {
		json_array_foreach(value, i, item)
			if (!placeholders_valid(item, count))
				return false;
	} else if (json_is_object(value) && json_is_true(json_object_get(value, "_placeholder"))) {
		json_t *num = json_object_get(value, "num");
		return json_is_integer(num) && json_integer_value(num) >= 0 &&
		       (size_t)json_integer_value(num) < count;
	} else if (json_is_object(value)) {
		json_object_foreach((json_t *)(uintptr_t)value, key, item)
			if (!placeholders_valid(item, count))
				return false;
	}
	return true;
}

/* Dispatch */

json_t *px_sio_args_json(const struct px_sio_args *args)
{
	struct px_sio_args *own = (struct px_sio_args *)(uintptr_t)args;

	if (!own->parsed && px_json_parse(own->text, &own->parsed, NULL) != PX_OK)
		own->parsed = NULL;
	return own->parsed;
}

static void refuse_namespace(struct px_sio_client *client, struct px_str nsp)
{
	struct px_buf *buf = &client->home->scratch;

	px_buf_clear(buf);
	px_sio_packet_head(buf, PX_SIO_CONNECT_ERROR, 0, nsp, PX_SIO_NO_ID);
	(void)px_buf_text(buf, "{\"message\":\"Invalid namespace\"}");
	px_eio_send(px_eio_session_of(client), false, px_buf_view(buf));
	px_sio_note_refusal(client);
}

/* What CONNECT offers for recovery, if it offers it. */
static struct px_sio_offer *take_offer(const json_t *auth)
{
	struct px_str pid = px_json_string(json_object_get(auth, "pid"));
	struct px_str offset = px_json_string(json_object_get(auth, "offset"));
	struct px_sio_offer *offer = NULL;

	if (pid.size == PX_SIO_SID_TEXT && offset.size > 0 && offset.size < sizeof(offer->offset)) {
		offer = px_calloc(1, sizeof(*offer));
		memcpy(offer->pid, pid.data, pid.size);
		memcpy(offer->offset, offset.data, offset.size);
	}
	return offer;
}

static void on_connect(struct px_sio_client *client, const struct px_sio_packet *packet)
{
	const struct px_sio_config *config = &client->home->server->config;
	json_t *auth = NULL;

	if (packet->nsp.size > PX_SIO_NSP_MAX || memchr(packet->nsp.data, 0, packet->nsp.size) ||
	    client->socket_count == PX_SIO_SOCKETS_MAX) {
		refuse_namespace(client, packet->nsp);
		return;
	}
	if (packet->data.size && px_json_parse(packet->data, &auth, NULL) != PX_OK) {
		px_sio_close_client(client, "parse error");
		return;
	}
	struct px_sio_socket *socket = px_sio_socket_new(client, packet->nsp);
	if (client->home->server->recovery)
		socket->offer = take_offer(auth);
	config->handlers.connect(config->arg, socket, socket->nsp->name, auth);
	json_decref(auth);
}

static void on_event(struct px_sio_socket *socket, const struct px_sio_packet *packet,
		     struct px_sio_args *args)
{
	const struct px_sio_config *config = &socket->client->home->server->config;
	struct px_sio_ack *ack = packet->id == PX_SIO_NO_ID ? NULL : px_sio_ack_new(socket, packet->id);

	config->handlers.event(config->arg, socket, packet->event, args, ack);
}

/* A whole packet, its attachments in `args`. */
static void dispatch(struct px_sio_client *client, const struct px_sio_packet *packet,
		     struct px_sio_args *args)
{
	struct px_sio_socket *socket = px_sio_socket_find(client, packet->nsp);

	if (!socket && packet->type == PX_SIO_CONNECT) {
		on_connect(client, packet);
		return;
	}
	if (!socket || socket->state != PX_SIO_CONNECTED) {
		px_sio_close_client(client, "forced server close");
		return;
	}
	switch (packet->type) {
	case PX_SIO_EVENT:
	case PX_SIO_BINARY_EVENT:
		on_event(socket, packet, args);
		break;
	case PX_SIO_ACK:
	case PX_SIO_BINARY_ACK:
		if (packet->id != PX_SIO_NO_ID)
			px_sio_on_ack(socket, packet->id, args);
		break;
	case PX_SIO_DISCONNECT:
		px_sio_socket_end(socket, "client namespace disconnect");
		break;
	case PX_SIO_CONNECT:
	case PX_SIO_CONNECT_ERROR:
		px_sio_close_client(client, "forced server close");
		break;
	}
}

static bool is_connected(const struct px_sio_client *client, struct px_str nsp)
{
	const struct px_sio_socket *socket = px_sio_socket_find(client, nsp);

	return socket && socket->state == PX_SIO_CONNECTED;
}

static void on_text(struct px_sio_client *client, char *text, size_t size)
{
	const struct px_sio_config *config = &client->home->server->config;
	struct px_sio_packet packet;
	unsigned attachments = 0;

	if (size > 1 && (text[0] == '5' || text[0] == '6')) {
		/* decoding overwrites, so a packet that must be kept is copied first */
		char *copy = px_strndup(text, size);
		if (px_sio_packet_decode(copy, size, (unsigned)config->max_attachments, &packet) == PX_OK)
			attachments = packet.attachments;
		bool wanted = attachments && is_connected(client, packet.nsp); /* else memory for nobody */
		free(copy);
		if (wanted)
			begin_pending(client, text, size, attachments);
		else if (attachments)
			px_sio_close_client(client, "forced server close");
	} else if (px_sio_packet_decode(text, size, 0, &packet) == PX_OK) {
		struct px_sio_args args = { .text = packet.args };
		dispatch(client, &packet, &args);
		json_decref(args.parsed);
		return;
	}
	if (!attachments)
		px_sio_close_client(client, "parse error");
}

/* The last attachment is here. */
static void complete_pending(struct px_sio_client *client, struct px_sio_pending *pending)
{
	unsigned attachments = pending->packet.attachments;
	enum px_err err = px_sio_packet_decode(pending->text, strlen(pending->text), attachments,
					       &pending->packet);
	struct px_sio_args args = { .text = pending->packet.args,
				    .attachments = pending->attachments,
				    .attachment_count = pending->count };

	if (err || !placeholders_valid(px_sio_args_json(&args), pending->count) || !args.parsed)
		px_sio_close_client(client, "parse error");
	else
		dispatch(client, &pending->packet, &args);
	json_decref(args.parsed);
}

static void on_binary(struct px_sio_client *client, const char *data, size_t size)
{
	struct px_sio_pending *pending = client->pending;

	if (!pending || size > client->home->server->config.max_payload - pending->total) {
		px_sio_close_client(client, "parse error");
		return;
	}
	pending->total += size;
	pending->attachments[pending->count++] = px_str_n(px_strndup(data, size), size);
	if (pending->count < pending->packet.attachments)
		return;
	client->pending = NULL;
	complete_pending(client, pending);
	for (size_t i = 0; i < pending->count; i++)
		free((char *)(uintptr_t)pending->attachments[i].data);
	free(pending->text);
	free(pending);
}

static void on_message(void *arg, struct px_eio_session *session, bool binary, char *data,
		       size_t size)
{
	struct px_sio_server *server = arg;
	struct px_sio_client *client = px_eio_extra(session);

	atomic_fetch_add_explicit(&server->counters.packets_in, 1, memory_order_relaxed);
	if (binary)
		on_binary(client, data, size);
	else if (client->pending)
		px_sio_close_client(client, "parse error");
	else
		on_text(client, data, size);
}

struct px_sio_socket *px_sio_first_connected(const struct px_sio_client *client)
{
	struct px_sio_socket *socket = client->sockets;

	while (socket && socket->state != PX_SIO_CONNECTED)
		socket = socket->next;
	return socket;
}

static void on_close(void *arg, struct px_eio_session *session, const char *reason)
{
	struct px_sio_server *server = arg;
	struct px_sio_client *client = px_eio_extra(session);

	px_eio_timer_stop(&client->connect_limit);
	drop_pending(client);
	px_sio_drop_credential(client);
	struct px_sio_socket *socket;
	while ((socket = px_sio_first_connected(client)))
		px_sio_socket_end(socket, reason);
	for (socket = client->sockets; socket; socket = socket->next)
		socket->client_gone = true;
	atomic_fetch_sub(&server->counters.sessions, 1);
}

static void on_caught_up(void *arg, struct px_eio_session *session)
{
	struct px_sio_server *server = arg;
	struct px_sio_client *client = px_eio_extra(session);

	atomic_fetch_add(&server->counters.slow_consumers, 1);
	for (struct px_sio_socket *socket = client->sockets, *next; socket; socket = next) {
		next = socket->next;
		if (socket->state == PX_SIO_CONNECTED)
			px_sio_emit(socket, server->config.reload_event, PX_STR("[]"));
	}
}

static void write_address(void *arg, const struct px_http_request *handshake, const char *peer,
			  char address[PX_EIO_ADDRESS])
{
	const struct px_sio_server *server = arg;

	server->config.handlers.address(server->config.arg, handshake, peer, address);
}

const struct px_eio_handlers px_sio_eio_handlers = {
	.open = on_open, .message = on_message, .close = on_close, .caught_up = on_caught_up,
	.address = write_address
};
