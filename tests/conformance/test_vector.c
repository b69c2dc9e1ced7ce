/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every vector driver must do: keep each user's vectors apart, find the
 * nearest by cosine under every filter, follow replacements and removals, and
 * hold all of it when it is closed, unloaded, maintained or used by threads.
 */
#include "base/mem.h"
#include "support/child.h"
#include "support/temp.h"
#include "vector/qdrant/wire.h"
#include "vector/vector.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { DIMS = 24, ROWS = 600, TEN = 10 };

static const char *const drivers[] = { "embedded", "qdrant" };
static struct child qdrant; /* the double, if it can be had */
static char qdrant_url[128];

/* Qdrant's double, with a key; false, and says so, where its engine is not installed. */
static bool start_qdrant(const char *folder)
{
	char script[4096], engine[4096];

	child_path(script, "tests/support/qdrant_double.py");
	child_path(engine, ".test-tools/qdrant/qdrant_edge");
	if (access(engine, R_OK) != 0) {
		printf("skipped: Qdrant's engine is not installed (script/setup test does it)\n");
		return false;
	}
	int out = child_start(&qdrant, (const char *const[]){ "python3", script, folder, "test-key", NULL });
	bool ok = child_line(out, qdrant_url, sizeof(qdrant_url));
	close(out);
	assert_true(ok);
	return true;
}

static size_t driver_count(void)
{
	return qdrant.pid ? 2 : 1;
}

/* One user's vectors as they should be, beside the index that is tested. */
struct twin {
	struct px_vectors *vectors;
	struct px_vector_index *index;
	struct px_id user;
	struct px_vector_item items[ROWS];
	float values[ROWS][DIMS];
	bool live[ROWS];
	size_t fed; /* vectors handed to rebuilds */
};

static uint64_t random_state = 88172645463325252U;

static float random_value(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (float)((double)(random_state >> 11) / 9007199254740992.0) - 0.5F;
}

static void random_vector(float *vector)
{
	for (size_t i = 0; i < DIMS; i++)
		vector[i] = random_value();
}

static enum px_err feed_twin(void *arg, struct px_id user, struct px_vector_sink *sink, struct px_error *error)
{
	struct twin *twin = arg;

	assert_true(px_id_eq(user, twin->user));
	for (size_t i = 0; i < ROWS; i++) {
		if (!twin->live[i])
			continue;
		twin->fed++;
		enum px_err err = sink->feed(sink, &twin->items[i], 1, error);
		if (err)
			return err;
	}
	return PX_OK;
}

static void open_twin(struct twin *twin)
{
	struct px_vector_scope scope = { twin->user, PX_STR("test-model"), DIMS, feed_twin, twin };

	assert_int_equal(px_vector_open(twin->vectors, &scope, &twin->index, NULL), PX_OK);
}

static struct twin *new_twin(struct px_vectors *vectors)
{
	struct twin *twin = px_calloc(1, sizeof(*twin));

	twin->vectors = vectors;
	twin->user = px_id_new();
	for (size_t i = 0; i < ROWS; i++) {
		random_vector(twin->values[i]);
		twin->items[i] = (struct px_vector_item){ px_id_new(), (unsigned)(i % 5), (int64_t)i * 1000,
							  i % 50 + 1, twin->values[i] };
	}
	open_twin(twin);
	return twin;
}

static void free_twin(struct twin *twin)
{
	px_vector_close(twin->index);
	free(twin);
}

static void put_rows(struct twin *twin, size_t begin, size_t count)
{
	for (size_t i = begin; i < begin + count; i++)
		twin->live[i] = true;
	assert_int_equal(px_vector_put(twin->index, twin->items + begin, count, NULL), PX_OK);
	assert_int_equal(px_vector_sync(twin->index, NULL), PX_OK);
}

static void remove_row(struct twin *twin, size_t row)
{
	size_t removed;

	assert_int_equal(px_vector_remove(twin->index, &twin->items[row].id, 1, &removed, NULL), PX_OK);
	assert_int_equal(removed, twin->live[row] ? 1 : 0);
	assert_int_equal(px_vector_sync(twin->index, NULL), PX_OK);
	twin->live[row] = false;
}

