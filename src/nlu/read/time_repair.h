/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times of a request that only their neighbours explain.
 *
 * Pure and thread-safe; memory comes from the request's arena.
 */
#ifndef PX_NLU_READ_TIME_REPAIR_H
#define PX_NLU_READ_TIME_REPAIR_H

#include "nlu/read/times.h"

/* Joins and completes what the engine found apart; right after it was found. */
void px_times_repair(struct px_request *request);
/*
 * A day that no calendar has ("31 April", "2026-02-30"): its words are taken
 * out of the times, and the day as it was said is returned; NULL if there is none.
 */
const char *px_times_impossible(struct px_request *request);

/* What the repairs share with read/bounds.c: the words [*from, *to) of an expression; the times without one. */
void px_times_words(const struct px_request *request, const struct px_time_expr *t, size_t *from, size_t *to);
void px_times_drop(struct px_request *request, size_t at);
/* "31", "31st", "second"; 1..12 for the name of a month; 0 for anything else. */
int px_times_number_of(const struct px_word *word);
int px_times_month_of(const struct px_word *word);

#endif
