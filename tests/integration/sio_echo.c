/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sio_echo PORT [options]: the Engine.IO and Socket.IO servers by themselves,
 * for protocol suites and load generators.
 *
 *   /engine.io/   a bare Engine.IO echo
 *   /socket.io/   namespaces "/" and "/custom": emits `auth` with the CONNECT
 *                 payload first; on "/", `message` comes back as `message-back`
 *                 and `message-with-ack` as an acknowledgement; `broadcast` goes
 *                 to everybody; further events exercise rooms and the rest (see
 *                 the table at the end)
 *   /stats        counters and resident memory as JSON
 *
 * Heartbeat and limits default to what the protocol suites expect.  The suites
 * look for one message after another, each with a listener installed after the
 * one before arrived; so by default the open packet and `auth` are sent a
 * moment apart from what precedes them (--no-delay turns that off).
 */
#include "base/mem.h"
#include "net/engineio.h"
#include "net/socketio.h"
#include "net/tls.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { DELAY_MS = 10, LOOPS_MAX = 64, ROOMS_MAX = 8 };

struct options {
	unsigned port, loops, ping_interval, ping_timeout, connect_timeout, upgrade_timeout;
	unsigned recovery, recovery_bytes, recovery_room_bytes, queue, idle, idle_per_address;
	unsigned delay, deflate, any_origin, cut_slow, rooms;
	const char *host, *certificate, *key;
};

struct echo {
	struct options options;
	struct px_loop *loops[LOOPS_MAX];
	struct px_tls *tls;
	struct px_http_server *http, *http6; /* on ::1 too: "localhost" may mean either */
	struct px_eio_server *engine;
	struct px_sio_server *sockets;
	_Atomic int turned_away; /* with auth {later: true}: the first two */
};

/* Of a socket, until `auth` has been sent. */
struct greeting {
	uv_timer_t timer;
	struct px_sio_socket *socket; /* NULL: it has gone */
	char *auth;                   /* the arguments */
};

/* /engine.io/ */

static void engine_open(void *arg, struct px_eio_session *session, const char *address,
			const struct px_http_exchange *handshake)
{
	(void)arg;
	(void)handshake;
	(void)session;
	(void)address;
}

static void engine_message(void *arg, struct px_eio_session *session, bool binary, char *data,
			   size_t size)
{
	(void)arg;
	px_eio_send(session, binary, px_str_n(data, size));
}

static void engine_close(void *arg, struct px_eio_session *session, const char *reason)
{
	(void)arg;
	(void)session;
	(void)reason;
}

/* /socket.io/: connecting */

static void free_greeting(uv_handle_t *handle)
{
	struct greeting *greeting = handle->data;

	free(greeting->auth);
	free(greeting);
}

/* Emits `auth` if that is still to be done, before anything else of the socket. */
static void greet(struct px_sio_socket *socket)
{
	struct greeting *greeting = px_sio_data(socket);

	if (!greeting)
		return;
	px_sio_set_data(socket, NULL);
	px_sio_emit(socket, "auth", px_str(greeting->auth));
	uv_close((uv_handle_t *)&greeting->timer, free_greeting);
}

static void on_greeting_due(uv_timer_t *timer)
{
	greet(((struct greeting *)timer->data)->socket);
}

static char *auth_arguments(json_t *auth)
{
	struct px_buf buf = PX_BUF_INIT(1 << 20);
	struct px_json json;

	(void)px_buf_char(&buf, '[');
	px_json_init(&json, &buf);
	if (auth)
		px_json_value(&json, auth);
	else
		(void)px_buf_text(&buf, "{}");
	(void)px_buf_char(&buf, ']');
	return px_buf_take(&buf);
}

/* A room per socket, as an application has a room per user. */
static void join_own_room(struct px_sio_socket *socket)
{
	char room[64];

	snprintf(room, sizeof(room), "user:%s-0123456789abcdef", px_sio_id(socket));
	px_sio_join(socket, room);
}

/* Lets the socket in as `auth` says: {identity, rooms}; without an identity it is like all others. */
static bool let_in(struct px_sio_socket *socket, const json_t *auth)
{
	const char *rooms[ROOMS_MAX + 1] = { NULL }, *identity = json_string_value(json_object_get(auth, "identity"));
	const json_t *names = json_object_get(auth, "rooms");

	for (size_t i = 0; i < ROOMS_MAX && i < json_array_size(names); i++)
		rooms[i] = json_string_value(json_array_get(names, i));
	return px_sio_accept(socket, &(struct px_sio_admission){ identity ? identity : "anybody", rooms });
}

