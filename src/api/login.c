/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/auth: sign-up, login, refresh, log-out, forgotten passwords,
 * confirmation of e-mail.
 *
 * Hashing runs on worker threads between two transactions, so that neither a
 * loop nor a shard waits for it.
 */
#include "api/attempts.h"
#include "api/grant.h"

struct login_state {
	struct px_auth_login login;
	struct px_str email;
	char phc[PX_PASSWORD_TEXT]; /* of a new password */
};

static bool wants_cookies(const struct px_call *call)
{
	return json_is_true(json_object_get(call->input, "cookies"));
}

static struct login_state *state_of(struct px_call *call)
{
	if (!call->state)
		call->state = PX_ARENA_NEW(&call->arena, struct login_state);
	return call->state;
}

/* Checks and hashes the new password of sign-up and reset; worker thread. */
enum px_err px_signup_hash(struct px_call *call, struct px_error *error)
{
	struct login_state *state = state_of(call);
	struct px_str password, email = px_json_string(json_object_get(call->input, "email"));
	enum px_err err = px_input_text(call, "password", &password, error);

	if (!err)
		err = px_auth_password_rules(password, email, error);
	if (!err)
		err = px_auth_hash_password(call->api->parts.auth, password, state->phc, error);
	return err;
}

enum px_err px_signup_finish(struct px_call *call, struct px_error *error)
{
	struct px_str name, email;
	const char *invite = px_input_optional(call, "invite");
	enum px_err err = px_input_text(call, "name", &name, error);

	if (!err)
		err = px_input_text(call, "email", &email, error);
	if (err)
		return err;
	struct px_auth_user user = {
		.name = px_arena_str(&call->arena, name),
		.email = px_arena_str(&call->arena, email),
		.zone = px_input_optional(call, "zone"),
		.locale = px_input_optional(call, "locale"),
	};
	err = px_auth_signup(call->api->parts.auth, call->tx, &user, state_of(call)->phc, px_str(invite), error);
	if (!err)
		px_call_ok(call);
	return err;
}

enum px_err px_login_find(struct px_call *call, struct px_error *error)
{
	struct login_state *state = state_of(call);
	struct px_str password;
	enum px_err err = px_input_text(call, "email", &state->email, error);

	if (!err)
		err = px_input_text(call, "password", &password, error);
	if (!err)
		err = px_attempt_begin(call, state->email, error);
	if (!err)
		err = px_auth_login_find(call->api->parts.auth, call->tx, state->email, &state->login, error);
	return err;
}

enum px_err px_login_verify(struct px_call *call, struct px_error *error)
{
	struct px_str password;
	enum px_err err = px_input_text(call, "password", &password, error);

	if (!err)
		px_auth_login_verify(call->api->parts.auth, &state_of(call)->login, password);
	return err;
}

enum px_err px_login_finish(struct px_call *call, struct px_error *error)
{
	struct login_state *state = state_of(call);
	struct px_str code = px_json_string(json_object_get(call->input, "code"));
	struct px_auth_device device = px_call_device(call);
	struct px_auth_grant grant;
	enum px_login_result result = PX_LOGIN_DENIED;

	state->login.by_sms = json_is_true(json_object_get(call->input, "sms"));
	enum px_err err = px_auth_login_finish(call->api->parts.auth, call->tx, &state->login, code, &device,
					       &result, &grant, error);

	if (err)
		return err;
	if (result == PX_LOGIN_OK) {
		px_attempt_succeeded(call, state->email);
		px_call_grant(call, &grant, wants_cookies(call));
		return PX_OK;
	}
	if (result == PX_LOGIN_NEEDS_SMS)
		return px_fail(error, PX_UNAUTHORIZED, "code", "a code was sent to your phone; send it too");
	if (result == PX_LOGIN_NEEDS_CODE && code.size == 0)
		return px_fail(error, PX_UNAUTHORIZED, "code", "send the code of your authenticator too");
	if (result == PX_LOGIN_UNVERIFIED)
		return px_fail(error, PX_FORBIDDEN, "email", "confirm your e-mail address first");
	px_attempt_failed(call, state->email);
	return px_fail(error, PX_UNAUTHORIZED, NULL, "e-mail, password or code is wrong");
}

