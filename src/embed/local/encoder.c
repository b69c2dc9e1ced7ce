/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Six times: attention, add, normalise, feed forward, add, normalise.  The
 * feed-forward part goes over a few dozen tokens at a time, so that its wide
 * middle stays in the second-level cache.
 */
#include "embed/local/encoder.h"

#include "base/mem.h"

enum {
	CHUNK = 66, /* tokens; a multiple of PX_TILE_ROWS */
	DIMS_MAX = 4096,
};

static enum px_err get(const struct px_weights *weights, uint32_t section, size_t size, const void *data,
		       enum px_err err, struct px_error *error)
{
	return err ? err : px_weights_get(weights, section, size, (const void **)data, error);
}

static enum px_err get_linear(const struct px_weights *weights, uint32_t section, size_t inputs, size_t outputs,
			      struct px_linear *linear, enum px_err err, struct px_error *error)
{
	linear->inputs = inputs;
	linear->outputs = outputs;
	err = get(weights, section + PX_LAYER_WEIGHTS, inputs * outputs, &linear->weights, err, error);
	err = get(weights, section + PX_LAYER_SCALE, outputs * sizeof(float), &linear->scale, err, error);
	err = get(weights, section + PX_LAYER_BIAS, outputs * sizeof(float), &linear->bias, err, error);
	return get(weights, section + PX_LAYER_START, outputs * sizeof(int32_t), &linear->start, err, error);
}

static bool shape_fits(const struct px_encoder *encoder)
{
	return encoder->dims && encoder->dims % PX_TILE_COLS == 0 && encoder->dims <= DIMS_MAX && encoder->inner &&
	       encoder->inner % PX_TILE_COLS == 0 && encoder->inner <= 16384 && encoder->layers &&
	       encoder->layers <= PX_ENCODER_LAYERS_MAX && encoder->positions >= 2 && encoder->positions <= 4096 &&
	       encoder->vocabulary && encoder->vocabulary < 1 << 20 &&
	       encoder->token_dims % 32 == 0 && encoder->token_dims <= encoder->dims;
}

enum px_err px_encoder_get_layer(const struct px_weights *weights, size_t i, size_t dims, size_t inner,
				 struct px_encoder_layer *layer, struct px_error *error)
{
	uint32_t section = PX_SECTION_LAYERS + (uint32_t)i * PX_SECTION_LAYER;
	size_t norm = 2 * dims * sizeof(float);
	enum px_err err = PX_OK;

	err = get_linear(weights, section + PX_LAYER_QKV, dims, 3 * dims, &layer->qkv, err, error);
	err = get_linear(weights, section + PX_LAYER_OUT, dims, dims, &layer->out, err, error);
	err = get_linear(weights, section + PX_LAYER_UP, dims, inner, &layer->up, err, error);
	err = get_linear(weights, section + PX_LAYER_DOWN, inner, dims, &layer->down, err, error);
	err = get(weights, section + PX_LAYER_NORM_ATTENTION, norm, &layer->norm_attention, err, error);
	return get(weights, section + PX_LAYER_NORM_OUTPUT, norm, &layer->norm_output, err, error);
}

enum px_err px_encoder_init(struct px_encoder *encoder, const struct px_weights *weights, struct px_error *error)
{
	const uint32_t *parameters = weights->header->parameters;
	enum px_err err = PX_OK;

