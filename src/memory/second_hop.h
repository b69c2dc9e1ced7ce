/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions about somebody who is described and not named: "where does the
 * woman who has my binoculars work now?"  One sentence says who that is ("left
 * my binoculars with Dorothea"), another one answers.  Nothing of the question
 * stands in the other one, so it is looked for by the name.
 */
#ifndef PX_MEMORY_SECOND_HOP_H
#define PX_MEMORY_SECOND_HOP_H

#include "memory/evidence.h"
#include "memory/index.h"

enum { PX_HOP_NAMES = 3 };

struct px_second_hop {
	const char *names[PX_HOP_NAMES]; /* whom the sentence names, in lower case */
	size_t name_count;
	size_t begins;        /* the word of the question from which on the sentence says the description: the sooner, the surer */
	const char *question; /* "where does Dorothea work now" */
};

/* Whether somebody is described: "the man who …", "the girl I …". */
bool px_hop_described(struct px_str question, struct px_arena *arena);
/*
 * The question about whom `text` names, which says something of the
 * description; false: it says nothing of it, or names nobody that the question
 * doesn't.  `asked` is the question as it was read.
 */
bool px_hop_read(const struct px_asked_for *asked, struct px_str question, const char *text, struct px_second_hop *hop);
/* Whether a text names one of those. */
bool px_hop_names(const struct px_asked_for *asked, const struct px_second_hop *hop, const char *text);

#endif
