/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows, their rounding and filters, and the growing tail of what was put lately.
 */
#include "vector/embedded/rows.h"

#include "base/mem.h"
#include "vector/dot.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { FEW = 24 }; /* rows that are looked through one by one */

size_t px_rows_stride(unsigned dims)
{
	return (dims + (size_t)PX_DOT_ALIGN - 1) / PX_DOT_ALIGN * PX_DOT_ALIGN;
}

/* To the nearest; a call of nearbyint for each value would cost more than a small search. */
static inline int rounded(float value)
{
	return (int)(value + copysignf(0.5F, value));
}

void px_code_make(const float *vector, unsigned dims, size_t stride, struct px_code *code)
{
	double squares = 0;
	float largest = 0;

	for (unsigned i = 0; i < dims; i++) {
		float size = fabsf(vector[i]);
		squares += (double)vector[i] * (double)vector[i];
		largest = size > largest ? size : largest;
	}
	double step = 127.0 / (double)largest;
	for (unsigned i = 0; i < dims; i++) {
		float steps = (float)((double)vector[i] * step);
		int whole = rounded(steps);
		code->codes[i] = (int8_t)whole;
		code->residuals[i] = (int8_t)rounded((steps - (float)whole) * 254.0F);
	}
	memset(code->codes + dims, 0, stride - dims);
	memset(code->residuals + dims, 0, stride - dims);
	code->scale = (float)((double)largest / sqrt(squares) / 127.0);
}

void px_code_vector(const struct px_code *code, unsigned dims, float *vector)
{
	for (unsigned i = 0; i < dims; i++)
		vector[i] = code->scale * ((float)code->codes[i] + (code->residuals ? (float)code->residuals[i] / 254.0F : 0.0F));
}

bool px_scale_is_sound(float scale)
{
	return scale > 0.0F && scale <= 1.0F;
}

struct px_code px_rows_code(const struct px_rows *rows, size_t row)
{
	return (struct px_code){ rows->codes + row * rows->stride,
				 rows->residuals ? rows->residuals + row * rows->stride : NULL, rows->scales[row] };
}

size_t px_rows_signs_size(size_t stride, size_t rows)
{
	size_t blocks = (rows + PX_SKETCH_ROWS - 1) / PX_SKETCH_ROWS;

	return blocks * PX_SKETCH_ROWS * (stride / 64) * sizeof(uint64_t);
}

static void set_signs(struct px_rows *rows, size_t row)
{
	const int8_t *codes = rows->codes + row * rows->stride;
	size_t words = rows->stride / 64;
	uint64_t *signs = rows->signs + row / PX_SKETCH_ROWS * words * PX_SKETCH_ROWS + row % PX_SKETCH_ROWS;

	for (size_t w = 0; w < words; w++) {
		uint64_t bits = 0;
		for (size_t i = 0; i < 64; i++)
			bits |= (uint64_t)(codes[w * 64 + i] >= 0) << i;
		signs[w * PX_SKETCH_ROWS] = bits;
	}
}

void px_sketch_query(const int8_t *codes, unsigned dims, size_t stride, uint64_t *query)
{
	memset(query, 0, stride / 64 * PX_SKETCH_PLANES * sizeof(*query));
	for (unsigned i = 0; i < dims; i++) {
		uint64_t value = (uint64_t)((codes[i] + 127) * 15 + 127) / 254; /* -127..127 in steps of 0..15 */
		uint64_t *planes = query + i / 64 * PX_SKETCH_PLANES;
		for (unsigned bit = 0; bit < 4; bit++)
			planes[bit] |= (value >> bit & 1) << i % 64;
		planes[4] |= UINT64_C(1) << i % 64;
	}
}

static bool is_zero(const int8_t *bytes, size_t size)
{
	return !bytes || (!bytes[0] && memcmp(bytes, bytes + 1, size - 1) == 0);
}

