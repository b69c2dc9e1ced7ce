/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/correction.h"

#include "memory/en.h"
#include "memory/refusal.h"

enum { WORDS_MAX = 10 /* of a correction: more is a statement of its own */ };

static bool is(const struct px_clause *c, size_t at, const char *list)
{
	return at < c->count && px_word_one_of(c->words[at].text, list);
}

/* Whether the text itself begins so: px_sentences drops what it takes for fillers, "no" and "actually" among them. */
static bool begins_marked(struct px_str text)
{
	for (const char *at = px_en_correction_marks; *at; at += strcspn(at, "|"), at += *at == '|') {
		size_t n = strcspn(at, "|");
		if (text.size > n && strncasecmp(text.data, at, n) == 0 && strchr(" ,.:;!-", text.data[n]))
			return true;
	}
	return false;
}

/* "no", "sorry", "actually", "I meant": cut from the front; false where none stood there. */
static bool cut_mark(struct px_clause *c)
{
	bool marked = false;
	size_t length;

	while (px_clause_starts(c, px_en_correction_marks, &length) && length < c->count) {
		px_clause_cut(c, 0, length);
		marked = true;
	}
	return marked;
}

bool px_correction_read(struct px_str text, struct px_arena *arena, struct px_correction *correction)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t sentences = px_sentences(text, arena, c, PX_CLAUSES_MAX), to;

	*correction = (struct px_correction){ 0 };
	if (!sentences || sentences > 2 || !c->count || px_clause_asks(c))
		return false;
	if (sentences == 2 && begins_marked(text) && c[1].count && c[1].count <= WORDS_MAX)
		c++; /* "No, I was thinking of his father. The 21st it is" */
	bool marked = cut_mark(c) || begins_marked(text);
	while (c->count > 2 && is(c, c->count - 1, "it is then"))
		c->count--;
	bool it = is(c, 0, "it its that they");
	if (it)
		px_clause_cut(c, 0, is(c, 1, px_en_be) ? 2 : 1);
	for (to = 0; to < c->count && !(to > 0 && c->words[to].comma && !is(c, to, "not")) && !is(c, to, "not"); to++)
		;
	bool denies = is(c, to, "not");
	if (!to || to > WORDS_MAX || (!denies && !marked) || is(c, 0, px_en_pronouns) || is(c, 0, px_en_orders))
		return false;
	correction->value = px_clause_text(text, c, 0, to, arena);
	if (denies) {
		size_t end = to + 1;
		while (end < c->count && !(end > to + 1 && c->words[end].comma))
			end++;
		correction->old = px_clause_plain(c, to + 1, end, arena);
	}
	return correction->value[0] != '\0' && (correction->old ? correction->old[0] != '\0' : it || marked);
}

static int kind_of(const char *value)
{
	if (strpbrk(value, "0123456789"))
		return 1;
	for (const char *at = value; *at; at += strcspn(at, " "), at += *at == ' ') {
		char word[24];
		size_t n = strcspn(at, " ,.");
		for (size_t i = 0; n < sizeof(word) && i < n; i++)
			word[i] = (char)(at[i] >= 'A' && at[i] <= 'Z' ? at[i] | 0x20 : at[i]);
		word[n < sizeof(word) ? n : 0] = '\0';
		if (px_word_one_of(word, px_en_time_words) || px_word_one_of(word, px_en_numbers))
			return px_word_one_of(word, px_en_numbers) ? 1 : 2;
	}
	return 3;
}

bool px_correction_fits(const char *value, const char *old)
{
	return value && old && kind_of(value) == kind_of(old);
}
