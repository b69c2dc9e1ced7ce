/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making a task or an event of a title and of what the request says besides.
 */
#include "nlu/act/make.h"

#include "nlu/act/again.h"
#include "nlu/act/emit.h"
#include "nlu/act/lead.h"
#include "nlu/act/kind.h"
#include "nlu/act/shopping.h"
#include "nlu/read/items.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/opinion.h"
#include "nlu/text/phrase.h"

/* The title of the task that the same message made before this request, or "". */
static const char *just_made(const struct px_request *request, struct px_proposal *proposal)
{
	const struct px_nlu_result *result = &proposal->result;
	const struct px_nlu_call *last = result->call_count ? &result->calls[result->call_count - 1] : NULL;
	struct px_args args;

	if (!last || strncmp(last->tool, "create_", 7) != 0 ||
	    !px_word_in(&request->words.at[0], PX_WORDS_CREATE_JUST_MADE))
		return "";
	px_args_read(&args, last->arguments, request->arena);
	return px_args_get(&args, "title") ? px_args_get(&args, "title") : "";
}

/* "write report 1h30m tomorrow": a task has no length, so it stays with the title. */
static const char *with_amount(const struct px_request *request, const char *title, size_t end)
{
	for (size_t i = 0; i < request->time_count && title[0]; i++) {
		const struct px_time_expr *t = &request->times[i];
		if (t->value.kind == PX_TIME_DURATION && t->role == PX_TIME_AT && t->begin >= end)
			return px_arena_printf(request->arena, "%s (%s)", title,
					       px_arena_str(request->arena, px_parse_said(request, t->begin, t->end)));
	}
	return title;
}

static bool names_only_list(const struct px_word *words, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (!px_word_in(&words[i], PX_WORDS_CREATE_NAMES_ONLY_LIST))
			return false;
	}
	return true;
}

static const char *time_as_title(const struct px_request *request)
{
	const struct px_time_expr *t = &request->times[0];

	return px_parse_title_case(request, px_arena_str(request->arena, px_parse_said(request, t->begin, t->end)));
}

/* "remind me tonight at 9", said at ten: nobody is reminded of the past, so when else is asked. */
static bool asks_past(const struct px_request *request, struct px_proposal *proposal, const char *title,
		      const struct px_when *when)
{
	struct px_args args = { 0 };

	if (!when->any || when->rrule || request->list || !px_word_in(&request->words.at[0], PX_WORDS_CREATE_ASKS_PAST))
		return false;
	px_parse_set_due(request, &args, when);
	const char *due = px_args_get(&args, "due");
	int64_t ms = px_dialogue_ms(due);
	if (ms == PX_TIME_NONE || (strlen(due) == 10 ? px_civil_ms_day(ms) >= request->today : ms > request->now))
		return false;
	px_args_drop(&args, "due");
	px_args_set(&args, "title", title);
	px_args_set(&args, "project", request->slots.project);
	proposal->question.tool = "create_task";
	proposal->question.arguments = px_args_write(&args, request->arena);
	proposal->question.slot = "due";
	px_parse_ask(request, proposal, px_phrase(PX_PHRASE_ASK_PAST));
	return true;
}

/* An open task of that very name is on the same list. */
static bool is_there(const struct px_request *request, const char *title)
{
	const char *project = request->slots.project;

	for (size_t i = 0; i < request->context->item_count && project; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->kind == PX_NLU_TASK && item->title && item->project &&
		    px_str_eq_case(px_str(item->project), px_str(project)) &&
		    px_str_eq_case(px_str(item->title), px_str(title)))
			return true;
	}
	return false;
}

static void say_there(const struct px_request *request, struct px_proposal *proposal, const char *title)
{
	proposal->result.smalltalk = px_phrase_with_two(request->arena, PX_PHRASE_ON_LIST_ALREADY, title,
							request->slots.project);
	proposal->result.why = "rule: on the list already";
}

/* Both ends of a run of days were said: "from 15 to 28 June". */
bool px_make_says_days(const struct px_request *request, const struct px_when *when)
{
	if (!when->range || !when->whole_days || when->deadline || when->start.day == PX_DAY_NONE ||
	    when->end.day == PX_DAY_NONE)
		return false;
	for (size_t i = 1; i + 1 < request->words.count; i++) {
		if (request->words.at[i].time >= 0 && px_word_in(&request->words.at[i], PX_WORDS_DAYS_TO))
			return true;
	}
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_expr *t = &request->times[i];
		for (size_t k = t->begin; k < t->end; k++) {
			if (request->text.data[k] == '-' || request->text.data[k] == '\xe2')
				return true;
		}
	}
	return false;
}

