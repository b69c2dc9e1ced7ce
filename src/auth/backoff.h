/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Growing waits after failures: a bounded table of keys with their failures.
 *
 * The first `free` failures cost nothing, then the wait starts at `base` and
 * doubles up to `max`.  An hour after its last failure a key is forgotten.
 * Thread-safe.
 */
#ifndef PX_AUTH_BACKOFF_H
#define PX_AUTH_BACKOFF_H

#include "auth/siphash.h"

struct px_backoff;

struct px_backoff_rule {
	uint32_t free, base_ms, max_ms;
};

struct px_backoff *px_backoff_new(size_t max_keys);
void px_backoff_free(struct px_backoff *backoff);
/* Milliseconds still to wait; 0: none. */
uint32_t px_backoff_wait(struct px_backoff *backoff, struct px_siphash key, int64_t now_ms);
void px_backoff_fail(struct px_backoff *backoff, struct px_siphash key, const struct px_backoff_rule *rule,
		     int64_t now_ms);
void px_backoff_clear(struct px_backoff *backoff, struct px_siphash key);

#endif
