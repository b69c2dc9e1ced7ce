/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What would be done in a case, what somebody asked for and did not get, what
 * is not settled: of these nothing is done.  Which part of the message says so
 * may be another one than names the thing, so the whole of it is looked at.
 */
#include "nlu/act/acts.h"
#include "nlu/read/vocabulary.h"
#include "nlu/text/pattern.h"
#include "nlu/text/phrase.h"

/* "remind me to ask if they could come", "add milk if you may": an order, whatever else is said. */
static bool orders(const struct px_words *w)
{
	return px_parse_task_verb(&w->at[0]) || px_word_in(&w->at[0], PX_WORDS_BEGINS_ORDER) ||
	       px_words_have(w, PX_WORDS_ORDERS_ANYWHERE);
}

static bool counts_days(const struct px_word *word)
{
	return px_word_is_number(word) || px_word_ordinal(word);
}

/* "12 May", "May 3": a month, and nothing that may be. */
static bool speaks_of_month(const struct px_words *w)
{
	for (size_t i = 0; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_MAY_OR_MONTH) &&
		    ((i && counts_days(&w->at[i - 1])) || (i + 1 < w->count && counts_days(&w->at[i + 1]))))
			return true;
	}
	return false;
}

bool px_parse_supposed(struct px_str text, const struct px_words *words, struct px_proposal *proposal)
{
	static const enum px_pattern patterns[] = { PX_PATTERN_SUPPOSED, PX_PATTERN_REFUSED, PX_PATTERN_UNDECIDED,
						    PX_PATTERN_UNSETTLED };

	if (!px_words_have(words, PX_WORDS_SUPPOSES) || memchr(text.data, '?', text.size) || orders(words) ||
	    speaks_of_month(words))
		return false;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		if (!px_matches(patterns[i], words->at, words->count))
			continue;
		proposal->result.smalltalk = px_phrase(PX_PHRASE_NOT_SETTLED);
		proposal->result.why = "rule: not settled";
		proposal->result.confidence = 0.9F;
		return true;
	}
	return false;
}
