/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the words of a marked request say more surely than the reader, in a language of which it knows little.
 */
#ifndef PX_NLU_PLAN_MARKED_RIGHT_H
#define PX_NLU_PLAN_MARKED_RIGHT_H

#include "nlu/act/marked.h"

/* A new event, task or reminder. */
bool px_marked_is_made(enum px_mark_intent intent);
/* Changes intent, confidence and tags of `one`, which is marked in the source's text. */
void px_marked_set_right(const struct px_request *source, const struct px_nlu_session *session, struct px_marked *one);

#endif