static double cosine(const float *a, const float *b)
{
	double dot = 0, x = 0, y = 0;

	for (size_t i = 0; i < DIMS; i++) {
		dot += (double)a[i] * (double)b[i];
		x += (double)a[i] * (double)a[i];
		y += (double)b[i] * (double)b[i];
	}
	return dot / sqrt(x * y);
}

static bool passes(const struct px_vector_filter *filter, const struct px_vector_item *item)
{
	bool tagged = !filter->tag_count;

	for (size_t i = 0; i < filter->tag_count; i++)
		tagged = tagged || filter->tags[i] == item->tag;
	return tagged && (!filter->kinds || filter->kinds >> item->kind & 1) &&
	       (filter->from == filter->to || (item->at >= filter->from && item->at < filter->to));
}

/* The search must give what a look at every row gives: same order, right scores and fields. */
static void compare(struct twin *twin, const struct px_vector_filter *filter, bool exact)
{
	struct px_vector_hit hits[TEN];
	float vector[DIMS];
	size_t count, passing = 0, better;

	random_vector(vector);
	struct px_vector_query query = { .vector = vector, .limit = TEN, .filter = *filter, .exact = exact,
					 .effort = 300 };
	assert_int_equal(px_vector_search(twin->index, &query, hits, &count, NULL), PX_OK);
	for (size_t i = 0; i < ROWS; i++)
		passing += twin->live[i] && passes(filter, &twin->items[i]);
	assert_int_equal(count, passing < TEN ? passing : TEN);
	for (size_t h = 0; h < count; h++) {
		size_t row = (size_t)(hits[h].at / 1000);
		double score = cosine(vector, twin->values[row]);
		assert_true(twin->live[row] && passes(filter, &twin->items[row]));
		assert_true(px_id_eq(hits[h].id, twin->items[row].id));
		assert_true(hits[h].kind == twin->items[row].kind && hits[h].tag == twin->items[row].tag);
		assert_true(fabs(score - (double)hits[h].score) < 1e-3);
		better = 0;
		for (size_t i = 0; i < ROWS; i++)
			better += twin->live[i] && passes(filter, &twin->items[i]) &&
				  cosine(vector, twin->values[i]) > score + 2e-4;
		assert_true(better <= h);
	}
}

static void compare_all(struct twin *twin, bool exact)
{
	static const uint64_t tags[] = { 7, 9 };
	const struct px_vector_filter filters[] = {
		{ 0 },
		{ .kinds = 1U << 2 },
		{ .kinds = 1U << 2 | 1U << 4, .from = 20000, .to = 300000 },
		{ .from = 20000, .to = 22000 },
		{ .tags = tags, .tag_count = 2 },
		{ .kinds = 1U << 1, .tags = tags, .tag_count = 1 },
		{ .kinds = 1U << 9 },
	};

	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		compare(twin, &filters[i], exact);
}

static struct px_vectors *open_family(const char *driver, const char *folder, size_t graph_from, size_t memory)
{
	bool behind = strcmp(driver, "qdrant behind") == 0;
	struct px_vectors_config config = { .driver = behind ? "qdrant" : driver, .folder = folder, .graph_from = graph_from, .memory = memory,
					    .url = qdrant_url, .key = "test-key", .behind = behind };
	struct px_vectors *vectors;

	assert_int_equal(px_vectors_new(&config, &vectors, NULL), PX_OK);
	return vectors;
}

/* Skips the test where there is no server. */
static struct px_vectors *open_qdrant(void)
{
	if (!qdrant.pid)
		skip();
	return open_family("qdrant", NULL, 0, 0);
}

/* Of the embedded driver alone: its own ways to look at less than everything; with files and in memory. */
static void with_embedded(void (*test)(struct px_vectors *vectors), size_t graph_from, size_t memory)
{
	for (size_t i = 0; i < 2; i++) {
		struct temp_dir dir;
		temp_dir_make(&dir);
		struct px_vectors *vectors = open_family("embedded", i % 2 ? NULL : dir.path, graph_from, memory);
		test(vectors);
		px_vectors_free(vectors);
		temp_dir_remove(&dir);
	}
}

