/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plain dot product and the choice among kernels.
 */
#include "vector/dot.h"

#include <stdatomic.h>
#include <stdbool.h>

static int32_t dot(const int8_t *a, const int8_t *b, size_t size)
{
	int32_t sum = 0;

	for (size_t i = 0; i < size; i++)
		sum += a[i] * b[i];
	return sum;
}

static size_t plain_above(const int8_t *query, const int8_t *rows, size_t stride, const float *scales, size_t count,
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

static void plain_gather(const int8_t *query, const int8_t *rows, size_t stride, const uint32_t *which,
			 size_t count, int32_t *out)
{
	for (size_t i = 0; i < count; i++)
		out[i] = dot(query, rows + (which ? which[i] : i) * stride, stride);
}

static int32_t count_signs(const uint64_t *query, const uint64_t *signs, size_t words)
{
	int32_t sum = 0;

	for (size_t w = 0; w < words; w++) {
		const uint64_t *planes = query + w * PX_SKETCH_PLANES;
		uint64_t bits = signs[w * PX_SKETCH_ROWS];
		for (int bit = 0; bit < 4; bit++)
			sum += 2 * (__builtin_popcountll(planes[bit] & bits) << bit);
		sum -= 15 * __builtin_popcountll(planes[4] & bits);
	}
	return sum;
}

size_t px_dot_sketch_plain(const uint64_t *query, const uint64_t *signs, size_t words, size_t count, int32_t floor,
			   uint32_t *which, int32_t *scores)
{
	size_t found = 0;

	for (size_t row = 0; row < count; row++) {
		size_t block = row / PX_SKETCH_ROWS;
		int32_t score = count_signs(query, signs + block * words * PX_SKETCH_ROWS + row % PX_SKETCH_ROWS, words);
		which[found] = (uint32_t)row;
		scores[found] = score;
		found += score > floor;
	}
	return found;
}

const struct px_dot_kernel px_dot_plain = { "plain", plain_above, plain_gather, px_dot_sketch_plain };

const struct px_dot_kernel *px_dot_nth(size_t n)
{
	const struct px_dot_kernel *known[5] = { NULL };
	size_t count = 0;

#if defined(__x86_64__)
	bool vnni = __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw");
	if (vnni && __builtin_cpu_supports("avx512vpopcntdq"))
		known[count++] = &px_dot_vpopcnt;
	if (vnni)
		known[count++] = &px_dot_vnni;
	if (__builtin_cpu_supports("avx2"))
		known[count++] = &px_dot_avx2;
#elif defined(__aarch64__)
	known[count++] = &px_dot_neon;
#endif
	known[count++] = &px_dot_plain;
	return n < count ? known[n] : NULL;
}

const struct px_dot_kernel *px_dot_best(void)
{
	static _Atomic(const struct px_dot_kernel *) best;
	const struct px_dot_kernel *kernel = atomic_load_explicit(&best, memory_order_relaxed);

	if (!kernel) {
		kernel = px_dot_nth(0);
		atomic_store_explicit(&best, kernel, memory_order_relaxed);
	}
	return kernel;
}
