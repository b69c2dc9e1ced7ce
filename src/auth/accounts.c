/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sign-up, invitations, email verification and password reset.
 *
 * What must reach a person by mail is written as a job in the same
 * transaction; the secret in it is sealed until it is delivered
 * (px_auth_open_job_token) and its hash is what the ticket keeps.
 */
#include "auth/auth_internal.h"

#include "auth/ticket.h"
#include "base/json.h"
#include "base/log.h"
#include "jobs/jobs.h"

#include <openssl/crypto.h>
#include <stdio.h>

#define VERIFY_MS (INT64_C(2) * PX_MS_DAY)
#define RESET_MS PX_MS_HOUR
#define INVITE_MS (INT64_C(7) * PX_MS_DAY)

enum { MAILS_PER_HOUR = 3 };

static const char *const mail_kinds[] = {
	[PX_TICKET_VERIFY] = "mail.verify_email", [PX_TICKET_RESET] = "mail.reset_password",
	[PX_TICKET_INVITE] = "mail.invite",
};

/* -------------------------------------------------------------- the outbox */

/* Without a mail server nothing delivers them.  The caller hears no word of it, so that nobody learns who is here; the log does, once. */
static void warn_once(struct px_auth *auth, const char *kind)
{
	if (!auth->sends_mail && !atomic_exchange(&auth->mail_warned, true))
		px_log(PX_LOG_WARN, "auth", "a mail was asked for, but no mail server is set (mail-url): it waits for a week",
		       PX_LF("kind", kind));
}

/* `token` may be empty: a mail that says something but opens nothing. */
static enum px_err queue_mail(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, const char *kind,
			      const char *to, struct px_str token, struct px_error *error)
{
	struct px_buf payload = PX_BUF_INIT(4096), sealed = PX_BUF_INIT(1024);
	struct px_json json;
	enum px_err err = token.size ? px_seal(auth->job_key, px_str(kind), token, &sealed) : PX_OK;

	if (err != PX_OK)
		goto out;
	px_json_init(&json, &payload);
	px_json_open_object(&json);
	px_json_key(&json, "to");
	px_json_text(&json, to);
	if (sealed.size > 0) {
		px_json_key(&json, "sealed");
		px_json_str(&json, px_buf_view(&sealed));
	}
	px_json_close_object(&json);
	err = px_jobs_enqueue(tx, &(struct px_job_spec){ .kind = kind, .user = user, .payload = payload.data },
			      error);
	if (err == PX_OK)
		warn_once(auth, kind);
out:
	px_buf_release(&payload);
	px_buf_release(&sealed);
	return err;
}

enum px_err px_auth_email_verified(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, bool *verified,
				   struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;

	(void)auth;
	px_arena_init(&arena);
	enum px_err err = px_auth_account_of(tx, user, &arena, &account, error);
	*verified = err == PX_OK && account.verified;
	px_arena_release(&arena);
	return err == PX_NOT_FOUND ? PX_OK : err;
}

enum px_err px_auth_open_job_token(struct px_auth *auth, const char *kind, struct px_str sealed,
				   struct px_buf *token)
{
	return px_unseal(auth->job_key, px_str(kind), sealed, token);
}

/* A ticket by mail, unless this person was sent enough of them lately. */
static enum px_err mail_ticket(struct px_auth *auth, struct px_store_tx *tx, const struct px_account_row *account,
			       enum px_ticket_kind kind, int64_t lives, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "user_id", PX_OP_EQ, { .id = account->user_id } },
		{ "kind", PX_OP_EQ, { .integer = kind } },
		{ "created", PX_OP_GT, { .integer = px_clock_now() - PX_MS_HOUR } },
	};
	char text[PX_TOKEN_TEXT];
	struct px_id id;
	int64_t recent = 0;
	enum px_err err = px_store_count(tx, &px_ticket_record, filters, 3, &recent, error);

	if (err != PX_OK || recent >= MAILS_PER_HOUR)
		return err;
	err = px_ticket_make(tx, account->user_id, kind, account->email, lives, text, &id, error);
	if (err == PX_OK)
		err = queue_mail(auth, tx, account->user_id, mail_kinds[kind], account->email, px_str(text),
				 error);
	OPENSSL_cleanse(text, sizeof(text));
	return err;
}

