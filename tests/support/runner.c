/* SPDX-License-Identifier: Apache-2.0 */
#include "support/runner.h"

#include "base/clock.h"
#include "domain/notification_settings.h"
#include "domain/reminder.h"
#include "jobs/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

static enum px_err do_nothing(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	(void)arg;
	(void)tx;
	(void)run;
	(void)error;
	return PX_OK;
}

/* A job that wakes the runner: it looks when rows are written, and by a pinned clock nothing rings. */
static const struct px_job_kind nudge_kind = { .name = "test.nudge", .apply = do_nothing };

void px_test_runner_start(struct px_test_runner *runner, struct px_store *store)
{
	*runner = (struct px_test_runner){ .store = store };
	assert_int_equal(px_loop_new(0, &runner->loop, NULL), PX_OK);
	assert_int_equal(px_shards_new(1, NULL, &runner->shards, NULL), PX_OK);
	assert_int_equal(px_jobs_new(store, runner->loop, &runner->jobs, NULL), PX_OK);
	px_jobs_add(runner->jobs, &nudge_kind, runner);
	runner->proactive = px_proactive_new(runner->jobs, store);
	px_jobs_start(runner->jobs, runner->shards);
}

static void nudge(struct px_store *store)
{
	struct px_job_spec spec = { .kind = "test.nudge" };
	struct px_store_tx *tx;

	assert_int_equal(px_store_begin(store, PX_ID_NONE, PX_STORE_WRITE, &tx, NULL), PX_OK);
	assert_int_equal(px_jobs_enqueue(tx, &spec, NULL), PX_OK);
	assert_int_equal(px_store_commit_wait(tx, NULL), PX_OK);
}

/* Whether jobs of the kinds that are run here are in that state, due by then. */
static bool has_jobs(struct px_store *store, enum px_job_state state, int64_t due)
{
	static const char *const kinds[] = { "test.nudge", PX_JOB_RING, PX_JOB_REPLAN };
	struct px_store_tx *tx;
	int64_t all = 0;

	assert_int_equal(px_store_begin(store, PX_ID_NONE, PX_STORE_READ, &tx, NULL), PX_OK);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct px_store_filter filters[] = {
			{ "kind", PX_OP_EQ, { .text = px_str(kinds[i]) } },
			{ "state", PX_OP_EQ, { .integer = state } },
			{ "due", PX_OP_LE, { .integer = due } },
		};
		int64_t count = 0;
		assert_int_equal(px_store_count(tx, &px_job_record, filters, 3, &count, NULL), PX_OK);
		all += count;
	}
	px_store_rollback(tx);
	return all > 0;
}

void px_test_runner_settle(struct px_test_runner *runner)
{
	struct px_jobs_stats stats;

	nudge(runner->store);
	do {
		usleep(300);
		px_jobs_get_stats(runner->jobs, &stats);
	} while (stats.running || has_jobs(runner->store, PX_JOB_WAITING, px_clock_now()) ||
		 has_jobs(runner->store, PX_JOB_RUNNING, INT64_MAX));
}

void px_test_runner_stop(struct px_test_runner *runner)
{
	px_jobs_stop(runner->jobs);
	px_shards_free(runner->shards);
	px_jobs_free(runner->jobs);
	px_proactive_free(runner->proactive);
	px_loop_free(runner->loop);
}
