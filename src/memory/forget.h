/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forgetting: everything that is kept about something, and the messages it was
 * said in.
 *
 * The words of the request are read like a question's: "my passport date" is
 * the expiry of the passport, "everything about the move" all that has to do
 * with it (memory/forget_wish).  What matches exactly goes alone; only without such a match do the
 * words decide, also those of messages that no fact was made of.  Rows go through the domain, so one undo brings all of it back until
 * px_memory_purge has taken the record of the action, too.
 */
#ifndef PX_MEMORY_FORGET_H
#define PX_MEMORY_FORGET_H

#include "domain/memory.h"
#include "memory/question.h"

enum { PX_FORGET_MAX = 500 }; /* memories that one request may remove */

struct px_forgotten {
	struct px_memory *rows; /* as they were; in the domain's arena.  One without an id is a message of which no fact was made */
	size_t count;
	const char *what;       /* the words of the request, for the reply */
};

/*
 * PX_OK with count 0: nothing is kept about it.  The caller records the action.  "That" and "this" are what the
 * person's message before told in `conversation`; with PX_ID_NONE they are nothing.
 */
enum px_err px_memory_forget(struct px_domain *domain, struct px_id conversation, struct px_str target,
			     const struct px_statement_context *context, struct px_forgotten *forgotten,
			     struct px_error *error) PX_MUST_CHECK;
/* Removes one memory with the words of it that stand in messages. */
enum px_err px_memory_forget_row(struct px_domain *domain, struct px_id id, int64_t expected,
				 struct px_error *error) PX_MUST_CHECK;

/*
 * After px_memory_forget or px_memory_forget_row, in the same transaction:
 * leaves no way back.  Every record of actions in which the memories stand
 * loses its words, so do the answers kept for repeated requests and what
 * dialogues have in mind, and the store's files are scrubbed (px_store_scrub).
 * Nothing of this forgetting is recorded for undo.
 */
enum px_err px_memory_purge(struct px_domain *domain, const struct px_memory *rows, size_t count,
			    struct px_error *error) PX_MUST_CHECK;

#endif
