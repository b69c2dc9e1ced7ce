/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daily brief, without a model: what is overdue, what the day holds, which
 * events collide, and a look at the days after.  Private to agent/.
 */
#ifndef PX_AGENT_BRIEF_H
#define PX_AGENT_BRIEF_H

#include "agent/tool_call.h"

/* Prepares the reply for one day of the user's. */
enum px_err px_brief_write(struct px_tool_call *call, int32_t day) PX_MUST_CHECK;

#endif
