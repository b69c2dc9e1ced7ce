/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents of every format from bytes; the first byte chooses the format.
 * Chunks must be valid UTF-8 of bounded length, in order, inside the source.
 * Their words go through the word index's reader.
 */
#include "base/utf8.h"
#include "memory/chunk.h"
#include "memory/terms.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_term(void *arg, struct px_str term, enum px_term_role role)
{
	(void)arg;
	(void)role;
	check(term.size && term.size <= PX_TERM_MAX + 1 && px_utf8_valid(term));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct px_stemmers *stemmers;
	struct px_chunks chunks;
	struct px_arena arena;

	if (!size)
		return 0;
	if (!stemmers)
		stemmers = px_stemmers_new();
	struct px_str source = px_str_n((const char *)data + 1, size - 1);
	px_arena_init(&arena);
	check(px_chunk_document((enum px_chunk_format)(data[0] % 4), source, &arena, &chunks, NULL) == PX_OK);
	for (size_t i = 0; i < chunks.count; i++) {
		const struct px_chunk *chunk = &chunks.chunks[i];
		check(chunk->text.size && px_utf8_valid(chunk->text) && chunk->section < chunks.section_count);
		check(chunk->tokens <= PX_CHUNK_TOKENS_MAX && chunk->begin <= chunk->end && chunk->end <= source.size);
		px_terms_each(stemmers, chunk->text, check_term, NULL);
	}
	for (size_t i = 1; i < chunks.section_count; i++)
		check(chunks.sections[i].parent >= 0 && (size_t)chunks.sections[i].parent < i &&
		      chunks.sections[i].begin <= chunks.sections[i].end);
	px_terms_each(stemmers, source, check_term, NULL);
	px_arena_release(&arena);
	return 0;
}
