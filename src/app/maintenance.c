/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each kind of clean-up is one job that goes on by itself: a bounded slice, the
 * next one soon after if there was more to do, else in an hour.  Writers get
 * their turn between slices.
 */
#include "app/maintenance.h"

#include "api/idempotency.h"
#include "base/civil.h"
#include "base/clock.h"
#include "base/mem.h"
#include "domain/proposal.h"
#include "domain/notification.h"
#include "domain/undo.h"

#include <malloc.h>
#include <stdlib.h>

enum {
	TICK_MS = 10000,
	TRIM_TICKS = 6,
	TRIM_BYTES = 4 << 20, /* that are free, at least: to give back less costs more than it is worth */
	NOTIFICATION_DAYS = 90,
};

struct px_maintenance {
	struct px_auth *auth;
	struct px_loop *loop;
	int64_t undo_ms;
	uv_timer_t timer;
	uv_work_t trim;      /* on a worker: it may take milliseconds */
	unsigned ticks;
	bool trimming, closing;
};

static void plan_next(struct px_job_run *run, bool more)
{
	int64_t now = px_clock_now();

	run->again = more ? now : now + PX_MS_HOUR;
}

static enum px_err clean_identity(void *arg, struct px_store_tx *tx, struct px_job_run *run,
				  struct px_error *error)
{
	struct px_maintenance *self = arg;
	bool more = false;
	enum px_err err = px_auth_maintain(self->auth, tx, &more, error);

	plan_next(run, more);
	return err;
}

static enum px_err clean_answers(void *arg, struct px_store_tx *tx, struct px_job_run *run,
				 struct px_error *error)
{
	bool more = false;
	enum px_err err = px_idempotency_sweep(tx, px_clock_now(), &more, error);

	(void)arg;
	plan_next(run, more);
	return err;
}

static enum px_err clean_actions(void *arg, struct px_store_tx *tx, struct px_job_run *run,
				 struct px_error *error)
{
	const struct px_maintenance *self = arg;
	bool more = false;
	enum px_err err = px_undo_expire(tx, px_clock_now() - self->undo_ms, &more, error);

	plan_next(run, more);
	return err;
}

/* Kept as long as what was done by them can be undone, and at least while they are open. */
static enum px_err clean_proposals(void *arg, struct px_store_tx *tx, struct px_job_run *run,
				   struct px_error *error)
{
	const struct px_maintenance *self = arg;
	int64_t least = PX_PROPOSAL_DAYS * PX_MS_DAY;
	bool more = false;
	enum px_err err = px_proposals_expire(tx, px_clock_now() - (self->undo_ms > least ? self->undo_ms : least), &more, error);

	plan_next(run, more);
	return err;
}

/* What was said is of no use for ever. */
static enum px_err clean_notifications(void *arg, struct px_store_tx *tx, struct px_job_run *run,
				       struct px_error *error)
{
	bool more = false;
	enum px_err err = px_notification_expire(tx, px_clock_now() - NOTIFICATION_DAYS * PX_MS_DAY, &more, error);

	(void)arg;
	plan_next(run, more);
	return err;
}

static const struct px_job_kind kinds[] = {
	{ .name = "maintenance.identity", .apply = clean_identity },
	{ .name = "maintenance.answers", .apply = clean_answers },
	{ .name = "maintenance.actions", .apply = clean_actions },
	{ .name = "maintenance.notifications", .apply = clean_notifications },
	{ .name = "maintenance.proposals", .apply = clean_proposals },
};

/* One of each; those that wait already stay as they are. */
static enum px_err enqueue(struct px_store *store, struct px_error *error)
{
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(store, PX_ID_NONE, PX_STORE_WRITE, &tx, error);

	if (err)
		return err;
	for (size_t i = 0; !err && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct px_job_spec job = { .kind = kinds[i].name, .key = "hourly",
					   .due = px_clock_now() + PX_MS_HOUR };
		err = px_jobs_enqueue(tx, &job, error);
	}
	if (!err)
		return px_store_commit_wait(tx, error);
	px_store_rollback(tx);
	return err;
}

/* What an import, a document or an index that went has left free in the heap, the system gets back. */
static void trim(uv_work_t *work)
{
	(void)work;
#ifdef __GLIBC__
	if (mallinfo2().fordblks > TRIM_BYTES)
		malloc_trim(TRIM_BYTES / 4);
#endif
}

static void trimmed(uv_work_t *work, int status)
{
	struct px_maintenance *self = work->data;

	(void)status;
	self->trimming = false;
	if (self->closing)
		free(self);
}

static void tick(uv_timer_t *timer)
{
	struct px_maintenance *self = timer->data;

	px_auth_tick(self->auth);
	if (++self->ticks % TRIM_TICKS != 0 || self->trimming)
		return;
	self->trim.data = self;
	self->trimming = uv_queue_work(timer->loop, &self->trim, trim, trimmed) == 0;
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

	self->closing = true;
	if (!self->trimming)
		free(self);
}

static void close_timer(void *arg)
{
	struct px_maintenance *self = arg;

	uv_close((uv_handle_t *)&self->timer, timer_closed);
}

enum px_err px_maintenance_new(const struct px_maintenance_config *config, struct px_maintenance **out, struct px_error *error)
{
	struct px_maintenance *self;
	enum px_err err = enqueue(config->store, error);

	if (err)
		return err;
	self = px_calloc(1, sizeof(*self));
	self->auth = config->auth;
	self->loop = config->loop;
	self->undo_ms = config->undo_ms;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		px_jobs_add(config->jobs, &kinds[i], self);
	px_loop_run_sync(self->loop, start_timer, self);
	*out = self;
	return PX_OK;
}

void px_maintenance_free(struct px_maintenance *self)
{
	if (self)
		px_loop_run_sync(self->loop, close_timer, self);
}
