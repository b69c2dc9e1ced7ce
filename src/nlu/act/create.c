/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New tasks and events: frames say what was asked for and where the title
 * stands; where they leave it open, the words themselves decide which it is.
 */
#include "nlu/act/acts.h"
#include "nlu/act/emit.h"
#include "nlu/act/frames.h"
#include "nlu/read/items.h"
#include "nlu/read/people.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/find.h"
#include "nlu/refer/opinion.h"
#include "nlu/text/phrase.h"

#include <stdlib.h>

#define ACT(name) \
	static bool name(struct px_parse *parse, const struct px_frame *frame, const struct px_match *match)

/* Both ends of a run of days were said: "from 15 to 28 June". */
static bool says_days(const struct px_parse *parse, const struct px_when *when)
{
	if (!when->range || !when->whole_days || when->deadline || when->start.day == PX_DAY_NONE || when->end.day == PX_DAY_NONE)
		return false;
	for (size_t i = 1; i + 1 < parse->words.count; i++) {
		if (parse->words.at[i].time >= 0 && px_word_in(&parse->words.at[i], PX_WORDS_DAYS_TO))
			return true;
	}
	for (size_t i = 0; i < parse->time_count; i++) {
		const struct px_time_expr *t = &parse->times[i];
		for (size_t k = t->begin; k < t->end; k++) {
			if (parse->text.data[k] == '-' || parse->text.data[k] == '\xe2')
				return true;
		}
	}
	return false;
}

static bool has(const struct px_words *w, enum px_word_set list)
{
	for (size_t i = 0; i < w->count; i++) {
		if (w->at[i].time < 0 && px_word_in(&w->at[i], list))
			return true;
	}
	return false;
}

/* "top up the card", "nip over to the bank": verbs only with their particle. */
static bool is_phrasal(const struct px_word *title, size_t count)
{
	struct px_match match;
	size_t length;

	return count > 1 && px_match_prefix(PX_PATTERN_PHRASAL_VERB, title, count, &match, &length) && (length < count || px_word_in(title, PX_WORDS_DO));
}

/* "train to Cologne", "book club", "call with Bob" are nouns, "train the model" is none. */
static bool starts_with_verb(const struct px_word *title, size_t count)
{
	if (is_phrasal(title, count))
		return true;
	if (!count || !px_parse_task_verb(&title[0]))
		return false;
	if (count > 1 && px_word_in(&title[0], PX_WORDS_CALL_VERB_OR_NOUN) && px_word_in(&title[1], PX_WORDS_CALL_NOUN_FOLLOWS))
		return false;
	if (!px_parse_event_word(&title[0]) && !px_word_in(&title[0], PX_WORDS_VERB_AND_NOUN))
		return true;
	return !(count > 1 && px_word_in(&title[1], PX_WORDS_AFTER_NOUN));
}

/* Task or event?  > 0: event. */
static float event_score(struct px_parse *parse, const struct px_word *title, size_t count)
{
	struct px_when when = px_parse_when(parse, NULL, 0);
	const struct px_intent_result *c = px_parse_classify(parse);
	float score = c->scores[PX_INTENT_CREATE_EVENT] - c->scores[PX_INTENT_CREATE_TASK];
	bool verb = starts_with_verb(title, count) && !px_word_in(&title[0], PX_WORDS_EVENT_VERB);
	bool noun = px_parse_event_noun(title, count);
	bool clock = when.start.second >= 0 && !when.day_part;

	score *= 0.8F;
	if (verb && !(px_word_in(&title[0], PX_WORDS_SHOW_VERB_OR_NOUN) && count <= 3 && clock))
		score -= 1.2F;
	if (noun && !verb)
		score += when.any ? 0.9F : 0.3F;
	if (clock && !verb)
		score += 0.4F;
	if (when.range && when.end.second >= 0 && when.start.second >= 0 && !when.day_part)
		score += verb && !when.deadline ? 1.6F : 0.7F; /* a task has no end: "call today 3 - 5" */
	if (when.deadline || parse->slots.priority)
		score -= 1;
	if (when.after_completion)
		score -= 1;
	if (parse->slots.project && !clock)
		score -= 0.6F;
	if (!when.any)
		score -= 0.5F;
	for (size_t i = 0; i < count; i++)
		score += px_word_in(&title[i], PX_WORDS_WITH) && i > 0 && when.any && !verb ? 0.3F : 0;
	return score;
}

static const char *task_title(struct px_parse *parse, const struct px_word *words, size_t from, size_t to)
{
	return px_parse_title(parse, words, from, to, true);
}

static void keep_unread(struct px_parse *parse, const char *title)
{
	const struct px_texts *openers = px_texts(PX_TEXTS_UNREAD_OPENERS);

	for (size_t i = 0; i < openers->count && !parse->time_count; i++) {
		const char *at = strstr(title, openers->at[i]);
		if (at)
			parse->result->unread = px_arena_str(parse->arena, px_str(at + 1));
	}
}

