/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days, times and fixed sentences in the person's language: all that Pixie
 * writes unasked, to the app, by mail or as a text message, is made of them.
 *
 * English and German; any other locale reads English.  A language is one table
 * of patterns (words.c); a pattern names its parts in braces, so that each
 * language puts them in its own order.  Clock times are of 12 hours in en-US.
 */
#ifndef PX_PROACTIVE_WORDS_H
#define PX_PROACTIVE_WORDS_H

#include "base/buf.h"
#include "base/civil.h"
#include "base/tz.h"

enum px_saying {
	/* one reminder */
	PX_SAY_DUE, PX_SAY_WAS_DUE, PX_SAY_PLANNED_FOR, PX_SAY_ALL_DAY,
	/* several */
	PX_SAY_REMINDERS, PX_SAY_MISSED, PX_SAY_MISSED_ONE, PX_SAY_TIMES, PX_SAY_MORE,
	/* mail that came back */
	PX_SAY_BOUNCED, PX_SAY_BOUNCED_WHY, PX_SAY_BOUNCED_SO,
	/* the brief */
	PX_SAY_MORNING, PX_SAY_MORNING_NAME, PX_SAY_CLOCKS_FORWARD, PX_SAY_CLOCKS_BACK, PX_SAY_HAPPY_BIRTHDAY, PX_SAY_EMPTY_DAY,
	PX_SAY_EVENTS_TODAY, PX_SAY_WHOLE_DAY, PX_SAY_UNTIL, PX_SAY_CLASH, PX_SAY_WAY, PX_SAY_NO_WAY,
	PX_SAY_TASKS_DUE, PX_SAY_TASKS_SLIPPED, PX_SAY_TASK_AT, PX_SAY_TASK_SINCE, PX_SAY_TASK_DUE_ON,
	PX_SAY_URGENT, PX_SAY_DATES, PX_SAY_BIRTHDAY, PX_SAY_OWN_BIRTHDAY, PX_SAY_ANNIVERSARY,
	PX_SAY_OWN_ANNIVERSARY, PX_SAY_EXPIRES,
	PX_SAY_FREE, PX_SAY_NO_FREE, PX_SAY_PROPOSALS,
	PX_SAY_SHORT_EVENTS, PX_SAY_SHORT_EVENTS_AT, PX_SAY_SHORT_DUE, PX_SAY_SHORT_SLIPPED, PX_SAY_SHORT_EMPTY,
	/* the review */
	PX_SAY_REVIEW, PX_SAY_REVIEW_TITLE, PX_SAY_DONE, PX_SAY_NOTHING_DONE, PX_SAY_EVENTS_COMING,
	PX_SAY_TASKS_COMING, PX_SAY_UNDATED,
	/* what replies to mails can say, and what came of them (mail/answer.c) */
	PX_SAY_REPLY_LIST, PX_SAY_REPLY_ONE,
	PX_SAY_ANSWER_DONE, PX_SAY_ANSWER_SEEN, PX_SAY_ANSWER_MOVED, PX_SAY_ANSWER_LATER, PX_SAY_ANSWER_ALL_LATER, PX_SAY_ANSWER_NOT,
	PX_SAY_ANSWER_NO_NUMBER, PX_SAY_ANSWER_EVENT, PX_SAY_ANSWER_WHICH, PX_SAY_ANSWER_NO_TIME, PX_SAY_ANSWER_UNREAD,
	PX_SAY_ANSWER_HOW_LIST, PX_SAY_ANSWER_HOW_ONE, PX_SAY_ANSWER_OLD, PX_SAY_ANSWER_NOTHING, PX_SAY_ANSWER_MANY,
	/* letters of identity: the subject, then the text (mail/letters.c) */
	PX_SAY_VERIFY, PX_SAY_VERIFY_TEXT, PX_SAY_RESET, PX_SAY_RESET_TEXT, PX_SAY_INVITE, PX_SAY_INVITE_TEXT,
	PX_SAY_EXISTS, PX_SAY_EXISTS_TEXT,
	/* a code to sign in with (push/sms_code.c) */
	PX_SAY_SMS_CODE,
	/* what was found in a mail (mail/find.c): the beginning of its title */
	PX_SAY_FOUND_EVENT, PX_SAY_FOUND_BILL, PX_SAY_FOUND_PARCEL, PX_SAY_FOUND_FLIGHT, PX_SAY_FOUND_TRAIN, PX_SAY_FOUND_BUS,
	PX_SAY_FOUND_HOTEL, PX_SAY_FOUND_TABLE, PX_SAY_FOUND_CAR,
	PX_SAY_COUNT
};

struct px_words {
	const struct px_language *language;
	bool twelve_hours, month_first;
	const struct px_tz *tz;
	int64_t now;
};

/* `locale` is a BCP 47 tag ("de-AT", "en-US"); NULL reads English.  `tz` may be NULL where no time is said. */
void px_words_init(struct px_words *words, const char *locale, const struct px_tz *tz, int64_t now);

/* What stands in a pattern's braces; a part with a NULL name ends them. */
struct px_filler {
	const char *name, *text;
};
/* Appends the pattern with its parts filled in.  `count` chooses between the forms for one and for several. */
void px_words_say(const struct px_words *words, enum px_saying phrase, int64_t count, const struct px_filler *parts,
		     struct px_buf *out);
/* A phrase without parts; static. */
const char *px_words_name(const struct px_words *words, enum px_saying phrase);
bool px_words_are_english(const struct px_words *words);
/* "14:00", "2 pm", "2:30 pm". */
void px_words_clock(const struct px_words *words, int64_t utc, struct px_buf *out);
/* "14:00–15:00", "2–2:30 pm", "11 am–1 pm". */
void px_words_span(const struct px_words *words, int64_t start, int64_t end, struct px_buf *out);
/* "today", "tomorrow", "Fri 16 Jan", "Fr 16. Januar"; another year than now's is named. */
void px_words_day(const struct px_words *words, int32_t day, struct px_buf *out);
/* The same as a part of a sentence: "on Fri 16 Jan", "am Fr, 16. Januar"; "today". */
void px_words_on_day(const struct px_words *words, int32_t day, struct px_buf *out);
/* "Wednesday, 14 January". */
void px_words_long_day(const struct px_words *words, int32_t day, struct px_buf *out);
/* The same between "from" and "to", where German has another article, or none. */
void px_words_span_day(const struct px_words *words, int32_t day, struct px_buf *out);
const char *px_words_weekday(const struct px_words *words, int32_t day); /* "Wednesday" */
/* A day and, unless `day_only`, a time: "tomorrow at 14:00", "morgen um 14:00". */
void px_words_when(const struct px_words *words, int64_t utc, bool day_only, struct px_buf *out);
/* "tomorrow at 14:00–15:00"; of what ends on another day the start alone. */
void px_words_when_span(const struct px_words *words, int64_t start, int64_t end, struct px_buf *out);
/* The same as a beginning of a line: "Tomorrow at 14:00". */
void px_words_capital(struct px_buf *out, size_t from);
/* The local day of an instant. */
int32_t px_words_day_of(const struct px_words *words, int64_t utc);

#endif
