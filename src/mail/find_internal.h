/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of px_mail_find: each adds what it finds. */
#ifndef PX_MAIL_FIND_INTERNAL_H
#define PX_MAIL_FIND_INTERNAL_H

#include "mail/dates.h"
#include "mail/find.h"
#include "mail/sentences.h"
#include "proactive/words.h"

struct finder {
	const struct px_mail_parsed *mail;
	const struct px_mail_finding_context *context;
	struct px_arena *arena;
	struct px_mail_findings *findings;
	bool bulk;              /* sent to many */
	struct px_words words;  /* what we say about it */
	bool passed_on;         /* by its subject, it passes another mail on */
	const char *subject;    /* without "Re:" and the like; "" if there is none */
};

/* ------------------------------------------------------------------ its sentences */

struct find_sentence {
	struct px_str text, folded, intro; /* intro: folded, of an item of a list; else empty */
	struct px_mail_date date;
	bool dated;             /* it tells a day that is not past */
	bool forwarded, introduces;
	bool lists_orders;      /* what it introduces are things to do, each by itself */
	bool term;              /* what introduces it says by when */
	bool ordered;           /* an item of a list of which another is surely something to do */
	size_t at;              /* its place in the letter */
};

struct find_letter {
	struct find_sentence *list;
	size_t count;
	struct px_str subject;  /* folded */
	bool promo;             /* sent to many, to sell */
	bool machine, notice;   /* no person wrote it; it tells what others did */
	bool personal;          /* it greets, or says "you" or "we" */
	bool group;             /* sent to many, by one of them: greeted, and "we" */
	bool idle;              /* nothing is to be done, it says */
	bool assigns;           /* a line of it tells what the person is to do, so others tell what others are */
	bool to_other, to_many; /* its greeting is to somebody else, or to a group */
	bool paid;              /* what it tells of a sum needs no payment */
	bool receipt;           /* ... and it is the receipt */
	bool tickets;           /* it brings them, or tells of a place that is booked */
	bool sum;               /* a sum of money is told */
	bool bill, parcel, booked, travel, moved; /* what it is about; moved: to another day */
};

void find_read_letter(struct finder *finder, struct find_letter *letter);
/* What the person wrote to others. */
bool find_is_own(const struct finder *finder);
/* "EUR 84.50", "30 euros", "129,90 €" */
bool find_tells_sum(struct px_str folded);
struct px_mail_dating find_dating(const struct finder *finder);
void find_read_date(const struct finder *finder, struct find_sentence *s);
/* All days of the sentence. */
size_t find_dates(const struct finder *finder, const struct find_sentence *s, struct px_mail_date all[PX_MAIL_DATES_MAX]);

/* Who is spoken to. */
enum find_whom { FIND_NOBODY_NAMED, FIND_OWNER_NAMED, FIND_OTHER_NAMED };
enum find_whom find_whom(const struct finder *finder, const struct find_sentence *s);
/* Whether the greeting names somebody else; `mentioned`: the mail speaks of the person by name. */
bool find_greets_other(const struct finder *finder, struct px_str greeting, bool mentioned);
bool find_greets_many(const struct finder *finder, struct px_str greeting);
bool find_mentions_owner(const struct finder *finder, struct px_str text);
/* "Anna - two trays of brownies": what the person is to do; empty: it is no such line. */
struct px_str find_assigned(const struct finder *finder, const struct find_sentence *s);

/* "Tom: update the plan": of somebody else, in a mail that assigns so. */
bool find_is_assigned_to_other(const struct finder *finder, const struct find_sentence *s);

/* It ends with a question mark, of any width. */
bool find_is_question(struct px_str text);
/* In words of asking, by an order, or as an item of a list of such. */
bool find_asks(const struct finder *finder, const struct find_sentence *s);
/* Something to do, if the sentence asks or tells it; `asked`: it is asked of the reader. */
bool find_is_request(struct finder *finder, const struct find_letter *letter, const struct find_sentence *s, bool *asked);
void find_add_request(struct finder *finder, const struct find_sentence *s);
/* Adds it with the sentence's day. */
void find_add_told(struct finder *finder, const struct find_sentence *s, struct px_mail_finding *found);

/* Keeps a finding, unless it is there already or there is no room; title and quote are cut, the key is made. */
void find_add(struct finder *finder, const struct px_mail_finding *finding);
/* A word of ours about it, in the person's language. */
static inline const char *find_word(const struct finder *finder, enum px_saying phrase)
{
	return px_words_name(&finder->words, phrase);
}
/* A text of a JSON object, trimmed, in the arena; NULL if it is none. */
const char *find_text_of(struct finder *finder, const json_t *object, const char *key);
/* Whether the ISO time is past, seen from the mail. */
bool find_is_past(const struct finder *finder, const char *iso);

/* ------------------------------------------------------------------ its rules */

enum { FIND_LOOK_AHEAD = 2 /* sentences in which what one says is told on */ };

/* What takes a sentence: whether it does, and what it tells. */
struct find_reading {
	struct finder *finder;
	const struct find_letter *letter;
	size_t at;               /* the sentence's place */
	bool had[PX_FOUND_REQUEST + 1];
	size_t appointments;
	size_t called_off;       /* the sentence that did it */
	const char *was;         /* when what is moved was to be; "": not said */
	bool absent;             /* ... which its writer only does not come to */
	struct px_str listed;    /* what introduces the list that the last of them is of */
	const struct find_sentence *open_day; /* the last one that tells a day of which nothing is known so far */
	const struct find_sentence *lies_ready; /* what is to be fetched, with no last day so far */
	const struct find_sentence *unpaid;     /* that something is to be paid, with no day so far */
	bool asked;              /* a request was found that was asked, not only told */
	size_t last_request;     /* its sentence */
	const struct find_sentence *expires; /* something of the person's, on its day */
};

/* The sentence before, or NULL. */
const struct find_sentence *find_before(const struct find_reading *r);
/* Nothing takes place for the person by it: it sells, or is to somebody else. */
bool find_is_quiet(const struct find_reading *r);
bool find_calls_off(const struct find_sentence *s);
/* A time that is told in one of the next sentences, if that tells no day of its own. */
void find_look_ahead(const struct find_reading *r, struct find_sentence *s);

/* Each takes the sentence, or does not. */
bool find_cancelled(struct find_reading *r, const struct find_sentence *s);
bool find_appointment(struct find_reading *r, const struct find_sentence *s);
/* "Mon: Tom, Tue: Anna": of what is for one person each, that of others is nothing to do. */
bool find_rota(struct find_reading *r, const struct find_sentence *s);
/* The day is in the subject alone, the time in the mail. */
void find_in_subject(struct find_reading *r);

/* Marks what was told in the letter and is doubtful (find_judge.c). */
void find_judge(struct finder *finder, const struct find_letter *letter);

void find_in_calendars(struct finder *finder);
void find_in_data(struct finder *finder);
void find_in_text(struct finder *finder);

#endif
