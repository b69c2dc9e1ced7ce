/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AVX-512 with VNNI: one instruction multiplies 64 unsigned activations by 64
 * signed weights and adds them up by fours, without saturation.  Six tokens
 * by 64 outputs fill 24 of the 32 registers.
 */
#include "embed/local/kernel_sets.h"

#ifdef __x86_64__
#include "embed/local/kernel_body.h"

#include <immintrin.h>

enum { VECTORS = PX_TILE_COLS / 16 };

static bool usable(void)
{
	return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
	       __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
	       __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("fma");
}

PX_INLINE void tile_rows(const uint8_t *values, size_t stride, const int8_t *weights, const int32_t *start,
			 size_t inputs, int32_t out[PX_TILE_ROWS][PX_TILE_COLS], const size_t rows)
{
	__m512i sums[PX_TILE_ROWS][VECTORS];

	for (size_t r = 0; r < rows; r++) {
		for (size_t v = 0; v < VECTORS; v++)
			sums[r][v] = _mm512_loadu_si512(start + 16 * v);
	}
	for (size_t i = 0; i < inputs; i += 4, weights += 4 * PX_TILE_COLS) {
		__m512i w[VECTORS];
		for (size_t v = 0; v < VECTORS; v++)
			w[v] = _mm512_loadu_si512(weights + 64 * v);
		for (size_t r = 0; r < rows; r++) {
			int32_t four;
			memcpy(&four, values + r * stride + i, sizeof(four));
			__m512i a = _mm512_set1_epi32(four);
			for (size_t v = 0; v < VECTORS; v++)
				sums[r][v] = _mm512_dpbusd_epi32(sums[r][v], a, w[v]);
		}
	}
	for (size_t r = 0; r < rows; r++) {
		for (size_t v = 0; v < VECTORS; v++)
			_mm512_storeu_si512(&out[r][16 * v], sums[r][v]);
	}
}

static void tile(const uint8_t *values, size_t stride, size_t rows, const int8_t *weights, const int32_t *start,
		 size_t inputs, int32_t out[PX_TILE_ROWS][PX_TILE_COLS])
{
	switch (rows) {
	case 1: tile_rows(values, stride, weights, start, inputs, out, 1); break;
	case 2: tile_rows(values, stride, weights, start, inputs, out, 2); break;
	case 3: tile_rows(values, stride, weights, start, inputs, out, 3); break;
	case 4: tile_rows(values, stride, weights, start, inputs, out, 4); break;
	case 5: tile_rows(values, stride, weights, start, inputs, out, 5); break;
	default: tile_rows(values, stride, weights, start, inputs, out, 6); break;
	}
}

PX_KERNEL(px_kernel_avx512, "avx512-vnni");
#endif