/* Each test runs for each driver. */
static void with_each(void (*test)(struct px_vectors *vectors), size_t graph_from, size_t memory)
{
	with_embedded(test, graph_from, memory);
	static const char *const of_server[] = { "qdrant", "qdrant behind" };
	for (size_t i = 0; qdrant.pid && i < 2; i++) {
		struct px_vectors *vectors = open_family(of_server[i], NULL, graph_from, memory);
		test(vectors);
		px_vectors_free(vectors);
	}
}

static uint64_t latency_count(const struct px_vectors *vectors)
{
	const struct px_histogram *latency = px_vectors_latency(vectors);
	uint64_t count = 0;

	for (size_t i = 0; i <= PX_HISTOGRAM_BUCKETS; i++)
		count += atomic_load(&latency->buckets[i]);
	return count;
}

static void live_through(struct px_vectors *vectors)
{
	struct twin *twin = new_twin(vectors);

	compare_all(twin, false); /* empty */
	put_rows(twin, 0, 1);
	compare_all(twin, false);
	put_rows(twin, 1, 299);
	compare_all(twin, false);
	for (size_t i = 0; i < 300; i += 3)
		remove_row(twin, i);
	remove_row(twin, 0); /* again: there is none */
	compare_all(twin, false);
	assert_int_equal(px_vector_maintain(twin->index, true, NULL), PX_OK);
	compare_all(twin, false);
	for (size_t i = 0; i < 200; i++)
		random_vector(twin->values[i]);
	put_rows(twin, 0, 200); /* replaces some, brings others back */
	put_rows(twin, 300, 300);
	compare_all(twin, false);
	for (size_t i = 100; i < 400; i += 2)
		remove_row(twin, i);
	compare_all(twin, false);
	assert_int_equal(px_vector_maintain(twin->index, true, NULL), PX_OK);
	compare_all(twin, false);
	compare_all(twin, true);
	struct px_vector_stats stats;
	assert_int_equal(px_vector_stat(twin->index, &stats, NULL), PX_OK);
	assert_int_equal(latency_count(vectors), stats.searches);
	free_twin(twin);
}

static void finds_what_was_put(void **state)
{
	(void)state;
	with_each(live_through, 0, 0);
}

static void finds_it_by_a_graph(void **state)
{
	(void)state;
	with_embedded(live_through, 100, 0);
}

/* So many that their signs are looked at first: nine and a half of the ten nearest are found, and none that is gone. */
static void find_among_many(struct px_vectors *vectors)
{
	enum { MANY = 9000, PROBES = 40, SIZE = 384, BATCH = 1000 };
	struct px_vector_scope scope = { px_id_new(), PX_STR("many"), SIZE, NULL, NULL };
	struct px_vector_hit near[TEN], all[TEN];
	struct px_vector_item items[BATCH];
	static float values[MANY][SIZE];
	struct px_vector_index *index;
	size_t count, found = 0;

	assert_int_equal(px_vector_open(vectors, &scope, &index, NULL), PX_OK);
	for (size_t begin = 0; begin < MANY; begin += BATCH) {
		for (size_t i = 0; i < BATCH; i++) {
			float *value = values[begin + i];
			for (size_t n = 0; n < SIZE; n++) /* groups of neighbours, else all are equally far */
				value[n] = random_value() + (begin + i >= 100 ? 0.8F * values[(begin + i) % 100][n] : 0);
			items[i] = (struct px_vector_item){ px_id_new(), 1, (int64_t)(begin + i), 0, value };
		}
		assert_int_equal(px_vector_put(index, items, BATCH, NULL), PX_OK);
		assert_int_equal(px_vector_remove(index, &items[0].id, 1, &count, NULL), PX_OK);
	}
	for (size_t i = 0; i < PROBES; i++) {
		float probe[SIZE];
		for (size_t n = 0; n < SIZE; n++)
			probe[n] = values[1 + i * 7][n] + 0.5F * random_value();
		struct px_vector_query query = { .vector = probe, .limit = TEN }, exact = query;
		exact.exact = true;
		assert_int_equal(px_vector_search(index, &query, near, &count, NULL), PX_OK);
		assert_int_equal(count, TEN);
		assert_int_equal(px_vector_search(index, &exact, all, &count, NULL), PX_OK);
		for (size_t h = 0; h < TEN; h++) {
			assert_int_not_equal(near[h].at % BATCH, 0); /* those are gone */
			for (size_t other = 0; other < TEN; other++)
				found += px_id_eq(near[h].id, all[other].id);
		}
	}
	assert_true(found >= PROBES * TEN * 995 / 1000);
	px_vector_close(index);
}

