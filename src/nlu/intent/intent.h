/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which tool does an utterance ask for?  A linear model over word and
 * character n-grams and word classes, with its quantised weights compiled in.
 *
 * Pure: no I/O, no clock, no globals that change, no heap.  A typical sentence
 * takes some microseconds; only the first PX_INTENT_TEXT_MAX bytes are read.
 * Thread-safe.  The model brings its own light view of times ("tomorrow",
 * "5pm") and does not depend on the time engine, so that neither has to be
 * retrained or re-measured when the other changes.
 *
 * The result does not depend on letter case, on politeness around the request
 * ("hey Pixie, could you please ... thanks") or on trailing punctuation.
 */
#ifndef PX_NLU_INTENT_INTENT_H
#define PX_NLU_INTENT_INTENT_H

#include "base/str.h"

enum px_intent {
	PX_INTENT_NONE, /* small talk, general knowledge, music, smart home, ... */
	PX_INTENT_CREATE_TASK,
	PX_INTENT_LIST_TASKS,
	PX_INTENT_UPDATE_TASK,
	PX_INTENT_COMPLETE_TASK,
	PX_INTENT_DELETE_TASK,
	PX_INTENT_CREATE_EVENT,
	PX_INTENT_LIST_EVENTS,
	PX_INTENT_UPDATE_EVENT,
	PX_INTENT_DELETE_EVENT,
	PX_INTENT_SEARCH_MEMORY,
	PX_INTENT_REMEMBER,
	PX_INTENT_FORGET,
	PX_INTENT_UNDO,
	PX_INTENT_DAILY_BRIEF,
	PX_INTENT_COUNT
};

enum { PX_INTENT_TEXT_MAX = 4096 };

/*
 * What the caller knows about the user's own things.  A mention is the title
 * (or a good part of it) standing in the utterance, or a pronoun that the
 * dialogue resolved to the thing ("move it to Friday").  All false is fine.
 */
struct px_intent_hints {
	bool mentions_task;    /* an open task of theirs */
	bool mentions_event;   /* an event of theirs */
	bool mentions_project; /* a project of theirs */
};

struct px_intent_result {
	enum px_intent best;
	float confidence;              /* of `best`: calibrated, scores[best] */
	float scores[PX_INTENT_COUNT]; /* probabilities, they sum to 1 */
};

/* The tool's name, such as "create_task"; "none" for PX_INTENT_NONE.  Never NULL. */
const char *px_intent_name(enum px_intent intent);

/* The intent of a tool's name; PX_INTENT_COUNT if there is none. */
enum px_intent px_intent_from_name(struct px_str name);

/* `hints` may be NULL.  An empty text is PX_INTENT_NONE with confidence 1. */
void px_intent_classify(struct px_str text, const struct px_intent_hints *hints,
			struct px_intent_result *result);

#endif
