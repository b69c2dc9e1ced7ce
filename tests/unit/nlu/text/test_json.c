/* SPDX-License-Identifier: Apache-2.0 */
/* The engine's own JSON: what is accepted, what it means, what is written. */
#include "nlu/text/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void strictness(void **state)
{
	static const char *const good[] = { "{}", " [1, -2.5e3, true, null, \"\\u00e9\\n\"] ", "\"x\"", "0",
					    "{\"a\":{\"b\":[{}]}}" };
	static const char *const bad[] = { "", "{", "[1,]", "{\"a\"}", "{a:1}", "01", "1.", "\"\\x\"", "\"\t\"", "tru",
					   "[] []", "{\"a\":1,}", "\"\\u12\"", "-", "\"\xff\"",
					   "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]" };
	struct px_value value;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(px_read_check(px_str(good[i]), &value));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (px_read_check(px_str(bad[i]), &value))
			fail_msg("accepted %s", bad[i]);
	}
}

static void reading(void **state)
{
	struct px_arena arena;
	struct px_value root, value, one;
	size_t at = 0, count = 0;
	int64_t number = 0;

	(void)state;
	px_arena_init(&arena);
	assert_true(px_read_check(px_str("{\"t\":\"a\\\"\\u00e9\\ud83d\\ude00\\\\\",\"n\":-12,\"l\":[1,[2],{\"x\":3}],\"e\":[]}"), &root));
	assert_true(px_read_member(root, "t", &value));
	assert_string_equal(px_read_string(value, &arena), "a\"é😀\\");
	assert_true(px_read_member(root, "n", &value) && px_read_int(value, &number));
	assert_int_equal(number, -12);
	assert_true(px_read_member(root, "l", &value));
	while (px_read_element(value, &at, &one))
		count++;
	assert_int_equal(count, 3);
	at = 0;
	assert_true(px_read_member(root, "e", &value));
	assert_false(px_read_element(value, &at, &one));
	assert_false(px_read_member(root, "missing", &value));
	assert_null(px_read_string(root, &arena));
	px_arena_release(&arena);
}

static void arguments(void **state)
{
	static const char *const tags[] = { "a", "b \"c\"" };
	struct px_arena arena;
	struct px_args args = { 0 }, again;

	(void)state;
	px_arena_init(&arena);
	px_args_set(&args, "title", "Tab\there, quote \" and é");
	px_args_set(&args, "due", NULL);
	px_args_flag(&args, "all_day");
	px_args_list(&args, "tags", tags, 2, &arena);
	const char *json = px_args_write(&args, &arena);
	assert_string_equal(json, "{\"title\":\"Tab\\u0009here, quote \\\" and é\",\"all_day\":true,\"tags\":[\"a\",\"b \\\"c\\\"\"]}");
	px_args_read(&again, json, &arena);
	assert_string_equal(px_args_write(&again, &arena), json);
	px_args_set(&again, "title", "New");
	px_args_drop(&again, "tags");
	assert_string_equal(px_args_write(&again, &arena), "{\"title\":\"New\",\"all_day\":true}");
	assert_true(px_args_has(&again, "all_day"));
	assert_null(px_args_get(&again, "all_day"));
	px_args_read(&again, "not json", &arena);
	assert_int_equal(again.count, 0);
	for (int i = 0; i < 100; i++)
		px_args_set(&again, px_arena_printf(&arena, "k%d", i), "v");
	assert_int_equal(again.count, PX_ARGS_MAX);
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strictness), cmocka_unit_test(reading), cmocka_unit_test(arguments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
