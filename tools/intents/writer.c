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

static uint32_t weights_of(const struct row *row)
{
	uint32_t count = 0;

	for (int c = 0; c < PX_INTENT_COUNT; c++)
		count += row->weights[c] != 0;
	return count;
}

/* How many rows or weights each group has, and how many there are before each sixteen groups. */
static void write_counts(FILE *out, const char *what, const char *base_type, const uint32_t *counts)
{
	uint32_t bases[PX_INTENT_BASES], before = 0;
	char name[32];

	for (size_t i = 0; i < PX_INTENT_GROUPS; i++) {
		if (i % PX_INTENT_GROUP == 0)
			bases[i / PX_INTENT_GROUP] = before;
		before += counts[i];
	}
	snprintf(name, sizeof name, "%s_bases", what);
	write_numbers(out, base_type, name, bases, PX_INTENT_BASES);
	snprintf(name, sizeof name, "group_%ss", what);
	write_numbers(out, "uint8_t", name, counts, PX_INTENT_GROUPS);
}

/* False if a group has more than a byte can say. */
static bool write_buckets(FILE *out, const struct row *rows, size_t count)
{
	uint32_t *sizes = px_calloc(PX_INTENT_BUCKETS, sizeof *sizes);
	uint32_t group_rows[PX_INTENT_GROUPS] = { 0 }, group_weights[PX_INTENT_GROUPS] = { 0 };
	bool fits = true;

	for (size_t i = 0; i < count; i++) {
		uint32_t bucket = rows[i].spread >> 16, group = bucket / PX_INTENT_GROUP;
		sizes[bucket]++;
		group_rows[group]++;
		group_weights[group] += weights_of(&rows[i]);
		fits &= group_rows[group] <= UINT8_MAX && group_weights[group] <= UINT8_MAX;
	}
	write_counts(out, "row", "uint16_t", group_rows);
	write_counts(out, "weight", "uint32_t", group_weights);
	write_numbers(out, "uint8_t", "sizes", sizes, PX_INTENT_BUCKETS);
	free(sizes);
	return fits;
}

static void write_marks(FILE *out, const struct row *rows, size_t count, uint32_t *values)
{
	for (int half = 0; half < 2; half++) {
		for (size_t i = 0; i < count; i++) {
			values[i] = 0;
			for (int c = half * 8; c < PX_INTENT_COUNT && c < half * 8 + 8; c++)
				values[i] |= (uint32_t)(rows[i].weights[c] != 0) << c % 8;
		}
		write_numbers(out, "uint8_t", half ? "high_marks" : "marks", values, count);
	}
}

static void write_weights(FILE *out, const struct row *rows, size_t count)
{
	uint32_t *values = px_calloc(count * PX_INTENT_COUNT / 2 + 1, sizeof *values);
	size_t n = 0;

	fprintf(out, "static const struct px_intent_large large[] = {\n");

	for (size_t i = 0; i < count; i++) {
		for (int c = 0; c < PX_INTENT_COUNT; c++) {
			if (!rows[i].weights[c])
				continue;
			unsigned bits = px_intent_weight_bits(rows[i].weights[c]);
			if (bits == PX_INTENT_LARGE)
				fprintf(out, "\t{ %zu, %d },\n", n, rows[i].weights[c]);
			values[n / 2] |= bits << n % 2 * 4;
			n++;
		}
	}
	fprintf(out, "\t{ UINT32_MAX, 0 },\n};\n\n");
	write_numbers(out, "uint8_t", "weights", values, (n + 1) / 2);
	free(values);
}

static bool write_rows(FILE *out, const struct row *rows, size_t count)
{
	uint32_t *values = px_calloc(count + 1, sizeof *values);
	bool fits = write_buckets(out, rows, count);

	for (size_t i = 0; i < count; i++)
		values[i] = rows[i].spread >> 8 & 0xff;
	write_numbers(out, "uint8_t", "fingerprints", values, count);
	write_marks(out, rows, count, values);
	write_weights(out, rows, count);
	free(values);
	return fits;
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
	bool failed = !write_rows(out, rows, count);
	write_lexicon(out, lexicon);
	fprintf(out, "const struct px_intent_model px_intent_model_builtin = {\n"
		     "\t.lexicon = { word_hashes, word_classes, %d },\n"
		     "\t.row_bases = row_bases,\n\t.weight_bases = weight_bases,\n\t.group_rows = group_rows,\n"
		     "\t.group_weights = group_weights,\n\t.sizes = sizes,\n\t.fingerprints = fingerprints,\n"
		     "\t.marks = marks,\n\t.high_marks = high_marks,\n\t.weights = weights,\n"
		     "\t.large = large,\n\t.large_count = sizeof(large) / sizeof(large[0]),\n",
		LEXICON_SLOTS - 1);
	fprintf(out, "\t.scale = %ld,\n\t.bias = {", lrintf(65536 * unit / temperature));
	for (int c = 0; c < PX_INTENT_COUNT; c++)
		fprintf(out, "%s%ld,", c % 8 ? " " : "\n\t\t", lrintf(65536 * learner->bias[c] / temperature));
	fprintf(out, "\n\t},\n};\n");
	failed |= ferror(out) != 0;
	failed |= fclose(out) != 0;
	if (failed)
		err = px_fail(error, PX_IO, NULL, "%s can't be written", path);
	printf("%zu rows\n", count);
	free(rows);
	return err;
}
