/* SPDX-License-Identifier: Apache-2.0 */
/*
 * German, put together.  It has words and rules of time and what is said in
 * replies; what people ask for is read by the trained reader and by the few
 * patterns of frames.c.  A set of words or a pattern that German doesn't give
 * matches nothing.
 */
#include "nlu/de/german.h"

#include "nlu/text/spelling.h"

#define PX_WORDS(name, words)
#define PX_PATTERN(name, pattern)
#define PX_PHRASE(name, phrase)
#define PX_TEXTS(name, ...) static const char *const texts_##name[] = { __VA_ARGS__ };
#define PX_PAIRS(name, ...) static const struct px_pair pairs_##name[] = { __VA_ARGS__ };
#include "nlu/de/lists.def"
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

static const struct px_frames no_frames = { NULL, 0 };
static const struct px_pattern_sets no_sets = { NULL, 0 };
static const struct px_past_hours no_past_hours = { NULL, 0 };
static const struct px_slot_rule slot_rules[] = {
	{ PX_SLOT_PRIORITY, "(ist)? (sehr|ganz|echt|total|wirklich|super)? (dringend|eilig)", "urgent" },
	{ PX_SLOT_PRIORITY, "(mit|auf)? (höchster|höchste) priorität", "urgent" },
	{ PX_SLOT_PRIORITY, "(mit|auf)? (hoher|hohe|hohen) priorität", "high" },
	{ PX_SLOT_PRIORITY, "(mit|auf)? priorität (auf)? (hoch|1)", "high" },
	{ PX_SLOT_PRIORITY, "(ist)? (sehr|ganz|echt|total|wirklich|super) wichtig", "high" },
	{ PX_SLOT_PRIORITY, "hat (jetzt|absolute|oberste)? (priorität|vorrang)", "high" },
	{ PX_SLOT_PRIORITY, "(mit|auf)? (niedriger|niedrige|niedrigen|geringe|geringer) priorität", "low" },
	{ PX_SLOT_PRIORITY, "(mit|auf)? priorität (auf)? (niedrig|gering)", "low" },
	{ PX_SLOT_NAG, "bis (ich)? (es|das|sie|ihn|die|der)? "
		       "(erledigt|fertig|gemacht|getan|bezahlt) (ist|habe|hab)?", "nag" },
	{ PX_SLOT_TAG, "mit (dem)? (tag|schlagwort) {g}", NULL },
	{ PX_SLOT_TAG, "schlagwort {g}", NULL },
};
static const struct px_slot_rules slots = { slot_rules, sizeof(slot_rules) / sizeof(slot_rules[0]) };
static const struct px_spelling_lexicon no_spelling = { .chat_forms = NULL };

const struct px_language px_german = {
	.number = PX_GERMAN,
	.code = "de",
	.compounds = true,
	.verb_last = true,
	.dotted_ordinals = true,
	.capital_nouns = true,
	.whole_day_clock = true,
#include "nlu/de/lists.def"
	.change = &px_german_change_frames,
	.create = &px_german_create_frames,
	.memory = &px_german_memory_frames,
	.recall = &no_frames,
	.project = &no_frames,
	.settings = &no_frames,
	.sets = &no_sets,
	.slot_rules = &slots,
	.past_hours = &no_past_hours,
	.time = &px_german_time,
	.spelling = &no_spelling,
};
