/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From blocks to sections and chunks.
 */
#include "memory/chunk.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "memory/chunk/blocks.h"
#include "memory/chunk/sentences.h"

#include <stdlib.h>

enum { HEADING_MAX = 200, CHUNK_TEXT_MAX = 1 << 16 };

struct builder {
	struct px_arena *arena;
	struct px_chunk_section *sections;
	size_t section_count, section_room;
	struct px_chunk *chunks;
	size_t count, room;
	struct px_buf text; /* of the chunk being filled */
	size_t begin, end, tokens;
	size_t section;
};

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/*
 * A run of letters and digits is one, a long one more (vocabularies cut them),
 * a sign is one; of other scripts, a character of two bytes counts half, a
 * longer one (Chinese, signs) one.
 */
size_t px_chunk_token_count(struct px_str text)
{
	size_t halves = 0, run = 0;

	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if (is_word_byte((char)c)) {
			halves += run % 10 == 0 ? 2 : 0;
			run++;
			continue;
		}
		if (c >= 0xe0)
			halves += 2;
		else if (c >= 0xc0)
			halves += run ? 0 : 1;
		else if (c > ' ' && c < 0x80)
			halves += 2;
		if (c < 0x80)
			run = 0;
	}
	return (halves + 1) / 2;
}

static struct px_chunk_section *add_section(struct builder *builder, struct px_str heading, int level, size_t begin)
{
	if (builder->section_count == builder->section_room) {
		builder->section_room = builder->section_room ? 2 * builder->section_room : 16;
		builder->sections = px_realloc(builder->sections, builder->section_room * sizeof(*builder->sections));
	}
	builder->section = builder->section_count++;
	struct px_chunk_section *section = &builder->sections[builder->section];
	heading.size = px_utf8_cut(heading, heading.size < HEADING_MAX ? heading.size : HEADING_MAX);
	*section = (struct px_chunk_section){ .heading = heading, .level = level, .parent = PX_CHUNK_NONE,
					      .first = builder->count, .begin = begin, .end = begin };
	return section;
}

/* Copies the text that was gathered into a chunk of the current section. */
static void flush(struct builder *builder)
{
	struct px_str text = px_str_trim(px_buf_view(&builder->text));

	if (text.size) {
		if (builder->count == builder->room) {
			builder->room = builder->room ? 2 * builder->room : 16;
			builder->chunks = px_realloc(builder->chunks, builder->room * sizeof(*builder->chunks));
		}
		builder->chunks[builder->count++] = (struct px_chunk){
			.text = px_str_n(px_arena_strn(builder->arena, text.data, text.size), text.size),
			.section = builder->section, .begin = builder->begin, .end = builder->end,
			.tokens = builder->tokens, .previous = PX_CHUNK_NONE, .next = PX_CHUNK_NONE,
		};
		builder->sections[builder->section].count++;
	}
	px_buf_clear(&builder->text);
	builder->tokens = 0;
}

/* Adds a piece to the chunk, or begins a new one where it would grow too long. */
static void add_piece(struct builder *builder, struct px_str piece, size_t tokens, const char *separator, size_t begin,
		      size_t end, size_t limit)
{
	if (builder->tokens && (builder->tokens + tokens > limit ||
				builder->text.size + piece.size > CHUNK_TEXT_MAX / 2))
		flush(builder);
	if (!builder->text.size)
		builder->begin = begin;
	else
		(void)px_buf_text(&builder->text, separator);
	(void)px_buf_str(&builder->text, piece);
	builder->tokens += tokens;
	builder->end = end;
}

/* Bytes from `at` on that hold `limit` tokens at most, cut behind a space where there is one. */
static size_t piece_of(struct px_str text, size_t at, size_t limit)
{
	size_t size = limit * 4, space = 0;

	if (text.size - at <= size && px_chunk_token_count(px_str_n(text.data + at, text.size - at)) <= limit)
		return text.size - at;
	if (size > text.size - at)
		size = text.size - at;
	size = px_utf8_cut(px_str_n(text.data + at, text.size - at), size);
	while (px_chunk_token_count(px_str_n(text.data + at, size)) > limit)
		size = px_utf8_cut(px_str_n(text.data + at, text.size - at), size - size / 8);
	for (size_t i = size; i > size / 2 && !space; i--)
		space = text.data[at + i - 1] == ' ' ? i : 0;
	return space ? space : size;
}

