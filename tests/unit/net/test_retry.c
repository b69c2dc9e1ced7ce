/* SPDX-License-Identifier: Apache-2.0 */
/* Pauses between attempts, and what a peer asks for. */
#include "net/retry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void retry_after_is_seconds_or_a_date(void **state)
{
	(void)state;
	assert_int_equal(px_retry_after(NULL, 0), -1);
	assert_int_equal(px_retry_after("7", 0), 7000);
	assert_int_equal(px_retry_after("-7", 0), -1);
	assert_int_equal(px_retry_after("soon", 0), -1);
	assert_int_equal(px_retry_after("99999999999999999999", 0), -1);
	assert_int_equal(px_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", INT64_C(784111775000)), 2000);
	assert_int_equal(px_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", INT64_C(1784111775000)), 0);
}

static void pauses_grow_up_to_a_limit_and_are_not_all_the_same(void **state)
{
	int64_t least = 1000000, most = 0;

	(void)state;
	for (unsigned attempt = 0; attempt < 70; attempt++) {
		int64_t full = attempt < 4 ? 500 << attempt : 4000, pause = px_retry_pause(attempt, 500, 4000, -1);
		assert_in_range(pause, full / 2, full);
	}
	for (int i = 0; i < 1000; i++) {
		int64_t pause = px_retry_pause(3, 500, 4000, -1);
		least = pause < least ? pause : least;
		most = pause > most ? pause : most;
	}
	assert_true(least < 2200 && most > 3800);
}

static void the_peer_may_ask_for_more_but_not_for_less(void **state)
{
	(void)state;
	assert_int_equal(px_retry_pause(0, 500, 4000, 60000), 60000);
	assert_in_range(px_retry_pause(0, 500, 4000, 0), 250, 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(retry_after_is_seconds_or_a_date),
		cmocka_unit_test(pauses_grow_up_to_a_limit_and_are_not_all_the_same),
		cmocka_unit_test(the_peer_may_ask_for_more_but_not_for_less),
	};

	return cmocka_run_group_tests_name("retry", tests, NULL, NULL);
}