/* A marked title is all of its words, without the article in front. */
static const char *marked_title(const struct px_request *request, const struct px_word *words, size_t from, size_t to)
{
	while (from + 1 < to && px_word_in(&words[from], PX_WORDS_CREATE_CREATE_TASK) &&
	       !(words[from].flags & PX_WORD_QUOTED))
		from++;
	if (from >= to)
		return "";
	while (to > from + 1 && px_word_in(&words[to - 1], PX_WORDS_MARKED_DANGLER))
		to--; /* "pay rent on" before a span of time */
	return px_parse_title_case(request, px_parse_surface(request, words, from, to));
}

static const char *task_title(const struct px_request *request, const struct px_word *words, size_t from, size_t to)
{
	if (request->marked)
		return marked_title(request, words, from, to);
	return px_parse_title(request, words, from, to, true);
}

/* "project deadline on Friday" is its name, "write the report, deadline Friday" is none. */
static const char *with_deadline(const struct px_request *request, const char *title, const struct px_word *words,
				 size_t from, size_t to)
{
	const struct px_words *w = &request->full;

	if (from == to || to - from > 3 || px_kind_starts_with_verb(words + from, to - from))
		return title;
	for (size_t i = 0; i < w->count; i++) {
		if (w->at[i].begin < words[to - 1].end)
			continue;
		bool named = px_word_in(&w->at[i], PX_WORDS_DEADLINE) && !(w->at[i].flags & PX_WORD_BREAK);
		return named ? px_arena_printf(request->arena, "%s %s", title,
					       px_parse_surface(request, w->at, i, i + 1))
			     : title;
	}
	return title;
}

static void keep_unread(const struct px_request *request, struct px_proposal *proposal, const char *title)
{
	const struct px_texts *openers = px_texts(PX_TEXTS_UNREAD_OPENERS);

	for (size_t i = 0; i < openers->count && !request->time_count; i++) {
		const char *at = strstr(title, openers->at[i]);
		if (at)
			proposal->result.unread = px_arena_str(request->arena, px_str(at + 1));
	}
}

/* "buy wine for Friday's dinner": the day describes a noun of the title and stays in it. */
static const struct px_request *keep_possessive(const struct px_request *request, struct px_proposal *proposal,
						const struct px_word *first)
{
	struct px_request *own = NULL;
	const struct px_words *w = &request->words;

	for (size_t i = 1; i + 1 < w->count; i++) {
		const struct px_word *word = &w->at[i];
		bool owns = px_word_ends(word, PX_PHRASE_OWNER_ENDING);
		if (!owns || word->time < 0 || word->begin <= first->begin || w->at[i + 1].time >= 0 ||
		    w->at[i + 1].flags & PX_WORD_BREAK || px_word_in(&w->at[i + 1], PX_WORDS_AFTER_POSSESSIVE_TIME))
			continue;
		own = own ? own : px_proposal_read_on(request, proposal);
		struct px_time_expr *t = &own->times[word->time];
		t->cut_end = t->cut_begin;
		if (t->value.start.day != PX_DAY_NONE && t->value.start.day < request->today)
			t->value.kind = PX_TIME_KIND_NONE; /* "notes from yesterday's call" */
	}
	return own ? own : request;
}

/* "'buy candles' on the list, …": the quotation is the whole title.  Where it ends, else `to`. */
static size_t quotation_end(const struct px_word *words, size_t from, size_t to)
{
	size_t end = from;

	while (end < to && words[end].flags & PX_WORD_QUOTED)
		end++;
	if (end == from || end == to ||
	    !(words[end].flags & PX_WORD_BREAK || px_word_in(&words[end], PX_WORDS_AFTER_QUOTED_TITLE)))
		return to;
	for (size_t i = end; i < to; i++) {
		if (words[i].flags & PX_WORD_QUOTED)
			return to;
	}
	return end;
}

static void emit_task(const struct px_request *request, struct px_proposal *proposal, const char *title,
		      const char *purpose, const struct px_when *when, float confidence, const char *why)
{
	struct px_args args = { 0 };
	const char *notes;

	px_args_set(&args, "title", px_parse_short_title(request, title, &notes));
	notes = notes ? notes : purpose ? purpose : request->slots.note;
	px_args_set(&args, "project", request->slots.project);
	px_parse_set_due(request, &args, when);
	px_args_set(&args, "priority", request->slots.priority);
	px_args_list(&args, "tags", request->slots.tags, request->slots.tag_count, request->arena);
	px_args_set(&args, "parent", request->slots.parent);
	px_args_set(&args, "notes", notes);
	px_lead_nag(request, &args);
	px_parse_emit(request, proposal, PX_INTENT_CREATE_TASK, &args, confidence, why);
}

