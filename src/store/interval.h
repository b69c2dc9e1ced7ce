/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which spans overlap a range: the relational interval tree of Kriegel,
 * Pötke and Seidl ("Managing Intervals Efficiently in Object-Relational
 * Databases", VLDB 2000).
 *
 * Time in units of 65.536 s numbers the nodes of a binary tree that exists
 * only as arithmetic: a node's level is its count of trailing zero bits.  A
 * span is stored at the highest node it contains.  Spans that overlap a range
 * are then exactly: those at ancestors left of the range that reach into it,
 * those at ancestors right of it that begin before its end, and all at nodes
 * inside it.  That is at most two index seeks per level (a constant), and
 * every entry read is a result but for the units at the two edges:
 * O(log n + k), however long spans are and however many lie elsewhere.
 *
 * This is the arithmetic and the list of what was found; drivers keep the rows.
 */
#ifndef PX_STORE_INTERVAL_H
#define PX_STORE_INTERVAL_H

#include "store/store.h"

enum { INTERVAL_LEVELS = 35 };

/* The node of a span of which [start, end) is not empty. */
int64_t interval_node(int64_t start, int64_t end);

/* What a search for [start, end) reads. */
struct interval_range {
	int64_t first, last;             /* all at these nodes and between them */
	int64_t before[INTERVAL_LEVELS]; /* at these, nearest first, what ends after `start` */
	int64_t after[INTERVAL_LEVELS];  /* at these, nearest first, what begins before `end` */
	size_t before_count, after_count;
};
void interval_range(int64_t start, int64_t end, struct interval_range *range);

/* Spans found, in the arena. */
struct interval_found {
	struct px_arena *arena;
	int64_t start, end; /* what was searched */
	struct px_store_span *spans;
	size_t count, capacity;
};
/* Leaves out one that only shares the unit at an edge. */
void interval_add(struct interval_found *found, struct px_store_span span);
/* By start, then id. */
void interval_sort(struct interval_found *found);

#endif
