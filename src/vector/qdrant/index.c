/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One user's vectors on the server.
 *
 * `known` says what the server has of the user: for each item a number of its
 * content.  It is listed when the index is first used.  An item that is put as
 * it already is there costs nothing, so whoever fills an index again sends only
 * what changed meanwhile.  After a call that failed nobody knows what the server
 * did, so the list is read again before the next one.
 *
 * A mark (wire.h) says that the index was made.  Without it the server is new,
 * or lost everything, and the store is asked for all vectors.
 */
#include "vector/qdrant/qdrant_internal.h"

#include "base/map.h"
#include "base/mem.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	BODY_MAX = 30 << 20,       /* the server refuses requests of more than 32 MB */
	FLOATS_PER_CALL = 1 << 18, /* about 3 MB of JSON */
	IDS_PER_CALL = 1000,
	ENTRY_BYTES = sizeof(struct px_map_slot) + 32, /* of `known`, with its key */
};

struct index {
	struct qdrant *qdrant;
	struct px_qdrant_of of;
	char collection[PX_QDRANT_COLLECTION];
	px_vector_rebuild_fn rebuild;
	void *rebuild_arg;
	pthread_mutex_t lock; /* of changes, and of what follows */
	bool begun;           /* `known` is what the server has */
	bool filling;         /* whoever opened it puts all, so a new server need not be filled by `rebuild` */
	struct px_map known;  /* id -> px_qdrant_check, as a pointer */
	uint64_t rebuilds;
};

/* A call on the index's collection, whose body is released. */
static enum px_err call_index(struct index *index, const char *method, const char *what, struct px_buf *body,
			      struct px_upstream_answer *answer, struct px_error *error)
{
	char path[128];

	snprintf(path, sizeof(path), "/collections/%s/%s", index->collection, what);
	enum px_err err = body->overflow ? px_fail(error, PX_TOO_LARGE, NULL, "a request to Qdrant would be too large")
					 : qdrant_call(index->qdrant, method, path, px_buf_view(body), answer, error);
	px_buf_release(body);
	return err;
}

/* One whose answer says nothing but that it is done. */
static enum px_err change(struct index *index, const char *method, const char *what, struct px_buf *body,
			  struct px_error *error)
{
	struct px_upstream_answer answer = { 0 };
	enum px_err err = call_index(index, method, what, body, &answer, error);

	px_buf_release(&answer.body);
	return err;
}

/* ------------------------------------------------------------------ what is known */

static struct px_str key_of(const struct px_id *id)
{
	return px_str_n((const char *)id->bytes, sizeof(id->bytes));
}

static int64_t known_check(const struct index *index, const struct px_id *id)
{
	return (int64_t)(intptr_t)px_map_get(&index->known, key_of(id));
}

static void know(void *arg, struct px_id id, int64_t check)
{
	(void)px_map_put(&((struct index *)arg)->known, key_of(&id), (void *)(intptr_t)(check | 1));
}

static void know_nothing(struct index *index)
{
	px_map_release(&index->known);
	px_map_init(&index->known);
}

static enum px_err list(struct index *index, struct px_error *error)
{
	char after[PX_QDRANT_POINT] = "";
	enum px_err err;

	know_nothing(index);
	do {
		struct px_buf body = PX_BUF_INIT(1024);
		struct px_upstream_answer answer = { 0 };
		px_qdrant_write_list(&body, &index->of, after);
		err = call_index(index, "POST", "points/scroll", &body, &answer, error);
		if (!err)
			err = px_qdrant_read_list(px_buf_view(&answer.body), &index->of, know, index, after, error);
		px_buf_release(&answer.body);
	} while (!err && after[0]);
	return err;
}

/* [lock] What follows a call: one that failed may have done anything, or nothing. */
static enum px_err ended(struct index *index, enum px_err err)
{
	if (err)
		index->begun = false;
	if (err == PX_NOT_FOUND)
		qdrant_forget_collection(index->qdrant, index->collection);
	return err == PX_NOT_FOUND ? PX_UNAVAILABLE : err;
}

