/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every row of the rule tables means what it says, and the lexicon and the
 * tables keep the invariants that the engine relies on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "nlu/language.h"
#include "nlu/time/grammar.h"
#include "nlu/time/names.h"
#include "nlu/report/time.h"
#include "sys/zoneinfo.h"

static struct px_time_context berlin(void)
{
	struct px_civil now = { 2026, 1, 13, 10, 0, 0, 0 };
	struct px_time_context context = { .tz = px_zoneinfo_get("Europe/Berlin"),
					   .find_zone = px_zoneinfo_find, .country = "" };

	assert_non_null(context.tz);
	context.now_utc = px_tz_to_utc(context.tz, px_civil_ms(&now), NULL);
	return context;
}

static void describe_all(const char *text, struct px_buf *out)
{
	struct px_time_context context = berlin();
	struct px_time_expr found[PX_TIME_MAX];
	size_t count = px_time_find(&context, px_str(text), found, PX_TIME_MAX);

	for (size_t i = 0; i < count; i++) {
		if (found[i].value.kind == PX_TIME_KIND_NONE)
			continue;
		if (out->size)
			px_buf_text(out, " | ");
		px_time_describe(out, &found[i].value);
	}
}

static void test_examples(void **state)
{
	size_t wrong = 0, rows = 0;

	(void)state;
	for (size_t t = 0; px_english.time->tables[t]; t++) {
		for (size_t i = 0; i < px_english.time->tables[t]->count; i++, rows++) {
			const struct px_time_rule *rule = &px_english.time->tables[t]->rule[i];
			struct px_buf got = PX_BUF_INIT(4096);
			describe_all(rule->example, &got);
			if (!got.data || strcmp(got.data, rule->meaning) != 0) {
				print_error("%s %zu: \"%s\" means %s, not %s\n", px_english.time->tables[t]->topic, i,
					    rule->example, rule->meaning, got.data ? got.data : "nothing");
				wrong++;
			}
			px_buf_release(&got);
		}
	}
	assert_true(rows > 300);
	assert_int_equal(wrong, 0);
}

static void test_patterns_begin_with_something(void **state)
{
	(void)state;
	for (size_t t = 0; px_english.time->tables[t]; t++) {
		assert_true(t < PX_TIME_TABLES && px_english.time->tables[t]->count <= PX_TIME_ROWS);
		for (size_t i = 0; i < px_english.time->tables[t]->count; i++) {
			const struct px_time_rule *rule = &px_english.time->tables[t]->rule[i];
			assert_ptr_equal(px_time_rule_at((uint16_t)(t * PX_TIME_ROWS + i)), rule);
			assert_int_equal(rule->pattern[0] & PX_OPT, 0);
			assert_int_not_equal(rule->pattern[0], S_NONE);
			assert_true(rule->result > S_CLOSE_PAREN && rule->result < S_SYMBOLS);
			assert_int_equal(rule->pattern[PX_TIME_PATTERN - 1] & ~0xffff, 0);
		}
	}
}

static void test_lexicon_is_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < px_english.time->word_count; i++) {
		const struct px_time_word *a = &px_english.time->words[i - 1], *b = &px_english.time->words[i];
		int order = strcmp(a->text, b->text);
		if (order > 0 || (order == 0 && a->symbol == b->symbol && a->value == b->value))
			fail_msg("\"%s\" before \"%s\"", a->text, b->text);
	}
}

static void test_lookup_finds_every_first_word(void **state)
{
	(void)state;
	for (size_t i = 0; i < px_english.time->word_count; i++) {
		struct px_token token;
		size_t at = 0;
		px_token_next(px_str(px_english.time->words[i].text), &at, &token);
		const struct px_time_word *word = px_time_lookup(&token);
		if (!word || word > &px_english.time->words[i])
			fail_msg("\"%s\" is not found", px_english.time->words[i].text);
	}
}

static const char *guess(const char *text)
{
	struct px_token token;
	size_t at = 0;

	px_token_next(px_str(text), &at, &token);
	const struct px_time_word *word = px_time_guess(&token);
	return word ? word->text : "";
}

static void test_guesses(void **state)
{
	(void)state;
	assert_string_equal(guess("tomorrwo"), "tomorrow");
	assert_string_equal(guess("tommorrow"), "tomorrow");
	assert_string_equal(guess("wednessday"), "wednesday");
	assert_string_equal(guess("thrsday"), "thursday");
	assert_string_equal(guess("satruday"), "saturday");
	assert_string_equal(guess("septmber"), "september");
	assert_string_equal(guess("moarning"), "morning");
	assert_string_equal(guess("monkey"), "");
	assert_string_equal(guess("warning"), "");
	assert_string_equal(guess("mourning"), "");
	assert_string_equal(guess("remember"), "");
	assert_string_equal(guess("member"), "");
	assert_string_equal(guess("sundry"), "");
	assert_string_equal(guess("adjust"), "");
}

