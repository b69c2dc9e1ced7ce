/* SPDX-License-Identifier: Apache-2.0 */
/* Every kernel gives the plain one's bits, also at the ends of the range. */
#include "vector/dot.h"

#include "base/mem.h"
#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 37, WHICH = 11, WIDEST = 1536 };

static void compare_above(const struct px_dot_kernel *kernel, const int8_t *query, const int8_t *rows, size_t stride)
{
	uint32_t wanted[ROWS + 1], got[ROWS + 1];
	float wanted_scores[ROWS + 1], scores[ROWS + 1], scales[ROWS];

	for (size_t i = 0; i < ROWS; i++)
		scales[i] = (float)(i % 7 + 1) / 500.0F;
	for (size_t count = 0; count <= ROWS; count++) {
		for (int floor = -1; floor <= 1; floor++) {
			float limit = floor < 0 ? -INFINITY : (float)floor * 300.0F;
			size_t found = px_dot_plain.above(query, rows, stride, scales, count, limit, wanted, wanted_scores);
			assert_int_equal(kernel->above(query, rows, stride, scales, count, limit, got, scores), found);
			assert_true(floor >= 0 || found == count);
			assert_memory_equal(got, wanted, found * sizeof(*got));
			assert_memory_equal(scores, wanted_scores, found * sizeof(*scores));
		}
	}
}

static void compare(const struct px_dot_kernel *kernel, const int8_t *query, const int8_t *rows, size_t stride)
{
	static const uint32_t which[WHICH] = { 36, 0, 7, 7, 12, 3, 1, 20, 35, 2, 5 };
	int32_t wanted[ROWS], got[ROWS + 1];

	compare_above(kernel, query, rows, stride);
	for (size_t count = 0; count <= 2 * WHICH; count++) {
		const uint32_t *chosen = count <= WHICH ? which : NULL;
		px_dot_plain.gather(query, rows, stride, chosen, count, wanted);
		got[count] = 77;
		kernel->gather(query, rows, stride, chosen, count, got);
		assert_memory_equal(got, wanted, count * sizeof(*got));
		assert_int_equal(got[count], 77); /* nothing behind the end */
	}
}

enum { BLOCKS = 5, WORDS = 24, SKETCHED = BLOCKS * PX_SKETCH_ROWS };

/* `floor` is one of the scores that there are, the highest, or below all. */
static size_t compare_sketch(const struct px_dot_kernel *kernel, const uint64_t *query, const uint64_t *signs, size_t words,
			     size_t count, int32_t floor)
{
	uint32_t wanted[SKETCHED + PX_SKETCH_ROWS], got[SKETCHED + PX_SKETCH_ROWS];
	int32_t wanted_scores[SKETCHED + PX_SKETCH_ROWS], scores[SKETCHED + PX_SKETCH_ROWS + 1];

	size_t found = px_dot_plain.sketch(query, signs, words, count, floor, wanted, wanted_scores);
	scores[count + PX_SKETCH_ROWS] = 77;
	assert_int_equal(kernel->sketch(query, signs, words, count, floor, got, scores), found);
	assert_memory_equal(got, wanted, found * sizeof(*got));
	assert_memory_equal(scores, wanted_scores, found * sizeof(*scores));
	assert_int_equal(scores[count + PX_SKETCH_ROWS], 77); /* nothing behind the room */
	return found;
}

static void compare_sketches(const struct px_dot_kernel *kernel)
{
	static uint64_t query[WORDS * PX_SKETCH_PLANES], signs[SKETCHED * WORDS];
	uint32_t which[SKETCHED + PX_SKETCH_ROWS];
	int32_t scores[SKETCHED + PX_SKETCH_ROWS];

	for (int round = 0; round < 2; round++) {
		for (size_t words = 1; words <= WORDS; words = words * 2 + 1) {
			for (size_t count = 0; count <= SKETCHED; count++) {
				assert_int_equal(compare_sketch(kernel, query, signs, words, count, INT32_MIN), count);
				px_dot_plain.sketch(query, signs, words, count, INT32_MIN, which, scores);
				for (size_t i = 0; i < count; i += 7)
					compare_sketch(kernel, query, signs, words, count, scores[i]);
			}
		}
		px_random_bytes(query, sizeof(query));
		px_random_bytes(signs, sizeof(signs));
	}
}

static void every_kernel_gives_the_same_bits(void **state)
{
	static const size_t strides[] = { 64, 128, 384, WIDEST };
	int8_t *rows = px_alloc((size_t)ROWS * WIDEST), *query = px_alloc(WIDEST);
	const struct px_dot_kernel *kernel;
	size_t kernels = 0;

	(void)state;
	for (; (kernel = px_dot_nth(kernels)) != NULL; kernels++) {
		compare_sketches(kernel);
		for (size_t s = 0; s < sizeof(strides) / sizeof(strides[0]); s++) {
			px_random_bytes(rows, (size_t)ROWS * WIDEST);
			px_random_bytes(query, WIDEST);
			compare(kernel, query, rows, strides[s]);
			memset(rows, -128, (size_t)ROWS * WIDEST);
			memset(query, -128, WIDEST);
			compare(kernel, query, rows, strides[s]);
			memset(query, 127, WIDEST);
			compare(kernel, query, rows, strides[s]);
		}
	}
	assert_true(kernels >= 1);
	assert_ptr_equal(px_dot_best(), px_dot_nth(0));
	free(rows);
	free(query);
}

static void the_plain_one_is_right(void **state)
{
	int8_t a[64] = { 1, -2, 3 }, b[128] = { 4, 5, -6, [64] = 100 };
	float scales[2] = { 0.5F, 0.5F }, scores[2];
	uint32_t which[2] = { 1, 0 };
	int32_t out[2];

	(void)state;
	px_dot_plain.gather(a, b, 64, which, 2, out);
	assert_int_equal(out[0], 100);
	assert_int_equal(out[1], 4 - 10 - 18);
	assert_int_equal(px_dot_plain.above(a, b, 64, scales, 2, -12.0F, which, scores), 1);
	assert_int_equal(which[0], 1);
	assert_true(scores[0] == 50.0F);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_plain_one_is_right),
		cmocka_unit_test(every_kernel_gives_the_same_bits),
	};

	return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
