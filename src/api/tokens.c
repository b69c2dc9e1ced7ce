/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/tokens: personal access tokens for scripts.
 */
#include "api/api_internal.h"
#include "base/clock.h"

enum { NAME_MAX_BYTES = 100, DAYS_MAX = 3650 };

static void write_token(struct px_json *json, const struct px_auth_token *token)
{
	struct px_buf scopes = PX_BUF_INIT(64);
	char id[PX_ID_TEXT + 1], stamp[PX_CIVIL_TEXT];

	px_id_format(token->id, id);
	px_scope_format(token->scopes, &scopes);
	px_json_open_object(json);
	px_json_key(json, "id");
	px_json_text(json, id);
	px_json_key(json, "name");
	px_json_text(json, token->name);
	px_json_key(json, "scopes");
	px_json_str(json, px_buf_view(&scopes));
	px_civil_format_ms(token->created, stamp);
	px_json_key(json, "created");
	px_json_textf(json, "%sZ", stamp);
	px_json_key(json, "expires");
	if (token->expires == PX_TIME_NONE) {
		px_json_null(json);
	} else {
		px_civil_format_ms(token->expires, stamp);
		px_json_textf(json, "%sZ", stamp);
	}
	px_buf_release(&scopes);
}

enum px_err px_tokens_list(struct px_call *call, struct px_error *error)
{
	struct px_auth_token *tokens;
	struct px_json json;
	size_t count;
	enum px_err err = px_auth_token_list(call->api->parts.auth, call->tx, call->principal.user,
					     &call->arena, &tokens, &count, error);

	if (err)
		return err;
	px_list_begin(call, &json);
	for (size_t i = 0; i < count; i++) {
		write_token(&json, &tokens[i]);
		px_json_close_object(&json);
	}
	px_list_end(&json);
	return PX_OK;
}

enum px_err px_tokens_get(struct px_call *call, struct px_error *error)
{
	struct px_auth_token *tokens;
	struct px_json json;
	struct px_id id;
	size_t count;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_auth_token_list(call->api->parts.auth, call->tx, call->principal.user, &call->arena, &tokens,
					 &count, error);
	for (size_t i = 0; !err && i < count; i++) {
		if (!px_id_eq(tokens[i].id, id))
			continue;
		px_json_init(&json, &call->body);
		write_token(&json, &tokens[i]);
		px_json_close_object(&json);
		return PX_OK;
	}
	return err ? err : px_fail(error, PX_NOT_FOUND, "id", "there is no such token");
}

/* {"name", "scopes": "read write", "expires_in_days"?: 90} */
static enum px_err read_token(const struct px_call *call, struct px_auth_token *token,
			      struct px_error *error)
{
	struct px_str name = px_json_string(json_object_get(call->input, "name"));
	const json_t *scopes = json_object_get(call->input, "scopes");
	const json_t *days = json_object_get(call->input, "expires_in_days");

	if (name.size == 0 || name.size > NAME_MAX_BYTES)
		return px_fail(error, PX_INVALID, "name", "name must have 1 to %d bytes", NAME_MAX_BYTES);
	if (scopes && (!px_scope_parse(px_json_string(scopes), &token->scopes) || !token->scopes))
		return px_fail(error, PX_INVALID, "scopes", "scopes are read, write, chat and admin");
	if (days && (!json_is_integer(days) || json_integer_value(days) < 1 ||
		     json_integer_value(days) > DAYS_MAX))
		return px_fail(error, PX_INVALID, "expires_in_days", "expires_in_days must be 1 to %d", DAYS_MAX);
	if ((token->scopes & call->principal.scopes) != token->scopes)
		return px_fail(error, PX_FORBIDDEN, "scopes", "a token can't give more than it has");
	token->name = px_arena_str((struct px_arena *)&call->arena, name);
	if (days)
		token->expires = px_clock_now() + json_integer_value(days) * PX_MS_DAY;
	return PX_OK;
}

enum px_err px_tokens_create(struct px_call *call, struct px_error *error)
{
	struct px_auth_token token = { .user = call->principal.user, .expires = PX_TIME_NONE,
				       .scopes = PX_SCOPE_READ | PX_SCOPE_WRITE | PX_SCOPE_CHAT };
	char text[PX_TOKEN_TEXT];
	struct px_json json;
	enum px_err err = read_token(call, &token, error);

	if (!err)
		err = px_auth_token_add(call->api->parts.auth, call->tx, &token, text, error);
	if (err)
		return err;
	px_json_init(&json, &call->body);
	write_token(&json, &token);
	px_json_key(&json, "token");
	px_json_text(&json, text);
	px_json_close_object(&json);
	return PX_OK;
}

enum px_err px_tokens_revoke(struct px_call *call, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (err)
		return err;
	return px_auth_token_revoke(call->api->parts.auth, call->tx, call->principal.user, id, error);
}
