/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The runner: which jobs are due, and when to look again.
 *
 * A pass (on shard 0, one at a time) is one transaction over all kinds: it
 * claims due jobs as far as their kind has room, and sets the alarm to the
 * next due instant.  Runs begin when their claim is durable, so that no crash
 * forgets that one was begun.  There is a pass when the alarm rings, when a
 * transaction wrote jobs that are due (px_store_watch) and when a run made room;
 * nothing is polled.  Jobs for later only set the alarm.  Where other processes
 * write jobs, too, there is a pass every few seconds at least, as nobody tells of
 * those; a job is then claimed by whoever comes first, and taken over when its
 * lease is over.
 *
 * The clock on the wall may be set.  The alarm rings then, early or not, and the
 * pass goes by what the clock says: what is due is due.  A clock that went back
 * leaves rows that were written in the future, which pull_back mends.
 *
 * An orphan is a row that says it is running though nobody works on it: its
 * process died, or its end could not be written.  It counts as a failed run.
 */
#include "jobs/jobs_internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"

#include <stdlib.h>

enum { COUNT_EVERY_MS = 60000, LATE_MS = 5 * 60 * 1000, RETRY_FIRST_MS = 1000, RETRY_LAST_MS = 60000, RUNNING_ROWS = 1000,
       PULL_ROWS = 500, POLL_MS = 2000, SKEW_MS = 60000 /* by which the clocks of other machines may be ahead */ };

static _Thread_local bool own_commit;

static void pass(struct px_job *job);

bool runner_take_pass(struct px_jobs *jobs)
{
	bool post = jobs->started && !jobs->stopping && !jobs->passing;

	jobs->passing = jobs->passing || post;
	jobs->pass_again = !post;
	return post;
}

void runner_post_pass(struct px_jobs *jobs)
{
	jobs->pass_job.run = pass;
	if (px_shard_post_to(jobs->shards, 0, &jobs->pass_job))
		return;
	pthread_mutex_lock(&jobs->lock);
	jobs->passing = false;
	pthread_cond_broadcast(&jobs->idle);
	pthread_mutex_unlock(&jobs->lock);
}

void runner_look(struct px_jobs *jobs)
{
	pthread_mutex_lock(&jobs->lock);
	bool post = runner_take_pass(jobs);
	pthread_mutex_unlock(&jobs->lock);
	if (post)
		runner_post_pass(jobs);
}

static void ring(void *arg)
{
	runner_look(arg);
}

/* With the lock held. */
static void set_alarm(struct px_jobs *jobs, int64_t due)
{
	jobs->set_to = due;
	px_alarm_set(jobs->alarm, due);
}

/* Rows that are due later are left to the alarm.  A pass under way may not see them: it sets the alarm by came_due, too. */
static void await(struct px_jobs *jobs, int64_t due)
{
	pthread_mutex_lock(&jobs->lock);
	if (jobs->came_due == PX_TIME_NONE || due < jobs->came_due)
		jobs->came_due = due;
	if (jobs->started && !jobs->passing && (jobs->set_to == PX_TIME_NONE || due < jobs->set_to))
		set_alarm(jobs, due);
	pthread_mutex_unlock(&jobs->lock);
}

static void rows_written(void *arg)
{
	int64_t soonest = job_soonest;

	job_soonest = PX_TIME_NONE;
	if (own_commit)
		return;
	if (soonest == PX_TIME_NONE || soonest <= px_clock_now())
		runner_look(arg);
	else
		await(arg, soonest);
}

void runner_commit(struct px_store_tx *tx, void (*done)(void *arg, enum px_err err), void *arg)
{
	own_commit = true;
	px_store_commit(tx, done, arg);
	own_commit = false;
}

void runner_note_failure(struct px_jobs *jobs, const struct px_job_row *row)
{
	bool dead = row->state == PX_JOB_DEAD;

	atomic_fetch_add(dead ? &jobs->died : &jobs->failed, 1);
	if (dead)
		atomic_store(&jobs->recount, true);
	px_log(dead ? PX_LOG_ERROR : PX_LOG_WARN, "jobs", dead ? "job given up" : "job failed",
	       PX_LF("kind", row->kind), PX_LI("attempt", row->attempts),
	       PX_LF("reason", row->last_error ? row->last_error : ""));
}

static void note_due(struct px_jobs *jobs, int64_t due)
{
	if (jobs->next_due == PX_TIME_NONE || due < jobs->next_due)
		jobs->next_due = due;
}

static bool works_on(struct px_jobs *jobs, struct px_id id)
{
	const struct run *run;

	pthread_mutex_lock(&jobs->lock);
	for (run = jobs->runs; run && !px_id_eq(run->public.id, id); run = run->next)
		;
	pthread_mutex_unlock(&jobs->lock);
	return run != NULL;
}

