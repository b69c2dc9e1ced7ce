/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A search: candidates by one-byte codes, from the graph or by looking at
 * every row, then the best of them again with two bytes a value.
 *
 * Of many rows the signs are looked at first, an eighth of the bytes, and the
 * codes of the best few hundred by them.
 */
#include "vector/embedded/index.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

enum {
	BLOCK = 256,          /* rows compared at a time */
	SAMPLE = 512,         /* rows looked at to guess how many pass a filter */
	READ_FROM = 250000,   /* rows from which on residuals are read: 35 us a search, for 40% of the memory */
	EFFORT = 160,         /* candidates of a graph search at least */
	SPARE = 14,           /* candidates that are scored again besides one and a half of the limit */
	/*
	 * Rows chosen by their signs for each that is scored again: 232 for ten hits,
	 * of which 100 would be enough for a recall of 0.9985 (bench/vector).
	 */
	SKETCHED = 8,
	SKETCH_SHARE = 32,    /* rows for each of them, at least: with fewer, looking at all codes costs no more */
	SKETCH_BLOCK = 1024,  /* rows between two looks at what a row must have */
	SKETCH_BUCKETS = 1024,
};

/*
 * What a filtered search costs, in nanoseconds, measured by bench/vector: of
 * a row's filter, of a passing row's dot product with its cache misses, and of
 * a candidate that a graph search keeps (the rows on the way to it).
 */
#define COST_FILTER 2.0
#define COST_ROW 40.0
#define COST_CANDIDATE 1000.0

struct search {
	const struct px_dot_kernel *kernel;
	const struct px_vector_query *query;
	struct px_code code;     /* of the query */
	uint64_t *planes;        /* of the query, for sketches */
	const struct px_vector_file *file; /* whose residuals are read from the disk, or NULL */
	int8_t *residuals;       /* room for BLOCK of them */
	size_t keep;             /* candidates that are scored again */
	struct px_nearest found; /* rows are numbered through: snapshot, frozen, tail */
};

/* What a score must exceed to be among the best. */
static float floor_of(const struct search *search)
{
	return search->found.count < search->keep ? -INFINITY : search->found.items[0].score;
}

static void keep(struct search *search, const uint8_t *dead, size_t first, size_t row, float score)
{
	if (score > floor_of(search) && !px_bit(dead, row))
		px_nearest_keep(&search->found, search->keep, (struct px_near){ score, (uint32_t)(first + row) });
}

static void scan_block(struct search *search, const struct px_rows *rows, const uint8_t *dead, size_t first,
		       size_t begin, size_t count)
{
	uint32_t which[BLOCK];
	float scores[BLOCK];

	count = search->kernel->above(search->code.codes, rows->codes + begin * rows->stride, rows->stride,
				      rows->scales + begin, count, floor_of(search), which, scores);
	for (size_t i = 0; i < count; i++)
		keep(search, dead, first, begin + which[i], scores[i]);
}

static void scan_filtered_block(struct search *search, const struct px_rows *rows, const uint8_t *dead, size_t first,
				size_t begin, size_t count)
{
	const struct px_vector_filter *filter = &search->query->filter;
	uint32_t which[BLOCK];
	int32_t dots[BLOCK];
	size_t passing = 0;

	for (size_t row = begin; row < begin + count; row++)
		if (px_filter_passes(filter, rows, row))
			which[passing++] = (uint32_t)row;
	if (!passing)
		return;
	search->kernel->gather(search->code.codes, rows->codes, rows->stride, which, passing, dots);
	for (size_t i = 0; i < passing; i++)
		keep(search, dead, first, which[i], (float)dots[i] * rows->scales[which[i]]);
}

/*
 * Rows by their signs, as they are found.  How many have each score, in
 * buckets, tells at once what a row must have to be among the best so far.
 */
