/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times that only look so: amounts ("6.5 kilograms"), names ("The Day After
 * Tomorrow", "Apollo 13", "June"), what describes a thing ("send the Friday
 * newsletter"), what somebody talks about ("about Friday"), and links.  What
 * is not surely a time stays in the title.
 */
#include "nlu/read/not_time.h"

#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"


static size_t first_of(const struct px_request *request, const struct px_time_expr *t)
{
	size_t i = 0;

	while (i < request->words.count && request->words.at[i].end <= t->begin)
		i++;
	return i;
}

static size_t end_of(const struct px_request *request, const struct px_time_expr *t, size_t from)
{
	size_t i = from;

	while (i < request->words.count && request->words.at[i].begin < t->end)
		i++;
	return i;
}

/* "https://example.com/2026/03/05/post", "www.site.com/5-6/" */
static bool in_link(const struct px_request *request, const struct px_time_expr *t)
{
	const char *text = request->text.data;
	size_t begin = t->begin, end = t->end;

	while (begin > 0 && !strchr(" \t\n", text[begin - 1]))
		begin--;
	while (end < request->text.size && !strchr(" \t\n", text[end]))
		end++;
	struct px_str token = px_str_n(text + begin, end - begin);
	return px_str_find(token, px_str("://")) != SIZE_MAX || px_str_starts(token, px_str("www.")) ||
	       (token.size > 6 && memchr(token.data, '@', token.size) && memchr(token.data, '.', token.size));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "555-0142": three figures and four. */
static bool in_phone_number(const struct px_request *request, const struct px_time_expr *t)
{
	struct px_str text = request->text;

	for (size_t i = t->begin + 1; i < t->end; i++) {
		size_t before = 0, after = 0;
		if (text.data[i] != '-')
			continue;
		while (before < i && is_digit(text.data[i - 1 - before]))
			before++;
		while (i + 1 + after < text.size && is_digit(text.data[i + 1 + after]))
			after++;
		if (before == 3 && after >= 3)
			return true;
	}
	return false;
}

static bool is_amount(const struct px_words *w, size_t from, size_t end)
{
	const struct px_word *last = &w->at[end - 1];
	bool number = last->text[0] >= '0' && last->text[0] <= '9' && last->text[last->size - 1] >= '0' &&
		      last->text[last->size - 1] <= '9';

	(void)from;
	return number && end < w->count && !(w->at[end].flags & PX_WORD_BREAK) &&
	       px_word_in(&w->at[end], PX_WORDS_NOT_TIME_UNITS);
}

/* All words of the text begin with capitals, or none do: they say nothing. */
static bool capitals_tell(const struct px_request *request)
{
	size_t capital = 0, small = 0;

	for (size_t i = 0; i < request->words.count; i++) {
		char first = request->text.data[request->words.at[i].begin];
		capital += first >= 'A' && first <= 'Z';
		small += first >= 'a' && first <= 'z';
	}
	return capital && small > 1 && !px_language()->capital_nouns;
}

static bool is_capital(const struct px_word *word)
{
	return (word->flags & PX_WORD_CAPITAL) != 0;
}

/* "The Day After Tomorrow", "28 Days Later": words that are never capitals stand as such, in the name of a work. */
static bool in_capitals(const struct px_request *request, const struct px_words *w, size_t from, size_t end)
{
	size_t odd = 0;

	if (!capitals_tell(request) || from == 0)
		return false;
	for (size_t i = from; i < end; i++) {
		bool usual = px_word_in(&w->at[i], PX_WORDS_NOT_TIME_IN_CAPITALS);
		odd += is_capital(&w->at[i]) && !usual;
	}
	/* one capital may be the beginning of what is called so: "Tomorrow call Bob" */
	bool sentence = w->at[from].flags & PX_WORD_BREAK || from == 0;
	return odd >= 2 || (odd == 1 && !sentence && from > 0 &&
			    (is_capital(&w->at[from - 1]) ||
			     (end < w->count && is_capital(&w->at[end]) && !(w->at[end].flags & PX_WORD_BREAK))));
}

/* "Apollo 13 tonight", "Exercise 1D": a number behind a name; what else there is of a time is read again. */
static bool numbers_name(const struct px_request *request, const struct px_words *w, size_t from, size_t end,
			 struct px_time_expr *t)
{
	const struct px_word *number = &w->at[from];
	const size_t figures = strspn(number->text, "0123456789");
	bool digits = figures && number->size <= 4 && number->size <= figures + 1; /* but "Bob 9am", "Bob 9:30" */

	if (!digits || from == 0 || !capitals_tell(request) || !is_capital(&w->at[from - 1]) || from < 2 ||
	    number->flags & PX_WORD_BREAK || px_word_in(&w->at[from - 1], PX_WORDS_NOT_TIME_NO_NOUN) ||
	    px_word_in(&w->at[from - 1], PX_WORDS_NOT_TIME_NUMBERS_NAME))
		return false;
	struct px_time_expr rest;
	if (end > from + 1 && px_word_in(&w->at[from + 1], PX_WORDS_NOT_TIME_NUMBERS_NAME_2))
		return false;
	if (end > from + 1 && px_parse_time_in(request, w->at[from + 1].begin, w->at[end - 1].end, &rest)) {
		*t = rest;
		return false;
	}
	return end == from + 1;
}

/* "contact June", "meet Dawn at 5": somebody, and the rest of the time is read again. */
static bool is_called_so(const struct px_request *request, const struct px_words *w, size_t from, size_t end,
			 struct px_time_expr *t)
{
	struct px_time_expr rest;

	if (!px_word_in(&w->at[from], PX_WORDS_NOT_TIME_NAME_WORDS) || from == 0 ||
	    !px_word_in(&w->at[from - 1], PX_WORDS_NOT_TIME_PERSON_VERBS))
		return false;
	bool preposition = px_word_in(&w->at[from - 1], PX_WORDS_NOT_TIME_IS_CALLED_SO);
	if (preposition && !(is_capital(&w->at[from]) && px_word_in(&w->at[from - 1], PX_WORDS_WITH)))
		return false;
	if (end > from + 1 && px_word_number(&w->at[from + 1]))
		return false; /* "pay june 3" */
	if (end > from + 1 && px_parse_time_in(request, w->at[from + 1].begin, w->at[end - 1].end, &rest)) {
		*t = rest;
		return false;
	}
	return true;
}

/* "send friday newsletter", "fix 4h timeout bug": stands right before a noun as the object of a verb. */
static bool describes_object(const struct px_words *w, size_t from, size_t end, const struct px_time_expr *t)
{
	size_t verb = from;

	if (end >= w->count || from == 0 || w->at[end].flags & PX_WORD_BREAK || w->at[from].flags & PX_WORD_BREAK ||
	    px_word_in(&w->at[end], PX_WORDS_NOT_TIME_NO_NOUN) || px_word_in(&w->at[from], PX_WORDS_NOT_TIME_ADVERBS) ||
	    t->role != PX_TIME_AT || px_parse_event_noun(&w->at[end], 1) ||
	    (w->at[end].text[0] >= '0' && w->at[end].text[0] <= '9'))
		return false;
	while (verb > 1 && px_word_in(&w->at[verb - 1], PX_WORDS_NOT_TIME_DESCRIBES_OBJECT))
		verb--;
	const struct px_word *word = &w->at[verb - 1];
	return px_parse_task_verb(word) && !px_word_in(word, PX_WORDS_NOT_TIME_DESCRIBES_OBJECT_2);
}

/* "email Ann about friday tomorrow", "delete mails up to january 30th" */
static bool is_topic(const struct px_request *request, const struct px_words *w, size_t from, size_t end,
		     struct px_time_expr *t)
{
	bool moves = px_word_in(&w->at[0], PX_WORDS_NOT_TIME_IS_TOPIC);
	if (!moves && from >= 2 && px_word_in(&w->at[from - 1], PX_WORDS_TO) &&
	    px_word_in(&w->at[from - 2], PX_WORDS_UP))
		return true;
	if (!moves && from >= 2 && px_word_in(&w->at[from], PX_WORDS_TO) && px_word_in(&w->at[from - 1], PX_WORDS_UP))
		return true;
	size_t about = px_word_in(&w->at[from], PX_WORDS_NOT_TIME_TOPICS) ? from : from ? from - 1 : 0;
	if (!px_word_in(&w->at[about], PX_WORDS_NOT_TIME_TOPICS) || t->value.start.second >= 0 || about < 1)
		return false;
	for (size_t i = 0; i < about; i++) {
		if (i + 1 < w->count && px_word_in(&w->at[i], PX_WORDS_NOT_TIME_TALK_VERBS) &&
		    !px_word_in(&w->at[i + 1], PX_WORDS_NOT_TIME_IS_TOPIC_2) &&
		    !(px_word_in(&w->at[i], PX_WORDS_REMIND) && request->time_count < 2)) {
			struct px_time_expr rest;
			size_t first = about == from ? from + 1 : from;
			if (end > first + 1 &&
			    px_parse_time_in(request, w->at[first + 1].begin, w->at[end - 1].end, &rest))
				t->end = w->at[first].end; /* "about friday tomorrow": only the first is talked about */
			return true;
		}
	}
	return false;
}

/* "remind me on Monday that the rent is due on Wednesday": what is said of the thing is no time of the request. */
static bool in_that_clause(const struct px_request *request, const struct px_words *w, size_t from)
{
	bool timed = false;

	for (size_t i = 0; i < from; i++) {
		for (size_t k = 0; k < request->time_count; k++)
			timed |= request->times[k].begin <= w->at[i].begin && request->times[k].end >= w->at[i].end;
		if (px_word_in(&w->at[i], PX_WORDS_THAT) && timed && i + 2 < from &&
		    px_word_in(&w->at[0], PX_WORDS_NOT_TIME_IN_THAT_CLAUSE))
			return true;
	}
	return false;
}

/* "watch 28 days later", "read tuesdays with Morrie" */
static bool is_work(const struct px_words *w, size_t from, size_t end)
{
	const struct px_texts *works = px_texts(PX_TEXTS_WORKS);
	size_t begin = from > 0 && px_word_in(&w->at[from - 1], PX_WORDS_THE) ? from - 1 : from;

	for (size_t i = 0; i < works->count && begin &&
	     px_word_in(&w->at[begin - 1], PX_WORDS_NOT_TIME_WORK_VERBS); i++) {
		struct px_str name = px_str(works->at[i]);
		size_t at = 0, k = begin;
		for (; k < w->count && at + w->at[k].size <= name.size &&
		       memcmp(name.data + at, w->at[k].text, w->at[k].size) == 0;
		     k++) {
			at += w->at[k].size;
			if (at == name.size)
				return true;
			at += name.data[at] == ' ';
		}
	}
	return from > 0 && px_word_in(&w->at[from - 1], PX_WORDS_NOT_TIME_WORK_VERBS) && end < w->count &&
	       px_word_in(&w->at[end], PX_WORDS_NOT_TIME_IS_WORK) && w->at[from].size > 4 &&
	       w->at[from].text[w->at[from].size - 1] == 's';
}

/* "lunch at Five Guys": a number that begins a name. */
static bool begins_name(const struct px_request *request, const struct px_words *w, size_t from, size_t end)
{
	size_t number = px_word_in(&w->at[from], PX_WORDS_NOT_TIME_BEGINS_NAME) ? from + 1 : from;

	return number + 1 == end && end < w->count && is_capital(&w->at[number]) && is_capital(&w->at[end]) &&
	       px_word_number(&w->at[number]) && w->at[number].text[0] > '9' && !(w->at[end].flags & PX_WORD_BREAK) &&
	       capitals_tell(request);
}

/* "read 2019 to 2020 records": years as a description. */
static bool is_years(const struct px_words *w, size_t from, size_t end)
{
	size_t years = 0;

	for (size_t i = from; i < end; i++)
		years += w->at[i].size == 4 && strspn(w->at[i].text, "0123456789") == 4;
	return years && end < w->count && !px_word_in(&w->at[end], PX_WORDS_NOT_TIME_NO_NOUN) &&
	       !(w->at[end].flags & PX_WORD_BREAK) && from > 0 && px_parse_task_verb(&w->at[from - 1]);
}

/* "set the other two for tomorrow": a number of things; the rest is read again. */
static bool counts_things(const struct px_request *request, const struct px_words *w, size_t from, size_t end,
			  struct px_time_expr *t)
{
	struct px_time_expr rest;

	if (from == 0 || !px_word_in(&w->at[from - 1], PX_WORDS_COUNTED_THINGS) || px_word_number(&w->at[from]) < 2 ||
	    px_word_ordinal(&w->at[from]) ||
	    t->value.kind == PX_TIME_DURATION)
		return false;
	if (end > from + 1 && px_parse_time_in(request, w->at[from + 1].begin, w->at[end - 1].end, &rest)) {
		*t = rest;
		return false;
	}
	return end == from + 1;
}

/* "what time is dinner on Friday?": the meal is what is asked about; the rest is read again. */
static bool is_meal_asked_about(const struct px_request *request, const struct px_words *w, size_t from, size_t end,
				struct px_time_expr *t)
{
	struct px_time_expr rest;

	if (from < 2 || !px_word_in(&w->at[from], PX_WORDS_MEAL) || !px_word_in(&w->at[0], PX_WORDS_NOT_TIME_ASKS) ||
	    !px_word_in(&w->at[from - 1], PX_WORDS_NOT_TIME_BEFORE_ASKED))
		return false;
	for (size_t i = 1; i < from; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_NOT_TIME_ASKS_FREE))
			return false; /* "when am I free for lunch?" */
	}
	if (end > from + 1 && px_parse_time_in(request, w->at[from + 1].begin, w->at[end - 1].end, &rest)) {
		*t = rest;
		return false;
	}
	return true;
}

bool px_times_only_look(const struct px_request *request, struct px_time_expr *t)
{
	const struct px_words *w = &request->words;
	size_t from = first_of(request, t), end = end_of(request, t, from);

	if (from >= end)
		return false;
	return in_link(request, t) || in_phone_number(request, t) || is_amount(w, from, end) ||
	       in_capitals(request, w, from, end) ||
	       is_work(w, from, end) || begins_name(request, w, from, end) || is_years(w, from, end) ||
	       is_topic(request, w, from, end, t) || in_that_clause(request, w, from) ||
	       describes_object(w, from, end, t) || is_called_so(request, w, from, end, t) ||
	       numbers_name(request, w, from, end, t) || counts_things(request, w, from, end, t) ||
	       is_meal_asked_about(request, w, from, end, t);
}
