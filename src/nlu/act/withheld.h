/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is not done whatever an act or a reader makes of the words: a question
 * changes nothing, and what is half done, tried or still to come is not ticked off.
 */
#ifndef PX_NLU_ACT_WITHHELD_H
#define PX_NLU_ACT_WITHHELD_H

#include "nlu/read/request.h"
#include "nlu/text/json.h"

/* A question and no order or suggestion: "when is the dentist", "at what hour do I take Leo?". */
bool px_only_asks(const struct px_request *request);
/* "ist der Hahn repariert", "hab ich das schon gekauft": as questions begin, whose verb stands first. */
bool px_done_asked(const struct px_word *words, size_t count);
/* "called the plumber, no answer": it was tried, and is not done. */
bool px_done_in_vain(const struct px_words *words);
/* Such a call must not come of the request. */
bool px_withheld(const struct px_request *request, const char *tool, const struct px_args *args);

#endif
