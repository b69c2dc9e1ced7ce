/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When something is to be said again or done, in the words of a reply: what
 * the English time engine reads ("in 2 hours", "tomorrow 9am"), the same in
 * German ("in einer halben Stunde", "morgen um 9"), dates of other languages.
 * Pure.
 */
#ifndef PX_MAIL_REPLY_TIME_H
#define PX_MAIL_REPLY_TIME_H

#include "nlu/nlu.h"

struct px_reply_time {
	bool day_only;    /* no time of that day was said */
	int32_t day;
	int64_t instant;  /* UTC ms; of a day alone, nine in the morning */
};

/* `alone`: the words may be nothing but a time, in English or German.  False: there is none, or more than a time. */
bool px_reply_time_read(const struct px_nlu_context *nlu, struct px_str words, bool alone, struct px_arena *arena,
			struct px_reply_time *time);

#endif