/* ------------------------------------------------------------------ rebuilding */

static enum px_err write_mark(struct index *index, struct px_error *error)
{
	struct px_buf body = PX_BUF_INIT(BODY_MAX);

	px_qdrant_write_mark(&body, &index->of);
	return change(index, "PUT", "points?wait=true", &body, error);
}

static enum px_err read_mark(struct index *index, bool *there, struct px_error *error)
{
	struct px_buf body = PX_BUF_INIT(1024);
	struct px_upstream_answer answer = { 0 };

	px_qdrant_write_mark_lookup(&body, &index->of);
	enum px_err err = call_index(index, "POST", "points/scroll", &body, &answer, error);
	if (!err)
		err = px_qdrant_read_mark(px_buf_view(&answer.body), there, error);
	px_buf_release(&answer.body);
	return err;
}

/* [lock] */
static enum px_err send_items(struct index *index, const struct px_vector_item *items, size_t count,
			      struct px_error *error)
{
	size_t step = FLOATS_PER_CALL / index->of.dims;
	enum px_err err = PX_OK;

	for (size_t begin = 0; !err && begin < count; begin += step) {
		struct px_buf body = PX_BUF_INIT(BODY_MAX);
		size_t end = count - begin < step ? count : begin + step;
		px_qdrant_write_items(&body, &index->of, items + begin, end - begin);
		err = change(index, "PUT", "points?wait=true", &body, error);
		for (size_t i = begin; !err && i < end; i++)
			know(index, items[i].id, px_qdrant_check(&index->of, &items[i]));
	}
	return err;
}

/* [lock] Sends those that are not there as they are. */
static enum px_err send_new(struct index *index, const struct px_vector_item *items, size_t count, struct px_error *error)
{
	struct px_vector_item *fresh = px_alloc(count * sizeof(*fresh));
	size_t fresh_count = 0;

	for (size_t i = 0; i < count; i++)
		if (known_check(index, &items[i].id) != px_qdrant_check(&index->of, &items[i]))
			fresh[fresh_count++] = items[i];
	enum px_err err = send_items(index, fresh, fresh_count, error);
	free(fresh);
	return err;
}

static enum px_err remove_all(struct index *index, struct px_error *error)
{
	struct px_buf body = PX_BUF_INIT(1024);

	px_qdrant_write_selection(&body, &index->of, NULL, 0);
	return change(index, "POST", "points/delete?wait=true", &body, error);
}

struct sink {
	struct px_vector_sink sink; /* first */
	struct index *index;
};

static enum px_err feed(struct px_vector_sink *arg, const struct px_vector_item *items, size_t count,
			struct px_error *error)
{
	struct index *index = ((struct sink *)arg)->index;
	enum px_err err = px_vector_check_items(items, count, index->of.dims, error);

	return err ? err : send_new(index, items, count, error);
}

static enum px_err rebuild(struct index *index, struct px_error *error)
{
	struct sink sink = { { feed }, index };
	enum px_err err = remove_all(index, error);

	know_nothing(index);
	if (!err && index->rebuild)
		err = index->rebuild(index->rebuild_arg, index->of.user, &sink.sink, error);
	if (!err)
		err = write_mark(index, error);
	index->rebuilds += !err;
	return err;
}

/* [lock] Before anything is asked or changed. */
static enum px_err begin(struct index *index, struct px_error *error)
{
	bool marked = false;

	if (index->begun)
		return PX_OK;
	enum px_err err = qdrant_need_collection(index->qdrant, index->collection, index->of.dims, error);
	if (!err)
		err = list(index, error);
	if (!err)
		err = read_mark(index, &marked, error);
	if (!err && !marked)
		err = index->filling ? write_mark(index, error) : rebuild(index, error);
	index->begun = !err;
	index->filling = index->filling && err;
	return ended(index, err);
}

/* ------------------------------------------------------------------ life */

