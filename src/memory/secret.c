/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/secret.h"

#include "memory/clause.h"
#include "memory/en.h"

static size_t digits_of(struct px_str text, const struct px_cword *word)
{
	size_t n = 0;

	for (size_t i = word->begin; i < word->end; i++)
		n += text.data[i] >= '0' && text.data[i] <= '9';
	return n;
}

/* Luhn's check over a run of 13 to 19 digits, spaces and dashes between them allowed. */
static bool has_card_number(struct px_str text)
{
	char digits[32];
	size_t n = 0;

	for (size_t i = 0; i <= text.size; i++) {
		char c = i < text.size ? text.data[i] : '.';
		if (c >= '0' && c <= '9') {
			if (n < sizeof(digits))
				digits[n++] = c;
			continue;
		}
		if ((c == ' ' || c == '-') && n)
			continue;
		int sum = 0;
		for (size_t k = 0; n >= 13 && n <= 19 && k < n; k++) {
			int d = digits[n - 1 - k] - '0';
			d *= k % 2 ? 2 : 1;
			sum += d > 9 ? d - 9 : d;
		}
		if (n >= 13 && n <= 19 && sum % 10 == 0)
			return true;
		n = 0;
	}
	return false;
}

/* "…password is hunter2": something that looks like a value stands behind the name. */
static bool has_value_after(struct px_str text, const struct px_clause *clause, size_t at)
{
	for (size_t i = at + 1; i < clause->count; i++) {
		const struct px_cword *word = &clause->words[i];
		const char *before = clause->words[i - 1].text;
		if (digits_of(text, word) >= 3 || (digits_of(text, word) && word->end - word->begin > 4))
			return true;
		if (px_word_one_of(before, "is are was be") &&
		    !px_word_one_of(word->text, "in on under behind at with not the a an my our your written saved kept stored always "
						"very too different weak strong safe long short easy hard wrong expired about too for what"))
			return true;
		size_t gap = clause->words[i - 1].end; /* both words of a contraction stand at one place */
		if (word->begin > gap && memchr(text.data + gap, ':', word->begin - gap))
			return true;
	}
	return false;
}

/* "Moqueca#88": letters, digits and a mark in one run are a password, whatever it is called. */
static bool has_password(struct px_str text)
{
	for (size_t i = 0; i < text.size; ) {
		bool letter = false, digit = false, mark = false, other = false;
		size_t from = i;
		for (; i < text.size && text.data[i] != ' ' && text.data[i] != '\n'; i++) {
			char ch = text.data[i];
			letter |= (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
			digit |= ch >= '0' && ch <= '9';
			mark |= ch == '#' || ch == '!' || ch == '*' || ch == '&' || ch == '_';
			other |= ch == '/' || ch == '.' || ch == '(' || ch == ':';
		}
		bool last = i > from && strchr("!*#", text.data[i - 1]);
		if (letter && digit && mark && !other && !last && text.data[from] != '#' && i - from >= 8)
			return true;
		i++;
	}
	return false;
}

static bool clause_is_secret(struct px_str text, const struct px_clause *clause)
{
	size_t at, length;

	for (size_t i = 0; i < clause->count; i++) {
		if (px_word_one_of(clause->words[i].text, px_en_secret_names) && has_value_after(text, clause, i))
			return true;
	}
	size_t digits = 0; /* "3-9-0-6" is a number, too */
	for (size_t i = 0; i < clause->count; i++)
		digits += digits_of(text, &clause->words[i]);
	return digits >= 3 && px_clause_has(clause, px_en_secret_weak, &at, &length);
}

bool px_is_secret(struct px_str text, struct px_arena *arena)
{
	struct px_clause *sentences = px_arena_alloc(arena, PX_CLAUSES_MAX * sizeof(*sentences));
	size_t count = px_sentences(text, arena, sentences, PX_CLAUSES_MAX);

	if (has_card_number(text) || has_password(text))
		return true;
	for (size_t i = 0; i < count; i++) {
		if (clause_is_secret(text, &sentences[i]))
			return true;
	}
	return false;
}
