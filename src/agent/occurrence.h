/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "Cancel tomorrow's standup": one day of a repeating event, not all of them.
 *
 * The engine names an event by its title alone; which day was said stands in
 * the person's words.  In a deletion any day said is the one that is meant; in
 * a change only one with a possessive, as another is where it moves to.
 * Private to agent/; pure.
 */
#ifndef PX_AGENT_OCCURRENCE_H
#define PX_AGENT_OCCURRENCE_H

#include "base/json.h"
#include "nlu/nlu.h"

/*
 * Adds "occurrence" to the arguments of a delete_event or update_event call
 * whose target is a repeating event of the context; leaves others alone.
 * `alone`: the text holds no other call.
 */
void px_occurrence_name(const struct px_nlu_context *context, const char *tool, struct px_str text,
			bool alone, json_t *arguments);

#endif
