/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What turns tell about how well Pixie works: who answered, whether tools did
 * what they were called for, how often a person takes back or changes at once
 * what was just done, and how long answers take.
 *
 * Counters of a shard, added up for /metrics.  A turn is corrected if one of
 * the two turns of the same person after it changes, deletes or undoes a row
 * that it changed.  For that the rows of the last two turns are remembered of
 * some hundred people a shard; who is pushed out by another is not counted.
 */
#ifndef PX_API_FIGURES_H
#define PX_API_FIGURES_H

#include "domain/domain.h"
#include "sys/metrics.h"

enum { PX_FIGURES_ROWS = 4 /* of a turn, that are remembered */, PX_FIGURES_PEOPLE = 256, PX_FIGURES_TURNS = 2 };
enum px_figures_result { PX_FIGURES_DONE, PX_FIGURES_FAILED, PX_FIGURES_ASKED, PX_FIGURES_RESULTS };

/* Rows that a turn has changed. */
struct px_figures_rows {
	struct px_id rows[PX_FIGURES_ROWS];
	size_t count;
};

struct px_figures_person {
	struct px_id user;
	struct px_figures_rows turns[PX_FIGURES_TURNS]; /* the last first */
};

struct px_figures {
	_Atomic uint64_t built_in, thought;            /* turns, by who answered */
	_Atomic uint64_t calls[2][PX_FIGURES_RESULTS]; /* of tools, by built-in engine (0) or thinker (1) */
	_Atomic uint64_t changing, corrected;          /* turns that changed something; of those, taken back or changed at once */
	struct px_histogram first, whole;              /* of turns with a thinker: from the message to the first words and to the end */
	struct px_figures_person people[PX_FIGURES_PEOPLE]; /* the shard's own thread's */
};

void px_figures_rows_add(struct px_figures_rows *rows, const struct px_change *changes, size_t count);
/* A turn of the person has ended; shard thread. */
void px_figures_turn(struct px_figures *figures, struct px_id user, bool thought, const struct px_figures_rows *changed);
void px_figures_call(struct px_figures *figures, bool thought, enum px_figures_result result, uint64_t count);
/* The sum of all shards'; any thread. */
void px_figures_write(const struct px_figures *const *all, size_t count, struct px_buf *out);

#endif
