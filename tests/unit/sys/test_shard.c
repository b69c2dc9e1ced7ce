/* SPDX-License-Identifier: Apache-2.0 */
/* Shards: a user's order, hooks, limits of the queue, stopping. */
#include "sys/shard.h"

#include "base/mem.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* A gate the test opens; jobs that wait at it hold their shard. */
struct gate {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool entered, open;
};

#define GATE_INIT { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false }

struct gate_job {
	struct px_job job;
	struct gate *gate;
};

static void wait_at_gate(struct px_job *job)
{
	struct gate *gate = ((struct gate_job *)job)->gate;

	pthread_mutex_lock(&gate->mutex);
	gate->entered = true;
	pthread_cond_broadcast(&gate->changed);
	while (!gate->open)
		pthread_cond_wait(&gate->changed, &gate->mutex);
	pthread_mutex_unlock(&gate->mutex);
}

static void await_entered(struct gate *gate)
{
	pthread_mutex_lock(&gate->mutex);
	while (!gate->entered)
		pthread_cond_wait(&gate->changed, &gate->mutex);
	pthread_mutex_unlock(&gate->mutex);
}

static void open_gate(struct gate *gate)
{
	pthread_mutex_lock(&gate->mutex);
	gate->open = true;
	pthread_cond_broadcast(&gate->changed);
	pthread_mutex_unlock(&gate->mutex);
}

enum { USERS = 16, JOBS = 500 };

struct user {
	struct px_id id;
	struct px_shards *shards;
	int seen, shard; /* on the user's shard */
	bool wrong;
};

struct user_job {
	struct px_job job;
	struct user *user;
	int number;
};

static void run_user_job(struct px_job *job)
{
	struct user_job *mine = (struct user_job *)job;
	struct user *user = mine->user;

	if (mine->number != user->seen++ || px_shard_current() != user->shard)
		user->wrong = true;
}

static void a_users_jobs_run_in_order_on_one_shard(void **state)
{
	struct user *users = px_calloc(USERS, sizeof(*users));
	struct user_job *jobs = px_calloc(USERS * JOBS, sizeof(*jobs));
	struct px_shards *shards;
	bool several = false;

	(void)state;
	assert_int_equal(px_shards_new(3, NULL, &shards, NULL), PX_OK);
	assert_int_equal(px_shards_count(shards), 3);
	for (int u = 0; u < USERS; u++) {
		users[u].id = px_id_new();
		users[u].shard = (int)px_shard_of(shards, users[u].id);
		several |= users[u].shard != users[0].shard;
	}
	for (int n = 0; n < JOBS; n++)
		for (int u = 0; u < USERS; u++) {
			struct user_job *job = &jobs[n * USERS + u];
			*job = (struct user_job){ { .run = run_user_job }, &users[u], n };
			assert_true(px_shard_post(shards, users[u].id, &job->job));
		}
	px_shards_free(shards);
	assert_true(several);
	for (int u = 0; u < USERS; u++) {
		assert_int_equal(users[u].seen, JOBS);
		assert_false(users[u].wrong);
	}
	free(jobs);
	free(users);
}

struct hook_log {
	int started[2], stopped[2];
	void *seen;
};

static void *start_hook(void *arg, unsigned index)
{
	struct hook_log *log = arg;

	log->started[index]++;
	return &log->started[index];
}

static void stop_hook(void *arg, void *data)
{
	struct hook_log *log = arg;

	log->stopped[(int *)data - log->started]++;
}

struct data_job {
	struct px_job job;
	void **seen;
};

static void see_data(struct px_job *job)
{
	*((struct data_job *)job)->seen = px_shard_data();
}

static void hooks_run_on_every_shard(void **state)
{
	struct hook_log log = { 0 };
	struct px_shard_hooks hooks = { start_hook, stop_hook, &log };
	struct px_shards *shards;
	struct data_job job = { { .run = see_data }, &log.seen };

	(void)state;
	assert_int_equal(px_shards_new(2, &hooks, &shards, NULL), PX_OK);
	assert_true(px_shard_post_to(shards, 1, &job.job));
	px_shards_free(shards);
	assert_ptr_equal(log.seen, &log.started[1]);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(log.started[i], 1);
		assert_int_equal(log.stopped[i], 1);
	}
	assert_int_equal(px_shard_current(), -1);
	assert_null(px_shard_data());
}

