/* SPDX-License-Identifier: Apache-2.0 */
/* What thinkers and those who listen to them share. */
#include "agent/thinker.h"

static struct px_str copy(struct px_str text, struct px_arena *arena)
{
	return px_str_n(px_arena_str(arena, text), text.size);
}

struct px_think_call px_think_call_copy(const struct px_think_call *call, struct px_arena *arena)
{
	struct px_think_call own = *call;

	own.id = copy(call->id, arena);
	own.tool = copy(call->tool, arena);
	own.arguments = copy(call->arguments, arena);
	own.source.quote = copy(call->source.quote, arena);
	return own;
}
