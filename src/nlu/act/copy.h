/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same thing once more, at another time: "copy the party to the 19th", "same
 * again the week after".
 */
#ifndef PX_NLU_ACT_COPY_H
#define PX_NLU_ACT_COPY_H

#include "nlu/act/proposal.h"

/* What would create the thing as it stands. */
struct px_args px_copy_arguments(const struct px_request *request, const struct px_nlu_item *item);
/* The item once more, at another time: its hour and its length stay where no others are said. */
bool px_copy_to(const struct px_request *request, struct px_proposal *proposal, const struct px_nlu_item *item,
		struct px_args args, const struct px_when *when, const char *why);
/* "same again next week", of what was just made or changed; false if the request is none. */
bool px_copy_again(const struct px_request *request, const struct px_nlu_session *session,
		   struct px_proposal *proposal);

#endif
