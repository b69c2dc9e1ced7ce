/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three passes: fold the bytes (case, accents, typographic signs), cut them
 * into words while rewriting each, then drop politeness.  The language gives
 * the tables (en/intent.def); this file knows only how to apply them.
 */
#include "nlu/intent/tokens.h"

#include "nlu/intent/intent.h"
#include "nlu/language.h"

/* Stands for any letter that has no plain ASCII form. */
#define LETTER '\x01'

/* ---- folding ------------------------------------------------------------ */

/* U+00C0..U+00FF without their accents; LETTER where there is no one base letter. */
static const char latin1[65] = "aaaaaaaceeeeiiiidnooooo\x20"
			       "ouuuuyts"
			       "aaaaaaaceeeeiiiidnooooo\x20"
			       "ouuuuyty";

/* Length of the UTF-8 sequence at data, 1 for a stray byte; *code becomes its code point. */
static size_t decode(const unsigned char *data, size_t size, uint32_t *code)
{
	size_t length = data[0] >= 0xf0 ? 4 : data[0] >= 0xe0 ? 3 : data[0] >= 0xc0 ? 2 : 1;

	*code = 0xfffd;
	if (length == 1 || length > size)
		return 1;
	*code = data[0] & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if ((data[i] & 0xc0) != 0x80)
			return 1;
		*code = *code << 6 | (data[i] & 0x3fu);
	}
	return length;
}

static char fold_code(uint32_t code)
{
	if (code == 0x2018 || code == 0x2019 || code == 0x02bc || code == 0xb4)
		return '\'';
	if (code == 0x201c || code == 0x201d || code == 0xab || code == 0xbb)
		return '"';
	if (code >= 0x2010 && code <= 0x2015)
		return '-';
	if (code >= 0xc0 && code <= 0xff)
		return latin1[code - 0xc0];
	if (code < 0xc0 || code == 0xfffd || (code >= 0x2000 && code < 0x2c00) || code >= 0x1f000 ||
	    (code >= 0x3000 && code <= 0x3020) || (code >= 0xfe00 && code <= 0xfe0f))
		return ' ';
	return LETTER;
}

static size_t fold(struct px_str text, char out[PX_INTENT_TEXT_MAX])
{
	size_t size = text.size < PX_INTENT_TEXT_MAX ? text.size : PX_INTENT_TEXT_MAX;
	const unsigned char *data = (const unsigned char *)text.data;
	size_t n = 0;

	for (size_t i = 0; i < size;) {
		if (data[i] < 0x80) {
			char c = (char)data[i++];
			if (c >= 'A' && c <= 'Z')
				c = (char)(c + 32);
			out[n++] = c < ' ' ? ' ' : c;
			continue;
		}
		uint32_t code;
		i += decode(data + i, size - i, &code);
		out[n++] = fold_code(code);
	}
	return n;
}

/* ---- words -------------------------------------------------------------- */

