/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request of a message as it was read: its words, times, marks, project,
 * people and place, with the source they stand in.  Only the files of the
 * built-in engine include this.
 *
 * read/ and refer/ fill it (plan/reading.c has the order of work); from
 * then on it is const.  An act that knows better than the reading what some of
 * its words are (the place of an event, the project of a question) goes on with
 * a copy of its own (px_request_copy).
 */
#ifndef PX_NLU_READ_REQUEST_H
#define PX_NLU_READ_REQUEST_H

#include "nlu/intent/intent.h"
#include "nlu/nlu.h"
#include "nlu/text/json.h"
#include "nlu/text/pattern.h"
#include "nlu/text/words.h"
#include "nlu/text/spelling.h"
#include "nlu/time/time.h"

/* Rules read so many words of a request; nobody commands at greater length. */
enum { PX_PARSE_WORDS = 80, PX_PARSE_TITLE = 200 };
enum {
	PX_PARSE_CUTS = 48,
	PX_STATE_ITEMS = 8,
	PX_TARGET_MANY = 32,
	PX_EXCEPT_MAX = 32,
	PX_HIDDEN_MAX = 4,
	PX_SLOT_LIST = 8,
	PX_STATE_MAX = 4096
};

/* Bytes that a slot took out of the title. */
struct px_cut {
	uint32_t begin, end;
};

struct px_slots {
	const char *project;       /* as known, or as said */
	bool project_known;
	const char *priority;
	const char *tags[PX_SLOT_LIST];
	size_t tag_count;
	const char *people[PX_SLOT_LIST];
	size_t people_count;
	const char *location;
	const char *parent;
	const char *note;          /* to be kept with it, as said */
	const char *nags;          /* "until it's done": who asked to be reminded is, again and again; or NULL */
};

/* The times of a request put together. */
struct px_when {
	struct px_time_point start, end; /* day PX_DAY_NONE, second -1 where not said */
	bool range;       /* end was said or follows from the words */
	bool whole_days;
	bool day_part;
	bool deadline;
	bool ambiguous;   /* the clock time could be in the other half of the day */
	bool shift, duration;
	struct px_time_point shifted; /* of a shift: counted from now, for what is new ("20 minutes later") */
	int32_t months;
	int64_t seconds;
	bool after_completion;
	const char *rrule;
	bool any;         /* at least one time was said */
};

struct px_target;
struct px_list;

/* The titles of the context's items: the caller's, or read once per message (refer/target.c). */
struct px_item_titles {
	const struct px_nlu_titles *words;      /* NULL: not read yet */
	const struct px_nlu_title *const *own;  /* by item; NULL: the items have their own */
};

/* What a run of words was found to mean. */
struct px_found {
	const struct px_word *words;
	size_t count;
	int kinds;
	struct px_target *target;
};

/* What rules ask for over and over, kept when it was first worked out; without it all would come out the same. */
enum { PX_FOUND_MAX = 24 };
struct px_lookups {
	struct px_intent_result intent;
	bool classified;      /* `intent` was worked out */
	struct px_found found[PX_FOUND_MAX];
	size_t found_count;
	enum { PX_PROJECTS_UNCOUNTED, PX_PROJECTS_NONE, PX_PROJECTS_SOME } projects; /* of the context */
};

/* What a request about many things leaves out (refer/except.h). */
struct px_except {
	const struct px_nlu_item *items[PX_EXCEPT_MAX];
	size_t count;
	bool unknown;     /* an exception was said that names nothing known: `said` */
	const char *said;
};

/* Where pieces of the text went, each once. */
struct px_spans {
	struct px_nlu_span at[PX_NLU_MAX_SPANS];
	size_t count;
};

struct px_request {
	/* ---- the source ---- */
	const struct px_nlu_context *context;
	struct px_item_titles *titles;
	struct px_str text;   /* of the whole message as it is read: `spelling` has what was said */
	const struct px_spelling *spelling;
	struct px_arena *arena;
	int64_t now;          /* local milliseconds */
	int32_t today;
	size_t begin, end;    /* where the request stands in the text */
	const struct px_list *list; /* that it is an item of, or NULL */
	int32_t same_day;     /* of the event before it in the same sentence, or PX_DAY_NONE */
	/* ---- what was read ---- */
	struct px_words words, full, bare;
	struct px_time_expr times[PX_TIME_MAX];
	size_t time_count;
	struct px_cut hidden[PX_HIDDEN_MAX]; /* from the time engine: what only looks like a time */
	size_t hidden_count;
	struct px_cut cuts[PX_PARSE_CUTS];
	size_t cut_count;
	struct px_slots slots;
	struct px_except except;
	struct px_spans spans;
	struct px_when stood; /* the clock time that the thing has: "9 instead of 8"; `any` false: none was said */
	bool stood_perhaps;   /* "9, not 8": eight may be a slip, too */
	const struct px_nlu_item *anchor; /* that a time was said by: "an hour before the dentist"; or NULL */
	bool cut_short;       /* the request has more than PX_PARSE_WORDS words */
	bool parts_items;     /* the request may name several things for a list */
	bool ongoing;         /* "from now on" was said */
	bool marked;          /* a reader marked what plays which part: a title is all of its words */
	const char *impossible; /* a day or an hour that there is not, as it was said, or NULL */
	struct px_lookups *lookups;
};

/* Makes `copy`, which is nothing yet, the same: for a look that ends before its caller does. */
void px_request_take(struct px_request *copy, const struct px_request *request);
/* A copy in the arena that may be read on; what was looked up holds for it as well. */
struct px_request *px_request_copy(const struct px_request *request);
/* A copy of which nothing was looked up yet: it will have other words or times. */
struct px_request *px_request_anew(const struct px_request *request);
/* Forgets what runs of words meant: they are other runs now. */
void px_request_forget_found(struct px_request *request);
/* Notes where a piece of the text went. */
void px_request_span(struct px_request *request, const char *slot, size_t begin, size_t end);
void px_spans_add(struct px_spans *spans, const char *slot, size_t begin, size_t end);

#endif
