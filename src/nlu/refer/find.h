/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the words of a capture mean.
 */
#ifndef PX_NLU_REFER_FIND_H
#define PX_NLU_REFER_FIND_H

#include "nlu/read/session.h"
#include "nlu/refer/target.h"

/* Finds the target in a capture, through the dialogue first. */
void px_parse_target(const struct px_request *request, const struct px_nlu_session *session,
		     const struct px_word *words,
		     size_t count, int kinds, struct px_target *target);
/*
 * "The Moores are running late, push that one to nine", "the shop gave us juice and crisps, cross them off": what was
 * named in the message in front of a pronoun counts for more than what was spoken of last.
 */
bool px_target_before(const struct px_request *request, const struct px_nlu_session *session,
		      const struct px_word *words, size_t count, int kinds, struct px_target *target);
/*
 * "the kids have school then, move it": what a clause in front of "it" names by a word of a longer title takes nothing
 * from what was spoken of last.  True: both are candidates now, and one is to be asked for.
 */
bool px_target_is_weak(const struct px_request *request, const struct px_dialogue *d, const struct px_word *words,
		       size_t count, int kinds, struct px_target *target);

#endif
