/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sockets: connecting, emitting, ending.
 */
#include "net/sio_internal.h"

#include "base/mem.h"
#include "base/random.h"
#include "net/eio_base64.h"

#include <stdlib.h>

enum { SCRATCH_KEEP = 64 * 1024 };

static void random_id(char text[PX_SIO_SID_TEXT + 1])
{
	uint8_t raw[PX_SIO_SID];

	px_random_bytes(raw, sizeof(raw));
	text[px_eio_base64url_encode(text, raw, sizeof(raw))] = '\0';
}

struct px_sio_socket *px_sio_socket_new(struct px_sio_client *client, struct px_str nsp)
{
	bool inlined = client->first.state == PX_SIO_UNUSED;
	struct px_sio_socket *socket = inlined ? &client->first : px_calloc(1, sizeof(*socket));

	*socket = (struct px_sio_socket){ .client = client, .state = PX_SIO_CONNECTING };
	socket->serial = ++client->serials;
	socket->nsp = px_sio_nsp_use(client->home, nsp);
	random_id(socket->id);
	socket->next = client->sockets;
	client->sockets = socket;
	client->socket_count++;
	px_eio_ref(px_sio_session(socket)); /* until it is answered */
	return socket;
}

struct px_sio_socket *px_sio_socket_find(const struct px_sio_client *client, struct px_str nsp)
{
	for (struct px_sio_socket *socket = client->sockets; socket; socket = socket->next) {
		if (px_str_eq(px_str_n(socket->nsp->name, socket->nsp->name_size), nsp))
			return socket;
	}
	return NULL;
}

struct px_sio_socket *px_sio_socket_by_serial(struct px_sio_client *client, uint32_t serial)
{
	for (struct px_sio_socket *socket = client->sockets; socket; socket = socket->next) {
		if (socket->serial == serial)
			return socket->state == PX_SIO_CONNECTED ? socket : NULL;
	}
	return NULL;
}

/* Gives the memory back; what it held is released already. */
static void discard(struct px_sio_socket *socket)
{
	struct px_sio_client *client = socket->client;
	struct px_sio_socket **at = &client->sockets;

	while (*at != socket)
		at = &(*at)->next;
	*at = socket->next;
	client->socket_count--;
	free(socket->offer);
	free(socket->identity);
	px_sio_nsp_release(socket->nsp);
	if (socket == &client->first)
		socket->state = PX_SIO_UNUSED;
	else
		free(socket);
}

/* Connecting */

static void send_connect(struct px_sio_socket *socket)
{
	struct px_buf *buf = &socket->client->home->scratch;

	px_buf_clear(buf);
	px_sio_packet_head(buf, PX_SIO_CONNECT, 0,
			   px_str_n(socket->nsp->name, socket->nsp->name_size), PX_SIO_NO_ID);
	(void)px_buf_printf(buf, "{\"sid\":\"%s\"", socket->id);
	if (socket->pid[0])
		(void)px_buf_printf(buf, ",\"pid\":\"%s\"", socket->pid);
	(void)px_buf_char(buf, '}');
	px_sio_send_scratch(socket);
}

/* Takes up where a lost socket of the same identity left off: its id, and the packets it missed. */
static bool recover(struct px_sio_socket *socket, const struct px_sio_admission *admission,
		    struct px_sio_recovered *recovered)
{
	struct px_sio_recovery *recovery = socket->client->home->server->recovery;
	const struct px_sio_offer *offer = socket->offer;

	if (!recovery || !offer || !socket->identity)
		return false;
	const struct px_sio_claim claim = { offer->pid, offer->offset, socket->nsp->name,
					    socket->identity, admission->rooms };
	if (!px_sio_recovery_take(recovery, &claim, recovered))
		return false;
	memcpy(socket->id, recovered->sid, sizeof(socket->id));
	memcpy(socket->pid, offer->pid, sizeof(socket->pid));
	socket->floor = recovered->upto;
	return true;
}

static void send_missed(struct px_sio_socket *socket, struct px_sio_recovered *recovered)
{
	for (size_t i = 0; i < recovered->frame_count; i++)
		px_eio_send_frame(px_sio_session(socket), recovered->frames[i]);
	px_sio_recovered_release(recovered);
}

/* The socket is one from now on; before anything is sent to it. */
static void let_in(struct px_sio_socket *socket, const struct px_sio_admission *admission,
		   struct px_sio_recovered *recovered)
{
	struct px_sio_client *client = socket->client;
	struct px_sio_server *server = client->home->server;

