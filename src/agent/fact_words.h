/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether what is kept speaks of what a question asks about: some fact, note,
 * task or event holds most of its content words, one of them a longer one; or a
 * fact holds the name that a short question is about.  For deciding who answers; what the answer is, memory/ask finds out.
 */
#ifndef PX_AGENT_FACT_WORDS_H
#define PX_AGENT_FACT_WORDS_H

#include "domain/domain.h"
#include "nlu/nlu.h"

/* `nlu`: whose items are looked at, or NULL.  False also if what is kept can't be looked up.  Shard thread. */
bool px_facts_speak_of(struct px_domain *domain, const struct px_nlu_context *nlu, struct px_str question);
/* "how do I get wine out of a tablecloth?": asks how something is done, not about the person. */
bool px_asks_how_it_is_done(struct px_str question);

#endif
