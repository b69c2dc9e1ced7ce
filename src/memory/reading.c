/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prepare  (shard)      the row says what is to be read; a thread of the run's own begins
 * work     (own thread) file -> text -> passages, in the run's arena
 * apply    (shard, tx)  one slice of passages; after the last the document is ready
 * ended    (commit)     tells what changed; a text with slices left is kept for the next run
 */
#include "memory/reading.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/document.h"
#include "memory/cleaning.h"
#include "memory/extract.h"
#include "memory/indexing.h"

#include <pthread.h>

enum {
	SLICE = 1000,          /* passages of one transaction */
	AT_ONCE = 2,           /* documents being read */
	FILE_MAX = 1 << 30,
	ATTEMPTS = 3,
	LEASE_MS = 300000,
};

struct px_reading {
	struct px_store *store;
	struct px_blobs *blobs;
	char *helper;
	px_reading_changed_fn changed;
	void *changed_arg;
	pthread_mutex_t lock;
	struct work *kept; /* texts with slices left, by `next` */
	struct px_cleaning *cleaning;
};

/* What is known of one document between the runs that write it. */
struct work {
	struct work *next;
	struct px_reading *reading;
	struct px_job_run *run;
	struct px_id document, user;
	struct px_arena arena, slice; /* of the text; of one run */
	struct px_document row;
	struct px_chunks chunks;
	size_t written;
	bool fresh;            /* nothing is written yet; what an earlier run left must go */
	bool nothing;          /* it is gone or read already */
	enum px_err failed;    /* it can't be read, and `problem` says why */
	char problem[PX_DOCUMENT_PROBLEM_MAX];
	_Atomic bool cancel;
	bool threaded;
	pthread_t thread;
	struct px_domain domain; /* with the changes to tell */
};

static struct work *work_new(struct px_reading *reading)
{
	struct work *work = px_calloc(1, sizeof(*work));

	work->reading = reading;
	work->fresh = true;
	px_arena_init(&work->arena);
	px_arena_init(&work->slice);
	return work;
}

static void work_free(struct work *work)
{
	px_arena_release(&work->arena);
	px_arena_release(&work->slice);
	free(work);
}

static struct work *take_kept(struct px_reading *reading, struct px_id document)
{
	struct work *found = NULL;

	pthread_mutex_lock(&reading->lock);
	for (struct work **at = &reading->kept; *at && !found; ) {
		if (px_id_eq((*at)->document, document)) {
			found = *at;
			*at = found->next;
		} else {
			at = &(*at)->next;
		}
	}
	pthread_mutex_unlock(&reading->lock);
	return found;
}

static void keep(struct work *work)
{
	pthread_mutex_lock(&work->reading->lock);
	work->next = work->reading->kept;
	work->reading->kept = work;
	pthread_mutex_unlock(&work->reading->lock);
}

/* ------------------------------------------------------------------ reading */

/* The problem as a sentence of its own. */
static void set_problem(struct work *work, enum px_err err, const char *message)
{
	work->failed = err;
	snprintf(work->problem, sizeof(work->problem), "%s.", message);
	if (work->problem[0] >= 'a' && work->problem[0] <= 'z')
		work->problem[0] = (char)(work->problem[0] - 'a' + 'A');
}

/* Whether another run could do better. */
static bool may_pass(enum px_err err)
{
	return err == PX_IO || err == PX_CANCELLED || err == PX_NO_MEMORY;
}

static enum px_err read_text(struct work *work, struct px_error *error)
{
	struct px_buf file = PX_BUF_INIT(FILE_MAX), text = PX_BUF_INIT(PX_EXTRACT_TEXT_MAX);
	enum px_chunk_format format = PX_CHUNK_TEXT;

	enum px_err err = px_blob_read(work->reading->blobs, work->user, work->row.hash, 0, (size_t)work->row.size, &file, error);
	if (err == PX_NOT_FOUND)
		err = px_fail(error, err, NULL, "its file has been removed for good");
	struct px_extraction extraction = { work->reading->helper, work->row.media_type, px_buf_view(&file), &work->cancel };
	if (!err)
		err = px_extract(&extraction, &text, &format, error);
	if (!err) /* the passages point into what they were cut from */
		err = px_chunk_document(format, px_str(px_arena_str(&work->arena, px_buf_view(&text))), &work->arena, &work->chunks, error);
	if (!err && !work->chunks.count)
		err = px_fail(error, PX_INVALID, NULL, "no text was found in it; it may consist of pictures only");
	px_buf_release(&file);
	px_buf_release(&text);
	return err;
}

