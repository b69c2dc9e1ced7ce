/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks: what a trained reader sees in a message.  It cuts the message into
 * requests, says of each what it asks for, and which words play which part.
 *
 * The reader is handed in with the context (nlu.h) and knows nothing of calls;
 * act/marked.c makes calls of marks and knows nothing of how they were read.
 * The values stand in the order in which the reader's training data lists
 * them; weights depend on that order.
 */
#ifndef PX_NLU_MARKS_H
#define PX_NLU_MARKS_H

#include "base/str.h"

#include <stdint.h>

enum px_mark_intent {
	PX_MARK_CREATE_EVENT,
	PX_MARK_CREATE_TASK,
	PX_MARK_ADD_ITEMS,
	PX_MARK_REMIND,
	PX_MARK_COMPLETE,
	PX_MARK_REOPEN,
	PX_MARK_DELETE,
	PX_MARK_SKIP,
	PX_MARK_MOVE,
	PX_MARK_UPDATE,
	PX_MARK_COPY,
	PX_MARK_SWAP,
	PX_MARK_ASK_AGENDA,
	PX_MARK_ASK_TASKS,
	PX_MARK_ASK_FREE,
	PX_MARK_ASK_ITEM,
	PX_MARK_ASK_MEMORY,
	PX_MARK_REMEMBER,
	PX_MARK_FORGET,
	PX_MARK_CORRECT,
	PX_MARK_ANSWER,
	PX_MARK_UNDO,
	PX_MARK_SETTINGS,
	PX_MARK_CHAT,
	PX_MARK_NONE,
	PX_MARK_INTENTS
};

enum px_mark_tag {
	PX_MARK_TITLE,
	PX_MARK_ITEM,
	PX_MARK_TARGET,
	PX_MARK_EXCEPT,
	PX_MARK_WHEN,
	PX_MARK_OLD,
	PX_MARK_LEAD,
	PX_MARK_DUR,
	PX_MARK_PLACE,
	PX_MARK_PERSON,
	PX_MARK_LIST,
	PX_MARK_PRIO,
	PX_MARK_NOTE,
	PX_MARK_NEW,
	PX_MARK_FACT,
	PX_MARK_ABOUT,
	PX_MARK_CHOICE,
	PX_MARK_TAGS
};

enum { PX_MARKS_SPANS = 24, PX_MARKS_REQUESTS = 16 };

/* Bytes [begin, end) of the text play that part. */
struct px_mark {
	enum px_mark_tag tag;
	uint32_t begin, end;
	float confidence; /* 0..1, calibrated */
};

/* One request: bytes [begin, end) of the text; its marks lie within, in order, and do not overlap. */
struct px_marked {
	enum px_mark_intent intent;
	float confidence; /* of the intent; 0..1, calibrated */
	uint32_t begin, end;
	struct px_mark marks[PX_MARKS_SPANS];
	uint8_t mark_count;
};

/* The requests of a message in order; together they cover its words. */
struct px_marks {
	struct px_marked requests[PX_MARKS_REQUESTS];
	size_t count;
};

/* The names of the training data ("create_event", "title"); the count of all for a name that is none. */
const char *px_mark_intent_name(enum px_mark_intent intent);
enum px_mark_intent px_mark_intent_from_name(struct px_str name);
const char *px_mark_tag_name(enum px_mark_tag tag);
enum px_mark_tag px_mark_tag_from_name(struct px_str name);

#endif