struct scan {
	struct px_intent_token *tokens;
	size_t count;
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || c == LETTER;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool token_is(const struct px_intent_token *token, const char *word)
{
	return px_str_eq(px_str_n(token->word, token->size), px_str(word));
}

static bool one_of(struct px_str word, enum px_text_list name)
{
	const struct px_texts *words = px_texts(name);

	for (size_t i = 0; i < words->count; i++) {
		if (px_str_eq(word, px_str(words->at[i])))
			return true;
	}
	return false;
}

static bool token_in(const struct px_intent_token *token, enum px_text_list name)
{
	return one_of(px_str_n(token->word, token->size), name);
}

static void push(struct scan *scan, struct px_str word)
{
	struct px_intent_token *token = &scan->tokens[scan->count];

	if (word.size == 0 || scan->count == PX_INTENT_TOKENS_MAX)
		return;
	memset(token, 0, sizeof *token);
	token->size = (uint8_t)(word.size < PX_INTENT_WORD_MAX ? word.size : PX_INTENT_WORD_MAX);
	memcpy(token->word, word.data, token->size);
	scan->count++;
}

static bool ends_with_any(struct px_str word, enum px_text_list name)
{
	const struct px_texts *endings = px_texts(name);

	for (size_t i = 0; i < endings->count; i++) {
		if (px_str_ends(word, px_str(endings->at[i])))
			return true;
	}
	return false;
}

/* "meetings" -> "meeting", "parties" -> "party", "lunches" -> "lunch". */
static void cut_plural(struct px_intent_token *token)
{
	struct px_str word = px_str_n(token->word, token->size);

	if (word.size < 4 || word.data[word.size - 1] != 's' || ends_with_any(word, PX_TEXTS_TOKEN_NO_PLURAL_ENDINGS) ||
	    one_of(word, PX_TEXTS_TOKEN_NO_PLURALS))
		return;
	token->plural = true;
	token->size--;
	if (px_str_ends(word, px_str(px_phrase(PX_PHRASE_TOKEN_PLURAL_OF_Y))) && word.size > 4) {
		token->size--;
		token->word[token->size - 1] = 'y';
	} else if (ends_with_any(word, PX_TEXTS_TOKEN_PLURALS_IN_ES)) {
		token->size--;
	}
}

/* The table's words one by one, or the word itself without its plural. */
static void push_plain(struct scan *scan, struct px_str word)
{
	size_t low = 0, high = px_pairs(PX_PAIRS_TOKEN_REWRITES)->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		struct px_str from = px_str(px_pairs(PX_PAIRS_TOKEN_REWRITES)->at[middle].from);
		size_t shorter = from.size < word.size ? from.size : word.size;
		int order = memcmp(word.data, from.data, shorter);
		if (order == 0)
			order = (word.size > from.size) - (word.size < from.size);
		if (order == 0) {
			struct px_str second,
				first = px_str_cut(px_str(px_pairs(PX_PAIRS_TOKEN_REWRITES)->at[middle].to), ' ',
						   &second);
			push(scan, first);
			word = second;
			break;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	push(scan, word);
	if (word.size > 0)
		cut_plural(&scan->tokens[scan->count - 1]);
}

/* A word of letters, perhaps with apostrophes. */
static void push_word(struct scan *scan, struct px_str word)
{
	while (word.size > 0 && word.data[word.size - 1] == '\'')
		word.size--;
	if (px_str_ends(word, px_str(px_phrase(PX_PHRASE_OWNER_ENDING)))) {
		struct px_str base = px_str_n(word.data, word.size - 2);
		push_plain(scan, base);
		if (one_of(base, PX_TEXTS_TOKEN_TAKES_IS))
			push(scan, px_str(px_phrase(PX_PHRASE_IS)));
		else if (px_str_eq(base, px_str(px_phrase(PX_PHRASE_LET))))
			push(scan, px_str(px_phrase(PX_PHRASE_US)));
		return;
	}
	const struct px_pairs *negated = px_pairs(PX_PAIRS_TOKEN_NEGATED), *endings = px_pairs(PX_PAIRS_TOKEN_ENDINGS);
	for (size_t i = 0; i < negated->count; i++) {
		if (!px_str_eq(word, px_str(negated->at[i].from)))
			continue;
		push(scan, px_str(negated->at[i].to));
		push(scan, px_str(px_phrase(PX_PHRASE_NOT)));
		return;
	}
	for (size_t i = 0; i < endings->count; i++) {
		struct px_str ending = px_str(endings->at[i].from);
		if (word.size > ending.size && px_str_ends(word, ending)) {
			push_plain(scan, px_str_n(word.data, word.size - ending.size));
			push(scan, px_str(endings->at[i].to));
			return;
		}
	}
	push_plain(scan, word);
}

static const char *unit_of(struct px_str letters)
{
	for (size_t i = 0; one_of(letters, PX_TEXTS_TOKEN_UNIT_NAMES) && i < px_pairs(PX_PAIRS_TOKEN_UNITS)->count;
	     i++) {
		if (px_str_starts(letters, px_str(px_pairs(PX_PAIRS_TOKEN_UNITS)->at[i].from)))
			return px_pairs(PX_PAIRS_TOKEN_UNITS)->at[i].to;
	}
	return NULL;
}

/* A number (digits with : / . , inside) and the letters glued to it. */
static void push_number(struct scan *scan, struct px_str number, struct px_str letters)
{
	bool colon = memchr(number.data, ':', number.size) || memchr(number.data, '|', number.size);
	bool slash = memchr(number.data, '/', number.size);

	if (one_of(letters, PX_TEXTS_TOKEN_MERIDIEMS)) {
		push(scan, PX_STR("<clock>"));
	} else if (one_of(letters, PX_TEXTS_TOKEN_ORDINAL_ENDINGS)) {
		push(scan, PX_STR("<ord>"));
	} else if (unit_of(letters)) {
		push(scan, PX_STR("<num>"));
		push(scan, px_str(unit_of(letters)));
	} else if (letters.size > 0) {
		push(scan, px_str_n(number.data, number.size + letters.size));
	} else if (colon) {
		push(scan, PX_STR("<clock>"));
	} else if (slash) {
		push(scan, PX_STR("<date>"));
	} else if (number.size == 4 && (number.data[0] == '2' || px_str_starts(number, PX_STR("19")))) {
		push(scan, PX_STR("<year>"));
	} else {
		push(scan, PX_STR("<num>"));
	}
}

static size_t scan_number(struct scan *scan, const char *text, size_t i, size_t n)
{
	size_t begin = i;

	while (i < n && (is_digit(text[i]) ||
			 (i + 1 < n && is_digit(text[i + 1]) && strchr(":/.,|", text[i]))))
		i++;
	size_t middle = i;
	while (i < n && (is_letter(text[i]) ||
			 (text[i] == '.' && i + 1 < n && text[i + 1] == 'm' && i == middle + 1)))
		i++;
	push_number(scan, px_str_n(text + begin, middle - begin), px_str_n(text + middle, i - middle));
	return i;
}

static size_t scan_word(struct scan *scan, const char *text, size_t i, size_t n)
{
	size_t begin = i;

	if (n - i >= 3 && (text[i] == 'a' || text[i] == 'p') && memcmp(text + i + 1, ".m", 2) == 0) {
		push(scan, px_str(px_phrase(text[i] == 'a' ? PX_PHRASE_MORNING_MARK : PX_PHRASE_AFTERNOON_MARK)));
		return i + 3;
	}
	while (i < n && (is_letter(text[i]) || is_digit(text[i]) ||
			 (text[i] == '\'' && i + 1 < n && is_letter(text[i + 1]))))
		i++;
	struct px_str word = px_str_n(text + begin, i - begin);
	if (px_str_eq(word, px_str(px_phrase(PX_PHRASE_TO))) && n - i > 3 &&
	    memcmp(text + i, px_phrase(PX_PHRASE_DASH_DO), 3) == 0) {
		push(scan, px_str(px_phrase(PX_PHRASE_TODO)));
		return i + 3 + (i + 3 < n && text[i + 3] == 's');
	}
	push_word(scan, word);
	return i;
}

/* Quick-add marks and "note: ..." are said with punctuation; the rest of it is dropped. */
static void scan_mark(struct scan *scan, const char *text, size_t i, size_t n)
{
	if (text[i] == ':' && scan->count > 0 && scan->count <= 3) {
		while (i < n && !is_letter(text[i]) && !is_digit(text[i]))
			i++;
		if (i < n)
			push(scan, PX_STR("<colon>"));
		return;
	}
	if (i + 1 == n || !is_letter(text[i + 1]) || (i > 0 && text[i - 1] != ' '))
		return;
	if (text[i] == '#')
		push(scan, PX_STR("<hash>"));
	else if (text[i] == '@')
		push(scan, PX_STR("<at>"));
	else if (text[i] == '!')
		push(scan, PX_STR("<bang>"));
}

static void scan_text(struct scan *scan, const char *text, size_t n)
{
	for (size_t i = 0; i < n && scan->count < PX_INTENT_TOKENS_MAX;) {
		if (is_digit(text[i])) {
			i = scan_number(scan, text, i, n);
		} else if (is_letter(text[i])) {
			i = scan_word(scan, text, i, n);
		} else {
			scan_mark(scan, text, i, n);
			i++;
		}
	}
}

/* ---- words that belong together ----------------------------------------- */

static bool is_todo(const struct px_intent_token *tokens, size_t count, size_t at)
{
	if (at + 1 >= count || !token_is(&tokens[at], px_phrase(PX_PHRASE_TO)) ||
	    !token_is(&tokens[at + 1], px_phrase(PX_PHRASE_DO)))
		return false;
	if (at + 2 < count &&
	    token_in(&tokens[at + 2], PX_TEXTS_TOKEN_AFTER_TODO))
		return true;
	return at > 0 &&
	       token_in(&tokens[at - 1], PX_TEXTS_TOKEN_BEFORE_TODO);
}

static bool is_meridiem(const struct px_intent_token *tokens, size_t count, size_t at, size_t *used)
{
	*used = 2;
	if (token_in(&tokens[at], PX_TEXTS_TOKEN_MERIDIEM_WORDS)) {
		*used = 1;
		return true;
	}
	const struct px_pairs *parts = px_pairs(PX_PAIRS_TOKEN_MERIDIEM_PARTS);
	for (size_t i = 0; i < parts->count && at + 1 < count; i++) {
		if (token_is(&tokens[at], parts->at[i].from) && token_is(&tokens[at + 1], parts->at[i].to))
			return true;
	}
	return false;
}

static void set_word(struct px_intent_token *token, const char *word)
{
	struct scan scan = { token, 0 };
	push(&scan, px_str(word));
}

/* "to do list" -> "todo list"; "5 p m" -> "<clock>"; "i am" stays. */
static size_t join_words(struct px_intent_token *tokens, size_t count)
{
	size_t n = 0, used;

	for (size_t i = 0; i < count;) {
		if (is_todo(tokens, count, i)) {
			set_word(&tokens[n++], px_phrase(PX_PHRASE_TODO));
			i += 2;
		} else if (n > 0 && !token_is(&tokens[n - 1], px_phrase(PX_PHRASE_I)) &&
			   is_meridiem(tokens, count, i, &used)) {
			if (token_is(&tokens[n - 1], "<num>") || token_is(&tokens[n - 1], "<year>"))
				n--;
			if (n == 0 || !token_is(&tokens[n - 1], "<clock>"))
				set_word(&tokens[n++], "<clock>");
			i += used;
		} else {
			tokens[n++] = tokens[i++];
		}
	}
	return n;
}

/* ---- politeness --------------------------------------------------------- */

/* How many tokens from `at` spell the phrase, 0 if they do not. */
static size_t phrase_at(const struct px_intent_token *tokens, size_t count, size_t at,
			const char *phrase)
{
	struct px_str rest = px_str(phrase);
	size_t i = at;

	while (rest.size > 0) {
		struct px_str word = px_str_cut(rest, ' ', &rest);
		if (i == count || !px_str_eq(px_str_n(tokens[i].word, tokens[i].size), word))
			return 0;
		i++;
	}
	return i - at;
}

static size_t phrase_words(const char *phrase)
{
	size_t words = 1;

	for (; *phrase; phrase++)
		words += *phrase == ' ';
	return words;
}

static size_t cut_start(const struct px_intent_token *tokens, size_t count)
{
	for (size_t i = 0; i < px_texts(PX_TEXTS_TOKEN_POLITE_STARTS)->count; i++) {
		size_t used = phrase_at(tokens, count, 0, px_texts(PX_TEXTS_TOKEN_POLITE_STARTS)->at[i]);
		if (used > 0)
			return used;
	}
	return 0;
}

static size_t cut_end(const struct px_intent_token *tokens, size_t count)
{
	for (size_t i = 0; i < px_texts(PX_TEXTS_TOKEN_POLITE_ENDS)->count; i++) {
		size_t words = phrase_words(px_texts(PX_TEXTS_TOKEN_POLITE_ENDS)->at[i]);
		if (words <= count &&
		    phrase_at(tokens, count, count - words, px_texts(PX_TEXTS_TOKEN_POLITE_ENDS)->at[i]) > 0)
			return words;
	}
	return 0;
}

static size_t drop_politeness(struct px_intent_token *tokens, size_t count)
{
	size_t n = 0, used;

	for (size_t i = 0; i < count; i++) {
		if (!token_in(&tokens[i], PX_TEXTS_TOKEN_POLITE))
			tokens[n++] = tokens[i];
	}
	while (n > 0 && (used = cut_end(tokens, n)) > 0)
		n -= used;
	size_t begin = 0;
	while (n > begin && (used = cut_start(tokens + begin, n - begin)) > 0)
		begin += used;
	memmove(tokens, tokens + begin, (n - begin) * sizeof *tokens);
	return n - begin;
}

size_t px_intent_tokens(struct px_str text, struct px_intent_token *tokens)
{
	char folded[PX_INTENT_TEXT_MAX];
	struct scan scan = { tokens, 0 };

	scan_text(&scan, folded, fold(text, folded));
	return drop_politeness(tokens, join_words(tokens, scan.count));
}
