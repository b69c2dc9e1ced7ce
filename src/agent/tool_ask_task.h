/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers about tasks that are more than a list: what to do first, when
 * something is due, whether it is done.  And what a question finds among the
 * things of the other kind: "when's the next recycling?" may be a task.
 * Private to agent/.
 */
#ifndef PX_AGENT_TOOL_ASK_TASK_H
#define PX_AGENT_TOOL_ASK_TASK_H

#include "agent/tool_call.h"
#include "domain/event.h"
#include "domain/task.h"

/* What "asks" of list_tasks may be. */
extern const char *const px_tool_task_asks[];

/* Words the reply to what "asks" names, from the tasks found; false if it names nothing, or nothing was found. */
bool px_tool_answer_tasks(struct px_tool_call *call, const struct px_task *tasks, size_t count);
/*
 * The title that the words mean though they do not stand in it ("mum's" of "Check for mum"); NULL if none does, or
 * several are meant.
 */
const char *px_tool_title_like(struct px_tool_call *call, const char *words);
/* The reply shows open tasks with these words, if there are any (*found). */
enum px_err px_tool_find_tasks(struct px_tool_call *call, const char *words, bool *found) PX_MUST_CHECK;
/* The same of events, from today on. */
enum px_err px_tool_find_events(struct px_tool_call *call, const char *words, bool *found) PX_MUST_CHECK;

/* Keeps the first of each event's occurrences, in their order; returns how many: of a series its next one says enough. */
size_t px_tool_next_of_each(struct px_occurrence *found, size_t count);

#endif
