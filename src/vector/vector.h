/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vectors: the nearest neighbours of an embedding among one user's own.
 *
 * An index belongs to one user and one embedding model from the moment it is
 * opened, so a search that forgets the user can't be written.  What it keeps
 * can always be made again from the store: a driver that finds its file
 * missing or damaged asks the caller for every vector of the user
 * (px_vector_rebuild_fn) and goes on.
 *
 * Similarity is the cosine: vectors are normalised on the way in.  An index
 * may be used from any thread; calls on it wait for each other.  Drivers
 * (vector_driver.h): "embedded", and "qdrant", which needs a server.
 */
#ifndef PX_VECTOR_VECTOR_H
#define PX_VECTOR_VECTOR_H

#include "base/err.h"
#include "base/id.h"
#include "base/str.h"
#include "sys/metrics.h"

enum {
	PX_VECTOR_DIMS_MAX = 4096,
	PX_VECTOR_HITS_MAX = 1000,
	PX_VECTOR_KINDS = 32,     /* an item's kind is below this */
	PX_VECTOR_TAGS_MAX = 64,  /* of one query */
	PX_VECTOR_BATCH_MAX = 10000,
	PX_VECTOR_MODEL_MAX = 95, /* bytes of a model's name */
	PX_VECTOR_ITEMS_MAX = 16 * 1000 * 1000,
};

struct px_vectors;      /* a family: a driver and where it keeps things */
struct px_vector_index; /* the vectors of one user by one model */

struct px_vectors_config {
	const char *driver; /* "embedded", "qdrant" */
	const char *folder; /* of the index files; made if it isn't there; NULL: in memory only */
	size_t graph_from;  /* vectors of an index from which on it gets a graph; 0: what was measured to be best */
	size_t memory;      /* bytes that idle indexes may keep loaded together; 0: PX_VECTOR_MEMORY */
	const char *url, *key, *ca_file; /* of the server of "qdrant"; key and roots may be NULL or "" */
	bool behind;        /* changes reach a server later, by a thread of their own (px_vector_behind) */
};

enum { PX_VECTOR_MEMORY = 16 << 20 };

struct px_vector_item {
	struct px_id id;     /* an item with the same id is replaced */
	unsigned kind;       /* below PX_VECTOR_KINDS: what kind of thing it is, for filters */
	int64_t at;          /* UTC milliseconds, for filters */
	uint64_t tag;        /* what it is part of (a document, a session), for filters; 0: nothing */
	const float *vector; /* as many floats as the model has dimensions; borrowed for the call */
};

/* Takes the vectors that a rebuild hands over, PX_VECTOR_BATCH_MAX at most in a call. */
struct px_vector_sink {
	enum px_err (*feed)(struct px_vector_sink *sink, const struct px_vector_item *items, size_t count,
			    struct px_error *error);
};

/*
 * Hands every vector that the store has for `user` and the model to
 * sink->feed.  Called on the thread of the call that needs the index, which
 * fails if this fails.  Must not use the index itself.
 */
typedef enum px_err (*px_vector_rebuild_fn)(void *arg, struct px_id user, struct px_vector_sink *sink,
					    struct px_error *error);

struct px_vector_scope {
	struct px_id user;
	struct px_str model; /* its name with its hash, PX_VECTOR_MODEL_MAX bytes at most */
	unsigned dims;
	px_vector_rebuild_fn rebuild;
	void *rebuild_arg;
	bool fills; /* whoever opens it puts all there should be; `rebuild` is for what is lost after that */
};

enum px_err px_vectors_new(const struct px_vectors_config *config, struct px_vectors **vectors,
			   struct px_error *error) PX_MUST_CHECK;
/* Whether what it stands on can be reached, and lets us in.  Blocks. */
enum px_err px_vectors_check(struct px_vectors *vectors, struct px_error *error) PX_MUST_CHECK;
/* Every index must be closed. */
void px_vectors_free(struct px_vectors *vectors);
/* Of the searches of all users; for /metrics. */
const struct px_histogram *px_vectors_latency(const struct px_vectors *vectors);

/*
 * Opens the index of one user and model; opened twice it would be two, so
 * don't.  Cheap: nothing is read before the first use.
 */
enum px_err px_vector_open(struct px_vectors *vectors, const struct px_vector_scope *scope,
			   struct px_vector_index **index, struct px_error *error) PX_MUST_CHECK;
void px_vector_close(struct px_vector_index *index);
/* Floats of each of its vectors. */
unsigned px_vector_dims(const struct px_vector_index *index);
/* Closes the index and deletes every byte that is kept of it. */
enum px_err px_vector_destroy(struct px_vector_index *index, struct px_error *error) PX_MUST_CHECK;

