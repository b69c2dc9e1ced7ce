/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The "local" driver: all-MiniLM-L6-v2 in this process, from a mapped weight
 * file (tools/embed/fetch makes it).
 *
 * The texts of a batch go through the encoder together until they come to
 * GROUP tokens: enough for the weights to be read once for many tokens, few
 * enough for everything to stay in the caches.
 */
#include "embed/embed_driver.h"

#include "base/mem.h"
#include "embed/local/encoder.h"
#include "embed/local/wordpiece.h"
#include "embed/token_vector.h"

#include <math.h>

enum { BATCH = 8, BATCH_BYTES = 2048, GROUP = 256 };

struct local {
	struct px_weights weights;
	struct px_encoder encoder;
	struct px_wordpiece wordpiece;
	const struct px_kernel *kernel;
	struct px_embed_model model;
};

struct workspace {
	struct px_encoder_work encoder;
	uint32_t *ids;    /* of the batch, BATCH times the longest text */
	float *projected; /* of one text */
	size_t lengths[BATCH];
	bool truncated[BATCH];
	const struct local *local;
};

static enum px_err open_vocabulary(struct local *local, struct px_error *error)
{
	size_t count = local->encoder.vocabulary;
	const void *at, *slots;
	struct px_str text;
	enum px_err err = px_weights_get_any(&local->weights, PX_SECTION_PIECES, &text, error);

	if (!err)
		err = px_weights_get(&local->weights, PX_SECTION_PIECES_AT, (count + 1) * sizeof(uint32_t), &at, error);
	if (!err)
		err = px_weights_get(&local->weights, PX_SECTION_PIECES_SLOTS, PX_WORDPIECE_SLOTS * sizeof(uint32_t),
				     &slots, error);
	return err ? err : px_wordpiece_init(&local->wordpiece, (uint32_t)count, text, at, slots, error);
}

static void close_local(void *self)
{
	struct local *local = self;

	px_weights_release(&local->weights);
	free(local);
}

static enum px_err open_local(const struct px_embed_config *config, void **self, struct px_error *error)
{
	struct local *local = px_calloc(1, sizeof(*local));
	enum px_err err = config->model_file && config->model_file[0] ? PX_OK :
			  px_fail(error, PX_INVALID, "embed-model", "the embedder \"local\" needs a weight file");

	if (!err)
		err = px_weights_map(config->model_file, &local->weights, error);
	if (!err)
		err = px_encoder_init(&local->encoder, &local->weights, error);
	if (!err)
		err = open_vocabulary(local, error);
	if (!err && local->encoder.token_dims != PX_EMBED_TOKEN_DIMS)
		err = px_fail(error, PX_CORRUPT, NULL, "the weight file has no projection to %d dimensions",
			      PX_EMBED_TOKEN_DIMS);
	if (err) {
		close_local(local);
		return err;
	}
	local->kernel = px_kernel_best();
	local->model = (struct px_embed_model){ .id = local->weights.header->id, .dims = local->encoder.dims,
						.token_dims = PX_EMBED_TOKEN_DIMS,
						.token_limit = local->encoder.positions };
	px_weights_hash_text(&local->weights, local->model.hash);
	*self = local;
	return PX_OK;
}

/* A batch takes milliseconds: nothing to interrupt. */
static void interrupt(void *self)
{
	(void)self;
}

static void get_model(void *self, struct px_embed_model *model)
{
	*model = ((struct local *)self)->model;
}

static void *workspace_new(void *self)
{
	struct workspace *workspace = px_calloc(1, sizeof(*workspace));

	workspace->local = self;
	size_t positions = workspace->local->encoder.positions;
	workspace->ids = px_alloc(BATCH * positions * sizeof(*workspace->ids));
	workspace->projected = px_alloc(positions * PX_EMBED_TOKEN_DIMS * sizeof(float));
	return workspace;
}

static void workspace_free(void *memory)
{
	struct workspace *workspace = memory;

	px_encoder_work_release(&workspace->encoder);
	free(workspace->ids);
	free(workspace->projected);
	free(workspace);
}

