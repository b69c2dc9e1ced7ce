/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The real weights on 200 texts against the fp32 reference: cosine at least
 * 0.995 in the mean and 0.98 at worst.
 *
 * tests/unit/embed/data/reference.jsonl and reference.bin (int16, 384 a text)
 * are made by tools/embed/reference_vectors.  Skipped where the model file is
 * not there; `bench/embed/run --texts` does the same over thousands of texts.
 */
#include "embed/embed.h"

#include "base/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { DIMS = 384, TEXTS = 200 };

static const char *source_path(char path[1024], const char *name)
{
	snprintf(path, 1024, "%s/%s", getenv("TEST_SOURCE_DIR"), name);
	return path;
}

static double cosine(const float *a, const int16_t *b)
{
	double sum = 0, squares = 0;

	for (size_t d = 0; d < DIMS; d++) {
		sum += (double)a[d] * b[d];
		squares += (double)b[d] * b[d];
	}
	return sum / sqrt(squares);
}

static void agrees_with_fp32(void **state)
{
	char model[1024], path[1024], line[8192];
	struct px_embed *embed;
	struct px_arena arena;
	struct px_error error;
	double sum = 0, least = 1;

	(void)state;
	if (access(source_path(model, "models/all-MiniLM-L6-v2.weights"), R_OK) != 0) {
		print_message("SKIPPED: no %s (tools/embed/fetch gets it)\n", model);
		skip();
	}
	assert_int_equal(px_embed_new(&(struct px_embed_config){ .driver = "local", .model_file = model }, &embed, &error),
			 PX_OK);
	FILE *texts = fopen(source_path(path, "tests/unit/embed/data/reference.jsonl"), "r");
	FILE *vectors = fopen(source_path(path, "tests/unit/embed/data/reference.bin"), "rb");
	assert_non_null(texts);
	assert_non_null(vectors);
	px_arena_init(&arena);
	for (int i = 0; i < TEXTS; i++) {
		int16_t want[DIMS];
		struct px_embedding got;
		json_t *value = NULL;
		assert_non_null(fgets(line, sizeof(line), texts));
		assert_int_equal(fread(want, sizeof(want[0]), DIMS, vectors), DIMS);
		assert_int_equal(px_json_parse(px_str_trim(px_str(line)), &value, &error), PX_OK);
		struct px_str text = px_json_string(json_object_get(value, "text"));
		struct px_embed_request request = { .texts = &text, .count = 1 };
		px_arena_clear(&arena);
		assert_int_equal(px_embed_now(embed, &request, &arena, &got, &error), PX_OK);
		double c = cosine(got.vector, want);
		sum += c;
		least = c < least ? c : least;
		json_decref(value);
	}
	print_message("cosine to fp32: mean %.4f, least %.4f\n", sum / TEXTS, least);
	assert_true(sum / TEXTS >= 0.995);
	assert_true(least >= 0.98);
	fclose(texts);
	fclose(vectors);
	px_arena_release(&arena);
	px_embed_free(embed);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(agrees_with_fp32) };

	return cmocka_run_group_tests_name("embedding reference", tests, NULL, NULL);
}
