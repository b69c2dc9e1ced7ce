/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash table of numbers: rows of somebody's array, found by a key that the
 * array holds.  Costs 4 bytes a slot and nothing while it is empty.
 */
#ifndef PX_BASE_TABLE_H
#define PX_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct px_table {
	uint32_t *slots; /* row + 1; 0 is free */
	size_t size;     /* a power of two, or 0 */
	size_t count;
};

/* How the owner's rows hash and compare. */
struct px_table_keys {
	uint64_t (*hash)(const void *owner, uint32_t row);
	bool (*is)(const void *owner, uint32_t row, const void *key);
};

enum { PX_TABLE_NONE = -1 };

void px_table_release(struct px_table *table);
/* Row of a key whose hash is `hash`, or PX_TABLE_NONE. */
int64_t px_table_find(const struct px_table *table, const struct px_table_keys *keys, const void *owner, uint64_t hash,
		      const void *key);
/* Adds a row that isn't there and that the owner's array holds already. */
void px_table_add(struct px_table *table, const struct px_table_keys *keys, const void *owner, uint32_t row);
/* Removes a row that is there and that the owner's array holds still. */
void px_table_remove(struct px_table *table, const struct px_table_keys *keys, const void *owner, uint32_t row);

/* Spreads a number over all 64 bits (splitmix64). */
static inline uint64_t px_table_mix(uint64_t n)
{
	n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9U;
	n = (n ^ n >> 27) * 0x94d049bb133111ebU;
	return n ^ n >> 31;
}

#endif
