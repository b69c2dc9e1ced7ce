/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HNSW over one-byte codes.  A score is the dot product of codes times the
 * scale of the row it is compared with; that of the query is left out, as it
 * is the same for all.
 */
#include "vector/embedded/graph.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

enum { LIST_MAX = PX_GRAPH_BASE_LINKS + 1 };

void px_graph_scratch_release(struct px_graph_scratch *scratch)
{
	free(scratch->seen);
	px_nearest_release(&scratch->frontier);
	px_nearest_release(&scratch->best);
	px_nearest_release(&scratch->chosen);
	*scratch = (struct px_graph_scratch){ 0 };
}

size_t px_graph_scratch_memory(const struct px_graph_scratch *scratch)
{
	return scratch->seen_count * sizeof(*scratch->seen) +
	       (scratch->frontier.room + scratch->best.room + scratch->chosen.room) * sizeof(struct px_near);
}

unsigned px_graph_level(struct px_id id)
{
	/* Each layer holds one row in PX_GRAPH_LINKS of the one below. */
	double uniform = ((double)(px_id_hash(id) >> 11) + 1.0) / 9007199254740993.0;
	double level = floor(-log(uniform) / log(PX_GRAPH_LINKS));

	return level > PX_GRAPH_LEVEL_MAX ? PX_GRAPH_LEVEL_MAX : (unsigned)level;
}

size_t px_graph_upper_words(unsigned level)
{
	return (size_t)level * (PX_GRAPH_LINKS + 1);
}

uint32_t *px_graph_list(const struct px_graph *graph, uint32_t row, unsigned layer)
{
	if (layer == 0)
		return graph->links + (size_t)row * LIST_MAX;
	return graph->upper + graph->upper_at[row] + (size_t)(layer - 1) * (PX_GRAPH_LINKS + 1);
}

static size_t list_room(unsigned layer)
{
	return layer ? PX_GRAPH_LINKS : PX_GRAPH_BASE_LINKS;
}

void px_graph_find_entry(struct px_graph *graph)
{
	graph->entry = 0;
	for (uint32_t row = 1; row < graph->count; row++)
		if (graph->levels[row] > graph->levels[graph->entry])
			graph->entry = row;
}

static bool list_is_sound(const struct px_graph *graph, uint32_t row, unsigned layer)
{
	const uint32_t *list = px_graph_list(graph, row, layer);

	if (list[0] > list_room(layer))
		return false;
	for (uint32_t i = 1; i <= list[0]; i++)
		if (list[i] >= graph->count || graph->levels[list[i]] < layer)
			return false;
	return true;
}

bool px_graph_is_sound(const struct px_graph *graph, size_t upper_words)
{
	for (uint32_t row = 0; row < graph->count; row++) {
		unsigned level = graph->levels[row];
		if (level > PX_GRAPH_LEVEL_MAX)
			return false;
		if (level && graph->upper_at[row] + px_graph_upper_words(level) > upper_words)
			return false;
	}
	for (uint32_t row = 0; row < graph->count; row++)
		for (unsigned layer = 0; layer <= graph->levels[row]; layer++)
			if (!list_is_sound(graph, row, layer))
				return false;
	return true;
}

/* A fresh number that no row carries yet. */
static void start_search(struct px_graph_scratch *scratch, size_t rows)
{
	if (rows > scratch->seen_count) {
		scratch->seen_count = rows + rows / 4;
		free(scratch->seen);
		scratch->seen = px_calloc(scratch->seen_count, sizeof(*scratch->seen));
		scratch->search = 0;
	}
	if (++scratch->search == 0) {
		memset(scratch->seen, 0, scratch->seen_count * sizeof(*scratch->seen));
		scratch->search = 1;
	}
}

static float score_of(const struct px_rows *rows, const struct px_dot_kernel *kernel, const int8_t *codes,
		      uint32_t row)
{
	int32_t dot;

	kernel->gather(codes, rows->codes, rows->stride, &row, 1, &dot);
	return (float)dot * rows->scales[row];
}

/* Towards the cache: what comes next will be compared. */
static void fetch_row(const struct px_rows *rows, uint32_t row)
{
	const int8_t *codes = rows->codes + (size_t)row * rows->stride;

	for (size_t line = 0; line < rows->stride; line += 64)
		__builtin_prefetch(codes + line);
	__builtin_prefetch(&rows->scales[row]);
}

