/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every kernel that this machine has against plain C: the same whole numbers
 * bit for bit, and the same floats but for their last digits.
 */
#include "embed/local/kernel.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { INPUTS_MAX = 1536 };

static uint32_t seed = 1;

static uint32_t next_random(void)
{
	seed = seed * 1664525u + 1013904223u;
	return seed >> 8;
}

static float next_float(void)
{
	return (float)(next_random() % 20001) / 10000 - 1;
}

static const struct px_kernel *plain(void)
{
	const struct px_kernel *const *kernel = px_kernels;

	while (kernel[1])
		kernel++;
	return *kernel;
}

/* One block of weights with its start sums; the extremes are frequent. */
static void fill_weights(int8_t *weights, int32_t *start, size_t inputs)
{
	memset(start, 0, PX_TILE_COLS * sizeof(*start));
	for (size_t i = 0; i < inputs * PX_TILE_COLS; i++) {
		uint32_t r = next_random();
		weights[i] = r % 5 == 0 ? -127 : r % 5 == 1 ? 127 : (int8_t)((int)(r / 8 % 255) - 127);
		start[i / 4 % PX_TILE_COLS] -= 128 * weights[i];
	}
}

static void fill_values(uint8_t *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t r = next_random();
		values[i] = r % 5 == 0 ? 1 : r % 5 == 1 ? 255 : (uint8_t)(1 + r / 8 % 255);
	}
}

/* As the header defines it, in 64 bits. */
static int64_t product(const uint8_t *values, const int8_t *weights, size_t inputs, size_t col)
{
	int64_t sum = 0;

	for (size_t i = 0; i < inputs; i++)
		sum += (values[i] - 128) * weights[i / 4 * 4 * PX_TILE_COLS + 4 * col + i % 4];
	return sum;
}

static void products_are_exact_and_the_same(void **state)
{
	static const size_t widths[] = { 4, 8, 60, 384, INPUTS_MAX };
	static int8_t weights[INPUTS_MAX * PX_TILE_COLS];
	static uint8_t values[INPUTS_MAX * PX_TILE_ROWS];
	int32_t start[PX_TILE_COLS], want[PX_TILE_ROWS][PX_TILE_COLS], got[PX_TILE_ROWS][PX_TILE_COLS];

	(void)state;
	for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++) {
		for (size_t rows = 1; rows <= PX_TILE_ROWS; rows++) {
			fill_weights(weights, start, widths[w]);
			fill_values(values, widths[w] * rows);
			plain()->tile(values, widths[w], rows, weights, start, widths[w], want);
			for (size_t col = 0; col < PX_TILE_COLS; col++)
				assert_int_equal(want[rows - 1][col],
						 product(values + (rows - 1) * widths[w], weights, widths[w], col));
			for (size_t k = 0; px_kernels[k]; k++) {
				if (!px_kernels[k]->usable())
					continue;
				memset(got, 0x55, sizeof(got));
				px_kernels[k]->tile(values, widths[w], rows, weights, start, widths[w], got);
				assert_memory_equal(got, want, rows * sizeof(got[0]));
			}
		}
	}
}

static void quantises_within_half_a_step(void **state)
{
	enum { ROWS = 3, WIDTH = 100 };
	float x[ROWS * WIDTH], scale[ROWS];
	uint8_t values[ROWS * WIDTH];
	struct px_quantised out = { values, scale, ROWS, WIDTH };

	(void)state;
	for (size_t i = 0; i < ROWS * WIDTH; i++)
		x[i] = i < WIDTH ? 0 : next_float() * (float)i;
	for (size_t k = 0; px_kernels[k]; k++) {
		if (!px_kernels[k]->usable())
			continue;
		px_kernels[k]->quantise(x, &out);
		for (size_t i = 0; i < ROWS * WIDTH; i++) {
			assert_in_range(values[i], 1, 255);
			float back = (float)(values[i] - 128) * scale[i / WIDTH];
			assert_true(fabsf(back - x[i]) <= scale[i / WIDTH] * 0.502F);
		}
	}
}