enum px_err px_refresh(struct px_call *call, struct px_error *error)
{
	struct px_str token = px_json_string(json_object_get(call->input, "refresh_token"));
	struct px_auth_device device = px_call_device(call);
	struct px_auth_grant grant;
	bool secure = call->secure;
	bool by_cookie = !token.data &&
			 px_auth_cookies_refresh(px_http_header(call->request, "cookie"), secure, &token);

	if (!token.data)
		return px_fail(error, PX_INVALID, "refresh_token", "send the refresh_token");
	enum px_err err =
		px_auth_refresh(call->api->parts.auth, call->tx, token, &device, &grant, error);
	if (!err)
		px_call_grant(call, &grant, by_cookie);
	else if (by_cookie && err == PX_UNAUTHORIZED) /* a full disk or a busy store ends no session */
		px_auth_cookies_write(call->api->parts.auth, NULL, secure, &call->headers);
	return err;
}

enum px_err px_logout(struct px_call *call, struct px_error *error)
{
	enum px_err err = px_auth_session_revoke(call->api->parts.auth, call->tx, call->principal.user,
						 call->principal.session, error);

	px_auth_cookies_write(call->api->parts.auth, NULL, call->secure, &call->headers);
	return err;
}

enum px_err px_welcome_redeem(struct px_call *call, struct px_error *error)
{
	struct px_auth_device device = px_call_device(call);
	struct px_auth_grant grant;
	struct px_str code;
	enum px_err err = px_input_text(call, "code", &code, error);

	if (!err)
		err = px_auth_welcome_redeem(call->api->parts.auth, call->tx, code, &device, &grant, error);
	if (!err)
		px_call_grant(call, &grant, wants_cookies(call));
	return err;
}

enum px_err px_welcome_create(struct px_call *call, struct px_error *error)
{
	char code[PX_TOKEN_TEXT];
	struct px_json json;

	if (call->principal.scopes != PX_SCOPE_ALL)
		return px_fail(error, PX_FORBIDDEN, "scopes", "a link can't give more than the token that asks for it");
	enum px_err err = px_auth_welcome(call->api->parts.auth, call->tx, call->principal.user, code, error);

	if (err)
		return err;
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "code");
	px_json_text(&json, code);
	px_json_key(&json, "path");
	px_json_textf(&json, "/welcome#%s", code);
	px_json_close_object(&json);
	return PX_OK;
}

enum px_err px_email_verify(struct px_call *call, struct px_error *error)
{
	struct px_str token;
	enum px_err err = px_input_text(call, "token", &token, error);

	if (!err)
		err = px_auth_verify_email(call->api->parts.auth, call->tx, token, error);
	if (!err)
		px_call_ok(call);
	return err;
}

enum px_err px_email_send(struct px_call *call, struct px_error *error)
{
	struct px_str email;
	enum px_err err = px_input_text(call, "email", &email, error);

	if (!err)
		err = px_auth_send_verification(call->api->parts.auth, call->tx, email, error);
	if (!err)
		px_call_ok(call);
	return err;
}

enum px_err px_password_forgot(struct px_call *call, struct px_error *error)
{
	struct px_str email;
	enum px_err err = px_input_text(call, "email", &email, error);

	if (!err)
		err = px_auth_forgot_password(call->api->parts.auth, call->tx, email, error);
	if (!err)
		px_call_ok(call);
	return err;
}

enum px_err px_password_reset_finish(struct px_call *call, struct px_error *error)
{
	struct px_str token;
	enum px_err err = px_input_text(call, "token", &token, error);

	if (!err)
		err = px_auth_reset_password(call->api->parts.auth, call->tx, token, state_of(call)->phc, error);
	if (!err)
		px_call_ok(call);
	return err;
}
