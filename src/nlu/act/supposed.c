/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What would be done in a case, what somebody asked for and did not get, what
 * is not settled: of these nothing is done.  Which part of the message says so
 * may be another one than names the thing, so the whole of it is looked at.
 */
#include "nlu/act/acts.h"
#include "nlu/text/pattern.h"
#include "nlu/text/phrase.h"

bool px_parse_supposed(struct px_str text, const struct px_words *words, struct px_proposal *proposal)
{
	static const enum px_pattern patterns[] = { PX_PATTERN_SUPPOSED, PX_PATTERN_REFUSED, PX_PATTERN_UNDECIDED,
						    PX_PATTERN_UNSETTLED };
	struct px_match match;

	if (!px_words_have(words, PX_WORDS_SUPPOSES) || memchr(text.data, '?', text.size))
		return false;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		if (!px_match(patterns[i], words->at, words->count, &match))
			continue;
		proposal->result.smalltalk = px_phrase(PX_PHRASE_NOT_SETTLED);
		proposal->result.why = "rule: not settled";
		proposal->result.confidence = 0.9F;
		return true;
	}
	return false;
}