/* "buy wine for Friday's dinner": the day describes a noun of the title and stays in it. */
static void keep_possessive(struct px_parse *parse, const struct px_word *first)
{
	const struct px_words *w = &parse->words;

	for (size_t i = 1; i + 1 < w->count; i++) {
		const struct px_word *word = &w->at[i];
		bool owns = px_word_ends(word, PX_PHRASE_OWNER_ENDING);
		if (!owns || word->time < 0 || word->begin <= first->begin || w->at[i + 1].time >= 0 ||
		    w->at[i + 1].flags & PX_WORD_BREAK || px_word_in(&w->at[i + 1], PX_WORDS_AFTER_POSSESSIVE_TIME))
			continue;
		struct px_time_expr *t = &parse->times[word->time];
		t->cut_end = t->cut_begin;
		if (t->value.start.day != PX_DAY_NONE && t->value.start.day < parse->today)
			t->value.kind = PX_TIME_KIND_NONE; /* "notes from yesterday's call" */
	}
}

/* "'buy candles' on the list, …": the quotation is the whole title.  Where it ends, else `to`. */
static size_t quotation_end(const struct px_word *words, size_t from, size_t to)
{
	size_t end = from;

	while (end < to && words[end].flags & PX_WORD_QUOTED)
		end++;
	if (end == from || end == to || !(words[end].flags & PX_WORD_BREAK || px_word_in(&words[end], PX_WORDS_AFTER_QUOTED_TITLE)))
		return to;
	for (size_t i = end; i < to; i++) {
		if (words[i].flags & PX_WORD_QUOTED)
			return to;
	}
	return end;
}

static void emit_task(struct px_parse *parse, const char *title, const struct px_when *when, float confidence, const char *why)
{
	struct px_args args = { 0 };
	const char *notes;

	px_args_set(&args, "title", px_parse_short_title(parse, title, &notes));
	px_args_set(&args, "project", parse->slots.project);
	px_parse_set_due(parse, &args, when);
	px_args_set(&args, "priority", parse->slots.priority);
	px_args_list(&args, "tags", parse->slots.tags, parse->slots.tag_count, parse->arena);
	px_args_set(&args, "parent", parse->slots.parent);
	px_args_set(&args, "notes", notes);
	px_parse_emit(parse, PX_INTENT_CREATE_TASK, &args, confidence, why);
}

/* "add milk and eggs to the shopping list", "we need bread and cheese": what is named are things on a list. */
static bool is_put_on_list(const struct px_parse *parse)
{
	const struct px_words *w = &parse->words;
	if (parse->parts_items)
		return true;
	bool puts = w->count && px_word_in(&w->at[0], PX_WORDS_CREATE_IS_PUT_ON_LIST);

	for (size_t i = 0; i < w->count && puts; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_CREATE_IS_PUT_ON_LIST_2) || (i && px_word_in(&w->at[i], PX_WORDS_CREATE_IS_PUT_ON_LIST_3)))
			return true;
	}
	if (puts && px_word_is(&w->at[0], "add") && !parse->time_count && px_items_all_goods(w->at, 1, w->count))
		return true;
	return parse->slots.project && puts && px_word_in(&w->at[0], PX_WORDS_CREATE_IS_PUT_ON_LIST_4);
}

