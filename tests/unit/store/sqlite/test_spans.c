/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interval tree's cost, counted in steps of SQLite's virtual machine: it
 * grows with what is found, not with what is there.
 */
#include "fixture.h"

#include "base/arena.h"

struct tree {
	struct driver *driver;
	struct px_store_tx *tx;
	struct px_arena arena;
};

static void open_tree(struct world *w, struct tree *tree)
{
	struct px_store_config config = note_config(w);

	assert_int_equal(px_store_sqlite.open(&config, (void **)&tree->driver, &w->error), PX_OK);
	assert_int_equal(px_store_sqlite.begin(tree->driver, w->user, PX_STORE_WRITE, &tree->tx, NULL), PX_OK);
	tree->tx->user = w->user;
	tree->tx->mode = PX_STORE_WRITE;
	px_arena_init(&tree->arena);
}

static void close_tree(struct tree *tree)
{
	px_store_sqlite.rollback(tree->tx);
	px_store_sqlite.close(tree->driver);
	px_arena_release(&tree->arena);
}

static void add(struct tree *tree, int64_t start, int64_t end)
{
	struct px_store_span span = { px_id_new(), start, end, false };

	assert_int_equal(spans_set(tree->tx, &span, NULL), PX_OK);
}

/* Steps one query takes; *count becomes how many spans it found. */
static int steps(struct tree *tree, int64_t start, int64_t end, size_t *count)
{
	static const enum sql_fixed used[] = { SQL_SPAN_BEFORE, SQL_SPAN_AFTER, SQL_SPAN_WITHIN, SQL_SPAN_LEFT, SQL_SPAN_RIGHT };
	struct px_store_span *spans;
	int total = 0;

	for (int pass = 0; pass < 2; pass++) { /* the first prepares the statements */
		total = 0;
		px_arena_clear(&tree->arena);
		assert_int_equal(spans_overlaps(tree->tx, start, end, &tree->arena, &spans, count, NULL), PX_OK);
		for (size_t i = 0; i < sizeof(used) / sizeof(used[0]); i++)
			if (tree->driver->writer->fixed[used[i]])
				total += sqlite3_stmt_status(tree->driver->writer->fixed[used[i]],
							     SQLITE_STMTSTATUS_VM_STEP, 1);
	}
	return total;
}

/* Of one level more: two nodes, each looked for and looked into, by some ten steps. */
enum { LEVEL_STEPS = 48 };

/* Back-to-back meetings: one is found among 500, and among 16,000, which is five levels more, at nearly the same cost. */
static void test_cost_does_not_grow_with_the_calendar(void **state)
{
	struct world *w = *state;
	struct tree tree;
	size_t count;
	int few = 0;

	open_tree(w, &tree);
	for (int i = 0; i < 16000; i++) {
		add(&tree, i * PX_MS_HOUR, (i + 1) * PX_MS_HOUR);
		if (i == 499)
			few = steps(&tree, 250 * PX_MS_HOUR, 251 * PX_MS_HOUR, &count);
	}
	int many = steps(&tree, 250 * PX_MS_HOUR, 251 * PX_MS_HOUR, &count);
	assert_int_equal(count, 1);
	assert_in_range(many, few - 40, few + 5 * LEVEL_STEPS);
	many = steps(&tree, 15000 * PX_MS_HOUR, 15001 * PX_MS_HOUR, &count);
	assert_int_equal(count, 1);
	assert_true(many < 1000);
	close_tree(&tree);
}

/* What defeats an index on the start: thousands of long spans that ended just before. */
static void test_long_spans_that_ended_cost_nothing(void **state)
{
	struct world *w = *state;
	struct tree tree;
	size_t count;

	open_tree(w, &tree);
	for (int i = 0; i < 4000; i++) {
		add(&tree, i * PX_MS_MINUTE, 300 * PX_MS_DAY - i);
		add(&tree, 301 * PX_MS_DAY + i, 600 * PX_MS_DAY + i);
	}
	add(&tree, 0, 1000 * PX_MS_DAY);
	int cost = steps(&tree, 300 * PX_MS_DAY, 300 * PX_MS_DAY + PX_MS_HOUR, &count);
	assert_int_equal(count, 1);
	assert_true(cost < 1000);
	close_tree(&tree);
}

static void test_cost_is_linear_in_what_is_found(void **state)
{
	struct world *w = *state;
	struct tree tree;
	size_t count;

	open_tree(w, &tree);
	for (int i = 0; i < 4000; i++)
		add(&tree, i * PX_MS_HOUR, (i + 2) * PX_MS_HOUR);
	int one = steps(&tree, 0, PX_MS_HOUR, &count);
	assert_int_equal(count, 1);
	int thousand = steps(&tree, PX_MS_HOUR, 1000 * PX_MS_HOUR, &count);
	assert_int_equal(count, 1000);
	assert_true(thousand < one + 1000 * 12);
	close_tree(&tree);
}

/* Nodes that hold nothing are not asked one by one. */
static void test_few_spans_cost_little(void **state)
{
	struct world *w = *state;
	struct tree tree;
	size_t count;

	open_tree(w, &tree);
	add(&tree, 5 * PX_MS_DAY, 6 * PX_MS_DAY);
	add(&tree, 20 * PX_MS_DAY, 21 * PX_MS_DAY);
	assert_in_range(steps(&tree, 12 * PX_MS_DAY, 12 * PX_MS_DAY + PX_MS_HOUR, &count), 1, 4 * LEVEL_STEPS);
	assert_int_equal(count, 0);
	close_tree(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_cost_does_not_grow_with_the_calendar),
		TEST(test_long_spans_that_ended_cost_nothing),
		TEST(test_cost_is_linear_in_what_is_found),
		TEST(test_few_spans_cost_little),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