/* Zeros are not written over zeros: of new memory the kernel then gives no page. */
static void set_residuals(struct px_rows *rows, size_t row, const int8_t *residuals)
{
	int8_t *to = rows->residuals ? rows->residuals + row * rows->stride : NULL;

	if (to && !is_zero(residuals, rows->stride))
		memcpy(to, residuals, rows->stride);
	else if (!is_zero(to, rows->stride))
		memset(to, 0, rows->stride);
}

void px_rows_copy(struct px_rows *to, size_t to_row, const struct px_rows *from, size_t row)
{
	memcpy(to->codes + to_row * to->stride, from->codes + row * from->stride, from->stride);
	set_residuals(to, to_row, from->residuals ? from->residuals + row * from->stride : NULL);
	set_signs(to, to_row);
	to->scales[to_row] = from->scales[row];
	to->ids[to_row] = from->ids[row];
	to->at[to_row] = from->at[row];
	to->tags[to_row] = from->tags[row];
	to->kinds[to_row] = from->kinds[row];
}

void px_rows_set(struct px_rows *rows, size_t row, const struct px_vector_item *item, const struct px_code *code)
{
	memcpy(rows->codes + row * rows->stride, code->codes, rows->stride);
	set_residuals(rows, row, code->residuals);
	set_signs(rows, row);
	rows->scales[row] = code->scale;
	rows->ids[row] = item->id;
	rows->at[row] = item->at;
	rows->tags[row] = item->tag;
	rows->kinds[row] = (uint8_t)item->kind;
}

bool px_filter_is_set(const struct px_vector_filter *filter)
{
	return filter->kinds || filter->from != filter->to || filter->tag_count;
}

bool px_filter_passes(const struct px_vector_filter *filter, const struct px_rows *rows, size_t row)
{
	bool tagged = !filter->tag_count;

	if (filter->kinds && !(filter->kinds >> rows->kinds[row] & 1))
		return false;
	if (filter->from != filter->to && (rows->at[row] < filter->from || rows->at[row] >= filter->to))
		return false;
	for (size_t i = 0; i < filter->tag_count && !tagged; i++)
		tagged = rows->tags[row] == filter->tags[i];
	return tagged;
}

void px_tail_release(struct px_tail *tail)
{
	size_t stride = tail->rows.stride;

	free(tail->rows.codes);
	free(tail->rows.residuals);
	free(tail->rows.signs);
	free(tail->rows.scales);
	free(tail->rows.ids);
	free(tail->rows.at);
	free(tail->rows.tags);
	free(tail->rows.kinds);
	free(tail->slots);
	*tail = (struct px_tail){ .rows.stride = stride };
}

/*
 * A scan of many rows misses the processor's table of pages once in ten rows; in
 * pages of 2 MB it hardly does: 38 MB in 2.0 ms instead of 3.0 (Zen 4, busy).
 */
static void use_huge_pages(void *data, size_t size)
{
#ifdef MADV_HUGEPAGE
	enum { HUGE_PAGE = 2 << 20 };
	uintptr_t begin = ((uintptr_t)data + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1);
	uintptr_t end = ((uintptr_t)data + size) & ~(uintptr_t)(HUGE_PAGE - 1);

	if (end > begin) /* a system that has none of them says so, and nothing is lost */
		(void)!madvise((void *)begin, end - begin, MADV_HUGEPAGE);
#else
	(void)data;
	(void)size;
#endif
}

static void grow(struct px_tail *tail)
{
	struct px_rows *rows = &tail->rows;

	if (rows->count < tail->room)
		return;
	tail->room = tail->room < 8 ? 8 : tail->room + tail->room / 2;
	rows->codes = px_realloc(rows->codes, tail->room * rows->stride);
	if (rows->residuals)
		rows->residuals = px_realloc(rows->residuals, tail->room * rows->stride);
	rows->signs = px_realloc(rows->signs, px_rows_signs_size(rows->stride, tail->room));
	rows->scales = px_realloc(rows->scales, tail->room * sizeof(*rows->scales));
	rows->ids = px_realloc(rows->ids, tail->room * sizeof(*rows->ids));
	rows->at = px_realloc(rows->at, tail->room * sizeof(*rows->at));
	rows->tags = px_realloc(rows->tags, tail->room * sizeof(*rows->tags));
	rows->kinds = px_realloc(rows->kinds, tail->room);
	use_huge_pages(rows->codes, tail->room * rows->stride);
}