/* Without "a", "some": "some bread" on a list is bread. */
static const char *item_title(const struct px_request *request, const struct px_word *words,
			      const struct px_item_words *item)
{
	size_t first = item->from;

	while (first + 1 < item->to && px_word_in(&words[first], PX_WORDS_CREATE_CREATE_TASK) &&
	       !(words[first].flags & PX_WORD_QUOTED))
		first++;
	return task_title(request, words, first, item->to);
}

void px_make_item(const struct px_request *request, struct px_proposal *proposal, const struct px_word *words,
		  size_t from, size_t to, float confidence, const char *why)
{
	const struct px_when when = px_parse_when(request, NULL, 0);
	const char *title = item_title(request, words, &(struct px_item_words){ from, to });

	if (!title[0])
		return;
	if (!when.any && is_there(request, title))
		say_there(request, proposal, title);
	else
		emit_task(request, proposal, title, NULL, &when, confidence, why);
}

static void emit_shopping(const struct px_request *request, struct px_proposal *proposal, const struct px_word *words,
			  const struct px_shopping *shopping, const struct px_when *when, float confidence)
{
	struct px_request *own = shopping->project ? px_proposal_read_on(request, proposal) : NULL;

	if (own)
		own->slots.project = shopping->project;
	for (size_t i = 0; i < shopping->count; i++) {
		const char *title = item_title(request, words, &shopping->items[i]);
		if (shopping->verb) {
			const struct px_item_words *item = &shopping->items[i];
			title = px_arena_printf(request->arena, "%s %s", shopping->verb,
						px_parse_surface(request, words, item->from, item->to));
		}
		emit_task(own ? own : request, proposal, title, shopping->notes, when, confidence,
			  "rule: things to get");
	}
}

/* "add milk and eggs to the shopping list", "we need bread and cheese": what is named are things on a list. */
static bool is_put_on_list(const struct px_request *request)
{
	const struct px_words *w = &request->words;
	if (request->parts_items)
		return true;
	bool puts = w->count && px_word_in(&w->at[0], PX_WORDS_CREATE_IS_PUT_ON_LIST);

	for (size_t i = 0; i < w->count && puts; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_CREATE_IS_PUT_ON_LIST_2) ||
		    (i && px_word_in(&w->at[i], PX_WORDS_CREATE_IS_PUT_ON_LIST_3)))
			return true;
	}
	if (puts && px_word_in(&w->at[0], PX_WORDS_ADD) && !request->time_count &&
	    px_items_all_goods(w->at, 1, w->count))
		return true;
	return request->slots.project && puts && px_word_in(&w->at[0], PX_WORDS_CREATE_IS_PUT_ON_LIST_4);
}

/* "add sunscreen to the list": the list that was just spoken of, or NULL. */
static const char *last_list(const struct px_request *request, const struct px_proposal *proposal)
{
	const struct px_words *w = &request->words;
	const struct px_dialogue *d = &proposal->next.dialogue;

	if (!w->count || !px_word_in(&w->at[0], PX_WORDS_CREATE_IS_PUT_ON_LIST_4) || !d->touched_count ||
	    d->touched[0].kind != PX_NLU_TASK)
		return NULL;
	for (size_t i = 2; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_LIST) && px_word_in(&w->at[i - 1], PX_WORDS_THAT_LIST_ARTICLE))
			return d->touched[0].project;
	}
	return NULL;
}

/* "… and get a reference": the word behind the "and" is a verb with an object. */
static bool has_own_object(const struct px_word *words, size_t at)
{
	return px_word_in(&words[at], PX_WORDS_AND) && !(words[at].flags & PX_WORD_QUOTED) &&
	       px_parse_task_verb(&words[at + 1]) &&
	       (px_word_in(&words[at + 2], PX_WORDS_OBJECT_START) || px_word_in(&words[at + 2], PX_WORDS_IN));
}

