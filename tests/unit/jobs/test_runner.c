/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The runner over a real store, loop and shards.  Tests wait for what a
 * handler does, never for time to pass.
 */
#include "unit/jobs/world.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

enum { SHARDS = 2 };

/* What one kind's handler did, and what it shall do. */
struct handler {
	struct world *world;
	sem_t applied, ended, prepared, cancelled;
	_Atomic int applies, prepares, at_once, most_at_once;
	_Atomic int fail_first;        /* so many runs fail */
	enum px_err code;
	int64_t again_first;           /* the first run goes on then */
	_Atomic int64_t attempt;       /* of the last run */
	_Atomic int last;              /* what `ended` heard */
	_Atomic int first;             /* the first thing it heard; -1 before */
	int shard;
	char payload[64];
	bool answer_at_once, writes;
	bool breaks;                   /* what the first run that goes on wrote is lost with its transaction */
	const char *then;              /* kind of the job that the first run enqueues */
	const char *then_key;
	struct px_job_run *held[32];   /* by the order of `prepare` */
};

struct machine {
	struct px_loop *loop;
	struct px_shards *shards;
	struct px_jobs *jobs;
};

static void handler_init(struct handler *h, struct world *w)
{
	memset(h, 0, sizeof(*h));
	h->world = w;
	sem_init(&h->applied, 0, 0);
	sem_init(&h->ended, 0, 0);
	atomic_store(&h->first, -1);
	sem_init(&h->prepared, 0, 0);
	sem_init(&h->cancelled, 0, 0);
}

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0)
		;
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	struct handler *h = arg;
	enum px_err err = PX_OK;

	atomic_store(&h->attempt, run->attempt);
	h->shard = px_shard_current();
	snprintf(h->payload, sizeof(h->payload), "%s", run->payload);
	if (h->writes) { /* an effect, as a row of the only table there is */
		struct px_job_spec spec = { .kind = "test.effect", .user = run->user };
		err = px_jobs_enqueue(tx, &spec, error);
	}
	if (!err && h->then) {
		struct px_job_spec spec = { .kind = h->then, .user = run->user, .payload = "{\"n\":2}",
					    .key = h->then_key };
		h->then = NULL;
		err = px_jobs_enqueue(tx, &spec, error);
	}
	if (!err && atomic_fetch_sub(&h->fail_first, 1) > 0)
		err = px_fail(error, h->code, NULL, "as told");
	else if (!err && atomic_fetch_add(&h->applies, 1) == 0 && h->again_first)
		run->again = h->again_first;
	if (run->again != PX_TIME_NONE && h->breaks)
		atomic_store(&h->world->fault.fail_at, atomic_load(&h->world->fault.calls) + 1);
	sem_post(&h->applied);
	return err;
}

static void ended(void *arg, struct px_job_run *run, enum px_err err)
{
	struct handler *h = arg;
	int none = -1;

	(void)run;
	atomic_compare_exchange_strong(&h->first, &none, (int)err);
	atomic_store(&h->last, (int)err);
	sem_post(&h->ended);
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct handler *h = arg;
	int now = atomic_fetch_add(&h->at_once, 1) + 1;

	if (now > atomic_load(&h->most_at_once))
		atomic_store(&h->most_at_once, now);
	h->held[atomic_fetch_add(&h->prepares, 1)] = run;
	if (h->answer_at_once) {
		atomic_fetch_sub(&h->at_once, 1);
		px_job_prepared(run, PX_OK, NULL);
	}
	sem_post(&h->prepared);
}

static void cancel(void *arg, struct px_job_run *run)
{
	struct handler *h = arg;

	sem_post(&h->cancelled);
	px_job_prepared(run, PX_CANCELLED, NULL);
}

static const struct px_job_kind plain = { .name = "test.plain", .backoff_ms = 1, .attempts = 3,
					  .apply = apply, .ended = ended };
static const struct px_job_kind slow = { .name = "test.slow", .concurrency = 2, .prepare = prepare,
					 .apply = apply, .ended = ended, .cancel = cancel };

