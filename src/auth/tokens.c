/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Personal access tokens, and the file that holds the owner's.
 *
 * A token is random; the store keeps its hash, its scopes and its last
 * use.  The owner's token stands in <data>/token, for the command line, and
 * is made again whenever the one in the file is not good.
 */
#include "auth/auth_internal.h"

#include "auth/private_file.h"
#include "base/log.h"
#include "base/utf8.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <stdio.h>

enum { TOKENS_PER_USER = 100, NAME_MAX_BYTES = 200 };
#define OWNER_TOKEN_NAME "token file"

/* ------------------------------------------------------------------ tokens */

static enum px_err check_new(const struct px_auth_token *token, int64_t now, struct px_error *error)
{
	struct px_str name = px_str_trim(px_str(token->name));

	if (name.size == 0 || name.size > NAME_MAX_BYTES || !px_utf8_valid(name))
		return px_fail(error, PX_INVALID, "name", "must have 1 to %d bytes", NAME_MAX_BYTES);
	if (token->scopes == 0 || (token->scopes & ~(unsigned)PX_SCOPE_ALL) != 0)
		return px_fail(error, PX_INVALID, "scopes", "must be some of read, write, chat and admin");
	if (token->expires != PX_TIME_NONE && token->expires <= now)
		return px_fail(error, PX_INVALID, "expires", "is in the past");
	return PX_OK;
}

enum px_err px_auth_token_add(struct px_auth *auth, struct px_store_tx *tx, struct px_auth_token *token,
			      char text[PX_TOKEN_TEXT], struct px_error *error)
{
	struct px_api_token_row row, *live;
	struct px_arena arena;
	char hash[PX_HASH_TEXT];
	size_t count;
	enum px_err err;

	(void)auth;
	px_arena_init(&arena);
	px_record_init(&px_api_token_record, &row);
	row.created = px_clock_now();
	err = check_new(token, row.created, error);
	if (err == PX_OK)
		err = px_auth_live_rows(tx, &px_api_token_record, token->user, &arena, &live, &count, error);
	if (err == PX_OK && count >= TOKENS_PER_USER)
		err = px_fail(error, PX_CONFLICT, NULL, "a user has at most %d tokens; revoke one first", TOKENS_PER_USER);
	if (err != PX_OK)
		goto out;
	px_opaque_make(PX_TOKEN_PREFIX, text);
	px_opaque_hash(px_str(text), hash);
	row.id = px_id_new();
	row.user_id = token->user;
	row.name = px_arena_str(&arena, px_str_trim(px_str(token->name)));
	row.hash = hash;
	row.scopes = token->scopes;
	row.expires = token->expires;
	row.version = 1;
	err = px_store_insert(tx, &px_api_token_record, &row, error);
	if (err == PX_OK) {
		token->id = row.id;
		token->created = row.created;
		token->last_used = PX_TIME_NONE;
	} else {
		OPENSSL_cleanse(text, PX_TOKEN_TEXT);
	}
out:
	px_arena_release(&arena);
	return err;
}

enum px_err px_auth_token_list(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
			       struct px_arena *arena, struct px_auth_token **tokens, size_t *count,
			       struct px_error *error)
{
	struct px_api_token_row *rows;
	enum px_err err = px_auth_live_rows(tx, &px_api_token_record, user, arena, &rows, count, error);

	(void)auth;
	if (err != PX_OK)
		return err;
	*tokens = PX_ARENA_ARRAY(arena, struct px_auth_token, *count ? *count : 1);
	for (size_t i = 0; i < *count; i++) {
		(*tokens)[i] = (struct px_auth_token){
			.id = rows[i].id, .user = user, .name = rows[i].name, .scopes = (unsigned)rows[i].scopes,
			.created = rows[i].created, .expires = rows[i].expires, .last_used = rows[i].last_used,
		};
	}
	return PX_OK;
}

enum px_err px_auth_token_revoke(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				 struct px_id token, struct px_error *error)
{
	return px_auth_revoke_own(auth, tx, &px_api_token_record, user, token, error);
}

enum px_err px_auth_token_lookup(struct px_auth *auth, struct px_store_tx *tx, struct px_str text,
				 struct px_principal *principal, struct px_error *error)
{
	struct px_api_token_row row;
	struct px_auth_user user;
	struct px_arena arena;
	char hash[PX_HASH_TEXT];
	enum px_err err;

	px_opaque_hash(text, hash);
	px_arena_init(&arena);
	err = px_auth_find_text(tx, &px_api_token_record, "hash", px_str(hash), &arena, &row, error);
	if (err == PX_OK && !px_auth_is_live(&px_api_token_record, &row, px_clock_now()))
		err = PX_NOT_FOUND;
	if (err == PX_OK)
		err = px_auth_users_get(&auth->users, tx, row.user_id, &arena, &user, error);
	if (err == PX_NOT_FOUND)
		err = px_fail(error, PX_UNAUTHORIZED, NULL, "this token is not valid, or not any more");
	if (err == PX_OK)
		*principal = (struct px_principal){
			.user = row.user_id, .session = row.id, .scopes = (unsigned)row.scopes,
			.admin = user.admin, .kind = PX_TOKEN_PERSONAL, .expires = row.expires,
		};
	px_arena_release(&arena);
	return err;
}