	socket->state = PX_SIO_CONNECTED;
	px_sio_set_identity(socket, admission->identity);
	socket->recovered = recover(socket, admission, recovered);
	if (server->recovery && socket->identity && !socket->recovered)
		random_id(socket->pid);
	free(socket->offer);
	socket->offer = NULL;
	px_sio_enter_everybody(socket);
	for (const char *const *room = admission->rooms; room && *room; room++)
		px_sio_join(socket, *room);
	atomic_fetch_add(&server->counters.sockets, 1);
	client->refused = 0;
	px_eio_timer_stop(&client->connect_limit);
	px_eio_set_idle(px_sio_session(socket), false);
}

bool px_sio_accept(struct px_sio_socket *socket, const struct px_sio_admission *admission)
{
	static const struct px_sio_admission nobody = { 0 };
	struct px_eio_session *session = px_sio_session(socket);
	struct px_sio_recovered recovered;

	if (socket->client_gone) {
		discard(socket);
		px_eio_unref(session);
		return false;
	}
	let_in(socket, admission ? admission : &nobody, &recovered);
	px_sio_drop_credential(socket->client);
	px_eio_cork(session);
	send_connect(socket);
	if (socket->recovered)
		send_missed(socket, &recovered);
	px_eio_uncork(session);
	px_eio_unref(session);
	return true;
}

void px_sio_set_identity(struct px_sio_socket *socket, const char *identity)
{
	free(socket->identity);
	socket->identity = identity && socket->client->home->server->recovery ? px_strdup(identity) : NULL;
}

void px_sio_reject(struct px_sio_socket *socket, const char *message, const char *data_json)
{
	struct px_eio_session *session = px_sio_session(socket);
	struct px_sio_client *client = socket->client;
	struct px_buf *buf = &client->home->scratch;
	bool gone = socket->client_gone;

	if (!gone) {
		px_buf_clear(buf);
		px_sio_packet_head(buf, PX_SIO_CONNECT_ERROR, 0,
				   px_str_n(socket->nsp->name, socket->nsp->name_size), PX_SIO_NO_ID);
		(void)px_buf_text(buf, "{\"message\":");
		px_json_quote(buf, px_str(message));
		if (data_json)
			(void)px_buf_printf(buf, ",\"data\":%s", data_json);
		(void)px_buf_char(buf, '}');
		px_sio_send_scratch(socket);
	}
	discard(socket);
	if (!gone)
		px_sio_note_refusal(client);
	px_eio_unref(session);
}

void px_sio_turn_away(struct px_sio_socket *socket)
{
	struct px_eio_session *session = px_sio_session(socket);
	struct px_sio_client *client = socket->client;

	discard(socket);
	px_sio_close_client(client, "forced server close");
	px_eio_unref(session);
}

/* Ending */

static bool recoverable(const char *reason)
{
	static const char *const reasons[] = { "transport error", "transport close", "forced close",
					       "ping timeout", "server shutting down",
					       "forced server close" };

	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		if (strcmp(reasons[i], reason) == 0)
			return true;
	}
	return false;
}

void px_sio_socket_end(struct px_sio_socket *socket, const char *reason)
{
	struct px_sio_server *server = socket->client->home->server;
	struct px_eio_session *session = px_sio_session(socket);

	if (socket->state != PX_SIO_CONNECTED)
		return;
	px_eio_ref(session);
	socket->state = PX_SIO_GONE;
	if (socket->identity && recoverable(reason))
		px_sio_recovery_save(server->recovery, socket->pid, socket->id, socket->nsp->name,
				     socket->identity);
	px_sio_leave_all(socket);
	px_sio_drop_waits(socket);
	atomic_fetch_sub(&server->counters.sockets, 1);
	server->config.handlers.disconnect(server->config.arg, socket, reason);
	struct px_sio_client *client = socket->client;
	discard(socket);
	px_sio_when_left(client);
	px_eio_unref(session);
}

static void say_disconnect(struct px_sio_socket *socket)
{
	struct px_buf *buf = &socket->client->home->scratch;

	px_buf_clear(buf);
	px_sio_packet_head(buf, PX_SIO_DISCONNECT, 0,
			   px_str_n(socket->nsp->name, socket->nsp->name_size), PX_SIO_NO_ID);
	px_sio_send_scratch(socket);
	px_sio_socket_end(socket, "server namespace disconnect");
}

void px_sio_disconnect(struct px_sio_socket *socket, bool close_session)
{
	struct px_sio_client *client = socket->client;
	struct px_eio_session *session = px_sio_session(socket);

	if (socket->state != PX_SIO_CONNECTED)
		return;
	px_eio_ref(session);
	if (!close_session) {
		say_disconnect(socket);
	} else {
		while ((socket = px_sio_first_connected(client)))
			say_disconnect(socket);
		px_sio_close_client(client, "forced server close");
	}
	px_eio_unref(session);
}

/* Emitting */

