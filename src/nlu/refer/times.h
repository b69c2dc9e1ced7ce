/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which time expressions a request has, given what the user has.
 */
#ifndef PX_NLU_REFER_TIMES_H
#define PX_NLU_REFER_TIMES_H

#include "nlu/read/session.h"

/* Fills `times` from `words`. */
void px_parse_find_times(struct px_request *request, const struct px_nlu_session *session);
/*
 * The words text[begin, end) say how long before the thing ("an hour before", "the evening before", "10 min"):
 * that time becomes the request's only one, and the thing its anchor.  False if it can't be told.
 */
bool px_times_lead(struct px_request *request, size_t begin, size_t end, const struct px_nlu_item *item);

/* "from", "starting" is the word in front of byte `begin`. */
bool px_times_from_then(const struct px_request *request, size_t begin);
/* "fridays standup" of something called so: that Friday, not every one. */
void px_times_possessive(struct px_request *request);
/* The same of a plural weekday that is the only time, whatever follows it; false if it is none. */
bool px_times_one_day(struct px_request *request);

#endif
