/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conflicts: which events of the user overlap an event.
 *
 * One index range query of the store, then series are expanded.  Intervals
 * are half-open, so back-to-back events do not conflict.  All-day events mark
 * a day and do not block it: they conflict with nothing.  A recurring event is
 * compared by its occurrences of the next PX_CONFLICT_DAYS days.
 */
#ifndef PX_DOMAIN_CONFLICT_H
#define PX_DOMAIN_CONFLICT_H

#include "domain/event.h"

enum { PX_CONFLICT_DAYS = 90, PX_CONFLICTS_MAX = 50 };

/*
 * The other events (each once, with its first overlapping occurrence) in order
 * of time, at most PX_CONFLICTS_MAX, in the arena.
 */
enum px_err px_conflict_find(struct px_domain *domain, const struct px_event *event,
			     struct px_occurrence **found, size_t *count,
			     struct px_error *error) PX_MUST_CHECK;
/* Pairs that overlap in a sorted list: marks[i] is set where occurrence i overlaps another one. */
void px_conflict_mark(const struct px_occurrence *occurrences, size_t count, bool *marks);

#endif
