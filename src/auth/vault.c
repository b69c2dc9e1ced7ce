/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vault in memory is the parsed file with its values still sealed.
 *
 * A rotation writes three times, so that at every moment some key in the key
 * file opens what the vault file holds: both keys, the vault under the new
 * one, the new key alone.
 */
#include "auth/vault.h"

#include "auth/base64url.h"
#include "auth/private_file.h"
#include "auth/secret.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/random.h"

#include <argon2.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

enum { VERSION = 1, FILE_BYTES = 1 << 20, SALT = 16, PASSES = 3, MEMORY_KIB = 19456, LANES = 1, KEYS_MAX = 2 };

/* Sealed in every vault: tells a wrong key even if there is no value yet. */
#define PROBE "pixie vault"

struct px_vault {
	char folder[PATH_MAX];
	int lock;
	bool existing;          /* there was a vault file */
	bool by_passphrase;
	bool has_key;
	uint8_t key[PX_SECRET_KEY];
	uint8_t salt[SALT];
	json_t *secrets;        /* {"name": {"sealed": text, "set": UTC ms}} */
	char *passphrase;       /* given at opening, for a vault that a first `set` makes */
};

static void path_of(const struct px_vault *vault, const char *name, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%.3900s/%s", vault->folder, name);
}

static void wipe_buf(struct px_buf *buf)
{
	if (buf->data)
		OPENSSL_cleanse(buf->data, buf->capacity);
	px_buf_release(buf);
}

/* Keys */

static enum px_err derive(const char *passphrase, const uint8_t salt[SALT], uint8_t key[PX_SECRET_KEY],
			  struct px_error *error)
{
	int code = argon2id_hash_raw(PASSES, MEMORY_KIB, LANES, passphrase, strlen(passphrase), salt, SALT, key,
				     PX_SECRET_KEY);

	return code == ARGON2_OK ? PX_OK : px_fail(error, PX_INTERNAL, NULL, "the passphrase can't be used: %s",
						   argon2_error_message(code));
}

static enum px_err write_keys(const struct px_vault *vault, const uint8_t *first, const uint8_t *second,
			      struct px_error *error)
{
	struct px_buf text = PX_BUF_INIT(FILE_BYTES);
	char path[PATH_MAX];

	path_of(vault, "secrets.key", path);
	(void)px_base64url_append(&text, first, PX_SECRET_KEY);
	(void)px_buf_char(&text, '\n');
	if (second) {
		(void)px_base64url_append(&text, second, PX_SECRET_KEY);
		(void)px_buf_char(&text, '\n');
	}
	enum px_err err = px_private_file_write(path, px_buf_view(&text), error);
	wipe_buf(&text);
	return err;
}

static enum px_err read_keys(const struct px_vault *vault, uint8_t keys[KEYS_MAX][PX_SECRET_KEY], size_t *count,
			     struct px_error *error)
{
	struct px_buf text = PX_BUF_INIT(4096);
	char path[PATH_MAX];

	*count = 0;
	path_of(vault, "secrets.key", path);
	enum px_err err = px_private_file_read(path, &text, error);
	struct px_str rest = px_buf_view(&text);
	while (!err && rest.data && *count < KEYS_MAX) {
		struct px_str line = px_str_trim(px_str_cut(rest, '\n', &rest));
		size_t size = PX_SECRET_KEY;
		if (line.size == 0)
			continue;
		if (!px_base64url_decode(line, keys[*count], &size) || size != PX_SECRET_KEY)
			err = px_fail(error, PX_CORRUPT, NULL, "%s is damaged", path);
		++*count;
	}
	if (!err && *count == 0)
		err = px_fail(error, PX_CORRUPT, NULL, "%s is empty", path);
	wipe_buf(&text);
	return err;
}

static bool opens(const uint8_t key[PX_SECRET_KEY], const json_t *file)
{
	struct px_buf plain = PX_BUF_INIT(256);
	bool good = px_unseal(key, PX_STR(PROBE), px_json_string(json_object_get(file, "probe")), &plain) == PX_OK;

	px_buf_release(&plain);
	return good;
}

