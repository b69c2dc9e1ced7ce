/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One-time passwords: the vectors of RFC 4226 and RFC 6238 (SHA-1), drift and replay.
 */
#include "auth/totp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const uint8_t rfc_secret[] = "12345678901234567890";

static void matches_rfc_4226(void **state)
{
	static const uint32_t codes[] = { 755224, 287082, 359152, 969429, 338314,
					  254676, 287922, 162583, 399871, 520489 };

	(void)state;
	for (uint64_t i = 0; i < 10; i++)
		assert_int_equal(px_hotp(rfc_secret, 20, i, 6), codes[i]);
}

static void matches_rfc_6238(void **state)
{
	static const struct { int64_t seconds; uint32_t code; } vectors[] = {
		{ 59, 94287082 }, { 1111111109, 7081804 }, { 1111111111, 14050471 },
		{ 1234567890, 89005924 }, { 2000000000, 69279037 }, { 20000000000, 65353130 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
		assert_int_equal(px_hotp(rfc_secret, 20, (uint64_t)(vectors[i].seconds / 30), 8), vectors[i].code);
}

static void allows_one_step_of_drift(void **state)
{
	/* the code of 1111111109 s (step 37037036), RFC 6238: 07081804 */
	struct px_str code = PX_STR("081804");
	int64_t step, at = INT64_C(1111111109000);

	(void)state;
	for (int64_t drift = -2; drift <= 2; drift++) {
		bool good = px_totp_verify(rfc_secret, code, at + drift * 30000, 0, &step);
		assert_int_equal(good, drift >= -1 && drift <= 1);
		if (good)
			assert_int_equal(step, 37037036);
	}
}

static void a_step_is_spent_once(void **state)
{
	struct px_str code = PX_STR("081804");
	int64_t step = -7, at = INT64_C(1111111109000);

	(void)state;
	assert_true(px_totp_verify(rfc_secret, code, at, 37037035, &step));
	step = -7;
	assert_false(px_totp_verify(rfc_secret, code, at, 37037036, &step));
	assert_false(px_totp_verify(rfc_secret, code, at, 37037037, &step));
	assert_int_equal(step, -7);
}

static void refuses_other_shapes(void **state)
{
	static const char *const bad[] = { "", "81804", "0081804", "081805", "08180 ", "abcdef", "-81804" };
	int64_t step;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(px_totp_verify(rfc_secret, px_str(bad[i]), INT64_C(1111111109000), 0, &step));
}

static void writes_base32(void **state)
{
	/* RFC 4648 section 10, without padding */
	static const char *const pairs[][2] = {
		{ "", "" }, { "f", "MY" }, { "fo", "MZXQ" }, { "foo", "MZXW6" }, { "foob", "MZXW6YQ" },
		{ "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct px_buf out = PX_BUF_INIT(64);
		assert_int_equal(px_base32_append(&out, (const uint8_t *)pairs[i][0], strlen(pairs[i][0])), PX_OK);
		assert_true(px_str_eq(px_buf_view(&out), px_str(pairs[i][1])));
		px_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches_rfc_4226),
		cmocka_unit_test(matches_rfc_6238),
		cmocka_unit_test(allows_one_step_of_drift),
		cmocka_unit_test(a_step_is_spent_once),
		cmocka_unit_test(refuses_other_shapes),
		cmocka_unit_test(writes_base32),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
