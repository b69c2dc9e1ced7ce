/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several things in one breath: "milk, eggs and bread", "milk eggs bread".
 *
 * Pure and thread-safe.
 */
#ifndef PX_NLU_READ_ITEMS_H
#define PX_NLU_READ_ITEMS_H

#include "nlu/read/request.h"

enum { PX_ITEMS_MAX = 24 };

/* Words [from, to) of a stream. */
struct px_item_words {
	size_t from, to;
};

/*
 * Parts words [from, to) into the things that they name; 1 if they are one.
 * `listed`: they were said to go on a list of things, so that an "and" alone parts.
 */
size_t px_items_part(const struct px_request *request, const struct px_word *words, size_t from, size_t to,
		     bool listed, struct px_item_words items[PX_ITEMS_MAX]);

/* The same, whatever the parts are: at every comma and "and" that is no part of a name. */
size_t px_items_split(const struct px_request *request, const struct px_word *words, size_t from, size_t to,
		      struct px_item_words items[PX_ITEMS_MAX]);

/* All of these are things that one buys, or belong to them. */
bool px_items_all_goods(const struct px_word *words, size_t from, size_t to);

#endif
