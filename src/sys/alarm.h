/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_alarm: rings once at an instant of the wall clock.
 *
 * The timers of a loop count elapsed time and stand still while the machine
 * sleeps; an alarm follows the clock on the wall.  It rings late by as long as
 * the machine slept past the instant, and also, early, whenever somebody sets
 * the clock: who is called looks for himself what is due.
 */
#ifndef PX_SYS_ALARM_H
#define PX_SYS_ALARM_H

#include "sys/loop.h"

#include <stdint.h>

struct px_alarm;

/* `ring` is called on the loop's thread.  Not from a loop's thread; the alarm is off at first. */
enum px_err px_alarm_new(struct px_loop *loop, void (*ring)(void *arg), void *arg,
			 struct px_alarm **alarm, struct px_error *error) PX_MUST_CHECK;
/* Any thread.  Replaces what was set; an instant that is past rings at once.  PX_TIME_NONE: off. */
void px_alarm_set(struct px_alarm *alarm, int64_t utc_ms);
/* Not from a loop's thread.  `ring` is not called any more once this returned.  NULL is fine. */
void px_alarm_free(struct px_alarm *alarm);

#endif
