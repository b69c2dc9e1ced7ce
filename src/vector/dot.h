/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dot products of int8 vectors, by the widest instructions of the processor:
 * AVX-512 VNNI, AVX2, NEON or plain C, chosen once at run time.
 *
 * All of them add up integers, so all of them give the same bits.  Vectors
 * are `stride` bytes apart, a multiple of PX_DOT_ALIGN, and padded with zeros.
 *
 * A sketch of a vector is the signs of its values: an eighth of its bytes.
 * Compared with a query of four bits a value it tells whom to compare in full
 * (the estimate of RaBitQ, Gao and Long 2024, without its rotation).
 */
#ifndef PX_VECTOR_DOT_H
#define PX_VECTOR_DOT_H

#include <stddef.h>
#include <stdint.h>

enum {
	PX_DOT_ALIGN = 64,
	PX_SKETCH_ROWS = 8,   /* of a block, whose words lie side by side */
	PX_SKETCH_PLANES = 5, /* of a query: four bits of each value, lowest first, and which values there are */
};

struct px_dot_kernel {
	const char *name;
	/*
	 * The rows among 0..count-1 whose score, (query . row) * scales[row], is above
	 * `floor`: their numbers and scores go to `which` and `scores`, and how many
	 * there are is returned.
	 */
	size_t (*above)(const int8_t *query, const int8_t *rows, size_t stride, const float *scales, size_t count,
			float floor, uint32_t *which, float *scores);
	/* out[i] = query . rows[which[i]], or rows[i] if `which` is NULL. */
	void (*gather)(const int8_t *query, const int8_t *rows, size_t stride, const uint32_t *which,
		       size_t count, int32_t *out);
	/*
	 * The rows among 0..count-1 whose sketch scores above `floor`: the sum over the
	 * signs set in a row of (2 * query value - 15).  Numbers, in order, and scores go to
	 * `which` and `scores`, which have room for `count` and PX_SKETCH_ROWS more; returns
	 * how many there are.  Word w of row r of a block is at [w * PX_SKETCH_ROWS + r],
	 * plane p of word w of the query at [w * PX_SKETCH_PLANES + p]; the last block is whole.
	 */
	size_t (*sketch)(const uint64_t *query, const uint64_t *signs, size_t words, size_t count, int32_t floor,
			 uint32_t *which, int32_t *scores);
};

/* The best that this processor has. */
const struct px_dot_kernel *px_dot_best(void);
/* Each that this processor can run, NULL past the last; the plain one is always there.  For tests. */
const struct px_dot_kernel *px_dot_nth(size_t n);

extern const struct px_dot_kernel px_dot_plain, px_dot_avx2, px_dot_vnni, px_dot_vpopcnt, px_dot_neon;
/* What kernels without something better use. */
size_t px_dot_sketch_plain(const uint64_t *query, const uint64_t *signs, size_t words, size_t count, int32_t floor,
			   uint32_t *which, int32_t *scores);

#endif
