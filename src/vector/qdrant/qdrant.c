/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vectors kept by a Qdrant server: one collection for each model, all users in
 * it, each with a graph of their own (the tenant index on user_id).
 *
 * A new model has a collection of its own, beside the old one: users go over
 * one at a time (memory/models), so nothing is ever switched for all of them.
 * When the bytes of what was removed leave the disk is Qdrant's matter.
 */
#include "vector/qdrant/qdrant_internal.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	ANSWER_MAX = 16 << 20, /* a page of 5,000 items has less than 2 MB */
	COLLECTIONS = 64,
	ATTEMPTS = 2,
	ASK_MS = 2000,     /* a person waits, and their shard with them: twice this at most, then nobody until the server is back */
	CHANGE_MS = 15000, /* of 3 MB, which the server has on its disk when it answers */
};

struct qdrant {
	struct px_upstream *asks, *changes;
	char *url, *key; /* the header line */
	pthread_mutex_t lock;
	/* under the lock: collections that are there with their fields */
	char ready[COLLECTIONS][PX_QDRANT_COLLECTION];
	size_t ready_count;
};

enum px_err qdrant_call(struct qdrant *qdrant, const char *method, const char *path, struct px_str body,
			struct px_upstream_answer *answer, struct px_error *error)
{
	const char *headers[] = { "Content-Type: application/json", qdrant->key, NULL };
	struct px_upstream *upstream = strstr(path, "wait=true") ? qdrant->changes : qdrant->asks;
	struct px_buf url = PX_BUF_INIT(4096);

	enum px_err err = px_buf_printf(&url, "%s%s", qdrant->url, path);
	struct px_upstream_request request = { .method = method, .url = url.data, .headers = headers, .body = body };
	answer->body = PX_BUF_INIT(ANSWER_MAX);
	if (!err)
		err = px_upstream_call(upstream, &request, answer, error);
	if (!err)
		err = px_upstream_check(answer, "Qdrant", error);
	px_buf_release(&url);
	return err;
}

static enum px_err make_collection(struct qdrant *qdrant, const char *collection, unsigned dims, struct px_error *error)
{
	char path[96];
	struct px_buf body = PX_BUF_INIT(1024);
	struct px_upstream_answer answer = { 0 };
	bool exists = false;

	snprintf(path, sizeof(path), "/collections/%s/exists", collection);
	enum px_err err = qdrant_call(qdrant, "GET", path, PX_STR(""), &answer, error);
	if (!err)
		err = px_qdrant_read_exists(px_buf_view(&answer.body), &exists, error);
	px_buf_release(&answer.body);
	if (err || exists)
		return err;
	snprintf(path, sizeof(path), "/collections/%s", collection);
	px_qdrant_write_collection(&body, dims);
	err = qdrant_call(qdrant, "PUT", path, px_buf_view(&body), &answer, error);
	px_buf_release(&answer.body);
	px_buf_release(&body);
	return err == PX_CONFLICT ? PX_OK : err; /* another node was quicker */
}

static enum px_err make_field(struct qdrant *qdrant, const char *collection, const char *field, struct px_error *error)
{
	char path[96];
	struct px_buf body = PX_BUF_INIT(1024);
	struct px_upstream_answer answer = { 0 };

	snprintf(path, sizeof(path), "/collections/%s/index?wait=true", collection);
	px_qdrant_write_field(&body, field);
	enum px_err err = qdrant_call(qdrant, "PUT", path, px_buf_view(&body), &answer, error);
	px_buf_release(&answer.body);
	px_buf_release(&body);
	return err;
}

/* [lock] */
static size_t find_ready(const struct qdrant *qdrant, const char *collection)
{
	size_t i = 0;

	while (i < qdrant->ready_count && strcmp(qdrant->ready[i], collection) != 0)
		i++;
	return i;
}

/*
 * The fields are made each time that a process first uses a collection: one
 * that died after making it may have left it without them.
 */
enum px_err qdrant_need_collection(struct qdrant *qdrant, const char *collection, unsigned dims, struct px_error *error)
{
	enum px_err err = PX_OK;

