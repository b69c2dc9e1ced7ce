/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows: vectors and what filters ask about them, column by column.
 *
 * A vector is kept as two bytes a value: `codes` is the value in steps of its
 * scale (the largest value of a vector is 127), `residuals` what rounding left,
 * in steps of 1/254 of that.  Codes alone rank well enough to find candidates;
 * both together are as good as floats.  Columns stand in a mapped file or, for
 * rows put lately, in memory that grows.
 */
#ifndef PX_VECTOR_EMBEDDED_ROWS_H
#define PX_VECTOR_EMBEDDED_ROWS_H

#include "vector/vector.h"

struct px_rows {
	size_t count;
	size_t stride;     /* bytes from vector to vector: dims rounded up to PX_DOT_ALIGN */
	int8_t *codes;     /* count * stride */
	int8_t *residuals; /* count * stride; NULL: all are zero, as where vectors come from one-byte values */
	uint64_t *signs;   /* of the codes, stride / 64 words a row, in blocks as px_dot_kernel's `sketch` takes them */
	float *scales;
	struct px_id *ids;
	int64_t *at;
	uint64_t *tags;
	uint8_t *kinds;
};

/* A vector in the form of one row; codes and residuals have `stride` bytes each, NULL residuals are zero. */
struct px_code {
	int8_t *codes;
	int8_t *residuals;
	float scale;
};

size_t px_rows_stride(unsigned dims);
/* Normalises and rounds. */
void px_code_make(const float *vector, unsigned dims, size_t stride, struct px_code *code);
/* The other way round. */
void px_code_vector(const struct px_code *code, unsigned dims, float *vector);
/* False for what px_code_make never makes, and no score could be computed from. */
bool px_scale_is_sound(float scale);
/* A view of row `row`. */
struct px_code px_rows_code(const struct px_rows *rows, size_t row);
/* Copies one row to a place that has room for it. */
void px_rows_copy(struct px_rows *to, size_t to_row, const struct px_rows *from, size_t row);
void px_rows_set(struct px_rows *rows, size_t row, const struct px_vector_item *item, const struct px_code *code);

/* Bytes of the signs of so many rows. */
size_t px_rows_signs_size(size_t stride, size_t rows);
/* A query's planes for the kernels' `sketch`: PX_SKETCH_PLANES words for each 64 values. */
void px_sketch_query(const int8_t *codes, unsigned dims, size_t stride, uint64_t *query);

bool px_filter_is_set(const struct px_vector_filter *filter);
bool px_filter_passes(const struct px_vector_filter *filter, const struct px_rows *rows, size_t row);

/* Rows in memory with an index by id; zero but for `rows.stride` when empty. */
struct px_tail {
	struct px_rows rows;
	size_t room;
	uint32_t *slots;   /* row + 1 by hash of the id, 0 free; NULL while there are few */
	size_t slot_count; /* a power of two */
};

void px_tail_release(struct px_tail *tail);
/* Row of an id, or SIZE_MAX. */
size_t px_tail_find(const struct px_tail *tail, struct px_id id);
/* Adds, or overwrites the row of the same id. */
void px_tail_put(struct px_tail *tail, const struct px_vector_item *item, const struct px_code *code);
/* The last row takes the place of the removed one. */
void px_tail_remove(struct px_tail *tail, size_t row);
/* Bytes allocated. */
size_t px_tail_memory(const struct px_tail *tail);

#endif
