/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Multinomial logistic regression by AdaGrad over sparse binary features, and
 * its pruning.  Deterministic: one thread, a fixed seed, floats in one order.
 *
 * Two things make it carry over to styles of speech it has not seen.  Features
 * are dropped at random, so that no single word is leant on; and in some steps
 * all lexical features are dropped, so that the word classes must be able to
 * decide alone.
 */
#ifndef PX_TRAIN_LEARNER_H
#define PX_TRAIN_LEARNER_H

#include "corpus.h"
#include "nlu/intent/features.h"

enum { LEARNER_WIDTH = 16 }; /* PX_INTENT_COUNT, padded for vector instructions */

struct learner_options {
	int epochs;
	float rate;     /* AdaGrad's */
	float decay;    /* L2, per step and touched weight */
	float drop;     /* probability of dropping a feature */
	float blackout; /* probability of a step without lexical features */
	float own_weight;
	int min_count;  /* rarer features are not learnt */
	size_t keep;    /* features kept by pruning; 0: all */
	float step;     /* weights are rounded to multiples of it, at most 127 of them; 0: not rounded */
};

struct learner {
	struct learner_options options;
	/* Of all features of the corpus, by their dense numbers. */
	uint32_t *feature; /* the hash */
	uint32_t *counts;  /* training examples that have it */
	uint8_t *active;
	size_t feature_count;
	float (*weights)[LEARNER_WIDTH];
	float (*squares)[LEARNER_WIDTH];
	float bias[LEARNER_WIDTH], bias_squares[LEARNER_WIDTH];
	/* Hash table from feature to number + 1. */
	uint32_t *slots;
	size_t slot_mask;
};

/* Numbers the features; the examples' `features` become numbers.  Call once per corpus. */
void learner_init(struct learner *learner, struct corpus *corpus,
		  const struct px_intent_lexicon *lexicon, const struct learner_options *options);
void learner_release(struct learner *learner);

/* Forgets and learns from the examples with use[i] set, in two rounds if it prunes; then rounds. */
void learner_train(struct learner *learner, const struct corpus *corpus, const bool *use);

/* Probabilities over the intents; `temperature` divides the logits. */
void learner_score(const struct learner *learner, const struct example *example, float temperature,
		   float scores[LEARNER_WIDTH]);

#endif
