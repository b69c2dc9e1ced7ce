/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML, read by a tokenizer of our own: tags, text and character references,
 * nothing of the tree.  Chunking needs headings, paragraphs, items, cells and
 * code, which tags tell as they open; a parser that builds what browsers build
 * would be a large thing to hold out against documents that want to break it.
 * Scripts, styles and other things that nobody reads are skipped.
 */
#include "memory/chunk/blocks.h"

struct tag {
	struct px_str name;
	bool closing;
};

struct reader {
	struct px_str source;
	struct px_blocks *blocks;
	struct px_buf text;
	enum px_block_kind kind;
	int level;          /* of the heading that is open */
	size_t begin;       /* of the first text of the block */
	unsigned code;      /* open <pre> */
	unsigned quotes;    /* open <blockquote> */
	bool in_title;
};

/* How a tag changes what is being read. */
enum effect {
	EFFECT_NONE,    /* inline */
	EFFECT_BLOCK,   /* ends the block before it and, closing, its own */
	EFFECT_ITEM,
	EFFECT_CELL,
	EFFECT_ROW,
	EFFECT_HEADING,
	EFFECT_CODE,
	EFFECT_QUOTE,
	EFFECT_BREAK,
	EFFECT_SKIP,    /* with all that is inside */
	EFFECT_TITLE,
};

static const struct {
	const char *name;
	enum effect effect;
} tags[] = {
	{ "address", EFFECT_BLOCK }, { "article", EFFECT_BLOCK }, { "aside", EFFECT_BLOCK },
	{ "blockquote", EFFECT_QUOTE }, { "body", EFFECT_BLOCK }, { "br", EFFECT_BREAK }, { "caption", EFFECT_BLOCK },
	{ "dd", EFFECT_ITEM }, { "details", EFFECT_BLOCK }, { "div", EFFECT_BLOCK }, { "dl", EFFECT_BLOCK },
	{ "dt", EFFECT_ITEM }, { "fieldset", EFFECT_BLOCK }, { "figcaption", EFFECT_BLOCK }, { "figure", EFFECT_BLOCK },
	{ "footer", EFFECT_BLOCK }, { "form", EFFECT_BLOCK }, { "h1", EFFECT_HEADING }, { "h2", EFFECT_HEADING },
	{ "h3", EFFECT_HEADING }, { "h4", EFFECT_HEADING }, { "h5", EFFECT_HEADING }, { "h6", EFFECT_HEADING },
	{ "head", EFFECT_BLOCK }, { "header", EFFECT_BLOCK }, { "hr", EFFECT_BLOCK }, { "li", EFFECT_ITEM },
	{ "main", EFFECT_BLOCK }, { "nav", EFFECT_BLOCK }, { "ol", EFFECT_BLOCK }, { "option", EFFECT_ITEM },
	{ "p", EFFECT_BLOCK }, { "pre", EFFECT_CODE }, { "script", EFFECT_SKIP }, { "section", EFFECT_BLOCK },
	{ "style", EFFECT_SKIP }, { "summary", EFFECT_BLOCK }, { "svg", EFFECT_SKIP }, { "table", EFFECT_BLOCK },
	{ "tbody", EFFECT_BLOCK }, { "td", EFFECT_CELL }, { "template", EFFECT_SKIP }, { "tfoot", EFFECT_BLOCK },
	{ "th", EFFECT_CELL }, { "thead", EFFECT_BLOCK }, { "title", EFFECT_TITLE }, { "tr", EFFECT_ROW },
	{ "ul", EFFECT_BLOCK },
};

static enum effect effect_of(struct px_str name)
{
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (px_str_eq_case(name, px_str(tags[i].name)))
			return tags[i].effect;
	return EFFECT_NONE;
}

static void flush(struct reader *reader, size_t end)
{
	enum px_block_kind kind = reader->kind == PX_BLOCK_PARAGRAPH && reader->quotes ? PX_BLOCK_QUOTE : reader->kind;

	if (reader->in_title)
		reader->blocks->title = px_blocks_clean(reader->blocks->arena, px_buf_view(&reader->text), false);
	else
		px_blocks_add(reader->blocks, kind, reader->level, px_buf_view(&reader->text), reader->begin, end);
	px_buf_clear(&reader->text);
	reader->in_title = false;
	reader->level = 0;
	reader->kind = reader->code ? PX_BLOCK_CODE : PX_BLOCK_PARAGRAPH;
}

