/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTTP server: listening sockets, connection limits, deadlines, drain.
 *
 * Each loop has a listener with its own socket, connections and timer, so
 * loops share nothing per request but the counters.  The server outlives its
 * streams (also those taken by another protocol): each holds a reference.
 */
#include "net/http_internal.h"

#include "base/mem.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	BACKLOG = 4096,
	SWEEP_MS = 500,
	OVER_LIMIT_ANSWERED = 256, /* connections over the limit that still get an answer */
	PROBE_IDLE_S = 60, PROBE_EVERY_S = 15, PROBES = 4 /* TCP keep-alive, against half-open peers */
};

const struct px_http_limits px_http_limits_default = {
	.head_bytes = 16 * 1024,
	.header_count = 100,
	.body_bytes = 1024 * 1024,
	.head_ms = 10 * 1000,
	.body_ms = 30 * 1000,
	.body_rate = 4096,
	.idle_ms = 75 * 1000,
	.pipeline = 16,
	.connections = 50000,
	.connections_per_address = 0,
};

/* Life */

static void unref(struct px_http_server *server)
{
	if (atomic_fetch_sub_explicit(&server->refs, 1, memory_order_acq_rel) != 1)
		return;
	px_map_release(&server->addresses);
	pthread_cond_destroy(&server->changed);
	pthread_mutex_destroy(&server->mutex);
	free(server);
}

void px_http_live_add(struct px_http_server *server, int delta)
{
	pthread_mutex_lock(&server->mutex);
	server->live += (size_t)delta;
	if (delta < 0)
		pthread_cond_broadcast(&server->changed);
	pthread_mutex_unlock(&server->mutex);
}

/* Limits of connections */

static size_t address_add(struct px_http_server *server, const char *peer, int delta)
{
	if (server->config.limits.connections_per_address == SIZE_MAX)
		return 0;
	pthread_mutex_lock(&server->mutex);
	size_t count = (size_t)(uintptr_t)px_map_get(&server->addresses, px_str(peer)) + (size_t)delta;
	if (count)
		px_map_put(&server->addresses, px_str(peer), (void *)(uintptr_t)count);
	else
		px_map_remove(&server->addresses, px_str(peer));
	pthread_mutex_unlock(&server->mutex);
	return count;
}

static void on_stream_gone(struct px_stream_guard *guard, struct px_stream *stream)
{
	struct px_http_server *server =
		(struct px_http_server *)((char *)guard - offsetof(struct px_http_server, guard));

	address_add(server, px_stream_peer(stream), -1);
	atomic_fetch_sub_explicit(&server->counters.open, 1, memory_order_relaxed);
	unref(server);
}

static void on_connection(uv_stream_t *handle, int status)
{
	struct px_http_listener *listener = handle->data;
	struct px_http_server *server = listener->server;
	const struct px_http_limits *limits = &server->config.limits;
	struct px_stream *stream;

	if (status < 0 || px_stream_accept(listener->loop, handle, server->config.tls, &server->guard,
					   &stream))
		return;
	atomic_fetch_add_explicit(&server->refs, 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&server->counters.accepted, 1, memory_order_relaxed);
	size_t open = atomic_fetch_add_explicit(&server->counters.open, 1, memory_order_relaxed) + 1;
	size_t same = address_add(server, px_stream_peer(stream), 1);
	if (open > limits->connections + OVER_LIMIT_ANSWERED) {
		atomic_fetch_add_explicit(&server->counters.refused, 1, memory_order_relaxed);
		px_stream_abort(stream);
	} else if (open > limits->connections) {
		px_http_conn_refuse(listener, stream, 503, "The server has no room for a connection.");
	} else if (same > limits->connections_per_address) {
		px_http_conn_refuse(listener, stream, 429, "Too many connections from your address.");
	} else {
		px_http_conn_new(listener, stream);
	}
}

/* Deadlines */

static void on_sweep(uv_timer_t *timer)
{
	struct px_http_listener *listener = timer->data;
	uint64_t now = uv_now(px_loop_uv(listener->loop));

	for (int list = 0; list < PX_HTTP_LIST_BUSY; list++) {
		struct px_http_link *head = &listener->lists[list];
		while (head->next != head) {
			struct px_http_conn *conn = (struct px_http_conn *)head->next;
			if (conn->deadline > now)
				break;
			px_http_conn_expire(conn);
		}
	}
	if (!listener->conns)
		uv_timer_stop(timer);
}

