/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The encoder on a small model of random weights against the textbook's
 * definition in doubles, and a batch against each text alone.  What the real
 * weights give is tested in test_reference.c.
 */
#include "embed/local/encoder.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DIMS = 64, INNER = 128, LAYERS = 2, POSITIONS = 40, WORDS = 50, TOKEN_DIMS = 32, HEADS = DIMS / PX_HEAD };

static uint32_t seed = 7;

static float next_float(void)
{
	seed = seed * 1664525u + 1013904223u;
	return (float)(seed >> 8) / (1 << 23) - 1;
}

/* A matrix as the reference wants it, beside its packed form in the file. */
struct matrix {
	size_t inputs, outputs;
	double *weights, *bias; /* [outputs][inputs] */
};

static struct matrix matrices[LAYERS][4];
static double norms[2 * LAYERS + 1][2][DIMS], words[WORDS][DIMS], places[POSITIONS][DIMS];
static struct px_buf file;
static struct px_weights weights;
static struct px_encoder encoder;

static void add(uint32_t section, const void *data, size_t size)
{
	assert_int_equal(px_weights_add(&file, section, data, size), PX_OK);
}

static void add_matrix(uint32_t section, size_t inputs, size_t outputs, struct matrix *matrix)
{
	int8_t *packed = calloc(inputs, outputs);
	float *scale = calloc(outputs, sizeof(*scale)), *bias = calloc(outputs, sizeof(*bias));
	int32_t *start = calloc(outputs, sizeof(*start));

	*matrix = (struct matrix){ inputs, outputs, calloc(inputs * outputs, sizeof(double)), calloc(outputs, sizeof(double)) };
	for (size_t o = 0; o < outputs; o++) {
		scale[o] = 0.002F + 0.001F * next_float();
		bias[o] = next_float() / 4;
		matrix->bias[o] = (double)bias[o];
		for (size_t i = 0; i < inputs; i++) {
			int8_t value = (int8_t)(next_float() * 127);
			size_t block = o / PX_TILE_COLS, col = o % PX_TILE_COLS;
			packed[block * PX_TILE_COLS * inputs + i / 4 * 4 * PX_TILE_COLS + 4 * col + i % 4] = value;
			start[o] -= 128 * value;
			matrix->weights[o * inputs + i] = (double)value * (double)scale[o];
		}
	}
	add(section + PX_LAYER_WEIGHTS, packed, inputs * outputs);
	add(section + PX_LAYER_SCALE, scale, outputs * sizeof(*scale));
	add(section + PX_LAYER_BIAS, bias, outputs * sizeof(*bias));
	add(section + PX_LAYER_START, start, outputs * sizeof(*start));
	free(packed);
	free(scale);
	free(bias);
	free(start);
}

static void add_norm(uint32_t section, double norm[2][DIMS])
{
	float values[2 * DIMS];

	for (size_t i = 0; i < 2 * DIMS; i++) {
		values[i] = (i < DIMS ? 1 : 0) + next_float() / 4;
		norm[i / DIMS][i % DIMS] = (double)values[i];
	}
	add(section, values, sizeof(values));
}

static void add_embeddings(void)
{
	static int8_t values[WORDS * DIMS];
	static float scale[WORDS], position[POSITIONS * DIMS], projection[DIMS * TOKEN_DIMS];

	for (size_t i = 0; i < WORDS * DIMS; i++) {
		scale[i / DIMS] = 0.01F;
		values[i] = (int8_t)(next_float() * 127);
		words[i / DIMS][i % DIMS] = (double)values[i] * (double)scale[i / DIMS];
	}
	for (size_t i = 0; i < POSITIONS * DIMS; i++) {
		position[i] = next_float() / 2;
		places[i / DIMS][i % DIMS] = (double)position[i];
	}
	add(PX_SECTION_WORDS, values, sizeof(values));
	add(PX_SECTION_WORD_SCALE, scale, sizeof(scale));
	add(PX_SECTION_POSITION, position, sizeof(position));
	add(PX_SECTION_PROJECTION, projection, sizeof(projection));
}

static int make_model(void **state)
{
	static const uint32_t parameters[] = { DIMS, LAYERS, INNER, POSITIONS, WORDS, TOKEN_DIMS };
	struct px_error error;

	(void)state;
	px_buf_init(&file, 1 << 22);
	assert_int_equal(px_weights_begin(&file, "tiny"), PX_OK);
	add_embeddings();
	add_norm(PX_SECTION_NORM, norms[0]);
	for (uint32_t i = 0; i < LAYERS; i++) {
		uint32_t section = PX_SECTION_LAYERS + i * PX_SECTION_LAYER;
		add_matrix(section + PX_LAYER_QKV, DIMS, 3 * DIMS, &matrices[i][0]);
		add_matrix(section + PX_LAYER_OUT, DIMS, DIMS, &matrices[i][1]);
		add_matrix(section + PX_LAYER_UP, DIMS, INNER, &matrices[i][2]);
		add_matrix(section + PX_LAYER_DOWN, INNER, DIMS, &matrices[i][3]);
		add_norm(section + PX_LAYER_NORM_ATTENTION, norms[1 + 2 * i]);
		add_norm(section + PX_LAYER_NORM_OUTPUT, norms[2 + 2 * i]);
	}
	assert_int_equal(px_weights_end(&file, parameters, PX_ENCODER_PARAMETERS), PX_OK);
	assert_int_equal(px_weights_view(file.data, file.size, &weights, &error), PX_OK);
	if (px_encoder_init(&encoder, &weights, &error) != PX_OK) {
		fprintf(stderr, "%s\n", error.message);
		return -1;
	}
	return 0;
}