static void start(struct machine *m, struct world *w, const struct px_job_kind *kind, struct handler *h)
{
	OK(px_loop_new(0, &m->loop, &w->error));
	OK(px_shards_new(SHARDS, NULL, &m->shards, &w->error));
	OK(px_jobs_new(w->store, m->loop, &m->jobs, &w->error));
	px_jobs_add(m->jobs, kind, h);
	px_jobs_start(m->jobs, m->shards);
}

static void stop(struct machine *m)
{
	px_jobs_stop(m->jobs);
	px_shards_free(m->shards);
	px_jobs_free(m->jobs);
	px_loop_free(m->loop);
}

static void put(struct world *w, const char *kind, const char *payload)
{
	struct px_job_spec spec = { .kind = kind, .user = w->user, .payload = payload };

	world_enqueue(w, &spec);
}

static size_t count_jobs(struct world *w)
{
	struct px_job_row *rows;

	return world_jobs(w, &rows);
}

static void runs_what_is_there_and_what_comes(void **state)
{
	struct world *w = *state;
	struct handler h;
	struct machine m;
	struct px_jobs_stats stats;

	handler_init(&h, w);
	put(w, "test.plain", "{\"n\":1}");
	put(w, "test.unknown", NULL);
	start(&m, w, &plain, &h);
	wait_for(&h.ended);
	assert_string_equal(h.payload, "{\"n\":1}");
	assert_int_equal(h.shard, px_shard_of(m.shards, w->user));
	put(w, "test.plain", "{\"n\":2}"); /* no timer is set: the transaction wakes the runner */
	wait_for(&h.ended);
	assert_string_equal(h.payload, "{\"n\":2}");
	assert_int_equal(atomic_load(&h.last), PX_OK);
	px_jobs_stop(m.jobs);
	px_jobs_get_stats(m.jobs, &stats);
	stop(&m);
	assert_int_equal(stats.done, 2);
	assert_string_equal(world_job(w).kind, "test.unknown");
}

static void runs_what_belongs_to_nobody(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = { .kind = "test.plain", .payload = "{\"n\":3}", .key = "hourly" };
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	h.fail_first = 1;
	h.code = PX_UNAVAILABLE;
	h.again_first = px_clock_now();
	world_enqueue(w, &spec);
	start(&m, w, &plain, &h);
	for (int i = 0; i < 3; i++) /* it fails, goes on, ends */
		wait_for(&h.ended);
	stop(&m);
	assert_int_equal(h.shard, 0);
	assert_int_equal(atomic_load(&h.applies), 2);
	assert_string_equal(h.payload, "{\"n\":3}");
	assert_int_equal(count_jobs(w), 0);
}

static void rings_when_it_is_due(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = { .kind = "test.plain", .user = w->user, .due = px_clock_now() + 30 };
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	start(&m, w, &plain, &h);
	world_enqueue(w, &spec);
	wait_for(&h.ended);
	assert_true(px_clock_now() >= spec.due);
	stop(&m);
}

/* Each turn plans work for later; if each woke the runner, it would look at all kinds of jobs once a turn. */
static void is_not_woken_by_what_is_due_later(void **state)
{
	struct world *w = *state;
	struct px_job_spec later = { .kind = "test.plain", .user = w->user, .due = px_clock_now() + 3600000 };
	struct px_jobs_stats before, after;
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	start(&m, w, &plain, &h);
	put(w, "test.plain", NULL);
	wait_for(&h.ended);
	px_jobs_get_stats(m.jobs, &before);
	for (int i = 0; i < 20; i++)
		world_enqueue(w, &later);
	px_jobs_get_stats(m.jobs, &after);
	assert_in_range(after.passes - before.passes, 0, 2); /* one may have been wanted before, and one counts the rows */
	struct px_job_spec sooner = { .kind = "test.plain", .user = w->user, .due = px_clock_now() + 30 };
	world_enqueue(w, &sooner);
	wait_for(&h.ended);
	assert_true(px_clock_now() >= sooner.due);
	stop(&m);
	assert_int_equal(count_jobs(w), 20);
}

struct writer {
	struct px_job job;
	struct world *w;
	const struct px_job_spec *spec;
	sem_t *go;
};

static void write_job(struct px_job *job)
{
	struct writer *writer = (struct writer *)job;

	wait_for(writer->go);
	world_enqueue(writer->w, writer->spec);
}