static bool is_orphan(struct px_jobs *jobs, const struct px_job_row *row, int64_t now)
{
	if (row->owner && strcmp(row->owner, jobs->owner) == 0)
		return !works_on(jobs, row->id);
	if (jobs->exclusive || row->lease_until <= now)
		return true;
	note_due(jobs, row->lease_until);
	return false;
}

static enum px_err free_orphans(struct px_jobs *jobs, struct px_store_tx *tx, const struct kind *kind,
				int64_t now, struct px_error *error)
{
	static const struct px_error why = { PX_INTERNAL, "", "the program ended, or lost its disk, while it ran" };
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < kind->taken.count; i++) {
		struct px_job_row *row = &kind->taken.rows[i];
		if (!is_orphan(jobs, row, now))
			continue;
		err = job_fail(tx, NULL, row, &kind->limits, &why, PX_TIME_NONE, now, error);
		if (!err) {
			runner_note_failure(jobs, row);
			if (row->state == PX_JOB_WAITING)
				note_due(jobs, row->due);
		} else if (err == PX_CONFLICT || err == PX_NOT_FOUND) { /* its runner has ended it meanwhile */
			err = PX_OK;
		}
	}
	return err;
}

/* One job more was read than there is room for: it may tell the next due instant. */
static enum px_err claim_kind(struct px_jobs *jobs, struct px_store_tx *tx, struct kind *kind, int64_t now,
			      struct px_error *error)
{
	struct px_job_row *rows = kind->waiting.rows;
	size_t i = 0, limit = kind->room, count = kind->waiting.count;
	unsigned room = kind->room;

	if (!room)
		return PX_OK;
	for (; i < count && room && rows[i].due <= now; i++) {
		enum px_err err = job_claim(tx, &rows[i], jobs->owner, kind->limits.lease_ms, now, error);
		if (err == PX_CONFLICT) { /* another runner was quicker */
			note_due(jobs, now + RETRY_FIRST_MS);
			continue;
		}
		if (err)
			return err;
		struct run *run = run_new(jobs, kind, &rows[i]);
		run->claimed_next = jobs->claimed;
		jobs->claimed = run;
		room--;
	}
	if (i < count && rows[i].due > now)
		note_due(jobs, rows[i].due);
	if (i == count ? count <= limit : rows[i].due > now) {
		pthread_mutex_lock(&jobs->lock);
		kind->starved = false;
		pthread_mutex_unlock(&jobs->lock);
	}
	return PX_OK;
}

/* How many jobs of each kind may begin. */
static void measure_rooms(struct px_jobs *jobs)
{
	pthread_mutex_lock(&jobs->lock);
	for (size_t i = 0; i < jobs->kind_count; i++) {
		struct kind *kind = &jobs->kinds[i];
		kind->room = kind->limits.concurrency - kind->running;
		kind->starved = true; /* until it is known; a run that ends meanwhile then asks for another pass */
	}
	pthread_mutex_unlock(&jobs->lock);
}

/* All rows that the pass may change, before it changes the first: where each answer is a round trip it is one for all. */
static enum px_err read_kinds(struct px_jobs *jobs, struct px_store_tx *tx, bool orphans, struct px_arena *arena,
			      struct px_error *error)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; i < jobs->kind_count; i++) {
		const struct kind *kind = &jobs->kinds[i];
		if (orphans)
			job_find_ahead(tx, kind->kind->name, PX_JOB_RUNNING, RUNNING_ROWS);
		if (kind->room)
			job_find_ahead(tx, kind->kind->name, PX_JOB_WAITING, (size_t)kind->room + 1);
	}
	for (size_t i = 0; !err && i < jobs->kind_count; i++) {
		struct kind *kind = &jobs->kinds[i];
		kind->waiting.count = kind->taken.count = 0;
		if (orphans)
			err = job_find(tx, kind->kind->name, PX_JOB_RUNNING, RUNNING_ROWS, arena, &kind->taken.rows,
				       &kind->taken.count, error);
		if (!err && kind->room)
			err = job_find(tx, kind->kind->name, PX_JOB_WAITING, (size_t)kind->room + 1, arena, &kind->waiting.rows,
				       &kind->waiting.count, error);
	}
	return err;
}

/* What should have begun and has not: the runner is behind, or a kind has no handler here. */
static enum px_err count_late(struct px_jobs *jobs, struct px_store_tx *tx, int64_t now, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "state", PX_OP_EQ, { .integer = PX_JOB_WAITING } }, { "due", PX_OP_LT, { .integer = now - LATE_MS } },
	};
	int64_t count = 0;
	enum px_err err = px_store_count(tx, &px_job_record, filters, 2, &count, error);

	atomic_store(&jobs->late, (uint64_t)count);
	return err;
}

