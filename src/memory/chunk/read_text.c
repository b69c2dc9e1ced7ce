/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain text: paragraphs are separated by empty lines, list marks begin items,
 * "> " quotes; a line that is underlined or stands alone in capitals is a heading.
 */
#include "memory/chunk/blocks.h"

enum { HEADING_MAX = 80 };

/* Lines that make the next block. */
struct pending {
	enum px_block_kind kind;
	size_t begin, end, lines;
};

static void flush(struct px_str source, struct px_blocks *blocks, struct pending *pending)
{
	if (pending->lines)
		px_blocks_add(blocks, pending->kind, 0, px_str_n(source.data + pending->begin, pending->end - pending->begin),
			      pending->begin, pending->end);
	*pending = (struct pending){ .kind = PX_BLOCK_PARAGRAPH };
}

static bool in_capitals(struct px_str line)
{
	size_t letters = 0;

	line = px_str_trim(line);
	if (!line.size || line.size > HEADING_MAX || strchr(".,;:!?", line.data[line.size - 1]))
		return false;
	for (size_t i = 0; i < line.size; i++) {
		if (line.data[i] >= 'a' && line.data[i] <= 'z')
			return false;
		letters += line.data[i] >= 'A' && line.data[i] <= 'Z';
	}
	return letters >= 3;
}

static void add_line(struct px_str source, struct px_blocks *blocks, struct pending *pending, struct px_str line)
{
	size_t begin = (size_t)(line.data - source.data), mark = px_line_list_mark(line);
	struct px_str trimmed = px_str_trim(line);
	enum px_block_kind kind = *trimmed.data == '>' ? PX_BLOCK_QUOTE : mark ? PX_BLOCK_ITEM : PX_BLOCK_PARAGRAPH;

	if (kind == PX_BLOCK_QUOTE) {
		/* A line at a time: its mark stands between the words of the next. */
		flush(source, blocks, pending);
		while (trimmed.size && (*trimmed.data == '>' || *trimmed.data == ' '))
			trimmed = px_str_n(trimmed.data + 1, trimmed.size - 1);
		px_blocks_add(blocks, kind, 0, trimmed, begin, begin + line.size);
		return;
	}
	if (kind == PX_BLOCK_ITEM || pending->kind == PX_BLOCK_QUOTE)
		flush(source, blocks, pending);
	if (!pending->lines++) {
		pending->kind = kind;
		pending->begin = begin + mark;
	}
	pending->end = begin + line.size;
}

void px_blocks_read_text(struct px_str source, struct px_blocks *blocks)
{
	struct pending pending = { .kind = PX_BLOCK_PARAGRAPH };
	struct px_str line, next;
	bool blank_before = true;

	for (size_t at = 0; px_line_next(source, &at, &line);) {
		size_t begin = (size_t)(line.data - source.data), peek = at;
		bool more = px_line_next(source, &peek, &next);
		if (px_line_is_blank(line)) {
			flush(source, blocks, &pending);
			blank_before = true;
			continue;
		}
		char underline = more && !pending.lines ? px_line_underline(next) : 0;
		if (underline || (blank_before && (!more || px_line_is_blank(next)) && in_capitals(line))) {
			px_blocks_add(blocks, PX_BLOCK_HEADING, underline == '=' ? 1 : 2, line, begin, begin + line.size);
			at = underline ? peek : at;
		} else if (!px_line_underline(line)) {
			add_line(source, blocks, &pending, line);
		}
		blank_before = false;
	}
	flush(source, blocks, &pending);
}
