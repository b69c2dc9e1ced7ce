/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What recall keeps of a user's items.  Items, sessions and speakers are rows
 * of arrays with lists of free rows; a row's number is its name inside.
 */
#ifndef PX_MEMORY_RECALL_INTERNAL_H
#define PX_MEMORY_RECALL_INTERNAL_H

#include "memory/postings.h"
#include "memory/recall.h"
#include "memory/terms.h"

enum { PX_ROW_NONE = -1, PX_SPEAKER_MANY = 0xffff /* past so many, names are no longer told apart */ };

struct px_item {
	struct px_id id;
	int64_t at;
	uint64_t session;
	int32_t previous, next; /* of its session, by time; PX_ROW_NONE: none.  `next` of a free row: the next free one */
	uint32_t *terms;        /* numbers of its terms, each once, then the ids of its tokens, each once */
	uint32_t term_count, token_count;
	uint32_t length;        /* words */
	uint16_t speaker;
	uint8_t kind;
	bool live, turn, learned;
};

struct px_session {
	uint64_t id;
	int32_t first, last; /* items; first of a free row: the next free one */
};

struct px_speaker {
	char *name;      /* "" for the person; NULL: a free row */
	uint32_t items;
};

/* In how many items a token of the embedder's vocabulary stands. */
struct px_token_use {
	uint32_t token, items;
};

struct px_recall {
	struct px_recall_config config;
	struct px_stemmers *stemmers;
	struct px_postings words;
	struct px_item *items;
	size_t item_count, item_room, live;
	int32_t free_item;
	int64_t behind; /* as px_recall_behind */
	struct px_table by_id;
	struct px_session *sessions;
	size_t session_count, session_room;
	int32_t free_session;
	struct px_table by_session;
	struct px_speaker *speakers;
	size_t speaker_count;
	struct px_token_use *tokens;
	size_t token_count, token_room;
	struct px_table by_token;
	size_t learned;
	double window_length; /* mean length of a window; < 0: to be computed */
	size_t memory;        /* of the items' own lists */
};

/* Row of an id, or PX_ROW_NONE. */
int32_t px_recall_row(const struct px_recall *recall, struct px_id id);
/* Row of the turn `distance` (-2..2) from one, PX_ROW_NONE if there is none; 0 is the row itself. */
int32_t px_recall_turn(const struct px_recall *recall, int32_t row, int distance);
/* How much of a turn's words belong to the window of the turn `distance` after it. */
float px_recall_share(int distance);
/* In how many items a token stands. */
uint32_t px_recall_token_items(const struct px_recall *recall, uint32_t token);

/* recall_words.c: BM25 of every row with a term of the question. */
struct px_word_scores {
	float *scores;      /* by row; 0: no term in common */
	int32_t *rows;      /* with a score */
	size_t count;
	struct px_question_term *terms;
	size_t term_count;
};

struct px_question_term {
	int64_t number;     /* of the term, PX_TABLE_NONE: nobody has it */
	enum px_term_role role;
	float rarity;       /* inverse document frequency */
};

void px_recall_score_words(struct px_recall *recall, struct px_str question, struct px_arena *arena,
			   struct px_word_scores *found);
/* Share of the question's words that the row itself has, weighed by rarity. */
float px_recall_coverage(const struct px_recall *recall, const struct px_word_scores *found, int32_t row);

/* recall_late.c: MaxSim, 0..1 about; *weakest: the least of the question's rare tokens. */
float px_recall_late(const struct px_recall *recall, const struct px_recall_tokens *question,
		     const struct px_recall_tokens *item, struct px_arena *arena, float *weakest);

/* recall_who.c: marks the speakers that the question names, by row of `speakers`. */
void px_recall_asked_speakers(const struct px_recall *recall, struct px_str question, bool *asked);

#endif
