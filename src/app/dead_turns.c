/* SPDX-License-Identifier: Apache-2.0 */
/* The job runs on shard 0, where each turn is closed in a transaction of its user; then it plans itself. */
#include "app/dead_turns.h"

#include "agent/interrupted.h"
#include "base/clock.h"

enum { SPARE_MS = 60000, EVERY_MS = 60000 };

enum px_err px_dead_turns_close(const struct px_dead_turns *turns, size_t *closed, struct px_error *error)
{
	int64_t now = px_clock_now(), longest = 2 * turns->config->turn_seconds * 1000 + SPARE_MS;

	return px_turns_interrupt(turns->store, now, turns->config->nodes ? now - longest : INT64_MAX, closed, error);
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct px_error why = { 0 };
	size_t closed;
	enum px_err err = px_dead_turns_close(arg, &closed, &why);

	px_job_prepared(run, err, err ? &why : NULL);
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	(void)arg;
	(void)tx;
	(void)error;
	run->again = px_clock_now() + EVERY_MS;
	return PX_OK;
}

static const struct px_job_kind kind = { .name = "turns.close", .prepare = prepare, .apply = apply };

void px_dead_turns_add(struct px_dead_turns *turns, struct px_jobs *jobs)
{
	px_jobs_add(jobs, &kind, turns);
}

enum px_err px_dead_turns_plan(struct px_dead_turns *turns, struct px_error *error)
{
	const struct px_job_spec job = { .kind = kind.name, .key = "close" };
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(turns->store, PX_ID_NONE, PX_STORE_WRITE, &tx, error);

	if (err)
		return err;
	err = px_jobs_enqueue(tx, &job, error);
	if (!err)
		return px_store_commit_wait(tx, error);
	px_store_rollback(tx);
	return err;
}
