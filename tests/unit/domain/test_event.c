/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/conflict.h"
#include "domain/event.h"

#include "base/buf.h"
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

static struct px_event event_of(const struct px_world *world, const char *title, const char *start,
				const char *end)
{
	struct px_event event;

	px_record_init(&px_event_record, &event);
	event.title = title;
	event.start = px_world_utc(world, start);
	event.end = end ? px_world_utc(world, end) : PX_TIME_NONE;
	return event;
}

static struct px_event create(struct px_world *world, struct px_event event)
{
	struct px_error error = { 0 };

	if (px_event_create(&world->domain, &event, &error) != PX_OK)
		fail_msg("%s: %s", error.field, error.message);
	return event;
}

static void refuse(struct px_world *world, struct px_event event, const char *field)
{
	struct px_error error = { 0 };

	assert_int_equal(px_event_create(&world->domain, &event, &error), PX_INVALID);
	assert_string_equal(error.field, field);
}

/* "title start-of-occurrence" of everything in a span. */
static void expect_list(struct px_world *world, const char *from, const char *to, const char *text,
			const char *expected)
{
	struct px_buf found = PX_BUF_INIT(4096);
	struct px_occurrence *items;
	size_t count;

	assert_int_equal(px_event_list(&world->domain, px_world_utc(world, from),
				       px_world_utc(world, to), text, 100, &items, &count, NULL, NULL),
			 PX_OK);
	for (size_t i = 0; i < count; i++)
		(void)px_buf_printf(&found, "%s%s %s", i ? ", " : "", items[i].event->title,
				    px_world_local(world, items[i].start));
	assert_string_equal(found.data ? found.data : "", expected);
	px_buf_release(&found);
}

static void expect_conflicts(struct px_world *world, const struct px_event *event,
			     const char *expected)
{
	struct px_buf found = PX_BUF_INIT(4096);
	struct px_occurrence *items;
	size_t count;

	assert_int_equal(px_conflict_find(&world->domain, event, &items, &count, NULL), PX_OK);
	for (size_t i = 0; i < count; i++)
		(void)px_buf_printf(&found, "%s%s %s", i ? ", " : "", items[i].event->title,
				    px_world_local(world, items[i].start));
	assert_string_equal(found.data ? found.data : "", expected);
	px_buf_release(&found);
}

static void test_defaults(void **state)
{
	struct px_world *world = *state;
	struct px_event lunch = create(world, event_of(world, "Lunch", "2026-01-15T12:30", NULL));
	struct px_event holiday = event_of(world, "Holiday", "2026-03-29T00:00", NULL);

	assert_true(lunch.end - lunch.start == PX_MS_HOUR);
	assert_string_equal(lunch.zone, "Europe/Berlin");
	/* A day of 23 hours: it still ends at midnight. */
	holiday.all_day = true;
	holiday = create(world, holiday);
	assert_string_equal(px_world_local(world, holiday.start), "2026-03-29T00:00");
	assert_string_equal(px_world_local(world, holiday.end), "2026-03-30T00:00");
}

static void test_refusals(void **state)
{
	struct px_world *world = *state;
	struct px_event event = event_of(world, "x", "2026-01-15T12:30", "2026-01-15T12:30");

	refuse(world, event, "end");
	event.end = event.start + 400 * PX_MS_DAY;
	refuse(world, event, "end");
	event.start = PX_TIME_NONE;
	refuse(world, event, "start");
	event.start = event.end = -400 * PX_MS_DAY;
	refuse(world, event, "start");
	refuse(world, event_of(world, "", "2026-01-15T12:30", NULL), "title");
	event = event_of(world, "x", "2026-01-15T12:30", NULL);
	event.recurrence = "FREQ=NEVER";
	refuse(world, event, "recurrence");
	event.recurrence = NULL;
	event.zone = "Mars/Olympus";
	refuse(world, event, "zone");
}

static uint64_t given(const char *fields)
{
	uint64_t set = 0;

	for (size_t i = 0; i < px_event_record.field_count; i++)
		if (strstr(fields, px_event_record.fields[i].name))
			set |= UINT64_C(1) << i;
	return set;
}

/* "2026-01-15T12:30" in the event's own zone, whatever the user's is. */
static const char *local_in(struct px_world *world, const char *zone, int64_t utc)
{
	char text[PX_CIVIL_TEXT];

	px_civil_format_ms(px_tz_to_local(px_zoneinfo_get(zone), utc), text);
	return px_arena_printf(&world->arena, "%.16s", text);
}

