/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two clocks: wall time (UTC milliseconds) and a monotonic one.
 *
 * px_clock_fix pins the wall clock, for golden tests and `--now`; ids and
 * timestamps then follow it.  Thread-safe.
 */
#ifndef PX_BASE_CLOCK_H
#define PX_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

int64_t px_clock_now(void);    /* UTC milliseconds since 1970 */
int64_t px_clock_mono(void);   /* monotonic nanoseconds */
void px_clock_fix(int64_t utc_ms); /* pins px_clock_now; 0 unpins */
bool px_clock_is_fixed(void);  /* what is due later never comes */

#endif
