/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vectors of a server, written behind the caller's back: whoever puts or removes
 * some may hold a transaction, for which all other writers wait.
 *
 * A change is copied into one queue, and a thread makes them in their order.
 * Several changes of one index in a row become one call.  Nothing here is the only
 * copy: an index whose change failed says so (px_vector_behind), and whoever fills
 * it does so anew.  A search waits for its own index's changes a moment; if they take
 * longer it fails, so that the server is left to those.  While the server is away, searches fail at once: the thread
 * alone finds out when it is back.
 *
 * An index lives until it is closed and its changes are made.  One that is opened
 * meanwhile goes on where the other was, or the two would overtake each other.
 */
#include "vector/behind.h"

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	QUEUE_BYTES = 64 << 20, /* more is not kept: the index is filled anew later */
	BATCH = 500,            /* items of one call */
	WAIT_MS = 100,          /* a search for the changes before it */
	CLOSE_MS = 2000,        /* the end of the program for what is in the queue */
	AWAY_MS = 1000, AWAY_MAX_MS = 30000,
};

enum kind { PUT, REMOVE, KEEP, DESTROY };

struct op {
	struct op *next;
	struct index *index;
	enum kind kind;
	size_t count, bytes;
	struct px_vector_item *items; /* of PUT; their vectors follow them */
	struct px_id *ids;            /* of REMOVE; of KEEP, sorted, all that were put */
};

struct behind {
	const struct px_vector_driver *inner;
	void *self;
	pthread_t thread;
	pthread_mutex_t lock;
	/* under the lock */
	pthread_cond_t work, made; /* something to do; a change was made or dropped */
	struct op *first, **last;
	size_t bytes;
	size_t destroying; /* indexes whose removal is in the queue or being made */
	struct index *indexes;
	bool stop;
	bool away;                 /* the server did not answer */
	int64_t look_at, pause_ms; /* while it is away: when it is asked again, by px_clock_mono; the pause before */
};

struct index {
	struct index *next;
	struct behind *behind;
	void *inner;
	struct px_id user;
	char *model;
	unsigned dims;
	px_vector_rebuild_fn rebuild;
	void *rebuild_arg;
	/* under the lock */
	size_t queued;        /* changes in the queue or being made */
	bool closed, destroyed;
	int64_t failed;       /* px_clock_mono since when it lacks changes; 0: it has all */
	struct px_map put;    /* ids that are there once all is made */
};

static struct px_str key_of(const struct px_id *id)
{
	return px_str_n((const char *)id->bytes, sizeof(id->bytes));
}

static int id_order(const void *a, const void *b)
{
	return px_id_cmp(*(const struct px_id *)a, *(const struct px_id *)b);
}

static void op_free(struct op *op)
{
	free(op->items);
	free(op->ids);
	free(op);
}

/* [lock] */
static void note_failure(struct index *index)
{
	index->failed = index->failed ? index->failed : px_clock_mono();
}

/* ------------------------------------------------------------------ the thread */

static bool has_no_answer(enum px_err err)
{
	return err == PX_UNAVAILABLE || err == PX_TIMEOUT;
}

static bool is_kept(void *arg, struct px_id id)
{
	const struct op *op = arg;

	return op->count && bsearch(&id, op->ids, op->count, sizeof(id), id_order);
}

static enum px_err make(const struct behind *behind, const struct op *op)
{
	struct index *index = op->index;
	size_t removed = 0;

	switch (op->kind) {
	case PUT: return behind->inner->put(index->inner, op->items, op->count, NULL);
	case REMOVE: return behind->inner->remove(index->inner, op->ids, op->count, &removed, NULL);
	case KEEP: return behind->inner->keep(index->inner, is_kept, (void *)op, &removed, NULL);
	case DESTROY: break;
	}
	void *inner = index->inner;
	index->inner = NULL;
	return behind->inner->index_destroy(inner, NULL);
}

static bool is_same(const struct index *index, const struct index *other)
{
	return px_id_eq(index->user, other->user) && index->dims == other->dims && strcmp(index->model, other->model) == 0;
}

/* [lock] The vectors of a destroyed index are still on the server: whoever opened it again fills it anew, which removes them. */
static void note_left_over(const struct index *destroyed)
{
	for (struct index *index = destroyed->behind->indexes; index; index = index->next)
		if (!index->destroyed && is_same(index, destroyed))
			note_failure(index);
}

/* [lock] Has changes to come; those of one that was destroyed and opened again begin with its removal. */
static bool has_changes(const struct index *index)
{
	const struct index *other = index->behind->destroying ? index->behind->indexes : NULL;

	while (other && !(other->destroyed && is_same(index, other)))
		other = other->next;
	return index->queued || other;
}

