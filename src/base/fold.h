/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of titles as indexes compare them: case-folded (Unicode, NFKC) and
 * without a plural s.  No language beyond that: what is nearly the same word is
 * the engine's matter (nlu/).
 */
#ifndef PX_BASE_FOLD_H
#define PX_BASE_FOLD_H

#include "base/arena.h"

enum {
	PX_FOLD_WORDS_MAX = 64,       /* of one text; what comes after is left out */
	PX_FOLD_WORD_BYTES = 255, /* of one word; what comes after is cut off */
};

/* Case-folded copy in the arena. */
struct px_str px_fold(struct px_arena *arena, struct px_str text);
/* The different words of a text, in its order; they lie in the arena.  Letters, digits and all beyond ASCII make words. */
size_t px_fold_words(struct px_str text, struct px_arena *arena, struct px_str words[PX_FOLD_WORDS_MAX]);
/*
 * What an index holds for a title as a whole, beside its words: equal for equal
 * words in the same order, and never a word itself.  Empty if there are none.
 */
struct px_str px_fold_whole(const struct px_str *words, size_t count, struct px_arena *arena);

#endif
