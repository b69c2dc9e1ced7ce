/* SPDX-License-Identifier: Apache-2.0 */
/* Words and their classes, from text to the table of features.h. */
#include "lexicon.h"

#define CLASS_NAME(name) #name,
static const char *const class_names[] = { "?", "SELF", PX_INTENT_CLASSES(CLASS_NAME) };

static uint8_t class_number(struct px_str name)
{
	for (uint8_t i = 1; i < PX_INTENT_CLASS_COUNT; i++) {
		if (px_str_eq(name, px_str(class_names[i])))
			return i;
	}
	return 0;
}

static void put(struct lexicon *lexicon, struct px_str word, uint8_t class)
{
	uint32_t hash = px_intent_hash(word.data, word.size);
	uint32_t at = hash & (LEXICON_SLOTS - 1);

	while (lexicon->classes[at] && lexicon->hashes[at] != hash)
		at = (at + 1) & (LEXICON_SLOTS - 1);
	lexicon->count += lexicon->classes[at] == 0;
	lexicon->hashes[at] = hash;
	lexicon->classes[at] = class;
}

enum px_err lexicon_read(struct lexicon *lexicon, struct corpus *corpus, const char *path,
			 struct px_error *error)
{
	struct px_str rest;
	enum px_err err = corpus_slurp(corpus, path, &rest, error);

	memset(lexicon, 0, sizeof *lexicon);
	lexicon->view = (struct px_intent_lexicon){ lexicon->hashes, lexicon->classes, LEXICON_SLOTS - 1 };
	for (size_t number = 1; err == PX_OK && rest.size > 0; number++) {
		struct px_str words, line = px_str_trim(px_str_cut(rest, '\n', &rest));
		if (line.size == 0 || line.data[0] == '#')
			continue;
		uint8_t class = class_number(px_str_cut(line, ':', &words));
		if (class == 0 || lexicon->count > LEXICON_SLOTS * 3 / 4)
			err = px_fail(error, PX_INVALID, NULL, "%s:%zu: no such class, or table full", path,
				      number);
		while (err == PX_OK && words.size > 0) {
			struct px_str word = px_str_cut(words, ' ', &words);
			if (word.size > 0)
				put(lexicon, word, class);
		}
	}
	return err;
}
