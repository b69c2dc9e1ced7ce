/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The embedder's own structure, shared by embed.c (facade, work on any
 * thread) and embed_queue.c (threads and waiting requests).
 */
#ifndef PX_EMBED_EMBED_INTERNAL_H
#define PX_EMBED_EMBED_INTERNAL_H

#include "embed/embed_cache.h"
#include "embed/embed_driver.h"

#include <pthread.h>
#include <stdatomic.h>

enum { PX_EMBED_THREADS_MAX = 16, PX_EMBED_IDLE_MAX = 16 };

/* A copied request.  Guarded by the queue's lock, except what a slice under way writes. */
struct px_embed_job {
	struct px_embed_job *next;
	struct px_arena arena;        /* of texts, results, slices */
	struct px_embed_request request;
	struct px_embedding *results;
	struct px_arena *slices;      /* one per slice that was begun: what results point to */
	size_t slice_count;
	size_t taken;                 /* texts that a thread has or had */
	size_t open;                  /* texts not done yet */
	enum px_err err;              /* the first failure */
	struct px_error error;
	int64_t submitted;
};

struct px_embed_line {
	struct px_embed_job *first, **last;
	size_t texts;
};

struct px_embed {
	const struct px_embed_driver *driver;
	void *self;
	struct px_embed_cache *cache;

	pthread_mutex_t idle_lock; /* workspaces that nobody uses */
	void *idle[PX_EMBED_IDLE_MAX];
	size_t idle_count;

	pthread_mutex_t lock;      /* the queue; state is
				    *   running:  threads take jobs, submit adds
				    *   stopping: threads leave, submit refuses, free ends what is left */
	pthread_cond_t more;
	bool stopping;
	struct px_embed_line lines[2]; /* [1]: urgent */
	size_t limit;
	pthread_t threads[PX_EMBED_THREADS_MAX];
	unsigned thread_count;

	struct px_histogram latency, work;
	_Atomic uint64_t texts, tokens, requests, failures, refused, cache_hits, retries;
};

/* Cache, then driver, for at most one batch of the driver; on any thread. */
enum px_err px_embed_slice(struct px_embed *embed, const struct px_embed_request *request, size_t begin,
			   size_t count, struct px_arena *arena, struct px_embedding *results,
			   struct px_error *error) PX_MUST_CHECK;
/* How many texts from `begin` on go into one batch; at least one. */
size_t px_embed_slice_length(const struct px_embed *embed, const struct px_embed_request *request, size_t begin);
/* Counts, sizes, abilities. */
enum px_err px_embed_check(struct px_embed *embed, const struct px_embed_request *request,
			   struct px_error *error) PX_MUST_CHECK;

enum px_err px_embed_queue_start(struct px_embed *embed, unsigned threads, struct px_error *error) PX_MUST_CHECK;
void px_embed_queue_stop(struct px_embed *embed);

#endif
