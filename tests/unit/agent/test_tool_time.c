/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/tool_time.h"

#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Wednesday 2026-01-14, 09:00 in Berlin. */
static struct px_nlu_context context_of(const char *locale)
{
	struct px_nlu_context context = { .tz = px_zoneinfo_get("Europe/Berlin"), .locale = locale };

	context.now = px_tz_to_utc(context.tz, 20467 * PX_MS_DAY + 9 * PX_MS_HOUR, NULL);
	return context;
}

static void expect(const char *locale, const char *text, enum px_tool_time_kind kind, const char *local,
		   const char *until)
{
	struct px_nlu_context context = context_of(locale);
	struct px_error error = { 0 };
	struct px_tool_time when;
	char start[PX_CIVIL_TEXT], end[PX_CIVIL_TEXT];

	if (px_tool_time_read(&context, "due", px_str(text), &when, &error) != PX_OK)
		fail_msg("\"%s\": %s", text, error.message);
	px_civil_format_ms(when.local, start);
	px_civil_format_ms(px_tool_time_until(&when), end);
	start[16] = end[16] = '\0';
	if (when.kind != kind || strcmp(start, local) != 0 || strcmp(end, until) != 0)
		fail_msg("\"%s\": kind %d, %s until %s", text, (int)when.kind, start, end);
}

static void test_iso(void **state)
{
	(void)state;
	expect("en-GB", "2026-01-16", PX_TOOL_TIME_DAY, "2026-01-16T00:00", "2026-01-16T00:00");
	expect("en-GB", " 2026-01-16T17:00 ", PX_TOOL_TIME_TIME, "2026-01-16T17:00", "2026-01-16T17:00");
	expect("en-GB", "2026-01-16T17:00:00Z", PX_TOOL_TIME_TIME, "2026-01-16T18:00", "2026-01-16T18:00");
	expect("en-GB", "2026-07-16T17:00:00-05:00", PX_TOOL_TIME_TIME, "2026-07-17T00:00",
	       "2026-07-17T00:00");
}

/* An instant given with its offset is kept also where the wall clock shows it twice. */
static void test_exact_instants(void **state)
{
	struct px_nlu_context context = context_of("en-GB");
	struct px_tool_time when;

	(void)state;
	assert_int_equal(px_tool_time_read(&context, "due", PX_STR("2026-10-25T02:30:00+01:00"), &when,
				       NULL), PX_OK);
	assert_true(when.instant == (px_civil_day(2026, 10, 25) * PX_MS_DAY) + 90 * PX_MS_MINUTE);
}

static void test_words(void **state)
{
	(void)state;
	expect("en-GB", "tomorrow", PX_TOOL_TIME_DAY, "2026-01-15T00:00", "2026-01-16T00:00");
	expect("en-GB", "Friday 5pm", PX_TOOL_TIME_TIME, "2026-01-16T17:00", "2026-01-16T17:00");
	expect("en-GB", "in 2 hours", PX_TOOL_TIME_TIME, "2026-01-14T11:00", "2026-01-14T11:00");
	expect("en-GB", "1pm", PX_TOOL_TIME_TIME, "2026-01-14T13:00", "2026-01-14T13:00");
	/* Passed today already. */
	expect("en-GB", "8am", PX_TOOL_TIME_TIME, "2026-01-15T08:00", "2026-01-15T08:00");
	expect("en-GB", "3/2/2026", PX_TOOL_TIME_DAY, "2026-02-03T00:00", "2026-02-04T00:00");
	expect("en-US", "3/2/2026", PX_TOOL_TIME_DAY, "2026-03-02T00:00", "2026-03-03T00:00");
	expect("en-GB", "next week", PX_TOOL_TIME_SPAN, "2026-01-19T00:00", "2026-01-26T00:00");
}

