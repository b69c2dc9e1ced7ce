/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An index of the titles of all that one user may name, by their words.
 *
 * The engine compares a text with a few hundred items.  Who has more finds the
 * rest here: the titles that hold most of what was said, those said in full
 * first, then the newest.  It knows words as they are written (base/fold.h);
 * what is nearly right among few is the engine's matter.
 *
 * Lives in memory beside the context; not thread-safe.
 */
#ifndef PX_AGENT_TITLE_INDEX_H
#define PX_AGENT_TITLE_INDEX_H

#include "base/arena.h"
#include "base/id.h"

#include <stdint.h>

struct px_title_index;

struct px_title_hit {
	struct px_id id;
	int kind;      /* as it was put */
	bool in_full;  /* every word of the title was said */
};

struct px_title_index *px_title_index_new(void);
void px_title_index_free(struct px_title_index *index); /* NULL is fine */
/* Adds a title that is older than all that are there: for reading newest first. */
void px_title_index_add_older(struct px_title_index *index, int kind, struct px_id id, const char *title);
/* The title as it is now, the newest of all; replaces an older one of the same id. */
void px_title_index_put(struct px_title_index *index, int kind, struct px_id id, const char *title);
void px_title_index_remove(struct px_title_index *index, struct px_id id);
/* Most of what it holds has changed or gone since: better made anew. */
bool px_title_index_is_worn(const struct px_title_index *index);
/*
 * The best titles for a text, at most `max`; each holds at least half of what
 * the known words of the text weigh (a word weighs more the rarer it is), or
 * is said in full.
 */
size_t px_title_index_find(struct px_title_index *index, struct px_str text, struct px_arena *scratch,
			   struct px_title_hit *hits, size_t max);
/* What it takes of memory, roughly. */
size_t px_title_index_bytes(const struct px_title_index *index);

#endif
