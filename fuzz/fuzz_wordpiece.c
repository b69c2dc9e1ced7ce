/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the tokenizer through the static embedder, whose vocabulary is part
 * of the program: any bytes give a finite vector, and tokens within limits.
 */
#include "embed/embed.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct px_embed *embed;
	static struct px_embed_model model;
	struct px_str text = px_str_n((const char *)data, size);
	struct px_embed_request request = { .texts = &text, .count = 1, .tokens = true };
	struct px_embedding result;
	struct px_arena arena;
	double squares = 0;

	if (size > PX_EMBED_TEXT_MAX)
		return 0;
	if (!embed) {
		require(px_embed_new(&(struct px_embed_config){ .driver = "static" }, &embed, NULL) == PX_OK);
		px_embed_model(embed, &model);
	}
	px_arena_init(&arena);
	require(px_embed_now(embed, &request, &arena, &result, NULL) == PX_OK);
	require(result.tokens >= 2 && result.tokens <= model.token_limit && result.token_count == result.tokens - 2);
	for (size_t i = 0; i < model.dims; i++)
		squares += (double)result.vector[i] * (double)result.vector[i];
	require(squares == 0 || fabs(squares - 1) < 1e-3);
	px_arena_release(&arena);
	return 0;
}
