/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slices, UTF-8, error texts, ids, maps and arenas.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/id.h"
#include "base/map.h"
#include "base/str.h"
#include "base/uri.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void slices(void **state)
{
	struct px_str rest, s = PX_STR(" a=b=c\t");
	int64_t n = 7;

	(void)state;
	assert_true(px_str_eq(px_str_trim(s), PX_STR("a=b=c")));
	assert_true(px_str_eq(px_str_cut(px_str_trim(s), '=', &rest), PX_STR("a")));
	assert_true(px_str_eq(rest, PX_STR("b=c")));
	assert_true(px_str_eq(px_str_cut(PX_STR("abc"), '=', &rest), PX_STR("abc")));
	assert_null(rest.data);
	assert_true(px_str_eq_case(PX_STR("Content-Type"), PX_STR("content-tYPE")));
	assert_false(px_str_eq_case(PX_STR("a"), PX_STR("ab")));
	assert_int_equal(px_str_find(PX_STR("hello"), PX_STR("llo")), 2);
	assert_int_equal(px_str_find(px_str(NULL), PX_STR("x")), SIZE_MAX);
	assert_true(px_str_to_int64(PX_STR("-9223372036854775808"), &n));
	assert_int_equal(n, INT64_MIN);
	n = 7;
	for (const char *const *bad = (const char *const[]){ "", "-", "1x", " 1", "+1", "9223372036854775808", NULL }; *bad; bad++)
		assert_false(px_str_to_int64(px_str(*bad), &n));
	assert_int_equal(n, 7);
}

static void utf8_accepts_and_refuses_what_the_rfc_says(void **state)
{
	static const struct { const char *text; size_t size; bool valid; } cases[] = {
		{ "plain ascii text", 16, true }, { "\xc3\xa9", 2, true }, { "\xe2\x82\xac", 3, true },
		{ "\xf0\x9f\x99\x82", 4, true }, { "\xf4\x8f\xbf\xbf", 4, true }, { "\xc0\xaf", 2, false },
		{ "\xe0\x80\xaf", 3, false }, { "\xed\xa0\x80", 3, false }, { "\xf4\x90\x80\x80", 4, false },
		{ "\xf8\x88\x80\x80", 4, false }, { "\xe2\x82", 2, false }, { "\x80", 1, false },
		{ "12345678\xff", 9, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_utf8_state s = { 0 };
		bool pieces = true;
		assert_int_equal(px_utf8_valid(px_str_n(cases[i].text, cases[i].size)), cases[i].valid);
		for (size_t k = 0; k < cases[i].size && pieces; k++)
			pieces = px_utf8_feed(&s, px_str_n(cases[i].text + k, 1));
		assert_int_equal(pieces && px_utf8_complete(&s), cases[i].valid);
	}
}

static void utf8_code_points_go_there_and_back(void **state)
{
	(void)state;
	for (uint32_t code = 1; code <= 0x10ffff; code += 7) {
		char text[4];
		size_t at = 0;
		if (code >= 0xd800 && code <= 0xdfff)
			continue;
		size_t n = px_utf8_encode(code, text);
		assert_true(px_utf8_valid(px_str_n(text, n)));
		assert_int_equal(px_utf8_next(px_str_n(text, n), &at), code);
		assert_int_equal(at, n);
	}
	assert_int_equal(px_utf8_cut(PX_STR("a\xe2\x82\xac"), 3), 1);
}

static void errors_carry_their_reason(void **state)
{
	struct px_error error = { 0 };
	char long_text[400];

	(void)state;
	assert_int_equal(px_fail(&error, PX_INVALID, "due", "%d is %s", 3, "odd"), PX_INVALID);
	assert_string_equal(error.message, "3 is odd");
	assert_string_equal(error.field, "due");
	assert_int_equal(px_fail(NULL, PX_IO, NULL, "nobody listens"), PX_IO);
	for (size_t i = 0; i + 2 < sizeof(long_text); i += 2)
		memcpy(long_text + i, "\xc3\xa9", 2);
	long_text[sizeof(long_text) - 2] = '\0';
	for (int shift = 0; shift < 2; shift++) {
		assert_int_equal(px_fail(&error, PX_INVALID, NULL, "%s%s", shift ? "x" : "", long_text), PX_INVALID);
		assert_true(px_utf8_valid(px_str(error.message)));
	}
	for (int code = 0; code < PX_ERR_COUNT; code++)
		assert_true(strlen(px_err_name((enum px_err)code)) > 1);
}

static void ids_grow_and_parse(void **state)
{
	struct px_id last = PX_ID_NONE, parsed;
	char text[PX_ID_TEXT + 1];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct px_id id = px_id_new();
		assert_true(px_id_cmp(last, id) < 0);
		last = id;
	}
	px_id_format(last, text);
	assert_int_equal(text[14], '7');
	assert_non_null(strchr("89ab", text[19]));
	assert_true(px_id_parse(px_str(text), &parsed));
	assert_true(px_id_eq(parsed, last));
	assert_true(px_id_time(last) - px_clock_now() < 1000);
	for (const char *const *bad = (const char *const[]){ "", "0190", "01900000-0000-7000-8000-00000000000g",
	     "0190000000-00-7000-8000-000000000000", "01900000-0000-7000-8000-0000000000000", NULL }; *bad; bad++)
		assert_false(px_id_parse(px_str(*bad), &parsed));
}