/* "write report 1h30m tomorrow": a task has no length, so it stays with the title. */
static const char *with_amount(struct px_parse *parse, const char *title, size_t end)
{
	for (size_t i = 0; i < parse->time_count && title[0]; i++) {
		const struct px_time_expr *t = &parse->times[i];
		if (t->value.kind == PX_TIME_DURATION && t->role == PX_TIME_AT && t->begin >= end)
			return px_arena_printf(parse->arena, "%s (%s)", title, px_arena_str(parse->arena, px_parse_said(parse, t->begin, t->end)));
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

static const char *time_as_title(struct px_parse *parse)
{
	const struct px_time_expr *t = &parse->times[0];

	return px_parse_title_case(parse, px_arena_str(parse->arena, px_parse_said(parse, t->begin, t->end)));
}

/* "remind me tonight at 9", said at ten: nobody is reminded of the past, so when else is asked. */
static bool asks_past(struct px_parse *parse, const char *title, const struct px_when *when)
{
	struct px_args args = { 0 };

	if (!when->any || when->rrule || parse->list || !px_word_in(&parse->words.at[0], PX_WORDS_CREATE_ASKS_PAST))
		return false;
	px_parse_set_due(parse, &args, when);
	const char *due = px_args_get(&args, "due");
	int64_t ms = px_dialogue_ms(due);
	if (ms == PX_TIME_NONE || (strlen(due) == 10 ? px_civil_ms_day(ms) >= parse->today : ms > parse->now))
		return false;
	px_args_drop(&args, "due");
	px_args_set(&args, "title", title);
	px_args_set(&args, "project", parse->slots.project);
	parse->question_tool = "create_task";
	parse->question_arguments = px_args_write(&args, parse->arena);
	parse->question_slot = "due";
	px_parse_ask(parse, px_phrase(PX_PHRASE_ASK_PAST));
	return true;
}

/* The title of the task that the same message made before this request, or "". */
static const char *just_made(const struct px_parse *parse)
{
	const struct px_nlu_result *result = parse->result;
	const struct px_nlu_call *last = result->call_count ? &result->calls[result->call_count - 1] : NULL;
	struct px_args args;

	if (!last || strncmp(last->tool, "create_", 7) != 0 || !px_word_in(&parse->words.at[0], PX_WORDS_CREATE_JUST_MADE))
		return "";
	px_args_read(&args, last->arguments, parse->arena);
	return px_args_get(&args, "title") ? px_args_get(&args, "title") : "";
}

/* An open task of that very name is on the same list. */
static bool is_there(const struct px_parse *parse, const char *title)
{
	const char *project = parse->slots.project;

	for (size_t i = 0; i < parse->context->item_count && project; i++) {
		const struct px_nlu_item *item = &parse->context->items[i];
		if (item->kind == PX_NLU_TASK && item->title && item->project && px_str_eq_case(px_str(item->project), px_str(project)) &&
		    px_str_eq_case(px_str(item->title), px_str(title)))
			return true;
	}
	return false;
}

static bool create_task(struct px_parse *parse, const struct px_word *words, size_t from, size_t to,
			float confidence, const char *why)
{
	if (from < to)
		keep_possessive(parse, &words[from]);
	struct px_when when = px_parse_when(parse, NULL, 0);
	struct px_args args = { 0 };

	while (from + 1 < to && px_word_in(&words[from], PX_WORDS_ARTICLE_A_SOME) && !(words[from].flags & PX_WORD_QUOTED))
		from++;
	to = quotation_end(words, from, to);
	const char *title = with_amount(parse, task_title(parse, words, from, to), from < to ? words[to - 1].end : 0);

	if (!px_parse_allows(parse, PX_INTENT_CREATE_TASK))
		return false;
	if (names_only_list(words, from, to) && parse->time_count == 1 && px_word_in(&parse->words.at[0], PX_WORDS_CREATE_CREATE_TASK_2)) {
		title = time_as_title(parse); /* "add Monday to my tasks" */
		when = (struct px_when){ .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 }, .shifted = { PX_DAY_NONE, -1 } };
	}
	if (!title[0] && when.any)
		title = just_made(parse); /* "pay the bill due Friday, remind me Thursday at 5" */
	if (title[0] && asks_past(parse, title, &when))
		return true;
	bool calls = to == from + 2 && px_word_in(&words[from], PX_WORDS_ALERT_VERB) && px_word_in(&words[from + 1], PX_WORDS_ME);
	if ((!title[0] || calls) && parse->anchor)
		title = parse->anchor->title; /* "remind me an hour before the dentist" */
	bool pronoun = to == from + 1 && px_word_in(&words[from], PX_WORDS_NO_TASK_TITLE);
	if (!title[0] || pronoun) {
		parse->question_tool = "create_task";
		px_parse_set_due(parse, &args, &when);
		px_args_set(&args, "project", parse->slots.project);
		parse->question_arguments = px_args_write(&args, parse->arena);
		parse->question_slot = "title";
		px_parse_ask(parse, px_phrase(PX_PHRASE_ASK_TASK));
		return true;
	}
	px_parse_name(parse, words + from, to - from);
	keep_unread(parse, title);
	struct px_item_words items[PX_ITEMS_MAX];
	size_t count = parse->cut_short ? 1 : px_items_part(parse, words, from, to, is_put_on_list(parse), items);
	bool listed = is_put_on_list(parse) && !when.any;
	if (count == 1 && listed && is_there(parse, title)) {
		parse->result->smalltalk = px_phrase_with_two(parse->arena, PX_PHRASE_ON_LIST_ALREADY, title, parse->slots.project);
		parse->result->why = "rule: on the list already";
		return true;
	}
	if (count == 1)
		emit_task(parse, title, &when, confidence, why);
	for (size_t i = 0; i < count && count > 1; i++) {
		size_t first = items[i].from;
		while (first + 1 < items[i].to && px_word_in(&words[first], PX_WORDS_CREATE_CREATE_TASK) && !(words[first].flags & PX_WORD_QUOTED))
			first++;
		emit_task(parse, task_title(parse, words, first, items[i].to), &when, confidence, why);
	}
	return true;
}

static void ask_when(struct px_parse *parse, const char *title, const struct px_args *args)
{
	parse->question_tool = "create_event";
	parse->question_arguments = px_args_write(args, parse->arena);
	parse->question_slot = "start";
	px_parse_ask(parse, px_phrase_with(parse->arena, PX_PHRASE_ASK_WHEN, title));
}

/* Free at that time was just asked: "ok book a call then". */
static struct px_time_point asked_before(const struct px_parse *parse)
{
	struct px_time_point point = { PX_DAY_NONE, -1 };
	struct px_args args;
	int64_t ms;
	bool offset;

	if (!parse->dialogue.tool || strcmp(parse->dialogue.tool, "list_events") != 0)
		return point;
	px_args_read(&args, parse->dialogue.arguments, parse->arena);
	const char *start = px_args_get(&args, "start");
	if (!start || strlen(start) < 16 || !px_civil_parse_ms(px_str(start), &ms, &offset))
		return point;
	point.day = px_civil_ms_day(ms);
	point.second = (int32_t)((ms - (int64_t)point.day * PX_MS_DAY) / 1000);
	return point;
}

/* "Choir on the 12th at seven", where choir is at 19:00. */
static void choose_usual_half(const struct px_parse *parse, const struct px_word *title, size_t count, struct px_when *when)
{
	struct px_target target;

	if (!when->ambiguous || when->start.second < 0 || when->range)
		return;
	px_target_find(parse, title, count, PX_TARGET_EVENT, &target);
	if (!target.item || target.score < 0.9F || target.item->start == PX_TIME_NONE || target.item->start % PX_MS_DAY == 0)
		return;
	int32_t usual = (int32_t)(target.item->start % PX_MS_DAY / 1000), other = (when->start.second + 43200) % 86400;
	if (labs((long)other - usual) < labs((long)when->start.second - usual))
		when->start.second = other;
}

static void set_event_times(const struct px_parse *parse, struct px_args *args, const struct px_when *when)
{
	struct px_time_point start = when->start, end = { PX_DAY_NONE, -1 };

	if (when->shift && start.day == PX_DAY_NONE && start.second < 0)
		start = when->shifted; /* "drinks 3 hours later" */
	if (start.day == PX_DAY_NONE && start.second >= 0 && !when->rrule)
		start.day = parse->same_day; /* "dinner on Friday at 7 and drinks at 9" */
	start = px_parse_next(parse, start);

	if (when->rrule && start.day == PX_DAY_NONE)
		start.day = px_parse_first_day(when->rrule, parse->today);
	else if (when->rrule && when->start.day == PX_DAY_NONE)
		start.day = px_parse_first_day(when->rrule, start.day);
	if (when->range && !when->day_part)
		end = when->end;
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
	px_args_set(args, "start", px_parse_point(parse, start));
	px_args_set(args, "end", px_parse_point(parse, end));
	if (start.day != PX_DAY_NONE && start.second < 0)
		px_args_flag(args, "all_day");
}

static bool create_event(struct px_parse *parse, const struct px_word *words, size_t from, size_t to,
			 float confidence, const char *why)
{
	struct px_when when = px_parse_when(parse, NULL, 0);
	struct px_args args = { 0 };

	if (!px_parse_allows(parse, PX_INTENT_CREATE_EVENT))
		return false;
	if (to == from + 1 && px_word_in(&words[from], PX_WORDS_NO_EVENT_TITLE)) { /* "stick it in the calendar": what? */
		set_event_times(parse, &args, &when);
		parse->question_tool = "create_event";
		parse->question_arguments = px_args_write(&args, parse->arena);
		parse->question_slot = "title";
		px_parse_ask(parse, px_phrase(PX_PHRASE_ASK_EVENT));
		return true;
	}
	px_slots_people(parse, words + from, to - from);
	px_slots_place(parse, words + from, to - from);
	for (size_t i = 0; i < parse->slots.tag_count && !parse->slots.location && !when.deadline; i++)
		parse->slots.location = parse->slots.tags[i];
	const char *title = px_parse_title(parse, words, from, to, true);
	if (!title[0] && parse->slots.location)
		title = parse->slots.location;
	if (!title[0])
		title = px_phrase(PX_PHRASE_EVENT_TITLE);
	px_parse_name(parse, words + from, to - from);
	const char *notes;
	px_args_set(&args, "title", px_parse_short_title(parse, title, &notes));
	if (!when.any || (when.start.day == PX_DAY_NONE && when.start.second < 0 && !when.range && !when.rrule)) {
		struct px_time_point before = asked_before(parse);
		if (before.day != PX_DAY_NONE) {
			when.start = before;
			when.any = true;
		}
	}
	px_parse_choose_half(words + from, to - from, &when);
	choose_usual_half(parse, words + from, to - from, &when);
	set_event_times(parse, &args, &when);
	px_args_set(&args, "location", parse->slots.location);
	px_args_list(&args, "attendees", parse->slots.people, parse->slots.people_count, parse->arena);
	px_args_set(&args, "recurrence", px_parse_rule(parse, when.rrule));
	px_args_set(&args, "notes", notes);
	if (px_args_get(&args, "start"))
		px_parse_emit(parse, PX_INTENT_CREATE_EVENT, &args, confidence, why);
	else
		ask_when(parse, title, &args);
	return true;
}

static const struct px_capture *title_capture(const struct px_match *match)
{
	return px_match_get(match, 't', 0);
}

ACT(act_task)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(parse, frame);

	struct px_match wish;
	size_t from, length;

	if (!c)
		return create_task(parse, w->at, 0, 0, 0.8F, "rule: task");
	from = c->from;
	if (frame->value[0] == 'n' && (!parse->time_count || px_people_named(parse, w->at + from, (size_t)(c->to - from)) ||
				       px_word_in(&w->at[from], PX_WORDS_CREATE_ACT_TASK)))
		return false; /* "remind Tom to call" is something to do */
	if (px_match_prefix(PX_PATTERN_WISH, w->at + from, (size_t)(c->to - from), &wish, &length) && from + length < c->to &&
	    !px_word_in(&w->at[from + length - 1], PX_WORDS_NEED))
		from += length; /* "remind me that I have to call" */
	return create_task(parse, w->at, from, c->to, 0.95F, "rule: task");
}