static int32_t on(int year, int month, int day)
{
	return px_civil_day(year, month, day);
}

static void test_holidays(void **state)
{
	static const struct {
		int holiday, year, month, day;
		const char *country;
	} cases[] = {
		{ HOLIDAY_EASTER, 2024, 3, 31, "" },      { HOLIDAY_EASTER, 2025, 4, 20, "" },
		{ HOLIDAY_EASTER, 2026, 4, 5, "" },       { HOLIDAY_EASTER, 2038, 4, 25, "" },
		{ HOLIDAY_ORTHODOX_EASTER, 2024, 5, 5, "" }, { HOLIDAY_ORTHODOX_EASTER, 2026, 4, 12, "" },
		{ HOLIDAY_GOOD_FRIDAY, 2026, 4, 3, "" },  { HOLIDAY_PENTECOST, 2026, 5, 24, "" },
		{ HOLIDAY_THANKSGIVING, 2026, 11, 26, "" }, { HOLIDAY_THANKSGIVING, 2026, 10, 12, "CA" },
		{ HOLIDAY_BLACK_FRIDAY, 2026, 11, 27, "" }, { HOLIDAY_MLK, 2026, 1, 19, "" },
		{ HOLIDAY_MEMORIAL, 2026, 5, 25, "" },    { HOLIDAY_LABOR, 2026, 9, 7, "" },
		{ HOLIDAY_MOTHERS, 2026, 5, 10, "" },     { HOLIDAY_MOTHERS, 2026, 3, 15, "GB" },
		{ HOLIDAY_FATHERS, 2026, 6, 21, "" },     { HOLIDAY_ELECTION, 2026, 11, 3, "" },
		{ HOLIDAY_ADVENT, 2026, 11, 29, "" },     { HOLIDAY_VICTORIA, 2026, 5, 18, "" },
		{ HOLIDAY_SUPER_BOWL, 2026, 2, 8, "" },   { HOLIDAY_CNY, 2026, 2, 17, "" },
		{ HOLIDAY_ROSH_HASHANAH, 2026, 9, 12, "" }, { HOLIDAY_YOM_KIPPUR, 2026, 9, 21, "" },
		{ HOLIDAY_PASSOVER, 2026, 4, 2, "" },     { HOLIDAY_PURIM, 2026, 3, 3, "" },
		{ HOLIDAY_HANUKKAH, 2026, 12, 5, "" },    { HOLIDAY_SHAVUOT, 2026, 5, 22, "" },
		{ HOLIDAY_ROSH_HASHANAH, 2024, 10, 3, "" }, { HOLIDAY_PURIM, 2024, 3, 24, "" },
		{ HOLIDAY_TU_BISHVAT, 2024, 1, 25, "" },  { HOLIDAY_TISHA, 2025, 8, 3, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int32_t day = px_time_holiday(cases[i].holiday, cases[i].year, cases[i].country);
		if (day != on(cases[i].year, cases[i].month, cases[i].day))
			fail_msg("holiday %d of %d is %d days off", cases[i].holiday, cases[i].year,
				 day - on(cases[i].year, cases[i].month, cases[i].day));
	}
}

/* The tabular calendar may be a day from what is observed. */
static void test_islamic_holidays(void **state)
{
	static const struct {
		int holiday, year, month, day;
	} cases[] = {
		{ HOLIDAY_RAMADAN, 2024, 3, 11 }, { HOLIDAY_EID_FITR, 2024, 4, 10 },
		{ HOLIDAY_EID_ADHA, 2024, 6, 16 }, { HOLIDAY_ISLAMIC_NEW_YEAR, 2024, 7, 7 },
		{ HOLIDAY_RAMADAN, 2026, 2, 18 }, { HOLIDAY_EID_ADHA, 2026, 5, 27 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int32_t day = px_time_holiday(cases[i].holiday, cases[i].year, "");
		int32_t off = day - on(cases[i].year, cases[i].month, cases[i].day);
		if (off < -1 || off > 1)
			fail_msg("holiday %d of %d is %d days off", cases[i].holiday, cases[i].year, off);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_patterns_begin_with_something),
		cmocka_unit_test(test_lexicon_is_sorted),
		cmocka_unit_test(test_lookup_finds_every_first_word),
		cmocka_unit_test(test_guesses),
		cmocka_unit_test(test_holidays),
		cmocka_unit_test(test_islamic_holidays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