static void maps_keep_what_was_put(void **state)
{
	static int values[5000];
	struct px_map map;
	size_t position = 0, seen = 0;
	void *value;
	char key[32];

	(void)state;
	px_map_init(&map);
	assert_null(px_map_get(&map, PX_STR("none")));
	for (int i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "key %d", i);
		assert_null(px_map_put(&map, px_str(key), &values[i]));
	}
	for (int i = 0; i < 5000; i += 2) {
		snprintf(key, sizeof(key), "key %d", i);
		assert_ptr_equal(px_map_remove(&map, px_str(key)), &values[i]);
		assert_null(px_map_remove(&map, px_str(key)));
	}
	assert_ptr_equal(px_map_put(&map, PX_STR("key 1"), &values[0]), &values[1]);
	assert_ptr_equal(px_map_get(&map, PX_STR("key 3")), &values[3]);
	assert_null(px_map_get(&map, PX_STR("key 4")));
	while (px_map_next(&map, &position, NULL, &value))
		seen++;
	assert_int_equal(seen, 2500);
	assert_int_equal(map.count, 2500);
	px_map_release(&map);
}

static void arenas_align_and_survive_large_requests(void **state)
{
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t size = 1; size < 20000; size = size * 3 + 1) {
		char *memory = px_arena_zero(&arena, 1, size);
		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		assert_int_equal(memory[size - 1], 0);
		memset(memory, 1, size);
	}
	assert_string_equal(px_arena_printf(&arena, "%s %d", "text", 5), "text 5");
	px_arena_clear(&arena);
	assert_string_equal(px_arena_strn(&arena, "abc", 2), "ab");
	px_arena_release(&arena);
}

static void uris_keep_what_stands_for_itself(void **state)
{
	struct px_buf out = PX_BUF_INIT(64);

	(void)state;
	px_uri_escape(&out, PX_STR("aZ09-._~"));
	assert_string_equal(out.data, "aZ09-._~");
	px_buf_clear(&out);
	px_uri_escape(&out, PX_STR("a b/@+&=%\0\xc3\xa9"));
	assert_string_equal(out.data, "a%20b%2F%40%2B%26%3D%25%00%C3%A9");
	px_buf_clear(&out);
	px_uri_escape(&out, px_str(NULL));
	assert_int_equal(out.size, 0);
	px_uri_add(&out, "a", PX_STR("1&2"));
	px_uri_add(&out, "b", PX_STR(""));
	assert_string_equal(out.data, "a=1%262&b=");
	px_buf_clear(&out);
	(void)px_buf_text(&out, "/path?");
	px_uri_add(&out, "a", PX_STR("1"));
	assert_string_equal(out.data, "/path?a=1");
	px_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slices),
		cmocka_unit_test(utf8_accepts_and_refuses_what_the_rfc_says),
		cmocka_unit_test(utf8_code_points_go_there_and_back),
		cmocka_unit_test(errors_carry_their_reason),
		cmocka_unit_test(ids_grow_and_parse),
		cmocka_unit_test(maps_keep_what_was_put),
		cmocka_unit_test(arenas_align_and_survive_large_requests),
		cmocka_unit_test(uris_keep_what_stands_for_itself),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
