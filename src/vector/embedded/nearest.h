/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A binary heap of rows by score with the lowest on top: the best so far, the
 * worst of them ready to be replaced.  A heap of negated scores has the best on top.
 */
#ifndef PX_VECTOR_EMBEDDED_NEAREST_H
#define PX_VECTOR_EMBEDDED_NEAREST_H

#include <stddef.h>
#include <stdint.h>

struct px_near {
	float score;
	uint32_t row;
};

struct px_nearest {
	struct px_near *items; /* items[0] has the lowest score */
	size_t count;
	size_t room;
};

void px_nearest_release(struct px_nearest *nearest);
void px_nearest_push(struct px_nearest *nearest, struct px_near item);
/* Takes the lowest out; there must be one. */
struct px_near px_nearest_pop(struct px_nearest *nearest);
/* Keeps the `limit` highest: adds the item, or lets it replace the lowest if it is higher. */
void px_nearest_keep(struct px_nearest *nearest, size_t limit, struct px_near item);
/* Orders the items, the highest first; the heap is one no more. */
void px_nearest_sort(struct px_nearest *nearest);

#endif
