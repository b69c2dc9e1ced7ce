/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells people from things: "add Tom" to a meeting invites him, "add beer" puts
 * beer on a list.  A name is one that the user knows, a common given name, a
 * relation ("my mum"), or written with a capital where no sentence begins.
 */
#include "nlu/read/people.h"

static bool is_known(const struct px_request *request, const struct px_word *word)
{
	struct px_str said = px_str_n(word->text, word->size);

	for (const char *const *name = request->context->people; name && *name; name++) {
		struct px_words w = px_words_in(*name, request->arena);
		for (size_t i = 0; i < w.count; i++) {
			if (px_str_eq_case(said, px_str_n(w.at[i].text, w.at[i].size)))
				return true;
		}
	}
	return false;
}

bool px_people_given_name(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_GIVEN_NAME);
}

/* The writer doesn't write every word so. */
static bool capitals_mean_names(const struct px_request *request)
{
	size_t capitals = 0;

	for (size_t i = 0; i < request->words.count; i++)
		capitals += (request->words.at[i].flags & PX_WORD_CAPITAL) != 0;
	return capitals * 2 <= request->words.count + 1;
}

bool px_people_named(const struct px_request *request, const struct px_word *words, size_t count)
{
	bool person = false;

	for (size_t i = 0; i < count; i++) {
		const struct px_word *word = &words[i];
		bool owner = px_word_ends(word, PX_PHRASE_OWNER_ENDING);
		if (word->time >= 0 && !px_people_given_name(word))
			return false;
		person |= px_word_in(word, PX_WORDS_RELATION) || px_word_in(word, PX_WORDS_HONORIFIC) ||
			  px_people_given_name(word) || is_known(request, word) ||
			  (!owner && word->flags & PX_WORD_CAPITAL && word > request->words.at &&
			   capitals_mean_names(request));
	}
	return person;
}
