/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The arithmetic of the interval tree.
 */
#include "store/interval.h"

#include "base/civil.h"

#include <stdlib.h>

enum { UNIT_BITS = 16, FIRST_SPANS = 16 };

/* Unit number from 1; what lies outside years 1..9999 counts as its edge. */
static int64_t unit_of(int64_t ms)
{
	const int64_t first = px_civil_day(1, 1, 1) * PX_MS_DAY;
	const int64_t last = px_civil_day(10000, 1, 1) * PX_MS_DAY;

	if (ms < first)
		ms = first;
	if (ms > last)
		ms = last;
	return ((ms - first) >> UNIT_BITS) + 1;
}

/* The number in [first, last] with the most trailing zeros. */
static int64_t fork_node(int64_t first, int64_t last)
{
	uint64_t differ = (uint64_t)(first - 1) ^ (uint64_t)last;
	int level = 63 - __builtin_clzll(differ);

	return last & ~((INT64_C(1) << level) - 1);
}

int64_t interval_node(int64_t start, int64_t end)
{
	return fork_node(unit_of(start), unit_of(end - 1));
}

void interval_range(int64_t start, int64_t end, struct interval_range *range)
{
	int64_t first = unit_of(start), last = unit_of(end - 1);

	*range = (struct interval_range){ .first = first, .last = last };
	for (int level = 0; level < INTERVAL_LEVELS; level++) {
		int64_t bit = INT64_C(1) << level, mask = bit | (bit - 1);
		int64_t left = (first & ~mask) | bit, right = (last & ~mask) | bit;
		if (left < first)
			range->before[range->before_count++] = left;
		if (right > last)
			range->after[range->after_count++] = right;
	}
}

void interval_add(struct interval_found *found, struct px_store_span span)
{
	if (span.start >= found->end || span.end <= found->start)
		return;
	if (found->count == found->capacity) {
		size_t capacity = found->capacity ? found->capacity * 2 : FIRST_SPANS;
		struct px_store_span *grown = px_arena_alloc(found->arena, capacity * sizeof(*grown));
		if (found->count)
			memcpy(grown, found->spans, found->count * sizeof(*grown));
		found->spans = grown;
		found->capacity = capacity;
	}
	found->spans[found->count++] = span;
}

static int by_start(const void *a, const void *b)
{
	const struct px_store_span *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return px_id_cmp(x->event, y->event);
}

void interval_sort(struct interval_found *found)
{
	if (found->count)
		qsort(found->spans, found->count, sizeof(*found->spans), by_start);
}
