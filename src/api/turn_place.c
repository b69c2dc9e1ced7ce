/* SPDX-License-Identifier: Apache-2.0 */
#include "api/turn_place.h"

#include "api/turn_shard.h"
#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>

enum { TICK_MS = 200 };

static struct px_turn_shard *shard_at(struct px_job *job)
{
	return (struct px_turn_shard *)((char *)job - offsetof(struct px_turn_shard, tick));
}

static void tick_job(struct px_job *job)
{
	struct px_turn_shard *shard = shard_at(job);

	atomic_store(&shard->ticking, false);
	px_live_expire(shard->api, px_clock_mono());
}

/* On the first loop.  A shard on which nothing waits is left alone. */
static void tick(uv_timer_t *timer)
{
	struct px_api *api = timer->data;

	for (unsigned i = 0; i < api->turn_shard_count; i++) {
		struct px_turn_shard *shard = &api->turn_shards[i];
		if (!atomic_load(&shard->waiting) || atomic_exchange(&shard->ticking, true))
			continue;
		if (!px_shard_post_to(api->parts.shards, i, &shard->tick))
			atomic_store(&shard->ticking, false);
	}
}

static void start_clock(void *arg)
{
	struct px_api *api = arg;

	uv_timer_init(px_loop_uv(api->parts.loops[0]), &api->turn_clock);
	api->turn_clock.data = api;
	uv_timer_start(&api->turn_clock, tick, TICK_MS, TICK_MS);
}

static void stop_clock(void *arg)
{
	struct px_api *api = arg;

	uv_close((uv_handle_t *)&api->turn_clock, NULL);
}

static void nothing(void *arg)
{
	(void)arg;
}

void px_turn_place_new(struct px_api *api)
{
	unsigned count = api->turn_shard_count = px_shards_count(api->parts.shards);

	api->turn_shards = px_calloc(count, sizeof(*api->turn_shards));
	for (unsigned i = 0; i < count; i++) {
		api->turn_shards[i].lanes = px_lanes_new();
		api->turn_shards[i].tick.run = tick_job;
		api->turn_shards[i].api = api;
	}
	px_loop_run_sync(api->parts.loops[0], start_clock, api);
}

struct stop_job {
	struct px_job job;
	struct px_api *api;
	sem_t *empty;
};

static void stop_job(struct px_job *job)
{
	struct stop_job *stop = (struct stop_job *)job;
	struct px_turn_shard *shard = &stop->api->turn_shards[px_shard_current()];

	shard->empty = stop->empty;
	px_live_stop(stop->api);
	if (!px_lanes_count(shard->lanes) && shard->empty) {
		sem_post(shard->empty);
		shard->empty = NULL;
	}
}

void px_turn_place_stop(struct px_api *api)
{
	unsigned count = px_shards_count(api->parts.shards);
	struct stop_job *jobs = px_calloc(count, sizeof(*jobs));
	sem_t empty;

	sem_init(&empty, 0, 0);
	for (unsigned i = 0; i < count; i++) {
		jobs[i] = (struct stop_job){ { .run = stop_job }, api, &empty };
		if (!px_shard_post_to(api->parts.shards, i, &jobs[i].job))
			sem_post(&empty);
	}
	for (unsigned i = 0; i < count; i++) {
		while (sem_wait(&empty) != 0)
			; /* a signal */
	}
	sem_destroy(&empty);
	free(jobs);
}

void px_turn_place_free(struct px_api *api)
{
	if (!api->turn_shards)
		return;
	px_loop_run_sync(api->parts.loops[0], stop_clock, api);
	px_loop_run_sync(api->parts.loops[0], nothing, NULL); /* closing ends in the loop's next round */
	for (unsigned i = 0; i < api->turn_shard_count; i++)
		px_lanes_free(api->turn_shards[i].lanes);
	free(api->turn_shards);
}
