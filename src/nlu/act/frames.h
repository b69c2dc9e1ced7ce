/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules: tables of patterns, each with what it does.  A new phrase is one
 * table line.  Rows are tried in order; the first whose action takes the
 * request wins.
 */
#ifndef PX_NLU_ACT_FRAMES_H
#define PX_NLU_ACT_FRAMES_H

#include "nlu/read/parse.h"

enum {
	PX_FRAME_BARE = 1 << 0,     /* matched without the times */
	PX_FRAME_KNOWN = 1 << 1,    /* only if {x} names something of the user's */
	PX_FRAME_TASK = 1 << 2,     /* speaks of tasks */
	PX_FRAME_EVENT = 1 << 3,    /* speaks of events */
	PX_FRAME_TIME = 1 << 4,     /* only with a time in the request */
	PX_FRAME_PRIORITY = 1 << 5, /* only with a priority in the request */
	PX_FRAME_PROJECT = 1 << 6,  /* only with a project in the request */
	PX_FRAME_WEAK = 1 << 7,     /* only if the classifier doesn't object */
	PX_FRAME_UNTIMED = 1 << 9,  /* only without a time in the request */
	PX_FRAME_PRONOUN = 1 << 10, /* only if {x} refers to the dialogue ("it") */
	PX_FRAME_SURE = 1 << 11,    /* the classifier is not asked */
	PX_FRAME_EARLIER = 1 << 8,  /* a shift without a sign goes back in time */
};

struct px_frame {
	const char *pattern;
	unsigned flags;
	const char *value; /* meaning depends on the action */
	bool (*act)(struct px_parse *parse, const struct px_frame *frame, const struct px_match *match);
	const char *first; /* letters that a match can begin with, "" = any; a unit test computes them anew */
};

/* Could the row match a text that begins so?  Spares most rows the matcher. */
static inline bool px_frame_may_match(const struct px_frame *frame, const struct px_words *words)
{
	return !frame->first || !frame->first[0] || (words->count && strchr(frame->first, words->at[0].text[0]));
}

/* Tries the rows in order. */
bool px_frames_try(struct px_parse *parse, const struct px_frame *frames, size_t count);
/* The stream that the frame matched on. */
static inline const struct px_words *px_frame_words(const struct px_parse *parse, const struct px_frame *frame)
{
	return frame->flags & PX_FRAME_BARE ? &parse->bare : &parse->full;
}

extern const struct px_frame px_change_frames[], px_create_frames[], px_memory_frames[], px_recall_frames[];
extern const size_t px_change_frame_count, px_create_frame_count, px_memory_frame_count, px_recall_frame_count;

/* Each returns true if the request was one of theirs. */
bool px_parse_memory(struct px_parse *parse);  /* remember, forget, undo, brief, small talk */
bool px_parse_recall(struct px_parse *parse);  /* search_memory */
bool px_parse_change(struct px_parse *parse);  /* update, complete, delete */
bool px_parse_list(struct px_parse *parse);    /* list_tasks, list_events by their cues */
bool px_parse_create(struct px_parse *parse);  /* create_task, create_event by their frames */

/* The same when only the classifier spoke. */
void px_parse_list_as(struct px_parse *parse, enum px_intent intent, float confidence, const char *why);
/* An item of an announced list (nlu/read/lists.h): an event or a task; decided if the list's head said so. */
bool px_parse_create_listed(struct px_parse *parse, bool event, bool decided);
void px_parse_create_as(struct px_parse *parse, enum px_intent intent, float confidence, const char *why);
bool px_parse_change_as(struct px_parse *parse, enum px_intent intent, float confidence, const char *why);

/* The call that was found, completed by its target; asks if that is not clear.  False if it can't be meant. */
bool px_parse_change_target(struct px_parse *parse, int verb, const struct px_target *target,
			    struct px_args *args, float confidence, const char *why);
enum { PX_VERB_UPDATE, PX_VERB_COMPLETE, PX_VERB_DELETE };

/* Finds the target in a capture, through the dialogue first. */
void px_parse_target(struct px_parse *parse, const struct px_word *words, size_t count, int kinds,
		     struct px_target *target);
/* Asks the classifier once per request. */
const struct px_intent_result *px_parse_classify(struct px_parse *parse);
/* False if the classifier is sure that the request is something else. */
bool px_parse_allows(struct px_parse *parse, enum px_intent intent);
/* The new due date or start and end of an item, keeping what was not said. */
void px_parse_set_move(const struct px_parse *parse, const struct px_nlu_item *item, int kind,
		       const struct px_when *when, struct px_args *args);
/* The same for how long it takes. */
void px_parse_set_length(const struct px_parse *parse, const struct px_nlu_item *item,
			 const struct px_when *when, int sign, struct px_args *args);
/* "longer" 1, "shorter" -1, else 0. */
int px_parse_length_sign(const struct px_parse *parse);
/* "Jonas and Lena", "him": the names, at most PX_SLOT_LIST; 0 if nobody can be meant. */
size_t px_parse_people(const struct px_parse *parse, const struct px_word *words, size_t count, const char **names);
/* A verb that a task's title may begin with. */
bool px_parse_task_verb(const struct px_word *word);
/* "Lane", "Street": a number before it is that of a house. */
bool px_parse_street(const struct px_word *word);
/* A question about the world, not about the user ("what year did …"). */
bool px_parse_asks_world(const struct px_parse *parse);
bool px_parse_event_noun(const struct px_word *words, size_t count);

#endif
