/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames or reader: which reading of a message counts.
 */
#ifndef PX_NLU_PLAN_CHOICE_H
#define PX_NLU_PLAN_CHOICE_H

#include "nlu/plan/choice_features.h"

/* What the frames read needs no second opinion: the reader is not run. */
bool px_choice_sure(const struct px_nlu_result *frames);
/*
 * The reader is not asked where several things are changed, or none that is named, or one that is named in full: it is
 * rarely right there.
 */
bool px_choice_settled(const struct px_nlu_context *context, const struct px_nlu_result *frames, struct px_str text,
		       struct px_arena *arena);
/* The marks count.  The arena is for what is looked at on the way. */
bool px_choice_marks(const struct px_readings *readings, struct px_arena *arena);
/* Both do the same: the reader's trust holds for the frames' reading, too. */
bool px_choice_agrees(const struct px_readings *readings);

#endif