/* Opening sets what the next block is; opening and closing both end the one before. */
static void apply(struct reader *reader, const struct tag *tag, enum effect effect, size_t at)
{
	if (effect == EFFECT_NONE)
		return;
	if (effect == EFFECT_BREAK) {
		(void)px_buf_char(&reader->text, '\n');
		return;
	}
	if (effect == EFFECT_CELL) {
		if (!tag->closing && reader->text.size)
			(void)px_buf_append(&reader->text, " | ", 3);
		return;
	}
	if (effect == EFFECT_CODE || effect == EFFECT_QUOTE) {
		unsigned *open = effect == EFFECT_CODE ? &reader->code : &reader->quotes;
		flush(reader, at);
		*open = tag->closing ? (*open ? *open - 1 : 0) : *open + 1;
		reader->kind = reader->code ? PX_BLOCK_CODE : PX_BLOCK_PARAGRAPH;
		return;
	}
	flush(reader, at);
	if (tag->closing)
		return;
	if (effect == EFFECT_HEADING) {
		reader->kind = PX_BLOCK_HEADING;
		reader->level = tag->name.data[1] - '0';
	} else if (effect == EFFECT_ITEM) {
		reader->kind = PX_BLOCK_ITEM;
	} else if (effect == EFFECT_ROW) {
		reader->kind = PX_BLOCK_ROW;
	}
	reader->in_title = effect == EFFECT_TITLE;
}

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Behind the '>' that ends the tag at `at`; quoted attributes may hold one. */
static size_t tag_end(struct px_str source, size_t at)
{
	char quote = 0;

	for (; at < source.size; at++) {
		char c = source.data[at];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = source.data[at - 1] == '=' ? c : 0;
		else if (c == '>')
			return at + 1;
	}
	return source.size;
}

static size_t find(struct px_str source, size_t at, const char *what)
{
	size_t found = px_str_find(px_str_n(source.data + at, source.size - at), px_str(what));

	return found == SIZE_MAX ? source.size : at + found;
}

/* Behind the closing tag of an element whose content nobody reads. */
static size_t skip_element(struct px_str source, size_t at, struct px_str name)
{
	while ((at = find(source, at, "</")) < source.size) {
		at += 2;
		if (source.size - at >= name.size && px_str_eq_case(px_str_n(source.data + at, name.size), name) &&
		    !(at + name.size < source.size && is_letter(source.data[at + name.size])))
			return tag_end(source, at);
	}
	return source.size;
}

/* Reads the tag at `at` ('<'); returns where what follows begins, or `at` if it is no tag. */
static size_t read_tag(struct reader *reader, size_t at)
{
	struct px_str source = reader->source;
	struct tag tag = { 0 };
	size_t name = at + 1;

	if (px_str_starts(px_str_n(source.data + at, source.size - at), PX_STR("<!--"))) {
		size_t end = find(source, at + 4, "-->");
		return end < source.size ? end + 3 : source.size;
	}
	if (name < source.size && (source.data[name] == '!' || source.data[name] == '?'))
		return tag_end(source, name);
	tag.closing = name < source.size && source.data[name] == '/';
	name += tag.closing;
	tag.name = px_str_n(source.data + name, 0);
	while (name + tag.name.size < source.size && tag.name.size < 16 &&
	       (is_letter(tag.name.data[tag.name.size]) ||
		(tag.name.size && tag.name.data[tag.name.size] >= '0' && tag.name.data[tag.name.size] <= '9')))
		tag.name.size++;
	if (!tag.name.size)
		return at;
	enum effect effect = effect_of(tag.name);
	size_t end = tag_end(source, name + tag.name.size);
	if (effect == EFFECT_SKIP)
		return tag.closing || (end >= 2 && source.data[end - 2] == '/') ? end : skip_element(source, end, tag.name);
	apply(reader, &tag, effect, at);
	return end;
}

void px_blocks_read_html(struct px_str source, struct px_blocks *blocks)
{
	struct reader reader = { .source = source, .blocks = blocks, .kind = PX_BLOCK_PARAGRAPH,
				 .text = PX_BUF_INIT(source.size * 4 + 64) };

	for (size_t at = 0; at < source.size;) {
		size_t next = at, size;
		char c = source.data[at];
		if (c == '<' && (next = read_tag(&reader, at)) > at) {
			at = next;
			continue;
		}
		if (!reader.text.size)
			reader.begin = at;
		if (c == '&' && (size = px_html_entity(px_str_n(source.data + at, source.size - at), &reader.text))) {
			at += size;
			continue;
		}
		/* Lines are white space in HTML, but for code. */
		bool space = !reader.code && (c == '\n' || c == '\r' || c == '\t');
		if (!(space && !reader.text.size))
			(void)px_buf_char(&reader.text, space ? ' ' : c);
		at++;
	}
	flush(&reader, source.size);
	px_buf_release(&reader.text);
}