static enum px_err count_rows(struct px_jobs *jobs, struct px_store_tx *tx, int64_t now, struct px_error *error)
{
	static const enum px_job_state states[] = { PX_JOB_WAITING, PX_JOB_DEAD };
	_Atomic uint64_t *const gauges[] = { &jobs->waiting, &jobs->dead };
	int64_t since = now - jobs->counted_at;
	enum px_err err = PX_OK;

	if (!atomic_exchange(&jobs->recount, false) && since >= 0 && since < COUNT_EVERY_MS)
		return PX_OK;
	for (size_t i = 0; !err && i < 2; i++) {
		const struct px_store_filter filter = { "state", PX_OP_EQ, { .integer = states[i] } };
		int64_t count = 0;
		err = px_store_count(tx, &px_job_record, &filter, 1, &count, error);
		atomic_store(gauges[i], (uint64_t)count);
	}
	if (!err)
		err = count_late(jobs, tx, now, error);
	jobs->counted_at = now;
	return err;
}

/* After a pass that failed the next comes later and later: the disk may be full. */
static void end_pass(struct px_jobs *jobs, bool ok)
{
	if (ok) {
		jobs->retry_ms = 0;
	} else {
		jobs->retry_ms = jobs->retry_ms ? jobs->retry_ms * 2 : RETRY_FIRST_MS;
		if (jobs->retry_ms > RETRY_LAST_MS)
			jobs->retry_ms = RETRY_LAST_MS;
		jobs->next_due = px_clock_now() + jobs->retry_ms;
		atomic_store(&jobs->orphans, true);
	}
	pthread_mutex_lock(&jobs->lock);
	if (jobs->came_due != PX_TIME_NONE)
		note_due(jobs, jobs->came_due);
	if (ok && !jobs->exclusive)
		note_due(jobs, px_clock_now() + POLL_MS + (int64_t)(px_random_u64() % POLL_MS));
	set_alarm(jobs, jobs->next_due);
	bool again = jobs->pass_again && ok && !jobs->stopping;
	jobs->passing = false;
	jobs->pass_again = false;
	pthread_cond_broadcast(&jobs->idle);
	pthread_mutex_unlock(&jobs->lock);
	if (again)
		runner_look(jobs);
}

static void drop_claims(struct px_jobs *jobs)
{
	while (jobs->claimed) {
		struct run *next = jobs->claimed->claimed_next;
		run_free(jobs->claimed);
		jobs->claimed = next;
	}
}

/* [commit thread] All are in the list before the first begins, which may end at once. */
static void claims_durable(void *arg, enum px_err err)
{
	struct px_jobs *jobs = arg;
	struct run *next, *first = jobs->claimed;

	if (err) {
		drop_claims(jobs);
		end_pass(jobs, false);
		return;
	}
	jobs->claimed = NULL;
	pthread_mutex_lock(&jobs->lock);
	for (struct run *run = first; run; run = run->claimed_next)
		run_link(run);
	pthread_mutex_unlock(&jobs->lock);
	for (struct run *run = first; run; run = next) {
		next = run->claimed_next;
		run_post(run);
	}
	end_pass(jobs, true);
}

/*
 * Rows that were written after now: the clock went back.  What they wait for was counted by the wrong clock, so the
 * wait is kept and the instant is not; whoever plans by the wall clock looks at it himself when he runs.
 */
static enum px_err pull_back(struct px_store_tx *tx, int64_t now, int64_t skew, struct px_arena *arena, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "state", PX_OP_EQ, { .integer = PX_JOB_WAITING } },
		{ "updated", PX_OP_GT, { .integer = now + skew } },
	};
	const struct px_store_query query = { .filters = filters, .filter_count = 2, .order = "updated", .limit = PULL_ROWS };
	void *found = NULL;
	size_t count = 0;
	enum px_err err;

	do {
		err = px_store_query(tx, &px_job_record, &query, arena, &found, &count, error);
		struct px_job_row *rows = found;
		for (size_t i = 0; !err && i < count; i++)
			err = job_pull_back(tx, &rows[i], now, error);
	} while (!err && count == PULL_ROWS);
	return err;
}

static enum px_err look_at_kinds(struct px_jobs *jobs, struct px_store_tx *tx, struct px_error *error)
{
	int64_t now = px_clock_now(), since = now - jobs->orphans_at;
	bool orphans = atomic_exchange(&jobs->orphans, false) || (!jobs->exclusive && (since < 0 || since >= POLL_MS));
	struct px_arena arena;
	enum px_err err = PX_OK;

