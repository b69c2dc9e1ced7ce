/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of models that may be given again: to the same person, on the same
 * day of theirs, while nothing of their data has changed.
 *
 * An answer is found by exactly what the model would be told, but for the
 * clock; or by its question, if that stands alone ("it", "again" and the like
 * point to what was said before) and asks the same: the same content words in
 * the same order, once words that only ask ("please tell me") are left out,
 * and vectors at least PX_REPLY_ALIKE alike.  Only answers of turns that changed
 * nothing are kept, and none about now, nor any that should be new each time.
 *
 * Kept by person in the shard's memory, so no search can reach another's.
 * Shard thread.
 */
#ifndef PX_AGENT_REPLY_CACHE_H
#define PX_AGENT_REPLY_CACHE_H

#include "domain/domain.h"
#include "memory/index.h"

extern const struct px_shard_part px_reply_part;

/*
 * Cosine of two questions by the built-in embedder.  Measured on tests/golden/llm/alike.tsv (60 pairs labelled by
 * hand) by tests/unit/agent/test_reply_cache: pairs that ask the same and have the same words have 0.76 and more.
 * Vectors alone would not do: at 0.75 they take more than half of the different pairs for the same.
 */
#define PX_REPLY_ALIKE 0.75f

/* When an answer was given, in terms of the person's data: their last action, documents and own row, and what they said last. */
struct px_reply_state {
	int32_t day;
	int64_t actions, documents, person;
	int64_t said; /* of the last message before this one that neither asks something nor asks for the same */
};
/* Of the message that asks `question`, which is not counted itself. */
enum px_err px_reply_state_read(struct px_domain *domain, const struct px_memory_keep *keep, const struct px_user *person,
				struct px_id message, struct px_str question, struct px_reply_state *state, struct px_error *error) PX_MUST_CHECK;

bool px_reply_state_same(const struct px_reply_state *one, const struct px_reply_state *other);

struct px_reply_question {
	struct px_str text;
	uint64_t context;             /* hash of what the model is told, without the clock */
	struct px_reply_state state;
};

struct px_reply_found {
	const char *text;             /* in the arena */
	bool foreign;                 /* as it was kept */
	bool exact;                   /* by the context; else by the question */
};

/* False: nothing is kept that answers it. */
bool px_reply_find(const struct px_memory_keep *keep, struct px_id user, const struct px_reply_question *question,
		   struct px_arena *arena, struct px_reply_found *found);
/* `foreign`: words of others were in sight of the model. */
void px_reply_keep(struct px_shard_parts *parts, uint64_t epoch, struct px_id user, const struct px_reply_question *question,
		   struct px_str text, bool foreign);

/* Whether an answer to it may be given again at all; whether it can be understood without what was said before. */
bool px_reply_may_repeat(struct px_str question);
bool px_reply_stands_alone(struct px_str question);
/* Whether two questions have the same content words in the same order. */
bool px_reply_same_words(struct px_str one, struct px_str other);
/*
 * Words in lower case, cut off `rest`; false at the end.  The second passes over those of no weight and takes the
 * ending of a plural off.
 */
enum { PX_REPLY_WORD = 32 };
bool px_reply_next_word(struct px_str *rest, char word[PX_REPLY_WORD]);
bool px_reply_next_content(struct px_str *rest, char word[PX_REPLY_WORD]);
/* Whether it is one of a list (agent/reply_words.h). */
bool px_reply_word_in(const char *word, const char *list);
/* Cosine of two questions under an embedder; blocks. */
float px_reply_likeness(struct px_embed *embed, struct px_str one, struct px_str other, struct px_arena *arena);

#endif
