/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cues look at words anywhere in a request, where frames take it as a whole.
 */
#include "nlu/act/cues.h"

bool px_cue_word(const struct px_words *words, enum px_word_set list)
{
	for (size_t i = 0; i < words->count; i++) {
		if (words->at[i].time < 0 && px_word_in(&words->at[i], list))
			return true;
	}
	return false;
}

bool px_cue_phrase(const struct px_words *words, enum px_pattern pattern)
{
	struct px_match match;
	size_t length;

	for (size_t i = 0; i < words->count && i < 40; i++) {
		if (px_match_prefix(pattern, words->at + i, words->count - i, &match, &length))
			return true;
	}
	return false;
}

bool px_cue_begins(const struct px_words *words, enum px_pattern pattern)
{
	struct px_match match;
	size_t length;

	return px_match_prefix(pattern, words->at, words->count, &match, &length);
}
