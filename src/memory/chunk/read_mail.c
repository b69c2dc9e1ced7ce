/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mail (RFC 5322, MIME): the subject is the title, who wrote to whom and when
 * is a first paragraph, then the parts that are text; of alternatives the
 * plain one.  Attachments and signatures are left out, quoted lines are quotations.
 */
#include "memory/chunk/blocks.h"
#include "memory/chunk/mail_decode.h"

#include "base/mem.h"

enum { DEPTH_MAX = 8, PARTS_MAX = 1000 };

struct part {
	struct px_str headers, body;
};

struct reader {
	struct px_blocks *blocks;
	struct px_str source;
	size_t parts;
};

static struct part split_headers(struct px_str source)
{
	struct px_str line;
	size_t at = 0, begin;

	for (begin = at; px_line_next(source, &at, &line); begin = at)
		if (!line.size)
			return (struct part){ px_str_n(source.data, begin), px_str_n(source.data + at, source.size - at) };
	return (struct part){ source, px_str_n(source.data + source.size, 0) };
}

/* The value of a header, unfolded, in the arena; empty if it isn't there. */
static struct px_str header(struct px_arena *arena, struct px_str headers, struct px_str name)
{
	struct px_buf value = PX_BUF_INIT(64 << 10);
	struct px_str line, rest;
	bool found = false;

	for (size_t at = 0; px_line_next(headers, &at, &line);) {
		if (line.size && (line.data[0] == ' ' || line.data[0] == '\t')) {
			if (found)
				(void)px_buf_str(&value, line);
			continue;
		}
		if (found)
			break;
		found = px_str_eq_case(px_str_cut(line, ':', &rest), name);
		if (found)
			(void)px_buf_str(&value, rest);
	}
	struct px_str copy = px_str_trim(px_buf_view(&value));
	copy.data = px_arena_strn(arena, copy.data, copy.size);
	px_buf_release(&value);
	return copy;
}

/* A parameter of a header ("boundary" of a content type), without its quotes. */
static struct px_str parameter(struct px_str value, struct px_str name)
{
	struct px_str rest, piece;

	px_str_cut(value, ';', &rest);
	while (rest.size) {
		struct px_str field = px_str_cut(rest, ';', &rest);
		struct px_str key = px_str_trim(px_str_cut(field, '=', &piece));
		piece = px_str_trim(piece);
		if (!px_str_eq_case(key, name))
			continue;
		if (piece.size > 1 && piece.data[0] == '"' && piece.data[piece.size - 1] == '"')
			piece = px_str_n(piece.data + 1, piece.size - 2);
		return piece;
	}
	return px_str_n("", 0);
}

static bool is_type(struct px_str type, const char *prefix)
{
	size_t size = strlen(prefix);

	return type.size >= size && px_str_eq_case(px_str_n(type.data, size), px_str(prefix));
}

/* The text up to a signature ("-- " on a line). */
static struct px_str without_signature(struct px_str text)
{
	struct px_str line;
	size_t at = 0, begin;

	for (begin = at; px_line_next(text, &at, &line); begin = at)
		if (px_str_eq(line, PX_STR("-- ")))
			return px_str_n(text.data, begin);
	return text;
}

static void read_text_part(struct reader *reader, struct part part, bool html)
{
	struct px_blocks *blocks = reader->blocks;
	struct px_str title = blocks->title, coding = header(blocks->arena, part.headers, PX_STR("Content-Transfer-Encoding"));
	struct px_str text = px_mail_decode(blocks->arena, part.body, coding);

	/* What was decoded has no places of its own in the source. */
	blocks->base = (size_t)(part.body.data - reader->source.data);
	blocks->span = part.body.size ? part.body.size : 1;
	if (html)
		px_blocks_read_html(text, blocks);
	else
		px_blocks_read_text(without_signature(text), blocks);
	blocks->base = blocks->span = 0;
	blocks->title = title.size ? title : blocks->title;
}

static void read_part(struct reader *reader, struct part part, unsigned depth);

/* The next part of a multipart body from *at on; false after the last. */
static bool next_part(struct px_str body, struct px_str boundary, size_t *at, struct px_str *part)
{
	struct px_str line;
	size_t begin = SIZE_MAX, before;

	for (before = *at; px_line_next(body, at, &line); before = *at) {
		bool is = boundary.size && line.size >= boundary.size + 2 && line.data[0] == '-' && line.data[1] == '-' &&
			  px_str_starts(px_str_n(line.data + 2, line.size - 2), boundary);
		if (!is)
			continue;
		if (begin != SIZE_MAX) {
			*part = px_str_n(body.data + begin, before - begin);
			*at = before; /* the same line begins the next one */
			return true;
		}
		if (px_str_starts(px_str_n(line.data + 2 + boundary.size, line.size - 2 - boundary.size), PX_STR("--")))
			return false;
		begin = *at;
	}
	if (begin == SIZE_MAX)
		return false;
	*part = px_str_n(body.data + begin, body.size - begin); /* cut short */
	return true;
}

static void read_multipart(struct reader *reader, struct part part, struct px_str type, unsigned depth)
{
	struct px_str boundary = parameter(type, PX_STR("boundary")), piece;
	bool alternative = is_type(type, "multipart/alternative"), plain = false;

	for (size_t at = 0; alternative && next_part(part.body, boundary, &at, &piece);) {
		struct px_str kind = header(reader->blocks->arena, split_headers(piece).headers, PX_STR("Content-Type"));
		plain = plain || is_type(kind, "text/plain");
	}
	for (size_t at = 0; next_part(part.body, boundary, &at, &piece) && reader->parts++ < PARTS_MAX;) {
		struct part inner = split_headers(piece);
		struct px_str kind = header(reader->blocks->arena, inner.headers, PX_STR("Content-Type"));
		if (!(plain && is_type(kind, "text/html")))
			read_part(reader, inner, depth + 1);
	}
}

static void read_part(struct reader *reader, struct part part, unsigned depth)
{
	struct px_arena *arena = reader->blocks->arena;
	struct px_str type = header(arena, part.headers, PX_STR("Content-Type"));
	struct px_str disposition = header(arena, part.headers, PX_STR("Content-Disposition"));

	if (depth > DEPTH_MAX || is_type(disposition, "attachment"))
		return;
	if (is_type(type, "multipart/"))
		read_multipart(reader, part, type, depth);
	else if (is_type(type, "message/rfc822"))
		read_part(reader, split_headers(part.body), depth + 1);
	else if (!type.size || is_type(type, "text/plain") || is_type(type, "text/markdown"))
		read_text_part(reader, part, false);
	else if (is_type(type, "text/html"))
		read_text_part(reader, part, true);
}

void px_blocks_read_mail(struct px_str source, struct px_blocks *blocks)
{
	static const char *const shown[] = { "From", "To", "Cc", "Date", "Subject" };
	struct reader reader = { .blocks = blocks, .source = source };
	struct px_buf who = PX_BUF_INIT(1 << 20);
	struct part part = split_headers(source);

	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		struct px_str value = px_mail_decode_words(blocks->arena, header(blocks->arena, part.headers, px_str(shown[i])));
		if (i + 1 == sizeof(shown) / sizeof(shown[0]))
			blocks->title = px_blocks_clean(blocks->arena, value, false);
		else if (value.size)
			(void)px_buf_printf(&who, "%s%s: %.*s", who.size ? "; " : "", shown[i], PX_STR_ARG(value));
	}
	px_blocks_add(blocks, PX_BLOCK_PARAGRAPH, 0, px_buf_view(&who), 0, part.headers.size);
	px_buf_release(&who);
	read_part(&reader, part, 0);
}
