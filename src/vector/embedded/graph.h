/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HNSW: a navigable small-world graph over the rows of one segment (Malkov and
 * Yashunin, 2016), for searches that are faster than looking at every row.
 *
 * The arrays belong to the caller, who lays them out in the index file.  Row
 * i has levels[i] + 1 layers; its links of layer 0 stand at links[i * 33], those
 * above at upper[upper_at[i]], each list as a count and room for the links.
 * The level of a row follows from its id, so the same rows make the same
 * layout.  Rows that were removed still lead the way, but are not found.
 */
#ifndef PX_VECTOR_EMBEDDED_GRAPH_H
#define PX_VECTOR_EMBEDDED_GRAPH_H

#include "vector/dot.h"
#include "vector/embedded/nearest.h"
#include "vector/embedded/rows.h"

enum {
	PX_GRAPH_LINKS = 16,       /* of a row in a layer above 0 */
	PX_GRAPH_BASE_LINKS = 32,  /* in layer 0 */
	PX_GRAPH_LEVEL_MAX = 7,
	PX_GRAPH_BUILD_EFFORT = 120, /* candidates when a row is linked */
};

struct px_graph {
	uint8_t *levels;    /* of each row */
	uint32_t *links;    /* row * (PX_GRAPH_BASE_LINKS + 1) */
	uint32_t *upper_at; /* word of `upper` where the row's lists above layer 0 begin */
	uint32_t *upper;    /* (PX_GRAPH_LINKS + 1) words a layer */
	size_t count;       /* rows that are linked in */
	uint32_t entry;     /* where searches start: a row of the highest level */
};

/* What a search needs besides; one per thread of searching, zero to begin with. */
struct px_graph_scratch {
	uint32_t *seen;     /* by row: the number of the search that saw it */
	size_t seen_count;
	uint32_t search;
	struct px_nearest frontier, best;
	struct px_nearest chosen;
};

void px_graph_scratch_release(struct px_graph_scratch *scratch);
size_t px_graph_scratch_memory(const struct px_graph_scratch *scratch);

unsigned px_graph_level(struct px_id id);
/* Words of `upper` for a row of that level. */
size_t px_graph_upper_words(unsigned level);
/* The list of one row in one layer: its count, then its links. */
uint32_t *px_graph_list(const struct px_graph *graph, uint32_t row, unsigned layer);
/* Sets graph->entry from the levels. */
void px_graph_find_entry(struct px_graph *graph);
/* False if a list is longer than its room, leads out of the graph, or to a row without that layer. */
bool px_graph_is_sound(const struct px_graph *graph, size_t upper_words);

/* Links row graph->count in; its lists are written and those of its neighbours change. */
void px_graph_add(struct px_graph *graph, const struct px_rows *rows, const struct px_dot_kernel *kernel,
		  struct px_graph_scratch *scratch);
/*
 * Makes the list of a row anew from candidates (row numbers, any order, the
 * row itself and repeats left out), when some of its neighbours have gone.
 */
void px_graph_relink(struct px_graph *graph, const struct px_rows *rows, const struct px_dot_kernel *kernel,
		     struct px_graph_scratch *scratch, uint32_t row, unsigned layer, const uint32_t *candidates,
		     size_t count);

struct px_graph_query {
	const int8_t *codes;
	size_t effort;                         /* candidates kept */
	const struct px_vector_filter *filter; /* NULL: every row */
	const uint8_t *dead;                   /* a bit per row that was removed, or NULL */
};

/* Leaves up to `effort` rows that pass in scratch->best, not sorted; scores lack the query's own scale. */
void px_graph_search(const struct px_graph *graph, const struct px_rows *rows, const struct px_dot_kernel *kernel,
		     struct px_graph_scratch *scratch, const struct px_graph_query *query);

static inline bool px_bit(const uint8_t *bits, size_t n)
{
	return bits && (bits[n / 8] >> (n % 8) & 1);
}

#endif
