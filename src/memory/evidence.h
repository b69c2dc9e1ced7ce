/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a kept text answers a question, by its words.
 *
 * The question is read as what it names (names, things, deeds), whose it is
 * and what kind of value it wants.  A text is evidence only if it names all of
 * it, in these words or in words of the same family (memory/en_family), if it
 * is of the same person, and if it holds a value of that kind.  A likeness
 * alone ("my driving licence expires in August" for the passport) is none.
 */
#ifndef PX_MEMORY_EVIDENCE_H
#define PX_MEMORY_EVIDENCE_H

#include "domain/memory.h"
#include "memory/said_times.h"

enum px_asked_kind { PX_ASKED_ANY, PX_ASKED_NUMBER, PX_ASKED_MONEY, PX_ASKED_TIME, PX_ASKED_PLACE, PX_ASKED_NAME, PX_ASKED_YES_NO };

enum { PX_ASKED_WORDS = 24, PX_ASKED_ALIASES = 12 };

struct px_asked_word {
	const char *text, *stem;
	int family;        /* row of px_en_families, or -1 */
	bool name;         /* of somebody or something: must be met by itself */
	bool must;         /* "and the cheese?": what a short question names itself */
	bool light;        /* "have", "keep", "time": says little; need not be met */
	bool adjunct;      /* "from school", said last: where enough is named without it, it need not be met */
	const char *alias; /* another name of what it names: "Sander" for "brother"; NULL */
};

struct px_asked_for {
	enum px_asked_kind kind;
	struct px_asked_word words[PX_ASKED_WORDS];
	size_t count;
	int measure;       /* what is to be measured (memory/measure) */
	const char *deed;  /* what the person asks of having done or doing: "run" of "what was I running in?"; NULL: nothing */
	bool deed_of_other; /* or of somebody whom the question names: "how many lessons did Audra take?" */
	bool to_me;        /* "give me", "lend us": the person gets it */
	bool mine;         /* asks of the person: "I", "my", "we" */
	bool naming;       /* "what is the parrot called?" */
	bool name_part;    /* "first name", "surname": the rest of a name that is said */
	bool qualified;    /* "for anxiety": what is told has to be for just that */
	bool core;         /* two words at least that are no adjunct */
	bool choice;       /* "open or closed": neither yes nor no answers it */
	bool before;       /* "before that", "previously": what held before what holds now */
	size_t of_kind;    /* the word that says what kind of thing is asked for ("what flowers does …"), or PX_ASKED_WORDS */
	bool several;      /* "which …s", "what are my …": wants all there are */
	int64_t from, to;  /* the days that the question names, UTC milliseconds; PX_TIME_NONE: none */
	const struct px_tz *tz;
	struct px_arena *arena;
};

/* Reads the question, whose own words begin at `own` (0: it is no short one); `rows` (the person's facts) tell who is who. */
void px_asked_for_read(const struct px_said_times *times, struct px_str question, size_t own, struct px_arena *arena,
		       const struct px_memory *rows, size_t count, struct px_asked_for *asked);

/* Whether a word says too little to be compared: "have", "time", "the". */
bool px_asked_is_light(const char *word);

/* Whether a text says a word of the question that is neither light nor a number, by itself or in another of its family. */
bool px_evidence_speaks_of(const struct px_asked_for *asked, const char *text);

/* Which words of the question sentences say, by themselves or in others of their families. */
void px_evidence_words(const struct px_asked_for *asked, const struct px_clause *sentences, size_t count, bool said[PX_ASKED_WORDS]);

/* A word without its ending, to compare words by. */
const char *px_evidence_stem(const char *word, struct px_arena *arena);
/* One of the words of some sentences has that stem; one of the words that are asked for has it. */
bool px_evidence_has_stem(const struct px_clause *sentences, size_t count, const char *stem, struct px_arena *arena);
bool px_asked_has_stem(const struct px_asked_for *asked, const char *stem);

/*
 * "The house insurance" for "the car insurance", "jacket size" for "what size are the shoes?": a text says of a thing that is
 * asked for another kind, and the asked one not; `beside` (or NULL) is a text that has to say that one.
 */
bool px_evidence_of_another_kind(const struct px_asked_for *asked, const char *text, const char *beside);
/* "Before", "my old …", "was": a text tells of what was, and not only of what is. */
bool px_evidence_tells_former(const char *text, struct px_arena *arena);

/*
 * Of two cousins of mine neither is "the cousin": whether `relation`, which has a subject and an attribute, holds of
 * somebody else as well.
 */
bool px_relation_shared(const struct px_memory *rows, size_t count, const struct px_memory *relation,
			struct px_arena *arena);

struct px_evidence {
	float met;    /* share of what is named that the text names, too */
	bool names;   /* every name, number and owner is met */
	bool typed;   /* it holds a value of the kind that is asked for */
	bool foreign; /* it is of somebody else than the question */
	bool lacking; /* a word is missing that has a family, none of which is there: no other words stand for it */
	bool exact;   /* every word is met by itself, none by its family alone */
};
/* `subject` and `attribute` of a fact, or NULL. */
struct px_evidence px_evidence_of(const struct px_asked_for *asked, const char *text, const char *subject, const char *attribute);
/* Costs little: false where px_evidence_of can't meet every word. */
bool px_evidence_possible(const struct px_asked_for *asked, const char *text, const char *subject, const char *attribute);
/* Whether the text answers, by its words alone. */
bool px_evidence_answers(const struct px_asked_for *asked, const struct px_evidence *evidence);

#endif
