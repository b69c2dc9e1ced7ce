/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run of a job, from its claim to its end.
 *
 *   run_post -> work (shard) -> prepare ... px_job_prepared -> work (shard)
 *            -> apply and the job's end, or its failure, in a transaction
 *            -> over (durable) -> `ended` -> gone
 *
 * While `prepare` or `cancel` is being called, the run goes nowhere: an answer
 * that comes meanwhile waits until the call has returned.
 */
#include "jobs/jobs_internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <stdlib.h>

struct run *run_new(struct px_jobs *jobs, struct kind *kind, const struct px_job_row *row)
{
	struct run *run = px_calloc(1, sizeof(*run));

	px_arena_init(&run->arena);
	run->public = (struct px_job_run){
		.id = row->id, .user = row->user_id, .kind = kind->kind->name,
		.payload = px_arena_str(&run->arena, px_str(row->payload)), .due = row->due,
		.attempt = row->attempts, .again = PX_TIME_NONE,
	};
	run->lease = (struct job_lease){ row->id, jobs->owner, row->attempts, row->version };
	run->jobs = jobs;
	run->kind = kind;
	return run;
}

void run_free(struct run *run)
{
	px_arena_release(&run->arena);
	free(run);
}

void run_link(struct run *run)
{
	struct px_jobs *jobs = run->jobs;

	run->next = jobs->runs;
	if (jobs->runs)
		jobs->runs->previous = run;
	jobs->runs = run;
	run->kind->running++;
	atomic_fetch_add(&jobs->running, 1);
}

static void unlink_run(struct run *run)
{
	if (run->previous)
		run->previous->next = run->next;
	else
		run->jobs->runs = run->next;
	if (run->next)
		run->next->previous = run->previous;
	run->kind->running--;
	atomic_fetch_sub(&run->jobs->running, 1);
}

/* The runner looks again only if there is something new for it: a row that waits, or room for one. */
static void leave(struct run *run)
{
	struct px_jobs *jobs = run->jobs;
	bool look = run->waits;

	pthread_mutex_lock(&jobs->lock);
	look = look || run->kind->starved;
	unlink_run(run);
	pthread_cond_broadcast(&jobs->idle);
	/* Once nothing is left, px_jobs_stop returns and the runner may go: only a pass that was taken keeps it. */
	bool post = look && runner_take_pass(jobs);
	pthread_mutex_unlock(&jobs->lock);
	run_free(run);
	if (post)
		runner_post_pass(jobs);
}

/* ------------------------------------------------------------------- its end */

/* [commit thread or shard] How the run ended is known. */
static void over(void *arg, enum px_err err)
{
	struct run *run = arg;
	const struct px_job_kind *kind = run->kind->kind;

	if (err) { /* the end of the job was not kept: its row says that it runs */
		atomic_store(&run->jobs->orphans, true);
		run->waits = true;
		run->err = run->err ? run->err : err;
	}
	if (!run->err)
		atomic_fetch_add(&run->jobs->done, 1);
	if (kind->ended)
		kind->ended(run->kind->arg, &run->public, run->err);
	leave(run);
}

/* The effects and the end of the job, in one transaction. */
static enum px_err apply(struct run *run, struct px_store_tx *tx)
{
	const struct px_job_kind *kind = run->kind->kind;
	int64_t again = run->public.again;
	struct px_job_row row;
	struct px_arena arena;
	enum px_err err;

	px_arena_init(&arena);
	job_enqueued = false;
	err = job_held(tx, &run->lease, &arena, &row, &run->error);
	if (!err)
		err = kind->apply(run->kind->arg, tx, &run->public, &run->error);
	if (!err && job_enqueued) /* perhaps this very job */
		err = job_held(tx, &run->lease, &arena, &row, &run->error);
	if (!err)
		err = job_finish(tx, &run->lease, &row, run->public.again, px_clock_now(), &run->error);
	/* The runner is not told of its own transactions: what the handler enqueued is looked for, too. */
	run->waits = !err && (row.state == PX_JOB_WAITING || job_enqueued);
	if (err) /* when the handler wanted to go on is lost with what it wrote: else what is due now would wait for that */
		run->public.again = again;
	px_arena_release(&arena);
	return err;
}

/* By itself, so that its own failure does not bring the job back. */
static enum px_err tell_given_up(struct run *run, struct px_store_tx *tx, struct px_error *error)
{
	const struct px_job_kind *kind = run->kind->kind;
	struct px_error why = { 0 };
	enum px_err err = px_store_savepoint(tx, error);

	if (err)
		return err;
	if (kind->given_up(run->kind->arg, tx, &run->public, &run->error, &why) == PX_OK) {
		px_store_release(tx);
		return PX_OK;
	}
	px_store_revert(tx);
	px_log(PX_LOG_WARN, "jobs", "what a dead letter means was not written", PX_LF("kind", run->public.kind),
	       PX_LF("reason", why.message));
	return PX_OK;
}