static enum px_err use_passphrase(struct px_vault *vault, const json_t *file, struct px_error *error)
{
	size_t size = SALT;

	vault->by_passphrase = true;
	if (!vault->passphrase)
		return px_fail(error, PX_UNAUTHORIZED, "passphrase", "the keys are sealed by a passphrase: give it as "
			       "PIXIE_PASSPHRASE");
	if (!px_base64url_decode(px_json_string(json_object_get(file, "salt")), vault->salt, &size) || size != SALT)
		return px_fail(error, PX_CORRUPT, NULL, "secrets.json is damaged");
	enum px_err err = derive(vault->passphrase, vault->salt, vault->key, error);
	vault->has_key = !err && opens(vault->key, file);
	if (!err && !vault->has_key)
		err = px_fail(error, PX_UNAUTHORIZED, "passphrase", "this is not the passphrase that the keys are sealed by");
	return err;
}

static enum px_err use_key_file(struct px_vault *vault, const json_t *file, struct px_error *error)
{
	uint8_t keys[KEYS_MAX][PX_SECRET_KEY];
	size_t count;
	enum px_err err = read_keys(vault, keys, &count, error);

	for (size_t i = 0; !err && i < count && !vault->has_key; i++) {
		vault->has_key = opens(keys[i], file);
		if (vault->has_key)
			memcpy(vault->key, keys[i], PX_SECRET_KEY);
	}
	OPENSSL_cleanse(keys, sizeof(keys));
	if (err == PX_NOT_FOUND)
		err = px_fail(error, PX_CORRUPT, NULL, "secrets.key is missing: what secrets.json holds can't be opened any more");
	if (!err && !vault->has_key)
		err = px_fail(error, PX_CORRUPT, NULL, "secrets.key does not open secrets.json: they are of different vaults");
	return err;
}

/* The file */

static enum px_err read_file(struct px_vault *vault, struct px_error *error)
{
	struct px_buf text = PX_BUF_INIT(FILE_BYTES);
	json_t *file = NULL;
	char path[PATH_MAX];

	path_of(vault, "secrets.json", path);
	enum px_err err = px_private_file_read(path, &text, error);
	if (err == PX_NOT_FOUND) {
		vault->secrets = json_object();
		px_buf_release(&text);
		return PX_OK;
	}
	if (!err && (px_json_parse(px_buf_view(&text), &file, NULL) != PX_OK ||
		     json_integer_value(json_object_get(file, "version")) != VERSION ||
		     !json_is_object(json_object_get(file, "secrets"))))
		err = px_fail(error, PX_CORRUPT, NULL, "%s is damaged, or of a newer Pixie", path);
	px_buf_release(&text);
	vault->existing = !err;
	if (!err) {
		vault->secrets = json_incref(json_object_get(file, "secrets"));
		err = json_object_get(file, "salt") ? use_passphrase(vault, file, error) : use_key_file(vault, file, error);
	}
	json_decref(file);
	return err;
}

static enum px_err write_file(struct px_vault *vault, struct px_error *error)
{
	struct px_buf probe = PX_BUF_INIT(256), salt = PX_BUF_INIT(64);
	json_t *file = json_pack("{s:i,s:O}", "version", VERSION, "secrets", vault->secrets);
	char path[PATH_MAX];
	enum px_err err = px_seal(vault->key, PX_STR(PROBE), PX_STR(PROBE), &probe);

	path_of(vault, "secrets.json", path);
	if (!err)
		json_object_set_new(file, "probe", json_string(probe.data));
	if (!err && vault->by_passphrase) {
		(void)px_base64url_append(&salt, vault->salt, SALT);
		json_object_set_new(file, "salt", json_string(salt.data));
	}
	char *text = json_dumps(file, JSON_INDENT(1) | JSON_SORT_KEYS);
	if (!err)
		err = px_private_file_write(path, px_str(text), error);
	vault->existing |= !err;
	free(text);
	json_decref(file);
	px_buf_release(&probe);
	px_buf_release(&salt);
	return err;
}