static int free_model(void **state)
{
	(void)state;
	for (size_t i = 0; i < LAYERS * 4; i++) {
		free(matrices[i / 4][i % 4].weights);
		free(matrices[i / 4][i % 4].bias);
	}
	px_buf_release(&file);
	return 0;
}

/* Each row to eight bits and back, as the encoder does before a product. */
static double *quantise(const double *x, size_t rows, size_t width)
{
	double *out = calloc(rows * width, sizeof(*out));

	for (size_t r = 0; r < rows; r++, x += width) {
		double largest = 0;
		for (size_t i = 0; i < width; i++)
			largest = fmax(largest, fabs(x[i]));
		for (size_t i = 0; i < width; i++)
			out[r * width + i] = floor(x[i] * 127 / largest + 0.5) * largest / 127;
	}
	return out;
}

static double *multiply(const struct matrix *matrix, const double *x, size_t rows)
{
	double *out = calloc(rows * matrix->outputs, sizeof(*out)), *given = quantise(x, rows, matrix->inputs);

	for (size_t r = 0; r < rows; r++) {
		for (size_t o = 0; o < matrix->outputs; o++) {
			double sum = matrix->bias[o];
			for (size_t i = 0; i < matrix->inputs; i++)
				sum += given[r * matrix->inputs + i] * matrix->weights[o * matrix->inputs + i];
			out[r * matrix->outputs + o] = sum;
		}
	}
	free(given);
	return out;
}

static void normalise(double *x, const double *y, size_t rows, double norm[2][DIMS])
{
	for (size_t r = 0; r < rows; r++, x += DIMS, y += DIMS) {
		double mean = 0, variance = 0;
		for (size_t d = 0; d < DIMS; d++)
			mean += (x[d] += y[d]) / DIMS;
		for (size_t d = 0; d < DIMS; d++)
			variance += (x[d] - mean) * (x[d] - mean) / DIMS;
		for (size_t d = 0; d < DIMS; d++)
			x[d] = (x[d] - mean) / sqrt(variance + 1e-12) * norm[0][d] + norm[1][d];
	}
}

/* Weights are powers of two of the scores, as the converter arranges it. */
static double *attend(const double *qkv, size_t rows)
{
	double *out = calloc(rows * DIMS, sizeof(*out));

	for (size_t head = 0; head < HEADS; head++) {
		for (size_t r = 0; r < rows; r++) {
			double shares[POSITIONS], sum = 0;
			for (size_t j = 0; j < rows; j++) {
				double score = 0;
				for (size_t d = head * PX_HEAD; d < (head + 1) * PX_HEAD; d++)
					score += qkv[r * 3 * DIMS + d] * qkv[j * 3 * DIMS + DIMS + d];
				sum += shares[j] = exp2(score);
			}
			for (size_t d = head * PX_HEAD; d < (head + 1) * PX_HEAD; d++) {
				for (size_t j = 0; j < rows; j++)
					out[r * DIMS + d] += shares[j] / sum * qkv[j * 3 * DIMS + 2 * DIMS + d];
			}
		}
	}
	return out;
}

static void run_layer(double *x, size_t rows, size_t layer)
{
	double *qkv = multiply(&matrices[layer][0], x, rows), *mixed = attend(qkv, rows);
	double *out = multiply(&matrices[layer][1], mixed, rows);

	normalise(x, out, rows, norms[1 + 2 * layer]);
	double *inner = multiply(&matrices[layer][2], x, rows);
	for (size_t i = 0; i < rows * INNER; i++)
		inner[i] *= 0.5 * (1 + erf(inner[i] / sqrt(2)));
	double *down = multiply(&matrices[layer][3], inner, rows);
	normalise(x, down, rows, norms[2 + 2 * layer]);
	free(qkv);
	free(mixed);
	free(out);
	free(inner);
	free(down);
}

static double *reference(const uint32_t *ids, size_t rows)
{
	double *x = calloc(rows * DIMS, sizeof(*x));

	for (size_t r = 0; r < rows; r++)
		memcpy(x + r * DIMS, words[ids[r]], sizeof(words[0]));
	normalise(x, &places[0][0], rows, norms[0]);
	for (size_t layer = 0; layer < LAYERS; layer++)
		run_layer(x, rows, layer);
	return x;
}