/* [lock] What was to be changed of an index that has to be filled anew. */
static void drop_ops_of(struct behind *behind, struct index *index)
{
	for (struct op **at = &behind->first; *at; ) {
		struct op *op = *at;
		if (op->index != index || op->kind == DESTROY) {
			at = &op->next;
			continue;
		}
		*at = op->next;
		index->queued--;
		behind->bytes -= op->bytes;
		op_free(op);
	}
	behind->last = &behind->first;
	while (*behind->last)
		behind->last = &(*behind->last)->next;
}

/* [lock] One that is closed and has nothing left to do. */
static void free_if_done(struct index *index)
{
	struct behind *behind = index->behind;
	struct index **at = &behind->indexes;

	if (!index->closed || index->queued)
		return;
	while (*at != index)
		at = &(*at)->next;
	*at = index->next;
	if (index->inner)
		behind->inner->index_close(index->inner);
	px_map_release(&index->put);
	free(index->model);
	free(index);
}

static bool may_join(const struct op *op, const struct op *next)
{
	return next && next->index == op->index && next->kind == op->kind && op->kind == PUT && op->count + next->count <= BATCH;
}

static bool has_item(const struct op *op, struct px_id id)
{
	for (size_t i = 0; i < op->count; i++)
		if (px_id_eq(op->items[i].id, id))
			return true;
	return false;
}

static struct px_vector_item *copy_items(const struct px_vector_item *first, size_t first_count,
					 const struct px_vector_item *second, size_t second_count, unsigned dims)
{
	size_t count = first_count + second_count, size = dims * sizeof(float);
	struct px_vector_item *items = px_alloc(count * (sizeof(*items) + size));
	char *vectors = (char *)(items + count);

	for (size_t i = 0; i < count; i++) {
		items[i] = i < first_count ? first[i] : second[i - first_count];
		memcpy(vectors + i * size, items[i].vector, size);
		items[i].vector = (const float *)(const void *)(vectors + i * size);
	}
	return items;
}

/* [lock] The next change, with those after it that can be made by the same call. */
static struct op *take_op(struct behind *behind)
{
	struct op *op = behind->first;

	behind->first = op->next;
	while (may_join(op, behind->first)) {
		struct op *more = behind->first;
		for (size_t i = 0; i < more->count; i++)
			if (has_item(op, more->items[i].id)) /* its second state is a call of its own */
				goto out;
		struct px_vector_item *items = copy_items(op->items, op->count, more->items, more->count, op->index->dims);
		free(op->items);
		op->items = items;
		op->count += more->count;
		op->bytes += more->bytes;
		op->index->queued--;
		behind->first = more->next;
		op_free(more);
	}
out:
	if (!behind->first)
		behind->last = &behind->first;
	return op;
}

static void timeout_in(struct timespec *until, int64_t ms)
{
	clock_gettime(CLOCK_REALTIME, until);
	until->tv_sec += ms / 1000;
	until->tv_nsec += ms % 1000 * 1000000;
	if (until->tv_nsec >= 1000000000) {
		until->tv_sec++;
		until->tv_nsec -= 1000000000;
	}
}

/* [lock] */
static void set_away(struct behind *behind)
{
	if (behind->away)
		return;
	behind->away = true;
	behind->pause_ms = AWAY_MS;
	behind->look_at = px_clock_mono() + AWAY_MS * INT64_C(1000000);
}

/* [lock] Waits until there is something to do or it is time to ask whether the server is back, and asks. */
static void await_server(struct behind *behind)
{
	int64_t left = (behind->look_at - px_clock_mono()) / 1000000;
	struct timespec until;

	if (left > 0) {
		timeout_in(&until, left);
		(void)pthread_cond_timedwait(&behind->work, &behind->lock, &until);
		return;
	}
	pthread_mutex_unlock(&behind->lock);
	bool back = !has_no_answer(behind->inner->check(behind->self, NULL));
	pthread_mutex_lock(&behind->lock);
	behind->away = behind->stop || !back;
	behind->pause_ms = 2 * behind->pause_ms < AWAY_MAX_MS ? 2 * behind->pause_ms : AWAY_MAX_MS;
	behind->look_at = px_clock_mono() + behind->pause_ms * 1000000;
}

