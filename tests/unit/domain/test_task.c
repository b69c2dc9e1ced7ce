/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "domain/project.h"
#include "domain/task.h"
#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

/* A Wednesday. */
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

static struct px_task task_of(const char *title)
{
	struct px_task task;

	px_record_init(&px_task_record, &task);
	task.title = title;
	return task;
}

static void create(struct px_world *world, struct px_task *task)
{
	struct px_error error = { 0 };

	if (px_task_create(&world->domain, task, &error) != PX_OK)
		fail_msg("%s: %s", error.field, error.message);
}

static void refuse(struct px_world *world, struct px_task task, const char *field)
{
	struct px_error error = { 0 };

	assert_int_not_equal(px_task_create(&world->domain, &task, &error), PX_OK);
	assert_string_equal(error.field, field);
}

static int32_t day(const char *text)
{
	int32_t value = 0;

	assert_true(px_civil_parse_day(px_str(text), &value));
	return value;
}

static void test_create_fills_in(void **state)
{
	struct px_world *world = *state;
	struct px_task task = task_of("  Fix \t the\nbug  "), stored;

	task.due_day = day("2026-01-16");
	task.tags = "[\"Home\",\" home \",\"two words\"]";
	create(world, &task);
	assert_int_equal(px_task_get(&world->domain, task.id, &stored, NULL), PX_OK);
	assert_string_equal(stored.title, "Fix the bug");
	assert_string_equal(stored.zone, "Europe/Berlin");
	assert_string_equal(stored.tags, "[\"Home\",\"two words\"]");
	assert_int_equal(stored.version, 1);
	assert_true(stored.created == world->now);
	assert_true(stored.completed == PX_TIME_NONE);
	assert_int_equal(world->domain.change_count, 1);
	assert_string_equal(world->domain.changes[0].verb, "created");
}

static void test_refusals_name_the_field(void **state)
{
	struct px_world *world = *state;
	char *long_title = px_arena_zero(&world->arena, 502, 1);
	struct px_task task;

	refuse(world, task_of(""), "title");
	refuse(world, task_of(" \t\n"), "title");
	refuse(world, task_of("\xff\xfe"), "title");
	memset(long_title, 'a', 501);
	refuse(world, task_of(long_title), "title");
	long_title[500] = '\0';
	task = task_of(long_title);
	create(world, &task);
	task = task_of("x");
	task.due = world->now;
	task.due_day = day("2026-01-16");
	refuse(world, task, "due");
	task = task_of("x");
	task.due_day = day("9999-01-01");
	refuse(world, task, "due_day");
	task = task_of("x");
	task.due_day = day("1969-12-31");
	refuse(world, task, "due_day");
	task = task_of("x");
	task.due_day = day("2201-01-01");
	refuse(world, task, "due_day");
	task = task_of("x");
	task.due_day = day("2200-12-31");
	create(world, &task);
	task = task_of("x");
	task.due_day = day("1970-01-01");
	create(world, &task);
	task = task_of("x");
	task.due_day = day("2026-01-16");
	task.zone = "Mars/Olympus";
	refuse(world, task, "zone");
	task = task_of("x");
	task.recurrence = "EVERY DAY";
	refuse(world, task, "recurrence");
	task = task_of("x");
	task.project_id = px_id_new();
	refuse(world, task, "project_id");
	task = task_of("x");
	task.parent_id = px_id_new();
	refuse(world, task, "parent_id");
	task = task_of("x");
	task.priority = 7;
	refuse(world, task, "priority");
	task = task_of("x");
	task.tags = "[1]";
	refuse(world, task, "tags");
}