/* A block that is longer than a chunk: sentence by sentence; what is longer still, by words. */
static void split_block(struct builder *builder, const struct px_block *block)
{
	size_t total = px_chunk_token_count(block->text), done = 0;

	for (size_t at = 0, end; at < block->text.size; at = end) {
		end = px_sentence_end(block->text, at);
		struct px_str sentence = px_str_n(block->text.data + at, end - at);
		size_t tokens = px_chunk_token_count(sentence);
		/* A last sentence that is short goes with those before it. */
		bool last = total > done && total - done <= PX_CHUNK_TOKENS_MAX - PX_CHUNK_TOKENS;
		done += tokens;
		if (tokens <= PX_CHUNK_TOKENS_MAX) {
			add_piece(builder, sentence, tokens, "", block->begin, block->end,
				  last ? PX_CHUNK_TOKENS_MAX : PX_CHUNK_TOKENS);
			continue;
		}
		for (size_t size; sentence.size; sentence = px_str_n(sentence.data + size, sentence.size - size)) {
			size = piece_of(sentence, 0, PX_CHUNK_TOKENS);
			struct px_str piece = px_str_n(sentence.data, size);
			add_piece(builder, piece, px_chunk_token_count(piece), "", block->begin, block->end, PX_CHUNK_TOKENS);
		}
	}
}

static void add_block(struct builder *builder, const struct px_block *block)
{
	size_t tokens = px_chunk_token_count(block->text);

	if (tokens <= PX_CHUNK_TOKENS) {
		add_piece(builder, block->text, tokens, "\n", block->begin, block->end, PX_CHUNK_TOKENS);
		return;
	}
	if (builder->tokens + tokens > PX_CHUNK_TOKENS)
		flush(builder);
	split_block(builder, block);
}

/* The heading itself where a section would have nothing of its own and nothing below it. */
static void close_section(struct builder *builder, int next_level)
{
	struct px_chunk_section *section = &builder->sections[builder->section];

	flush(builder);
	if (section->count || !section->heading.size || next_level > section->level)
		return;
	add_piece(builder, section->heading, px_chunk_token_count(section->heading), "", section->begin, section->end,
		  PX_CHUNK_TOKENS);
	flush(builder);
}

static enum px_err build(struct builder *builder, const struct px_blocks *blocks, size_t size, struct px_error *error)
{
	add_section(builder, px_str_n("", 0), 0, 0);
	for (size_t i = 0; i < blocks->count; i++) {
		const struct px_block *block = &blocks->items[i];
		if (builder->count > PX_CHUNKS_MAX || builder->section_count > PX_CHUNKS_MAX)
			return px_fail(error, PX_TOO_LARGE, "document", "the document has more than %d parts", PX_CHUNKS_MAX);
		if (block->kind == PX_BLOCK_HEADING) {
			close_section(builder, block->level);
			add_section(builder, block->text, block->level, block->begin)->end = block->end;
		} else {
			add_block(builder, block);
		}
	}
	close_section(builder, 0);
	builder->sections[0].end = size;
	return PX_OK;
}

/* Parents, ends and paths, from the levels. */
static void link_sections(struct builder *builder)
{
	int open[PX_CHUNK_HEADING_LEVELS + 1] = { 0 }; /* the section that is open at each level */

	for (size_t i = 1; i < builder->section_count; i++) {
		struct px_chunk_section *section = &builder->sections[i];
		int level = section->level, parent = level - 1;
		while (parent > 0 && open[parent] == 0)
			parent--;
		section->parent = open[parent];
		for (int below = level; below <= PX_CHUNK_HEADING_LEVELS; below++) {
			if (open[below])
				builder->sections[open[below]].end = section->begin;
			open[below] = 0;
		}
		open[level] = (int)i;
		const struct px_str above = builder->sections[section->parent].path;
		const char *path = px_arena_printf(builder->arena, "%.*s%s%.*s", PX_STR_ARG(above), above.size ? " > " : "",
						   PX_STR_ARG(section->heading));
		section->path = px_str(path);
	}
	for (int level = 1; level <= PX_CHUNK_HEADING_LEVELS; level++)
		if (open[level])
			builder->sections[open[level]].end = builder->sections[0].end;
}