	*encoder = (struct px_encoder){
		.file = *weights, .dims = parameters[PX_ENCODER_DIMS], .layers = parameters[PX_ENCODER_LAYERS],
		.inner = parameters[PX_ENCODER_INNER], .positions = parameters[PX_ENCODER_POSITIONS],
		.vocabulary = parameters[PX_ENCODER_VOCABULARY], .token_dims = parameters[PX_ENCODER_TOKEN_DIMS],
	};
	if (!shape_fits(encoder))
		return px_fail(error, PX_CORRUPT, NULL, "the weight file is of no encoder that this program knows");
	size_t dims = encoder->dims;
	err = get(weights, PX_SECTION_WORDS, encoder->vocabulary * dims, &encoder->words, err, error);
	err = get(weights, PX_SECTION_WORD_SCALE, encoder->vocabulary * sizeof(float), &encoder->word_scale, err, error);
	err = get(weights, PX_SECTION_POSITION, encoder->positions * dims * sizeof(float), &encoder->position, err,
		  error);
	err = get(weights, PX_SECTION_NORM, 2 * dims * sizeof(float), &encoder->norm, err, error);
	if (encoder->token_dims)
		err = get(weights, PX_SECTION_PROJECTION, dims * encoder->token_dims * sizeof(float), &encoder->projection, err,
			  error);
	if (weights->header->sections[PX_SECTION_SEGMENT].size)
		err = get(weights, PX_SECTION_SEGMENT, dims * sizeof(float), &encoder->segment, err, error);
	for (size_t i = 0; i < encoder->layers && !err; i++)
		err = px_encoder_get_layer(weights, i, dims, encoder->inner, &encoder->layer[i], error);
	return err;
}

/* `count` items of `size` bytes at the end of the memory so far, aligned to a cache line. */
static size_t place(size_t *end, size_t count, size_t size)
{
	size_t at = *end;

	*end = (at + count * size + 63) & ~(size_t)63;
	return at;
}

static void reserve(struct px_encoder_work *work, const struct px_encoder *encoder, size_t tokens)
{
	size_t end = 0, dims = encoder->dims;

	if (tokens <= work->tokens)
		return;
	px_encoder_work_release(work);
	size_t x = place(&end, tokens * dims, sizeof(float));
	size_t qkv = place(&end, tokens * 3 * dims, sizeof(float));
	size_t mixed = place(&end, tokens * dims, sizeof(float));
	size_t inner = place(&end, CHUNK * encoder->inner, sizeof(float));
	size_t scratch = place(&end, px_attention_scratch(encoder->positions), sizeof(float));
	size_t scale = place(&end, tokens > CHUNK ? tokens : CHUNK, sizeof(float));
	size_t wide = CHUNK * encoder->inner > tokens * dims ? CHUNK * encoder->inner : tokens * dims;
	size_t values = place(&end, wide, 1);
	work->memory = px_alloc(end + 64);
	char *base = (char *)(((uintptr_t)work->memory + 63) & ~(uintptr_t)63);
	work->tokens = tokens;
	work->x = (float *)(base + x);
	work->qkv = (float *)(base + qkv);
	work->mixed = (float *)(base + mixed);
	work->inner = (float *)(base + inner);
	work->scratch = (float *)(base + scratch);
	work->scale = (float *)(base + scale);
	work->values = (uint8_t *)(base + values);
}

void px_encoder_work_release(struct px_encoder_work *work)
{
	free(work->memory);
	*work = (struct px_encoder_work){ 0 };
}

/* linear(quantised x) to out. */
static void apply(const struct px_kernel *kernel, const struct px_linear *linear, const float *x, size_t rows,
		  struct px_encoder_work *work, float *out, size_t slice)
{
	struct px_quantised in = { work->values, work->scale, rows, linear->inputs };

	kernel->quantise(x, &in);
	kernel->linear(linear, &in, out, slice, rows);
}

/* Where a token stands: its position, and its segment if that is the second. */
static void place_token(const struct px_encoder *encoder, size_t position, bool second, float *out)
{
	memcpy(out, encoder->position + position * encoder->dims, encoder->dims * sizeof(float));
	for (size_t d = 0; second && d < encoder->dims; d++)
		out[d] += encoder->segment[d];
}

/* Words and positions added up, normalised. */
static void embed_tokens(const struct px_encoder *encoder, const struct px_kernel *kernel, const uint32_t *ids,
			 const size_t *lengths, const size_t *seconds, size_t count, struct px_encoder_work *work)
{
	size_t dims = encoder->dims, row = 0;
	int8_t read[DIMS_MAX];

	for (size_t text = 0; text < count; text++) {
		for (size_t i = 0; i < lengths[text]; i++, row++) {
			const int8_t *word = px_weights_read(&encoder->file, encoder->words + ids[row] * dims, dims, read);
			float scale = encoder->word_scale[ids[row]];
			for (size_t d = 0; d < dims; d++)
				work->x[row * dims + d] = scale * (float)word[d];
			place_token(encoder, i, seconds && encoder->segment && i >= seconds[text], work->mixed + row * dims);
		}
	}
	kernel->add_norm(work->x, work->mixed, row, dims, encoder->norm, encoder->norm + dims);
}

