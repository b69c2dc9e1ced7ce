/* SPDX-License-Identifier: Apache-2.0 */
/* Origins: default ports, what is one and what is not, the list of the settings. */
#include "net/origin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdint.h>

static void test_same_origin(void **state)
{
	(void)state;
	static const struct {
		const char *origin, *host;
		bool same;
	} cases[] = {
		{ "https://pixie.example", "pixie.example", true },
		{ "https://pixie.example", "pixie.example:443", true },
		{ "http://pixie.example", "pixie.example:80", true },
		{ "https://pixie.example:443", "pixie.example", true },
		{ "https://Pixie.Example", "pixie.EXAMPLE:443", true },
		{ "http://127.0.0.1:8787", "127.0.0.1:8787", true },
		{ "http://[::1]:8787", "[::1]:8787", true },
		{ "https://[2001:db8::1]", "[2001:db8::1]:443", true },
		{ "https://pixie.example", "pixie.example:80", false },
		{ "http://pixie.example", "pixie.example:443", false },
		{ "https://pixie.example:8443", "pixie.example", false },
		{ "https://pixie.example", "pixie.example:8443", false },
		{ "https://evil.example", "pixie.example", false },
		{ "https://pixie.example.evil.example", "pixie.example", false },
		{ "https://evil.example/pixie.example", "pixie.example", false },
		{ "https://evil@pixie.example", "pixie.example", false },
		{ "https://pixie.example", "", false },
		{ "null", "null", false },
		{ "pixie.example", "pixie.example", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(px_origin_is_host(px_str(cases[i].origin), px_str(cases[i].host)), cases[i].same);
}

static void test_what_is_no_origin(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "null", "app.example", "://app.example", "https://", "https:///",
					   "https://app.example/", "https://app.example/path", "https://app.example?x",
					   "https://app.example:", "https://app.example:0", "https://app.example:65536",
					   "https://app.example:+80", "https://a.example,b", "https://*.example", "1https://a",
					   "https://a b", "https://a:1:2", "https://[::1" };
	struct px_origin origin;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(px_origin_parse(px_str(bad[i]), &origin));
	assert_true(px_origin_parse(PX_STR("capacitor://localhost"), &origin));
	assert_int_equal(origin.port, PX_PORT_NONE);
}

static enum px_origin_answer find(const char *origins, const char *public_url, const char *origin)
{
	const char *const *list;
	struct px_arena arena;

	px_arena_init(&arena);
	assert_int_equal(px_origins_parse(&arena, origins, public_url, &list, NULL), PX_OK);
	enum px_origin_answer answer = px_origins_find(list, px_str(origin));
	px_arena_release(&arena);
	return answer;
}

static void test_the_list(void **state)
{
	(void)state;
	static const char two[] = " https://app.example/, http://other.example:80 ,";

	assert_int_equal(find(two, "", "https://app.example"), PX_ORIGIN_NAMED);
	assert_int_equal(find(two, "", "https://app.example:443"), PX_ORIGIN_NAMED);
	assert_int_equal(find(two, "", "http://other.example"), PX_ORIGIN_NAMED);
	assert_int_equal(find(two, "", "http://app.example"), PX_ORIGIN_REFUSED);
	assert_int_equal(find(two, "", "null"), PX_ORIGIN_REFUSED);
	assert_int_equal(find("", "", "https://app.example"), PX_ORIGIN_REFUSED);
	assert_int_equal(find("*", "", "https://app.example"), PX_ORIGIN_ANY);
	assert_int_equal(find("*, https://app.example", "", "https://app.example"), PX_ORIGIN_NAMED);
	assert_int_equal(find("", "https://pixie.example/", "https://pixie.example"), PX_ORIGIN_NAMED);
	assert_int_equal(find("", "https://pixie.example/base/", "https://pixie.example"), PX_ORIGIN_NAMED);
	assert_int_equal(find("", "https://pixie.example:443", "https://pixie.example"), PX_ORIGIN_NAMED);
	assert_int_equal(find(two, "https://pixie.example", "https://app.example"), PX_ORIGIN_NAMED);
}

static void test_a_bad_list_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "app.example", "https://app.example/path", "https://a.example https://b.example",
					   "https://a.example, null" };
	const char *const *list;
	struct px_error error;
	struct px_arena arena;

	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(px_origins_parse(&arena, bad[i], "", &list, &error), PX_INVALID);
		assert_string_equal(error.field, "origins");
	}
	assert_int_equal(px_origins_parse(&arena, "", "pixie.example", &list, &error), PX_INVALID);
	assert_string_equal(error.field, "public-url");
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_origin),
		cmocka_unit_test(test_what_is_no_origin),
		cmocka_unit_test(test_the_list),
		cmocka_unit_test(test_a_bad_list_is_refused),
	};
	return cmocka_run_group_tests_name("net/origin", tests, NULL, NULL);
}