static void finds_it_among_many(void **state)
{
	(void)state;
	with_embedded(find_among_many, 0, 0);
}

/* A thousand equal vectors are no reason to lose the others. */
static void find_among_equals(struct px_vectors *vectors)
{
	enum { MANY = 20000 };
	struct px_vector_scope scope = { px_id_new(), PX_STR("equal"), DIMS, NULL, NULL };
	struct px_vector_hit hits[TEN];
	struct px_vector_index *index;
	float value[DIMS], other[DIMS];
	size_t count;

	assert_int_equal(px_vector_open(vectors, &scope, &index, NULL), PX_OK);
	random_vector(value);
	random_vector(other);
	for (size_t i = 0; i < MANY; i++) {
		struct px_vector_item item = { px_id_new(), 1, (int64_t)i, 0, i == MANY - 7 ? other : value };
		assert_int_equal(px_vector_put(index, &item, 1, NULL), PX_OK);
	}
	struct px_vector_query query = { .vector = other, .limit = TEN };
	assert_int_equal(px_vector_search(index, &query, hits, &count, NULL), PX_OK);
	assert_int_equal(count, TEN);
	assert_int_equal(hits[0].at, MANY - 7);
	query.vector = value;
	assert_int_equal(px_vector_search(index, &query, hits, &count, NULL), PX_OK);
	assert_int_equal(count, TEN);
	assert_true(hits[TEN - 1].score > 0.999F);
	px_vector_close(index);
}

/* Nor are they lost themselves among others that are farther. */
static void find_equals_among_many(struct px_vectors *vectors)
{
	enum { MANY = 12000, SIZE = 384 };
	struct px_vector_scope scope = { px_id_new(), PX_STR("equals"), SIZE, NULL, NULL };
	static float value[SIZE], other[SIZE];
	struct px_vector_hit hits[TEN];
	struct px_vector_index *index;
	size_t count;

	assert_int_equal(px_vector_open(vectors, &scope, &index, NULL), PX_OK);
	for (size_t n = 0; n < SIZE; n++)
		value[n] = random_value();
	for (size_t i = 0; i < MANY; i++) {
		for (size_t n = 0; n < SIZE; n++)
			other[n] = random_value();
		struct px_vector_item item = { px_id_new(), 1, (int64_t)i, 0, i % 10 ? other : value };
		assert_int_equal(px_vector_put(index, &item, 1, NULL), PX_OK);
	}
	struct px_vector_query query = { .vector = value, .limit = TEN };
	assert_int_equal(px_vector_search(index, &query, hits, &count, NULL), PX_OK);
	assert_int_equal(count, TEN);
	assert_true(hits[TEN - 1].score > 0.999F);
	px_vector_close(index);
}

static void finds_it_among_equals(void **state)
{
	(void)state;
	with_embedded(find_among_equals, 0, 0);
	with_embedded(find_equals_among_many, 0, 0);
}

static void keep_apart(struct px_vectors *vectors)
{
	struct twin *twins[20], *one = new_twin(vectors);
	struct px_vector_hit hits[TEN];
	struct px_vector_stats stats;
	size_t count, removed;

	put_rows(one, 0, 50);
	for (size_t i = 0; i < 20; i++) {
		twins[i] = new_twin(vectors);
		/* The same ids with other vectors: ids of one user mean nothing to another. */
		memcpy(twins[i]->items, one->items, sizeof(one->items));
		for (size_t row = 0; row < ROWS; row++)
			twins[i]->items[row].vector = twins[i]->values[row];
		put_rows(twins[i], i, 30);
	}
	for (size_t i = 0; i < 20; i++) {
		compare_all(twins[i], false);
		remove_row(twins[i], i);
		assert_int_equal(px_vector_remove(twins[i]->index, &one->items[55].id, 1, &removed, NULL), PX_OK);
		assert_int_equal(px_vector_stat(twins[i]->index, &stats, NULL), PX_OK);
		assert_int_equal(stats.items, 29 - removed);
	}
	compare_all(one, false);
	assert_int_equal(px_vector_destroy(twins[0]->index, NULL), PX_OK);
	twins[0]->index = NULL;
	memset(twins[0]->live, 0, sizeof(twins[0]->live));
	open_twin(twins[0]);
	assert_int_equal(px_vector_sync(twins[0]->index, NULL), PX_OK);
	struct px_vector_query query = { .vector = one->values[0], .limit = TEN };
	assert_int_equal(px_vector_search(twins[0]->index, &query, hits, &count, NULL), PX_OK);
	assert_int_equal(count, 0);
	for (size_t i = 0; i < 20; i++)
		free_twin(twins[i]);
	compare_all(one, false);
	free_twin(one);
}

