/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that say nothing about what a text is about, folded (no accents, "ss"
 * for sharp s) and sorted; and those by which German is recognised.
 */
#ifndef PX_MEMORY_TERMS_DATA_H
#define PX_MEMORY_TERMS_DATA_H

#include <stddef.h>

/* The lists end with NULL. */
extern const char *const px_term_stop_words[];
extern const size_t px_term_stop_word_count;
/* Only in a text that is German: they mean something in English. */
extern const char *const px_term_german_stop_words[];
extern const size_t px_term_german_stop_word_count;
extern const char *const px_term_german_marks[];
extern const size_t px_term_german_mark_count;

#endif
