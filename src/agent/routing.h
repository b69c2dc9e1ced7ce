/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who answers a message: the built-in engine or a language model.
 *
 * The engine keeps what it read surely, what is short and can be undone, what
 * memory answers, and secrets.  Which model it is, is for llm/complexity.h and
 * llm/router.h to say.  Shard thread; reads only.
 */
#ifndef PX_AGENT_ROUTING_H
#define PX_AGENT_ROUTING_H

#include "agent/thinker.h"

struct px_routing {
	bool model;
	const char *why; /* in a few words; static */
};

struct px_routing px_routing_of(const struct px_think_question *question);
/*
 * Work that is asked for at length.  A model gets it whatever is read in it: as a task, a question or nothing.
 * Only a secret or a used-up budget keep it here.
 */
bool px_routing_claims(struct px_str text);

#endif
