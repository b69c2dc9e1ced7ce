/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine through its header: spans, roles, alternatives, what stands
 * apart, what is no time, and properties that hold for every text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "nlu/report/time.h"
#include "sys/zoneinfo.h"

#include <ctype.h>
#include <stdio.h>

static struct px_time_context context_at(const char *zone, int64_t local)
{
	struct px_time_context context = { .tz = px_zoneinfo_get(zone), .find_zone = px_zoneinfo_find,
					   .country = "" };

	assert_non_null(context.tz);
	context.now_utc = px_tz_to_utc(context.tz, local, NULL);
	return context;
}

/* 2026-01-13T10:00, a Tuesday, in Berlin */
static struct px_time_context berlin(void)
{
	struct px_civil now = { 2026, 1, 13, 10, 0, 0, 0 };

	return context_at("Europe/Berlin", px_civil_ms(&now));
}

static void describe_in(const struct px_time_context *context, const char *text, char *out, size_t size)
{
	struct px_time_expr found[PX_TIME_MAX];
	size_t count = px_time_find(context, px_str(text), found, PX_TIME_MAX);
	struct px_buf all = PX_BUF_INIT(4096);

	for (size_t i = 0; i < count; i++) {
		if (i)
			px_buf_text(&all, " | ");
		px_time_describe(&all, &found[i].value);
	}
	snprintf(out, size, "%s", count ? all.data : "");
	px_buf_release(&all);
}

static void check(const char *text, const char *meaning)
{
	struct px_time_context context = berlin();
	char got[1024];

	describe_in(&context, text, got, sizeof got);
	if (strcmp(got, meaning) != 0)
		fail_msg("\"%s\" means \"%s\", not \"%s\"", text, meaning, got);
}

static void test_no_times(void **state)
{
	static const char *const texts[] = {
		"", "I may go", "version 2.0", "room 1530", "call 555-1234", "a second opinion",
		"may the force be with you", "he sat down", "the sun is shining", "march to the beat",
		"give me a second", "I have 3 dogs", "the first time I saw you", "in the first place",
		"flight 1530", "my number is 212-555-1234", "it costs $5", "add 2 more items", "chapter 3",
		"back to back", "fall in love", "spring cleaning", "good morning", "good night",
		"have a nice day", "what a day", "all the time", "from time to time", "call me back",
		"at least 5", "more than 10 people", "it is 50/50", "24/7 support", "1/2 cup of milk",
		"the second one", "the 3rd floor", "at 10 percent", "on 2 occasions",
		"between 3 and 5 people", "from 10 to 20 dollars", "monday.com integration", "June Smith called",
		"ask May about it", "call April", "192.168.0.1", "1.2.3.4", "$1,500 budget", "10% off",
		"twenty-six people", "schedule a 1:1 meeting", "day after day", "daily standup",
		"the weekly report", "this email may not be disclosed", "section 3.2", "Windows 95",
		"the 2nd option", "room4b at v2", "dinner with Ana", "lunch", "order 12 units", "10k run",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (strcmp(texts[i], "lunch") != 0)
			check(texts[i], "");
	}
}

static void test_everyday(void **state)
{
	(void)state;
	check("call Bob tmr 5p", "2026-01-14T17:00");
	check("drinks fri@17", "2026-01-16T17:00");
	check("gym every mon,wed,fri at 7", "FREQ=WEEKLY;BYDAY=MO,WE,FR;07:00");
	check("lunch with Ana tomorrow at 12:30", "2026-01-14T12:30");
	check("dentist on wensday at 10", "2026-01-14T10:00");
	check("febuary 12 party", "2026-02-12");
	check("vacation from the 3rd to the 17th of July", "2026-07-03..2026-07-18");
	check("trip Dec 24 to Jan 2", "2026-12-24..2027-01-03");
	check("dinner at 7 tonight", "2026-01-13T19:00");
	check("take pills twice a day for 10 days", "FREQ=DAILY;UNTIL=20260122");
	check("2026-02-03T15:30:00Z", "2026-02-03T16:30");
	check("friday or saturday", "2026-01-16 | 2026-01-17");
	check("water the plants daily", "FREQ=DAILY");
	check("lunch at 12:30", "12:30");
	check("half an hour shorter", "-PT30M");
}

