/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a word can be in a list of words at all, without looking through the
 * list: a few bits of each list (a Bloom filter), found out once per thread.
 *
 * Lists are static texts: words apart by spaces, or phrases apart by '|', of
 * which the first words count.
 */
#ifndef PX_MEMORY_LIST_BITS_H
#define PX_MEMORY_LIST_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PX_LIST_BITS = 512 };

struct px_list_bits {
	const void *list;
	char separator;
	uint64_t bits[PX_LIST_BITS / 64];
};

/* A word of a list by its first letters and its length. */
static inline unsigned px_list_bit_of(const char *word, size_t size)
{
	unsigned hash = (unsigned)size * 37;

	for (size_t i = 0; i < size && i < 3; i++)
		hash = hash * 31 + (unsigned char)word[i];
	return hash % PX_LIST_BITS;
}

static inline bool px_list_bits_may_hold(const struct px_list_bits *set, const char *word, size_t size)
{
	unsigned bit = px_list_bit_of(word, size);

	return set->bits[bit / 64] >> bit % 64 & 1;
}

static inline void px_list_bits_add(struct px_list_bits *set, const char *word, size_t size)
{
	unsigned bit = px_list_bit_of(word, size);

	set->bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* The set of a list; `separator` stands between its items: ' ' or '|'. */
const struct px_list_bits *px_list_bits_of(const char *list, char separator);
/* The empty set of a key that the caller fills, *fresh, or the one filled before; one list has a set per separator. */
struct px_list_bits *px_list_bits_slot(const void *key, char separator, bool *fresh);

#endif
