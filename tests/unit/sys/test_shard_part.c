/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a shard's data: bounds by user and for all, age, epochs. */
#include "sys/shard_part.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int evicted[64]; /* by the number that is a piece of these tests */
static int numbers[64];

static void evict(void *piece)
{
	evicted[(int *)piece - numbers]++;
}

static const struct px_shard_part small = { "small", 100, 600, evict };
static const struct px_shard_part other = { "other", 1000, 1000, evict };
static const struct px_shard_part unknown = { "unknown", 1000, 1000, evict };
static const struct px_shard_part *const kinds[] = { &small, &other, NULL };

static struct px_id user(unsigned char number)
{
	struct px_id id = { .bytes = { 1, number } };

	return id;
}

static struct px_shard_parts *make(unsigned shards)
{
	memset(evicted, 0, sizeof(evicted));
	return px_shard_parts_new(kinds, shards);
}

static void get_and_put(void **state)
{
	struct px_shard_parts *parts = make(1);

	(void)state;
	assert_null(px_shard_part_get(parts, &small, user(1), 7));
	assert_true(px_shard_part_put(parts, &small, user(1), 7, &numbers[1], 50));
	assert_ptr_equal(px_shard_part_get(parts, &small, user(1), 7), &numbers[1]);
	assert_null(px_shard_part_get(parts, &other, user(1), 7));
	assert_null(px_shard_part_get(parts, &small, user(2), 7));
	/* A second piece takes the first one's place. */
	assert_true(px_shard_part_put(parts, &small, user(1), 7, &numbers[2], 60));
	assert_int_equal(evicted[1], 1);
	assert_ptr_equal(px_shard_part_get(parts, &small, user(1), 7), &numbers[2]);
	px_shard_part_drop(parts, &small, user(1));
	px_shard_part_drop(parts, &small, user(1));
	assert_int_equal(evicted[2], 1);
	assert_true(px_shard_part_put(parts, &other, user(1), 7, &numbers[3], 1));
	px_shard_parts_free(parts);
	assert_int_equal(evicted[3], 1);
	assert_null(px_shard_part_get(NULL, &small, user(1), 7));
}

static void bounds_of_one_user(void **state)
{
	struct px_shard_parts *parts = make(1);
	struct px_shard_part_stats stats;

	(void)state;
	assert_false(px_shard_part_put(parts, &small, user(1), 0, &numbers[1], 101));
	assert_int_equal(evicted[1], 1);
	assert_null(px_shard_part_get(parts, &small, user(1), 0));
	assert_true(px_shard_part_put(parts, &small, user(1), 0, &numbers[2], 100));
	assert_true(px_shard_part_update(parts, &small, user(1), 0, 20));
	assert_false(px_shard_part_update(parts, &small, user(1), 0, 101));
	assert_int_equal(evicted[2], 1);
	assert_false(px_shard_part_update(parts, &small, user(1), 0, 1));
	px_shard_part_get_stats(parts, &small, &stats);
	assert_int_equal(stats.users, 0);
	assert_int_equal(stats.bytes, 0);
	assert_int_equal(stats.evictions, 2);
	/* A part that the shard was made without keeps nothing and leaks nothing. */
	assert_false(px_shard_part_put(parts, &unknown, user(1), 0, &numbers[3], 1));
	assert_int_equal(evicted[3], 1);
	px_shard_parts_free(parts);
}

static void oldest_goes_first(void **state)
{
	struct px_shard_parts *parts = make(2); /* 300 bytes of the 600 are this shard's */
	struct px_shard_part_stats stats;

	(void)state;
	for (unsigned char i = 1; i <= 3; i++)
		assert_true(px_shard_part_put(parts, &small, user(i), 0, &numbers[i], 100));
	assert_non_null(px_shard_part_get(parts, &small, user(1), 0));
	assert_true(px_shard_part_put(parts, &small, user(4), 0, &numbers[4], 100));
	assert_int_equal(evicted[2], 1);
	assert_non_null(px_shard_part_get(parts, &small, user(3), 0));
	/* One that grows makes room as well, and not at its own cost. */
	assert_true(px_shard_part_update(parts, &small, user(1), 0, 10));
	assert_true(px_shard_part_put(parts, &small, user(5), 0, &numbers[5], 90));
	assert_true(px_shard_part_update(parts, &small, user(1), 0, 100));
	assert_int_equal(evicted[1], 0);
	assert_int_equal(evicted[4], 1);
	px_shard_part_get_stats(parts, &small, &stats);
	assert_int_equal(stats.users, 3);
	assert_int_equal(stats.bytes, 290);
	assert_int_equal(stats.evictions, 2);
	px_shard_parts_free(parts);
	for (int i = 1; i <= 5; i++)
		assert_int_equal(evicted[i], 1);
}

/* A part may have other bounds than its row says: here 100 bytes of 200 are this shard's. */
static void other_bounds(void **state)
{
	struct px_shard_parts *parts = make(2);

	(void)state;
	px_shard_part_limit(parts, &small, 200, 2);
	px_shard_part_limit(parts, &unknown, 200, 2);
	assert_true(px_shard_part_put(parts, &small, user(1), 0, &numbers[1], 60));
	assert_true(px_shard_part_put(parts, &small, user(2), 0, &numbers[2], 40));
	assert_int_equal(evicted[1], 0);
	assert_true(px_shard_part_put(parts, &small, user(3), 0, &numbers[3], 10));
	assert_int_equal(evicted[1], 1);
	assert_true(px_shard_part_put(parts, &other, user(1), 0, &numbers[4], 400));
	px_shard_parts_free(parts);
}

/* After a lost batch nothing that was made before it is found again. */
static void another_epoch(void **state)
{
	struct px_shard_parts *parts = make(1);

	(void)state;
	assert_true(px_shard_part_put(parts, &small, user(1), 3, &numbers[1], 10));
	assert_true(px_shard_part_put(parts, &small, user(2), 3, &numbers[2], 10));
	assert_null(px_shard_part_get(parts, &small, user(1), 4));
	assert_int_equal(evicted[1], 1);
	assert_int_equal(evicted[2], 0);
	assert_true(px_shard_part_update(parts, &small, user(2), 4, 10));
	assert_non_null(px_shard_part_get(parts, &small, user(2), 4));
	px_shard_parts_free(parts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(get_and_put),
		cmocka_unit_test(bounds_of_one_user),
		cmocka_unit_test(oldest_goes_first),
		cmocka_unit_test(other_bounds),
		cmocka_unit_test(another_epoch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
