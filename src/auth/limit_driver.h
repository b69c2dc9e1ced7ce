/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a keeper of token buckets offers.  Included by limit.c and the drivers.
 *
 * A bucket is one number, the instant at which it will be full again (GCRA):
 * taking `cost` moves it `cost` intervals into the future and is allowed while
 * it stays within the burst.  Every slot answers at once, from any thread, and
 * never blocks: a driver that shares buckets between nodes works on a local
 * copy and reconciles it in the background.
 */
#ifndef PX_AUTH_LIMIT_DRIVER_H
#define PX_AUTH_LIMIT_DRIVER_H

#include "auth/limit.h"
#include "auth/siphash.h"

struct px_bucket_rule {
	int64_t interval; /* nanoseconds for one token */
	int64_t burst;    /* nanoseconds: tokens that fit, times interval */
};

struct px_limit_driver {
	const char *name;
	/* The memory is bounded by config->max_keys, which is not 0. */
	enum px_err (*create)(const struct px_limit_config *config, void **state, struct px_error *error);
	void (*destroy)(void *state);
	/*
	 * Takes if it fits; *full_at is when the bucket will be full again
	 * (before `now`: it is), after taking or, if refused, as it stands.
	 */
	bool (*take)(void *state, struct px_siphash key, const struct px_bucket_rule *rule, uint32_t cost,
		     int64_t now, int64_t *full_at);
	/* Gives back what a take took, when a sibling bucket refused. */
	void (*give)(void *state, struct px_siphash key, const struct px_bucket_rule *rule, uint32_t cost);
	/* What was taken is kept: others may be told.  NULL: there are none. */
	void (*share)(void *state, struct px_siphash key, const struct px_bucket_rule *rule, uint32_t cost);
	/* Adds `keys`, `evicted` and what it knows of sharing. */
	void (*stats)(void *state, struct px_limit_stats *stats);
};

extern const struct px_limit_driver px_limit_local, px_limit_redis;

/* Of "local", for those who keep it as their copy: the bucket is full at `full_at` or, if that is later, when it would be anyhow. */
void px_limit_local_raise(void *state, struct px_siphash key, int64_t now, int64_t full_at);

#endif