	px_arena_init(&arena);
	measure_rooms(jobs);
	jobs->orphans_at = orphans ? now : jobs->orphans_at;
	if (orphans || now < jobs->looked_at)
		err = pull_back(tx, now, jobs->exclusive ? 0 : SKEW_MS, &arena, error);
	jobs->looked_at = now;
	if (!err)
		err = read_kinds(jobs, tx, orphans, &arena, error);
	for (size_t i = 0; !err && i < jobs->kind_count; i++) {
		err = free_orphans(jobs, tx, &jobs->kinds[i], now, error);
		if (!err)
			err = claim_kind(jobs, tx, &jobs->kinds[i], now, error);
	}
	px_arena_release(&arena);
	return err ? err : count_rows(jobs, tx, now, error);
}

static void pass(struct px_job *job)
{
	struct px_jobs *jobs = (struct px_jobs *)((char *)job - offsetof(struct px_jobs, pass_job));
	struct px_error error = { 0 };
	struct px_store_tx *tx = NULL;

	pthread_mutex_lock(&jobs->lock);
	jobs->pass_again = false; /* what was written before now is seen now */
	jobs->came_due = PX_TIME_NONE;
	pthread_mutex_unlock(&jobs->lock);
	jobs->next_due = PX_TIME_NONE;
	atomic_fetch_add(&jobs->passes, 1);
	enum px_err err = px_store_begin(jobs->store, PX_ID_NONE, PX_STORE_WRITE, &tx, &error);
	if (!err)
		err = look_at_kinds(jobs, tx, &error);
	if (!err) {
		runner_commit(tx, claims_durable, jobs);
		return;
	}
	px_store_rollback(tx);
	px_log(PX_LOG_ERROR, "jobs", "jobs not claimed", PX_LF("reason", error.message));
	drop_claims(jobs);
	end_pass(jobs, false);
}

/* ------------------------------------------------------------------ life cycle */

enum px_err px_jobs_new(struct px_store *store, struct px_loop *loop, struct px_jobs **out,
			struct px_error *error)
{
	struct px_jobs *jobs = px_calloc(1, sizeof(*jobs));

	jobs->store = store;
	jobs->exclusive = px_store_capabilities(store) & PX_STORE_EXCLUSIVE;
	px_id_format(px_id_new(), jobs->owner);
	atomic_store(&jobs->orphans, true);
	atomic_store(&jobs->recount, true);
	jobs->set_to = jobs->came_due = PX_TIME_NONE;
	pthread_mutex_init(&jobs->lock, NULL);
	pthread_cond_init(&jobs->idle, NULL);
	/* The loop gets to know the runner here, so all that it touches is made before. */
	enum px_err err = px_alarm_new(loop, ring, jobs, &jobs->alarm, error);
	if (err) {
		pthread_cond_destroy(&jobs->idle);
		pthread_mutex_destroy(&jobs->lock);
		free(jobs);
		return err;
	}
	px_store_watch(store, &px_job_record, rows_written, jobs);
	*out = jobs;
	return PX_OK;
}

void px_jobs_add(struct px_jobs *jobs, const struct px_job_kind *kind, void *arg)
{
	if (jobs->kind_count == JOB_KINDS_MAX || jobs->started)
		abort(); /* a table of ours that grew too long, or a part wired too late */
	jobs->kinds[jobs->kind_count++] = (struct kind){ .kind = kind, .arg = arg, .limits = job_limits_of(kind) };
}

void px_jobs_start(struct px_jobs *jobs, struct px_shards *shards)
{
	pthread_mutex_lock(&jobs->lock);
	jobs->shards = shards;
	jobs->started = true;
	pthread_mutex_unlock(&jobs->lock);
	runner_look(jobs);
}

void px_jobs_stop(struct px_jobs *jobs)
{
	if (!jobs)
		return;
	pthread_mutex_lock(&jobs->lock);
	jobs->stopping = true;
	while (jobs->runs || jobs->passing)
		if (!run_cancel_one(jobs))
			pthread_cond_wait(&jobs->idle, &jobs->lock);
	pthread_mutex_unlock(&jobs->lock);
}

void px_jobs_free(struct px_jobs *jobs)
{
	if (!jobs)
		return;
	px_alarm_free(jobs->alarm);
	pthread_cond_destroy(&jobs->idle);
	pthread_mutex_destroy(&jobs->lock);
	free(jobs);
}

void px_jobs_get_stats(struct px_jobs *jobs, struct px_jobs_stats *stats)
{
	*stats = (struct px_jobs_stats){
		.passes = atomic_load(&jobs->passes), .done = atomic_load(&jobs->done), .failed = atomic_load(&jobs->failed),
		.died = atomic_load(&jobs->died), .running = atomic_load(&jobs->running),
		.waiting = atomic_load(&jobs->waiting), .dead = atomic_load(&jobs->dead), .late = atomic_load(&jobs->late),
	};
}
