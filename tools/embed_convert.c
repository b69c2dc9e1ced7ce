/* SPDX-License-Identifier: Apache-2.0 */
/*
 * embed_convert FOLDER PROJECTION OUT: makes the weight file of the "local"
 * embedder from the upstream files of all-MiniLM-L6-v2 (model.safetensors and
 * vocab.txt in FOLDER) and tools/embed/projection.bin.
 *
 * embed_convert --cross NAME FOLDER OUT: makes that of a cross-encoder, a
 * BertForSequenceClassification of one label and heads of 32 dimensions, such
 * as cross-encoder/ms-marco-MiniLM-L6-v2.
 *
 * Matrices become int8 with one scale per output, packed as struct px_linear
 * wants them.  `--check FILE` tells whether a file made so can be used.  The
 * queries' scale takes in 1/sqrt(32) and log2(e), so that attention weights are
 * powers of two of the scores.
 */
#include "base/json.h"
#include "base/mem.h"
#include "embed/local/encoder.h"
#include "embed/local/wordpiece.h"

#include <fcntl.h>
#include <math.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	DIMS = 384, LAYERS = 6, INNER = 1536, POSITIONS = 256, TOKEN_DIMS = 64, /* of all-MiniLM-L6-v2 */
	WIDTH_MAX = 16384, PLACES_MAX = 512, NAME_MAX_BYTES = 128,
};

struct source {
	struct px_str file;  /* model.safetensors, mapped */
	struct px_str body;  /* the numbers */
	json_t *header;
	const char *prefix;  /* of the encoder's tensors: "" or "bert." */
	size_t dims, layers, inner, positions, places; /* positions that are used, and that there are */
	struct px_buf out;
	struct px_error error;
};

static void die(const char *what, const char *why)
{
	fprintf(stderr, "embed_convert: %s: %s\n", what, why);
	exit(1);
}

static struct px_str map_file(const char *path)
{
	struct stat info;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &info) < 0 || info.st_size == 0)
		die(path, "can't be read");
	void *data = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (data == MAP_FAILED)
		die(path, "can't be mapped");
	return px_str_n(data, (size_t)info.st_size);
}

static void must(enum px_err err, const struct px_error *error)
{
	if (err)
		die("failed", error ? error->message : px_err_name(err));
}

/* Safetensors: 64-bit length, JSON with the place of each tensor, the numbers. */
static void open_source(struct source *source, const char *folder)
{
	char path[4096];
	uint64_t size;

	snprintf(path, sizeof(path), "%s/model.safetensors", folder);
	source->file = map_file(path);
	memcpy(&size, source->file.data, sizeof(size));
	if (source->file.size < 8 || size > source->file.size - 8)
		die(path, "is cut short");
	must(px_json_parse(px_str_n(source->file.data + 8, size), &source->header, &source->error), &source->error);
	source->body = px_str_n(source->file.data + 8 + size, source->file.size - 8 - size);
}

/* One number of a tensor's shape; 0: there is none. */
static size_t shape(const struct source *source, const char *name, size_t axis)
{
	const json_t *about = json_object_get(source->header, name);

	return (size_t)json_integer_value(json_array_get(json_object_get(about, "shape"), axis));
}

static const float *tensor(struct source *source, const char *name, size_t count)
{
	json_t *about = json_object_get(source->header, name), *offsets = json_object_get(about, "data_offsets");
	size_t begin = (size_t)json_integer_value(json_array_get(offsets, 0));
	size_t end = (size_t)json_integer_value(json_array_get(offsets, 1));

	if (!px_str_eq(px_json_string(json_object_get(about, "dtype")), PX_STR("F32")) || end < begin ||
	    end - begin != count * sizeof(float) || end > source->body.size || begin % sizeof(float))
		die(name, "is missing, or of another shape than it should be");
	return (const float *)(source->body.data + begin);
}

static const float *encoder_tensor(struct source *source, const char *part, size_t count)
{
	char name[NAME_MAX_BYTES];

	snprintf(name, sizeof(name), "%s%s", source->prefix, part);
	return tensor(source, name, count);
}

static const float *layer_tensor(struct source *source, int layer, const char *part, size_t count)
{
	char name[NAME_MAX_BYTES];

	snprintf(name, sizeof(name), "encoder.layer.%d.%s", layer, part);
	return encoder_tensor(source, name, count);
}

