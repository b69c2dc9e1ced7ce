/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text is brought to lower-case words with one space between, and the
 * phrases are looked for at the beginnings of words.
 *
 * The points and the border were set on tests/golden/llm/complexity.tsv (120
 * requests labelled by hand), where tests/unit/llm/test_complexity holds them
 * to at most 5% wrong.
 */
#include "llm/complexity.h"

#include "base/buf.h"

#include <stdio.h>

enum { KINDS = PX_WORD_OWN + 1, TEXT_MAX_BYTES = 4096, SEEN_MAX = 3 };

struct seen {
	unsigned counts[KINDS];
	const char *examples[KINDS][SEEN_MAX];
};

static bool is_word_char(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '\'' || c >= 0x80;
}

/* " plan a trip to lisbon " */
static size_t normalise(struct px_str text, char out[TEXT_MAX_BYTES])
{
	size_t size = 0;

	out[size++] = ' ';
	for (size_t i = 0; i < text.size && size + 2 < TEXT_MAX_BYTES; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		if (is_word_char(c))
			out[size++] = (char)c;
		else if (out[size - 1] != ' ')
			out[size++] = ' ';
	}
	if (out[size - 1] != ' ')
		out[size++] = ' ';
	out[size] = '\0';
	return size;
}

static bool stands_in(const char *text, const char *phrase)
{
	size_t size = strlen(phrase);
	bool open_end = phrase[size - 1] == '*';

	size -= open_end;
	for (const char *at = text; (at = strchr(at, ' ')) != NULL; at++) {
		if (strncmp(at + 1, phrase, size) == 0 && (open_end || at[1 + size] == ' '))
			return true;
	}
	return false;
}

static bool begins_with(const char *text, const char *phrase)
{
	static const char *const polite[] = { " please", " pls", " kindly" };
	size_t size = strlen(phrase);
	bool open_end = phrase[size - 1] == '*';

	for (size_t i = 0; i < sizeof(polite) / sizeof(polite[0]); i++) {
		size_t n = strlen(polite[i]);
		if (strncmp(text, polite[i], n) == 0 && text[n] == ' ')
			text += n;
	}
	size -= open_end;
	return strncmp(text + 1, phrase, size) == 0 && (open_end || text[1 + size] == ' ');
}

static bool opens_with_work(const char *text)
{
	for (const struct px_complexity_word *word = px_complexity_words; word->phrase; word++) {
		bool work = word->kind == PX_WORD_REASON || word->kind == PX_WORD_WRITE || word->kind == PX_WORD_PLAN;
		if (work && begins_with(text, word->phrase))
			return true;
	}
	return false;
}

static void look_for_words(const char *text, struct seen *seen)
{
	for (const struct px_complexity_word *word = px_complexity_words; word->phrase; word++) {
		if (!stands_in(text, word->phrase))
			continue;
		if (seen->counts[word->kind] < SEEN_MAX)
			seen->examples[word->kind][seen->counts[word->kind]] = word->phrase;
		seen->counts[word->kind]++;
	}
}

static size_t count_char(struct px_str text, char c)
{
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++)
		count += text.data[i] == c;
	return count;
}

static size_t at_most(size_t value, size_t most)
{
	return value < most ? value : most;
}

/* Adds points with their reason. */
static void add(struct px_complexity *result, size_t points, const char *what, const struct seen *seen,
		enum px_complexity_kind kind)
{
	size_t used = strlen(result->why);

	if (points == 0)
		return;
	result->points += (unsigned)points;
	used += (size_t)snprintf(result->why + used, sizeof(result->why) - used, "%s%s", used ? ", " : "", what);
	for (size_t i = 0; seen && i < seen->counts[kind] && i < SEEN_MAX && used < sizeof(result->why); i++)
		used += (size_t)snprintf(result->why + used, sizeof(result->why) - used, "%s%s%s", i ? ", " : " (",
					 seen->examples[kind][i], i + 1 == at_most(seen->counts[kind], SEEN_MAX) ? ")" : "");
}

static void add_text(struct px_complexity *result, struct px_str text, const struct seen *seen, size_t words)
{
	size_t questions = count_char(text, '?');
	size_t joins = seen->counts[PX_WORD_JOIN] + count_char(text, ',') + count_char(text, ';') + count_char(text, ':');
	bool small = seen->counts[PX_WORD_SMALL] > 0 || words < 6;

	if (!small) {
		add(result, at_most(2 * seen->counts[PX_WORD_REASON], 4), "reasoning", seen, PX_WORD_REASON);
		add(result, at_most(2 * seen->counts[PX_WORD_PLAN], 4), "planning", seen, PX_WORD_PLAN);
		add(result, at_most(2 * seen->counts[PX_WORD_WRITE], 4) / (words < 8 ? 2 : 1), "writing", seen, PX_WORD_WRITE);
	}
	add(result, words >= 60 ? 3 : words >= 20 ? 2 : words >= 12 ? 1 : 0, "length", NULL, PX_WORD_JOIN);
	add(result, joins >= 2 ? 1 : 0, "several clauses", NULL, PX_WORD_JOIN);
	add(result, questions >= 2 ? 1 : 0, "several questions", NULL, PX_WORD_JOIN);
}

struct px_complexity px_complexity_of(const struct px_complexity_input *input)
{
	struct px_complexity result = { 0 };
	struct seen seen = { 0 };
	char text[TEXT_MAX_BYTES + 1];
	size_t size = normalise(input->text, text);

	look_for_words(text, &seen);
	add_text(&result, input->text, &seen, count_char(px_str_n(text, size), ' ') - 1);
	add(&result, input->history >= 12 ? 1 : 0, "a long conversation", NULL, PX_WORD_JOIN);
	add(&result, input->context_tokens >= 6000 ? 2 : input->context_tokens >= 3000 ? 1 : 0, "much context", NULL,
	    PX_WORD_JOIN);
	add(&result, input->tools >= 2 ? 2 : 0, "several tools", NULL, PX_WORD_JOIN);
	result.opens = opens_with_work(text);
	result.own = seen.counts[PX_WORD_OWN] > 0;
	result.strong = result.points >= PX_COMPLEXITY_STRONG;
	if (!result.why[0])
		snprintf(result.why, sizeof(result.why), "short and plain");
	return result;
}
