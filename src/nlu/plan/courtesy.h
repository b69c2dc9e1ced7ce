/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of a request without what is said around it.
 */
#ifndef PX_NLU_PLAN_COURTESY_H
#define PX_NLU_PLAN_COURTESY_H

#include "nlu/read/request.h"
#include "nlu/read/segment.h"

/* "hey pixie, could you please … thanks" */
void px_courtesy_strip(struct px_request *request);
/* "I need to move my dentist appointment" asks for the move, "I need to call Bob" for a task. */
void px_courtesy_strip_wish(struct px_request *request);

/* "note that the gas man is coming on Thursday at eight": an appointment, not a fact. */
void px_courtesy_strip_note(struct px_request *request);

/*
 * "the renewal is on 31 May, kindly remind": where the words of what has a time and is not to be forgotten end, or 0.
 */
size_t px_courtesy_reminded(const struct px_request *source, const struct px_segment *segment);

#endif
