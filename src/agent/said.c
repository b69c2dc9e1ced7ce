/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A full stop ends a sentence unless it belongs to an abbreviation, a number or
 * a quotation, or a small letter goes on after it.
 */
#include "agent/said.h"

#include "memory/clause.h"
#include "nlu/text/token.h"

#include <ctype.h>

/* English: what a full stop does not end. */
static const char abbreviations[] = "dr mr mrs ms st vs eg ie etc am pm no approx prof jr sr jan feb mar apr jun jul aug sep sept oct "
				    "nov dec mon tue wed thu fri sat sun a p e i g m";

static const struct {
	const char *open, *close;
} marks[] = { { "“", "”" }, { "\"", "\"" }, { "**", "**" }, { "‘", "’" }, { "«", "»" }, { "`", "`" } };

static bool at_text(struct px_str text, size_t at, const char *what)
{
	size_t n = strlen(what);

	return at + n <= text.size && memcmp(text.data + at, what, n) == 0;
}

/* 'Call Mum': opens before a letter, closes after one; an apostrophe stands between two. */
static size_t single_quotation(struct px_str text, size_t at, struct px_str *inside)
{
	bool opens = text.data[at] == '\'' && (at == 0 || !isalnum((unsigned char)text.data[at - 1])) && at + 1 < text.size &&
		     isalnum((unsigned char)text.data[at + 1]);

	for (size_t end = at + 2; opens && end < text.size && text.data[end] != '\n'; end++) {
		if (text.data[end] != '\'' || (end + 1 < text.size && isalnum((unsigned char)text.data[end + 1])))
			continue;
		*inside = px_str_n(text.data + at + 1, end - at - 1);
		return end + 1 - at;
	}
	return 0;
}

/* Whether one of the marks may open with this byte: few do, and every byte of an answer is asked. */
static bool may_open(char c)
{
	return c == '"' || c == '*' || c == '`' || c == '\'' || c == '\xe2' || c == '\xc2';
}

/* Bytes of a quotation that opens here and closes in this line; 0: none does. */
static size_t quotation(struct px_str text, size_t at, struct px_str *inside)
{
	if (!may_open(text.data[at]))
		return 0;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t open = strlen(marks[i].open), close = strlen(marks[i].close);
		if (!at_text(text, at, marks[i].open))
			continue;
		for (size_t end = at + open; end < text.size && text.data[end] != '\n'; end++) {
			if (end == at + open || !at_text(text, end, marks[i].close))
				continue;
			*inside = px_str_n(text.data + at + open, end - at - open);
			return end + close - at;
		}
	}
	return single_quotation(text, at, inside);
}

bool px_said_in(const char *word, const char *list)
{
	return px_word_one_of(word, list);
}

static bool is_abbreviated(struct px_str text, size_t stop)
{
	char word[8] = "";
	size_t begin = stop, n = 0;

	while (begin > 0 && isalnum((unsigned char)text.data[begin - 1]))
		begin--;
	if (stop == begin || stop - begin >= sizeof(word))
		return false;
	for (size_t i = begin; i < stop; i++)
		word[n++] = (char)tolower((unsigned char)text.data[i]);
	return px_said_in(word, abbreviations);
}

static size_t skip_space(struct px_str text, size_t at)
{
	while (at < text.size && isspace((unsigned char)text.data[at]))
		at++;
	return at;
}

/* Whether the mark at `at` ends a sentence; *after is the byte after it and its closing marks. */
static bool ends_here(struct px_str text, size_t at, size_t *after)
{
	char mark = text.data[at];
	size_t end = at + 1;

	if (mark != '.' && mark != '!' && mark != '?')
		return false;
	while (end < text.size && strchr(".!?)\"'*", text.data[end]))
		end++;
	while (at_text(text, end, "”") || at_text(text, end, "’"))
		end += 3;
	if (end < text.size && !isspace((unsigned char)text.data[end]))
		return false;
	size_t next = skip_space(text, end);
	if (mark == '.' && next < text.size && islower((unsigned char)text.data[next]))
		return false;
	if (mark == '.' && is_abbreviated(text, at) && next < text.size && !memchr(text.data + end, '\n', next - end))
		return false;
	*after = end;
	return true;
}

