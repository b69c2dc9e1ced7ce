/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request says besides what it asks for: reasons ("cancel physio, I
 * can't make it") and the old value of a change ("4 instead of 3").
 */
#ifndef PX_NLU_REFER_ASIDES_H
#define PX_NLU_REFER_ASIDES_H

#include "nlu/read/request.h"

/* Blanks asides and replaced values out of the request; true if `words` must be read again. */
bool px_clauses_blank(struct px_request *request);
/* What a task or event is made with begins so. */
bool px_asides_creates(const struct px_word *word);
bool px_asides_changes(const struct px_word *word);
bool px_asides_remembers(const struct px_word *word);

#endif
