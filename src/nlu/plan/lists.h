/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Announced lists: "add three things to Home: buy milk, call mum", "done: the
 * report; the slides", "todos" with lines of their own.  What stands before the
 * colon says what becomes of each item: its project, its time, its kind.
 *
 * Pure and thread-safe; memory comes from the request's arena.
 */
#ifndef PX_NLU_PLAN_LISTS_H
#define PX_NLU_PLAN_LISTS_H

#include "nlu/act/proposal.h"
#include "nlu/read/segment.h"

enum px_list_verb { PX_LIST_CREATE, PX_LIST_COMPLETE, PX_LIST_DELETE };

/* What the head of a list says of each of its items. */
struct px_list {
	enum px_list_verb verb;
	enum px_nlu_kind kind;      /* what most of them are, if the head names it */
	bool kind_said;
	const char *noun;    /* that each item is one of ("exam"), or NULL */
	const char *project;        /* of the context, or NULL */
	struct px_time_expr time;   /* of the head, if there is one */
	bool timed;
	bool names_day;             /* the head begins with a day that no preposition stands before: "Christmas list" */
	bool several;               /* one of its items may name more than one thing: "milk and eggs" */
};

/*
 * Cuts the message into at most `max` requests as px_segment_split does, but an
 * announced list into its items, which carry the list.
 */
size_t px_lists_split(const struct px_request *request, struct px_segment *found, size_t max);
/* The request is an item of request->list: reads into it what the head of the list says. */
void px_lists_read_head(struct px_request *request);
/* Acts on such an item; false if nothing came of it. */
bool px_lists_item(const struct px_request *request, const struct px_nlu_session *session,
		   struct px_proposal *proposal);

#endif