/* ----------------------------------------------------------------- sign-up */

static enum px_err check_policy(struct px_auth *auth, struct px_store_tx *tx, struct px_str invite,
				const char *email, struct px_arena *arena, struct px_ticket_row *ticket,
				bool *invited, struct px_error *error)
{
	enum px_err err;

	*invited = false;
	if (auth->signup == PX_SIGNUP_CLOSED)
		return px_fail(error, PX_FORBIDDEN, NULL, "sign-up is closed here");
	if (invite.size == 0)
		return auth->signup == PX_SIGNUP_OPEN
			       ? PX_OK
			       : px_fail(error, PX_FORBIDDEN, "invite", "an invitation is needed");
	err = px_ticket_find(tx, PX_TICKET_INVITE, invite, arena, ticket, error);
	if (err == PX_OK && ticket->email != NULL && !px_str_eq(px_str(ticket->email), px_str(email)))
		err = px_ticket_refuse(error);
	*invited = err == PX_OK;
	return err == PX_UNAUTHORIZED ? px_fail(error, PX_FORBIDDEN, "invite", "the invitation is not valid")
				      : err;
}

static enum px_err add_person(struct px_auth *auth, struct px_store_tx *tx, const struct px_auth_user *wish,
			      const char *email, const char *phc, bool verified, struct px_arena *arena,
			      struct px_error *error)
{
	struct px_auth_user user = *wish;
	struct px_account_row account;
	enum px_err err;

	user.email = email;
	user.admin = false;
	err = px_auth_users_add(auth, tx, &user, phc, verified, error);
	if (err != PX_OK || verified)
		return err;
	err = px_auth_account_of(tx, user.id, arena, &account, error);
	return err == PX_OK ? mail_ticket(auth, tx, &account, PX_TICKET_VERIFY, VERIFY_MS, error) : err;
}

enum px_err px_auth_signup(struct px_auth *auth, struct px_store_tx *tx, const struct px_auth_user *user,
			   const char *phc, struct px_str invite, struct px_error *error)
{
	struct px_account_row taken;
	struct px_ticket_row ticket;
	struct px_arena arena;
	char email[PX_EMAIL_TEXT];
	bool invited;
	enum px_err err;

	if (!px_email_normal(px_str(user->email), email))
		return px_fail(error, PX_INVALID, "email", "is not an email address");
	px_arena_init(&arena);
	err = check_policy(auth, tx, invite, email, &arena, &ticket, &invited, error);
	if (err != PX_OK)
		goto out;
	err = px_auth_find_text(tx, &px_account_record, "email", px_str(email), &arena, &taken, error);
	if (err == PX_OK && invited) {
		err = px_fail(error, PX_CONFLICT, "email", "somebody has this email already");
	} else if (err == PX_OK) {
		err = queue_mail(auth, tx, taken.user_id, "mail.account_exists", email, px_str(NULL), error);
	} else if (err == PX_NOT_FOUND) {
		err = add_person(auth, tx, user, email, phc, invited && ticket.email != NULL, &arena, error);
		if (err == PX_OK && invited)
			err = px_ticket_spend(tx, &ticket, error);
	}
out:
	px_arena_release(&arena);
	return err;
}

