/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of an utterance as the intent model sees them: lower case, without
 * accents, contractions opened ("what's" -> "what is"), plurals cut, common
 * misspellings and spellings unified ("to-do" -> "todo"), numbers, clock times
 * and dates replaced by one symbol each, politeness and punctuation gone.
 *
 * This is where invariance to case, politeness and trailing punctuation is
 * made: nothing after it sees the original text.
 */
#ifndef PX_NLU_INTENT_TOKENS_H
#define PX_NLU_INTENT_TOKENS_H

#include "base/str.h"

enum { PX_INTENT_TOKENS_MAX = 128, PX_INTENT_WORD_MAX = 24 };

struct px_intent_token {
	char word[PX_INTENT_WORD_MAX]; /* not NUL-terminated; "<num>", "<clock>", ... for symbols */
	uint8_t size;
	bool plural; /* an "s" was cut */
};

/* Fills `tokens` (room for PX_INTENT_TOKENS_MAX) and returns how many; later words are dropped. */
size_t px_intent_tokens(struct px_str text, struct px_intent_token *tokens);

#endif
