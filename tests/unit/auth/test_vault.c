/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed keys: what is kept, by whom it can be read, and what damage does. */
#include "auth/vault.h"

#include "support/temp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define CANARY "sk-canary-4711"

static struct temp_dir dir;

static int make_dir(void **state)
{
	(void)state;
	temp_dir_make(&dir);
	return 0;
}

static int remove_dir(void **state)
{
	(void)state;
	temp_dir_remove(&dir);
	return 0;
}

static struct px_vault *open_vault(const char *passphrase)
{
	struct px_vault *vault;
	struct px_error error;

	if (px_vault_open(dir.path, passphrase, &vault, &error) != PX_OK)
		fail_msg("%s", error.message);
	return vault;
}

static enum px_err try_open(const char *passphrase)
{
	struct px_vault *vault = NULL;
	enum px_err err = px_vault_open(dir.path, passphrase, &vault, NULL);

	px_vault_close(vault);
	return err;
}

static void set(const char *passphrase, const char *name, const char *value)
{
	struct px_vault *vault = open_vault(passphrase);

	assert_int_equal(px_vault_set(vault, name, px_str(value), NULL), PX_OK);
	px_vault_close(vault);
}

static void expect(const char *passphrase, const char *name, const char *value)
{
	struct px_vault *vault = open_vault(passphrase);
	struct px_buf got = PX_BUF_INIT(8192);
	enum px_err err = px_vault_get(vault, name, &got, NULL);

	assert_int_equal(err, value ? PX_OK : PX_NOT_FOUND);
	if (value)
		assert_string_equal(got.data, value);
	px_buf_release(&got);
	px_vault_close(vault);
}

static void read_file(const char *name, struct px_buf *out)
{
	char path[256], part[4096];
	size_t n;

	temp_dir_file(&dir, name, path);
	FILE *file = fopen(path, "re");
	assert_non_null(file);
	px_buf_clear(out);
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		assert_int_equal(px_buf_append(out, part, n), PX_OK);
	fclose(file);
}

static void write_file(const char *name, struct px_str content)
{
	char path[256];

	temp_dir_file(&dir, name, path);
	FILE *file = fopen(path, "we");
	assert_non_null(file);
	assert_int_equal(fwrite(content.data, 1, content.size, file), content.size);
	fclose(file);
}

static bool exists(const char *name)
{
	char path[256];

	temp_dir_file(&dir, name, path);
	return access(path, F_OK) == 0;
}

static void keeps_values_sealed_and_private(void **state)
{
	static const char *const files[] = { "secrets.json", "secrets.key" };
	struct px_buf content = PX_BUF_INIT(1 << 20);

	(void)state;
	expect(NULL, "openai-key", NULL);
	assert_false(exists("secrets.key")); /* looking makes nothing */
	set(NULL, "openai-key", CANARY);
	set(NULL, "anthropic-key", "other");
	set(NULL, "openai-key", CANARY "2");
	expect(NULL, "openai-key", CANARY "2");
	expect(NULL, "anthropic-key", "other");
	for (size_t i = 0; i < 2; i++) {
		struct stat info;
		char path[256];
		temp_dir_file(&dir, files[i], path);
		assert_int_equal(stat(path, &info), 0);
		assert_int_equal(info.st_mode & 0777, 0600);
		read_file(files[i], &content);
		assert_null(strstr(content.data, "canary"));
	}
	px_buf_release(&content);
}

static void lists_and_removes(void **state)
{
	int64_t when = 0;

	(void)state;
	set(NULL, "openai-key", "b");
	set(NULL, "anthropic-key", "a");
	struct px_vault *vault = open_vault(NULL);
	assert_string_equal(px_vault_next(vault, "", &when), "anthropic-key");
	assert_true(when > 1500000000000);
	assert_string_equal(px_vault_next(vault, "anthropic-key", &when), "openai-key");
	assert_null(px_vault_next(vault, "openai-key", &when));
	assert_int_equal(px_vault_remove(vault, "openai-key", NULL), PX_OK);
	assert_int_equal(px_vault_remove(vault, "openai-key", NULL), PX_NOT_FOUND);
	px_vault_close(vault);
	expect(NULL, "openai-key", NULL);
	expect(NULL, "anthropic-key", "a");
}