enum px_err qdrant_index_open(void *self, const struct px_vector_scope *scope, void **out, struct px_error *error)
{
	struct index *index = px_calloc(1, sizeof(*index));
	enum px_err err = px_qdrant_collection(scope->model, scope->dims, index->collection, error);

	index->qdrant = self;
	index->of = (struct px_qdrant_of){ scope->user, scope->dims };
	index->rebuild = scope->rebuild;
	index->rebuild_arg = scope->rebuild_arg;
	index->filling = scope->fills;
	pthread_mutex_init(&index->lock, NULL);
	px_map_init(&index->known);
	*out = index;
	if (err)
		qdrant_index_close(index);
	return err;
}

void qdrant_index_close(void *arg)
{
	struct index *index = arg;

	px_map_release(&index->known);
	pthread_mutex_destroy(&index->lock);
	free(index);
}

enum px_err qdrant_index_destroy(void *arg, struct px_error *error)
{
	struct index *index = arg;
	struct px_buf body = PX_BUF_INIT(1024);
	enum px_err err = qdrant_need_collection(index->qdrant, index->collection, index->of.dims, error);

	if (!err)
		err = remove_all(index, error);
	px_qdrant_write_mark_removal(&body, &index->of);
	if (!err)
		err = change(index, "POST", "points/delete?wait=true", &body, error);
	px_buf_release(&body);
	err = ended(index, err);
	qdrant_index_close(index);
	return err;
}

/* ------------------------------------------------------------------ changes */

enum px_err qdrant_put(void *arg, const struct px_vector_item *items, size_t count, struct px_error *error)
{
	struct index *index = arg;

	pthread_mutex_lock(&index->lock);
	enum px_err err = begin(index, error);
	if (!err)
		err = ended(index, send_new(index, items, count, error));
	pthread_mutex_unlock(&index->lock);
	return err;
}

/* [lock] At most IDS_PER_CALL of them, all of which are there. */
static enum px_err remove_some(struct index *index, const struct px_id *ids, size_t count, struct px_error *error)
{
	struct px_buf body = PX_BUF_INIT(BODY_MAX);

	px_qdrant_write_selection(&body, &index->of, ids, count);
	enum px_err err = change(index, "POST", "points/delete?wait=true", &body, error);
	for (size_t i = 0; !err && i < count; i++)
		(void)px_map_remove(&index->known, key_of(&ids[i]));
	return err;
}

/* [lock] */
static enum px_err remove_known(struct index *index, const struct px_id *ids, size_t count, size_t *removed,
				struct px_error *error)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < count; i += IDS_PER_CALL) {
		size_t some = count - i < IDS_PER_CALL ? count - i : IDS_PER_CALL;
		err = remove_some(index, ids + i, some, error);
		*removed += err ? 0 : some;
	}
	return ended(index, err);
}

enum px_err qdrant_remove(void *arg, const struct px_id *ids, size_t count, size_t *removed, struct px_error *error)
{
	struct index *index = arg;
	struct px_id *there = px_alloc(count * sizeof(*there));
	size_t there_count = 0;

	pthread_mutex_lock(&index->lock);
	enum px_err err = begin(index, error);
	for (size_t i = 0; !err && i < count; i++)
		if (known_check(index, &ids[i]))
			there[there_count++] = ids[i];
	if (!err)
		err = remove_known(index, there, there_count, removed, error);
	pthread_mutex_unlock(&index->lock);
	free(there);
	return err;
}

enum px_err qdrant_keep(void *arg, bool (*wanted)(void *arg, struct px_id id), void *wanted_arg, size_t *removed,
			struct px_error *error)
{
	struct index *index = arg;
	struct px_id *ids = NULL;
	size_t count = 0, at = 0;
	struct px_str key;
	void *value;

	pthread_mutex_lock(&index->lock);
	enum px_err err = begin(index, error);
	if (!err)
		ids = px_alloc((index->known.count + 1) * sizeof(*ids));
	while (!err && px_map_next(&index->known, &at, &key, &value)) {
		memcpy(ids[count].bytes, key.data, sizeof(ids[count].bytes));
		count += !wanted(wanted_arg, ids[count]);
	}
	if (!err)
		err = remove_known(index, ids, count, removed, error);
	pthread_mutex_unlock(&index->lock);
	free(ids);
	return err;
}