/* Of two jobs that are written on one shard, the first is while the second waits. */
static void gives_way_where_others_wait(void **state)
{
	struct world *w = *state;
	const int64_t now = px_clock_now(), hour = 3600000;
	const struct px_job_spec specs[] = {
		{ .kind = "test.first", .user = w->user, .due = now + hour, .yields_ms = hour },
		{ .kind = "test.last", .user = w->user, .due = now + hour, .yields_ms = hour },
	};
	struct px_shards *shards;
	struct px_job_row *rows;
	sem_t go;

	sem_init(&go, 0, 0);
	struct writer writers[] = { { { .run = write_job }, w, &specs[0], &go }, { { .run = write_job }, w, &specs[1], &go } };
	OK(px_shards_new(1, NULL, &shards, &w->error));
	assert_true(px_shard_post_to(shards, 0, &writers[0].job));
	assert_true(px_shard_post_to(shards, 0, &writers[1].job));
	sem_post(&go);
	sem_post(&go);
	px_shards_free(shards);
	assert_int_equal(world_jobs(w, &rows), 2);
	for (int i = 0; i < 2; i++) {
		bool first = strcmp(rows[i].kind, "test.first") == 0;
		assert_int_equal(rows[i].due, now + (first ? 2 * hour : hour));
	}
}

/* The runner is not woken by its own transactions, and yet it finds what they wrote. */
static void runs_what_a_run_enqueues(void **state)
{
	struct world *w = *state;
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	h.then = "test.plain";
	put(w, "test.plain", NULL);
	start(&m, w, &plain, &h);
	wait_for(&h.ended);
	wait_for(&h.ended);
	assert_string_equal(h.payload, "{\"n\":2}");
	stop(&m);
	assert_int_equal(count_jobs(w), 0);
}

/* Its own key, from within its run: it runs again afterwards. */
static void runs_again_what_enqueues_itself(void **state)
{
	struct world *w = *state;
	struct px_job_spec spec = { .kind = "test.plain", .user = w->user, .key = "k" };
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	h.then = "test.plain";
	h.then_key = "k";
	world_enqueue(w, &spec);
	start(&m, w, &plain, &h);
	wait_for(&h.ended);
	wait_for(&h.ended);
	assert_string_equal(h.payload, "{\"n\":2}");
	stop(&m);
	assert_int_equal(count_jobs(w), 0);
}

/* What was written while the clock was a year ahead waits as long as it would have, not until then. */
static void goes_by_the_clock_after_it_went_back(void **state)
{
	struct world *w = *state;
	struct px_job_spec late = { .kind = "test.plain", .user = w->user, .payload = "{\"n\":1}" }, soon = late;
	struct px_job_row *rows;
	struct handler h;
	struct machine m;
	int64_t ahead = WORLD_NOW + INT64_C(365) * 24 * 3600 * 1000;

	handler_init(&h, w);
	px_clock_fix(ahead);
	start(&m, w, &plain, &h);
	late.due = ahead + 3600000;
	world_enqueue(w, &late);
	soon.payload = "{\"n\":2}";
	soon.due = ahead;
	world_enqueue(w, &soon);
	wait_for(&h.ended);
	px_clock_fix(WORLD_NOW);
	soon.payload = "{\"n\":3}";
	soon.due = WORLD_NOW;
	world_enqueue(w, &soon);
	wait_for(&h.ended);
	stop(&m);
	assert_int_equal(world_jobs(w, &rows), 1);
	assert_int_equal(rows[0].due, WORLD_NOW + 3600000);
}

static void goes_on_by_itself(void **state)
{
	struct world *w = *state;
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	h.again_first = px_clock_now() + 10;
	put(w, "test.plain", NULL);
	start(&m, w, &plain, &h);
	wait_for(&h.ended);
	wait_for(&h.ended);
	stop(&m);
	assert_int_equal(atomic_load(&h.applies), 2);
	assert_int_equal(atomic_load(&h.attempt), 1);
	assert_int_equal(count_jobs(w), 0);
}

