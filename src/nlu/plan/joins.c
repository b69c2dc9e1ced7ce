/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each of these is recognised by its second half, which must match as a whole;
 * the first half is then read on its own.
 */
#include "nlu/plan/joins.h"

#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/act/emit.h"
#include "nlu/act/new_times.h"
#include "nlu/read/segment.h"
#include "nlu/read/slots.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/times.h"

enum { FILES_WORDS = 16, NOTED_WORDS = 24 };

static struct px_words words_of(const struct px_request *request, const struct px_segment *segment)
{
	return px_words_of(request->text, segment->begin, segment->end, request->arena);
}

/* ---- where it goes ---- */

bool px_joins_files(const struct px_request *request, const struct px_segment *segment, const char **project)
{
	struct px_match match, ignored;

	if (segment->list || segment->end - segment->begin > 160)
		return false;
	struct px_words w = words_of(request, segment);
	if (w.count < 2 || w.count > FILES_WORDS || !px_match(PX_PATTERN_FILES_IT, w.at, w.count, &match))
		return false;
	const struct px_capture *p = px_match_get(&match, 'p', 0);
	*project = NULL;
	if (!p || px_match(PX_PATTERN_GENERAL_LIST, w.at + p->from, (size_t)(p->to - p->from), &ignored))
		return true;
	for (size_t i = p->from; i < p->to; i++) {
		if (px_word_in(&w.at[i], PX_WORDS_MORE_THAN_PLACE))
			return false; /* says more than where */
	}
	const struct px_nlu_item *known = px_slots_known_project(request, w.at + p->from, (size_t)(p->to - p->from));
	*project = known ? known->title : NULL;
	return known != NULL;
}

bool px_joins_same_deed(const struct px_request *request, const struct px_segment *segment,
			const struct px_segment *next)
{
	struct px_match match;
	struct px_time_expr time;

	if (segment->list || next->list || next->end - next->begin > 120 || segment->end - segment->begin > 160 ||
	    next->begin - segment->end > strlen(px_phrase(PX_PHRASE_AND_JOINT)))
		return false;
	struct px_words w = words_of(request, segment), then = words_of(request, next);
	if (w.count < 2 || then.count > FILES_WORDS || !px_parse_task_verb(&w.at[0]) ||
	    px_word_in(&w.at[0], PX_WORDS_MAKES_OR_SETS) ||
	    !px_match(PX_PATTERN_PUTS_IT, then.at, then.count, &match) ||
	    memchr(request->text.data + segment->end, ',', next->begin - segment->end) ||
	    px_parse_time_in(request, next->begin, next->end, &time))
		return false;
	for (size_t i = 2; i < then.count; i++) {
		if (px_word_in(&then.at[i], PX_WORDS_NO_DEED_PLACE) || px_slots_known_project(request, &then.at[i], 1))
			return false;
	}
	return true;
}

bool px_joins_names_task(const struct px_request *request, const struct px_segment *segment, struct px_dialogue *d)
{
	struct px_words w = words_of(request, segment);
	struct px_target target;

	if (w.count < 2 || w.count > FILES_WORDS)
		return false;
	px_target_find(request, w.at, w.count, PX_TARGET_TASK, &target);
	if (!target.item || target.score < 0.97F)
		return false;
	d->touched[0] = *target.item;
	d->touched_count = 1;
	d->tool = d->arguments = NULL;
	return true;
}

bool px_joins_file_last(const struct px_request *request, struct px_proposal *proposal, const char *project)
{
	struct px_nlu_result *result = &proposal->result;
	struct px_args args;

	if (!result->call_count || strncmp(result->calls[result->call_count - 1].tool, "create_", 7) != 0)
		return false;
	struct px_nlu_call *last = &result->calls[result->call_count - 1];
	if (!project || strcmp(last->tool, "create_task") != 0)
		return true;
	px_args_read(&args, last->arguments, request->arena);
	px_args_drop(&args, "project");
	px_args_set(&args, "project", project);
	last->arguments = px_args_write(&args, request->arena);
	return true;
}

/* The arguments of the last call, if it creates an event. */
static const char *last_event(struct px_proposal *proposal)
{
	const struct px_nlu_result *result = &proposal->result;
	const struct px_nlu_call *last = result->call_count ? &result->calls[result->call_count - 1] : NULL;

	return last && strcmp(last->tool, "create_event") == 0 ? last->arguments : NULL;
}

