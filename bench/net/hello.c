/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTTP layer alone, for wrk and for weighing idle connections.
 *
 *   bench_net_hello PORT LOOPS [CERTIFICATE KEY]
 *
 * /hello answers at once; /async answers from another thread's post; /take
 * takes the stream away and keeps it; anything else is 404.
 */
#include "net/http.h"
#include "net/tls.h"

#include <signal.h>
#include <stdlib.h>

static void drop(void *owner, struct px_str bytes)
{
	(void)owner;
	(void)bytes;
}

static void end(void *owner, enum px_err err)
{
	(void)err;
	px_stream_close(owner);
}

static void closed(void *owner)
{
	(void)owner;
}

static const struct px_stream_events taken = { .data = drop, .end = end, .closed = closed };

static void handle(void *arg, struct px_http_exchange *exchange)
{
	const struct px_http_request *request = px_http_request(exchange);
	struct px_stream *stream;
	struct px_str rest;

	(void)arg;
	if (px_str_eq(request->path, PX_STR("/hello")))
		px_http_respond(exchange, 200, "text/plain", PX_STR(""), PX_STR("Hello, world!"));
	else if (px_str_eq(request->path, PX_STR("/async")))
		px_http_respond_async(exchange, 200, "text/plain", PX_STR(""), PX_STR("Hello, later!"));
	else if (px_str_eq(request->path, PX_STR("/take")) &&
		 !px_http_take_stream(exchange, px_http_arena(exchange), &stream, &rest)) {
		px_stream_own(stream, &taken, stream);
		(void)px_stream_write(stream, PX_STR("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
	} else
		px_http_respond(exchange, 404, "text/plain", PX_STR(""), PX_STR("no\n"));
}

int main(int argc, char **argv)
{
	struct px_http_config config = { .host = "127.0.0.1", .limits = px_http_limits_default,
					 .handler = handle };
	struct px_loop *loops[16];
	struct px_error error;
	struct px_http_server *server;
	int signal_number;
	sigset_t set;

	if (argc != 3 && argc != 5) {
		fprintf(stderr, "usage: bench_net_hello PORT LOOPS [CERTIFICATE KEY]\n");
		return 2;
	}
	config.port = (uint16_t)strtoul(argv[1], NULL, 10);
	config.loop_count = (unsigned)strtoul(argv[2], NULL, 10) % 17;
	config.loops = loops;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (unsigned i = 0; i < config.loop_count; i++)
		if (px_loop_new(i, &loops[i], &error))
			return 1;
	struct px_tls_config identity = { .certificate_file = argv[3],
					  .key_file = argv[3] ? argv[4] : NULL };
	if (argc == 5 && px_tls_new(&identity, &config.tls, &error)) {
		fprintf(stderr, "%s\n", error.message);
		return 1;
	}
	if (px_http_server_new(&config, &server, &error)) {
		fprintf(stderr, "%s\n", error.message);
		return 1;
	}
	printf("%u\n", px_http_server_port(server));
	fflush(stdout);
	sigwait(&set, &signal_number);
	px_http_server_stop(server, 1000);
	px_http_server_free(server);
	for (unsigned i = 0; i < config.loop_count; i++)
		px_loop_free(loops[i]);
	px_tls_free(config.tls);
	return 0;
}
