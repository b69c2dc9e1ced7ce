/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket.IO events.
 *
 * Client to server, all with ack: chat:send {text, ...}, chat:cancel,
 * sync {since}, auth:refresh {token}.  Server to client, room user:<id>, each with the
 * room's sequence number as last argument: chat:message, task, event,
 * project.  The token of CONNECT decides the user; the socket joins
 * user:<id> and session:<id>, so that a revoked session is cut off at once.
 */
#include "api/api_internal.h"

#include "api/chat.h"
#include "api/peers.h"
#include "api/problem.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <stdlib.h>

enum { ACK_MAX = 4 << 20, ROOM_MAX = 64 };

static void room_name(char room[ROOM_MAX], const char *kind, struct px_id id)
{
	char text[PX_ID_TEXT + 1];

	px_id_format(id, text);
	snprintf(room, ROOM_MAX, "%s:%s", kind, text);
}

/* One event on its way through a shard. */
struct socket_call {
	struct px_job job;
	struct px_api *api;
	struct px_id user;
	struct px_sio_ack *ack;
	json_t *input;
	struct px_arena arena;
	struct px_turn turn;
};

static void ack_error(struct px_sio_ack *ack, enum px_err err, const struct px_error *error)
{
	struct px_buf out = PX_BUF_INIT(4096);

	if (!ack)
		return;
	(void)px_buf_text(&out, "[{\"ok\":false,\"error\":");
	px_problem_write(err, 0, error, NULL, &out);
	(void)px_buf_text(&out, "}]");
	px_sio_ack_send(ack, px_buf_view(&out));
	px_buf_release(&out);
}

static void ack_turn(struct px_sio_ack *ack, struct px_turn *turn)
{
	struct px_buf out = PX_BUF_INIT(ACK_MAX);

	if (!ack)
		return;
	(void)px_buf_text(&out, "[{\"ok\":true,\"turn\":");
	(void)px_buf_text(&out, px_turn_json(turn));
	(void)px_buf_text(&out, "}]");
	px_sio_ack_send(ack, px_buf_view(&out));
	px_buf_release(&out);
}

static void free_socket_call(struct socket_call *call)
{
	px_turn_release(&call->turn);
	json_decref(call->input);
	px_arena_release(&call->arena);
	free(call);
}

/* On the commit thread or the shard's, whoever is done last. */
static void turn_committed(void *arg, enum px_err err)
{
	struct socket_call *call = arg;
	struct px_error error;

	px_cache_bump(call->api->cache, call->user); /* also if it failed: somebody may have read it */
	if (err) {
		(void)!px_fail(&error, err, NULL, "the message could not be written to disk");
		ack_error(call->ack, err, &error);
	} else {
		if (!call->turn.repeated) {
			px_publish_changes(call->api, call->user, call->turn.changes, call->turn.change_count);
			px_publish(call->api, call->user, "chat:message", px_turn_json(&call->turn));
		}
		ack_turn(call->ack, &call->turn);
	}
	free_socket_call(call);
}

static void chat_job(struct px_job *job)
{
	struct socket_call *call = (struct socket_call *)job;
	struct px_turn_input input;
	struct px_error error = { .code = PX_OK };
	int64_t started = px_clock_mono();
	enum px_err err = px_chat_input(call->input, call->user, &call->arena, &input, &error);

	if (!err)
		err = px_turn_run(call->api->parts.store, &input, &call->turn, &error);
	px_histogram_add(&call->api->turns, px_clock_mono() - started);
	if (err) {
		ack_error(call->ack, err, &error);
		free_socket_call(call);
		return;
	}
	px_turn_commit(&call->turn, turn_committed, call);
}

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
	struct socket_call *call = px_calloc(1, sizeof(*call));
	call->job.run = chat_job;
	call->api = api;
	call->user = peer->principal.user;
	call->ack = ack;
	call->input = json_deep_copy(argument); /* another thread's: nothing may be shared with this one */
	px_arena_init(&call->arena);
	if (px_shard_post(api->parts.shards, call->user, &call->job))
		return PX_OK;
	free_socket_call(call);
	return px_fail(error, PX_UNAVAILABLE, NULL, "too busy or shutting down; try again");
}

/*
 * chat:cancel {client_id}: a turn of the built-in engine is one step on the
 * user's shard and done before this could reach it, so there is never one to
 * stop; undo takes back what it did.
 */
static enum px_err chat_cancel(struct px_peer *peer, const json_t *argument, struct px_sio_ack *ack,
			       struct px_error *error)
{
	enum px_err err = check_object(argument, "chat:cancel", error);

	(void)ack;
	if (!err && !(peer->principal.scopes & PX_SCOPE_CHAT))
		err = px_fail(error, PX_FORBIDDEN, NULL, "this token lacks the scope \"chat\"");
	if (!err && !take_limit(peer, PX_LIMIT_EVENT, error))
		err = PX_RATE_LIMITED;
	return err ? err : px_fail(error, PX_NOT_FOUND, "client_id", "no turn is under way; undo takes back the last one");
}

/* sync {since}: what the user's room has had after that number, or "reload". */
static enum px_err sync_room(struct px_peer *peer, const json_t *argument, struct px_sio_ack *ack,
			     struct px_error *error)
{
	const json_t *since = json_object_get(argument, "since");
	struct px_buf out = PX_BUF_INIT(ACK_MAX);
	char room[ROOM_MAX];
	enum px_err err = check_object(argument, "sync", error);

