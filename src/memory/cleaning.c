/* SPDX-License-Identifier: Apache-2.0 */
/*
 * First run
 *   prepare  (own thread) lists the user's files
 *   apply    (shard, tx)  which of them nothing needs; the job shall run again at once if there are any
 * Second run
 *   prepare  (own thread) removes those, if no file arrived since they were listed
 *   apply    (shard, tx)  says when to look again
 */
#include "memory/cleaning.h"

#include "base/clock.h"
#include "base/mem.h"
#include "domain/document.h"
#include "domain/file.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	AGAIN_MS = 24 * 3600 * 1000, /* a file waits for its undo to expire */
	SOON_MS = 10 * 1000,         /* a file has arrived whose row is not written yet */
	YOUNG_MS = 3600 * 1000,
	LEASE_MS = 600000,
	AT_ONCE = 16,               /* files removed while the person's uploads wait */
	LIST_GOOD_MS = 60 * 1000,   /* a list is not acted on later */
};

struct px_cleaning {
	struct px_blobs *blobs;
	bool nodes;
	pthread_mutex_t lock;
	struct work *kept; /* between the two runs, by `next` */
};

struct work {
	struct work *next;
	struct px_cleaning *cleaning;
	struct px_job_run *run;
	struct px_id user;
	uint64_t arrived;
	int64_t listed;     /* when */
	struct px_blob_listed *files; /* listed; after the first run those that nothing needs */
	size_t count, room;
	bool removing;      /* the second run */
	bool more, soon;    /* to be looked at again in a day, or in some seconds */
	bool threaded;
	pthread_t thread;
};

static void work_free(struct work *work)
{
	free(work->files);
	free(work);
}

static struct work *take_kept(struct px_cleaning *cleaning, struct px_id user)
{
	pthread_mutex_lock(&cleaning->lock);
	struct work **at = &cleaning->kept;
	while (*at && !px_id_eq((*at)->user, user))
		at = &(*at)->next;
	struct work *found = *at;
	if (found)
		*at = found->next;
	pthread_mutex_unlock(&cleaning->lock);
	return found;
}

static void keep(struct work *work)
{
	pthread_mutex_lock(&work->cleaning->lock);
	work->next = work->cleaning->kept;
	work->cleaning->kept = work;
	pthread_mutex_unlock(&work->cleaning->lock);
}

static enum px_err list_file(void *arg, const char *hash, int64_t size, int64_t put, struct px_error *error)
{
	struct work *work = arg;

	(void)size;
	(void)error;
	if (work->count == work->room) {
		work->room = work->room ? 2 * work->room : 64;
		work->files = px_realloc(work->files, work->room * sizeof(*work->files));
	}
	struct px_blob_listed *file = &work->files[work->count++];
	snprintf(file->hash, sizeof(file->hash), "%s", hash);
	file->put = put;
	return PX_OK;
}

/* A few at a time: who uploads meanwhile waits for those, and the rest waits for the next look. */
static enum px_err remove_files(struct work *work, struct px_error *error)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < work->count; i += AT_ONCE) {
		size_t count = work->count - i < AT_ONCE ? work->count - i : AT_ONCE;
		err = px_blob_sweep(work->cleaning->blobs, work->user, work->arrived, &work->files[i], count, error);
	}
	work->soon |= err == PX_CONFLICT; /* a file came meanwhile: it may be one of these */
	return err == PX_CONFLICT ? PX_OK : err;
}

