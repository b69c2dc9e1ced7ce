/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Postings: which documents hold a term, and how often.
 *
 * Documents are small numbers of the owner's, who also keeps the list of terms
 * that px_postings_add gives him, so that a document can be taken out again.
 * A term that no document holds any more is forgotten with its letters.
 */
#ifndef PX_MEMORY_POSTINGS_H
#define PX_MEMORY_POSTINGS_H

#include "base/str.h"
#include "base/table.h"

struct px_posting {
	uint32_t document;
	uint32_t count;
};

struct px_posting_list {
	char *term; /* NULL: a free place */
	uint32_t term_size;
	uint32_t count, room;
	struct px_posting *items; /* by document */
};

struct px_postings {
	struct px_posting_list *lists;
	size_t count, room;
	uint32_t free; /* a free place + 1 (its `count` is the next one), or 0 */
	struct px_table table;
	size_t terms;  /* that are not free places */
	size_t memory; /* bytes, about */
};

void px_postings_release(struct px_postings *postings);
/* Number of a term, or PX_TABLE_NONE. */
int64_t px_postings_find(const struct px_postings *postings, struct px_str term);
/* Adds one occurrence; returns the term's number. `first`: the document did not hold it yet. */
uint32_t px_postings_add(struct px_postings *postings, struct px_str term, uint32_t document, bool *first);
/* Takes a document out of a term's list, which must hold it. */
void px_postings_remove(struct px_postings *postings, uint32_t term, uint32_t document);
/* How often a document holds a term. */
uint32_t px_postings_count(const struct px_posting_list *list, uint32_t document);

#endif
