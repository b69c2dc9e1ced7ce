/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facade: checks, cache, workspaces and counters around the driver.
 */
#include "embed/embed.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "embed/embed_internal.h"

#include <stdlib.h>

enum { QUEUE_TEXTS = 4096 };

static const int64_t week_ms = INT64_C(7) * 24 * 60 * 60 * 1000;
static const struct px_embed_driver *const drivers[] = { &px_embed_local, &px_embed_static, &px_embed_openai, NULL };

enum px_err px_embed_new_driver(const struct px_embed_driver *driver, const struct px_embed_config *config,
				struct px_embed **embed, struct px_error *error)
{
	struct px_embed *made = px_calloc(1, sizeof(*made));
	enum px_err err = driver->open(config, &made->self, error);

	if (err) {
		free(made);
		return err;
	}
	made->driver = driver;
	made->cache = px_embed_cache_new(config->cache_bytes, config->cache_ms ? config->cache_ms : week_ms);
	made->limit = config->queue_texts ? config->queue_texts : QUEUE_TEXTS;
	pthread_mutex_init(&made->idle_lock, NULL);
	err = px_embed_queue_start(made, config->threads ? config->threads : 1, error);
	if (err)
		px_embed_free(made);
	else
		*embed = made;
	return err;
}

enum px_err px_embed_new(const struct px_embed_config *config, struct px_embed **embed, struct px_error *error)
{
	const struct px_embed_driver *const *driver = drivers;

	while (*driver && strcmp((*driver)->name, config->driver) != 0)
		driver++;
	if (!*driver)
		return px_fail(error, PX_INVALID, "embedder", "there is no embedder \"%s\"", config->driver);
	return px_embed_new_driver(*driver, config, embed, error);
}

void px_embed_free(struct px_embed *embed)
{
	if (!embed)
		return;
	px_embed_queue_stop(embed);
	while (embed->idle_count > 0)
		embed->driver->workspace_free(embed->idle[--embed->idle_count]);
	embed->driver->close(embed->self);
	px_embed_cache_free(embed->cache);
	pthread_mutex_destroy(&embed->idle_lock);
	free(embed);
}

void px_embed_model(struct px_embed *embed, struct px_embed_model *model)
{
	embed->driver->model(embed->self, model);
}

static void *take_workspace(struct px_embed *embed)
{
	void *workspace = NULL;

	pthread_mutex_lock(&embed->idle_lock);
	if (embed->idle_count > 0)
		workspace = embed->idle[--embed->idle_count];
	pthread_mutex_unlock(&embed->idle_lock);
	return workspace ? workspace : embed->driver->workspace_new(embed->self);
}

static void return_workspace(struct px_embed *embed, void *workspace)
{
	pthread_mutex_lock(&embed->idle_lock);
	if (embed->idle_count < PX_EMBED_IDLE_MAX) {
		embed->idle[embed->idle_count++] = workspace;
		workspace = NULL;
	}
	pthread_mutex_unlock(&embed->idle_lock);
	if (workspace)
		embed->driver->workspace_free(workspace);
}

enum px_err px_embed_check(struct px_embed *embed, const struct px_embed_request *request, struct px_error *error)
{
	struct px_embed_model model;

	if (request->count == 0 || request->count > PX_EMBED_BATCH_MAX)
		return px_fail(error, request->count ? PX_TOO_LARGE : PX_INVALID, "texts",
			       "%zu texts; 1 to %d can be embedded at once", request->count, PX_EMBED_BATCH_MAX);
	for (size_t i = 0; i < request->count; i++) {
		if (request->texts[i].size > PX_EMBED_TEXT_MAX)
			return px_fail(error, PX_TOO_LARGE, "texts", "a text of %zu bytes; %d at most",
				       request->texts[i].size, PX_EMBED_TEXT_MAX);
	}
	px_embed_model(embed, &model);
	if (request->tokens && model.token_dims == 0)
		return px_fail(error, PX_UNSUPPORTED, "tokens", "the embedder \"%s\" has no token vectors",
			       embed->driver->name);
	return PX_OK;
}

size_t px_embed_slice_length(const struct px_embed *embed, const struct px_embed_request *request, size_t begin)
{
	size_t bytes = request->texts[begin].size, count = 1;

	while (begin + count < request->count && count < embed->driver->batch) {
		bytes += request->texts[begin + count].size;
		if (bytes > embed->driver->batch_bytes)
			break;
		count++;
	}
	return count;
}

/* Length of the character at the front of a text; 0 if there is none. */
static size_t character(struct px_str text)
{
	for (size_t size = 1; size <= 4 && size <= text.size; size++) {
		if (px_utf8_valid(px_str_n(text.data, size)))
			return size;
	}
	return 0;
}

/* Valid UTF-8: each byte that belongs to no character becomes U+FFFD. */
static struct px_str repair(struct px_arena *arena, struct px_str text)
{
	if (px_utf8_valid(text))
		return text;
	char *out = px_arena_alloc(arena, text.size * 3);
	size_t size = 0;
	for (size_t at = 0; at < text.size;) {
		size_t length = character(px_str_n(text.data + at, text.size - at));
		if (length)
			memcpy(out + size, text.data + at, length);
		else
			memcpy(out + size, "\xef\xbf\xbd", 3);
		size += length ? length : 3;
		at += length ? length : 1;
	}
	return px_str_n(out, size);
}

