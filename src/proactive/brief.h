/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daily brief and the weekly review: what a person should know about a day
 * or a week, gathered from their rows and put into words.
 *
 * px_brief_gather reads; px_brief_text and px_review_text only word what was
 * gathered, so that the same day can be told as text, as one line for a lock
 * screen, and as data for a page.  No model; English and German (words.c).
 */
#ifndef PX_PROACTIVE_BRIEF_H
#define PX_PROACTIVE_BRIEF_H

#include "base/json.h"
#include "domain/event.h"
#include "domain/task.h"
#include "proactive/words.h"

enum { PX_BRIEF_ROWS = 200 /* read of each kind */, PX_BRIEF_TEXT_MAX = 16384, PX_BRIEF_DATES = 16, PX_BRIEF_WAY_MIN = 30 /* minutes from one place to another that are worth a word if fewer are left */ };

enum px_date_kind { PX_DATE_BIRTHDAY, PX_DATE_ANNIVERSARY, PX_DATE_EXPIRY };

/* A birthday, or a day on which something expires, soon. */
struct px_brief_date {
	const char *about;       /* "Anna", "passport" */
	bool own;                /* of the person */
	enum px_date_kind kind;
	int32_t day;
	struct px_id memory;     /* where it is known from */
};

struct px_brief {
	int32_t day;             /* the user's day it is of */
	const char *name;        /* of the person, or NULL */
	struct px_occurrence *events; /* of the day, by start */
	const struct px_occurrence **clashes; /* of each event: another at the same time, or NULL */
	const struct px_occurrence **before; /* of each event: one that ends somewhere else less than PX_BRIEF_WAY_MIN before, or NULL */
	size_t event_count;
	size_t proposal_count;   /* that wait for an answer */
	struct px_task *due, *slipped; /* of the day; open from days before */
	size_t due_count, slipped_count;
	struct px_brief_date dates[PX_BRIEF_DATES];
	size_t date_count;
	int64_t free_start;      /* the first free hour, or PX_TIME_NONE */
	int64_t free_end;        /* until when it is free */
	int64_t from, to;        /* where it was looked for; PX_TIME_NONE: that time of the day is over */
	int clocks;              /* minutes by which they went forward that night; negative: back */
};

/* Of a local day; rows are in the arena of `domain`. */
enum px_err px_brief_gather(struct px_domain *domain, const char *name, int32_t day, struct px_brief *brief,
			    struct px_error *error) PX_MUST_CHECK;
/* The whole text, for reading or hearing. */
void px_brief_text(const struct px_domain *domain, const struct px_words *words, const struct px_brief *brief,
		    struct px_buf *out);
/* One line: "Wednesday: 3 events, the first at 09:00; 2 tasks due". */
void px_brief_short(const struct px_words *words, const struct px_brief *brief, struct px_buf *out);
/* The page: {"day", "title", "text", "events", "tasks_due", "tasks_slipped", "dates", "free"}. */
void px_brief_json(const struct px_domain *domain, const struct px_words *words, const struct px_brief *brief,
		   struct px_json *json);

struct px_review {
	int32_t first;           /* the first of the seven days looked back on; the seven after it are looked ahead to */
	size_t done_count, slipped_count, undated_count;
	struct px_task *done, *slipped, *coming;
	size_t coming_count;
	struct px_occurrence *events;
	size_t event_count;
};

/* Of the seven days up to and with `day`, and the seven after it. */
enum px_err px_review_gather(struct px_domain *domain, int32_t day, struct px_review *review,
			     struct px_error *error) PX_MUST_CHECK;
/* One line. */
void px_review_title(const struct px_words *words, const struct px_review *review, struct px_buf *out);
void px_review_text(const struct px_domain *domain, const struct px_words *words, const struct px_review *review,
		     struct px_buf *out);

#endif