/* "to call the optician and to water the tomatoes": where the second "to" has a verb of its own, else `to`. */
static size_t second_errand(const struct px_word *words, size_t from, size_t to)
{
	for (size_t i = from + 1; i + 2 < to; i++) {
		if (px_word_in(&words[i], PX_WORDS_AND) && px_word_in(&words[i + 1], PX_WORDS_TO) &&
		    !(words[i].flags & PX_WORD_QUOTED) && px_parse_task_verb(&words[i + 2]))
			return i;
		if (has_own_object(words, i) && px_word_in(&words[from + 1], PX_WORDS_OBJECT_START) && from > 1 &&
		    px_word_in(&words[from - 1], PX_WORDS_DUTY) && px_word_in(&words[from - 2], PX_WORDS_DUTY_VERB))
			return i; /* "I need to print my cv and get a reference" */
	}
	return to;
}

bool px_make_task(const struct px_request *request, struct px_proposal *proposal, const struct px_word *words,
		  size_t from, size_t to, float confidence, const char *why)
{
	size_t cut = second_errand(words, from, to);

	if (cut < to && px_make_task(request, proposal, words, from, cut, confidence, why)) {
		const bool sure = proposal->sure;
		proposal->sure = true; /* the first was allowed, and this is more of the same */
		bool made = px_make_task(request, proposal, words, cut + 1 + px_word_in(&words[cut + 1], PX_WORDS_TO),
					 to, confidence, why);
		proposal->sure = sure;
		return made;
	}
	if (from < to && !request->marked)
		request = keep_possessive(request, proposal, &words[from]);
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_args args = { 0 };

	while (from + 1 < to && px_word_in(&words[from], PX_WORDS_ARTICLE_A_SOME) &&
	       !(words[from].flags & PX_WORD_QUOTED))
		from++;
	to = quotation_end(words, from, to);
	const char *title = with_amount(request, task_title(request, words, from, to), from < to ? words[to - 1].end :
					0);
	if (!request->marked)
		title = with_deadline(request, title, words, from, to);

	if (!px_proposal_allows(request, proposal, PX_INTENT_CREATE_TASK))
		return false;
	if (names_only_list(words, from, to) && request->time_count == 1 &&
	    px_word_in(&request->words.at[0], PX_WORDS_CREATE_CREATE_TASK_2)) {
		title = time_as_title(request); /* "add Monday to my tasks" */
		when = (struct px_when){ .start = { PX_DAY_NONE, -1 },
					 .end = { PX_DAY_NONE, -1 },
					 .shifted = { PX_DAY_NONE, -1 } };
	}
	if (px_lead_set(request, proposal, words, from, to, &when, confidence, why))
		return true; /* "remind me an hour before the dentist" */
	if (!title[0] && when.any)
		title = just_made(request, proposal); /* "pay the bill due Friday, remind me Thursday at 5" */
	if (title[0] && asks_past(request, proposal, title, &when))
		return true;
	bool calls = to == from + 2 && px_word_in(&words[from], PX_WORDS_ALERT_VERB) &&
		     px_word_in(&words[from + 1], PX_WORDS_ME);
	if ((!title[0] || calls) && request->anchor)
		title = request->anchor->title; /* "remind me after the dentist" */
	bool pronoun = to == from + 1 && px_word_in(&words[from], PX_WORDS_NO_TASK_TITLE);
	if (!title[0] || pronoun) {
		proposal->question.tool = "create_task";
		px_parse_set_due(request, &args, &when);
		px_args_set(&args, "project", request->slots.project);
		proposal->question.arguments = px_args_write(&args, request->arena);
		proposal->question.slot = "title";
		px_parse_ask(request, proposal, px_phrase(PX_PHRASE_ASK_TASK));
		return true;
	}
	px_proposal_name(proposal, words + from, to - from);
	keep_unread(request, proposal, title);
	const char *list = request->slots.project ? NULL : last_list(request, proposal);
	if (list) {
		struct px_request *own = px_proposal_read_on(request, proposal);
		own->slots.project = list;
		request = own;
	}
	bool put = is_put_on_list(request);
	struct px_shopping shopping;
	if (!put && px_shopping_read(request, proposal, words, from, to, &shopping)) {
		emit_shopping(request, proposal, words, &shopping, &when, confidence);
		return true;
	}
	struct px_item_words items[PX_ITEMS_MAX];
	size_t count = request->cut_short ? 1 : px_items_part(request, words, from, to, put, items);
	if (count == 1 && put && !when.any && is_there(request, title)) {
		say_there(request, proposal, title);
		return true;
	}
	if (count == 1)
		emit_task(request, proposal, title, NULL, &when, confidence, why);
	for (size_t i = 0; i < count && count > 1; i++)
		emit_task(request, proposal, item_title(request, words, &items[i]), NULL, &when, confidence, why);
	return true;
}

