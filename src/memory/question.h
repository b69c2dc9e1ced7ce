/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a question asks for: of whom or what, which attribute, at what time.
 *
 * The counterpart of memory/statement: both name subject and attribute in the
 * same canonical words, so that "where do I live?" meets "the new address is 5
 * Harbour Row".  A question that can't be read so far is still one for recall
 * by words and meaning.
 */
#ifndef PX_MEMORY_QUESTION_H
#define PX_MEMORY_QUESTION_H

#include "memory/statement.h"

enum px_question_kind {
	PX_QUESTION_OTHER,   /* not read: recall only */
	PX_QUESTION_VALUE,   /* who, what, where, when, how much */
	PX_QUESTION_YES_NO,
	PX_QUESTION_ABOUT,   /* "what do you know about Anna?" */
};

struct px_question {
	enum px_question_kind kind;
	const char *subject;   /* "me", "Anna", "cleaner"; NULL: not known */
	const char *attribute; /* canonical; NULL: any (ABOUT), or not known */
	const char *relation;  /* "my brother Sander": "brother" */
	bool own;              /* said with my or our */
	int64_t from, to;      /* UTC: the time asked about, or PX_TIME_NONE */
	bool past;             /* "did I live", "was": of what was */
};

/* Reads one question; texts go into the arena.  Never fails: kind OTHER. */
void px_question_read(const struct px_statement_context *context, struct px_str text, struct px_arena *arena,
		      struct px_question *question);
/* Cuts what is said round a question: "HELP where are the passports, taxi's in 20 min". */
void px_question_cut_round(struct px_clause *clause, struct px_str text);
/* Whether a text asks something, with or without a question mark. */
bool px_question_is(struct px_str text, struct px_arena *arena);

/*
 * Whether a question about when or where something is can be meant for memory
 * rather than for the calendar: it names somebody's or something's own, and no
 * kind of event.
 */
bool px_question_of_memory(struct px_str text, struct px_arena *arena);
/* Whether a question is the person's own ("have I still got Streamly?") and names a thing besides times, jobs and events. */
bool px_question_of_own_thing(struct px_str text, struct px_arena *arena);
/*
 * Whether a question asks where or whose, or what somebody else does, did or is ("what did Matthias do before?", "where do I
 * work?"), and nothing that is to be done: no to-do list answers that.
 */
bool px_question_of_life(struct px_str text, struct px_arena *arena);
/* Whether a name stands in it, behind its first word. */
bool px_question_names_person(struct px_str text, struct px_arena *arena);
/* Whether a question wants an attribute of somebody or something ("what's my number plate?", "do I still take ramipril?"), and nothing of a to-do list or a calendar. */
bool px_question_of_attribute(struct px_str text, struct px_arena *arena);
/* Whether a question names what only a to-do list or a calendar holds: an appointment, a meeting, what is due. */
bool px_question_of_entry(struct px_str text, struct px_arena *arena);
/* Whether a question asks how much something is, which no entry tells. */
bool px_question_of_price(struct px_str text, struct px_arena *arena);
/* Whether a question is of what people owe, lend or gave each other and names somebody, be it "me": no list of tasks tells that. */
bool px_question_of_deal(struct px_str text, struct px_arena *arena);
/* Whether a title has a word of the question that says something. */
bool px_question_names(struct px_str text, const char *title, struct px_arena *arena);

#endif
