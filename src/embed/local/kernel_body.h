/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The floating-point half of a kernel.  Each kernel_<set>.c includes this
 * after its `tile` function, with instructions chosen by compiler flags
 * (CMakeLists.txt), and exports the table with PX_KERNEL.  Loops are written
 * so that compilers vectorise them; only matrix products name vectors.
 */
#ifndef PX_EMBED_LOCAL_KERNEL_BODY_H
#define PX_EMBED_LOCAL_KERNEL_BODY_H

#include "embed/local/kernel.h"

#include <math.h>
#include <string.h>

#ifndef PX_LANES
#define PX_LANES 4
#define PX_SUM_ROWS 1
#endif

#define PX_INLINE static inline __attribute__((always_inline))

/*
 * One register of floats, aligned like a float.  The kernel says how wide it
 * is and how many rows of 32 sums fit the registers: with a wider vector or
 * more rows GCC keeps the sums in memory.
 */
typedef float px_floats __attribute__((vector_size(4 * PX_LANES), aligned(4), may_alias));

enum { ATTEND_ROWS = 8, REGISTERS = 32 / PX_LANES };

static void quantise(const float *restrict x, struct px_quantised *out)
{
	size_t width = out->width;

	for (size_t row = 0; row < out->rows; row++, x += width) {
		uint8_t *restrict values = out->values + row * width;
		float largest = 0;
		for (size_t i = 0; i < width; i++) {
			float size = fabsf(x[i]);
			largest = size > largest ? size : largest;
		}
		float factor = largest > 0 ? 127.0F / largest : 0;
		out->scale[row] = largest / 127.0F;
		/* 128.5 and truncation: rounds, as the sum is positive. */
		for (size_t i = 0; i < width; i++)
			values[i] = (uint8_t)(int32_t)(x[i] * factor + 128.5F);
	}
}

/* One row of a tile to floats. */
PX_INLINE void finish_row(const int32_t *restrict sums, const float *restrict scales, const float *restrict bias,
			  float scale, float *restrict out)
{
	for (size_t i = 0; i < PX_HEAD; i++)
		out[i] = (float)sums[i] * (scale * scales[i]) + bias[i];
}

/* Blocks of outputs outermost: a block's weights stay in the first-level cache for all tokens. */
static void linear_with(void (*tile)(const uint8_t *values, size_t stride, size_t rows, const int8_t *weights,
				     const int32_t *start, size_t inputs, int32_t out[PX_TILE_ROWS][PX_TILE_COLS]),
			const struct px_linear *linear, const struct px_quantised *in, float *out, size_t slice,
			size_t stride)
{
	int32_t sums[PX_TILE_ROWS][PX_TILE_COLS];
	size_t tiles = (in->rows + PX_TILE_ROWS - 1) / PX_TILE_ROWS;

	for (size_t block = 0; block < linear->outputs; block += PX_TILE_COLS) {
		const int8_t *weights = linear->weights + block * linear->inputs;
		size_t row = 0;
		for (size_t t = 0; t < tiles; t++) {
			size_t rows = (in->rows - row) / (tiles - t); /* even tiles */
			tile(in->values + row * in->width, in->width, rows, weights, linear->start + block,
			     linear->inputs, sums);
			for (size_t r = 0; r < rows; r++, row++) {
				for (size_t c = 0; c < PX_TILE_COLS; c += PX_HEAD) {
					size_t col = block + c;
					float *to = out + col / slice * slice * stride + row * slice + col % slice;
					finish_row(&sums[r][c], linear->scale + col, linear->bias + col, in->scale[row], to);
				}
			}
		}
	}
}

/*
 * x times the normal distribution function.  The polynomial is odd in x, fit
 * by weighted least squares on [-4, 4] so that the product is off by at most
 * 1.9e-4 anywhere: a hundredth of what rounding to int8 does afterwards.
 */
static void gelu(float *x, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		float t = x[i] > 4.0F ? 4.0F : x[i] < -4.0F ? -4.0F : x[i];
		float s = t * t;
		float p = 0.397883312F + s * (-0.064573066F + s * (0.00877237041F + s * (-0.00081401218F + s * (4.79552132e-05F + s * (-1.59858833e-06F + s *
			  2.27811904e-08F)))));
		x[i] *= 0.5F + t * p;
	}
}

static void add_norm(float *x, const float *y, size_t rows, size_t width, const float *gamma, const float *beta)
{
	for (size_t row = 0; row < rows; row++, x += width, y += width) {
		float sum = 0, squares = 0;
		for (size_t i = 0; i < width; i++) {
			x[i] += y[i];
			sum += x[i];
		}
		float mean = sum / (float)width;
		for (size_t i = 0; i < width; i++) {
			x[i] -= mean;
			squares += x[i] * x[i];
		}
		float factor = 1.0F / sqrtf(squares / (float)width + 1e-12F);
		for (size_t i = 0; i < width; i++)
			x[i] = x[i] * factor * gamma[i] + beta[i];
	}
}

