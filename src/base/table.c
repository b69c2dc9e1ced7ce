/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Open addressing with linear steps, at most two thirds full.
 */
#include "base/table.h"

#include "base/mem.h"

#include <stdlib.h>

void px_table_release(struct px_table *table)
{
	free(table->slots);
	*table = (struct px_table){ 0 };
}

int64_t px_table_find(const struct px_table *table, const struct px_table_keys *keys, const void *owner, uint64_t hash,
		      const void *key)
{
	if (!table->size)
		return PX_TABLE_NONE;
	for (size_t slot = hash & (table->size - 1); table->slots[slot]; slot = (slot + 1) & (table->size - 1))
		if (keys->is(owner, table->slots[slot] - 1, key))
			return table->slots[slot] - 1;
	return PX_TABLE_NONE;
}

static void place(struct px_table *table, uint64_t hash, uint32_t value)
{
	size_t slot = hash & (table->size - 1);

	while (table->slots[slot])
		slot = (slot + 1) & (table->size - 1);
	table->slots[slot] = value;
}

static void grow(struct px_table *table, const struct px_table_keys *keys, const void *owner)
{
	struct px_table larger = { .size = table->size ? 2 * table->size : 8, .count = table->count };

	larger.slots = px_calloc(larger.size, sizeof(*larger.slots));
	for (size_t slot = 0; slot < table->size; slot++)
		if (table->slots[slot])
			place(&larger, keys->hash(owner, table->slots[slot] - 1), table->slots[slot]);
	free(table->slots);
	*table = larger;
}

void px_table_add(struct px_table *table, const struct px_table_keys *keys, const void *owner, uint32_t row)
{
	if (3 * (table->count + 1) > 2 * table->size)
		grow(table, keys, owner);
	place(table, keys->hash(owner, row), row + 1);
	table->count++;
}

void px_table_remove(struct px_table *table, const struct px_table_keys *keys, const void *owner, uint32_t row)
{
	size_t mask = table->size - 1, slot = keys->hash(owner, row) & mask;

	while (table->slots[slot] != row + 1)
		slot = (slot + 1) & mask;
	table->slots[slot] = 0;
	table->count--;
	/* Those behind it, up to the next free slot, may have been pushed past it. */
	for (size_t next = (slot + 1) & mask; table->slots[next]; next = (next + 1) & mask) {
		uint32_t value = table->slots[next];
		table->slots[next] = 0;
		place(table, keys->hash(owner, value - 1), value);
	}
}