void px_sio_encode_event(struct px_buf *buf, struct px_str nsp, const char *event,
			 struct px_str args, int64_t number, const char *offset)
{
	px_sio_packet_head(buf, PX_SIO_EVENT, 0, nsp, PX_SIO_NO_ID);
	px_sio_packet_event(buf, px_str(event), args);
	if ((!number && !offset) || buf->overflow)
		return;
	buf->size--; /* the bracket */
	if (number)
		(void)px_buf_printf(buf, ",%lld", (long long)number);
	if (offset)
		(void)px_buf_printf(buf, ",\"%s\"", offset);
	(void)px_buf_char(buf, ']');
}

void px_sio_send_scratch(struct px_sio_socket *socket)
{
	struct px_sio_home *home = socket->client->home;

	px_eio_send(px_sio_session(socket), false, px_buf_view(&home->scratch));
	atomic_fetch_add_explicit(&home->server->counters.packets_out, 1, memory_order_relaxed);
	if (home->scratch.capacity > SCRATCH_KEEP)
		px_buf_release(&home->scratch);
}

static struct px_str nsp_name(const struct px_sio_socket *socket)
{
	return px_str_n(socket->nsp->name, socket->nsp->name_size);
}

/* With recovery every event is numbered and kept, and must not overtake those before it. */
static void emit_numbered(struct px_sio_socket *socket, const char *event, struct px_str args)
{
	struct px_sio_home *home = socket->client->home;
	struct px_sio_recovery *recovery = home->server->recovery;
	char offset[PX_SIO_OFFSET];

	px_buf_clear(&home->scratch);
	px_sio_recovery_lock(recovery);
	(void)px_sio_recovery_next(recovery, offset);
	px_sio_encode_event(&home->scratch, nsp_name(socket), event, args, 0, offset);
	struct px_eio_frame *frame = px_eio_frame_new(px_buf_view(&home->scratch));
	px_sio_recovery_add(recovery, socket->nsp->name, socket->id, frame);
	bool behind = atomic_load(&home->posted) > 0;
	px_sio_recovery_unlock(recovery);
	if (behind)
		px_sio_post_to_socket(socket, frame);
	else
		px_eio_send_frame(px_sio_session(socket), frame);
	px_eio_frame_unref(frame);
	atomic_fetch_add_explicit(&home->server->counters.packets_out, 1, memory_order_relaxed);
}

void px_sio_emit(struct px_sio_socket *socket, const char *event, struct px_str args)
{
	struct px_sio_home *home = socket->client->home;

	if (socket->state != PX_SIO_CONNECTED)
		return;
	if (home->server->recovery) {
		emit_numbered(socket, event, args);
		return;
	}
	px_buf_clear(&home->scratch);
	px_sio_encode_event(&home->scratch, nsp_name(socket), event, args, 0, NULL);
	px_sio_send_scratch(socket);
}

void px_sio_emit_volatile(struct px_sio_socket *socket, const char *event, struct px_str args)
{
	struct px_sio_home *home = socket->client->home;

	if (socket->state != PX_SIO_CONNECTED || !px_eio_writable(px_sio_session(socket)))
		return;
	px_buf_clear(&home->scratch);
	px_sio_encode_event(&home->scratch, nsp_name(socket), event, args, 0, NULL);
	px_sio_send_scratch(socket);
}

void px_sio_emit_binary(struct px_sio_socket *socket, const char *event, struct px_str args,
			const struct px_str *attachments, size_t count)
{
	struct px_sio_home *home = socket->client->home;
	struct px_eio_session *session = px_sio_session(socket);

	if (count == 0) {
		px_sio_emit(socket, event, args);
		return;
	}
	if (socket->state != PX_SIO_CONNECTED)
		return;
	px_buf_clear(&home->scratch);
	px_sio_packet_head(&home->scratch, PX_SIO_BINARY_EVENT, count, nsp_name(socket), PX_SIO_NO_ID);
	px_sio_packet_event(&home->scratch, px_str(event), args);
	px_eio_cork(session);
	px_sio_send_scratch(socket);
	for (size_t i = 0; i < count; i++)
		px_eio_send(session, true, attachments[i]);
	px_eio_uncork(session);
}

/* Access */

void px_sio_set_data(struct px_sio_socket *socket, void *data)
{
	socket->data = data;
}

void *px_sio_data(const struct px_sio_socket *socket)
{
	return socket->data;
}

const char *px_sio_id(const struct px_sio_socket *socket)
{
	return socket->id;
}

const char *px_sio_nsp(const struct px_sio_socket *socket)
{
	return socket->nsp->name;
}

bool px_sio_recovered(const struct px_sio_socket *socket)
{
	return socket->recovered;
}

const char *px_sio_peer(const struct px_sio_socket *socket)
{
	return socket->client->peer;
}

struct px_str px_sio_credential(const struct px_sio_socket *socket)
{
	return px_str(socket->client->credential);
}

struct px_loop *px_sio_loop(const struct px_sio_socket *socket)
{
	return socket->client->home->loop;
}
