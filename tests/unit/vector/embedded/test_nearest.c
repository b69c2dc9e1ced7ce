/* SPDX-License-Identifier: Apache-2.0 */
/* The heap keeps the highest and gives out the lowest first. */
#include "vector/embedded/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* A permutation of 0..1008. */
static float mixed(unsigned i)
{
	return (float)(i * 387 % 1009);
}

static void pops_from_the_lowest_up(void **state)
{
	struct px_nearest heap = { 0 };

	(void)state;
	for (unsigned i = 0; i < 1009; i++)
		px_nearest_push(&heap, (struct px_near){ mixed(i), i });
	for (unsigned i = 0; i < 1009; i++) {
		struct px_near near = px_nearest_pop(&heap);
		assert_true(near.score == (float)i);
		assert_true(mixed(near.row) == near.score);
	}
	assert_int_equal(heap.count, 0);
	px_nearest_release(&heap);
}

static void keeps_the_highest(void **state)
{
	struct px_nearest heap = { 0 };

	(void)state;
	for (unsigned i = 0; i < 1009; i++)
		px_nearest_keep(&heap, 10, (struct px_near){ mixed(i), i });
	px_nearest_sort(&heap);
	assert_int_equal(heap.count, 10);
	for (unsigned i = 0; i < 10; i++)
		assert_true(heap.items[i].score == (float)(1008 - i));
	px_nearest_release(&heap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pops_from_the_lowest_up),
		cmocka_unit_test(keeps_the_highest),
	};

	return cmocka_run_group_tests_name("nearest", tests, NULL, NULL);
}