static void add(struct source *source, uint32_t section, const void *data, size_t size)
{
	must(px_weights_add(&source->out, section, data, size), NULL);
}

/* One row to int8; returns its scale. */
static float quantise_row(const float *row, size_t count, int8_t *out)
{
	float largest = 0;

	for (size_t i = 0; i < count; i++)
		largest = fmaxf(largest, fabsf(row[i]));
	for (size_t i = 0; i < count; i++)
		out[i] = largest > 0 ? (int8_t)lrintf(row[i] * 127 / largest) : 0;
	return largest / 127;
}

/* A matrix being put together from rows. */
struct matrix {
	size_t inputs, outputs;
	int8_t *weights;
	float *scale, *bias;
	int32_t *start;
};

static void set_output(struct matrix *matrix, size_t output, const float *row, float bias, float factor)
{
	static int8_t values[WIDTH_MAX];
	int32_t sum = 0;
	size_t block = output / PX_TILE_COLS, col = output % PX_TILE_COLS;

	matrix->scale[output] = quantise_row(row, matrix->inputs, values) * factor;
	matrix->bias[output] = bias * factor;
	for (size_t i = 0; i < matrix->inputs; i++) {
		size_t at = block * PX_TILE_COLS * matrix->inputs + i / 4 * 4 * PX_TILE_COLS + 4 * col + i % 4;
		matrix->weights[at] = values[i];
		sum += values[i];
	}
	matrix->start[output] = -128 * sum;
}

/* Parts of `width` outputs each, one after the other; the first one's scale is multiplied by `factor`. */
static void add_matrix(struct source *source, uint32_t section, int layer, const char *const *parts, size_t count,
		       size_t inputs, size_t width, float factor)
{
	struct matrix matrix = { inputs, width * count, px_alloc(inputs * width * count),
				 px_alloc(width * count * sizeof(float)), px_alloc(width * count * sizeof(float)),
				 px_alloc(width * count * sizeof(int32_t)) };

	for (size_t p = 0; p < count; p++) {
		char name[NAME_MAX_BYTES];
		snprintf(name, sizeof(name), "%s.weight", parts[p]);
		const float *weights = layer_tensor(source, layer, name, inputs * width);
		snprintf(name, sizeof(name), "%s.bias", parts[p]);
		const float *bias = layer_tensor(source, layer, name, width);
		for (size_t i = 0; i < width; i++)
			set_output(&matrix, p * width + i, weights + i * inputs, bias[i], p == 0 ? factor : 1);
	}
	add(source, section + PX_LAYER_WEIGHTS, matrix.weights, inputs * matrix.outputs);
	add(source, section + PX_LAYER_SCALE, matrix.scale, matrix.outputs * sizeof(float));
	add(source, section + PX_LAYER_BIAS, matrix.bias, matrix.outputs * sizeof(float));
	add(source, section + PX_LAYER_START, matrix.start, matrix.outputs * sizeof(int32_t));
	free(matrix.weights);
	free(matrix.scale);
	free(matrix.bias);
	free(matrix.start);
}

static void add_norm(struct source *source, uint32_t section, const float *gamma, const float *beta)
{
	static float both[2 * WIDTH_MAX];
	size_t dims = source->dims;

	memcpy(both, gamma, dims * sizeof(float));
	memcpy(both + dims, beta, dims * sizeof(float));
	add(source, section, both, 2 * dims * sizeof(float));
}

static void add_layer(struct source *source, int layer)
{
	static const char *const qkv[] = { "attention.self.query", "attention.self.key", "attention.self.value" };
	uint32_t section = PX_SECTION_LAYERS + (uint32_t)layer * PX_SECTION_LAYER;
	float factor = 1.44269504F / sqrtf(PX_HEAD);
	size_t dims = source->dims, inner = source->inner;

	add_matrix(source, section + PX_LAYER_QKV, layer, qkv, 3, dims, dims, factor);
	add_matrix(source, section + PX_LAYER_OUT, layer, &(const char *){ "attention.output.dense" }, 1, dims, dims, 1);
	add_matrix(source, section + PX_LAYER_UP, layer, &(const char *){ "intermediate.dense" }, 1, dims, inner, 1);
	add_matrix(source, section + PX_LAYER_DOWN, layer, &(const char *){ "output.dense" }, 1, inner, dims, 1);
	add_norm(source, section + PX_LAYER_NORM_ATTENTION,
		 layer_tensor(source, layer, "attention.output.LayerNorm.weight", dims),
		 layer_tensor(source, layer, "attention.output.LayerNorm.bias", dims));
	add_norm(source, section + PX_LAYER_NORM_OUTPUT, layer_tensor(source, layer, "output.LayerNorm.weight", dims),
		 layer_tensor(source, layer, "output.LayerNorm.bias", dims));
}

