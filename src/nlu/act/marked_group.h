/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of several things are over, where "them" or "the other two" says so: what was paid is something to pay, and
 * nothing is done only because it was spoken of beside it.  English only; the browser leaves it out.
 */
#ifndef PX_NLU_ACT_MARKED_GROUP_H
#define PX_NLU_ACT_MARKED_GROUP_H

#include "nlu/read/session.h"
#include "nlu/refer/target.h"

/*
 * Puts right the things that a pronoun means: leaves out what can't be over in that way, and takes what was
 * spoken of before where none of them can.  What is not clear is left as candidates that are to be asked for; false:
 * there are none.
 */
bool px_marked_group(const struct px_request *request, const struct px_nlu_session *session, struct px_target *target);
/*
 * "all bought": of all open tasks those that are surely done by what is said, to be asked for if
 * they are of several lists; how many, 0 if none or too many.
 */
size_t px_marked_group_all(const struct px_request *request, struct px_target *target);

#endif
