/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_shards: a fixed set of worker threads; each user hashes to one.
 *
 * All work of a user runs on its shard, one job at a time and in the order it
 * was posted, so domain code needs no locks and may block on the store.
 * Waiting for a model or a peer must not hold a shard: post again when the
 * answer is there.
 */
#ifndef PX_SYS_SHARD_H
#define PX_SYS_SHARD_H

#include "base/err.h"
#include "base/id.h"
#include "sys/loop.h"

struct px_shards;

/* Runs once on each shard's thread at its start and end, for per-shard state. */
struct px_shard_hooks {
	void *(*start)(void *arg, unsigned index); /* returns the shard's data */
	void (*stop)(void *arg, void *data);
	void *arg;
};

enum px_err px_shards_new(unsigned count, const struct px_shard_hooks *hooks,
			  struct px_shards **shards, struct px_error *error) PX_MUST_CHECK;
/* Refuses new jobs, runs the queued ones, joins. */
void px_shards_free(struct px_shards *shards);
/* Any thread.  False (job not taken) when stopping or when that queue holds `PX_SHARD_QUEUE_MAX`. */
bool px_shard_post(struct px_shards *shards, struct px_id user, struct px_job *job);
/* The same by index, for work that belongs to no user (maintenance); never refused for length. */
bool px_shard_post_to(struct px_shards *shards, unsigned index, struct px_job *job);
unsigned px_shards_count(const struct px_shards *shards);
unsigned px_shard_of(const struct px_shards *shards, struct px_id user);
/* Jobs waiting on a shard now; for metrics. */
size_t px_shard_depth(const struct px_shards *shards, unsigned index);
/* The index and data of the shard whose thread this is; -1 and NULL elsewhere. */
int px_shard_current(void);
void *px_shard_data(void);
/* On a shard's thread: whether other jobs wait behind the one that runs.  False elsewhere. */
bool px_shard_crowded(void);
/*
 * Any thread, at any time, of all shards of this process: whether jobs wait, so that more work makes somebody wait longer;
 * and how many were begun so far.
 */
bool px_shards_crowded(void);
uint64_t px_shards_begun(void);
/* Data of a shard by its index, for what of it any thread may read; NULL before it has started. */
void *px_shard_data_at(const struct px_shards *shards, unsigned index);

enum { PX_SHARD_QUEUE_MAX = 65536 };

#endif
