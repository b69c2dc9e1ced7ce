/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a call that failed may be tried again: growing pauses with jitter, or
 * what the peer asks for by Retry-After (RFC 9110 section 10.2.3).
 *
 * Which failures may pass, and how often to try, is the caller's matter.
 */
#ifndef PX_NET_RETRY_H
#define PX_NET_RETRY_H

#include <stdint.h>

/* Milliseconds from `now_ms` (UTC) to what the header asks for, in seconds or as a date; -1: absent or neither. */
int64_t px_retry_after(const char *header, int64_t now_ms);
/*
 * Milliseconds to wait before attempt 1, 2, ... after the first (`attempt` counts
 * those made, less one): half to all of base_ms * 2^attempt, at most max_ms, at
 * random, so that threads and nodes don't come back in step.  Never less than
 * `retry_after` (-1: none).
 */
int64_t px_retry_pause(unsigned attempt, int64_t base_ms, int64_t max_ms, int64_t retry_after);

#endif