static void *work_thread(void *arg)
{
	struct work *work = arg;
	struct px_error error = { 0 };
	enum px_err err;

	pthread_setname_np(pthread_self(), "px-cleaning");
	if (work->removing) {
		err = remove_files(work, &error);
	} else {
		work->arrived = px_blob_arrived(work->cleaning->blobs, work->user);
		work->listed = px_clock_now();
		err = px_blob_each(work->cleaning->blobs, work->user, list_file, work, &error);
	}
	px_job_prepared(work->run, err, err ? &error : NULL);
	return NULL;
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct px_cleaning *cleaning = arg;
	struct work *work = take_kept(cleaning, run->user);
	struct px_error error = { 0 };

	/* Where another node took the second run, this list waited for the next look, and files came meanwhile. */
	if (work && px_clock_now() - work->listed > LIST_GOOD_MS) {
		work_free(work);
		work = NULL;
	}
	if (work) {
		work->removing = true;
	} else {
		work = px_calloc(1, sizeof(*work));
		work->cleaning = cleaning;
		work->user = run->user;
	}
	work->run = run;
	run->data = work;
	work->threaded = true; /* before it runs: the run may be over when pthread_create returns */
	if (pthread_create(&work->thread, NULL, work_thread, work) == 0)
		return;
	work->threaded = false;
	px_job_prepared(run, px_fail(&error, PX_NO_MEMORY, NULL, "no thread could be started"), &error);
}

/* Whether a file can go now; else `more` or `soon` say when to look again. */
static enum px_err can_go(struct work *work, struct px_domain *domain, const struct px_blob_listed *file, bool *go, struct px_error *error)
{
	enum px_file_need need = PX_FILE_IN_USE;
	enum px_err err = px_file_need_of(domain, file->hash, &need, error);
	bool young = work->cleaning->nodes && file->put > domain->now - YOUNG_MS;

	*go = false;
	if (err || need == PX_FILE_IN_USE)
		return err;
	if (need == PX_FILE_FOR_UNDO || young) /* young: the day's look finds it */
		work->more = true;
	else if (px_blob_is_arriving(work->cleaning->blobs, work->user, file->hash))
		work->soon = true;
	else
		*go = true;
	return PX_OK;
}

static enum px_err find_needless(struct work *work, struct px_store_tx *tx, struct px_error *error)
{
	struct px_domain domain;
	struct px_arena arena;
	enum px_err err = PX_OK;
	size_t count = 0;

	px_arena_init(&arena);
	px_domain_init(&domain, tx, work->user, px_clock_now(), NULL, &arena);
	for (size_t i = 0; !err && i < work->count; i++) {
		bool go;
		err = can_go(work, &domain, &work->files[i], &go, error);
		if (!err && go)
			work->files[count++] = work->files[i];
	}
	work->count = count;
	px_arena_release(&arena);
	return err;
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	struct work *work = run->data;

	(void)arg;
	enum px_err err = work->removing ? PX_OK : find_needless(work, tx, error);
	if (err)
		return err;
	if (!work->removing && work->count)
		run->again = px_clock_now();
	else if (work->soon || work->more)
		run->again = px_clock_now() + (work->soon ? SOON_MS : AGAIN_MS);
	return PX_OK;
}

static void ended(void *arg, struct px_job_run *run, enum px_err err)
{
	struct work *work = run->data;

	(void)arg;
	run->data = NULL;
	if (!work)
		return;
	if (work->threaded)
		pthread_join(work->thread, NULL); /* its last act was to say so */
	work->threaded = false;
	if (!err && !work->removing && work->count)
		keep(work);
	else
		work_free(work);
}

static const struct px_job_kind kind = {
	.name = PX_DOCUMENT_CLEAN, .lease_ms = LEASE_MS, .prepare = prepare, .apply = apply, .ended = ended,
};

struct px_cleaning *px_cleaning_new(struct px_jobs *jobs, struct px_blobs *blobs, bool nodes)
{
	struct px_cleaning *cleaning = px_calloc(1, sizeof(*cleaning));

	cleaning->blobs = blobs;
	cleaning->nodes = nodes;
	pthread_mutex_init(&cleaning->lock, NULL);
	px_jobs_add(jobs, &kind, cleaning);
	return cleaning;
}

void px_cleaning_free(struct px_cleaning *cleaning)
{
	if (!cleaning)
		return;
	while (cleaning->kept) {
		struct work *work = cleaning->kept;
		cleaning->kept = work->next;
		work_free(work);
	}
	pthread_mutex_destroy(&cleaning->lock);
	free(cleaning);
}
