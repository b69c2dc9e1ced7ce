/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting requests and the threads that work them off.
 *
 * A request is cut into slices of one driver batch.  Threads take the next
 * slice of the first request in line, urgent ones first, so several threads
 * share a large request and an urgent one waits for one slice at most.
 * Whoever finishes a request's last slice completes it.
 *
 * The threads give way to all others: what is queued is made for later, and
 * people who wait for a turn go first.  Whoever needs a vector at once has
 * px_embed_now.  A lower priority alone would let them have each moment in
 * which a turn waits for the disk, and that turn then finds the caches full of
 * weights.  So while shards are busy, a thread rests after each slice until it
 * has had a twentieth of the time; an urgent request ends that.
 */
#include "embed/embed_internal.h"

#include "base/clock.h"
#include "base/mem.h"
#include "sys/shard.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum {
	NICENESS = 19,
	REST = 19,                  /* times what a slice took of the processor */
	LOOK_NS = 10 * 1000 * 1000, /* about what a slice takes */
	FEW = 4,                    /* jobs of shards in that time that are no load: the vectors' own are about as many */
};

static void free_job(struct px_embed_job *job)
{
	for (size_t i = 0; i < job->slice_count; i++)
		px_arena_release(&job->slices[i]);
	px_arena_release(&job->arena);
	free(job);
}

static void complete(struct px_embed *embed, struct px_embed_job *job)
{
	px_histogram_add(&embed->latency, px_clock_mono() - job->submitted);
	atomic_fetch_add_explicit(&embed->requests, 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&embed->failures, job->err != PX_OK, memory_order_relaxed);
	if (job->err)
		job->request.done(job->request.arg, job->err, &job->error, NULL, 0);
	else
		job->request.done(job->request.arg, PX_OK, NULL, job->results, job->request.count);
	free_job(job);
}

static struct px_embed_job *copy_request(const struct px_embed_request *request)
{
	struct px_embed_job *job = px_calloc(1, sizeof(*job));

	px_arena_init(&job->arena);
	job->request = *request;
	struct px_str *texts = px_arena_alloc(&job->arena, request->count * sizeof(*texts));
	for (size_t i = 0; i < request->count; i++) {
		struct px_str text = request->texts[i];
		texts[i] = px_str_n(px_arena_strn(&job->arena, text.data ? text.data : "", text.size), text.size);
	}
	job->request.texts = texts;
	job->results = px_arena_zero(&job->arena, request->count, sizeof(*job->results));
	job->slices = px_arena_zero(&job->arena, request->count, sizeof(*job->slices));
	job->open = request->count;
	job->submitted = px_clock_mono();
	return job;
}

enum px_err px_embed_submit(struct px_embed *embed, const struct px_embed_request *request, struct px_error *error)
{
	struct px_embed_line *line = &embed->lines[request->urgent];
	enum px_err err = px_embed_check(embed, request, error);

	if (err)
		return err;
	struct px_embed_job *job = copy_request(request);
	pthread_mutex_lock(&embed->lock);
	if (embed->stopping) {
		err = px_fail(error, PX_UNAVAILABLE, NULL, "the embedder is shutting down");
	} else if (line->texts > 0 && line->texts + request->count > embed->limit) {
		err = px_fail(error, PX_RATE_LIMITED, NULL, "%zu texts wait to be embedded already", line->texts);
		atomic_fetch_add_explicit(&embed->refused, 1, memory_order_relaxed);
	} else {
		*line->last = job;
		line->last = &job->next;
		line->texts += request->count;
		pthread_cond_broadcast(&embed->more);
	}
	pthread_mutex_unlock(&embed->lock);
	if (err)
		free_job(job);
	return err;
}

enum px_err px_embed_tokens(struct px_embed *embed, const struct px_embed_request *request, struct px_error *error)
{
	struct px_embed_request with_tokens = *request;

	with_tokens.tokens = true;
	return px_embed_submit(embed, &with_tokens, error);
}

/* Under the lock: the first job's texts are all taken, or will not be. */
static void leave_line(struct px_embed_line *line)
{
	struct px_embed_job *job = line->first;

	line->first = job->next;
	if (!line->first)
		line->last = &line->first;
	job->next = NULL;
}

struct slice {
	struct px_embed_job *job;
	struct px_arena *arena;
	size_t begin, count;
};

/* Under the lock; false if nothing waits. */
static bool take_slice(struct px_embed *embed, struct slice *slice)
{
	struct px_embed_line *line = &embed->lines[embed->lines[1].first != NULL];
	struct px_embed_job *job = line->first;

	if (!job)
		return false;
	slice->job = job;
	slice->begin = job->taken;
	slice->count = px_embed_slice_length(embed, &job->request, job->taken);
	slice->arena = &job->slices[job->slice_count++];
	px_arena_init(slice->arena);
	job->taken += slice->count;
	line->texts -= slice->count;
	if (job->taken == job->request.count)
		leave_line(line);
	return true;
}

