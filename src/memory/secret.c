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

/*
 * A run of 13 to 19 digits, spaces and dashes between them allowed, that passes Luhn's check.  Where words of cards
 * stand beside it (`named`) the check is not needed: people mistype their own numbers.
 */
static bool has_card_number(struct px_str text, bool named)
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
		if (n >= 13 && n <= 19 && (sum % 10 == 0 || named))
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
		bool owned = i == at + 1 && clause->words[at].possessive; /* "password's Harbourside" */
		if ((owned || px_word_one_of(before, "is are was be")) &&
		    !px_word_one_of(word->text, "in on under behind at with not the a an my our your written saved kept stored always "
						"very too different weak strong safe long short easy hard wrong expired about too for what"))
			return true;
		size_t gap = clause->words[i - 1].end; /* both words of a contraction stand at one place */
		if (word->begin > gap && memchr(text.data + gap, ':', word->begin - gap))
			return true;
	}
	return false;
}

/* What a run of letters, digits and marks between spaces is made of. */
struct run {
	bool letter, digit, mark, other;
	char first, last;
	size_t size;
};

/* The run that begins at *at, without the marks that end a sentence; *at goes behind it. */
static struct run next_run(struct px_str text, size_t *at)
{
	struct run run = { .first = text.data[*at] };
	size_t from = *at, end;

	while (*at < text.size && text.data[*at] != ' ' && text.data[*at] != '\n')
		(*at)++;
	for (end = *at; end > from && strchr(".,;)", text.data[end - 1]); end--)
		;
	for (size_t i = from; i < end; i++) {
		char ch = text.data[i];
		run.letter |= (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
		run.digit |= ch >= '0' && ch <= '9';
		run.mark |= ch == '#' || ch == '!' || ch == '*' || ch == '&' || ch == '_';
		run.other |= ch == '/' || ch == '.' || ch == '(' || ch == ':';
	}
	run.size = end - from;
	run.last = end > from ? text.data[end - 1] : ' ';
	(*at)++;
	return run;
}

/* "Moqueca#88": letters, digits and a mark in one run are a password, whatever it is called. */
static bool has_password(struct px_str text)
{
	for (size_t i = 0; i < text.size; ) {
		struct run run = next_run(text, &i);
		bool bare = run.first != '#' && !strchr("!*#", run.last);
		if (run.letter && run.digit && run.mark && !run.other && bare && run.size >= 8)
			return true;
	}
	return false;
}

/* "catshift99": letters first, then digits, as no amount and no time is written. */
static bool has_made_up_word(struct px_str text)
{
	for (size_t i = 0; i < text.size; ) {
		struct run run = next_run(text, &i);
		bool begins = (run.first | 0x20) >= 'a' && (run.first | 0x20) <= 'z';
		if (begins && run.digit && !run.other && run.size >= 6)
			return true;
	}
	return false;
}

/* "wifi pass is catshift99", "sign in with Clematis44"; the name of a network alone is none. */
static bool has_key_word(struct px_str text, const struct px_clause *clause)
{
	bool wireless = false, key = false, is = false;

	for (size_t i = 0; i < clause->count; i++) {
		wireless |= px_word_one_of(clause->words[i].text, px_en_wireless);
		key |= px_word_one_of(clause->words[i].text, px_en_wireless_keys);
		is |= px_word_one_of(clause->words[i].text, "is");
	}
	if (!px_clause_has(clause, px_en_password_words, NULL, NULL) && !(wireless && key))
		return false;
	return has_made_up_word(text) || (key && is && px_clause_has(clause, px_en_signing_in, NULL, NULL));
}

/* Digits of one number, told in figures or word by word; "6:45" is a time. */
static size_t digits_said(struct px_str text, const struct px_cword *word)
{
	if (strpbrk(word->text, ":."))
		return 0;
	bool spoken = px_word_one_of(word->text, px_en_numbers) || px_word_one_of(word->text, px_en_spoken_zero);
	return spoken ? 1 : digits_of(text, word);
}

/* "keybox code 4471", "the code for the gate is nine oh nine one"; not "dress code", "postcode LS6". */
static bool has_code(struct px_str text, const struct px_clause *clause)
{
	size_t digits = 0;
	bool code = false;

	for (size_t i = 0; i < clause->count; i++) {
		digits += digits_said(text, &clause->words[i]);
		code |= px_word_one_of(clause->words[i].text, px_en_secret_kin) &&
			!(i && px_word_one_of(clause->words[i - 1].text, px_en_open_codes));
	}
	return code && digits >= 3;
}

/* "password", "wifi key": what is called so is secret by its name. */
static bool names_secret(const struct px_clause *clause, size_t at)
{
	return px_word_one_of(clause->words[at].text, px_en_secret_names) ||
	       (at && px_word_one_of(clause->words[at].text, px_en_wireless_keys) && px_word_one_of(clause->words[at - 1].text, px_en_wireless));
}

/* "my account is at Monzo, 40871234"; "our account is with DPD, number 77" is none of a bank. */
static bool has_account(struct px_str text, const struct px_clause *clause)
{
	enum { A_FEW = 3, DIGITS = 6 };
	size_t digits = 0, at, length;

	if (!px_clause_has(clause, px_en_secret_accounts, &at, &length))
		return false;
	if (at + length < clause->count && digits_of(text, &clause->words[at + length]) >= A_FEW)
		return true;
	for (size_t i = 0; i < clause->count; i++)
		digits += digits_of(text, &clause->words[i]);
	return digits >= DIGITS;
}

static bool clause_is_secret(struct px_str text, const struct px_clause *clause)
{
	size_t at, length;
	const bool open = px_clause_has(clause, px_en_made_public, NULL, NULL); /* "my PIN on the public register" */

	for (size_t i = 0; i < clause->count; i++) {
		if (!open && names_secret(clause, i) && has_value_after(text, clause, i))
			return true;
	}
	if (has_account(text, clause))
		return true;
	if (has_key_word(text, clause) || has_code(text, clause))
		return true;
	if (px_clause_has(clause, px_en_secret_words, NULL, NULL))
		return true;
	size_t digits = 0; /* "3-9-0-6" is a number, too */
	bool lock = false; /* "the safe's 220915", and not "it's safe to ..." */
	for (size_t i = 0; i < clause->count; i++) {
		digits += digits_said(text, &clause->words[i]);
		lock |= clause->words[i].possessive && px_word_one_of(clause->words[i].text, px_en_locks);
	}
	return digits >= 3 && (lock || (!open && px_clause_has(clause, px_en_secret_weak, &at, &length)));
}

bool px_is_secret(struct px_str text, struct px_arena *arena)
{
	struct px_clause *sentences = px_arena_alloc(arena, PX_CLAUSES_MAX * sizeof(*sentences));
	size_t count = px_sentences(text, arena, sentences, PX_CLAUSES_MAX);

	bool card = false;

	for (size_t i = 0; i < count; i++)
		card |= px_clause_has(&sentences[i], px_en_card_marks, NULL, NULL);
	if (has_card_number(text, card) || has_password(text))
		return true;
	for (size_t i = 0; i < count; i++) {
		if (clause_is_secret(text, &sentences[i]))
			return true;
	}
	return false;
}