static void keeps_users_apart(void **state)
{
	(void)state;
	with_each(keep_apart, 0, 0);
}

static void keeps_users_apart_when_memory_is_short(void **state)
{
	(void)state;
	with_embedded(keep_apart, 0, 1); /* whoever isn't in use is unloaded */
}

static void keeps_what_was_put_when_closed(void **state)
{
	(void)state;
	for (size_t i = 0; i < driver_count(); i++) {
		struct temp_dir dir;
		temp_dir_make(&dir);
		struct px_vectors *vectors = open_family(drivers[i], dir.path, 150, 0);
		struct twin *twin = new_twin(vectors);
		for (size_t round = 0; round < 5; round++) {
			put_rows(twin, round * 100, 100);
			twin->fed = 0; /* the very first put found no file, and asked */
			remove_row(twin, round * 90);
			if (round % 2)
				assert_int_equal(px_vector_maintain(twin->index, true, NULL), PX_OK);
			assert_int_equal(px_vector_sync(twin->index, NULL), PX_OK);
			px_vector_close(twin->index);
			px_vectors_free(vectors);
			twin->vectors = vectors = open_family(drivers[i], dir.path, 150, 0);
			open_twin(twin);
			compare_all(twin, false);
			assert_int_equal(twin->fed, 0);
		}
		free_twin(twin);
		px_vectors_free(vectors);
		temp_dir_remove(&dir);
	}
}

static void give_back(struct px_vectors *vectors)
{
	struct twin *twin = new_twin(vectors);
	float vector[DIMS];

	put_rows(twin, 0, 3);
	assert_int_equal(px_vector_get(twin->index, twin->items[1].id, vector, NULL), PX_OK);
	assert_true(cosine(vector, twin->values[1]) > 0.99999);
	assert_int_equal(px_vector_get(twin->index, twin->items[5].id, vector, NULL), PX_NOT_FOUND);
	free_twin(twin);
}

static void gives_vectors_back(void **state)
{
	(void)state;
	with_each(give_back, 0, 0);
}

static enum px_err put_one(struct twin *twin, struct px_vector_item item, struct px_error *error)
{
	struct px_vector_item pair[2] = { twin->items[0], item };

	return px_vector_put(twin->index, pair, 2, error);
}

static void refuse(struct px_vectors *vectors)
{
	struct twin *twin = new_twin(vectors);
	float vector[DIMS] = { 0 };
	struct px_vector_item item = twin->items[1];
	struct px_vector_hit hits[1];
	struct px_error error;
	size_t count;

	item.kind = PX_VECTOR_KINDS;
	assert_int_equal(put_one(twin, item, &error), PX_INVALID);
	assert_string_equal(error.field, "kind");
	item = twin->items[0];
	assert_int_equal(put_one(twin, item, &error), PX_INVALID);
	assert_string_equal(error.field, "id");
	item = twin->items[1];
	item.vector = vector;
	assert_int_equal(put_one(twin, item, &error), PX_INVALID);
	vector[3] = NAN;
	assert_int_equal(put_one(twin, item, &error), PX_INVALID);
	vector[3] = INFINITY;
	assert_int_equal(put_one(twin, item, &error), PX_INVALID);
	assert_string_equal(error.field, "vector");
	struct px_vector_query query = { .vector = vector, .limit = 1 };
	assert_int_equal(px_vector_search(twin->index, &query, hits, &count, &error), PX_INVALID);
	query = (struct px_vector_query){ .vector = twin->values[0], .limit = PX_VECTOR_HITS_MAX + 1 };
	assert_int_equal(px_vector_search(twin->index, &query, hits, &count, &error), PX_INVALID);
	query = (struct px_vector_query){ .vector = twin->values[0], .limit = 1, .filter = { .from = 2, .to = 1 } };
	assert_int_equal(px_vector_search(twin->index, &query, hits, &count, &error), PX_INVALID);
	query.filter = (struct px_vector_filter){ 0 };
	assert_int_equal(px_vector_search(twin->index, &query, hits, &count, &error), PX_OK);
	assert_int_equal(count, 0); /* of a refused batch nothing was added */
	free_twin(twin);
	struct px_vector_scope scope = { .model = PX_STR("m"), .dims = DIMS };
	assert_int_equal(px_vector_open(vectors, &scope, &(struct px_vector_index *){ NULL }, &error), PX_INVALID);
	assert_string_equal(error.field, "user");
}

