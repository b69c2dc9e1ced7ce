/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tiny cross-encoder of random weights against what numpy makes of the same
 * weights in floats (tools/embed/tiny_cross makes both).
 */
#include "embed/rerank.h"

#include "base/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PAIRS_MAX = 40 };

static const char *data_file(const char *name)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/tests/unit/embed/data/%s", getenv("TEST_SOURCE_DIR"), name);
	return path;
}

static struct px_rerank *open_tiny(void)
{
	struct px_rerank *rerank;
	struct px_error error = { 0 };

	if (px_rerank_open(data_file("cross.weights"), &rerank, &error))
		fail_msg("%s", error.message);
	return rerank;
}

/* Whole numbers for weights cost some exactness: of 12 scores between -1.0 and 1.5 0.02 on average. */
static void says_what_the_reference_says(void **state)
{
	struct px_rerank *rerank = open_tiny();
	FILE *file = fopen(data_file("cross.jsonl"), "r");
	double away = 0, lowest = INFINITY, highest = -INFINITY;
	size_t count = 0;
	char line[8192];

	(void)state;
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		json_t *pair = NULL;
		float score;
		assert_int_equal(px_json_parse(px_str(line), &pair, NULL), PX_OK);
		struct px_str text = px_json_string(json_object_get(pair, "text"));
		double wanted = json_number_value(json_object_get(pair, "score"));
		px_rerank_score(rerank, px_json_string(json_object_get(pair, "q")), &text, 1, &score);
		print_message("%.4f %.4f\n", wanted, (double)score);
		assert_true(fabs(wanted - (double)score) < 0.1);
		away += fabs(wanted - (double)score);
		lowest = fmin(lowest, wanted);
		highest = fmax(highest, wanted);
		count++;
		json_decref(pair);
	}
	fclose(file);
	assert_true(count >= 10);
	assert_true(away / (double)count < 0.03);
	assert_true(highest - lowest > 0.5); /* what is said differs more than what is tolerated */
	px_rerank_close(rerank);
}

/* A text among others gets what it gets alone; which is the question matters. */
static void texts_are_scored_one_by_one(void **state)
{
	const struct px_str texts[] = { PX_STR("the rent"), PX_STR("the third of march"), PX_STR("") };
	struct px_rerank *rerank = open_tiny();
	float together[3], alone, turned;

	(void)state;
	px_rerank_score(rerank, PX_STR("the boat"), texts, 3, together);
	for (size_t i = 0; i < 3; i++) {
		px_rerank_score(rerank, PX_STR("the boat"), &texts[i], 1, &alone);
		assert_true(alone == together[i]);
	}
	px_rerank_score(rerank, PX_STR("the rent"), &(struct px_str){ "the boat", 8 }, 1, &turned);
	assert_true(fabsf(turned - together[0]) > 0.01F);
	px_rerank_score(rerank, PX_STR("the boat"), texts, 0, NULL);
	px_rerank_close(rerank);
}

static void other_files_are_refused(void **state)
{
	struct px_error error = { 0 };
	struct px_rerank *rerank;

	(void)state;
	assert_int_equal(px_rerank_open("/nowhere/at/all", &rerank, &error), PX_NOT_FOUND);
	assert_int_equal(px_rerank_open(data_file("reference.jsonl"), &rerank, &error), PX_CORRUPT);
	px_rerank_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_what_the_reference_says),
		cmocka_unit_test(texts_are_scored_one_by_one),
		cmocka_unit_test(other_files_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
