/* SPDX-License-Identifier: Apache-2.0 */
/* The graph finds what looking at every row finds, and its check refuses links that lead nowhere. */
#include "vector/embedded/graph.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DIMS = 32, STRIDE = 64, ROWS = 2500, QUERIES = 40, TEN = 10 };

static struct px_tail tail = { .rows.stride = STRIDE };
static struct px_graph graph;
static struct px_graph_scratch scratch;
static size_t upper_words;
static uint64_t random_state = 88172645463325252U;

/* The same in every run. */
static float random_value(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (float)((double)(random_state >> 11) / 9007199254740992.0) - 0.5F;
}

static void random_code(struct px_code *code)
{
	float vector[DIMS];

	for (size_t i = 0; i < DIMS; i++)
		vector[i] = random_value();
	px_code_make(vector, DIMS, STRIDE, code);
}

static int build(void **state)
{
	int8_t bytes[2 * STRIDE];
	struct px_code code = { bytes, bytes + STRIDE, 0 };

	(void)state;
	for (unsigned i = 0; i < ROWS; i++) {
		struct px_vector_item item = { .id = { { 7, (uint8_t)i, (uint8_t)(i >> 8) } }, .kind = i % 25 };
		random_code(&code);
		px_tail_put(&tail, &item, &code);
	}
	graph.levels = px_calloc(ROWS, 1);
	graph.links = px_calloc(ROWS, (PX_GRAPH_BASE_LINKS + 1) * sizeof(uint32_t));
	graph.upper_at = px_calloc(ROWS, sizeof(uint32_t));
	for (unsigned i = 0; i < ROWS; i++) {
		graph.levels[i] = (uint8_t)px_graph_level(tail.rows.ids[i]);
		graph.upper_at[i] = (uint32_t)upper_words;
		upper_words += px_graph_upper_words(graph.levels[i]);
	}
	graph.upper = px_calloc(upper_words, sizeof(uint32_t));
	for (unsigned i = 0; i < ROWS; i++)
		px_graph_add(&graph, &tail.rows, px_dot_best(), &scratch);
	return 0;
}

static int drop(void **state)
{
	(void)state;
	free(graph.levels);
	free(graph.links);
	free(graph.upper_at);
	free(graph.upper);
	px_graph_scratch_release(&scratch);
	px_tail_release(&tail);
	return 0;
}

/* How many of the best ten of all rows that pass stand among the best ten of the graph. */
static unsigned agreement(const struct px_graph_query *query)
{
	struct px_nearest all = { 0 }, found = { 0 };
	unsigned agreed = 0;

	for (uint32_t row = 0; row < ROWS; row++) {
		int32_t dot;
		if (px_bit(query->dead, row) ||
		    (query->filter && !px_filter_passes(query->filter, &tail.rows, row)))
			continue;
		px_dot_plain.gather(query->codes, tail.rows.codes, STRIDE, &row, 1, &dot);
		px_nearest_keep(&all, TEN, (struct px_near){ (float)dot * tail.rows.scales[row], row });
	}
	px_graph_search(&graph, &tail.rows, px_dot_best(), &scratch, query);
	for (size_t i = 0; i < scratch.best.count; i++)
		px_nearest_keep(&found, TEN, scratch.best.items[i]);
	for (size_t i = 0; i < all.count; i++)
		for (size_t n = 0; n < found.count; n++)
			agreed += all.items[i].row == found.items[n].row;
	px_nearest_release(&all);
	px_nearest_release(&found);
	return agreed;
}

static unsigned agreement_of_all(const struct px_vector_filter *filter, const uint8_t *dead)
{
	int8_t bytes[2 * STRIDE];
	struct px_code code = { bytes, bytes + STRIDE, 0 };
	unsigned agreed = 0;

	for (unsigned i = 0; i < QUERIES; i++) {
		random_code(&code);
		struct px_graph_query query = { code.codes, 100, filter, dead };
		agreed += agreement(&query);
	}
	return agreed;
}

static void finds_what_a_scan_finds(void **state)
{
	(void)state;
	assert_true(agreement_of_all(NULL, NULL) >= QUERIES * TEN * 97 / 100);
}

static void keeps_its_recall_under_a_filter(void **state)
{
	const struct px_vector_filter filter = { .kinds = 1U << 3 }; /* one row in 25 */

	(void)state;
	assert_true(agreement_of_all(&filter, NULL) >= QUERIES * TEN * 97 / 100);
}

static void removed_rows_lead_the_way_but_are_not_found(void **state)
{
	static uint8_t dead[(ROWS + 7) / 8];
	struct px_graph_query query = { .effort = 100, .dead = dead };
	int8_t bytes[2 * STRIDE];
	struct px_code code = { bytes, bytes + STRIDE, 0 };

	(void)state;
	for (size_t row = 0; row < ROWS; row += 2)
		dead[row / 8] |= (uint8_t)(1 << row % 8);
	assert_true(agreement_of_all(NULL, dead) >= QUERIES * TEN * 97 / 100);
	random_code(&code);
	query.codes = code.codes;
	px_graph_search(&graph, &tail.rows, px_dot_best(), &scratch, &query);
	for (size_t i = 0; i < scratch.best.count; i++)
		assert_int_equal(scratch.best.items[i].row % 2, 1);
}

static void unsound_links_are_seen(void **state)
{
	uint32_t *list = px_graph_list(&graph, 17, 0), kept = list[1], count = list[0];

	(void)state;
	assert_true(px_graph_is_sound(&graph, upper_words));
	list[1] = ROWS;
	assert_false(px_graph_is_sound(&graph, upper_words));
	list[1] = kept;
	list[0] = PX_GRAPH_BASE_LINKS + 1;
	assert_false(px_graph_is_sound(&graph, upper_words));
	list[0] = count;
	assert_false(px_graph_is_sound(&graph, upper_words - 1));
	graph.levels[17] = PX_GRAPH_LEVEL_MAX + 1;
	assert_false(px_graph_is_sound(&graph, upper_words));
	graph.levels[17] = (uint8_t)px_graph_level(tail.rows.ids[17]);
	assert_true(px_graph_is_sound(&graph, upper_words));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_a_scan_finds),
		cmocka_unit_test(keeps_its_recall_under_a_filter),
		cmocka_unit_test(removed_rows_lead_the_way_but_are_not_found),
		cmocka_unit_test(unsound_links_are_seen),
	};

	return cmocka_run_group_tests_name("graph", tests, build, drop);
}
