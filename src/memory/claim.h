/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a clause says of its subject: the attribute, and whether it is worth
 * keeping at all.
 *
 * English tells how things are in the simple present ("my mum sells fabrics"),
 * in a few progressives ("is living") and in changes ("has moved").  The
 * simple past, other progressives and passing states tell of a moment.
 */
#ifndef PX_MEMORY_CLAIM_H
#define PX_MEMORY_CLAIM_H

#include "memory/predicate.h"
#include "memory/said_times.h"

struct px_claim {
	const struct px_said_times *when;
	struct px_str text;
	struct px_arena *arena;
	const struct px_clause *clause;
	const struct px_predicate *predicate;
	const struct px_named *named;
	const char *attribute; /* out: not yet canonical */
	const char *topic;     /* out: "a new manager", "I've changed dentists": what the next clause is about */
	size_t value, value_end; /* out: the words of the value; 0: all that stands behind the verb */
	bool single;           /* out: a new value takes the place of the old */
	bool sure;             /* out: a whole sentence that no request looks like */
};

/* false: nothing that lasts. */
bool px_claim_read(struct px_claim *claim);
/* Whether the words from `from` on hold a number, a time, a name, an owner: something particular. */
bool px_claim_particular(const struct px_claim *claim, size_t from);
/* The noun of "two kids", "a grey cat called Miso". */
const char *px_claim_object(const struct px_claim *claim, size_t from);

#endif
