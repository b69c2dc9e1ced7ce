/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows as JSON, by descriptor: encoding, strict decoding, and the JSON Schema
 * that says what both sides may send.
 *
 * On the wire an id is a UUID, an instant RFC 3339 in UTC ("…T17:00:00Z"), a
 * day "2026-01-16", an enum its name, tags an array of strings, JSON whatever
 * it is; what is absent is null (tags: []).  Every field that is not hidden or
 * write-only stands in every encoded row.
 *
 * Decoding refuses what it does not know: an error names the field.  Rules
 * that need more than one field or a table (zones, recurrence rules, "due or
 * due_day") are the domain's.
 */
#ifndef PX_BASE_RECORD_JSON_H
#define PX_BASE_RECORD_JSON_H

#include "base/arena.h"
#include "base/json.h"
#include "base/record.h"

/* Writes `row` as one object. */
void px_record_encode(struct px_json *json, const struct px_record *record, const void *row);

/*
 * Decodes the body of a creation into `row`, which starts as px_record_init
 * makes it.  Text is copied into the arena.  *given (may be NULL) becomes the
 * set of fields named: bit i for fields[i].  PX_INVALID for an unknown,
 * read-only, missing or ill-typed field, PX_TOO_LARGE for one over its limit;
 * `row` is then undefined.
 */
enum px_err px_record_decode(const struct px_record *record, const json_t *object,
			     struct px_arena *arena, void *row, uint64_t *given,
			     struct px_error *error) PX_MUST_CHECK;
/*
 * Applies a JSON merge patch (RFC 7396) to `row`, which holds the row as it
 * is: null clears, what is not named stays.  Errors and *given as above; a
 * PX_FIELD_CREATE_ONLY field is refused.
 */
enum px_err px_record_patch(const struct px_record *record, const json_t *object,
			    struct px_arena *arena, void *row, uint64_t *given,
			    struct px_error *error) PX_MUST_CHECK;
/*
 * One value alone, as for a query parameter or a tool argument that is JSON.
 * null is refused unless px_field_nullable.
 */
enum px_err px_field_decode(const struct px_field *field, const json_t *value,
			    struct px_arena *arena, void *row, struct px_error *error) PX_MUST_CHECK;
/* The same from plain text: "2026-01-16", "pending", "42", "true", a UUID.  Not TAGS or JSON. */
enum px_err px_field_parse(const struct px_field *field, struct px_str text,
			   struct px_arena *arena, void *row, struct px_error *error) PX_MUST_CHECK;

enum px_record_shape { PX_SHAPE_ROW, PX_SHAPE_CREATE, PX_SHAPE_PATCH };
/* Writes the JSON Schema (2020-12, as OpenAPI 3.1 uses it) of the record in one shape. */
void px_record_schema(struct px_json *json, const struct px_record *record,
		      enum px_record_shape shape);
/* The schema of one field, as for a parameter. */
void px_field_schema(struct px_json *json, const struct px_field *field, enum px_record_shape shape);

enum {
	PX_ZONE_MAX = 64,    /* bytes of a zone name */
	PX_RRULE_MAX = 500,  /* bytes of a recurrence rule */
	PX_TAG_MAX = 64,     /* bytes of one tag */
	PX_TAGS_MAX = 100,   /* elements, where the descriptor gives no limit */
	PX_TEXT_MAX = 65536, /* bytes, likewise */
};

#endif
