/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is over, and what is not after all, where the words that name it are known.
 */
#ifndef PX_NLU_ACT_DONE_H
#define PX_NLU_ACT_DONE_H

#include "nlu/act/proposal.h"

/* "everything on the list" is done: that of what was just spoken of; false if the words don't mean all. */
bool px_done_all(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		 const struct px_word *words, size_t count);
/* The words name something that was just said to be done: it is open again; false if they don't. */
bool px_done_take_back(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal, const struct px_word *words, size_t count);
/* "wird", "hätte gern", "almost" among the words: what is said beside them is not over. */
bool px_done_not_yet(const struct px_word *words, size_t count);
/* "ist der Hahn repariert", "hab ich das schon gekauft": as questions begin, whose verb stands first. */
bool px_done_asked(const struct px_word *words, size_t count);

#endif
