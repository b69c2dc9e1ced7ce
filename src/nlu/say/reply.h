/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reply wording: what happened -> one or two short sentences.
 *
 * Varied but deterministic: the wording is chosen by a seed (the turn's).
 * Instants are echoed in the user's zone and style: relative when near
 * ("tomorrow 12:30"), else "Fri 16 Jan, 17:00", with the year when it differs.
 */
#ifndef PX_NLU_SAY_REPLY_H
#define PX_NLU_SAY_REPLY_H

#include "base/buf.h"
#include "nlu/nlu.h"

enum px_reply_kind {
	PX_REPLY_TASK_ADDED, PX_REPLY_TASK_CHANGED, PX_REPLY_TASK_DONE, PX_REPLY_TASK_ROLLED,
	PX_REPLY_TASK_DELETED, PX_REPLY_TASKS_LISTED, PX_REPLY_EVENT_ADDED, PX_REPLY_EVENT_CHANGED,
	PX_REPLY_EVENT_DELETED, PX_REPLY_EVENTS_LISTED, PX_REPLY_AGENDA, PX_REPLY_UNDONE,
	PX_REPLY_NOTHING_TO_UNDO, PX_REPLY_NOT_FOUND, PX_REPLY_WHICH, PX_REPLY_FAILED,
	PX_REPLY_NOT_AVAILABLE, PX_REPLY_NOT_UNDERSTOOD, PX_REPLY_SMALLTALK, PX_REPLY_QUESTION,
	PX_REPLY_KEPT,  /* `text`, of a change that can be undone */
	PX_REPLY_KNOWN, /* `text`, of an answer */
};

/* A field that changed, by its name in the tools, with its new value as people read it; NULL: it is empty now. */
struct px_reply_field {
	const char *name, *value;
};

struct px_reply {
	enum px_reply_kind kind;
	const struct px_nlu_item *items; /* what it is about; items[0] the main one */
	size_t item_count;
	size_t total;             /* of a list longer than items */
	const struct px_nlu_item *conflicts; /* overlapping events */
	size_t conflict_count;
	const struct px_nlu_item *next;      /* of an empty list: what comes after its window, or NULL */
	bool created_project;     /* items[0].project is new */
	bool all_day;
	const char *text;         /* error, question, target words, list heading or undo summary */
	const char *unread;       /* see px_nlu_result */
	const char *note;         /* kept with what was added, or NULL */
	const struct px_reply_field *fields; /* of a change */
	size_t field_count;
	const struct px_nlu_item *before;    /* items[0] as it was before the change, or NULL */
	bool one_of_series;       /* only this day of a series was changed or deleted */
	bool following;           /* this day of a series and those after it were changed */
	const int64_t *reminders; /* local ms: when the reminders that were asked for come */
	size_t reminder_count;
	bool reminders_each;      /* so of each time of a series */
	bool reminder_past;       /* one was asked for at a time that is past */
	const char *nagging;      /* the rule by which they are repeated until it is done, or NULL */
};

/* Appends the wording of one outcome.  `seed` picks among equal phrasings. */
void px_reply_write(const struct px_nlu_context *context, const struct px_reply *reply,
		    uint64_t seed, struct px_buf *out);
/* "tomorrow 12:30", "Fri 16 Jan": a day (second = -1) or instant as replies show it. */
void px_reply_when(const struct px_nlu_context *context, int32_t day, int32_t second,
		   struct px_buf *out);
/* "15:30", "3:30 pm", by the locale; seconds of the day. */
void px_reply_clock(const struct px_nlu_context *context, int32_t second, struct px_buf *out);
/* "tomorrow 12:30–13:30", "Fri 16 Jan": an event's span, or when a task is due. */
void px_reply_span(const struct px_nlu_context *context, const struct px_nlu_item *item, struct px_buf *out);

#endif
