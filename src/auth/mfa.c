/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second factor: enrolling an authenticator app, spending its codes, those
 * of text messages (sms_factor.c) and the recovery codes.
 */
#include "auth/auth_internal.h"

#include "auth/totp.h"
#include "base/json.h"
#include "base/random.h"
#include "base/uri.h"

#include <openssl/crypto.h>
#include <stdio.h>

static struct px_str seal_context(const struct px_account_row *account)
{
	return px_str_n((const char *)account->user_id.bytes, sizeof(account->user_id.bytes));
}

static enum px_err load_account(struct px_store_tx *tx, struct px_id user, struct px_arena *arena,
				struct px_account_row *account, struct px_error *error)
{
	enum px_err err = px_auth_account_of(tx, user, arena, account, error);

	return err == PX_NOT_FOUND
		       ? px_fail(error, PX_INVALID, "email", "a second factor needs a local account with an email")
		       : err;
}

/* --------------------------------------------------------------- enrolment */

static void write_enrolment(const struct px_account_row *account, const uint8_t secret[PX_TOTP_SECRET],
			    struct px_auth_mfa *mfa)
{
	struct px_buf text = PX_BUF_INIT(sizeof(mfa->secret) - 1), uri = PX_BUF_INIT(4096);

	if (px_base32_append(&text, secret, PX_TOTP_SECRET) != PX_OK)
		abort();
	snprintf(mfa->secret, sizeof(mfa->secret), "%s", text.data);
	px_buf_text(&uri, "otpauth://totp/Pixie:");
	/* the label is for the person's eyes; long ones are cut so that the URI stays a readable QR code */
	px_uri_escape(&uri, px_str_n(account->email, strnlen(account->email, 80)));
	px_buf_printf(&uri, "?secret=%s&issuer=Pixie&algorithm=SHA1&digits=6&period=30", mfa->secret);
	snprintf(mfa->uri, sizeof(mfa->uri), "%s", uri.data);
	OPENSSL_cleanse(text.data, text.size);
	OPENSSL_cleanse(uri.data, uri.size);
	px_buf_release(&text);
	px_buf_release(&uri);
}

enum px_err px_auth_mfa_begin(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
			      struct px_auth_mfa *mfa, struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;
	struct px_buf sealed = PX_BUF_INIT(1024);
	uint8_t secret[PX_TOTP_SECRET];
	enum px_err err;

	px_arena_init(&arena);
	err = load_account(tx, user, &arena, &account, error);
	if (err == PX_OK)
		err = px_auth_factor_is_off(&account, error);
	if (err != PX_OK)
		goto out;
	px_random_bytes(secret, sizeof(secret));
	err = px_seal(auth->totp_key, seal_context(&account), px_str_n((char *)secret, sizeof(secret)), &sealed);
	if (err == PX_OK) {
		account.totp = sealed.data;
		account.totp_step = 0;
		err = px_auth_account_save(tx, &account, error);
	}
	if (err == PX_OK)
		write_enrolment(&account, secret, mfa);
	OPENSSL_cleanse(secret, sizeof(secret));
out:
	px_buf_release(&sealed);
	px_arena_release(&arena);
	return err;
}

/* ---------------------------------------------------------- spending codes */

static enum px_err spend_totp(struct px_auth *auth, struct px_account_row *account, struct px_str code,
			      bool *good)
{
	struct px_buf secret = PX_BUF_INIT(PX_TOTP_SECRET);
	enum px_err err = px_unseal(auth->totp_key, seal_context(account), px_str(account->totp), &secret);

	*good = err == PX_OK && secret.size == PX_TOTP_SECRET &&
		px_totp_verify((uint8_t *)secret.data, code, px_clock_now(), account->totp_step,
			       &account->totp_step);
	if (secret.data != NULL)
		OPENSSL_cleanse(secret.data, secret.size);
	px_buf_release(&secret);
	return err;
}

/* Lower case without dashes and spaces, as people type them. */
static bool normal_recovery(struct px_str code, char out[PX_RECOVERY_CHARS + 1])
{
	size_t size = 0;

	for (size_t i = 0; i < code.size; i++) {
		char c = code.data[i];
		if (c == '-' || c == ' ')
			continue;
		if (size == PX_RECOVERY_CHARS)
			return false;
		out[size++] = c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
	}
	out[size] = '\0';
	return size == PX_RECOVERY_CHARS;
}