static int64_t utc_in(const char *zone, const char *local)
{
	int64_t ms = 0;
	bool offset;

	assert_true(px_civil_parse_ms(px_str(local), &ms, &offset));
	return px_tz_to_utc(px_zoneinfo_get(zone), ms, NULL);
}

struct patch {
	const char *given;              /* the fields named, in one text */
	const char *start, *end, *zone; /* of those given; local in the zone that results */
	bool all_day;
	const char *want_start, *want_end;
	bool refused;
};

static void apply_patches(struct px_world *world, const struct px_event *original,
			  const struct patch *patches, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct patch *patch = &patches[i];
		struct px_event event = *original;
		const char *zone = patch->zone ? patch->zone : original->zone;
		struct px_error error = { 0 };
		event.id = PX_ID_NONE;
		assert_int_equal(px_event_create(&world->domain, &event, NULL), PX_OK);
		if (patch->start)
			event.start = utc_in(zone, patch->start);
		if (patch->end)
			event.end = utc_in(zone, patch->end);
		event.zone = zone;
		if (strstr(patch->given, "all_day"))
			event.all_day = patch->all_day;
		enum px_err err = px_event_patch(&world->domain, &event, given(patch->given), -1, &error);
		if (patch->refused) {
			assert_int_equal(err, PX_INVALID);
			assert_string_equal(error.field, "end");
			continue;
		}
		if (err)
			fail_msg("case %zu: %s", i, error.message);
		assert_string_equal(local_in(world, zone, event.start), patch->want_start);
		assert_string_equal(local_in(world, zone, event.end), patch->want_end);
	}
}

/* What was given stands, also where it equals what was; only the rest follows. */
static void test_patch_of_a_timed_event(void **state)
{
	static const struct patch patches[] = {
		{ "start", .start = "2026-01-15T11:00", .want_start = "2026-01-15T11:00", .want_end = "2026-01-15T13:00" },
		{ "start end", .start = "2026-01-15T11:00", .end = "2026-01-15T12:00",
		  .want_start = "2026-01-15T11:00", .want_end = "2026-01-15T12:00" },
		{ "start end", .start = "2026-01-15T10:00", .end = "2026-01-15T10:30",
		  .want_start = "2026-01-15T10:00", .want_end = "2026-01-15T10:30" },
		{ "start", .start = "2026-01-15T10:00", .want_start = "2026-01-15T10:00", .want_end = "2026-01-15T12:00" },
		{ "end", .end = "2026-01-15T10:15", .want_start = "2026-01-15T10:00", .want_end = "2026-01-15T10:15" },
		{ "end", .end = "2026-01-15T10:00", .refused = true },
		{ "start end", .start = "2026-01-15T12:00", .end = "2026-01-15T12:00", .refused = true },
		{ "title", .want_start = "2026-01-15T10:00", .want_end = "2026-01-15T12:00" },
		{ "zone", .zone = "Asia/Tokyo", .want_start = "2026-01-15T18:00", .want_end = "2026-01-15T20:00" },
		{ "all_day", .all_day = true, .want_start = "2026-01-15T00:00", .want_end = "2026-01-16T00:00" },
		{ "all_day start", .all_day = true, .start = "2026-01-20T10:00",
		  .want_start = "2026-01-20T00:00", .want_end = "2026-01-21T00:00" },
	};
	struct px_world *world = *state;
	struct px_event event = event_of(world, "Visit", "2026-01-15T10:00", "2026-01-15T12:00");

	event.zone = "Europe/Berlin";
	apply_patches(world, &event, patches, sizeof(patches) / sizeof(patches[0]));
}

