/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of dates.h share: reading a folded sentence at a place. */
#ifndef PX_MAIL_DATES_INTERNAL_H
#define PX_MAIL_DATES_INTERNAL_H

#include "mail/dates.h"
#include "mail/words.h"

enum { EARLY = 7 /* "at 6" is in the afternoon */ };

struct scan {
	const struct px_mail_dating *dating;
	struct px_str text;
	int32_t today;
};

static inline bool scan_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool scan_is_word(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z');
}

static inline char scan_at(const struct scan *s, size_t i)
{
	return i < s->text.size ? s->text.data[i] : '\0';
}

bool scan_starts(const struct scan *s, size_t i, const char *word);
size_t scan_skip(const struct scan *s, size_t i, const char *set);
/* The length of the first of the words that stands there; 0: none. */
size_t scan_word(const struct scan *s, size_t i, const char *const *words);
/* ... if no letter follows: "week", not "weekly". */
size_t scan_whole(const struct scan *s, size_t i, const char *const *words);
bool scan_ends(struct px_str text, const char *const *words);
/* Up to `most` digits; *end past them.  -1: there is none, or another digit follows. */
int scan_number(const struct scan *s, size_t i, int most, size_t *end);
/* The name that begins there and ends with its word; *end past it. */
const struct px_mail_name *scan_name(const struct scan *s, size_t i, const struct px_mail_name *names, size_t *end);
/* Past the words that lead from one time to another; 0: they don't stand there. */
size_t scan_past_until(const struct scan *s, size_t i);

/* A day that begins there (dates_day.c) ... */
bool dates_day_at(const struct scan *s, size_t i, struct px_mail_date *date);
/* ... and by a number or the name of a weekday alone. */
bool dates_begin_with_day(const struct scan *s);
/* A time of day begins there that needs no other word to be one: "14:30", "8 bis 12 Uhr". */
bool dates_is_clock(const struct scan *s, size_t i);
/* The time of day that stands nearest to the date, between `left` and `right` (dates_clock.c). */
void dates_clock_near(const struct scan *s, size_t left, size_t right, struct px_mail_date *date);

#endif