static void follows_the_definition(void **state)
{
	static const size_t lengths[] = { 1, 2, 5, 6, 7, 31, 33, POSITIONS };
	struct px_encoder_work work = { 0 };
	uint32_t ids[POSITIONS];

	(void)state;
	for (size_t n = 0; n < sizeof(lengths) / sizeof(lengths[0]); n++) {
		for (size_t i = 0; i < lengths[n]; i++)
			ids[i] = (uint32_t)(i * 13 + n) % WORDS;
		double *want = reference(ids, lengths[n]);
		for (size_t k = 0; px_kernels[k]; k++) {
			if (!px_kernels[k]->usable())
				continue;
			double error = 0, size = 0;
			px_encoder_run(&encoder, px_kernels[k], ids, &lengths[n], NULL, 1, &work);
			for (size_t i = 0; i < lengths[n] * DIMS; i++) {
				error += ((double)work.x[i] - want[i]) * ((double)work.x[i] - want[i]);
				size += want[i] * want[i];
			}
			/* A difference in the last digit rounds some values the other way, and those of the next layer. */
			assert_true(sqrt(error / size) < 0.03);
		}
		free(want);
	}
	px_encoder_work_release(&work);
}

static void a_batch_is_its_texts_alone(void **state)
{
	static const size_t lengths[] = { 3, 40, 1, 17, 40, 8, 22 };
	enum { COUNT = sizeof(lengths) / sizeof(lengths[0]), ALL = 131 };
	struct px_encoder_work together = { 0 }, alone = { 0 };
	uint32_t ids[ALL];

	(void)state;
	for (size_t i = 0; i < ALL; i++)
		ids[i] = (uint32_t)(i * i) % WORDS;
	for (size_t k = 0; px_kernels[k]; k++) {
		if (!px_kernels[k]->usable())
			continue;
		px_encoder_run(&encoder, px_kernels[k], ids, lengths, NULL, COUNT, &together);
		size_t at = 0;
		for (size_t n = 0; n < COUNT; at += lengths[n++]) {
			px_encoder_run(&encoder, px_kernels[k], ids + at, &lengths[n], NULL, 1, &alone);
			for (size_t i = 0; i < lengths[n] * DIMS; i++)
				assert_true(fabsf(alone.x[i] - together.x[at * DIMS + i]) < 1e-3F);
		}
	}
	px_encoder_work_release(&together);
	px_encoder_work_release(&alone);
}

/* Of the last layer no row needs another one's result. */
static void the_first_rows_can_be_had_alone(void **state)
{
	enum { ALL = 40 };
	static const size_t kept[] = { 1, 6, 13, ALL };
	struct px_encoder_work whole = { 0 }, part = { 0 };
	const size_t length = ALL;
	uint32_t ids[ALL];

	(void)state;
	for (size_t i = 0; i < ALL; i++)
		ids[i] = (uint32_t)(i * 7) % WORDS;
	for (size_t k = 0; px_kernels[k]; k++) {
		if (!px_kernels[k]->usable())
			continue;
		px_encoder_run(&encoder, px_kernels[k], ids, &length, NULL, 1, &whole);
		for (size_t n = 0; n < sizeof(kept) / sizeof(kept[0]); n++) {
			px_encoder_begin(&encoder, px_kernels[k], ids, &length, NULL, 1, &part);
			px_encoder_layers(&encoder, px_kernels[k], 0, encoder.layers - 1, &length, 1, &part);
			px_encoder_last(&encoder, px_kernels[k], length, kept[n], &part);
			for (size_t i = 0; i < kept[n] * DIMS; i++)
				assert_true(fabsf(part.x[i] - whole.x[i]) < 1e-3F);
		}
	}
	px_encoder_work_release(&whole);
	px_encoder_work_release(&part);
}

static void models_that_do_not_fit_are_refused(void **state)
{
	struct px_weights_header *header = (struct px_weights_header *)file.data;
	struct px_weights_header kept = *header;
	struct px_encoder other;
	struct px_error error;

	(void)state;
	for (int i = 0; i < PX_ENCODER_PARAMETERS; i++) {
		header->parameters[i] = 0; /* without a projection it may be a cross-encoder */
		assert_int_equal(px_encoder_init(&other, &weights, &error), i == PX_ENCODER_TOKEN_DIMS ? PX_OK : PX_CORRUPT);
		header->parameters[i] = UINT32_MAX;
		assert_int_equal(px_encoder_init(&other, &weights, &error), PX_CORRUPT);
		*header = kept;
	}
	header->sections[PX_SECTION_LAYERS + PX_LAYER_UP].size--;
	assert_int_equal(px_encoder_init(&other, &weights, &error), PX_CORRUPT);
	*header = kept;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(follows_the_definition),
		cmocka_unit_test(a_batch_is_its_texts_alone),
		cmocka_unit_test(the_first_rows_can_be_had_alone),
		cmocka_unit_test(models_that_do_not_fit_are_refused),
	};

	return cmocka_run_group_tests_name("encoder", tests, make_model, free_model);
}