/* "the next thing is clean the oven" */
ACT(act_next)
{
	const struct px_capture *c = title_capture(match);

	if (!c || !px_parse_task_verb(&px_frame_words(parse, frame)->at[c->from]))
		return false;
	parse->sure = true;
	return act_task(parse, frame, match);
}

/* "from 3 to 4 I'm …": the range is the event's. */
ACT(act_event)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(parse, frame);
	struct px_match rest;

	if (!c)
		return false;
	size_t from = c->from;
	if (px_match(PX_PATTERN_EVENT_ABOUT,
		     w->at + from, (size_t)(c->to - from), &rest) &&
	    !px_word_in(&w->at[from + rest.at[0].from], PX_WORDS_ABOUT))
		from += rest.at[0].from;
	const struct px_capture *place = px_match_get(match, 'l', 0);
	if (place)
		parse->slots.location = px_parse_surface(parse, w->at, place->from, place->to);
	while (from + 1 < c->to && px_word_in(&w->at[from], PX_WORDS_EVENT_TITLE_LEAD) &&
	       !(w->at[from].flags & PX_WORD_QUOTED))
		from++;
	return create_event(parse, w->at, from, c->to, 0.93F, "rule: event");
}

/* "new project Camping: buy marshmallows" */
ACT(act_project)
{
	const struct px_capture *c = px_match_get(match, 'z', 0);
	const struct px_words *w = px_frame_words(parse, frame);
	size_t at = c->from + 1, to, first;
	struct px_match lead;

	while (at < c->to && !(w->at[at].flags & PX_WORD_BREAK) && !px_word_in(&w->at[at], PX_WORDS_WITH))
		at++;
	to = at;
	if (px_match_prefix(PX_PATTERN_FIRST_TASK_LEAD, w->at + at, c->to - at, &lead, &first))
		at += first;
	if (at >= c->to || to - c->from > 4 || parse->slots.project)
		return false;
	parse->slots.project = px_parse_title_case(parse, px_parse_surface(parse, w->at, c->from, to));
	parse->sure = true;
	return create_task(parse, w->at, at, c->to, 0.9F, "rule: new project");
}

