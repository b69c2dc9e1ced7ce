/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several things to get, said in one breath: "buy milk, eggs and bread", "we
 * need bread and cheese", "pack hats and sunscreen".  Each is a task of its
 * own, so that getting one never ticks off the others.
 */
#ifndef PX_NLU_ACT_SHOPPING_H
#define PX_NLU_ACT_SHOPPING_H

#include "nlu/act/proposal.h"
#include "nlu/read/items.h"

struct px_shopping {
	struct px_item_words items[PX_ITEMS_MAX];
	size_t count;
	const char *verb;    /* that stays with each ("Pack"), or NULL */
	const char *project; /* the shopping list, if nothing else was said, or NULL */
	const char *notes;   /* what they are for ("for it"), or NULL */
};

/* Whether words[from, to), the title of a task, are such things: at least two. */
bool px_shopping_read(const struct px_request *request, const struct px_proposal *proposal, const struct px_word *words,
		      size_t from, size_t to, struct px_shopping *shopping);
/* The list that the person keeps for it, or the usual name. */
const char *px_shopping_list(const struct px_request *request);
/* A message that is nothing but things one buys: "two pints of milk, a dozen eggs". */
bool px_shopping_bare(const struct px_request *request);
/* Something to get, of a list or by its verb: who has it is done. */
bool px_shopping_is_to_get(const struct px_request *request, const struct px_nlu_item *item);

#endif