static void gelu_follows_its_definition(void **state)
{
	enum { COUNT = 4001 };
	static float x[COUNT];

	(void)state;
	for (size_t k = 0; px_kernels[k]; k++) {
		if (!px_kernels[k]->usable())
			continue;
		for (size_t i = 0; i < COUNT; i++)
			x[i] = (float)i / 200 - 10;
		px_kernels[k]->gelu(x, COUNT);
		for (size_t i = 0; i < COUNT; i++) {
			double at = (double)i / 200 - 10;
			assert_true(fabs((double)x[i] - at * 0.5 * (1 + erf(at / sqrt(2)))) < 3e-4);
		}
	}
}

/* Attention of one head in doubles. */
static void attend_slowly(const float *q, const float *k, const float *v, size_t length, double *out)
{
	double *weights = malloc(length * sizeof(*weights));

	for (size_t i = 0; i < length; i++) {
		double sum = 0;
		for (size_t j = 0; j < length; j++) {
			double score = 0;
			for (size_t d = 0; d < PX_HEAD; d++)
				score += (double)q[i * PX_HEAD + d] * (double)k[j * PX_HEAD + d];
			weights[j] = exp2(score);
			sum += weights[j];
		}
		for (size_t d = 0; d < PX_HEAD; d++) {
			out[i * PX_HEAD + d] = 0;
			for (size_t j = 0; j < length; j++)
				out[i * PX_HEAD + d] += weights[j] / sum * (double)v[j * PX_HEAD + d];
		}
	}
	free(weights);
}

static void attends_like_the_definition(void **state)
{
	static const size_t lengths[] = { 1, 2, 7, 8, 9, 31, 32, 33, 100 };

	(void)state;
	for (size_t n = 0; n < sizeof(lengths) / sizeof(lengths[0]); n++) {
		size_t length = lengths[n], size = length * PX_HEAD;
		float *q = malloc(size * sizeof(*q)), *k = malloc(size * sizeof(*k)), *v = malloc(size * sizeof(*v));
		float *out = malloc(size * sizeof(*out)), *scratch = malloc(px_attention_scratch(length) * sizeof(*scratch));
		float *first = malloc(size * sizeof(*first));
		double *want = malloc(size * sizeof(*want));
		for (size_t i = 0; i < size; i++) {
			q[i] = next_float() * 2;
			k[i] = next_float() * 2;
			v[i] = next_float();
		}
		attend_slowly(q, k, v, length, want);
		for (size_t i = 0; px_kernels[i]; i++) {
			if (!px_kernels[i]->usable())
				continue;
			px_kernels[i]->attend(q, k, v, length, length, out, PX_HEAD, scratch);
			for (size_t at = 0; at < size; at++)
				assert_true(fabs((double)out[at] - want[at]) < 2e-5);
			/* The first tokens alone: the same numbers, and nothing behind them is written. */
			size_t asking = (length + 1) / 2;
			memset(first, 0, size * sizeof(*first));
			px_kernels[i]->attend(q, k, v, asking, length, first, PX_HEAD, scratch);
			for (size_t at = 0; at < size; at++)
				assert_true(first[at] == (at < asking * PX_HEAD ? out[at] : 0));
		}
		free(q);
		free(k);
		free(v);
		free(out);
		free(first);
		free(scratch);
		free(want);
	}
}

static void a_kernel_is_chosen(void **state)
{
	(void)state;
	assert_true(px_kernel_best()->usable());
	print_message("kernel: %s\n", px_kernel_best()->name);
	assert_true(plain()->usable());
	assert_string_equal(plain()->name, "plain");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(products_are_exact_and_the_same),
		cmocka_unit_test(quantises_within_half_a_step),
		cmocka_unit_test(gelu_follows_its_definition),
		cmocka_unit_test(attends_like_the_definition),
		cmocka_unit_test(a_kernel_is_chosen),
	};

	return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
