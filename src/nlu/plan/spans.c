/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the pieces of a request stand in the text: for explanations and for
 * measuring.  Runs once the calls are made, so that it can follow what the
 * request turned out to be; calls never depend on it.
 */
#include "nlu/plan/spans.h"

#include "nlu/read/slots.h"

static bool is_event_request(struct px_proposal *proposal)
{
	const char *intent = proposal->result.intent;

	return strstr(intent, "event") != NULL;
}

static bool breaks(const struct px_request *request, const struct px_word *before, const struct px_word *word)
{
	struct px_str gap = px_str_n(request->text.data + before->end, word->begin - before->end);

	for (size_t i = 0; i < gap.size; i++) {
		char c = gap.data[i];
		if (c != ' ' && c != '\'' && c != '"' && c != '-')
			return true;
	}
	return false;
}

static size_t word_at(const struct px_words *w, size_t byte)
{
	size_t i = 0;

	while (i < w->count && w->at[i].end <= byte)
		i++;
	return i;
}

/* "my lunch with Priya" is about "lunch": the run of words that names the event. */
static void add_event_name(const struct px_request *request, struct px_proposal *proposal)
{
	const struct px_words *w = &request->bare;
	size_t from = word_at(w, proposal->name_begin), to;

	while (from < w->count && w->at[from].begin < proposal->name_end &&
	       px_word_in(&w->at[from], PX_WORDS_SPAN_DETERMINER) && !(w->at[from].flags & PX_WORD_QUOTED))
		from++;
	if (from >= w->count || w->at[from].begin >= proposal->name_end || px_word_in(&w->at[from], PX_WORDS_SPAN_STOP))
		return;
	bool quoted = w->at[from].flags & PX_WORD_QUOTED;
	for (to = from + 1; to < w->count && w->at[to].begin < proposal->name_end; to++) {
		if (quoted ? !(w->at[to].flags & PX_WORD_QUOTED) :
			     px_word_in(&w->at[to], PX_WORDS_SPAN_STOP) || breaks(request, &w->at[to - 1], &w->at[to]))
			break;
	}
	if (to < w->count && px_word_in(&w->at[to], PX_WORDS_APPOINTMENT_NOUN) && to > from &&
	    !breaks(request, &w->at[to - 1], &w->at[to]) && strncmp(proposal->result.intent, "create", 6) != 0)
		to++;
	px_proposal_span(proposal, "event_name", w->at[from].begin, w->at[to - 1].end);
}

static void add_todo(const struct px_request *request, struct px_proposal *proposal)
{
	const struct px_words *w = &request->bare;
	size_t from = word_at(w, proposal->name_begin), to;

	while (from < w->count && px_word_in(&w->at[from], PX_WORDS_TODO_SPAN_LEAD))
		from++;
	if (from >= w->count || w->at[from].begin >= proposal->name_end)
		return;
	for (to = from + 1; to < w->count && w->at[to].begin < proposal->name_end; to++) {
		if (breaks(request, &w->at[to - 1], &w->at[to]))
			break;
	}
	px_proposal_span(proposal, "title", w->at[from].begin, w->at[to - 1].end);
}

static bool is_clock_word(const struct px_words *w, size_t i, bool before)
{
	const struct px_word *word = &w->at[i];
	size_t digits = strspn(word->text, "0123456789:.");

	if (px_word_in(word, PX_WORDS_CLOCK_WORD))
		return true;
	bool bare = px_word_number(word) > 0 && !strchr(word->text, ':');
	if (bare) {
		bool said = i > 0 && px_word_in(&w->at[i - 1], PX_WORDS_BEFORE_MINUTES);
		bool follows = i + 1 < w->count && px_word_in(&w->at[i + 1], PX_WORDS_AFTER_HOUR);
		return said || follows || before;
	}
	if (!digits)
		return px_word_in(word, PX_WORDS_MINUTES_IN_WORDS);
	return digits == word->size || strcmp(word->text + digits, px_phrase(PX_PHRASE_MORNING_MARK)) == 0 ||
	       strcmp(word->text + digits, px_phrase(PX_PHRASE_AFTERNOON_MARK)) == 0;
}

