/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/fact_words.h"

#include "agent/reply_cache.h"
#include "agent/reply_words.h"
#include "domain/memory.h"

/* A single short word, or fewer than half of them, stand in many texts; bench/llm's two days were compared. */
enum { WORDS = 16, LONG_WORD = 4, NAME_AND_MORE = 2 };

/* "Anna's", which has lost its s, is about Anna. */
static bool next_word(struct px_str *text, char word[PX_REPLY_WORD])
{
	if (!px_reply_next_content(text, word))
		return false;
	size_t size = strlen(word);
	if (size > 1 && word[size - 1] == '\'')
		word[size - 1] = '\0';
	return true;
}

static bool holds(struct px_str text, const char *wanted)
{
	char word[PX_REPLY_WORD];

	while (next_word(&text, word)) {
		if (strcmp(word, wanted) == 0)
			return true;
	}
	return false;
}

static size_t content_of(struct px_str question, char words[WORDS][PX_REPLY_WORD])
{
	size_t count = 0;

	while (count < WORDS && next_word(&question, words[count]))
		count += !px_reply_word_in(words[count], px_reply_asking);
	return count;
}

static bool speaks_of(struct px_str text, char words[WORDS][PX_REPLY_WORD], size_t wanted)
{
	size_t found = 0, longest = 0;

	for (size_t i = 0; i < wanted; i++) {
		size_t size = strlen(words[i]);
		if (!holds(text, words[i]))
			continue;
		found++;
		longest = size > longest ? size : longest;
	}
	return found == wanted || (2 * found > wanted && longest >= LONG_WORD);
}

/* "How old is Iris?": one word, but a name, and nobody would ask the world about it. */
static bool speaks_of_name(struct px_str text, struct px_str question)
{
	for (size_t i = 1; i + 1 < question.size; i++) {
		char word[PX_REPLY_WORD];
		struct px_str rest = px_str_n(question.data + i, question.size - i);
		if (question.data[i - 1] != ' ' || question.data[i] < 'A' || question.data[i] > 'Z' || !next_word(&rest, word))
			continue;
		if (strlen(word) > 1 && holds(text, word))
			return true;
	}
	return false;
}

bool px_facts_speak_of(struct px_domain *domain, const struct px_nlu_context *nlu, struct px_str question)
{
	char words[WORDS][PX_REPLY_WORD];
	size_t wanted = content_of(question, words), count = 0;
	struct px_memory *rows = NULL;

	if (!wanted || px_memory_all(domain, &rows, &count, NULL) != PX_OK)
		return false;
	for (size_t i = 0; i < count; i++) {
		struct px_str text = px_str(rows[i].text);
		if (speaks_of(text, words, wanted) || (wanted <= NAME_AND_MORE && speaks_of_name(text, question)))
			return true;
	}
	for (size_t i = 0; nlu && i < nlu->item_count; i++) {
		if (speaks_of(px_str(nlu->items[i].title), words, wanted))
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