static void *work_thread(void *arg)
{
	struct work *work = arg;
	struct px_error error = { 0 };

	pthread_setname_np(pthread_self(), "px-reading");
	enum px_err err = read_text(work, &error);
	if (err && (!may_pass(err) || (err != PX_CANCELLED && work->run->attempt >= ATTEMPTS))) {
		set_problem(work, err, error.message);
		err = PX_OK;
	}
	px_job_prepared(work->run, err, err ? &error : NULL);
	return NULL;
}

static enum px_err find_document(struct work *work, struct px_error *error)
{
	struct px_store_tx *tx;

	enum px_err err = px_store_begin(work->reading->store, work->user, PX_STORE_READ, &tx, error);
	if (err)
		return err;
	err = px_store_get(tx, &px_document_record, work->document, &work->arena, &work->row, error);
	px_store_rollback(tx);
	work->nothing = err == PX_NOT_FOUND || (!err && (work->row.status != PX_DOCUMENT_READING || !work->row.hash));
	return err == PX_NOT_FOUND ? PX_OK : err;
}

static bool document_of(const char *payload, struct px_id *id)
{
	json_t *object = NULL;
	bool ok = px_json_parse(px_str(payload), &object, NULL) == PX_OK &&
		  px_id_parse(px_json_string(json_object_get(object, "id")), id);

	json_decref(object);
	return ok;
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct px_reading *reading = arg;
	struct px_error error = { 0 };
	struct px_id id;

	if (!document_of(run->payload, &id)) {
		(void)!px_fail(&error, PX_CORRUPT, NULL, "the job names no document");
		px_job_prepared(run, PX_CORRUPT, &error);
		return;
	}
	struct work *work = take_kept(reading, id);
	bool ready = work != NULL;
	if (!work)
		work = work_new(reading);
	work->document = id;
	work->user = run->user;
	work->run = run;
	run->data = work;
	enum px_err err = ready ? PX_OK : find_document(work, &error);
	if (!err && !ready && !work->nothing) {
		work->threaded = true; /* before it runs: the run may be over when pthread_create returns */
		if (pthread_create(&work->thread, NULL, work_thread, work) == 0)
			return;
		work->threaded = false;
		err = px_fail(&error, PX_NO_MEMORY, NULL, "no thread could be started");
	}
	px_job_prepared(run, err, err ? &error : NULL);
}

static void cancel(void *arg, struct px_job_run *run)
{
	struct work *work = run->data;

	(void)arg;
	if (work)
		atomic_store(&work->cancel, true);
}

/* ------------------------------------------------------------------ writing */

static enum px_err write_chunk(struct work *work, size_t i, struct px_buf *changes, struct px_error *error)
{
	const struct px_chunk *chunk = &work->chunks.chunks[i];
	struct px_str path = work->chunks.sections[chunk->section].path;
	struct px_chunk_row row;
	char id[PX_ID_TEXT + 1];

	px_record_init(&px_chunk_record, &row);
	row.id = px_id_new();
	row.user_id = work->user;
	row.document_id = work->document;
	row.position = (int64_t)i;
	row.heading = path.size ? px_arena_strn(&work->slice, path.data, px_utf8_cut(path, 1000)) : NULL;
	row.text = px_arena_str(&work->slice, chunk->text);
	row.span_start = (int64_t)chunk->begin;
	row.span_end = (int64_t)chunk->end;
	row.created = work->domain.now;
	row.version = 1;
	if (work->fresh) /* the document stands for its first passages */
		return px_store_insert(work->domain.tx, &px_chunk_record, &row, error);
	px_id_format(row.id, id);
	(void)px_buf_printf(changes, ",{\"entity\":\"chunk\",\"id\":\"%s\"}", id);
	return px_store_insert(work->domain.tx, &px_chunk_record, &row, error);
}

/* The next passages; `changes` lists them for the index. */
static enum px_err write_slice(struct work *work, struct px_buf *changes, struct px_error *error)
{
	size_t end = work->written + SLICE < work->chunks.count ? work->written + SLICE : work->chunks.count;
	enum px_err err = work->fresh ? px_document_drop_chunks(&work->domain, work->document, error) : PX_OK;

	for (size_t i = work->written; !err && i < end; i++)
		err = write_chunk(work, i, changes, error);
	if (!err)
		err = px_indexing_request(work->domain.tx, work->user, error);
	work->written = err ? work->written : end;
	return err;
}

