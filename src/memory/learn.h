/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeping what was said: a text becomes facts (memory/statement), or a note
 * where it holds none.
 *
 * Nothing is overwritten.  A fact that takes the place of another closes it; one
 * that was known already is not kept twice; one that holds for a named time
 * only leaves the lasting one alone.  The words said are always kept.
 */
#ifndef PX_MEMORY_LEARN_H
#define PX_MEMORY_LEARN_H

#include "domain/memory.h"
#include "memory/statement.h"

struct px_learn {
	struct px_str text;        /* what was said */
	struct px_id source_id;    /* the message it stands in, or none */
	struct px_id conversation; /* of that message; none: what was said before it is not known */
	int source;                /* enum px_memory_source */
	bool asked;                /* "remember that …": kept as a note if it is no fact, and a secret too */
};

enum { PX_LEARNED_MAX = PX_FACTS_MAX + 1 }; /* and one note, of all that was said */

struct px_learned {
	struct px_memory rows[PX_LEARNED_MAX]; /* made now; texts in the domain's arena */
	size_t count;
	struct px_memory replaced; /* the last one that was closed; id none: none was */
	struct px_memory known;    /* what was said is known already; id none: it was new */
	bool secret;               /* it holds a secret and was not asked to be kept: nothing was made */
};

/* One set of changes of `domain`; the caller records the action.  PX_OK with count 0: there was nothing to keep. */
enum px_err px_memory_learn(struct px_domain *domain, const struct px_learn *learn,
			    const struct px_statement_context *context, struct px_learned *learned,
			    struct px_error *error) PX_MUST_CHECK;

#endif
