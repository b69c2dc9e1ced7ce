/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What marks a correction is looked for in the text itself, as px_sentences
 * drops what it takes for fillers, "no" and "actually" among them.  A weak mark
 * ("oh", "sorry") begins much else, too: behind it only a number, a time or a name
 * is a value.
 */
#include "memory/correction.h"

#include "memory/en.h"
#include "memory/predicate.h"
#include "memory/refusal.h"

#include <ctype.h>

enum { WORDS_MAX = 10 /* of a correction: more is a statement of its own */ };

static bool is(const struct px_clause *c, size_t at, const char *list)
{
	return at < c->count && px_word_one_of(c->words[at].text, list);
}

static size_t skip_gap(struct px_str text, size_t at)
{
	while (at < text.size && strchr(" ,.:;!-\n\t", text.data[at]) && text.data[at])
		at++;
	return at;
}

/* Bytes of the longest phrase of the list that stands at `at`. */
static size_t mark_at(struct px_str text, size_t at, const char *list)
{
	size_t longest = 0;

	for (; *list; list += strcspn(list, "|"), list += *list == '|') {
		size_t n = strcspn(list, "|");
		bool ends = text.size > at + n && text.data[at + n] && strchr(" ,.:;!-", text.data[at + n]);
		if (n > longest && ends && strncasecmp(text.data + at, list, n) == 0)
			longest = n;
	}
	return longest;
}

/* "no dogs" denies; "no, Dan", "no 77" and "no it's Dan" correct. */
static bool denies_only(struct px_str text, size_t at, size_t mark)
{
	size_t next = skip_gap(text, at + mark);

	if (mark != 2 || strncasecmp(text.data + at, "no", 2) != 0 || text.data[at + 2] != ' ' || next >= text.size)
		return false;
	return !isdigit((unsigned char)text.data[next]) && strncasecmp(text.data + next, "it", 2) != 0 &&
	       !mark_at(text, next, px_en_correction_marks) && !mark_at(text, next, px_en_sure_correction_marks);
}

enum mark { MARK_NONE, MARK_WEAK, MARK_SURE };

/* Cuts "no", "sorry", "I meant" from the front. */
static enum mark cut_marks(struct px_str *text)
{
	enum mark mark = MARK_NONE;
	size_t at = skip_gap(*text, 0);

	for (;;) {
		size_t sure = mark_at(*text, at, px_en_sure_correction_marks), weak = mark_at(*text, at, px_en_correction_marks);
		size_t size = sure ? sure : weak;
		if (!size || denies_only(*text, at, size))
			break;
		mark = sure || mark == MARK_SURE ? MARK_SURE : MARK_WEAK;
		at = skip_gap(*text, at + size);
	}
	*text = px_str_n(text->data + at, text->size - at);
	return mark;
}

bool px_correction_is_marked(struct px_str text)
{
	return cut_marks(&text) != MARK_NONE;
}

/* "I misread his letter, it is the ninth": what stands before "it is" only excuses. */
static void cut_excuse(struct px_clause *c)
{
	for (size_t i = 1; is(c, 0, "i") && i < c->count; i++) {
		if (c->words[i].comma && is(c, i, "it its") && i + 1 < c->count) {
			px_clause_cut(c, 0, i);
			return;
		}
	}
}

/* Whether words [0, to) may be a value: no sentence of its own, no "sorry about that". */
static bool may_be_value(const struct px_clause *c, size_t to)
{
	if (is(c, 0, px_en_pronouns) || is(c, 0, px_en_orders) || is(c, 0, px_en_no_values))
		return false;
	for (size_t i = 0; i < to; i++) {
		if (!c->words[i].capital && px_is_verb(c->words[i].text) && (to > 2 || px_word_one_of(c->words[i].text, px_en_auxiliaries)))
			return false;
	}
	return true;
}

static bool number_time_or_name(const struct px_clause *c, size_t to)
{
	for (size_t i = 0; i < to; i++) {
		const char *word = c->words[i].text;
		if (c->words[i].capital || strpbrk(word, "0123456789") || px_word_one_of(word, px_en_numbers) ||
		    px_word_one_of(word, px_en_ordinals) || px_word_one_of(word, px_en_time_words) || px_word_one_of(word, px_en_sides))
			return true;
	}
	return false;
}