static void add_embeddings(struct source *source, uint32_t vocabulary)
{
	size_t dims = source->dims, positions = source->positions;
	const float *words = encoder_tensor(source, "embeddings.word_embeddings.weight", (size_t)vocabulary * dims);
	const float *position = encoder_tensor(source, "embeddings.position_embeddings.weight", source->places * dims);
	const float *segment = encoder_tensor(source, "embeddings.token_type_embeddings.weight", 2 * dims);
	int8_t *values = px_alloc((size_t)vocabulary * dims);
	float *scale = px_alloc(vocabulary * sizeof(float)), *places = px_alloc(positions * dims * sizeof(float));

	for (size_t i = 0; i < vocabulary; i++)
		scale[i] = quantise_row(words + i * dims, dims, values + i * dims);
	for (size_t i = 0; i < positions * dims; i++)
		places[i] = position[i] + segment[i % dims];
	add(source, PX_SECTION_WORDS, values, (size_t)vocabulary * dims);
	add(source, PX_SECTION_WORD_SCALE, scale, vocabulary * sizeof(float));
	add(source, PX_SECTION_POSITION, places, positions * dims * sizeof(float));
	add_norm(source, PX_SECTION_NORM, encoder_tensor(source, "embeddings.LayerNorm.weight", dims),
		 encoder_tensor(source, "embeddings.LayerNorm.bias", dims));
	free(values);
	free(scale);
	free(places);
}

/* int16 [DIMS][TOKEN_DIMS], in units of 1/32767. */
static void add_projection(struct source *source, const char *path)
{
	struct px_str file = map_file(path);
	static float values[DIMS * TOKEN_DIMS];

	if (file.size != sizeof(int16_t) * DIMS * TOKEN_DIMS)
		die(path, "is no projection");
	for (size_t i = 0; i < DIMS * TOKEN_DIMS; i++) {
		int16_t value;
		memcpy(&value, file.data + i * sizeof(value), sizeof(value));
		values[i] = (float)value / 32767;
	}
	add(source, PX_SECTION_PROJECTION, values, sizeof(values));
}

static uint32_t add_vocabulary(struct source *source, const char *folder)
{
	struct px_buf text = PX_BUF_INIT(1 << 22), at = PX_BUF_INIT(1 << 22), slots = PX_BUF_INIT(1 << 22);
	char path[4096];

	snprintf(path, sizeof(path), "%s/vocab.txt", folder);
	must(px_wordpiece_build(map_file(path), &text, &at, &slots, &source->error), &source->error);
	add(source, PX_SECTION_PIECES, text.data, text.size);
	add(source, PX_SECTION_PIECES_AT, at.data, at.size);
	add(source, PX_SECTION_PIECES_SLOTS, slots.data, slots.size);
	uint32_t count = (uint32_t)(at.size / sizeof(uint32_t)) - 1;
	px_buf_release(&text);
	px_buf_release(&at);
	px_buf_release(&slots);
	return count;
}

/* What a cross-encoder has besides: the second segment, and the way from the first token to one number. */
static void add_head(struct source *source)
{
	const float *segment = encoder_tensor(source, "embeddings.token_type_embeddings.weight", 2 * source->dims);
	const float *pooler = encoder_tensor(source, "pooler.dense.weight", source->dims * source->dims);
	const float *bias = encoder_tensor(source, "pooler.dense.bias", source->dims);
	const float *classifier = tensor(source, "classifier.weight", source->dims);
	size_t dims = source->dims;
	float *values = px_alloc((dims + 1) * dims * sizeof(float));

	for (size_t d = 0; d < dims; d++)
		values[d] = segment[dims + d] - segment[d];
	add(source, PX_SECTION_SEGMENT, values, dims * sizeof(float));
	memcpy(values, pooler, dims * dims * sizeof(float));
	memcpy(values + dims * dims, bias, dims * sizeof(float));
	add(source, PX_SECTION_POOLER, values, (dims + 1) * dims * sizeof(float));
	memcpy(values, classifier, dims * sizeof(float));
	values[dims] = *tensor(source, "classifier.bias", 1);
	add(source, PX_SECTION_CLASSIFIER, values, (dims + 1) * sizeof(float));
	free(values);
}

