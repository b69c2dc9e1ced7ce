/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/undo.h"

#include "domain/event.h"
#include "domain/project.h"
#include "domain/task.h"
#include "support/world.h"

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

static void record(struct px_world *world, const char *tool)
{
	assert_int_equal(px_domain_record(&world->domain, tool, NULL, NULL), PX_OK);
}

static struct px_task create(struct px_world *world, const char *title)
{
	struct px_task task;

	px_record_init(&px_task_record, &task);
	task.title = title;
	assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	record(world, "create_task");
	return task;
}

static struct px_undone undo(struct px_world *world)
{
	struct px_undone undone = { 0 };
	struct px_error error = { 0 };

	if (px_undo_last(&world->domain, &undone, &error) != PX_OK)
		fail_msg("undo: %s", error.message);
	bool available;
	assert_int_equal(px_undo_available(&world->domain, &available, NULL), PX_OK);
	assert_int_equal(undone.more, available);
	return undone;
}

static struct px_task get(struct px_world *world, struct px_id id)
{
	struct px_task task;

	assert_int_equal(px_task_get(&world->domain, id, &task, NULL), PX_OK);
	return task;
}

static void gone(struct px_world *world, struct px_id id)
{
	struct px_task task;

	assert_int_equal(px_task_get(&world->domain, id, &task, NULL), PX_NOT_FOUND);
}

static enum px_err redo(struct px_world *world, struct px_id action)
{
	struct px_undone redone;

	return px_redo_action(&world->domain, action, &redone, NULL);
}

/* Undone, done again, undone again: every kind of change ends where it began. */
static void test_redo(void **state)
{
	struct px_world *world = *state;
	struct px_task task = create(world, "Water the plants");
	struct px_id made = world->domain.action;

	undo(world);
	gone(world, task.id);
	assert_int_equal(redo(world, made), PX_OK);
	assert_string_equal(get(world, task.id).title, "Water the plants");
	assert_int_equal(redo(world, made), PX_CONFLICT); /* it is not undone any more */

	task = get(world, task.id);
	task.title = "Water all plants";
	assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	record(world, "update_task");
	struct px_id changed = world->domain.action;
	undo(world);
	int64_t version = get(world, task.id).version;
	assert_int_equal(redo(world, changed), PX_OK);
	assert_string_equal(get(world, task.id).title, "Water all plants");
	assert_true(get(world, task.id).version > version);

	assert_int_equal(px_task_delete(&world->domain, task.id, -1, NULL), PX_OK);
	record(world, "delete_task");
	struct px_id deleted = world->domain.action;
	undo(world);
	assert_int_equal(redo(world, deleted), PX_OK);
	gone(world, task.id);
	undo(world);
	assert_string_equal(get(world, task.id).title, "Water all plants");
}

/* What was changed since is not run over, and what can't be undone can't be redone. */
static void test_redo_refused(void **state)
{
	struct px_world *world = *state;
	struct px_task task = create(world, "One");
	struct px_undone redone;
	struct px_error error = { 0 };

	task.title = "Two";
	assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	record(world, "update_task");
	struct px_id changed = world->domain.action;
	undo(world);
	struct px_id note = world->domain.action;
	task = get(world, task.id);
	task.title = "Three";
	assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	record(world, "update_task");
	assert_int_equal(px_redo_action(&world->domain, changed, &redone, &error), PX_CONFLICT);
	assert_string_equal(error.field, "title");
	assert_string_equal(error.message, "can't be done again: it was changed in the meantime");
	assert_int_equal(redo(world, note), PX_CONFLICT);
	assert_int_equal(redo(world, px_id_new()), PX_NOT_FOUND);
	assert_string_equal(get(world, task.id).title, "Three");
}

/* Each change names the action that takes it back, an undoing its own. */
static void test_changes_name_their_action(void **state)
{
	struct px_world *world = *state;

	create(world, "One");
	struct px_id first = world->domain.action;
	create(world, "Two");
	assert_int_equal(world->domain.change_count, 2);
	assert_true(px_id_eq(world->domain.changes[0].action, first));
	assert_true(px_id_eq(world->domain.changes[1].action, world->domain.action));
	struct px_undone undone = undo(world);
	assert_int_equal(undone.action_count, 1);
	assert_true(px_id_eq(undone.actions[0], world->domain.changes[1].action));
	assert_true(px_id_eq(world->domain.changes[2].action, world->domain.action));
}

