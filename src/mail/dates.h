/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates in a sentence of a mail, in the languages of words.h: numbers
 * ("12.12.2026", "12/12/26", "2026-12-12", "12月12日"), days with names of months,
 * weekdays, "tomorrow"; with a time of day if one is said.  What English says
 * in other ways is the time engine's (nlu/time).  Pure.
 */
#ifndef PX_MAIL_DATES_H
#define PX_MAIL_DATES_H

#include "base/arena.h"
#include "base/tz.h"
#include "nlu/time/time.h"

struct px_mail_date {
	int32_t day;         /* days since 1970 */
	int32_t second;      /* of the day, or -1 */
	int32_t end_second;  /* "from 10 to 11", or -1 */
	bool weekday;        /* only its name was said */
	size_t begin, end;   /* bytes of the sentence */
};

struct px_mail_dating {
	int64_t now;         /* when it was written, UTC ms */
	const struct px_tz *tz;
	bool day_first;      /* 3/2 is the 3rd of February */
};

/* The date that the sentence is about: the last one after a word of a deadline, else the first; false: none. */
bool px_mail_date_find(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena,
		       struct px_mail_date *date);
/* The same of days and dates alone, without what the English engine finds; its bytes are of the folded sentence. */
bool px_mail_date_find_day(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena,
			   struct px_mail_date *date);
/* The day, or with a second of it (not -1) the local time, as tools take them: 2026-12-12, 2026-12-12T14:30. */
const char *px_mail_date_text(int32_t day, int32_t second, struct px_arena *arena);

#endif
