/* SPDX-License-Identifier: Apache-2.0 */
/* What the event handlers share.  Private to agent/. */
#ifndef PX_AGENT_TOOL_EVENT_H
#define PX_AGENT_TOOL_EVENT_H

#include "agent/tool_call.h"

/* Fills the reply's conflicts. */
enum px_err px_tool_conflicts(struct px_tool_call *call,
			      const struct px_event *event) PX_MUST_CHECK;
/* Sets the end from "end"; a bare time is the next one after the start. */
enum px_err px_tool_event_end(struct px_tool_call *call, const struct px_tz *tz,
			      struct px_event *event) PX_MUST_CHECK;
/* [from, to) in UTC of the filters "start" and "end"; default: today and six days more. */
enum px_err px_tool_event_span(struct px_tool_call *call, int64_t *from, int64_t *to) PX_MUST_CHECK;
/*
 * Which occurrence of a series is meant: the one on the day that "occurrence"
 * or the target's words name (*single), else the whole.
 */
enum px_err px_tool_occurrence(struct px_tool_call *call, const struct px_event *event,
			       int64_t named_day, struct px_occurrence *found,
			       bool *single) PX_MUST_CHECK;

#endif
