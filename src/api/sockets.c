/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket.IO events.
 *
 * Client to server, all with ack: chat:send {text, ...}, chat:cancel {client_id},
 * sync {since}, auth:refresh {token}.  Server to client, room user:<id>, each with the
 * room's sequence number as last argument: chat:message, task, event,
 * project; chat:status and chat:delta while a turn waits (api/turn_events.h).
 * The token of CONNECT decides the user, or the session cookie of a
 * page of ours; the socket joins user:<id> and session:<id>, so that a revoked
 * session is cut off at once.
 */
#include "api/api_internal.h"

#include "api/browser.h"
#include "api/chat_socket.h"
#include "api/peers.h"
#include "api/problem.h"
#include "api/room.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <stdlib.h>

enum { IDENTITY_MAX = 128 };

static bool take_limit(struct px_peer *peer, enum px_limit_class class, struct px_error *error)
{
	struct px_limit_caller caller = { peer->principal.user, peer->principal.session,
					  peer->address };
	struct px_limit_result result;

	px_limit_take(peer->api->parts.limiter, class, &caller, 1, &result);
	if (!result.allowed)
		(void)!px_fail(error, PX_RATE_LIMITED, NULL, "too many messages; wait %u s", result.retry_after);
	return result.allowed;
}

static enum px_err check_object(const json_t *argument, const char *event, struct px_error *error)
{
	if (json_is_object(argument))
		return PX_OK;
	return px_fail(error, PX_INVALID, NULL, "%s takes one object", event);
}

static enum px_err chat_send(struct px_peer *peer, const json_t *argument, struct px_sio_ack *ack,
			     struct px_error *error)
{
	struct px_api *api = peer->api;
	enum px_err err = check_object(argument, "chat:send", error);

	if (!err && !(peer->principal.scopes & PX_SCOPE_CHAT))
		err = px_fail(error, PX_FORBIDDEN, NULL, "this token lacks the scope \"chat\"");
	if (!err && !take_limit(peer, PX_LIMIT_CHAT, error))
		err = PX_RATE_LIMITED;
	if (err)
		return err;
	return px_chat_socket_send(api, peer->principal.user, argument, ack, error);
}

/* chat:cancel {client_id} or {turn_id}: the ack comes with the turn as it ended. */
static enum px_err chat_cancel(struct px_peer *peer, const json_t *argument, struct px_sio_ack *ack,
			       struct px_error *error)
{
	enum px_err err = check_object(argument, "chat:cancel", error);

	if (!err && !(peer->principal.scopes & PX_SCOPE_CHAT))
		err = px_fail(error, PX_FORBIDDEN, NULL, "this token lacks the scope \"chat\"");
	if (!err && !take_limit(peer, PX_LIMIT_EVENT, error))
		err = PX_RATE_LIMITED;
	return err ? err : px_chat_socket_cancel(peer->api, peer->principal.user, argument, ack, error);
}

/* Whatever decides what a socket may be told: another user, login or scope must not inherit it. */
static void write_identity(const struct px_principal *principal, char identity[IDENTITY_MAX])
{
	char user[PX_ID_TEXT + 1], session[PX_ID_TEXT + 1];

	px_id_format(principal->user, user);
	px_id_format(principal->session, session);
	snprintf(identity, IDENTITY_MAX, "%s %s %x %d", user, session, principal->scopes, principal->admin);
}

/* Who may see by other ways what is told in the user's room. */
static bool may_listen(const struct px_principal *principal)
{
	return principal->scopes & (PX_SCOPE_READ | PX_SCOPE_CHAT);
}

/* The renewed token's rights hold from now on, also for what the socket is told. */
static void apply_renewal(struct px_peer *peer, const struct px_principal *principal)
{
	char identity[IDENTITY_MAX], room[PX_ROOM_MAX];

	peer->principal = *principal;
	write_identity(principal, identity);
	px_sio_set_identity(peer->socket, identity);
	px_room_name(room, "user", principal->user);
	if (may_listen(principal))
		px_sio_join(peer->socket, room);
	else
		px_sio_leave(peer->socket, room);
}

