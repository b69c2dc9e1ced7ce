/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8 validation (RFC 3629: no surrogates, no overlongs, at most U+10FFFF),
 * whole or incremental, and decoding of one code point.
 */
#ifndef PX_BASE_UTF8_H
#define PX_BASE_UTF8_H

#include "base/str.h"

bool px_utf8_valid(struct px_str text);

/* State of a stream that arrives in pieces; zero-initialise. */
struct px_utf8_state {
	uint8_t need;  /* continuation bytes still owed */
	uint8_t low;   /* bounds for the next one */
	uint8_t high;
};
/* False on the first bad byte.  The text may end only while px_utf8_complete. */
bool px_utf8_feed(struct px_utf8_state *state, struct px_str piece);
static inline bool px_utf8_complete(const struct px_utf8_state *state)
{
	return state->need == 0;
}

/* Decodes one code point of valid UTF-8 at *at and moves *at past it; at the end returns 0. */
uint32_t px_utf8_next(struct px_str text, size_t *at);
/* Appends the encoding of `code` to out (room for 4); returns its length. */
size_t px_utf8_encode(uint32_t code, char out[4]);
/* Largest prefix of at most `size` bytes that ends at a character. */
size_t px_utf8_cut(struct px_str text, size_t size);

#endif
