/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chunks: a document cut into pieces that can be embedded and shown, along its
 * own structure.
 *
 * A document is first read into blocks (headings, paragraphs, list items,
 * code, quotations, table rows), by its format.  Headings make sections, and
 * the blocks of a section are packed into chunks of about 200 tokens, cut
 * between sentences where a block is longer.  A chunk knows its section and its neighbours; its heading
 * path says where it stands ("Contract > Payment").
 *
 * Pure: text in, structure in the caller's arena out.  Any bytes are read;
 * what is no UTF-8 is read as Windows-1252.  PDF and word processors' files are turned
 * into one of these formats elsewhere.
 */
#ifndef PX_MEMORY_CHUNK_H
#define PX_MEMORY_CHUNK_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum px_chunk_format { PX_CHUNK_TEXT, PX_CHUNK_MARKDOWN, PX_CHUNK_HTML, PX_CHUNK_MAIL };

enum {
	PX_CHUNK_TOKENS = 200,      /* words and punctuation marks of a chunk, about */
	PX_CHUNK_TOKENS_MAX = 240,  /* at most: room for a short last sentence */
	PX_CHUNK_HEADING_LEVELS = 6,
	PX_CHUNK_SOURCE_MAX = 32 << 20, /* bytes of a document */
	PX_CHUNKS_MAX = 100000,
	PX_CHUNK_NONE = -1,
};

struct px_chunk_section {
	struct px_str heading; /* "" for what stands before the first */
	struct px_str path;    /* headings from the outermost on, " > " between */
	int level;             /* 1..6; 0: the document itself */
	int parent;            /* section it stands in, PX_CHUNK_NONE for the document */
	size_t first, count;   /* its own chunks, without those of sections below it */
	size_t begin, end;     /* bytes of the source, sections below it included */
};

struct px_chunk {
	struct px_str text;
	size_t section;
	size_t begin, end;     /* bytes of the source that it was made from */
	size_t tokens;
	int previous, next;    /* neighbours in the document, or PX_CHUNK_NONE */
};

struct px_chunks {
	struct px_str title;   /* the document's own: <title>, the first heading, the subject; may be empty */
	const struct px_chunk_section *sections; /* sections[0] is the document */
	size_t section_count;
	const struct px_chunk *chunks;
	size_t count;
};

/* PX_TOO_LARGE over the limits.  A document without text has no chunks. */
enum px_err px_chunk_document(enum px_chunk_format format, struct px_str source, struct px_arena *arena,
			      struct px_chunks *chunks, struct px_error *error) PX_MUST_CHECK;
/* Markdown, HTML, mail or plain text, by name ("notes.md"), else by the first bytes. */
enum px_chunk_format px_chunk_guess(struct px_str name, struct px_str source);
/* Words and punctuation marks, as PX_CHUNK_TOKENS counts. */
size_t px_chunk_token_count(struct px_str text);

#endif
