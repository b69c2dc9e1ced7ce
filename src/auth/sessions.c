/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Login sessions.  Logging in opens one and hands out two tokens: an access
 * token (a JWT, 15 minutes) and a refresh token, which is exchanged once for
 * the next pair and keeps the session alive.
 *
 * A refresh token that comes a second time has been copied, so the session
 * ends (RFC 9700 section 4.14.2).  There is one exception: for ten seconds
 * after the first exchange the same user agent may come again.  That is a
 * second tab that woke up at the same moment, or a client that lost the
 * answer.  A thief who comes within these seconds with the same user agent
 * gets a pair too; it dies with the session.
 */
#include "auth/auth_internal.h"

#include "base/json.h"
#include "base/log.h"
#include "base/utf8.h"

#include <openssl/crypto.h>
#include <stdio.h>

enum { SESSIONS_PER_USER = 100, AGENT_MAX = 200, ADDRESS_MAX = 63 };

void px_auth_grant_wipe(struct px_auth_grant *grant)
{
	OPENSSL_cleanse(grant, sizeof(*grant));
}

/* ------------------------------------------------------------------ grants */

static void write_claims(const struct px_auth *auth, const struct px_principal *principal, int64_t now,
			 struct px_buf *payload)
{
	struct px_json json;
	struct px_buf scope = PX_BUF_INIT(128);
	char id[PX_ID_TEXT + 1];

	px_scope_format(principal->scopes, &scope);
	px_json_init(&json, payload);
	px_json_open_object(&json);
	px_json_key(&json, "iss");
	px_json_text(&json, auth->issuer);
	px_json_key(&json, "aud");
	px_json_text(&json, auth->issuer);
	px_json_key(&json, "sub");
	px_id_format(principal->user, id);
	px_json_text(&json, id);
	px_json_key(&json, "sid");
	px_id_format(principal->session, id);
	px_json_text(&json, id);
	px_json_key(&json, "jti");
	px_id_format(px_id_new(), id);
	px_json_text(&json, id);
	px_json_key(&json, "iat");
	px_json_int(&json, now / 1000);
	px_json_key(&json, "exp");
	px_json_int(&json, principal->expires / 1000);
	px_json_key(&json, "scope");
	px_json_str(&json, px_buf_view(&scope));
	px_json_close_object(&json);
	px_buf_release(&scope);
}

static enum px_err issue_access(struct px_auth *auth, struct px_auth_grant *grant, int64_t now,
				struct px_error *error)
{
	struct px_buf payload = PX_BUF_INIT(1024), token = PX_BUF_INIT(sizeof(grant->access) - 1);
	enum px_err err;

	grant->principal.expires = now / 1000 * 1000 + PX_ACCESS_MS;
	write_claims(auth, &grant->principal, now, &payload);
	err = px_keyring_sign(auth->keys, "at+jwt", px_buf_view(&payload), &token, error);
	if (err == PX_OK)
		memcpy(grant->access, token.data, token.size + 1);
	if (token.data != NULL)
		OPENSSL_cleanse(token.data, token.size);
	px_buf_release(&payload);
	px_buf_release(&token);
	return err;
}

static enum px_err issue_refresh(struct px_store_tx *tx, const struct px_session_row *session, int64_t now,
				 struct px_auth_grant *grant, struct px_error *error)
{
	struct px_refresh_row row;
	char hash[PX_HASH_TEXT];

	px_opaque_make(PX_REFRESH_PREFIX, grant->refresh);
	px_opaque_hash(px_str(grant->refresh), hash);
	px_record_init(&px_refresh_record, &row);
	row.id = px_id_new();
	row.user_id = session->user_id;
	row.session_id = session->id;
	row.hash = hash;
	row.created = now;
	row.expires = session->expires;
	row.version = 1;
	grant->refresh_expires = row.expires;
	return px_store_insert(tx, &px_refresh_record, &row, error);
}

static enum px_err fill_grant(struct px_auth *auth, struct px_store_tx *tx, const struct px_session_row *session,
			      int64_t now, struct px_auth_grant *grant, struct px_error *error)
{
	struct px_auth_user user;
	struct px_arena arena;
	enum px_err err;

	px_arena_init(&arena);
	err = px_auth_users_get(&auth->users, tx, session->user_id, &arena, &user, error);
	if (err == PX_OK) {
		grant->principal = (struct px_principal){
			.user = session->user_id, .session = session->id, .scopes = (unsigned)session->scopes,
			.admin = user.admin, .kind = PX_TOKEN_ACCESS,
		};
		err = issue_access(auth, grant, now, error);
	}
	if (err == PX_OK)
		err = issue_refresh(tx, session, now, grant, error);
	if (err != PX_OK)
		px_auth_grant_wipe(grant);
	px_arena_release(&arena);
	return err;
}