/* Those of a list that this search has not seen, fetched towards the cache. */
static size_t unseen(struct px_graph_scratch *scratch, const struct px_rows *rows, const uint32_t *list,
		     uint32_t *which)
{
	size_t count = 0;

	for (uint32_t i = 1; i <= list[0]; i++) {
		if (scratch->seen[list[i]] == scratch->search)
			continue;
		scratch->seen[list[i]] = scratch->search;
		which[count++] = list[i];
		fetch_row(rows, list[i]);
	}
	return count;
}

static void fetch_list(const struct px_graph *graph, uint32_t row, unsigned layer)
{
	const uint32_t *list = px_graph_list(graph, row, layer);

	for (size_t word = 0; word <= list_room(layer); word += 16)
		__builtin_prefetch(list + word);
}

static bool passes(const struct px_graph_query *query, const struct px_rows *rows, uint32_t row)
{
	return !px_bit(query->dead, row) && (!query->filter || px_filter_passes(query->filter, rows, row));
}

/* The best of one layer from `start` on, into scratch->best.  The frontier's scores are negated. */
static void search_layer(const struct px_graph *graph, const struct px_rows *rows,
			 const struct px_dot_kernel *kernel, struct px_graph_scratch *scratch,
			 const struct px_graph_query *query, unsigned layer, struct px_near start)
{
	struct px_nearest *best = &scratch->best, *frontier = &scratch->frontier;
	uint32_t which[LIST_MAX];
	int32_t dots[LIST_MAX];

	start_search(scratch, rows->count);
	best->count = frontier->count = 0;
	scratch->seen[start.row] = scratch->search;
	px_nearest_push(frontier, (struct px_near){ -start.score, start.row });
	if (passes(query, rows, start.row))
		px_nearest_push(best, start);
	while (frontier->count) {
		struct px_near next = px_nearest_pop(frontier);
		if (best->count == query->effort && -next.score < best->items[0].score)
			break;
		size_t count = unseen(scratch, rows, px_graph_list(graph, next.row, layer), which);
		if (!count)
			continue;
		kernel->gather(query->codes, rows->codes, rows->stride, which, count, dots);
		for (size_t i = 0; i < count; i++) {
			struct px_near near = { (float)dots[i] * rows->scales[which[i]], which[i] };
			if (best->count == query->effort && near.score <= best->items[0].score)
				continue;
			px_nearest_push(frontier, (struct px_near){ -near.score, near.row });
			if (passes(query, rows, near.row))
				px_nearest_keep(best, query->effort, near);
		}
		if (frontier->count)
			fetch_list(graph, frontier->items[0].row, layer);
	}
}

/* Walks to the nearest row of each layer above `layer`. */
static struct px_near descend(const struct px_graph *graph, const struct px_rows *rows,
			      const struct px_dot_kernel *kernel, const int8_t *codes, unsigned layer)
{
	struct px_near near = { score_of(rows, kernel, codes, graph->entry), graph->entry };
	int32_t dots[LIST_MAX];

	for (unsigned at = graph->levels[graph->entry]; at > layer; at--) {
		for (bool moved = true; moved;) {
			const uint32_t *list = px_graph_list(graph, near.row, at);
			moved = false;
			if (list[0])
				kernel->gather(codes, rows->codes, rows->stride, list + 1, list[0], dots);
			for (uint32_t i = 0; i < list[0]; i++) {
				float score = (float)dots[i] * rows->scales[list[i + 1]];
				if (score > near.score) {
					near = (struct px_near){ score, list[i + 1] };
					moved = true;
				}
			}
		}
	}
	return near;
}

void px_graph_search(const struct px_graph *graph, const struct px_rows *rows, const struct px_dot_kernel *kernel,
		     struct px_graph_scratch *scratch, const struct px_graph_query *query)
{
	scratch->best.count = 0;
	if (graph->count)
		search_layer(graph, rows, kernel, scratch, query, 0,
			     descend(graph, rows, kernel, query->codes, 0));
}

/*
 * Writes the list of `row` from candidates, the highest score first: one that
 * is nearer to a neighbour already chosen than to the row is reached through
 * that one, so links go in all directions.
 */