struct sketched {
	struct px_near *items;
	size_t count, room, most;
	int32_t floor;   /* rows must have more */
	int32_t lowest;  /* of all scores that can be */
	unsigned shift;  /* of a score to its bucket */
	size_t bucket, above; /* the lowest bucket that is taken; rows in it and above */
	uint32_t buckets[SKETCH_BUCKETS + 1]; /* the last one stays empty */
};

static void sketched_init(struct sketched *chosen, size_t most, size_t stride)
{
	*chosen = (struct sketched){ .most = most, .room = 2 * (most + SKETCH_BLOCK), .floor = INT32_MIN,
				     .lowest = -15 * (int32_t)stride };
	while ((30 * stride) >> chosen->shift >= SKETCH_BUCKETS)
		chosen->shift++;
	chosen->items = px_alloc(chosen->room * sizeof(*chosen->items));
}

/* Without the lowest bucket.  Rows of it that are there already may stay. */
static void raise_floor(struct sketched *chosen)
{
	chosen->above -= chosen->buckets[chosen->bucket++];
	chosen->floor = chosen->lowest + (int32_t)(chosen->bucket << chosen->shift) - 1;
}

/* Of those that are not above the floor as many stay as are wanted: many rows may be of one score. */
static void drop_low(struct sketched *chosen)
{
	size_t kept = 0, spare = chosen->most > chosen->above ? chosen->most - chosen->above : 0;

	for (size_t i = 0; i < chosen->count; i++) {
		bool above = chosen->items[i].score > (float)chosen->floor, stays = above || spare;
		chosen->items[kept] = chosen->items[i];
		kept += stays;
		spare -= stays && !above;
	}
	chosen->count = kept;
}

/* For another block. */
static void make_room(struct sketched *chosen)
{
	if (chosen->count + SKETCH_BLOCK <= chosen->room)
		return;
	drop_low(chosen);
	if (chosen->count + SKETCH_BLOCK <= chosen->room)
		return;
	raise_floor(chosen); /* very many of one score: more of the same would be no better */
	drop_low(chosen);
}

static void choose(struct sketched *chosen, int32_t score, size_t row)
{
	chosen->items[chosen->count++] = (struct px_near){ (float)score, (uint32_t)row };
	chosen->buckets[(size_t)(score - chosen->lowest) >> chosen->shift]++;
	chosen->above++;
}

static void look_at_signs(const struct search *search, const struct px_rows *rows, const uint8_t *dead, struct sketched *chosen)
{
	size_t words = rows->stride / 64;
	uint32_t which[SKETCH_BLOCK + PX_SKETCH_ROWS];
	int32_t scores[SKETCH_BLOCK + PX_SKETCH_ROWS];

	for (size_t begin = 0; begin < rows->count; begin += SKETCH_BLOCK) {
		size_t count = rows->count - begin < SKETCH_BLOCK ? rows->count - begin : SKETCH_BLOCK;
		make_room(chosen);
		count = search->kernel->sketch(search->planes, rows->signs + begin * words, words, count, chosen->floor,
					       which, scores);
		for (size_t i = 0; i < count; i++)
			if (!px_bit(dead, begin + which[i]))
				choose(chosen, scores[i], begin + which[i]);
		while (chosen->above - chosen->buckets[chosen->bucket] >= chosen->most)
			raise_floor(chosen);
	}
	if (chosen->count > chosen->most)
		drop_low(chosen);
}

static void scan_by_signs(struct search *search, const struct px_rows *rows, const uint8_t *dead, size_t first)
{
	struct sketched chosen;
	uint32_t which[BLOCK];
	int32_t dots[BLOCK];

	sketched_init(&chosen, SKETCHED * search->keep, rows->stride);
	look_at_signs(search, rows, dead, &chosen);
	for (size_t begin = 0; begin < chosen.count; begin += BLOCK) {
		size_t count = chosen.count - begin < BLOCK ? chosen.count - begin : BLOCK;
		for (size_t i = 0; i < count; i++)
			which[i] = chosen.items[begin + i].row;
		search->kernel->gather(search->code.codes, rows->codes, rows->stride, which, count, dots);
		for (size_t i = 0; i < count; i++)
			keep(search, NULL, first, which[i], (float)dots[i] * rows->scales[which[i]]);
	}
	free(chosen.items);
}