static void count_run(struct px_job *job)
{
	(void)job;
}

static void a_full_queue_refuses_users_but_not_maintenance(void **state)
{
	struct gate gate = GATE_INIT;
	struct gate_job first = { { .run = wait_at_gate }, &gate };
	struct px_job *jobs = px_calloc(PX_SHARD_QUEUE_MAX + 2, sizeof(*jobs));
	struct px_id user = px_id_new();
	struct px_shards *shards;

	(void)state;
	assert_int_equal(px_shards_new(1, NULL, &shards, NULL), PX_OK);
	assert_true(px_shard_post(shards, user, &first.job));
	await_entered(&gate);
	for (int i = 0; i < PX_SHARD_QUEUE_MAX + 2; i++)
		jobs[i].run = count_run;
	for (int i = 0; i < PX_SHARD_QUEUE_MAX; i++)
		assert_true(px_shard_post(shards, user, &jobs[i]));
	assert_int_equal(px_shard_depth(shards, 0), PX_SHARD_QUEUE_MAX);
	assert_false(px_shard_post(shards, user, &jobs[PX_SHARD_QUEUE_MAX]));
	assert_true(px_shard_post_to(shards, 0, &jobs[PX_SHARD_QUEUE_MAX + 1]));
	open_gate(&gate);
	px_shards_free(shards);
	free(jobs);
}

struct late_job {
	struct px_job job;
	struct px_shards *shards;
	bool ran;
};

static void free_job(struct px_job *job)
{
	free(job);
}

/* Posts to its own shard until that is refused, which is when px_shards_free has begun. */
static void post_late(struct px_job *job)
{
	struct late_job *mine = (struct late_job *)job;
	struct px_job *late;

	mine->ran = true;
	do {
		late = px_calloc(1, sizeof(*late));
		late->run = free_job;
	} while (px_shard_post_to(mine->shards, 0, late));
	free(late);
}

static void stopping_runs_the_queued_and_refuses_the_late(void **state)
{
	struct late_job job = { .job.run = post_late };

	(void)state;
	assert_int_equal(px_shards_new(1, NULL, &job.shards, NULL), PX_OK);
	assert_true(px_shard_post_to(job.shards, 0, &job.job));
	px_shards_free(job.shards);
	assert_true(job.ran);
}

struct look_job {
	struct px_job job;
	bool crowded;
};

static void look_behind(struct px_job *job)
{
	((struct look_job *)job)->crowded = px_shard_crowded();
}

static void a_job_knows_whether_others_wait(void **state)
{
	struct gate gate = GATE_INIT;
	struct gate_job holds = { { .run = wait_at_gate }, &gate };
	struct look_job first = { { .run = look_behind }, false }, last = { { .run = look_behind }, true };
	uint64_t begun = px_shards_begun();
	struct px_shards *shards;

	(void)state;
	assert_int_equal(px_shards_new(1, NULL, &shards, NULL), PX_OK);
	assert_true(px_shard_post_to(shards, 0, &holds.job));
	await_entered(&gate);
	assert_false(px_shards_crowded()); /* one job runs, none waits */
	assert_int_equal(px_shards_begun(), begun + 1);
	assert_true(px_shard_post_to(shards, 0, &first.job));
	assert_true(px_shards_crowded());
	assert_true(px_shard_post_to(shards, 0, &last.job));
	assert_false(px_shard_crowded()); /* this is no shard's thread */
	open_gate(&gate);
	px_shards_free(shards);
	assert_true(first.crowded);
	assert_false(last.crowded);
	assert_false(px_shards_crowded());
	assert_int_equal(px_shards_begun(), begun + 3);
}

static void refuses_zero_shards(void **state)
{
	struct px_shards *shards = NULL;
	struct px_error error = { 0 };

	(void)state;
	assert_int_equal(px_shards_new(0, NULL, &shards, &error), PX_INVALID);
	assert_string_equal(error.field, "shards");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_users_jobs_run_in_order_on_one_shard),
		cmocka_unit_test(hooks_run_on_every_shard),
		cmocka_unit_test(a_full_queue_refuses_users_but_not_maintenance),
		cmocka_unit_test(stopping_runs_the_queued_and_refuses_the_late),
		cmocka_unit_test(a_job_knows_whether_others_wait),
		cmocka_unit_test(refuses_zero_shards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
