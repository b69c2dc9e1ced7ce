/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory index of one user: everything of theirs that recall finds, by
 * words and by meaning, in the shard's memory.
 *
 * It is a copy of rows, made when somebody first asks and brought up to date by
 * the actions and messages that came since, so nothing has to be told to it.
 * Vectors are rows too (px_embedding_record), made by a durable job
 * (memory/indexing) and loaded from there; a text without one is found by its words
 * meanwhile.  An index is a user's own object: no search can reach another's.
 *
 * Shard thread.
 */
#ifndef PX_MEMORY_INDEX_H
#define PX_MEMORY_INDEX_H

#include "embed/embed.h"
#include "memory/source.h"
#include "sys/shard_part.h"

struct px_rerank; /* embed/rerank.h */

/* What a server has once; embedder or vectors may be NULL: words alone. */
struct px_memory_engine {
	struct px_embed *embed; /* of the settings */
	struct px_vectors *vectors;
	struct px_rerank *rerank; /* of the settings; NULL: the best hits stay in the order that recall gives them */
	/*
	 * Another embedder that this program can have: by a driver's name, or the one
	 * whose px_memory_model is `model`.  NULL: it can't be opened.  The engine's;
	 * any thread.  May be NULL: there is the one alone.
	 */
	struct px_embed *(*find)(void *arg, const char *driver, const char *model);
	void *find_arg;
};

/* Indexes in use, and those of a model that is about to be (memory/models). */
extern const struct px_shard_part px_memory_part, px_memory_next_part;

/* Where an index is kept between calls; parts may be NULL: it is made for one call. */
struct px_memory_keep {
	const struct px_memory_engine *engine;
	struct px_shard_parts *parts;
	uint64_t epoch;
	struct px_embed *next; /* NULL: the model in use, else an index of its own under this one */
};

struct px_memory_index;

enum {
	PX_MEMORY_ROWS_MAX = 20000, /* newest rows of a kind that are found */
	PX_MEMORY_THINGS_MAX = 2000, /* of tasks, and of events: all of theirs are named by their titles (agent/title_index) */
	PX_MEMORY_PENDING_MAX = 64, /* texts handed out at once to be embedded */
	PX_MEMORY_HASH_TEXT = 17,
};

/* The embedder whose vectors it holds; NULL: none. */
struct px_embed *px_memory_index_embed(const struct px_memory_index *index);
/* As the open transaction of `domain` sees the rows.  Close it before the transaction ends. */
enum px_err px_memory_index_open(const struct px_memory_keep *keep, struct px_domain *domain,
				 struct px_memory_index **index, struct px_error *error) PX_MUST_CHECK;
/*
 * The same, but reads rows for the first time only for some milliseconds and
 * may give out an index that is not whole: nothing can be asked of it, only be
 * opened again, which goes on.  For jobs; a person's question waits for it all.
 */
enum px_err px_memory_index_open_some(const struct px_memory_keep *keep, struct px_domain *domain,
				      struct px_memory_index **index, struct px_error *error) PX_MUST_CHECK;
bool px_memory_index_whole(const struct px_memory_index *index);
void px_memory_index_close(const struct px_memory_keep *keep, struct px_memory_index *index);

struct px_memory_query {
	struct px_str text;
	uint32_t kinds;       /* bits of PX_RECALLED_...; 0: all */
	int64_t from, to;     /* UTC; equal: any time */
	size_t limit;         /* 1..PX_RECALL_HITS_MAX */
	uint64_t document;    /* px_source_session of the one whose passages are looked at; 0: all */
	struct px_str earlier; /* the question asked before, which this one may go on from; empty: none */
	const struct px_language *says_in; /* the language of the answer (px_memory_ask); NULL: English */
	bool wait;            /* the question may be embedded on this thread (never with a remote model) */
};

struct px_memory_hit {
	struct px_source_row row;
	float score;
	struct px_recall_parts parts;
};

/* Hits live in the domain's arena; rows that are gone, and secrets, are left out. */
enum px_err px_memory_index_search(struct px_memory_index *index, struct px_domain *domain,
				   const struct px_memory_query *query, struct px_memory_hit **hits, size_t *count,
				   struct px_recall_evidence *evidence, struct px_error *error) PX_MUST_CHECK;

/* Texts that have no vector yet. */
struct px_memory_pending {
	enum px_source_kind kind;
	struct px_id id;
	struct px_str window; /* what its vector is made of */
	struct px_str alone;  /* what its token vectors are made of */
};
/* At most `max` (PX_MEMORY_PENDING_MAX) of them; texts in the domain's arena.  *left says how many there are in all. */
enum px_err px_memory_index_pending(struct px_memory_index *index, struct px_domain *domain,
				    struct px_memory_pending *pending, size_t max, size_t *count, size_t *left,
				    struct px_error *error) PX_MUST_CHECK;
/* Whether the texts of one that was pending are still what it would be made of. */
bool px_memory_index_current(struct px_memory_index *index, struct px_domain *domain, const struct px_memory_pending *pending);
/* Hash of the text that the vector of an item has to be made of, as rows keep it. */
void px_memory_index_hash(const struct px_memory_index *index, struct px_id id, char text[PX_MEMORY_HASH_TEXT]);
/* A vector that was made and written: found by meaning from now on. */
enum px_err px_memory_index_learn(struct px_memory_index *index, const struct px_embedding_row *row,
				  struct px_error *error) PX_MUST_CHECK;
/* A vector as a row keeps it; `row` gets vector and tokens, in the arena. */
void px_memory_pack(const struct px_embed_model *model, const struct px_embedding *vector,
		    const struct px_embedding *tokens, struct px_arena *arena, struct px_embedding_row *row);
/* "all-MiniLM-L6-v2-int8:3f2a…": what rows of this model carry. */
const char *px_memory_model(struct px_embed *embed, struct px_arena *arena);

/*
 * A few texts that have no vector yet can be compared by meaning from now on,
 * on this thread; they stay pending, as their vectors are yet to be written.
 */
void px_memory_index_catch_up(struct px_memory_index *index, struct px_domain *domain);

struct px_memory_index_stats {
	size_t items, pending, bytes;
};
void px_memory_index_stat(const struct px_memory_index *index, struct px_memory_index_stats *stats);

#endif
