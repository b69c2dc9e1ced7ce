/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What login sessions and personal tokens share: rows of one user that expire
 * and can be revoked.  Finding the live ones, and ending them.
 *
 * Ended rows stay for 30 days and there may be any number of them, so they
 * are left out by the query (an index holds only rows that are not revoked),
 * and what the query finds is read page by page to its end.
 *
 * The fields are reached by name through the descriptors, which must have
 * "user_id", "expires", "revoked" and "version".  This file does not know
 * what a session or a token is for.
 */
#include "auth/auth_internal.h"

enum { PAGE = 1000 };

static int64_t *number(const struct px_record *record, const char *name, void *row)
{
	return px_field_at(px_record_field(record, px_str(name)), row);
}

static struct px_id id_in(const struct px_field *field, const void *row)
{
	struct px_id id;

	memcpy(&id, px_field_in(field, row), sizeof(id));
	return id;
}

bool px_auth_is_live(const struct px_record *record, void *row, int64_t now)
{
	int64_t expires = *number(record, "expires", row);

	return *number(record, "revoked", row) == PX_TIME_NONE && (expires == PX_TIME_NONE || now < expires);
}

/* Moves the live rows to the front; how many there are. */
static size_t keep_live(const struct px_record *record, char *rows, size_t count, int64_t now)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		char *row = rows + i * record->size;
		if (px_auth_is_live(record, row, now))
			memmove(rows + kept++ * record->size, row, record->size);
	}
	return kept;
}

enum px_err px_auth_live_rows(struct px_store_tx *tx, const struct px_record *record, struct px_id user,
			      struct px_arena *arena, void *rows, size_t *count, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "user_id", PX_OP_EQ, { .id = user } },
		{ "revoked", PX_OP_IS_NULL, { .integer = 0 } },
	};
	struct px_store_query query = { .filters = filters, .filter_count = 2, .descending = true, .limit = PAGE };
	int64_t now = px_clock_now();
	char *all = NULL;
	size_t page;

	*count = 0;
	do {
		void *found;
		enum px_err err = px_store_query(tx, record, &query, arena, &found, &page, error);
		if (err != PX_OK)
			return err;
		if (page > 0)
			query.after_id = id_in(&record->fields[0], (char *)found + (page - 1) * record->size);
		query.after = true;
		size_t live = keep_live(record, found, page, now);
		char *joined = *count > 0 ? px_arena_zero(arena, *count + live, record->size) : found;
		if (*count > 0) {
			memcpy(joined, all, *count * record->size);
			memcpy(joined + *count * record->size, found, live * record->size);
		}
		all = joined;
		*count += live;
	} while (page == PAGE);
	memcpy(rows, &all, sizeof(all));
	return PX_OK;
}

enum px_err px_auth_revoke_row(struct px_auth *auth, struct px_store_tx *tx, const struct px_record *record,
			       void *row, struct px_error *error)
{
	int64_t expected = (*number(record, "version", row))++;
	enum px_err err;

	*number(record, "revoked", row) = px_clock_now();
	err = px_store_update(tx, record, row, expected, error);
	if (err == PX_OK)
		px_auth_forget(auth, id_in(px_record_owner(record), row), id_in(&record->fields[0], row));
	return err;
}

enum px_err px_auth_revoke_own(struct px_auth *auth, struct px_store_tx *tx, const struct px_record *record,
			       struct px_id user, struct px_id id, struct px_error *error)
{
	struct px_arena arena;
	enum px_err err;

	px_arena_init(&arena);
	void *row = px_arena_zero(&arena, 1, record->size);
	err = px_store_get(tx, record, id, &arena, row, error);
	if (err == PX_OK && (!px_id_eq(id_in(px_record_owner(record), row), user) ||
			     *number(record, "revoked", row) != PX_TIME_NONE))
		err = PX_NOT_FOUND;
	if (err == PX_OK)
		err = px_auth_revoke_row(auth, tx, record, row, error);
	px_arena_release(&arena);
	return err == PX_NOT_FOUND ? px_fail(error, err, record->name, "no such %s", record->name) : err;
}

enum px_err px_auth_revoke_live(struct px_auth *auth, struct px_store_tx *tx, const struct px_record *record,
				struct px_id user, bool (*spare)(const void *row, const void *arg),
				const void *arg, struct px_error *error)
{
	struct px_arena arena;
	char *rows;
	size_t count = 0;

	px_arena_init(&arena);
	enum px_err err = px_auth_live_rows(tx, record, user, &arena, &rows, &count, error);
	for (size_t i = 0; err == PX_OK && i < count; i++) {
		char *row = rows + i * record->size;
		if (spare == NULL || !spare(row, arg))
			err = px_auth_revoke_row(auth, tx, record, row, error);
	}
	px_arena_release(&arena);
	return err;
}