bool px_joins_made_day(const struct px_request *request, struct px_proposal *proposal)
{
	const char *arguments = last_event(proposal);
	struct px_args args;

	if (!arguments)
		return false;
	px_args_read(&args, arguments, request->arena);
	const char *start = px_args_get(&args, "start");
	return start && strlen(start) == 10;
}

/* ---- noted ---- */

static bool notes(const struct px_words *w)
{
	struct px_match match;

	return w->count >= 2 &&
	       px_match(PX_PATTERN_NOTES_IT,
			w->at, w->count, &match);
}

static bool says_time(const struct px_request *request, size_t begin, size_t end)
{
	struct px_time_expr time;

	return px_times_sure_in(request, begin, end, &time);
}

bool px_joins_only_notes(const struct px_request *request, struct px_proposal *proposal,
			 const struct px_segment *segment)
{
	const struct px_nlu_result *result = &proposal->result;

	if (!result->call_count || strncmp(result->calls[result->call_count - 1].tool, "update_", 7) != 0 ||
	    segment->list || segment->end - segment->begin > 120)
		return false;
	struct px_words w = words_of(request, segment);
	return w.count < FILES_WORDS && notes(&w) && px_word_in(&w.at[w.count - 1], PX_WORDS_NOTED_TAIL);
}

bool px_joins_noted(const struct px_request *request, struct px_proposal *proposal, const struct px_segment *segment,
		    const struct px_segment *next)
{
	const struct px_nlu_session session = proposal->next;
	struct px_target target;
	struct px_match match;
	struct px_args args = { 0 };
	const char *names[PX_SLOT_LIST];

	if (segment->list || next->list || next->end - next->begin > 120 || segment->end - segment->begin > 160)
		return false;
	struct px_words w = words_of(request, segment), then = words_of(request, next);
	if (w.count > NOTED_WORDS || !notes(&then) || !px_match(PX_PATTERN_TOLD, w.at, w.count, &match) ||
	    says_time(request, segment->begin, segment->end))
		return false;
	const struct px_capture *x = px_match_get(&match, 'x', 0), *a = px_match_get(&match, 'a', 0),
				*l = px_match_get(&match, 'l', 0);
	px_target_find(request, w.at + x->from, (size_t)(x->to - x->from), PX_TARGET_EVENT, &target);
	if (!target.item || target.score < 0.7F)
		return false;
	if (a) {
		size_t count = px_parse_people(request, w.at + a->from, (size_t)(a->to - a->from), names);
		if (!count)
			return false;
		px_args_list(&args, "attendees", names, count, request->arena);
	} else {
		px_args_set(&args, "location", px_parse_surface(request, w.at, l->from, l->to));
	}
	return px_parse_change_target(request, &session, proposal, PX_VERB_UPDATE, &target, &args, 0.9F,
				      "rule: told and noted");
}

/* ---- one more ---- */

static size_t clocks_between(const struct px_request *request, size_t begin, size_t end, bool clock)
{
	size_t n = 0;

	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *v = &request->times[i].value;
		n += request->times[i].begin >= begin && request->times[i].end <= end && v->kind != PX_TIME_DURATION &&
		     v->kind != PX_TIME_SET && (!clock || (v->start.second >= 0 && !v->day_part));
	}
	return n;
}

/* A time begins with that word. */
static bool is_time_at(const struct px_request *request, const struct px_words *w, size_t at)
{
	for (size_t i = 0; at < w->count && i < request->time_count; i++) {
		if (request->times[i].begin <= w->at[at].begin && request->times[i].end >= w->at[at].end)
			return true;
	}
	return false;
}

static bool says_day(const struct px_request *request, size_t begin, size_t end)
{
	for (size_t i = 0; i < request->time_count; i++) {
		if (request->times[i].begin >= begin && request->times[i].end <= end &&
		    request->times[i].value.start.day != PX_DAY_NONE)
			return true;
	}
	return false;
}

static bool has_word(const struct px_words *w, size_t before, enum px_word_set list)
{
	for (size_t i = 0; i < before; i++) {
		if (px_word_in(&w->at[i], list))
			return true;
	}
	return false;
}

/* How many words of "another one", "again", "the same" stand at `at`; 0 if none. */
static size_t another_length(const struct px_words *w, size_t at)
{
	struct px_match match;
	size_t length;

	return px_match_prefix(PX_PATTERN_ANOTHER_ONE, w->at + at, w->count - at, &match, &length) &&
			       (px_word_in(&w->at[at + length - 1], PX_WORDS_ANOTHER_TIME_LINK) ||
				!px_word_in(&w->at[at], PX_WORDS_ONE))
		       ? length
		       : 0;
}