static void test_subtasks(void **state)
{
	struct px_world *world = *state;
	struct px_task chain[PX_TASK_DEPTH + 1], found;
	struct px_error error = { 0 };

	for (int i = 0; i < PX_TASK_DEPTH; i++) {
		chain[i] = task_of("part");
		if (i)
			chain[i].parent_id = chain[i - 1].id;
		create(world, &chain[i]);
	}
	chain[PX_TASK_DEPTH] = task_of("too deep");
	chain[PX_TASK_DEPTH].parent_id = chain[PX_TASK_DEPTH - 1].id;
	refuse(world, chain[PX_TASK_DEPTH], "parent_id");
	chain[0].parent_id = chain[2].id;
	assert_int_equal(px_task_update(&world->domain, &chain[0], -1, &error), PX_INVALID);
	assert_string_equal(error.field, "parent_id");
	/* Deleting the first takes all parts with it. */
	assert_int_equal(px_task_delete(&world->domain, chain[0].id, -1, NULL), PX_OK);
	for (int i = 0; i < PX_TASK_DEPTH; i++)
		assert_int_equal(px_task_get(&world->domain, chain[i].id, &found, NULL), PX_NOT_FOUND);
}

static void test_update_counts_versions(void **state)
{
	struct px_world *world = *state;
	struct px_task task = task_of("Call Bob");

	create(world, &task);
	task.priority = PX_PRIORITY_HIGH;
	assert_int_equal(px_task_update(&world->domain, &task, 1, NULL), PX_OK);
	assert_int_equal(task.version, 2);
	/* Nothing changed: nothing is written. */
	assert_int_equal(px_task_update(&world->domain, &task, 2, NULL), PX_OK);
	assert_int_equal(task.version, 2);
	struct px_error error = { 0 };
	task.priority = PX_PRIORITY_LOW;
	assert_int_equal(px_task_update(&world->domain, &task, 1, &error), PX_CONFLICT);
	assert_string_equal(error.field, "version");
}

/* Of a patch, a due day replaces a due instant and the other way round; both at once are refused. */
static void test_due_replaces(void **state)
{
	const uint64_t due = UINT64_C(1) << (px_record_field(&px_task_record, PX_STR("due")) - px_task_record.fields);
	const uint64_t due_day = UINT64_C(1)
				 << (px_record_field(&px_task_record, PX_STR("due_day")) - px_task_record.fields);
	struct px_world *world = *state;
	struct px_task task = task_of("Call Bob");
	struct px_error error = { 0 };

	task.due = world->now + PX_MS_HOUR;
	create(world, &task);
	task.due_day = day("2026-01-20");
	assert_int_equal(px_task_patch(&world->domain, &task, due_day, -1, NULL), PX_OK);
	assert_true(task.due == PX_TIME_NONE);
	assert_int_equal(task.due_day, day("2026-01-20"));
	task.due = world->now;
	assert_int_equal(px_task_patch(&world->domain, &task, due, -1, NULL), PX_OK);
	assert_true(task.due == world->now);
	assert_int_equal(task.due_day, PX_DAY_NONE);
	/* The instant as it was and a day: which of both cannot be guessed. */
	task.due_day = day("2026-01-20");
	assert_int_equal(px_task_patch(&world->domain, &task, due | due_day, -1, &error), PX_INVALID);
	assert_string_equal(error.field, "due");
	/* null of the one that was not set takes nothing away, of the other everything. */
	task.due_day = PX_DAY_NONE;
	assert_int_equal(px_task_patch(&world->domain, &task, due_day, -1, NULL), PX_OK);
	assert_true(task.due == world->now);
	task.due = PX_TIME_NONE;
	task.due_day = day("2026-01-21");
	assert_int_equal(px_task_patch(&world->domain, &task, due | due_day, -1, NULL), PX_OK);
	assert_int_equal(task.due_day, day("2026-01-21"));
	task.due_day = PX_DAY_NONE;
	assert_int_equal(px_task_patch(&world->domain, &task, due_day, -1, NULL), PX_OK);
	assert_null(task.zone);
}

