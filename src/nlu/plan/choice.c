/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table says for each act of the frames how sure the reader must be for its
 * reading to count instead.  It is measured: tools/marks_differ runs annotated
 * lines both ways and prints, by act, where they differ.
 */
#include "nlu/plan/choice.h"

#include "base/str.h"

/* Over 1: the frames' reading counts, and the reader is not run. */
static const struct {
	const char *act;
	float reader_over;
} acts[] = {
	{ "answer", 2 },
	{ "settings", 2 },
	{ "amount", 2 },
};

/* Acts that the table does not name, and messages that the frames make nothing of. */
static const float reader_over_others = 0.8F, reader_over_nothing = 0.5F;

static float over(const struct px_nlu_result *frames)
{
	if (!frames->call_count && !frames->smalltalk && (!frames->question || frames->unsure))
		return reader_over_nothing;
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]) && frames->act; i++) {
		if (strcmp(acts[i].act, frames->act) == 0)
			return acts[i].reader_over;
	}
	return reader_over_others;
}

bool px_choice_sure(const struct px_nlu_result *frames)
{
	return over(frames) > 1;
}

bool px_choice_marks(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust)
{
	(void)marked;
	return trust >= over(frames);
}
