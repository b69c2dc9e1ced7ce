/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Maintenance: the next snapshot, made of the live rows of the present one and
 * of the tail, with a graph when there are many.
 *
 * Beginning and end hold the index's lock; the long middle reads only what
 * nobody changes: the mapped snapshot, a copy of its dead bits, and the frozen
 * tail.  What is put meanwhile goes to a new tail and to the end of the old
 * file's log, which is copied behind the new snapshot; what is removed
 * meanwhile is noted (`late`) and removed from the new snapshot at the end.
 */
#include "vector/embedded/index.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { SMALL_WAIT = 256, LARGE_WAIT = 4096, CANDIDATES = PX_GRAPH_BASE_LINKS * (PX_GRAPH_BASE_LINKS + 1) };

struct plan {
	struct px_embedded_index *index;
	const struct px_snapshot *base;
	const struct px_rows *frozen;
	struct px_dead dead;        /* of the base, when the maintenance began */
	struct px_vector_file next;
};

bool px_state_wants_maintenance(const struct px_vector_state *state, size_t graph_from)
{
	size_t rows = state->file.snapshot.rows.count, waiting = px_state_waiting(state);
	size_t large = rows / 32 > LARGE_WAIT ? rows / 32 : LARGE_WAIT;

	if (px_state_count(state) >= graph_from && !state->file.head.graph)
		return true;
	return rows <= PX_VECTOR_INLINE_MAX ? waiting >= SMALL_WAIT && waiting >= rows / 4 : waiting >= large;
}

static void begin(struct plan *plan, struct px_embedded_index *index)
{
	struct px_vector_state *state = index->state;
	size_t rows = state->file.snapshot.rows.count, stride = state->tail.rows.stride;

	*plan = (struct plan){ .index = index, .base = &state->file.snapshot, .frozen = &state->frozen.rows,
			       .next = PX_VECTOR_FILE_NONE };
	state->maintaining = true;
	state->frozen_log = state->file.head.log_size;
	state->frozen = state->tail;
	state->tail = (struct px_tail){ .rows.stride = stride };
	if (state->base_dead.bits) {
		plan->dead = (struct px_dead){ px_alloc((rows + 7) / 8), state->base_dead.count };
		memcpy(plan->dead.bits, state->base_dead.bits, (rows + 7) / 8);
	}
}

/* Puts the frozen rows back: nothing has happened. */
static void take_back(struct plan *plan)
{
	struct px_vector_state *state = plan->index->state;

	for (size_t row = 0; row < state->frozen.rows.count; row++) {
		const struct px_rows *rows = &state->frozen.rows;
		struct px_vector_item item = { rows->ids[row], rows->kinds[row], rows->at[row], rows->tags[row], NULL };
		struct px_code code = px_rows_code(rows, row);
		if (!px_bit(state->frozen_dead.bits, row))
			px_tail_put(&state->tail, &item, &code);
	}
}

static void end(struct plan *plan)
{
	struct px_vector_state *state = plan->index->state;

	px_tail_release(&state->frozen);
	px_dead_release(&state->frozen_dead);
	px_dead_release(&plan->dead);
	px_vector_file_close(&plan->next);
	state->maintaining = false;
	free(state->late);
	state->late = NULL;
	state->late_count = state->late_room = 0;
}

static int by_id(const void *a, const void *b, void *rows)
{
	const struct px_id *ids = ((const struct px_rows *)rows)->ids;

	return px_id_cmp(ids[*(const uint32_t *)a], ids[*(const uint32_t *)b]);
}

/* Live rows in their order, those of the frozen tail last. */
static void copy_rows(struct plan *plan)
{
	struct px_snapshot *next = &plan->next.snapshot;
	size_t to = 0;

	for (size_t row = 0; row < plan->base->rows.count; row++)
		if (!px_bit(plan->dead.bits, row))
			px_rows_copy(&next->rows, to++, &plan->base->rows, row);
	for (size_t row = 0; row < plan->frozen->count; row++)
		px_rows_copy(&next->rows, to++, plan->frozen, row);
	for (size_t row = 0; row < to; row++)
		next->order[row] = (uint32_t)row;
	qsort_r(next->order, to, sizeof(*next->order), by_id, &next->rows);
}

