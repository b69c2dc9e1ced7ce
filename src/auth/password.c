/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libargon2 with our parameters, the form in which passwords are hashed, and
 * the rules a new one must meet.
 */
#include "auth/password.h"

#include "base/random.h"

#include <argon2.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

enum { SALT = 16, HASH = 32 };

const struct px_password_params px_password_default = { .memory_kib = 19456, .passes = 2, .lanes = 1 };

/* The long ones that lead every published list of leaked passwords; compared without case. */
static const char *const common[] = {
	"1234567890", "0123456789", "0987654321", "12345678910", "123456789a", "1q2w3e4r5t", "1q2w3e4r5t6y",
	"1qaz2wsx3edc", "a123456789", "q1w2e3r4t5", "qwertyuiop", "qwerty12345", "qwerty123456", "qwertyuiop123",
	"asdfghjkl123", "zaq12wsxcde3", "password12", "password123", "password1234", "password12345",
	"password2024", "password2025", "password2026", "passw0rd123", "p@ssw0rd123", "p@ssword123",
	"administrator", "adminadmin", "admin12345", "iloveyou123", "welcome123", "welcome1234", "letmein123",
	"changeme123", "football123", "baseball123", "sunshine123", "princess123", "superman123",
	"michael123", "abcdefghij", "abcd123456", "abc123456789", "trustno1trustno1", "correcthorsebatterystaple",
	"qazwsxedcrfv", "google12345", "pokemon123", "starwars123", "whatever123", "pixiepixie", "pixie12345",
};

/*
 * NFKC: the same characters are the same bytes however a keyboard made them.
 * Bytes that are no text stay as they are.
 */
struct normal {
	struct px_str text;
	utf8proc_uint8_t *own; /* holds it, or NULL: `text` is what was given */
};

static struct normal normalise(struct px_str password)
{
	struct normal normal = { .text = password.data ? password : PX_STR("") };
	utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)normal.text.data,
					     (utf8proc_ssize_t)normal.text.size, &normal.own,
					     UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);

	if (size >= 0)
		normal.text = px_str_n((const char *)normal.own, (size_t)size);
	else
		normal.own = NULL;
	return normal;
}

static void release(struct normal *normal)
{
	if (normal->own != NULL)
		OPENSSL_cleanse(normal->own, normal->text.size);
	free(normal->own);
}

static size_t characters(struct px_str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++)
		count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
	return count;
}

static size_t distinct_bytes(struct px_str text)
{
	bool seen[256] = { false };
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = (uint8_t)text.data[i];
		count += !seen[byte];
		seen[byte] = true;
	}
	return count;
}

/* Of a password that is not too long, in the form that is hashed. */
static enum px_err check_rules(struct px_str password, struct px_str email, struct px_error *error)
{
	struct px_str rest;

	if (characters(password) < PX_PASSWORD_MIN)
		return px_fail(error, PX_INVALID, "password", "must have at least %d characters", PX_PASSWORD_MIN);
	if (distinct_bytes(password) < 5)
		return px_fail(error, PX_INVALID, "password", "must not repeat a few characters only");
	if (px_str_eq_case(password, email) || px_str_eq_case(password, px_str_cut(email, '@', &rest)))
		return px_fail(error, PX_INVALID, "password", "must not be the email address");
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
		if (px_str_eq_case(password, px_str(common[i])))
			return px_fail(error, PX_INVALID, "password", "is among the most common passwords");
	}
	return PX_OK;
}

enum px_err px_password_rules(struct px_str password, struct px_str email, struct px_error *error)
{
	if (password.size > PX_PASSWORD_MAX)
		return px_fail(error, PX_INVALID, "password", "must have at most %d bytes", PX_PASSWORD_MAX);
	struct normal normal = normalise(password);
	enum px_err err = check_rules(normal.text, email, error);
	release(&normal);
	return err;
}

enum px_err px_password_hash(const struct px_password_params *params, struct px_str password,
			     char phc[PX_PASSWORD_PHC])
{
	uint8_t salt[SALT];
	int result;

	if (password.size > PX_PASSWORD_MAX)
		return PX_TOO_LARGE;
	struct normal normal = normalise(password);
	px_random_bytes(salt, sizeof(salt));
	result = argon2id_hash_encoded(params->passes, params->memory_kib, params->lanes, normal.text.data,
				       normal.text.size, salt, SALT, HASH, phc, PX_PASSWORD_PHC);
	release(&normal);
	return result == ARGON2_OK ? PX_OK
	       : result == ARGON2_MEMORY_ALLOCATION_ERROR ? PX_NO_MEMORY : PX_INTERNAL;
}

enum px_password_match px_password_verify(const char *phc, struct px_str password)
{
	enum px_password_match match = PX_PASSWORD_WRONG;

	if (password.size > PX_PASSWORD_MAX)
		return PX_PASSWORD_WRONG;
	struct normal normal = normalise(password);
	if (argon2id_verify(phc, normal.text.data, normal.text.size) == ARGON2_OK)
		match = PX_PASSWORD_RIGHT;
	else if (!px_str_eq(normal.text, password) && password.size > 0 &&
		 argon2id_verify(phc, password.data, password.size) == ARGON2_OK)
		match = PX_PASSWORD_OLD_FORM;
	release(&normal);
	return match;
}

bool px_password_outdated(const struct px_password_params *params, const char *phc)
{
	char current[64];

	snprintf(current, sizeof(current), "$argon2id$v=%d$m=%u,t=%u,p=%u$", ARGON2_VERSION_NUMBER,
		 params->memory_kib, params->passes, params->lanes);
	return !px_str_starts(px_str(phc), px_str(current));
}
