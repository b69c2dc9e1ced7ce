/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/read/vocabulary.h"

bool px_parse_task_verb(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_TASK_VERB);
}

bool px_parse_event_word(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_EVENT_NOUN);
}

bool px_parse_event_noun(const struct px_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (words[i].time < 0 && px_word_in(&words[i], PX_WORDS_EVENT_NOUN))
			return true;
		if (i > 0 && px_word_is(&words[i], "leave") &&
		    px_word_in(&words[i - 1], "annual sick parental maternity paternity study unpaid paid carer's compassionate"))
			return true;
	}
	return false;
}

bool px_parse_street(const struct px_word *word)
{
	static const char *const endings[] = { "straße", "strasse", "gasse", "weg", "platz", "allee" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t n = strlen(endings[i]);
		if (word->size > n + 2 && strcmp(word->text + word->size - n, endings[i]) == 0)
			return true;
	}
	return px_word_in(word, "street st road rd lane ln avenue ave drive dr close court square place way hill terrace "
				"gardens boulevard blvd crescent row grove mews parade quay highway straße strasse platz");
}
