/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an embedding driver provides.  Only embed.c and the drivers include this.
 *
 * The facade has checked counts and sizes, looked into the cache and chosen
 * the thread.  Slots other than open, close and interrupt are called from
 * many threads at once.  No slot is NULL.
 */
#ifndef PX_EMBED_EMBED_DRIVER_H
#define PX_EMBED_EMBED_DRIVER_H

#include "embed/embed.h"

/* What one `embed` call used; zeroed before it. */
struct px_embed_usage {
	uint64_t tokens;  /* read by the model, or billed by the endpoint */
	uint64_t retries;
};

struct px_embed_driver {
	const char *name;
	/*
	 * Texts of one `embed` call at most, and their bytes unless it is a single
	 * text.  Small enough that an urgent text need not wait long.
	 */
	size_t batch, batch_bytes;

	/* Main thread.  On failure nothing stays open.  Text of `config` must be copied. */
	enum px_err (*open)(const struct px_embed_config *config, void **self, struct px_error *error);
	/* Main thread; no call runs any more. */
	void (*close)(void *self);
	/* Any thread.  Calls that block, now and later, soon return PX_CANCELLED. */
	void (*interrupt)(void *self);
	void (*model)(void *self, struct px_embed_model *model);

	/* Memory that one call at a time works in; made when first needed and used again. */
	void *(*workspace_new)(void *self);
	void (*workspace_free)(void *workspace);

	/*
	 * Embeds 1..batch texts; all fields of results[i] are written, with memory
	 * of `arena`.  May block on the network (openai only).
	 */
	enum px_err (*embed)(void *self, void *workspace, const struct px_str *texts, size_t count,
			     bool tokens, struct px_arena *arena, struct px_embedding *results,
			     struct px_embed_usage *usage, struct px_error *error);
};

extern const struct px_embed_driver px_embed_local, px_embed_static, px_embed_openai;

/* With a driver given, for wrappers and tests. */
enum px_err px_embed_new_driver(const struct px_embed_driver *driver, const struct px_embed_config *config,
				struct px_embed **embed, struct px_error *error) PX_MUST_CHECK;

#endif