/* [lock] */
static void make_next(struct behind *behind)
{
	struct op *op = take_op(behind);
	struct index *index = op->index;
	enum px_err err = PX_UNAVAILABLE;

	if (!behind->away) {
		pthread_mutex_unlock(&behind->lock);
		err = make(behind, op);
		pthread_mutex_lock(&behind->lock);
	}
	if (has_no_answer(err))
		set_away(behind);
	behind->bytes -= op->bytes;
	behind->destroying -= op->kind == DESTROY;
	index->queued--;
	if (err)
		note_failure(index);
	if (err && op->kind == DESTROY)
		note_left_over(index);
	if (err)
		drop_ops_of(behind, index);
	op_free(op);
	free_if_done(index);
	pthread_cond_broadcast(&behind->made);
}

static void *work_thread(void *arg)
{
	struct behind *behind = arg;

	pthread_setname_np(pthread_self(), "px-vectors");
	pthread_mutex_lock(&behind->lock);
	while (!behind->stop || behind->first) {
		while (behind->first)
			make_next(behind);
		if (behind->away && !behind->stop)
			await_server(behind);
		else if (!behind->stop)
			pthread_cond_wait(&behind->work, &behind->lock);
	}
	pthread_mutex_unlock(&behind->lock);
	return NULL;
}

/* ------------------------------------------------------------------ the family */

enum px_err px_vector_behind_over(const struct px_vector_driver *inner, void *self, void **out, struct px_error *error)
{
	struct behind *behind = px_calloc(1, sizeof(*behind));

	behind->inner = inner;
	behind->self = self;
	behind->last = &behind->first;
	pthread_mutex_init(&behind->lock, NULL);
	pthread_cond_init(&behind->work, NULL);
	pthread_cond_init(&behind->made, NULL);
	if (pthread_create(&behind->thread, NULL, work_thread, behind) != 0) {
		inner->close(self);
		free(behind);
		return px_fail(error, PX_NO_MEMORY, NULL, "no thread could be started");
	}
	*out = behind;
	return PX_OK;
}

static void behind_close(void *self)
{
	struct behind *behind = self;
	struct timespec until;

	timeout_in(&until, CLOSE_MS);
	pthread_mutex_lock(&behind->lock);
	behind->stop = true;
	pthread_cond_broadcast(&behind->work);
	while (behind->first && !behind->away && pthread_cond_timedwait(&behind->made, &behind->lock, &until) == 0)
		;
	behind->away = true; /* what is left is not made */
	pthread_mutex_unlock(&behind->lock);
	pthread_join(behind->thread, NULL);
	behind->inner->close(behind->self);
	pthread_cond_destroy(&behind->made);
	pthread_cond_destroy(&behind->work);
	pthread_mutex_destroy(&behind->lock);
	free(behind);
}

static enum px_err behind_check(void *self, struct px_error *error)
{
	const struct behind *behind = self;

	return behind->inner->check(behind->self, error);
}

/* Which vtable slot the family is opened by: px_vector_behind_over. */
static enum px_err behind_open(const struct px_vectors_config *config, void **self, struct px_error *error)
{
	(void)config;
	(void)self;
	return px_fail(error, PX_INTERNAL, NULL, "this driver is put over another");
}

/* ------------------------------------------------------------------ an index */

/*
 * The server has nothing of the index.  On a caller's thread the caller is asked for it.  The thread of the queue can't
 * ask, so it notes that the index must be filled anew.
 */
static enum px_err rebuild(void *arg, struct px_id user, struct px_vector_sink *sink, struct px_error *error)
{
	struct index *index = arg;

	if (!pthread_equal(pthread_self(), index->behind->thread))
		return index->rebuild ? index->rebuild(index->rebuild_arg, user, sink, error) : PX_OK;
	pthread_mutex_lock(&index->behind->lock);
	note_failure(index);
	pthread_mutex_unlock(&index->behind->lock);
	return PX_OK;
}

/* [lock] One that was closed and is still at work. */
static struct index *find_closed(struct behind *behind, const struct px_vector_scope *scope)
{
	struct index *index = behind->indexes;

	while (index && !(index->closed && !index->destroyed && !index->failed && px_id_eq(index->user, scope->user) &&
			  index->dims == scope->dims && px_str_eq(px_str(index->model), scope->model)))
		index = index->next;
	return index;
}

static enum px_err behind_index_open(void *self, const struct px_vector_scope *scope, void **out, struct px_error *error)
{
	struct behind *behind = self;
	enum px_err err = PX_OK;

