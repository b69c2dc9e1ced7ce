/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/preferences.h"

#include <stdlib.h>

enum px_err px_preferences_get(struct px_domain *domain, struct px_preferences *row, struct px_error *error)
{
	/* one row per user, under the user's own id */
	enum px_err err = px_store_get(domain->tx, &px_preferences_record, domain->user, domain->arena, row, error);

	if (err != PX_NOT_FOUND)
		return err;
	px_record_init(&px_preferences_record, row);
	row->id = row->user_id = domain->user;
	row->created = domain->now;
	row->data = "{}";
	return PX_OK;
}

static bool fits_depth(const json_t *value, int left)
{
	const char *key;
	json_t *inner;
	size_t i;

	if (!left && (json_is_object(value) || json_is_array(value)))
		return false;
	json_object_foreach((json_t *)(uintptr_t)value, key, inner)
		if (!fits_depth(inner, left - 1))
			return false;
	json_array_foreach(value, i, inner)
		if (!fits_depth(inner, left - 1))
			return false;
	return true;
}

/* RFC 7396, section 2; `target` is an object. */
static bool merge(json_t *target, const json_t *patch)
{
	const char *key;
	json_t *value;
	bool ok = true;

	json_object_foreach((json_t *)(uintptr_t)patch, key, value) {
		json_t *own = json_object_get(target, key);
		if (json_is_null(value)) {
			json_object_del(target, key);
		} else if (json_is_object(value)) {
			if (!json_is_object(own) && json_object_set_new(target, key, own = json_object()) != 0)
				return false;
			ok &= merge(own, value);
		} else {
			ok &= json_object_set(target, key, value) == 0;
		}
	}
	return ok;
}

static enum px_err write_data(struct px_domain *domain, const json_t *values, struct px_preferences *row,
			      struct px_error *error)
{
	char *text = json_dumps(values, JSON_COMPACT);

	if (!text)
		return px_fail(error, PX_NO_MEMORY, NULL, "the preferences can't be kept");
	row->data = px_arena_str(domain->arena, px_str(text));
	free(text);
	return strlen(row->data) <= PX_PREFERENCES_MAX
		       ? PX_OK : px_fail(error, PX_TOO_LARGE, "preferences", "preferences have at most %d bytes",
					 PX_PREFERENCES_MAX);
}

static enum px_err keep(struct px_domain *domain, struct px_preferences *row, struct px_error *error)
{
	row->updated = domain->now;
	if (row->version++ == 0)
		return px_store_insert(domain->tx, &px_preferences_record, row, error);
	return px_store_update(domain->tx, &px_preferences_record, row, row->version - 1, error);
}

enum px_err px_preferences_merge(struct px_domain *domain, const json_t *patch, struct px_preferences *row,
				 struct px_error *error)
{
	json_t *values = NULL;

	if (!fits_depth(patch, PX_PREFERENCES_DEPTH))
		return px_fail(error, PX_INVALID, "preferences", "preferences are at most %d levels deep",
			       PX_PREFERENCES_DEPTH);
	enum px_err err = px_json_parse(px_str(row->data), &values, error);
	if (!err && !merge(values, patch))
		err = px_fail(error, PX_NO_MEMORY, NULL, "the preferences can't be kept");
	if (!err)
		err = write_data(domain, values, row, error);
	json_decref(values);
	return err ? err : keep(domain, row, error);
}
