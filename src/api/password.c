/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/auth/password, /api/v1/auth/email and the number of /api/v1/auth/mfa/sms:
 * what somebody who is logged in changes only with the present password, because a session that was left
 * open must not become an account that was taken over.
 *
 * Three steps, like a login: find, compare on a worker thread, change.  Who
 * came in by an issuer or a token has no password yet and is asked for none.
 */
#include "api/attempts.h"
#include "api/grant.h"
#include "base/clock.h"
#include "domain/user.h"

struct change {
	struct px_auth_login login;
	struct px_str account;
	const char *email;          /* the present one, or NULL */
	char phc[PX_PASSWORD_TEXT]; /* of a new password */
};

enum px_err px_present_find(struct px_call *call, struct px_error *error)
{
	struct change *change = PX_ARENA_NEW(&call->arena, struct change);

	call->state = change;
	enum px_err err = px_attempt_account(call, &change->account, &change->email, error);
	if (!err)
		err = px_attempt_begin(call, change->account, error);
	if (!err && change->email)
		err = px_auth_login_find(call->api->parts.auth, call->tx, change->account, &change->login, error);
	return err;
}

/* Compares `current`, where there is a password to compare with. */
static void compare(struct px_call *call, struct change *change)
{
	struct px_str current = px_json_string(json_object_get(call->input, "current"));

	if (!px_id_is_none(change->login.user))
		px_auth_login_verify(call->api->parts.auth, &change->login, current);
}

/* Whether the change may be made now: the password was right and is still the one it was compared with. */
static enum px_err check_present(struct px_call *call, struct change *change, struct px_error *error)
{
	bool holds = true;

	if (px_id_is_none(change->login.user))
		return PX_OK;
	if (change->login.matched) {
		enum px_err err = px_auth_login_holds(call->tx, &change->login, &holds, error);
		if (err)
			return err;
	}
	if (!change->login.matched || !holds) {
		px_attempt_failed(call, change->account);
		return px_fail(error, PX_UNAUTHORIZED, "current", "that is not the present password");
	}
	px_attempt_succeeded(call, change->account);
	return PX_OK;
}

enum px_err px_password_change_verify(struct px_call *call, struct px_error *error)
{
	struct change *change = call->state;
	struct px_str password;
	enum px_err err = px_input_text(call, "password", &password, error);

	if (!err && !change->email)
		err = px_fail(error, PX_CONFLICT, "email", "set an e-mail address first");
	if (!err)
		err = px_auth_password_rules(password, change->account, error);
	if (err)
		return err;
	compare(call, change);
	return px_auth_hash_password(call->api->parts.auth, password, change->phc, error);
}

enum px_err px_password_change_finish(struct px_call *call, struct px_error *error)
{
	struct change *change = call->state;
	enum px_err err = check_present(call, change, error);

	if (!err)
		err = px_auth_set_password(call->api->parts.auth, call->tx, call->principal.user, change->phc,
					   call->principal.session, error);
	if (!err)
		px_call_ok(call);
	return err;
}

enum px_err px_mfa_sms_verify(struct px_call *call, struct px_error *error)
{
	struct px_str phone;
	enum px_err err = px_input_text(call, "phone", &phone, error);

	if (!err)
		compare(call, call->state);
	return err;
}

enum px_err px_mfa_sms_begin(struct px_call *call, struct px_error *error)
{
	struct px_str phone;
	enum px_err err = px_input_text(call, "phone", &phone, error);

	if (!err)
		err = check_present(call, call->state, error);
	if (!err)
		err = px_auth_sms_begin(call->api->parts.auth, call->tx, call->principal.user, phone, error);
	if (!err)
		px_call_ok(call);
	return err;
}

enum px_err px_email_change_verify(struct px_call *call, struct px_error *error)
{
	struct px_str email;
	enum px_err err = px_input_text(call, "email", &email, error);

	if (!err)
		compare(call, call->state);
	return err;
}

enum px_err px_email_change_finish(struct px_call *call, struct px_error *error)
{
	struct px_user user;
	struct px_str email;
	enum px_err err = px_input_text(call, "email", &email, error);

	if (!err)
		err = check_present(call, call->state, error);
	if (!err)
		err = px_user_get(call->tx, call->principal.user, &call->arena, &user, error);
	if (err)
		return err;
	user.email = px_arena_str(&call->arena, email);
	err = px_user_update(call->tx, px_clock_now(), &user, -1, &call->arena, error);
	if (!err)
		err = px_auth_set_email(call->api->parts.auth, call->tx, user.id, user.email, false, error);
	if (!err)
		px_call_row(call, &px_user_record, &user);
	return err;
}
