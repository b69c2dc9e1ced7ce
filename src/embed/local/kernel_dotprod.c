/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ARM with dot products (ARMv8.2: Raspberry Pi 5, Apple, Graviton 2 and
 * later): one instruction adds up sixteen products by fours.
 */
#include "embed/local/kernel_sets.h"

#ifdef __aarch64__
#define PX_LANES 4
#define PX_SUM_ROWS 2
#include "embed/local/kernel_body.h"

#include <arm_neon.h>
#include <asm/hwcap.h>
#include <sys/auxv.h>

enum { ROWS = 6 };

static bool usable(void)
{
	return getauxval(AT_HWCAP) & HWCAP_ASIMDDP;
}

/* `rows` tokens by 16 outputs: 24 of the 32 registers. */
PX_INLINE void tile_rows(const uint8_t *values, size_t stride, const int8_t *weights, size_t inputs,
			 int32_t (*out)[PX_TILE_COLS], size_t col, const size_t rows)
{
	int32x4_t sums[ROWS][4];

	for (size_t r = 0; r < rows; r++) {
		for (size_t v = 0; v < 4; v++)
			sums[r][v] = vdupq_n_s32(0);
	}
	for (size_t i = 0; i < inputs; i += 4, weights += 4 * PX_TILE_COLS) {
		int8x16_t w[4];
		for (size_t v = 0; v < 4; v++)
			w[v] = vld1q_s8(weights + 16 * v);
		for (size_t r = 0; r < rows; r++) {
			uint32_t four;
			memcpy(&four, values + r * stride + i, sizeof(four));
			int8x16_t a = vreinterpretq_s8_u32(vdupq_n_u32(four ^ 0x80808080u)); /* minus 128 */
			for (size_t v = 0; v < 4; v++)
				sums[r][v] = vdotq_s32(sums[r][v], w[v], a);
		}
	}
	for (size_t r = 0; r < rows; r++) {
		for (size_t v = 0; v < 4; v++)
			vst1q_s32(&out[r][col + 4 * v], sums[r][v]);
	}
}

static void tile(const uint8_t *values, size_t stride, size_t rows, const int8_t *weights, const int32_t *start,
		 size_t inputs, int32_t out[PX_TILE_ROWS][PX_TILE_COLS])
{
	(void)start; /* signed activations need no correction */
	for (size_t col = 0; col < PX_TILE_COLS; col += 16, weights += 4 * 16) {
		switch (rows) {
		case 1: tile_rows(values, stride, weights, inputs, out, col, 1); break;
		case 2: tile_rows(values, stride, weights, inputs, out, col, 2); break;
		case 3: tile_rows(values, stride, weights, inputs, out, col, 3); break;
		case 4: tile_rows(values, stride, weights, inputs, out, col, 4); break;
		case 5: tile_rows(values, stride, weights, inputs, out, col, 5); break;
		default: tile_rows(values, stride, weights, inputs, out, col, 6); break;
		}
	}
}

PX_KERNEL(px_kernel_dotprod, "neon-dotprod");
#endif
