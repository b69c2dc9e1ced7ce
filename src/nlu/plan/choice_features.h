/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What tells which of two readings of a message is right, as numbers with names: what each of them does, how sure it
 * is, how much of what was said it takes up, and where a reading shows by itself that it is wrong.  What each counts
 * for is fitted (tools/train_choice, plan/choice_weights.def).
 */
#ifndef PX_NLU_PLAN_CHOICE_FEATURES_H
#define PX_NLU_PLAN_CHOICE_FEATURES_H

#include "nlu/nlu.h"

struct px_readings {
	const struct px_nlu_result *frames, *marked;
	const struct px_marks *marks; /* that `marked` was made of */
	float trust;                  /* how sure the reader is of the least sure of them; 0..1 */
	struct px_str text;           /* the message */
	bool follows;                 /* something was said before in the conversation */
};

struct px_choice_feature {
	const char *name; /* in the arena */
	float value;
};

enum { PX_CHOICE_FEATURES_MAX = 128 };

struct px_choice_features {
	struct px_choice_feature at[PX_CHOICE_FEATURES_MAX];
	size_t count;
};

/* Those that are not 0.  Names stay the same whatever else is added: the weights go by them. */
void px_choice_features(const struct px_readings *readings, struct px_arena *arena, struct px_choice_features *out);
/* Above 0: the reader's reading is the likelier one; the logarithm of the odds. */
float px_choice_score(const struct px_choice_features *features);

#endif
