/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Question and text as one pair of segments through the encoder; the first
 * token's vector through pooler (tanh) and classifier, in floats.
 */
#include "embed/rerank.h"

#include "base/mem.h"
#include "embed/local/encoder.h"
#include "embed/local/wordpiece.h"

#include <math.h>
#include <pthread.h>

struct px_rerank {
	struct px_weights weights;
	struct px_encoder encoder;
	struct px_wordpiece wordpiece;
	const struct px_kernel *kernel;
	const float *pooler, *classifier;
	pthread_mutex_t lock; /* of what is below: the memory of one run */
	struct px_encoder_work work;
	uint32_t *ids;
};

static enum px_err open_vocabulary(struct px_rerank *rerank, struct px_error *error)
{
	const struct px_weights *weights = &rerank->weights;
	size_t count = rerank->encoder.vocabulary;
	const void *at, *slots;
	struct px_str text;
	enum px_err err = px_weights_get_any(weights, PX_SECTION_PIECES, &text, error);

	if (!err)
		err = px_weights_get(weights, PX_SECTION_PIECES_AT, (count + 1) * sizeof(uint32_t), &at, error);
	if (!err)
		err = px_weights_get(weights, PX_SECTION_PIECES_SLOTS, PX_WORDPIECE_SLOTS * sizeof(uint32_t), &slots, error);
	return err ? err : px_wordpiece_init(&rerank->wordpiece, (uint32_t)count, text, at, slots, error);
}

static enum px_err open_head(struct px_rerank *rerank, struct px_error *error)
{
	size_t dims = rerank->encoder.dims;

	if (!rerank->encoder.segment || rerank->encoder.positions < 4)
		return px_fail(error, PX_CORRUPT, NULL, "the weight file is of no cross-encoder");
	enum px_err err = px_weights_get(&rerank->weights, PX_SECTION_POOLER, (dims + 1) * dims * sizeof(float),
					 (const void **)&rerank->pooler, error);
	return err ? err : px_weights_get(&rerank->weights, PX_SECTION_CLASSIFIER, (dims + 1) * sizeof(float),
					  (const void **)&rerank->classifier, error);
}

enum px_err px_rerank_open(const char *model_file, struct px_rerank **out, struct px_error *error)
{
	struct px_rerank *rerank = px_calloc(1, sizeof(*rerank));

	pthread_mutex_init(&rerank->lock, NULL);
	enum px_err err = px_weights_map(model_file, &rerank->weights, error);
	if (!err)
		err = px_encoder_init(&rerank->encoder, &rerank->weights, error);
	if (!err)
		err = open_vocabulary(rerank, error);
	if (!err)
		err = open_head(rerank, error);
	if (err) {
		px_rerank_close(rerank);
		return err;
	}
	rerank->kernel = px_kernel_best();
	rerank->ids = px_alloc(rerank->encoder.positions * sizeof(*rerank->ids));
	*out = rerank;
	return PX_OK;
}

void px_rerank_close(struct px_rerank *rerank)
{
	if (!rerank)
		return;
	px_encoder_work_release(&rerank->work);
	px_weights_release(&rerank->weights);
	pthread_mutex_destroy(&rerank->lock);
	free(rerank->ids);
	free(rerank);
}

static double dot(const float *a, const float *b, size_t dims)
{
	double sum = 0;

	for (size_t i = 0; i < dims; i++)
		sum += (double)a[i] * (double)b[i];
	return sum;
}

static float classify(const struct px_rerank *rerank, const float *first)
{
	size_t dims = rerank->encoder.dims;
	const float *bias = rerank->pooler + dims * dims;
	double sum = (double)rerank->classifier[dims];

	for (size_t o = 0; o < dims; o++)
		sum += (double)rerank->classifier[o] * tanh(dot(rerank->pooler + o * dims, first, dims) + (double)bias[o]);
	return (float)sum;
}

void px_rerank_score(struct px_rerank *rerank, struct px_str question, const struct px_str *texts, size_t count,
		     float *scores)
{
	pthread_mutex_lock(&rerank->lock);
	for (size_t i = 0; i < count; i++) {
		size_t second, length = px_wordpiece_encode_pair(&rerank->wordpiece, question, texts[i], rerank->ids,
								 rerank->encoder.positions, &second);
		px_encoder_run(&rerank->encoder, rerank->kernel, rerank->ids, &length, &second, 1, &rerank->work);
		scores[i] = classify(rerank, rerank->work.x);
	}
	pthread_mutex_unlock(&rerank->lock);
}