static void refuses_what_breaks_a_rule(void **state)
{
	(void)state;
	with_each(refuse, 0, 0);
}

static void *maintain_often(void *arg)
{
	struct twin *twin = arg;

	for (size_t i = 0; i < 15; i++)
		if (px_vector_maintain(twin->index, true, NULL) != PX_OK)
			return twin;
	return NULL;
}

static void *search_often(void *arg)
{
	struct twin *twin = arg;
	struct px_vector_query query = { .vector = twin->values[3], .limit = TEN };
	struct px_vector_hit hits[TEN];
	size_t count;

	for (size_t i = 0; i < 200; i++)
		if (px_vector_search(twin->index, &query, hits, &count, NULL) != PX_OK || count > TEN)
			return twin;
	return NULL;
}

static void change_while_threads_run(struct px_vectors *vectors)
{
	struct twin *twin = new_twin(vectors);
	pthread_t maintainer, searcher;
	void *failed[2];

	put_rows(twin, 0, 200);
	assert_int_equal(pthread_create(&maintainer, NULL, maintain_often, twin), 0);
	assert_int_equal(pthread_create(&searcher, NULL, search_often, twin), 0);
	for (size_t i = 0; i < 400; i++) {
		put_rows(twin, 200 + i, 1);
		if (i % 2)
			remove_row(twin, i);
		if (i % 5 == 0)
			put_rows(twin, i, 1);
	}
	pthread_join(maintainer, &failed[0]);
	pthread_join(searcher, &failed[1]);
	assert_null(failed[0]);
	assert_null(failed[1]);
	compare_all(twin, true);
	assert_int_equal(px_vector_maintain(twin->index, true, NULL), PX_OK);
	compare_all(twin, false);
	free_twin(twin);
}

static void changes_while_threads_search_and_maintain(void **state)
{
	(void)state;
	with_each(change_while_threads_run, 150, 0);
}

static void score_some(struct px_vectors *vectors)
{
	struct twin *twin = new_twin(vectors);
	struct px_id ids[] = { twin->items[2].id, px_id_new(), twin->items[0].id, twin->items[5].id };
	float scores[4], zero[DIMS] = { 0 };

	put_rows(twin, 0, 3);
	assert_int_equal(px_vector_score(twin->index, twin->values[7], ids, 4, scores, NULL), PX_OK);
	assert_true(fabs((double)scores[0] - cosine(twin->values[7], twin->values[2])) < 1e-3);
	assert_true(isnan(scores[1]) && isnan(scores[3]));
	assert_true(fabs((double)scores[2] - cosine(twin->values[7], twin->values[0])) < 1e-3);
	assert_int_equal(px_vector_score(twin->index, zero, ids, 4, scores, NULL), PX_INVALID);
	free_twin(twin);
}

static void scores_what_is_named(void **state)
{
	(void)state;
	with_each(score_some, 0, 0);
}

static bool is_live(void *arg, struct px_id id)
{
	const struct twin *twin = arg;

	for (size_t i = 0; i < ROWS; i++)
		if (px_id_eq(twin->items[i].id, id))
			return twin->live[i];
	return false;
}

