/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The quantised linear model: what tools/train_intents writes (en/intent_weights.c) and
 * intent.c reads.
 *
 * A feature's row is found by its hash, spread over 65,536 buckets that hold
 * one row on average; rows stand in the order of their buckets, and each has 8
 * more bits of the hash as a fingerprint.  That leaves one in 300 features that
 * the model does not know looking like one it does, for half the size of full
 * keys.  Of a row's weights most are 0: its marks say which are not, and only
 * those are kept, in 4 bits each, those of all rows in one sequence; the few
 * that 4 bits can't say stand in a list.  Where the
 * rows and weights of a bucket begin is counted: from the bases of its 256
 * buckets by its group of 16.
 *
 * logit[c] = bias[c] + scale * sum / sqrt(features).
 */
#ifndef PX_NLU_INTENT_MODEL_H
#define PX_NLU_INTENT_MODEL_H

#include "nlu/intent/features.h"

enum {
	PX_INTENT_BUCKETS = 65536,
	PX_INTENT_GROUP = 16,                           /* buckets */
	PX_INTENT_GROUPS = PX_INTENT_BUCKETS / PX_INTENT_GROUP,
	PX_INTENT_BASES = PX_INTENT_GROUPS / PX_INTENT_GROUP, /* one for 16 groups */
	PX_INTENT_LARGE = 15,                           /* the 4 bits of a weight that is in the list */
};

struct px_intent_large {
	uint32_t index; /* among all weights */
	int32_t weight;
};

struct px_intent_model {
	struct px_intent_lexicon lexicon;
	const uint16_t *row_bases;     /* PX_INTENT_BASES: rows before */
	const uint32_t *weight_bases;  /* weights before */
	const uint8_t *group_rows;     /* PX_INTENT_GROUPS: rows within */
	const uint8_t *group_weights;
	const uint8_t *sizes;          /* PX_INTENT_BUCKETS: rows within */
	const uint8_t *fingerprints;   /* by row */
	const uint8_t *marks, *high_marks; /* by row: intents 0-7, and the others */
	const uint8_t *weights;        /* two in a byte, the first in its low half; px_intent_weight */
	const struct px_intent_large *large;
	size_t large_count;
	int32_t scale;                 /* of a weight, in 1/65536 */
	int32_t bias[PX_INTENT_COUNT]; /* in 1/65536 */
};

/* -5..-1 and 1..10 by their four bits, and back; PX_INTENT_LARGE for all others. */
static inline int32_t px_intent_weight(unsigned bits)
{
	return (int32_t)bits - (bits < 5 ? 5 : 4);
}

static inline unsigned px_intent_weight_bits(int32_t weight)
{
	return weight < -5 || weight > 10 ? PX_INTENT_LARGE : (unsigned)(weight + (weight < 0 ? 5 : 4));
}

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
