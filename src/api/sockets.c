/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket.IO events.
 *
 * Client to server, all with ack: chat:send {text, ...}, auth:refresh
 * {token}.  Server to client, room user:<id>: chat:message, task, event,
 * project.  The token of CONNECT decides the user; the socket joins
 * user:<id> and session:<id>, so that a revoked session is cut off at once.
 */
#include "api/api_internal.h"

#include "api/chat.h"
#include "api/problem.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <stdlib.h>

enum { ACK_MAX = 4 << 20 };

struct peer { /* of one socket; lives on its loop */
	struct px_api *api;
	struct px_principal principal;
	char address[64];
	bool counted;
};

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
	px_problem_write(err, error, NULL, &out);
	(void)px_buf_text(&out, "}]");
	px_sio_ack_send(ack, px_buf_view(&out));
	px_buf_release(&out);
}

static void ack_turn(struct px_sio_ack *ack, const struct px_turn *turn)
{
	struct px_buf out = PX_BUF_INIT(ACK_MAX);

	if (!ack)
		return;
	(void)px_buf_text(&out, "[{\"ok\":true,\"turn\":");
	(void)px_buf_text(&out, turn->json);
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

/* On the commit thread. */
static void turn_committed(void *arg, enum px_err err)
{
	struct socket_call *call = arg;
	struct px_error error;

	if (err) {
		(void)!px_fail(&error, err, NULL, "the message could not be written to disk");
		ack_error(call->ack, err, &error);
	} else {
		px_cache_bump(call->api->cache, call->user);
		if (!call->turn.repeated) {
			px_publish_changes(call->api, call->user, call->turn.changes, call->turn.change_count);
			px_publish(call->api, call->user, "chat:message", call->turn.json);
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

static bool take_limit(struct px_api *api, const struct peer *peer, enum px_limit_class class,
		       struct px_error *error)
{
	struct px_limit_caller caller = { peer->principal.user, peer->principal.session, peer->address };
	struct px_limit_result result;

	px_limit_take(api->parts.limiter, class, &caller, 1, &result);
	if (!result.allowed)
		(void)!px_fail(error, PX_RATE_LIMITED, NULL, "too many messages; wait %u s", result.retry_after);
	return result.allowed;
}

static void chat_send(struct px_api *api, const struct peer *peer, const json_t *argument,
		      struct px_sio_ack *ack)
{
	struct px_error error;

	if (!(peer->principal.scopes & PX_SCOPE_CHAT)) {
		(void)!px_fail(&error, PX_FORBIDDEN, NULL, "this token lacks the scope \"chat\"");
		ack_error(ack, PX_FORBIDDEN, &error);
		return;
	}
	if (!json_is_object(argument)) {
		(void)!px_fail(&error, PX_INVALID, NULL, "chat:send takes an object such as {\"text\": \"...\"}");
		ack_error(ack, PX_INVALID, &error);
		return;
	}
	if (!take_limit(api, peer, PX_LIMIT_CHAT, &error)) {
		ack_error(ack, PX_RATE_LIMITED, &error);
		return;
	}
	struct socket_call *call = px_calloc(1, sizeof(*call));
	call->job.run = chat_job;
	call->api = api;
	call->user = peer->principal.user;
	call->ack = ack;
	call->input = json_incref((json_t *)argument);
	px_arena_init(&call->arena);
	if (!px_shard_post(api->parts.shards, call->user, &call->job)) {
		(void)!px_fail(&error, PX_UNAVAILABLE, NULL, "too busy or shutting down; try again");
		ack_error(ack, PX_UNAVAILABLE, &error);
		free_socket_call(call);
	}
}

static void on_event(void *arg, struct px_sio_socket *socket, struct px_str name,
		     const struct px_sio_args *args, struct px_sio_ack *ack)
{
	struct px_api *api = arg;
	const struct peer *peer = px_sio_data(socket);
	struct px_error error;

	if (peer->principal.expires != PX_TIME_NONE && peer->principal.expires <= px_clock_now()) {
		if (ack)
			px_sio_ack_drop(ack);
		px_sio_disconnect(socket, false);
		return;
	}
	if (px_str_eq(name, PX_STR("chat:send"))) {
		chat_send(api, peer, json_array_get(px_sio_args_json(args), 0), ack);
		return;
	}
	(void)!px_fail(&error, PX_NOT_FOUND, NULL, "there is no event \"%.*s\"", PX_STR_ARG(name));
	ack_error(ack, PX_NOT_FOUND, &error);
}

static void free_peer(struct peer *peer)
{
	if (peer->counted)
		px_limit_disconnect(peer->api->parts.limiter, peer->principal.user, peer->address);
	free(peer);
}

static void on_disconnect(void *arg, struct px_sio_socket *socket, const char *reason)
{
	(void)arg;
	(void)reason;
	free_peer(px_sio_data(socket));
	px_sio_set_data(socket, NULL);
}

static void reject(struct px_sio_socket *socket, struct peer *peer, enum px_err err, const char *message)
{
	char data[64];

	snprintf(data, sizeof(data), "{\"code\":\"%s\"}", px_err_name(err));
	free_peer(peer);
	px_sio_set_data(socket, NULL);
	px_sio_reject(socket, message, data);
}

static void accept_peer(struct px_sio_socket *socket, struct peer *peer)
{
	char id[PX_ID_TEXT + 1], room[64];

	peer->counted =
		px_limit_connect(peer->api->parts.limiter, peer->principal.user, peer->address);
	if (!peer->counted) {
		reject(socket, peer, PX_RATE_LIMITED, "too many connections");
		return;
	}
	px_sio_accept(socket);
	px_id_format(peer->principal.user, id);
	snprintf(room, sizeof(room), "user:%s", id);
	px_sio_join(socket, room);
	px_id_format(peer->principal.session, id);
	snprintf(room, sizeof(room), "session:%s", id);
	px_sio_join(socket, room);
}

static void on_connect(void *arg, struct px_sio_socket *socket, const char *nsp, json_t *auth,
		       const struct px_http_request *handshake)
{
	struct px_api *api = arg;
	struct peer *peer = px_calloc(1, sizeof(*peer));
	struct px_str token = px_json_string(json_object_get(auth, "token"));

	(void)handshake;
	peer->api = api;
	px_sio_set_data(socket, peer);
	if (strcmp(nsp, "/") != 0)
		reject(socket, peer, PX_NOT_FOUND, "Invalid namespace");
	else if (!token.data)
		reject(socket, peer, PX_UNAUTHORIZED, "send a token: auth: {token}");
	else if (px_auth_check(api->parts.auth, token, &peer->principal) == PX_AUTH_OK)
		accept_peer(socket, peer);
	else
		reject(socket, peer, PX_UNAUTHORIZED, "this token is not valid");
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
	px_sio_to_room(api->sockets, "/", topic, name, px_buf_view(&args));
	px_buf_release(&args);
}

enum px_err px_sockets_new(struct px_api *api, struct px_error *error)
{
	const struct px_config *config = api->parts.config;
	struct px_sio_config sio = {
		.path = "/socket.io/",
		.ping_interval_ms = (unsigned)config->ping_interval_ms,
		.ping_timeout_ms = (unsigned)config->ping_timeout_ms,
		.connect_timeout_ms = (unsigned)config->connect_timeout_ms,
		.max_payload = 1000000,
		.max_attachments = 10,
		.send_queue = (size_t)config->socket_queue_bytes,
		.recovery_ms = (unsigned)config->recovery_ms,
		.recovery_packets = 256,
		.deflate = config->socket_deflate,
		.loops = api->parts.loops,
		.loop_count = api->parts.loop_count,
		.handlers = { .connect = on_connect, .event = on_event, .disconnect = on_disconnect },
		.arg = api,
	};
	enum px_err err = px_sio_server_new(&sio, &api->sockets, error);

	return err ? err : px_bus_subscribe(api->parts.bus, on_bus, api);
}

void px_sockets_free(struct px_api *api)
{
	if (api->sockets)
		px_sio_server_free(api->sockets);
}