/* c[rows][32] = a[rows][depth] b[depth][32]; rows is a constant where this is inlined. */
PX_INLINE void multiply_rows(const float *a, size_t lda, size_t depth, const float *b, size_t ldb, float *c,
			     size_t ldc, const size_t rows)
{
	px_floats sums[PX_SUM_ROWS][REGISTERS];

	for (size_t r = 0; r < rows; r++) {
		for (size_t v = 0; v < REGISTERS; v++)
			sums[r][v] = (px_floats){ 0 };
	}
	for (size_t k = 0; k < depth; k++) {
		for (size_t r = 0; r < rows; r++) {
			for (size_t v = 0; v < REGISTERS; v++)
				sums[r][v] += a[r * lda + k] * *(const px_floats *)(b + k * ldb + v * PX_LANES);
		}
	}
	for (size_t r = 0; r < rows; r++) {
		for (size_t v = 0; v < REGISTERS; v++)
			*(px_floats *)(c + r * ldc + v * PX_LANES) = sums[r][v];
	}
}

static void multiply(const float *a, size_t lda, size_t depth, const float *b, size_t ldb, float *c, size_t ldc,
		     size_t rows)
{
	for (; rows >= PX_SUM_ROWS; rows -= PX_SUM_ROWS, a += PX_SUM_ROWS * lda, c += PX_SUM_ROWS * ldc)
		multiply_rows(a, lda, depth, b, ldb, c, ldc, PX_SUM_ROWS);
	for (; rows > 0; rows--, a += lda, c += ldc)
		multiply_rows(a, lda, depth, b, ldb, c, ldc, 1);
}

/* 2^x for x <= 0: the whole part goes into the exponent, the rest through a polynomial good to 2e-6. */
PX_INLINE float power_of_two(float x)
{
	x = x < -126.0F ? -126.0F : x;
	int32_t whole = (int32_t)(x - 0.5F); /* truncation rounds to the nearest, as x is negative */
	float f = x - (float)whole;
	float p = 1.0F + f * (0.69314718F + f * (0.24022651F + f * (0.05550411F + f * (0.00961813F + f * 0.00133336F))));
	int32_t bits = (whole + 127) << 23;
	float power;
	memcpy(&power, &bits, sizeof(power));
	return p * power;
}

/* Scores of one row to weights; returns their sum. */
static float soften(float *scores, size_t length, size_t padded)
{
	float largest = scores[0], sum = 0;

	for (size_t i = 1; i < length; i++)
		largest = scores[i] > largest ? scores[i] : largest;
	for (size_t i = 0; i < padded; i++)
		scores[i] = power_of_two(scores[i] - largest < 0 ? scores[i] - largest : 0);
	for (size_t i = length; i < padded; i++)
		scores[i] = 0;
	for (size_t i = 0; i < padded; i++)
		sum += scores[i];
	return sum;
}

static void attend(const float *q, const float *k, const float *v, size_t asking, size_t length, float *out,
		   size_t stride, float *scratch)
{
	size_t padded = (length + PX_PAD - 1) / PX_PAD * PX_PAD;
	float *keys = scratch, *scores = scratch + PX_HEAD * padded; /* keys: [PX_HEAD][padded] */

	for (size_t d = 0; d < PX_HEAD; d++) {
		for (size_t i = 0; i < length; i++)
			keys[d * padded + i] = k[i * PX_HEAD + d];
		for (size_t i = length; i < padded; i++)
			keys[d * padded + i] = 0;
	}
	for (size_t row = 0; row < asking; row += ATTEND_ROWS) {
		size_t rows = asking - row < ATTEND_ROWS ? asking - row : ATTEND_ROWS;
		for (size_t col = 0; col < padded; col += PX_PAD)
			multiply(q + row * PX_HEAD, PX_HEAD, PX_HEAD, keys + col, padded, scores + col, padded, rows);
		float inverse[ATTEND_ROWS];
		for (size_t r = 0; r < rows; r++)
			inverse[r] = 1.0F / soften(scores + r * padded, length, padded);
		float *to = out + row * stride;
		multiply(scores, padded, length, v, PX_HEAD, to, stride, rows);
		for (size_t r = 0; r < rows; r++) {
			for (size_t d = 0; d < PX_HEAD; d++)
				to[r * stride + d] *= inverse[r];
		}
	}
}

static void project(const float *x, size_t rows, size_t width, const float *matrix, size_t cols, float *out)
{
	for (size_t row = 0; row < rows; row += ATTEND_ROWS) {
		size_t n = rows - row < ATTEND_ROWS ? rows - row : ATTEND_ROWS;
		for (size_t col = 0; col < cols; col += 32)
			multiply(x + row * width, width, width, matrix + col, cols, out + row * cols + col, cols, n);
	}
	for (size_t row = 0; row < rows; row++) {
		float squares = 0;
		for (size_t i = 0; i < width; i++)
			squares += x[row * width + i] * x[row * width + i];
		float factor = squares > 0 ? 1.0F / sqrtf(squares) : 0;
		for (size_t i = 0; i < cols; i++)
			out[row * cols + i] *= factor;
	}
}

#define PX_KERNEL(symbol, text)                                                                              \
	static void linear(const struct px_linear *layer, const struct px_quantised *in, float *out,         \
			   size_t slice, size_t stride)                                                      \
	{                                                                                                    \
		linear_with(tile, layer, in, out, slice, stride);                                            \
	}                                                                                                    \
	const struct px_kernel symbol = {                                                                    \
		.name = text, .usable = usable, .tile = tile, .quantise = quantise, .linear = linear,        \
		.gelu = gelu, .add_norm = add_norm, .attend = attend, .project = project,                    \
	}

#endif
