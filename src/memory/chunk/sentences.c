/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentence ends by their signs and what stands around them.
 */
#include "memory/chunk/sentences.h"

/* Lower case, without their last full stop. */
static const char *const abbreviations[] = {
	"abs", "bd", "bzw", "ca", "cf", "co", "d.h", "dept", "dr", "e.g", "etc", "evtl", "fig", "ggf", "gmbh", "hr", "i.e",
	"inc", "inkl", "jr", "ltd", "max", "min", "mr", "mrs", "ms", "mt", "nr", "no", "pp", "prof", "s.o", "s.u", "sr", "st",
	"str", "tel", "u.a", "usw", "vgl", "vol", "vs", "z.b", "z.t",
};

static bool is_abbreviation(struct px_str word)
{
	for (size_t i = 0; i < sizeof(abbreviations) / sizeof(abbreviations[0]); i++)
		if (px_str_eq_case(word, px_str(abbreviations[i])))
			return true;
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether the full stop at `at` belongs to the word before it. */
static bool belongs_to_word(struct px_str text, size_t at)
{
	enum { WORD_MAX = 12 };
	size_t begin = at, digits = 0;

	while (begin && at - begin < WORD_MAX && text.data[begin - 1] != ' ' && text.data[begin - 1] != '\n' &&
	       text.data[begin - 1] != '(')
		begin--;
	struct px_str word = px_str_n(text.data + begin, at - begin);
	while (digits < word.size && is_digit(word.data[digits]))
		digits++;
	return (word.size && digits == word.size && digits <= 2) || /* "3. March" */
	       (word.size == 1 && !is_digit(*word.data)) ||         /* "J. Smith" */
	       is_abbreviation(word);
}

/* "。", "！" and "？" end sentences without a space behind them. */
static bool is_wide_stop(struct px_str text, size_t at)
{
	struct px_str rest = px_str_n(text.data + at, text.size - at);

	return px_str_starts(rest, PX_STR("\xe3\x80\x82")) || px_str_starts(rest, PX_STR("\xef\xbc\x81")) ||
	       px_str_starts(rest, PX_STR("\xef\xbc\x9f"));
}

/* Past quotation marks and brackets that close after a stop. */
static size_t past_closing(struct px_str text, size_t at)
{
	static const char *const closing[] = { "\"", "'", ")", "]", "\xe2\x80\x9d", "\xe2\x80\x99", "\xc2\xbb", "\xe2\x80\x9c" };

	for (size_t i = 0; i < sizeof(closing) / sizeof(closing[0]);) {
		struct px_str mark = px_str(closing[i++]);
		if (px_str_starts(px_str_n(text.data + at, text.size - at), mark)) {
			at += mark.size;
			i = 0;
		}
	}
	return at;
}

size_t px_sentence_end(struct px_str text, size_t at)
{
	for (; at < text.size; at++) {
		char c = text.data[at];
		if (c == '\n')
			return at + 1;
		if (is_wide_stop(text, at))
			return at + 3;
		if (c != '.' && c != '!' && c != '?')
			continue;
		size_t end = at + 1;
		while (end < text.size && (text.data[end] == '.' || text.data[end] == '!' || text.data[end] == '?'))
			end++;
		size_t behind = past_closing(text, end);
		bool stop = behind < text.size && text.data[behind] == ' ' &&
			    !(behind + 1 < text.size && text.data[behind + 1] >= 'a' && text.data[behind + 1] <= 'z') &&
			    !(c == '.' && end == at + 1 && belongs_to_word(text, at));
		if (stop)
			return behind + 1;
		at = end - 1;
	}
	return text.size;
}
