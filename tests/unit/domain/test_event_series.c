/* SPDX-License-Identifier: Apache-2.0 */
/* A series that changes from one of its occurrences on: what both parts repeat, and what was removed of them. */
#include "domain/event_series.h"

#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define DAY PX_MS_DAY

static struct px_world world;
static int64_t first; /* 09:00 UTC of 5 January 2026 */

static int setup(void **state)
{
	(void)state;
	px_world_open(&world, "Europe/Berlin", "2026-01-05T08:00");
	px_world_begin(&world);
	first = px_civil_day(2026, 1, 5) * PX_MS_DAY + 9 * PX_MS_HOUR;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	px_world_close(&world);
	return 0;
}

static struct px_event make(const char *rule)
{
	struct px_event event;

	px_record_init(&px_event_record, &event);
	event.title = "Standup";
	event.start = first;
	event.end = first + PX_MS_HOUR;
	event.recurrence = rule;
	assert_int_equal(px_event_create(&world.domain, &event, NULL), PX_OK);
	return event;
}

static struct px_event get(struct px_id id)
{
	struct px_event event;

	assert_int_equal(px_event_get(&world.domain, id, &event, NULL), PX_OK);
	return event;
}

static struct px_event at(const struct px_event *series, int day)
{
	struct px_event event;

	assert_int_equal(px_event_at(&world.domain, series, first + day * DAY, &event, NULL), PX_OK);
	return event;
}

/* The days, counted from the first, on which it takes place within two weeks. */
static void takes_place(struct px_id id, const char *days)
{
	struct px_event event = get(id);
	struct px_occurrence found[32];
	size_t count = px_event_occurrences(&world.domain, &event, first, first + 14 * DAY, found, 32);
	char text[128] = "";

	for (size_t i = 0; i < count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%lld", i ? " " : "",
			 (long long)((found[i].start - first) / DAY));
	assert_string_equal(text, days);
}

static void a_count_is_shared_out(void **state)
{
	struct px_event series = make("FREQ=DAILY;COUNT=6"), event = at(&series, 2);

	(void)state;
	event.title = "Later";
	assert_int_equal(px_event_update_following(&world.domain, series.id, first + 2 * DAY, &event, 0, NULL), PX_OK);
	takes_place(series.id, "0 1");
	takes_place(event.id, "2 3 4 5");
	assert_string_equal(get(event.id).recurrence, "FREQ=DAILY;COUNT=4");
	assert_string_equal(get(series.id).title, "Standup");
}

static void what_was_removed_stays_removed_in_both(void **state)
{
	struct px_event series = make("FREQ=DAILY;COUNT=6");

	(void)state;
	assert_int_equal(px_event_delete_one(&world.domain, series.id, first + DAY, NULL), PX_OK);
	assert_int_equal(px_event_delete_one(&world.domain, series.id, first + 4 * DAY, NULL), PX_OK);
	series = get(series.id);
	struct px_event event = at(&series, 3), none;
	assert_int_equal(px_event_at(&world.domain, &series, first + DAY, &none, NULL), PX_NOT_FOUND);
	assert_int_equal(px_event_update_following(&world.domain, series.id, first + 3 * DAY, &event, 0, NULL), PX_OK);
	takes_place(series.id, "0 2");
	takes_place(event.id, "3 5");
}

static void one_that_is_left_recurs_no_more(void **state)
{
	struct px_event series = make("FREQ=WEEKLY;BYDAY=MO,WE"), event = at(&series, 2);

	(void)state;
	assert_int_equal(px_event_update_following(&world.domain, series.id, first + 2 * DAY, &event, 0, NULL), PX_OK);
	assert_null(get(series.id).recurrence);
	takes_place(series.id, "0");
	takes_place(event.id, "2 7 9");
}

static void from_the_first_on_is_all(void **state)
{
	struct px_event series = make("FREQ=DAILY;COUNT=3"), event = at(&series, 0);

	(void)state;
	event.title = "All";
	assert_int_equal(px_event_update_following(&world.domain, series.id, first, &event, 0, NULL), PX_OK);
	assert_true(px_id_eq(event.id, series.id));
	assert_string_equal(get(series.id).title, "All");
	takes_place(series.id, "0 1 2");
	assert_int_equal(px_event_delete_following(&world.domain, series.id, first, NULL), PX_OK);
	assert_int_equal(px_event_get(&world.domain, series.id, &event, NULL), PX_NOT_FOUND);
}

static void all_move_with_the_one_that_moved(void **state)
{
	struct px_event series = make("FREQ=DAILY;COUNT=3"), event = at(&series, 1);

	(void)state;
	event.start += DAY;
	event.end = event.start + 2 * PX_MS_HOUR;
	assert_int_equal(px_event_update_all(&world.domain, series.id, first + DAY, &event, -1, NULL), PX_OK);
	takes_place(series.id, "1 2 3");
	series = get(series.id);
	assert_int_equal(series.end - series.start, 2 * PX_MS_HOUR);
}

static void the_rest_is_deleted(void **state)
{
	struct px_event series = make("FREQ=DAILY");

	(void)state;
	assert_int_equal(px_event_delete_following(&world.domain, series.id, first + 3 * DAY, NULL), PX_OK);
	takes_place(series.id, "0 1 2");
	assert_string_equal(get(series.id).recurrence, "FREQ=DAILY;UNTIL=20260108T085959Z");
	assert_int_equal(px_event_delete_following(&world.domain, series.id, first + 3 * DAY, NULL), PX_NOT_FOUND);
}

/* The first was deleted before: what is left has no day to come back on. */
static void a_deleted_first_stays_deleted(void **state)
{
	struct px_event series = make("FREQ=DAILY");

	(void)state;
	assert_int_equal(px_event_delete_one(&world.domain, series.id, first, NULL), PX_OK);
	assert_int_equal(px_event_delete_following(&world.domain, series.id, first + DAY, NULL), PX_OK);
	takes_place(series.id, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_count_is_shared_out), TEST(what_was_removed_stays_removed_in_both), TEST(one_that_is_left_recurs_no_more),
		TEST(from_the_first_on_is_all), TEST(all_move_with_the_one_that_moved), TEST(the_rest_is_deleted),
		TEST(a_deleted_first_stays_deleted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
