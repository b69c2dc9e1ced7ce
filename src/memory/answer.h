/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers from facts, without a model: which of the person's facts a question
 * asks for, and what to say.
 *
 * Only what was said is said again: the value, when it was told, and the words
 * themselves as ground.  Where subject and attribute don't meet a fact there is
 * no answer from here; recall by words and meaning may have one.
 */
#ifndef PX_MEMORY_ANSWER_H
#define PX_MEMORY_ANSWER_H

#include "base/json.h"
#include "domain/memory.h"
#include "memory/evidence.h"
#include "memory/question.h"
#include "nlu/language.h"

enum { PX_GROUNDS_MAX = 8 };

/* What an answer rests on. */
struct px_ground {
	const char *kind;   /* "memory", "chunk", "message", "task", "event"; static */
	struct px_id id;
	const char *text;
	int64_t at;         /* when it was said, UTC */
	bool valid;         /* it still holds */
};

struct px_answer {
	const char *text;   /* what to say; NULL: nothing known */
	struct px_ground grounds[PX_GROUNDS_MAX];
	size_t ground_count;
	bool unsure;        /* it is only the nearest that is known */
};

struct px_answer_context {
	int64_t now;
	const struct px_tz *tz;
	struct px_arena *arena;
	const struct px_language *says_in; /* NULL: English */
};

/* `rows` are the person's facts and notes, oldest first; `asked` is the question by its words, or NULL. */
void px_answer_from_facts(const struct px_answer_context *context, const struct px_question *question,
			  const struct px_asked_for *asked, const struct px_memory *rows, size_t count, struct px_answer *answer);
/* The phrase in the language of the answer, with the values for its "{}" in turn; NULL: no more. */
const char *px_answer_said(const struct px_answer_context *context, enum px_phrase phrase, const char *a, const char *b, const char *c);
/* "14 May", or "14 May 2025" in another year than now. */
const char *px_answer_day(const struct px_answer_context *context, int64_t at);
/* `You told me on 14 May: “…”.` */
const char *px_answer_quote(const struct px_answer_context *context, const char *text, int64_t at);
void px_answer_add_ground(struct px_answer *answer, const char *kind, struct px_id id, const char *text, int64_t at,
			  bool valid);

/* Writes grounds as they stand in turns and searches: [{"kind", "id", "text", "at", "valid"}]. */
void px_grounds_write(struct px_json *json, struct px_arena *arena, const struct px_ground *grounds, size_t count);

#endif
