/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The embedder: texts in, vectors of their meaning out.
 *
 * Two texts that mean much the same have vectors with a large dot product.
 * All vectors of one model have unit length, so the dot product is the
 * cosine; vectors of different models must never be compared.  Work is done
 * on the embedder's own threads from a bounded queue (px_embed_submit), or on
 * the caller's thread (px_embed_now).  A driver (embed_driver.h) is one model:
 * "local" (all-MiniLM-L6-v2 in this process), "static" (a small table that is
 * part of the program) or "openai" (an HTTP endpoint).
 *
 * It keeps no text.  Its cache belongs to one user at a time: what another
 * user embedded can be seen neither in an answer nor in how long it takes.
 */
#ifndef PX_EMBED_EMBED_H
#define PX_EMBED_EMBED_H

#include "base/arena.h"
#include "base/id.h"
#include "sys/metrics.h"

struct px_embed;

enum {
	PX_EMBED_BATCH_MAX = 1024,       /* texts of one request */
	PX_EMBED_TEXT_MAX = 1 << 18,     /* bytes of one text */
	PX_EMBED_DIMS_MAX = 8192,
	PX_EMBED_TOKEN_DIMS = 64,        /* of a token vector */
	PX_EMBED_HASH_TEXT = 65,         /* hexadecimal SHA-256 and a NUL */
};

struct px_embed_config {
	const char *driver;     /* "local", "static", "openai" */
	unsigned threads;       /* 0: one */
	size_t queue_texts;     /* texts that may wait, urgent ones counted apart; 0: 4096 */
	size_t cache_bytes;     /* 0: no cache */
	int64_t cache_ms;       /* how long an entry is good; 0: 7 days */

	const char *model_file; /* local: the file that tools/embed makes */

	const char *url;        /* openai: of the endpoint, with or without "/embeddings" at the end */
	const char *key;        /* openai: bearer token; NULL or "": none */
	const char *model;      /* openai: the name to ask for */
	size_t dims;            /* openai: what the answers must have; 0: what the first one has */
	unsigned timeout_ms;    /* openai: of one attempt; 0: 30 s */
	unsigned attempts;      /* openai: of one request to the endpoint; 0: 5 */
};

/*
 * What is stored beside every vector.  `hash` tells apart models of the same
 * name: SHA-256 of the weights (local, static) or of address and name (openai).
 */
struct px_embed_model {
	const char *id;         /* "all-MiniLM-L6-v2-int8" */
	char hash[PX_EMBED_HASH_TEXT];
	size_t dims;            /* of a vector; 0: openai that has not answered yet */
	size_t token_dims;      /* PX_EMBED_TOKEN_DIMS, or 0 if the model has no token vectors */
	size_t token_limit;     /* tokens of a text that are read, [CLS] and [SEP] among them; 0: not known */
};

/* Opens the driver and starts the threads.  Main thread. */
enum px_err px_embed_new(const struct px_embed_config *config, struct px_embed **embed,
			 struct px_error *error) PX_MUST_CHECK;
/* Completes what waits and what runs with PX_CANCELLED; all callbacks have returned when it does. */
void px_embed_free(struct px_embed *embed);
/* Any thread; the id is borrowed until px_embed_free. */
void px_embed_model(struct px_embed *embed, struct px_embed_model *model);

/* One text's result. */
struct px_embedding {
	const float *vector;       /* model.dims values of unit length; all zero if there is nothing to read in the text */
	size_t tokens;             /* read, [CLS] and [SEP] among them; 0: not known */
	bool truncated;            /* the text goes on after what was read */
	/*
	 * If asked for: the tokens without [CLS] and [SEP], and for each of them
	 * PX_EMBED_TOKEN_DIMS numbers: its vector of the last layer, normalised,
	 * projected by the model's PCA, normalised again and times 127.  So the
	 * cosine of two tokens is their integer dot product / 127^2.
	 */
	size_t token_count;
	const uint32_t *token_ids; /* of the model's vocabulary */
	const int8_t *token_vectors;
};

/*
 * Called exactly once, on a thread of the embedder or in px_embed_free: post
 * yourself home from it; it must not block.  On PX_OK there is one result per text in the order
 * asked; results and error are borrowed until it returns.  Otherwise there
 * are none: a request succeeds or fails as a whole.
 */
typedef void (*px_embed_fn)(void *arg, enum px_err err, const struct px_error *error,
			    const struct px_embedding *results, size_t count);

struct px_embed_request {
	/* Whose cache is looked into and filled.  PX_ID_NONE: no cache. */
	struct px_id user;
	const struct px_str *texts; /* UTF-8; what is not is read as U+FFFD */
	size_t count;               /* at most PX_EMBED_BATCH_MAX */
	bool tokens;                /* token vectors too; PX_UNSUPPORTED if the model has none */
	bool urgent;                /* goes before all that is not, and no thread rests meanwhile */
	px_embed_fn done;
	void *arg;
};

/*
 * Queues a request; its texts are copied.  PX_RATE_LIMITED when too many
 * texts wait already: nothing was taken, come again when a callback has run.
 * PX_TOO_LARGE over the limits above, PX_UNAVAILABLE while shutting down.
 * When this fails, `done` is not called.  Any thread, never blocks.
 */
enum px_err px_embed_submit(struct px_embed *embed, const struct px_embed_request *request,
			    struct px_error *error) PX_MUST_CHECK;
/* px_embed_submit of a request with `tokens` set. */
enum px_err px_embed_tokens(struct px_embed *embed, const struct px_embed_request *request,
			    struct px_error *error) PX_MUST_CHECK;
/*
 * The same on the caller's thread and past the queue: for a worker that needs
 * the vector of a question, and for tools.  `results` has room for
 * request->count and points into `arena`; `done`, `arg` and `urgent` are not
 * looked at.  Blocks; never on a loop, nor on a shard with "openai".
 */
enum px_err px_embed_now(struct px_embed *embed, const struct px_embed_request *request,
			 struct px_arena *arena, struct px_embedding *results,
			 struct px_error *error) PX_MUST_CHECK;

/* Drops what the cache holds of one text of a user, or of all of them: deleted means deleted.  Any thread. */
void px_embed_forget(struct px_embed *embed, struct px_id user, struct px_str text);
void px_embed_forget_user(struct px_embed *embed, struct px_id user);

struct px_embed_stats {
	uint64_t texts;       /* embedded by the driver */
	uint64_t tokens;      /* read by the driver, or billed by the endpoint */
	uint64_t requests;    /* completed, well or not */
	uint64_t failures;    /* of those, not well */
	uint64_t refused;     /* for a full queue */
	uint64_t cache_hits;  /* texts */
	uint64_t retries;     /* openai */
	size_t waiting;       /* texts in the queue now */
	size_t cache_bytes;
	size_t cache_entries;
};

void px_embed_get_stats(struct px_embed *embed, struct px_embed_stats *stats);
/* From submitting to the callback, and of one driver call per text; for /metrics and percentiles. */
const struct px_histogram *px_embed_latency(const struct px_embed *embed);
const struct px_histogram *px_embed_work(const struct px_embed *embed);

#endif