ACT(act_subtask)
{
	const struct px_capture *c = title_capture(match), *x = px_match_get(match, 'x', 0);
	const struct px_words *w = px_frame_words(parse, frame);
	struct px_target target;

	px_parse_target(parse, w->at + x->from, (size_t)(x->to - x->from), PX_TARGET_TASK, &target);
	parse->slots.parent = target.item ? target.item->title : target.words;
	return create_task(parse, w->at, c->from, c->to, 0.93F, "rule: subtask");
}

/*
 * Verbs of what people do themselves.  "Play", "turn on", "call" or "order"
 * could be meant for other assistants, so they need the classifier's consent.
 */
static bool own_doing(const struct px_word *word)
{
	return px_parse_task_verb(word) &&
	       !px_word_in(word, PX_WORDS_OWN_DOING);
}

/* Either: the words decide. */
ACT(act_either)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(parse, frame);

	if (!c)
		return false;
	struct px_match wish;
	struct px_capture rest = *c;
	size_t length;
	if (px_match_prefix(PX_PATTERN_WISH, w->at + c->from, (size_t)(c->to - c->from), &wish, &length) && c->from + length < c->to &&
	    px_parse_task_verb(&w->at[c->from + length])) {
		rest.from = (uint16_t)(rest.from + length); /* "note: need to buy tyres" */
		c = &rest;
	}
	float score = event_score(parse, w->at + c->from, (size_t)(c->to - c->from));
	const struct px_intent_result *model = px_parse_classify(parse);
	float creates = model->scores[PX_INTENT_CREATE_EVENT] + model->scores[PX_INTENT_CREATE_TASK];
	parse->sure |= creates > 0.3F && (score > 0.8F || score < -0.3F) &&
			(model->scores[PX_INTENT_CREATE_EVENT] < 0.9F || w->at[c->from].flags & PX_WORD_QUOTED ||
			 (score < -0.3F && px_parse_when(parse, NULL, 0).start.second < 0));
	if (score > 0)
		return act_event(parse, frame, match);
	parse->sure |= own_doing(&w->at[c->from]) && model->best == PX_INTENT_NONE;
	return create_task(parse, w->at, c->from, c->to, 0.9F, "rule: task");
}

/* "I need to …", "I want to …" */
ACT(act_wish)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(parse, frame);
	float none = px_parse_classify(parse)->scores[PX_INTENT_NONE];

	if (!c || ((none > 0.85F && !own_doing(&w->at[c->from]) && !parse->time_count && !parse->cut_count) || none > 0.98F))
		return false;
	parse->sure |= none > 0.5F && none <= 0.85F;
	return act_either(parse, frame, match);
}

