/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Markdown (CommonMark with GitHub's tables), as far as structure goes: front
 * matter, headings of both kinds, fenced code, lists, quotations, table rows
 * and paragraphs.  Inline marks are taken off: what is found and shown is the text.
 */
#include "memory/chunk/blocks.h"

struct reader {
	struct px_str source;
	struct px_blocks *blocks;
	enum px_block_kind kind;
	struct px_buf text;       /* of the block that is being read */
	size_t begin, end;
	char fence;               /* in code: the sign of its fence */
	size_t fence_size;
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

enum { LINK_MAX = 2000, NESTING_MAX = 3 }; /* so that a line of brackets is read in linear time */

/* "[text](address)" or "![text](address)" at text.data: its length, and where the text is. */
static size_t link_size(struct px_str text, struct px_str *label)
{
	size_t begin = text.data[0] == '!' ? 2 : 1, at = begin, depth = 0;

	for (; at < text.size && text.data[at] != '\n'; at++) {
		if (text.data[at] == '[' && ++depth > NESTING_MAX)
			return 0;
		else if (text.data[at] == ']' && !depth--)
			break;
	}
	if (at + 1 >= text.size || text.data[at] != ']' || text.data[at + 1] != '(')
		return 0;
	*label = px_str_n(text.data + begin, at - begin);
	for (at += 2, depth = 0; at < text.size && text.data[at] != '\n'; at++) {
		if (text.data[at] == '(' && ++depth > NESTING_MAX)
			return 0;
		else if (text.data[at] == ')' && !depth--)
			return at + 1;
	}
	return 0;
}

/* Whether the run of * or _ or ~ from `at` to `end` marks emphasis: it touches a word, '_' on one side only. */
static bool is_emphasis(struct px_str text, size_t at, size_t end)
{
	bool before = at && is_word(text.data[at - 1]), after = end < text.size && is_word(text.data[end]);

	if (text.data[at] == '~')
		return end - at == 2;
	return text.data[at] == '_' ? before != after : before || after;
}

/* Appends a line's text without its marks. */
static void add_inline(struct px_buf *out, struct px_str text)
{
	struct px_str label;

	for (size_t at = 0; at < text.size; at++) {
		struct px_str rest = px_str_n(text.data + at, text.size - at);
		struct px_str window = px_str_n(rest.data, rest.size < LINK_MAX ? rest.size : LINK_MAX);
		char c = text.data[at];
		size_t size;
		if (c == '\\' && rest.size > 1 && !is_word(rest.data[1])) {
			(void)px_buf_char(out, text.data[++at]);
		} else if ((c == '[' || (c == '!' && rest.size > 1 && rest.data[1] == '[')) &&
			   (size = link_size(window, &label))) {
			(void)px_buf_str(out, label);
			at += size - 1;
		} else if (c == '*' || c == '_' || c == '~' || c == '`') {
			for (size = 1; size < rest.size && rest.data[size] == c; size++)
				;
			if (c != '`' && !is_emphasis(text, at, at + size))
				(void)px_buf_append(out, rest.data, size);
			at += size - 1;
		} else if (c == '&' && (size = px_html_entity(rest, out))) {
			at += size - 1;
		} else {
			(void)px_buf_char(out, c);
		}
	}
}

static void flush(struct reader *reader)
{
	px_blocks_add(reader->blocks, reader->kind, 0, px_buf_view(&reader->text), reader->begin, reader->end);
	px_buf_clear(&reader->text);
	reader->kind = PX_BLOCK_PARAGRAPH;
}

static void add_text(struct reader *reader, struct px_str line, struct px_str text)
{
	if (!reader->text.size)
		reader->begin = (size_t)(line.data - reader->source.data);
	else
		(void)px_buf_char(&reader->text, reader->kind == PX_BLOCK_CODE ? '\n' : ' ');
	reader->end = (size_t)(line.data - reader->source.data) + line.size;
	if (reader->kind == PX_BLOCK_CODE)
		(void)px_buf_str(&reader->text, text);
	else
		add_inline(&reader->text, text);
}

static void add_heading(struct reader *reader, struct px_str line, struct px_str text, int level)
{
	flush(reader);
	while (text.size && (text.data[text.size - 1] == '#' || text.data[text.size - 1] == ' '))
		text.size--;
	add_text(reader, line, text);
	px_blocks_add(reader->blocks, PX_BLOCK_HEADING, level, px_buf_view(&reader->text), reader->begin, reader->end);
	px_buf_clear(&reader->text);
}

/* Level of "## Heading", 0 if it is none. */
static int heading_level(struct px_str line)
{
	int level = 0;

	while (level < 7 && (size_t)level < line.size && line.data[level] == '#')
		level++;
	return level >= 1 && level <= 6 && ((size_t)level == line.size || line.data[level] == ' ' || line.data[level] == '\t')
		       ? level
		       : 0;
}

/* Opens, keeps or closes fenced code; false if the line has nothing to do with it. */
static bool read_fence(struct reader *reader, struct px_str line)
{
	struct px_str trimmed = px_str_trim(line);
	size_t size = 0;

	while (size < trimmed.size && (trimmed.data[0] == '`' || trimmed.data[0] == '~') &&
	       trimmed.data[size] == trimmed.data[0])
		size++;
	if (reader->fence) {
		if (size >= reader->fence_size && trimmed.data[0] == reader->fence && size == trimmed.size) {
			flush(reader);
			reader->fence = 0;
		} else {
			reader->kind = PX_BLOCK_CODE;
			add_text(reader, line, line);
		}
		return true;
	}
	if (size < 3)
		return false;
	flush(reader);
	reader->fence = trimmed.data[0];
	reader->fence_size = size;
	return true;
}

static bool is_rule_of_table(struct px_str line)
{
	for (size_t i = 0; i < line.size; i++)
		if (!strchr("|-: \t", line.data[i]))
			return false;
	return line.size > 2;
}

static bool is_thematic_break(struct px_str line)
{
	size_t marks = 0;

	for (size_t i = 0; i < line.size; i++) {
		if (line.data[i] == ' ' || line.data[i] == '\t')
			continue;
		if (!strchr("-*_", line.data[i]) || line.data[i] != px_str_trim(line).data[0])
			return false;
		marks++;
	}
	return marks >= 3;
}

static void add_row(struct reader *reader, struct px_str line)
{
	struct px_str row = px_str_trim(line);

	flush(reader);
	if (is_rule_of_table(row))
		return;
	if (row.size > 1 && row.data[row.size - 1] == '|')
		row.size--;
	reader->kind = PX_BLOCK_ROW;
	add_text(reader, line, px_str_n(row.data + 1, row.size - 1));
	flush(reader);
}

static void read_line(struct reader *reader, struct px_str line)
{
	struct px_str trimmed = px_str_trim(line);
	size_t mark = px_line_list_mark(line);
	int level = heading_level(trimmed);
	char underline = px_line_underline(line);

	if (read_fence(reader, line))
		return;
	if (!trimmed.size) {
		flush(reader);
	} else if (level) {
		add_heading(reader, line, px_str_trim(px_str_n(trimmed.data + level, trimmed.size - (size_t)level)), level);
	} else if (underline && reader->text.size && reader->kind == PX_BLOCK_PARAGRAPH) {
		px_blocks_add(reader->blocks, PX_BLOCK_HEADING, underline == '=' ? 1 : 2, px_buf_view(&reader->text),
			      reader->begin, reader->end);
		px_buf_clear(&reader->text);
	} else if (is_thematic_break(line)) {
		flush(reader);
	} else if (trimmed.data[0] == '|') {
		add_row(reader, line);
	} else if (trimmed.data[0] == '>') {
		if (reader->kind != PX_BLOCK_QUOTE)
			flush(reader);
		reader->kind = PX_BLOCK_QUOTE;
		while (trimmed.size && (*trimmed.data == '>' || *trimmed.data == ' '))
			trimmed = px_str_n(trimmed.data + 1, trimmed.size - 1);
		add_text(reader, line, trimmed);
	} else {
		if (mark || reader->kind == PX_BLOCK_QUOTE)
			flush(reader);
		if (mark)
			reader->kind = PX_BLOCK_ITEM;
		add_text(reader, line, px_str_n(line.data + mark, line.size - mark));
	}
}

/* "---", fields, "---" at the very begin: only the title is of use. */
static size_t front_matter_size(struct px_str source, struct px_blocks *blocks)
{
	struct px_str line, rest, title = { 0 };
	size_t at = 0;

	if (!px_line_next(source, &at, &line) || !px_str_eq(line, PX_STR("---")))
		return 0;
	for (size_t lines = 0; lines < 200 && px_line_next(source, &at, &line); lines++) {
		if (px_str_eq(line, PX_STR("---")) || px_str_eq(line, PX_STR("..."))) {
			if (title.size)
				blocks->title = px_blocks_clean(blocks->arena, title, false);
			return at;
		}
		struct px_str key = px_str_cut(line, ':', &rest);
		if (px_str_eq_case(px_str_trim(key), PX_STR("title"))) {
			title = px_str_trim(rest);
			if (title.size > 1 && (*title.data == '"' || *title.data == '\'') &&
			    title.data[title.size - 1] == *title.data)
				title = px_str_n(title.data + 1, title.size - 2);
		}
	}
	return 0;
}

void px_blocks_read_markdown(struct px_str source, struct px_blocks *blocks)
{
	struct reader reader = { .source = source, .blocks = blocks, .kind = PX_BLOCK_PARAGRAPH,
				 .text = PX_BUF_INIT(source.size * 4 + 64) };
	size_t at = front_matter_size(source, blocks);
	struct px_str line;
	bool comment = false;

	while (px_line_next(source, &at, &line)) {
		if (!reader.fence && !comment && px_str_starts(px_str_trim(line), PX_STR("<!--"))) {
			flush(&reader);
			comment = true;
		}
		if (comment)
			comment = px_str_find(line, PX_STR("-->")) == SIZE_MAX;
		else
			read_line(&reader, line);
	}
	flush(&reader);
	px_buf_release(&reader.text);
}