static void ask_when(const struct px_request *request, struct px_proposal *proposal, const char *title,
		     const struct px_args *args)
{
	proposal->question.tool = "create_event";
	proposal->question.arguments = px_args_write(args, request->arena);
	proposal->question.slot = "start";
	px_parse_ask(request, proposal, px_phrase_with(request->arena, PX_PHRASE_ASK_WHEN, title));
}

/* Free at that time was just asked: "ok book a call then". */
struct px_time_point px_make_time_asked(const struct px_request *request, const struct px_nlu_session *session)
{
	struct px_time_point point = { PX_DAY_NONE, -1 };
	struct px_args args;
	int64_t ms;
	bool offset;

	if (!session->dialogue.tool || strcmp(session->dialogue.tool, "list_events") != 0)
		return point;
	px_args_read(&args, session->dialogue.arguments, request->arena);
	const char *start = px_args_get(&args, "start");
	if (!start || strlen(start) < 16 || !px_civil_parse_ms(px_str(start), &ms, &offset))
		return point;
	point.day = px_civil_ms_day(ms);
	point.second = (int32_t)((ms - (int64_t)point.day * PX_MS_DAY) / 1000);
	return point;
}

/* "Choir on the 12th at seven", where choir is at 19:00. */
static void choose_usual_half(const struct px_request *request, const struct px_word *title, size_t count,
			      struct px_when *when)
{
	struct px_target target;

	if (!when->ambiguous || when->start.second < 0 || when->range)
		return;
	px_target_find(request, title, count, PX_TARGET_EVENT, &target);
	if (!target.item || target.score < 0.9F || target.item->start == PX_TIME_NONE ||
	    target.item->start % PX_MS_DAY == 0)
		return;
	int32_t usual = (int32_t)(target.item->start % PX_MS_DAY / 1000), other = (when->start.second + 43200) % 86400;
	if (labs((long)other - usual) < labs((long)when->start.second - usual))
		when->start.second = other;
}

static void set_event_times(const struct px_request *request, struct px_args *args, const struct px_when *when)
{
	struct px_time_point start = when->start, end = { PX_DAY_NONE, -1 };
	int32_t said = PX_DAY_NONE; /* the day on which the rule was said to begin */

	if (when->shift && start.day == PX_DAY_NONE && start.second < 0)
		start = when->shifted; /* "drinks 3 hours later" */
	if (start.day == PX_DAY_NONE && start.second >= 0 && !when->rrule)
		start.day = request->same_day; /* "dinner on Friday at 7 and drinks at 9" */
	start = px_parse_next(request, start);

	if (when->rrule && start.day == PX_DAY_NONE)
		start.day = px_parse_first_day(when->rrule, request->today);
	else if (when->rrule) /* "the first Monday of every month, starting November" */
		start.day = px_parse_first_day(when->rrule, said = start.day);
	if (when->range && !when->day_part)
		end = when->end;
	if (said != PX_DAY_NONE && end.day != PX_DAY_NONE)
		end.day += start.day - said;
	if (end.second >= 0 && end.day == PX_DAY_NONE && start.day != PX_DAY_NONE)
		end.day = start.day + (end.second <= start.second);
	if (end.day != PX_DAY_NONE && end.second < 0 && end.day <= start.day + 1)
		end.day = PX_DAY_NONE;
	if (start.day == PX_DAY_NONE && end.day != PX_DAY_NONE && end.second < 0)
		start.day = end.day - 1;
	if (when->duration && when->day_part && start.second == 8 * 3600)
		start.second = 9 * 3600; /* "two hours tomorrow morning" */
	if (when->duration && start.second >= 0 && when->seconds > 0) {
		int64_t second = start.second + when->seconds;
		end.day = start.day + (int32_t)(second / 86400);
		end.second = (int32_t)(second % 86400);
	}
	px_args_set(args, "start", px_parse_point(request, start));
	px_args_set(args, "end", px_parse_point(request, end));
	if (start.day != PX_DAY_NONE && start.second < 0)
		px_args_flag(args, "all_day");
}

/* "ugh, Monday mornings" */
static bool only_exclaims(const struct px_word *words, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (!px_word_in(&words[i], PX_WORDS_INTERJECTION))
			return false;
	}
	return to > from;
}

