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
 * JSON text); INT, INSTANT (UTC milliseconds, PX_TIME_NONE = absent) and
 * VERSION int64_t; DAY int32_t (PX_DAY_NONE = absent); BOOL bool; ENUM int
 * (index into `values`).
 */
#ifndef PX_BASE_RECORD_H
#define PX_BASE_RECORD_H

#include "base/civil.h"
#include "base/id.h"

enum px_field_kind {
	PX_FIELD_ID, PX_FIELD_TEXT, PX_FIELD_INT, PX_FIELD_BOOL, PX_FIELD_INSTANT, PX_FIELD_DAY,
	PX_FIELD_ENUM, PX_FIELD_ZONE, PX_FIELD_RRULE, PX_FIELD_TAGS, PX_FIELD_JSON
};

enum {
	PX_FIELD_REQUIRED = 1 << 0,  /* must be given on creation, never null */
	PX_FIELD_READ_ONLY = 1 << 1, /* set by the server; refused in input */
	PX_FIELD_HIDDEN = 1 << 2,    /* stored, never shown on the wire */
	PX_FIELD_CREATE_ONLY = 1 << 3, /* may be given on creation, not changed later */
};

struct px_field {
	const char *name; /* in JSON and SQL alike */
	enum px_field_kind kind;
	size_t offset;
	unsigned flags;
	size_t max;       /* TEXT and JSON: bytes; TAGS: elements; INT: largest value */
	const char *const *values; /* ENUM: names, NULL-terminated */
	const char *doc;  /* one sentence, for OpenAPI */
};

struct px_record {
	const char *name;  /* "task" */
	const char *table; /* "tasks" */
	size_t size;
	const struct px_field *fields; /* the first is always the id, the second the user (but of users) */
	size_t field_count;
};

const struct px_field *px_record_field(const struct px_record *record, struct px_str name);
/* All fields absent: NULL, PX_TIME_NONE, PX_DAY_NONE, 0. */
void px_record_init(const struct px_record *record, void *row);

#endif