/* What the cache did not have, gathered for the driver. */
struct missing {
	struct px_str *texts;
	size_t *where; /* index into the slice */
	struct px_embedding *results;
	size_t count;
};

static enum px_err embed_missing(struct px_embed *embed, const struct px_embed_request *request, size_t begin,
				 const struct missing *missing, struct px_arena *arena,
				 struct px_embedding *results, struct px_error *error)
{
	struct px_embed_usage usage = { 0 };
	struct px_embed_model model;
	void *workspace = take_workspace(embed);
	int64_t started = px_clock_mono();
	enum px_err err = embed->driver->embed(embed->self, workspace, missing->texts, missing->count,
					       request->tokens, arena, missing->results, &usage, error);
	int64_t each = (px_clock_mono() - started) / (int64_t)missing->count;

	return_workspace(embed, workspace);
	atomic_fetch_add_explicit(&embed->tokens, usage.tokens, memory_order_relaxed);
	atomic_fetch_add_explicit(&embed->retries, usage.retries, memory_order_relaxed);
	if (err)
		return err;
	px_embed_model(embed, &model);
	atomic_fetch_add_explicit(&embed->texts, missing->count, memory_order_relaxed);
	for (size_t i = 0; i < missing->count; i++) {
		size_t at = missing->where[i];
		px_histogram_add(&embed->work, each);
		results[at] = missing->results[i];
		px_embed_cache_put(embed->cache, request->user, request->texts[begin + at], request->tokens, model.dims,
				   &results[at]);
	}
	return PX_OK;
}

enum px_err px_embed_slice(struct px_embed *embed, const struct px_embed_request *request, size_t begin,
			   size_t count, struct px_arena *arena, struct px_embedding *results,
			   struct px_error *error)
{
	struct missing missing = { px_arena_alloc(arena, count * sizeof(struct px_str)),
				   px_arena_alloc(arena, count * sizeof(size_t)),
				   px_arena_zero(arena, count, sizeof(struct px_embedding)), 0 };

	for (size_t i = 0; i < count; i++) {
		struct px_str text = request->texts[begin + i];
		if (px_embed_cache_get(embed->cache, request->user, text, request->tokens, arena, &results[i])) {
			atomic_fetch_add_explicit(&embed->cache_hits, 1, memory_order_relaxed);
			continue;
		}
		missing.texts[missing.count] = repair(arena, text);
		missing.where[missing.count++] = i;
	}
	if (missing.count == 0)
		return PX_OK;
	return embed_missing(embed, request, begin, &missing, arena, results, error);
}

enum px_err px_embed_now(struct px_embed *embed, const struct px_embed_request *request, struct px_arena *arena,
			 struct px_embedding *results, struct px_error *error)
{
	enum px_err err = px_embed_check(embed, request, error);
	int64_t started = px_clock_mono();

	if (err)
		return err;
	for (size_t at = 0, n; !err && at < request->count; at += n) {
		n = px_embed_slice_length(embed, request, at);
		err = px_embed_slice(embed, request, at, n, arena, results + at, error);
	}
	px_histogram_add(&embed->latency, px_clock_mono() - started);
	atomic_fetch_add_explicit(&embed->requests, 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&embed->failures, err != PX_OK, memory_order_relaxed);
	return err;
}

void px_embed_forget(struct px_embed *embed, struct px_id user, struct px_str text)
{
	px_embed_cache_forget(embed->cache, user, text);
}

void px_embed_forget_user(struct px_embed *embed, struct px_id user)
{
	px_embed_cache_forget_user(embed->cache, user);
}

void px_embed_get_stats(struct px_embed *embed, struct px_embed_stats *stats)
{
	*stats = (struct px_embed_stats){
		.texts = atomic_load_explicit(&embed->texts, memory_order_relaxed),
		.tokens = atomic_load_explicit(&embed->tokens, memory_order_relaxed),
		.requests = atomic_load_explicit(&embed->requests, memory_order_relaxed),
		.failures = atomic_load_explicit(&embed->failures, memory_order_relaxed),
		.refused = atomic_load_explicit(&embed->refused, memory_order_relaxed),
		.cache_hits = atomic_load_explicit(&embed->cache_hits, memory_order_relaxed),
		.retries = atomic_load_explicit(&embed->retries, memory_order_relaxed),
	};
	pthread_mutex_lock(&embed->lock);
	stats->waiting = embed->lines[0].texts + embed->lines[1].texts;
	pthread_mutex_unlock(&embed->lock);
	px_embed_cache_size(embed->cache, &stats->cache_bytes, &stats->cache_entries);
}

const struct px_histogram *px_embed_latency(const struct px_embed *embed)
{
	return &embed->latency;
}

const struct px_histogram *px_embed_work(const struct px_embed *embed)
{
	return &embed->work;
}