/* "I don't do Sundays", "he can't come on Friday": what does not take place is nothing new. */
static bool is_denied(const struct px_word *words, size_t from, size_t to)
{
	const size_t first = from < to && px_word_in(&words[from], PX_WORDS_STATES) ? from + 1 : from;

	if (!px_language()->classifies && first < to && px_word_in(&words[first], PX_WORDS_NEGATION))
		return true; /* "Termin ist nicht Freitag" */
	return to > from + 2 && px_word_in(&words[from], PX_WORDS_SUBJECT_PRONOUN) &&
	       px_word_in(&words[from + 1], PX_WORDS_DENIES_EVENT);
}

/* "ich habe gestern lange aufs Meer geschaut" is told, and nothing for the calendar. */
static bool tells_past(const struct px_request *request, const struct px_when *when)
{
	return !px_language()->classifies && when->start.day != PX_DAY_NONE && when->start.day < request->today &&
	       px_words_have(&request->words, PX_WORDS_HAVE);
}

bool px_make_event(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_word *words, size_t from, size_t to, float confidence, const char *why)
{
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_args args = { 0 };

	if (!px_proposal_allows(request, proposal, PX_INTENT_CREATE_EVENT))
		return false;
	if (when.deadline && when.range && when.start.day == PX_DAY_NONE && when.end.second >= 0 &&
	    px_when_says(request, PX_WORDS_THERE_BY))
		when.start = when.end, when.range = false; /* "the exam is on Friday by 9am": one is there by then */
	/* "stick it in the calendar": what? */
	if (to == from + 1 && px_word_in(&words[from], PX_WORDS_NO_EVENT_TITLE)) {
		set_event_times(request, &args, &when);
		proposal->question.tool = "create_event";
		proposal->question.arguments = px_args_write(&args, request->arena);
		proposal->question.slot = "title";
		px_parse_ask(request, proposal, px_phrase(PX_PHRASE_ASK_EVENT));
		return true;
	}
	if (!request->marked &&
	    (only_exclaims(words, from, to) || is_denied(words, from, to) || tells_past(request, &when)))
		return false;
	const char *again = px_again_name(session, words, &from, &to);
	struct px_match lead;
	size_t led;
	if (px_match_prefix(PX_PATTERN_HAVING_LEAD, words + from, to - from, &lead, &led) && from + led < to)
		from += led; /* "on a Friday I've got supervision" */
	struct px_request *own = px_proposal_read_on(request, proposal);
	if (!request->marked || !request->slots.people_count)
		px_slots_people(own, words + from, to - from);
	if (!request->marked)
		px_slots_place(own, words + from, to - from);
	for (size_t i = 0; i < request->slots.tag_count && !own->slots.location && !when.deadline; i++)
		own->slots.location = own->slots.tags[i];
	const char *place = px_again_place(request, session);
	own->slots.location = place ? place : own->slots.location;
	const char *title = again	       ? again
			    : request->marked ? marked_title(request, words, from, to)
					    : px_parse_title(own, words, from, to, true);
	const struct px_words named = px_words_in(title, request->arena); /* "I need to be at the Hendersons" */
	if (own->slots.location && (!named.count || (named.count == 1 && px_word_in(&named.at[0], PX_WORDS_BEING))))
		title = px_parse_title_case(request, own->slots.location);
	if (!title[0])
		title = px_phrase(PX_PHRASE_EVENT_TITLE);
	px_proposal_name(proposal, words + from, to - from);
	const char *notes;
	px_args_set(&args, "title", px_parse_short_title(request, title, &notes));
	if (!when.any || (when.start.day == PX_DAY_NONE && when.start.second < 0 && !when.range && !when.rrule)) {
		struct px_time_point before = px_make_time_asked(request, session);
		if (before.day != PX_DAY_NONE) {
			when.start = before;
			when.any = true;
		}
	}
	px_again_time(request, session, &when);
	px_parse_choose_half(words + from, to - from, &when);
	choose_usual_half(request, words + from, to - from, &when);
	set_event_times(request, &args, &when);
	px_args_set(&args, "location", own->slots.location);
	px_args_list(&args, "attendees", own->slots.people, own->slots.people_count, request->arena);
	px_args_set(&args, "recurrence", px_parse_rule(request, when.rrule));
	px_args_set(&args, "notes", notes ? notes : own->slots.note);
	if (px_args_get(&args, "start"))
		px_parse_emit(request, proposal, PX_INTENT_CREATE_EVENT, &args, confidence, why);
	else
		ask_when(request, proposal, title, &args);
	return true;
}