/* Numbers of the present rows in the next snapshot, UINT32_MAX for those that go. */
static uint32_t *renumber(const struct plan *plan)
{
	size_t count = plan->base->rows.count;
	uint32_t *numbers = px_alloc((count ? count : 1) * sizeof(*numbers)), next = 0;

	for (size_t row = 0; row < count; row++)
		numbers[row] = px_bit(plan->dead.bits, row) ? UINT32_MAX : next++;
	return numbers;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static size_t without_repeats(uint32_t *rows, size_t count, uint32_t own)
{
	size_t kept = 0;

	qsort(rows, count, sizeof(*rows), by_number);
	for (size_t i = 0; i < count; i++)
		if (rows[i] != own && (!kept || rows[kept - 1] != rows[i]))
			rows[kept++] = rows[i];
	return kept;
}

/* A list with new numbers; the neighbours of a neighbour that went stand in for it. */
static void copy_list(struct plan *plan, const uint32_t *numbers, uint32_t row, unsigned layer,
		      struct px_graph_scratch *scratch)
{
	const struct px_graph *from = &plan->base->graph;
	struct px_graph *to = &plan->next.snapshot.graph;
	const uint32_t *old = px_graph_list(from, row, layer);
	uint32_t *list = px_graph_list(to, numbers[row], layer), candidates[CANDIDATES];
	size_t count = 0;
	bool gone = false;

	for (uint32_t i = 1; i <= old[0]; i++) {
		if (numbers[old[i]] != UINT32_MAX) {
			candidates[count++] = numbers[old[i]];
			continue;
		}
		const uint32_t *further = px_graph_list(from, old[i], layer);
		gone = true;
		for (uint32_t n = 1; n <= further[0]; n++)
			if (numbers[further[n]] != UINT32_MAX)
				candidates[count++] = numbers[further[n]];
	}
	if (gone) {
		count = without_repeats(candidates, count, numbers[row]);
		px_graph_relink(to, &plan->next.snapshot.rows, plan->index->driver->kernel, scratch, numbers[row],
				layer, candidates, count);
		return;
	}
	list[0] = (uint32_t)count;
	memcpy(list + 1, candidates, count * sizeof(*candidates));
}

static void copy_graph(struct plan *plan, struct px_graph_scratch *scratch)
{
	struct px_graph *graph = &plan->next.snapshot.graph;
	uint32_t *numbers = renumber(plan);

	for (uint32_t row = 0; row < plan->base->rows.count; row++)
		for (unsigned layer = 0; numbers[row] != UINT32_MAX && layer <= plan->base->graph.levels[row]; layer++)
			copy_list(plan, numbers, row, layer, scratch);
	free(numbers);
	graph->count = plan->base->rows.count - plan->dead.count;
	px_graph_find_entry(graph);
}

static void make_graph(struct plan *plan)
{
	struct px_snapshot *next = &plan->next.snapshot;
	struct px_graph_scratch scratch = { 0 };
	uint32_t upper = 0;

	for (size_t row = 0; row < next->rows.count; row++) {
		next->graph.levels[row] = (uint8_t)px_graph_level(next->rows.ids[row]);
		next->graph.upper_at[row] = upper;
		upper += (uint32_t)px_graph_upper_words(next->graph.levels[row]);
	}
	next->graph.count = 0;
	/* When most rows have gone, too little of the old graph is left to mend. */
	if (plan->base->graph.count && plan->dead.count * 2 < plan->base->rows.count)
		copy_graph(plan, &scratch);
	while (next->graph.count < next->rows.count)
		px_graph_add(&next->graph, &next->rows, plan->index->driver->kernel, &scratch);
	px_graph_scratch_release(&scratch);
}

static size_t upper_words(const struct plan *plan)
{
	size_t words = 0;

	for (size_t row = 0; row < plan->base->rows.count; row++)
		if (!px_bit(plan->dead.bits, row))
			words += px_graph_upper_words(px_graph_level(plan->base->rows.ids[row]));
	for (size_t row = 0; row < plan->frozen->count; row++)
		words += px_graph_upper_words(px_graph_level(plan->frozen->ids[row]));
	return words;
}

static enum px_err write_next(struct plan *plan, bool graph, struct px_error *error)
{
	size_t count = plan->base->rows.count - plan->dead.count + plan->frozen->count;

	graph = graph && count >= plan->index->driver->graph_from;
	enum px_err err = px_vector_file_create(&plan->next, plan->index->path, &plan->index->owner, count, graph,
						graph ? upper_words(plan) : 0, error);
	if (err)
		return err;
	copy_rows(plan);
	if (graph)
		make_graph(plan);
	return PX_OK;
}

/* The new file takes the old one's place. */
static enum px_err publish(struct plan *plan, struct px_error *error)
{
	struct px_vector_state *state = plan->index->state;
	struct px_buf log = PX_BUF_INIT(PX_VECTOR_LOG_MAX);
	enum px_err err = px_vector_file_log(&state->file, state->frozen_log, &log, error);

	if (!err)
		err = px_vector_file_publish(&plan->next, plan->index->path, px_buf_view(&log), &plan->index->checked,
					     error);
	px_buf_release(&log);
	if (err)
		return err;
	px_vector_file_close(&state->file);
	state->file = plan->next;
	plan->next = PX_VECTOR_FILE_NONE;
	px_dead_release(&state->base_dead);
	for (size_t i = 0; i < state->late_count; i++)
		px_state_remove_from_base(state, state->late[i]);
	return PX_OK;
}

enum px_err px_index_maintain_entered(struct px_embedded_index *index, bool graph, struct px_error *error)
{
	struct plan plan;

	if (index->state->maintaining)
		return PX_OK;
	begin(&plan, index);
	enum px_err err = write_next(&plan, graph, error);
	if (!err)
		err = publish(&plan, error);
	if (err)
		take_back(&plan);
	end(&plan);
	return err;
}

enum px_err px_index_maintain(struct px_embedded_index *index, bool force, struct px_error *error)
{
	struct plan plan;
	enum px_err err = px_index_enter(index, error);

	if (err)
		return err;
	bool needed = px_state_wants_maintenance(index->state, index->driver->graph_from) ||
		      (force && px_state_waiting(index->state));
	if (!needed || index->state->maintaining) {
		px_index_leave(index);
		return PX_OK;
	}
	begin(&plan, index);
	px_index_pin(index);
	px_index_leave(index);
	err = write_next(&plan, true, error);
	pthread_mutex_lock(&index->lock);
	if (!err)
		err = publish(&plan, error);
	if (err)
		take_back(&plan);
	end(&plan);
	pthread_mutex_unlock(&index->lock);
	px_index_unpin(index);
	return err;
}
