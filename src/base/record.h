/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Descriptors of records: plain C structs described field by field.
 *
 * One table per entity (they stand in domain/) drives JSON encoding, strict
 * decoding, SQL binding and reading, and the OpenAPI document, so that adding
 * a field is one line plus a migration.  This header only describes; codecs
 * are in base/record_json.h and in each store driver.
 *
 * C types by kind: ID struct px_id; TEXT, RRULE, ZONE and TAGS const char *
 * (NULL = absent; TAGS is a JSON array of strings); JSON const char * (raw
 * JSON text); BLOB struct px_str (bytes, data NULL = absent; hidden fields only); INT, INSTANT (UTC milliseconds, PX_TIME_NONE = absent) and
 * VERSION int64_t; DAY int32_t (PX_DAY_NONE = absent); BOOL bool; ENUM int
 * (index into `values`).
 */
#ifndef PX_BASE_RECORD_H
#define PX_BASE_RECORD_H

#include "base/arena.h"
#include "base/civil.h"
#include "base/id.h"

enum px_field_kind {
	PX_FIELD_ID, PX_FIELD_TEXT, PX_FIELD_INT, PX_FIELD_BOOL, PX_FIELD_INSTANT, PX_FIELD_DAY,
	PX_FIELD_ENUM, PX_FIELD_ZONE, PX_FIELD_RRULE, PX_FIELD_TAGS, PX_FIELD_JSON,
	PX_FIELD_BLOB
};

enum {
	PX_FIELD_REQUIRED = 1 << 0,  /* never absent: must be given on creation, unless read-only */
	PX_FIELD_READ_ONLY = 1 << 1, /* set by the server; refused in input */
	PX_FIELD_HIDDEN = 1 << 2,    /* stored, never shown on the wire, unknown to input */
	PX_FIELD_CREATE_ONLY = 1 << 3, /* may be given on creation, not changed later */
	PX_FIELD_PROPOSED = 1 << 4, /* with READ_ONLY: the creator may propose it all the same */
	PX_FIELD_WRITE_ONLY = 1 << 5, /* taken and stored, never shown on the wire: a secret that the client gives */
};

struct px_field {
	const char *name; /* in JSON and SQL alike */
	struct px_str key; /* `"name":`, ready for the encoder; PX_FIELD() fills it in */
	enum px_field_kind kind;
	size_t offset;
	unsigned flags;
	size_t max;       /* TEXT and JSON: bytes; TAGS: elements; INT: largest value; 0: the kind's own */
	const char *const *values; /* ENUM: names, NULL-terminated */
	int initial;      /* ENUM, INT and BOOL: the value when none is given */
	const char *doc;  /* one sentence, for OpenAPI */
};

/*
 * One row of a descriptor table; further members by designated initialisers:
 *   PX_FIELD(struct px_task, title, TEXT, PX_FIELD_REQUIRED, .max = 500, .doc = "What to do.")
 */
#define PX_FIELD(type, member, field_kind, field_flags, ...) \
	{ .name = #member, .key = { "\"" #member "\":", sizeof(#member) + 2 }, \
	  .kind = PX_FIELD_##field_kind, .offset = offsetof(type, member), \
	  .flags = (field_flags), __VA_ARGS__ }

struct px_record {
	const char *name;  /* "task" */
	const char *table; /* "tasks" */
	size_t size;
	const struct px_field *fields; /* the first is always "id", the second "user_id" (but of users) */
	size_t field_count;
};

/* NULL if there is no such field. */
const struct px_field *px_record_field(const struct px_record *record, struct px_str name);
/* The field holding the owner's user id: "user_id", or "id" where a row is its own owner. */
const struct px_field *px_record_owner(const struct px_record *record);
/* All fields absent (NULL, PX_TIME_NONE, PX_DAY_NONE) or at their initial value. */
void px_record_init(const struct px_record *record, void *row);
/* `row` becomes as `from`, with texts of its own in the arena. */
void px_record_copy(const struct px_record *record, void *row, const void *from, struct px_arena *arena);
/* Whether `given` (of px_record_decode or px_record_patch) holds the field; the record has it. */
bool px_record_given(const struct px_record *record, uint64_t given, const char *field);
/* False for kinds that always have a value (INT, BOOL, ENUM) and for PX_FIELD_REQUIRED. */
bool px_field_nullable(const struct px_field *field);

/* Typed access to one field of a row. */
static inline void *px_field_at(const struct px_field *field, void *row)
{
	return (char *)row + field->offset;
}
static inline const void *px_field_in(const struct px_field *field, const void *row)
{
	return (const char *)row + field->offset;
}

#endif