/*
 * Adds or replaces.  Found by the next search; a killed process keeps what was
 * put, a power cut what was synced.  PX_INVALID: a kind out of range, the same
 * id twice, a vector that is not finite or all zero; nothing is added then.
 */
enum px_err px_vector_put(struct px_vector_index *index, const struct px_vector_item *items, size_t count,
			  struct px_error *error) PX_MUST_CHECK;
/*
 * Removes those that are there; *removed (may be NULL) says how many were.  Not
 * found from now on; their bytes leave the file with the next maintenance, at
 * once with px_vector_maintain(index, true).
 */
enum px_err px_vector_remove(struct px_vector_index *index, const struct px_id *ids, size_t count,
			     size_t *removed, struct px_error *error) PX_MUST_CHECK;
enum px_err px_vector_sync(struct px_vector_index *index, struct px_error *error) PX_MUST_CHECK;
/*
 * Folds what was added and removed lately into the searchable structure and
 * rewrites the file without what was removed.  For a worker thread after a batch
 * of puts: returns at once when there is too little to do, unless `force`;
 * may take minutes when a graph of a million grows, and other calls go on meanwhile.
 */
enum px_err px_vector_maintain(struct px_vector_index *index, bool force, struct px_error *error) PX_MUST_CHECK;

/* Zero is no filter; filters that are set must all hold. */
struct px_vector_filter {
	uint32_t kinds;       /* bit k: items of kind k */
	int64_t from, to;     /* from <= at < to; equal: any time */
	const uint64_t *tags; /* items with one of these */
	size_t tag_count;
};

struct px_vector_query {
	const float *vector; /* need not be normalised */
	size_t limit;        /* 1..PX_VECTOR_HITS_MAX */
	struct px_vector_filter filter;
	unsigned effort;     /* candidates that an approximate search keeps; 0: the driver's default */
	bool exact;          /* compare with every vector, whatever it costs */
};

struct px_vector_hit {
	struct px_id id;
	float score;         /* cosine, -1..1 */
	unsigned kind;
	int64_t at;
	uint64_t tag;
};

/* The best first, equal scores by id; `hits` has room for query->limit. */
enum px_err px_vector_search(struct px_vector_index *index, const struct px_vector_query *query,
			     struct px_vector_hit *hits, size_t *count, struct px_error *error) PX_MUST_CHECK;
/* The vector as it is kept (normalised, 16 bits a value or better), PX_NOT_FOUND without it. */
enum px_err px_vector_get(struct px_vector_index *index, struct px_id id, float *vector,
			  struct px_error *error) PX_MUST_CHECK;

/* The cosine of each item with `vector`, NAN for one that isn't there; PX_VECTOR_HITS_MAX ids at most. */
enum px_err px_vector_score(struct px_vector_index *index, const float *vector, const struct px_id *ids, size_t count,
			    float *scores, struct px_error *error) PX_MUST_CHECK;
/*
 * Removes every item that `wanted` says no to; *removed (may be NULL) says how many.  For who has put all that there
 * should be: what is left over is of rows that went while the index was closed.  `wanted` must not use the index.
 */
enum px_err px_vector_keep(struct px_vector_index *index, bool (*wanted)(void *arg, struct px_id id), void *arg,
			   size_t *removed, struct px_error *error) PX_MUST_CHECK;

/*
 * With `behind` in the family's settings, changes of a server's index return at once and are made in their order by a
 * thread, and whoever opens one must fill it (px_vector_scope).  This tells since when, by px_clock_mono, the index lacks some that could not be made (0: none): it is to be
 * closed, opened and filled again, and what it is given until then fails.  px_vector_remove and px_vector_keep then count
 * only what was put since it was opened; px_vector_keep removes all else; px_vector_sync waits for the thread.
 */
int64_t px_vector_behind(const struct px_vector_index *index);

struct px_vector_stats {
	uint64_t items;
	uint64_t waiting;   /* put or removed since the last maintenance */
	bool graph;         /* searched by a graph, not by comparing with every vector */
	uint64_t memory;    /* bytes of its own; 0 while it is not loaded */
	uint64_t mapped;    /* bytes of its file that are mapped: the kernel may drop them */
	uint64_t file;      /* bytes on disk */
	uint64_t rebuilds;  /* times that its file was missing or damaged since it was opened */
	uint64_t searches;
};

enum px_err px_vector_stat(struct px_vector_index *index, struct px_vector_stats *stats,
			   struct px_error *error) PX_MUST_CHECK;

#endif
