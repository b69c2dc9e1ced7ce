/* SPDX-License-Identifier: Apache-2.0 */
#include "net/eio_timer.h"

#include "base/clock.h"

int64_t px_eio_clock_now(void)
{
	return px_clock_mono() / 1000000;
}

static void on_timer(uv_timer_t *timer)
{
	struct px_eio_clock *clock = timer->data;

	clock->armed = INT64_MAX;
	px_eio_clock_run(clock);
}

void px_eio_clock_init(struct px_eio_clock *clock, struct px_loop *loop)
{
	*clock = (struct px_eio_clock){ .armed = INT64_MAX };
	uv_timer_init(px_loop_uv(loop), &clock->timer);
	clock->timer.data = clock;
}

void px_eio_clock_close(struct px_eio_clock *clock, uv_close_cb closed)
{
	uv_close((uv_handle_t *)&clock->timer, closed);
}

void px_eio_clock_add(struct px_eio_clock *clock, struct px_eio_timer_list *list, unsigned ms,
		      void (*fire)(struct px_eio_timer *timer))
{
	*list = (struct px_eio_timer_list){ .ms = ms, .fire = fire, .next = clock->lists,
					    .clock = clock };
	list->head.prev = list->head.next = &list->head;
	clock->lists = list;
}

static void arm(struct px_eio_clock *clock, int64_t due)
{
	if (due >= clock->armed || clock->running)
		return;
	int64_t left = due - px_eio_clock_now();
	clock->armed = due;
	uv_update_time(clock->timer.loop);
	uv_timer_start(&clock->timer, on_timer, left > 0 ? (uint64_t)left : 0, 0);
}

void px_eio_timer_stop(struct px_eio_timer *timer)
{
	if (!timer->next)
		return;
	timer->prev->next = timer->next;
	timer->next->prev = timer->prev;
	timer->prev = timer->next = NULL;
}

void px_eio_timer_start_from(struct px_eio_timer *timer, struct px_eio_timer_list *list,
			     int64_t from)
{
	px_eio_timer_stop(timer);
	timer->due = from + list->ms;
	struct px_eio_timer *before = list->head.prev;
	while (before != &list->head && before->due > timer->due)
		before = before->prev;
	timer->prev = before;
	timer->next = before->next;
	timer->prev->next = timer->next->prev = timer;
	arm(list->clock, timer->due);
}

void px_eio_timer_start(struct px_eio_timer *timer, struct px_eio_timer_list *list)
{
	px_eio_timer_start_from(timer, list, px_eio_clock_now());
}

static void run_list(struct px_eio_timer_list *list, int64_t now)
{
	while (list->head.next != &list->head && list->head.next->due <= now) {
		struct px_eio_timer *timer = list->head.next;
		px_eio_timer_stop(timer);
		list->fire(timer);
	}
}

void px_eio_clock_run(struct px_eio_clock *clock)
{
	int64_t next = INT64_MAX, now = px_eio_clock_now();

	if (clock->running)
		return;
	clock->running = true;
	for (struct px_eio_timer_list *list = clock->lists; list; list = list->next)
		run_list(list, now);
	clock->running = false;
	for (struct px_eio_timer_list *list = clock->lists; list; list = list->next) {
		if (list->head.next != &list->head && list->head.next->due < next)
			next = list->head.next->due;
	}
	if (next != INT64_MAX)
		arm(clock, next);
}
