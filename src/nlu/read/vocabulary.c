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
		if (i > 0 && px_word_in(&words[i], PX_WORDS_LEAVE) &&
		    px_word_in(&words[i - 1], PX_WORDS_KIND_OF_LEAVE))
			return true;
	}
	return false;
}

bool px_parse_street(const struct px_word *word)
{
	const struct px_texts *endings = px_texts(PX_TEXTS_STREET_ENDINGS);

	for (size_t i = 0; i < endings->count; i++) {
		size_t n = strlen(endings->at[i]);
		if (word->size > n + 2 && strcmp(word->text + word->size - n, endings->at[i]) == 0)
			return true;
	}
	return px_word_in(word, PX_WORDS_STREET);
}

bool px_parse_is_capital(struct px_str text, size_t at)
{
	const char *c = text.data + at;

	return (*c >= 'A' && *c <= 'Z') ||
	       (at + 1 < text.size && (memcmp(c, "Ä", 2) == 0 || memcmp(c, "Ö", 2) == 0 || memcmp(c, "Ü", 2) == 0));
}

bool px_parse_ends_in_verb(struct px_str text, const struct px_word *words, size_t count)
{
	enum { SHORTEST = 4 };
	const struct px_word *last = count ? &words[count - 1] : NULL;

	return last && px_language()->verb_last && last->size >= SHORTEST && last->text[last->size - 1] == 'n' &&
	       !px_parse_is_capital(text, last->begin) && last->time < 0 &&
	       !px_word_in(last, PX_WORDS_MARKED_NO_VERB);
}

struct px_str px_parse_list_stem(struct px_str name)
{
	const struct px_str tail = px_str(px_phrase(PX_PHRASE_LIST_TAIL));
	const bool joined = px_language()->compounds && name.size > tail.size && px_str_ends(name, tail);

	return joined ? px_str_n(name.data, name.size - tail.size) : name;
}

bool px_parse_is_participle(struct px_str text, const struct px_word *word)
{
	enum { SHORTEST = 6, WEAK_REST = 3, STRONG_REST = 4 };
	const struct px_texts *prefixes = px_texts(PX_TEXTS_PARTICIPLE_PREFIXES);
	const struct px_str form = px_str_n(word->text, word->size);
	const bool weak = px_word_ends(word, PX_PHRASE_WEAK_ENDING), strong = px_word_ends(word,
			PX_PHRASE_STRONG_ENDING);

	if (!px_language()->verb_last || word->size < SHORTEST || word->time >= 0 || (!weak && !strong) ||
	    px_parse_is_capital(text, word->begin) || px_word_in(word, PX_WORDS_NO_DONE_WORD))
		return false;
	if (px_word_ends(word, PX_PHRASE_FOREIGN_ENDING))
		return true;
	for (size_t i = 0; i < prefixes->count; i++) {
		const struct px_str prefix = px_str(prefixes->at[i]);
		/* "aufgegeben" is one, "aufgeben" and "bezahlen" are none */
		const bool inner = px_str_ends(prefix, px_str(px_phrase(PX_PHRASE_PARTICIPLE_PREFIX)));
		if (px_str_starts(form, prefix) && ((weak && form.size >= prefix.size + WEAK_REST) ||
						    (inner && strong && form.size >= prefix.size + STRONG_REST + 1)))
			return true;
	}
	return false;
}