static void choose_links(const struct px_rows *rows, const struct px_dot_kernel *kernel, uint32_t *list,
			 size_t room, const struct px_near *candidates, size_t count, float own_scale)
{
	int32_t dots[LIST_MAX];

	list[0] = 0;
	for (size_t i = 0; i < count && list[0] < room; i++) {
		const int8_t *codes = rows->codes + (size_t)candidates[i].row * rows->stride;
		bool near = false;
		if (list[0])
			kernel->gather(codes, rows->codes, rows->stride, list + 1, list[0], dots);
		/* Cosines of candidate and chosen, and of row and candidate, both without the candidate's scale:
		 * a candidate's score holds its own scale, so that goes into the other side. */
		for (uint32_t n = 0; n < list[0] && !near; n++)
			near = (float)dots[n] * rows->scales[list[n + 1]] * rows->scales[candidates[i].row] >
			       candidates[i].score * own_scale;
		if (!near)
			list[++list[0]] = candidates[i].row;
	}
}

/* Lets `row` know its new neighbour; a full list is chosen anew. */
static void link_back(struct px_graph *graph, const struct px_rows *rows, const struct px_dot_kernel *kernel,
		      struct px_graph_scratch *scratch, uint32_t row, uint32_t neighbour, unsigned layer)
{
	uint32_t *list = px_graph_list(graph, row, layer), all[LIST_MAX + 1];

	if (list[0] < list_room(layer)) {
		list[++list[0]] = neighbour;
		return;
	}
	memcpy(all, list + 1, list[0] * sizeof(*all));
	all[list[0]] = neighbour;
	px_graph_relink(graph, rows, kernel, scratch, row, layer, all, list[0] + 1);
}

void px_graph_relink(struct px_graph *graph, const struct px_rows *rows, const struct px_dot_kernel *kernel,
		     struct px_graph_scratch *scratch, uint32_t row, unsigned layer, const uint32_t *candidates,
		     size_t count)
{
	const int8_t *codes = rows->codes + (size_t)row * rows->stride;
	struct px_nearest *chosen = &scratch->chosen;
	int32_t dots[LIST_MAX];

	chosen->count = 0;
	for (size_t begin = 0; begin < count; begin += LIST_MAX) {
		size_t size = count - begin < LIST_MAX ? count - begin : LIST_MAX;
		for (size_t i = begin; i < begin + size; i++)
			fetch_row(rows, candidates[i]);
		kernel->gather(codes, rows->codes, rows->stride, candidates + begin, size, dots);
		for (size_t i = 0; i < size; i++)
			px_nearest_push(chosen, (struct px_near){ (float)dots[i] * rows->scales[candidates[begin + i]],
								  candidates[begin + i] });
	}
	px_nearest_sort(chosen);
	choose_links(rows, kernel, px_graph_list(graph, row, layer), list_room(layer), chosen->items,
		     chosen->count, rows->scales[row]);
}

void px_graph_add(struct px_graph *graph, const struct px_rows *rows, const struct px_dot_kernel *kernel,
		  struct px_graph_scratch *scratch)
{
	uint32_t row = (uint32_t)graph->count;
	const int8_t *codes = rows->codes + (size_t)row * rows->stride;
	struct px_graph_query query = { .codes = codes, .effort = PX_GRAPH_BUILD_EFFORT };

	for (unsigned layer = 0; layer <= graph->levels[row]; layer++)
		px_graph_list(graph, row, layer)[0] = 0;
	graph->count++;
	if (row == 0) {
		graph->entry = 0;
		return;
	}
	unsigned top = graph->levels[graph->entry], level = graph->levels[row];
	struct px_near near = descend(graph, rows, kernel, codes, level < top ? level : top);
	for (unsigned layer = (level < top ? level : top) + 1; layer-- > 0;) {
		search_layer(graph, rows, kernel, scratch, &query, layer, near);
		px_nearest_sort(&scratch->best);
		near = scratch->best.items[0];
		uint32_t *list = px_graph_list(graph, row, layer);
		choose_links(rows, kernel, list, PX_GRAPH_LINKS, scratch->best.items, scratch->best.count,
			     rows->scales[row]);
		for (uint32_t i = 1; i <= list[0]; i++)
			link_back(graph, rows, kernel, scratch, list[i], row, layer);
	}
	if (level > top)
		graph->entry = row;
}