static void test_complete_and_reopen(void **state)
{
	struct px_world *world = *state;
	struct px_task task = task_of("Call Bob");
	bool rolled = true;

	create(world, &task);
	assert_int_equal(px_task_complete(&world->domain, task.id, &task, &rolled, NULL), PX_OK);
	assert_false(rolled);
	assert_int_equal(task.status, PX_TASK_COMPLETED);
	assert_true(task.completed == world->now);
	int64_t version = task.version;
	assert_int_equal(px_task_complete(&world->domain, task.id, &task, NULL, NULL), PX_OK);
	assert_int_equal(task.version, version);
	task.status = PX_TASK_PENDING;
	assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	assert_true(task.completed == PX_TIME_NONE);
}

static size_t count_completed(struct px_world *world, struct px_task **tasks)
{
	struct px_task_filter filter;
	size_t count;

	px_task_filter_init(&filter);
	filter.statuses = PX_TASKS_COMPLETED;
	assert_int_equal(px_task_list(&world->domain, &filter, 100, tasks, &count, NULL, NULL), PX_OK);
	return count;
}

static void test_weekly_rolls(void **state)
{
	struct px_world *world = *state;
	struct px_task task = task_of("Water the plants"), *history;
	bool rolled;

	task.recurrence = "FREQ=WEEKLY;BYDAY=SU";
	create(world, &task);
	/* The coming Sunday, as no date was given. */
	assert_int_equal(task.due_day, day("2026-01-18"));
	assert_int_equal(px_task_complete(&world->domain, task.id, &task, &rolled, NULL), PX_OK);
	assert_true(rolled);
	assert_int_equal(task.due_day, day("2026-01-25"));
	assert_int_equal(task.status, PX_TASK_PENDING);
	assert_int_equal(count_completed(world, &history), 1);
	assert_int_equal(history[0].due_day, day("2026-01-18"));
	assert_true(history[0].completed == world->now);
	assert_null(history[0].recurrence);
	/* Weeks later: what was missed is skipped. */
	px_world_at(world, "2026-02-18T10:00");
	assert_int_equal(px_task_complete(&world->domain, task.id, &task, &rolled, NULL), PX_OK);
	assert_int_equal(task.due_day, day("2026-02-22"));
}

static void test_timed_task_keeps_its_hour(void **state)
{
	struct px_world *world = *state;
	struct px_task task = task_of("Stand up");

	task.due = px_world_utc(world, "2026-03-27T09:00");
	task.recurrence = "FREQ=DAILY";
	create(world, &task);
	for (int i = 0; i < 3; i++)
		assert_int_equal(px_task_complete(&world->domain, task.id, &task, NULL, NULL), PX_OK);
	assert_string_equal(px_world_local(world, task.due), "2026-03-30T09:00");
}

static void test_count_ends_the_series(void **state)
{
	struct px_world *world = *state;
	struct px_task task = task_of("Antibiotics"), *history;
	bool rolled;

	task.recurrence = "FREQ=DAILY;COUNT=3";
	task.due_day = day("2026-01-14");
	create(world, &task);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(px_task_complete(&world->domain, task.id, &task, &rolled, NULL), PX_OK);
		assert_true(rolled);
	}
	assert_int_equal(px_task_complete(&world->domain, task.id, &task, &rolled, NULL), PX_OK);
	assert_false(rolled);
	assert_int_equal(task.status, PX_TASK_COMPLETED);
	assert_int_equal(count_completed(world, &history), 3);
}

static void test_until_ends_the_series(void **state)
{
	struct px_world *world = *state;
	struct px_task task = task_of("Advent");
	bool rolled;

	task.recurrence = "FREQ=DAILY;UNTIL=20260115";
	task.due_day = day("2026-01-14");
	create(world, &task);
	assert_int_equal(px_task_complete(&world->domain, task.id, &task, &rolled, NULL), PX_OK);
	assert_true(rolled);
	assert_int_equal(px_task_complete(&world->domain, task.id, &task, &rolled, NULL), PX_OK);
	assert_false(rolled);
}

