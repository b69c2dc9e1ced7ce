/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A clause is known by its subject (a pronoun, a noun phrase) and the verb
 * behind it; its words are compared with patterns, nothing else is known.
 */
#include "nlu/read/clause.h"

#include "nlu/text/pattern.h"

/* "Ben's sick", "the room's taken" */
static bool is_contracted(const struct px_words *w, size_t at)
{
	at += at < w->count && px_word_in(&w->at[at], PX_WORDS_POSSESSIVE_OR_THE);
	for (size_t i = at; i < at + 2 && i + 1 < w->count; i++) {
		if (px_word_ends(&w->at[i], PX_PHRASE_OWNER_ENDING))
			return px_word_in(&w->at[i + 1], PX_WORDS_STATE_OF_SUBJECT);
	}
	return false;
}

/* A clause of its own begins here; *of_thing if its subject is "it" or "that". */
bool px_clause_at(const struct px_words *w, size_t at, bool *of_thing)
{
	struct px_match match;
	const struct px_capture *s;

	*of_thing = px_match_at(PX_PATTERN_CLAUSE_THING, w, at, &match);
	if (*of_thing || px_match_at(PX_PATTERN_CLAUSE_SUBJECT, w, at, &match))
		return at + 1 < w->count;
	if (is_contracted(w, at))
		return true;
	if (!px_match_at(PX_PATTERN_CLAUSE_STATEMENT, w, at, &match))
		return false;
	s = px_match_get(&match, 's', 0);
	for (size_t i = at + 1; i < at + s->to; i++) {
		if (w->at[i].flags & PX_WORD_BREAK)
			return false;
	}
	bool alone = at + s->to + 1 == w->count && px_word_in(&w->at[at + s->to], PX_WORDS_MISHAP);
	return s->to - s->from <= 4 && (alone || at + s->to + 1 < w->count);
}

bool px_clause_begins(const struct px_words *words, size_t at)
{
	bool of_thing;

	return px_clause_at(words, at, &of_thing);
}
