/* SPDX-License-Identifier: Apache-2.0 */
/* ASCII, by far the most common, never reaches utf8proc. */
#include "base/fold.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

static bool fold_ascii(struct px_str text, char *out)
{
	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if (c >= 0x80)
			return false;
		out[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	return true;
}

struct px_str px_fold(struct px_arena *arena, struct px_str text)
{
	char *copy = px_arena_strn(arena, text.data ? text.data : "", text.size);
	utf8proc_uint8_t *folded = NULL;

	if (fold_ascii(text, copy))
		return px_str_n(copy, text.size);
	utf8proc_ssize_t size =
		utf8proc_map((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.size, &folded,
			     UTF8PROC_CASEFOLD | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	if (size < 0)
		return px_str_n(px_arena_strn(arena, text.data, text.size), text.size);
	struct px_str result = px_str_n(px_arena_strn(arena, (char *)folded, (size_t)size), (size_t)size);
	free(folded);
	return result;
}

static bool is_word_byte(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static struct px_str without_plural(struct px_str word)
{
	if (word.size > PX_FOLD_WORD_BYTES)
		return px_str_n(word.data, px_utf8_cut(word, PX_FOLD_WORD_BYTES));
	if (word.size > 3 && word.data[word.size - 1] == 's')
		word.size--;
	return word;
}

static bool is_listed(const struct px_str *words, size_t count, struct px_str word)
{
	for (size_t i = 0; i < count; i++) {
		if (px_str_eq(words[i], word))
			return true;
	}
	return false;
}

size_t px_fold_words(struct px_str text, struct px_arena *arena, struct px_str words[PX_FOLD_WORDS_MAX])
{
	struct px_str folded = px_fold(arena, text);
	size_t count = 0, at = 0;

	while (at < folded.size && count < PX_FOLD_WORDS_MAX) {
		size_t begin = at;
		while (at < folded.size && is_word_byte((unsigned char)folded.data[at]))
			at++;
		struct px_str word = without_plural(px_str_n(folded.data + begin, at - begin));
		if (word.size && !is_listed(words, count, word))
			words[count++] = word;
		at += at == begin;
	}
	return count;
}

struct px_str px_fold_whole(const struct px_str *words, size_t count, struct px_arena *arena)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < count; i++)
		hash = (hash + px_str_hash(words[i])) * 0x9e3779b97f4a7c15U;
	return count ? px_str(px_arena_printf(arena, "=%016llx", (unsigned long long)hash)) : PX_STR("");
}