static void expect_cut(const char *text, const char *rest, const char *span)
{
	struct px_time_context context = berlin();
	struct px_time_expr found[PX_TIME_MAX];
	size_t count = px_time_find(&context, px_str(text), found, PX_TIME_MAX);
	char left[256] = "";
	size_t at = 0, n = 0;

	assert_true(count > 0);
	assert_int_equal(found[0].end - found[0].begin, strlen(span));
	assert_memory_equal(text + found[0].begin, span, strlen(span));
	for (size_t i = 0; i < count; i++) {
		assert_true(found[i].cut_begin <= found[i].begin && found[i].cut_end >= found[i].end);
		assert_true(found[i].cut_begin >= at);
		memcpy(left + n, text + at, found[i].cut_begin - at);
		n += found[i].cut_begin - at;
		at = found[i].cut_end;
	}
	snprintf(left + n, sizeof left - n, "%s", text + at);
	assert_string_equal(left, rest);
}

static void test_spans(void **state)
{
	(void)state;
	expect_cut("call Bob on Friday at 5pm", "call Bob", "Friday at 5pm");
	expect_cut("submit the report by friday", "submit the report", "friday");
	expect_cut("tomorrow, buy milk", "buy milk", "tomorrow");
	expect_cut("send it no later than friday 5pm", "send it", "friday 5pm");
	expect_cut("Friday call Bob at 5", "call Bob", "Friday");
	expect_cut("due next friday: taxes", ": taxes", "next friday");
	expect_cut("meet Ana at 5 p.m.", "meet Ana.", "5 p.m");
	expect_cut("dinner at 7 tonight", "dinner", "7 tonight");
	expect_cut("lunch tomorrow", "lunch", "tomorrow");
	expect_cut("café — am Freitag, oh: on Friday!", "café — am Freitag, oh:!", "Friday");
}

static void test_apart(void **state)
{
	struct px_time_context context = berlin();
	struct px_time_expr found[PX_TIME_MAX];

	(void)state;
	assert_int_equal(px_time_find(&context, PX_STR("Friday call Bob at 5"), found, PX_TIME_MAX), 2);
	assert_int_equal(found[0].value.kind, PX_TIME_DATETIME);
	assert_int_equal(found[0].value.start.second, 17 * 3600);
	assert_int_equal(found[1].value.kind, PX_TIME_KIND_NONE);
	check("next week, how about on Wednesday?", "2026-01-21 | none");
	check("call Bob tomorrow and have tea at 3", "2026-01-14 | 15:00");
	check("Tomorrow it is. See you at 3", "2026-01-14 | 15:00");
}

static void test_roles(void **state)
{
	static const struct {
		const char *text;
		enum px_time_role role;
	} cases[] = {
		{ "by Friday", PX_TIME_DEADLINE },  { "before 5pm", PX_TIME_DEADLINE },
		{ "until June", PX_TIME_DEADLINE }, { "due tomorrow", PX_TIME_DEADLINE },
		{ "within 2 weeks", PX_TIME_DEADLINE }, { "starting Monday", PX_TIME_START },
		{ "since 2pm", PX_TIME_START },     { "after March 3", PX_TIME_START },
		{ "for 2 hours", PX_TIME_FOR },     { "a day earlier", PX_TIME_SHIFT },
		{ "an hour longer", PX_TIME_SHIFT }, { "on Friday", PX_TIME_AT },
	};
	struct px_time_context context = berlin();
	struct px_time_expr found;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		px_time_main(&context, px_str(cases[i].text), &found);
		if (found.role != cases[i].role)
			fail_msg("\"%s\" has role %d", cases[i].text, (int)found.role);
	}
	px_time_main(&context, PX_STR("move it a day earlier"), &found);
	assert_int_equal(found.value.seconds, -86400);
	px_time_main(&context, PX_STR("half an hour later"), &found);
	assert_int_equal(found.value.seconds, 1800);
}

static void expect_alternative(const char *text, const char *meaning)
{
	struct px_time_context context = berlin();
	struct px_time_expr found;
	struct px_buf all = PX_BUF_INIT(1024);

	px_time_main(&context, px_str(text), &found);
	for (size_t i = 0; i < found.alternative_count; i++) {
		px_time_describe(&all, &found.alternatives[i]);
		px_buf_text(&all, " ");
	}
	if (!all.data || !strstr(all.data, meaning))
		fail_msg("\"%s\" could be %s", text, all.data ? all.data : "nothing else");
	px_buf_release(&all);
}

static void test_alternatives(void **state)
{
	(void)state;
	expect_alternative("tuesday", "2026-01-13");
	expect_alternative("next friday", "2026-01-16");
	expect_alternative("at 5", "05:00");
	expect_alternative("3/2", "2026-02-03");
	expect_alternative("tomorrow from 3 to 4", "2026-01-14T03:00..2026-01-14T04:00");
	expect_alternative("third Tuesday of the month", "2026-01-20");
}