/* Effects of a run that fails are not kept; those of the one that succeeds are, once. */
static void tries_again(void **state)
{
	struct world *w = *state;
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	h.fail_first = 2;
	h.code = PX_UNAVAILABLE;
	h.writes = true;
	put(w, "test.plain", NULL);
	start(&m, w, &plain, &h);
	for (int i = 0; i < 3; i++)
		wait_for(&h.ended);
	assert_int_equal(atomic_load(&h.first), PX_UNAVAILABLE);
	assert_int_equal(atomic_load(&h.last), PX_OK);
	assert_int_equal(atomic_load(&h.attempt), 3);
	stop(&m);
	assert_string_equal(world_job(w).kind, "test.effect");
}

/* "Tomorrow again" was said in a transaction that was not kept: it is tried again soon, and what is due now is not late. */
static void forgets_what_was_planned_in_vain(void **state)
{
	struct world *w = *state;
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	h.again_first = px_clock_now() + 24 * 3600 * 1000;
	h.breaks = true;
	put(w, "test.plain", NULL);
	start(&m, w, &plain, &h);
	wait_for(&h.ended);
	wait_for(&h.ended);
	assert_int_equal(atomic_load(&h.first), PX_IO);
	assert_int_equal(atomic_load(&h.last), PX_OK);
	assert_int_equal(atomic_load(&h.attempt), 2);
	stop(&m);
	assert_int_equal(count_jobs(w), 0);
}

static void ends_as_a_dead_letter(void **state)
{
	struct world *w = *state;
	struct px_jobs_stats stats;
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	h.fail_first = 3;
	h.code = PX_UNAVAILABLE;
	put(w, "test.plain", NULL);
	start(&m, w, &plain, &h);
	for (int i = 0; i < 3; i++)
		wait_for(&h.ended);
	put(w, "test.plain", NULL); /* is done at once: a pass has counted the dead one by then */
	wait_for(&h.ended);
	px_jobs_stop(m.jobs);
	px_jobs_get_stats(m.jobs, &stats);
	stop(&m);
	assert_int_equal(stats.died, 1);
	assert_int_equal(stats.dead, 1);
	assert_int_equal(stats.running, 0);
	struct px_job_row *rows;
	assert_int_equal(world_jobs(w, &rows), 1);
	assert_int_equal(rows[0].state, PX_JOB_DEAD);
	assert_int_equal(rows[0].attempts, 3);
	assert_string_equal(rows[0].last_error, "as told");
}

static void answers_from_within_prepare(void **state)
{
	struct world *w = *state;
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	h.answer_at_once = true;
	for (int i = 0; i < 20; i++)
		put(w, "test.slow", NULL);
	start(&m, w, &slow, &h);
	for (int i = 0; i < 20; i++)
		wait_for(&h.ended);
	stop(&m);
	assert_int_equal(atomic_load(&h.applies), 20);
	assert_int_equal(atomic_load(&h.prepares), 20);
	assert_int_equal(count_jobs(w), 0);
}

/* While a run waits for its answer, its shard serves others and no more begin than there is room for. */
static void waits_without_holding_anything(void **state)
{
	struct world *w = *state;
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	for (int i = 0; i < 5; i++)
		put(w, "test.slow", NULL);
	start(&m, w, &slow, &h);
	wait_for(&h.prepared);
	for (int i = 0; i < 4; i++) {
		wait_for(&h.prepared);
		put(w, "test.effect", NULL); /* the store is free */
		assert_in_range(atomic_load(&h.at_once), 1, 2);
		atomic_fetch_sub(&h.at_once, 1);
		px_job_prepared(h.held[i], PX_OK, NULL);
		wait_for(&h.ended);
	}
	px_jobs_stop(m.jobs); /* the one that is left is cancelled and waits again: no failure */
	struct px_jobs_stats stats;
	px_jobs_get_stats(m.jobs, &stats);
	assert_int_equal(stats.failed, 0);
	stop(&m);
	assert_int_equal(sem_trywait(&h.cancelled), 0);
	assert_int_equal(atomic_load(&h.most_at_once), 2);
	assert_int_equal(atomic_load(&h.last), PX_CANCELLED);
	struct px_job_row *rows;
	size_t count = world_jobs(w, &rows), left = 0;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].kind, "test.slow") != 0)
			continue;
		left++;
		assert_int_equal(rows[i].state, PX_JOB_WAITING);
		assert_int_equal(rows[i].attempts, 0);
	}
	assert_int_equal(left, 1);
}