enum px_err px_auth_invite(struct px_auth *auth, struct px_store_tx *tx, struct px_auth_invitation *invitation,
			   char text[PX_TOKEN_TEXT], struct px_error *error)
{
	char normal[PX_EMAIL_TEXT];
	const char *email = invitation->email ? normal : NULL;
	enum px_err err;

	if (email != NULL && !px_email_normal(px_str(invitation->email), normal))
		return px_fail(error, PX_INVALID, "email", "is not an email address");
	err = px_ticket_make(tx, invitation->by, PX_TICKET_INVITE, email, INVITE_MS, text, &invitation->id, error);
	if (err == PX_OK && email != NULL)
		err = queue_mail(auth, tx, invitation->by, mail_kinds[PX_TICKET_INVITE], normal, px_str(text), error);
	invitation->created = px_clock_now();
	invitation->expires = invitation->created + INVITE_MS;
	invitation->used = PX_TIME_NONE;
	return err;
}

static enum px_err find_invitation(struct px_store_tx *tx, struct px_id id, struct px_arena *arena,
				   struct px_ticket_row *ticket, struct px_error *error)
{
	enum px_err err = px_store_get(tx, &px_ticket_record, id, arena, ticket, error);

	if (err == PX_NOT_FOUND || (err == PX_OK && ticket->kind != PX_TICKET_INVITE))
		return px_fail(error, PX_NOT_FOUND, "id", "there is no such invitation");
	return err;
}

enum px_err px_auth_invitation_get(struct px_store_tx *tx, struct px_id id, struct px_arena *arena,
				   struct px_auth_invitation *invitation, struct px_error *error)
{
	struct px_ticket_row ticket;
	enum px_err err = find_invitation(tx, id, arena, &ticket, error);

	if (err == PX_OK)
		*invitation = (struct px_auth_invitation){
			.id = id, .by = ticket.user_id, .email = ticket.email, .created = ticket.created,
			.expires = ticket.expires, .used = ticket.used,
		};
	return err;
}

enum px_err px_auth_invitation_revoke(struct px_store_tx *tx, struct px_id id, struct px_error *error)
{
	struct px_ticket_row ticket;
	struct px_arena arena;

	px_arena_init(&arena);
	enum px_err err = find_invitation(tx, id, &arena, &ticket, error);
	if (err == PX_OK && ticket.used != PX_TIME_NONE)
		err = px_fail(error, PX_NOT_FOUND, "id", "this invitation was used or taken back");
	if (err == PX_OK)
		err = px_ticket_spend(tx, &ticket, error);
	px_arena_release(&arena);
	return err;
}

/* ------------------------------------------------------------ verification */

enum px_err px_auth_verify_email(struct px_auth *auth, struct px_store_tx *tx, struct px_str token,
				 struct px_error *error)
{
	struct px_ticket_row ticket;
	struct px_account_row account;
	struct px_arena arena;
	enum px_err err;

	(void)auth;
	px_arena_init(&arena);
	err = px_ticket_find(tx, PX_TICKET_VERIFY, token, &arena, &ticket, error);
	if (err == PX_OK)
		err = px_auth_account_of(tx, ticket.user_id, &arena, &account, error);
	if (err == PX_NOT_FOUND || (err == PX_OK && !px_str_eq(px_str(account.email), px_str(ticket.email))))
		err = px_ticket_refuse(error); /* the address was changed since */
	if (err == PX_OK)
		err = px_ticket_spend(tx, &ticket, error);
	if (err == PX_OK) {
		account.verified = true;
		err = px_auth_account_save(tx, &account, error);
	}
	px_arena_release(&arena);
	return err;
}

enum px_err px_auth_send_verification(struct px_auth *auth, struct px_store_tx *tx, struct px_str email,
				      struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;
	char normal[PX_EMAIL_TEXT];
	enum px_err err;

	if (!px_email_normal(email, normal))
		return PX_OK;
	px_arena_init(&arena);
	err = px_auth_find_text(tx, &px_account_record, "email", px_str(normal), &arena, &account, error);
	if (err == PX_OK && !account.verified)
		err = mail_ticket(auth, tx, &account, PX_TICKET_VERIFY, VERIFY_MS, error);
	px_arena_release(&arena);
	return err == PX_NOT_FOUND ? PX_OK : err;
}

