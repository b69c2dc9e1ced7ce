/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A clause is known by its subject (a pronoun, a noun phrase) and the verb
 * behind it; its words are compared with patterns, nothing else is known.
 */
#include "nlu/read/clause.h"

#include "nlu/text/pattern.h"

static const char subjects[] =
	"(so|as|since|because|cause|cos|coz|cuz|bc|sorry|unfortunately|apparently|turns out|it turns out|looks like|seems|"
	"seems like|actually|and|but)? (i'm|i've|i'll|i'd|we're|we've|we'll|he's|she's|they're|they've|he'll|she'll|they'll|"
	"you're|i|we|he|she|they|someone|somebody|nobody|everyone|everybody|no-one)";
static const char things[] =
	"(so|as|since|because|cause|cos|sorry|apparently|turns out)? (it's|that's|there's|it|that|this|there|it'll)";
static const char clause[] =
	"(so|as|since|because|cause|cos|sorry|unfortunately|apparently|turns out|and|but)? (the|my|our|his|her|their|that|this|all)? "
	"{s} (is|are|was|were|isn't|aren't|wasn't|weren't|has|hasn't|have|haven't|had|can|can't|cannot|could|couldn't|will|"
	"won't|would|wouldn't|does|doesn't|did|didn't|done|got|gets|needs|wants|says|said|called|cancelled|canceled|moved|broke|"
	"changed|closed|came|comes|works|burst|died|blew|expired|leaks|leaked|rang|need|want|packed|snapped|cracked|"
	"overheated|flooded|expires|smells|feels|hurts|fell|left|asked|told|prefers|forgot|lost|took|takes|sorted|already)";

/* "Ben's sick", "the room's taken" */
static bool is_contracted(const struct px_words *w, size_t at)
{
	at += at < w->count && px_word_in(&w->at[at], "the my our his her their");
	for (size_t i = at; i < at + 2 && i + 1 < w->count; i++) {
		size_t n = w->at[i].size;
		if (n > 2 && strcmp(w->at[i].text + n - 2, "'s") == 0)
			return px_word_in(&w->at[i + 1], "sick ill busy away off out taken closed broken gone cancelled canceled late "
							 "full tired not still already got been taking doing having too very so really "
							 "unwell poorly dead stuck booked back backed swamped flooded rammed free shut fine coming going on");
	}
	return false;
}

/* A clause of its own begins here; *of_thing if its subject is "it" or "that". */
bool px_clause_at(const struct px_words *w, size_t at, bool *of_thing)
{
	struct px_match match;
	const struct px_capture *s;

	*of_thing = px_match_at(things, w, at, &match);
	if (*of_thing || px_match_at(subjects, w, at, &match))
		return at + 1 < w->count;
	if (is_contracted(w, at))
		return true;
	if (!px_match_at(clause, w, at, &match))
		return false;
	s = px_match_get(&match, 's', 0);
	for (size_t i = at + 1; i < at + s->to; i++) {
		if (w->at[i].flags & PX_WORD_BREAK)
			return false;
	}
	bool alone = at + s->to + 1 == w->count && px_word_in(&w->at[at + s->to], "burst broke died blew expired leaks leaked rang called closed "
									       "snapped cracked overheated flooded expires smells fell");
	return s->to - s->from <= 4 && (alone || at + s->to + 1 < w->count);
}

bool px_clause_begins(const struct px_words *words, size_t at)
{
	bool of_thing;

	return px_clause_at(words, at, &of_thing);
}
