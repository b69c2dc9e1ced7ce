/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a language model is told before it answers: rules, the person and their
 * facts, the conversation so far (its last messages whole, what was before in
 * short), what was recalled, what stands in the
 * calendar, and at last the person's words.
 *
 * Each part has a budget of tokens and is cut to it by itself: the oldest
 * messages, the oldest facts and the hits that rank last go first.  What is
 * the same in the next request stands first, so that providers' caches hit.
 * Never told: facts marked as secrets, messages that hold one.  Words that may
 * be other people's (documents, imports) are marked as data, and the context
 * says that it has such.  Shard thread; reads only.
 */
#ifndef PX_AGENT_MODEL_CONTEXT_H
#define PX_AGENT_MODEL_CONTEXT_H

#include "agent/talk.h"
#include "agent/thinker.h"
#include "llm/message.h"

enum { PX_MODEL_HISTORY_MAX = PX_TALK_WHOLE_MAX, PX_MODEL_SYSTEM_MAX = 2, PX_MODEL_SOURCES_MAX = 12 };

struct px_model_context {
	struct px_llm_block system[PX_MODEL_SYSTEM_MAX];
	size_t system_count;
	struct px_llm_message *messages; /* the last is the person's, with the text */
	size_t message_count;
	size_t history;                  /* messages before that */
	size_t unsummed;                 /* messages before those that no summary tells of yet */
	struct px_str recalled;          /* the data that was found for the text, of the last message */
	size_t tokens;                   /* of all, at most, without the tools */
	bool foreign;                    /* some of it may be other people's words */
	struct px_think_source sources[PX_MODEL_SOURCES_MAX]; /* whose */
	size_t source_count;
};

/* Notes that such words are in sight; `text` is copied into the arena.  Its kind is static. */
void px_model_context_foreign(struct px_model_context *context, struct px_arena *arena, struct px_think_source source);

/* All of it lives in `arena`, which may outlive the request. */
enum px_err px_model_context_build(const struct px_think_request *request, struct px_arena *arena,
				   struct px_model_context *context, struct px_error *error) PX_MUST_CHECK;

#endif