/* A noun phrase for something that has a time begins at word `at`. */
static bool is_event_at(const struct px_request *request, const struct px_words *w, size_t at)
{
	struct px_match match;
	size_t length;

	/* "… and then i'm meeting Priya at eleven" says itself that it is one */
	if (px_match_prefix(PX_PATTERN_STATES_EVENT, w->at + at, w->count - at, &match, &length))
		return at + length < w->count && !is_time_at(request, w, at + length);
	bool made = px_word_in(&w->at[0], PX_WORDS_MAKES_EVENT);
	size_t from = at + (px_word_in(&w->at[at], PX_WORDS_ANOTHER_OR_OUR) ||
			    (made && px_word_in(&w->at[at], PX_WORDS_THE))),
	       to = from;

	while (to < w->count && !is_time_at(request, w, to) && !(to > from && w->at[to].flags & PX_WORD_BREAK) &&
	       !px_word_in(&w->at[to], PX_WORDS_EVENT_NAME_ENDS))
		to++;
	if (from >= to || px_word_in(&w->at[from], PX_WORDS_NO_EVENT_NAME) ||
	    !px_parse_event_noun(w->at + from, to - from))
		return false;
	return from > at || !px_parse_task_verb(&w->at[from]) || px_word_in(&w->at[from], PX_WORDS_EVENT_OR_VERB);
}

/* An "and", or a comma before word i + 1; what follows may be one more event. */
static bool is_joint(const struct px_request *request, const struct px_words *w, size_t i, bool *comma)
{
	*comma = !px_word_in(&w->at[i], PX_WORDS_AND_OR_PLUS);
	if (w->at[i].flags & PX_WORD_QUOTED || w->at[i + 1].flags & PX_WORD_QUOTED)
		return false;
	return !*comma || (w->at[i + 1].flags & PX_WORD_BREAK && request->text.data[w->at[i].end] == ',' &&
			   (px_word_in(&w->at[i + 1], PX_WORDS_ANOTHER) || px_parse_event_noun(w->at + i + 1, 1)));
}

/* Each side of word i has its own time, so that it may be an event of its own. */
static bool parts_times(const struct px_request *request, const struct px_words *w, size_t i, bool comma)
{
	size_t end = w->at[i].end, middle = comma ? end : w->at[i].begin;
	bool both = clocks_between(request, request->begin, middle, false) && clocks_between(request, end,
											     request->end, false);
	bool clocks = clocks_between(request, request->begin, middle, true) && clocks_between(request, end,
											      request->end, true);
	bool later = says_day(request, end, request->end);

	if (comma || !later) /* "drinks at 9" are on the day of the dinner before them */
		return clocks;
	return both && says_day(request, request->begin, middle);
}

/* "a meeting with Bob at 10 … and with Alice at 2": "with", a name and a time. */
static bool is_with_somebody(const struct px_request *request, const struct px_words *w, size_t at)
{
	size_t to = at + 1;

	if (!px_word_in(&w->at[at], PX_WORDS_WITH) || !has_word(w, at, PX_WORDS_WITH))
		return false;
	while (to < w->count && to < at + 4 && !is_time_at(request, w, to) &&
	       !px_word_in(&w->at[to], PX_WORDS_EVENT_NAME_ENDS))
		to++;
	return to > at + 1;
}

size_t px_joins_second_event(struct px_request *request, const struct px_nlu_session *session)
{
	const struct px_words *w = &request->words;
	bool some = false, comma;

	bool reminds = w->count && px_word_in(&w->at[0], PX_WORDS_REMIND); /* "and again" at most */
	if (w->count < 6 || w->count > PX_PARSE_WORDS || (!reminds && px_word_in(&w->at[0], PX_WORDS_NO_EVENT_HEAD)))
		return 0;
	for (size_t i = 2; i + 2 < w->count && !some; i++) {
		some = is_joint(request, w, i, &comma) &&
		       (px_word_in(&w->at[i + 1], PX_WORDS_SECOND_EVENT_LEAD) ||
			px_word_in(&w->at[i + 1], PX_WORDS_WITH) ||
			px_parse_event_noun(w->at + i + 1, w->count - i - 1));
	}
	if (!some)
		return 0;
	request->time_count = 0;
	px_parse_find_times(request, session);
	for (size_t i = 2; i + 2 < w->count && request->time_count > 1; i++) {
		if (!is_joint(request, w, i, &comma) || (!comma && is_time_at(request, w, i)))
			continue;
		size_t length = another_length(w, i + 1);
		if (reminds && !(length && px_word_in(&w->at[i + 1], PX_WORDS_AGAIN_OR_ONCE)))
			continue;
		bool again = length && clocks_between(request, request->begin, w->at[i].begin, false);
		if (!again && !parts_times(request, w, i, comma))
			continue;
		bool first = again || px_parse_event_noun(w->at, i) ||
			     clocks_between(request, request->begin, w->at[i].end, true);
		if (first && (is_with_somebody(request, w, i + 1) ||
			      (length && i + 1 + length < w->count && is_with_somebody(request, w, i + 1 + length))))
			return i;
		if (first && (length ? is_time_at(request, w, i + 1 + length) : is_event_at(request, w, i + 1)))
			return i;
	}
	return 0;
}

