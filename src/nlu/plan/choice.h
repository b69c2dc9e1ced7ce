/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames or reader: which reading of a message counts.
 */
#ifndef PX_NLU_PLAN_CHOICE_H
#define PX_NLU_PLAN_CHOICE_H

#include "nlu/nlu.h"

/* What the frames read needs no second opinion: the reader is not run. */
bool px_choice_sure(const struct px_nlu_result *frames);
/*
 * Nothing that the reader could say would count: several things are changed, or none that is named, or one that is
 * named in full.
 */
bool px_choice_settled(const struct px_nlu_context *context, const struct px_nlu_result *frames, struct px_str text,
		       struct px_arena *arena);
/*
 * The marks count; `trust` is how sure the reader is of them, `text` the message.  The arena is for what is looked at
 * on the way.
 */
bool px_choice_marks(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust,
		     struct px_str text, struct px_arena *arena);
/* Both make something new: the reader's trust holds for the frames' reading, too. */
bool px_choice_agreed(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust);

#endif