	pthread_mutex_lock(&behind->lock);
	struct index *index = find_closed(behind, scope);
	if (!index) {
		index = px_calloc(1, sizeof(*index));
		struct px_vector_scope inner = *scope;
		inner.rebuild = rebuild;
		inner.rebuild_arg = index;
		inner.fills = true; /* the thread that comes to it first can't ask for what there is */
		index->behind = behind;
		index->user = scope->user;
		index->dims = scope->dims;
		index->model = px_strndup(scope->model.data, scope->model.size);
		px_map_init(&index->put);
		index->next = behind->indexes;
		behind->indexes = index;
		err = behind->inner->index_open(behind->self, &inner, &index->inner, error);
	}
	index->closed = err != PX_OK;
	index->rebuild = scope->rebuild;
	index->rebuild_arg = scope->rebuild_arg;
	if (err) {
		index->inner = NULL;
		free_if_done(index);
	}
	pthread_mutex_unlock(&behind->lock);
	*out = err ? NULL : index;
	return err;
}

static void behind_index_close(void *arg)
{
	struct index *index = arg;
	struct behind *behind = index->behind;

	pthread_mutex_lock(&behind->lock);
	index->closed = true;
	index->rebuild = NULL;
	/* What whoever opens it next puts is all there should be. */
	px_map_release(&index->put);
	px_map_init(&index->put);
	free_if_done(index);
	pthread_mutex_unlock(&behind->lock);
}

/* [lock] Takes the op; one for which there is no room is dropped, and its index is to be filled anew. */
static enum px_err queue(struct index *index, struct op *op, struct px_error *error)
{
	struct behind *behind = index->behind;
	bool fits = behind->bytes + op->bytes <= QUEUE_BYTES;

	if ((index->failed || !fits) && op->kind != DESTROY) {
		note_failure(index);
		op_free(op);
		return px_fail(error, PX_UNAVAILABLE, NULL, "the vectors' server takes them too slowly, or not at all");
	}
	op->index = index;
	index->queued++;
	behind->bytes += op->bytes;
	*behind->last = op;
	behind->last = &op->next;
	pthread_cond_signal(&behind->work);
	return PX_OK;
}

static enum px_err behind_put(void *arg, const struct px_vector_item *items, size_t count, struct px_error *error)
{
	struct index *index = arg;
	struct op *op = px_calloc(1, sizeof(*op));

	op->kind = PUT;
	op->count = count;
	op->bytes = count * (sizeof(*items) + index->dims * sizeof(float));
	op->items = copy_items(items, count, NULL, 0, index->dims);
	pthread_mutex_lock(&index->behind->lock);
	for (size_t i = 0; i < count; i++)
		(void)px_map_put(&index->put, key_of(&items[i].id), index);
	enum px_err err = queue(index, op, error);
	pthread_mutex_unlock(&index->behind->lock);
	return err;
}

/* *removed counts those that were put since it was opened: what else the server has is not known here. */
static enum px_err behind_remove(void *arg, const struct px_id *ids, size_t count, size_t *removed, struct px_error *error)
{
	struct index *index = arg;
	struct op *op = px_calloc(1, sizeof(*op));

	op->kind = REMOVE;
	op->count = count;
	op->bytes = count * sizeof(*ids);
	op->ids = px_alloc(op->bytes);
	memcpy(op->ids, ids, op->bytes);
	pthread_mutex_lock(&index->behind->lock);
	for (size_t i = 0; i < count; i++)
		*removed += px_map_remove(&index->put, key_of(&ids[i])) != NULL;
	enum px_err err = queue(index, op, error);
	pthread_mutex_unlock(&index->behind->lock);
	return err;
}

/* [lock] Every id that was put, sorted. */
static struct px_id *put_ids(const struct index *index, size_t *count)
{
	struct px_id *ids = px_alloc((index->put.count + 1) * sizeof(*ids));
	struct px_str key;
	size_t at = 0;
	void *value;

	*count = 0;
	while (px_map_next(&index->put, &at, &key, &value))
		memcpy(ids[(*count)++].bytes, key.data, sizeof(ids->bytes));
	if (*count)
		qsort(ids, *count, sizeof(*ids), id_order);
	return ids;
}

/* What was not put since the index was opened is left over, whatever `wanted` would say of it. */
static enum px_err behind_keep(void *arg, bool (*wanted)(void *arg, struct px_id id), void *wanted_arg, size_t *removed,
			       struct px_error *error)
{
	struct index *index = arg;
	struct op *op = px_calloc(1, sizeof(*op));
	size_t count;

	op->kind = KEEP;
	pthread_mutex_lock(&index->behind->lock);
	op->ids = put_ids(index, &count);
	for (size_t i = 0; i < count; i++) {
		bool keep = wanted(wanted_arg, op->ids[i]);
		if (!keep)
			*removed += px_map_remove(&index->put, key_of(&op->ids[i])) != NULL;
		op->ids[op->count] = op->ids[i];
		op->count += keep;
	}
	op->bytes = op->count * sizeof(*op->ids);
	enum px_err err = queue(index, op, error);
	pthread_mutex_unlock(&index->behind->lock);
	return err;
}

