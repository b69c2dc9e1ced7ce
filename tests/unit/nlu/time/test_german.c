/* SPDX-License-Identifier: Apache-2.0 */
/*
 * German words of time: the examples of every rule, the order of the lexicon,
 * and the texts of tests/golden/time/german.txt, written before the rules
 * were.  Change that file by hand only.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "nlu/language.h"
#include "nlu/report/time.h"
#include "nlu/time/grammar.h"
#include "sys/zoneinfo.h"

#include <stdio.h>
#include <stdlib.h>

/* Of the texts, in a hundred; what is missing is told by the test with -V. */
enum { LEAST_RIGHT = 92 };

static bool means(const struct px_time_context *context, const char *text, const char *meaning)
{
	struct px_buf got = PX_BUF_INIT(4096);
	struct px_time_expr found;

	px_time_main(context, px_str(text), &found);
	px_time_describe(&got, &found.value);
	bool same = strcmp(got.data, meaning) == 0;
	if (!same)
		print_message("\"%s\" means %s, not %s\n", text, meaning, got.data);
	px_buf_release(&got);
	return same;
}

static void texts_mean_what_people_mean(void **state)
{
	struct px_time_context context = { .tz = px_zoneinfo_get("UTC"), .country = "DE", .day_first = true };
	char path[512], line[1024];
	size_t rows = 0, right = 0;

	(void)state;
	snprintf(path, sizeof path, "%s/tests/golden/time/german.txt", getenv("TEST_SOURCE_DIR"));
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		bool has_offset;
		char *tab;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#')
			continue;
		if (line[0] == '@') {
			assert_true(px_civil_parse_ms(px_str(line + 2), &context.now_utc, &has_offset));
			continue;
		}
		assert_non_null(tab = strchr(line, '\t'));
		*tab = '\0';
		rows++;
		right += means(&context, line, tab + 1);
	}
	fclose(file);
	print_message("%zu of %zu right\n", right, rows);
	assert_true(rows >= 250);
	assert_true(right * 100 >= rows * LEAST_RIGHT);
}

static void examples_of_rules_mean_what_they_say(void **state)
{
	struct px_time_context context = { .tz = px_zoneinfo_get("UTC"), .country = "DE", .day_first = true };
	bool has_offset, right = true;

	(void)state;
	assert_true(px_civil_parse_ms(PX_STR("2026-01-13T10:00:00"), &context.now_utc, &has_offset));
	for (size_t t = PX_TIME_TOPICS; px_german.time->tables[t]; t++) {
		const struct px_time_rules *table = px_german.time->tables[t];
		for (size_t i = 0; i < table->count; i++)
			right &= means(&context, table->rule[i].example, table->rule[i].meaning);
	}
	assert_true(right);
}

static void the_lexicon_is_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < px_german.time->word_count; i++) {
		if (strcmp(px_german.time->words[i - 1].text, px_german.time->words[i].text) > 0)
			fail_msg("\"%s\" stands before \"%s\"", px_german.time->words[i - 1].text,
				 px_german.time->words[i].text);
	}
}

static int in_german(void **state)
{
	(void)state;
	px_language_use(&px_german);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_lexicon_is_sorted),
		cmocka_unit_test(examples_of_rules_mean_what_they_say),
		cmocka_unit_test(texts_mean_what_people_mean),
	};

	return cmocka_run_group_tests(tests, in_german, NULL);
}
