/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/text_document.h"

#include "base/utf8.h"
#include "domain/document.h"
#include "domain/text.h"
#include "memory/chunk.h"

enum { HEADING_MAX = 1000, FIRST_WORDS = 80 };

static enum px_err write_passages(struct px_domain *domain, struct px_id document, const struct px_chunks *chunks,
				  struct px_error *error)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < chunks->count; i++) {
		const struct px_chunk *chunk = &chunks->chunks[i];
		struct px_str path = chunks->sections[chunk->section].path;
		struct px_chunk_row row;
		px_record_init(&px_chunk_record, &row);
		row.id = px_id_new();
		row.user_id = domain->user;
		row.document_id = document;
		row.position = (int64_t)i;
		row.heading = path.size ? px_arena_strn(domain->arena, path.data, px_utf8_cut(path, HEADING_MAX)) : NULL;
		row.text = px_arena_str(domain->arena, chunk->text);
		row.span_start = (int64_t)chunk->begin;
		row.span_end = (int64_t)chunk->end;
		row.created = domain->now;
		row.version = 1;
		err = px_store_insert(domain->tx, &px_chunk_record, &row, error);
	}
	return err;
}

static const char *title_of(struct px_domain *domain, const struct px_text_document *text, const struct px_chunks *chunks)
{
	struct px_str title = chunks->title, line = px_str_trim(text->text);

	if (text->title)
		return text->title;
	if (title.size)
		return px_arena_strn(domain->arena, title.data, px_utf8_cut(title, PX_DOCUMENT_TITLE_MAX));
	for (size_t i = 0; i < line.size; i++) {
		if (line.data[i] == '.' || line.data[i] == '\n')
			line.size = i;
	}
	return px_arena_strn(domain->arena, line.data, px_utf8_cut(line, FIRST_WORDS));
}

enum px_err px_text_document_add(struct px_domain *domain, const struct px_text_document *text, struct px_document *row,
				 struct px_error *error)
{
	const char *name = text->name ? text->name : text->title ? text->title : "";
	struct px_chunks chunks;

	if (text->text.size > PX_TEXT_DOCUMENT_MAX)
		return px_fail(error, PX_TOO_LARGE, "text", "a document that comes as text has at most %d kB; longer ones come as files",
			       PX_TEXT_DOCUMENT_MAX >> 10);
	enum px_err err = px_chunk_document(px_chunk_guess(px_str(name), text->text), text->text, domain->arena, &chunks, error);
	if (!err && !chunks.count)
		err = px_fail(error, PX_INVALID, "text", "there is no text in it");
	if (err)
		return err;
	px_record_init(&px_document_record, row);
	row->title = title_of(domain, text, &chunks);
	row->media_type = "text/plain";
	row->size = (int64_t)text->text.size;
	row->source = text->source;
	row->learned = text->learned;
	row->external_id = text->external_id;
	err = px_document_create(domain, row, error);
	return err ? err : write_passages(domain, row->id, &chunks, error);
}