/* Under the lock: no thread takes the rest of a request that failed. */
static void give_up(struct px_embed *embed, struct px_embed_job *job)
{
	struct px_embed_line *line = &embed->lines[job->request.urgent];
	size_t rest = job->request.count - job->taken;

	if (rest == 0)
		return;
	struct px_embed_job **at = &line->first;
	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
	if (line->last == &job->next)
		line->last = at;
	line->texts -= rest;
	job->taken = job->request.count;
	job->open -= rest;
}

static void work_slice(struct px_embed *embed, const struct slice *slice)
{
	struct px_embed_job *job = slice->job;
	struct px_error error = { 0 };

	pthread_mutex_unlock(&embed->lock);
	enum px_err err = px_embed_slice(embed, &job->request, slice->begin, slice->count, slice->arena,
					 job->results + slice->begin, &error);
	pthread_mutex_lock(&embed->lock);
	if (err && !job->err) {
		job->err = err;
		job->error = error;
		give_up(embed, job);
	}
	job->open -= slice->count;
	if (job->open > 0)
		return;
	pthread_mutex_unlock(&embed->lock);
	complete(embed, job);
	pthread_mutex_lock(&embed->lock);
}

/* Nanoseconds of the processor that this thread had. */
static int64_t time_used(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* What shards did, and when that was seen. */
struct look {
	uint64_t begun;
	int64_t at;
};

static struct look look_at_shards(void)
{
	return (struct look){ px_shards_begun(), px_clock_mono() };
}

/* Since *last, which becomes now. */
static bool shards_are_busy(struct look *last)
{
	const struct look now = look_at_shards();
	const int64_t few = FEW * (now.at - last->at) / LOOK_NS + 1;
	const bool busy = now.begun - last->begun > (uint64_t)few || px_shards_crowded();

	*last = now;
	return busy;
}

static bool is_wanted(const struct px_embed *embed)
{
	return embed->stopping || embed->lines[1].first;
}

/* Under the lock: until then, or until somebody waits here; what is submitted for later ends it no sooner. */
static void sleep_until(struct px_embed *embed, int64_t at)
{
	const struct timespec until = { at / 1000000000, at % 1000000000 };

	while (!is_wanted(embed) && px_clock_mono() < at)
		pthread_cond_timedwait(&embed->more, &embed->lock, &until);
}

/* Under the lock, after a slice that took `used` nanoseconds of this thread: while shards are as busy as then. */
static void rest(struct px_embed *embed, int64_t used, struct look last)
{
	const int64_t end = px_clock_mono() + used * REST;

	while (last.at < end && !is_wanted(embed) && shards_are_busy(&last))
		sleep_until(embed, end - last.at < LOOK_NS ? end : last.at + LOOK_NS);
}

/*
 * Not granted: no harm.  No scheduling class for idle moments: these threads hold locks that shards wait for, and may
 * not lie there for seconds on a machine with other work.
 */
static void give_way(void)
{
	setpriority(PRIO_PROCESS, 0, NICENESS); /* of this thread, on Linux */
}

static void *work(void *arg)
{
	struct px_embed *embed = arg;
	struct slice slice;

	pthread_setname_np(pthread_self(), "px-embed");
	give_way();
	pthread_mutex_lock(&embed->lock);
	while (!embed->stopping) {
		int64_t before = time_used();
		const struct look last = look_at_shards();
		if (take_slice(embed, &slice)) {
			work_slice(embed, &slice);
			rest(embed, time_used() - before, last);
		} else {
			pthread_cond_wait(&embed->more, &embed->lock);
		}
	}
	pthread_mutex_unlock(&embed->lock);
	return NULL;
}

enum px_err px_embed_queue_start(struct px_embed *embed, unsigned threads, struct px_error *error)
{
	pthread_condattr_t monotonic;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&embed->lock, NULL);
	pthread_cond_init(&embed->more, &monotonic);
	pthread_condattr_destroy(&monotonic);
	for (size_t i = 0; i < 2; i++)
		embed->lines[i].last = &embed->lines[i].first;
	if (threads > PX_EMBED_THREADS_MAX)
		threads = PX_EMBED_THREADS_MAX;
	for (; embed->thread_count < threads; embed->thread_count++) {
		if (pthread_create(&embed->threads[embed->thread_count], NULL, work, embed) != 0)
			return px_fail(error, PX_NO_MEMORY, NULL, "a thread can't be started");
	}
	return PX_OK;
}

void px_embed_queue_stop(struct px_embed *embed)
{
	pthread_mutex_lock(&embed->lock);
	embed->stopping = true;
	pthread_cond_broadcast(&embed->more);
	pthread_mutex_unlock(&embed->lock);
	embed->driver->interrupt(embed->self);
	for (unsigned i = 0; i < embed->thread_count; i++)
		pthread_join(embed->threads[i], NULL);
	for (size_t i = 0; i < 2; i++) {
		while (embed->lines[i].first) {
			struct px_embed_job *job = embed->lines[i].first;
			leave_line(&embed->lines[i]);
			if (!job->err)
				job->err = px_fail(&job->error, PX_CANCELLED, NULL, "the embedder was shut down");
			complete(embed, job);
		}
	}
	pthread_cond_destroy(&embed->more);
	pthread_mutex_destroy(&embed->lock);
}