static void on_connect(void *arg, struct px_sio_socket *socket, const char *nsp, json_t *auth)
{
	struct echo *echo = arg;

	if (strcmp(nsp, "/") != 0 && strcmp(nsp, "/custom") != 0) {
		px_sio_reject(socket, "Invalid namespace", NULL);
		return;
	}
	if (json_is_true(json_object_get(auth, "refuse"))) {
		px_sio_reject(socket, "not today", "{\"code\":\"E42\"}");
		return;
	}
	if (json_is_true(json_object_get(auth, "later")) && ++echo->turned_away < 3) {
		px_sio_turn_away(socket);
		return;
	}
	char *arguments = auth_arguments(auth);
	if (!let_in(socket, auth)) {
		free(arguments);
		return;
	}
	if (echo->options.rooms)
		join_own_room(socket);
	if (!echo->options.delay) {
		px_sio_emit(socket, "auth", px_str(arguments));
		free(arguments);
	} else {
		struct greeting *greeting = px_calloc(1, sizeof(*greeting));
		greeting->socket = socket;
		greeting->auth = arguments;
		greeting->timer.data = greeting;
		uv_timer_init(px_loop_uv(px_sio_loop(socket)), &greeting->timer);
		uv_timer_start(&greeting->timer, on_greeting_due, DELAY_MS, 0);
		px_sio_set_data(socket, greeting);
	}
}

static void on_disconnect(void *arg, struct px_sio_socket *socket, const char *reason)
{
	struct greeting *greeting = px_sio_data(socket);
	struct echo *echo = arg;
	struct px_buf text = PX_BUF_INIT(200);

	if (greeting)
		uv_close((uv_handle_t *)&greeting->timer, free_greeting);
	(void)px_buf_printf(&text, "[\"%s\",\"%s\"]", px_sio_id(socket), reason);
	px_sio_to_room(echo->sockets, "/", "watchers", "left", px_buf_view(&text));
	px_buf_release(&text);
}

/* /socket.io/: events */

struct event {
	struct echo *echo;
	struct px_sio_socket *socket;
	const struct px_sio_args *args;
	struct px_sio_ack *ack;
};

static const char *text_argument(const struct event *event, size_t index)
{
	const char *text = json_string_value(json_array_get(px_sio_args_json(event->args), index));

	return text ? text : "";
}

/* Acknowledges if that was asked; the ack is used up. */
static void acknowledge(struct event *event, struct px_str args)
{
	if (event->ack)
		px_sio_ack_send(event->ack, args);
	event->ack = NULL;
}

static void message(struct event *event)
{
	px_sio_emit_binary(event->socket, "message-back", event->args->text,
			   event->args->attachments, event->args->attachment_count);
}

static void message_with_ack(struct event *event)
{
	if (event->ack)
		px_sio_ack_send_binary(event->ack, event->args->text, event->args->attachments,
				       event->args->attachment_count);
	event->ack = NULL;
}

static void broadcast(struct event *event)
{
	px_sio_to_room(event->echo->sockets, px_sio_nsp(event->socket), NULL, "broadcast",
		       event->args->text);
}

static void join(struct event *event)
{
	px_sio_join(event->socket, text_argument(event, 0));
	acknowledge(event, PX_STR("[]"));
}

static void leave(struct event *event)
{
	px_sio_leave(event->socket, text_argument(event, 0));
	acknowledge(event, PX_STR("[]"));
}

static void to_room(struct event *event)
{
	px_sio_to_room(event->echo->sockets, px_sio_nsp(event->socket), text_argument(event, 0),
		       "to-room", event->args->text);
}

static void number(struct event *event)
{
	px_sio_to_room_seq(event->echo->sockets, px_sio_nsp(event->socket), text_argument(event, 0),
			   "numbered", event->args->text, 0);
}

static void sync_room(struct event *event)
{
	struct px_buf out = PX_BUF_INIT(1 << 20);
	json_t *since = json_array_get(px_sio_args_json(event->args), 1);

	(void)px_buf_char(&out, '[');
	px_sio_room_since(event->echo->sockets, px_sio_nsp(event->socket), text_argument(event, 0),
			  json_integer_value(since), -1, &out);
	(void)px_buf_char(&out, ']');
	acknowledge(event, px_buf_view(&out));
	px_buf_release(&out);
}

