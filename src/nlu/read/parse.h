/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the stages of one parse share.  Only the files of the built-in engine
 * include this.
 *
 * Slips are written out first (spelling).  Order of work on each request of
 * a message (segment): words, time expressions, marks and phrases that name a
 * project, priority, tag (slots), then rules (frames) on the rest, the
 * classifier where no rule speaks, and one builder per tool.
 */
#ifndef PX_NLU_READ_PARSE_H
#define PX_NLU_READ_PARSE_H

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

/* What a dialogue remembers between turns. */
struct px_dialogue {
	struct px_nlu_item touched[PX_STATE_ITEMS]; /* by the last call, in shown order */
	size_t touched_count;
	struct px_nlu_item listed[PX_STATE_ITEMS]; /* by the last list, numbered as shown */
	size_t listed_count;
	struct px_nlu_item candidates[PX_STATE_ITEMS]; /* of a question, or what is left of them */
	size_t candidate_count;
	struct px_nlu_item recent[PX_STATE_ITEMS]; /* spoken of in the last turns, newest first, each once */
	size_t recent_count;
	size_t run;                /* how many of them came one after the other by the same tool */
	const char *tool;          /* of the last call, or NULL */
	const char *arguments;
	const char *list_tool;     /* the last question, also if something was done since */
	const char *list_arguments;
	const char *pending_tool;  /* waits for an answer, or NULL */
	const char *pending_arguments;
	const char *pending_slot;  /* "target", "start", "title", "due", "confirm" */
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

/* What a run of words was found to mean; rules ask for the same runs over and over. */
enum { PX_FOUND_MAX = 24 };
struct px_found {
	const struct px_word *words;
	size_t count;
	int kinds;
	struct px_target *target;
};

/* What a request about many things leaves out (refer/except.h). */
struct px_except {
	const struct px_nlu_item *items[PX_EXCEPT_MAX];
	size_t count;
	bool unknown;     /* an exception was said that names nothing known: `said` */
	const char *said;
	bool heeded;      /* the calls leave the items out */
};

struct px_parse {
	const struct px_nlu_context *context;
	struct px_item_titles *titles;
	struct px_str text;   /* as it is read: `spelling` has what was said */
	const struct px_spelling *spelling;
	struct px_arena *arena;
	struct px_nlu_result *result;
	int64_t now;          /* local milliseconds */
	int32_t today;
	size_t begin, end;    /* the request under work */
	const struct px_list *list; /* that it is an item of, or NULL */
	int32_t same_day;     /* of the event before it in the same sentence, or PX_DAY_NONE */
	struct px_words words, full, bare;
	struct px_time_expr times[PX_TIME_MAX];
	size_t time_count;
	struct px_cut hidden[PX_HIDDEN_MAX]; /* from the time engine: what only looks like a time */
	size_t hidden_count;
	struct px_cut cuts[PX_PARSE_CUTS];
	size_t cut_count;
	struct px_slots slots;
	struct px_intent_result intent;
	bool classified;
	const struct px_nlu_item *anchor; /* that a time was said by: "an hour before the dentist"; or NULL */
	size_t name_begin, name_end; /* bytes that name what the request is about */
	bool cut_short;       /* the request has more than PX_PARSE_WORDS words */
	bool parts_items;     /* the request under work may name several things for a list */
	bool led;             /* the classifier has decided: builders need not ask it */
	struct px_found found[PX_FOUND_MAX];
	size_t found_count;
	bool unsure;          /* the question at hand is only a guess of what was wanted */
	bool ongoing;         /* "from now on" was said */
	bool sure;            /* the rule at work needs no second opinion */
	struct px_dialogue dialogue; /* before this request */
	bool fresh;           /* an earlier request of this message made `dialogue` */
	struct px_except except;
	struct px_id about;   /* what the next call is about, or none */
	const char *question_tool, *question_arguments, *question_slot;
	struct px_nlu_item question_candidates[PX_STATE_ITEMS];
	size_t question_candidate_count;
};

/* Forgets what runs of words meant: the dialogue has moved on. */
static inline void px_parse_forget_found(struct px_parse *parse)
{
	parse->found_count = 0;
}

#endif
