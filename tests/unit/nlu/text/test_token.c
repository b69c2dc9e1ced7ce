/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens: folding, spans, glue, and any bytes at all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "nlu/text/token.h"

static size_t tokens(struct px_str text, struct px_token *out, size_t max)
{
	size_t at = 0, count = 0;

	while (count < max) {
		px_token_next(text, &at, &out[count]);
		if (out[count].kind == PX_TOKEN_END)
			break;
		count++;
	}
	return count;
}

static void test_words_numbers_marks(void **state)
{
	struct px_token t[16];

	(void)state;
	assert_int_equal(tokens(PX_STR("Fri 3pm, O'Clock!"), t, 16), 6);
	assert_string_equal(t[0].text, "fri");
	assert_true(t[0].capital);
	assert_int_equal(t[1].number, 3);
	assert_false(t[1].glued);
	assert_string_equal(t[2].text, "pm");
	assert_true(t[2].glued);
	assert_int_equal(t[3].kind, PX_TOKEN_MARK);
	assert_string_equal(t[4].text, "oclock");
	assert_int_equal(t[4].begin, 9);
	assert_int_equal(t[4].end, 16);
	assert_string_equal(t[5].text, "!");
}

static void test_typographic(void **state)
{
	struct px_token t[8];

	(void)state;
	assert_int_equal(tokens(PX_STR("presidents’ day 9–11"), t, 8), 5);
	assert_string_equal(t[0].text, "presidents");
	assert_string_equal(t[3].text, "-");
	assert_true(t[3].glued);
	assert_int_equal(t[3].end - t[3].begin, 3);
	assert_int_equal(tokens(PX_STR("5\xc2\xa0pm"), t, 8), 2);
	assert_false(t[1].glued);
}

static void test_long_and_odd(void **state)
{
	struct px_token t[8];

	(void)state;
	assert_int_equal(tokens(PX_STR("aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd 12345678901234567890"), t, 8), 2);
	assert_int_equal(t[0].size, PX_TOKEN_TEXT - 1);
	assert_int_equal(t[0].end, 40);
	assert_int_equal(t[1].number, -1);
	assert_int_equal(tokens(px_str_n("\xff\xe2\x80", 3), t, 8), 1);
	assert_int_equal(tokens(px_str_n("a\0b", 3), t, 8), 3);
	assert_int_equal(tokens(PX_STR(" \t\n"), t, 8), 0);
	assert_int_equal(tokens(px_str_n(NULL, 0), t, 8), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_numbers_marks),
		cmocka_unit_test(test_typographic),
		cmocka_unit_test(test_long_and_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