static void scan(struct search *search, const struct px_rows *rows, const uint8_t *dead, size_t first)
{
	bool filtered = px_filter_is_set(&search->query->filter);

	if (!filtered && !search->query->exact && rows->count >= (size_t)SKETCHED * SKETCH_SHARE * search->keep) {
		scan_by_signs(search, rows, dead, first);
		return;
	}
	for (size_t begin = 0; begin < rows->count; begin += BLOCK) {
		size_t count = rows->count - begin < BLOCK ? rows->count - begin : BLOCK;
		if (filtered)
			scan_filtered_block(search, rows, dead, first, begin, count);
		else
			scan_block(search, rows, dead, first, begin, count);
	}
}

static size_t effort_of(const struct px_vector_query *query)
{
	size_t least = query->limit + query->limit / 2 + SPARE, effort = query->effort ? query->effort : EFFORT;

	return effort > least ? effort : least;
}

/* Whether the graph finds what passes the filter faster than looking at every row does. */
static bool graph_is_worth_it(const struct px_vector_state *state, const struct px_vector_query *query)
{
	const struct px_rows *rows = &state->file.snapshot.rows;
	size_t step = rows->count / SAMPLE ? rows->count / SAMPLE : 1, passing = 0, sample = 0;

	if (!state->file.head.graph || query->exact)
		return false;
	if (!px_filter_is_set(&query->filter))
		return true;
	for (size_t row = 0; row < rows->count; row += step, sample++)
		passing += px_filter_passes(&query->filter, rows, row);
	if (!passing)
		return false;
	double share = (double)passing / (double)sample, count = (double)rows->count;
	return (double)effort_of(query) / share * COST_CANDIDATE < count * (COST_FILTER + share * COST_ROW);
}

static void search_graph(struct search *search, struct px_vector_state *state)
{
	struct px_graph_query query = {
		.codes = search->code.codes,
		.effort = effort_of(search->query),
		.filter = px_filter_is_set(&search->query->filter) ? &search->query->filter : NULL,
		.dead = state->base_dead.bits,
	};
	struct px_nearest *best = &state->scratch.best;

	px_graph_search(&state->file.snapshot.graph, &state->file.snapshot.rows, search->kernel, &state->scratch,
			&query);
	for (size_t i = 0; i < best->count; i++)
		px_nearest_keep(&search->found, search->keep, best->items[i]);
}

struct scored {
	struct px_vector_hit hit;
	double score;
};

/*
 * (a + b/254)(c + d/254) summed over the values, by the same integer kernel
 * four times: as good as floats, and the same bits everywhere.
 */
static void score_again(const struct search *search, const struct px_rows *rows, const uint32_t *which, size_t count,
			struct scored *scored)
{
	bool on_disk = search->file && rows == &search->file->snapshot.rows;
	const int8_t *residuals = on_disk ? search->residuals : rows->residuals;
	const uint32_t *chosen = on_disk ? NULL : which;
	const struct px_code *code = &search->code;
	int32_t dots[4][BLOCK];

