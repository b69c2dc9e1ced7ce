/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendar arithmetic: every day of 800 years both ways, and strict ISO 8601.
 */
#include "base/civil.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void every_day_goes_there_and_back(void **state)
{
	int32_t day = px_civil_day(1600, 1, 1);
	int weekday = px_civil_weekday(day);

	(void)state;
	assert_int_equal(weekday, 5); /* a Saturday */
	for (int year = 1600; year < 2400; year++) {
		for (int month = 1; month <= 12; month++) {
			for (int n = 1; n <= px_civil_month_days(year, month); n++, day++) {
				int y, m, d;
				px_civil_from_day(day, &y, &m, &d);
				assert_int_equal(y, year);
				assert_int_equal(m, month);
				assert_int_equal(d, n);
				assert_int_equal(px_civil_day(year, month, n), day);
				assert_int_equal(px_civil_weekday(day), weekday);
				weekday = (weekday + 1) % 7;
			}
		}
	}
}

static void months_carry_and_clamp(void **state)
{
	(void)state;
	assert_int_equal(px_civil_day(2026, 14, 1), px_civil_day(2027, 2, 1));
	assert_int_equal(px_civil_day(2026, 0, 31), px_civil_day(2025, 12, 31));
	assert_int_equal(px_civil_add_months(px_civil_day(2024, 1, 31), 1), px_civil_day(2024, 2, 29));
	assert_int_equal(px_civil_add_months(px_civil_day(2024, 2, 29), 12), px_civil_day(2025, 2, 28));
	assert_int_equal(px_civil_add_months(px_civil_day(2024, 3, 31), -1), px_civil_day(2024, 2, 29));
	assert_int_equal(px_civil_add_months(px_civil_day(2024, 1, 15), -25), px_civil_day(2021, 12, 15));
}

static void iso_weeks_at_the_turn_of_years(void **state)
{
	const struct { int y, m, d, year, week; } cases[] = {
		{ 2026, 1, 1, 2026, 1 }, { 2027, 1, 1, 2026, 53 }, { 2024, 12, 30, 2025, 1 },
		{ 2021, 1, 3, 2020, 53 }, { 2021, 1, 4, 2021, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int year;
		assert_int_equal(px_civil_iso_week(px_civil_day(cases[i].y, cases[i].m, cases[i].d), &year),
				 cases[i].week);
		assert_int_equal(year, cases[i].year);
	}
}

static void texts_are_read_strictly(void **state)
{
	static const char *const bad[] = {
		"", "2026", "2026-1-16", "2026-02-30", "2025-02-29", "2026-13-01", "0000-01-01", "2026-01-16x",
		"26-01-16", "2026/01/16", "-026-01-16",
	};
	static const char *const bad_times[] = {
		"2026-01-16", "2026-01-16T", "2026-01-16T24:00", "2026-01-16T10:60", "2026-01-16T10:00:60",
		"2026-01-16T10:00:00.", "2026-01-16T10:00+1", "2026-01-16T10:00ZZ", "2026-01-16T10", "2026-01-16T1:00",
	};
	int32_t day = 7;
	int64_t ms;
	bool has_offset;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(px_civil_parse_day(px_str(bad[i]), &day));
	assert_int_equal(day, 7);
	for (size_t i = 0; i < sizeof(bad_times) / sizeof(bad_times[0]); i++)
		assert_false(px_civil_parse_ms(px_str(bad_times[i]), &ms, &has_offset));
}

static void instants_with_and_without_offsets(void **state)
{
	int64_t ms, utc;
	bool has_offset;
	char text[PX_CIVIL_TEXT];

	(void)state;
	assert_true(px_civil_parse_ms(PX_STR("2026-01-16T17:00:00.250"), &ms, &has_offset));
	assert_false(has_offset);
	px_civil_format_ms(ms, text);
	assert_string_equal(text, "2026-01-16T17:00:00.250");
	assert_true(px_civil_parse_ms(PX_STR("2026-01-16T17:00+01:30"), &ms, &has_offset));
	assert_true(has_offset);
	assert_true(px_civil_parse_ms(PX_STR("2026-01-16T15:30:00Z"), &utc, &has_offset));
	assert_int_equal(ms, utc);
	px_civil_format_ms(-1, text);
	assert_string_equal(text, "1969-12-31T23:59:59.999");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_goes_there_and_back),
		cmocka_unit_test(months_carry_and_clamp),
		cmocka_unit_test(iso_weeks_at_the_turn_of_years),
		cmocka_unit_test(texts_are_read_strictly),
		cmocka_unit_test(instants_with_and_without_offsets),
	};

	return cmocka_run_group_tests_name("civil", tests, NULL, NULL);
}
