/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Phrases of the language with values in them: "{}" stands for one.
 */
#ifndef PX_NLU_TEXT_PHRASE_H
#define PX_NLU_TEXT_PHRASE_H

#include "base/arena.h"
#include "nlu/language.h"

/* The first value for the first "{}" of the phrase, and so on; the text lives in the arena. */
const char *px_phrase_with(struct px_arena *arena, enum px_phrase name, const char *value);
/* `values` ends with NULL; what is left of the gaps stays empty. */
const char *px_phrase_with_values(struct px_arena *arena, enum px_phrase name, const char *const *values);
const char *px_phrase_with_two(struct px_arena *arena, enum px_phrase name, const char *first, const char *second);

#endif
