/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The learner has rounded the weights to multiples of its step, so that they
 * are small integers.  Rows of zeros are left out; the rest are sorted by bucket.
 */
#include "writer.h"

#include "base/mem.h"
#include "nlu/intent/model.h"

#include <errno.h>
#include <math.h>

struct row {
	uint32_t spread;
	int8_t weights[PX_INTENT_COUNT];
};

static int by_spread(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	return (x->spread > y->spread) - (x->spread < y->spread);
}

static size_t collect(const struct learner *learner, float unit, struct row *rows)
{
	size_t count = 0;

	for (size_t i = 0; i < learner->feature_count; i++) {
		bool zero = true;
		if (!learner->active[i])
			continue;
		for (int c = 0; c < PX_INTENT_COUNT; c++) {
			rows[count].weights[c] = (int8_t)lrintf(learner->weights[i][c] / unit);
			zero &= rows[count].weights[c] == 0;
		}
		rows[count].spread = px_intent_spread(learner->feature[i]);
		count += !zero;
	}
	qsort(rows, count, sizeof *rows, by_spread);
	return count;
}

static void write_numbers(FILE *out, const char *type, const char *name, const uint32_t *values, size_t count)
{
	fprintf(out, "static const %s %s[] = {", type, name);
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%s%u,", i % 32 == 0 ? "\n\t" : " ", values[i]);
	fprintf(out, "\n};\n\n");
}

static void write_buckets(FILE *out, const struct row *rows, size_t count)
{
	uint32_t *values = px_calloc(PX_INTENT_BUCKETS, sizeof *values);
	uint32_t bases[PX_INTENT_BUCKETS / PX_INTENT_BUCKET_GROUP], before = 0;

	for (size_t i = 0; i < count; i++)
		values[rows[i].spread >> 16]++;
	for (size_t i = 0; i < PX_INTENT_BUCKETS; i++) {
		if (i % PX_INTENT_BUCKET_GROUP == 0)
			bases[i / PX_INTENT_BUCKET_GROUP] = before;
		before += values[i];
	}
	write_numbers(out, "uint16_t", "bases", bases, PX_INTENT_BUCKETS / PX_INTENT_BUCKET_GROUP);
	write_numbers(out, "uint8_t", "sizes", values, PX_INTENT_BUCKETS);
	free(values);
}

static void write_rows(FILE *out, const struct row *rows, size_t count)
{
	uint32_t *values = px_calloc(count + 1, sizeof *values);

	write_buckets(out, rows, count);
	for (size_t i = 0; i < count; i++)
		values[i] = rows[i].spread >> 8 & 0xff;
	write_numbers(out, "uint8_t", "fingerprints", values, count);
	fprintf(out, "static const int8_t weights[][PX_INTENT_COUNT] = {\n");
	for (size_t i = 0; i < count; i++) {
		fprintf(out, "\t{");
		for (int c = 0; c < PX_INTENT_COUNT; c++)
			fprintf(out, "%s%d", c ? "," : "", rows[i].weights[c]);
		fprintf(out, "},\n");
	}
	fprintf(out, "};\n\n");
	free(values);
}

static void write_lexicon(FILE *out, const struct lexicon *lexicon)
{
	uint32_t *values = px_calloc(LEXICON_SLOTS, sizeof *values);

	write_numbers(out, "uint32_t", "word_hashes", lexicon->hashes, LEXICON_SLOTS);
	for (size_t i = 0; i < LEXICON_SLOTS; i++)
		values[i] = lexicon->classes[i];
	write_numbers(out, "uint8_t", "word_classes", values, LEXICON_SLOTS);
	free(values);
}

static const char head[] =
	"/* SPDX-License-Identifier: Apache-2.0 */\n"
	"/*\n"
	" * The weights of the intent model.  Written by tools/train_intents; don't edit.\n"
	" * They are derived from the corpora that docs/NLU.md names.\n"
	" */\n"
	"#include \"nlu/intent/model.h\"\n\n"
	"/* clang-format off */\n\n";

enum px_err writer_write(const struct learner *learner, const struct lexicon *lexicon,
			 float temperature, const char *path, struct px_error *error)
{
	struct row *rows = px_calloc(learner->feature_count + 1, sizeof *rows);
	float unit = learner->options.step;
	size_t count = collect(learner, unit, rows);
	enum px_err err = PX_OK;

	if (count > UINT16_MAX) {
		free(rows);
		return px_fail(error, PX_TOO_LARGE, NULL, "%zu features are too many; use --keep", count);
	}
	FILE *out = fopen(path, "w");
	if (!out) {
		free(rows);
		return px_fail(error, PX_IO, NULL, "%s: %s", path, strerror(errno));
	}
	fputs(head, out);
	write_rows(out, rows, count);
	write_lexicon(out, lexicon);
	fprintf(out, "const struct px_intent_model px_intent_model_builtin = {\n"
		     "\t.lexicon = { word_hashes, word_classes, %d },\n"
		     "\t.bases = bases,\n\t.sizes = sizes,\n\t.fingerprints = fingerprints,\n\t.weights = weights,\n",
		LEXICON_SLOTS - 1);
	fprintf(out, "\t.scale = %ld,\n\t.bias = {", lrintf(65536 * unit / temperature));
	for (int c = 0; c < PX_INTENT_COUNT; c++)
		fprintf(out, " %ld,", lrintf(65536 * learner->bias[c] / temperature));
	fprintf(out, " },\n};\n");
	bool failed = ferror(out) != 0;
	failed |= fclose(out) != 0;
	if (failed)
		err = px_fail(error, PX_IO, NULL, "%s can't be written", path);
	printf("%zu rows, %zu bytes\n", count,
	       count * (PX_INTENT_COUNT + 1) + PX_INTENT_BUCKETS * 9 / 8 + LEXICON_SLOTS * 5);
	free(rows);
	return err;
}
