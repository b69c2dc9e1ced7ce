/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recall: which of a person's items answer a question, and why.
 *
 * One object holds what one user's texts are found by: their words (BM25), who
 * said them, when, and in which conversation.  Vectors of meaning stand in the
 * user's vector index, token vectors with the caller, who hands over those of
 * the best candidates when asked.  Nothing here reads a store, embeds a text
 * or knows of another user; whoever owns the rows adds, removes and may build
 * all of it again from them at any time.
 *
 * A question is scored part by part, each part turned into z-scores over the
 * candidates and added with weights measured on long conversations
 * (px_recall_weights_default); every hit says what each part gave.  All works
 * with less: without token vectors, without vectors at all (words alone).
 *
 * Not thread-safe: a user's shard or one worker at a time.
 */
#ifndef PX_MEMORY_RECALL_H
#define PX_MEMORY_RECALL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/str.h"
#include "base/tz.h"
#include "vector/vector.h"

struct px_recall;

enum {
	PX_RECALL_HITS_MAX = 100,
	PX_RECALL_ITEMS_MAX = 4 * 1000 * 1000,
	PX_RECALL_TEXT_MAX = 1 << 18,   /* bytes of an item's text that are read */
	PX_RECALL_TOKEN_DIMS = 64,      /* as PX_EMBED_TOKEN_DIMS */
	PX_RECALL_TOKENS_MAX = 512,     /* of a text that are compared */
	PX_RECALL_NEIGHBOURS = 4,
};

/* Token vectors of a text: PX_RECALL_TOKEN_DIMS bytes each, unit length times 127. */
struct px_recall_tokens {
	const int8_t *vectors;
	const uint32_t *ids;  /* in the embedder's vocabulary */
	size_t count;
};

struct px_recall_config {
	struct px_vector_index *vectors; /* borrowed; NULL: no meaning, words alone */
	/*
	 * The token vectors of one item, or false; borrowed until the next call.
	 * Asked for the best PX_RECALL_RERANK candidates of a search; may be NULL.
	 */
	bool (*tokens)(void *arg, struct px_id id, struct px_recall_tokens *tokens);
	/*
	 * How well each of the best PX_RECALL_CROSS items answers the question, the
	 * higher the better: they change places by it.  False: it can't be told.  May be NULL.
	 */
	bool (*cross)(void *arg, struct px_str question, const struct px_id *ids, size_t count, float *scores);
	void *arg;
};

struct px_recall *px_recall_new(const struct px_recall_config *config);
void px_recall_free(struct px_recall *recall);

struct px_recall_item {
	struct px_id id;       /* an item with the same id is replaced */
	unsigned kind;         /* below PX_VECTOR_KINDS; the caller's numbers */
	struct px_str text;
	struct px_str heading; /* of a chunk: its heading path; words of it count, too */
	struct px_str speaker; /* who said it; "" or "me": the person */
	int64_t at;            /* UTC milliseconds */
	/* The conversation, document or mail thread it is part of, by any number but 0; 0: stands alone. */
	uint64_t session;
	/* In a conversation the turns before and after belong to what is said: they lend it their words. */
	bool turn;
};

/* Found by words from now on.  Turns of a session are ordered by time, then by id. */
enum px_err px_recall_add(struct px_recall *recall, const struct px_recall_item *item,
			  struct px_error *error) PX_MUST_CHECK;

/*
 * What the vector of an item should be made of: for a turn those of turns
 * -2..+1 of its session that there are, in order, itself among them; else the
 * item alone.  Returns how many there are; 0: no such item.
 */
size_t px_recall_window(const struct px_recall *recall, struct px_id id, struct px_id window[PX_RECALL_NEIGHBOURS]);
/* The item and those whose vectors are made with its text: what to embed after an item was added. */
size_t px_recall_stale(const struct px_recall *recall, struct px_id id, struct px_id stale[PX_RECALL_NEIGHBOURS]);
/* "Speaker: text" per item, a line each: the text to embed; in `arena`.  Token vectors are of the lone item's line. */
struct px_str px_recall_embed_text(const struct px_recall_item *items, size_t count, struct px_arena *arena);

/* What the embedder made of an item that was added. */
struct px_recall_meaning {
	struct px_id id;
	const float *vector;       /* of its window, as many as the index has dimensions; NULL: leave it as it is */
	const uint32_t *token_ids; /* of the lone item, for the weight of rare words; NULL: none */
	size_t token_count;
	bool indexed;              /* the vector is in the index already: only the rest is needed (on loading) */
};