/* The sizes of a cross-encoder, as its tensors say. */
static void find_shape(struct source *source)
{
	char name[NAME_MAX_BYTES];

	source->prefix = json_object_get(source->header, "bert.embeddings.LayerNorm.weight") ? "bert." : "";
	snprintf(name, sizeof(name), "%sembeddings.position_embeddings.weight", source->prefix);
	source->places = shape(source, name, 0);
	source->dims = shape(source, name, 1);
	source->positions = source->places < PLACES_MAX ? source->places : PLACES_MAX;
	snprintf(name, sizeof(name), "%sencoder.layer.0.intermediate.dense.weight", source->prefix);
	source->inner = shape(source, name, 0);
	for (size_t width = 1; width; source->layers += width != 0) {
		snprintf(name, sizeof(name), "%sencoder.layer.%zu.output.dense.bias", source->prefix, source->layers);
		width = shape(source, name, 0);
	}
	if (source->dims > WIDTH_MAX || source->inner > WIDTH_MAX || source->layers > PX_ENCODER_LAYERS_MAX)
		die("model.safetensors", "is of a model that is too large");
}

/* Beside it first, then renamed: nobody sees half a file. */
static void write_file(const struct px_buf *out, const char *path)
{
	char beside[4096];

	snprintf(beside, sizeof(beside), "%s.new", path);
	FILE *file = fopen(beside, "wb");
	if (!file || fwrite(out->data, 1, out->size, file) != out->size || fflush(file) || fsync(fileno(file)) ||
	    fclose(file) || rename(beside, path))
		die(path, "can't be written");
}

/* Exit status 0 if the file can be used as it is. */
static int check_file(const char *path)
{
	static struct px_encoder encoder;
	struct px_weights weights;
	struct px_error error;
	enum px_err err = px_weights_map(path, &weights, &error);

	if (!err)
		err = px_encoder_init(&encoder, &weights, &error);
	if (err)
		fprintf(stderr, "embed_convert: %s\n", error.message);
	px_weights_release(&weights);
	return err ? 1 : 0;
}

static void convert(struct source *source, const char *name, const char *folder, const char *projection, const char *out)
{
	px_buf_init(&source->out, PX_WEIGHTS_FILE_MAX);
	must(px_weights_begin(&source->out, name), NULL);
	uint32_t vocabulary = add_vocabulary(source, folder);
	add_embeddings(source, vocabulary);
	if (projection)
		add_projection(source, projection);
	else
		add_head(source);
	for (size_t layer = 0; layer < source->layers; layer++)
		add_layer(source, (int)layer);
	const uint32_t parameters[PX_ENCODER_PARAMETERS] = {
		[PX_ENCODER_DIMS] = (uint32_t)source->dims, [PX_ENCODER_LAYERS] = (uint32_t)source->layers,
		[PX_ENCODER_INNER] = (uint32_t)source->inner, [PX_ENCODER_POSITIONS] = (uint32_t)source->positions,
		[PX_ENCODER_VOCABULARY] = vocabulary, [PX_ENCODER_TOKEN_DIMS] = projection ? TOKEN_DIMS : 0,
	};
	must(px_weights_end(&source->out, parameters, PX_ENCODER_PARAMETERS), NULL);
	write_file(&source->out, out);
	json_decref(source->header);
	px_buf_release(&source->out);
}

int main(int argc, char **argv)
{
	static struct source source = { .prefix = "", .dims = DIMS, .inner = INNER, .layers = LAYERS, .positions = POSITIONS,
					.places = 512 };
	bool cross = argc == 5 && strcmp(argv[1], "--cross") == 0;

	if (argc == 3 && strcmp(argv[1], "--check") == 0)
		return check_file(argv[2]);
	if (argc != 4 && !cross) {
		fputs("usage: embed_convert FOLDER PROJECTION OUT\n       embed_convert --cross NAME FOLDER OUT\n"
		      "       embed_convert --check FILE\n", stderr);
		return 2;
	}
	open_source(&source, argv[cross ? 3 : 1]);
	if (cross) {
		source.layers = 0;
		find_shape(&source);
		convert(&source, argv[2], argv[3], NULL, argv[4]);
	} else {
		convert(&source, "all-MiniLM-L6-v2-int8", argv[1], argv[2], argv[3]);
	}
	return 0;
}
