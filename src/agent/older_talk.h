/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A summary of what was said before the messages that a model is shown whole:
 * the sentences that say most, as they were said, in their order.
 *
 * No model is asked.  A sentence counts by names, numbers and times in it, by
 * words it shares with the message at hand, and more if the person said it.
 * Pure.
 */
#ifndef PX_AGENT_OLDER_TALK_H
#define PX_AGENT_OLDER_TALK_H

#include "base/arena.h"

struct px_older_message {
	struct px_str text;
	bool own;          /* the person's */
	bool *told;        /* set if a sentence of it is in the summary */
};

/*
 * "- Person: …" and "- Pixie: …", a line each, of at most `budget` tokens as `count_tokens` has them; "" if there is
 * nothing to say.  `messages` are oldest first; at most PX_OLDER_MESSAGES of them, the newest, are read.
 */
enum { PX_OLDER_MESSAGES = 100 };
struct px_str px_older_talk(const struct px_older_message *messages, size_t count, struct px_str about, size_t budget,
			    size_t (*count_tokens)(struct px_str text), struct px_arena *arena);

#endif
