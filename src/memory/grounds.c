/* SPDX-License-Identifier: Apache-2.0 */
/* The references are JSON in the message's row; each is read by its kind's own source. */
#include "memory/grounds.h"

#include "base/json.h"
#include "memory/source.h"

enum { REFS_MAX = 16 * 1024 };

const char *px_grounds_refs(struct px_arena *arena, const struct px_ground *grounds, size_t count)
{
	struct px_buf buf = PX_BUF_INIT(REFS_MAX);
	char id[PX_ID_TEXT + 1];
	struct px_json json;

	if (!count)
		return NULL;
	px_json_init(&json, &buf);
	px_json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		px_id_format(grounds[i].id, id);
		px_json_open_object(&json);
		px_json_key(&json, "kind");
		px_json_text(&json, grounds[i].kind);
		px_json_key(&json, "id");
		px_json_text(&json, id);
		px_json_close_object(&json);
	}
	px_json_close_array(&json);
	const char *refs = buf.overflow ? NULL : px_arena_str(arena, px_buf_view(&buf));
	px_buf_release(&buf);
	return refs;
}

/* PX_NOT_FOUND: the row is gone. */
static enum px_err read_one(struct px_domain *domain, const json_t *ref, struct px_ground *ground, struct px_error *error)
{
	const char *name = px_arena_str(domain->arena, px_json_string(json_object_get(ref, "kind")));
	struct px_source_row row;
	uint32_t kinds = 0;
	struct px_id id;

	if (!px_id_parse(px_json_string(json_object_get(ref, "id")), &id) || px_source_kinds(name, &kinds, NULL) != PX_OK || !kinds)
		return px_fail(error, PX_CORRUPT, "grounds", "the grounds of the message can't be read");
	enum px_source_kind kind = (enum px_source_kind)__builtin_ctz(kinds);
	enum px_err err = px_source_read(domain, kind, id, &row, error);
	if (!err)
		*ground = (struct px_ground){ px_source_name(kind), id, row.text, row.item.at, row.valid };
	return err;
}

enum px_err px_grounds_read(struct px_domain *domain, const char *refs, struct px_ground *grounds, size_t *count,
			    struct px_error *error)
{
	enum px_err err = PX_OK;
	json_t *list = NULL;
	const json_t *ref;
	size_t i;

	*count = 0;
	if (!refs)
		return PX_OK;
	if (px_json_parse(px_str(refs), &list, NULL) != PX_OK)
		return px_fail(error, PX_CORRUPT, "grounds", "the grounds of the message can't be read");
	json_array_foreach(list, i, ref) {
		if (*count == PX_GROUNDS_MAX)
			break;
		err = read_one(domain, ref, &grounds[*count], error);
		if (err && err != PX_NOT_FOUND)
			break;
		*count += !err;
		err = PX_OK;
	}
	json_decref(list);
	return err;
}