/* Cut to size and to valid UTF-8: these come from headers. */
static const char *clean(struct px_arena *arena, const char *text, size_t max)
{
	struct px_str slice = px_str(text);

	if (text == NULL || !px_utf8_valid(slice))
		return NULL;
	return px_arena_strn(arena, slice.data, px_utf8_cut(slice, max));
}

static void set_device(struct px_session_row *session, const struct px_auth_device *device,
		       struct px_arena *arena)
{
	if (device == NULL)
		return;
	session->address = clean(arena, device->address, ADDRESS_MAX);
	session->user_agent = clean(arena, device->user_agent, AGENT_MAX);
}

enum px_err px_auth_session_open(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				 enum px_session_method method, const struct px_auth_device *device,
				 struct px_auth_grant *grant, struct px_error *error)
{
	struct px_session_row session, *live;
	struct px_arena arena;
	size_t count;
	enum px_err err;

	px_arena_init(&arena);
	err = px_auth_live_rows(tx, &px_session_record, user, &arena, &live, &count, error);
	if (err == PX_OK && count >= SESSIONS_PER_USER)
		err = px_auth_revoke_row(auth, tx, &px_session_record, &live[count - 1], error); /* the oldest makes room */
	if (err != PX_OK)
		goto out;
	px_record_init(&px_session_record, &session);
	session.id = px_id_new();
	session.user_id = user;
	session.method = method;
	session.scopes = PX_SCOPE_ALL;
	session.created = session.last_used = px_clock_now();
	session.expires = session.created + PX_REFRESH_MS;
	session.version = 1;
	set_device(&session, device, &arena);
	err = px_store_insert(tx, &px_session_record, &session, error);
	if (err == PX_OK)
		err = fill_grant(auth, tx, &session, session.created, grant, error);
out:
	px_arena_release(&arena);
	return err;
}

/* ----------------------------------------------------------------- refresh */

static enum px_err refuse(struct px_error *error)
{
	return px_fail(error, PX_UNAUTHORIZED, "refresh_token", "the session has ended; log in again");
}

/* Spent a moment ago by what looks like the same client. */
static bool in_grace(const struct px_refresh_row *token, const struct px_session_row *session,
		     const char *agent, int64_t now)
{
	bool same = agent == NULL ? session->user_agent == NULL :
				    session->user_agent != NULL && strcmp(agent, session->user_agent) == 0;

	return same && now >= token->used && now - token->used < PX_REFRESH_GRACE_MS;
}

static enum px_err spend(struct px_auth *auth, struct px_store_tx *tx, struct px_refresh_row *token,
			 struct px_session_row *session, const char *agent, struct px_error *error)
{
	int64_t now = px_clock_now(), expected = token->version++;
	enum px_err err;

	if (!px_auth_is_live(&px_session_record, session, now) || now >= token->expires)
		return refuse(error);
	if (token->used != PX_TIME_NONE && in_grace(token, session, agent, now))
		return PX_OK;
	if (token->used != PX_TIME_NONE) {
		char id[PX_ID_TEXT + 1];
		px_id_format(session->id, id);
		px_log(PX_LOG_WARN, "auth", "refresh token used twice, session ended", PX_LF("session", id));
		err = px_auth_revoke_row(auth, tx, &px_session_record, session, error);
		return err == PX_OK ? refuse(error) : err;
	}
	token->used = now;
	return px_store_update(tx, &px_refresh_record, token, expected, error);
}

enum px_err px_auth_refresh(struct px_auth *auth, struct px_store_tx *tx, struct px_str refresh,
			    const struct px_auth_device *device, struct px_auth_grant *grant,
			    struct px_error *error)
{
	struct px_refresh_row token;
	struct px_session_row session;
	struct px_arena arena;
	char hash[PX_HASH_TEXT];
	int64_t expected;
	enum px_err err;

