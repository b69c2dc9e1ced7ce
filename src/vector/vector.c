/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facade of the vector drivers: checks every argument, counts, dispatches.
 */
#include "vector/vector.h"

#include "base/clock.h"
#include "base/mem.h"
#include "vector/behind.h"
#include "vector/vector_driver.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

struct px_vectors {
	const struct px_vector_driver *driver;
	void *self;
	struct px_histogram latency;
};

struct px_vector_index {
	const struct px_vector_driver *driver;
	struct px_vectors *vectors;
	void *self;
	unsigned dims;
	_Atomic uint64_t searches;
};

static const struct px_vector_driver *const drivers[] = { &px_vector_embedded, &px_vector_qdrant, NULL };

enum px_err px_vectors_new(const struct px_vectors_config *config, struct px_vectors **vectors,
			   struct px_error *error)
{
	const struct px_vector_driver *const *driver = drivers;
	void *self;

	while (*driver && strcmp((*driver)->name, config->driver) != 0)
		driver++;
	if (!*driver)
		return px_fail(error, PX_INVALID, "vector", "there is no vector driver \"%s\"", config->driver);
	bool behind = config->behind && (*driver)->server;
	enum px_err err = (*driver)->open(config, &self, error);
	if (!err && behind)
		err = px_vector_behind_over(*driver, self, &self, error);
	if (err)
		return err;
	*vectors = px_calloc(1, sizeof(**vectors));
	(*vectors)->driver = behind ? &px_vector_behind_driver : *driver;
	(*vectors)->self = self;
	return PX_OK;
}

enum px_err px_vectors_check(struct px_vectors *vectors, struct px_error *error)
{
	return vectors->driver->check(vectors->self, error);
}

void px_vectors_free(struct px_vectors *vectors)
{
	if (!vectors)
		return;
	vectors->driver->close(vectors->self);
	free(vectors);
}

const struct px_histogram *px_vectors_latency(const struct px_vectors *vectors)
{
	return &vectors->latency;
}

enum px_err px_vector_open(struct px_vectors *vectors, const struct px_vector_scope *scope,
			   struct px_vector_index **index, struct px_error *error)
{
	void *self;

	if (px_id_is_none(scope->user))
		return px_fail(error, PX_INVALID, "user", "a vector index belongs to a user");
	if (!scope->model.size || scope->model.size > PX_VECTOR_MODEL_MAX)
		return px_fail(error, PX_INVALID, "model", "the model's name has 1 to %d bytes",
			       PX_VECTOR_MODEL_MAX);
	if (!scope->dims || scope->dims > PX_VECTOR_DIMS_MAX)
		return px_fail(error, PX_INVALID, "dims", "%u dimensions; 1 to %d are possible", scope->dims,
			       PX_VECTOR_DIMS_MAX);
	enum px_err err = vectors->driver->index_open(vectors->self, scope, &self, error);
	if (err)
		return err;
	*index = px_calloc(1, sizeof(**index));
	(*index)->driver = vectors->driver;
	(*index)->vectors = vectors;
	(*index)->self = self;
	(*index)->dims = scope->dims;
	return PX_OK;
}

unsigned px_vector_dims(const struct px_vector_index *index)
{
	return index->dims;
}

void px_vector_close(struct px_vector_index *index)
{
	if (!index)
		return;
	index->driver->index_close(index->self);
	free(index);
}

enum px_err px_vector_destroy(struct px_vector_index *index, struct px_error *error)
{
	if (!index)
		return PX_OK;
	enum px_err err = index->driver->index_destroy(index->self, error);
	free(index);
	return err;
}

/* False if a value is no number, or all are zero: it points nowhere, so it has no cosine. */
static bool points_somewhere(const float *vector, unsigned dims)
{
	float sum = 0, largest = 0;

	for (unsigned i = 0; i < dims; i++) {
		sum += vector[i] * 0.0F; /* NaN once a value is not finite */
		largest = fabsf(vector[i]) > largest ? fabsf(vector[i]) : largest;
	}
	return sum == 0.0F && largest > 1e-30F;
}

static int by_id(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct px_id));
}

static bool all_differ(const struct px_vector_item *items, size_t count)
{
	struct px_id *ids = px_alloc(count * sizeof(*ids));
	bool differ = true;

	for (size_t i = 0; i < count; i++)
		ids[i] = items[i].id;
	qsort(ids, count, sizeof(*ids), by_id);
	for (size_t i = 1; i < count; i++)
		differ = differ && !px_id_eq(ids[i - 1], ids[i]);
	free(ids);
	return differ;
}

