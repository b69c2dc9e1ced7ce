/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/fact_words.h"

#include "agent/reply_cache.h"
#include "agent/reply_words.h"
#include "domain/memory.h"

enum { WORDS = 16 };

static bool holds(struct px_str text, const char *wanted)
{
	char word[PX_REPLY_WORD];

	while (px_reply_next_content(&text, word)) {
		size_t size = strlen(word);
		if (size > 1 && word[size - 1] == '\'') /* "Anna's", without its s, is about Anna */
			word[size - 1] = '\0';
		if (strcmp(word, wanted) == 0)
			return true;
	}
	return false;
}

static size_t content_of(struct px_str question, char words[WORDS][PX_REPLY_WORD])
{
	size_t count = 0;

	while (count < WORDS && px_reply_next_content(&question, words[count]))
		count += !px_reply_word_in(words[count], px_reply_asking);
	return count;
}

bool px_facts_speak_of(struct px_domain *domain, struct px_str question)
{
	char words[WORDS][PX_REPLY_WORD];
	size_t wanted = content_of(question, words), count = 0;
	struct px_memory *rows = NULL;

	if (!wanted || px_memory_all(domain, &rows, &count, NULL) != PX_OK)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t found = 0;
		while (found < wanted && holds(px_str(rows[i].text), words[found]))
			found++;
		if (found == wanted)
			return true;
	}
	return false;
}

bool px_asks_how_it_is_done(struct px_str question)
{
	char first[PX_REPLY_WORD], word[PX_REPLY_WORD];
	bool after_verb = false;

	if (!px_reply_next_word(&question, first) || strcmp(first, "how") != 0)
		return false;
	for (size_t i = 0; i < 3 && px_reply_next_word(&question, word); i++) {
		if (after_verb)
			return strcmp(word, "i") == 0 || strcmp(word, "you") == 0 || strcmp(word, "we") == 0;
		after_verb = px_reply_word_in(word, px_reply_doing);
	}
	return false;
}