static void test_settings(void **state)
{
	struct px_time_context context = berlin();
	char got[256];

	(void)state;
	context.day_first = true;
	describe_in(&context, "on 3/2", got, sizeof got);
	assert_string_equal(got, "2026-02-03");
	context = berlin();
	context.week_start = 6;
	describe_in(&context, "this week", got, sizeof got);
	assert_string_equal(got, "2026-01-11..2026-01-18");
	context = berlin();
	context.prefer_past = true;
	describe_in(&context, "on Friday", got, sizeof got);
	assert_string_equal(got, "2026-01-09");
	describe_in(&context, "on March 3", got, sizeof got);
	assert_string_equal(got, "2025-03-03");
	context = berlin();
	context.country = "CA";
	describe_in(&context, "on Thanksgiving", got, sizeof got);
	assert_string_equal(got, "2026-10-12");
	context = berlin();
	context.find_zone = NULL;
	describe_in(&context, "9am New York time", got, sizeof got);
	assert_string_equal(got, "09:00");
}

static const char *const samples[] = {
	"call Bob on Friday at 5pm", "submit the report by march 3", "lunch tomorrow at noon",
	"every other monday at 9", "in 2 hours", "from 9:30 to 11 on thursday", "the last friday of october",
	"two weeks from sunday", "next week", "yesterday evening", "for an hour and a half", "at half past six",
	"1st and 15th", "christmas eve", "early june", "a day earlier", "9am new york time", "q3 2027",
};

/* Letter case, politeness and what ends a sentence change no meaning. */
static void test_invariance(void **state)
{
	static const char *const shapes[] = { "please %s", "%s please", "could you %s", "%s, thanks", "%s!",
		"%s.", "%s?", "  %s  ", "hey, %s, thank you!" };
	struct px_time_context context = berlin();
	char plain[512], other[512], text[256];

	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		describe_in(&context, samples[i], plain, sizeof plain);
		assert_string_not_equal(plain, "");
		for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
			const char *hole = strstr(shapes[s], "%s");
			snprintf(text, sizeof text, "%.*s%s%s", (int)(hole - shapes[s]), shapes[s], samples[i],
				 hole + 2);
			describe_in(&context, text, other, sizeof other);
			if (strcmp(plain, other) != 0)
				fail_msg("\"%s\": %s, but plain %s", text, other, plain);
		}
		snprintf(text, sizeof text, "%s", samples[i]);
		for (char *c = text; *c; c++)
			*c = (char)toupper((unsigned char)*c);
		describe_in(&context, text, other, sizeof other);
		if (strcmp(plain, other) != 0)
			fail_msg("\"%s\": %s, but lower case %s", text, other, plain);
	}
}

static const char *const zones[] = {
	"Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Moscow", "America/New_York",
	"America/Chicago", "America/Los_Angeles", "America/St_Johns", "America/Sao_Paulo", "America/Santiago",
	"Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Australia/Sydney",
	"Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Apia", "Africa/Casablanca", "Africa/Cairo",
};

static int64_t instant(const struct px_time_context *context, struct px_time_point point)
{
	return px_tz_to_utc(context->tz, point.day * PX_MS_DAY + point.second * PX_MS_SECOND, NULL);
}

static void check_elapsed(struct px_time_context *context, int amount, const char *unit, int64_t seconds)
{
	struct px_time_expr found;
	enum px_tz_kind kind;
	char text[64];

	snprintf(text, sizeof text, "in %d %s", amount, unit);
	px_time_main(context, px_str(text), &found);
	assert_int_equal(found.value.kind, PX_TIME_DATETIME);
	int64_t want = context->now_utc + amount * seconds * PX_MS_SECOND;
	int64_t local = px_tz_to_local(context->tz, want);
	px_tz_to_utc(context->tz, local, &kind);
	/* What is printed is the wall clock of the instant that was meant. */
	assert_int_equal(found.value.start.day * PX_MS_DAY + found.value.start.second * PX_MS_SECOND, local);
	if (kind == PX_TZ_UNIQUE)
		assert_int_equal(instant(context, found.value.start), want);
}

/* "in N hours" counts elapsed time, "in N days" calendar days, over every clock change. */
static void test_in_units_over_clock_changes(void **state)
{
	(void)state;
	for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
		for (int step = 0; step < 370; step += 7) {
			struct px_civil start = { 2025, 1, 1 + step, 22, 30, 0, 0 };
			struct px_time_context context = context_at(zones[z], px_civil_ms(&start));
			check_elapsed(&context, 3 + step % 40, "hours", 3600);
			check_elapsed(&context, 90, "minutes", 60);
			struct px_time_expr found;
			px_time_main(&context, PX_STR("in 45 days"), &found);
			int32_t today = px_civil_ms_day(px_tz_to_local(context.tz, context.now_utc));
			assert_int_equal(found.value.kind, PX_TIME_DATE);
			assert_int_equal(found.value.start.day, today + 45);
		}
	}
}

