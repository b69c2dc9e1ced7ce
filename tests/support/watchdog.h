/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ends the program of a test on a store that fails or waits for ever.
 *
 * A test that fails with a transaction open leaves a store that can't be
 * closed: tearing down would wait for that transaction, and what failed would
 * never be printed.  So the first failure prints its reason and ends the
 * program, and a test that takes too long is ended by SIGALRM.
 */
#ifndef PX_TESTS_SUPPORT_WATCHDOG_H
#define PX_TESTS_SUPPORT_WATCHDOG_H

#include <stdlib.h>
#include <unistd.h>

#ifdef __SANITIZE_THREAD__
enum { WATCHDOG_SECONDS = 60 }; /* everything is some ten times slower */
#else
enum { WATCHDOG_SECONDS = 15 };
#endif

/* At the start of a test, and in a long one after each step that must not take that long. */
static inline void watchdog_start(void)
{
	setenv("CMOCKA_TEST_ABORT", "1", 1);
	alarm(WATCHDOG_SECONDS);
}

static inline void watchdog_stop(void)
{
	alarm(0);
}

#endif
