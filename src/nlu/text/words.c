/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Splitting into words: letters of ASCII and Latin-1 are folded, others are
 * kept as they are; hyphens, dots and apostrophes inside a word belong to it.
 */
#include "nlu/text/words.h"

#include "nlu/text/likeness.h"
#include "nlu/text/token.h"

struct reader {
	struct px_str text;
	size_t at, end;
	bool in_quotes;
	uint8_t pending; /* flags of what stood before the next word */
};

static bool is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80 ||
	       c == '_';
}

static bool is_space(unsigned char c)
{
	return c == ' ' || (c >= 9 && c <= 13);
}

static bool starts_with(const struct reader *r, const char *bytes)
{
	size_t n = strlen(bytes);

	return r->end - r->at >= n && memcmp(r->text.data + r->at, bytes, n) == 0;
}

/* Typographic punctuation that is three bytes of UTF-8: what it stands for, or 0. */
static char typographic(const struct reader *r)
{
	static const struct { const char *bytes; char meaning; } table[] = {
		{ "\u2018", '\'' }, { "\u2019", '\'' }, { "\u201c", '"' }, { "\u201d", '"' },
		{ "\u201e", '"' }, { "\u2013", '-' }, { "\u2014", '-' }, { "\u2026", '.' },
		{ "\u00ab", '"' }, { "\u00bb", '"' }, { "\u00a0", ' ' },
	};

	if ((unsigned char)r->text.data[r->at] < 0xc2)
		return 0;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (starts_with(r, table[i].bytes))
			return table[i].meaning;
	}
	return 0;
}

static size_t typographic_size(unsigned char first)
{
	return first >= 0xe0 ? 3 : 2;
}

static bool letter_at(const struct reader *r, size_t at)
{
	if (at >= r->end || !is_letter((unsigned char)r->text.data[at]))
		return false;
	if ((unsigned char)r->text.data[at] < 0x80)
		return true;
	struct reader probe = *r;
	probe.at = at;
	return !typographic(&probe);
}

/* "Dr. Okoye", "Mrs. Tran": the full stop ends nothing. */
static bool after_title(const struct reader *r)
{
	const struct px_texts *titles = px_texts(PX_TEXTS_PERSON_TITLES);

	for (size_t i = 0; i < titles->count; i++) {
		size_t n = strlen(titles->at[i]);
		bool whole = r->at == n || (r->at > n && !is_letter((unsigned char)r->text.data[r->at - n - 1]));
		if (whole && px_str_eq_case(px_str_n(r->text.data + r->at - n, n), px_str(titles->at[i])))
			return true;
	}
	return false;
}

/* Takes the character at r->at as punctuation: quotes, breaks, spaces. */
static void skip_one(struct reader *r)
{
	char c = r->text.data[r->at], meaning = typographic(r);
	size_t n = meaning ? typographic_size((unsigned char)c) : 1;

	if (!meaning)
		meaning = c;
	if (meaning == '"')
		r->in_quotes = !r->in_quotes;
	if (meaning == ',' || meaning == ':' || meaning == '-' || meaning == '(' || meaning == ')')
		r->pending |= PX_WORD_BREAK;
	if (strchr(".?!;\n", meaning) && !(meaning == '.' && after_title(r)))
		r->pending |= PX_WORD_BREAK | PX_WORD_STOP;
	r->at += n;
}

/* A joining character inside a word, with a letter right after it. */
static size_t joiner(const struct reader *r, char *as)
{
	char c = r->text.data[r->at], meaning = typographic(r);
	size_t n = meaning ? typographic_size((unsigned char)c) : 1;

	*as = meaning ? meaning : c;
	if (!strchr("'-.:/&+", *as) || !letter_at(r, r->at + n))
		return 0;
	bool digits = r->at > 0 && r->text.data[r->at - 1] >= '0' && r->text.data[r->at - 1] <= '9' &&
		      r->text.data[r->at + n] >= '0' && r->text.data[r->at + n] <= '9';
	/* "1:1", "2/3" are one word, "todo:call" is two. */
	return (*as == ':' || *as == '/' || *as == '.') && !digits && *as != '.' ? 0 : n;
}

static void restore_spelling(struct px_word *word)
{
	const struct px_pairs *forms = px_pairs(PX_PAIRS_SHORT_FORMS);

	for (size_t i = 0; i < forms->count; i++) {
		if (word->text[0] == forms->at[i].from[0] && strcmp(word->text, forms->at[i].from) == 0) {
			word->text = forms->at[i].to;
			word->size = (uint32_t)strlen(word->text);
			return;
		}
	}
}

