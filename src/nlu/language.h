/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a language gives the engine: its rules as data.  The rooms of nlu/ read
 * that of the language in use: en/ and de/ give one each.
 */
#ifndef PX_NLU_LANGUAGE_H
#define PX_NLU_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* What a rule does; the functions of act/ by these are beside the acts. */
enum px_deed {
	PX_DEED_NONE, /* meaning depends on the table */
	PX_CHANGE_STATUS, PX_CHANGE_COMPLETE, PX_CHANGE_COMPLETE_ALL, PX_CHANGE_COMPLETE_TWO,
	PX_CHANGE_PAST, PX_CHANGE_PASSIVE, PX_CHANGE_ENDED, PX_CHANGE_CLEAR_DUE, PX_CHANGE_DELETE,
	PX_CHANGE_CLEAR_LIST, PX_CHANGE_CLEAR, PX_CHANGE_NO, PX_CHANGE_LENGTH, PX_CHANGE_SHIFT,
	PX_CHANGE_RENAME, PX_CHANGE_CALL, PX_CHANGE_SPLIT, PX_CHANGE_PRIORITY, PX_CHANGE_BARE_PRIORITY,
	PX_CHANGE_PROJECT, PX_CHANGE_TAG, PX_CHANGE_NOTES, PX_CHANGE_PLACE, PX_CHANGE_MOVE,
	PX_CHANGE_INVITE, PX_CHANGE_REPEAT, PX_CHANGE_LAST, PX_CHANGE_WANTED, PX_CHANGE_BOTH,
	PX_CHANGE_UNINVITE, PX_CHANGE_OFFERED, PX_CHANGE_NEXT_WEEK, PX_CHANGE_NOT_DONE, PX_CHANGE_SWAP,
	PX_CHANGE_TOLD, PX_CHANGE_STARTS, PX_CHANGE_BARE, PX_CHANGE_COPY,
	PX_CREATE_STEPS, PX_CREATE_APART, PX_CREATE_GET, PX_CREATE_COMES, PX_CREATE_OWN,
	PX_CREATE_SUBTASK, PX_CREATE_COLON, PX_CREATE_SLOT, PX_CREATE_TASK, PX_CREATE_NEXT,
	PX_CREATE_EITHER, PX_CREATE_PROJECT, PX_CREATE_EVENT, PX_CREATE_SCHEDULED, PX_CREATE_SCHEDULE,
	PX_CREATE_HAVE, PX_CREATE_WISH, PX_CREATE_ON_LIST,
	PX_MEMORY_UNDO, PX_MEMORY_BRIEF, PX_MEMORY_LEAVE, PX_MEMORY_KEEP, PX_MEMORY_REMEMBER,
	PX_MEMORY_DROP, PX_MEMORY_FORGET_LAST, PX_MEMORY_FORGET, PX_MEMORY_TALK, PX_MEMORY_EXCLAIM,
	PX_MEMORY_RECALL, PX_MEMORY_DATE, PX_MEMORY_DONT,
	PX_SETTING_ZONE, PX_SETTING_NAME, PX_SETTING_BRIEF, PX_SETTING_BRIEF_STATE, PX_SETTING_LEAD,
	PX_SETTING_QUIET, PX_SETTING_LOCALE, PX_SETTING_TELL,
	PX_PROJECT_MAKE, PX_PROJECT_LIST, PX_PROJECT_RENAME, PX_PROJECT_ARCHIVE, PX_PROJECT_DELETE,
	PX_DEED_COUNT
};

enum {
	PX_FRAME_BARE = 1 << 0,     /* matched without the times */
	PX_FRAME_KNOWN = 1 << 1,    /* only if {x} names something of the user's */
	PX_FRAME_TASK = 1 << 2,     /* speaks of tasks */
	PX_FRAME_EVENT = 1 << 3,    /* speaks of events */
	PX_FRAME_TIME = 1 << 4,     /* only with a time in the request */
	PX_FRAME_PRIORITY = 1 << 5, /* only with a priority in the request */
	PX_FRAME_PROJECT = 1 << 6,  /* only with a project in the request */
	PX_FRAME_WEAK = 1 << 7,     /* only if the classifier doesn't object */
	PX_FRAME_UNTIMED = 1 << 9,  /* only without a time in the request */
	PX_FRAME_PRONOUN = 1 << 10, /* only if {x} refers to the dialogue ("it") */
	PX_FRAME_SURE = 1 << 11,    /* the classifier is not asked */
	PX_FRAME_EARLIER = 1 << 8,  /* a shift without a sign goes back in time */
};

struct px_frame {
	const char *pattern;
	unsigned flags;
	const char *value; /* meaning depends on the deed */
	enum px_deed deed; /* what it does */
};

struct px_frames {
	const struct px_frame *at;
	size_t count;
};

/*
 * Named words, patterns and texts.  A language gives one of each name in its
 * lists (en/NAME.def); rooms ask by name:
 *
 *   PX_WORDS(NAME, "a set of words")    px_word_in(word, PX_WORDS_NAME)
 *   PX_PATTERN(NAME, "(a|b) {x}")       px_match(PX_PATTERN_NAME, ...); see text/pattern.h
 *   PX_PHRASE(NAME, "what is said")     px_phrase(PX_PHRASE_NAME)
 *   PX_TEXTS(NAME, "one", "another")    px_texts(PX_TEXTS_NAME): tried or compared one by one
 *   PX_PAIRS(NAME, { "paid", "pay" })   px_pairs(PX_PAIRS_NAME): what stands for what
 *
 * The names are those that English has.  Another language need not give all of
 * them: a set or pattern that it doesn't give matches nothing, a phrase, texts
 * or pairs are then those of English.
 */
