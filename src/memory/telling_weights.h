/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The weights of memory/telling, as tools/train_telling wrote them: one set for where a language model tells what a
 * sentence means, one for where the built-in table of words does.
 */
#ifndef PX_MEMORY_TELLING_WEIGHTS_H
#define PX_MEMORY_TELLING_WEIGHTS_H

#include "memory/telling.h"

struct px_telling_weights {
	float bias;
	float word_step, meaning_step; /* what a whole number of the tables stands for */
	const int8_t *words;           /* PX_TELLING_BUCKETS */
	const int8_t *meaning;         /* dims */
	size_t dims;                   /* of the vector of a meaning */
};

/* With the language model called px_telling_model_id. */
extern const struct px_telling_weights px_telling_by_model, px_telling_by_table;
extern const char px_telling_model_id[];

#endif
