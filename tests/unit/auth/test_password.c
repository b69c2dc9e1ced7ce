/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passwords: hashing, a reference vector, upgrades, the rules for new ones.
 */
#include "auth/password.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <stdint.h>

#include <cmocka.h>

#include <argon2.h>

static const struct px_password_params cheap = { .memory_kib = 64, .passes = 1, .lanes = 1 };

static void round_trips(void **state)
{
	char one[PX_PASSWORD_PHC], two[PX_PASSWORD_PHC];

	(void)state;
	assert_int_equal(px_password_hash(&cheap, PX_STR("correct horse"), one), PX_OK);
	assert_int_equal(px_password_hash(&cheap, PX_STR("correct horse"), two), PX_OK);
	assert_string_not_equal(one, two); /* salted */
	assert_memory_equal(one, "$argon2id$v=19$m=64,t=1,p=1$", 28);
	assert_int_equal(PX_PASSWORD_RIGHT, px_password_verify(one, PX_STR("correct horse")));
	assert_int_equal(PX_PASSWORD_RIGHT, px_password_verify(two, PX_STR("correct horse")));
	assert_int_equal(PX_PASSWORD_WRONG, px_password_verify(one, PX_STR("correct horsf")));
	assert_int_equal(PX_PASSWORD_WRONG, px_password_verify(one, PX_STR("correct horse ")));
	assert_int_equal(PX_PASSWORD_WRONG, px_password_verify(one, px_str(NULL)));
}

static void verifies_a_hash_of_the_reference_tool(void **state)
{
	/* printf password | argon2 somesalt -id -t 2 -m 16 -p 1 (test vector of the reference library) */
	(void)state;
	assert_int_equal(PX_PASSWORD_RIGHT, px_password_verify("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
				       "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", PX_STR("password")));
}

static void keeps_bytes_as_they_are(void **state)
{
	char phc[PX_PASSWORD_PHC];
	struct px_str with_nul = px_str_n("pass\0word", 9);

	(void)state;
	assert_int_equal(px_password_hash(&cheap, with_nul, phc), PX_OK);
	assert_int_equal(PX_PASSWORD_RIGHT, px_password_verify(phc, with_nul));
	assert_int_equal(PX_PASSWORD_WRONG, px_password_verify(phc, PX_STR("pass")));
}

/* "pässwörd längé 12": one character for each letter with its mark (Linux, Windows), and two (macOS). */
#define COMPOSED PX_STR("p\303\244ssw\303\266rd l\303\244ng\303\251 12")
#define DECOMPOSED PX_STR("pa\314\210sswo\314\210rd la\314\210nge\314\201 12")

static void one_password_however_a_keyboard_makes_its_letters(void **state)
{
	char phc[PX_PASSWORD_PHC];

	(void)state;
	assert_int_equal(px_password_hash(&cheap, COMPOSED, phc), PX_OK);
	assert_int_equal(px_password_verify(phc, COMPOSED), PX_PASSWORD_RIGHT);
	assert_int_equal(px_password_verify(phc, DECOMPOSED), PX_PASSWORD_RIGHT);
	assert_int_equal(px_password_hash(&cheap, DECOMPOSED, phc), PX_OK);
	assert_int_equal(px_password_verify(phc, COMPOSED), PX_PASSWORD_RIGHT);
	assert_int_equal(px_password_verify(phc, PX_STR("passwo\314\210rd l\303\244ng\303\251 12")), PX_PASSWORD_WRONG);
	/* full-width letters of an East Asian keyboard, and bytes that are no text */
	assert_int_equal(px_password_hash(&cheap, PX_STR("\357\275\201\357\275\202c"), phc), PX_OK);
	assert_int_equal(px_password_verify(phc, PX_STR("abc")), PX_PASSWORD_RIGHT);
	assert_int_equal(px_password_hash(&cheap, PX_STR("\xff\xfe"), phc), PX_OK);
	assert_int_equal(px_password_verify(phc, PX_STR("\xff\xfe")), PX_PASSWORD_RIGHT);
	assert_int_equal(px_password_verify(phc, PX_STR("\xff\xff")), PX_PASSWORD_WRONG);
}

