/* SPDX-License-Identifier: Apache-2.0 */
/* Alarms: at the instant, at once if it is past, replaced, turned off, with a pinned clock. */
#include "sys/alarm.h"

#include "base/civil.h"
#include "base/clock.h"

#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct bell {
	struct px_loop *loop;
	struct px_alarm *alarm;
	sem_t rang;
};

static void ring(void *arg)
{
	struct bell *bell = arg;

	sem_post(&bell->rang);
}

static int set_up(void **state)
{
	static struct bell bell;

	sem_init(&bell.rang, 0, 0);
	assert_int_equal(px_loop_new(0, &bell.loop, NULL), PX_OK);
	assert_int_equal(px_alarm_new(bell.loop, ring, &bell, &bell.alarm, NULL), PX_OK);
	*state = &bell;
	return 0;
}

static int tear_down(void **state)
{
	struct bell *bell = *state;

	px_clock_fix(0);
	px_alarm_free(bell->alarm);
	px_loop_free(bell->loop);
	sem_destroy(&bell->rang);
	return 0;
}

static void wait_for(struct bell *bell)
{
	while (sem_wait(&bell->rang) != 0)
		;
}

static void rings_at_the_instant(void **state)
{
	struct bell *bell = *state;
	int64_t at = px_clock_now() + 20;

	px_alarm_set(bell->alarm, at);
	wait_for(bell);
	assert_true(px_clock_now() >= at);
	assert_int_not_equal(sem_trywait(&bell->rang), 0);
}

static void rings_at_once_for_the_past(void **state)
{
	struct bell *bell = *state;

	px_alarm_set(bell->alarm, 1);
	wait_for(bell);
	px_alarm_set(bell->alarm, px_clock_now());
	wait_for(bell);
}

static void the_last_setting_holds(void **state)
{
	struct bell *bell = *state;
	int64_t at = px_clock_now() + 10;

	px_alarm_set(bell->alarm, at + 3600000);
	px_alarm_set(bell->alarm, at);
	wait_for(bell);
	px_alarm_set(bell->alarm, px_clock_now() + 1);
	px_alarm_set(bell->alarm, PX_TIME_NONE);
	px_alarm_set(bell->alarm, 1); /* rings after anything set before would have */
	wait_for(bell);
	assert_int_not_equal(sem_trywait(&bell->rang), 0);
}

static void a_pinned_clock_counts_from_where_it_stands(void **state)
{
	struct bell *bell = *state;

	px_clock_fix(INT64_C(1768471200000));
	px_alarm_set(bell->alarm, INT64_C(1768471200000) + 5);
	wait_for(bell);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rings_at_the_instant), TEST(rings_at_once_for_the_past), TEST(the_last_setting_holds),
		TEST(a_pinned_clock_counts_from_where_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