static void kick(struct event *event)
{
	px_sio_disconnect(event->socket, json_is_true(json_array_get(px_sio_args_json(event->args), 0)));
}

static void kick_room(struct event *event)
{
	px_sio_disconnect_room(event->echo->sockets, px_sio_nsp(event->socket), text_argument(event, 0));
}

struct asked {
	struct px_sio_ack *ack;
};

/* Hands the client's answer to our question back as the answer to its event. */
static void on_answer(void *arg, const struct px_sio_args *args)
{
	struct asked *asked = arg;

	if (asked->ack)
		px_sio_ack_send(asked->ack, args ? args->text : PX_STR("[null]"));
	free(asked);
}

static void ask(struct event *event)
{
	struct asked *asked = px_alloc(sizeof(*asked));

	asked->ack = event->ack;
	event->ack = NULL;
	px_sio_emit_ack(event->socket, "question", event->args->text, on_answer, asked);
}

static void fleeting(struct event *event)
{
	px_sio_emit_volatile(event->socket, "fleeting", event->args->text);
	acknowledge(event, PX_STR("[]"));
}

/* Answered from another thread. */

struct later {
	pthread_t thread;
	struct px_sio_ack *ack;
	char *args;
};

static void *answer_later(void *arg)
{
	struct later *later = arg;

	px_sio_ack_send(later->ack, px_str(later->args));
	free(later->args);
	free(later);
	return NULL;
}

static void elsewhere(struct event *event)
{
	struct later *later = px_calloc(1, sizeof(*later));
	pthread_t thread;

	later->ack = event->ack;
	later->args = px_strndup(event->args->text.data, event->args->text.size);
	event->ack = NULL;
	if (later->ack && pthread_create(&thread, NULL, answer_later, later) == 0)
		pthread_detach(thread);
}

static void identify(struct event *event)
{
	px_sio_set_identity(event->socket, text_argument(event, 0));
	acknowledge(event, PX_STR("[]"));
}

static void recovered(struct event *event)
{
	acknowledge(event, px_sio_recovered(event->socket) ? PX_STR("[true]") : PX_STR("[false]"));
}

static const struct {
	const char *name;
	void (*run)(struct event *event);
} events[] = {
	{ "message", message },
	{ "message-with-ack", message_with_ack },
	{ "broadcast", broadcast },
	{ "join", join },             /* room; acknowledged */
	{ "leave", leave },
	{ "to-room", to_room },       /* room, ...: all of it to the room */
	{ "number", number },         /* the same, numbered */
	{ "sync", sync_room },        /* room, since; acknowledged with what was missed */
	{ "kick", kick },             /* whether to close the session too */
	{ "kick-room", kick_room },
	{ "ask", ask },               /* emits `question`, acknowledges with its answer */
	{ "fleeting", fleeting },     /* comes back volatile */
	{ "elsewhere", elsewhere },   /* acknowledged by another thread */
	{ "identify", identify },     /* has another identity from now on; acknowledged */
	{ "recovered", recovered },
};

static void on_event(void *arg, struct px_sio_socket *socket, struct px_str name,
		     const struct px_sio_args *args, struct px_sio_ack *ack)
{
	struct event event = { arg, socket, args, ack };
	bool main_namespace = strcmp(px_sio_nsp(socket), "/") == 0;

	greet(socket);
	for (size_t i = 0; main_namespace && i < sizeof(events) / sizeof(*events); i++) {
		if (px_str_eq(name, px_str(events[i].name)))
			events[i].run(&event);
	}
	if (event.ack)
		px_sio_ack_drop(event.ack);
}

/* HTTP */