static void test_nothing(void **state)
{
	struct px_world *world = *state;
	struct px_undone undone;
	bool available;

	assert_int_equal(px_undo_last(&world->domain, &undone, NULL), PX_NOT_FOUND);
	assert_int_equal(px_undo_available(&world->domain, &available, NULL), PX_OK);
	assert_false(available);
}

/* One after the other, back to the start; each once. */
static void test_in_a_row(void **state)
{
	struct px_world *world = *state;
	struct px_task first = create(world, "first"), second = create(world, "second");
	struct px_undone undone;

	second.title = "renamed";
	second.notes = "with notes";
	assert_int_equal(px_task_update(&world->domain, &second, -1, NULL), PX_OK);
	record(world, "update_task");
	assert_int_equal(px_task_delete(&world->domain, first.id, -1, NULL), PX_OK);
	record(world, "delete_task");
	undone = undo(world);
	assert_string_equal(undone.summary, "Deleted “first”");
	struct px_task back = get(world, first.id);
	assert_string_equal(back.title, "first");
	assert_true(back.version > first.version);
	assert_true(back.created == first.created);
	undone = undo(world);
	assert_string_equal(undone.summary, "Changed “renamed”");
	back = get(world, second.id);
	assert_string_equal(back.title, "second");
	assert_null(back.notes);
	assert_int_equal(back.version, 3);
	undo(world);
	gone(world, second.id);
	undo(world);
	gone(world, first.id);
	assert_int_equal(px_undo_last(&world->domain, &undone, NULL), PX_NOT_FOUND);
}

/* Whatever happens to the user's rows takes a number, and all their order comes from it. */
static void test_sequence(void **state)
{
	struct px_world *world = *state;
	struct px_undone undone;
	int64_t first, second, third;
	bool available;

	create(world, "x");
	assert_int_equal(px_store_seq(world->tx, &first, NULL), PX_OK);
	assert_int_equal(world->domain.changes[0].seq, first);
	/* An hour earlier by the clock, with an id that sorts before the first one's. */
	px_world_at(world, "2026-01-14T07:00");
	struct px_task task = create(world, "y");
	assert_int_equal(px_store_seq(world->tx, &second, NULL), PX_OK);
	assert_int_equal(second, first + 1);
	undone = undo(world);
	assert_string_equal(undone.summary, "Added “y”");
	gone(world, task.id);
	assert_int_equal(px_store_seq(world->tx, &third, NULL), PX_OK);
	assert_true(third > second);
	assert_int_equal(px_undo_available(&world->domain, &available, NULL), PX_OK);
	assert_true(available);
	undo(world);
	assert_int_equal(px_undo_available(&world->domain, &available, NULL), PX_OK);
	assert_false(available);
}

/* A request of several calls is taken back as one. */
static void test_one_message(void **state)
{
	struct px_world *world = *state;
	struct px_task before = create(world, "before");

	world->domain.message = px_id_new();
	struct px_task one = create(world, "one"), two = create(world, "two");
	struct px_undone undone = undo(world);
	assert_int_equal(undone.action_count, 2);
	assert_string_equal(undone.summary, "Added “one”; Added “two”");
	gone(world, one.id);
	gone(world, two.id);
	get(world, before.id);
}

static void test_rolling_on(void **state)
{
	struct px_world *world = *state;
	struct px_task task, rolled, *history;
	struct px_task_filter filter;
	size_t count;

	px_record_init(&px_task_record, &task);
	task.title = "Water";
	task.recurrence = "FREQ=WEEKLY;BYDAY=SU";
	assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	record(world, "create_task");
	assert_int_equal(px_task_complete(&world->domain, task.id, &rolled, NULL, NULL), PX_OK);
	record(world, "complete_task");
	undo(world);
	rolled = get(world, task.id);
	assert_int_equal(rolled.due_day, task.due_day);
	assert_int_equal(rolled.occurrences_done, 0);
	assert_int_equal(rolled.series_start == task.series_start, 1);
	px_task_filter_init(&filter);
	filter.statuses = PX_TASKS_COMPLETED;
	assert_int_equal(px_task_list(&world->domain, &filter, 10, &history, &count, NULL, NULL),
			 PX_OK);
	assert_int_equal(count, 0);
}

