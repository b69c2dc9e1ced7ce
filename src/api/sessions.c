/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/auth/sessions and /api/v1/auth/mfa.
 */
#include "api/attempts.h"
#include "api/grant.h"

static void write_stamp(struct px_json *json, const char *key, int64_t instant)
{
	char text[PX_CIVIL_TEXT];

	px_civil_format_ms(instant, text);
	px_json_key(json, key);
	px_json_textf(json, "%sZ", text);
}

static void write_session(struct px_json *json, const struct px_auth_session *session, struct px_id own)
{
	char id[PX_ID_TEXT + 1];

	px_id_format(session->id, id);
	px_json_open_object(json);
	px_json_key(json, "id");
	px_json_text(json, id);
	px_json_key(json, "address");
	px_json_text(json, session->address);
	px_json_key(json, "user_agent");
	px_json_text(json, session->user_agent);
	px_json_key(json, "method");
	px_json_text(json, session->method);
	write_stamp(json, "created", session->created);
	write_stamp(json, "last_used", session->last_used);
	write_stamp(json, "expires", session->expires);
	px_json_key(json, "current");
	px_json_bool(json, px_id_eq(session->id, own));
	px_json_close_object(json);
}

enum px_err px_sessions_list(struct px_call *call, struct px_error *error)
{
	struct px_auth_session *sessions;
	struct px_json json;
	size_t count;
	enum px_err err = px_auth_session_list(call->api->parts.auth, call->tx, call->principal.user,
					       &call->arena, &sessions, &count, error);

	if (err)
		return err;
	px_list_begin(call, &json);
	for (size_t i = 0; i < count; i++)
		write_session(&json, &sessions[i], call->principal.session);
	px_list_end(&json);
	return PX_OK;
}

enum px_err px_sessions_revoke(struct px_call *call, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (err)
		return err;
	return px_auth_session_revoke(call->api->parts.auth, call->tx, call->principal.user, id, error);
}

enum px_err px_sessions_revoke_others(struct px_call *call, struct px_error *error)
{
	return px_auth_revoke_all(call->api->parts.auth, call->tx, call->principal.user,
				  call->principal.session, false, error);
}

enum px_err px_mfa_get(struct px_call *call, struct px_error *error)
{
	struct px_auth_sms sms;
	struct px_json json;
	bool enabled = false;
	enum px_err err =
		px_auth_mfa_enabled(call->api->parts.auth, call->tx, call->principal.user, &enabled, error);

	if (!err)
		err = px_auth_sms_state(call->api->parts.auth, call->tx, call->principal.user, &sms, error);
	if (err)
		return err;
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "enabled");
	px_json_bool(&json, enabled);
	px_json_key(&json, "sms");
	px_json_open_object(&json);
	px_json_key(&json, "available");
	px_json_bool(&json, sms.available);
	px_json_key(&json, "number");
	px_json_text(&json, sms.number[0] ? sms.number : NULL);
	px_json_close_object(&json);
	px_json_close_object(&json);
	return PX_OK;
}

enum px_err px_mfa_begin(struct px_call *call, struct px_error *error)
{
	struct px_auth_mfa mfa;
	struct px_json json;
	enum px_err err =
		px_auth_mfa_begin(call->api->parts.auth, call->tx, call->principal.user, &mfa, error);

	if (err)
		return err;
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "secret");
	px_json_text(&json, mfa.secret);
	px_json_key(&json, "uri");
	px_json_text(&json, mfa.uri);
	px_json_close_object(&json);
	return PX_OK;
}

/* The code of the input; PX_RATE_LIMITED while the caller has to wait after wrong ones. */
static enum px_err read_code(struct px_call *call, struct px_str *code, struct px_str *account,
			     struct px_error *error)
{
	const char *email;
	enum px_err err = px_input_text(call, "code", code, error);

	if (!err)
		err = px_attempt_account(call, account, &email, error);
	return err ? err : px_attempt_begin(call, *account, error);
}

static enum px_err tell_outcome(struct px_call *call, struct px_str account, enum px_err err)
{
	if (err == PX_UNAUTHORIZED)
		px_attempt_failed(call, account);
	else if (!err)
		px_attempt_succeeded(call, account);
	return err;
}

static enum px_err show_codes(struct px_call *call, char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT], size_t count)
{
	struct px_json json;

	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "recovery_codes");
	px_json_open_array(&json);
	for (size_t i = 0; i < count; i++)
		px_json_text(&json, codes[i]);
	px_json_close_array(&json);
	px_json_close_object(&json);
	return PX_OK;
}

enum px_err px_mfa_confirm(struct px_call *call, struct px_error *error)
{
	char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT];
	struct px_str code, account;
	enum px_err err = read_code(call, &code, &account, error);

	if (!err)
		err = tell_outcome(call, account, px_auth_mfa_confirm(call->api->parts.auth, call->tx,
								      call->principal.user, code, codes, error));
	return err ? err : show_codes(call, codes, PX_RECOVERY_CODES);
}

enum px_err px_mfa_sms_confirm(struct px_call *call, struct px_error *error)
{
	char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT];
	struct px_str code, account;
	bool made = false;
	enum px_err err = read_code(call, &code, &account, error);

	if (!err)
		err = tell_outcome(call, account, px_auth_sms_confirm(call->api->parts.auth, call->tx, call->principal.user, code,
								      codes, &made, error));
	return err ? err : show_codes(call, codes, made ? PX_RECOVERY_CODES : 0);
}

enum px_err px_mfa_sms_send(struct px_call *call, struct px_error *error)
{
	enum px_err err = px_auth_sms_send(call->api->parts.auth, call->tx, call->principal.user, error);

	if (!err)
		px_call_ok(call);
	return err;
}

enum px_err px_mfa_disable(struct px_call *call, struct px_error *error)
{
	struct px_str code, account;
	enum px_err err = read_code(call, &code, &account, error);

	if (!err)
		err = tell_outcome(call, account, px_auth_mfa_disable(call->api->parts.auth, call->tx,
								      call->principal.user, code, error));
	if (!err)
		px_call_ok(call);
	return err;
}
