/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Terms: the words of a text as the word index compares them.
 *
 * A word is a run of letters and digits, with case and accents folded (NFKD,
 * marks dropped) and stemmed: English (Porter2) always, German besides where
 * the text looks German.  Stop words are left out.  What is written together
 * is found by its parts and as a whole: "foo_bar", "fooBar", "QX7-3310",
 * "1,500".  Scripts without spaces (Chinese, Japanese, Thai, …) give pairs of
 * neighbouring characters.  Pure but for the stemmers' buffers.
 */
#ifndef PX_MEMORY_TERMS_H
#define PX_MEMORY_TERMS_H

#include "base/str.h"

enum { PX_TERM_MAX = 64 }; /* bytes; longer words are cut */

/* One thread at a time. */
struct px_stemmers;
struct px_stemmers *px_stemmers_new(void);
void px_stemmers_free(struct px_stemmers *stemmers);

enum px_term_role {
	PX_TERM_WORD,  /* counts towards the length of the text */
	PX_TERM_EXTRA, /* the same word in another way: a whole compound, a German stem */
};

/* `term` is borrowed for the call. */
typedef void (*px_term_fn)(void *arg, struct px_str term, enum px_term_role role);

/* Calls `take` for every term in order.  Any bytes are read; what is no UTF-8 separates words. */
void px_terms_each(struct px_stemmers *stemmers, struct px_str text, px_term_fn take, void *arg);
/* Whether a folded word is too common to say anything, in English or German. */
bool px_term_is_stop_word(struct px_str word);

#endif
