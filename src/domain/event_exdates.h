/* SPDX-License-Identifier: Apache-2.0 */
/* The removed occurrences of a series: a JSON array of UTC milliseconds.  Private to the domain. */
#ifndef PX_DOMAIN_EVENT_EXDATES_H
#define PX_DOMAIN_EVENT_EXDATES_H

#include "base/arena.h"
#include "base/tz.h"

/* Reads at most `max` into `out`, in the order they stand; returns how many. */
size_t px_exdates_read(const char *exdates, int64_t *out, size_t max);
enum px_err px_exdates_add(struct px_arena *arena, const char **exdates, int64_t occurrence,
			   struct px_error *error) PX_MUST_CHECK;
/* Moves all by what DTSTART moved on the wall clock. */
void px_exdates_shift(struct px_arena *arena, const char **exdates, const struct px_tz *tz,
		      int64_t old_start, int64_t new_start);

#endif
