/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A new task or event, made of a title and of what the request says besides.
 */
#ifndef PX_NLU_ACT_MAKE_H
#define PX_NLU_ACT_MAKE_H

#include "nlu/act/proposal.h"

/* The title stands in words [from, to); false if the classifier objects. */
bool px_make_task(const struct px_request *request, struct px_proposal *proposal, const struct px_word *words,
		  size_t from, size_t to, float confidence, const char *why);
bool px_make_event(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_word *words, size_t from, size_t to, float confidence, const char *why);
/* A thing on a list, without its article; says so if it is there already. */
void px_make_item(const struct px_request *request, struct px_proposal *proposal, const struct px_word *words,
		  size_t from, size_t to, float confidence, const char *why);
/* Free at that time was just asked: "ok book a call then". */
struct px_time_point px_make_time_asked(const struct px_request *request, const struct px_nlu_session *session);
/* Both ends of a run of days were said: "from 15 to 28 June". */
bool px_make_says_days(const struct px_request *request, const struct px_when *when);

#endif