/* Of one text alone less than all rows may be `kept`: the first ones. */
static void attention(const struct px_encoder *encoder, const struct px_encoder_layer *layer,
		      const struct px_kernel *kernel, const size_t *lengths, size_t count, size_t rows, size_t kept,
		      struct px_encoder_work *work)
{
	size_t dims = encoder->dims, heads = dims / PX_HEAD, head_size = rows * PX_HEAD;

	apply(kernel, &layer->qkv, work->x, rows, work, work->qkv, PX_HEAD);
	for (size_t head = 0; head < heads; head++) {
		const float *q = work->qkv + head * head_size, *k = q + heads * head_size, *v = k + heads * head_size;
		size_t row = 0;
		for (size_t text = 0; text < count; row += lengths[text++]) {
			size_t at = row * PX_HEAD, asking = kept < rows ? kept : lengths[text];
			kernel->attend(q + at, k + at, v + at, asking, lengths[text],
				       work->mixed + row * dims + head * PX_HEAD, dims, work->scratch);
		}
	}
	/* The queries, keys and values are used up: their memory takes the result. */
	apply(kernel, &layer->out, work->mixed, kept, work, work->qkv, dims);
	kernel->add_norm(work->x, work->qkv, kept, dims, layer->norm_attention, layer->norm_attention + dims);
}

static void feed_forward(const struct px_encoder *encoder, const struct px_encoder_layer *layer,
			 const struct px_kernel *kernel, size_t rows, struct px_encoder_work *work)
{
	size_t dims = encoder->dims;
	size_t chunks = (rows + CHUNK - 1) / CHUNK;

	for (size_t row = 0, n; chunks > 0; chunks--, row += n) {
		n = (rows - row) / chunks; /* even chunks */
		float *x = work->x + row * dims;
		apply(kernel, &layer->up, x, n, work, work->inner, encoder->inner);
		kernel->gelu(work->inner, n * encoder->inner);
		apply(kernel, &layer->down, work->inner, n, work, work->mixed, dims);
		kernel->add_norm(x, work->mixed, n, dims, layer->norm_output, layer->norm_output + dims);
	}
}

void px_encoder_begin(const struct px_encoder *encoder, const struct px_kernel *kernel, const uint32_t *ids,
		      const size_t *lengths, const size_t *seconds, size_t count, struct px_encoder_work *work)
{
	size_t rows = 0;

	for (size_t text = 0; text < count; text++)
		rows += lengths[text];
	reserve(work, encoder, rows);
	embed_tokens(encoder, kernel, ids, lengths, seconds, count, work);
}

void px_encoder_layers(const struct px_encoder *encoder, const struct px_kernel *kernel, size_t first, size_t end,
		       const size_t *lengths, size_t count, struct px_encoder_work *work)
{
	size_t rows = 0;

	for (size_t text = 0; text < count; text++)
		rows += lengths[text];
	for (size_t i = first; i < end; i++) {
		attention(encoder, &encoder->layer[i], kernel, lengths, count, rows, rows, work);
		feed_forward(encoder, &encoder->layer[i], kernel, rows, work);
	}
}

void px_encoder_last(const struct px_encoder *encoder, const struct px_kernel *kernel, size_t length, size_t kept,
		     struct px_encoder_work *work)
{
	const struct px_encoder_layer *layer = &encoder->layer[encoder->layers - 1];

	attention(encoder, layer, kernel, &length, 1, length, kept, work);
	feed_forward(encoder, layer, kernel, kept, work);
}

void px_encoder_run(const struct px_encoder *encoder, const struct px_kernel *kernel, const uint32_t *ids,
		    const size_t *lengths, const size_t *seconds, size_t count, struct px_encoder_work *work)
{
	px_encoder_begin(encoder, kernel, ids, lengths, seconds, count, work);
	px_encoder_layers(encoder, kernel, 0, encoder->layers, lengths, count, work);
}
