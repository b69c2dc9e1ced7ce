/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns over words: the language in which the rules are written.
 *
 *   remind me (again|)  to {t}
 *   word        that word            word?       may be missing
 *   (a b|c)     either, in order     (a|b)?      may be missing
 *   $name       a named set of words, see en/sets.c
 *   {t}         one or more words, as few as will do; captured under the letter
 *   {t+}        the same, but as many as will do
 *   {t?}        none or more         <time>      a time expression; captured under 'T'
 *   <num>       a number in figures or words up to twelve
 *
 * A pattern matches the whole stream.  Work is bounded by a step budget, so
 * that no text can make a pattern slow.
 */
#ifndef PX_NLU_TEXT_PATTERN_H
#define PX_NLU_TEXT_PATTERN_H

#include "nlu/text/words.h"

enum { PX_MATCH_CAPTURES = 8 };

struct px_capture {
	char name;
	uint16_t from, to; /* words [from, to) of the stream */
};

struct px_match {
	struct px_capture at[PX_MATCH_CAPTURES];
	size_t count;
};

/* A pattern must be a constant: its program is kept by its address (text/program.h). */
bool px_match_text(const char *pattern, const struct px_word *words, size_t count, struct px_match *match);
/* At the start only; *length is how many words it took. */
bool px_match_text_prefix(const char *pattern, const struct px_word *words, size_t count,
			  struct px_match *match, size_t *length);

/* The same for the named patterns of the language. */
static inline bool px_match(enum px_pattern pattern, const struct px_word *words, size_t count, struct px_match *match)
{
	const char *text = px_language()->patterns[pattern];

	return text && px_match_text(text, words, count, match);
}

static inline bool px_match_prefix(enum px_pattern pattern, const struct px_word *words, size_t count,
				   struct px_match *match, size_t *length)
{
	const char *text = px_language()->patterns[pattern];

	return text && px_match_text_prefix(text, words, count, match, length);
}

/* The capture of that name, the n-th if there are several; NULL if it is absent. */
const struct px_capture *px_match_get(const struct px_match *match, char name, size_t nth);
/* 1..99 for "3", "three", "third"; 0 if it is no number. */
int px_word_number(const struct px_word *word);
int px_word_ordinal(const struct px_word *word);
/* "7", "730", "7:30", "seven": it begins with a figure, or names a number. */
bool px_word_is_number(const struct px_word *word);

/* At the start of the words from `at` on. */
static inline bool px_match_at(enum px_pattern pattern, const struct px_words *words, size_t at, struct px_match *match)
{
	size_t length;

	return at < words->count && px_match_prefix(pattern, words->at + at, words->count - at, match, &length);
}

/* A match as a whole of which no capture is needed. */
static inline bool px_matches(enum px_pattern pattern, const struct px_word *words, size_t count)
{
	struct px_match match;

	return px_match(pattern, words, count, &match);
}

#endif
