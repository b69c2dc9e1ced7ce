/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The "static" driver: a text's vector is the weighted sum of the vectors of
 * its pieces, from a table that is part of the program.  It knows no order
 * and no context, and so finds less than "local" does (bench/README.md); it
 * needs no file and takes microseconds.
 */
#include "embed/embed_driver.h"

#include "base/mem.h"
#include "embed/local/wordpiece.h"
#include "embed/static/table.h"
#include "embed/token_vector.h"
#include "embed/weights.h"
#include "embed/word_table.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum { BATCH = 64, BATCH_BYTES = 1 << 16, TOKENS_MAX = 512, TABLES_BYTES = 1 << 20 };

struct table {
	struct px_weights weights;
	struct px_wordpiece wordpiece;
	struct px_buf pieces, at, slots; /* what wordpiece points to */
	size_t dims, vocabulary;
	const uint8_t *rows;
	const float *scale;
	struct px_embed_model model;
};

static void close_static(void *self)
{
	struct table *table = self;

	px_buf_release(&table->pieces);
	px_buf_release(&table->at);
	px_buf_release(&table->slots);
	free(table);
}

static enum px_err open_table(struct table *table, struct px_error *error)
{
	size_t size = (size_t)(px_static_table_end - px_static_table);
	struct px_str vocabulary;
	enum px_err err = px_weights_view(px_static_table, size, &table->weights, error);

	if (err)
		return err;
	table->dims = table->weights.header->parameters[PX_STATIC_DIMS];
	table->vocabulary = table->weights.header->parameters[PX_STATIC_VOCABULARY];
	err = px_weights_get_any(&table->weights, PX_STATIC_PIECES, &vocabulary, error);
	if (!err)
		err = px_weights_get(&table->weights, PX_STATIC_ROWS, table->vocabulary * table->dims / 2,
				     (const void **)&table->rows, error);
	if (!err)
		err = px_weights_get(&table->weights, PX_STATIC_SCALE, table->vocabulary * sizeof(float),
				     (const void **)&table->scale, error);
	if (!err)
		err = px_wordpiece_build(vocabulary, &table->pieces, &table->at, &table->slots, error);
	return err ? err : px_wordpiece_init(&table->wordpiece, (uint32_t)table->vocabulary, px_buf_view(&table->pieces),
					     (const uint32_t *)table->at.data, (const uint32_t *)table->slots.data, error);
}

static enum px_err open_static(const struct px_embed_config *config, void **self, struct px_error *error)
{
	struct table *table = px_calloc(1, sizeof(*table));

	(void)config;
	px_buf_init(&table->pieces, TABLES_BYTES);
	px_buf_init(&table->at, TABLES_BYTES);
	px_buf_init(&table->slots, TABLES_BYTES);
	enum px_err err = open_table(table, error);
	if (!err && (table->dims < PX_EMBED_TOKEN_DIMS || table->dims % 2 || table->dims > PX_EMBED_DIMS_MAX))
		err = px_fail(error, PX_CORRUPT, NULL, "the built-in table has %zu dimensions", table->dims);
	if (err) {
		close_static(table);
		return err;
	}
	table->model = (struct px_embed_model){ .id = table->weights.header->id, .dims = table->dims,
						.token_dims = PX_EMBED_TOKEN_DIMS, .token_limit = TOKENS_MAX };
	px_weights_hash_text(&table->weights, table->model.hash);
	*self = table;
	return PX_OK;
}

/* Microseconds: nothing to interrupt. */
static void interrupt(void *self)
{
	(void)self;
}

static void get_model(void *self, struct px_embed_model *model)
{
	*model = ((struct table *)self)->model;
}

static void *workspace_new(void *self)
{
	(void)self;
	return px_alloc(TOKENS_MAX * sizeof(uint32_t));
}

static void workspace_free(void *workspace)
{
	free(workspace);
}

/* The two values of a byte. */
static int low(uint8_t byte)
{
	return (byte & 15) - 8;
}

static int high(uint8_t byte)
{
	return (byte >> 4) - 8;
}

