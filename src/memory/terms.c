/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding, cutting and stemming.  A text is walked character by character;
 * letters and digits are folded into `word`, anything else ends it.  Parts of
 * what is written together are given as they end; the whole follows them.
 */
#include "memory/terms.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "memory/terms_data.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <utf8proc.h>

enum { LANGUAGE_WORDS = 200 /* looked at to tell the language */ };

struct px_stemmers {
	struct sb_stemmer *english, *german;
};

struct px_stemmers *px_stemmers_new(void)
{
	struct px_stemmers *stemmers = px_calloc(1, sizeof(*stemmers));

	stemmers->english = sb_stemmer_new("english", NULL);
	stemmers->german = sb_stemmer_new("german", NULL);
	return stemmers;
}

void px_stemmers_free(struct px_stemmers *stemmers)
{
	if (!stemmers)
		return;
	sb_stemmer_delete(stemmers->english);
	sb_stemmer_delete(stemmers->german);
	free(stemmers);
}

static bool listed(struct px_str word, const char *const *list, size_t count)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncmp(list[middle], word.data, word.size);
		if (!order && list[middle][word.size])
			order = 1;
		if (!order)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

bool px_term_is_stop_word(struct px_str word)
{
	return listed(word, px_term_stop_words, px_term_stop_word_count);
}

struct text {
	char bytes[PX_TERM_MAX + 16];
	size_t size;
	size_t pieces; /* characters, for scripts without spaces */
};

struct walk {
	struct px_stemmers *stemmers;
	px_term_fn take;
	void *arg;
	bool german;
	struct text part;  /* the word being read */
	struct text whole; /* and what is written together with it so far */
	size_t parts;
	utf8proc_int32_t pair; /* the character before, in a script without spaces */
	utf8proc_category_t before;
};

static void add(struct text *text, const char *bytes, size_t size)
{
	if (text->size + size > PX_TERM_MAX)
		return;
	memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
	text->pieces++;
}