static void test_refusals(void **state)
{
	static const char *const bad[] = {
		"", "   ", "purple", "2026-02-30", "2026-13-01", "-0001-01-01", "0000-01-01",
		"1969-12-31", "2201-01-01", "9999-12-31T23:59", "99999999999999999999",
		"2026-01-16T25:00", "2026-01-16T17:00+99:00",
	};
	struct px_nlu_context context = context_of("en-GB");
	char large[400];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct px_error error = { 0 };
		struct px_tool_time when;
		if (px_tool_time_read(&context, "due", px_str(bad[i]), &when, &error) != PX_INVALID)
			fail_msg("accepted \"%s\"", bad[i]);
		assert_string_equal(error.field, "due");
	}
	memset(large, '1', sizeof(large));
	struct px_tool_time when;
	assert_int_equal(px_tool_time_read(&context, "due", px_str_n(large, sizeof(large)), &when, NULL),
			 PX_INVALID);
}

static void length(const char *text, int months, int64_t minutes)
{
	struct px_nlu_context context = context_of("en-GB");
	struct px_tool_shift shift;
	struct px_error error = { 0 };

	if (px_tool_shift_read(&context, "shift", px_str(text), &shift, &error) != PX_OK)
		fail_msg("\"%s\": %s", text, error.message);
	if (shift.months != months || shift.ms != minutes * PX_MS_MINUTE)
		fail_msg("\"%s\": %d months, %lld ms", text, shift.months, (long long)shift.ms);
}

static void test_durations(void **state)
{
	struct px_nlu_context context = context_of("en-GB");
	struct px_tool_shift shift;

	(void)state;
	length("PT1H", 0, 60);
	length("PT1H30M", 0, 90);
	length("-PT45M", 0, -45);
	length("P1D", 0, 1440);
	length("P2W", 0, 2 * 7 * 1440);
	length("P1M", 1, 0);
	length("-P1Y", -12, 0);
	length("45 minutes", 0, 45);
	length("-30 minutes", 0, -30);
	length("2 days", 0, 2 * 1440);
	length("1 month", 1, 0);
	assert_int_equal(px_tool_shift_read(&context, "shift", PX_STR("P"), &shift, NULL), PX_INVALID);
	assert_int_equal(px_tool_shift_read(&context, "shift", PX_STR("PT"), &shift, NULL), PX_INVALID);
	assert_int_equal(px_tool_shift_read(&context, "shift", PX_STR("P5"), &shift, NULL), PX_INVALID);
	assert_int_equal(px_tool_shift_read(&context, "shift", PX_STR("blue"), &shift, NULL), PX_INVALID);
}

/* A month later at the end of a month: its last day. */
static void test_shifted(void **state)
{
	struct px_tool_shift month = { .months = 1 };
	int64_t january31 = px_civil_day(2026, 1, 31) * PX_MS_DAY + 9 * PX_MS_HOUR;

	(void)state;
	assert_true(px_tool_shifted(january31, &month) ==
		    px_civil_day(2026, 2, 28) * PX_MS_DAY + 9 * PX_MS_HOUR);
}

/* "Until Friday" takes Friday in, "until 2026-01-16" does not, a time of day is itself. */
static void test_until(void **state)
{
	static const struct {
		struct px_tool_time when;
		int64_t until;
	} cases[] = {
		{ { .kind = PX_TOOL_TIME_TIME, .local = 5, .local_end = 9 }, 5 },
		{ { .kind = PX_TOOL_TIME_TIME, .local = 5, .local_end = PX_TIME_NONE }, 5 },
		{ { .kind = PX_TOOL_TIME_DAY, .local = 5, .local_end = 9 }, 5 },
		{ { .kind = PX_TOOL_TIME_DAY, .local = 5, .local_end = 9, .words = true }, 9 },
		{ { .kind = PX_TOOL_TIME_SPAN, .local = 5, .local_end = 9 }, 9 },
		{ { .kind = PX_TOOL_TIME_SPAN, .local = 5, .local_end = PX_TIME_NONE }, 5 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_true(px_tool_time_until(&cases[i].when) == cases[i].until);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_iso), cmocka_unit_test(test_exact_instants),
		cmocka_unit_test(test_words), cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_durations), cmocka_unit_test(test_shifted),
		cmocka_unit_test(test_until),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