static void test_patch_of_an_all_day_event(void **state)
{
	static const struct patch patches[] = {
		{ "start", .start = "2026-01-20T00:00", .want_start = "2026-01-20T00:00", .want_end = "2026-01-22T00:00" },
		/* Over the change of the clocks the days still are days. */
		{ "start", .start = "2026-03-28T00:00", .want_start = "2026-03-28T00:00", .want_end = "2026-03-30T00:00" },
		{ "start", .start = "2026-10-24T00:00", .want_start = "2026-10-24T00:00", .want_end = "2026-10-26T00:00" },
		{ "start end", .start = "2026-01-16T00:00", .end = "2026-01-17T00:00",
		  .want_start = "2026-01-16T00:00", .want_end = "2026-01-17T00:00" },
		{ "zone", .zone = "Asia/Tokyo", .want_start = "2026-01-15T00:00", .want_end = "2026-01-17T00:00" },
		{ "zone", .zone = "America/New_York", .want_start = "2026-01-15T00:00", .want_end = "2026-01-17T00:00" },
		{ "zone start", .zone = "Asia/Tokyo", .start = "2026-02-01T00:00",
		  .want_start = "2026-02-01T00:00", .want_end = "2026-02-03T00:00" },
		{ "all_day start", .start = "2026-01-15T10:00", .want_start = "2026-01-15T10:00",
		  .want_end = "2026-01-15T11:00" },
		{ "all_day start end", .start = "2026-01-15T10:00", .end = "2026-01-17T00:00",
		  .want_start = "2026-01-15T10:00", .want_end = "2026-01-17T00:00" },
		{ "all_day", .want_start = "2026-01-15T00:00", .want_end = "2026-01-17T00:00" },
	};
	struct px_world *world = *state;
	struct px_event event = event_of(world, "Trip", "2026-01-15T00:00", "2026-01-17T00:00");

	event.zone = "Europe/Berlin";
	event.all_day = true;
	apply_patches(world, &event, patches, sizeof(patches) / sizeof(patches[0]));
}

static void test_update_takes_all_as_it_stands(void **state)
{
	struct px_world *world = *state;
	struct px_event event = create(world, event_of(world, "Lunch", "2026-01-15T12:30",
						       "2026-01-15T14:00"));

	event.start = px_world_utc(world, "2026-01-15T13:00");
	assert_int_equal(px_event_update(&world->domain, &event, 1, NULL), PX_OK);
	assert_string_equal(px_world_local(world, event.end), "2026-01-15T14:00");
	expect_list(world, "2026-01-15T12:30", "2026-01-15T13:00", NULL, "");
	expect_list(world, "2026-01-15T13:30", "2026-01-15T15:00", NULL, "Lunch 2026-01-15T13:00");
	assert_int_equal(px_event_update(&world->domain, &event, 1, NULL), PX_CONFLICT);
}

static void test_series(void **state)
{
	struct px_world *world = *state;
	struct px_event standup = event_of(world, "Standup", "2026-01-12T09:30", "2026-01-12T09:45");
	struct px_event moved;

	standup.recurrence = "freq=daily;byday=mo,tu,we,th,fr";
	standup = create(world, standup);
	assert_string_equal(standup.recurrence, "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR");
	expect_list(world, "2026-01-15T00:00", "2026-01-20T00:00", NULL,
		    "Standup 2026-01-15T09:30, Standup 2026-01-16T09:30, Standup 2026-01-19T09:30");
	/* In the middle of an occurrence it is still going on. */
	expect_list(world, "2026-01-15T09:40", "2026-01-15T09:41", NULL, "Standup 2026-01-15T09:30");
	/* One occurrence away, one moved. */
	assert_int_equal(px_event_delete_one(&world->domain, standup.id,
					     px_world_utc(world, "2026-01-15T09:30"), NULL), PX_OK);
	assert_int_equal(px_event_delete_one(&world->domain, standup.id,
					     px_world_utc(world, "2026-01-15T09:30"), NULL),
			 PX_NOT_FOUND);
	moved = standup;
	moved.start = px_world_utc(world, "2026-01-16T11:00");
	moved.end = moved.start + 15 * PX_MS_MINUTE;
	assert_int_equal(px_event_update_one(&world->domain, standup.id,
					     px_world_utc(world, "2026-01-16T09:30"), &moved, NULL),
			 PX_OK);
	expect_list(world, "2026-01-15T00:00", "2026-01-20T00:00", NULL,
		    "Standup 2026-01-16T11:00, Standup 2026-01-19T09:30");
	/* Moving the series moves what was removed from it. */
	assert_int_equal(px_event_get(&world->domain, standup.id, &standup, NULL), PX_OK);
	standup.start = px_world_utc(world, "2026-01-12T10:00");
	standup.end = px_world_utc(world, "2026-01-12T10:15");
	assert_int_equal(px_event_update(&world->domain, &standup, -1, NULL), PX_OK);
	expect_list(world, "2026-01-15T00:00", "2026-01-20T00:00", NULL,
		    "Standup 2026-01-16T11:00, Standup 2026-01-19T10:00");
	assert_int_equal(px_event_delete(&world->domain, standup.id, -1, NULL), PX_OK);
	expect_list(world, "2026-01-15T00:00", "2026-01-20T00:00", NULL, "Standup 2026-01-16T11:00");
}