/* "pässwörd" in two characters a letter, hashed as it was typed by a Pixie of before. */
static void a_hash_of_the_bytes_as_typed_goes_on(void **state)
{
	static const uint8_t salt[16] = "somesaltsomesal";
	char phc[PX_PASSWORD_PHC];

	(void)state;
	assert_int_equal(argon2id_hash_encoded(1, 64, 1, DECOMPOSED.data, DECOMPOSED.size, salt, sizeof(salt), 32, phc,
					       sizeof(phc)), ARGON2_OK);
	assert_int_equal(px_password_verify(phc, DECOMPOSED), PX_PASSWORD_OLD_FORM);
	assert_int_equal(px_password_verify(phc, COMPOSED), PX_PASSWORD_WRONG);
}

static void refuses_other_strings(void **state)
{
	static const char *const bad[] = {
		"", "x", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA", "$2b$12$abcdefghijklmnopqrstuv", "$argon2id$",
		"$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(PX_PASSWORD_WRONG, px_password_verify(bad[i], PX_STR("password")));
}

static void knows_outdated_parameters(void **state)
{
	const struct px_password_params more = { .memory_kib = 128, .passes = 1, .lanes = 1 };
	char phc[PX_PASSWORD_PHC];

	(void)state;
	assert_int_equal(px_password_hash(&cheap, PX_STR("correct horse"), phc), PX_OK);
	assert_false(px_password_outdated(&cheap, phc));
	assert_true(px_password_outdated(&more, phc));
	assert_true(px_password_outdated(&cheap, "$argon2i$v=19$m=64,t=1,p=1$x$y"));
}

static void bounds_the_length(void **state)
{
	char phc[PX_PASSWORD_PHC], text[PX_PASSWORD_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)('a' + i * 7 % 26);
	assert_int_equal(px_password_rules(px_str_n(text, PX_PASSWORD_MAX), px_str(""), NULL), PX_OK);
	assert_int_equal(px_password_rules(px_str_n(text, PX_PASSWORD_MAX + 1), px_str(""), NULL), PX_INVALID);
	assert_int_equal(px_password_hash(&cheap, px_str_n(text, PX_PASSWORD_MAX + 1), phc), PX_TOO_LARGE);
	assert_int_equal(px_password_rules(px_str_n(text, PX_PASSWORD_MIN - 1), px_str(""), NULL), PX_INVALID);
	assert_int_equal(px_password_rules(px_str_n(text, PX_PASSWORD_MIN), px_str(""), NULL), PX_OK);
}

static void refuses_guessable_ones(void **state)
{
	static const char *const bad[] = {
		"1234567890", "Password123", "aaaaaaaaaaaa", "abababababab", "ann.lee@example.org",
		"ANN.LEE@example.org", "qwertyuiop",
	};
	struct px_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(px_password_rules(px_str(bad[i]), PX_STR("ann.lee@example.org"), &error), PX_INVALID);
		assert_string_equal(error.field, "password");
		assert_null(strstr(error.message, bad[i])); /* never repeated in a message */
	}
	assert_int_equal(px_password_rules(PX_STR("annabelle-lee"), PX_STR("annabelle-lee@x.org"), &error), PX_INVALID);
	/* characters are counted, not bytes: eight letters with marks are eight */
	assert_int_equal(px_password_rules(PX_STR("p\303\244ssw\303\266rd"), PX_STR("ann@x.org"), &error), PX_INVALID);
	/* the most common ones in full-width letters are the most common ones */
	assert_int_equal(px_password_rules(PX_STR("\357\275\221wertyuiop"), PX_STR("ann@x.org"), &error), PX_INVALID);
	assert_int_equal(px_password_rules(PX_STR("korrektes pferd"), PX_STR("ann@x.org"), &error), PX_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trips),
		cmocka_unit_test(verifies_a_hash_of_the_reference_tool),
		cmocka_unit_test(keeps_bytes_as_they_are),
		cmocka_unit_test(one_password_however_a_keyboard_makes_its_letters),
		cmocka_unit_test(a_hash_of_the_bytes_as_typed_goes_on),
		cmocka_unit_test(refuses_other_strings),
		cmocka_unit_test(knows_outdated_parameters),
		cmocka_unit_test(bounds_the_length),
		cmocka_unit_test(refuses_guessable_ones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
