/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One timer on a loop; every tick looks after issuers' keys, every 360th
 * sends a job to a shard that sweeps the tables.
 */
#include "app/maintenance.h"

#include "api/idempotency.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <semaphore.h>
#include <stdlib.h>

enum { TICK_MS = 10000, SWEEP_TICKS = 360 };

struct px_maintenance {
	struct px_job job;
	struct px_store *store;
	struct px_auth *auth;
	struct px_shards *shards;
	struct px_loop *loop;
	uv_timer_t timer;
	unsigned ticks;
	bool more; /* the sweep under way goes on; the sweeping shard's */
	sem_t idle; /* taken while a sweep is queued or runs */
};

/* One transaction: identity's rows once, kept answers by the batch. */
static enum px_err sweep_batch(struct px_maintenance *self, bool first, size_t *deleted,
			       struct px_error *error)
{
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(self->store, PX_ID_NONE, PX_STORE_WRITE, &tx, error);

	if (err)
		return err;
	if (first)
		err = px_auth_maintain(self->auth, tx, error);
	if (!err)
		err = px_idempotency_sweep(tx, px_clock_now(), deleted, error);
	if (!err)
		return px_store_commit_wait(tx, error);
	px_store_rollback(tx);
	return err;
}

/* Between batches the shard serves its users: what is left is posted again. */
static void sweep(struct px_job *job)
{
	struct px_maintenance *self = (struct px_maintenance *)job;
	struct px_error error;
	size_t deleted = 0;
	enum px_err err = sweep_batch(self, !self->more, &deleted, &error);

	if (err)
		px_log(PX_LOG_WARN, "maintenance", "sweep failed", PX_LF("reason", error.message));
	self->more = !err && deleted == PX_IDEMPOTENCY_SWEEP;
	if (!self->more || !px_shard_post_to(self->shards, 0, &self->job)) {
		self->more = false;
		sem_post(&self->idle);
	}
}

static void tick(uv_timer_t *timer)
{
	struct px_maintenance *self = timer->data;

	px_auth_tick(self->auth);
	if (self->ticks++ % SWEEP_TICKS != SWEEP_TICKS - 1 || sem_trywait(&self->idle) != 0)
		return;
	self->job.run = sweep;
	if (!px_shard_post_to(self->shards, 0, &self->job))
		sem_post(&self->idle);
}

static void start_timer(void *arg)
{
	struct px_maintenance *self = arg;

	uv_timer_init(px_loop_uv(self->loop), &self->timer);
	self->timer.data = self;
	uv_timer_start(&self->timer, tick, 0, TICK_MS);
}

static void timer_closed(uv_handle_t *handle)
{
	struct px_maintenance *self = handle->data;

	sem_destroy(&self->idle);
	free(self);
}

static void stop_timer(void *arg)
{
	struct px_maintenance *self = arg;

	uv_timer_stop(&self->timer);
}

static void close_timer(void *arg)
{
	struct px_maintenance *self = arg;

	uv_close((uv_handle_t *)&self->timer, timer_closed);
}

enum px_err px_maintenance_new(struct px_store *store, struct px_auth *auth, struct px_shards *shards,
			       struct px_loop *loop, struct px_maintenance **out, struct px_error *error)
{
	struct px_maintenance *self = px_calloc(1, sizeof(*self));

	(void)error;
	self->store = store;
	self->auth = auth;
	self->shards = shards;
	self->loop = loop;
	sem_init(&self->idle, 0, 1);
	px_loop_run_sync(loop, start_timer, self);
	*out = self;
	return PX_OK;
}

void px_maintenance_free(struct px_maintenance *self)
{
	if (!self)
		return;
	px_loop_run_sync(self->loop, stop_timer, self);
	while (sem_wait(&self->idle) != 0)
		; /* a signal; a sweep under way still uses us */
	px_loop_run_sync(self->loop, close_timer, self);
}
