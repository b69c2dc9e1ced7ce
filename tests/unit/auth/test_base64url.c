/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64url: RFC 4648 section 10 vectors (without padding) and what must be refused.
 */
#include "auth/base64url.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void encodes_and_decodes_the_rfc_vectors(void **state)
{
	static const char *const pairs[][2] = {
		{ "", "" }, { "f", "Zg" }, { "fo", "Zm8" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg" },
		{ "fooba", "Zm9vYmE" }, { "foobar", "Zm9vYmFy" }, { "\xfb\xff\xfe", "-__-" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		char text[16];
		uint8_t bytes[16];
		size_t room = sizeof(bytes), plain = strlen(pairs[i][0]);
		size_t length = px_base64url_encode(pairs[i][0], plain, text);

		assert_int_equal(length, strlen(pairs[i][1]));
		assert_int_equal(length, PX_BASE64URL_SIZE(plain));
		assert_memory_equal(text, pairs[i][1], length);
		assert_true(px_base64url_decode(px_str(pairs[i][1]), bytes, &room));
		assert_int_equal(room, plain);
		assert_memory_equal(bytes, pairs[i][0], plain);
	}
}

static void refuses_what_is_not_canonical(void **state)
{
	static const char *const bad[] = {
		"Zg==", "Zm8=", "Z", "Zm9vY", "Zh", "Zm9", "Zm9v Zm9v", "Zm9v\n", "Zm9+", "Zm9/", "Zm\xc3\xa9",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		uint8_t bytes[16];
		size_t room = sizeof(bytes);
		assert_false(px_base64url_decode(px_str(bad[i]), bytes, &room));
	}
}

static void never_writes_past_the_room(void **state)
{
	uint8_t bytes[3];
	size_t room = 2;

	(void)state;
	assert_false(px_base64url_decode(PX_STR("Zm9v"), bytes, &room));
	room = 3;
	assert_true(px_base64url_decode(PX_STR("Zm9v"), bytes, &room));
}

static void round_trips_random_bytes(void **state)
{
	(void)state;
	for (size_t size = 0; size < 200; size++) {
		uint8_t in[200], out[200];
		char text[300];
		size_t room = sizeof(out);
		px_random_bytes(in, size);
		size_t length = px_base64url_encode(in, size, text);
		assert_true(px_base64url_decode(px_str_n(text, length), out, &room));
		assert_int_equal(room, size);
		assert_memory_equal(in, out, size);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encodes_and_decodes_the_rfc_vectors),
		cmocka_unit_test(refuses_what_is_not_canonical),
		cmocka_unit_test(never_writes_past_the_room),
		cmocka_unit_test(round_trips_random_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
