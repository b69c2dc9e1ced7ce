/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Peers: identification that may need the store or an issuer's keys, and the
 * expiry sweep of each loop.
 */
#include "api/peers.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>

enum { SWEEP_MS = 1000, KEY_ROUNDS = 2 };

struct loop_peers {
	uv_timer_t timer;
	struct px_loop *loop;
	struct px_peer *first;
	const struct px_peers *all;
};

struct px_peers {
	px_peer_done_fn renewed;
	unsigned count;
	struct loop_peers loops[];
};

/* One identification on its way. */
struct inquiry {
	struct px_job job;
	struct px_api *api;
	struct px_loop *home;
	struct px_peer *peer;
	struct px_principal principal;
	enum px_err err;
	unsigned key_rounds;
	px_peer_done_fn done;
	void *arg;
	size_t token_size;
	char token[];
};

static struct inquiry *begin(struct px_peer *peer, size_t token_size, px_peer_done_fn done, void *arg)
{
	struct inquiry *inquiry = px_calloc(1, sizeof(*inquiry) + token_size);

	px_api_enter(peer->api);
	inquiry->api = peer->api;
	inquiry->home = px_sio_loop(peer->socket);
	inquiry->peer = peer;
	peer->refs++;
	inquiry->done = done;
	inquiry->arg = arg;
	inquiry->token_size = token_size;
	return inquiry;
}

static void unref(struct px_peer *peer)
{
	if (--peer->refs == 0)
		free(peer);
}

static void finish(struct inquiry *inquiry)
{
	struct px_api *api = inquiry->api;

	inquiry->peer->renewing = false;
	inquiry->done(inquiry->peer, &inquiry->principal, inquiry->err, inquiry->arg);
	unref(inquiry->peer);
	explicit_bzero(inquiry->token, inquiry->token_size);
	free(inquiry);
	px_api_leave(api);
}

static void finish_job(struct px_job *job)
{
	finish((struct inquiry *)job);
}

static void go_home(struct inquiry *inquiry)
{
	inquiry->job.run = finish_job;
	if (!px_loop_post(inquiry->home, &inquiry->job))
		abort(); /* px_api_drain keeps the loops until we are done */
}

/* Goes to a shard to ask the store; ends here if none has room. */
static void ask_store(struct inquiry *inquiry, unsigned shard, void (*run)(struct px_job *job))
{
	struct px_shards *shards = inquiry->api->parts.shards;

	inquiry->job.run = run;
	if (px_shard_depth(shards, shard) >= PX_SHARD_QUEUE_MAX || !px_shard_post_to(shards, shard, &inquiry->job)) {
		inquiry->err = PX_UNAVAILABLE;
		finish(inquiry);
	}
}

static void renew_job(struct px_job *job)
{
	struct inquiry *inquiry = (struct inquiry *)job;

	inquiry->err = px_auth_session_renew(inquiry->api->parts.auth, &inquiry->principal, NULL);
	go_home(inquiry);
}

static void renew(struct px_peer *peer, const struct px_peers *peers)
{
	struct inquiry *inquiry = begin(peer, 0, peers->renewed, NULL);
	uint64_t hash = px_str_hash(px_str_n((const char *)peer->principal.session.bytes, sizeof(peer->principal.session.bytes)));

	peer->renewing = true;
	inquiry->principal = peer->principal;
	ask_store(inquiry, (unsigned)(hash % px_shards_count(peer->api->parts.shards)), renew_job);
}

static void sweep(uv_timer_t *timer)
{
	struct loop_peers *peers = timer->data;
	int64_t now = px_clock_now();
	struct px_peer *next;

	for (struct px_peer *peer = peers->first; peer; peer = next) {
		next = peer->next;
		if (peer->principal.expires == PX_TIME_NONE || peer->principal.expires > now || peer->renewing)
			continue;
		if (peer->by_cookie)
			renew(peer, peers->all);
		else
			px_sio_disconnect(peer->socket, false);
	}
}

static void start_sweep(void *arg)
{
	struct loop_peers *peers = arg;

	uv_timer_init(px_loop_uv(peers->loop), &peers->timer);
	peers->timer.data = peers;
	uv_timer_start(&peers->timer, sweep, SWEEP_MS, SWEEP_MS);
}

static void stop_sweep(void *arg)
{
	struct loop_peers *peers = arg;

	uv_close((uv_handle_t *)&peers->timer, NULL);
}

