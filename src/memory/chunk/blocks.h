/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks: a document as a flat list of headings, paragraphs, list items, code,
 * quotations and table rows, which is all that chunking needs to know of a
 * format.  A reader per format makes them.
 */
#ifndef PX_MEMORY_CHUNK_BLOCKS_H
#define PX_MEMORY_CHUNK_BLOCKS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum px_block_kind { PX_BLOCK_HEADING, PX_BLOCK_PARAGRAPH, PX_BLOCK_ITEM, PX_BLOCK_CODE, PX_BLOCK_QUOTE, PX_BLOCK_ROW };

struct px_block {
	enum px_block_kind kind;
	int level;          /* of a heading, 1..6 */
	struct px_str text; /* UTF-8; one line but for code */
	size_t begin, end;  /* bytes of the source */
};

struct px_blocks {
	struct px_arena *arena; /* of the texts; borrowed */
	struct px_block *items;
	size_t count, room;
	struct px_str title;
	size_t base;            /* added to begin and end: a part of the source is read */
	size_t span;            /* not 0: a decoded part; all its blocks are [base, base + span) */
};

void px_blocks_release(struct px_blocks *blocks);
/*
 * Adds a block of any bytes: what is no UTF-8 is read as Windows-1252, white
 * space is folded (lines are kept in code), control characters go.  Without
 * text, nothing is added.
 */
void px_blocks_add(struct px_blocks *blocks, enum px_block_kind kind, int level, struct px_str text, size_t begin,
		   size_t end);
/* The same cleaning, into the arena. */
struct px_str px_blocks_clean(struct px_arena *arena, struct px_str text, bool keep_lines);

void px_blocks_read_text(struct px_str source, struct px_blocks *blocks);
void px_blocks_read_markdown(struct px_str source, struct px_blocks *blocks);
void px_blocks_read_html(struct px_str source, struct px_blocks *blocks);
void px_blocks_read_mail(struct px_str source, struct px_blocks *blocks);

/* The line at *at without its end; *at moves behind it. False at the end of the text. */
bool px_line_next(struct px_str text, size_t *at, struct px_str *line);
bool px_line_is_blank(struct px_str line);
/* Bytes of an underline of one repeated sign ('=' or '-'), 3 at least; 0: none. */
char px_line_underline(struct px_str line);
/* Bytes of a list mark ("- ", "12. ") with the space before and after, 0: none. */
size_t px_line_list_mark(struct px_str line);

/* Expands an entity at text.data ("&amp;"): appends it and returns its length, or 0 where there is none. */
size_t px_html_entity(struct px_str text, struct px_buf *out);

#endif
