/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/closed.h"

#include "base/buf.h"
#include "domain/task.h"
#include "domain/undo.h"
#include "support/world.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	px_world_begin(&world);
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	px_world_close(*state);
	return 0;
}

static struct px_task add(struct px_world *world, const char *title, enum px_task_status status)
{
	struct px_task task;

	px_record_init(&px_task_record, &task);
	task.title = title;
	assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	if (status != PX_TASK_PENDING) {
		task.status = status;
		assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	}
	return task;
}

/* The titles that are found, joined by "; ". */
static void expect(struct px_world *world, const char *words, const char *expected)
{
	const struct px_nlu_context nlu = { .now = world->now, .tz = world->tz, .locale = "en-GB",
					    .find_zone = px_zoneinfo_find };
	struct px_nlu_found found = { .day = PX_TIME_NONE };
	struct px_buf seen = PX_BUF_INIT(4096);
	struct px_error error = { 0 };

	if (px_closed_find(&world->domain, &nlu, px_str(words), &found, &error) != PX_OK)
		fail_msg("%s: %s", words, error.message);
	for (size_t i = 0; i < found.count; i++)
		(void)px_buf_printf(&seen, "%s%s", i ? "; " : "", found.items[i]->title);
	if (strcmp(seen.data ? seen.data : "", expected) != 0)
		fail_msg("\"%s\" is \"%s\", not \"%s\"", words, seen.data ? seen.data : "", expected);
	px_buf_release(&seen);
}

static void any_age_can_be_named(void **state)
{
	struct px_world *world = *state;

	add(world, "Fix the auth bug", PX_TASK_COMPLETED);
	add(world, "Send the report", PX_TASK_COMPLETED);
	for (int i = 0; i < 300; i++)
		add(world, px_arena_printf(&world->arena, "Send the report number %d", i), PX_TASK_COMPLETED);
	expect(world, "the auth bug", "Fix the auth bug");
	expect(world, "send the report", "Send the report"); /* as a whole, though all its words are common */
	expect(world, "report number 7", "Send the report number 7");
	expect(world, "the auth bug please", "Fix the auth bug");
	expect(world, "a violin", "");
	expect(world, "…", "");
}

/* A word that only another title holds leads nowhere, and the next one is tried. */
static void a_stray_word_is_passed_over(void **state)
{
	struct px_world *world = *state;

	add(world, "Kindly water the ferns", PX_TASK_COMPLETED);
	add(world, "Fix the auth bug", PX_TASK_COMPLETED);
	add(world, "Swat a bug", PX_TASK_COMPLETED);
	add(world, "Repair the auth server", PX_TASK_COMPLETED);
	expect(world, "auth bug kindly", "Fix the auth bug");
}

static void completed_before_cancelled(void **state)
{
	struct px_world *world = *state;

	add(world, "Pay the gas bill", PX_TASK_CANCELLED);
	expect(world, "gas bill", "Pay the gas bill");
	add(world, "Check the gas bill", PX_TASK_COMPLETED);
	expect(world, "gas bill", "Check the gas bill");
}

static void those_closed_last_come_first(void **state)
{
	struct px_world *world = *state;
	struct px_task first = add(world, "Call Ann about the boat", PX_TASK_PENDING);

	add(world, "Call Ann about the house", PX_TASK_COMPLETED);
	world->domain.now += PX_MS_HOUR;
	first.status = PX_TASK_COMPLETED;
	assert_int_equal(px_task_update(&world->domain, &first, -1, NULL), PX_OK);
	expect(world, "call ann", "Call Ann about the boat; Call Ann about the house");
}

/* Whatever changes the task, the index follows: undo, a new title, deletion, another user. */
static void follows_the_task(void **state)
{
	struct px_world *world = *state;
	struct px_task task = add(world, "Paint the shed", PX_TASK_COMPLETED);
	struct px_undone undone;

	px_world_commit(world);
	px_world_begin(world);
	task.title = "Paint the hut";
	assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	expect(world, "the shed", "");
	expect(world, "paint the hut", "Paint the hut");
	assert_int_equal(px_task_delete(&world->domain, task.id, -1, NULL), PX_OK);
	expect(world, "the hut", "");
	px_world_rollback(world);
	px_world_begin(world);
	expect(world, "the shed", "Paint the shed");
	task.title = "Paint the shed";
	task.status = PX_TASK_PENDING;
	assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	assert_int_equal(px_domain_record(&world->domain, "update_task", NULL, NULL), PX_OK);
	expect(world, "the shed", "");
	assert_int_equal(px_undo_last(&world->domain, &undone, NULL), PX_OK);
	expect(world, "the shed", "Paint the shed");
	px_world_commit(world);
	px_world_other_user(world);
	px_world_begin(world);
	expect(world, "the shed", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(any_age_can_be_named, setup, teardown),
		cmocka_unit_test_setup_teardown(a_stray_word_is_passed_over, setup, teardown),
		cmocka_unit_test_setup_teardown(completed_before_cancelled, setup, teardown),
		cmocka_unit_test_setup_teardown(those_closed_last_come_first, setup, teardown),
		cmocka_unit_test_setup_teardown(follows_the_task, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
