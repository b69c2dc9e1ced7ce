/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens: words, numbers and punctuation marks of a text, with byte spans.
 *
 * One at a time, without heap or state besides a position.  Words are folded:
 * lower case, apostrophes dropped ("O'Clock" is "oclock"), typographic
 * apostrophes and dashes read as their ASCII kin.  Letters and digits are
 * apart ("3pm" is "3" and a glued "pm"), so that the layers above need no
 * character work of their own.  Bytes beyond ASCII count as letters.
 */
#ifndef PX_NLU_TEXT_TOKEN_H
#define PX_NLU_TEXT_TOKEN_H

#include "base/str.h"

enum px_token_kind {
	PX_TOKEN_END,
	PX_TOKEN_WORD,
	PX_TOKEN_NUMBER, /* decimal digits only */
	PX_TOKEN_MARK,   /* one punctuation character; text[0] */
};

enum { PX_TOKEN_TEXT = 24 };

struct px_token {
	uint32_t begin, end; /* bytes of the source text */
	uint8_t kind;
	bool glued;          /* nothing stands between it and the token before */
	bool capital;        /* begins with an ASCII capital */
	bool possessive;     /* had an apostrophe before its last letter, an s: "Tuesday's" */
	uint8_t size;        /* of text, without the NUL */
	char text[PX_TOKEN_TEXT]; /* folded, cut if longer */
	int64_t number;      /* of a NUMBER, at most 18 digits; -1 if there are more */
};

/* A byte of a word in lower case, "Ü" as well as "U"; `before` is the byte that it follows, 0 for none. */
static inline char px_token_fold(unsigned char before, unsigned char c)
{
	const bool marked = before == 0xc3 && c >= 0x80 && c <= 0x9e && c != 0x97; /* U+00C0 to U+00DE, no × */

	return (char)((c >= 'A' && c <= 'Z') || marked ? c + 32 : c);
}

/* The token at or after *at, which moves past it; kind PX_TOKEN_END at the end. */
void px_token_next(struct px_str text, size_t *at, struct px_token *token);

#endif