/* The slot that holds the id, or the free one where it belongs. */
static size_t slot_of(const struct px_tail *tail, struct px_id id)
{
	size_t mask = tail->slot_count - 1, slot = px_id_hash(id) & mask;

	while (tail->slots[slot] && !px_id_eq(tail->rows.ids[tail->slots[slot] - 1], id))
		slot = (slot + 1) & mask;
	return slot;
}

/* Twice the rows at least, so that a free slot is always near. */
static void index_rows(struct px_tail *tail)
{
	if (tail->rows.count < FEW || tail->slot_count >= 2 * (tail->rows.count + 1))
		return;
	free(tail->slots);
	for (tail->slot_count = 64; tail->slot_count < 4 * tail->rows.count; tail->slot_count *= 2)
		;
	tail->slots = px_calloc(tail->slot_count, sizeof(*tail->slots));
	for (size_t row = 0; row < tail->rows.count; row++)
		tail->slots[slot_of(tail, tail->rows.ids[row])] = (uint32_t)row + 1;
}

size_t px_tail_find(const struct px_tail *tail, struct px_id id)
{
	if (tail->slots)
		return (size_t)tail->slots[slot_of(tail, id)] - 1;
	for (size_t row = 0; row < tail->rows.count; row++)
		if (px_id_eq(tail->rows.ids[row], id))
			return row;
	return SIZE_MAX;
}

void px_tail_put(struct px_tail *tail, const struct px_vector_item *item, const struct px_code *code)
{
	size_t row = px_tail_find(tail, item->id);

	if (row == SIZE_MAX) {
		grow(tail);
		row = tail->rows.count;
	}
	if (!tail->rows.residuals && !is_zero(code->residuals, tail->rows.stride))
		tail->rows.residuals = px_calloc(tail->room, tail->rows.stride);
	px_rows_set(&tail->rows, row, item, code);
	if (row < tail->rows.count)
		return;
	tail->rows.count++;
	index_rows(tail);
	if (tail->slots)
		tail->slots[slot_of(tail, item->id)] = (uint32_t)row + 1;
}

/* Frees a slot and moves up those behind it that a search would no longer reach. */
static void free_slot(struct px_tail *tail, size_t slot)
{
	size_t mask = tail->slot_count - 1;

	tail->slots[slot] = 0;
	for (size_t next = (slot + 1) & mask; tail->slots[next]; next = (next + 1) & mask) {
		uint32_t moved = tail->slots[next];
		tail->slots[next] = 0;
		tail->slots[slot_of(tail, tail->rows.ids[moved - 1])] = moved;
	}
}

void px_tail_remove(struct px_tail *tail, size_t row)
{
	size_t last = tail->rows.count - 1;

	if (tail->slots) {
		free_slot(tail, slot_of(tail, tail->rows.ids[row]));
		if (row != last)
			tail->slots[slot_of(tail, tail->rows.ids[last])] = (uint32_t)row + 1;
	}
	if (row != last)
		px_rows_copy(&tail->rows, row, &tail->rows, last);
	tail->rows.count = last;
}

size_t px_tail_memory(const struct px_tail *tail)
{
	size_t bytes = tail->rows.residuals ? 2 : 1;

	return px_rows_signs_size(tail->rows.stride, tail->room) +
	       tail->room * (bytes * tail->rows.stride + sizeof(float) + sizeof(struct px_id) + 2 * sizeof(int64_t) + 1) +
	       tail->slot_count * sizeof(*tail->slots);
}