enum px_err px_peers_new(struct px_api *api, px_peer_done_fn renewed, struct px_peers **out, struct px_error *error)
{
	unsigned count = api->parts.loop_count;
	struct px_peers *peers = px_calloc(1, sizeof(*peers) + count * sizeof(peers->loops[0]));

	(void)error;
	peers->count = count;
	peers->renewed = renewed;
	for (unsigned i = 0; i < count; i++) {
		peers->loops[i].loop = api->parts.loops[i];
		peers->loops[i].all = peers;
		px_loop_run_sync(api->parts.loops[i], start_sweep, &peers->loops[i]);
	}
	*out = peers;
	return PX_OK;
}

static void nothing(void *arg)
{
	(void)arg;
}

void px_peers_free(struct px_peers *peers)
{
	if (!peers)
		return;
	for (unsigned i = 0; i < peers->count; i++) {
		px_loop_run_sync(peers->loops[i].loop, stop_sweep, &peers->loops[i]);
		px_loop_run_sync(peers->loops[i].loop, nothing, NULL); /* closing ends in the loop's next round */
	}
	free(peers);
}

struct px_peer *px_peer_new(struct px_api *api, struct px_sio_socket *socket)
{
	struct px_peer *peer = px_calloc(1, sizeof(*peer));

	peer->api = api;
	peer->socket = socket;
	peer->refs = 1;
	return peer;
}

static void resolve_job(struct px_job *job)
{
	struct inquiry *inquiry = (struct inquiry *)job;
	struct px_str token = px_str_n(inquiry->token, inquiry->token_size);

	inquiry->err = px_auth_resolve(inquiry->api->parts.auth, token, &inquiry->principal, NULL);
	go_home(inquiry);
}

static void check(struct inquiry *inquiry);

static void keys_arrived(void *arg)
{
	check(arg);
}

static void look_up(struct inquiry *inquiry)
{
	struct px_str token = px_str_n(inquiry->token, inquiry->token_size);

	ask_store(inquiry, (unsigned)(px_str_hash(token) % px_shards_count(inquiry->api->parts.shards)), resolve_job);
}

static void check(struct inquiry *inquiry)
{
	struct px_auth *auth = inquiry->api->parts.auth;
	struct px_str token = px_str_n(inquiry->token, inquiry->token_size);

	inquiry->err = PX_UNAUTHORIZED;
	switch (px_auth_check(auth, token, &inquiry->principal)) {
	case PX_AUTH_OK:
		inquiry->err = PX_OK;
		finish(inquiry);
		break;
	case PX_AUTH_NEEDS_STORE:
		look_up(inquiry);
		break;
	case PX_AUTH_NEEDS_KEYS:
		if (++inquiry->key_rounds < KEY_ROUNDS)
			px_auth_await_keys(auth, token, keys_arrived, inquiry);
		else
			finish(inquiry);
		break;
	case PX_AUTH_UNAVAILABLE:
		inquiry->err = PX_UNAVAILABLE;
		finish(inquiry);
		break;
	case PX_AUTH_UNAUTHORIZED:
		finish(inquiry);
		break;
	}
}

void px_peer_identify(struct px_peer *peer, struct px_str token, px_peer_done_fn done, void *arg)
{
	struct inquiry *inquiry = begin(peer, token.size, done, arg);

	memcpy(inquiry->token, token.data, token.size);
	check(inquiry);
}

void px_peer_connected(struct px_peers *peers, struct px_peer *peer)
{
	struct loop_peers *mine = &peers->loops[px_loop_index(px_sio_loop(peer->socket))];

	peer->connected = true;
	peer->next = mine->first;
	if (peer->next)
		peer->next->previous = peer;
	mine->first = peer;
}

void px_peer_ended(struct px_peers *peers, struct px_peer *peer)
{
	if (peer->connected) {
		struct loop_peers *mine = &peers->loops[px_loop_index(px_sio_loop(peer->socket))];
		if (peer->next)
			peer->next->previous = peer->previous;
		if (peer->previous)
			peer->previous->next = peer->next;
		else
			mine->first = peer->next;
	}
	if (peer->counted)
		px_limit_disconnect(peer->api->parts.limiter, peer->principal.user, peer->address);
	peer->connected = peer->counted = false;
	peer->socket = NULL;
	unref(peer);
}