static void test_after_completion(void **state)
{
	struct px_world *world = *state;
	struct px_task task = task_of("Haircut");

	task.recurrence = "FREQ=DAILY;INTERVAL=3";
	task.after_completion = true;
	task.due_day = day("2026-01-10");
	create(world, &task);
	assert_int_equal(px_task_complete(&world->domain, task.id, &task, NULL, NULL), PX_OK);
	assert_int_equal(task.due_day, day("2026-01-17"));
}

/* Moving one occurrence by days leaves the rhythm alone. */
static void test_postponing_one(void **state)
{
	struct px_world *world = *state;
	struct px_task task = task_of("Bins");

	task.recurrence = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH";
	task.due_day = day("2026-01-15");
	create(world, &task);
	task.due_day = day("2026-01-17");
	assert_int_equal(px_task_update(&world->domain, &task, -1, NULL), PX_OK);
	assert_int_equal(px_task_complete(&world->domain, task.id, &task, NULL, NULL), PX_OK);
	assert_int_equal(task.due_day, day("2026-01-29"));
}

/* "Daily from the 20th", moved to the 16th, is daily from the 16th; a Thursday's task brought forward by a day stays one. */
static void test_bringing_the_first_forward(void **state)
{
	struct px_world *world = *state;
	struct px_task daily = task_of("Antibiotics"), weekly = task_of("Bins");

	daily.recurrence = "FREQ=DAILY;COUNT=3";
	daily.due = px_world_utc(world, "2026-01-20T09:00");
	create(world, &daily);
	daily.due = px_world_utc(world, "2026-01-16T09:00");
	assert_int_equal(px_task_update(&world->domain, &daily, -1, NULL), PX_OK);
	assert_int_equal(px_task_complete(&world->domain, daily.id, &daily, NULL, NULL), PX_OK);
	assert_string_equal(px_world_local(world, daily.due), "2026-01-17T09:00");
	weekly.recurrence = "FREQ=WEEKLY";
	weekly.due_day = day("2026-01-22");
	create(world, &weekly);
	weekly.due_day = day("2026-01-21");
	assert_int_equal(px_task_update(&world->domain, &weekly, -1, NULL), PX_OK);
	assert_int_equal(px_task_complete(&world->domain, weekly.id, &weekly, NULL, NULL), PX_OK);
	assert_int_equal(weekly.due_day, day("2026-01-22"));
}

static void list(struct px_world *world, const struct px_task_filter *filter, const char *expected)
{
	struct px_buf titles = PX_BUF_INIT(4096);
	struct px_task *tasks;
	size_t count, total;

	assert_int_equal(px_task_list(&world->domain, filter, 100, &tasks, &count, &total, NULL),
			 PX_OK);
	assert_int_equal(count, total);
	for (size_t i = 0; i < count; i++)
		(void)px_buf_printf(&titles, "%s%s", i ? "," : "", tasks[i].title);
	assert_string_equal(titles.data ? titles.data : "", expected);
	px_buf_release(&titles);
}

static void test_list(void **state)
{
	struct px_world *world = *state;
	struct px_task late = task_of("late"), soon = task_of("soon"), timed = task_of("timed"),
		       whenever = task_of("whenever"), done = task_of("done");
	struct px_project avenue;
	struct px_task_filter filter;
	bool created;

	assert_int_equal(px_project_ensure(&world->domain, PX_STR("Avenue"), &avenue, &created, NULL),
			 PX_OK);
	late.due_day = day("2026-01-13");
	soon.due_day = day("2026-01-16");
	soon.project_id = avenue.id;
	soon.notes = "Straße fegen";
	timed.due = px_world_utc(world, "2026-01-16T08:00");
	timed.tags = "[\"Work\"]";
	whenever.priority = PX_PRIORITY_URGENT;
	done.status = PX_TASK_COMPLETED;
	create(world, &whenever);
	create(world, &timed);
	create(world, &soon);
	create(world, &late);
	create(world, &done);
	px_task_filter_init(&filter);
	list(world, &filter, "late,soon,timed,whenever");
	filter.overdue = true;
	list(world, &filter, "late");
	filter.overdue = false;
	filter.undated = true;
	list(world, &filter, "whenever");
	filter.undated = false;
	filter.due_from = day("2026-01-16") * PX_MS_DAY;
	filter.due_to = filter.due_from + PX_MS_DAY;
	list(world, &filter, "soon,timed");
	px_task_filter_init(&filter);
	filter.has_project = true;
	filter.project = avenue.id;
	list(world, &filter, "soon");
	filter.project = PX_ID_NONE;
	list(world, &filter, "late,timed,whenever");
	px_task_filter_init(&filter);
	filter.tag = "work";
	list(world, &filter, "timed");
	filter.tag = "wor";
	list(world, &filter, "");
	px_task_filter_init(&filter);
	filter.text = "STRASSE";
	list(world, &filter, "soon");
	px_task_filter_init(&filter);
	filter.statuses = 0;
	filter.has_priority = true;
	filter.priority = PX_PRIORITY_URGENT;
	list(world, &filter, "whenever");
}

