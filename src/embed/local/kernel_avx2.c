/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AVX2: the byte product of x86 saturates at 16 bits, so the activations'
 * signs go over to the weights first: |a| <= 127 times |w| <= 127, twice,
 * stays below 32,768 and the sums are exact.
 */
#include "embed/local/kernel_sets.h"

#ifdef __x86_64__
#define PX_LANES 8
#define PX_SUM_ROWS 2
#include "embed/local/kernel_body.h"

#include <immintrin.h>

enum { ROWS = 3, COLS = 16 };

static bool usable(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

/* `rows` tokens by 16 outputs. */
PX_INLINE void tile_rows(const uint8_t *values, size_t stride, const int8_t *weights, size_t inputs,
			 int32_t (*out)[PX_TILE_COLS], size_t col, const size_t rows)
{
	const __m256i ones = _mm256_set1_epi16(1);
	__m256i low[ROWS], high[ROWS];

	for (size_t r = 0; r < rows; r++)
		low[r] = high[r] = _mm256_setzero_si256();
	for (size_t i = 0; i < inputs; i += 4, weights += 4 * PX_TILE_COLS) {
		__m256i w0 = _mm256_loadu_si256((const __m256i *)weights);
		__m256i w1 = _mm256_loadu_si256((const __m256i *)(weights + 32));
		for (size_t r = 0; r < rows; r++) {
			uint32_t four;
			memcpy(&four, values + r * stride + i, sizeof(four));
			__m256i a = _mm256_set1_epi32((int32_t)(four ^ 0x80808080u)); /* minus 128 */
			__m256i size = _mm256_abs_epi8(a);
			__m256i p0 = _mm256_maddubs_epi16(size, _mm256_sign_epi8(w0, a));
			__m256i p1 = _mm256_maddubs_epi16(size, _mm256_sign_epi8(w1, a));
			low[r] = _mm256_add_epi32(low[r], _mm256_madd_epi16(p0, ones));
			high[r] = _mm256_add_epi32(high[r], _mm256_madd_epi16(p1, ones));
		}
	}
	for (size_t r = 0; r < rows; r++) {
		_mm256_storeu_si256((__m256i *)&out[r][col], low[r]);
		_mm256_storeu_si256((__m256i *)&out[r][col + 8], high[r]);
	}
}

static void tile(const uint8_t *values, size_t stride, size_t rows, const int8_t *weights, const int32_t *start,
		 size_t inputs, int32_t out[PX_TILE_ROWS][PX_TILE_COLS])
{
	(void)start; /* signed activations need no correction */
	for (size_t col = 0; col < PX_TILE_COLS; col += COLS) {
		for (size_t r = 0; r < rows;) {
			const uint8_t *a = values + r * stride;
			const int8_t *w = weights + 4 * col;
			size_t n = rows - r >= ROWS ? ROWS : rows - r;
			if (n == 3)
				tile_rows(a, stride, w, inputs, out + r, col, 3);
			else if (n == 2)
				tile_rows(a, stride, w, inputs, out + r, col, 2);
			else
				tile_rows(a, stride, w, inputs, out + r, col, 1);
			r += n;
		}
	}
}

PX_KERNEL(px_kernel_avx2, "avx2");
#endif