static void a_failed_preparation_fails_the_run(void **state)
{
	struct world *w = *state;
	struct px_error why = { PX_UNSUPPORTED, "", "the peer is gone for good" };
	struct handler h;
	struct machine m;

	handler_init(&h, w);
	put(w, "test.slow", NULL);
	start(&m, w, &slow, &h);
	wait_for(&h.prepared);
	px_job_prepared(h.held[0], PX_UNSUPPORTED, &why);
	wait_for(&h.ended);
	stop(&m);
	assert_int_equal(atomic_load(&h.last), PX_UNSUPPORTED);
	assert_int_equal(atomic_load(&h.applies), 0);
	assert_int_equal(world_job(w).state, PX_JOB_DEAD);
	assert_string_equal(world_job(w).last_error, why.message);
}

static void die(void *arg, struct px_job_run *run)
{
	(void)arg;
	(void)run;
	kill(getpid(), SIGKILL);
}

/* A child is killed in the middle of the run; the next process does it. */
static void survives_kill(void **state)
{
	static const struct px_job_kind deadly = { .name = "test.slow", .prepare = die, .apply = apply };
	static const struct px_job_kind quick = { .name = "test.slow", .backoff_ms = 1, .apply = apply,
						  .ended = ended };
	struct world *w = *state;
	struct handler h;
	struct machine m;
	int status = 0;

	put(w, "test.slow", "{\"n\":1}");
	px_store_close(w->store);
	pid_t child = fork();
	if (child == 0) {
		world_open(w);
		handler_init(&h, w);
		start(&m, w, &deadly, &h);
		for (;;)
			pause();
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	world_open(w);
	assert_int_equal(world_job(w).state, PX_JOB_RUNNING);
	handler_init(&h, w);
	start(&m, w, &quick, &h);
	wait_for(&h.ended);
	stop(&m);
	assert_int_equal(atomic_load(&h.attempt), 2);
	assert_string_equal(h.payload, "{\"n\":1}");
	assert_int_equal(count_jobs(w), 0);
}

/* The n-th call of the store fails, for every n: the job still happens, once. */
static void survives_a_failing_store(void **state)
{
	struct world *w = *state;

	for (int n = 1; n < 12; n++) {
		struct handler h;
		struct machine m;
		handler_init(&h, w);
		h.writes = true;
		put(w, "test.plain", NULL);
		start(&m, w, &plain, &h);
		wait_for(&h.ended);
		put(w, "test.effect", NULL);
		atomic_store(&w->fault.calls, 0);
		atomic_store(&w->fault.fail_at, n);
		struct px_store_tx *tx;
		struct px_job_spec spec = { .kind = "test.plain", .user = w->user };
		enum px_err err;
		do { /* the failing call may be one of ours */
			err = px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, &w->error);
			if (!err) {
				err = px_jobs_enqueue(tx, &spec, &w->error);
				if (!err)
					err = px_store_commit_wait(tx, &w->error);
				else
					px_store_rollback(tx);
			}
		} while (err);
		do
			wait_for(&h.ended);
		while (atomic_load(&h.last) != PX_OK);
		stop(&m);
		atomic_store(&w->fault.fail_at, 0);
		px_store_close(w->store); /* a store has one runner */
		world_open(w);
		struct px_job_row *rows;
		size_t count = world_jobs(w, &rows), plains = 0, effects = 0;
		for (size_t i = 0; i < count; i++) {
			plains += strcmp(rows[i].kind, "test.plain") == 0;
			effects += strcmp(rows[i].kind, "test.effect") == 0;
		}
		assert_int_equal(plains, 0);
		assert_int_equal(effects, 3 * n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(runs_what_is_there_and_what_comes), TEST(runs_what_belongs_to_nobody), TEST(rings_when_it_is_due),
		TEST(is_not_woken_by_what_is_due_later), TEST(gives_way_where_others_wait), TEST(goes_on_by_itself),
		TEST(runs_what_a_run_enqueues), TEST(runs_again_what_enqueues_itself), TEST(goes_by_the_clock_after_it_went_back),
		TEST(tries_again), TEST(forgets_what_was_planned_in_vain), TEST(ends_as_a_dead_letter), TEST(answers_from_within_prepare),
		TEST(waits_without_holding_anything), TEST(a_failed_preparation_fails_the_run),
		TEST(survives_kill), TEST(survives_a_failing_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
