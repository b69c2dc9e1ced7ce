/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/auth/invites: invitations, for administrators.  The secret of one is
 * shown once, when it is made.
 */
#include "api/grant.h"

static void write_stamp(struct px_json *json, const char *key, int64_t instant)
{
	char text[PX_CIVIL_TEXT];

	px_json_key(json, key);
	if (instant == PX_TIME_NONE) {
		px_json_null(json);
		return;
	}
	px_civil_format_ms(instant, text);
	px_json_textf(json, "%sZ", text);
}

/* Leaves the object open. */
static void write_invitation(struct px_call *call, struct px_json *json, const struct px_auth_invitation *invitation)
{
	char id[PX_ID_TEXT + 1];

	px_id_format(invitation->id, id);
	px_json_init(json, &call->body);
	px_json_open_object(json);
	px_json_key(json, "id");
	px_json_text(json, id);
	px_json_key(json, "email");
	px_json_text(json, invitation->email);
	write_stamp(json, "created", invitation->created);
	write_stamp(json, "expires", invitation->expires);
	write_stamp(json, "used", invitation->used);
}

enum px_err px_invites_create(struct px_call *call, struct px_error *error)
{
	struct px_auth_invitation invitation = { .by = call->principal.user, .email = px_input_optional(call, "email") };
	char text[PX_TOKEN_TEXT];
	struct px_json json;
	enum px_err err = px_auth_invite(call->api->parts.auth, call->tx, &invitation, text, error);

	if (err)
		return err;
	write_invitation(call, &json, &invitation);
	px_json_key(&json, "invite");
	px_json_text(&json, text);
	px_json_close_object(&json);
	return PX_OK;
}

enum px_err px_invites_get(struct px_call *call, struct px_error *error)
{
	struct px_auth_invitation invitation;
	struct px_json json;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_auth_invitation_get(call->tx, id, &call->arena, &invitation, error);
	if (err)
		return err;
	write_invitation(call, &json, &invitation);
	px_json_close_object(&json);
	return PX_OK;
}

enum px_err px_invites_revoke(struct px_call *call, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	return err ? err : px_auth_invitation_revoke(call->tx, id, error);
}
