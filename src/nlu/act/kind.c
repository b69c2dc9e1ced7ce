/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Task or event?  The words decide together with times, slots and the classifier.
 */
#include "nlu/act/kind.h"

#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/opinion.h"

/* "top up the card", "nip over to the bank": verbs only with their particle. */
bool px_kind_is_phrasal(const struct px_word *title, size_t count)
{
	struct px_match match;
	size_t length;

	return count > 1 && px_match_prefix(PX_PATTERN_PHRASAL_VERB, title, count, &match, &length) &&
	       (length < count || px_word_in(title, PX_WORDS_DO));
}

/* "train to Cologne", "book club", "call with Bob" are nouns, "train the model" is none. */
bool px_kind_starts_with_verb(const struct px_word *title, size_t count)
{
	if (px_kind_is_phrasal(title, count))
		return true;
	if (!count || !px_parse_task_verb(&title[0]))
		return false;
	if (count > 1 && px_word_in(&title[0], PX_WORDS_CALL_VERB_OR_NOUN) &&
	    px_word_in(&title[1], PX_WORDS_CALL_NOUN_FOLLOWS))
		return false;
	if (!px_parse_event_word(&title[0]) && !px_word_in(&title[0], PX_WORDS_VERB_AND_NOUN))
		return true;
	return !(count > 1 && px_word_in(&title[1], PX_WORDS_AFTER_NOUN));
}

/* Task or event?  > 0: event. */
float px_kind_event_score(const struct px_request *request, const struct px_word *title, size_t count)
{
	struct px_when when = px_parse_when(request, NULL, 0);
	const struct px_intent_result *c = px_parse_classify(request);
	float score = c->scores[PX_INTENT_CREATE_EVENT] - c->scores[PX_INTENT_CREATE_TASK];
	bool verb = px_kind_starts_with_verb(title, count) && !px_word_in(&title[0], PX_WORDS_EVENT_VERB);
	bool noun = px_parse_event_noun(title, count);
	bool clock = when.start.second >= 0 && !when.day_part;

	score *= 0.8F;
	if (!clock && count && px_word_in(&title[count - 1], PX_WORDS_HANDED_IN))
		score -= 1.5F; /* "seminar reading for Thursday" is to be done by then */
	if (verb && !(px_word_in(&title[0], PX_WORDS_SHOW_VERB_OR_NOUN) && count <= 3 && clock))
		score -= 1.2F;
	if (noun && !verb)
		score += when.any ? 0.9F : 0.3F;
	if (clock && !verb)
		score += 0.4F;
	if (when.range && when.end.second >= 0 && when.start.second >= 0 && !when.day_part)
		score += verb && !when.deadline ? 1.6F : 0.7F; /* a task has no end: "call today 3 - 5" */
	if (when.deadline || request->slots.priority)
		score -= 1;
	if (when.after_completion)
		score -= 1;
	if (when.any && request->bare.count && !px_word_in(&request->bare.at[0], PX_WORDS_SUBJECT_I) &&
	    px_matches(PX_PATTERN_OBLIGED_DEED, request->bare.at, request->bare.count))
		score -= 1.5F; /* "the abstract has to be submitted until the 31st" */
	if (request->slots.project && !clock)
		score -= 0.6F;
	if (!when.any)
		score -= 0.5F;
	for (size_t i = 0; i < count; i++)
		score += px_word_in(&title[i], PX_WORDS_WITH) && i > 0 && when.any && !verb ? 0.3F : 0;
	return score;
}

/* "book club" is no booking. */
bool px_kind_starts_with_noun(const struct px_words *w)
{
	return w->count > 1 && px_parse_task_verb(&w->at[0]) && !px_kind_starts_with_verb(w->at, w->count);
}

/* "um acht an die Spritze erinnern": what is told is no deed and no event of that name. */
static bool asks_to_be_told(const struct px_request *request)
{
	return !px_language()->classifies && px_words_have(&request->words, PX_WORDS_ASKS_TO_BE_TOLD);
}

bool px_kind_is_timed_deed(const struct px_request *request)
{
	enum { WORDS_MOST = 8 };
	const struct px_words *w = &request->bare;

	return request->time_count && w->count > 1 && w->count <= WORDS_MOST && !asks_to_be_told(request) &&
	       px_parse_ends_in_verb(request->text, w->at, w->count) && !px_words_ask(request->text, w) &&
	       !px_words_have(&request->words, PX_WORDS_NO_PLAIN_EVENT);
}

/* Leads up to a name or asks for a whole kind, and names nothing itself. */
static bool names_nothing(const struct px_word *word)
{
	static const enum px_word_set light[] = { PX_WORDS_MARKED_NO_TITLE,   PX_WORDS_MARKED_DANGLER,
						  PX_WORDS_CORRECTION_FILLER, PX_WORDS_MARKED_NO_HEADING,
						  PX_WORDS_ASKS_FREE,	       PX_WORDS_ALL_EVENTS,
						  PX_WORDS_ALL_TASKS };

	for (size_t i = 0; i < sizeof(light) / sizeof(light[0]); i++) {
		if (px_word_in(word, light[i]))
			return true;
	}
	return false;
}

bool px_kind_is_deed(const struct px_request *request)
{
	enum { WORDS_MOST = 10 };
	const struct px_words *w = &request->bare;
	bool named = false;
	size_t to = 1; /* the first clause */

	if (!px_language()->verb_last || request->time_count || w->count < 2 || w->count > WORDS_MOST ||
	    px_words_ask(request->text, &request->words) || px_words_have(&request->words, PX_WORDS_NO_PLAIN_EVENT))
		return false;
	while (to < w->count && !(w->at[to].flags & PX_WORD_BREAK))
		to++;
	for (size_t i = 0; i + 1 < to && !named; i++)
		named = !names_nothing(&w->at[i]);
	return named && px_parse_ends_in_verb(request->text, w->at, to);
}

/* "so ein schöner Tag heute", "was für ein Abend": the words before it lead up to no name. */
static bool exclaims(const struct px_request *request)
{
	const struct px_words w = px_words_of(request->text, request->begin, request->end, request->arena);

	for (size_t i = 0; i + 1 < w.count; i++) {
		if (px_word_in(&w.at[i], PX_WORDS_EXCLAIMS) && px_word_in(&w.at[i + 1], PX_WORDS_DETERMINER))
			return true;
	}
	return px_words_have(&request->words, PX_WORDS_EXCLAIMS);
}

bool px_kind_is_named_time(const struct px_request *request)
{
	enum { WORDS_MOST = 8 };
	const struct px_words *w = &request->bare;
	bool named = false;

	if (px_language()->classifies || !request->time_count || !w->count ||
	    px_word_in(&w->at[0], PX_WORDS_DEED_BOTH) ||
	    exclaims(request) || w->count > WORDS_MOST ||
	    asks_to_be_told(request) ||
	    px_words_ask(request->text, &request->words) || px_words_have(&request->words, PX_WORDS_NO_PLAIN_EVENT))
		return false;
	for (size_t i = 0; i < w->count && !named; i++)
		named = !names_nothing(&w->at[i]);
	const struct px_when when = px_parse_when(request, NULL, 0);
	return named && when.start.day != PX_DAY_NONE && when.start.day >= request->today && !when.deadline &&
	       !when.shift && !when.rrule && !when.months && when.seconds <= PX_MS_DAY / PX_MS_SECOND;
}