static void keep_the_live(struct px_vectors *vectors)
{
	struct twin *twin = new_twin(vectors), *other = new_twin(vectors);
	size_t removed;

	put_rows(other, 0, 20);
	put_rows(twin, 0, 300);
	assert_int_equal(px_vector_maintain(twin->index, true, NULL), PX_OK);
	put_rows(twin, 300, 100);
	for (size_t i = 5; i < 400; i += 5)
		twin->live[i] = false;
	assert_int_equal(px_vector_keep(twin->index, is_live, twin, &removed, NULL), PX_OK);
	assert_int_equal(removed, 79);
	compare_all(twin, false);
	assert_int_equal(px_vector_keep(twin->index, is_live, twin, &removed, NULL), PX_OK);
	assert_int_equal(removed, 0);
	compare_all(other, false);
	free_twin(twin);
	free_twin(other);
}

static void keeps_only_what_is_wanted(void **state)
{
	(void)state;
	with_each(keep_the_live, 150, 0);
}

/* ------------------------------------------------------------------ a server */

/* What the double says; `path` has a query for it, or its key is sent. */
static long ask_qdrant(const char *method, const char *path)
{
	char command[400], line[200] = "";

	snprintf(command, sizeof(command), "curl -s -X %s -H 'api-key: test-key' '%s%s'", method, qdrant_url, path);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_non_null(fgets(line, sizeof(line), pipe));
	pclose(pipe);
	const char *number = strstr(line, "\"upserted\": ");
	return number ? strtol(number + strlen("\"upserted\": "), NULL, 10) : 0;
}

/* The double fails `times` of its calls, after the next `after`. */
static void make_qdrant_fail(unsigned status, unsigned times, unsigned after)
{
	char path[100];

	snprintf(path, sizeof(path), "/fail?status=%u&times=%u&after=%u", status, times, after);
	(void)ask_qdrant("GET", path);
}

/* An index that is filled again, as after a restart, sends only what is new or was changed. */
static void sends_nothing_twice(void **state)
{
	(void)state;
	struct px_vectors *vectors = open_qdrant();
	struct twin *twin = new_twin(vectors);
	put_rows(twin, 0, 300);
	remove_row(twin, 7);
	struct px_vector_index *left = twin->index; /* as by a process that dies: nothing is closed */
	open_twin(twin);
	long before = ask_qdrant("GET", "/fail?times=0");
	random_vector(twin->values[3]);
	put_rows(twin, 0, 7);
	put_rows(twin, 8, 292);
	put_rows(twin, 300, 10);
	assert_int_equal(ask_qdrant("GET", "/fail?times=0"), before + 11);
	compare_all(twin, true);
	free_twin(twin);
	px_vector_close(left);
	px_vectors_free(vectors);
}

static void puts_right_what_failed(void **state)
{
	struct px_error error;

	(void)state;
	struct px_vectors *vectors = open_qdrant();
	struct twin *twin = new_twin(vectors);
	put_rows(twin, 0, 30);
	make_qdrant_fail(400, 1, 0);
	assert_int_equal(px_vector_put(twin->index, twin->items + 30, 10, &error), PX_UNAVAILABLE);
	put_rows(twin, 30, 20);
	compare_all(twin, true);
	make_qdrant_fail(400, 1, 0);
	assert_int_equal(px_vector_remove(twin->index, &twin->items[4].id, 1, NULL, &error), PX_UNAVAILABLE);
	remove_row(twin, 4);
	compare_all(twin, true);
	free_twin(twin);
	px_vectors_free(vectors);
}

/* A server that lost everything is filled from the store. */
static void rebuilds_what_was_lost(void **state)
{
	char path[100], model[] = "lost-model";
	struct px_error error;

	(void)state;
	struct px_vectors *vectors = open_qdrant();
	struct twin *twin = new_twin(vectors);
	px_vector_close(twin->index);
	struct px_vector_scope scope = { twin->user, px_str(model), DIMS, feed_twin, twin };
	assert_int_equal(px_vector_open(vectors, &scope, &twin->index, NULL), PX_OK);
	put_rows(twin, 0, 30);
	char name[PX_QDRANT_COLLECTION];
	assert_int_equal(px_qdrant_collection(px_str(model), DIMS, name, NULL), PX_OK);
	snprintf(path, sizeof(path), "/collections/%s", name);
	(void)ask_qdrant("DELETE", path);
	struct px_vector_query query = { .vector = twin->values[0], .limit = 1 };
	struct px_vector_hit hit;
	size_t count;
	assert_int_equal(px_vector_search(twin->index, &query, &hit, &count, &error), PX_UNAVAILABLE);
	twin->fed = 0;
	compare_all(twin, true);
	assert_int_equal(twin->fed, 30);
	free_twin(twin);
	px_vectors_free(vectors);
}