/* "schedule …", "book …" without a time is still something to do. */
ACT(act_schedule)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(parse, frame);
	struct px_when when = px_parse_when(parse, NULL, 0);

	if (!c)
		return false;
	if (!when.any && px_word_in(&w->at[0], PX_WORDS_PLANS)) {
		parse->sure = px_parse_classify(parse)->scores[PX_INTENT_NONE] < 0.5F;
		return create_task(parse, w->at, 0, c->to, 0.85F, "rule: task");
	}
	size_t head = c->from + 1; /* "a room for the meeting" is a room */
	while (head < c->to && !px_word_in(&w->at[head], PX_WORDS_EVENT_TOPIC_LINK))
		head++;
	bool room = c->from + 1 < c->to && px_word_in(&w->at[c->from + 1], PX_WORDS_ROOM_NOUN);
	bool noun = !room && px_parse_event_noun(w->at + c->from, when.any ? (size_t)(c->to - c->from) : head - c->from);
	if (when.deadline && px_word_in(&w->at[0], PX_WORDS_ORGANIZES)) {
		parse->sure = px_parse_classify(parse)->scores[PX_INTENT_NONE] < 0.8F;
		return create_task(parse, w->at, 0, c->to, 0.85F, "rule: task"); /* to have it planned by then */
	}
	if (!noun && !when.any && asked_before(parse).day == PX_DAY_NONE && px_word_in(&w->at[0], PX_WORDS_RESERVES)) {
		parse->sure = px_parse_classify(parse)->scores[PX_INTENT_NONE] < 0.8F;
		return create_task(parse, w->at, 0, c->to, 0.85F, "rule: task");
	}
	bool clock = when.start.second >= 0 && (frame->value[0] != '!' || noun);
	if (px_word_in(&w->at[c->from], PX_WORDS_CLUB))
		return false;
	bool then = asked_before(parse).day != PX_DAY_NONE;
	if ((noun && (when.any || then || frame->value[0])) || clock)
		return act_event(parse, frame, match);
	if ((!when.any && !frame->value[0] && !noun) || (frame->value[0] == '!' && !noun))
		return false;
	if (px_parse_classify(parse)->scores[PX_INTENT_CREATE_EVENT] > 0.5F &&
	    !px_word_in(&w->at[0], PX_WORDS_BOOKS_OR_PLANS))
		return act_event(parse, frame, match);
	bool keep = px_word_in(&w->at[0], PX_WORDS_BOOKS_OR_PLANS);
	return create_task(parse, w->at, keep ? 0 : c->from, c->to, 0.85F, "rule: task");
}

/* "i have a meeting at 3", "we're having dinner on Sunday": only with a time. */
ACT(act_have)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(parse, frame);

	if (!c || px_word_in(&w->at[c->from], PX_WORDS_AFTER_PLAIN_HAVE))
		return false;
	return act_event(parse, frame, match);
}

/* "stick a haircut in for Friday at ten", "squeeze in a site measure": what is fitted in is an event. */
ACT(act_slot)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(parse, frame), *all = &parse->words;
	struct px_when when = px_parse_when(parse, NULL, 0);
	bool in = all->count > 1 && px_word_in(&all->at[1], PX_WORDS_IN);

	if (!c || px_word_in(&w->at[c->from], PX_WORDS_NO_SLOT_TITLE))
		return false;
	for (size_t i = 2; i < all->count && !in; i++) /* right before the time, or at the end */
		in = px_word_in(&all->at[i], PX_WORDS_IN) &&
		     (i + 1 == all->count || all->at[i + 1].time >= 0 || px_word_in(&all->at[i + 1], PX_WORDS_SLOT_TIME_LINK));
	bool noun = px_parse_event_noun(w->at + c->from, (size_t)(c->to - c->from));
	bool verb = starts_with_verb(w->at + c->from, (size_t)(c->to - c->from));
	if (!in || verb || (!noun && (when.start.second < 0 || when.deadline)))
		return false;
	parse->sure = px_parse_classify(parse)->scores[PX_INTENT_NONE] < 0.9F;
	return act_event(parse, frame, match);
}

/* "add a job for tomorrow: pick up the lime": the colon parts what it is called. */
ACT(act_colon)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(parse, frame);

	if (!c || !(w->at[c->from].flags & PX_WORD_BREAK))
		return false;
	parse->sure = true;
	return create_task(parse, w->at, c->from, c->to, 0.93F, "rule: after the colon");
}

/* "create", "set" and the like, where the noun says that it is an event. */
ACT(act_scheduled)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(parse, frame);

	if (!c || !px_parse_event_noun(w->at + c->from, (size_t)(c->to - c->from)) ||
	    px_parse_task_verb(&w->at[c->from]))
		return false;
	return act_event(parse, frame, match);
}

/* "book club" is no booking. */
static bool starts_with_noun(const struct px_words *w)
{
	return w->count > 1 && px_parse_task_verb(&w->at[0]) && !starts_with_verb(w->at, w->count);
}

/* What only says that something is to be created. */
static size_t skip_lead(const struct px_words *w, bool event)
{
	struct px_match match;
	size_t length;

	if (!event || starts_with_noun(w) || !px_match_prefix(PX_PATTERN_EVENT_LEAD, w->at, w->count, &match, &length) || length >= w->count)
		return 0;
	return length;
}

/* Whatever has the shape of a task or an event, without any frame. */
static bool plain(struct px_parse *parse, float confidence, const char *why, bool event, bool decided)
{
	const struct px_words *w = &parse->bare;

	if (!w->count)
		return false;
	if (!decided)
		event = event_score(parse, w->at, w->count) > 0;
	struct px_when when = px_parse_when(parse, NULL, 0);
	if (event && when.start.day != PX_DAY_NONE && when.start.day < parse->today)
		return false; /* "the books went back yesterday" */
	size_t from = parse->led || px_word_in(&w->at[0], PX_WORDS_PUT_VERB) ? skip_lead(w, event) : 0;
	from += event && !from && w->count > 1 && px_word_in(&w->at[0], parse->same_day != PX_DAY_NONE ? PX_WORDS_ANOTHER_OR_THE : PX_WORDS_ANOTHER) &&
		!(w->at[0].flags & PX_WORD_QUOTED);
	return event ? create_event(parse, w->at, from, w->count, confidence, why) :
		       create_task(parse, w->at, 0, w->count, confidence, why);
}

