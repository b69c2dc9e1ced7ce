/* SPDX-License-Identifier: Apache-2.0 */
/* A question that goes on from the one before: "And in the Nakuru one?", "What did he charge before that?". */
#ifndef PX_MEMORY_FOLLOW_UP_H
#define PX_MEMORY_FOLLOW_UP_H

#include "base/arena.h"

/*
 * The question with what it leaves out put before it, from the earlier one; or
 * as it is, where it stands for itself or nothing was asked before.
 */
struct px_str px_follow_up_whole(struct px_str question, struct px_str earlier, struct px_arena *arena);

/* Whether a question only names what is new ("And in October?", "What about Yusra?"): it has no verb. */
bool px_follow_up_is_bare(struct px_str question, struct px_arena *arena);

#endif
