/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of a request, as the rules of the built-in engine see them.
 *
 * A word keeps its bytes in the text, so that titles are always cut from what
 * the person typed.  Its `text` is lower case with straight apostrophes;
 * common forms without one are restored ("whats" -> "what's"), which makes
 * every rule indifferent to case and to that.  Punctuation is no word, except
 * the quick-add marks # @ ! where they stand before something.
 */
#ifndef PX_NLU_TEXT_WORDS_H
#define PX_NLU_TEXT_WORDS_H

#include "base/arena.h"
#include "nlu/language.h"

enum {
	PX_WORD_CAPITAL = 1 << 0, /* starts with an upper-case letter */
	PX_WORD_QUOTED = 1 << 1,  /* stands between quotation marks */
	PX_WORD_GLUED = 1 << 2,   /* no space before it */
	PX_WORD_BREAK = 1 << 3,   /* a comma, colon, dash or sentence end stands before it */
	PX_WORD_MARK = 1 << 4,    /* one of # @ ! */
	PX_WORD_STOP = 1 << 5,    /* a sentence end stands before it */
};

struct px_word {
	const char *text;
	uint32_t size;
	uint32_t begin, end; /* bytes of the text */
	uint8_t flags;
	int16_t time;        /* a time expression stands here: its index, else -1 */
};

struct px_words {
	struct px_word *at;
	size_t count;
};

/* Words of text[begin, end); offsets are those of `text`. */
struct px_words px_words_of(struct px_str text, size_t begin, size_t end, struct px_arena *arena);
/* All words of a title or a name. */
struct px_words px_words_in(const char *text, struct px_arena *arena);

static inline bool px_word_is(const struct px_word *word, const char *text)
{
	return strcmp(word->text, text) == 0;
}
/* One of a space-separated list of lower-case words. */
bool px_word_in_list(const struct px_word *word, const char *list);
/* One of the named words of the language; the same of any text. */
bool px_word_in(const struct px_word *word, enum px_word_set set);
bool px_word_listed(const char *text, size_t size, enum px_word_set set);
/* Some word of them is in the set, wherever it stands. */
bool px_words_have(const struct px_words *words, enum px_word_set set);
/* The word, or another form of it, is one of the words of the title. */
bool px_word_of_title(const struct px_words *title, const struct px_word *word);
/* A question mark stands right behind the last of the words, which are of `text`. */
bool px_words_ask(struct px_str text, const struct px_words *words);
/* "den Zahnarzt nicht verschieben": in a language whose frames don't look at each "not" themselves. */
bool px_language_negates(const struct px_words *words);

/* More than this ending of the language: "Sam's" (PX_PHRASE_OWNER_ENDING). */
static inline bool px_word_ends(const struct px_word *word, enum px_phrase ending)
{
	const char *text = px_phrase(ending);
	size_t n = strlen(text);

	return word->size > n && memcmp(word->text + word->size - n, text, n) == 0;
}

/* A word that was not said but is meant. */
static inline struct px_word px_word_of(enum px_phrase name)
{
	return (struct px_word){ .text = px_phrase(name), .size = (uint32_t)strlen(px_phrase(name)), .time = -1 };
}

#endif
