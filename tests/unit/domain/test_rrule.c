/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules are compared with libical, an independent implementation, over many
 * generated rules, and with the examples of RFC 5545 where those are sharper.
 */
#include "base/buf.h"
#include "domain/rrule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <libical/ical.h>

enum { TAKE = 40 };

struct taken {
	int64_t at[TAKE];
	size_t count;
};

static bool take(void *arg, int64_t local)
{
	struct taken *taken = arg;

	taken->at[taken->count++] = local;
	return taken->count < TAKE;
}

static struct taken walk(const char *text, const char *start_text, const char *from_text)
{
	struct taken taken = { .count = 0 };
	struct px_rrule rule;
	int64_t start, from;
	bool offset;

	assert_int_equal(px_rrule_parse(text, &rule, NULL), PX_OK);
	assert_true(px_civil_parse_ms(px_str(start_text), &start, &offset));
	assert_true(px_civil_parse_ms(px_str(from_text), &from, &offset));
	px_rrule_anchor(&rule, start);
	px_rrule_walk(&rule, start, from, take, &taken);
	return taken;
}

static void expect(const char *rule, const char *start, const char *expected)
{
	struct taken taken = walk(rule, start, start);
	struct px_buf text = PX_BUF_INIT(4096);

	for (size_t i = 0; i < taken.count && text.size < strlen(expected); i++) {
		char one[PX_CIVIL_TEXT];
		px_civil_format_ms(taken.at[i], one);
		(void)px_buf_printf(&text, "%.16s ", one);
	}
	assert_string_equal(text.data ? text.data : "", expected);
	px_buf_release(&text);
}

static void test_examples(void **state)
{
	(void)state;
	expect("FREQ=WEEKLY;BYDAY=SU", "2026-01-14T09:00", "2026-01-18T09:00 2026-01-25T09:00 ");
	expect("FREQ=DAILY;COUNT=2", "2026-02-28T08:30", "2026-02-28T08:30 2026-03-01T08:30 ");
	expect("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-01T10:00", "2026-01-30T10:00 2026-02-27T10:00 ");
	expect("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01T10:00",
	       "2026-01-30T10:00 2026-02-27T10:00 ");
	expect("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31T00:00", "2026-01-31T00:00 2026-03-31T00:00 ");
	expect("FREQ=YEARLY", "2024-02-29T00:00", "2024-02-29T00:00 2028-02-29T00:00 ");
	expect("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12T09:00",
	       "1997-05-12T09:00 1998-05-11T09:00 1999-05-17T09:00 ");
	expect("FREQ=YEARLY;BYDAY=20MO", "1997-05-19T09:00",
	       "1997-05-19T09:00 1998-05-18T09:00 1999-05-17T09:00 ");
	expect("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "1997-08-05T09:00",
	       "1997-08-05T09:00 1997-08-17T09:00 1997-08-19T09:00 1997-08-31T09:00 ");
	expect("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000", "1997-09-02T09:00",
	       "1997-09-02T09:00 1997-09-02T12:00 1997-09-02T15:00 ");
	expect("FREQ=DAILY;BYHOUR=9,17;BYMINUTE=30;COUNT=3", "2026-01-16T17:00",
	       "2026-01-16T17:30 2026-01-17T09:30 2026-01-17T17:30 ");
	expect("FREQ=DAILY;UNTIL=20260117", "2026-01-16T17:00", "2026-01-16T17:00 2026-01-17T17:00 ");
}

static void test_refusals(void **state)
{
	static const char *const bad[] = {
		"", "DAILY", "FREQ=", "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=DAILY;", "INTERVAL=2",
		"FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=99999999999", "FREQ=DAILY;FREQ=DAILY",
		"FREQ=DAILY;COUNT=3;UNTIL=20260101", "FREQ=DAILY;COUNT=-1", "FREQ=WEEKLY;BYDAY=2MO",
		"FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=MO,,TU",
		"FREQ=DAILY;BYHOUR=24", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32",
		"FREQ=DAILY;UNTIL=2026-01-01", "FREQ=DAILY;UNTIL=20261301", "FREQ=DAILY;X-FOO=1",
		"FREQ=MONTHLY;BYSETPOS=1", "FREQ=MONTHLY;BYWEEKNO=3", "RRULE:FREQ=DAILY",
		"FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9", "FREQ=DAILY BYDAY=MO",
		"FREQ=HOURLY;BYMINUTE=1,2,3,4,5,6,7,8,9;BYSECOND=0",
	};
	struct px_rrule most;

	(void)state;
	assert_int_equal(px_rrule_parse("FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8", &most, NULL), PX_OK);
	assert_int_equal(px_rrule_parse("FREQ=HOURLY;BYMINUTE=1,2,3,4,5,6,7,8;BYSECOND=0", &most, NULL), PX_OK);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct px_error error = { 0 };
		struct px_rrule rule;
		if (px_rrule_parse(bad[i], &rule, &error) == PX_OK)
			fail_msg("accepted \"%s\"", bad[i]);
		assert_string_equal(error.field, "recurrence");
	}
}