	if (!px_opaque_shaped(refresh, PX_REFRESH_PREFIX))
		return refuse(error);
	px_opaque_hash(refresh, hash);
	px_arena_init(&arena);
	err = px_auth_find_text(tx, &px_refresh_record, "hash", px_str(hash), &arena, &token, error);
	if (err == PX_OK)
		err = px_store_get(tx, &px_session_record, token.session_id, &arena, &session, error);
	if (err == PX_NOT_FOUND)
		err = refuse(error);
	if (err == PX_OK)
		err = spend(auth, tx, &token, &session,
			    device ? clean(&arena, device->user_agent, AGENT_MAX) : session.user_agent, error);
	if (err != PX_OK)
		goto out;
	expected = session.version++;
	session.last_used = px_clock_now();
	session.expires = session.last_used + PX_REFRESH_MS;
	set_device(&session, device, &arena);
	err = px_store_update(tx, &px_session_record, &session, expected, error);
	if (err == PX_OK)
		err = fill_grant(auth, tx, &session, session.last_used, grant, error);
out:
	px_arena_release(&arena);
	return err;
}

/* ------------------------------------------------------ listing and ending */

static const char *const methods[] = {
	[PX_SESSION_PASSWORD] = "password", [PX_SESSION_OIDC] = "oidc", [PX_SESSION_LINK] = "link",
};

enum px_err px_auth_session_list(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				 struct px_arena *arena, struct px_auth_session **sessions, size_t *count,
				 struct px_error *error)
{
	struct px_session_row *rows;
	enum px_err err = px_auth_live_rows(tx, &px_session_record, user, arena, &rows, count, error);

	(void)auth;
	if (err != PX_OK)
		return err;
	*sessions = PX_ARENA_ARRAY(arena, struct px_auth_session, *count ? *count : 1);
	for (size_t i = 0; i < *count; i++) {
		(*sessions)[i] = (struct px_auth_session){
			.id = rows[i].id, .address = rows[i].address, .user_agent = rows[i].user_agent,
			.method = methods[rows[i].method],
			.created = rows[i].created, .last_used = rows[i].last_used, .expires = rows[i].expires,
		};
	}
	return PX_OK;
}

enum px_err px_auth_session_revoke(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				   struct px_id session, struct px_error *error)
{
	return px_auth_revoke_own(auth, tx, &px_session_record, user, session, error);
}

static bool is_session(const void *row, const void *id)
{
	return px_id_eq(((const struct px_session_row *)row)->id, *(const struct px_id *)id);
}

enum px_err px_auth_revoke_all(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
			       struct px_id keep, bool tokens, struct px_error *error)
{
	enum px_err err = px_auth_revoke_live(auth, tx, &px_session_record, user, is_session, &keep, error);

	return err == PX_OK && tokens
		       ? px_auth_revoke_live(auth, tx, &px_api_token_record, user, NULL, NULL, error) : err;
}

enum px_err px_auth_session_lookup(struct px_auth *auth, struct px_store_tx *tx, struct px_principal *principal,
				   struct px_error *error)
{
	struct px_session_row row;
	struct px_auth_user user;
	struct px_arena arena;
	enum px_err err;

	px_arena_init(&arena);
	err = px_store_get(tx, &px_session_record, principal->session, &arena, &row, error);
	if (err == PX_OK && (!px_id_eq(row.user_id, principal->user) ||
			     !px_auth_is_live(&px_session_record, &row, px_clock_now())))
		err = PX_NOT_FOUND;
	if (err == PX_OK)
		err = px_auth_users_get(&auth->users, tx, principal->user, &arena, &user, error);
	if (err == PX_OK) {
		principal->admin = user.admin;
		principal->scopes &= (unsigned)row.scopes;
	}
	px_arena_release(&arena);
	return err == PX_NOT_FOUND ? px_fail(error, PX_UNAUTHORIZED, NULL, "the session has ended") : err;
}

enum px_err px_auth_session_renew(struct px_auth *auth, struct px_principal *principal, struct px_error *error)
{
	struct px_store_tx *tx;

	if (principal->kind != PX_TOKEN_ACCESS)
		return px_fail(error, PX_UNAUTHORIZED, NULL, "no session stands behind this");
	enum px_err err = px_store_begin(auth->store, PX_ID_NONE, PX_STORE_READ, &tx, error);
	if (err != PX_OK)
		return err;
	err = px_auth_session_lookup(auth, tx, principal, error);
	px_store_rollback(tx);
	if (err == PX_OK)
		principal->expires = px_clock_now() + PX_ACCESS_MS;
	return err;
}