/* Its own title, if nobody gave it one. */
static const char *own_title(struct work *work)
{
	struct px_str title = px_str_trim(work->chunks.title);

	if (!title.size || strcmp(work->row.title, PX_DOCUMENT_UNTITLED) != 0)
		return NULL;
	return px_arena_strn(&work->slice, title.data, px_utf8_cut(title, PX_DOCUMENT_TITLE_MAX));
}

/* The row as it is now.  One that was changed between two slices may have lost its passages: it begins anew. */
static enum px_err read_row(struct work *work, struct px_error *error)
{
	int64_t version = work->row.version;
	enum px_err err = px_document_get(&work->domain, work->document, &work->row, error);

	work->nothing = err == PX_NOT_FOUND || (!err && work->row.status != PX_DOCUMENT_READING);
	if (!err && !work->nothing && version != work->row.version) {
		work->fresh = true;
		work->written = 0;
	}
	return err == PX_NOT_FOUND ? PX_OK : err;
}

static enum px_err write_run(struct work *work, struct px_job_run *run, struct px_buf *changes, struct px_error *error)
{
	const char *problem = work->failed ? work->problem : NULL;
	const char *title = work->row.title ? work->row.title : "";
	const char *summary = px_arena_printf(&work->slice, "Read “%.*s”", (int)px_utf8_cut(px_str(title), 200), title);
	enum px_err err = PX_OK;
	char id[PX_ID_TEXT + 1];

	px_id_format(work->document, id);
	(void)px_buf_printf(changes, "[{\"entity\":\"document\",\"id\":\"%s\"%s}", id, work->fresh ? "" : ",\"part\":true");
	if (!problem)
		err = write_slice(work, changes, error);
	(void)px_buf_char(changes, ']');
	if (!err && (problem || work->written == work->chunks.count))
		err = px_document_read(&work->domain, &work->row, problem ? PX_DOCUMENT_FAILED : PX_DOCUMENT_READY, problem,
				       problem ? NULL : own_title(work), error);
	else if (!err)
		run->again = px_clock_now();
	return err ? err : px_domain_note(&work->domain, "read_document", summary, changes->data, error);
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	struct work *work = run->data;
	struct px_buf changes = PX_BUF_INIT(1 << 20);
	enum px_err err = PX_OK;

	(void)arg;
	px_arena_clear(&work->slice);
	px_domain_init(&work->domain, tx, work->user, px_clock_now(), NULL, &work->slice);
	if (!work->nothing)
		err = read_row(work, error);
	if (!err && !work->nothing)
		err = write_run(work, run, &changes, error);
	px_buf_release(&changes);
	return err;
}

static void ended(void *arg, struct px_job_run *run, enum px_err err)
{
	struct px_reading *reading = arg;
	struct work *work = run->data;

	run->data = NULL;
	if (!work)
		return;
	if (work->threaded)
		pthread_join(work->thread, NULL); /* its last act was to say so */
	work->threaded = false;
	if (!err && work->domain.change_count && reading->changed)
		reading->changed(reading->changed_arg, work->user, work->domain.changes, work->domain.change_count);
	if (!err && !work->nothing && !work->failed && work->written < work->chunks.count) {
		work->fresh = false;
		keep(work);
		return;
	}
	work_free(work);
}

static const struct px_job_kind read_kind = {
	.name = PX_DOCUMENT_READ, .concurrency = AT_ONCE, .attempts = ATTEMPTS + 1, .lease_ms = LEASE_MS,
	.prepare = prepare, .apply = apply, .ended = ended, .cancel = cancel,
};

struct px_reading *px_reading_new(struct px_jobs *jobs, const struct px_reading_config *config)
{
	struct px_reading *reading = px_calloc(1, sizeof(*reading));

	reading->store = config->store;
	reading->blobs = config->blobs;
	reading->helper = config->helper ? px_strdup(config->helper) : NULL;
	pthread_mutex_init(&reading->lock, NULL);
	px_jobs_add(jobs, &read_kind, reading);
	reading->cleaning = px_cleaning_new(jobs, config->blobs, config->nodes);
	return reading;
}

void px_reading_free(struct px_reading *reading)
{
	if (!reading)
		return;
	while (reading->kept) {
		struct work *work = reading->kept;
		reading->kept = work->next;
		work_free(work);
	}
	px_cleaning_free(reading->cleaning);
	pthread_mutex_destroy(&reading->lock);
	free(reading->helper);
	free(reading);
}

void px_reading_on_changed(struct px_reading *reading, px_reading_changed_fn changed, void *arg)
{
	reading->changed = changed;
	reading->changed_arg = arg;
}
