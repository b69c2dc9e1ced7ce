/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/recurrence.h"

#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct px_tz *zone(const char *name)
{
	const struct px_tz *tz = px_zoneinfo_get(name);

	assert_non_null(tz);
	return tz;
}

static int64_t ms(const char *text)
{
	int64_t value = 0;
	bool offset;

	assert_true(px_civil_parse_ms(px_str(text), &value, &offset));
	return value;
}

static void expect_utc(int64_t actual, const char *expected)
{
	char text[PX_CIVIL_TEXT] = "none";

	if (actual != PX_TIME_NONE)
		px_civil_format_ms(actual, text);
	assert_string_equal(text, expected);
}

/* Nine in the morning stays nine in the morning when the clocks change. */
static void test_wall_clock(void **state)
{
	const struct px_tz *berlin = zone("Europe/Berlin");
	int64_t start = ms("2026-03-27T08:00:00Z"), found[8];

	(void)state;
	size_t count = px_recurrence_expand("FREQ=DAILY", berlin, start, ms("2026-03-28T00:00:00Z"),
					    ms("2026-03-31T00:00:00Z"), found, 8);
	assert_int_equal(count, 3);
	expect_utc(found[0], "2026-03-28T08:00:00");
	expect_utc(found[1], "2026-03-29T07:00:00");
	expect_utc(found[2], "2026-03-30T07:00:00");
}

/* 02:30 does not exist on 29 March in Berlin: it becomes 03:30 (RFC 5545 3.3.5). */
static void test_gap(void **state)
{
	const struct px_tz *berlin = zone("Europe/Berlin");
	int64_t start = ms("2026-03-28T01:30:00Z");

	(void)state;
	int64_t next = px_recurrence_next("FREQ=DAILY", berlin, start, start);
	expect_utc(next, "2026-03-29T01:30:00");
	expect_utc(px_tz_to_local(berlin, next), "2026-03-29T03:30:00");
	expect_utc(px_recurrence_next("FREQ=DAILY", berlin, start, next), "2026-03-30T00:30:00");
}

static void test_next(void **state)
{
	const struct px_tz *utc = zone("UTC");
	int64_t start = ms("2026-01-05T09:00:00Z"); /* a Monday */

	(void)state;
	expect_utc(px_recurrence_next("FREQ=WEEKLY", utc, start, start - 1), "2026-01-05T09:00:00");
	expect_utc(px_recurrence_next("FREQ=WEEKLY", utc, start, start), "2026-01-12T09:00:00");
	expect_utc(px_recurrence_next("FREQ=WEEKLY", utc, start, ms("2031-05-01T00:00:00Z")),
		   "2031-05-05T09:00:00");
	expect_utc(px_recurrence_next("FREQ=WEEKLY;COUNT=2", utc, start, ms("2026-01-12T09:00:00Z")),
		   "none");
	expect_utc(px_recurrence_next("FREQ=WEEKLY;UNTIL=20260119T090000Z", utc, start,
				      ms("2026-01-12T09:00:00Z")), "2026-01-19T09:00:00");
	expect_utc(px_recurrence_next("FREQ=WEEKLY;UNTIL=20260119T085959Z", utc, start,
				      ms("2026-01-12T09:00:00Z")), "none");
}

/* DTSTART counts as an occurrence even where the rule would not give it. */
static void test_start_off_the_rule(void **state)
{
	const struct px_tz *utc = zone("UTC");
	int64_t start = ms("2026-01-07T09:00:00Z"), found[8]; /* a Wednesday */

	(void)state;
	size_t count = px_recurrence_expand("FREQ=WEEKLY;BYDAY=MO;COUNT=3", utc, start, start,
					    ms("2027-01-01T00:00:00Z"), found, 8);
	assert_int_equal(count, 3);
	expect_utc(found[0], "2026-01-07T09:00:00");
	expect_utc(found[1], "2026-01-12T09:00:00");
	expect_utc(found[2], "2026-01-19T09:00:00");
}

/* UNTIL with Z is an instant: 22:30Z is 23:30 in Berlin, past the 23:00 of that day. */
static void test_until_is_an_instant(void **state)
{
	const struct px_tz *berlin = zone("Europe/Berlin");
	int64_t start = ms("2026-01-05T22:00:00Z");

	(void)state;
	expect_utc(px_recurrence_next("FREQ=DAILY;UNTIL=20260106T223000Z", berlin, start, start),
		   "2026-01-06T22:00:00");
	expect_utc(px_recurrence_next("FREQ=DAILY;UNTIL=20260106T213000Z", berlin, start, start),
		   "none");
}

static void test_first_and_last(void **state)
{
	const struct px_tz *utc = zone("UTC");
	int64_t start = ms("2026-01-05T09:00:00Z");

	(void)state;
	expect_utc(px_recurrence_first("FREQ=WEEKLY;BYDAY=SU", utc, ms("2026-01-14T00:00")),
		   "2026-01-18T00:00:00");
	expect_utc(px_recurrence_first("FREQ=WEEKLY;BYDAY=SU", utc, ms("2026-01-18T00:00")),
		   "2026-01-18T00:00:00");
	assert_true(px_recurrence_last("FREQ=DAILY", utc, start) == INT64_MAX);
	expect_utc(px_recurrence_last("FREQ=DAILY;COUNT=3", utc, start), "2026-01-07T09:00:00");
	assert_int_equal(px_recurrence_count("FREQ=DAILY;COUNT=3"), 3);
	assert_true(px_recurrence_ends("FREQ=DAILY;UNTIL=20270101"));
	assert_false(px_recurrence_ends("FREQ=DAILY"));
	/* COUNT is the task's own business here. */
	expect_utc(px_recurrence_next_local("FREQ=DAILY;COUNT=1", utc, start, start),
		   "2026-01-06T09:00:00");
}

static void test_expand_is_capped(void **state)
{
	const struct px_tz *utc = zone("UTC");
	int64_t found[4];

	(void)state;
	assert_int_equal(px_recurrence_expand("FREQ=HOURLY", utc, 0, 0, PX_MS_DAY, found, 4), 4);
	assert_int_equal(px_recurrence_expand("not a rule", utc, 0, 0, PX_MS_DAY, found, 4), 0);
}

static void test_check(void **state)
{
	struct px_error error = { 0 };

	(void)state;
	assert_int_equal(px_recurrence_check("FREQ=WEEKLY;BYDAY=SU", NULL), PX_OK);
	assert_int_equal(px_recurrence_check("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", &error),
			 PX_INVALID);
	assert_string_equal(error.field, "recurrence");
	assert_int_equal(px_recurrence_check("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", NULL), PX_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wall_clock), cmocka_unit_test(test_gap),
		cmocka_unit_test(test_next), cmocka_unit_test(test_start_off_the_rule),
		cmocka_unit_test(test_until_is_an_instant), cmocka_unit_test(test_first_and_last),
		cmocka_unit_test(test_expand_is_capped), cmocka_unit_test(test_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
