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
/* What is over by a remark ("…, so that's sorted"), or as it was to be got and is there ("gloves arrived"). */
bool px_done_told(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal);
/* "wird", "hätte gern" among the words, in a language other than English: what is said beside them is not over. */
bool px_done_not_yet(const struct px_word *words, size_t count);

#endif
