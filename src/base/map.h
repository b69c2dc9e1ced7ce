/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_map: byte-string keys to pointers; open addressing, keyed hash.
 *
 * Owns copies of the keys, never the values.  Safe for attacker-chosen keys
 * (SipHash-free: a random per-process seed mixes the hash).  Iteration order
 * is unspecified; removing during iteration with px_map_next is allowed.
 * Not thread-safe.
 */
#ifndef PX_BASE_MAP_H
#define PX_BASE_MAP_H

#include "base/str.h"

struct px_map_slot {
	char *key; /* NULL: never used; owned */
	size_t key_size;
	void *value; /* NULL with a key: removed */
	uint64_t hash;
};

struct px_map {
	struct px_map_slot *slots;
	size_t capacity; /* a power of two, or 0 */
	size_t count;    /* live */
	size_t filled;   /* live and removed */
};

void px_map_init(struct px_map *map);
void px_map_release(struct px_map *map);
void *px_map_get(const struct px_map *map, struct px_str key);
/* Stores a non-NULL value; returns the one it replaces, or NULL. */
void *px_map_put(struct px_map *map, struct px_str key, void *value);
/* Removes; returns the value it held, or NULL. */
void *px_map_remove(struct px_map *map, struct px_str key);
/* Start with *position = 0; false at the end.  key may be NULL. */
bool px_map_next(const struct px_map *map, size_t *position, struct px_str *key, void **value);

#endif