/* Gone once the queue has come to it. */
static enum px_err behind_index_destroy(void *arg, struct px_error *error)
{
	struct index *index = arg;
	struct op *op = px_calloc(1, sizeof(*op));

	op->kind = DESTROY;
	pthread_mutex_lock(&index->behind->lock);
	index->closed = index->destroyed = true;
	index->rebuild = NULL;
	index->behind->destroying++;
	enum px_err err = queue(index, op, error);
	pthread_mutex_unlock(&index->behind->lock);
	return err;
}

/* Waits until all changes are made; at most `ms`, if that is not 0.  A call beside one that hangs would hang, too. */
static enum px_err drain(struct index *index, int64_t ms, struct px_error *error)
{
	struct behind *behind = index->behind;
	struct timespec until;
	int timed_out = 0;

	timeout_in(&until, ms);
	pthread_mutex_lock(&behind->lock);
	while (has_changes(index) && !behind->away && timed_out != ETIMEDOUT)
		timed_out = ms ? pthread_cond_timedwait(&behind->made, &behind->lock, &until)
			       : pthread_cond_wait(&behind->made, &behind->lock);
	bool lacks = has_changes(index) || (!ms && index->failed), away = behind->away;
	pthread_mutex_unlock(&behind->lock);
	if (away || lacks)
		return px_fail(error, PX_UNAVAILABLE, NULL, "the vectors' server does not answer");
	return PX_OK;
}

static enum px_err behind_sync(void *arg, struct px_error *error)
{
	return drain(arg, 0, error);
}

/* The server folds and cleans up by itself. */
static enum px_err behind_maintain(void *arg, bool force, struct px_error *error)
{
	struct index *index = arg;

	return index->behind->inner->maintain(index->inner, force, error);
}

/* ------------------------------------------------------------------ questions */

/* After one that got no answer nobody asks until the server is back. */
static enum px_err asked(struct index *index, enum px_err err)
{
	struct behind *behind = index->behind;

	if (!has_no_answer(err))
		return err;
	pthread_mutex_lock(&behind->lock);
	set_away(behind);
	pthread_cond_signal(&behind->work);
	pthread_mutex_unlock(&behind->lock);
	return err;
}

static enum px_err behind_search(void *arg, const struct px_vector_query *query, struct px_vector_hit *hits, size_t *count,
				 struct px_error *error)
{
	struct index *index = arg;
	enum px_err err = drain(index, WAIT_MS, error);

	return err ? err : asked(index, index->behind->inner->search(index->inner, query, hits, count, error));
}

static enum px_err behind_get(void *arg, struct px_id id, float *vector, struct px_error *error)
{
	struct index *index = arg;
	enum px_err err = drain(index, WAIT_MS, error);

	return err ? err : asked(index, index->behind->inner->get(index->inner, id, vector, error));
}

static enum px_err behind_score(void *arg, const float *vector, const struct px_id *ids, size_t count, float *scores,
				struct px_error *error)
{
	struct index *index = arg;
	enum px_err err = drain(index, WAIT_MS, error);

	return err ? err : asked(index, index->behind->inner->score(index->inner, vector, ids, count, scores, error));
}

/* Of what was put; the server is not asked. */
static enum px_err behind_stat(void *arg, struct px_vector_stats *stats, struct px_error *error)
{
	struct index *index = arg;

	(void)error;
	pthread_mutex_lock(&index->behind->lock);
	stats->items = index->put.count;
	stats->waiting = index->queued;
	stats->memory = sizeof(*index) + 2 * index->put.capacity * (sizeof(struct px_map_slot) + sizeof(struct px_id));
	pthread_mutex_unlock(&index->behind->lock);
	stats->graph = true;
	return PX_OK;
}

static int64_t behind_since(void *arg)
{
	struct index *index = arg;

	pthread_mutex_lock(&index->behind->lock);
	int64_t failed = index->failed;
	pthread_mutex_unlock(&index->behind->lock);
	return failed;
}

const struct px_vector_driver px_vector_behind_driver = {
	.name = "behind",
	.open = behind_open,
	.close = behind_close,
	.check = behind_check,
	.index_open = behind_index_open,
	.index_close = behind_index_close,
	.index_destroy = behind_index_destroy,
	.put = behind_put,
	.remove = behind_remove,
	.sync = behind_sync,
	.maintain = behind_maintain,
	.search = behind_search,
	.get = behind_get,
	.score = behind_score,
	.keep = behind_keep,
	.stat = behind_stat,
	.since = behind_since,
};
