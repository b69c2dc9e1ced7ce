/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request has somewhere in it.
 */
#ifndef PX_NLU_ACT_CUES_H
#define PX_NLU_ACT_CUES_H

#include "nlu/text/pattern.h"

/* One of the words, times apart. */
bool px_cue_word(const struct px_words *words, enum px_word_set list);
/* The pattern matches from some word on. */
bool px_cue_phrase(const struct px_words *words, enum px_pattern pattern);
bool px_cue_begins(const struct px_words *words, enum px_pattern pattern);

#endif
