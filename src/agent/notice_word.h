/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "Snooze 10 minutes", "later", "done", "got it": a person's word on what
 * Pixie has just said by itself.  Only whole messages of that kind are read;
 * what they refer to, and whether to anything, is turn_notified.c's.
 */
#ifndef PX_AGENT_NOTICE_WORD_H
#define PX_AGENT_NOTICE_WORD_H

#include "base/str.h"

enum px_notice_word { PX_NOTICE_NONE, PX_NOTICE_SNOOZE, PX_NOTICE_DONE, PX_NOTICE_GOT };

/* Cheap for all other texts.  Of PX_NOTICE_SNOOZE, *when is what was said of the time, "" if nothing. */
enum px_notice_word px_notice_word_read(struct px_str text, struct px_str *when);

#endif