static void test_series_end(void **state)
{
	struct px_world *world = *state;
	struct px_event course = event_of(world, "Course", "2026-01-12T18:00", "2026-01-12T20:00");

	course.recurrence = "FREQ=WEEKLY;COUNT=3";
	create(world, course);
	expect_list(world, "2026-01-26T19:00", "2026-12-31T00:00", NULL, "Course 2026-01-26T18:00");
	expect_list(world, "2026-01-26T20:00", "2026-12-31T00:00", NULL, "");
}

/* An all-day series takes its days to their end, also where a day has another length than the first. */
static void test_days_of_23_and_25_hours(void **state)
{
	struct px_world *world = *state;
	struct px_event longer = event_of(world, "Autumn", "2026-10-18T00:00", NULL);
	struct px_event shorter = event_of(world, "Spring", "2026-03-22T00:00", NULL);
	struct px_event first = event_of(world, "From", "2027-10-31T00:00", NULL);

	longer.all_day = shorter.all_day = first.all_day = true;
	longer.recurrence = "FREQ=WEEKLY;COUNT=2"; /* the last on the day of 25 hours */
	shorter.recurrence = "FREQ=WEEKLY;COUNT=2";
	first.recurrence = "FREQ=WEEKLY;COUNT=2"; /* and the first, so that the series begins with one */
	longer = create(world, longer);
	shorter = create(world, shorter);
	first = create(world, first);
	expect_list(world, "2026-10-25T23:15", "2026-10-25T23:45", NULL, "Autumn 2026-10-25T00:00");
	expect_list(world, "2026-10-26T00:00", "2026-10-26T01:00", NULL, "");
	expect_list(world, "2026-03-29T23:15", "2026-03-29T23:45", NULL, "Spring 2026-03-29T00:00");
	expect_list(world, "2026-03-30T00:00", "2026-03-30T01:00", NULL, "");
	expect_list(world, "2027-10-31T23:15", "2027-10-31T23:45", NULL, "From 2027-10-31T00:00");
	expect_list(world, "2027-11-07T23:15", "2027-11-07T23:45", NULL, "From 2027-11-07T00:00");
	expect_list(world, "2027-11-08T00:00", "2027-11-08T01:00", NULL, "");
	/* Without an end as well. */
	longer.recurrence = "FREQ=WEEKLY";
	assert_int_equal(px_event_update(&world->domain, &longer, -1, NULL), PX_OK);
	expect_list(world, "2026-10-25T23:15", "2026-10-25T23:45", NULL, "Autumn 2026-10-25T00:00");
	expect_list(world, "2026-10-26T00:00", "2026-10-26T01:00", NULL, "");
}

static void test_search(void **state)
{
	struct px_world *world = *state;
	struct px_event lunch = event_of(world, "Lunch", "2026-01-15T12:30", NULL);

	lunch.attendees = "Priya, Sam";
	lunch.location = "Café Größe";
	create(world, lunch);
	create(world, event_of(world, "Dentist", "2026-01-15T16:00", NULL));
	expect_list(world, "2026-01-15T00:00", "2026-01-16T00:00", "priya", "Lunch 2026-01-15T12:30");
	expect_list(world, "2026-01-15T00:00", "2026-01-16T00:00", "GRÖSSE", "Lunch 2026-01-15T12:30");
	expect_list(world, "2026-01-15T00:00", "2026-01-16T00:00", "nobody", "");
}

static void test_conflicts(void **state)
{
	struct px_world *world = *state;
	struct px_event standup = event_of(world, "Standup", "2026-01-12T09:30", "2026-01-12T10:00");
	struct px_event away = event_of(world, "Away", "2026-01-15T00:00", NULL);
	struct px_event probe = event_of(world, "Probe", "2026-01-15T12:45", "2026-01-15T13:45");

	standup.recurrence = "FREQ=DAILY";
	standup = create(world, standup);
	away.all_day = true;
	away = create(world, away);
	create(world, event_of(world, "Lunch", "2026-01-15T12:30", "2026-01-15T13:30"));
	create(world, event_of(world, "Walk", "2026-01-15T13:30", "2026-01-15T14:00"));
	probe = create(world, probe);
	expect_conflicts(world, &probe, "Lunch 2026-01-15T12:30, Walk 2026-01-15T13:30");
	/* Back to back is no conflict, and all-day events block nothing. */
	probe = event_of(world, "Probe", "2026-01-15T10:00", "2026-01-15T12:30");
	expect_conflicts(world, &probe, "");
	expect_conflicts(world, &away, "");
	/* Against a series, and a series against others: each named once. */
	probe = event_of(world, "Probe", "2026-02-20T09:45", "2026-02-20T09:50");
	expect_conflicts(world, &probe, "Standup 2026-02-20T09:30");
	probe = event_of(world, "Series", "2026-01-14T12:00", "2026-01-14T13:00");
	probe.recurrence = "FREQ=DAILY";
	expect_conflicts(world, &probe, "Lunch 2026-01-15T12:30, Probe 2026-01-15T12:45");
	/* Across years the series still stands in the way. */
	probe = event_of(world, "Probe", "2029-06-01T09:45", "2029-06-01T09:50");
	expect_conflicts(world, &probe, "Standup 2029-06-01T09:30");
}