/* Writes down that these tokens were used, to the hour at best. */
enum px_err px_auth_tokens_note_used(struct px_auth *auth, struct px_store_tx *tx, struct px_error *error)
{
	struct px_id ids[256];
	size_t count = px_token_cache_take_used(auth->cache, ids, sizeof(ids) / sizeof(ids[0]));
	int64_t now = px_clock_now();
	enum px_err err = PX_OK;

	for (size_t i = 0; err == PX_OK && i < count; i++) {
		struct px_api_token_row row;
		struct px_arena arena;
		px_arena_init(&arena);
		err = px_store_get(tx, &px_api_token_record, ids[i], &arena, &row, error);
		if (err == PX_OK) {
			int64_t expected = row.version++;
			row.last_used = now;
			err = px_store_update(tx, &px_api_token_record, &row, expected, error);
		} else if (err == PX_NOT_FOUND) {
			err = PX_OK;
		}
		px_arena_release(&arena);
	}
	return err;
}

/* -------------------------------------------------------------- token file */

static void token_path(const char *data_dir, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/token", data_dir);
}

enum px_err px_auth_read_token_file(const char *data_dir, struct px_buf *token, struct px_error *error)
{
	char path[PATH_MAX];
	enum px_err err;

	token_path(data_dir, path);
	err = px_private_file_read(path, token, error);
	if (err != PX_OK)
		return err;
	while (token->size > 0 && (token->data[token->size - 1] == '\n' || token->data[token->size - 1] == '\r'))
		token->data[--token->size] = '\0';
	if (!px_opaque_shaped(px_buf_view(token), PX_TOKEN_PREFIX))
		return px_fail(error, PX_CORRUPT, NULL, "%s does not hold a token", path);
	return PX_OK;
}

/* The oldest user is the owner; on the first start there is nobody yet. */
static enum px_err find_or_add_owner(struct px_auth *auth, struct px_store_tx *tx, struct px_id *owner,
				     struct px_error *error)
{
	const struct px_store_query query = { .limit = 1 };
	struct px_auth_user user = { .name = auth->owner_name, .admin = true };
	struct px_arena arena;
	void *row;
	size_t count;
	enum px_err err;

	px_arena_init(&arena);
	err = px_store_query(tx, auth->users.record, &query, &arena, &row, &count, error);
	if (err == PX_OK && count == 0)
		err = px_auth_user_add(auth, tx, &user, error);
	else if (err == PX_OK)
		px_auth_users_view(&auth->users, row, &user);
	if (err == PX_OK)
		*owner = user.id;
	px_arena_release(&arena);
	return err;
}

/* Is the token in the file a live one of the owner's? */
static enum px_err file_is_good(struct px_auth *auth, struct px_store_tx *tx, struct px_id owner, bool *good,
				struct px_error *error)
{
	struct px_buf text = PX_BUF_INIT(256);
	struct px_principal principal;
	struct px_error why = { 0 };
	enum px_err err = px_auth_read_token_file(auth->data_dir, &text, NULL);

	*good = false;
	if (err != PX_OK) {
		err = PX_OK; /* whatever is wrong with the file, a new one is the remedy */
	} else {
		err = px_auth_token_lookup(auth, tx, px_buf_view(&text), &principal, &why);
		*good = err == PX_OK && px_id_eq(principal.user, owner);
		if (err == PX_UNAUTHORIZED)
			err = PX_OK;
		else if (err != PX_OK && error != NULL)
			*error = why;
	}
	if (text.data != NULL)
		OPENSSL_cleanse(text.data, text.size);
	px_buf_release(&text);
	return err;
}

static bool has_another_name(const void *row, const void *name)
{
	return strcmp(((const struct px_api_token_row *)row)->name, name) != 0;
}

static enum px_err prepare_owner(struct px_auth *auth, struct px_store_tx *tx, struct px_id *owner,
				 char text[PX_TOKEN_TEXT], bool *fresh, struct px_error *error)
{
	struct px_auth_token token = { .name = OWNER_TOKEN_NAME, .scopes = PX_SCOPE_ALL,
				       .expires = PX_TIME_NONE };
	bool good = false;
	enum px_err err = find_or_add_owner(auth, tx, owner, error);

	if (err == PX_OK)
		err = file_is_good(auth, tx, *owner, &good, error);
	*fresh = !good;
	if (err != PX_OK || good)
		return err;
	token.user = *owner;
	err = px_auth_revoke_live(auth, tx, &px_api_token_record, *owner, has_another_name, OWNER_TOKEN_NAME, error);
	if (err == PX_OK)
		err = px_auth_token_add(auth, tx, &token, text, error);
	return err;
}

enum px_err px_auth_ensure_owner(struct px_auth *auth, struct px_id *owner, struct px_error *error)
{
	char text[PX_TOKEN_TEXT + 1] = "", path[PATH_MAX];
	struct px_store_tx *tx;
	bool fresh = false;
	enum px_err err = px_store_begin(auth->store, PX_ID_NONE, PX_STORE_WRITE, &tx, error);

	if (err != PX_OK)
		return err;
	err = prepare_owner(auth, tx, owner, text, &fresh, error);
	if (err == PX_OK)
		err = px_store_commit_wait(tx, error);
	else
		px_store_rollback(tx);
	if (err == PX_OK && fresh) {
		size_t length = strlen(text);
		text[length] = '\n';
		token_path(auth->data_dir, path);
		err = px_private_file_write(path, px_str_n(text, length + 1), error);
		px_log(PX_LOG_INFO, "auth", "token file written", PX_LF("path", path));
	}
	OPENSSL_cleanse(text, sizeof(text));
	return err;
}