/* Looks at every hash, whichever matches, and writes the list without it. */
static bool spend_recovery(struct px_auth *auth, struct px_account_row *account, struct px_str code,
			   struct px_buf *left)
{
	char normal[PX_RECOVERY_CHARS + 1], hash[PX_HASH_TEXT];
	struct px_json json;
	json_t *hashes;
	const json_t *stored;
	size_t i;
	bool good = false;

	if (account->recovery == NULL || !normal_recovery(code, normal) ||
	    px_json_parse(px_str(account->recovery), &hashes, NULL) != PX_OK)
		return false;
	px_keyed_hash(auth->recovery_key, account->user_id, px_str(normal), hash);
	OPENSSL_cleanse(normal, sizeof(normal));
	px_json_init(&json, left);
	px_json_open_array(&json);
	json_array_foreach(hashes, i, stored) {
		if (px_secret_eq(px_json_string(stored), px_str(hash)))
			good = true;
		else
			px_json_str(&json, px_json_string(stored));
	}
	px_json_close_array(&json);
	json_decref(hashes);
	return good;
}

enum px_err px_auth_mfa_spend(struct px_auth *auth, struct px_store_tx *tx, struct px_account_row *account,
			      struct px_str code, struct px_arena *arena, bool *good,
			      struct px_error *error)
{
	struct px_buf left = PX_BUF_INIT(4096);
	enum px_err err = PX_OK;

	bool counted = false;

	*good = false;
	if (code.size == PX_TOTP_DIGITS) {
		if (account->totp_on && spend_totp(auth, account, code, good) != PX_OK)
			err = px_fail(error, PX_CORRUPT, NULL, "the stored second factor can't be opened");
		counted = err == PX_OK && !*good && px_auth_sms_is_on(account);
		if (counted)
			err = px_auth_sms_spend(auth, account, code, arena, good, error);
	} else {
		*good = spend_recovery(auth, account, code, &left);
		if (*good)
			account->recovery = px_arena_str(arena, px_buf_view(&left));
	}
	if (err == PX_OK && (*good || counted))
		err = px_auth_account_save(tx, account, error);
	px_buf_release(&left);
	return err;
}

enum px_err px_auth_mfa_confirm(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				struct px_str code, char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT],
				struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;
	struct px_buf hashes = PX_BUF_INIT(4096);
	bool good;
	enum px_err err;

	px_arena_init(&arena);
	err = load_account(tx, user, &arena, &account, error);
	if (err == PX_OK)
		err = px_auth_factor_is_off(&account, error);
	if (err == PX_OK && account.totp == NULL)
		err = px_fail(error, PX_CONFLICT, NULL, "there is no enrolment to confirm");
	if (err == PX_OK && spend_totp(auth, &account, code, &good) != PX_OK)
		err = px_fail(error, PX_CORRUPT, NULL, "the stored second factor can't be opened");
	if (err == PX_OK && !good)
		err = px_fail(error, PX_UNAUTHORIZED, "code", "the code is not right; is the device's clock?");
	if (err == PX_OK) {
		px_auth_mfa_make_codes(auth, user, codes, &hashes);
		account.recovery = hashes.data;
		account.totp_on = true;
		err = px_auth_account_save(tx, &account, error);
	}
	px_buf_release(&hashes);
	px_arena_release(&arena);
	return err;
}

enum px_err px_auth_mfa_disable(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				struct px_str code, struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;
	bool good = false;
	enum px_err err;

	px_arena_init(&arena);
	err = load_account(tx, user, &arena, &account, error);
	if (err == PX_OK && !account.totp_on && !px_auth_sms_is_on(&account))
		err = px_fail(error, PX_CONFLICT, NULL, "the second factor is not on");
	if (err == PX_OK)
		err = px_auth_mfa_spend(auth, tx, &account, code, &arena, &good, error);
	if (err == PX_OK && !good)
		err = px_fail(error, PX_UNAUTHORIZED, "code", "the code is not right");
	if (err == PX_OK)
		err = px_auth_sms_forget(&account, &arena, error);
	if (err == PX_OK) {
		account.totp = account.recovery = NULL;
		account.totp_on = false;
		account.totp_step = 0;
		err = px_auth_account_save(tx, &account, error);
	}
	px_arena_release(&arena);
	return err;
}

enum px_err px_auth_mfa_enabled(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, bool *enabled,
				struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;
	enum px_err err;

	(void)auth;
	px_arena_init(&arena);
	err = px_auth_account_of(tx, user, &arena, &account, error);
	*enabled = err == PX_OK && (account.totp_on || px_auth_sms_is_on(&account));
	px_arena_release(&arena);
	return err == PX_NOT_FOUND ? PX_OK : err;
}
