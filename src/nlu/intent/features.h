/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From an utterance to the features of the linear intent model: 32-bit hashes
 * of word n-grams, character n-grams, and n-grams and ordered pairs over word
 * classes ("ADD _ to my GROCERY list"), which carry what was learnt in one
 * style of speaking over to another.
 *
 * The trainer and the runtime share this code; a change here needs retraining
 * (tools/train_intents).
 */
#ifndef PX_NLU_INTENT_FEATURES_H
#define PX_NLU_INTENT_FEATURES_H

#include "nlu/intent/intent.h"

enum { PX_INTENT_FEATURES_MAX = 2048 };

/*
 * Word classes: open addressing over word hashes.  Slot `hash & mask`, then
 * the next ones; a slot with class 0 is free.  Class 1 is "stands for itself".
 */
struct px_intent_lexicon {
	const uint32_t *hashes;
	const uint8_t *classes;
	uint32_t mask;
};

/*
 * The classes: those that ask or tell to do something, things, times, the
 * rest.  Classes from FIRST_VERB and FIRST_OBJECT on can be the head and the
 * object of a request.  examples/lexicon.txt says which words they have.
 */
#define PX_INTENT_CLASSES(X)                                                                      \
	X(ADD) X(PUT) X(CREATE) X(MAKE) X(SET) X(SCHEDULE) X(BOOK) X(PLAN) X(ARRANGE) X(JOT)      \
	X(REMIND) X(NOTIFY) X(SHOW) X(LIST) X(OPEN) X(TELL) X(FIND) X(CHANGE) X(MOVE) X(DELETE)   \
	X(CLEAR) X(DONE) X(CHECK) X(MARK) X(INVITE) X(FORGET) X(SAVE) X(UNDO) X(TASKVERB)         \
	X(CALENDAR) X(MEETING) X(SOCIAL) X(HEALTH) X(TODO) X(ITEM) X(REMINDER) X(ALARM)           \
	X(GROCERY) X(NOTE) X(BUSY) X(BRIEF) X(FOOD) X(WORK)                                       \
	X(WEATHER) X(MUSIC) X(HOME) X(MONEY) X(TRAVEL) X(COOKING) X(CAR) X(INFO) X(SOCIALNET)     \
	X(BOT)                                                                                    \
	X(DAY) X(MONTH) X(REL) X(PART) X(CLOCK) X(EVERY) X(FUTURE)                                \
	X(UNIT) X(ORD) X(NUM) X(PAST) X(PASTVERB) X(STATE) X(PRIORITY) X(PERSON) X(NEW) X(CHAT)

#define PX_INTENT_CLASS_ENUM(name) PX_INTENT_CLASS_##name,
enum px_intent_class {
	PX_INTENT_CLASS_UNKNOWN,
	PX_INTENT_CLASS_SELF,
	PX_INTENT_CLASSES(PX_INTENT_CLASS_ENUM) PX_INTENT_CLASS_COUNT
};

uint32_t px_intent_hash(const char *data, size_t size);

/*
 * Fills `features` (room for PX_INTENT_FEATURES_MAX) without duplicates and
 * returns how many.  0: nothing was said but politeness.
 */
size_t px_intent_features(const struct px_intent_lexicon *lexicon, struct px_str text,
			  const struct px_intent_hints *hints, uint32_t *features);

/* Made of words or letters rather than of word classes. */
bool px_intent_feature_is_lexical(uint32_t feature);

#endif