/* A printed day, instant or range reads back as itself. */
static void test_printed_values_read_back(void **state)
{
	struct px_time_context context = berlin();
	struct px_time_expr first, again;
	char text[PX_TIME_POINT_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		px_time_main(&context, px_str(samples[i]), &first);
		if (first.value.kind != PX_TIME_DATE && first.value.kind != PX_TIME_DATETIME)
			continue;
		px_time_format_point(first.value.start, text);
		px_time_main(&context, px_str(text), &again);
		assert_int_equal(again.value.kind, first.value.kind);
		assert_int_equal(again.value.start.day, first.value.start.day);
		assert_int_equal(again.value.start.second, first.value.start.second);
	}
}

/* Long and dense texts: all spans in order and inside, and nothing lost past a run's end. */
static void test_long_texts(void **state)
{
	static const char *const pieces[] = { "1 ", "monday ", "1/", "12:", "from 9 to ", "every ", "the ",
		"next week ", "x ", "june 3, ", "5-", "a ", "\xff" };
	struct px_time_context context = berlin();
	static char text[PX_TIME_TEXT_MAX + 64];
	struct px_time_expr found[PX_TIME_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		size_t n = strlen(pieces[i]), size = 0;
		while (size + n < sizeof text) {
			memcpy(text + size, pieces[i], n);
			size += n;
		}
		size_t count = px_time_find(&context, px_str_n(text, size), found, PX_TIME_MAX);
		assert_true(count <= PX_TIME_MAX);
		for (size_t k = 0; k < count; k++) {
			assert_true(found[k].begin < found[k].end && found[k].end <= size);
			assert_true(k == 0 || found[k].begin >= found[k - 1].end);
		}
	}
	memset(text, 'x', 20000);
	memcpy(text + 20000, " on Friday", 11);
	assert_int_equal(px_time_find(&context, px_str_n(text, 20010), found, PX_TIME_MAX), 1);
}

static void test_room_for_fewer(void **state)
{
	struct px_time_context context = berlin();
	struct px_time_expr found[2];

	(void)state;
	assert_int_equal(px_time_find(&context, PX_STR("friday or saturday or sunday"), found, 2), 2);
	assert_int_equal(px_time_find(&context, PX_STR("friday"), found, 0), 0);
}

static void test_report(void **state)
{
	struct px_time_context context = berlin();
	struct px_time_expr found;
	struct px_buf out = PX_BUF_INIT(1024);

	(void)state;
	px_time_main(&context, PX_STR("every monday at 9"), &found);
	px_time_report_line(&out, PX_STR("a\"1"), &found.value, -1);
	assert_string_equal(out.data, "{\"id\":\"a\\\"1\",\"type\":\"set\",\"value\":\"FREQ=WEEKLY;BYDAY=MO\","
				      "\"time\":\"09:00:00\"}\n");
	px_buf_clear(&out);
	px_time_main(&context, PX_STR("by friday"), &found);
	px_time_report_line(&out, PX_STR("b"), &found.value, 1.5);
	assert_string_equal(out.data, "{\"id\":\"b\",\"type\":\"range\",\"start\":null,\"end\":\"2026-01-17\","
				      "\"us\":1.50}\n");
	px_buf_clear(&out);
	px_time_main(&context, PX_STR("nothing here"), &found);
	px_time_report_line(&out, PX_STR("c"), &found.value, -1);
	assert_string_equal(out.data, "{\"id\":\"c\",\"type\":\"none\"}\n");
	px_buf_release(&out);
}

/* Two digits are a year from 1950 to 2049. */
static void test_years_of_two_digits(void **state)
{
	(void)state;
	check("on 15.4.49", "2049-04-15");
	check("on 15.4.50", "1950-04-15");
	check("on 15.4.00", "2000-04-15");
	check("on 15.4.99", "1999-04-15");
	check("12 May '49", "2049-05-12");
	check("12 May '50", "1950-05-12");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_years_of_two_digits), cmocka_unit_test(test_no_times),
		cmocka_unit_test(test_everyday),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_alternatives),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_invariance),
		cmocka_unit_test(test_in_units_over_clock_changes),
		cmocka_unit_test(test_printed_values_read_back),
		cmocka_unit_test(test_long_texts),
		cmocka_unit_test(test_room_for_fewer),
		cmocka_unit_test(test_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