/* ------------------------------------------------------------------ questions */

/* The lock is not held while the server looks: searches go on beside each other. */
static enum px_err ask(struct index *index, const char *what, struct px_buf *body, struct px_upstream_answer *answer,
		       struct px_error *error)
{
	pthread_mutex_lock(&index->lock);
	enum px_err err = begin(index, error);
	pthread_mutex_unlock(&index->lock);
	if (err) {
		px_buf_release(body);
		return err;
	}
	err = call_index(index, "POST", what, body, answer, error);
	if (err != PX_NOT_FOUND)
		return err;
	pthread_mutex_lock(&index->lock);
	err = ended(index, err);
	pthread_mutex_unlock(&index->lock);
	return err;
}

enum px_err qdrant_search(void *arg, const struct px_vector_query *query, struct px_vector_hit *hits, size_t *count,
			  struct px_error *error)
{
	struct index *index = arg;
	struct px_buf body = PX_BUF_INIT(BODY_MAX);
	struct px_upstream_answer answer = { 0 };

	px_qdrant_write_query(&body, &index->of, query);
	enum px_err err = ask(index, "points/query", &body, &answer, error);
	if (!err)
		err = px_qdrant_read_hits(px_buf_view(&answer.body), &index->of, hits, query->limit, count, error);
	px_buf_release(&answer.body);
	return err;
}

enum px_err qdrant_get(void *arg, struct px_id id, float *vector, struct px_error *error)
{
	struct index *index = arg;
	struct px_buf body = PX_BUF_INIT(1024);
	struct px_upstream_answer answer = { 0 };

	px_qdrant_write_lookup(&body, &index->of, id);
	enum px_err err = ask(index, "points/scroll", &body, &answer, error);
	if (!err)
		err = px_qdrant_read_vector(px_buf_view(&answer.body), &index->of, vector, error);
	px_buf_release(&answer.body);
	return err;
}

static int hit_by_id(const void *a, const void *b)
{
	return px_id_cmp(((const struct px_vector_hit *)a)->id, ((const struct px_vector_hit *)b)->id);
}

enum px_err qdrant_score(void *arg, const float *vector, const struct px_id *ids, size_t count, float *scores,
			 struct px_error *error)
{
	struct index *index = arg;
	struct px_buf body = PX_BUF_INIT(BODY_MAX);
	struct px_upstream_answer answer = { 0 };
	struct px_vector_hit *hits = px_alloc(count * sizeof(*hits));
	size_t found = 0;

	px_qdrant_write_scores(&body, &index->of, vector, ids, count);
	enum px_err err = ask(index, "points/query", &body, &answer, error);
	if (!err)
		err = px_qdrant_read_hits(px_buf_view(&answer.body), &index->of, hits, count, &found, error);
	if (found)
		qsort(hits, found, sizeof(*hits), hit_by_id);
	for (size_t i = 0; !err && i < count; i++) {
		const struct px_vector_hit key = { .id = ids[i] };
		const struct px_vector_hit *hit = found ? bsearch(&key, hits, found, sizeof(*hits), hit_by_id) : NULL;
		scores[i] = hit ? hit->score : NAN;
	}
	px_buf_release(&answer.body);
	free(hits);
	return err;
}

enum px_err qdrant_stat(void *arg, struct px_vector_stats *stats, struct px_error *error)
{
	struct index *index = arg;

	pthread_mutex_lock(&index->lock);
	enum px_err err = begin(index, error);
	stats->items = index->known.count;
	stats->memory = sizeof(*index) + index->known.capacity * ENTRY_BYTES;
	pthread_mutex_unlock(&index->lock);
	stats->graph = true;
	stats->rebuilds = index->rebuilds;
	return err;
}