/* Life */

/* Waits for another process that has it open. */
static enum px_err lock_folder(struct px_vault *vault, struct px_error *error)
{
	vault->lock = open(vault->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (vault->lock < 0 && errno == ENOENT)
		return PX_OK;
	if (vault->lock < 0 || flock(vault->lock, LOCK_EX) != 0)
		return px_fail(error, PX_IO, NULL, "can't use %.200s: %s", vault->folder, strerror(errno));
	return PX_OK;
}

enum px_err px_vault_open(const char *folder, const char *passphrase, struct px_vault **out, struct px_error *error)
{
	struct px_vault *vault = px_calloc(1, sizeof(*vault));

	snprintf(vault->folder, sizeof(vault->folder), "%s", folder);
	vault->passphrase = passphrase && passphrase[0] ? px_strdup(passphrase) : NULL;
	enum px_err err = lock_folder(vault, error);
	if (!err)
		err = read_file(vault, error);
	if (err)
		px_vault_close(vault);
	else
		*out = vault;
	return err;
}

void px_vault_close(struct px_vault *vault)
{
	if (!vault)
		return;
	if (vault->lock >= 0)
		close(vault->lock);
	if (vault->passphrase)
		OPENSSL_cleanse(vault->passphrase, strlen(vault->passphrase));
	free(vault->passphrase);
	json_decref(vault->secrets);
	OPENSSL_cleanse(vault, sizeof(*vault));
	free(vault);
}

/* A vault that is about to hold its first value. */
static enum px_err make_key(struct px_vault *vault, struct px_error *error)
{
	uint8_t keys[KEYS_MAX][PX_SECRET_KEY];
	size_t count;

	vault->by_passphrase = vault->passphrase != NULL;
	if (vault->by_passphrase) {
		px_random_bytes(vault->salt, SALT);
		enum px_err err = derive(vault->passphrase, vault->salt, vault->key, error);
		vault->has_key = !err;
		return err;
	}
	/* A key file without a vault is the rest of an interrupted first time. */
	enum px_err err = read_keys(vault, keys, &count, error);
	if (!err)
		memcpy(vault->key, keys[0], PX_SECRET_KEY);
	OPENSSL_cleanse(keys, sizeof(keys));
	if (err == PX_NOT_FOUND) {
		px_random_bytes(vault->key, PX_SECRET_KEY);
		err = write_keys(vault, vault->key, NULL, error);
	}
	vault->has_key = !err;
	return err;
}

/* Values */

enum px_err px_vault_get(const struct px_vault *vault, const char *name, struct px_buf *value, struct px_error *error)
{
	const json_t *entry = json_object_get(vault->secrets, name);

	if (!entry)
		return px_fail(error, PX_NOT_FOUND, NULL, "there is no sealed %s", name);
	if (px_unseal(vault->key, px_str(name), px_json_string(json_object_get(entry, "sealed")), value) != PX_OK)
		return px_fail(error, PX_CORRUPT, NULL, "the sealed %s is damaged", name);
	return PX_OK;
}

static enum px_err seal_value(struct px_vault *vault, json_t *secrets, const char *name, struct px_str value,
			      int64_t set_at, struct px_error *error)
{
	struct px_buf sealed = PX_BUF_INIT(4 * PX_VAULT_VALUE_MAX);
	enum px_err err = px_seal(vault->key, px_str(name), value, &sealed);

	if (err)
		err = px_fail(error, err, NULL, "%s can't be sealed", name);
	else
		json_object_set_new(secrets, name, json_pack("{s:s,s:I}", "sealed", sealed.data, "set", (json_int_t)set_at));
	px_buf_release(&sealed);
	return err;
}

enum px_err px_vault_set(struct px_vault *vault, const char *name, struct px_str value, struct px_error *error)
{
	if (value.size == 0 || value.size > PX_VAULT_VALUE_MAX || strlen(name) > PX_VAULT_NAME_MAX)
		return px_fail(error, value.size ? PX_TOO_LARGE : PX_INVALID, name, "must have 1 to %d bytes",
			       PX_VAULT_VALUE_MAX);
	if (vault->lock < 0)
		return px_fail(error, PX_NOT_FOUND, NULL, "the folder %.200s does not exist", vault->folder);
	enum px_err err = vault->has_key ? PX_OK : make_key(vault, error);
	if (!err)
		err = seal_value(vault, vault->secrets, name, value, px_clock_now(), error);
	return err ? err : write_file(vault, error);
}

enum px_err px_vault_remove(struct px_vault *vault, const char *name, struct px_error *error)
{
	if (json_object_del(vault->secrets, name) != 0)
		return px_fail(error, PX_NOT_FOUND, NULL, "there is no sealed %s", name);
	return write_file(vault, error);
}

/* Seals with vault->key what `old` opens. */
static enum px_err reseal(struct px_vault *vault, const uint8_t old[PX_SECRET_KEY], struct px_error *error)
{
	json_t *fresh = json_object(), *entry;
	enum px_err err = PX_OK;
	const char *name;

