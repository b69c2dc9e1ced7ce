/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands before the colon of a list: what becomes of the items, where they
 * go, and how they are told apart.
 */
#ifndef PX_NLU_PLAN_LIST_HEADS_H
#define PX_NLU_PLAN_LIST_HEADS_H

#include "nlu/plan/lists.h"

/* How the items of a list may be told apart. */
enum px_parting { PART_VERBS, PART_ALL, PART_EVERY };

struct px_head {
	enum px_parting parting;
	bool named;  /* it is nothing but the name of a project */
	bool plural; /* it speaks of several */
};

/* The words of the head, without politeness; its time goes to the list.  None if it is too long for one. */
struct px_words px_head_words(const struct px_request *request, size_t begin, size_t end, struct px_list *list);
/* Reads them into list and head; false if they are no head. */
bool px_head_match(const struct px_request *request, const struct px_words *w, struct px_list *list,
		   struct px_head *head);
/* "packing list": that project, or one to be made; false if the name is none, or longer than `most` words. */
bool px_head_take_name(const struct px_request *request, const struct px_words *w, const struct px_match *match,
		       size_t most, struct px_list *list);
/* Without the words that stand in text[begin, end). */
void px_head_drop_words(struct px_words *w, size_t begin, size_t end);

#endif
