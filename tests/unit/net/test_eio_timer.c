/* SPDX-License-Identifier: Apache-2.0 */
/* Timer lists on a real loop: order, stopping, restarting, and running by hand. */
#include "net/eio_timer.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { COUNT = 5 };

struct one {
	struct px_eio_timer timer; /* first */
	int number;
};

struct fixture {
	struct px_loop *loop;
	struct px_eio_clock clock;
	struct px_eio_timer_list slow, quick;
	struct one ones[COUNT];
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int fired[COUNT * 2];
	int count;
	bool closed;
};

static struct fixture *now_testing; /* a timer's callback gets nothing but the timer */

static void fire(struct px_eio_timer *timer)
{
	struct fixture *f = now_testing;

	assert_false(px_eio_timer_running(timer));
	pthread_mutex_lock(&f->lock);
	f->fired[f->count++] = ((struct one *)timer)->number;
	pthread_cond_broadcast(&f->changed);
	pthread_mutex_unlock(&f->lock);
}

static void init(void *arg)
{
	struct fixture *f = arg;

	px_eio_clock_init(&f->clock, f->loop);
	px_eio_clock_add(&f->clock, &f->slow, 3600000, fire);
	px_eio_clock_add(&f->clock, &f->quick, 1, fire);
	for (int i = 0; i < COUNT; i++)
		f->ones[i] = (struct one){ .number = i };
}

static void on_closed(uv_handle_t *handle)
{
	struct fixture *f = now_testing;

	(void)handle;
	pthread_mutex_lock(&f->lock);
	f->closed = true;
	pthread_cond_broadcast(&f->changed);
	pthread_mutex_unlock(&f->lock);
}

static void finish(void *arg)
{
	px_eio_clock_close(&((struct fixture *)arg)->clock, on_closed);
}

static void run_on_loop(void (*on_loop)(void *arg), int expected)
{
	struct fixture f = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

	now_testing = &f;
	assert_int_equal(px_loop_new(0, &f.loop, NULL), PX_OK);
	px_loop_run_sync(f.loop, init, &f);
	px_loop_run_sync(f.loop, on_loop, &f);
	pthread_mutex_lock(&f.lock);
	while (f.count < expected)
		pthread_cond_wait(&f.changed, &f.lock);
	pthread_mutex_unlock(&f.lock);
	px_loop_run_sync(f.loop, finish, &f);
	pthread_mutex_lock(&f.lock);
	while (!f.closed)
		pthread_cond_wait(&f.changed, &f.lock);
	pthread_mutex_unlock(&f.lock);
	assert_int_equal(f.count, expected);
	px_loop_free(f.loop);
}

static void start_and_stop(void *arg)
{
	struct fixture *f = arg;

	for (int i = 0; i < COUNT; i++)
		px_eio_timer_start(&f->ones[i].timer, i == 1 ? &f->slow : &f->quick);
	px_eio_timer_stop(&f->ones[3].timer);
	px_eio_timer_stop(&f->ones[3].timer);
	assert_true(px_eio_timer_running(&f->ones[1].timer));
	assert_false(px_eio_timer_running(&f->ones[3].timer));
}

static void test_fires_what_is_not_stopped(void **state)
{
	(void)state;
	run_on_loop(start_and_stop, 3);
}

static void order(void *arg)
{
	struct fixture *f = arg;
	int64_t now = px_eio_clock_now();

	/* counted from instants in the past, not in order */
	static const int64_t back[COUNT] = { 100, 500, 300, 500, 200 };
	for (int i = 0; i < COUNT; i++)
		px_eio_timer_start_from(&f->ones[i].timer, &f->quick, now - back[i]);
	px_eio_timer_start_from(&f->ones[0].timer, &f->quick, now - 400); /* again */
	px_eio_clock_run(&f->clock);
	assert_int_equal(f->count, COUNT);
	static const int expected[COUNT] = { 1, 3, 0, 2, 4 };
	assert_memory_equal(f->fired, expected, sizeof(expected));
}

static void test_fires_in_order_of_deadline(void **state)
{
	(void)state;
	run_on_loop(order, COUNT);
}

static void early(void *arg)
{
	struct fixture *f = arg;

	px_eio_timer_start(&f->ones[0].timer, &f->slow);
	px_eio_clock_run(&f->clock);
	assert_int_equal(f->count, 0);
	assert_int_equal(f->ones[0].timer.due - px_eio_clock_now() > 3599000, 1);
}

static void test_does_not_fire_early(void **state)
{
	(void)state;
	run_on_loop(early, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fires_what_is_not_stopped),
		cmocka_unit_test(test_fires_in_order_of_deadline),
		cmocka_unit_test(test_does_not_fire_early),
	};
	return cmocka_run_group_tests_name("net/eio_timer", tests, NULL, NULL);
}
