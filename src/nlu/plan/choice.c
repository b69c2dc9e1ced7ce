/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a frame reads something, its reading counts: it was written for just
 * that form.  Where none does, the reader is asked, and counts if it is sure
 * enough, also where the classifier alone would act, and where the frames make
 * something new of words in which the reader sees a change of what is there, or
 * several things.  The figures were chosen on annotated days of authors who
 * know the engine by nothing but its replies (docs/decisions/0017-trained-reader.md).
 */
#include "nlu/plan/choice.h"

#include "base/str.h"
#include "nlu/language.h"
#include "nlu/text/json.h"

/* How sure the reader must be for its reading to count; over 1: it is not run. */
static const float over_frames = 2, over_guesses = 0.6F, over_none = 0.9F, over_new = 0.85F;
/* In a language of which the classifier knows nothing the reader is all there is where no frame reads. */
static const float over_unclassified = 0.4F;
/* The classifier is sure that nothing is to be done from here on: the two disagree. */
static const float sure_of_none = 0.9F;
/* The reader, too, sees something new: no statement of how things are. */
static const float agreed = 0.9F;

static bool creates(const struct px_nlu_result *result)
{
	for (size_t i = 0; i < result->call_count; i++) {
		if (strncmp(result->calls[i].tool, "create_", 7) != 0)
			return false;
	}
	return result->call_count > 0;
}

/* Something new, by the most general of the frames: a verb in front, a name and a time, a row of things. */
static bool makes_new(const struct px_nlu_result *frames)
{
	return creates(frames) && frames->act &&
	       (strcmp(frames->act, "create") == 0 || strcmp(frames->act, "listed") == 0);
}

static float over(const struct px_nlu_result *frames)
{
	bool asks = frames->question && !frames->unsure;

	bool nothing = !frames->call_count && !frames->smalltalk && !asks;
	if (nothing && !px_language()->classifies)
		return over_unclassified;
	if (nothing && frames->confidence >= sure_of_none)
		return over_none; /* "what is in the fridge?" */
	if (nothing || (frames->act && strcmp(frames->act, "model") == 0))
		return over_guesses;
	return makes_new(frames) ? over_new : over_frames;
}

bool px_choice_sure(const struct px_nlu_result *frames)
{
	return over(frames) > 1;
}

static struct px_str title_of(const struct px_nlu_call *call, struct px_arena *arena)
{
	struct px_args args = { 0 };
	const char *title;

	px_args_read(&args, call->arguments, arena);
	title = px_args_get(&args, "title");
	return px_str(title ? title : "");
}

/* One title of the frames has two of the reader's in it: "3 visits: Ann, Ben at 10 and Cy". */
static bool holds_several(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			  struct px_arena *arena)
{
	for (size_t i = 0; i < frames->call_count; i++) {
		struct px_str title = title_of(&frames->calls[i], arena);
		size_t held = 0;
		for (size_t k = 0; k < marked->call_count; k++) {
			struct px_str part = title_of(&marked->calls[k], arena);
			/* but for the first letter, which is a capital in every title */
			held += part.size > 1 && px_str_find(title, px_str_n(part.data + 1, part.size - 1)) != SIZE_MAX;
		}
		if (held > 1)
			return true;
	}
	return false;
}

bool px_choice_marks(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust,
		     struct px_arena *arena)
{
	/* "mon 9-12, wed 10-2 and fri 1-5": a reading that drops a part is the worse one */
	if (trust < over(frames) || marked->call_count < frames->call_count)
		return false;
	if (!makes_new(frames) || !marked->call_count)
		return true;
	return !creates(marked) || (marked->call_count > frames->call_count && holds_several(frames, marked, arena));
}

bool px_choice_agreed(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust)
{
	return trust >= agreed && makes_new(frames) && creates(marked);
}
