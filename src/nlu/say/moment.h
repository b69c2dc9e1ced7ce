/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days, clock times and spans as replies say them: in the user's style, near
 * days relative to today.
 */
#ifndef PX_NLU_SAY_MOMENT_H
#define PX_NLU_SAY_MOMENT_H

#include "nlu/say/saying.h"

/* The day comes after the month: "Jan 14". */
bool px_say_american(const struct px_nlu_context *context);
/* "15:30", "3:30 pm". */
void px_say_clock(struct px_saying *w, int32_t second);
/* "tomorrow 12:30", "Fri 16 Jan, 17:00"; without the clock time if `second` is -1. */
void px_say_when(struct px_saying *w, int32_t day, int32_t second);
/* "every Monday": a recurrence rule. */
void px_say_rule(struct px_saying *w, const char *rule);
/* Local milliseconds as a day and the seconds of it. */
void px_say_split(int64_t ms, int32_t *day, int32_t *second);

bool px_say_has_due(const struct px_nlu_item *item);
void px_say_due(struct px_saying *w, const struct px_nlu_item *item);
bool px_say_all_day(const struct px_nlu_item *item);
/* "tomorrow 12:30–13:30", "Fri 16 Jan", "Tue 10 Mar – Thu 12 Mar" */
void px_say_span(struct px_saying *w, const struct px_nlu_item *item);
/* The same without its day, if that is `day`: "11:30–12:30", "all day". */
void px_say_span_on(struct px_saying *w, const struct px_nlu_item *item, int32_t day);

#endif
