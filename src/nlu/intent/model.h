/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The quantised linear model: what tools/train_intents writes (intent_weights.c) and
 * intent.c reads.
 *
 * A feature's row is found by its hash: the high bits name a bucket, the rows
 * of bucket b are starts[b] .. starts[b + 1] - 1, and each has a 16-bit
 * fingerprint of the rest.  logit[c] = bias[c] + scale * sum / sqrt(features).
 */
#ifndef PX_NLU_INTENT_MODEL_H
#define PX_NLU_INTENT_MODEL_H

#include "nlu/intent/features.h"

enum { PX_INTENT_BUCKET_BITS = 12, PX_INTENT_BUCKETS = 1 << PX_INTENT_BUCKET_BITS };

struct px_intent_model {
	struct px_intent_lexicon lexicon;
	const uint16_t *starts; /* PX_INTENT_BUCKETS + 1 */
	const uint16_t *fingerprints;
	const int8_t (*weights)[PX_INTENT_COUNT];
	int32_t scale;                 /* of a weight, in 1/65536 */
	int32_t bias[PX_INTENT_COUNT]; /* in 1/65536 */
};

/* Bucket and fingerprint of a feature: the two halves of a bijective mix of its bits. */
static inline uint32_t px_intent_spread(uint32_t feature)
{
	feature *= 0x9e3779b1u;
	feature ^= feature >> 15;
	return feature * 0x85ebca77u;
}

static inline uint32_t px_intent_bucket(uint32_t spread)
{
	return spread >> (32 - PX_INTENT_BUCKET_BITS);
}

extern const struct px_intent_model px_intent_model_builtin;

/* As px_intent_classify, with another model. */
void px_intent_classify_with(const struct px_intent_model *model, struct px_str text,
			     const struct px_intent_hints *hints, struct px_intent_result *result);

#endif
