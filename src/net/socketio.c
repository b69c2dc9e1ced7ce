/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server: configuration, its parts on each loop, its end.
 */
#include "net/socketio.h"

#include "base/mem.h"
#include "net/sio_internal.h"

#include <stdlib.h>

const struct px_sio_config px_sio_config_default = {
	.path = "/socket.io/",
	.ping_interval_ms = 25000,
	.ping_timeout_ms = 20000,
	.connect_timeout_ms = 45000,
	.upgrade_timeout_ms = 10000,
	.ack_timeout_ms = 30000,
	.max_payload = 1000000,
	.max_attachments = 10,
	.send_queue = 1024 * 1024,
	.reload_event = "reload",
	.recovery_bytes = 32 << 20,
	.recovery_room_bytes = 1 << 20,
	.replay_events = 256,
	.replay_rooms = 4096,
	.replay_bytes = 32 << 20,
	.replay_room_bytes = 1 << 20,
	.idle_sessions = 4096,
	.idle_sessions_per_address = 256,
};

/* Zeros of the caller's mean the default, where zero makes no sense. */
static void fill_defaults(struct px_sio_config *config)
{
	const struct px_sio_config *base = &px_sio_config_default;

	if (!config->upgrade_timeout_ms)
		config->upgrade_timeout_ms = base->upgrade_timeout_ms;
	if (!config->ack_timeout_ms)
		config->ack_timeout_ms = base->ack_timeout_ms;
	if (!config->send_queue)
		config->send_queue = base->send_queue;
	if (!config->replay_events)
		config->replay_events = base->replay_events;
	if (!config->replay_rooms)
		config->replay_rooms = base->replay_rooms;
}

static void init_home(void *arg)
{
	struct px_sio_home *home = arg;
	struct px_sio_server *server = home->server;
	struct px_eio_clock *clock = px_eio_clock_of(server->eio, (unsigned)(home - server->homes));

	px_eio_clock_add(clock, &home->connect_limit, server->config.connect_timeout_ms,
			 px_sio_on_connect_limit);
	px_eio_clock_add(clock, &home->ack_limit, server->config.ack_timeout_ms,
			 px_sio_on_ack_limit);
	px_map_init(&home->nsps);
	px_buf_init(&home->scratch, SIZE_MAX / 4);
}

static struct px_eio_config engine_config(struct px_sio_server *server)
{
	const struct px_sio_config *config = &server->config;
	struct px_eio_config engine = {
		.path = config->path,
		.ping_interval_ms = config->ping_interval_ms,
		.ping_timeout_ms = config->ping_timeout_ms,
		.upgrade_timeout_ms = config->upgrade_timeout_ms,
		.open_delay_ms = config->open_delay_ms,
		.max_payload = config->max_payload,
		.send_queue = config->send_queue,
		.idle_sessions = config->idle_sessions,
		.idle_sessions_per_address = config->idle_sessions_per_address,
		.deflate = config->deflate,
		.origins = config->origins,
		.session_extra = sizeof(struct px_sio_client),
		.loops = config->loops,
		.loop_count = config->loop_count,
		.handlers = px_sio_eio_handlers,
		.arg = server,
	};

	if (!config->reload_event)
		engine.handlers.caught_up = NULL;
	if (!config->handlers.address)
		engine.handlers.address = NULL;
	return engine;
}

/* What was sent lately: for lost sockets, and for those that ask. */
static void start_memory(struct px_sio_server *server)
{
	const struct px_sio_config *config = &server->config;
	const struct px_sio_replay_limits limits = {
		.rooms = config->replay_rooms, .bytes = config->replay_bytes,
		.room_events = config->replay_events, .room_bytes = config->replay_room_bytes,
		.several = config->replay_several,
	};

	if (config->recovery_ms)
		server->recovery = px_sio_recovery_new(config->recovery_ms, config->recovery_bytes,
						       config->recovery_room_bytes);
	server->replay = px_sio_replay_new(&limits);
}

enum px_err px_sio_server_new(const struct px_sio_config *config, struct px_sio_server **out,
			      struct px_error *error)
{
	struct px_sio_server *server =
		px_calloc(1, sizeof(*server) + config->loop_count * sizeof(struct px_sio_home));

	server->config = *config;
	fill_defaults(&server->config);
	struct px_eio_config engine = engine_config(server);
	enum px_err err = px_eio_server_new(&engine, &server->eio, error);
	if (err) {
		free(server);
		return err;
	}
	for (unsigned i = 0; i < config->loop_count; i++) {
		server->homes[i].server = server;
		server->homes[i].loop = config->loops[i];
		px_loop_run_sync(config->loops[i], init_home, &server->homes[i]);
	}
	start_memory(server);
	*out = server;
	return PX_OK;
}

void px_sio_server_stop(struct px_sio_server *server)
{
	px_eio_server_stop(server->eio);
}

void px_sio_server_free(struct px_sio_server *server)
{
	if (!server)
		return;
	px_eio_server_free(server->eio);
	px_sio_recovery_free(server->recovery);
	px_sio_replay_free(server->replay);
	for (unsigned i = 0; i < server->config.loop_count; i++) {
		px_map_release(&server->homes[i].nsps);
		px_buf_release(&server->homes[i].scratch);
	}
	free(server);
}

bool px_sio_handle(struct px_sio_server *server, struct px_http_exchange *exchange)
{
	return px_eio_handle(server->eio, exchange);
}

const struct px_sio_counters *px_sio_server_counters(const struct px_sio_server *server)
{
	return &server->counters;
}
