/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many timers of few durations, on one libuv timer per loop.
 *
 * A list holds the timers of one duration, soonest first; as the duration is
 * fixed, a new one nearly always goes to the end.  Starting and stopping are
 * constant time and allocate nothing: the timer is a struct of yours.  All on
 * the loop's thread.  Deadlines are milliseconds of px_clock_mono.
 */
#ifndef PX_NET_EIO_TIMER_H
#define PX_NET_EIO_TIMER_H

#include "sys/loop.h"

#include <stdbool.h>
#include <stdint.h>

struct px_eio_timer {
	struct px_eio_timer *prev, *next; /* both NULL: not running */
	int64_t due;
};

struct px_eio_clock;

struct px_eio_timer_list {
	struct px_eio_timer head; /* of the ring */
	unsigned ms;
	/* The timer is stopped already; it may be started again or freed. */
	void (*fire)(struct px_eio_timer *timer);
	struct px_eio_timer_list *next;
	struct px_eio_clock *clock;
};

struct px_eio_clock {
	uv_timer_t timer;
	struct px_eio_timer_list *lists;
	int64_t armed; /* what `timer` is set to; INT64_MAX if to nothing */
	bool running;  /* px_eio_clock_run is under way */
};

void px_eio_clock_init(struct px_eio_clock *clock, struct px_loop *loop);
/* Closes the libuv timer; `closed` runs when the struct may go.  No timer may be started any more. */
void px_eio_clock_close(struct px_eio_clock *clock, uv_close_cb closed);
void px_eio_clock_add(struct px_eio_clock *clock, struct px_eio_timer_list *list, unsigned ms,
		      void (*fire)(struct px_eio_timer *timer));
int64_t px_eio_clock_now(void);
/* Fires what is due now; called by the loop, and before anything that must not be overtaken by it. */
void px_eio_clock_run(struct px_eio_clock *clock);

/* Starts, or starts again, from now. */
void px_eio_timer_start(struct px_eio_timer *timer, struct px_eio_timer_list *list);
/* The same, counted from an instant given (at most now). */
void px_eio_timer_start_from(struct px_eio_timer *timer, struct px_eio_timer_list *list,
			     int64_t from);
void px_eio_timer_stop(struct px_eio_timer *timer); /* harmless if it isn't running */
static inline bool px_eio_timer_running(const struct px_eio_timer *timer)
{
	return timer->next != NULL;
}

#endif