/* The same login with a fresh token; another user's or session's is refused. */
static void renewed(struct px_peer *peer, const struct px_principal *principal, enum px_err err, void *arg)
{
	struct px_sio_ack *ack = arg;
	struct px_error error;

	if (!err && !(px_id_eq(principal->user, peer->principal.user) &&
		      px_id_eq(principal->session, peer->principal.session)))
		err = PX_FORBIDDEN;
	if (err) {
		(void)!px_fail(&error, err, "token", "that token does not continue this login");
		px_ack_error(ack, err, &error);
		return;
	}
	if (peer->socket)
		apply_renewal(peer, principal);
	if (ack)
		px_sio_ack_send(ack, PX_STR("[{\"ok\":true}]"));
}

/* A page's token has expired: the session that it was of decides.  What can't be asked now is asked again. */
static void session_renewed(struct px_peer *peer, const struct px_principal *principal, enum px_err err, void *arg)
{
	(void)arg;
	if (!peer->socket)
		return;
	if (!err)
		apply_renewal(peer, principal);
	else if (err == PX_UNAUTHORIZED)
		px_sio_disconnect(peer->socket, false);
}

static enum px_err auth_refresh(struct px_peer *peer, const json_t *argument, struct px_sio_ack *ack,
				struct px_error *error)
{
	struct px_str token = px_json_string(json_object_get(argument, "token"));
	enum px_err err = check_object(argument, "auth:refresh", error);

	if (!err && !token.data)
		err = px_fail(error, PX_INVALID, "token", "auth:refresh takes {\"token\": \"...\"}");
	if (!err && !take_limit(peer, PX_LIMIT_EVENT, error))
		err = PX_RATE_LIMITED;
	if (!err)
		px_peer_identify(peer, token, renewed, ack);
	return err;
}

/* sync {since}: what the user's room has had after that number, or "reload". */
static enum px_err sync_room(struct px_peer *peer, const json_t *argument, struct px_sio_ack *ack,
			struct px_error *error)
{
	const json_t *since = json_object_get(argument, "since");
	enum px_err err = check_object(argument, "sync", error);

	if (!err && !json_is_integer(since))
		err = px_fail(error, PX_INVALID, "since", "since must be a sequence number");
	if (!err && !(peer->principal.scopes & PX_SCOPE_READ))
		err = px_fail(error, PX_FORBIDDEN, NULL, "this token lacks the scope \"read\"");
	if (!err && !take_limit(peer, PX_LIMIT_EVENT, error))
		err = PX_RATE_LIMITED;
	return err ? err : px_room_sync(peer->api, peer->principal.user, json_integer_value(since), ack, error);
}

/* A handler that returns PX_OK has taken the ack along. */
static const struct {
	const char *name;
	enum px_err (*handle)(struct px_peer *peer, const json_t *argument, struct px_sio_ack *ack,
			      struct px_error *error);
} events[] = {
	{ "chat:send", chat_send },
	{ "chat:cancel", chat_cancel },
	{ "sync", sync_room },
	{ "auth:refresh", auth_refresh },
};

static void on_event(void *arg, struct px_sio_socket *socket, struct px_str name,
		     const struct px_sio_args *args, struct px_sio_ack *ack)
{
	struct px_peer *peer = px_sio_data(socket);
	struct px_error error;
	enum px_err err = PX_NOT_FOUND;
	size_t i = 0;

	(void)arg;
	while (i < sizeof(events) / sizeof(events[0]) && !px_str_eq(name, px_str(events[i].name)))
		i++;
	if (i < sizeof(events) / sizeof(events[0]))
		err = events[i].handle(peer, json_array_get(px_sio_args_json(args), 0), ack, &error);
	else if (!take_limit(peer, PX_LIMIT_EVENT, &error))
		err = PX_RATE_LIMITED;
	else
		(void)!px_fail(&error, err, NULL, "there is no event \"%.*s\"", PX_STR_ARG(name));
	if (err)
		px_ack_error(ack, err, &error);
}