#define PX_WORDS(name, words) PX_WORDS_##name,
#define PX_PATTERN(name, pattern)
#define PX_PHRASE(name, phrase)
#define PX_TEXTS(name, ...)
#define PX_PAIRS(name, ...)
enum px_word_set {
#include "nlu/en/lists.def"
	PX_WORDS_COUNT
};
#undef PX_WORDS
#undef PX_PATTERN
#define PX_WORDS(name, words)
#define PX_PATTERN(name, pattern) PX_PATTERN_##name,
enum px_pattern {
#include "nlu/en/lists.def"
	PX_PATTERN_COUNT
};
#undef PX_PATTERN
#undef PX_PHRASE
#define PX_PATTERN(name, pattern)
#define PX_PHRASE(name, phrase) PX_PHRASE_##name,
enum px_phrase {
#include "nlu/en/lists.def"
	PX_PHRASE_COUNT
};
#undef PX_PHRASE
#undef PX_TEXTS
#define PX_PHRASE(name, phrase)
#define PX_TEXTS(name, ...) PX_TEXTS_##name,
enum px_text_list {
#include "nlu/en/lists.def"
	PX_TEXTS_COUNT
};
#undef PX_TEXTS
#undef PX_PAIRS
#define PX_TEXTS(name, ...)
#define PX_PAIRS(name, ...) PX_PAIRS_##name,
enum px_pair_list {
#include "nlu/en/lists.def"
	PX_PAIRS_COUNT
};
#undef PX_WORDS
#undef PX_PATTERN
#undef PX_PHRASE
#undef PX_TEXTS
#undef PX_PAIRS

struct px_texts {
	const char *const *at;
	size_t count;
};

struct px_pair {
	const char *from, *to;
};

struct px_pairs {
	const struct px_pair *at;
	size_t count;
};

/* A set of words that patterns name with $. */
struct px_pattern_set {
	char name[12];
	const char *words; /* alternatives apart by '|' */
};

struct px_pattern_sets {
	const struct px_pattern_set *at;
	size_t count;
};

/* A phrase that gives a slot wherever it stands; the last rule is that for tags. */
enum px_slot_kind { PX_SLOT_PRIORITY, PX_SLOT_NAG, PX_SLOT_PROJECT, PX_SLOT_TAG };

struct px_slot_rule {
	enum px_slot_kind kind;
	const char *pattern;
	const char *value; /* of a priority */
};

struct px_slot_rules {
	const struct px_slot_rule *at;
	size_t count;
};

/* A clock time without its hour: "half past". */
struct px_past_hour {
	const char *said;
	int minutes;
};

struct px_past_hours {
	const struct px_past_hour *at;
	size_t count;
};

struct px_time_lexicon;     /* time/grammar.h */
struct px_spelling_lexicon; /* text/spelling.h */

enum px_language_number { PX_ENGLISH, PX_GERMAN, PX_LANGUAGES };

struct px_language {
	enum px_language_number number;
	const char *code; /* of locales that are in it: "en" */
	bool classifies;  /* the intent model was trained on it */
	bool compounds;   /* it writes nouns together ("Zahnarzttermin") and has letters that keyboards lack */
	bool verb_last;   /* infinitives end what they are said of, in "n": "den Keller aufräumen" */
	bool dotted_ordinals; /* "10." is the tenth */
	bool capital_nouns;   /* every noun begins with a capital, and none says that it is a name */
	bool whole_day_clock; /* "2:30" is in the night: the afternoon is written "14:30" */
	const char *words[PX_WORDS_COUNT]; /* apart by spaces */
	const char *patterns[PX_PATTERN_COUNT];
	const char *phrases[PX_PHRASE_COUNT];
	struct px_texts texts[PX_TEXTS_COUNT];
	struct px_pairs pairs[PX_PAIRS_COUNT];
	const struct px_frames *change, *create, *memory, *recall, *project, *settings;
	const struct px_pattern_sets *sets;
	const struct px_slot_rules *slot_rules;
	const struct px_past_hours *past_hours;
	const struct px_time_lexicon *time;
	const struct px_spelling_lexicon *spelling;
};

extern const struct px_language px_english, px_german;
extern const struct px_language *const px_languages[]; /* all that this build has; ends with NULL */

/*
 * The language of the message that this thread reads or answers.  It is
 * English until it is told another; who sets one puts the former back when
 * the message is done (px_language_use returns it).  Threads don't see each
 * other's.
 */
extern _Thread_local const struct px_language *px_language_in_use;

static inline const struct px_language *px_language(void)
{
	return px_language_in_use;
}

/* Another than English is read; what only those need is left out of a small build. */
static inline bool px_language_is_other(void)
{
#ifdef PX_ENGLISH_ONLY
	return false;
#else
	return px_language()->number != PX_ENGLISH;
#endif
}

/* NULL is English. */
static inline const struct px_language *px_language_use(const struct px_language *language)
{
	const struct px_language *before = px_language_in_use;

	px_language_in_use = language ? language : &px_english;
	return before;
}

static inline const char *px_phrase(enum px_phrase name)
{
	const char *phrase = px_language()->phrases[name];

	return phrase ? phrase : px_english.phrases[name];
}

static inline const struct px_texts *px_texts(enum px_text_list name)
{
	const struct px_texts *texts = &px_language()->texts[name];

	return texts->count ? texts : &px_english.texts[name];
}

/* The text is one of them. */
static inline bool px_texts_have(const struct px_texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->count; i++) {
		if (strcmp(texts->at[i], text) == 0)
			return true;
	}
	return false;
}

static inline const struct px_pairs *px_pairs(enum px_pair_list name)
{
	const struct px_pairs *pairs = &px_language()->pairs[name];

	return pairs->count ? pairs : &px_english.pairs[name];
}

#endif
