/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain C: for any processor, and the measure that the other kernels must
 * agree with.
 */
#include "embed/local/kernel_sets.h"

#include "embed/local/kernel_body.h"

static bool usable(void)
{
	return true;
}

static void tile(const uint8_t *values, size_t stride, size_t rows, const int8_t *weights, const int32_t *start,
		 size_t inputs, int32_t out[PX_TILE_ROWS][PX_TILE_COLS])
{
	for (size_t r = 0; r < rows; r++)
		memcpy(out[r], start, sizeof(out[r]));
	for (size_t i = 0; i < inputs; i += 4, weights += 4 * PX_TILE_COLS) {
		for (size_t r = 0; r < rows; r++) {
			const uint8_t *a = values + r * stride + i;
			for (size_t col = 0; col < PX_TILE_COLS; col++) {
				const int8_t *w = weights + 4 * col;
				out[r][col] += a[0] * w[0] + a[1] * w[1] + a[2] * w[2] + a[3] * w[3];
			}
		}
	}
}

PX_KERNEL(px_kernel_plain, "plain");
