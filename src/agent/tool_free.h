/* SPDX-License-Identifier: Apache-2.0 */
/* When one is free: the gaps between events.  Private to agent/. */
#ifndef PX_AGENT_TOOL_FREE_H
#define PX_AGENT_TOOL_FREE_H

#include "agent/tool_event.h"

/*
 * Appends when the person is free in [from, to) (UTC), given the events found
 * there in order of time, and what is due on those days; nothing if all of it is past.
 * `busy`: it was asked the other way round, so that "yes" is that something is there.
 */
enum px_err px_tool_say_free(struct px_tool_call *call, const struct px_occurrence *found, size_t count, int64_t from,
			     int64_t to, bool busy, struct px_buf *out) PX_MUST_CHECK;
/* "1 h 30 min" */
void px_tool_say_length(int64_t ms, struct px_buf *out);

#endif
