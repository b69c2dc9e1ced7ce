/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AVX-512 with VNNI: one instruction multiplies 64 unsigned activations by 64
 * signed weights and adds them up by fours, without saturation.  Six tokens
 * by 64 outputs fill 24 of the 32 registers.
 */
#include "embed/local/kernel_sets.h"

#ifdef __x86_64__
#define PX_LANES 16
#define PX_SUM_ROWS 8
#include "embed/local/kernel_body.h"

#include <immintrin.h>

static bool usable(void)
{
	return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
	       __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
	       __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("fma");
}

/*
 * _mm512_dpbusd_epi32 by name, and sums that are variables of their own: GCC 12
 * otherwise copies them from register to register or keeps them in memory,
 * which halves the speed.
 */
#define ADD(sum, weights) __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(weights))
#define ROW(r) r##0, r##1, r##2, r##3
#define BEGIN(r)                                      \
	do {                                          \
		r##0 = _mm512_loadu_si512(start);      \
		r##1 = _mm512_loadu_si512(start + 16); \
		r##2 = _mm512_loadu_si512(start + 32); \
		r##3 = _mm512_loadu_si512(start + 48); \
	} while (0)
#define STEP(n, r)                                                              \
	do {                                                                    \
		if (rows > n) {                                                 \
			int32_t four;                                           \
			memcpy(&four, values + n * stride + i, sizeof(four));   \
			__m512i a = _mm512_set1_epi32(four);                    \
			ADD(r##0, w0);                                          \
			ADD(r##1, w1);                                          \
			ADD(r##2, w2);                                          \
			ADD(r##3, w3);                                          \
		}                                                               \
	} while (0)
#define END(n, r)                                                \
	do {                                                     \
		if (rows > n) {                                  \
			_mm512_storeu_si512(out[n], r##0);       \
			_mm512_storeu_si512(out[n] + 16, r##1);  \
			_mm512_storeu_si512(out[n] + 32, r##2);  \
			_mm512_storeu_si512(out[n] + 48, r##3);  \
		}                                                \
	} while (0)

PX_INLINE void tile_rows(const uint8_t *values, size_t stride, const int8_t *weights, const int32_t *start,
			 size_t inputs, int32_t out[PX_TILE_ROWS][PX_TILE_COLS], const size_t rows)
{
	__m512i ROW(a), ROW(b), ROW(c), ROW(d), ROW(e), ROW(f);

	BEGIN(a);
	BEGIN(b);
	BEGIN(c);
	BEGIN(d);
	BEGIN(e);
	BEGIN(f);
	for (size_t i = 0; i < inputs; i += 4, weights += 4 * PX_TILE_COLS) {
		__m512i w0 = _mm512_loadu_si512(weights), w1 = _mm512_loadu_si512(weights + 64);
		__m512i w2 = _mm512_loadu_si512(weights + 128), w3 = _mm512_loadu_si512(weights + 192);
		STEP(0, a);
		STEP(1, b);
		STEP(2, c);
		STEP(3, d);
		STEP(4, e);
		STEP(5, f);
	}
	END(0, a);
	END(1, b);
	END(2, c);
	END(3, d);
	END(4, e);
	END(5, f);
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
