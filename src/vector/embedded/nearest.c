/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The heap.
 */
#include "vector/embedded/nearest.h"

#include "base/mem.h"

#include <stdlib.h>

void px_nearest_release(struct px_nearest *nearest)
{
	free(nearest->items);
	*nearest = (struct px_nearest){ 0 };
}

static void sink(struct px_nearest *nearest, struct px_near item)
{
	struct px_near *items = nearest->items;
	size_t at = 0, child;

	while ((child = 2 * at + 1) < nearest->count) {
		if (child + 1 < nearest->count && items[child + 1].score < items[child].score)
			child++;
		if (items[child].score >= item.score)
			break;
		items[at] = items[child];
		at = child;
	}
	items[at] = item;
}

void px_nearest_push(struct px_nearest *nearest, struct px_near item)
{
	size_t at = nearest->count++;

	if (nearest->count > nearest->room) {
		nearest->room = nearest->room ? 2 * nearest->room : 64;
		nearest->items = px_realloc(nearest->items, nearest->room * sizeof(*nearest->items));
	}
	for (; at && nearest->items[(at - 1) / 2].score > item.score; at = (at - 1) / 2)
		nearest->items[at] = nearest->items[(at - 1) / 2];
	nearest->items[at] = item;
}

struct px_near px_nearest_pop(struct px_nearest *nearest)
{
	struct px_near lowest = nearest->items[0];

	if (--nearest->count)
		sink(nearest, nearest->items[nearest->count]);
	return lowest;
}

void px_nearest_keep(struct px_nearest *nearest, size_t limit, struct px_near item)
{
	if (nearest->count < limit)
		px_nearest_push(nearest, item);
	else if (item.score > nearest->items[0].score)
		sink(nearest, item);
}

static int by_score(const void *a, const void *b)
{
	const struct px_near *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

void px_nearest_sort(struct px_nearest *nearest)
{
	if (nearest->count > 1)
		qsort(nearest->items, nearest->count, sizeof(*nearest->items), by_score);
}
