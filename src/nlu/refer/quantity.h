/* SPDX-License-Identifier: Apache-2.0 */
/*
 * So many of a kind: "all three of tomorrow's appointments", "both jobs", "the lot this week", "the rest of today's
 * visits".
 */
#ifndef PX_NLU_REFER_QUANTITY_H
#define PX_NLU_REFER_QUANTITY_H

#include "nlu/read/session.h"
#include "nlu/refer/target.h"

/*
 * Finds what stands at the time that the words say, or was spoken of last where they say none.  False, with the target
 * as it was, if the words name anything else, or if neither all kinds nor events alone are just so many.
 */
bool px_quantity_find(const struct px_request *request, const struct px_nlu_session *session,
		      const struct px_word *words, size_t count, int kinds, struct px_target *target);
/* "by an hour": only what has a clock time. */
int px_quantity_kinds(const struct px_request *request, int kinds);
/* All that stands at the time that `when` says beside a shift, in place of what was spoken of, if anything does. */
void px_quantity_then(const struct px_request *request, const struct px_when *when, struct px_target *target);

#endif
