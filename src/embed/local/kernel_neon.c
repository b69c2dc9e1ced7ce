/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NEON of every 64-bit ARM (Raspberry Pi 3 and 4): bytes are multiplied to 16
 * bits and added up in pairs to 32, which can't overflow.
 */
#include "embed/local/kernel_sets.h"

#ifdef __aarch64__
#define PX_LANES 4
#define PX_SUM_ROWS 2
#include "embed/local/kernel_body.h"

#include <arm_neon.h>

static bool usable(void)
{
	return true;
}

/* One token by 16 outputs. */
PX_INLINE void tile_row(const uint8_t *values, const int8_t *weights, size_t inputs, int32_t *out)
{
	int32x4_t sums[8];

	for (size_t v = 0; v < 8; v++)
		sums[v] = vdupq_n_s32(0);
	for (size_t i = 0; i < inputs; i += 4, weights += 4 * PX_TILE_COLS) {
		uint32_t four;
		memcpy(&four, values + i, sizeof(four));
		int8x8_t a = vreinterpret_s8_u32(vdup_n_u32(four ^ 0x80808080u)); /* minus 128 */
		for (size_t v = 0; v < 4; v++) {
			int8x16_t w = vld1q_s8(weights + 16 * v);
			sums[2 * v] = vpadalq_s16(sums[2 * v], vmull_s8(vget_low_s8(w), a));
			sums[2 * v + 1] = vpadalq_s16(sums[2 * v + 1], vmull_s8(vget_high_s8(w), a));
		}
	}
	for (size_t v = 0; v < 4; v++)
		vst1q_s32(out + 4 * v, vpaddq_s32(sums[2 * v], sums[2 * v + 1]));
}

static void tile(const uint8_t *values, size_t stride, size_t rows, const int8_t *weights, const int32_t *start,
		 size_t inputs, int32_t out[PX_TILE_ROWS][PX_TILE_COLS])
{
	(void)start; /* signed activations need no correction */
	for (size_t col = 0; col < PX_TILE_COLS; col += 16) {
		for (size_t r = 0; r < rows; r++)
			tile_row(values + r * stride, weights + 4 * col, inputs, &out[r][col]);
	}
}

PX_KERNEL(px_kernel_neon, "neon");
#endif
