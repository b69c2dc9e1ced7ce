/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers about the calendar that are more than a list: when one is free, where
 * something is, who comes, when it is next, on which days.
 */
#ifndef PX_AGENT_TOOL_ASK_H
#define PX_AGENT_TOOL_ASK_H

#include "agent/tool_event.h"
#include "nlu/language.h"

/* What "asks" of list_events may be. */
extern const char *const px_tool_asks[];

/*
 * Words the reply to what call's "asks" names, from the events found in
 * [from, to) (UTC).  Not *said if it names nothing, or nothing was found to say it of.
 */
enum px_err px_tool_answer(struct px_tool_call *call, const struct px_occurrence *found, size_t count, int64_t from,
			   int64_t to, bool *said) PX_MUST_CHECK;

/* Nothing takes place when it was asked about; what is next under that name does. */
enum px_err px_tool_answer_none(struct px_tool_call *call, const struct px_occurrence *next) PX_MUST_CHECK;

/* The phrase in the language of the reply, with `value` for its "{}"; in the call's arena. */
const char *px_tool_said(const struct px_tool_call *call, enum px_phrase phrase, const char *value);

#endif
