/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where sentences end, for cutting long paragraphs: English and German
 * abbreviations, initials, ordinals and decimal numbers end none.
 */
#ifndef PX_MEMORY_CHUNK_SENTENCES_H
#define PX_MEMORY_CHUNK_SENTENCES_H

#include "base/str.h"

/* The end of the sentence that begins at `at`, with the space behind it; text.size at the last. */
size_t px_sentence_end(struct px_str text, size_t at);

#endif