/* "it's green", but not "it's raining", "it's awful". */
static bool one_plain_word(const struct px_clause *c, size_t to)
{
	size_t n = strlen(c->words[0].text);

	return to == 1 && c->count == 1 && !(n > 4 && strcmp(c->words[0].text + n - 3, "ing") == 0) && !is(c, 0, px_en_moment_states) &&
	       !is(c, 0, px_en_judgements);
}

/* "not Manjunath, Manohar": the old value stands first. */
static bool read_denied_first(struct px_str text, const struct px_clause *c, struct px_arena *arena, struct px_correction *correction)
{
	size_t comma = 2, to;

	while (comma < c->count && !c->words[comma].comma)
		comma++;
	for (to = comma + 1; to < c->count && !c->words[to].comma; to++) /* "…, I always do that" */
		;
	if (!is(c, 0, "not") || comma >= c->count || comma > 4 || to - comma > 4 || is(c, comma, px_en_pronouns))
		return false;
	correction->old = px_clause_plain(c, 1, comma, arena);
	correction->value = px_clause_text(text, c, comma, to, arena);
	return correction->value[0] != '\0';
}

/* "2017, I mean." */
static bool cut_mark_behind(struct px_clause *c)
{
	size_t n = c->count;

	if (n < 3 || !px_clause_has_at(c, n - 2, "i mean") || !c->words[n - 2].comma)
		return false;
	px_clause_cut(c, n - 2, n);
	return true;
}

bool px_correction_read(struct px_str text, struct px_arena *arena, struct px_correction *correction)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	enum mark mark = cut_marks(&text);
	size_t sentences = px_sentences(text, arena, c, PX_CLAUSES_MAX), to;

	*correction = (struct px_correction){ 0 };
	if (!sentences || sentences > 3 || !c->count || px_clause_asks(c))
		return false;
	if (sentences == 2 && mark && c[1].count && c[1].count <= WORDS_MAX && is(c, 0, "i")) {
		correction->excused = true; /* "No, I was thinking of his father. The 21st it is" */
		c++;
	}
	if (cut_mark_behind(c))
		mark = MARK_SURE;
	cut_excuse(c);
	if (read_denied_first(text, c, arena, correction))
		return correction->marked = mark != MARK_NONE;
	while (c->count > 2 && is(c, c->count - 1, "it is then"))
		c->count--;
	bool it = is(c, 0, "it its that they");
	if (it)
		px_clause_cut(c, 0, is(c, 1, px_en_be) ? 2 : 1);
	for (to = 0; to < c->count && !(to > 0 && (c->words[to].comma || is(c, to, "i"))) && !is(c, to, "not"); to++)
		;
	bool denies = to < c->count && is(c, to, "not");
	if (!to || to > WORDS_MAX || (!mark && !(denies && it)) || !may_be_value(c, to))
		return false;
	if (mark == MARK_WEAK && !denies && !number_time_or_name(c, to) && !(it && one_plain_word(c, to)))
		return false;
	correction->value = px_clause_text(text, c, 0, to, arena);
	correction->marked = mark != MARK_NONE;
	if (denies) {
		size_t end = to + 1;
		while (end < c->count && !(end > to + 1 && c->words[end].comma))
			end++;
		correction->old = px_clause_plain(c, to + 1, end, arena);
	}
	return correction->value[0] != '\0' && (!correction->old || correction->old[0] != '\0');
}

static int kind_of(const char *value)
{
	bool number = strpbrk(value, "0123456789") != NULL;

	for (const char *at = value; *at; at += strcspn(at, " "), at += *at == ' ') {
		char word[24];
		size_t n = strcspn(at, " ,.");
		for (size_t i = 0; n < sizeof(word) && i < n; i++)
			word[i] = (char)(at[i] >= 'A' && at[i] <= 'Z' ? at[i] | 0x20 : at[i]);
		word[n < sizeof(word) ? n : 0] = '\0';
		if (px_word_one_of(word, px_en_numbers) || px_word_one_of(word, px_en_ordinals))
			number = true;
		else if (px_word_one_of(word, px_en_time_words))
			return number ? 1 : 2;
	}
	return number ? 1 : 3;
}

bool px_correction_fits(const char *value, const char *old)
{
	return value && old && kind_of(value) == kind_of(old);
}
