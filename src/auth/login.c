/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Local login in three steps: find, compare (slow, elsewhere), finish.
 *
 * Nobody can learn from answers or timing whether an email is known: unknown
 * people go through the same steps against the hash of a random password.
 */
#include "auth/auth_internal.h"

#include "base/log.h"

#include <openssl/crypto.h>
#include <stdio.h>

enum px_err px_auth_login_find(struct px_auth *auth, struct px_store_tx *tx, struct px_str email,
			       struct px_auth_login *login, struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;
	char normal[PX_EMAIL_TEXT];
	enum px_err err = PX_NOT_FOUND;

	*login = (struct px_auth_login){ .user = PX_ID_NONE };
	snprintf(login->stored, sizeof(login->stored), "%s", auth->nobody);
	px_arena_init(&arena);
	if (px_email_normal(email, normal))
		err = px_auth_find_text(tx, &px_account_record, "email", px_str(normal), &arena, &account, error);
	if (err == PX_OK && account.password != NULL) {
		login->user = account.user_id;
		snprintf(login->stored, sizeof(login->stored), "%s", account.password);
	}
	px_arena_release(&arena);
	return err == PX_NOT_FOUND ? PX_OK : err;
}

void px_auth_login_verify(struct px_auth *auth, struct px_auth_login *login, struct px_str password)
{
	enum px_password_match match = px_password_verify(login->stored, password);
	bool old = match == PX_PASSWORD_OLD_FORM || px_password_outdated(&auth->password, login->stored);

	login->matched = match != PX_PASSWORD_WRONG && !px_id_is_none(login->user);
	if (login->matched && old &&
	    px_password_hash(&auth->password, password, login->upgraded) != PX_OK)
		login->upgraded[0] = '\0'; /* the old hash goes on working */
}

/* What stands between a right password and a session; PX_LOGIN_OK: nothing. */
static enum px_err judge(struct px_auth *auth, struct px_store_tx *tx, struct px_account_row *account,
			 struct px_str code, bool by_sms, struct px_arena *arena, enum px_login_result *result,
			 struct px_error *error)
{
	bool good;
	enum px_err err;

	if (auth->require_verified && !account->verified) {
		*result = PX_LOGIN_UNVERIFIED;
		return PX_OK;
	}
	bool sms = px_auth_sms_is_on(account);
	*result = PX_LOGIN_OK;
	if (!account->totp_on && !sms)
		return PX_OK;
	if (code.size == 0) {
		bool sends = sms && auth->sends_sms && (by_sms || !account->totp_on);
		*result = sends ? PX_LOGIN_NEEDS_SMS : PX_LOGIN_NEEDS_CODE;
		return sends ? px_auth_sms_challenge(auth, tx, account, arena, error) : PX_OK;
	}
	err = px_auth_mfa_spend(auth, tx, account, code, arena, &good, error);
	if (err == PX_OK && !good)
		*result = PX_LOGIN_DENIED;
	return err;
}

static void log_result(const struct px_auth_login *login, enum px_login_result result,
		       const struct px_auth_device *device)
{
	static const char *const names[] = { "ok", "denied", "needs code", "unverified", "needs sms" };
	char id[PX_ID_TEXT + 1];

	px_id_format(login->user, id);
	px_log(result == PX_LOGIN_DENIED ? PX_LOG_WARN : PX_LOG_INFO, "auth", "login",
	       PX_LF("user", px_id_is_none(login->user) ? "unknown" : id), PX_LF("result", names[result]),
	       PX_LF("address", device && device->address ? device->address : ""));
}

static bool is_password(const struct px_account_row *account, const struct px_auth_login *login)
{
	return account->password != NULL && px_secret_eq(px_str(account->password), px_str(login->stored));
}

enum px_err px_auth_login_holds(struct px_store_tx *tx, const struct px_auth_login *login, bool *holds,
				struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;

	px_arena_init(&arena);
	enum px_err err = px_auth_account_of(tx, login->user, &arena, &account, error);
	*holds = err == PX_OK && is_password(&account, login);
	px_arena_release(&arena);
	return err == PX_NOT_FOUND ? PX_OK : err;
}

enum px_err px_auth_has_password(struct px_store_tx *tx, struct px_id user, bool *has, struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;

	px_arena_init(&arena);
	enum px_err err = px_auth_account_of(tx, user, &arena, &account, error);
	*has = err == PX_OK && account.password != NULL;
	px_arena_release(&arena);
	return err == PX_NOT_FOUND ? PX_OK : err;
}

static enum px_err finish_matched(struct px_auth *auth, struct px_store_tx *tx, struct px_auth_login *login,
				  struct px_str code, const struct px_auth_device *device,
				  enum px_login_result *result, struct px_auth_grant *grant,
				  struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;
	enum px_err err;

	px_arena_init(&arena);
	err = px_auth_account_of(tx, login->user, &arena, &account, error);
	if (err == PX_NOT_FOUND || (err == PX_OK && !is_password(&account, login))) {
		err = PX_OK; /* changed while we were comparing */
		goto out;
	}
	if (err == PX_OK)
		err = judge(auth, tx, &account, code, login->by_sms, &arena, result, error);
	if (err != PX_OK || *result != PX_LOGIN_OK)
		goto out;
	if (login->upgraded[0] != '\0') {
		account.password = login->upgraded;
		err = px_auth_account_save(tx, &account, error);
	}
	if (err == PX_OK)
		err = px_auth_session_open(auth, tx, login->user, PX_SESSION_PASSWORD, device, grant, error);
out:
	px_arena_release(&arena);
	return err;
}

enum px_err px_auth_login_finish(struct px_auth *auth, struct px_store_tx *tx, struct px_auth_login *login,
				 struct px_str code, const struct px_auth_device *device,
				 enum px_login_result *result, struct px_auth_grant *grant,
				 struct px_error *error)
{
	enum px_err err = PX_OK;

	*result = PX_LOGIN_DENIED;
	if (login->matched)
		err = finish_matched(auth, tx, login, code, device, result, grant, error);
	if (err == PX_OK)
		log_result(login, *result, device);
	OPENSSL_cleanse(login, sizeof(*login));
	return err;
}

enum px_err px_auth_password_rules(struct px_str password, struct px_str email, struct px_error *error)
{
	return px_password_rules(password, email, error);
}

enum px_err px_auth_hash_password(struct px_auth *auth, struct px_str password, char phc[PX_PASSWORD_TEXT],
				  struct px_error *error)
{
	enum px_err err = px_password_hash(&auth->password, password, phc);

	return err == PX_OK ? PX_OK : px_fail(error, err, "password", "the password can't be hashed now");
}