	if (!err && !json_is_integer(since))
		err = px_fail(error, PX_INVALID, "since", "since must be a sequence number");
	if (!err && !(peer->principal.scopes & PX_SCOPE_READ))
		err = px_fail(error, PX_FORBIDDEN, NULL, "this token lacks the scope \"read\"");
	if (!err && !take_limit(peer, PX_LIMIT_EVENT, error))
		err = PX_RATE_LIMITED;
	if (err)
		return err;
	room_name(room, "user", peer->principal.user);
	(void)px_buf_text(&out, "[{\"ok\":true,\"sync\":");
	px_sio_room_since(peer->api->sockets, "/", room, json_integer_value(since), &out);
	(void)px_buf_text(&out, "}]");
	if (ack)
		px_sio_ack_send(ack, px_buf_view(&out));
	px_buf_release(&out);
	return PX_OK;
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
		ack_error(ack, err, &error);
		return;
	}
	peer->principal = *principal;
	if (ack)
		px_sio_ack_send(ack, PX_STR("[{\"ok\":true}]"));
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
		ack_error(ack, err, &error);
}

static void on_disconnect(void *arg, struct px_sio_socket *socket, const char *reason)
{
	struct px_api *api = arg;

	(void)reason;
	px_peer_ended(api->peers, px_sio_data(socket));
}

static void reject(struct px_peer *peer, enum px_err err, const char *message)
{
	struct px_sio_socket *socket = peer->socket;
	char data[64];

	snprintf(data, sizeof(data), "{\"code\":\"%s\"}", px_err_name(err));
	px_peer_ended(peer->api->peers, peer);
	px_sio_reject(socket, message, data);
}

static void identified(struct px_peer *peer, const struct px_principal *principal, enum px_err err, void *arg)
{
	struct px_limiter *limiter = peer->api->parts.limiter;
	struct px_sio_socket *socket = peer->socket;
	const char *address = peer->address;
	char room[ROOM_MAX];
	struct px_limit_result rate;

	(void)arg;
	if (err) {
		reject(peer, err, err == PX_UNAUTHORIZED ? "this token is not valid" : "identity can't be checked now");
		return;
	}
	peer->principal = *principal;
	px_limit_take(limiter, PX_LIMIT_CONNECT, &(struct px_limit_caller){ principal->user, principal->session, address },
		      1, &rate);
	if (!rate.allowed || !px_limit_connect(limiter, principal->user, address)) {
		reject(peer, PX_RATE_LIMITED, "too many connections");
		return;
	}
	if (!px_sio_accept(socket)) { /* the client went meanwhile, and the socket with it */
		px_limit_disconnect(limiter, principal->user, address);
		px_peer_ended(peer->api->peers, peer);
		return;
	}
	peer->counted = true;
	px_peer_connected(peer->api->peers, peer);
	room_name(room, "user", principal->user);
	if (principal->scopes & (PX_SCOPE_READ | PX_SCOPE_CHAT)) /* who may see by other ways what is told here */
		px_sio_join(socket, room);
	room_name(room, "session", principal->session);
	px_sio_join(socket, room);
}

static void on_connect(void *arg, struct px_sio_socket *socket, const char *nsp, json_t *auth,
		       const struct px_http_request *handshake)
{
	struct px_peer *peer = px_peer_new(arg, socket);
	struct px_str token = px_json_string(json_object_get(auth, "token"));

	if (handshake)
		px_proxies_client(peer->api->proxies, handshake, px_sio_peer(socket), peer->address);
	else
		snprintf(peer->address, sizeof(peer->address), "%s", px_sio_peer(socket));
	px_sio_set_data(socket, peer);
	if (strcmp(nsp, "/") != 0)
		reject(peer, PX_NOT_FOUND, "Invalid namespace");
	else if (!token.data)
		reject(peer, PX_UNAUTHORIZED, "send a token: auth: {token}");
	else
		px_peer_identify(peer, token, identified, NULL);
}

/* The bus has something for a topic; rooms are named like topics. */
static void on_bus(void *arg, const struct px_bus_event *event)
{
	struct px_api *api = arg;
	char topic[PX_BUS_TOPIC_MAX + 1], name[64];
	struct px_buf args = PX_BUF_INIT(PX_BUS_PAYLOAD_MAX + 16);

	snprintf(topic, sizeof(topic), "%.*s", PX_STR_ARG(event->topic));
	snprintf(name, sizeof(name), "%.*s", PX_STR_ARG(event->name));
	if (strcmp(name, "revoked") == 0) {
		px_sio_disconnect_room(api->sockets, "/", topic);
		return;
	}
	(void)px_buf_char(&args, '[');
	(void)px_buf_str(&args, event->json);
	(void)px_buf_char(&args, ']');
	(void)px_sio_to_room_seq(api->sockets, "/", topic, name, px_buf_view(&args));
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
	sio.deflate = config->socket_deflate;
	sio.origins = api->origins;
	sio.loops = api->parts.loops;
	sio.loop_count = api->parts.loop_count;
	sio.handlers = (struct px_sio_handlers){ on_connect, on_event, on_disconnect };
	sio.arg = api;
	enum px_err err = px_peers_new(api, &api->peers, error);
	if (!err)
		err = px_sio_server_new(&sio, &api->sockets, error);
	return err ? err : px_bus_subscribe(api->parts.bus, on_bus, api);
}

void px_sockets_free(struct px_api *api)
{
	if (api->sockets)
		px_sio_server_free(api->sockets);
	px_peers_free(api->peers);
}
