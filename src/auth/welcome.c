/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The welcome link: how somebody who has no password yet comes in by a browser.
 *
 * One is out at a time.  It opens one session; whoever holds that sets the password, and from then on no link of
 * this kind is made or taken.
 */
#include "auth/auth_internal.h"

#include "auth/ticket.h"

enum px_err px_auth_welcome(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, char text[PX_TOKEN_TEXT],
			    struct px_error *error)
{
	struct px_arena arena;
	struct px_id id;
	bool guarded;
	enum px_err err = px_auth_has_password(tx, user, &guarded, error);

	(void)auth;
	if (err == PX_OK && guarded)
		err = px_fail(error, PX_CONFLICT, NULL, "this account has a password: log in with that");
	if (err != PX_OK)
		return err;
	px_arena_init(&arena);
	err = px_ticket_spend_all(tx, user, PX_TICKET_WELCOME, &arena, error);
	px_arena_release(&arena);
	return err == PX_OK ? px_ticket_make(tx, user, PX_TICKET_WELCOME, NULL, PX_WELCOME_MS, text, &id, error) : err;
}

enum px_err px_auth_welcome_redeem(struct px_auth *auth, struct px_store_tx *tx, struct px_str text,
				   const struct px_auth_device *device, struct px_auth_grant *grant,
				   struct px_error *error)
{
	struct px_ticket_row ticket;
	struct px_arena arena;
	bool guarded = false;

	px_arena_init(&arena);
	enum px_err err = px_ticket_find(tx, PX_TICKET_WELCOME, text, &arena, &ticket, error);
	if (err == PX_OK)
		err = px_auth_has_password(tx, ticket.user_id, &guarded, error);
	if (err == PX_OK && guarded)
		err = px_ticket_refuse(error); /* it was set meanwhile: the link is no way around it */
	if (err == PX_OK)
		err = px_ticket_spend(tx, &ticket, error);
	if (err == PX_OK)
		err = px_auth_session_open(auth, tx, ticket.user_id, PX_SESSION_LINK, device, grant, error);
	px_arena_release(&arena);
	return err;
}
