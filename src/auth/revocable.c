/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What login sessions and personal tokens share: rows of one user that expire
 * and can be revoked.
 *
 * The fields are reached by name through the descriptors, which must have
 * "user_id", "expires", "revoked" and "version".
 */
#include "auth/auth_internal.h"

enum { ROWS_MAX = 1000 };

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

enum px_err px_auth_live_rows(struct px_store_tx *tx, const struct px_record *record, struct px_id user,
			      struct px_arena *arena, void *rows, size_t *count, struct px_error *error)
{
	int64_t now = px_clock_now();
	void *found;
	size_t all;
	enum px_err err = px_auth_find_user(tx, record, user, ROWS_MAX, arena, &found, &all, error);

	if (err != PX_OK)
		return err;
	*count = 0;
	for (size_t i = 0; i < all; i++) {
		char *row = (char *)found + i * record->size;
		if (px_auth_is_live(record, row, now))
			memmove((char *)found + (*count)++ * record->size, row, record->size);
	}
	memcpy(rows, &found, sizeof(found));
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
	return err;
}
