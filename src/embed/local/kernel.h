/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The arithmetic of the encoder, once per instruction set, chosen when the
 * program runs.
 *
 * Products of weights and activations are whole numbers and come out the
 * same, bit for bit, from every kernel.  The rest is 32-bit floating point
 * from one source (kernel_body.h) that each kernel_<set>.c compiles with its
 * own instructions; there the last bits may differ.
 */
#ifndef PX_EMBED_LOCAL_KERNEL_H
#define PX_EMBED_LOCAL_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PX_TILE_ROWS = 6,   /* tokens */
	PX_TILE_COLS = 64,  /* outputs */
	PX_HEAD = 32,       /* dimensions of an attention head */
	PX_PAD = 32,        /* tokens; attention works on multiples of it */
};

/*
 * A matrix of int8 weights, -127..127, with one scale per output.  Packed in
 * blocks of PX_TILE_COLS outputs; in a block, four inputs of each output lie
 * together: weights[block][input / 4][output][input % 4].
 */
struct px_linear {
	size_t inputs, outputs;    /* multiples of 4 and of PX_TILE_COLS */
	const int8_t *weights;
	const float *scale, *bias; /* per output */
	const int32_t *start;      /* per output: -128 x the sum of its weights */
};

/* Activations as 128 + round(127 x / largest |x| of the token): 1..255, with one scale per token. */
struct px_quantised {
	uint8_t *values; /* [rows][width] */
	float *scale;    /* [rows] */
	size_t rows, width;
};

struct px_kernel {
	const char *name;
	bool (*usable)(void);
	/*
	 * out[row][col] = sum over inputs of (values[row][input] - 128) x weight,
	 * for 1..PX_TILE_ROWS rows and one block of outputs.
	 */
	void (*tile)(const uint8_t *values, size_t stride, size_t rows, const int8_t *weights,
		     const int32_t *start, size_t inputs, int32_t out[PX_TILE_ROWS][PX_TILE_COLS]);
	void (*quantise)(const float *x, struct px_quantised *out);
	/*
	 * out = input x weights x scales + bias.  Outputs are written in slices of
	 * `slice` columns (a multiple of PX_HEAD, or all of them), each slice with
	 * `stride` rows before the next begins.
	 */
	void (*linear)(const struct px_linear *linear, const struct px_quantised *in, float *out, size_t slice,
		       size_t stride);
	void (*gelu)(float *x, size_t count);
	/* x = normalise(x + y) x gamma + beta, row by row. */
	void (*add_norm)(float *x, const float *y, size_t rows, size_t width, const float *gamma,
			 const float *beta);
	/*
	 * One head of one text: q is [asking][PX_HEAD], of the text's first tokens; k and v are [length][PX_HEAD]; out has
	 * `stride` floats a row.  q is scaled so that weights are powers of two: 2^(q k).  `scratch` has
	 * px_attention_scratch floats.
	 */
	void (*attend)(const float *q, const float *k, const float *v, size_t asking, size_t length, float *out,
		       size_t stride, float *scratch);
	/* Rows of `width` made unit length, times matrix[width][cols] (cols a multiple of 32). */
	void (*project)(const float *x, size_t rows, size_t width, const float *matrix, size_t cols, float *out);
};

/* Best first; the last one is plain C and always usable. */
extern const struct px_kernel *const px_kernels[];
const struct px_kernel *px_kernel_best(void);
size_t px_attention_scratch(size_t length);

#endif
