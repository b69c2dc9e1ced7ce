/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/denied.h"

#include "nlu/act/cues.h"

bool px_denied(const struct px_words *words, const char *tool)
{
	if (strncmp(tool, "delete_", 7) == 0 && (px_cue_phrase(words, PX_PATTERN_STILL_WANTED) ||
						 px_matches(PX_PATTERN_KEPT, words->at, words->count)))
		return true;
	for (size_t i = 0; i + 1 < words->count; i++) {
		if (!px_word_in(&words->at[i], PX_WORDS_NEGATION))
			continue;
		size_t verb = i + 1, end;
		while (verb < words->count && px_word_in(&words->at[verb], PX_WORDS_BEEN))
			verb++;
		if (verb == words->count || !px_word_in(&words->at[verb], PX_WORDS_MOVED))
			continue;
		for (end = verb + 1; end < words->count && !(words->at[end].flags & PX_WORD_BREAK); end++) {
			if (words->at[end].time >= 0)
				return true;
		}
	}
	return px_cue_phrase(words, PX_PATTERN_NOT_SO);
}
