/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The transformer encoder of BERT (Devlin et al. 2018) with int8 weights:
 * token ids in, one vector per token out.
 *
 * Texts of a batch lie one behind the other without padding: the matrix
 * products see one long list of tokens, attention sees each text alone.
 * Weights are used where the weight file has them.
 */
#ifndef PX_EMBED_LOCAL_ENCODER_H
#define PX_EMBED_LOCAL_ENCODER_H

#include "embed/local/kernel.h"
#include "embed/weights.h"

/* Parameters of the weight file. */
enum px_encoder_parameter {
	PX_ENCODER_DIMS,
	PX_ENCODER_LAYERS,
	PX_ENCODER_INNER,     /* width of the feed-forward part */
	PX_ENCODER_POSITIONS, /* tokens of a text, at most */
	PX_ENCODER_VOCABULARY,
	PX_ENCODER_TOKEN_DIMS, /* of the projection; 0: there is none */
	PX_ENCODER_PARAMETERS
};

/* Sections of the weight file. */
enum px_encoder_section {
	PX_SECTION_PIECES = 1,  /* the vocabulary: see struct px_wordpiece */
	PX_SECTION_PIECES_AT,
	PX_SECTION_PIECES_SLOTS,
	PX_SECTION_WORDS,       /* int8 [vocabulary][dims] */
	PX_SECTION_WORD_SCALE,  /* float [vocabulary] */
	PX_SECTION_POSITION,    /* float [positions][dims], with the vector of segment 0 added */
	PX_SECTION_NORM,        /* float [2][dims]: gamma, beta */
	PX_SECTION_PROJECTION,  /* float [dims][token dims] */
	PX_SECTION_SEGMENT,     /* float [dims]: segment 1's vector less that of segment 0; of cross-encoders, as the next two */
	PX_SECTION_POOLER,      /* float [dims + 1][dims]: a row of weights for each output, then the biases */
	PX_SECTION_CLASSIFIER,  /* float [dims + 1]: weights, then the bias */
	PX_SECTION_LAYERS = 16, /* from here on PX_SECTION_LAYER of each layer */
};

/* Of a layer, in this order: four matrices with four sections each, then two norms. */
enum {
	PX_LAYER_QKV = 0, PX_LAYER_OUT = 4, PX_LAYER_UP = 8, PX_LAYER_DOWN = 12,
	PX_LAYER_WEIGHTS = 0, PX_LAYER_SCALE, PX_LAYER_BIAS, PX_LAYER_START, /* of a matrix; see struct px_linear */
	PX_LAYER_NORM_ATTENTION = 16, PX_LAYER_NORM_OUTPUT, /* float [2][dims] */
	PX_SECTION_LAYER = 20,
	PX_ENCODER_LAYERS_MAX = 12,
};

struct px_encoder_layer {
	struct px_linear qkv, out, up, down;
	const float *norm_attention, *norm_output;
};

struct px_encoder {
	struct px_weights file; /* borrowed */
	size_t dims, layers, inner, positions, vocabulary, token_dims;
	const int8_t *words;
	const float *word_scale, *position, *norm;
	const float *projection, *segment; /* NULL: it has none */
	struct px_encoder_layer layer[PX_ENCODER_LAYERS_MAX];
};

/* Borrows `weights`.  PX_CORRUPT if one is missing or of a wrong size. */
enum px_err px_encoder_init(struct px_encoder *encoder, const struct px_weights *weights,
			    struct px_error *error) PX_MUST_CHECK;

/* Layer `i` of a weight file that may hold no more than layers; as px_encoder_init. */
enum px_err px_encoder_get_layer(const struct px_weights *weights, size_t i, size_t dims, size_t inner,
				 struct px_encoder_layer *layer, struct px_error *error) PX_MUST_CHECK;

/* Memory for `tokens` tokens in all; px_encoder_run grows it when it must. */
struct px_encoder_work {
	size_t tokens;
	void *memory;
	float *x, *qkv, *mixed, *inner, *scratch, *scale;
	uint8_t *values;
};

void px_encoder_work_release(struct px_encoder_work *work);
/*
 * Runs `count` texts of lengths[i] ids each (1..positions, ids below
 * `vocabulary`), all behind each other in `ids`.  From seconds[i] on the ids of a
 * text are of its second segment; NULL: there is one alone.  The result, one
 * row of `dims` floats per id, is in work->x until the next run.
 */
void px_encoder_run(const struct px_encoder *encoder, const struct px_kernel *kernel, const uint32_t *ids,
		    const size_t *lengths, const size_t *seconds, size_t count, struct px_encoder_work *work);
/*
 * The same in two steps, for those who change work->x in between: words and positions, then the layers first..end-1
 * over the same texts.
 */
void px_encoder_begin(const struct px_encoder *encoder, const struct px_kernel *kernel, const uint32_t *ids,
		      const size_t *lengths, const size_t *seconds, size_t count, struct px_encoder_work *work);
void px_encoder_layers(const struct px_encoder *encoder, const struct px_kernel *kernel, size_t first, size_t end,
		       const size_t *lengths, size_t count, struct px_encoder_work *work);
/* The last layer of one text of which only the first `kept` rows are wanted; the others of work->x are not as they were. */
void px_encoder_last(const struct px_encoder *encoder, const struct px_kernel *kernel, size_t length, size_t kept,
		     struct px_encoder_work *work);

#endif
