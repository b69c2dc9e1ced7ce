/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of blocks, cleaning, and lines.
 */
#include "memory/chunk/blocks.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <stdlib.h>

void px_blocks_release(struct px_blocks *blocks)
{
	free(blocks->items);
	blocks->items = NULL;
	blocks->count = blocks->room = 0;
}

/* Code points of the bytes 0x80..0x9f in Windows-1252; 0: none. */
static const uint16_t windows[32] = {
	0x20ac, 0,	0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
};

/* Length of the UTF-8 character at text.data, 0 if there is none. */
static size_t character_size(struct px_str text)
{
	uint8_t first = (uint8_t)text.data[0];
	size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

	return size <= text.size && px_utf8_valid(px_str_n(text.data, size)) ? size : 0;
}

static size_t put_byte(char *to, uint8_t byte)
{
	uint32_t code = byte >= 0xa0 ? byte : windows[byte - 0x80] ? windows[byte - 0x80] : 0xfffd;

	return px_utf8_encode(code, to);
}

static bool is_space(struct px_str character)
{
	return (character.size == 1 && (uint8_t)character.data[0] <= ' ') ||
	       px_str_eq(character, PX_STR("\xc2\xa0")) || px_str_eq(character, PX_STR("\xe2\x80\x8b")) ||
	       px_str_eq(character, PX_STR("\xef\xbb\xbf")) || px_str_eq(character, PX_STR("\xc2\xad"));
}

struct px_str px_blocks_clean(struct px_arena *arena, struct px_str text, bool keep_lines)
{
	char *to = px_arena_alloc(arena, 3 * text.size + 1); /* a byte becomes three at most */
	size_t size = 0, indent = 0;
	bool space = false, line = false;

	for (size_t at = 0; at < text.size;) {
		struct px_str rest = px_str_n(text.data + at, text.size - at);
		size_t length = character_size(rest);
		struct px_str character = px_str_n(rest.data, length);
		at += length ? length : 1;
		if (length && is_space(character)) {
			line = line || *character.data == '\n';
			indent = *character.data == '\n' ? 0 : indent + (*character.data == '\t' ? 2 : 1);
			/* A soft hyphen or a mark without width is nothing at all. */
			space = space || length == 1 || character.data[1] == '\xa0';
			continue;
		}
		if (size && (space || line))
			to[size++] = keep_lines && line ? '\n' : ' ';
		for (; keep_lines && line && size && indent; indent--)
			to[size++] = ' ';
		space = line = false;
		indent = 0;
		if (length && *character.data != 0x7f) {
			memcpy(to + size, character.data, length);
			size += length;
		} else if (!length) {
			size += put_byte(to + size, (uint8_t)*rest.data);
		}
	}
	return px_str_n(to, size);
}

void px_blocks_add(struct px_blocks *blocks, enum px_block_kind kind, int level, struct px_str text, size_t begin,
		   size_t end)
{
	text = px_blocks_clean(blocks->arena, text, kind == PX_BLOCK_CODE);
	if (!text.size)
		return;
	if (blocks->count == blocks->room) {
		blocks->room = blocks->room ? 2 * blocks->room : 64;
		blocks->items = px_realloc(blocks->items, blocks->room * sizeof(*blocks->items));
	}
	if (blocks->span) {
		begin = 0;
		end = blocks->span;
	}
	blocks->items[blocks->count++] =
		(struct px_block){ kind, level, text, blocks->base + begin, blocks->base + end };
}

bool px_line_next(struct px_str text, size_t *at, struct px_str *line)
{
	if (*at >= text.size)
		return false;
	const char *begin = text.data + *at, *end = memchr(begin, '\n', text.size - *at);
	size_t size = end ? (size_t)(end - begin) : text.size - *at;
	*at += size + (end != NULL);
	while (size && begin[size - 1] == '\r')
		size--;
	*line = px_str_n(begin, size);
	return true;
}

bool px_line_is_blank(struct px_str line)
{
	return px_str_trim(line).size == 0;
}

char px_line_underline(struct px_str line)
{
	line = px_str_trim(line);
	if (line.size < 3 || (line.data[0] != '=' && line.data[0] != '-'))
		return 0;
	for (size_t i = 1; i < line.size; i++)
		if (line.data[i] != line.data[0])
			return 0;
	return line.data[0];
}

size_t px_line_list_mark(struct px_str line)
{
	size_t at = 0, digits = 0;

	while (at < line.size && (line.data[at] == ' ' || line.data[at] == '\t'))
		at++;
	while (at + digits < line.size && digits < 9 && line.data[at + digits] >= '0' && line.data[at + digits] <= '9')
		digits++;
	if (digits && at + digits < line.size && (line.data[at + digits] == '.' || line.data[at + digits] == ')'))
		at += digits + 1;
	else if (!digits && at < line.size && (line.data[at] == '-' || line.data[at] == '*' || line.data[at] == '+'))
		at++;
	else if (!digits && line.size - at >= 3 && !memcmp(line.data + at, "\xe2\x80\xa2", 3)) /* a bullet */
		at += 3;
	else
		return 0;
	return at < line.size && (line.data[at] == ' ' || line.data[at] == '\t') ? at + 1 : 0;
}
