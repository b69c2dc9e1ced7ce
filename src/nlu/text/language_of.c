/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/text/language_of.h"

#include "nlu/text/token.h"
#include "nlu/text/words.h"

/* One sign may be a name or a word of both; so many are no accident. */
enum { SIGNS_NEEDED = 2 };

static bool is_sign(const struct px_token *token, const struct px_language *language)
{
	const struct px_language *before = px_language_use(language);
	bool sign = token->kind == PX_TOKEN_WORD && px_word_listed(token->text, token->size, PX_WORDS_LANGUAGE_SIGN);

	px_language_use(before);
	return sign;
}

static size_t signs_of(struct px_str text, const struct px_language *language)
{
	struct px_token token;
	size_t at = 0, signs = 0;

	for (int i = 0; i < PX_LANGUAGE_TOKENS; i++) {
		px_token_next(text, &at, &token);
		if (token.kind == PX_TOKEN_END)
			break;
		signs += is_sign(&token, language);
	}
	return signs;
}

static bool is_of_locale(const struct px_language *language, const char *locale)
{
	return locale && language->code && strncmp(locale, language->code, strlen(language->code)) == 0;
}

const struct px_language *px_language_of(struct px_str text, const char *locale)
{
	const struct px_language *best = px_languages[0];
	size_t most = 0;

	if (!px_languages[1])
		return best;
	for (size_t i = 0; px_languages[i]; i++) {
		size_t signs = signs_of(text, px_languages[i]);
		bool own = is_of_locale(px_languages[i], locale);
		if (i && signs < SIGNS_NEEDED && !own)
			continue;
		if (signs > most || (signs == most && own)) {
			best = px_languages[i];
			most = signs;
		}
	}
	return best;
}