/*
 * Since when (px_clock_mono; 0: never) the vector index lacks changes that were learned or removed: its server could
 * not be reached.  What is searched meanwhile is found by words, and by the vectors that are there.
 */
int64_t px_recall_behind(const struct px_recall *recall);
/* Found by meaning from now on.  PX_NOT_FOUND for an id that was not added (it may have been deleted meanwhile). */
enum px_err px_recall_learn(struct px_recall *recall, const struct px_recall_meaning *meanings, size_t count,
			    struct px_error *error) PX_MUST_CHECK;
/* Out of words and vectors; ids that aren't there are passed over.  Token vectors are the caller's to delete. */
enum px_err px_recall_remove(struct px_recall *recall, const struct px_id *ids, size_t count,
			     struct px_error *error) PX_MUST_CHECK;

struct px_recall_weights {
	float words, meaning, late, speaker, time; /* of the z-scores */
	float meaning_alone; /* of meaning where there are no token vectors to compare */
	float session;       /* of the best score of the item's conversation */
	float recency;       /* of 1 for now, halved every `half_life` days */
	float half_life;
	float kinds[PX_VECTOR_KINDS]; /* added to items of a kind */
};
extern const struct px_recall_weights px_recall_weights_default;

/* How sure the first hit answers the question; logistic in the members of px_recall_evidence. */
struct px_recall_calibration {
	float bias, words, meaning, late;
	float threshold; /* below it the honest answer is "I don't know" */
};
extern const struct px_recall_calibration px_recall_calibration_default;

/* Beginning and end (exclusive) in UTC milliseconds. */
struct px_recall_time {
	int64_t from, to;
};

enum { PX_RECALL_TIMES_MAX = 4, PX_RECALL_RERANK = 50, PX_RECALL_CROSS = 5 };

struct px_recall_question {
	struct px_str text;
	const float *vector;             /* its embedding; NULL: words alone */
	struct px_recall_tokens tokens;  /* count 0: no late interaction */
	int64_t now;
	/* Times that the question names: items of those times come first (px_recall_read_times). */
	struct px_recall_time times[PX_RECALL_TIMES_MAX];
	size_t time_count;
	struct px_vector_filter filter;  /* what must hold; tags are sessions */
	const struct px_recall_weights *weights;         /* NULL: the default */
	const struct px_recall_calibration *calibration; /* NULL: the default */
	size_t limit;                    /* 1..PX_RECALL_HITS_MAX */
};

/* Fills `times` from the question's words by the time engine: days and ranges, of the past first. */
void px_recall_read_times(struct px_recall_question *question, const struct px_tz *tz);

/* What each part gave, before weighing: the same units for every question. */
struct px_recall_parts {
	float words;   /* BM25 over the window; 0: no word in common */
	float meaning; /* cosine of the window; NAN: not compared */
	float late;    /* MaxSim, 0..1; NAN: not compared */
	float weakest; /* the least of it over the question's rare tokens; NAN as `late` */
	float covered; /* share of the question's words, weighed by rarity, that it has itself */
	float cross;   /* the cross-encoder's number; NAN: not asked */
	float time;    /* 1: of a time that the question names */
	float speaker; /* 1: said by whom the question names */
	float session; /* what the conversation added to the score */
	float prior;   /* what recency and kind added */
};

struct px_recall_hit {
	struct px_id id;
	unsigned kind;
	int64_t at;
	uint64_t session;
	float score;
	struct px_recall_parts parts;
};

struct px_recall_evidence {
	float words;      /* share of the question's words, weighed by rarity, that the best hit has itself */
	float meaning;    /* best cosine, 0 without */
	float late;       /* best MaxSim, 0 without */
	float confidence; /* 0..1, by the calibration */
	bool sure;        /* confidence is at the threshold or over it */
};

/* The best first; `hits` has room for question->limit. */
enum px_err px_recall_search(struct px_recall *recall, const struct px_recall_question *question,
			     struct px_recall_hit *hits, size_t *count, struct px_recall_evidence *evidence,
			     struct px_error *error) PX_MUST_CHECK;

struct px_recall_stats {
	size_t items, terms, sessions;
	size_t learned; /* items with a vector */
	size_t memory;  /* bytes of words and items; the vector index counts its own */
};

void px_recall_stat(const struct px_recall *recall, struct px_recall_stats *stats);

#endif