int32_t px_joins_day_of_last(const struct px_request *request, struct px_proposal *proposal)
{
	const char *arguments = last_event(proposal);
	struct px_args args;
	int64_t ms;
	bool offset;

	if (!arguments)
		return PX_DAY_NONE;
	px_args_read(&args, arguments, request->arena);
	const char *start = px_args_get(&args, "start");
	return start && px_civil_parse_ms(px_str(start), &ms, &offset) ? px_civil_ms_day(ms) : PX_DAY_NONE;
}

/* "the day after at eleven"; nobody's day: "the day after the wedding". */
static bool is_day_after(const struct px_words *w, size_t i)
{
	return i >= 2 && px_word_in(&w->at[i - 1], PX_WORDS_DAY) && px_word_in(&w->at[i - 2], PX_WORDS_ARTICLE_THE_A) &&
	       (i + 1 == w->count || w->at[i + 1].flags & PX_WORD_BREAK ||
		px_word_in(&w->at[i + 1], PX_WORDS_BEFORE_CLOCK));
}

/* "straight after her", "right after" */
static bool is_right_after(const struct px_words *w, size_t i)
{
	return i >= 1 && px_word_in(&w->at[i - 1], PX_WORDS_RIGHT_AFTER) &&
	       (i + 1 == w->count || w->at[i + 1].flags & PX_WORD_BREAK ||
		px_word_in(&w->at[i + 1], PX_WORDS_BEFORE_PRONOUN));
}

int32_t px_joins_day_then(const struct px_request *source, size_t begin, size_t end, const struct px_proposal *proposal)
{
	const struct px_dialogue *d = &proposal->next.dialogue;
	struct px_match match;

	if (!d->touched_count || d->touched[0].kind != PX_NLU_EVENT || d->touched[0].start == PX_TIME_NONE ||
	    proposal->next.fresh)
		return PX_DAY_NONE;
	const int32_t day = px_civil_ms_day(d->touched[0].start);
	const struct px_words w = px_words_of(proposal->text, begin, end, source->arena);
	if (px_match_at(PX_PATTERN_AFTERWARDS, &w, 0, &match))
		return day;
	bool timed = false;
	for (size_t i = 0; i < w.count; i++) {
		timed |= px_word_is_number(&w.at[i]);
		if (w.at[i].flags & PX_WORD_QUOTED || !px_word_in(&w.at[i], PX_WORDS_AFTER))
			continue;
		if (is_day_after(&w, i))
			return day + 1;
		if (is_right_after(&w, i) && !timed)
			return day; /* "gym at 6 with a swim right after" is of its own day */
	}
	return PX_DAY_NONE;
}

size_t px_joins_behind_same_day(const struct px_request *source, size_t begin, size_t end,
				const struct px_proposal *proposal)
{
	const struct px_words w = px_words_of(proposal->text, begin, end, source->arena);
	struct px_match match;
	size_t length;

	if (!px_match_prefix(PX_PATTERN_ON_THAT_SAME_DAY, w.at, w.count, &match, &length) || length >= w.count)
		return begin;
	return w.at[length].begin;
}

/* "call mum at 3 and again tomorrow": the last task at a further time. */
static bool another_task(const struct px_request *request, struct px_proposal *proposal)
{
	const struct px_nlu_result *result = &proposal->result;
	const struct px_nlu_call *last = result->call_count ? &result->calls[result->call_count - 1] : NULL;
	struct px_args args;

	if (!last || strcmp(last->tool, "create_task") != 0)
		return false;
	struct px_when when = px_parse_when(request, NULL, 0);
	px_args_read(&args, last->arguments, request->arena);
	px_args_drop(&args, "due");
	px_args_drop(&args, "recurrence");
	px_parse_set_due(request, &args, &when);
	if (!px_args_get(&args, "due"))
		return false;
	px_parse_emit(request, proposal, PX_INTENT_CREATE_TASK, &args, 0.9F, "rule: the same once more");
	return true;
}

