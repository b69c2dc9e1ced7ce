/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A libuv loop on its own thread, fed by a lock-free list of jobs.
 *
 * Posting pushes onto an atomic stack and wakes the loop only if the stack was
 * empty; the loop takes the whole stack at once and turns it round, so the
 * order of each poster is kept.  Stopping swaps the stack for a mark that
 * refuses every later push, which is why no job can be lost or run late.
 */
#include "sys/loop.h"

#include "base/mem.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { SCRATCH_SIZE = 65536 };

struct px_loop {
	uv_loop_t uv;
	uv_async_t wake;
	pthread_t thread;
	unsigned index;
	_Atomic(struct px_job *) posted; /* newest first, or &closed_mark */
	_Atomic bool stopping;
	_Atomic unsigned posting; /* threads inside px_loop_post */
	struct px_loop_part *parts;
	bool runs_jobs;
	char scratch[SCRATCH_SIZE];
};

static struct px_job closed_mark;
static _Thread_local struct px_loop *current;

/* Detaches the posted jobs, leaving `instead`; oldest first. */
static struct px_job *take_posted(struct px_loop *loop, struct px_job *instead)
{
	struct px_job *job = atomic_exchange_explicit(&loop->posted, instead, memory_order_acq_rel);
	struct px_job *oldest = NULL;

	while (job) {
		struct px_job *older = job->next;
		job->next = oldest;
		oldest = job;
		job = older;
	}
	return oldest;
}

static void run_jobs(struct px_loop *loop, struct px_job *job)
{
	loop->runs_jobs = true;
	while (job) {
		struct px_job *next = job->next;
		job->run(job);
		job = next;
	}
	loop->runs_jobs = false;
	for (struct px_loop_part *part = loop->parts; part; part = part->next)
		if (part->after_jobs)
			part->after_jobs(part);
}

static void close_left_over(uv_handle_t *handle, void *arg)
{
	(void)arg;
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

static void stop_on_thread(struct px_loop *loop)
{
	run_jobs(loop, take_posted(loop, &closed_mark));
	for (struct px_loop_part *part = loop->parts; part; part = part->next)
		if (part->stop)
			part->stop(part);
	uv_walk(&loop->uv, close_left_over, NULL);
}

static void on_wake(uv_async_t *wake)
{
	struct px_loop *loop = wake->data;

	if (uv_is_closing((uv_handle_t *)wake))
		return;
	/* Read first: a job queued before the flag was set is then run by one of the two. */
	if (atomic_load_explicit(&loop->stopping, memory_order_acquire))
		stop_on_thread(loop);
	else
		run_jobs(loop, take_posted(loop, NULL));
}

static void *loop_main(void *arg)
{
	struct px_loop *loop = arg;
	char name[16];

	snprintf(name, sizeof(name), "px-loop-%u", loop->index);
	pthread_setname_np(pthread_self(), name);
	current = loop;
	uv_run(&loop->uv, UV_RUN_DEFAULT);
	while (loop->parts) {
		struct px_loop_part *part = loop->parts;
		loop->parts = part->next;
		if (part->release)
			part->release(part);
	}
	current = NULL;
	return NULL;
}

/* Signals are the main thread's; a thread inherits the mask it is made with. */
static int start_thread(struct px_loop *loop)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int failed = pthread_create(&loop->thread, NULL, loop_main, loop);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failed;
}

enum px_err px_loop_new(unsigned index, struct px_loop **out, struct px_error *error)
{
	struct px_loop *loop = px_calloc(1, sizeof(*loop));
	int failed = uv_loop_init(&loop->uv);

	if (failed)
		goto no_loop;
	failed = uv_async_init(&loop->uv, &loop->wake, on_wake);
	if (failed)
		goto no_async;
	loop->index = index;
	loop->wake.data = loop;
	failed = start_thread(loop);
	if (failed) {
		failed = uv_translate_sys_error(failed);
		goto no_thread;
	}
	*out = loop;
	return PX_OK;

no_thread:
	uv_close((uv_handle_t *)&loop->wake, NULL);
	uv_run(&loop->uv, UV_RUN_DEFAULT);
no_async:
	uv_loop_close(&loop->uv);
no_loop:
	free(loop);
	return px_fail(error, PX_IO, NULL, "cannot start event loop %u: %s", index, uv_strerror(failed));
}

void px_loop_free(struct px_loop *loop)
{
	if (!loop)
		return;
	atomic_store_explicit(&loop->stopping, true, memory_order_release);
	uv_async_send(&loop->wake);
	pthread_join(loop->thread, NULL);
	/* A poster that was refused, or accepted just before, may still be on its way out. */
	while (atomic_load_explicit(&loop->posting, memory_order_acquire))
		sched_yield();
	uv_loop_close(&loop->uv);
	free(loop);
}

bool px_loop_post(struct px_loop *loop, struct px_job *job)
{
	atomic_fetch_add_explicit(&loop->posting, 1, memory_order_acquire);
	struct px_job *newest = atomic_load_explicit(&loop->posted, memory_order_relaxed);
	do {
		if (newest == &closed_mark)
			break;
		job->next = newest;
	} while (!atomic_compare_exchange_weak_explicit(&loop->posted, &newest, job,
							memory_order_release, memory_order_relaxed));
	bool taken = newest != &closed_mark;
	if (taken && !newest)
		uv_async_send(&loop->wake);
	atomic_fetch_sub_explicit(&loop->posting, 1, memory_order_release);
	return taken;
}

struct sync_job {
	struct px_job job;
	void (*run)(void *arg);
	void *arg;
	pthread_mutex_t mutex;
	pthread_cond_t done_changed;
	bool done;
};

static void run_sync_job(struct px_job *job)
{
	struct sync_job *sync = (struct sync_job *)job;

	sync->run(sync->arg);
	pthread_mutex_lock(&sync->mutex);
	sync->done = true;
	pthread_cond_signal(&sync->done_changed);
	pthread_mutex_unlock(&sync->mutex);
}

void px_loop_run_sync(struct px_loop *loop, void (*run)(void *arg), void *arg)
{
	struct sync_job sync = { .job = { .run = run_sync_job }, .run = run, .arg = arg };

	pthread_mutex_init(&sync.mutex, NULL);
	pthread_cond_init(&sync.done_changed, NULL);
	if (px_loop_post(loop, &sync.job)) {
		pthread_mutex_lock(&sync.mutex);
		while (!sync.done)
			pthread_cond_wait(&sync.done_changed, &sync.mutex);
		pthread_mutex_unlock(&sync.mutex);
	}
	pthread_cond_destroy(&sync.done_changed);
	pthread_mutex_destroy(&sync.mutex);
}

uv_loop_t *px_loop_uv(struct px_loop *loop)
{
	return &loop->uv;
}

unsigned px_loop_index(const struct px_loop *loop)
{
	return loop->index;
}

bool px_loop_runs_jobs(const struct px_loop *loop)
{
	return loop->runs_jobs;
}

struct px_loop *px_loop_current(void)
{
	return current;
}

void px_loop_scratch(struct px_loop *loop, char **data, size_t *size)
{
	*data = loop->scratch;
	*size = sizeof(loop->scratch);
}

struct px_loop_part *px_loop_part(const struct px_loop *loop, const void *key)
{
	struct px_loop_part *part = loop->parts;

	while (part && part->key != key)
		part = part->next;
	return part;
}

void px_loop_add_part(struct px_loop *loop, struct px_loop_part *part)
{
	part->next = loop->parts;
	loop->parts = part;
}
