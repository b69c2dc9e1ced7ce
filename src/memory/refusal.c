/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of phrases (memory/en), looked for with the times blanked: "May" is no "may". */
#include "memory/refusal.h"

#include "memory/en.h"
#include "memory/predicate.h"

#include <ctype.h>

#define TIME_WORD "\x01" /* stands for a word of a time */

static struct px_clause without_times(const struct px_said_times *when, const struct px_clause *clause)
{
	struct px_clause plain = *clause;

	for (size_t i = 0; i < plain.count; i++) {
		bool noun = i > 0 && px_word_one_of(plain.words[i].text, "will may mark") &&
			    px_word_one_of(plain.words[i - 1].text, px_en_before_nouns);
		if (noun || px_said_covers(when, &plain.words[i]))
			plain.words[i].text = TIME_WORD;
	}
	return plain;
}

static bool mostly_quoted(const struct px_clause *clause)
{
	size_t quoted = 0;

	for (size_t i = 0; i < clause->count; i++)
		quoted += clause->words[i].quoted;
	return quoted * 5 > clause->count * 2;
}

bool px_clause_asks(const struct px_clause *clause)
{
	const char *first = clause->words[0].text;

	return clause->question || px_clause_starts(clause, px_en_list_orders, NULL) || (px_word_one_of(first, px_en_question_words) && !clause->words[0].possessive) ||
	       (px_word_one_of(first, px_en_question_openers) && clause->count > 1 &&
		px_word_one_of(clause->words[1].text, px_en_asked_subjects));
}

/* A plan with its day is a change announced; without one it is only a plan. */
static bool only_planned(const struct px_said_times *when, const struct px_clause *sentence, const struct px_clause *plain)
{
	if (px_clause_has(plain, px_en_hypothetical, NULL, NULL))
		return true;
	return px_clause_has(plain, px_en_future, NULL, NULL) && !px_said_date(when, sentence) && !px_said_repeats(when, sentence);
}

/* "Great, another …": what follows is meant the other way round. */
static bool mocks(const struct px_clause *c)
{
	if (c->count > 1 && c->words[1].comma && px_word_one_of(c->words[0].text, px_en_mocking))
		return true;
	if (c->count > 2 && px_word_one_of(c->words[0].text, "oh ah") && px_word_one_of(c->words[1].text, px_en_mocking))
		return true;
	if (c->count > 3 && c->words[c->count - 1].comma && px_word_one_of(c->words[c->count - 1].text, px_en_mocking))
		return true;
	return c->count > 1 && px_word_one_of(c->words[0].text, px_en_mocking) &&
	       px_word_one_of(c->words[1].text, "another news timing start job work how just that weather");
}

/* "so … that", "a memory like an elephant", "ha": nobody means it word for word. */
static bool jokes(const struct px_clause *c)
{
	size_t so, length;

	if (px_clause_has(c, px_en_exaggeration, NULL, NULL))
		return true;
	if (px_clause_has(c, "so", &so, &length) && so > 0 && px_word_one_of(c->words[so - 1].text, px_en_be_and_adverbs) &&
	    so + 2 < c->count && !c->words[so].comma && !px_word_one_of(c->words[so + 1].text, px_en_pronouns))
		return px_clause_has(c, "that|i could|i knew|i can|even", NULL, NULL) || c->exclaimed;
	if (px_clause_has(c, "so", &so, &length) && so + 2 < c->count && so > 0 && !c->words[so].comma &&
	    px_word_one_of(c->words[so + 2].text, "the that even i you they"))
		return true; /* "cooks so bad the cockroaches …" */
	const char *last = c->words[c->count - 1].text;
	if (strlen(last) > 2 && strspn(last, "k") == strlen(last))
		return true; /* "kkkkk" */
	if (px_word_one_of(last, px_en_laughter) && px_clause_has(c, "called|named|under|allergic|in the|on the|number", NULL, NULL))
		return false; /* who laughs may mean it */
	return px_word_one_of(last, px_en_laughter) || px_word_one_of(c->words[0].text, px_en_laughter);
}

