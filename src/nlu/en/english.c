/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/en/english.h"

#define PX_WORDS(name, words)
#define PX_PATTERN(name, pattern)
#define PX_PHRASE(name, phrase)
#define PX_TEXTS(name, ...) static const char *const texts_##name[] = { __VA_ARGS__ };
#define PX_PAIRS(name, ...) static const struct px_pair pairs_##name[] = { __VA_ARGS__ };
#include "nlu/en/lists.def"
#undef PX_WORDS
#undef PX_PATTERN
#undef PX_PHRASE
#undef PX_TEXTS
#undef PX_PAIRS

#define PX_WORDS(name, list) .words[PX_WORDS_##name] = list,
#define PX_PATTERN(name, pattern) .patterns[PX_PATTERN_##name] = pattern,
#define PX_PHRASE(name, phrase) .phrases[PX_PHRASE_##name] = phrase,
#define PX_TEXTS(name, ...) .texts[PX_TEXTS_##name] = { texts_##name, sizeof(texts_##name) / sizeof(texts_##name[0]) },
#define PX_PAIRS(name, ...) .pairs[PX_PAIRS_##name] = { pairs_##name, sizeof(pairs_##name) / sizeof(pairs_##name[0]) },

const struct px_language px_english = {
	.number = PX_ENGLISH,
	.code = "en",
	.classifies = true,
#include "nlu/en/lists.def"
	.change = &px_english_change_frames,
	.create = &px_english_create_frames,
	.memory = &px_english_memory_frames,
	.recall = &px_english_recall_frames,
	.project = &px_english_project_frames,
	.settings = &px_english_settings_frames,
	.sets = &px_english_sets,
	.slot_rules = &px_english_slot_rules,
	.past_hours = &px_english_past_hours,
	.time = &px_english_time,
	.spelling = &px_english_spelling,
};