static void test_tree_and_project(void **state)
{
	struct px_world *world = *state;
	struct px_project project;
	struct px_task parent, part;
	bool created;

	assert_int_equal(px_project_ensure(&world->domain, PX_STR("Avenue"), &project, &created, NULL),
			 PX_OK);
	px_record_init(&px_task_record, &parent);
	parent.title = "parent";
	parent.project_id = project.id;
	assert_int_equal(px_task_create(&world->domain, &parent, NULL), PX_OK);
	record(world, "create_task");
	px_record_init(&px_task_record, &part);
	part.title = "part";
	part.parent_id = parent.id;
	assert_int_equal(px_task_create(&world->domain, &part, NULL), PX_OK);
	record(world, "create_task");
	assert_int_equal(px_task_delete(&world->domain, parent.id, -1, NULL), PX_OK);
	record(world, "delete_task");
	undo(world);
	part = get(world, part.id);
	assert_true(px_id_eq(part.parent_id, parent.id));
	assert_int_equal(px_project_delete(&world->domain, project.id, -1, NULL), PX_OK);
	record(world, "delete_project");
	undo(world);
	parent = get(world, parent.id);
	assert_true(px_id_eq(parent.project_id, project.id));
	undo(world);
	undo(world);
	/* The project came with the task and goes with it. */
	assert_int_equal(px_project_get(&world->domain, project.id, &project, NULL), PX_NOT_FOUND);
}

/* Events come back where overlap queries find them. */
static void test_events(void **state)
{
	struct px_world *world = *state;
	struct px_occurrence *found;
	struct px_event event;
	size_t count;

	px_record_init(&px_event_record, &event);
	event.title = "Lunch";
	event.start = px_world_utc(world, "2026-01-15T12:30");
	assert_int_equal(px_event_create(&world->domain, &event, NULL), PX_OK);
	record(world, "create_event");
	event.start = px_world_utc(world, "2026-01-16T12:30");
	event.end = px_world_utc(world, "2026-01-16T13:30");
	assert_int_equal(px_event_update(&world->domain, &event, -1, NULL), PX_OK);
	record(world, "update_event");
	assert_int_equal(px_event_delete(&world->domain, event.id, -1, NULL), PX_OK);
	record(world, "delete_event");
	undo(world);
	undo(world);
	assert_int_equal(px_event_list(&world->domain, px_world_utc(world, "2026-01-15T12:40"),
				       px_world_utc(world, "2026-01-15T12:50"), NULL, 10, &found,
				       &count, NULL, NULL), PX_OK);
	assert_int_equal(count, 1);
	undo(world);
	assert_int_equal(px_event_list(&world->domain, 0, px_world_utc(world, "2030-01-01T00:00"), NULL,
				       10, &found, &count, NULL, NULL), PX_OK);
	assert_int_equal(count, 0);
}

/* By id, out of order: fields that were not touched since go back, others refuse. */
static void test_out_of_order(void **state)
{
	struct px_world *world = *state;
	struct px_task task = create(world, "x");
	struct px_undone undone;
	struct px_error error = { 0 };

	task.title = "y";
	assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	record(world, "update_task");
	struct px_id rename = world->domain.action;
	task.priority = PX_PRIORITY_HIGH;
	assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	record(world, "update_task");
	assert_int_equal(px_undo_action(&world->domain, rename, &undone, NULL), PX_OK);
	task = get(world, task.id);
	assert_string_equal(task.title, "x");
	assert_int_equal(task.priority, PX_PRIORITY_HIGH);
	assert_int_equal(px_undo_action(&world->domain, rename, &undone, &error), PX_CONFLICT);

	task.title = "z";
	assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	record(world, "update_task");
	rename = world->domain.action;
	task.title = "last";
	assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	record(world, "update_task");
	assert_int_equal(px_undo_action(&world->domain, rename, &undone, &error), PX_CONFLICT);
	assert_string_equal(error.field, "title");
}

/* Actions of others are out of reach. */
static void test_own_actions_only(void **state)
{
	struct px_world *world = *state;
	struct px_undone undone;

	create(world, "x");
	struct px_id action = world->domain.action;
	px_world_commit(world);
	px_world_other_user(world);
	px_world_begin(world);
	assert_int_equal(px_undo_last(&world->domain, &undone, NULL), PX_NOT_FOUND);
	assert_int_equal(px_undo_action(&world->domain, action, &undone, NULL), PX_NOT_FOUND);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_nothing), T(test_in_a_row), T(test_sequence), T(test_one_message),
		T(test_redo), T(test_in_a_row), T(test_sequence), T(test_one_message),
		T(test_redo_refused), T(test_in_a_row), T(test_sequence), T(test_one_message),
		T(test_changes_name_their_action), T(test_in_a_row), T(test_sequence), T(test_one_message),
		T(test_rolling_on), T(test_tree_and_project), T(test_events), T(test_out_of_order),
		T(test_own_actions_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
