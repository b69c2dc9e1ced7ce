/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a frame reads something, its reading counts: it was written for just
 * that form.  Where none does, the reader is asked, and counts if it is sure
 * enough, also where the classifier alone would act.  The figure was chosen on
 * annotated days of authors who know the engine by nothing but its replies (docs/decisions/0017-trained-reader.md).
 */
#include "nlu/plan/choice.h"

#include "base/str.h"

/* How sure the reader must be for its reading to count; over 1: it is not run. */
static const float over_frames = 2, over_guesses = 0.6F, over_none = 0.8F;
/* The classifier is sure that nothing is to be done from here on: the two disagree. */
static const float sure_of_none = 0.9F;

static float over(const struct px_nlu_result *frames)
{
	bool asks = frames->question && !frames->unsure;

	bool nothing = !frames->call_count && !frames->smalltalk && !asks;
	if (nothing && frames->confidence >= sure_of_none)
		return over_none; /* "what is in the fridge?" */
	return nothing || (frames->act && strcmp(frames->act, "model") == 0) ? over_guesses : over_frames;
}

bool px_choice_sure(const struct px_nlu_result *frames)
{
	return over(frames) > 1;
}

bool px_choice_marks(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust)
{
	/* "mon 9-12, wed 10-2 and fri 1-5": a reading that drops a part is the worse one */
	return trust >= over(frames) && marked->call_count >= frames->call_count;
}
