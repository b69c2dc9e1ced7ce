/* SPDX-License-Identifier: Apache-2.0 */
/* What is refused, and our own key; that browsers can read the rest is tested with http_ece (product/channels.test.mjs). */
#include "push/webpush.h"

#include "support/temp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Of RFC 8291, appendix A. */
#define KEY "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
#define SECRET "BTBZMqHH6r4Tts7J_aSIgg"

static void keys_must_be_keys(void **state)
{
	static const struct { const char *key, *secret, *field; } bad[] = {
		{ "", SECRET, "p256dh" }, { "AAAA", SECRET, "p256dh" }, { KEY, "", "auth" }, { KEY, "AAAA", "auth" }, { KEY "AA", SECRET, "p256dh" },
	};
	struct px_webpush_keys keys;
	struct px_error error;

	(void)state;
	assert_int_equal(px_webpush_keys_read(px_str(KEY), px_str(SECRET), &keys, &error), PX_OK);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(px_webpush_keys_read(px_str(bad[i].key), px_str(bad[i].secret), &keys, &error), PX_INVALID);
		assert_string_equal(error.field, bad[i].field);
	}
}

/* 86 bytes of header, the message, its delimiter and its tag; never the same twice. */
static void each_message_is_one_record_of_its_own(void **state)
{
	struct px_buf one = PX_BUF_INIT(8192), two = PX_BUF_INIT(8192);
	struct px_webpush_keys keys;
	struct px_error error;
	char large[PX_WEBPUSH_TEXT_MAX + 1];

	(void)state;
	assert_int_equal(px_webpush_keys_read(px_str(KEY), px_str(SECRET), &keys, &error), PX_OK);
	assert_int_equal(px_webpush_encrypt(&keys, px_str("hello"), &one, &error), PX_OK);
	assert_int_equal(px_webpush_encrypt(&keys, px_str("hello"), &two, &error), PX_OK);
	assert_int_equal(one.size, 86 + 5 + 1 + 16);
	assert_int_equal((unsigned char)one.data[20], 65);
	assert_int_equal((unsigned char)one.data[21], 4);
	assert_memory_not_equal(one.data, two.data, 16);
	assert_memory_not_equal(one.data + 86, two.data + 86, 22);
	memset(large, 'x', sizeof(large));
	assert_int_equal(px_webpush_encrypt(&keys, px_str_n(large, sizeof(large)), &one, &error), PX_TOO_LARGE);
	memset(keys.key + 1, 0xff, 64); /* no point of the curve */
	assert_int_equal(px_webpush_encrypt(&keys, px_str("hello"), &one, &error), PX_INVALID);
	px_buf_release(&one);
	px_buf_release(&two);
}

static void our_key_is_made_once_and_is_ours_alone(void **state)
{
	struct px_vapid *first, *second;
	struct temp_dir dir;
	struct px_error error;
	struct stat status;
	char path[256];
	FILE *file;

	(void)state;
	temp_dir_make(&dir);
	temp_dir_file(&dir, "push.key", path);
	assert_int_equal(px_vapid_open(path, &first, &error), PX_OK);
	assert_int_equal(px_vapid_open(path, &second, &error), PX_OK);
	assert_int_equal(strlen(px_vapid_public(first)), 87);
	assert_string_equal(px_vapid_public(first), px_vapid_public(second));
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	px_vapid_free(first);
	px_vapid_free(second);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(px_vapid_open(path, &first, &error), PX_FORBIDDEN);
	assert_int_equal(chmod(path, 0600), 0);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("no key", file);
	fclose(file);
	assert_int_equal(px_vapid_open(path, &first, &error), PX_CORRUPT);
	temp_dir_remove(&dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_must_be_keys),
		cmocka_unit_test(each_message_is_one_record_of_its_own),
		cmocka_unit_test(our_key_is_made_once_and_is_ours_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
