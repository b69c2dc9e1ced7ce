/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets: the file, derived keys, sealing, opaque tokens, keyed hashes.
 */
#include "auth/private_file.h"
#include "auth/secret.h"
#include "auth/siphash.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char directory[64], path[96];

static int set_up(void **state)
{
	(void)state;
	snprintf(directory, sizeof(directory), "/tmp/pixie-secret-XXXXXX");
	assert_non_null(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/secret", directory);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	rmdir(directory);
	return 0;
}

static void the_file_is_made_once_and_private(void **state)
{
	struct px_secret one, two;
	struct stat st;

	(void)state;
	umask(0);
	assert_int_equal(px_secret_load(NULL, path, &one, NULL), PX_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(px_secret_load(NULL, path, &two, NULL), PX_OK);
	assert_memory_equal(&one, &two, sizeof(one));
	assert_int_equal(chmod(path, 0604), 0);
	assert_int_equal(px_secret_load(NULL, path, &two, NULL), PX_FORBIDDEN);
	unlink(path);
	assert_int_equal(px_secret_load(NULL, path, &two, NULL), PX_OK);
	assert_memory_not_equal(&one, &two, sizeof(one));
}

static void a_given_secret_wins_and_must_be_long(void **state)
{
	struct px_secret one, two;

	(void)state;
	assert_int_equal(px_secret_load("0123456789012345678901234567890", path, &one, NULL), PX_INVALID);
	assert_int_equal(px_secret_load("01234567890123456789012345678901", path, &one, NULL), PX_OK);
	assert_int_not_equal(access(path, F_OK), 0);
	assert_int_equal(px_secret_load("01234567890123456789012345678902", path, &two, NULL), PX_OK);
	assert_memory_not_equal(&one, &two, sizeof(one));
}

static void files_are_replaced_whole_and_checked(void **state)
{
	struct px_buf text = PX_BUF_INIT(8);

	(void)state;
	assert_int_equal(px_private_file_read(path, &text, NULL), PX_NOT_FOUND);
	assert_int_equal(px_private_file_write(path, PX_STR("longer than eight"), NULL), PX_OK);
	assert_int_equal(px_private_file_read(path, &text, NULL), PX_TOO_LARGE);
	px_buf_clear(&text);
	assert_int_equal(px_private_file_write(path, PX_STR("short"), NULL), PX_OK);
	assert_int_equal(px_private_file_read(path, &text, NULL), PX_OK);
	assert_string_equal(text.data, "short");
	assert_int_equal(px_private_file_read(directory, &text, NULL), PX_INVALID);
	assert_int_equal(px_private_file_write("/nonexistent/x", PX_STR("x"), NULL), PX_NOT_FOUND);
	px_buf_release(&text);
}

static void purposes_have_unrelated_keys(void **state)
{
	struct px_secret secret = { { 1 } }, other = { { 2 } };
	uint8_t a[PX_SECRET_KEY], b[PX_SECRET_KEY], c[PX_SECRET_KEY], again[PX_SECRET_KEY];

	(void)state;
	px_secret_derive(&secret, "a", a);
	px_secret_derive(&secret, "b", b);
	px_secret_derive(&other, "a", c);
	px_secret_derive(&secret, "a", again);
	assert_memory_equal(a, again, sizeof(a));
	assert_memory_not_equal(a, b, sizeof(a));
	assert_memory_not_equal(a, c, sizeof(a));
}

static void sealed_values_open_only_as_they_were(void **state)
{
	uint8_t key[PX_SECRET_KEY] = { 7 }, other[PX_SECRET_KEY] = { 8 };
	struct px_buf sealed = PX_BUF_INIT(1024), again = PX_BUF_INIT(1024), plain = PX_BUF_INIT(1024);
	struct px_str text = PX_STR("attack at dawn"), context = PX_STR("context");

	(void)state;
	assert_int_equal(px_seal(key, context, text, &sealed), PX_OK);
	assert_int_equal(px_seal(key, context, text, &again), PX_OK);
	assert_false(px_str_eq(px_buf_view(&sealed), px_buf_view(&again)));
	assert_int_equal(px_unseal(key, context, px_buf_view(&sealed), &plain), PX_OK);
	assert_true(px_str_eq(px_buf_view(&plain), text));
	px_buf_clear(&plain);
	assert_int_equal(px_unseal(other, context, px_buf_view(&sealed), &plain), PX_CORRUPT);
	assert_int_equal(px_unseal(key, PX_STR("contexT"), px_buf_view(&sealed), &plain), PX_CORRUPT);
	assert_int_equal(px_unseal(key, context, px_str_n(sealed.data, sealed.size - 4), &plain), PX_CORRUPT);
	assert_int_equal(px_unseal(key, context, px_str(""), &plain), PX_CORRUPT);
	for (size_t i = 0; i < sealed.size; i++) {
		char old = sealed.data[i];
		sealed.data[i] = old == 'A' ? 'B' : 'A';
		assert_int_equal(px_unseal(key, context, px_buf_view(&sealed), &plain), PX_CORRUPT);
		sealed.data[i] = old;
	}
	assert_int_equal(plain.size, 0);
	px_buf_release(&sealed);
	px_buf_release(&again);
	px_buf_release(&plain);
}

static void opaque_tokens_have_one_shape(void **state)
{
	char one[64], two[64], hash[PX_HASH_TEXT];

	(void)state;
	px_opaque_make("pxp_", one);
	px_opaque_make("pxp_", two);
	assert_string_not_equal(one, two);
	assert_int_equal(strlen(one), 47);
	assert_true(px_opaque_shaped(px_str(one), "pxp_"));
	assert_false(px_opaque_shaped(px_str(one), "pxr_"));
	assert_false(px_opaque_shaped(px_str_n(one, 46), "pxp_"));
	one[20] = '=';
	assert_false(px_opaque_shaped(px_str(one), "pxp_"));
	px_opaque_hash(PX_STR("abc"), hash); /* FIPS 180-2 */
	assert_string_equal(hash, "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
}

static void keyed_hashes_depend_on_everything(void **state)
{
	uint8_t key[PX_SECRET_KEY] = { 1 }, other[PX_SECRET_KEY] = { 2 };
	struct px_id ann = px_id_new(), bob = px_id_new();
	char a[PX_HASH_TEXT], b[PX_HASH_TEXT];

	(void)state;
	px_keyed_hash(key, ann, PX_STR("code"), a);
	px_keyed_hash(key, ann, PX_STR("code"), b);
	assert_string_equal(a, b);
	px_keyed_hash(key, bob, PX_STR("code"), b);
	assert_string_not_equal(a, b);
	px_keyed_hash(other, ann, PX_STR("code"), b);
	assert_string_not_equal(a, b);
	px_keyed_hash(key, ann, PX_STR("codE"), b);
	assert_string_not_equal(a, b);
}

static void comparison_is_by_content(void **state)
{
	(void)state;
	assert_true(px_secret_eq(PX_STR("abc"), PX_STR("abc")));
	assert_false(px_secret_eq(PX_STR("abc"), PX_STR("abd")));
	assert_false(px_secret_eq(PX_STR("abc"), PX_STR("ab")));
	assert_true(px_secret_eq(px_str(NULL), px_str("")));
}

static void siphash_agrees_with_openssl(void **state)
{
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "SIPHASH", NULL);
	uint8_t key[16], text[100];
	struct px_siphash_key ours;
	size_t size = 16;
	OSSL_PARAM params[] = { OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size),
				OSSL_PARAM_construct_end() };

	(void)state;
	for (int i = 0; i < 100; i++)
		text[i] = (uint8_t)(i * 7);
	for (int i = 0; i < 16; i++)
		key[i] = (uint8_t)(i + 3);
	memcpy(&ours, key, sizeof(ours));
	for (size_t length = 0; length <= sizeof(text); length++) {
		EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
		struct px_siphash hash = px_siphash(&ours, px_str_n((char *)text, length));
		uint8_t expected[16];
		size_t made;
		assert_int_equal(EVP_MAC_init(context, key, 16, params), 1);
		assert_int_equal(EVP_MAC_update(context, text, length), 1);
		assert_int_equal(EVP_MAC_final(context, expected, &made, 16), 1);
		assert_int_equal(made, 16);
		assert_memory_equal(&hash, expected, 16);
		EVP_MAC_CTX_free(context);
	}
	EVP_MAC_free(mac);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_file_is_made_once_and_private),
		CASE(a_given_secret_wins_and_must_be_long),
		CASE(files_are_replaced_whole_and_checked),
		cmocka_unit_test(purposes_have_unrelated_keys),
		cmocka_unit_test(sealed_values_open_only_as_they_were),
		cmocka_unit_test(opaque_tokens_have_one_shape),
		cmocka_unit_test(keyed_hashes_depend_on_everything),
		cmocka_unit_test(comparison_is_by_content),
		cmocka_unit_test(siphash_agrees_with_openssl),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