/* ---------------------------------------------------------------- passwords */

enum px_err px_auth_forgot_password(struct px_auth *auth, struct px_store_tx *tx, struct px_str email,
				    struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;
	char normal[PX_EMAIL_TEXT];
	enum px_err err;

	if (!px_email_normal(email, normal))
		return PX_OK;
	px_arena_init(&arena);
	err = px_auth_find_text(tx, &px_account_record, "email", px_str(normal), &arena, &account, error);
	if (err == PX_OK)
		err = mail_ticket(auth, tx, &account, PX_TICKET_RESET, RESET_MS, error);
	px_arena_release(&arena);
	return err == PX_NOT_FOUND ? PX_OK : err;
}

static enum px_err change_password(struct px_auth *auth, struct px_store_tx *tx, struct px_account_row *account,
				   const char *phc, struct px_id keep, struct px_error *error)
{
	enum px_err err;

	account->password = phc;
	err = px_auth_account_save(tx, account, error);
	return err == PX_OK ? px_auth_revoke_all(auth, tx, account->user_id, keep, false, error) : err;
}

enum px_err px_auth_reset_password(struct px_auth *auth, struct px_store_tx *tx, struct px_str token,
				   const char *phc, struct px_error *error)
{
	struct px_ticket_row ticket;
	struct px_account_row account;
	struct px_arena arena;
	enum px_err err;

	px_arena_init(&arena);
	err = px_ticket_find(tx, PX_TICKET_RESET, token, &arena, &ticket, error);
	if (err == PX_OK)
		err = px_auth_account_of(tx, ticket.user_id, &arena, &account, error);
	if (err == PX_NOT_FOUND || (err == PX_OK && !px_str_eq(px_str(account.email), px_str(ticket.email))))
		err = px_ticket_refuse(error);
	if (err == PX_OK)
		err = px_ticket_spend_all(tx, ticket.user_id, PX_TICKET_RESET, &arena, error);
	if (err == PX_OK) {
		account.verified = true; /* the mail arrived there */
		err = change_password(auth, tx, &account, phc, PX_ID_NONE, error);
	}
	px_arena_release(&arena);
	return err;
}

enum px_err px_auth_set_password(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				 const char *phc, struct px_id keep, struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;
	enum px_err err;

	px_arena_init(&arena);
	err = px_auth_account_of(tx, user, &arena, &account, error);
	if (err == PX_NOT_FOUND)
		err = px_fail(error, PX_INVALID, "email", "a password needs an email to log in with");
	if (err == PX_OK)
		err = change_password(auth, tx, &account, phc, keep, error);
	px_arena_release(&arena);
	return err;
}

enum px_err px_auth_set_email(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
			      const char *email, bool verified, struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;
	char normal[PX_EMAIL_TEXT];
	enum px_err err;

	if (!px_email_normal(px_str(email), normal))
		return px_fail(error, PX_INVALID, "email", "is not an email address");
	px_arena_init(&arena);
	err = px_auth_account_of(tx, user, &arena, &account, error);
	if (err == PX_OK && px_str_eq(px_str(account.email), px_str(normal)))
		goto out;
	if (err == PX_OK) {
		account.email = normal;
		account.verified = verified;
		err = px_auth_account_save(tx, &account, error);
		if (err == PX_CONFLICT)
			err = px_fail(error, err, "email", "somebody has this email already");
	} else if (err == PX_NOT_FOUND) {
		err = px_auth_account_add(tx, user, normal, NULL, verified, error);
	}
	if (err == PX_OK && !verified) {
		account = (struct px_account_row){ .user_id = user, .email = normal };
		err = mail_ticket(auth, tx, &account, PX_TICKET_VERIFY, VERIFY_MS, error);
	}
out:
	px_arena_release(&arena);
	return err;
}
