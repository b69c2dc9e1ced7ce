/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one step of a turn works with, and the parts that steps are made of:
 * open (who, where, what was said), act (the engine's calls), finish (messages
 * and dialogue).  The built-in path runs all three in one transaction; a turn
 * that waits runs them in several (turn_wait.c).  Private to agent/.
 */
#ifndef PX_AGENT_TURN_INTERNAL_H
#define PX_AGENT_TURN_INTERNAL_H

#include "agent/turn.h"
#include "memory/telling.h"

enum { PX_TURN_REPLY_MAX = 64 * 1024 };

/* Lives on the stack of the step. */
struct px_turn_work {
	const struct px_turn_input *input;
	struct px_turn *turn;
	struct px_error *error;
	struct px_domain domain;
	struct px_user user;
	struct px_conversation conversation;
	struct px_message message, answer;
	bool can_undo;
	struct px_context_keep keep;
	struct px_memory_keep memory;
	struct px_context *context;
	struct px_nlu_context nlu;
	struct px_context_memo memo; /* under which the text was parsed already */
	bool early;                  /* it was */
	const char *chosen;          /* why it is answered by whom it is, or NULL: nobody else was asked */
	bool alone;                  /* no thinker will answer: the text is read as if there were none */
	size_t outcome_count;
	uint64_t seed;
	struct px_buf reply;
	struct px_meanings meanings; /* of the message's sentences */
	/* Not zeroed at first. */
	struct px_nlu_result parsed;
	struct px_nlu_outcome outcomes[PX_NLU_MAX_CALLS]; /* outcome_count of them */
};

/* What was read gives way to one sure call; `why` is static. */
static inline void px_turn_call_instead(struct px_turn_work *work, const char *tool, const char *arguments, const char *why)
{
	struct px_nlu_result *parsed = &work->parsed;

	parsed->calls[0] = (struct px_nlu_call){ .tool = tool, .arguments = arguments, .confidence = 1.0F };
	parsed->call_count = 1;
	parsed->question = parsed->pending = parsed->smalltalk = parsed->unread = NULL;
	parsed->choice_count = 0;
	parsed->intent = tool;
	parsed->confidence = 1.0F;
	parsed->why = why;
}

/* turn_open.c */
/* Of a fresh `turn`. */
void px_turn_work_init(struct px_turn_work *work, struct px_store *store, const struct px_turn_input *input,
		       struct px_turn *turn, struct px_error *error);
/* Begins turn->tx, a write transaction. */
enum px_err px_turn_begin(struct px_turn_work *work, struct px_store *store) PX_MUST_CHECK;
/* Rolls back on an error; else keeps the context, which is true as of the number `seq`. */
void px_turn_work_end(struct px_turn_work *work, enum px_err err, int64_t seq);
/* Reads the text before the transaction, by what the last turn left. */
void px_turn_read_early(struct px_turn_work *work);
/* px_hear of the message, whose reading by that context is work->parsed. */
void px_turn_hear(struct px_turn_work *work, const struct px_nlu_context *nlu);
/* The user, whose zone it is, and the domain of the turn's transaction. */
enum px_err px_turn_load_user(struct px_turn_work *work) PX_MUST_CHECK;
enum px_err px_turn_load_conversation(struct px_turn_work *work) PX_MUST_CHECK;
/* The same client_id again: the first turn's message and answer, nothing done. */
enum px_err px_turn_find_repeated(struct px_turn_work *work, bool *repeated) PX_MUST_CHECK;
/* The user's context, and the text read in it. */
enum px_err px_turn_gather(struct px_turn_work *work) PX_MUST_CHECK;
/* Reads the text again, once it is known that no thinker answers. */
enum px_err px_turn_read_alone(struct px_turn_work *work) PX_MUST_CHECK;
/* What the wire form is made of. */
void px_turn_keep_rows(struct px_turn_work *work);

/* turn_act.c */
/* Runs the calls of what was read and words the reply. */
enum px_err px_turn_act(struct px_turn_work *work) PX_MUST_CHECK;
/* The arguments of one of its calls, as its tool is given them. */
enum px_err px_turn_arguments(struct px_turn_work *work, const struct px_nlu_call *call, json_t **arguments) PX_MUST_CHECK;
/* Begins the reply by why no thinker answers. */
void px_turn_say_alone(struct px_turn_work *work, const char *why);
/* Errors that say something about the request; all others are about us. */
bool px_turn_is_answer(enum px_err err);

/* turn_consent.c */
/* A word on what is proposed takes the place of what was read. */
enum px_err px_turn_hear_consent(struct px_turn_work *work) PX_MUST_CHECK;

/* turn_notified.c */
/* So does a word on what was said unasked. */
enum px_err px_turn_hear_notified(struct px_turn_work *work) PX_MUST_CHECK;

/* turn_propose.c */
/*
 * Runs a call of a thinker's, or makes a proposal of it: what it may not do by itself.  *note is set to what the
 * thinker is told instead of the tool's own words, or to NULL.
 */
enum px_err px_turn_guarded_call(struct px_turn_work *work, const struct px_think_call *call, const json_t *arguments,
				 struct px_tool_result *result, const char **note) PX_MUST_CHECK;

/* The message that this one says otherwise; PX_INVALID unless the person said it in this conversation. */
enum px_err px_turn_load_replaced(struct px_turn_work *work) PX_MUST_CHECK;

/* turn_files.c */
/* Those of the input become the message's; PX_INVALID if one is not there. */
enum px_err px_turn_load_files(struct px_turn_work *work) PX_MUST_CHECK;
enum px_err px_turn_count_pictures(struct px_turn_work *work, size_t *pictures) PX_MUST_CHECK;
/* Adds to the reply that they were kept and nobody has looked at them. */
enum px_err px_turn_say_files(struct px_turn_work *work) PX_MUST_CHECK;

/* turn_finish.c */
/* The person's message alone. */
enum px_err px_turn_write_message(struct px_turn_work *work) PX_MUST_CHECK;
/* Who gave the answer, and the reasons: those of `reasons` that are not NULL. */
void px_turn_note_route(struct px_turn_work *work, enum px_message_route route, const char *const *reasons, size_t count);
/* Message and answer, and the state of the dialogue. */
enum px_err px_turn_finish(struct px_turn_work *work) PX_MUST_CHECK;
/* Words that nothing was done for are found again as they are, if they say something: their vector is asked for. */
enum px_err px_turn_recall_words(struct px_turn_work *work) PX_MUST_CHECK;
/* The state of the dialogue and what the next turn is read by, once the answer is written. */
enum px_err px_turn_keep_dialogue(struct px_turn_work *work) PX_MUST_CHECK;

#endif