/* However many things block nothing, what lies behind them is found; of a list only what is asked for is given, and all are counted. */
static void test_many_in_one_day(void **state)
{
	enum { ALL_DAY = 160 };
	struct px_world *world = *state;
	struct px_event probe = event_of(world, "Probe", "2026-01-15T12:45", "2026-01-15T13:45");
	struct px_occurrence *found;
	size_t count, total;

	for (int i = 0; i < ALL_DAY; i++) {
		struct px_event away = event_of(world, "Away", "2026-01-15T00:00", NULL);
		away.all_day = true;
		create(world, away);
	}
	create(world, event_of(world, "Lunch", "2026-01-15T12:30", "2026-01-15T13:30"));
	expect_conflicts(world, &probe, "Lunch 2026-01-15T12:30");
	assert_int_equal(px_event_list(&world->domain, probe.start, probe.end, NULL, 2, &found, &count, &total, NULL), PX_OK);
	assert_int_equal(count, 2);
	assert_int_equal(total, ALL_DAY + 1);
	assert_string_equal(found[1].event->title, "Away");
}

static void probe_for(struct px_world *world, const char *start, const char *end, const char *rule,
		      const char *expected)
{
	struct px_event probe = event_of(world, "Probe", start, end);

	probe.recurrence = rule;
	expect_conflicts(world, &probe, expected);
}

/* Where one ends as the other begins, nothing overlaps: not of series either, in either order. */
static void test_touching_is_no_conflict(void **state)
{
	struct px_world *world = *state;
	struct px_event standup = event_of(world, "Standup", "2026-01-12T09:30", "2026-01-12T10:00");

	standup.recurrence = "FREQ=DAILY";
	create(world, standup);
	create(world, event_of(world, "Lunch", "2026-01-15T12:30", "2026-01-15T13:30"));
	probe_for(world, "2026-01-16T10:00", "2026-01-16T10:30", NULL, "");
	probe_for(world, "2026-01-16T09:00", "2026-01-16T09:30", NULL, "");
	probe_for(world, "2026-01-15T10:00", "2026-01-15T10:30", "FREQ=DAILY", "");
	probe_for(world, "2026-01-15T09:00", "2026-01-15T09:30", "FREQ=DAILY", "");
	probe_for(world, "2026-01-15T13:30", "2026-01-15T14:00", "FREQ=DAILY", "");
	probe_for(world, "2026-01-15T12:00", "2026-01-15T12:30", "FREQ=DAILY", "");
	/* A minute more, and they do. */
	probe_for(world, "2026-01-15T09:59", "2026-01-15T10:30", "FREQ=DAILY", "Standup 2026-01-15T09:30");
	probe_for(world, "2026-01-15T09:00", "2026-01-15T09:31", "FREQ=DAILY", "Standup 2026-01-15T09:30");
	probe_for(world, "2026-01-15T13:29", "2026-01-15T14:00", "FREQ=DAILY", "Lunch 2026-01-15T12:30");
	expect_list(world, "2026-01-16T10:00", "2026-01-16T11:00", NULL, "");
	expect_list(world, "2026-01-16T09:00", "2026-01-16T09:30", NULL, "");
}

static void test_marks(void **state)
{
	struct px_event timed = { .all_day = false }, day = { .all_day = true };
	struct px_occurrence list[] = { { &day, 0, 100 }, { &timed, 0, 10 }, { &timed, 5, 8 },
					{ &timed, 10, 12 } };
	bool marks[4];

	(void)state;
	px_conflict_mark(list, 4, marks);
	assert_false(marks[0]);
	assert_true(marks[1]);
	assert_true(marks[2]);
	assert_false(marks[3]);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_defaults), T(test_refusals), T(test_patch_of_a_timed_event),
		T(test_patch_of_an_all_day_event), T(test_update_takes_all_as_it_stands), T(test_series),
		T(test_series_end), T(test_days_of_23_and_25_hours), T(test_search), T(test_conflicts), T(test_many_in_one_day),
		T(test_touching_is_no_conflict), cmocka_unit_test(test_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
