/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wire form of a turn: {"conversation_id", "message", "reply", "state", "effects",
 * "grounds", "intent", "confidence", "can_undo"}, and "turn_id" of one that waits or
 * waited.  Effects are the changed rows, each with
 * "entity" and "verb" in front; of rows that come to more than 1 MiB together
 * only these two and the "id".  Private to agent/.
 */
#ifndef PX_AGENT_TURN_WIRE_H
#define PX_AGENT_TURN_WIRE_H

#include "agent/turn.h"

/* The whole turn, in the arena; `reply` NULL: there is none yet. */
const char *px_turn_wire(struct px_arena *arena, const struct px_turn *turn,
			 const struct px_message *message, const struct px_message *reply,
			 bool can_undo);

#endif