enum px_err px_vector_check_items(const struct px_vector_item *items, size_t count, unsigned dims,
				  struct px_error *error)
{
	if (count > PX_VECTOR_BATCH_MAX)
		return px_fail(error, PX_TOO_LARGE, "items", "%zu vectors at once; %d at most", count,
			       PX_VECTOR_BATCH_MAX);
	for (size_t i = 0; i < count; i++) {
		if (px_id_is_none(items[i].id))
			return px_fail(error, PX_INVALID, "id", "item %zu has no id", i);
		if (items[i].kind >= PX_VECTOR_KINDS)
			return px_fail(error, PX_INVALID, "kind", "kind %u of item %zu; %d at most", items[i].kind,
				       i, PX_VECTOR_KINDS - 1);
		if (!points_somewhere(items[i].vector, dims))
			return px_fail(error, PX_INVALID, "vector", "item %zu has a vector of zeros or with a value "
				       "that is no number", i);
	}
	if (count > 1 && !all_differ(items, count))
		return px_fail(error, PX_INVALID, "id", "two items have the same id");
	return PX_OK;
}

enum px_err px_vector_put(struct px_vector_index *index, const struct px_vector_item *items, size_t count,
			  struct px_error *error)
{
	enum px_err err = px_vector_check_items(items, count, index->dims, error);

	return err || !count ? err : index->driver->put(index->self, items, count, error);
}

enum px_err px_vector_remove(struct px_vector_index *index, const struct px_id *ids, size_t count,
			     size_t *removed, struct px_error *error)
{
	size_t gone = 0;
	enum px_err err = count ? index->driver->remove(index->self, ids, count, &gone, error) : PX_OK;

	if (!err && removed)
		*removed = gone;
	return err;
}

enum px_err px_vector_sync(struct px_vector_index *index, struct px_error *error)
{
	return index->driver->sync(index->self, error);
}

enum px_err px_vector_maintain(struct px_vector_index *index, bool force, struct px_error *error)
{
	return index->driver->maintain(index->self, force, error);
}

enum px_err px_vector_search(struct px_vector_index *index, const struct px_vector_query *query,
			     struct px_vector_hit *hits, size_t *count, struct px_error *error)
{
	if (!query->limit || query->limit > PX_VECTOR_HITS_MAX)
		return px_fail(error, PX_INVALID, "limit", "limit %zu; 1 to %d are possible", query->limit,
			       PX_VECTOR_HITS_MAX);
	if (query->filter.tag_count > PX_VECTOR_TAGS_MAX)
		return px_fail(error, PX_TOO_LARGE, "tags", "%zu tags in one filter; %d at most",
			       query->filter.tag_count, PX_VECTOR_TAGS_MAX);
	if (query->filter.from > query->filter.to)
		return px_fail(error, PX_INVALID, "from", "the time range ends before it begins");
	if (!points_somewhere(query->vector, index->dims))
		return px_fail(error, PX_INVALID, "vector", "the query is a vector of zeros or with a value that is "
			       "no number");
	atomic_fetch_add_explicit(&index->searches, 1, memory_order_relaxed);
	int64_t begin = px_clock_mono();
	enum px_err err = index->driver->search(index->self, query, hits, count, error);
	px_histogram_add(&index->vectors->latency, px_clock_mono() - begin);
	return err;
}

enum px_err px_vector_get(struct px_vector_index *index, struct px_id id, float *vector, struct px_error *error)
{
	return index->driver->get(index->self, id, vector, error);
}

enum px_err px_vector_score(struct px_vector_index *index, const float *vector, const struct px_id *ids, size_t count,
			    float *scores, struct px_error *error)
{
	if (count > PX_VECTOR_HITS_MAX)
		return px_fail(error, PX_TOO_LARGE, "ids", "%zu ids at once; %d at most", count, PX_VECTOR_HITS_MAX);
	if (!points_somewhere(vector, index->dims))
		return px_fail(error, PX_INVALID, "vector", "the query is a vector of zeros or with a value that is "
			       "no number");
	return count ? index->driver->score(index->self, vector, ids, count, scores, error) : PX_OK;
}

enum px_err px_vector_keep(struct px_vector_index *index, bool (*wanted)(void *arg, struct px_id id), void *arg,
			   size_t *removed, struct px_error *error)
{
	size_t gone = 0;
	enum px_err err = index->driver->keep(index->self, wanted, arg, &gone, error);

	if (!err && removed)
		*removed = gone;
	return err;
}

enum px_err px_vector_stat(struct px_vector_index *index, struct px_vector_stats *stats, struct px_error *error)
{
	struct px_vector_stats found = { 0 };
	enum px_err err = index->driver->stat(index->self, &found, error);

	if (err)
		return err;
	found.searches = atomic_load_explicit(&index->searches, memory_order_relaxed);
	*stats = found;
	return PX_OK;
}

int64_t px_vector_since_never(void *index)
{
	(void)index;
	return 0;
}

int64_t px_vector_behind(const struct px_vector_index *index)
{
	return index->driver->since(index->self);
}
