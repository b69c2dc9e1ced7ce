/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The word table of the "static" embedder, as it was in table.bin when the
 * program was built (tools/embed/distil makes that file; src/embed/weights.h
 * is its form).
 */
#ifndef PX_EMBED_STATIC_TABLE_H
#define PX_EMBED_STATIC_TABLE_H

#include <stdint.h>

enum px_static_parameter { PX_STATIC_DIMS, PX_STATIC_VOCABULARY, PX_STATIC_PARAMETERS };

enum px_static_section {
	PX_STATIC_PIECES = 1, /* the vocabulary, a piece a line */
	PX_STATIC_ROWS,       /* 4 bits [vocabulary][dims], the even dimension lower: value + 8, -7..7;
			       * directions of most variance first */
	PX_STATIC_SCALE,      /* float [vocabulary]; holds the weight of the piece too: rare ones count more */
};

extern const uint8_t px_static_table[], px_static_table_end[];

#endif
