/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_id: a UUIDv7 (RFC 9562 section 5.7), the id of every stored thing.
 *
 * Ids made in one process sort by creation, also within a millisecond (the
 * 12-bit rand_a field counts).  The all-zero id means "none".
 */
#ifndef PX_BASE_ID_H
#define PX_BASE_ID_H

#include "base/str.h"

enum { PX_ID_TEXT = 36 };

struct px_id {
	uint8_t bytes[16];
};

#define PX_ID_NONE ((struct px_id){ { 0 } })

/* A fresh id.  Thread-safe. */
struct px_id px_id_new(void);
static inline bool px_id_is_none(struct px_id id)
{
	return memcmp(id.bytes, (uint8_t[16]){ 0 }, 16) == 0;
}
static inline bool px_id_eq(struct px_id a, struct px_id b)
{
	return memcmp(a.bytes, b.bytes, 16) == 0;
}
static inline int px_id_cmp(struct px_id a, struct px_id b)
{
	return memcmp(a.bytes, b.bytes, 16);
}
/* Writes 36 characters and a NUL. */
void px_id_format(struct px_id id, char text[PX_ID_TEXT + 1]);
/* Strict 8-4-4-4-12 hexadecimal, either case. */
bool px_id_parse(struct px_str text, struct px_id *id);
/* Whether it is a UUIDv7, as px_id_new makes them. */
bool px_id_is_v7(struct px_id id);
/* The creation instant it carries, UTC milliseconds. */
int64_t px_id_time(struct px_id id);
/* Well spread, for hashing users to shards. */
uint64_t px_id_hash(struct px_id id);

#endif
