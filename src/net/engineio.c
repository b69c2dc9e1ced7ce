/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server and its sessions' lives: a hash table per loop, keyed by the
 * random bytes of the id themselves.
 */
#include "net/engineio.h"

#include "base/mem.h"
#include "base/random.h"
#include "net/eio_internal.h"

#include <stdlib.h>

enum { FIRST_BUCKETS = 64 };

void px_eio_pin(struct px_eio_server *server)
{
	pthread_mutex_lock(&server->lock);
	server->pins++;
	pthread_mutex_unlock(&server->lock);
}

void px_eio_unpin(struct px_eio_server *server)
{
	pthread_mutex_lock(&server->lock);
	if (--server->pins == 0)
		pthread_cond_broadcast(&server->unpinned);
	pthread_mutex_unlock(&server->lock);
}

static void wait_for_pins(struct px_eio_server *server)
{
	pthread_mutex_lock(&server->lock);
	while (server->pins > 0)
		pthread_cond_wait(&server->unpinned, &server->lock);
	pthread_mutex_unlock(&server->lock);
}

/* Server */

static void init_home(void *arg)
{
	struct px_eio_home *home = arg;

	px_eio_clock_init(&home->clock, home->loop);
	px_eio_session_lists(home);
	px_eio_upgrade_lists(home);
	home->bucket_count = FIRST_BUCKETS;
	home->buckets = px_calloc(FIRST_BUCKETS, sizeof(struct px_eio_session *));
	if (home->server->config.deflate)
		home->codec = px_ws_deflate_new();
}

enum px_err px_eio_server_new(const struct px_eio_config *config, struct px_eio_server **out,
			      struct px_error *error)
{
	if (config->loop_count == 0 || config->loop_count > 255)
		return px_fail(error, PX_INVALID, "loops", "1 to 255 loops, not %u",
			       config->loop_count);
	if (!config->path || config->path[0] != '/')
		return px_fail(error, PX_INVALID, "path", "must start with '/'");
	struct px_eio_server *server =
		px_calloc(1, sizeof(*server) + config->loop_count * sizeof(struct px_eio_home));
	server->config = *config;
	server->path = px_strdup(config->path);
	if (config->idle_sessions || config->idle_sessions_per_address)
		server->idle = px_eio_idle_new(config->idle_sessions, config->idle_sessions_per_address);
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->unpinned, NULL);
	for (unsigned i = 0; i < config->loop_count; i++) {
		struct px_eio_home *home = &server->homes[i];
		home->server = server;
		home->loop = config->loops[i];
		home->index = i;
		px_loop_run_sync(home->loop, init_home, home);
	}
	*out = server;
	return PX_OK;
}

static void on_clock_closed(uv_handle_t *handle)
{
	struct px_eio_clock *clock = handle->data;
	struct px_eio_home *home =
		(struct px_eio_home *)((char *)clock - offsetof(struct px_eio_home, clock));

	px_eio_unpin(home->server);
}

static void end_all(void *arg)
{
	struct px_eio_home *home = arg;

	for (size_t i = 0; i < home->bucket_count; i++) {
		while (home->buckets[i])
			px_eio_end(home->buckets[i], "server shutting down");
	}
}

static void close_clock(void *arg)
{
	struct px_eio_home *home = arg;

	px_eio_pin(home->server);
	px_eio_clock_close(&home->clock, on_clock_closed);
}

void px_eio_server_stop(struct px_eio_server *server)
{
	atomic_store(&server->stopping, true);
	for (unsigned i = 0; i < server->config.loop_count; i++)
		px_loop_run_sync(server->homes[i].loop, end_all, &server->homes[i]);
	wait_for_pins(server);
	for (unsigned i = 0; i < server->config.loop_count; i++)
		px_loop_run_sync(server->homes[i].loop, close_clock, &server->homes[i]);
	wait_for_pins(server);
}

void px_eio_server_free(struct px_eio_server *server)
{
	if (!server)
		return;
	for (unsigned i = 0; i < server->config.loop_count; i++) {
		free(server->homes[i].buckets);
		px_ws_deflate_free(server->homes[i].codec);
	}
	px_eio_idle_free(server->idle);
	pthread_mutex_destroy(&server->lock);
	pthread_cond_destroy(&server->unpinned);
	free(server->path);
	free(server);
}

uint64_t px_eio_session_count(const struct px_eio_server *server)
{
	return atomic_load(&server->sessions);
}

struct px_eio_home *px_eio_home_here(struct px_eio_server *server)
{
	struct px_loop *loop = px_loop_current();

	for (unsigned i = 0; i < server->config.loop_count; i++) {
		if (server->homes[i].loop == loop)
			return &server->homes[i];
	}
	return NULL;
}