/* A quarter of the shortest limit, so that deadlines are kept within that much. */
static uint64_t sweep_period(const struct px_http_limits *limits)
{
	uint64_t period = SWEEP_MS;

	for (int i = 0; i < 3; i++) {
		uint64_t quarter = (i == 0 ? limits->head_ms : i == 1 ? limits->body_ms
								      : limits->idle_ms) / 4;
		if (quarter < period)
			period = quarter;
	}
	return period ? period : 1;
}

void px_http_sweep_on(struct px_http_listener *listener)
{
	uint64_t period = sweep_period(&listener->server->config.limits);

	if (!uv_is_active((uv_handle_t *)&listener->sweep) &&
	    !uv_is_closing((uv_handle_t *)&listener->sweep))
		uv_timer_start(&listener->sweep, on_sweep, period, period);
}

/* Opening */

static void set_option(int fd, int level, int name, int value)
{
	(void)setsockopt(fd, level, name, &value, sizeof(value));
}

/* Accepted sockets inherit these, which saves their system calls. */
static void set_inherited_options(int fd)
{
	set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, PROBE_IDLE_S);
	set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, PROBE_EVERY_S);
	set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, PROBES);
}

static int bind_socket(const struct sockaddr_storage *address, bool shared)
{
	socklen_t size = address->ss_family == AF_INET6 ? sizeof(struct sockaddr_in6)
							: sizeof(struct sockaddr_in);
	int fd = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -errno;
	set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (shared)
		set_option(fd, SOL_SOCKET, SO_REUSEPORT, 1);
	set_inherited_options(fd);
	if (bind(fd, (const struct sockaddr *)address, size)) {
		int failed = -errno;
		close(fd);
		return failed;
	}
	return fd;
}

static int parse_address(const char *host, uint16_t port, struct sockaddr_storage *address)
{
	memset(address, 0, sizeof(*address));
	if (!uv_ip4_addr(host, port, (struct sockaddr_in *)address))
		return 0;
	return uv_ip6_addr(host, port, (struct sockaddr_in6 *)address);
}

static uint16_t bound_port(int fd)
{
	struct sockaddr_storage address = { 0 };
	socklen_t size = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &size))
		return 0;
	return ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
						   : ((struct sockaddr_in *)&address)->sin_port);
}

/*
 * Binds one socket per loop to the same port.  Sharing a port also shares it
 * with strangers, so a first, exclusive bind makes sure that it is free.
 */
static int bind_all(struct px_http_server *server)
{
	const struct px_http_config *config = &server->config;
	struct sockaddr_storage address;
	bool shared = config->loop_count > 1;
	int failed = parse_address(config->host, config->port, &address);

	if (failed)
		return failed;
	int probe = bind_socket(&address, false);
	if (probe < 0)
		return probe;
	server->port = bound_port(probe);
	if (!shared) {
		server->listeners[0].fd = probe;
		return 0;
	}
	close(probe);
	(void)parse_address(config->host, server->port, &address);
	for (unsigned i = 0; i < config->loop_count; i++) {
		server->listeners[i].fd = bind_socket(&address, true);
		if (server->listeners[i].fd < 0)
			return server->listeners[i].fd;
	}
	return 0;
}

/* On the loop. */
static void open_listener(void *arg)
{
	struct px_http_listener *listener = arg;
	uv_loop_t *uv = px_loop_uv(listener->loop);

	for (int i = 0; i < PX_HTTP_LISTS; i++)
		listener->lists[i].prev = listener->lists[i].next = &listener->lists[i];
	uv_timer_init(uv, &listener->sweep);
	uv_tcp_init(uv, &listener->tcp);
	listener->sweep.data = listener->tcp.data = listener;
	px_http_live_add(listener->server, 2);
	listener->failed = uv_tcp_open(&listener->tcp, listener->fd);
	if (listener->failed)
		return;
	listener->fd = -1;
	listener->failed = uv_listen((uv_stream_t *)&listener->tcp, BACKLOG, on_connection);
}

static struct px_http_server *make(const struct px_http_config *config)
{
	struct px_http_server *server =
		px_calloc(1, sizeof(*server) + config->loop_count * sizeof(server->listeners[0]));
	pthread_condattr_t monotonic;

	server->config = *config;
	server->guard.gone = on_stream_gone;
	atomic_store(&server->refs, 1);
	pthread_mutex_init(&server->mutex, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&server->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	px_map_init(&server->addresses);
	for (unsigned i = 0; i < config->loop_count; i++) {
		struct px_http_listener *listener = &server->listeners[i];
		listener->server = server;
		listener->loop = config->loops[i];
		listener->fd = -1;
		px_buf_init(&listener->head, 256 * 1024);
	}
	if (!server->config.limits.connections_per_address)
		server->config.limits.connections_per_address = SIZE_MAX;
	return server;
}

enum px_err px_http_server_new(const struct px_http_config *config, struct px_http_server **out,
			       struct px_error *error)
{
	if (!config->loop_count)
		return px_fail(error, PX_INVALID, "loops", "there must be at least one loop");
	struct px_http_server *server = make(config);
	unsigned opened = 0;
	int failed = bind_all(server);