/* "- ", "* ", "1. ", "## " */
static size_t entry_mark(struct px_str text)
{
	size_t at = 0;

	while (at < text.size && at < 3 && isdigit((unsigned char)text.data[at]))
		at++;
	if (at && at + 1 < text.size && (text.data[at] == '.' || text.data[at] == ')') && text.data[at + 1] == ' ')
		return at + 2;
	if (at)
		return 0;
	if (at_text(text, 0, "- ") || at_text(text, 0, "* ") || at_text(text, 0, "+ "))
		return 2;
	return at_text(text, 0, "• ") ? 4 : 0;
}

bool px_said_is_entry(struct px_str text)
{
	size_t start = skip_space(text, 0);

	return entry_mark(px_str_n(text.data + start, text.size - start)) > 0;
}

static void fill(struct px_str answer, size_t begin, size_t stop, size_t end, struct px_said_sentence *sentence)
{
	struct px_str text = px_str_trim(px_str_n(answer.data + begin, stop - begin));
	size_t mark = entry_mark(text);

	*sentence = (struct px_said_sentence){ .begin = begin, .end = end, .entry = mark > 0 };
	sentence->text = px_str_trim(px_str_n(text.data + mark, text.size - mark));
	struct px_str bare = sentence->text;
	while (bare.size && strchr(")\"'*”", bare.data[bare.size - 1]))
		bare.size--;
	sentence->question = bare.size && bare.data[bare.size - 1] == '?';
}

bool px_said_next(struct px_str answer, size_t at, bool whole, struct px_said_sentence *sentence)
{
	size_t start = skip_space(answer, at), mark = start < answer.size ? entry_mark(px_str_n(answer.data + start, answer.size - start)) : 0;
	struct px_str ignored;

	if (start == answer.size)
		return false;
	for (size_t i = start + mark, after; i < answer.size; i++) {
		size_t quoted = quotation(answer, i, &ignored);
		if (quoted > 0 && answer.data[i] != '*') {
			char last = ignored.data[ignored.size - 1];
			if (!strchr(".!?", last) || !ends_here(answer, (size_t)(ignored.data - answer.data) + ignored.size - 1, &after)) {
				i += quoted - 1;
				continue;
			}
			i = (size_t)(ignored.data - answer.data) + ignored.size - 1;
		}
		bool line = answer.data[i] == '\n';
		if (!line && !ends_here(answer, i, &after))
			continue;
		size_t stop = line ? i : after, next = skip_space(answer, stop);
		if (next == answer.size && !whole)
			return false;
		fill(answer, at, stop, next, sentence);
		return true;
	}
	if (!whole)
		return false;
	fill(answer, at, answer.size, answer.size, sentence);
	return true;
}

size_t px_said_quotes(struct px_str sentence, struct px_str quotes[PX_SAID_QUOTES_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < sentence.size && count < PX_SAID_QUOTES_MAX; i++) {
		size_t size = quotation(sentence, i, &quotes[count]);
		struct px_str inner;
		if (!size)
			continue;
		if (quotation(quotes[count], 0, &inner)) /* bold and quoted */
			quotes[count] = inner;
		quotes[count] = px_str_trim(quotes[count]);
		i += size - 1;
		count++;
	}
	return count;
}

/* ’s and 's are no opening marks, but 'Call Mum' is quoted. */
struct px_said_words px_said_words(struct px_str sentence, struct px_arena *arena)
{
	size_t most = sentence.size < PX_SAID_WORDS_MAX ? sentence.size : PX_SAID_WORDS_MAX; /* no word is less than a byte */
	struct px_said_words words = { PX_ARENA_ARRAY(arena, struct px_said_word, most + 1), 0 };
	struct px_str quotes[PX_SAID_QUOTES_MAX];
	size_t quote_count = px_said_quotes(sentence, quotes), at = 0;
	struct px_token token;
	bool apart = false;

	for (px_token_next(sentence, &at, &token); token.kind != PX_TOKEN_END && words.count < most;
	     px_token_next(sentence, &at, &token)) {
		if (token.kind == PX_TOKEN_MARK) {
			apart = apart || strchr(",;:()", token.text[0]) || (token.text[0] == '-' && !token.glued);
			continue;
		}
		struct px_said_word *word = &words.at[words.count++];
		*word = (struct px_said_word){ .text = px_arena_strn(arena, token.text, token.size), .begin = token.begin, .end = token.end,
					       .number = token.kind == PX_TOKEN_NUMBER ? token.number : -1, .capital = token.capital,
					       .apart = apart };
		for (size_t i = 0; i < quote_count; i++)
			word->quoted |= sentence.data + token.begin >= quotes[i].data &&
					sentence.data + token.begin < quotes[i].data + quotes[i].size;
		apart = false;
	}
	return words;
}
