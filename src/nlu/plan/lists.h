/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Announced lists: "add three things to Home: buy milk, call mum", "done: the
 * report; the slides", "todos" with lines of their own.  What stands before the
 * colon says what becomes of each item: its project, its time, its kind.
 *
 * Pure and thread-safe; memory comes from the parse's arena.
 */
#ifndef PX_NLU_READ_LISTS_H
#define PX_NLU_READ_LISTS_H

#include "nlu/read/parse.h"
#include "nlu/read/segment.h"

enum px_list_verb { PX_LIST_CREATE, PX_LIST_COMPLETE, PX_LIST_DELETE };

/* What the head of a list says of each of its items. */
struct px_list {
	enum px_list_verb verb;
	enum px_nlu_kind kind;      /* what most of them are, if the head names it */
	bool kind_said;
	const char *project;        /* of the context, or NULL */
	struct px_time_expr time;   /* of the head, if there is one */
	bool timed;
	bool several;               /* one of its items may name more than one thing: "milk and eggs" */
};

/*
 * Cuts the message into at most `max` requests as px_segment_split does, but an
 * announced list into its items, which carry the list.
 */
size_t px_lists_split(struct px_parse *parse, struct px_segment *found, size_t max);
/* Reads the request under work as an item of parse->list; false if nothing came of it. */
bool px_lists_item(struct px_parse *parse);
#endif