struct px_eio_clock *px_eio_clock_of(struct px_eio_server *server, unsigned loop_index)
{
	return &server->homes[loop_index].clock;
}

/* Table */

static struct px_eio_session **bucket_of(const struct px_eio_home *home,
					 const uint8_t id[PX_EIO_ID])
{
	uint64_t hash;

	memcpy(&hash, id, sizeof(hash));
	return &home->buckets[hash & (home->bucket_count - 1)];
}

static void grow(struct px_eio_home *home)
{
	struct px_eio_session **old = home->buckets;
	size_t old_count = home->bucket_count;

	home->bucket_count *= 2;
	home->buckets = px_calloc(home->bucket_count, sizeof(struct px_eio_session *));
	for (size_t i = 0; i < old_count; i++) {
		while (old[i]) {
			struct px_eio_session *session = old[i];
			struct px_eio_session **bucket = bucket_of(home, session->id);
			old[i] = session->next;
			session->next = *bucket;
			*bucket = session;
		}
	}
	free(old);
}

struct px_eio_session *px_eio_find(struct px_eio_home *home, const uint8_t id[PX_EIO_ID])
{
	struct px_eio_session *session = *bucket_of(home, id);

	while (session && memcmp(session->id, id, PX_EIO_ID) != 0)
		session = session->next;
	return session;
}

static void write_address(const struct px_eio_server *server, struct px_http_exchange *exchange,
			  char address[PX_EIO_ADDRESS])
{
	const struct px_eio_config *config = &server->config;
	const char *peer = px_http_peer(exchange);

	if (config->handlers.address)
		config->handlers.address(config->arg, px_http_request(exchange), peer, address);
	else
		snprintf(address, PX_EIO_ADDRESS, "%s", peer);
}

struct px_eio_session *px_eio_session_new(struct px_eio_home *home, struct px_http_exchange *exchange,
					  char address[PX_EIO_ADDRESS])
{
	struct px_eio_server *server = home->server;
	struct px_eio_idle_address *entry = NULL;

	write_address(server, exchange, address);
	int status = server->idle ? px_eio_idle_enter(server->idle, address, &entry) : 0;
	if (status) {
		px_eio_refuse_now(server, exchange, status);
		return NULL;
	}
	struct px_eio_session *session =
		px_calloc(1, sizeof(*session) + server->config.session_extra);
	session->address = entry;
	session->idle = true;
	session->home = home;
	session->refs = 1;
	px_random_bytes(session->id, PX_EIO_ID - 1);
	session->id[PX_EIO_ID - 1] = (uint8_t)home->index;
	if (++home->count > home->bucket_count)
		grow(home);
	struct px_eio_session **bucket = bucket_of(home, session->id);
	session->next = *bucket;
	*bucket = session;
	atomic_fetch_add(&server->sessions, 1);
	px_eio_pin(server);
	return session;
}

void px_eio_forget(struct px_eio_session *session)
{
	struct px_eio_home *home = session->home;
	struct px_eio_server *server = home->server;
	struct px_eio_session **at = bucket_of(home, session->id);

	while (*at != session)
		at = &(*at)->next;
	*at = session->next;
	home->count--;
	if (session->address)
		px_eio_idle_leave(server->idle, session->address, session->idle);
	atomic_fetch_sub(&server->sessions, 1);
	px_eio_unref(session);
	px_eio_unpin(server);
}

void px_eio_set_idle(struct px_eio_session *session, bool idle)
{
	if (session->idle == idle || session->state == PX_EIO_IS_CLOSED)
		return;
	session->idle = idle;
	if (!idle)
		px_ws_raise_limit(&session->ws, session->home->server->config.max_payload);
	if (session->address)
		px_eio_idle_set(session->home->server->idle, session->address, idle);
}

void px_eio_ref(struct px_eio_session *session)
{
	atomic_fetch_add_explicit(&session->refs, 1, memory_order_relaxed);
}

void px_eio_unref(struct px_eio_session *session)
{
	if (atomic_fetch_sub_explicit(&session->refs, 1, memory_order_acq_rel) == 1)
		free(session);
}

/* Access */

void *px_eio_extra(struct px_eio_session *session)
{
	return session->extra;
}

struct px_eio_session *px_eio_session_of(void *extra)
{
	return (struct px_eio_session *)((char *)extra - offsetof(struct px_eio_session, extra));
}

struct px_eio_server *px_eio_server_of(const struct px_eio_session *session)
{
	return session->home->server;
}

struct px_loop *px_eio_loop(const struct px_eio_session *session)
{
	return session->home->loop;
}

unsigned px_eio_loop_index(const struct px_eio_session *session)
{
	return session->home->index;
}

bool px_eio_is_open(const struct px_eio_session *session)
{
	return session->state == PX_EIO_IS_OPEN;
}