static void rotates_keys(void **state)
{
	struct px_buf before = PX_BUF_INIT(4096), after = PX_BUF_INIT(4096), old = PX_BUF_INIT(65536);

	(void)state;
	set(NULL, "openai-key", CANARY);
	read_file("secrets.key", &before);
	read_file("secrets.json", &old);
	struct px_vault *vault = open_vault(NULL);
	assert_int_equal(px_vault_rotate(vault, NULL, NULL), PX_OK);
	px_vault_close(vault);
	read_file("secrets.key", &after);
	assert_int_equal(after.size, before.size);
	assert_string_not_equal(after.data, before.data);
	expect(NULL, "openai-key", CANARY);
	/* Interrupted between its steps: both keys there, the vault old. */
	assert_int_equal(px_buf_str(&after, px_buf_view(&before)), PX_OK);
	write_file("secrets.key", px_buf_view(&after));
	expect(NULL, "openai-key", CANARY);
	write_file("secrets.json", px_buf_view(&old));
	expect(NULL, "openai-key", CANARY);
	px_buf_release(&before);
	px_buf_release(&after);
	px_buf_release(&old);
}

static void goes_to_a_passphrase_and_back(void **state)
{
	(void)state;
	set(NULL, "openai-key", CANARY);
	struct px_vault *vault = open_vault(NULL);
	assert_int_equal(px_vault_rotate(vault, "too short", NULL), PX_INVALID);
	assert_int_equal(px_vault_rotate(vault, "a long passphrase", NULL), PX_OK);
	assert_true(px_vault_has_passphrase(vault));
	px_vault_close(vault);
	assert_false(exists("secrets.key"));
	assert_int_equal(try_open(NULL), PX_UNAUTHORIZED);
	assert_int_equal(try_open("another passphrase"), PX_UNAUTHORIZED);
	expect("a long passphrase", "openai-key", CANARY);
	vault = open_vault("a long passphrase");
	assert_int_equal(px_vault_rotate(vault, NULL, NULL), PX_OK);
	px_vault_close(vault);
	expect(NULL, "openai-key", CANARY);
	expect("given, but not needed", "openai-key", CANARY);
}

static void begins_with_a_passphrase(void **state)
{
	(void)state;
	set("first passphrase", "openai-key", CANARY);
	assert_false(exists("secrets.key"));
	expect("first passphrase", "openai-key", CANARY);
	assert_int_equal(try_open("other passphrase"), PX_UNAUTHORIZED);
}

static void tells_damage(void **state)
{
	struct px_buf content = PX_BUF_INIT(65536);
	char path[256];

	(void)state;
	set(NULL, "openai-key", CANARY);
	set(NULL, "anthropic-key", "other");
	read_file("secrets.json", &content);
	/* One name's value in the other's place. */
	char *copy = strdup(content.data), *at = strstr(copy, "anthropic-key");
	memcpy(at, "anthropic-kez", 13);
	write_file("secrets.json", px_str(copy));
	struct px_vault *vault = open_vault(NULL);
	struct px_buf got = PX_BUF_INIT(8192);
	assert_int_equal(px_vault_get(vault, "anthropic-kez", &got, NULL), PX_CORRUPT);
	assert_int_equal(got.size, 0);
	px_vault_close(vault);
	free(copy);
	write_file("secrets.json", PX_STR("{\"version\":1"));
	assert_int_equal(try_open(NULL), PX_CORRUPT);
	write_file("secrets.json", px_buf_view(&content));
	temp_dir_file(&dir, "secrets.key", path);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(try_open(NULL), PX_FORBIDDEN);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(try_open(NULL), PX_CORRUPT);
	px_buf_release(&content);
}

static void keeps_to_its_limits(void **state)
{
	struct px_vault *vault = open_vault(NULL);
	char large[PX_VAULT_VALUE_MAX + 2];

	(void)state;
	memset(large, 'x', sizeof(large));
	assert_int_equal(px_vault_set(vault, "a", PX_STR(""), NULL), PX_INVALID);
	assert_int_equal(px_vault_set(vault, "a", px_str_n(large, PX_VAULT_VALUE_MAX + 1), NULL), PX_TOO_LARGE);
	assert_int_equal(px_vault_set(vault, "a", px_str_n(large, PX_VAULT_VALUE_MAX), NULL), PX_OK);
	px_vault_close(vault);
	assert_int_equal(px_vault_open("/nowhere/at/all", NULL, &vault, NULL), PX_OK);
	assert_int_equal(px_vault_set(vault, "a", PX_STR("x"), NULL), PX_NOT_FOUND);
	assert_int_equal(px_vault_rotate(vault, NULL, NULL), PX_NOT_FOUND);
	px_vault_close(vault);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keeps_values_sealed_and_private, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(lists_and_removes, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(rotates_keys, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(goes_to_a_passphrase_and_back, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(begins_with_a_passphrase, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(tells_damage, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(keeps_to_its_limits, make_dir, remove_dir),
	};

	return cmocka_run_group_tests_name("vault", tests, NULL, NULL);
}