/* Rules whose walk libical can confirm, as parts that combine. */
static const char *const bases[] = {
	"FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;BYMONTH=2,7", "FREQ=DAILY;BYDAY=SA,SU",
	"FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "FREQ=WEEKLY;INTERVAL=3;WKST=SU;BYDAY=SU,MO",
	"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
	"FREQ=MONTHLY;INTERVAL=5;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=-1FR,1MO",
	"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2,1",
	"FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3,9", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
	"FREQ=YEARLY;BYDAY=1MO,-1SU", "FREQ=YEARLY;BYYEARDAY=1,100,-1", "FREQ=YEARLY;INTERVAL=4",
	"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO,WE",
};
static const char *const tails[] = { "", ";COUNT=7", ";UNTIL=20310615T120000", ";BYHOUR=6,18" };
static const char *const starts[] = { "20260116T090000", "20240229T173000", "20251231T000000",
				      "20230101T233000" };

static int64_t to_local(struct icaltimetype at)
{
	return px_civil_ms(&(struct px_civil){ at.year, at.month, at.day, at.hour, at.minute,
					       at.second, 0 });
}

static void compare(const char *text, const char *start)
{
	struct icalrecurrencetype theirs = icalrecurrencetype_from_string(text);
	struct icaltimetype dtstart = icaltime_from_string(start);
	icalrecur_iterator *iterator = icalrecur_iterator_new(theirs, dtstart);
	struct taken taken = { .count = 0 };
	struct px_rrule rule;

	assert_non_null(iterator);
	assert_int_equal(px_rrule_parse(text, &rule, NULL), PX_OK);
	px_rrule_anchor(&rule, to_local(dtstart));
	px_rrule_walk(&rule, to_local(dtstart), to_local(dtstart), take, &taken);
	for (size_t i = 0; i < TAKE; i++) {
		struct icaltimetype next = icalrecur_iterator_next(iterator);
		if (icaltime_is_null_time(next) != (i >= taken.count))
			fail_msg("%s from %s: %zu occurrences, not as libical", text, start, i);
		if (i >= taken.count)
			break;
		if (to_local(next) != taken.at[i])
			fail_msg("%s from %s: occurrence %zu is not %s", text, start, i,
				 icaltime_as_ical_string(next));
	}
	icalrecur_iterator_free(iterator);
}

static void test_against_libical(void **state)
{
	(void)state;
	for (size_t b = 0; b < sizeof(bases) / sizeof(bases[0]); b++) {
		for (size_t t = 0; t < sizeof(tails) / sizeof(tails[0]); t++) {
			char text[128];
			snprintf(text, sizeof(text), "%s%s", bases[b], tails[t]);
			/* libical counts BYSETPOS in days; the RFC counts instances. */
			if (strstr(text, "BYSETPOS") && strstr(text, "BYHOUR"))
				continue;
			for (size_t s = 0; s < sizeof(starts) / sizeof(starts[0]); s++)
				compare(text, starts[s]);
		}
	}
}

/* Starting late gives the tail of what starting early gives. */
static void test_skipping(void **state)
{
	(void)state;
	for (size_t b = 0; b < sizeof(bases) / sizeof(bases[0]); b++) {
		struct taken all = walk(bases[b], "2026-01-16T09:00", "2026-01-16T09:00");
		char from[PX_CIVIL_TEXT];
		assert_int_equal(all.count, TAKE);
		px_civil_format_ms(all.at[17], from);
		struct taken late = walk(bases[b], "2026-01-16T09:00", from);
		size_t i = 0;
		while (i < late.count && late.at[i] < all.at[17])
			i++;
		for (size_t k = 17; k < TAKE; k++, i++)
			assert_true(late.at[i] == all.at[k]);
	}
}

static void test_impossible_ends(void **state)
{
	(void)state;
	assert_int_equal(walk("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01T00:00",
			      "2026-01-01T00:00").count, 0);
	assert_int_equal(walk("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01T00:00",
			      "2026-01-01T00:00").count, 0);
	assert_int_equal(walk("FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31", "2026-01-01T00:00",
			      "2026-01-01T00:00").count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples), cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_against_libical), cmocka_unit_test(test_skipping),
		cmocka_unit_test(test_impossible_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
