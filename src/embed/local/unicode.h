/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tokenizer of BERT does with one code point.  The table is made
 * from the reference tokenizer (tools/embed/unicode_classes), so it is that
 * one's Unicode version, not utf8proc's.
 */
#ifndef PX_EMBED_LOCAL_UNICODE_H
#define PX_EMBED_LOCAL_UNICODE_H

#include <stddef.h>
#include <stdint.h>

enum px_unicode_class {
	PX_UNICODE_WORD,        /* part of a word */
	PX_UNICODE_SPACE,       /* ends a word */
	PX_UNICODE_PUNCTUATION, /* a word of its own */
	PX_UNICODE_DROP,        /* not there: controls, formats, accents */
	PX_UNICODE_IDEOGRAPH,   /* a word of its own; may decompose */
};

extern const uint32_t px_unicode_ranges[]; /* sorted: first code point * 8 + class */
extern const size_t px_unicode_range_count;

/* Of any number up to U+10FFFF. */
enum px_unicode_class px_unicode_class(uint32_t code);

/*
 * The code point decomposed (NFD), without accents, in lower case: at most
 * PX_UNICODE_FOLD_MAX code points, possibly none.  Returns their number.
 */
enum { PX_UNICODE_FOLD_MAX = 18 };
size_t px_unicode_fold(uint32_t code, uint32_t out[PX_UNICODE_FOLD_MAX]);
/* Canonical combining class, for the order of marks. */
uint8_t px_unicode_combining(uint32_t code);

#endif
