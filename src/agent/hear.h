/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a text says, where it asks for nothing: facts worth keeping, and
 * questions that only memory can answer.
 *
 * The built-in engine reads requests.  What it takes for none, or is unsure
 * about, may still be a statement ("we've moved, the new address is 5 Harbour
 * Row") or a question ("who is my dentist?"); here such a text becomes a call
 * of remember or search_memory.  A sure request is never touched.
 */
#ifndef PX_AGENT_HEAR_H
#define PX_AGENT_HEAR_H

#include "nlu/nlu.h"

struct px_embed;
struct px_meanings;

/* What becomes of facts that nobody asked to keep. */
enum px_memory_auto { PX_MEMORY_AUTO_ON, PX_MEMORY_AUTO_ASK, PX_MEMORY_AUTO_OFF };

struct px_hear_with {
	enum px_memory_auto automatic;
	struct px_embed *embed; /* tells what sentences mean (memory/telling); may be NULL */
	struct px_meanings *meanings; /* of the turn (memory/telling); may be NULL */
};

/* Changes `parsed`, the engine's reading of the whole `text`; texts go into the arena. */
void px_hear(const struct px_nlu_context *nlu, struct px_str text, const struct px_hear_with *with,
	     struct px_arena *arena, struct px_nlu_result *parsed);

#endif
