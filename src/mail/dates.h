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
	bool deadline;       /* a word of a deadline stands before it ("by") or behind it ("at the latest") */
	bool moved_to, moved_from; /* said of what was moved */
	bool part;           /* its time is the usual one of a part of the day: "tonight" */
	bool range_end;      /* "to Friday" */
	size_t begin, end;   /* bytes of the sentence */
};

enum { PX_MAIL_DATES_MAX = 8 };

struct px_mail_dating {
	int64_t now;         /* when it was written, UTC ms */
	const struct px_tz *tz;
	bool day_first;      /* 3/2 is the 3rd of February */
};

/*
 * The date that the sentence is about: the one that something was moved to; else the first after a word of a deadline;
 * else the first that is not the end of a range, nor what something was moved from.  false: none.
 */
bool px_mail_date_find(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena,
		       struct px_mail_date *date);
/* The same of days and dates alone, without what the English engine finds; its bytes are of the folded sentence. */
bool px_mail_date_find_day(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena,
			   struct px_mail_date *date);
/* All of them that are no end of a range, in their order, each with the time that is said of it. */
size_t px_mail_date_all(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena,
			struct px_mail_date all[PX_MAIL_DATES_MAX]);
/* A time of day in a sentence that names no day: *second, *end_second (-1: none). */
bool px_mail_clock_find(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena, int32_t *second,
			int32_t *end_second);
/* Whether the line begins with a day ("Friday, 12 December", "12.12."). */
bool px_mail_begins_with_day(struct px_str folded_line);
/* The day, or with a second of it (not -1) the local time, as tools take them: 2026-12-12, 2026-12-12T14:30. */
const char *px_mail_date_text(int32_t day, int32_t second, struct px_arena *arena);

#endif
