/* SPDX-License-Identifier: Apache-2.0 */
/* Planning anew on a store that fails now and then: it comes to an end, however much there is to plan. */
#include "proactive/replan.h"

#include "domain/task.h"
#include "proactive/proactive_internal.h"
#include "store/fault.h"
#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define OK(call) \
	do { \
		enum px_err err_ = (call); \
		if (err_) \
			fail_msg("%s: %s: %s", #call, px_err_name(err_), error.message); \
	} while (0)

enum { TASKS = 300, CALLS = 60 /* of each attempt, one that many after its beginning fails */, ATTEMPTS_MOST = 10 };

static void fill(struct px_world *world)
{
	px_world_begin(world);
	for (int i = 0; i < TASKS; i++) {
		struct px_error error = { 0 };
		struct px_task task;
		px_record_init(&px_task_record, &task);
		task.title = "Water the plants";
		task.due = px_world_utc(world, "2026-02-01T09:00") + i * PX_MS_HOUR;
		OK(px_task_create(&world->domain, &task, &error));
	}
	px_world_commit(world);
}

static void open_faulty(struct px_world *world, struct px_store_fault *fault)
{
	struct px_store_config config = { .driver = "sqlite", .path = world->path, .shards = 1, .records = px_world_records() };
	struct px_error error = { 0 };

	px_store_close(world->store);
	OK(px_store_open_faulty(&config, fault, &world->store, &error));
}

static enum px_err attempt(struct px_world *world, struct px_store_fault *fault, int64_t number)
{
	struct px_proactive nobody = { 0 };
	struct px_job_run run = { .user = world->user.id, .kind = PX_JOB_REPLAN, .payload = "{}", .attempt = number, .again = PX_TIME_NONE };
	struct px_error error = { 0 };
	struct px_store_tx *tx;

	OK(px_store_begin(world->store, world->user.id, PX_STORE_WRITE, &tx, &error));
	atomic_store(&fault->fail_at, atomic_load(&fault->calls) + CALLS);
	enum px_err err = px_replan_kind.apply(NULL, tx, &run, &error);
	atomic_store(&fault->fail_at, 0);
	if (err)
		px_store_rollback(tx);
	else
		OK(px_store_commit_wait(tx, &error));
	px_replan_kind.ended(&nobody, &run, err);
	return err;
}

static void a_slice_that_fails_is_tried_with_fewer_rows(void **state)
{
	struct px_store_fault fault = { 0 };
	struct px_world world;
	int64_t number = 1;

	(void)state;
	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	fill(&world);
	open_faulty(&world, &fault);
	assert_int_equal(attempt(&world, &fault, number), PX_IO); /* all of it is more than can go well */
	while (attempt(&world, &fault, ++number) != PX_OK)
		assert_true(number < ATTEMPTS_MOST);
	assert_true((int64_t)px_replan_kind.attempts >= 100); /* reminders stand where it has not planned: it is not given up */
	px_world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_slice_that_fails_is_tried_with_fewer_rows) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
