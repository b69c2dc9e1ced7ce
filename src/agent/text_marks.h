/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a kept text holds a secret, and whether it is a question: found out
 * once per text and user, as every request to a model asks it again of the same
 * messages and facts.
 *
 * A shard keeps a small table per user (sys/shard_part.h).  An entry is known
 * by the row's id and a hash of its text, so a changed row is looked at anew.
 * How a secret or a question is recognised is not decided here (memory/secret.h,
 * memory/question.h).
 */
#ifndef PX_AGENT_TEXT_MARKS_H
#define PX_AGENT_TEXT_MARKS_H

#include "base/arena.h"
#include "base/id.h"
#include "memory/index.h"

struct px_text_marks;

extern const struct px_shard_part px_text_marks_part;

/* Borrowed until the next call for any user.  NULL if `keep` is, or keeps nothing: then every text is looked at. */
struct px_text_marks *px_text_marks_open(const struct px_memory_keep *keep, struct px_id user);
bool px_text_marks_secret(struct px_text_marks *marks, struct px_id row, struct px_str text, struct px_arena *arena);
bool px_text_marks_question(struct px_text_marks *marks, struct px_id row, struct px_str text, struct px_arena *arena);

#endif