/* The mean of the tokens' vectors, of unit length. */
static const float *pool(const float *x, size_t rows, size_t dims, struct px_arena *arena)
{
	float *mean = px_arena_zero(arena, dims, sizeof(*mean));
	double squares = 0;

	for (size_t row = 0; row < rows; row++) {
		for (size_t d = 0; d < dims; d++)
			mean[d] += x[row * dims + d];
	}
	for (size_t d = 0; d < dims; d++)
		squares += (double)mean[d] * (double)mean[d];
	float factor = squares > 0 ? (float)(1 / sqrt(squares)) : 0;
	for (size_t d = 0; d < dims; d++)
		mean[d] *= factor;
	return mean;
}

/* Without the first and the last token, which are [CLS] and [SEP]. */
static void add_tokens(struct workspace *workspace, const float *x, const uint32_t *ids, size_t rows,
		       struct px_arena *arena, struct px_embedding *result)
{
	const struct local *local = workspace->local;
	size_t count = rows - 2, dims = local->encoder.dims;
	uint32_t *kept = px_arena_alloc(arena, rows * sizeof(*kept));
	int8_t *vectors = px_arena_alloc(arena, rows * PX_EMBED_TOKEN_DIMS);

	memcpy(kept, ids + 1, count * sizeof(*kept));
	local->kernel->project(x + dims, count, dims, local->encoder.projection, PX_EMBED_TOKEN_DIMS,
			       workspace->projected);
	for (size_t i = 0; i < count; i++)
		px_token_vector(workspace->projected + i * PX_EMBED_TOKEN_DIMS, vectors + i * PX_EMBED_TOKEN_DIMS);
	result->token_count = count;
	result->token_ids = kept;
	result->token_vectors = vectors;
}

/* Runs texts [begin, end) together. */
static void run_group(struct workspace *workspace, size_t begin, size_t end, const uint32_t *ids, bool tokens,
		      struct px_arena *arena, struct px_embedding *results)
{
	const struct local *local = workspace->local;
	size_t dims = local->encoder.dims;

	px_encoder_run(&local->encoder, local->kernel, ids, workspace->lengths + begin, NULL, end - begin,
		       &workspace->encoder);
	const float *x = workspace->encoder.x;
	for (size_t i = begin; i < end; i++) {
		size_t rows = workspace->lengths[i];
		results[i] = (struct px_embedding){ .vector = pool(x, rows, dims, arena), .tokens = rows,
						    .truncated = workspace->truncated[i] };
		if (tokens)
			add_tokens(workspace, x, ids, rows, arena, &results[i]);
		x += rows * dims;
		ids += rows;
	}
}

static enum px_err embed(void *self, void *memory, const struct px_str *texts, size_t count, bool tokens,
			 struct px_arena *arena, struct px_embedding *results, struct px_embed_usage *usage,
			 struct px_error *error)
{
	struct workspace *workspace = memory;
	const struct local *local = self;
	uint32_t *group = workspace->ids, *end = workspace->ids;
	size_t begin = 0;

	(void)error;
	for (size_t i = 0; i < count; i++) {
		size_t length = px_wordpiece_encode(&local->wordpiece, texts[i], end, local->encoder.positions,
						    &workspace->truncated[i]);
		if (i > begin && (size_t)(end - group) + length > GROUP) {
			run_group(workspace, begin, i, group, tokens, arena, results);
			begin = i;
			group = end;
		}
		workspace->lengths[i] = length;
		usage->tokens += length;
		end += length;
	}
	run_group(workspace, begin, count, group, tokens, arena, results);
	return PX_OK;
}

const struct px_embed_driver px_embed_local = {
	.name = "local",
	.batch = BATCH,
	.batch_bytes = BATCH_BYTES,
	.open = open_local,
	.close = close_local,
	.interrupt = interrupt,
	.model = get_model,
	.workspace_new = workspace_new,
	.workspace_free = workspace_free,
	.embed = embed,
};
