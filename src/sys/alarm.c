/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A timerfd of CLOCK_REALTIME with TFD_TIMER_CANCEL_ON_SET, watched by the
 * loop.  Setting it is one system call, whatever thread does it.
 */
#include "sys/alarm.h"

#include "base/civil.h"
#include "base/clock.h"
#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

struct px_alarm {
	struct px_loop *loop;
	void (*ring)(void *arg);
	void *arg;
	int fd;
	uv_poll_t poll;
};

/* An expiry gives a count; a clock that was set gives ECANCELED. */
static void readable(uv_poll_t *poll, int status, int events)
{
	struct px_alarm *alarm = poll->data;
	uint64_t expiries;
	ssize_t n = read(alarm->fd, &expiries, sizeof(expiries));

	(void)status;
	(void)events;
	if (n == (ssize_t)sizeof(expiries) || errno == ECANCELED)
		alarm->ring(alarm->arg);
}

static void start(void *arg)
{
	struct px_alarm *alarm = arg;

	uv_poll_init(px_loop_uv(alarm->loop), &alarm->poll, alarm->fd);
	alarm->poll.data = alarm;
	uv_poll_start(&alarm->poll, UV_READABLE, readable);
}

static void closed(uv_handle_t *handle)
{
	struct px_alarm *alarm = handle->data;

	close(alarm->fd);
	free(alarm);
}

static void stop(void *arg)
{
	struct px_alarm *alarm = arg;

	uv_close((uv_handle_t *)&alarm->poll, closed);
}

enum px_err px_alarm_new(struct px_loop *loop, void (*ring)(void *arg), void *arg,
			 struct px_alarm **out, struct px_error *error)
{
	int fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);

	if (fd < 0)
		return px_fail(error, PX_IO, NULL, "cannot make a timer: %s", strerror(errno));
	struct px_alarm *alarm = px_calloc(1, sizeof(*alarm));
	*alarm = (struct px_alarm){ .loop = loop, .ring = ring, .arg = arg, .fd = fd };
	px_loop_run_sync(loop, start, alarm);
	*out = alarm;
	return PX_OK;
}

void px_alarm_set(struct px_alarm *alarm, int64_t utc_ms)
{
	struct itimerspec at = { { 0, 0 }, { 0, 0 } };
	struct timespec now;

	if (utc_ms != PX_TIME_NONE) {
		/* By the distance from our own clock, which may be pinned. */
		clock_gettime(CLOCK_REALTIME, &now);
		int64_t ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + (utc_ms - px_clock_now());
		ms = ms < 1 ? 1 : ms; /* all zero would turn it off */
		at.it_value = (struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	}
	timerfd_settime(alarm->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &at, NULL);
}

void px_alarm_free(struct px_alarm *alarm)
{
	if (alarm)
		px_loop_run_sync(alarm->loop, stop, alarm);
}