/* Folds one character onto a word: decomposed, lower case, without marks. */
static void fold(struct walk *walk, utf8proc_int32_t code)
{
	utf8proc_int32_t codes[8];
	int boundary = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char(
		code, codes, 8, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
	utf8proc_uint8_t bytes[4];

	for (utf8proc_ssize_t i = 0; i < count && i < 8; i++) {
		utf8proc_category_t category = utf8proc_category(codes[i]);
		if (category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_SK)
			continue; /* compatibility forms hold spaces */
		add(&walk->part, (const char *)bytes, (size_t)utf8proc_encode_char(codes[i], bytes));
	}
}

static struct px_str stem(struct sb_stemmer *stemmer, struct px_str word)
{
	const sb_symbol *stemmed = stemmer ? sb_stemmer_stem(stemmer, (const sb_symbol *)word.data, (int)word.size)
					   : NULL;

	return stemmed ? px_str_n((const char *)stemmed, (size_t)sb_stemmer_length(stemmer)) : word;
}

static bool has_digit(struct px_str word)
{
	for (size_t i = 0; i < word.size; i++)
		if (word.data[i] >= '0' && word.data[i] <= '9')
			return true;
	return false;
}

static void give(struct walk *walk, struct px_str word)
{
	if (!word.size || px_term_is_stop_word(word) ||
	    (walk->german && listed(word, px_term_german_stop_words, px_term_german_stop_word_count)))
		return;
	struct px_str english = has_digit(word) ? word : stem(walk->stemmers->english, word);
	walk->take(walk->arg, english, PX_TERM_WORD);
	if (!walk->german || has_digit(word))
		return;
	struct px_str german = stem(walk->stemmers->german, word);
	if (!px_str_eq(german, english))
		walk->take(walk->arg, german, PX_TERM_EXTRA);
}

static void end_part(struct walk *walk)
{
	struct text *part = &walk->part;

	if (!part->size)
		return;
	give(walk, px_str_n(part->bytes, part->size));
	add(&walk->whole, part->bytes, part->size);
	walk->parts++;
	*part = (struct text){ 0 };
}

/* The whole of several parts: "foobar" for "foo_bar", "1500" for "1,500", "email" for "e-mails". */
static void end_word(struct walk *walk)
{
	end_part(walk);
	struct px_str whole = px_str_n(walk->whole.bytes, walk->whole.size);
	if (walk->parts > 1 && whole.size > 2)
		walk->take(walk->arg, has_digit(whole) ? whole : stem(walk->stemmers->english, whole), PX_TERM_EXTRA);
	walk->whole = (struct text){ 0 };
	walk->parts = 0;
	walk->before = UTF8PROC_CATEGORY_CN;
}

/* Han, kana, hangul syllables are words of a letter or two; Thai and its neighbours write no spaces. */
static bool is_unspaced(utf8proc_int32_t code)
{
	return (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) ||
	       (code >= 0xf900 && code <= 0xfaff) || (code >= 0x20000 && code <= 0x323af) ||
	       (code >= 0x0e00 && code <= 0x0eff) || (code >= 0x1000 && code <= 0x109f) ||
	       (code >= 0x1780 && code <= 0x17ff);
}

static void take_unspaced(struct walk *walk, utf8proc_int32_t code)
{
	utf8proc_uint8_t bytes[8];
	utf8proc_ssize_t first, second;

	end_word(walk);
	first = walk->pair ? utf8proc_encode_char(walk->pair, bytes) : 0;
	second = utf8proc_encode_char(code, bytes + first);
	/* A pair for each but the first; the first alone, so that one character can be found. */
	walk->take(walk->arg, px_str_n((const char *)bytes, (size_t)(first + second)), PX_TERM_WORD);
	walk->pair = code;
}

static bool is_letter(utf8proc_category_t category)
{
	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static bool is_number(utf8proc_category_t category)
{
	return category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
}

static bool is_mark(utf8proc_category_t category)
{
	return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

/* Signs inside of what is written together. */
static bool joins(utf8proc_int32_t code)
{
	return code == '_' || code == '-' || code == '.' || code == ',' || code == '/' || code == ':' || code == '@' ||
	       code == '&' || code == '+' || code == 0x2011 || code == 0x2010;
}

/* fooBar, and HTMLFile before the F. */
static bool starts_part(utf8proc_category_t before, utf8proc_category_t category, utf8proc_category_t follows)
{
	return category == UTF8PROC_CATEGORY_LU &&
	       (before == UTF8PROC_CATEGORY_LL ||
		(before == UTF8PROC_CATEGORY_LU && follows == UTF8PROC_CATEGORY_LL));
}

static void take_character(struct walk *walk, utf8proc_int32_t code, utf8proc_category_t follows)
{
	utf8proc_category_t category = utf8proc_category(code);

	if (is_unspaced(code) && !is_mark(category)) {
		take_unspaced(walk, code);
		return;
	}
	if (is_mark(category))
		return; /* of the letter before it */
	walk->pair = 0;
	if (is_letter(category) || is_number(category)) {
		if (starts_part(walk->before, category, follows))
			end_part(walk);
		fold(walk, code);
		walk->before = category;
	} else if (code == '\'' || code == 0x2019) {
		end_part(walk); /* "Kaj's": s is a stop word, and nobody looks for "kajs" */
		walk->parts = 0;
		walk->whole = (struct text){ 0 };
	} else if (joins(code) && (walk->part.size || walk->parts) && (is_letter(follows) || is_number(follows))) {
		end_part(walk);
		walk->before = UTF8PROC_CATEGORY_CN;
	} else {
		end_word(walk);
	}
}

/* The next code point; what is no UTF-8 is a space. */
static utf8proc_int32_t next_code(struct px_str text, size_t *at)
{
	utf8proc_int32_t code;
	utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text.data + *at,
						 (utf8proc_ssize_t)(text.size - *at), &code);

	*at += size > 0 ? (size_t)size : 1;
	return size > 0 ? code : ' ';
}

static void walk_text(struct walk *walk, struct px_str text)
{
	for (size_t at = 0; at < text.size;) {
		utf8proc_int32_t code = next_code(text, &at);
		size_t peek = at;
		utf8proc_category_t follows = at < text.size ? utf8proc_category(next_code(text, &peek))
							     : UTF8PROC_CATEGORY_CN;
		take_character(walk, code, follows);
	}
	end_word(walk);
}

struct census {
	size_t words, german;
};

static void count_word(struct census *census, const struct text *word)
{
	struct px_str text = px_str_n(word->bytes, word->size);

	census->words += word->size > 0;
	census->german += listed(text, px_term_german_marks, px_term_german_mark_count);
}

/* One word in eight, and two at least: German text has a third of such words, English next to none. */
static bool looks_german(struct px_str text)
{
	struct census census = { 0 };
	struct walk walk = { 0 };

	for (size_t at = 0; at < text.size && census.words < LANGUAGE_WORDS;) {
		utf8proc_int32_t code = next_code(text, &at);
		utf8proc_category_t category = utf8proc_category(code);
		if (is_letter(category)) {
			fold(&walk, code);
		} else if (!is_mark(category)) {
			count_word(&census, &walk.part);
			walk.part = (struct text){ 0 };
		}
	}
	count_word(&census, &walk.part);
	return census.german >= 2 && census.german * 8 >= census.words;
}

void px_terms_each(struct px_stemmers *stemmers, struct px_str text, px_term_fn take, void *arg)
{
	struct walk walk = { .stemmers = stemmers, .take = take, .arg = arg, .german = looks_german(text),
			     .before = UTF8PROC_CATEGORY_CN };

	walk_text(&walk, text);
}
