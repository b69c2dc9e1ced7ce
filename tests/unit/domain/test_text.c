/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int setup(void **state)
{
	static struct px_arena arena;

	px_arena_init(&arena);
	*state = &arena;
	return 0;
}

static int teardown(void **state)
{
	px_arena_release(*state);
	return 0;
}

static void clean(struct px_arena *arena, enum px_text_form form, const char *raw, const char *expected)
{
	const char *text = raw;

	assert_int_equal(px_text_clean(arena, "title", 20, form, &text, NULL), PX_OK);
	if (expected)
		assert_string_equal(text, expected);
	else
		assert_null(text);
}

static void one_form_of_lines_and_blocks(void **state)
{
	clean(*state, PX_TEXT_LINE, "  a\t\tb \n c\x7f ", "a b c");
	clean(*state, PX_TEXT_LINE, " \n\t", NULL);
	clean(*state, PX_TEXT_BLOCK, " a\t b\n\nc\x01 ", "a\t b\n\nc");
	clean(*state, PX_TEXT_LINE, "12345678901234567890", "12345678901234567890");
	clean(*state, PX_TEXT_LINE, "123456789   1234567890", "123456789 1234567890");
}

/* Work is bounded before it is done: 20 bytes that are kept may come as 94, and no more. */
static void too_long_is_refused_with_the_limit(void **state)
{
	struct px_error error = { 0 };
	char raw[96];

	memset(raw, ' ', sizeof(raw));
	raw[0] = 'a';
	raw[93] = 'b';
	raw[94] = '\0';
	clean(*state, PX_TEXT_LINE, raw, "a b");
	raw[93] = ' ';
	raw[94] = 'b';
	raw[95] = '\0';
	const char *text = raw;
	assert_int_equal(px_text_clean(*state, "title", 20, PX_TEXT_LINE, &text, &error), PX_TOO_LARGE);
	assert_string_equal(error.field, "title");
	assert_non_null(strstr(error.message, "20 bytes"));
	text = "123456789012345678901";
	assert_int_equal(px_text_clean(*state, "title", 20, PX_TEXT_LINE, &text, &error), PX_TOO_LARGE);
	text = "a\xff";
	assert_int_equal(px_text_clean(*state, "title", 20, PX_TEXT_LINE, &text, &error), PX_INVALID);
	text = " ";
	assert_int_equal(px_text_require(*state, "name", 20, &text, &error), PX_INVALID);
	assert_string_equal(error.field, "name");
}

static void comparison_leaves_case_and_forms_out(void **state)
{
	assert_true(px_text_same(*state, PX_STR("Größe"), PX_STR("GRÖSSE")));
	assert_true(px_text_same(*state, PX_STR("caf\xc3\xa9"), PX_STR("Cafe\xcc\x81")));
	assert_false(px_text_same(*state, PX_STR("cafe"), PX_STR("caf\xc3\xa9")));
	assert_false(px_text_same(*state, PX_STR("tea"), PX_STR("teas")));
	assert_true(px_text_holds(*state, "Call the DENTIST", PX_STR("dentist")));
	assert_true(px_text_holds(*state, NULL, PX_STR("")));
	assert_false(px_text_holds(*state, NULL, PX_STR("x")));
}

static void tags_are_a_list_without_doubles(void **state)
{
	const char *tags = "[\" Work \",\"work\",\"\",\"home\"]";
	struct px_error error = { 0 };

	assert_int_equal(px_text_tags(*state, &tags, &error), PX_OK);
	assert_string_equal(tags, "[\"Work\",\"home\"]");
	tags = "[\" \"]";
	assert_int_equal(px_text_tags(*state, &tags, &error), PX_OK);
	assert_null(tags);
	tags = "{\"a\":1}";
	assert_int_equal(px_text_tags(*state, &tags, &error), PX_INVALID);
	tags = "[7]";
	assert_int_equal(px_text_tags(*state, &tags, &error), PX_INVALID);
	assert_string_equal(error.field, "tags");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_form_of_lines_and_blocks, setup, teardown),
		cmocka_unit_test_setup_teardown(too_long_is_refused_with_the_limit, setup, teardown),
		cmocka_unit_test_setup_teardown(comparison_leaves_case_and_forms_out, setup, teardown),
		cmocka_unit_test_setup_teardown(tags_are_a_list_without_doubles, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
