/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a change did, exactly: from when to when, which field has which value
 * now, this day of a series or all of it.
 */
#ifndef PX_NLU_SAY_CHANGE_H
#define PX_NLU_SAY_CHANGE_H

#include "nlu/say/reply.h"
#include "nlu/say/saying.h"

/* "Moved “Gym” from Wed 9 Dec, 18:00 to Fri 11 Dec, 18:00–19:00": a task or event that was changed. */
void px_say_changed(struct px_saying *w, const struct px_reply *reply);
/* "Deleted “Gym”, Wed 9 Dec, 18:00–19:00; the others of the series stay" */
void px_say_deleted(struct px_saying *w, const struct px_reply *reply);
/* "“Milk”, “Bread” and 3 more" */
void px_say_titles(struct px_saying *w, const struct px_reply *reply);
/* "Undone: “Gym” is back." of the summaries of actions in reply->text. */
void px_say_undone(struct px_saying *w, const struct px_reply *reply);

#endif
