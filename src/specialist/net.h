/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The net of the trained reader: the first layer of the encoder as it is,
 * features added to each piece, trained layers on top, and for each piece the
 * scores of what its word may be.
 *
 * The first layer and the vocabulary come from the embedder's model file; the
 * rest is part of the program (weights.bin, made by tools/specialist/train).
 */
#ifndef PX_SPECIALIST_NET_H
#define PX_SPECIALIST_NET_H

#include "embed/local/encoder.h"
#include "embed/local/wordpiece.h"
#include "nlu/marks.h"
#include "specialist/input.h"

/* Parameters of the weight file. */
enum px_specialist_parameter {
	PX_SPECIALIST_DIMS, PX_SPECIALIST_INNER,
	PX_SPECIALIST_SHARED, /* layers of the encoder below */
	PX_SPECIALIST_OWN,    /* layers above */
	PX_SPECIALIST_FEATURES, PX_SPECIALIST_INTENTS, PX_SPECIALIST_TAGS,
	PX_SPECIALIST_PARAMETERS
};

/* Sections; the layers are numbered as in embed/local/encoder.h. */
enum px_specialist_section {
	PX_SPECIALIST_FEATURE_ROWS = 1, /* float [features][dims] */
	PX_SPECIALIST_HEADS,            /* four sections of a matrix with PX_SPECIALIST_SCORES outputs */
	PX_SPECIALIST_TEMPERATURES = 6, /* float [3]: begin, intent, tag */
};

/* Outputs of a piece; of the rest up to PX_SPECIALIST_SCORES nothing is used. */
enum {
	PX_SCORE_BEGIN,                                        /* above 0: a request begins with this word */
	PX_SCORE_INTENT,                                       /* one for each intent */
	PX_SCORE_TAG = PX_SCORE_INTENT + PX_MARK_INTENTS,      /* outside; then of each tag its first word, its next ones */
	PX_SCORE_TAGS = 1 + 2 * PX_MARK_TAGS,
	PX_SPECIALIST_SCORES = PX_TILE_COLS,
};

struct px_specialist_temperatures {
	float begin, intent, tag; /* scores are divided by them before they become shares */
};

struct px_specialist_net {
	struct px_weights base, own;
	struct px_encoder encoder; /* shared layers, then own ones */
	struct px_wordpiece wordpiece;
	const struct px_kernel *kernel;
	size_t shared;
	const float *features;
	struct px_linear heads;
	struct px_specialist_temperatures temperatures;
};

/* Memory of one run at a time. */
struct px_specialist_work {
	struct px_encoder_work encoder;
	float scores[PX_SPECIALIST_TOKENS * PX_SPECIALIST_SCORES];
};

/*
 * `own` is the weight file of the trained part, in memory that outlives the
 * net; size 0: there is none, and only px_specialist_net_below can be used.
 * PX_NOT_FOUND if there is no encoder file; PX_CORRUPT or PX_UNSUPPORTED if one of both does not fit.
 */
enum px_err px_specialist_net_open(struct px_specialist_net *net, const char *encoder_file, const void *own, size_t size,
				   struct px_error *error) PX_MUST_CHECK;
void px_specialist_net_close(struct px_specialist_net *net);

/* The shared layers alone: a row of `dims` floats for each piece, in work->encoder.x. */
void px_specialist_net_below(const struct px_specialist_net *net, const struct px_specialist_input *input,
			     struct px_specialist_work *work);
/* All of it: work->scores has a row for each piece of the message. */
void px_specialist_net_run(const struct px_specialist_net *net, const struct px_specialist_input *input,
			   struct px_specialist_work *work);
void px_specialist_work_release(struct px_specialist_work *work);

#endif
