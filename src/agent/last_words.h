/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The answer that ends a turn which waited: what was said until then, how it
 * ended, and, unless it ended well, what was done.  That is read from the
 * database, never from what the turn believes or claims.
 */
#ifndef PX_AGENT_LAST_WORDS_H
#define PX_AGENT_LAST_WORDS_H

#include "domain/turn_row.h"

struct px_last_words {
	enum px_turn_state state;
	struct px_str text; /* said until then, or empty */
	const char *why;    /* of a failure: "the model does not answer" */
};

/* Sets text and effects of `answer`, in the domain's arena, from these actions of the turn. */
enum px_err px_last_words(struct px_domain *domain, const struct px_last_words *words,
			  const struct px_action *actions, size_t count, struct px_message *answer,
			  struct px_error *error) PX_MUST_CHECK;

#endif