static void on_disconnect(void *arg, struct px_sio_socket *socket, const char *reason)
{
	struct px_api *api = arg;

	(void)reason;
	px_peer_ended(api->peers, px_sio_data(socket));
}

/* Refuses for good: the client must change something first. */
static void reject(struct px_peer *peer, enum px_err err, const char *message)
{
	struct px_sio_socket *socket = peer->socket;
	char data[64];

	snprintf(data, sizeof(data), "{\"code\":\"%s\"}", px_err_name(err));
	px_peer_ended(peer->api->peers, peer);
	px_sio_reject(socket, message, data);
}

/* Refuses for now: a client that was told CONNECT_ERROR would never try again by itself. */
static void turn_away(struct px_peer *peer, const char *why)
{
	struct px_sio_socket *socket = peer->socket;

	px_log(PX_LOG_DEBUG, "api", "socket refused for now", PX_LF("reason", why),
	       PX_LF("address", peer->address));
	px_peer_ended(peer->api->peers, peer);
	px_sio_turn_away(socket);
}

/* Connects the socket and joins it to its rooms; false if the client went meanwhile. */
static bool let_in(struct px_peer *peer)
{
	const struct px_principal *principal = &peer->principal;
	char identity[IDENTITY_MAX], user[PX_ROOM_MAX], session[PX_ROOM_MAX];
	const char *const rooms[] = { session, may_listen(principal) ? user : NULL, NULL };

	write_identity(principal, identity);
	px_room_name(user, "user", principal->user);
	px_room_name(session, "session", principal->session);
	return px_sio_accept(peer->socket, &(struct px_sio_admission){ identity, rooms });
}

/* Counts the connection in; false if there are too many of the user's, or too often. */
static bool count_in(struct px_peer *peer)
{
	struct px_limiter *limiter = peer->api->parts.limiter;
	const struct px_limit_caller caller = { peer->principal.user, peer->principal.session, peer->address };
	struct px_limit_result rate;

	px_limit_take(limiter, PX_LIMIT_CONNECT, &caller, 1, &rate);
	return rate.allowed && px_limit_connect(limiter, peer->principal.user, peer->address);
}

static void identified(struct px_peer *peer, const struct px_principal *principal, enum px_err err, void *arg)
{
	struct px_api *api = peer->api;

	(void)arg;
	if (err == PX_UNAUTHORIZED) {
		reject(peer, err, "this token is not valid");
		return;
	}
	if (err) {
		turn_away(peer, "identity can't be checked now");
		return;
	}
	peer->principal = *principal;
	if (!count_in(peer)) {
		turn_away(peer, "too many connections");
		return;
	}
	peer->counted = true;
	if (!let_in(peer)) {
		px_peer_ended(api->peers, peer);
		return;
	}
	px_peer_connected(api->peers, peer);
	/* Revoked after it was looked up: the room was still empty when that was told. */
	if (px_auth_is_revoked(api->parts.auth, principal->session))
		px_sio_disconnect(peer->socket, true);
}

static void on_connect(void *arg, struct px_sio_socket *socket, const char *nsp, json_t *auth)
{
	struct px_peer *peer = px_peer_new(arg, socket);
	struct px_str token = px_json_string(json_object_get(auth, "token"));

	if (!token.data) {
		token = px_sio_credential(socket);
		peer->by_cookie = token.data != NULL;
	}
	snprintf(peer->address, sizeof(peer->address), "%s", px_sio_peer(socket));
	px_sio_set_data(socket, peer);
	if (strcmp(nsp, "/") != 0)
		reject(peer, PX_NOT_FOUND, "Invalid namespace");
	else if (!token.data)
		reject(peer, PX_UNAUTHORIZED, "send a token, auth: {token}, or a session cookie of this origin");
	else
		px_peer_identify(peer, token, identified, NULL);
}

static struct px_str find_credential(void *arg, const struct px_http_exchange *handshake)
{
	return px_browser_socket_token(arg, handshake);
}

