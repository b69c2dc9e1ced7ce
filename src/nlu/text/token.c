/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass over the bytes; a few typographic characters are known by their
 * UTF-8 encoding, every other byte beyond ASCII belongs to a word.
 */
#include "nlu/text/token.h"

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static const struct {
	const char *bytes;
	uint8_t size;
	char ascii;
} typographic[] = {
	{ "\xc2\xa0", 2, ' ' },      /* no-break space */
	{ "\xe2\x80\xaf", 3, ' ' },  /* narrow no-break space */
	{ "\xe2\x80\x89", 3, ' ' },  /* thin space */
	{ "\xe2\x80\x98", 3, '\'' }, /* quotation marks */
	{ "\xe2\x80\x99", 3, '\'' },
	{ "\xe2\x80\x9c", 3, '"' },
	{ "\xe2\x80\x9d", 3, '"' },
	{ "\xe2\x80\x90", 3, '-' },  /* hyphens and dashes */
	{ "\xe2\x80\x91", 3, '-' },
	{ "\xe2\x80\x92", 3, '-' },
	{ "\xe2\x80\x93", 3, '-' },
	{ "\xe2\x80\x94", 3, '-' },
	{ "\xe2\x88\x92", 3, '-' },
};

/* The character at `at`, folded to ASCII where it has such a kin; *size is its length in bytes. */
static unsigned char peek(struct px_str s, size_t at, size_t *size)
{
	*size = 1;
	if (at >= s.size)
		return 0;
	unsigned char c = (unsigned char)s.data[at];
	if (c != 0xc2 && c != 0xe2)
		return c;
	for (size_t i = 0; i < sizeof(typographic) / sizeof(*typographic); i++) {
		size_t n = typographic[i].size;
		if (s.size - at >= n && memcmp(s.data + at, typographic[i].bytes, n) == 0) {
			*size = n;
			return (unsigned char)typographic[i].ascii;
		}
	}
	return c;
}

static bool is_space(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void put(struct px_token *token, unsigned char c)
{
	if (token->size >= PX_TOKEN_TEXT - 1)
		return;
	const char before = token->size ? token->text[token->size - 1] : '\0';
	token->text[token->size++] = px_token_fold((unsigned char)before, c);
}

static void take_word(struct px_str s, size_t *at, struct px_token *token)
{
	size_t size, after;

	while (*at < s.size) {
		unsigned char c = peek(s, *at, &size);
		if (c == '\'') {
			unsigned char next = peek(s, *at + size, &after);
			bool possessive = token->size > 0 && token->text[token->size - 1] == 's' && next == ' ';
			if (!possessive && (!is_letter(next) || *at + size >= s.size))
				return;
			token->possessive = possessive || next == 's' || next == 'S';
		} else if (is_letter(c)) {
			token->possessive &= token->size > 0 && (c == 's' || c == 'S');
			put(token, c);
		} else {
			return;
		}
		*at += size;
	}
}

static void take_number(struct px_str s, size_t *at, struct px_token *token)
{
	size_t count = 0;

	token->number = 0;
	for (; *at < s.size && is_digit((unsigned char)s.data[*at]); ++*at) {
		put(token, (unsigned char)s.data[*at]);
		if (++count <= 18)
			token->number = token->number * 10 + (s.data[*at] - '0');
	}
	if (count > 18)
		token->number = -1;
}

void px_token_next(struct px_str text, size_t *at, struct px_token *token)
{
	size_t size, start = *at;
	unsigned char c = peek(text, *at, &size);

	while (*at < text.size && is_space(c)) {
		*at += size;
		c = peek(text, *at, &size);
	}
	token->glued = *at == start && start > 0;
	token->begin = (uint32_t)*at;
	token->size = 0;
	token->number = -1;
	token->possessive = false;
	token->capital = c >= 'A' && c <= 'Z';
	if (*at >= text.size) {
		token->kind = PX_TOKEN_END;
	} else if (is_digit(c)) {
		token->kind = PX_TOKEN_NUMBER;
		take_number(text, at, token);
	} else if (is_letter(c)) {
		token->kind = PX_TOKEN_WORD;
		take_word(text, at, token);
	} else {
		token->kind = PX_TOKEN_MARK;
		put(token, c);
		*at += size;
	}
	token->text[token->size] = '\0';
	token->end = (uint32_t)*at;
}
