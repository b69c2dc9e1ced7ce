/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an index holds, for index.c (life and searching), index_follow.c (rows
 * in and out) and index_vectors.c (vectors in and out).
 */
#ifndef PX_MEMORY_INDEX_INTERNAL_H
#define PX_MEMORY_INDEX_INTERNAL_H

#include "base/map.h"
#include "memory/index.h"

struct px_index_entry {
	struct px_id id;
	enum px_source_kind kind;
	bool learned;        /* its vector is made of the text as it is now */
	uint64_t row_hash;   /* of all that recall reads of the row */
	uint64_t text_hash;  /* of the text that a vector is made of, without its neighbours */
	uint64_t session;    /* of a passage: its document */
	struct px_id tokens;     /* the row that keeps its token vectors; none: it has none */
	struct px_index_entry *next, **before; /* among those that wait for a vector, unless learned */
};

struct px_memory_index {
	const struct px_memory_engine *engine;
	struct px_embed *embed;          /* NULL: words alone */
	struct px_id user;
	struct px_recall *recall;
	struct px_vector_index *vectors; /* NULL without an embedder */
	struct px_map entries;           /* id -> struct px_index_entry */
	struct px_index_entry *waiting;  /* without a vector, the latest first */
	size_t learned;
	int64_t seq;                     /* of the user's sequence, that what was read is up to date with */
	struct px_source_reader reader;  /* while rows are read for the first time */
	struct px_id vectors_after;      /* and then their vectors: the last one read */
	struct px_domain *domain;        /* while a search goes on: token vectors and texts are read by it */
	struct px_arena tokens;          /* token vectors read last */
	bool lost;                       /* the vectors' server lost what was put: to be made anew */
	bool whole;                      /* everything was read */
	bool shared;                     /* the shard's part owns it */
};

struct px_index_entry *px_index_entry(const struct px_memory_index *index, struct px_id id);
/* Into the list of those without a vector, and out of it. */
void px_index_wait(struct px_memory_index *index, struct px_index_entry *entry);
void px_index_wait_no_more(struct px_index_entry *entry);

/*
 * index_follow.c: reads everything for the first time, a page with each call of
 * px_index_load, until index->whole; and what changed since.
 */
enum px_err px_index_begin(struct px_memory_index *index, struct px_domain *domain, struct px_error *error) PX_MUST_CHECK;
enum px_err px_index_load(struct px_memory_index *index, struct px_domain *domain, struct px_error *error) PX_MUST_CHECK;
enum px_err px_index_catch_up(struct px_memory_index *index, struct px_domain *domain, struct px_error *error) PX_MUST_CHECK;
/* Takes a row out. */
enum px_err px_index_drop(struct px_memory_index *index, struct px_id id, struct px_error *error) PX_MUST_CHECK;

/* index_vectors.c: a page of the vectors that rows keep; those of texts that changed since count as none. */
enum px_err px_index_load_vectors(struct px_memory_index *index, struct px_domain *domain, bool *last,
				  struct px_error *error) PX_MUST_CHECK;

/* Token ids and vectors as a row keeps them: they stay in it. */
void px_index_tokens(struct px_str row, struct px_recall_tokens *tokens);

#endif