static void test_projects(void **state)
{
	struct px_world *world = *state;
	struct px_project one, two, found;
	struct px_task task = task_of("x");
	bool created;

	assert_int_equal(px_project_ensure(&world->domain, PX_STR(" Größe "), &one, &created, NULL),
			 PX_OK);
	assert_true(created);
	assert_int_equal(px_project_ensure(&world->domain, PX_STR("GRÖSSE"), &two, &created, NULL),
			 PX_OK);
	assert_false(created);
	assert_true(px_id_eq(one.id, two.id));
	px_record_init(&px_project_record, &two);
	two.name = "größe";
	assert_int_equal(px_project_create(&world->domain, &two, NULL), PX_CONFLICT);
	task.project_id = one.id;
	create(world, &task);
	assert_int_equal(px_project_delete(&world->domain, one.id, -1, NULL), PX_OK);
	assert_int_equal(px_project_find(&world->domain, PX_STR("Größe"), &found, NULL), PX_NOT_FOUND);
	assert_int_equal(px_task_get(&world->domain, task.id, &task, NULL), PX_OK);
	assert_true(px_id_is_none(task.project_id));
}

static void test_other_users_see_nothing(void **state)
{
	struct px_world *world = *state;
	struct px_task task = task_of("secret"), found;
	struct px_task_filter filter;

	create(world, &task);
	px_world_commit(world);
	px_world_other_user(world);
	px_world_begin(world);
	px_task_filter_init(&filter);
	filter.statuses = 0;
	list(world, &filter, "");
	assert_int_equal(px_task_get(&world->domain, task.id, &found, NULL), PX_NOT_FOUND);
	assert_int_equal(px_task_complete(&world->domain, task.id, &found, NULL, NULL), PX_NOT_FOUND);
	assert_int_equal(px_task_delete(&world->domain, task.id, -1, NULL), PX_NOT_FOUND);
	struct px_task child = task_of("child");
	child.parent_id = task.id;
	refuse(world, child, "parent_id");
}

/* Reference for lists: every task, compared one by one. */
static int by_due(const void *a, const void *b)
{
	const struct px_task *left = a, *right = b;
	int64_t keys[2] = { left->due != PX_TIME_NONE ? left->due + PX_MS_HOUR : left->due_day * PX_MS_DAY,
			    right->due != PX_TIME_NONE ? right->due + PX_MS_HOUR : right->due_day * PX_MS_DAY };

	if (left->due == PX_TIME_NONE && left->due_day == PX_DAY_NONE)
		keys[0] = INT64_MAX;
	if (right->due == PX_TIME_NONE && right->due_day == PX_DAY_NONE)
		keys[1] = INT64_MAX;
	if (keys[0] != keys[1])
		return keys[0] < keys[1] ? -1 : 1;
	if (left->priority != right->priority)
		return left->priority > right->priority ? -1 : 1;
	return px_id_cmp(left->id, right->id);
}

