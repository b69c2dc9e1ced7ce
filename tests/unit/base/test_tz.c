/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TZif from bytes made here and from the system's database, conversions at
 * gaps and overlaps, the footer's rule, and damaged input.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/tz.h"

#include <stdio.h>

static int64_t at(int year, int month, int day, int hour, int minute)
{
	struct px_civil c = { year, month, day, hour, minute, 0, 0 };

	return px_civil_ms(&c);
}

static size_t read_zone(const char *name, char *data, size_t room)
{
	char path[256];

	snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	size_t size = fread(data, 1, room, file);
	fclose(file);
	return size;
}

static struct px_tz *zone(const char *name)
{
	static char data[1 << 16];
	struct px_tz *tz = NULL;

	assert_int_equal(px_tz_parse(name, data, read_zone(name, data, sizeof data), &tz), PX_OK);
	return tz;
}

static void put32(struct px_buf *out, uint32_t v)
{
	uint8_t bytes[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v };

	assert_int_equal(px_buf_append(out, bytes, 4), PX_OK);
}

static void put_header(struct px_buf *out, char version, uint32_t times, uint32_t types, uint32_t chars)
{
	static const char zero[15];

	px_buf_text(out, "TZif");
	px_buf_append(out, &version, 1);
	px_buf_append(out, zero, 15);
	put32(out, 0);
	put32(out, 0);
	put32(out, 0);
	put32(out, times);
	put32(out, types);
	put32(out, chars);
}

/* One type, no transitions, and a footer: everything comes from the rule. */
static struct px_tz *from_rule(const char *rule)
{
	struct px_buf data = PX_BUF_INIT(4096);
	struct px_tz *tz = NULL;

	for (int pass = 0; pass < 2; pass++) {
		put_header(&data, '3', 0, 1, 4);
		put32(&data, 0);
		px_buf_append(&data, "\0\0LMT\0", 6);
	}
	px_buf_printf(&data, "\n%s\n", rule);
	enum px_err err = px_tz_parse("test", data.data, data.size, &tz);
	px_buf_release(&data);
	return err == PX_OK ? tz : NULL;
}

static void test_version_1(void **state)
{
	struct px_buf data = PX_BUF_INIT(4096);
	struct px_tz *tz = NULL;

	(void)state;
	put_header(&data, '\0', 1, 2, 8);
	put32(&data, 1000);
	px_buf_append(&data, "\1", 1);
	put32(&data, 3600);
	px_buf_append(&data, "\0\0", 2);
	put32(&data, 7200);
	px_buf_append(&data, "\1\4", 2);
	px_buf_append(&data, "AAA\0BBB\0", 8);
	assert_int_equal(px_tz_parse("test", data.data, data.size, &tz), PX_OK);
	assert_int_equal(px_tz_offset(tz, 999999), 3600);
	assert_int_equal(px_tz_offset(tz, 1000000), 7200);
	assert_string_equal(px_tz_abbreviation(tz, 0), "AAA");
	assert_string_equal(px_tz_abbreviation(tz, 2000000), "BBB");
	px_tz_free(tz);
	px_buf_release(&data);
}

static void test_fixed(void **state)
{
	struct px_tz *tz = px_tz_fixed(-5400);

	(void)state;
	assert_string_equal(px_tz_name(tz), "-01:30");
	assert_int_equal(px_tz_to_local(tz, 0), -5400000);
	assert_int_equal(px_tz_to_utc(tz, 0, NULL), 5400000);
	px_tz_free(tz);
	tz = px_tz_fixed(0);
	assert_string_equal(px_tz_name(tz), "UTC");
	px_tz_free(tz);
}

static void check_gap_and_overlap(const struct px_tz *tz, int year, int spring, int autumn)
{
	enum px_tz_kind kind;

	/* 02:30 does not exist: 03:30 CEST, which is 01:30 UTC. */
	assert_int_equal(px_tz_to_utc(tz, at(year, 3, spring, 2, 30), &kind), at(year, 3, spring, 1, 30));
	assert_int_equal(kind, PX_TZ_GAP);
	assert_int_equal(px_tz_to_local(tz, at(year, 3, spring, 1, 30)), at(year, 3, spring, 3, 30));
	/* 02:30 exists twice: the first, in summer time. */
	assert_int_equal(px_tz_to_utc(tz, at(year, 10, autumn, 2, 30), &kind), at(year, 10, autumn, 0, 30));
	assert_int_equal(kind, PX_TZ_OVERLAP);
	assert_int_equal(px_tz_to_utc(tz, at(year, 10, autumn, 3, 0), &kind), at(year, 10, autumn, 2, 0));
	assert_int_equal(kind, PX_TZ_UNIQUE);
	assert_int_equal(px_tz_to_utc(tz, at(year, 3, spring, 3, 0), &kind), at(year, 3, spring, 1, 0));
	assert_int_equal(kind, PX_TZ_UNIQUE);
}