static void write_address(void *arg, const struct px_http_request *handshake, const char *peer,
			  char address[PX_SIO_ADDRESS])
{
	const struct px_api *api = arg;

	px_proxies_client(api->proxies, handshake, peer, address);
}

/* A login ended, here or on another node: its tokens are no good any more, and its sockets go. */
static void on_revoked(struct px_api *api, const char *topic)
{
	struct px_str session;
	struct px_id id;

	if (px_str_eq(px_str_cut(px_str(topic), ':', &session), PX_STR("session")) && px_id_parse(session, &id))
		px_auth_apply_revocation(api->parts.auth, id);
	px_sio_disconnect_room(api->sockets, "/", topic);
}

/* What nodes tell each other. */
static void on_nodes(struct px_api *api, const char *name, struct px_str json)
{
	if (strcmp(name, PX_BUS_MISSED) == 0)
		px_sio_reload_all(api->sockets, "/");
	else if (strcmp(name, PX_BUS_LOGIN) == 0 && px_limit_login_hear(api->parts.limiter, json) != PX_OK)
		px_log(PX_LOG_WARN, "api", "another node's word of a login was not understood");
}

/* The bus has something for a topic; rooms are named like topics. */
static void on_bus(void *arg, const struct px_bus_event *event)
{
	struct px_api *api = arg;
	char topic[PX_BUS_TOPIC_MAX + 1], name[64];
	struct px_buf args = PX_BUF_INIT(PX_BUS_PAYLOAD_MAX + 16);

	snprintf(topic, sizeof(topic), "%.*s", PX_STR_ARG(event->topic));
	snprintf(name, sizeof(name), "%.*s", PX_STR_ARG(event->name));
	if (strcmp(topic, PX_BUS_NODES) == 0) {
		on_nodes(api, name, event->json);
		return;
	}
	if (strcmp(name, "revoked") == 0) {
		on_revoked(api, topic);
		return;
	}
	(void)px_buf_char(&args, '[');
	(void)px_buf_str(&args, event->json);
	(void)px_buf_char(&args, ']');
	if (event->seq)
		(void)px_sio_to_room_seq(api->sockets, "/", topic, name, px_buf_view(&args), event->seq);
	else
		px_sio_to_room(api->sockets, "/", topic, name, px_buf_view(&args));
	px_buf_release(&args);
}

enum px_err px_sockets_new(struct px_api *api, struct px_error *error)
{
	const struct px_config *config = api->parts.config;
	struct px_sio_config sio = px_sio_config_default;

	sio.path = "/socket.io/";
	sio.ping_interval_ms = (unsigned)config->ping_interval_ms;
	sio.ping_timeout_ms = (unsigned)config->ping_timeout_ms;
	sio.connect_timeout_ms = (unsigned)config->connect_timeout_ms;
	sio.send_queue = (size_t)config->socket_queue_bytes;
	sio.reload_event = "reload";
	sio.recovery_ms = (unsigned)config->recovery_ms;
	sio.recovery_bytes = sio.replay_bytes = (size_t)config->recovery_mb << 20;
	sio.recovery_room_bytes = sio.replay_room_bytes = (size_t)config->recovery_user_kb << 10;
	sio.replay_several = config->nodes;
	sio.idle_sessions = (size_t)config->idle_sessions;
	sio.idle_sessions_per_address = (size_t)config->idle_sessions_per_address;
	sio.deflate = config->socket_deflate;
	sio.origins = api->origins;
	sio.loops = api->parts.loops;
	sio.loop_count = api->parts.loop_count;
	sio.handlers = (struct px_sio_handlers){ on_connect, on_event, on_disconnect, write_address, find_credential };
	sio.arg = api;
	enum px_err err = px_peers_new(api, session_renewed, &api->peers, error);
	if (!err)
		err = px_sio_server_new(&sio, &api->sockets, error);
	return err ? err : px_bus_subscribe(api->parts.bus, on_bus, api);
}

void px_sockets_free(struct px_api *api)
{
	px_bus_unsubscribe(api->parts.bus, on_bus, api);
	if (api->sockets)
		px_sio_server_free(api->sockets);
	px_peers_free(api->peers);
}
