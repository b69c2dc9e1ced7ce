/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worker threads with a locked queue each.
 *
 * A worker takes its whole queue at once and runs it without the lock, so the
 * lock is held for a few instructions and a busy worker is never signalled.
 */
#include "sys/shard.h"

#include "base/mem.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct shard {
	struct px_shards *shards;
	unsigned index;
	bool started;
	_Atomic(void *) data; /* what the hooks gave, while the shard runs */
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t work;
	/* Under the mutex. */
	struct px_job *first, **end;
	bool waiting, stopping;
	/* Written by posters under the mutex, and by the worker as it takes each job up. */
	_Atomic size_t depth;
};

struct px_shards {
	struct px_shard_hooks hooks;
	unsigned count;
	struct shard shard[];
};

/* Jobs on all shards: for whoever has no shards to ask, and may outlive them. */
static _Atomic uint64_t all_posted, all_begun;

static _Thread_local const struct shard *current;
static _Thread_local void *current_data;

/* Waits for work; NULL once stopping with nothing left. */
static struct px_job *take_all(struct shard *shard)
{
	pthread_mutex_lock(&shard->mutex);
	while (!shard->first && !shard->stopping) {
		shard->waiting = true;
		pthread_cond_wait(&shard->work, &shard->mutex);
		shard->waiting = false;
	}
	struct px_job *job = shard->first;
	shard->first = NULL;
	shard->end = &shard->first;
	pthread_mutex_unlock(&shard->mutex);
	return job;
}

static void *shard_main(void *arg)
{
	struct shard *shard = arg;
	const struct px_shard_hooks *hooks = &shard->shards->hooks;
	struct px_job *job;
	char name[16];

	snprintf(name, sizeof(name), "px-shard-%u", shard->index);
	pthread_setname_np(pthread_self(), name);
	current = shard;
	if (hooks->start)
		current_data = hooks->start(hooks->arg, shard->index);
	atomic_store(&shard->data, current_data);
	while ((job = take_all(shard)) != NULL) {
		while (job) {
			struct px_job *next = job->next;
			atomic_fetch_sub_explicit(&shard->depth, 1, memory_order_relaxed);
			atomic_fetch_add_explicit(&all_begun, 1, memory_order_relaxed);
			job->run(job);
			job = next;
		}
	}
	atomic_store(&shard->data, NULL);
	if (hooks->stop)
		hooks->stop(hooks->arg, current_data);
	current_data = NULL;
	current = NULL;
	return NULL;
}

static int start_shard(struct px_shards *shards, unsigned index)
{
	struct shard *shard = &shards->shard[index];
	sigset_t all, before;

	shard->shards = shards;
	shard->index = index;
	shard->end = &shard->first;
	pthread_mutex_init(&shard->mutex, NULL);
	pthread_cond_init(&shard->work, NULL);
	/* Signals are the main thread's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int failed = pthread_create(&shard->thread, NULL, shard_main, shard);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	shard->started = failed == 0;
	return failed;
}

enum px_err px_shards_new(unsigned count, const struct px_shard_hooks *hooks,
			  struct px_shards **out, struct px_error *error)
{
	if (count == 0)
		return px_fail(error, PX_INVALID, "shards", "there must be at least one shard");
	struct px_shards *shards = px_calloc(1, sizeof(*shards) + count * sizeof(shards->shard[0]));
	if (hooks)
		shards->hooks = *hooks;
	shards->count = count;
	for (unsigned i = 0; i < count; i++) {
		int failed = start_shard(shards, i);
		if (failed) {
			shards->count = i + 1;
			px_shards_free(shards);
			return px_fail(error, PX_IO, NULL, "cannot start shard %u: %s", i,
				       uv_strerror(uv_translate_sys_error(failed)));
		}
	}
	*out = shards;
	return PX_OK;
}

void px_shards_free(struct px_shards *shards)
{
	if (!shards)
		return;
	for (unsigned i = 0; i < shards->count; i++) {
		struct shard *shard = &shards->shard[i];
		pthread_mutex_lock(&shard->mutex);
		shard->stopping = true;
		pthread_cond_signal(&shard->work);
		pthread_mutex_unlock(&shard->mutex);
	}
	/* A job may still post to a neighbour (and be refused), so join all before destroying any. */
	for (unsigned i = 0; i < shards->count; i++)
		if (shards->shard[i].started)
			pthread_join(shards->shard[i].thread, NULL);
	for (unsigned i = 0; i < shards->count; i++) {
		pthread_cond_destroy(&shards->shard[i].work);
		pthread_mutex_destroy(&shards->shard[i].mutex);
	}
	free(shards);
}

static bool post(struct shard *shard, struct px_job *job, size_t depth_max)
{
	job->next = NULL;
	pthread_mutex_lock(&shard->mutex);
	bool taken = !shard->stopping &&
		     atomic_load_explicit(&shard->depth, memory_order_relaxed) < depth_max;
	if (taken) {
		*shard->end = job;
		shard->end = &job->next;
		atomic_fetch_add_explicit(&shard->depth, 1, memory_order_relaxed);
		atomic_fetch_add_explicit(&all_posted, 1, memory_order_relaxed);
		if (shard->waiting)
			pthread_cond_signal(&shard->work);
	}
	pthread_mutex_unlock(&shard->mutex);
	return taken;
}

bool px_shard_post(struct px_shards *shards, struct px_id user, struct px_job *job)
{
	return post(&shards->shard[px_shard_of(shards, user)], job, PX_SHARD_QUEUE_MAX);
}

bool px_shard_post_to(struct px_shards *shards, unsigned index, struct px_job *job)
{
	return post(&shards->shard[index], job, SIZE_MAX);
}

unsigned px_shards_count(const struct px_shards *shards)
{
	return shards->count;
}

unsigned px_shard_of(const struct px_shards *shards, struct px_id user)
{
	return (unsigned)(px_id_hash(user) % shards->count);
}

size_t px_shard_depth(const struct px_shards *shards, unsigned index)
{
	return atomic_load_explicit(&shards->shard[index].depth, memory_order_relaxed);
}

int px_shard_current(void)
{
	return current ? (int)current->index : -1;
}

void *px_shard_data(void)
{
	return current_data;
}

bool px_shard_crowded(void)
{
	return current && atomic_load_explicit(&current->depth, memory_order_relaxed) > 0;
}

void *px_shard_data_at(const struct px_shards *shards, unsigned index)
{
	return atomic_load(&shards->shard[index].data);
}

bool px_shards_crowded(void)
{
	uint64_t begun = px_shards_begun(); /* a job that comes and goes in between may be taken for one that waits */

	return atomic_load_explicit(&all_posted, memory_order_relaxed) > begun;
}

uint64_t px_shards_begun(void)
{
	return atomic_load_explicit(&all_begun, memory_order_relaxed);
}
