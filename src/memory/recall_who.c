/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose words a question asks for: a speaker is asked for when a word of his
 * name stands in the question, the person by "I", "my", "we".  When there is
 * nobody but the person, nothing is asked.
 */
#include "memory/recall_internal.h"

#include "base/mem.h"

#include <stdlib.h>

static const char *const own_words[] = { "i", "me", "my", "mine", "we", "our", "us", "ich", "mich", "mein", "wir" };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The next run of letters at *at; empty at the end. */
static struct px_str next_word(struct px_str text, size_t *at)
{
	while (*at < text.size && !is_letter(text.data[*at]))
		++*at;
	size_t begin = *at;
	while (*at < text.size && is_letter(text.data[*at]))
		++*at;
	return px_str_n(text.data + begin, *at - begin);
}

static bool has_word(struct px_str text, struct px_str wanted)
{
	struct px_str word;

	for (size_t at = 0; (word = next_word(text, &at)).size;)
		if (px_str_eq_case(word, wanted))
			return true;
	return false;
}

static bool names(struct px_str question, struct px_str name)
{
	struct px_str word;

	for (size_t at = 0; (word = next_word(name, &at)).size;)
		if (word.size > 2 && has_word(question, word))
			return true;
	return false;
}

void px_recall_asked_speakers(const struct px_recall *recall, struct px_str question, bool *asked)
{
	for (size_t i = 0; i < recall->speaker_count; i++) {
		const char *name = recall->speakers[i].name;
		asked[i] = name && *name && names(question, px_str(name));
		for (size_t n = 0; name && !*name && n < sizeof(own_words) / sizeof(own_words[0]); n++)
			asked[i] = asked[i] || has_word(question, px_str(own_words[n]));
	}
}
