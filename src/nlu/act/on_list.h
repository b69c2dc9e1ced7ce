/* SPDX-License-Identifier: Apache-2.0 */
/*
 * More of what is on a list: "noch Zucker drauf", "Kerzen auch noch auf die Packliste".
 */
#ifndef PX_NLU_ACT_ON_LIST_H
#define PX_NLU_ACT_ON_LIST_H

#include "nlu/act/frames.h"

/* On the list that the frame names, or else the one that was spoken of, or the one for shopping if there is one. */
bool px_on_list_make(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match);

#endif