	json_object_foreach(vault->secrets, name, entry) {
		struct px_buf plain = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);
		int64_t set_at = json_integer_value(json_object_get(entry, "set"));
		err = px_unseal(old, px_str(name), px_json_string(json_object_get(entry, "sealed")), &plain);
		err = err ? px_fail(error, err, NULL, "the sealed %s is damaged", name)
			  : seal_value(vault, fresh, name, px_buf_view(&plain), set_at, error);
		wipe_buf(&plain);
		if (err)
			break;
	}
	if (err) {
		json_decref(fresh);
		return err;
	}
	json_decref(vault->secrets);
	vault->secrets = fresh;
	return PX_OK;
}

static enum px_err rotate_to(struct px_vault *vault, const uint8_t old[PX_SECRET_KEY], bool had_file, const char *passphrase,
			     struct px_error *error)
{
	char path[PATH_MAX];
	enum px_err err = PX_OK;

	vault->by_passphrase = passphrase != NULL;
	if (passphrase) {
		px_random_bytes(vault->salt, SALT);
		err = derive(passphrase, vault->salt, vault->key, error);
	} else {
		px_random_bytes(vault->key, PX_SECRET_KEY);
		err = write_keys(vault, vault->key, had_file ? old : NULL, error);
	}
	if (!err)
		err = reseal(vault, old, error);
	if (!err)
		err = write_file(vault, error);
	if (err)
		return err;
	path_of(vault, "secrets.key", path);
	if (!passphrase)
		return write_keys(vault, vault->key, NULL, error);
	if (had_file && unlink(path) != 0)
		return px_fail(error, PX_IO, NULL, "can't remove %s: %s", path, strerror(errno));
	return PX_OK;
}

enum px_err px_vault_rotate(struct px_vault *vault, const char *passphrase, struct px_error *error)
{
	uint8_t old[PX_SECRET_KEY];

	if (!vault->existing)
		return px_fail(error, PX_NOT_FOUND, NULL, "there is nothing sealed yet");
	if (passphrase && strlen(passphrase) < 12)
		return px_fail(error, PX_INVALID, "passphrase", "must have at least 12 bytes");
	memcpy(old, vault->key, sizeof(old));
	enum px_err err = rotate_to(vault, old, !vault->by_passphrase, passphrase, error);
	OPENSSL_cleanse(old, sizeof(old));
	return err;
}

bool px_vault_has_passphrase(const struct px_vault *vault)
{
	return vault->by_passphrase;
}

const char *px_vault_next(const struct px_vault *vault, const char *last, int64_t *set_at)
{
	const char *name, *next = NULL;
	json_t *entry;

	json_object_foreach(vault->secrets, name, entry) {
		if (strcmp(name, last) > 0 && (!next || strcmp(name, next) < 0)) {
			next = name;
			*set_at = json_integer_value(json_object_get(entry, "set"));
		}
	}
	return next;
}
