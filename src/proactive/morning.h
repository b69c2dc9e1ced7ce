/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Says the daily brief: as a notification, and as a message in the person's
 * main conversation.
 */
#ifndef PX_PROACTIVE_MORNING_H
#define PX_PROACTIVE_MORNING_H

#include "proactive/proactive_internal.h"

/* The row that stands for the brief is due: says it, unless its day is over, and moves the row on. */
enum px_err px_morning_say(const struct px_proactive *proactive, struct px_proactive_run *work, struct px_reminder *row,
			   struct px_error *error) PX_MUST_CHECK;

#endif
