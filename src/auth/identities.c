/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People of external issuers and the users they stand for.
 *
 * An identity is the pair (issuer, subject), never the email: an address is
 * given to another person one day, a subject is not.  A new identity is linked
 * by its email to an account that exists only if both sides verified the
 * address, the issuer is trusted for that, and the account is not linked to
 * another subject there already.
 */
#include "auth/auth_internal.h"

#include "base/log.h"
#include "base/utf8.h"

#include <stdio.h>

static enum px_err find_identity(struct px_store_tx *tx, const struct px_auth_identity *identity,
				 struct px_id *user, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "issuer", PX_OP_EQ, { .text = px_str(identity->issuer) } },
		{ "subject", PX_OP_EQ, { .text = px_str(identity->subject) } },
	};
	const struct px_store_query query = { .filters = filters, .filter_count = 2, .limit = 1 };
	struct px_arena arena;
	void *rows;
	size_t count;
	enum px_err err;

	px_arena_init(&arena);
	err = px_store_query(tx, &px_identity_record, &query, &arena, &rows, &count, error);
	if (err == PX_OK && count == 0)
		err = PX_NOT_FOUND;
	if (err == PX_OK)
		*user = ((struct px_identity_row *)rows)->user_id;
	px_arena_release(&arena);
	return err;
}

static enum px_err link_identity(struct px_store_tx *tx, const struct px_auth_identity *identity,
				 struct px_id user, struct px_error *error)
{
	struct px_identity_row row;

	px_record_init(&px_identity_record, &row);
	row.id = px_id_new();
	row.user_id = user;
	row.issuer = identity->issuer;
	row.subject = identity->subject;
	row.email = identity->email;
	row.created = px_clock_now();
	row.version = 1;
	return px_store_insert(tx, &px_identity_record, &row, error);
}

static enum px_err has_identity_at(struct px_store_tx *tx, struct px_id user, const char *issuer, bool *has,
				   struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "user_id", PX_OP_EQ, { .id = user } },
		{ "issuer", PX_OP_EQ, { .text = px_str(issuer) } },
	};
	int64_t count = 0;
	enum px_err err = px_store_count(tx, &px_identity_record, filters, 2, &count, error);

	*has = count > 0;
	return err;
}

/*
 * A local account with the same email.  It may be linked if both sides vouch
 * for the address and the account has no identity at this issuer: one that has
 * belongs to another subject, who may have had the address before.
 */
static enum px_err find_by_email(struct px_store_tx *tx, const struct px_auth_identity *identity,
				 const char *email, struct px_account_row *account, struct px_arena *arena,
				 bool *may_link, struct px_error *error)
{
	bool taken = true;
	enum px_err err = px_auth_find_text(tx, &px_account_record, "email", px_str(email), arena, account, error);

	if (err == PX_OK)
		err = has_identity_at(tx, account->user_id, identity->issuer, &taken, error);
	*may_link = err == PX_OK && !taken && account->verified && identity->email_verified &&
		    identity->config->link_email;
	return err;
}

/* Something to call them: what the issuer says, else the email's first part, else "Someone". */
static struct px_str name_for(const struct px_auth_identity *identity)
{
	struct px_str name = px_str_trim(px_str(identity->name)), rest;

	if (name.size == 0 && identity->email != NULL)
		name = px_str_cut(px_str(identity->email), '@', &rest);
	if (name.size == 0 || !px_utf8_valid(name))
		name = PX_STR("Someone");
	return px_str_n(name.data, px_utf8_cut(name, 100));
}

static enum px_err create_user(struct px_auth *auth, struct px_store_tx *tx,
			       const struct px_auth_identity *identity, const char *email,
			       struct px_id *user, struct px_error *error)
{
	char name[101];
	struct px_auth_user fresh = { .name = name, .email = email, .zone = identity->zone,
				      .locale = identity->locale };
	char id[PX_ID_TEXT + 1];
	enum px_err err;

	snprintf(name, sizeof(name), "%.*s", PX_STR_ARG(name_for(identity)));
	err = px_auth_users_add(auth, tx, &fresh, NULL, identity->email_verified, error);
	if (err != PX_OK)
		return err;
	*user = fresh.id;
	px_id_format(fresh.id, id);
	px_log(PX_LOG_INFO, "auth", "user created at first login", PX_LF("user", id),
	       PX_LF("issuer", identity->issuer));
	return PX_OK;
}

static enum px_err adopt(struct px_auth *auth, struct px_store_tx *tx, const struct px_auth_identity *identity,
			 struct px_id *user, struct px_error *error)
{
	struct px_account_row account;
	struct px_arena arena;
	char email[PX_EMAIL_TEXT];
	bool has_email = identity->email != NULL && px_email_normal(px_str(identity->email), email);
	bool may_link = false;
	enum px_err err = PX_NOT_FOUND;

	px_arena_init(&arena);
	if (has_email)
		err = find_by_email(tx, identity, email, &account, &arena, &may_link, error);
	if (err == PX_OK && may_link) {
		*user = account.user_id;
	} else if (!identity->config->create_users) {
		err = px_fail(error, PX_FORBIDDEN, NULL, "nobody here is linked to this login");
	} else if (err == PX_OK) {
		/* the address is taken by somebody we can't show to be the same person */
		err = create_user(auth, tx, identity, NULL, user, error);
	} else if (err == PX_NOT_FOUND) {
		err = create_user(auth, tx, identity, has_email && identity->email_verified ? email : NULL, user,
				  error);
	}
	px_arena_release(&arena);
	return err == PX_OK ? link_identity(tx, identity, *user, error) : err;
}

enum px_err px_auth_identity_user(struct px_auth *auth, struct px_store_tx *tx,
				  const struct px_auth_identity *identity, bool may_create, struct px_id *user,
				  struct px_error *error)
{
	enum px_err err = find_identity(tx, identity, user, error);

	return err == PX_NOT_FOUND && may_create ? adopt(auth, tx, identity, user, error) : err;
}

enum px_err px_auth_oidc_login(struct px_auth *auth, struct px_store_tx *tx,
			       const struct px_auth_identity *identity, const struct px_auth_device *device,
			       struct px_auth_grant *grant, struct px_error *error)
{
	struct px_id user;
	enum px_err err = px_auth_identity_user(auth, tx, identity, true, &user, error);

	return err == PX_OK ? px_auth_session_open(auth, tx, user, PX_SESSION_OIDC, device, grant, error) : err;
}