	if (on_disk)
		px_vector_file_residuals(search->file, which, count, search->residuals);
	search->kernel->gather(code->codes, rows->codes, rows->stride, which, count, dots[0]);
	search->kernel->gather(code->residuals, rows->codes, rows->stride, which, count, dots[2]);
	if (residuals) {
		search->kernel->gather(code->codes, residuals, rows->stride, chosen, count, dots[1]);
		search->kernel->gather(code->residuals, residuals, rows->stride, chosen, count, dots[3]);
	} else {
		memset(dots[1], 0, count * sizeof(dots[1][0]));
		memset(dots[3], 0, count * sizeof(dots[3][0]));
	}
	for (size_t i = 0; i < count; i++) {
		double sum = dots[0][i] + ((double)dots[1][i] + dots[2][i]) / 254.0 + dots[3][i] / (254.0 * 254.0);
		scored[i].score = sum * (double)code->scale * (double)rows->scales[which[i]];
		scored[i].hit = (struct px_vector_hit){
			rows->ids[which[i]], (float)fmin(fmax(scored[i].score, -1.0), 1.0), rows->kinds[which[i]],
			rows->at[which[i]], rows->tags[which[i]],
		};
	}
}

static int by_row(const void *a, const void *b)
{
	const struct px_near *x = a, *y = b;

	return x->row < y->row ? -1 : x->row > y->row;
}

static int by_score(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return px_id_cmp(x->hit.id, y->hit.id);
}

/* Scores the candidates of one place, whose rows are numbered from `first` on. */
static size_t score_place(const struct search *search, const struct px_rows *rows, size_t first, size_t begin,
			  struct scored *scored)
{
	const struct px_near *items = search->found.items;
	uint32_t which[BLOCK];
	size_t at = begin, count = 0;

	while (at < search->found.count && items[at].row < first + rows->count) {
		which[count++] = (uint32_t)(items[at++].row - first);
		if (count == BLOCK) {
			score_again(search, rows, which, count, scored + at - count);
			count = 0;
		}
	}
	if (count)
		score_again(search, rows, which, count, scored + at - count);
	return at;
}

static size_t best_hits(struct search *search, const struct px_rows *const places[3], struct px_vector_hit *hits)
{
	struct scored *scored = px_alloc((search->found.count + 1) * sizeof(*scored));
	size_t count = search->found.count, at = 0, first = 0;

	if (count)
		qsort(search->found.items, count, sizeof(*search->found.items), by_row);
	for (size_t place = 0; place < 3; place++) {
		at = score_place(search, places[place], first, at, scored);
		first += places[place]->count;
	}
	qsort(scored, count, sizeof(*scored), by_score);
	if (count > search->query->limit)
		count = search->query->limit;
	for (size_t i = 0; i < count; i++)
		hits[i] = scored[i].hit;
	free(scored);
	return count;
}

void px_state_search(struct px_vector_state *state, const struct px_dot_kernel *kernel, unsigned dims,
		     const struct px_vector_query *query, struct px_vector_hit *hits, size_t *count)
{
	const struct px_rows *base = &state->file.snapshot.rows, *frozen = &state->frozen.rows;
	const struct px_rows *const places[3] = { base, frozen, &state->tail.rows };
	int8_t *room = px_alloc(2 * state->tail.rows.stride);
	struct search search = { .kernel = kernel, .query = query, .keep = query->limit + query->limit / 2 + SPARE,
				 .code = { room, room + state->tail.rows.stride, 0 } };

	if (state->file.fd >= 0 && state->file.head.graph && base->count >= READ_FROM) {
		search.file = &state->file;
		search.residuals = px_alloc((size_t)BLOCK * state->tail.rows.stride);
	}
	px_code_make(query->vector, dims, state->tail.rows.stride, &search.code);
	search.planes = px_alloc(state->tail.rows.stride / 64 * PX_SKETCH_PLANES * sizeof(*search.planes));
	px_sketch_query(search.code.codes, dims, state->tail.rows.stride, search.planes);
	if (graph_is_worth_it(state, query))
		search_graph(&search, state);
	else
		scan(&search, base, state->base_dead.bits, 0);
	scan(&search, frozen, state->frozen_dead.bits, base->count);
	scan(&search, &state->tail.rows, NULL, base->count + frozen->count);
	*count = best_hits(&search, places, hits);
	px_nearest_release(&search.found);
	free(search.residuals);
	free(search.planes);
	free(room);
}
