/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The quantised linear model: what tools/train_intents writes (en/intent_weights.c) and
 * intent.c reads.
 *
 * A feature's row is found by its hash, spread over 65,536 buckets that hold
 * one row on average.  Rows stand in the order of their buckets: those of
 * bucket b begin at bases[b / 16] plus the sizes of the buckets before it among
 * its sixteen; each has 8 more bits of the hash as a fingerprint.  That leaves
 * one in 300 features that the model does not know looking like one it does,
 * for half the size of full keys.
 *
 * logit[c] = bias[c] + scale * sum / sqrt(features).
 */
#ifndef PX_NLU_INTENT_MODEL_H
#define PX_NLU_INTENT_MODEL_H

#include "nlu/intent/features.h"

enum { PX_INTENT_BUCKETS = 65536, PX_INTENT_BUCKET_GROUP = 16 };

struct px_intent_model {
	struct px_intent_lexicon lexicon;
	const uint16_t *bases; /* PX_INTENT_BUCKETS / PX_INTENT_BUCKET_GROUP */
	const uint8_t *sizes;  /* PX_INTENT_BUCKETS */
	const uint8_t *fingerprints;
	const int8_t (*weights)[PX_INTENT_COUNT];
	int32_t scale;                 /* of a weight, in 1/65536 */
	int32_t bias[PX_INTENT_COUNT]; /* in 1/65536 */
};

/* A bijective mix: the bucket is its high half, the fingerprint the next 8 bits. */
static inline uint32_t px_intent_spread(uint32_t feature)
{
	feature *= 0x9e3779b1u;
	feature ^= feature >> 15;
	return feature * 0x85ebca77u;
}

extern const struct px_intent_model px_intent_model_builtin;

/* As px_intent_classify, with another model. */
void px_intent_classify_with(const struct px_intent_model *model, struct px_str text,
			     const struct px_intent_hints *hints, struct px_intent_result *result);

#endif