static void compare_list(struct px_world *world, const struct px_task *all, size_t all_count,
			 const struct px_task_filter *filter, size_t max)
{
	struct px_task *expected = PX_ARENA_ARRAY(&world->arena, struct px_task, all_count + 1), *list;
	size_t matching = 0, count, total;

	for (size_t i = 0; i < all_count; i++) {
		if (px_task_matches(&world->domain, filter, &all[i]))
			expected[matching++] = all[i];
	}
	qsort(expected, matching, sizeof(*expected), by_due);
	assert_int_equal(px_task_list(&world->domain, filter, max, &list, &count, &total, NULL), PX_OK);
	assert_int_equal(total, matching);
	assert_int_equal(count, matching < max ? matching : max);
	for (size_t i = 0; i < count; i++)
		assert_true(px_id_eq(list[i].id, expected[i].id));
}

static void fill_at_random(struct px_world *world, struct px_task *all, size_t count, unsigned *seed)
{
	int32_t today = px_domain_today(&world->domain);

	for (size_t i = 0; i < count; i++) {
		px_record_init(&px_task_record, &all[i]);
		all[i].title = px_arena_printf(&world->arena, "Thing %zu", i);
		all[i].priority = rand_r(seed) % 4;
		if (rand_r(seed) % 3 == 0)
			all[i].due_day = today + rand_r(seed) % 8 - 3;
		else if (rand_r(seed) % 2)
			all[i].due = world->now + (rand_r(seed) % 200 - 80) * PX_MS_HOUR;
		assert_int_equal(px_task_create(&world->domain, &all[i], NULL), PX_OK);
		if (rand_r(seed) % 3 == 0) {
			world->domain.now = world->now + rand_r(seed) % 48 * PX_MS_HOUR;
			assert_int_equal(px_task_complete(&world->domain, all[i].id, &all[i], NULL, NULL), PX_OK);
			world->domain.now = world->now;
		}
	}
}

/* Ranges of the index give what looking at every task gives: rows, order and number. */
static void test_lists_by_ranges(void **state)
{
	enum { TASKS = 1500 }; /* more than a page for each date, too */
	static const unsigned statuses[] = { PX_TASKS_OPEN, PX_TASKS_PENDING, PX_TASKS_COMPLETED, 0 };
	static const size_t limits[] = { 1, 25, 600, 1000 };
	struct px_world *world = *state;
	struct px_task *all = PX_ARENA_ARRAY(&world->arena, struct px_task, TASKS);
	unsigned seed = 7;

	fill_at_random(world, all, TASKS, &seed);
	for (int round = 0; round < 400; round++) {
		struct px_task_filter filter;
		int64_t today = px_domain_today(&world->domain) * PX_MS_DAY;
		px_task_filter_init(&filter);
		filter.statuses = statuses[rand_r(&seed) % 4];
		filter.has_priority = rand_r(&seed) % 3 == 0;
		filter.priority = rand_r(&seed) % 4;
		if (rand_r(&seed) % 2)
			filter.due_from = today + (rand_r(&seed) % 12 - 6) * PX_MS_DAY / 2;
		if (rand_r(&seed) % 2)
			filter.due_to = today + (rand_r(&seed) % 12 - 4) * PX_MS_DAY / 2;
		filter.overdue = rand_r(&seed) % 5 == 0;
		filter.by_completion = filter.statuses == PX_TASKS_COMPLETED && rand_r(&seed) % 2;
		compare_list(world, all, TASKS, &filter, limits[rand_r(&seed) % 4]);
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_create_fills_in), T(test_refusals_name_the_field), T(test_subtasks),
		T(test_update_counts_versions), T(test_due_replaces), T(test_complete_and_reopen),
		T(test_weekly_rolls), T(test_timed_task_keeps_its_hour), T(test_count_ends_the_series),
		T(test_until_ends_the_series), T(test_after_completion), T(test_postponing_one), T(test_bringing_the_first_forward),
		T(test_list), T(test_lists_by_ranges), T(test_projects), T(test_other_users_see_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