static const px_deed_fn deeds[PX_DEED_COUNT] = {
	[PX_CREATE_SUBTASK] = act_subtask,
	[PX_CREATE_COLON] = act_colon,
	[PX_CREATE_SLOT] = act_slot,
	[PX_CREATE_TASK] = act_task,
	[PX_CREATE_NEXT] = act_next,
	[PX_CREATE_EITHER] = act_either,
	[PX_CREATE_PROJECT] = act_project,
	[PX_CREATE_EVENT] = act_event,
	[PX_CREATE_SCHEDULED] = act_scheduled,
	[PX_CREATE_SCHEDULE] = act_schedule,
	[PX_CREATE_HAVE] = act_have,
	[PX_CREATE_WISH] = act_wish,
};

static bool run_frames(struct px_parse *parse)
{
	struct px_match match;

	for (size_t i = 0; i < px_english.create->count; i++) {
		const struct px_frame *frame = &px_english.create->at[i];
		const struct px_words *words = px_frame_words(parse, frame);
		if (!px_frame_may_match(frame, words))
			continue;
		if (frame->deed != PX_DEED_NONE) {
			if (px_frames_try(parse, frame, 1, deeds))
				return true;
		} else if ((!(frame->flags & PX_FRAME_TIME) || parse->time_count) &&
			   px_match_text(frame->pattern, words->at, words->count, &match) &&
			   px_parse_classify(parse)->scores[PX_INTENT_NONE] < 0.6F) {
			return plain(parse, 0.85F, "rule: plain", false, false);
		}
	}
	return false;
}

/* "history essay due 5 Nov" */
static bool says_due(const struct px_parse *parse)
{
	const struct px_words *w = &parse->full;

	for (size_t i = 1; i + 1 < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_DUE) && w->at[i].time < 0 &&
		    (w->at[i + 1].time >= 0 || (i + 2 < w->count && w->at[i + 2].time >= 0 && px_word_in(&w->at[i + 1], PX_WORDS_AFTER_DUE))))
			return true;
	}
	return parse->time_count && parse->words.count > 2 && parse->times[0].role == PX_TIME_DEADLINE &&
	       strncasecmp(parse->text.data + parse->times[0].begin, "due", 3) == 0;
}

