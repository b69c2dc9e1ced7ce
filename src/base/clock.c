/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wall and monotonic clocks over clock_gettime, with a pin for tests.
 */
#include "base/clock.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic int64_t pinned;

int64_t px_clock_now(void)
{
	int64_t fixed = atomic_load_explicit(&pinned, memory_order_relaxed);
	struct timespec t;

	if (fixed)
		return fixed;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t px_clock_mono(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void px_clock_fix(int64_t utc_ms)
{
	atomic_store(&pinned, utc_ms);
}

bool px_clock_is_fixed(void)
{
	return atomic_load(&pinned) != 0;
}
