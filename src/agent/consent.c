/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every word of the message must be one of the lists below.  A verb of accepting
 * or declining is explicit; without one it takes a yes, a no or "do it".
 */
#include "agent/consent.h"

#include "nlu/text/token.h"

enum { TEXT_MAX = 120 };

enum role { OTHER, YES, NO, ACCEPT, DECLINE, DOES, NEGATES, FILLS, NAMES, EVERY, ORDINAL, PERSON };

/* English, as words are folded: small letters, no apostrophes. */
static const struct {
	const char *word;
	enum role role;
	int number;
} words[] = {
	{ "yes", YES, 0 }, { "yep", YES, 0 }, { "yeah", YES, 0 }, { "yup", YES, 0 }, { "sure", YES, 0 }, { "agreed", YES, 0 },
	{ "ok", FILLS, 0 }, { "okay", FILLS, 0 }, { "no", NO, 0 }, { "nope", NO, 0 }, { "nah", NO, 0 },
	{ "accept", ACCEPT, 0 }, { "approve", ACCEPT, 0 }, { "confirm", ACCEPT, 0 }, { "allow", ACCEPT, 0 },
	{ "decline", DECLINE, 0 }, { "reject", DECLINE, 0 }, { "refuse", DECLINE, 0 }, { "dismiss", DECLINE, 0 },
	{ "deny", DECLINE, 0 }, { "do", DOES, 0 }, { "go", DOES, 0 }, { "dont", NEGATES, 0 }, { "not", NEGATES, 0 },
	{ "never", NEGATES, 0 }, { "ahead", FILLS, 0 }, { "please", FILLS, 0 }, { "thanks", FILLS, 0 }, { "thank", FILLS, 0 },
	{ "you", PERSON, 0 }, { "the", FILLS, 0 }, { "with", FILLS, 0 }, { "and", FILLS, 0 }, { "just", FILLS, 0 },
	{ "i", PERSON, 0 }, { "of", FILLS, 0 }, { "number", FILLS, 0 }, { "it", NAMES, 0 }, { "that", NAMES, 0 },
	{ "this", NAMES, 0 }, { "one", NAMES, 0 }, { "ones", NAMES, 0 }, { "proposal", NAMES, 0 }, { "proposals", NAMES, 0 },
	{ "suggestion", NAMES, 0 }, { "suggestions", NAMES, 0 }, { "change", NAMES, 0 }, { "changes", NAMES, 0 },
	{ "them", EVERY, 0 }, { "these", EVERY, 0 }, { "those", EVERY, 0 }, { "all", EVERY, 0 }, { "both", EVERY, 0 },
	{ "everything", EVERY, 0 }, { "first", ORDINAL, 1 }, { "second", ORDINAL, 2 }, { "third", ORDINAL, 3 },
	{ "fourth", ORDINAL, 4 }, { "fifth", ORDINAL, 5 }, { "last", ORDINAL, -1 },
};

static enum role role_of(const struct px_token *token, int *number)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].word, token->text) == 0) {
			*number = words[i].number;
			return words[i].role;
		}
	}
	return OTHER;
}

struct reading {
	unsigned roles; /* bits of enum role */
	int number, numbers;
};

/* False: it says something else too. */
static bool add_token(struct reading *reading, const struct px_token *token)
{
	int number = 0;

	if (token->kind == PX_TOKEN_MARK)
		return strchr(",.!;:#-", token->text[0]) != NULL;
	if (token->kind == PX_TOKEN_NUMBER) {
		reading->roles |= 1U << ORDINAL;
		reading->number = token->number >= 1 && token->number <= 50 ? (int)token->number : 0;
		reading->numbers++;
		return reading->number > 0;
	}
	enum role role = role_of(token, &number);
	reading->roles |= 1U << role;
	if (role == ORDINAL) {
		reading->number = number;
		reading->numbers++;
	}
	return role != OTHER;
}

bool px_consent_read(struct px_str text, struct px_consent *consent)
{
	struct reading reading = { 0 };
	struct px_token token;
	size_t at = 0;

	if (text.size > TEXT_MAX)
		return false;
	for (px_token_next(text, &at, &token); token.kind != PX_TOKEN_END; px_token_next(text, &at, &token)) {
		if (!add_token(&reading, &token))
			return false;
	}
	unsigned roles = reading.roles;
	bool explicit = roles & (1U << ACCEPT | 1U << DECLINE), negated = roles & (1U << NO | 1U << NEGATES);
	if (reading.numbers > 1 || (roles & 1U << ACCEPT && roles & 1U << DECLINE) ||
	    !(roles & (1U << ACCEPT | 1U << DECLINE | 1U << YES | 1U << NO | 1U << DOES | 1U << NEGATES)))
		return false;
	if (roles & 1U << YES && negated && !explicit)
		return false;
	if ((negated && roles & 1U << EVERY) || (roles & 1U << ACCEPT && roles & 1U << NO))
		return false; /* "accept all, not number 2", "not all", "accept it, no changes": what is meant is not said */
	if (roles & 1U << PERSON && !(explicit || roles & (1U << YES | 1U << NO | 1U << NEGATES)))
		return false; /* "do you", "do I" ask */
	*consent = (struct px_consent){ .bare = !explicit, .all = roles & 1U << EVERY, .number = reading.number };
	consent->accepts = explicit ? (roles & 1U << ACCEPT) && !negated : !negated;
	return !(explicit && negated && roles & 1U << DECLINE); /* "don't decline it" says neither */
}