/* `sum` has table->dims numbers, all zero. */
static void sum_rows(const struct table *table, const uint32_t *ids, size_t count, float *sum)
{
	double squares = 0;

	for (size_t i = 0; i < count; i++) {
		const uint8_t *row = table->rows + ids[i] * table->dims / 2;
		float scale = table->scale[ids[i]];
		for (size_t d = 0; d < table->dims; d += 2) {
			sum[d] += scale * (float)low(row[d / 2]);
			sum[d + 1] += scale * (float)high(row[d / 2]);
		}
	}
	for (size_t d = 0; d < table->dims; d++)
		squares += (double)sum[d] * (double)sum[d];
	float factor = squares > 0 ? (float)(1 / sqrt(squares)) : 0;
	for (size_t d = 0; d < table->dims; d++)
		sum[d] *= factor;
}

/* The first dimensions hold the most variance: they are the projection. */
static void add_tokens(const struct table *table, const uint32_t *ids, size_t count, struct px_arena *arena,
		       struct px_embedding *result)
{
	uint32_t *kept = px_arena_alloc(arena, (count + 1) * sizeof(*kept));
	int8_t *vectors = px_arena_alloc(arena, (count + 1) * PX_EMBED_TOKEN_DIMS);

	for (size_t i = 0; i < count; i++) {
		float row[PX_EMBED_TOKEN_DIMS];
		const uint8_t *bytes = table->rows + ids[i] * table->dims / 2;
		kept[i] = ids[i];
		for (size_t d = 0; d < PX_EMBED_TOKEN_DIMS; d += 2) {
			row[d] = (float)low(bytes[d / 2]);
			row[d + 1] = (float)high(bytes[d / 2]);
		}
		px_token_vector(row, vectors + i * PX_EMBED_TOKEN_DIMS);
	}
	result->token_count = count;
	result->token_ids = kept;
	result->token_vectors = vectors;
}

static enum px_err embed(void *self, void *workspace, const struct px_str *texts, size_t count, bool tokens,
			 struct px_arena *arena, struct px_embedding *results, struct px_embed_usage *usage,
			 struct px_error *error)
{
	const struct table *table = self;
	uint32_t *ids = workspace;

	(void)error;
	for (size_t i = 0; i < count; i++) {
		results[i] = (struct px_embedding){ 0 };
		results[i].tokens = px_wordpiece_encode(&table->wordpiece, texts[i], ids, TOKENS_MAX, &results[i].truncated);
		size_t inner = results[i].tokens - 2; /* without [CLS] and [SEP] */
		float *sum = px_arena_zero(arena, table->dims, sizeof(*sum));
		sum_rows(table, ids + 1, inner, sum);
		results[i].vector = sum;
		if (tokens)
			add_tokens(table, ids + 1, inner, arena, &results[i]);
		usage->tokens += results[i].tokens;
	}
	return PX_OK;
}

const struct px_embed_driver px_embed_static = {
	.name = "static",
	.batch = BATCH,
	.batch_bytes = BATCH_BYTES,
	.open = open_static,
	.close = close_static,
	.interrupt = interrupt,
	.model = get_model,
	.workspace_new = workspace_new,
	.workspace_free = workspace_free,
	.embed = embed,
};

/* --------------------------------------------------- without an embedder */

static pthread_once_t shared_once = PTHREAD_ONCE_INIT;
static struct table *shared; /* never closed */

static void open_shared(void)
{
	void *self = NULL;

	if (open_static(NULL, &self, NULL) == PX_OK && ((struct table *)self)->dims == PX_WORD_TABLE_DIMS)
		shared = self;
	else if (self)
		close_static(self);
}

void px_word_table_vector(struct px_str text, float vector[PX_WORD_TABLE_DIMS])
{
	uint32_t ids[TOKENS_MAX];
	bool truncated;

	memset(vector, 0, PX_WORD_TABLE_DIMS * sizeof(*vector));
	pthread_once(&shared_once, open_shared);
	if (!shared)
		return;
	size_t count = px_wordpiece_encode(&shared->wordpiece, text, ids, TOKENS_MAX, &truncated);
	sum_rows(shared, ids + 1, count - 2, vector);
}