	for (; !failed && opened < config->loop_count; opened++) {
		px_loop_run_sync(config->loops[opened], open_listener, &server->listeners[opened]);
		failed = server->listeners[opened].failed;
	}
	if (!failed) {
		*out = server;
		return PX_OK;
	}
	server->config.loop_count = opened;
	px_http_server_stop(server, 0);
	for (unsigned i = 0; i < config->loop_count; i++)
		if (server->listeners[i].fd >= 0)
			close(server->listeners[i].fd);
	px_http_server_free(server);
	return px_fail(error, failed == UV_EINVAL ? PX_INVALID : PX_IO, "listen",
		       "cannot listen on %s port %u: %s", config->host, config->port,
		       uv_strerror(failed));
}

uint16_t px_http_server_port(const struct px_http_server *server)
{
	return server->port;
}

const struct px_http_counters *px_http_server_counters(const struct px_http_server *server)
{
	return &server->counters;
}

/* Stopping; the three steps run on each loop */

static void each_conn(struct px_http_listener *listener, void (*visit)(struct px_http_conn *conn))
{
	for (int list = 0; list < PX_HTTP_LISTS; list++) {
		struct px_http_link *head = &listener->lists[list], *next;
		for (struct px_http_link *link = head->next; link != head; link = next) {
			next = link->next;
			visit((struct px_http_conn *)link);
		}
	}
}

static void on_handle_closed(uv_handle_t *handle)
{
	px_http_live_add(((struct px_http_listener *)handle->data)->server, -1);
}

static void drain_listener(void *arg)
{
	struct px_http_listener *listener = arg;

	if (!uv_is_closing((uv_handle_t *)&listener->tcp))
		uv_close((uv_handle_t *)&listener->tcp, on_handle_closed);
	each_conn(listener, px_http_conn_drain);
}

static void abort_listener(void *arg)
{
	each_conn(arg, px_http_conn_abort);
}

static void close_sweep(void *arg)
{
	struct px_http_listener *listener = arg;

	if (!uv_is_closing((uv_handle_t *)&listener->sweep))
		uv_close((uv_handle_t *)&listener->sweep, on_handle_closed);
}

static void on_every_loop(struct px_http_server *server, void (*run)(void *listener))
{
	for (unsigned i = 0; i < server->config.loop_count; i++)
		px_loop_run_sync(server->listeners[i].loop, run, &server->listeners[i]);
}

/* Waits until at most `left` things live, or the time is up; forever with a negative time. */
static void wait_live(struct px_http_server *server, size_t left, int64_t ms)
{
	struct timespec until;
	int timed_out = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&server->mutex);
	while (server->live > left && !timed_out)
		timed_out = ms < 0 ? pthread_cond_wait(&server->changed, &server->mutex)
				   : pthread_cond_timedwait(&server->changed, &server->mutex, &until);
	pthread_mutex_unlock(&server->mutex);
}

void px_http_server_stop(struct px_http_server *server, unsigned drain_ms)
{
	unsigned timers = server->config.loop_count;

	if (atomic_exchange(&server->stopping, true))
		return;
	on_every_loop(server, drain_listener);
	wait_live(server, timers, drain_ms);
	on_every_loop(server, abort_listener);
	wait_live(server, timers, -1);
	on_every_loop(server, close_sweep);
	wait_live(server, 0, -1);
}

/* Run on a loop, it returns when the answers that other threads posted there before have been handled. */
static void do_nothing(void *listener)
{
	(void)listener;
}

void px_http_server_free(struct px_http_server *server)
{
	if (!server)
		return;
	px_http_server_stop(server, 0);
	on_every_loop(server, do_nothing);
	for (unsigned i = 0; i < server->config.loop_count; i++) {
		struct px_http_listener *listener = &server->listeners[i];
		struct px_http_exchange *lists[2] = { listener->free, listener->live };
		for (int l = 0; l < 2; l++)
			while (lists[l]) {
				struct px_http_exchange *exchange = lists[l];
				lists[l] = l ? exchange->older : exchange->next;
				px_http_exchange_free(exchange);
			}
		px_buf_release(&listener->head);
	}
	unref(server);
}
