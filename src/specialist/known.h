/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which words of a message stand in titles of the person's things, and in
 * titles of what kind.
 */
#ifndef PX_SPECIALIST_KNOWN_H
#define PX_SPECIALIST_KNOWN_H

#include "nlu/nlu.h"
#include "nlu/text/words.h"

/* bits[i] of each word, PX_FEATURE_EVENT to PX_FEATURE_LIST_SURE (specialist/input.h). */
void px_specialist_known(const struct px_nlu_context *context, const struct px_words *words, struct px_arena *arena,
			 uint32_t *bits);

#endif