static void fold(struct px_word *word, struct px_str text, struct px_arena *arena)
{
	char *out = px_arena_alloc(arena, word->end - word->begin + 1);
	size_t n = 0;

	for (size_t i = word->begin; i < word->end; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if (c == 0xe2 && i + 2 < word->end && (unsigned char)text.data[i + 1] == 0x80 &&
		    ((unsigned char)text.data[i + 2] & 0xfe) == 0x98) {
			out[n++] = '\'';
			i += 2;
		} else {
			out[n++] = c ? px_token_fold(i > word->begin ? (unsigned char)text.data[i - 1] : 0, c) : '?';
		}
	}
	out[n] = '\0';
	word->text = out;
	word->size = (uint32_t)n;
	restore_spelling(word);
}

static void read_word(struct reader *r, struct px_word *word)
{
	char as;

	word->begin = (uint32_t)r->at;
	while (r->at < r->end) {
		if (letter_at(r, r->at)) {
			r->at++;
			continue;
		}
		size_t n = joiner(r, &as);
		if (!n)
			break;
		r->at += n;
	}
	word->end = (uint32_t)r->at;
}

static bool mark_at(const struct reader *r)
{
	char c = r->text.data[r->at];
	size_t start = r->at; /* of a run such as "!!!" */

	if (c != '@' && c != '#' && c != '!')
		return false;
	while (start > 0 && r->at - start < 16 && r->text.data[start - 1] == c)
		start--;
	bool free_before = start == 0 || is_space((unsigned char)r->text.data[start - 1]);
	bool more = r->at + 1 < r->end;
	char next = more ? r->text.data[r->at + 1] : ' ';

	if (!free_before)
		return false;
	return (c == '@' && more) || (c == '#' && more && !is_space((unsigned char)next)) ||
	       (c == '!' && (is_letter((unsigned char)next) || next == '!' ||
			     (r->at > 0 && r->text.data[r->at - 1] == '!')));
}

static bool next_word(struct reader *r, struct px_word *word, struct px_arena *arena)
{
	size_t before = r->at;

	while (r->at < r->end && !letter_at(r, r->at) && !mark_at(r))
		skip_one(r);
	if (r->at >= r->end)
		return false;
	*word = (struct px_word){ .time = -1, .flags = r->pending };
	r->pending = 0;
	if (r->at == before && before > 0)
		word->flags |= PX_WORD_GLUED;
	if (r->in_quotes)
		word->flags |= PX_WORD_QUOTED;
	if (letter_at(r, r->at)) {
		char c = r->text.data[r->at];
		if (c >= 'A' && c <= 'Z')
			word->flags |= PX_WORD_CAPITAL;
		read_word(r, word);
	} else {
		word->flags |= PX_WORD_MARK;
		word->begin = (uint32_t)r->at++;
		word->end = (uint32_t)r->at;
	}
	fold(word, r->text, arena);
	bool with = r->at < r->end && (r->text.data[r->at] == '/' || (r->text.data[r->at] == ' ' && word->begin > 0));
	if (px_word_in(word, PX_WORDS_W) && with) {
		word->text = px_phrase(PX_PHRASE_WITH); /* "w/ Sam", "w/Sam" */
		word->size = (uint32_t)strlen(word->text);
	}
	return true;
}

struct px_words px_words_of(struct px_str text, size_t begin, size_t end, struct px_arena *arena)
{
	struct reader r = { .text = text, .at = begin, .end = end };
	struct px_words words = { 0 };
	size_t room = (end - begin) / 2 + 2;

	if (room > 64) { /* two passes keep long texts from reserving a word per two bytes */
		struct reader count = r;
		size_t n = 1;
		for (; count.at < count.end; count.at++)
			n += count.at > begin && !is_letter((unsigned char)text.data[count.at]);
		room = n + 1;
	}
	words.at = px_arena_alloc(arena, room * 2 * sizeof(*words.at));
	while (words.count < room * 2 && next_word(&r, &words.at[words.count], arena))
		words.count++;
	return words;
}

struct px_words px_words_in(const char *text, struct px_arena *arena)
{
	return px_words_of(px_str(text), 0, strlen(text), arena);
}

bool px_words_ask(struct px_str text, const struct px_words *words)
{
	const size_t end = words->count ? words->at[words->count - 1].end : text.size;

	return end < text.size && text.data[end] == '?';
}

bool px_word_of_title(const struct px_words *title, const struct px_word *word)
{
	for (size_t i = 0; i < title->count; i++) {
		if (px_word_likeness_of_forms(word->text, word->size, title->at[i].text, title->at[i].size) >= 0.9F)
			return true;
	}
	return false;
}
