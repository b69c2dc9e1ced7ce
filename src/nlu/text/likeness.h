/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much two words are alike.
 */
#ifndef PX_NLU_TEXT_LIKENESS_H
#define PX_NLU_TEXT_LIKENESS_H

#include "base/str.h"

/* How well two lower-case words agree, 0..1: the same, by stem, by their beginning, but for a slip. */
float px_word_likeness(const char *a, size_t a_size, const char *b, size_t b_size);
/* The word that an irregular form belongs to ("paid": "pay"), or NULL. */
const char *px_word_regular(const char *text, size_t size);
/* px_word_likeness of `a`, or of what it is an irregular form of. */
float px_word_likeness_of_forms(const char *a, size_t a_size, const char *b, size_t b_size);
/* The same name but for its ending or a slip. */
bool px_same_name(const char *a, size_t a_size, const char *b, size_t b_size);

#endif
