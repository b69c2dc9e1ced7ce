/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Some 2,500 texts of tests/golden/time, each a variation of something that
 * people say for a time: the engine must still mean the same by each, also in
 * capitals and with polite words around it.  Change that file by hand only.
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
#include <stdlib.h>

struct row {
	const char *text, *meaning;
};

typedef void (*row_fn)(const struct px_time_context *context, const struct row *row, size_t *wrong);

static void for_each(row_fn fn, size_t *rows, size_t *wrong)
{
	const char *root = getenv("TEST_SOURCE_DIR");
	struct px_time_context context = { .find_zone = px_zoneinfo_find, .country = "" };
	char path[512], line[1024];

	assert_non_null(root);
	context.tz = px_zoneinfo_get("UTC");
	snprintf(path, sizeof path, "%s/tests/golden/time/siblings.txt", root);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	*rows = *wrong = 0;
	while (fgets(line, sizeof line, file)) {
		bool has_offset;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#')
			continue;
		if (line[0] == '@' && line[1] == ' ' && !strchr(line, '\t')) {
			assert_true(px_civil_parse_ms(px_str(line + 2), &context.now_utc, &has_offset));
			continue;
		}
		char *tab = strchr(line, '\t');
		assert_non_null(tab);
		*tab = '\0';
		struct row row = { line, tab + 1 };
		fn(&context, &row, wrong);
		++*rows;
	}
	fclose(file);
}

static void check(const struct px_time_context *context, const char *text, const char *meaning, size_t *wrong)
{
	struct px_buf got = PX_BUF_INIT(4096);
	struct px_time_expr found;

	px_time_main(context, px_str(text), &found);
	px_time_describe(&got, &found.value);
	if (strcmp(got.data, meaning) != 0) {
		print_error("\"%s\" means %s, not %s\n", text, meaning, got.data);
		++*wrong;
	}
	px_buf_release(&got);
}

static void as_it_is(const struct px_time_context *context, const struct row *row, size_t *wrong)
{
	check(context, row->text, row->meaning, wrong);
}

static void in_other_forms(const struct px_time_context *context, const struct row *row, size_t *wrong)
{
	static const char *const around[][2] = { { "please ", "" }, { "", " please" }, { "could you ", "" }, { "", ", thanks" } };
	char text[2048];

	for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
		snprintf(text, sizeof text, "%s%s%s", around[i][0], row->text, around[i][1]);
		check(context, text, row->meaning, wrong);
	}
	snprintf(text, sizeof text, "%s", row->text);
	for (char *c = text; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	check(context, text, row->meaning, wrong);
}

static void test_meanings(void **state)
{
	size_t rows, wrong;

	(void)state;
	for_each(as_it_is, &rows, &wrong);
	assert_true(rows > 2000);
	assert_int_equal(wrong, 0);
}

static void test_meanings_in_other_forms(void **state)
{
	size_t rows, wrong;

	(void)state;
	for_each(in_other_forms, &rows, &wrong);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_meanings),
		cmocka_unit_test(test_meanings_in_other_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