static void tries_again_and_says_what_is_wrong(void **state)
{
	struct px_error error;

	(void)state;
	struct px_vectors *vectors = open_qdrant(), *locked;
	struct twin *twin = new_twin(vectors);
	put_rows(twin, 0, 5);
	make_qdrant_fail(503, 1, 0);
	compare(twin, &(struct px_vector_filter){ 0 }, true);
	make_qdrant_fail(400, 1, 0);
	assert_int_equal(px_vector_put(twin->index, twin->items + 5, 1, &error), PX_UNAVAILABLE);
	assert_non_null(strstr(error.message, "Service internal error"));
	assert_int_equal(px_vectors_check(vectors, NULL), PX_OK);
	free_twin(twin);
	px_vectors_free(vectors);
	struct px_vectors_config config = { .driver = "qdrant", .url = qdrant_url, .key = "other-key" };
	assert_int_equal(px_vectors_new(&config, &locked, NULL), PX_OK);
	assert_int_equal(px_vectors_check(locked, &error), PX_UNAVAILABLE);
	assert_non_null(strstr(error.message, "API key"));
	px_vectors_free(locked);
}

/* Nobody waits for a server that is away: the first call found out, the next ones say so. */
static void does_not_wait_for_a_server_that_is_away(void **state)
{
	struct px_vectors_config config = { .driver = "qdrant", .url = "http://127.0.0.1:1" };
	struct px_vectors *vectors;
	struct px_error error;

	(void)state;
	assert_int_equal(px_vectors_new(&config, &vectors, NULL), PX_OK);
	assert_int_equal(px_vectors_check(vectors, &error), PX_UNAVAILABLE);
	assert_null(strstr(error.message, "not asked again yet"));
	assert_int_equal(px_vectors_check(vectors, &error), PX_UNAVAILABLE);
	assert_non_null(strstr(error.message, "not asked again yet"));
	px_vectors_free(vectors);
}

/* The double is as good a Qdrant as the official client can tell. */
static void official_client_takes_the_double_for_qdrant(void **state)
{
	char script[4096], command[4200];

	(void)state;
	if (!qdrant.pid)
		skip();
	child_path(script, "tests/support/qdrant_double.py");
	snprintf(command, sizeof(command), "python3 -W ignore '%s' --prove", script);
	assert_int_equal(system(command), 0);
}

static void unknown_driver_is_named(void **state)
{
	struct px_vectors_config config = { .driver = "pigeonhole" };
	struct px_vectors *vectors;
	struct px_error error;

	(void)state;
	assert_int_equal(px_vectors_new(&config, &vectors, &error), PX_INVALID);
	assert_non_null(strstr(error.message, "pigeonhole"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_was_put),
		cmocka_unit_test(finds_it_by_a_graph),
		cmocka_unit_test(finds_it_among_many),
		cmocka_unit_test(finds_it_among_equals),
		cmocka_unit_test(keeps_users_apart),
		cmocka_unit_test(keeps_users_apart_when_memory_is_short),
		cmocka_unit_test(keeps_what_was_put_when_closed),
		cmocka_unit_test(gives_vectors_back),
		cmocka_unit_test(refuses_what_breaks_a_rule),
		cmocka_unit_test(changes_while_threads_search_and_maintain),
		cmocka_unit_test(scores_what_is_named),
		cmocka_unit_test(keeps_only_what_is_wanted),
		cmocka_unit_test(sends_nothing_twice),
		cmocka_unit_test(puts_right_what_failed),
		cmocka_unit_test(rebuilds_what_was_lost),
		cmocka_unit_test(does_not_wait_for_a_server_that_is_away),
		cmocka_unit_test(tries_again_and_says_what_is_wrong),
		cmocka_unit_test(official_client_takes_the_double_for_qdrant),
		cmocka_unit_test(unknown_driver_is_named),
	};

	struct temp_dir dir;

	temp_dir_make(&dir);
	(void)start_qdrant(dir.path);
	int failed = cmocka_run_group_tests_name("vector conformance", tests, NULL, NULL);
	child_kill(&qdrant);
	temp_dir_remove(&dir);
	return failed;
}
