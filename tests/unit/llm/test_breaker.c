/* SPDX-License-Identifier: Apache-2.0 */
/* The circuit breaker, with a clock of the test's own. */
#include "llm/breaker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define MS(n) ((int64_t)(n) * 1000000)

static struct px_breaker broken_at_0(void)
{
	const struct px_breaker_rule rule = { 3, 1000, 3000 };
	struct px_breaker breaker;

	px_breaker_init(&breaker, &rule);
	for (int i = 0; i < 3; i++) {
		assert_true(px_breaker_allows(&breaker, 0));
		px_breaker_failed(&breaker, 0);
	}
	assert_int_equal(breaker.state, PX_BREAKER_OPEN);
	return breaker;
}

static void opens_after_failures_in_a_row_only(void **state)
{
	const struct px_breaker_rule rule = { 3, 1000, 3000 };
	struct px_breaker breaker;

	(void)state;
	px_breaker_init(&breaker, &rule);
	for (int i = 0; i < 10; i++) {
		px_breaker_failed(&breaker, 0);
		px_breaker_failed(&breaker, 0);
		px_breaker_succeeded(&breaker);
	}
	assert_int_equal(breaker.state, PX_BREAKER_CLOSED);
	assert_true(px_breaker_allows(&breaker, 0));
	breaker = broken_at_0();
	assert_false(px_breaker_allows(&breaker, MS(999)));
	/* A call that began before it opened does not make the rest longer. */
	px_breaker_failed(&breaker, MS(900));
	assert_true(px_breaker_allows(&breaker, MS(1000)));
}

static void one_call_tries_whether_it_works_again(void **state)
{
	struct px_breaker breaker = broken_at_0();

	(void)state;
	assert_true(px_breaker_allows(&breaker, MS(1000)));
	assert_int_equal(breaker.state, PX_BREAKER_HALF_OPEN);
	assert_false(px_breaker_allows(&breaker, MS(1000)));
	px_breaker_succeeded(&breaker);
	assert_int_equal(breaker.state, PX_BREAKER_CLOSED);
	/* Its count and its rest begin anew. */
	px_breaker_failed(&breaker, MS(1000));
	px_breaker_failed(&breaker, MS(1000));
	assert_true(px_breaker_allows(&breaker, MS(1000)));
	px_breaker_failed(&breaker, MS(1000));
	assert_false(px_breaker_allows(&breaker, MS(1999)));
	assert_true(px_breaker_allows(&breaker, MS(2000)));
}

static void rests_grow_up_to_a_limit(void **state)
{
	struct px_breaker breaker = broken_at_0();
	const int64_t rests[] = { 1000, 2000, 3000, 3000 };
	int64_t now = 0;

	(void)state;
	for (int i = 0; i < 4; i++) {
		assert_false(px_breaker_allows(&breaker, now + MS(rests[i]) - 1));
		now += MS(rests[i]);
		assert_true(px_breaker_allows(&breaker, now));
		px_breaker_failed(&breaker, now);
	}
}

static void a_cancelled_try_says_nothing(void **state)
{
	struct px_breaker breaker = broken_at_0();

	(void)state;
	assert_true(px_breaker_allows(&breaker, MS(1000)));
	px_breaker_passed(&breaker);
	assert_int_equal(breaker.state, PX_BREAKER_HALF_OPEN);
	assert_true(px_breaker_allows(&breaker, MS(1000)));
	assert_false(px_breaker_allows(&breaker, MS(1000)));
	assert_string_equal(px_breaker_state_name(breaker.state), "half_open");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_after_failures_in_a_row_only),
		cmocka_unit_test(one_call_tries_whether_it_works_again),
		cmocka_unit_test(rests_grow_up_to_a_limit),
		cmocka_unit_test(a_cancelled_try_says_nothing),
	};

	return cmocka_run_group_tests_name("breaker", tests, NULL, NULL);
}
