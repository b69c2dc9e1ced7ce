/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Term lists in one array, found by a hash table of their letters.
 */
#include "memory/postings.h"

#include "base/mem.h"

#include <stdlib.h>

static uint64_t hash_list(const void *owner, uint32_t row)
{
	const struct px_postings *postings = owner;

	return px_table_mix(px_str_hash(px_str_n(postings->lists[row].term, postings->lists[row].term_size)));
}

static bool is_list(const void *owner, uint32_t row, const void *key)
{
	const struct px_postings *postings = owner;

	return px_str_eq(px_str_n(postings->lists[row].term, postings->lists[row].term_size),
			 *(const struct px_str *)key);
}

static const struct px_table_keys keys = { hash_list, is_list };

void px_postings_release(struct px_postings *postings)
{
	for (size_t i = 0; i < postings->count; i++) {
		free(postings->lists[i].term);
		free(postings->lists[i].items);
	}
	free(postings->lists);
	px_table_release(&postings->table);
	*postings = (struct px_postings){ 0 };
}

int64_t px_postings_find(const struct px_postings *postings, struct px_str term)
{
	return px_table_find(&postings->table, &keys, postings, px_table_mix(px_str_hash(term)), &term);
}

static uint32_t new_list(struct px_postings *postings, struct px_str term)
{
	uint32_t number;

	if (postings->free) {
		number = postings->free - 1;
		postings->free = postings->lists[number].count;
	} else {
		if (postings->count == postings->room) {
			postings->room = postings->room ? postings->room + postings->room / 2 : 16;
			postings->lists = px_realloc(postings->lists, postings->room * sizeof(*postings->lists));
		}
		number = (uint32_t)postings->count++;
	}
	postings->lists[number] = (struct px_posting_list){ .term = px_strndup(term.data, term.size),
							    .term_size = (uint32_t)term.size };
	px_table_add(&postings->table, &keys, postings, number);
	postings->terms++;
	/* The list, its slot, and what malloc makes of a few letters. */
	postings->memory += sizeof(struct px_posting_list) + 8 + 32;
	return number;
}

/* Where a document stands or belongs in a list. */
static uint32_t place_of(const struct px_posting_list *list, uint32_t document)
{
	uint32_t low = 0, high = list->count;

	if (high && list->items[high - 1].document < document)
		return high; /* new documents mostly have the highest number */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (list->items[middle].document < document)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t px_postings_add(struct px_postings *postings, struct px_str term, uint32_t document, bool *first)
{
	int64_t found = px_postings_find(postings, term);
	uint32_t number = found < 0 ? new_list(postings, term) : (uint32_t)found;
	struct px_posting_list *list = &postings->lists[number];
	uint32_t at = place_of(list, document);

	*first = at == list->count || list->items[at].document != document;
	if (!*first) {
		list->items[at].count++;
		return number;
	}
	if (list->count == list->room) {
		uint32_t more = list->room < 4 ? 1 : list->room / 4;
		list->room += more;
		postings->memory += more * sizeof(*list->items);
		list->items = px_realloc(list->items, list->room * sizeof(*list->items));
	}
	memmove(list->items + at + 1, list->items + at, (list->count - at) * sizeof(*list->items));
	list->items[at] = (struct px_posting){ document, 1 };
	list->count++;
	return number;
}

void px_postings_remove(struct px_postings *postings, uint32_t term, uint32_t document)
{
	struct px_posting_list *list = &postings->lists[term];
	uint32_t at = place_of(list, document);

	list->count--;
	memmove(list->items + at, list->items + at + 1, (list->count - at) * sizeof(*list->items));
	if (list->count)
		return;
	px_table_remove(&postings->table, &keys, postings, term);
	postings->memory -= sizeof(*list) + 8 + 32 + list->room * sizeof(*list->items);
	postings->terms--;
	/* Nothing of what was deleted stays behind. */
	explicit_bzero(list->term, list->term_size);
	free(list->term);
	free(list->items);
	*list = (struct px_posting_list){ .count = postings->free };
	postings->free = term + 1;
}

uint32_t px_postings_count(const struct px_posting_list *list, uint32_t document)
{
	uint32_t at = place_of(list, document);

	return at < list->count && list->items[at].document == document ? list->items[at].count : 0;
}