/* "In the novel I am reading the vicar lives at …": made up; but not "in the book club I …". */
static bool tells_story(const struct px_clause *c)
{
	enum { NAMED_WITHIN = 5 };

	if (!px_word_one_of(c->words[0].text, "in"))
		return false;
	for (size_t i = 2; i + 1 < c->count && i < NAMED_WITHIN && !c->words[i].comma; i++) {
		const struct px_cword *next = &c->words[i + 1];
		if (px_word_one_of(c->words[i].text, px_en_stories) && px_word_one_of(c->words[1].text, px_en_determiners))
			return next->comma || next->capital || px_word_one_of(next->text, px_en_pronouns) || px_word_one_of(next->text, px_en_determiners);
	}
	return false;
}

/* "add …", "move the job": asks for something to be done. */
static bool orders(const struct px_clause *c)
{
	for (size_t i = 1; i < c->count && i < 5; i++) { /* "email for invoices is …", "book club meets …" */
		size_t n = strlen(c->words[i].text);
		if (px_word_one_of(c->words[i].text, px_en_be) || (n > 3 && c->words[i].text[n - 1] == 's' && px_is_verb(c->words[i].text)))
			return false;
	}
	return c->count > 1 && px_word_one_of(c->words[0].text, px_en_orders) && !c->words[0].possessive && !c->words[1].comma;
}

/* "most people", "one should", "cats are": of everybody and nobody. */
static bool generalises(const struct px_clause *c)
{
	size_t at = 0;

	while (at + 1 < c->count && (px_word_one_of(c->words[at].text, px_en_prepositions) || px_word_one_of(c->words[at].text, px_en_adverbs)))
		at++;
	return px_word_one_of(c->words[at].text, px_en_anybody) ||
	       (px_word_one_of(c->words[0].text, "a an") && c->count > at + 1 && !px_word_one_of(c->words[at + 1].text, "friend mate colleague neighbour")) ||
	       px_clause_has(c, px_en_general, NULL, NULL);
}

static bool of_this_moment(const struct px_clause *sentence)
{
	if (px_clause_has(sentence, px_en_as_of, NULL, NULL) || px_clause_has(sentence, px_en_holds_on, NULL, NULL) ||
	    px_clause_has(sentence, px_en_changes, NULL, NULL) || px_clause_has(sentence, px_en_parting, NULL, NULL))
		return false; /* "started a new job today": so from then on */
	return px_clause_has(sentence, px_en_moment_times, NULL, NULL);
}

/* "must take half a pill", "has to be size five": how things have to be, and nothing to be done. */
static bool lasting_duty(const struct px_said_times *when, const struct px_clause *c)
{
	bool other = !px_word_one_of(c->words[0].text, "i we you") && !px_clause_has(c, "remind me|do not forget|make sure", NULL, NULL);

	if (other && px_said_repeats(when, c) && px_clause_has(c, "must|has to", NULL, NULL))
		return true;
	return px_clause_has(c, px_en_lasting_duty, NULL, NULL) && (other || px_said_repeats(when, c));
}

bool px_clause_is_duty(const struct px_said_times *when, const struct px_clause *clause)
{
	struct px_clause plain = without_times(when, clause);

	return px_clause_has(&plain, px_en_duty, NULL, NULL) && !lasting_duty(when, clause);
}

const char *px_refusal(const struct px_said_times *when, const struct px_clause *sentence)
{
	struct px_clause plain = without_times(when, sentence);
	const struct { const char *phrases, *why; } lists[] = {
		{ px_en_guess, "a guess" }, { px_en_hearsay, "somebody else's words" }, { px_en_sarcasm, "sarcasm" },
		{ px_en_weather, "the weather" }, { px_en_small_talk, "small talk" },
	};

	if (px_clause_asks(sentence))
		return "a question";
	if (mostly_quoted(sentence))
		return "a quotation";
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (px_clause_has(&plain, lists[i].phrases, NULL, NULL))
			return lists[i].why;
	}
	if (mocks(sentence))
		return "sarcasm";
	if (jokes(sentence))
		return "a joke";
	if (tells_story(sentence))
		return "a story";
	if (orders(sentence) || px_clause_has(sentence, px_en_asked_for, NULL, NULL))
		return "a request";
	if (generalises(sentence))
		return "of people in general";
	if (of_this_moment(sentence))
		return "of this moment";
	return only_planned(when, sentence, &plain) ? "only thought of" : NULL;
}
