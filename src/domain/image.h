/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images: rows, or what changed in them, as JSON inside an action.
 *
 * [{"entity":"task","id":"…","before":{…},"after":{…}}]: a creation has no
 * "before" and an empty "after" until it is taken back, which keeps the row in it
 * to do it again; a deletion has no "after"; an update holds only the fields that
 * differ.  Unlike wire rows they hold hidden fields too and write numbers for
 * days, instants and enums.  "version" and "updated" are never in an update.
 * Private to the domain.
 */
#ifndef PX_DOMAIN_IMAGE_H
#define PX_DOMAIN_IMAGE_H

#include "base/arena.h"
#include "base/json.h"
#include "base/record.h"

struct px_image {
	const struct px_record *record;
	struct px_id id;
	const void *before, *after; /* rows, or NULL */
};

/* The descriptor of an entity that undo knows ("task", "memory", ...); NULL for others. */
const struct px_record *px_image_record(struct px_str name);
void px_image_write(struct px_json *json, const struct px_image *image);
/* A whole row in that form, as an object of its own; NULL if memory ends.  The caller releases it. */
json_t *px_image_row(const struct px_record *record, const void *row);
bool px_image_field_equal(const struct px_field *field, const void *a, const void *b);
/* Sets the fields named in `object`; PX_CORRUPT if a value does not fit. */
enum px_err px_image_apply(const struct px_record *record, const json_t *object,
			   struct px_arena *arena, void *row, struct px_error *error) PX_MUST_CHECK;

#endif