/* "tomorrow at 12:30" is a date and a time. */
static void add_date_and_time(const struct px_request *request, struct px_proposal *proposal,
			      const struct px_time_expr *t)
{
	const struct px_words *w = &request->words;
	size_t from = word_at(w, t->begin), to = from;

	while (to < w->count && w->at[to].begin < t->end)
		to++;
	for (size_t i = from; i < to; ) {
		size_t k = i;
		if (px_word_in(&w->at[i], PX_WORDS_TIME_SPAN_LINK)) {
			i++;
			continue;
		}
		bool clock = is_clock_word(w, i, false);
		while (k < to && !px_word_in(&w->at[k], PX_WORDS_CLOCK_LINK) &&
		       (k == i || is_clock_word(w, k, clock) == clock))
			k++;
		size_t end = w->at[k - 1].end;
		if (end > w->at[i].begin + 2 &&
		    memcmp(request->text.data + end - 2, px_phrase(PX_PHRASE_OWNER_ENDING), 2) == 0)
			end -= 2;
		px_proposal_span(proposal, clock ? "time" : "date", w->at[i].begin, end);
		i = k;
	}
}

/* "every day at 7" is a frequency and a time. */
static void add_frequency(const struct px_request *request, struct px_proposal *proposal, const struct px_time_expr *t)
{
	struct px_str said = px_str_n(request->text.data + t->begin, t->end - t->begin);
	size_t at = px_str_find(said, px_str(px_phrase(PX_PHRASE_AT_JOINT)));

	if (at == SIZE_MAX) {
		px_proposal_span(proposal, "frequency", t->begin, t->end);
		return;
	}
	px_proposal_span(proposal, "frequency", t->begin, t->begin + at);
	px_proposal_span(proposal, strstr(proposal->result.intent, "event") ? "time" : "date",
			  t->begin + at + (strstr(proposal->result.intent, "event") ? 4 : 1), t->end);
}

static void add_times(const struct px_request *request, struct px_proposal *proposal, bool event)
{
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_expr *t = &request->times[i];
		size_t begin = t->cut_begin;
		while (begin < t->begin && strchr(" ,.", request->text.data[begin]))
			begin++;
		if (t->value.kind == PX_TIME_SET)
			add_frequency(request, proposal, t);
		else if (t->value.kind == PX_TIME_DURATION && t->role != PX_TIME_SHIFT)
			px_proposal_span(proposal, "duration", t->begin, t->end);
		else if (event)
			add_date_and_time(request, proposal, t);
		else
			px_proposal_span(proposal, "date", begin, t->end);
	}
}

/* "my grocery list", "my to do list" */
static void add_list_name(const struct px_request *request, struct px_proposal *proposal)
{
	const struct px_words *w = &request->words;

	for (size_t i = 1; i < w->count; i++) {
		if (!px_word_in(&w->at[i], PX_WORDS_LIST_NOUN) || w->at[i].flags & PX_WORD_BREAK)
			continue;
		size_t from = i - 1;
		if (from > 0 && px_word_in(&w->at[from], PX_WORDS_DO) && px_word_in(&w->at[from - 1], PX_WORDS_TO))
			from--;
		if (!px_word_in(&w->at[from], PX_WORDS_LIST_SPAN_DETERMINER))
			px_proposal_span(proposal, "list_name", w->at[from].begin, w->at[i - 1].end);
		return;
	}
}

void px_spans_finish(struct px_proposal *proposal)
{
	bool event = is_event_request(proposal);
	const struct px_request *request = proposal->request;
	struct px_request rest;

	px_proposal_spans(proposal, &request->spans);
	if (strcmp(proposal->result.intent, "none") == 0)
		return;
	if (proposal->name_end > proposal->name_begin) {
		if (event)
			add_event_name(request, proposal);
		else
			add_todo(request, proposal);
	}
	add_times(request, proposal, event);
	px_request_take(&rest, request);
	if (event && !request->slots.people_count)
		px_slots_people(&rest, rest.bare.at, rest.bare.count);
	if (event && !request->slots.location && strncmp(proposal->result.intent, "list", 4) != 0)
		px_slots_place(&rest, rest.bare.at, rest.bare.count);
	px_proposal_spans(proposal, &rest.spans);
	if (!event && !request->slots.project)
		add_list_name(request, proposal);
}