static void test_berlin(void **state)
{
	struct px_tz *tz = zone("Europe/Berlin");

	(void)state;
	check_gap_and_overlap(tz, 2025, 30, 26);
	/* Far beyond the last transition of the file. */
	check_gap_and_overlap(tz, 2089, 27, 30);
	assert_string_equal(px_tz_abbreviation(tz, at(2026, 7, 1, 0, 0)), "CEST");
	assert_string_equal(px_tz_abbreviation(tz, at(2100, 1, 1, 0, 0)), "CET");
	px_tz_free(tz);
}

static void test_rules(void **state)
{
	struct px_tz *tz;

	(void)state;
	tz = from_rule("CET-1CEST,M3.5.0,M10.5.0/3");
	assert_non_null(tz);
	check_gap_and_overlap(tz, 2030, 31, 27);
	px_tz_free(tz);
	/* South of the equator the summer spans the new year. */
	tz = from_rule("AEST-10AEDT,M10.1.0,M4.1.0/3");
	assert_non_null(tz);
	assert_int_equal(px_tz_offset(tz, at(2030, 1, 1, 0, 0)), 11 * 3600);
	assert_int_equal(px_tz_offset(tz, at(2030, 7, 1, 0, 0)), 10 * 3600);
	px_tz_free(tz);
	tz = from_rule("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1");
	assert_non_null(tz);
	assert_int_equal(px_tz_offset(tz, at(2030, 7, 1, 0, 0)), -2 * 3600);
	assert_string_equal(px_tz_abbreviation(tz, at(2030, 7, 1, 0, 0)), "-02");
	px_tz_free(tz);
	tz = from_rule("XXX3YYY,J60/0,300/12:30");
	assert_non_null(tz);
	/* J60 is the 1st of March in every year, 300 counts from zero. */
	assert_int_equal(px_tz_offset(tz, at(2028, 3, 1, 2, 59)), -3 * 3600);
	assert_int_equal(px_tz_offset(tz, at(2028, 3, 1, 3, 0)), -2 * 3600);
	px_tz_free(tz);
	tz = from_rule("");
	assert_non_null(tz);
	assert_int_equal(px_tz_offset(tz, at(2030, 1, 1, 0, 0)), 0);
	px_tz_free(tz);
}

static void test_bad_rules(void **state)
{
	static const char *const bad[] = { "X", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
		"CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J5", "CET-1CEST,366,5",
		"<CET-1", "CET-1x", "CET-999", "CET-1:99" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (from_rule(bad[i]))
			fail_msg("accepted %s", bad[i]);
}

/* Every prefix and every single changed byte of a real file is refused or harmless. */
static void test_damage(void **state)
{
	static char data[1 << 16];
	struct px_tz *tz = NULL;
	size_t size = read_zone("America/New_York", data, sizeof data);
	char *copy = malloc(size);

	(void)state;
	for (size_t cut = 0; cut < size; cut++)
		assert_int_equal(px_tz_parse("cut", data, cut, &tz), PX_CORRUPT);
	for (size_t i = 0; i < size; i++) {
		memcpy(copy, data, size);
		copy[i] = (char)(copy[i] ^ 0x80);
		if (px_tz_parse("flipped", copy, size, &tz) != PX_OK)
			continue;
		px_tz_offset(tz, at(2026, 1, 1, 0, 0));
		px_tz_to_utc(tz, at(2126, 1, 1, 0, 0), NULL);
		px_tz_free(tz);
	}
	free(copy);
}

/* To UTC and back is the same wall clock wherever that clock exists. */
static void test_round_trip(void **state)
{
	static const char *const names[] = { "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
		"Pacific/Apia", "Africa/Casablanca", "America/St_Johns", "Europe/Dublin", "Asia/Tehran" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct px_tz *tz = zone(names[i]);
		for (int64_t local = at(2009, 1, 1, 0, 7); local < at(2040, 1, 1, 0, 0);
		     local += 5 * PX_MS_HOUR + 11 * PX_MS_MINUTE) {
			enum px_tz_kind kind;
			int64_t utc = px_tz_to_utc(tz, local, &kind);
			int64_t back = px_tz_to_local(tz, utc);
			if (kind == PX_TZ_GAP ? back <= local : back != local)
				fail_msg("%s: %lld becomes %lld", names[i], (long long)local, (long long)back);
		}
		px_tz_free(tz);
	}
}

static void offsets_are_read(void **state)
{
	static const struct { const char *text; int32_t seconds; } good[] = {
		{ "+01:00", 3600 }, { "-0330", -12600 }, { "+2", 7200 }, { "-05", -18000 },
	};
	static const char *const bad[] = { "", "+", "01:00", "+123", "+24:00", "+01:60", "+1::30", "+5:30", "UTC", "+01:0" };
	int32_t seconds;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert_true(px_tz_parse_offset(good[i].text, &seconds));
		assert_int_equal(seconds, good[i].seconds);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(px_tz_parse_offset(bad[i], &seconds));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets_are_read),
		cmocka_unit_test(test_version_1), cmocka_unit_test(test_fixed),
		cmocka_unit_test(test_berlin),    cmocka_unit_test(test_rules),
		cmocka_unit_test(test_bad_rules), cmocka_unit_test(test_damage),
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
