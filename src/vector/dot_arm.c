/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dot products for 64-bit ARM.  Every such processor multiplies bytes to 16
 * bits (SMULL) and adds pairs of them to 32 (SADALP).
 */
#include "vector/dot.h"

#if defined(__aarch64__)
#include <arm_neon.h>

static int32_t dot(const int8_t *a, const int8_t *b, size_t size)
{
	int32x4_t low = vdupq_n_s32(0), high = vdupq_n_s32(0);

	for (size_t i = 0; i < size; i += 16) {
		int8x16_t x = vld1q_s8(a + i), y = vld1q_s8(b + i);
		low = vpadalq_s16(low, vmull_s8(vget_low_s8(x), vget_low_s8(y)));
		high = vpadalq_s16(high, vmull_high_s8(x, y));
	}
	return vaddvq_s32(vaddq_s32(low, high));
}

static size_t neon_above(const int8_t *query, const int8_t *rows, size_t stride, const float *scales, size_t count,
			 float floor, uint32_t *which, float *scores)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		float score = (float)dot(query, rows + i * stride, stride) * scales[i];
		which[found] = (uint32_t)i;
		scores[found] = score;
		found += score > floor;
	}
	return found;
}

static void neon_gather(const int8_t *query, const int8_t *rows, size_t stride, const uint32_t *which,
			size_t count, int32_t *out)
{
	for (size_t i = 0; i < count; i++)
		out[i] = dot(query, rows + (which ? which[i] : i) * stride, stride);
}

const struct px_dot_kernel px_dot_neon = { "neon", neon_above, neon_gather, px_dot_sketch_plain };
#endif
