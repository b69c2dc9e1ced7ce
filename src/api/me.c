/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/me: the caller's own profile; /api/v1/users for administrators.
 */
#include "api/api_internal.h"
#include "base/clock.h"
#include "base/record_json.h"
#include "domain/user.h"
#include "sys/localzone.h"
#include "sys/zoneinfo.h"

enum px_err px_me_get(struct px_call *call, struct px_error *error)
{
	(void)error;
	px_call_row(call, &px_user_record, &call->user);
	return PX_OK;
}

/* The address to log in with follows the profile's, where no password guards it. */
static enum px_err move_login(struct px_call *call, const struct px_user *user, struct px_error *error)
{
	struct px_auth *auth = call->api->parts.auth;
	bool guarded;

	if (!(call->principal.scopes & PX_SCOPE_ADMIN))
		return px_fail(error, PX_FORBIDDEN, "email",
			       "the address to log in with needs a token of scope \"admin\"");
	if (!user->email)
		return px_fail(error, PX_INVALID, "email", "the address to log in with can be changed, not removed");
	enum px_err err = px_auth_has_password(call->tx, user->id, &guarded, error);
	if (!err && guarded)
		err = px_fail(error, PX_FORBIDDEN, "email", "this needs the present password: POST /api/v1/auth/email");
	return err ? err : px_auth_set_email(auth, call->tx, user->id, user->email, false, error);
}

/* Identity keeps the e-mail address too, so this works in a transaction over all users. */
enum px_err px_me_patch(struct px_call *call, struct px_error *error)
{
	struct px_user user;
	const char *email;
	enum px_err err = px_user_get(call->tx, call->principal.user, &call->arena, &user, error);

	if (!err)
		err = px_call_precondition(call, user.version, error);
	email = err ? NULL : user.email;
	if (!err)
		err = px_record_patch(&px_user_record, call->input, &call->arena, &user, NULL, error);
	if (!err && !px_zoneinfo_get(user.zone))
		err = px_fail(error, PX_INVALID, "zone", "\"%s\" is not a known IANA time zone", user.zone);
	if (!err)
		err = px_user_update(call->tx, px_clock_now(), &user, -1, &call->arena, error);
	bool moved = !err && (email ? !user.email || strcmp(email, user.email) != 0 : user.email != NULL);
	if (moved)
		err = move_login(call, &user, error);
	if (!err)
		px_call_row(call, &px_user_record, &user);
	return err;
}

static void write_user(struct px_json *json, const struct px_auth_user *user)
{
	char id[PX_ID_TEXT + 1], created[PX_CIVIL_TEXT];

	px_id_format(user->id, id);
	px_civil_format_ms(user->created, created);
	px_json_open_object(json);
	px_json_key(json, "id");
	px_json_text(json, id);
	px_json_key(json, "name");
	px_json_text(json, user->name);
	px_json_key(json, "email");
	px_json_text(json, user->email);
	px_json_key(json, "zone");
	px_json_text(json, user->zone);
	px_json_key(json, "locale");
	px_json_text(json, user->locale);
	px_json_key(json, "admin");
	px_json_bool(json, user->admin);
	px_json_key(json, "created");
	px_json_textf(json, "%sZ", created);
	px_civil_format_ms(user->updated, created);
	px_json_key(json, "updated");
	px_json_textf(json, "%sZ", created);
	px_json_key(json, "version");
	px_json_int(json, user->version);
}

enum px_err px_users_list(struct px_call *call, struct px_error *error)
{
	struct px_auth_user *users;
	struct px_json json;
	size_t count;
	enum px_err err =
		px_auth_user_list(call->api->parts.auth, call->tx, &call->arena, &users, &count, error);

	if (err)
		return err;
	px_list_begin(call, &json);
	for (size_t i = 0; i < count; i++) {
		write_user(&json, &users[i]);
		px_json_close_object(&json);
	}
	px_list_end(&json);
	return PX_OK;
}

enum px_err px_users_get(struct px_call *call, struct px_error *error)
{
	struct px_auth_user user;
	struct px_json json;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_auth_user_find(call->api->parts.auth, call->tx, call->params[0], &call->arena, &user, error);
	if (err)
		return err;
	px_json_init(&json, &call->body);
	write_user(&json, &user);
	px_json_close_object(&json);
	return PX_OK;
}

/* Makes the user and a first personal token, shown once. */
enum px_err px_users_create(struct px_call *call, struct px_error *error)
{
	struct px_auth *auth = call->api->parts.auth;
	struct px_user row;
	char text[PX_TOKEN_TEXT], zone[PX_LOCALZONE_TEXT];
	const struct px_config *config = call->api->parts.config;
	struct px_json json;

	/* Zone and locale have defaults here, unlike in the record itself. */
	px_localzone_name(zone);
	if (!json_is_string(json_object_get(call->input, "zone")))
		json_object_set_new(call->input, "zone", json_string(config->zone[0] ? config->zone : zone));
	if (!json_is_string(json_object_get(call->input, "locale")))
		json_object_set_new(call->input, "locale", json_string(config->locale));
	enum px_err err = px_record_decode(&px_user_record, call->input, &call->arena, &row, NULL, error);
	if (!err && !px_zoneinfo_get(row.zone))
		err = px_fail(error, PX_INVALID, "zone", "\"%s\" is not a known IANA time zone", row.zone);
	struct px_auth_user user = { .name = row.name, .email = row.email, .zone = row.zone,
				     .locale = row.locale, .created = px_clock_now() };
	if (!err)
		err = px_auth_user_add(auth, call->tx, &user, error);
	struct px_auth_token token = { .user = user.id, .name = "first token", .scopes = PX_SCOPE_ALL,
				       .expires = PX_TIME_NONE };
	if (!err)
		err = px_auth_token_add(auth, call->tx, &token, text, error);
	if (err)
		return err;
	px_json_init(&json, &call->body);
	write_user(&json, &user);
	px_json_key(&json, "token");
	px_json_text(&json, text);
	px_json_close_object(&json);
	return PX_OK;
}