static void hand_over(struct builder *builder, const struct px_blocks *blocks, struct px_chunks *chunks)
{
	struct px_chunk_section *sections = PX_ARENA_ARRAY(builder->arena, struct px_chunk_section, builder->section_count);
	struct px_chunk *items = PX_ARENA_ARRAY(builder->arena, struct px_chunk, builder->count + 1);

	for (size_t i = 0; i < builder->count; i++) {
		builder->chunks[i].previous = i ? (int)i - 1 : PX_CHUNK_NONE;
		builder->chunks[i].next = i + 1 < builder->count ? (int)i + 1 : PX_CHUNK_NONE;
	}
	memcpy(sections, builder->sections, builder->section_count * sizeof(*sections));
	if (builder->count)
		memcpy(items, builder->chunks, builder->count * sizeof(*items));
	*chunks = (struct px_chunks){ .title = blocks->title, .sections = sections,
				      .section_count = builder->section_count, .chunks = items, .count = builder->count };
	if (!chunks->title.size && builder->section_count > 1)
		chunks->title = sections[1].heading;
}

enum px_err px_chunk_document(enum px_chunk_format format, struct px_str source, struct px_arena *arena,
			      struct px_chunks *chunks, struct px_error *error)
{
	static void (*const readers[])(struct px_str, struct px_blocks *) = {
		[PX_CHUNK_TEXT] = px_blocks_read_text, [PX_CHUNK_MARKDOWN] = px_blocks_read_markdown,
		[PX_CHUNK_HTML] = px_blocks_read_html, [PX_CHUNK_MAIL] = px_blocks_read_mail,
	};
	struct px_blocks blocks = { .arena = arena };
	struct builder builder = { .arena = arena, .text = PX_BUF_INIT(CHUNK_TEXT_MAX) };

	if (source.size > PX_CHUNK_SOURCE_MAX)
		return px_fail(error, PX_TOO_LARGE, "document", "%zu bytes of text; %d at most", source.size,
			       PX_CHUNK_SOURCE_MAX);
	readers[format](source, &blocks);
	enum px_err err = build(&builder, &blocks, source.size, error);
	if (!err) {
		link_sections(&builder);
		hand_over(&builder, &blocks, chunks);
	}
	px_blocks_release(&blocks);
	px_buf_release(&builder.text);
	free(builder.sections);
	free(builder.chunks);
	return err;
}

static bool ends_with(struct px_str name, const char *end)
{
	size_t size = strlen(end);

	return name.size > size && px_str_eq_case(px_str_n(name.data + name.size - size, size), px_str(end));
}

enum px_chunk_format px_chunk_guess(struct px_str name, struct px_str source)
{
	struct px_str head = px_str_trim(px_str_n(source.data, source.size < 512 ? source.size : 512));
	struct px_str first = px_str_cut(head, '\n', &(struct px_str){ 0 });

	if (ends_with(name, ".md") || ends_with(name, ".markdown"))
		return PX_CHUNK_MARKDOWN;
	if (ends_with(name, ".html") || ends_with(name, ".htm") || ends_with(name, ".xhtml"))
		return PX_CHUNK_HTML;
	if (ends_with(name, ".eml") || ends_with(name, ".mbox"))
		return PX_CHUNK_MAIL;
	if (ends_with(name, ".txt") || ends_with(name, ".text"))
		return PX_CHUNK_TEXT;
	if (first.size >= 5 && (px_str_eq_case(px_str_n(first.data, 5), PX_STR("<html")) ||
				px_str_eq_case(px_str_n(first.data, 5), PX_STR("<!doc"))))
		return PX_CHUNK_HTML;
	if (px_str_starts(first, PX_STR("From: ")) || px_str_starts(first, PX_STR("Received: ")) ||
	    px_str_starts(first, PX_STR("Return-Path:")) || px_str_starts(first, PX_STR("Delivered-To:")) ||
	    px_str_starts(first, PX_STR("MIME-Version:")) || px_str_starts(first, PX_STR("Message-ID:")))
		return PX_CHUNK_MAIL;
	if (px_str_starts(first, PX_STR("# ")) || px_str_starts(head, PX_STR("---\n")))
		return PX_CHUNK_MARKDOWN;
	return PX_CHUNK_TEXT;
}
