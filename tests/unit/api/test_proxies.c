/* SPDX-License-Identifier: Apache-2.0 */
/* Forwarded addresses: whom to believe, and how far back. */
#include "api/proxies.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct px_arena arena;

static struct px_proxies *parse(const char *text)
{
	struct px_proxies *proxies;

	assert_int_equal(px_proxies_parse(&arena, text, &proxies, NULL), PX_OK);
	return proxies;
}

/* The client's address of a request with up to two X-Forwarded-For headers. */
static const char *client(const char *trusted, const char *peer, const char *first, const char *second)
{
	static char address[PX_ADDRESS_TEXT];
	struct px_http_header headers[2] = {
		{ PX_STR("X-Forwarded-For"), px_str(first) }, { PX_STR("x-forwarded-for"), px_str(second) },
	};
	struct px_http_request request = { .headers = headers, .header_count = second ? 2 : first ? 1 : 0 };

	px_proxies_client(parse(trusted), &request, peer, address);
	return address;
}

static void words_that_are_no_networks_are_refused(void **state)
{
	static const char *const bad[] = { "localhost", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/", "1.2.3" };
	struct px_proxies *proxies;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(px_proxies_parse(&arena, bad[i], &proxies, NULL), PX_INVALID);
	assert_non_null(parse(" 127.0.0.1 , ::1,10.0.0.0/8,, fd00::/8 "));
	assert_non_null(parse(""));
}

static void strangers_are_not_believed(void **state)
{
	(void)state;
	assert_string_equal(client("", "198.51.100.7", "203.0.113.1", NULL), "198.51.100.7");
	assert_string_equal(client("10.0.0.0/8", "198.51.100.7", "203.0.113.1", NULL), "198.51.100.7");
	assert_string_equal(client("10.0.0.0/8", "11.0.0.1", "203.0.113.1", NULL), "11.0.0.1");
}

static void the_rightmost_untrusted_hop_is_the_client(void **state)
{
	(void)state;
	assert_string_equal(client("10.0.0.0/8", "10.1.2.3", "203.0.113.1", NULL), "203.0.113.1");
	assert_string_equal(client("10.0.0.0/8", "10.1.2.3", "6.6.6.6, 203.0.113.1, 10.9.9.9", NULL), "203.0.113.1");
	assert_string_equal(client("10.0.0.0/8", "10.1.2.3", "6.6.6.6", "203.0.113.1"), "203.0.113.1");
	assert_string_equal(client("10.0.0.0/8", "10.1.2.3", "10.0.0.9", NULL), "10.0.0.9");
	assert_string_equal(client("10.0.0.0/8", "10.1.2.3", NULL, NULL), "10.1.2.3");
}

static void nonsense_stops_the_search(void **state)
{
	(void)state;
	assert_string_equal(client("10.0.0.1", "10.0.0.1", "203.0.113.1, unknown", NULL), "10.0.0.1");
	assert_string_equal(client("10.0.0.1", "10.0.0.1", "203.0.113.1,", NULL), "10.0.0.1");
}

static void a_port_behind_the_address_is_left_out(void **state)
{
	(void)state;
	assert_string_equal(client("10.0.0.1", "10.0.0.1", "198.51.100.7:50123", NULL), "198.51.100.7");
	assert_string_equal(client("10.0.0.1", "10.0.0.1", "6.6.6.6:1, 198.51.100.7:65535", NULL), "198.51.100.7");
	assert_string_equal(client("10.0.0.0/8", "10.0.0.1", "198.51.100.7:50123, 10.0.0.2:443", NULL), "198.51.100.7");
	assert_string_equal(client("10.0.0.1", "10.0.0.1", "[2001:DB8::5]:443", NULL), "2001:db8::5");
	assert_string_equal(client("10.0.0.1", "10.0.0.1", "198.51.100.7:0", NULL), "198.51.100.7");
	assert_string_equal(client("10.0.0.1", "10.0.0.1", "198.51.100.7:65535", NULL), "198.51.100.7");
	assert_string_equal(client("10.0.0.1", "10.0.0.1", "2001:db8::5:443", NULL), "2001:db8::5:443");
	assert_string_equal(client("10.0.0.1", "10.0.0.1", "::ffff:198.51.100.7", NULL), "198.51.100.7");
	assert_string_equal(client("10.0.0.1", "10.0.0.1", "[::ffff:198.51.100.7]:80", NULL), "198.51.100.7");
	static const char *const bad[] = { "198.51.100.7:", "198.51.100.7:x", "198.51.100.7:65536", "198.51.100.7:+1",
					   "[2001:db8::5]:", "[2001:db8::5]443", "[2001:db8::5", "[198.51.100.7:80]", ":80",
					   "localhost:80", "1.2.3.4:80:90" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_string_equal(client("10.0.0.1", "10.0.0.1", bad[i], NULL), "10.0.0.1");
}

static void both_families_compare(void **state)
{
	(void)state;
	assert_string_equal(client("::1", "::1", "[2001:db8::5]", NULL), "2001:db8::5");
	assert_string_equal(client("127.0.0.1", "::ffff:127.0.0.1", "2001:DB8::5", NULL), "2001:db8::5");
	assert_string_equal(client("2001:db8::/33", "2001:db8:8000::1", "1.2.3.4", NULL), "2001:db8:8000::1");
	assert_string_equal(client("2001:db8::/33", "2001:db8:7fff::1", "1.2.3.4", NULL), "1.2.3.4");
}

static void https_is_believed_of_trusted_peers(void **state)
{
	struct px_http_header header = { PX_STR("X-Forwarded-Proto"), PX_STR("HTTPS") };
	struct px_http_request request = { .headers = &header, .header_count = 1 };

	(void)state;
	assert_true(px_proxies_https(parse("127.0.0.1"), &request, "127.0.0.1"));
	assert_false(px_proxies_https(parse("127.0.0.1"), &request, "127.0.0.2"));
	header.value = PX_STR("http");
	assert_false(px_proxies_https(parse("127.0.0.1"), &request, "127.0.0.1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_are_no_networks_are_refused),
		cmocka_unit_test(strangers_are_not_believed),
		cmocka_unit_test(the_rightmost_untrusted_hop_is_the_client),
		cmocka_unit_test(nonsense_stops_the_search),
		cmocka_unit_test(a_port_behind_the_address_is_left_out),
		cmocka_unit_test(both_families_compare),
		cmocka_unit_test(https_is_believed_of_trusted_peers),
	};

	px_arena_init(&arena);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	px_arena_release(&arena);
	return failed;
}