	pthread_mutex_lock(&qdrant->lock);
	bool ready = find_ready(qdrant, collection) < qdrant->ready_count;
	if (!ready)
		err = make_collection(qdrant, collection, dims, error);
	for (size_t i = 0; !ready && !err && px_qdrant_fields[i]; i++)
		err = make_field(qdrant, collection, px_qdrant_fields[i], error);
	if (!ready && !err && qdrant->ready_count < COLLECTIONS)
		snprintf(qdrant->ready[qdrant->ready_count++], PX_QDRANT_COLLECTION, "%s", collection);
	pthread_mutex_unlock(&qdrant->lock);
	return err;
}

void qdrant_forget_collection(struct qdrant *qdrant, const char *collection)
{
	pthread_mutex_lock(&qdrant->lock);
	size_t at = find_ready(qdrant, collection);
	if (at < qdrant->ready_count)
		memmove(qdrant->ready[at], qdrant->ready[--qdrant->ready_count], PX_QDRANT_COLLECTION);
	pthread_mutex_unlock(&qdrant->lock);
}

static void close_family(void *self)
{
	struct qdrant *qdrant = self;

	px_upstream_free(qdrant->changes);
	px_upstream_free(qdrant->asks);
	pthread_mutex_destroy(&qdrant->lock);
	if (qdrant->key)
		explicit_bzero(qdrant->key, strlen(qdrant->key));
	free(qdrant->key);
	free(qdrant->url);
	free(qdrant);
}

static enum px_err open_family(const struct px_vectors_config *config, void **self, struct px_error *error)
{
	struct px_upstream_config asks = { .ca_file = config->ca_file, .attempts = ATTEMPTS, .timeout_ms = ASK_MS }, changes = asks;

	if (!config->url || strncmp(config->url, "http", 4) != 0)
		return px_fail(error, PX_INVALID, "qdrant-url", "Qdrant needs a URL such as http://127.0.0.1:6333");
	struct qdrant *qdrant = px_calloc(1, sizeof(*qdrant));
	pthread_mutex_init(&qdrant->lock, NULL);
	qdrant->url = px_strdup(config->url);
	for (size_t size = strlen(qdrant->url); size && qdrant->url[size - 1] == '/'; size--)
		qdrant->url[size - 1] = '\0';
	if (config->key && config->key[0]) {
		struct px_buf key = PX_BUF_INIT(8192);
		(void)px_buf_printf(&key, "api-key: %s", config->key);
		qdrant->key = px_buf_take(&key);
	}
	changes.timeout_ms = CHANGE_MS;
	enum px_err err = px_upstream_new(&asks, &qdrant->asks, error);
	if (!err)
		err = px_upstream_new(&changes, &qdrant->changes, error);
	if (err) {
		close_family(qdrant);
		return err;
	}
	*self = qdrant;
	return PX_OK;
}

static enum px_err check_family(void *self, struct px_error *error)
{
	struct px_upstream_answer answer = { 0 };
	enum px_err err = qdrant_call(self, "GET", "/collections", PX_STR(""), &answer, error);

	px_buf_release(&answer.body);
	return err;
}

/* Each change waited until the server had it. */
static enum px_err sync_nothing(void *arg, struct px_error *error)
{
	(void)arg;
	(void)error;
	return PX_OK;
}

/* The server folds and cleans up by itself. */
static enum px_err maintain_nothing(void *arg, bool force, struct px_error *error)
{
	(void)arg;
	(void)force;
	(void)error;
	return PX_OK;
}

const struct px_vector_driver px_vector_qdrant = {
	.name = "qdrant",
	.server = true,
	.open = open_family,
	.close = close_family,
	.check = check_family,
	.index_open = qdrant_index_open,
	.index_close = qdrant_index_close,
	.index_destroy = qdrant_index_destroy,
	.put = qdrant_put,
	.remove = qdrant_remove,
	.sync = sync_nothing,
	.maintain = maintain_nothing,
	.search = qdrant_search,
	.get = qdrant_get,
	.score = qdrant_score,
	.keep = qdrant_keep,
	.stat = qdrant_stat,
	.since = px_vector_since_never,
};
