/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The word table of the "static" embedder, without an embedder: the vector of
 * a short text on the spot, the same whatever model is in use.
 *
 * It knows no order and no context.  A call takes some ten microseconds; the
 * first one of the process a few milliseconds, and half a megabyte stays.
 */
#ifndef PX_EMBED_WORD_TABLE_H
#define PX_EMBED_WORD_TABLE_H

#include "base/str.h"

enum { PX_WORD_TABLE_DIMS = 224 };

/* Any thread.  Unit length; all zero if the text holds no word, or the table is damaged. */
void px_word_table_vector(struct px_str text, float vector[PX_WORD_TABLE_DIMS]);

#endif
