/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading one request of a message: its words, what it excepts, its times, then
 * marks and phrases that name a project, priority or tag.
 */
#ifndef PX_NLU_PLAN_READING_H
#define PX_NLU_PLAN_READING_H

#include "nlu/read/session.h"

/* Reads words and times, with an exception taken out first if `excepting`; false if there are no words. */
bool px_reading_words(struct px_request *request, const struct px_nlu_session *session, bool excepting);
/* Reads what else stands in it; from here on the request is const. */
void px_reading_finish(struct px_request *request);

#endif