bool px_parse_create(struct px_parse *parse)
{
	const struct px_words *w = &parse->bare;
	bool marked = parse->slots.tag_count || parse->slots.priority || parse->slots.project;

	if (run_frames(parse))
		return true;
	if (!w->count || (w->count > 2 && px_word_in(&parse->words.at[0], PX_WORDS_AUXILIARY) &&
			  px_word_in(&parse->words.at[1], PX_WORDS_AUXILIARY_SUBJECT) && !is_phrasal(w->at, w->count)))
		return false;
	const struct px_intent_result *c = px_parse_classify(parse);
	bool verb = starts_with_verb(w->at, w->count), noun = px_parse_event_noun(w->at, w->count);
	float none = c->scores[PX_INTENT_NONE];
	if (px_word_in(&w->at[0], PX_WORDS_BOOK_OR_ORDER) && w->count >= 2 && w->count <= 5 && !parse->time_count && none < 0.97F &&
	    px_word_in(&w->at[1], PX_WORDS_POSSESSIVE_OWN)) {
		parse->sure = true;
		bool taken = create_task(parse, w->at, 0, w->count, 0.75F, "rule: an errand");
		parse->sure = false;
		return taken;
	}
	if (px_word_in(&w->at[0], PX_WORDS_BOOK_VERB) && verb && w->count >= 2 && parse->time_count && none < 0.95F && c->best == PX_INTENT_NONE &&
	    px_parse_when(parse, NULL, 0).start.day != PX_DAY_NONE) { /* "book hotel denver 2/11-2/13" */
		parse->sure = true;
		bool taken = create_task(parse, w->at, 0, w->count, 0.75F, "rule: an errand");
		parse->sure = false;
		return taken;
	}
	if ((w->count == 1 && !parse->time_count && !marked) || px_word_in(&w->at[0], PX_WORDS_NOBODY))
		return false;
	if (has(w, PX_WORDS_ASKS_WITHOUT_WHEN))
		return marked && verb && plain(parse, 0.8F, "rule: quick add", false, true);
	if (says_due(parse) && none < 0.95F && (c->best == PX_INTENT_NONE || c->confidence < 0.75F)) {
		parse->sure = true;
		bool taken = plain(parse, 0.8F, "rule: due then", false, true);
		parse->sure = false;
		return taken;
	}
	bool begin = px_word_in(&w->at[0], PX_WORDS_START_VERB) && w->count >= 2 && !has(w, PX_WORDS_MEDIA_NOUN);
	if (begin && none < 0.97F && (c->best == PX_INTENT_NONE || c->best == PX_INTENT_CREATE_TASK)) {
		parse->sure = true;
		bool taken = create_task(parse, w->at, 0, w->count, 0.75F, "rule: starts with a verb");
		parse->sure = false;
		return taken;
	}
	if (marked && none < 0.97F && (none < 0.75F || verb || parse->cut_count)) {
		parse->sure = c->best == PX_INTENT_NONE || parse->words.at[0].flags & PX_WORD_QUOTED;
		bool taken = plain(parse, 0.85F, "rule: quick add", false, false);
		parse->sure = false;
		return taken;
	}
	struct px_when when = px_parse_when(parse, NULL, 0);
	bool days = parse->time_count && !verb && says_days(parse, &when);
	/* "night shift on the 29th, 7pm to 8am": a new one, whatever else has that name. */
	bool whole = noun && !verb && when.range && when.start.day != PX_DAY_NONE && when.start.second >= 0 && when.end.second >= 0 &&
		     !when.day_part && !has(&parse->words, PX_WORDS_NO_PLAIN_EVENT);
	if ((days && none < 0.9F && !has(&parse->words, PX_WORDS_NO_PLAIN_EVENT)) || whole) {
		parse->sure = true;
		bool taken = plain(parse, 0.85F, "rule: event with a time", true, true);
		parse->sure = false;
		return taken;
	}
	if (parse->time_count && noun && none < 0.6F) {
		parse->sure = verb && c->confidence < (c->best == PX_INTENT_CREATE_EVENT ? 0.97F : 0.9F) && event_score(parse, w->at, w->count) < -0.3F;
		bool taken = plain(parse, 0.85F, "rule: event with a time", false, false);
		parse->sure = false;
		return taken;
	}
	bool alone = w->count == 1 && c->best != PX_INTENT_LIST_EVENTS && c->best != PX_INTENT_LIST_TASKS && !px_word_in(&w->at[0], PX_WORDS_CREATE_CREATE);
	if (when.rrule && ((alone && none < 0.99F) || (w->count >= 2 && none < 0.9F && (c->best == PX_INTENT_NONE || c->confidence < 0.6F)))) {
		parse->sure = true;
		bool taken = plain(parse, 0.75F, "rule: something that repeats", false, false);
		parse->sure = false;
		return taken;
	}
	bool back = c->best == PX_INTENT_UNDO && parse->time_count; /* "bring the ladder back on Saturday" */
	bool other = c->confidence >= 0.75F && c->best != PX_INTENT_NONE && !back;
	if (verb && (own_doing(&w->at[0]) || is_phrasal(w->at, w->count)) && !other) {
		parse->sure = none < (is_phrasal(w->at, w->count) ? 0.998F : 0.97F);
		bool taken = plain(parse, 0.8F, "rule: starts with a verb", false, back || is_phrasal(w->at, w->count));
		parse->sure = false;
		return taken;
	}
	/* "call the bank" is on a list here; nobody is rung up by Pixie */
	bool ring = px_word_in(&w->at[0], PX_WORDS_CALL_VERB) && w->count >= 2 && w->count <= 9 && !has(w, PX_WORDS_FIRST_PERSON_PLAN) &&
		    !px_word_in(&w->at[1], PX_WORDS_NO_CALLEE);
	if (ring && none < 0.995F) {
		parse->sure = true;
		bool taken = create_task(parse, w->at, 0, w->count, 0.75F, "rule: an errand");
		parse->sure = false;
		return taken;
	}
	bool errand = parse->time_count && !px_word_in(&w->at[0], PX_WORDS_DEVICE_VERB);
	if (verb && none < (errand ? 0.9F : 0.5F)) {
		parse->sure = c->best == PX_INTENT_NONE;
		bool taken = plain(parse, 0.8F, "rule: starts with a verb", false, false);
		parse->sure = false;
		return taken;
	}
	return false;
}

bool px_parse_create_listed(struct px_parse *parse, bool event, bool decided)
{
	const struct px_words *w = &parse->bare;
	struct px_match match;
	size_t from = 0;

	if (!w->count)
		return false;
	if (!px_match_prefix(PX_PATTERN_LISTED_TASK_LEAD, w->at, w->count, &match, &from) || from >= w->count)
		from = 0;
	struct px_when when = px_parse_when(parse, NULL, 0);
	bool verb = starts_with_verb(w->at + from, w->count - from);
	bool noun = px_parse_event_noun(w->at + from, w->count - from) && !verb && when.start.second >= 0;
	if (!decided || (!event && noun))
		event = (event && !verb) || (when.any && event_score(parse, w->at + from, w->count - from) > 0.5F);
	if (from == 0 && event)
		from = skip_lead(w, true);
	parse->sure = true;
	bool taken = event ? create_event(parse, w->at, from, w->count, 0.9F, "rule: one of a list") :
			     create_task(parse, w->at, from, w->count, 0.9F, "rule: one of a list");
	parse->sure = false;
	return taken;
}

void px_parse_create_as(struct px_parse *parse, enum px_intent intent, float confidence, const char *why)
{
	bool event = intent == PX_INTENT_CREATE_EVENT;
	const struct px_words *w = &parse->bare;

	struct px_when when = px_parse_when(parse, NULL, 0);
	if (event && w->count && when.rrule && starts_with_verb(w->at, w->count) && !px_parse_event_noun(w->at, w->count))
		event = false; /* "put the bins out every other Tuesday" */
	float sure = w->count && px_word_in(&w->at[0], PX_WORDS_SCHEDULE_VERB) ? 0.9F : 0.97F;
	if (event && w->count && confidence < sure && event_score(parse, w->at, w->count) < -0.3F)
		event = false;
	(void)plain(parse, confidence, why, event, true);
}
