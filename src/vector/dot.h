/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dot products of int8 vectors, by the widest instructions of the processor:
 * AVX-512 VNNI, AVX2, NEON or plain C, chosen once at run time.
 *
 * All of them add up integers, so all of them give the same bits.  Vectors
 * are `stride` bytes apart, a multiple of PX_DOT_ALIGN, and padded with zeros.
 */
#ifndef PX_VECTOR_DOT_H
#define PX_VECTOR_DOT_H

#include <stddef.h>
#include <stdint.h>

enum { PX_DOT_ALIGN = 64 };

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
};

/* The best that this processor has. */
const struct px_dot_kernel *px_dot_best(void);
/* Each that this processor can run, NULL past the last; the plain one is always there.  For tests. */
const struct px_dot_kernel *px_dot_nth(size_t n);

extern const struct px_dot_kernel px_dot_plain, px_dot_avx2, px_dot_vnni, px_dot_neon;

#endif