static enum px_err write_failure(struct run *run, struct px_store_tx *tx, struct px_error *error)
{
	struct px_job_row row;
	struct px_arena arena;
	enum px_err err;

	px_arena_init(&arena);
	err = job_held(tx, &run->lease, &arena, &row, error);
	if (!err)
		err = job_fail(tx, &run->lease, &row, &run->kind->limits, &run->error, run->public.again,
			       px_clock_now(), error);
	run->waits = !err && row.state == PX_JOB_WAITING;
	if (!err && row.state == PX_JOB_DEAD && run->kind->kind->given_up)
		err = tell_given_up(run, tx, error);
	if (!err && run->err != PX_CANCELLED)
		runner_note_failure(run->jobs, &row);
	px_arena_release(&arena);
	return err;
}

/* If not even this can be written, the row stays as it is; a later pass finds it. */
static void fail_run(struct run *run)
{
	struct px_error error = { 0 };
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(run->jobs->store, run->public.user, PX_STORE_WRITE, &tx, &error);

	run->error.code = run->err;
	if (!err) {
		err = write_failure(run, tx, &error);
		if (!err) {
			runner_commit(tx, over, run);
			return;
		}
		px_store_rollback(tx);
	}
	px_log(PX_LOG_WARN, "jobs", "the end of a job was not written", PX_LF("kind", run->public.kind),
	       PX_LF("reason", error.message));
	over(run, err);
}

static void end(struct run *run)
{
	struct px_store_tx *tx = NULL;

	if (!run->err)
		run->err = px_store_begin(run->jobs->store, run->public.user, PX_STORE_WRITE, &tx, &run->error);
	if (!run->err) {
		run->err = apply(run, tx);
		if (!run->err) {
			runner_commit(tx, over, run);
			return;
		}
	}
	px_store_rollback(tx);
	fail_run(run);
}

/* ---------------------------------------------------------------- its preparing */

/* With the lock held, after a call of a handler: goes on if the answer came meanwhile. */
static void call_returned(struct run *run)
{
	bool go_on = run->prepared;

	run->in_call = false;
	run->preparing = !go_on;
	pthread_cond_broadcast(&run->jobs->idle);
	pthread_mutex_unlock(&run->jobs->lock);
	if (go_on)
		run_post(run);
}

/* [shard] First to prepare it, and when that is done to end it. */
static void work(struct px_job *job)
{
	struct run *run = (struct run *)((char *)job - offsetof(struct run, job));
	struct px_jobs *jobs = run->jobs;

	if (run->prepared || !run->kind->kind->prepare) {
		end(run);
		return;
	}
	pthread_mutex_lock(&jobs->lock);
	bool stopping = jobs->stopping;
	run->in_call = !stopping;
	pthread_mutex_unlock(&jobs->lock);
	if (stopping) {
		run->err = px_fail(&run->error, PX_CANCELLED, NULL, "the program is stopping");
		end(run);
		return;
	}
	run->kind->kind->prepare(run->kind->arg, &run->public);
	pthread_mutex_lock(&jobs->lock);
	call_returned(run);
}

void run_post(struct run *run)
{
	unsigned shard = px_id_is_none(run->public.user) ? 0 : px_shard_of(run->jobs->shards, run->public.user);

	run->job.run = work;
	if (!px_shard_post_to(run->jobs->shards, shard, &run->job))
		over(run, PX_UNAVAILABLE); /* the shards stop first: a fault in the wiring, but nothing is lost */
}

void px_job_prepared(struct px_job_run *public, enum px_err err, const struct px_error *error)
{
	struct run *run = (struct run *)public;
	struct px_jobs *jobs = run->jobs;

	run->err = err;
	if (err && error)
		run->error = *error;
	else if (err)
		(void)px_fail(&run->error, err, NULL, "%s", px_err_name(err));
	pthread_mutex_lock(&jobs->lock);
	bool go_on = !run->in_call;
	run->prepared = true;
	run->preparing = false;
	pthread_mutex_unlock(&jobs->lock);
	if (go_on)
		run_post(run);
}

bool run_cancel_one(struct px_jobs *jobs)
{
	struct run *run = jobs->runs;

	while (run && (!run->preparing || run->cancelled || !run->kind->kind->cancel))
		run = run->next;
	if (!run)
		return false;
	run->in_call = run->cancelled = true;
	pthread_mutex_unlock(&jobs->lock);
	run->kind->kind->cancel(run->kind->arg, &run->public);
	pthread_mutex_lock(&jobs->lock);
	call_returned(run);
	pthread_mutex_lock(&jobs->lock);
	return true;
}
