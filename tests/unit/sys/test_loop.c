/* SPDX-License-Identifier: Apache-2.0 */
/* Loops: order of posts, several posters, stopping, synchronous runs, parts. */
#include "sys/loop.h"

#include "base/mem.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <cmocka.h>

enum { POSTERS = 4, JOBS = 2000 };

struct numbered {
	struct px_job job;
	struct poster *poster;
	int number;
};

struct poster {
	struct px_loop *loop;
	struct numbered jobs[JOBS];
	int seen;      /* loop thread */
	bool in_order; /* loop thread */
};

static struct px_loop *new_loop(void)
{
	struct px_loop *loop;

	assert_int_equal(px_loop_new(0, &loop, NULL), PX_OK);
	return loop;
}

static void run_numbered(struct px_job *job)
{
	struct numbered *numbered = (struct numbered *)job;

	if (numbered->number != numbered->poster->seen++)
		numbered->poster->in_order = false;
}

static void *post_all(void *arg)
{
	struct poster *poster = arg;

	for (int i = 0; i < JOBS; i++) {
		poster->jobs[i] = (struct numbered){ { .run = run_numbered }, poster, i };
		if (!px_loop_post(poster->loop, &poster->jobs[i].job))
			return poster;
	}
	return NULL;
}

static void keeps_the_order_of_each_poster(void **state)
{
	struct poster *posters = px_calloc(POSTERS, sizeof(*posters));
	struct px_loop *loop = new_loop();
	pthread_t threads[POSTERS];

	(void)state;
	for (int i = 0; i < POSTERS; i++) {
		posters[i].loop = loop;
		posters[i].in_order = true;
		assert_int_equal(pthread_create(&threads[i], NULL, post_all, &posters[i]), 0);
	}
	for (int i = 0; i < POSTERS; i++) {
		void *refused;
		pthread_join(threads[i], &refused);
		assert_null(refused);
	}
	px_loop_free(loop);
	for (int i = 0; i < POSTERS; i++) {
		assert_int_equal(posters[i].seen, JOBS);
		assert_true(posters[i].in_order);
	}
	free(posters);
}

static void see_current(void *arg)
{
	*(struct px_loop **)arg = px_loop_current();
}

static void knows_the_current_loop(void **state)
{
	struct px_loop *loop = new_loop(), *seen = NULL;

	(void)state;
	assert_null(px_loop_current());
	px_loop_run_sync(loop, see_current, &seen);
	assert_ptr_equal(seen, loop);
	px_loop_free(loop);
}

struct counted {
	struct px_job job;
	struct px_loop *loop;
	bool ran, posted_again;
};

static void run_counted(struct px_job *job)
{
	((struct counted *)job)->ran = true;
}

static struct counted second;

/* Blocks the loop until the main thread has asked it to stop, then posts to itself. */
static void post_while_stopping(struct px_job *job)
{
	struct counted *counted = (struct counted *)job;

	counted->ran = true;
	second.job.run = run_counted;
	counted->posted_again = px_loop_post(counted->loop, &second.job);
}

static void runs_what_is_queued_before_it_stops(void **state)
{
	struct counted first = { .job.run = post_while_stopping, .loop = new_loop() };

	(void)state;
	second = (struct counted){ 0 };
	assert_true(px_loop_post(first.loop, &first.job));
	px_loop_free(first.loop);
	assert_true(first.ran);
	/* Whether the post came before or after the stop, accepted must mean run. */
	assert_int_equal(second.ran, first.posted_again);
}

struct part {
	struct px_loop_part part;
	uv_timer_t timer;
	struct px_loop *loop;
	int stopped, closed, released;
};

static const char part_key;

static void timer_closed(uv_handle_t *handle)
{
	((struct part *)handle->data)->closed++;
}

static void stop_part(struct px_loop_part *base)
{
	struct part *part = (struct part *)base;

	part->stopped++;
	uv_close((uv_handle_t *)&part->timer, timer_closed);
}

static void release_part(struct px_loop_part *base)
{
	struct part *part = (struct part *)base;

	assert_int_equal(part->closed, 1);
	part->released++;
}

static void never(uv_timer_t *timer)
{
	(void)timer;
	abort();
}

static void add_part(void *arg)
{
	struct part *part = arg;

	part->part = (struct px_loop_part){ .key = &part_key, .stop = stop_part,
					    .release = release_part };
	uv_timer_init(px_loop_uv(part->loop), &part->timer);
	part->timer.data = part;
	uv_timer_start(&part->timer, never, 3600 * 1000, 0);
	assert_null(px_loop_part(part->loop, &part_key));
	px_loop_add_part(part->loop, &part->part);
	assert_ptr_equal(px_loop_part(part->loop, &part_key), part);
}

static void parts_live_with_the_loop(void **state)
{
	struct part part = { .loop = new_loop() };

	(void)state;
	px_loop_run_sync(part.loop, add_part, &part);
	px_loop_free(part.loop);
	assert_int_equal(part.stopped, 1);
	assert_int_equal(part.released, 1);
}

static void tells_index_and_scratch(void **state)
{
	struct px_loop *loop;
	char *data;
	size_t size;

	(void)state;
	assert_int_equal(px_loop_new(3, &loop, NULL), PX_OK);
	assert_int_equal(px_loop_index(loop), 3);
	px_loop_scratch(loop, &data, &size);
	assert_int_equal(size, 65536);
	data[0] = data[size - 1] = 'x';
	px_loop_free(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_the_order_of_each_poster),
		cmocka_unit_test(knows_the_current_loop),
		cmocka_unit_test(runs_what_is_queued_before_it_stops),
		cmocka_unit_test(parts_live_with_the_loop),
		cmocka_unit_test(tells_index_and_scratch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
