/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fitted by least squares of the relative error on the 97 texts of
 * tests/golden/llm/tokens.jsonl (chat, prose, JSON, code, eleven languages),
 * counted by npm gpt-tokenizer 3 (o200k_base) and @anthropic-ai/tokenizer 0.0.4.
 * With weights of every other text, the rest is at most 3% off in sum.
 */
#include "llm/tokens.h"

/* What a text is made of; other scripts by the length of their UTF-8 characters. */
enum feature { WORD, LONG, NUMBER, SIGNS, SIGN, LINE_END, GAP, LATIN, GREEK, EAST, OTHER, FEATURES };

enum { LONG_AFTER = 6, DIGITS_PER_TOKEN = 3 };

/* Thousandths of a token for each. */
static const unsigned weights[][FEATURES] = {
	[PX_TOKENIZER_OPENAI] = { [WORD] = 1014, [LONG] = 250, [NUMBER] = 1560, [SIGNS] = 711, [SIGN] = 0, [LINE_END] = 551,
				  [GAP] = 425, [LATIN] = 551, [GREEK] = 353, [EAST] = 744, [OTHER] = 1455 },
	[PX_TOKENIZER_ANTHROPIC] = { [WORD] = 972, [LONG] = 81, [NUMBER] = 820, [SIGNS] = 1155, [SIGN] = 63,
				     [LINE_END] = 1269, [GAP] = 0, [LATIN] = 3674, [GREEK] = 872, [EAST] = 1121,
				     [OTHER] = 2208 },
};

struct counts {
	size_t of[FEATURES];
};

enum class { LETTERS, DIGITS, SPACES, ENDS, PUNCTUATION, FOREIGN };

static enum class class_of(unsigned char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return LETTERS;
	if (c >= '0' && c <= '9')
		return DIGITS;
	if (c == ' ' || c == '\t')
		return SPACES;
	if (c == '\n' || c == '\r')
		return ENDS;
	return c < 0x80 ? PUNCTUATION : FOREIGN;
}

/* One character that is not ASCII; returns its length. */
static size_t count_foreign(unsigned char lead, struct counts *counts)
{
	if (lead < 0xe0) {
		counts->of[lead <= 0xca ? LATIN : GREEK]++; /* up to U+02BF: Latin with accents */
		return 2;
	}
	counts->of[lead >= 0xe3 && lead <= 0xed ? EAST : OTHER]++; /* U+3000 to U+DFFF */
	return lead < 0xf0 ? 3 : 4;
}

static void count_run(enum class class, size_t length, struct counts *counts)
{
	switch (class) {
	case LETTERS:
		counts->of[WORD]++;
		counts->of[LONG] += length > LONG_AFTER ? length - LONG_AFTER : 0;
		break;
	case DIGITS:
		counts->of[NUMBER] += (length + DIGITS_PER_TOKEN - 1) / DIGITS_PER_TOKEN;
		break;
	case SPACES:
		counts->of[GAP] += length > 1; /* one space belongs to the word after it */
		break;
	case ENDS:
		counts->of[LINE_END]++;
		break;
	default:
		counts->of[SIGNS]++;
		counts->of[SIGN] += length - 1;
	}
}

static struct counts count(struct px_str text)
{
	struct counts counts = { { 0 } };

	for (size_t i = 0; i < text.size;) {
		enum class class = class_of((unsigned char)text.data[i]);
		size_t end = i + 1;
		if (class == FOREIGN) {
			i += count_foreign((unsigned char)text.data[i], &counts);
			continue;
		}
		while (end < text.size && class_of((unsigned char)text.data[end]) == class)
			end++;
		count_run(class, end - i, &counts);
		i = end;
	}
	return counts;
}

static size_t weigh(enum px_tokenizer tokenizer, const struct counts *counts)
{
	size_t sum = 0;

	for (int i = 0; i < FEATURES; i++)
		sum += counts->of[i] * weights[tokenizer][i];
	return (sum + 999) / 1000;
}

size_t px_tokens_guess(enum px_tokenizer tokenizer, struct px_str text)
{
	struct counts counts = count(text);

	return weigh(tokenizer, &counts);
}

size_t px_tokens_most(enum px_tokenizer tokenizer, struct px_str text)
{
	struct counts counts = count(text);
	size_t foreign = counts.of[LATIN] + counts.of[GREEK] + counts.of[EAST] + counts.of[OTHER];
	size_t guess = weigh(tokenizer, &counts), most = guess + guess / 6 + foreign + 4;

	return most < text.size ? most : text.size; /* no token is less than a byte */
}

enum px_tokenizer px_tokenizer_of(struct px_str driver)
{
	return px_str_eq(driver, PX_STR("anthropic")) ? PX_TOKENIZER_ANTHROPIC : PX_TOKENIZER_OPENAI;
}