/* "with Alice at 2pm", behind a meeting with Bob: the same with somebody else. */
static bool another_with(const struct px_request *request, struct px_proposal *proposal)
{
	const char *arguments = last_event(proposal);
	struct px_words bare = request->bare, *w = &bare;
	struct px_args args, times = { 0 };
	const char *with = px_phrase(PX_PHRASE_WITH_JOINT);

	while (w->count > 2 && px_word_in(&w->at[0], PX_WORDS_ANOTHER_LEAD)) { /* "another one with Ben" */
		w->at++;
		w->count--;
	}

	if (!arguments || w->count < 2 || w->count > 4 || !px_word_in(&w->at[0], PX_WORDS_WITH) || !request->time_count)
		return false;
	px_args_read(&args, arguments, request->arena);
	const char *title = px_args_get(&args, "title"), *cut = title ? strstr(title, with) : NULL;
	if (!cut)
		return false;
	const char *who = px_parse_surface(request, w->at, 1, w->count);
	struct px_when when = px_parse_when(request, NULL, 0);
	const char *start = px_args_get(&args, "start");
	if (when.start.day == PX_DAY_NONE && start)
		when.start.day = px_joins_day_of_last(request, proposal);
	px_parse_set_move(request, NULL, PX_TARGET_EVENT, &when, &times);
	if (!px_args_has(&times, "start"))
		return false;
	px_args_set(&times, "title", px_arena_printf(request->arena, "%.*s%s%s", (int)(cut - title), title, with, who));
	px_args_set(&times, "location", px_args_get(&args, "location"));
	px_args_list(&times, "attendees", &who, 1, request->arena);
	px_parse_emit(request, proposal, PX_INTENT_CREATE_EVENT, &times, 0.9F, "rule: the same with another");
	return true;
}

bool px_joins_another(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal)
{
	const char *arguments = last_event(proposal);
	struct px_args args;
	int64_t start, end;
	bool offset;

	(void)session;
	if (another_with(request, proposal))
		return true;
	size_t length = another_length(&request->words, 0);
	if (!length || length >= request->words.count || request->words.at[length].time < 0)
		return false;
	for (size_t i = length; i < request->words.count; i++) {
		if (request->words.at[i].time < 0 && !px_word_in(&request->words.at[i], PX_WORDS_ANOTHER_FILLER))
			return false;
	}
	if (!arguments)
		return another_task(request, proposal);
	struct px_when when = px_parse_when(request, NULL, 0);
	px_args_read(&args, arguments, request->arena);
	const char *from = px_args_get(&args, "start"), *to = px_args_get(&args, "end");
	if (!from || !px_civil_parse_ms(px_str(from), &start, &offset) || when.start.day == PX_DAY_NONE)
		return false;
	bool whole = strlen(from) == 10;
	int64_t day = (int64_t)when.start.day * PX_MS_DAY, length_ms = 0;
	if (to && px_civil_parse_ms(px_str(to), &end, &offset))
		length_ms = end - start;
	int64_t at = whole		      ? day
		     : when.start.second >= 0 ? day + (int64_t)when.start.second * 1000
					      : day + start % PX_MS_DAY;
	if (length_ms && when.range && when.end.second >= 0)
		length_ms = ((int64_t)when.end.second - when.start.second) * 1000;
	px_args_drop(&args, "start");
	px_args_drop(&args, "end");
	px_args_drop(&args, "recurrence");
	int32_t second = whole ? -1 : (int32_t)(at % PX_MS_DAY / 1000);
	px_args_set(&args, "start", px_parse_point(request, (struct px_time_point){ px_civil_ms_day(at), second }));
	if (length_ms > 0) {
		int64_t until = at + length_ms;
		second = whole ? -1 : (int32_t)(until % PX_MS_DAY / 1000);
		px_args_set(&args, "end",
			    px_parse_point(request, (struct px_time_point){ px_civil_ms_day(until), second }));
	}
	px_parse_emit(request, proposal, PX_INTENT_CREATE_EVENT, &args, 0.9F, "rule: one more of the kind");
	return true;
}