static long resident_kb(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long total, resident = 0;

	if (file && fscanf(file, "%ld %ld", &total, &resident) != 2)
		resident = 0;
	if (file)
		fclose(file);
	return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static void stats(struct echo *echo, struct px_http_exchange *exchange)
{
	const struct px_sio_counters *counters = px_sio_server_counters(echo->sockets);
	struct px_buf out = PX_BUF_INIT(1000);

	(void)px_buf_printf(&out,
			    "{\"sessions\":%llu,\"sockets\":%llu,\"rooms\":%llu,\"in\":%llu,"
			    "\"out\":%llu,\"slow\":%llu,\"engine\":%llu,\"rss_kb\":%ld}",
			    (unsigned long long)counters->sessions,
			    (unsigned long long)counters->sockets, (unsigned long long)counters->rooms,
			    (unsigned long long)counters->packets_in,
			    (unsigned long long)counters->packets_out,
			    (unsigned long long)counters->slow_consumers,
			    (unsigned long long)px_eio_session_count(echo->engine), resident_kb());
	px_http_respond(exchange, 200, "application/json", PX_STR(""), px_buf_view(&out));
	px_buf_release(&out);
}

static void on_request(void *arg, struct px_http_exchange *exchange)
{
	struct echo *echo = arg;

	if (px_sio_handle(echo->sockets, exchange) || px_eio_handle(echo->engine, exchange))
		return;
	if (px_str_eq(px_http_request(exchange)->path, PX_STR("/stats")))
		stats(echo, exchange);
	else
		px_http_respond(exchange, 404, "text/plain", PX_STR(""), PX_STR("not found\n"));
}

/* Start and end */

static const char *const any_origin[] = { "*", NULL };

static enum px_err start_engine(struct echo *echo, struct px_error *error)
{
	const struct options *options = &echo->options;
	struct px_eio_config config = {
		.path = "/engine.io/",
		.ping_interval_ms = options->ping_interval,
		.ping_timeout_ms = options->ping_timeout,
		.upgrade_timeout_ms = options->upgrade_timeout,
		.open_delay_ms = options->delay,
		.max_payload = 1000000,
		.send_queue = options->queue,
		.deflate = options->deflate,
		.origins = options->any_origin ? any_origin : NULL,
		.loops = echo->loops,
		.loop_count = options->loops,
		.handlers = { .open = engine_open, .message = engine_message,
			      .close = engine_close },
		.arg = echo,
	};

	return px_eio_server_new(&config, &echo->engine, error);
}

static enum px_err start_sockets(struct echo *echo, struct px_error *error)
{
	const struct options *options = &echo->options;
	struct px_sio_config config = px_sio_config_default;

	config.ping_interval_ms = options->ping_interval;
	config.ping_timeout_ms = options->ping_timeout;
	config.connect_timeout_ms = options->connect_timeout;
	config.ack_timeout_ms = 1000;
	config.open_delay_ms = options->delay;
	config.send_queue = options->queue;
	config.recovery_ms = options->recovery;
	if (options->recovery_bytes)
		config.recovery_bytes = config.replay_bytes = options->recovery_bytes;
	if (options->recovery_room_bytes)
		config.recovery_room_bytes = config.replay_room_bytes = options->recovery_room_bytes;
	config.idle_sessions = options->idle;
	config.idle_sessions_per_address = options->idle_per_address;
	config.deflate = options->deflate;
	config.origins = options->any_origin ? any_origin : NULL;
	config.loops = echo->loops;
	config.loop_count = options->loops;
	config.handlers = (struct px_sio_handlers){ .connect = on_connect, .event = on_event,
						    .disconnect = on_disconnect };
	config.arg = echo;
	if (options->cut_slow)
		config.reload_event = NULL;
	return px_sio_server_new(&config, &echo->sockets, error);
}

static enum px_err start(struct echo *echo, struct px_error *error)
{
	struct px_http_config http = { .host = echo->options.host,
				       .port = (uint16_t)echo->options.port,
				       .loops = echo->loops,
				       .loop_count = echo->options.loops,
				       .limits = px_http_limits_default,
				       .handler = on_request,
				       .arg = echo };
	enum px_err err = PX_OK;

	if (echo->options.certificate) {
		struct px_tls_config tls = { echo->options.certificate, echo->options.key, true, 0 };
		err = px_tls_new(&tls, &echo->tls, error);
		http.tls = echo->tls;
	}
	http.limits.body_bytes = 2000000;
	http.limits.connections = 200000;
	for (unsigned i = 0; i < echo->options.loops && !err; i++)
		err = px_loop_new(i, &echo->loops[i], error);
	if (!err)
		err = start_engine(echo, error);
	if (!err)
		err = start_sockets(echo, error);
	if (!err)
		err = px_http_server_new(&http, &echo->http, error);
	if (err)
		return err;
	http.host = "::1";
	http.port = px_http_server_port(echo->http);
	if (px_http_server_new(&http, &echo->http6, NULL))
		echo->http6 = NULL; /* a machine without IPv6, or the port is taken there */
	return PX_OK;
}

static void stop_http(struct px_http_server *http)
{
	if (!http)
		return;
	px_http_server_stop(http, 1000);
	px_http_server_free(http);
}

static void stop(struct echo *echo)
{
	if (echo->sockets)
		px_sio_server_stop(echo->sockets);
	if (echo->engine)
		px_eio_server_stop(echo->engine);
	stop_http(echo->http);
	stop_http(echo->http6);
	for (unsigned i = 0; i < echo->options.loops && echo->loops[i]; i++)
		px_loop_free(echo->loops[i]);
	px_sio_server_free(echo->sockets);
	px_eio_server_free(echo->engine);
	if (echo->tls)
		px_tls_free(echo->tls);
}

static bool parse(int argc, char **argv, struct options *options)
{
	struct {
		const char *name;
		unsigned *value;
	} numbers[] = {
		{ "--loops", &options->loops },         { "--ping-interval", &options->ping_interval },
		{ "--ping-timeout", &options->ping_timeout }, { "--recovery", &options->recovery },
		{ "--connect-timeout", &options->connect_timeout }, { "--queue", &options->queue },
		{ "--delay", &options->delay },         { "--deflate", &options->deflate },
		{ "--any-origin", &options->any_origin }, { "--cut-slow", &options->cut_slow },
		{ "--recovery-bytes", &options->recovery_bytes },
		{ "--recovery-room-bytes", &options->recovery_room_bytes },
		{ "--idle", &options->idle }, { "--idle-per-address", &options->idle_per_address },
		{ "--rooms", &options->rooms }, { "--upgrade-timeout", &options->upgrade_timeout },
	};

	struct {
		const char *name;
		const char **value;
	} texts[] = { { "--host", &options->host },
		      { "--cert", &options->certificate },
		      { "--key", &options->key } };

	if (argc < 2)
		return false;
	options->port = (unsigned)strtoul(argv[1], NULL, 10);
	for (int i = 2; i < argc; i++) {
		bool known = false;
		if (strcmp(argv[i], "--no-delay") == 0) {
			options->delay = 0;
			continue;
		}
		for (size_t k = 0; k < sizeof(numbers) / sizeof(*numbers) && i + 1 < argc; k++) {
			if (strcmp(argv[i], numbers[k].name) != 0)
				continue;
			*numbers[k].value = (unsigned)strtoul(argv[++i], NULL, 10);
			known = true;
			break;
		}
		for (size_t k = 0; k < sizeof(texts) / sizeof(*texts) && !known && i + 1 < argc; k++) {
			known = strcmp(argv[i], texts[k].name) == 0;
			if (known)
				*texts[k].value = argv[++i];
		}
		if (!known)
			return false;
	}
	return options->loops > 0 && options->loops <= LOOPS_MAX;
}

int main(int argc, char **argv)
{
	struct echo echo = { .options = { .loops = 1, .ping_interval = 300, .ping_timeout = 200,
					  .connect_timeout = 1000, .upgrade_timeout = 10000, .queue = 1 << 20,
					  .delay = DELAY_MS, .host = "127.0.0.1" } };
	struct px_error error = { 0 };
	sigset_t signals;
	int got;

	if (!parse(argc, argv, &echo.options)) {
		fprintf(stderr, "usage: sio_echo PORT [--loops N] [--ping-interval MS] [--ping-timeout MS] "
				"[--connect-timeout MS] [--upgrade-timeout MS] [--recovery MS] "
				"[--recovery-bytes N] [--recovery-room-bytes N] [--idle N] [--idle-per-address N] [--queue BYTES] [--deflate 1] "
				"[--any-origin 1] [--cut-slow 1] [--rooms 1] [--no-delay] [--host ADDRESS] "
				"[--cert FILE --key FILE]\n");
		return 2;
	}
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (start(&echo, &error)) {
		fprintf(stderr, "sio_echo: %s\n", error.message);
		stop(&echo);
		return 1;
	}
	printf("listening on %u\n", px_http_server_port(echo.http));
	fflush(stdout);
	sigwait(&signals, &got);
	stop(&echo);
	return 0;
}
