/* SPDX-License-Identifier: Apache-2.0 */
/*
 * References into the dialogue, and continuations; answers are in act/answer.c.
 */
#include "nlu/act/continue.h"

#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/act/emit.h"
#include "nlu/act/new_times.h"
#include "nlu/read/items.h"
#include "nlu/read/people.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/find.h"

static bool only_fillers(const struct px_words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (words->at[i].time < 0 && !px_word_in(&words->at[i], PX_WORDS_CORRECTION_FILLER))
			return false;
	}
	return true;
}

static bool correctable(const struct px_dialogue *d)
{
	return d->tool && d->touched_count &&
	       (strncmp(d->tool, "create_", 7) == 0 || strncmp(d->tool, "update_", 7) == 0 ||
		strcmp(d->tool, "undo") == 0);
}

static const struct px_nlu_item *last_item(const struct px_parse *parse)
{
	return px_dialogue_current(parse, &parse->dialogue.touched[0]);
}

static void emit_correction(struct px_parse *parse, struct px_args *args, const char *why)
{
	struct px_target target = { .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };

	px_dialogue_take(parse, &target, &parse->dialogue.touched[0]);
	(void)px_parse_change_target(parse, PX_VERB_UPDATE, &target, args, 0.93F, why);
}

static bool has_mover(const struct px_words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (px_word_in(&words->at[i], PX_WORDS_SHIFT_VERB))
			return true;
	}
	return false;
}

/* "the Friday after": the next one that follows the day it has. */
static void following_week(const struct px_nlu_item *item, struct px_when *when)
{
	int32_t old = item->start != PX_TIME_NONE ? px_civil_ms_day(item->start) : item->due_day;

	if (old != PX_DAY_NONE && when->start.day != PX_DAY_NONE)
		when->start.day = old + (px_civil_weekday(when->start.day) - px_civil_weekday(old) + 6) % 7 + 1;
}

/* "move them to Monday" means more than the last thing. */
static bool means_several(const struct px_parse *parse)
{
	struct px_target target;

	for (size_t i = 0; i < parse->full.count; i++) {
		const struct px_word *word = &parse->full.at[i];
		if (px_word_in(word, PX_WORDS_THEM_OR_BOTH) && px_dialogue_refer(parse, word, 1, ~0, &target) &&
		    target.candidate_count > 1)
			return true;
	}
	return false;
}

/* "list p1s": a question of its own; "list those" is none. */
static bool lists_anew(const struct px_words *w)
{
	return w->count && px_word_in(&w->at[0], PX_WORDS_LISTS_ANEW) &&
	    !px_word_in(&w->at[w->count - 1], PX_WORDS_ONES);
}

/* "no, Wednesday is better", "at 4pm", "actually high priority", "in the Avenue project" */
static bool continue_correction(struct px_parse *parse)
{
	const struct px_slots *slots = &parse->slots;
	const struct px_nlu_item *item;
	struct px_when when = px_parse_when(parse, NULL, 0);
	struct px_args args = { 0 };

	if (!correctable(&parse->dialogue) || !only_fillers(&parse->full) || means_several(parse) ||
	    lists_anew(&parse->full))
		return false;
	if (!when.any && !slots->priority && !slots->project && !slots->tag_count)
		return false;
	if (when.duration && has_mover(&parse->words))
		return false; /* "push it half an hour" is a shift */
	item = last_item(parse);
	if (px_word_in(&parse->words.at[parse->words.count - 1], PX_WORDS_AFTER))
		following_week(item, &when);
	int length = px_parse_length_sign(parse);
	if (length && (when.shift || when.duration) && item->kind == PX_NLU_EVENT)
		px_parse_set_length(parse, item, &when, length, &args);
	else if (when.shift)
		px_args_set(&args, "shift", px_parse_span(parse, when.months, when.seconds));
	else if (when.duration && item->kind == PX_NLU_EVENT)
		px_parse_set_length(parse, item, &when, 0, &args);
	else if (when.any)
		px_parse_set_move(parse, item, 0, &when, &args);
	if (item->kind == PX_NLU_TASK) {
		px_args_set(&args, "priority", slots->priority);
		px_args_set(&args, "project", slots->project);
		px_args_list(&args, "tags", slots->tags, slots->tag_count, parse->arena);
	}
	if (!args.count)
		return false;
	emit_correction(parse, &args, "rule: correction");
	return true;
}

static bool is_fact_tail(const struct px_match *match, const struct px_word *words, char name, size_t most)
{
	const struct px_capture *c = px_match_get(match, name, 0);

	if (!c || (size_t)(c->to - c->from) > most)
		return false;
	for (size_t i = c->from; i < c->to; i++) {
		if (words[i].time >= 0 || words[i].flags & PX_WORD_STOP)
			return i > c->from ? false : words[i].time < 0;
	}
	return true;
}

/* "and the day after?" */
static bool continue_next(struct px_parse *parse)
{
	const struct px_dialogue *d = &parse->dialogue;
	struct px_match match;
	struct px_args args;
	int32_t from, to;

	if (!d->list_tool ||
	    !px_match(PX_PATTERN_NEXT_WINDOW,
		      parse->words.at, parse->words.count, &match))
		return false;
	bool tasks = strcmp(d->list_tool, "list_tasks") == 0;
	const char *after = tasks ? "due_after" : "start", *before = tasks ? "due_before" : "end";
	px_args_read(&args, d->list_arguments, parse->arena);
	const char *a = px_args_get(&args, after), *b = px_args_get(&args, before);
	if (!a || !b || !px_civil_parse_day(px_str(a), &from) || !px_civil_parse_day(px_str(b), &to))
		return false;
	int32_t length = to - from;
	bool back = px_word_in(&parse->words.at[parse->words.count - 1], PX_WORDS_BEFORE);
	from = back ? from - length : to;
	to = from + length;
	px_args_set(&args, after, px_parse_point(parse, (struct px_time_point){ from, -1 }));
	px_args_set(&args, before, px_parse_point(parse, (struct px_time_point){ to, -1 }));
	px_parse_emit(parse, px_intent_from_name(px_str(d->list_tool)), &args, 0.9F, "rule: the next one");
	return true;
}

/* "at Café Central", "with Nina and Paul", "weekdays only" after an event */
static bool continue_event(struct px_parse *parse)
{
	const struct px_words *w = &parse->bare;
	struct px_args args = { 0 };
	struct px_match match;

	if (!correctable(&parse->dialogue) || last_item(parse)->kind != PX_NLU_EVENT || w->count < 2 || w->count > 7)
		return false;
	if (px_match(PX_PATTERN_PLACE_ADDED, w->at, w->count, &match) &&
	    is_fact_tail(&match, w->at, 'l', 5)) {
		px_slots_place(parse, w->at, w->count);
		if (!parse->slots.location)
			return false;
		px_args_set(&args, "location", parse->slots.location);
	} else if (px_match(PX_PATTERN_GUEST_ADDED, w->at, w->count, &match) &&
		   is_fact_tail(&match, w->at, 'w', 3)) {
		const struct px_capture *c = px_match_get(&match, 'w', 0);
		const char *names[PX_SLOT_LIST];
		size_t found = px_people_named(parse, w->at + c->from, (size_t)(c->to - c->from)) ?
			px_parse_people(parse, w->at + c->from, (size_t)(c->to - c->from), names) : 0;
		px_args_list(&args, "attendees", names, found, parse->arena);
		if (!found || parse->slots.project)
			return false;
	} else if (px_match(PX_PATTERN_GUEST_NAMED, w->at, w->count, &match)) {
		px_slots_people(parse, w->at, w->count);
		px_args_list(&args, "attendees", parse->slots.people, parse->slots.people_count, parse->arena);
	}
	if (!args.count)
		return false;
	struct px_when when = px_parse_when(parse, NULL, 0);
	if (when.any && !when.duration)
		px_parse_set_move(parse, last_item(parse), 0, &when, &args);
	else if (when.duration)
		px_parse_set_length(parse, last_item(parse), &when, 0, &args);
	emit_correction(parse, &args, "rule: correction");
	return true;
}

/* "just the Stock ones", "and Night class?": how many words from `at` on are a project's whole name. */
static size_t named_project(const struct px_parse *parse, const struct px_words *w, size_t at, const char **name)
{
	for (size_t n = w->count - at < 4 ? w->count - at : 4; n > 0; n--) {
		size_t begin = w->at[at].begin, end = w->at[at + n - 1].end;
		const struct px_nlu_item *project = px_slots_find_project(
			parse, px_str_n(parse->text.data + begin, end - begin));
		if (project) {
			*name = project->title;
			return n;
		}
	}
	return 0;
}

/* "what's on Saturday?" asks for the calendar, whatever was asked before. */
static bool of_meetings(const struct px_words *w)
{
	struct px_match match;
	size_t length;

	return px_match_prefix(PX_PATTERN_ASKS_WHAT_IS_ON, w->at, w->count,
			       &match, &length);
}

/* "what about June?", "and in Avenue?", "only the high ones" after a list */
static bool continue_list(struct px_parse *parse)
{
	const struct px_dialogue *d = &parse->dialogue;
	const struct px_words *w = &parse->full;
	struct px_when when = px_parse_when(parse, NULL, 0);
	struct px_args args;

	bool cue = w->count && px_word_in(&w->at[0], PX_WORDS_WHAT_HOW_AND);
	const char *tool = px_dialogue_lists(d->tool) ? d->tool : cue ? d->list_tool : NULL;
	if (!tool || !parse->words.count || w->count > 8 || lists_anew(w))
		return false;
	const char *named = NULL;
	/* "show me the office project" asks anew */
	bool narrows = w->count &&
		       (px_word_in(&w->at[0], PX_WORDS_NARROWS) || px_word_in(&w->at[w->count - 1], PX_WORDS_ONES));
	for (size_t i = 0; i < w->count; i++) {
		size_t words = narrows && w->at[i].time < 0 && !named ? named_project(parse, w, i, &named) : 0;
		if (words) {
			i += words - 1;
			continue;
		}
		if (w->at[i].time < 0 &&
		    !px_word_in(&w->at[i], PX_WORDS_NARROWED_LIST_FILLER))
			return false;
	}
	if (of_meetings(w) && strcmp(tool, "list_tasks") == 0)
		return false;
	const char *level = NULL; /* "and low?" */
	bool of_tasks = strcmp(tool, "list_tasks") == 0;
	for (size_t i = 0; i < w->count; i++) {
		if (px_word_in(&w->at[i], of_tasks ? PX_WORDS_EVENTS : PX_WORDS_OF_TASKS))
			return false; /* another question */
		level = px_word_in(&w->at[i], PX_WORDS_PRIORITY_LEVEL) ? w->at[i].text : level;
	}
	if ((level || named) && !of_tasks)
		return false;
	if (named && !parse->slots.project)
		parse->slots.project = named;
	if (level && !parse->slots.priority)
		parse->slots.priority = strcmp(level, px_phrase(PX_PHRASE_MEDIUM)) == 0 ? "normal" : level;
	if (!when.any && !parse->slots.project && !parse->slots.priority && !parse->slots.tag_count)
		return false;
	bool tasks = strcmp(tool, "list_tasks") == 0;
	px_args_read(&args, d->list_arguments, parse->arena);
	if (when.any) {
		px_args_drop(&args, tasks ? "due_after" : "start");
		px_args_drop(&args, tasks ? "due_before" : "end");
		px_args_drop(&args, "overdue");
		px_parse_set_window(parse, &args, &when, tasks ? "due_after" : "start", tasks ? "due_before" : "end");
	}
	px_args_set(&args, "project", parse->slots.project);
	px_args_set(&args, "priority", parse->slots.priority);
	if (parse->slots.tag_count)
		px_args_set(&args, "tag", parse->slots.tags[0]);
	px_parse_emit(parse, px_intent_from_name(px_str(tool)), &args, 0.9F, "rule: same question");
	return true;
}

static const char *with_last_verb(const struct px_parse *parse, const char *title, bool article)
{
	const char *before = parse->dialogue.touched[0].title;
	size_t n = before ? strcspn(before, " ") : 0;
	char verb[12];

	if (!n || n >= sizeof(verb) || !before[n])
		return article ? px_arena_str(parse->arena, px_str(title)) : title;
	for (size_t i = 0; i < n; i++)
		verb[i] = (char)(before[i] | 32);
	if (!px_word_listed(verb, n, PX_WORDS_SHOPPING_VERB))
		return title;
	return px_arena_printf(parse->arena, "%.*s %s", (int)n, before, title);
}

/* One more of what was last added: in the same project, for the same day if none is said. */
static void add_more(struct px_parse *parse, const char *title)
{
	struct px_when when = px_parse_when(parse, NULL, 0);
	struct px_args args = { 0 }, before;

	px_args_read(&before, parse->dialogue.arguments, parse->arena);
	px_args_set(&args, "title", title);
	px_args_set(&args, "project", parse->slots.project ? parse->slots.project : px_args_get(&before, "project"));
	if (when.any)
		px_parse_set_due(parse, &args, &when);
	px_args_set(&args, "priority", parse->slots.priority);
	px_parse_emit(parse, PX_INTENT_CREATE_TASK, &args, 0.9F, "rule: one more");
}

/* "add beer" right after something was put on a list: a thing like those there, no errand of its own. */
static bool adds_to_list(const struct px_parse *parse, const struct px_match *match)
{
	const struct px_words *w = &parse->bare;
	const struct px_capture *c = px_match_get(match, 't', 0);
	struct px_args before;

	if (!px_word_is(&w->at[0], "add") || px_word_in(&w->at[w->count - 1], PX_WORDS_CONTINUE_ADDS_TO_LIST))
		return true; /* says itself that it is one more */
	px_args_read(&before, parse->dialogue.arguments, parse->arena);
	return px_args_get(&before, "project") && !parse->time_count && c->to - c->from <= 4 &&
	       !px_parse_task_verb(&w->at[c->from]) && !px_word_in(&w->at[c->from], PX_WORDS_CONTINUE_ADDS_TO_LIST_2);
}

/* "a stapler as well", "and eggs", "also bread" after something was added */
static bool continue_addition(struct px_parse *parse)
{
	const struct px_dialogue *d = &parse->dialogue;
	const struct px_words *w = &parse->bare;
	struct px_item_words items[PX_ITEMS_MAX];
	struct px_match match;

	if (!d->tool || strcmp(d->tool, "create_task") != 0 || !d->touched_count || w->count > 16 || w->count < 2 ||
	    parse->slots.project)
		return false;
	if (!px_match(PX_PATTERN_ONE_MORE_TASK, w->at, w->count, &match) || !adds_to_list(parse, &match))
		return false;
	const struct px_capture *c = px_match_get(&match, 't', 0);
	for (size_t i = c->from; i < c->to; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_NO_ADDITION))
			return false;
	}
	size_t from = c->from, count = px_items_part(parse, w->at, from, c->to, true, items);
	if (count == 1 && w->count > 8)
		return false;
	for (size_t i = 0; i < count && count > 1; i++) {
		size_t first = items[i].from;
		while (first + 1 < items[i].to && px_word_in(&w->at[first], PX_WORDS_CONTINUE_CONTINUE_ADDITION))
			first++;
		add_more(parse, px_parse_title(parse, w->at, first, items[i].to, true));
	}
	if (count > 1)
		return true;
	while (from + 1 < c->to && px_word_in(&w->at[from], PX_WORDS_ANOTHER_ARTICLE))
		from++;
	const char *bare = px_parse_title(parse, w->at, from, c->to, true);
	/* "and pump up the balls": says what to do itself */
	bool own = c->to - c->from > 2 && px_word_in(&w->at[c->from + 1], PX_WORDS_VERB_HAS_OBJECT) &&
		   !px_word_in(&w->at[c->from], PX_WORDS_NO_VERB);
	const char *said = px_parse_surface(parse, w->at, c->from, c->to);
	const char *verbal = own ? said : with_last_verb(parse, said, false);
	bool verb = verbal != NULL && strlen(verbal) > strlen(said);
	add_more(parse, verb ? verbal : bare);
	return true;
}

/* The due date of a task is the start of an event, whose time of day stays. */
static void for_other_kind(struct px_parse *parse, const struct px_nlu_item *item, struct px_args *args)
{
	bool event = item->kind == PX_NLU_EVENT;
	const char *value = px_args_get(args, event ? "due" : "start");

	if (!value)
		return;
	px_args_drop(args, event ? "due" : "start");
	if (event && strlen(value) == 10 && item->start != PX_TIME_NONE && item->start % PX_MS_DAY) {
		int32_t day = px_civil_ms_day(item->start);
		struct px_time_point point = { px_civil_ms_day(px_dialogue_ms(value)),
					       (int32_t)((item->start - (int64_t)day * PX_MS_DAY) / 1000) };
		value = px_parse_point(parse, point);
	}
	px_args_set(args, event ? "start" : "due", value);
}

/* "and the other one too", "same for the plumber", "the passport too" */
static bool continue_same(struct px_parse *parse)
{
	const struct px_dialogue *d = &parse->dialogue;
	const struct px_words *w = &parse->full;
	struct px_match match;
	struct px_target target;
	struct px_args args;

	if (!d->tool || !px_match(PX_PATTERN_SAME_AGAIN,
				  w->at, w->count, &match))
		return false;
	bool update = strncmp(d->tool, "update_", 7) == 0;
	if (!update && strncmp(d->tool, "complete_", 9) != 0 && strncmp(d->tool, "delete_", 7) != 0)
		return false;
	const struct px_capture *c = px_match_get(&match, 'x', 0);
	px_parse_target(parse, w->at + c->from, (size_t)(c->to - c->from), PX_TARGET_EVENT | PX_TARGET_TASK, &target);
	if (!target.item && !target.many)
		return false;
	px_args_read(&args, d->arguments, parse->arena);
	px_args_drop(&args, "target");
	px_args_drop(&args, "occurrence");
	if (update && target.item)
		for_other_kind(parse, target.item, &args);
	return px_parse_change_target(parse, update ? PX_VERB_UPDATE : d->tool[0] == 'c' ? PX_VERB_COMPLETE :
				      PX_VERB_DELETE, &target, &args, 0.9F, "rule: the same again");
}

/* "Order coal" and "compost" -> "Order compost"; what has a verb of its own stands alone. */
static const char *with_same_verb(const struct px_parse *parse, const char *before, const struct px_word *words,
				  size_t count)
{
	const char *text = px_parse_surface(parse, words, 0, count);
	size_t n = before ? strcspn(before, " ") : 0;
	char verb[24];

	if (!n || n >= sizeof(verb) || !before[n] || (count > 1 && px_parse_task_verb(&words[0])))
		return px_parse_title_case(parse, text);
	for (size_t i = 0; i < n; i++)
		verb[i] = (char)(before[i] >= 'A' && before[i] <= 'Z' ? before[i] + 32 : before[i]);
	struct px_word first = { .text = px_arena_strn(parse->arena, verb, n), .size = (uint32_t)n, .time = -1 };
	if (!px_parse_task_verb(&first))
		return px_parse_title_case(parse, text);
	return px_arena_printf(parse->arena, "%.*s %s", (int)n, before, text);
}

/* The last change once more, on what was meant: undone first. */
static bool change_other(struct px_parse *parse, const struct px_target *target)
{
	const struct px_dialogue *d = &parse->dialogue;
	const struct px_nlu_item *item = target->item, *old = last_item(parse);
	const struct px_args none = { 0 };
	struct px_args args;
	bool update = strncmp(d->tool, "update_", 7) == 0;
	bool event = item->kind == PX_NLU_EVENT;

	if ((!update && strncmp(d->tool, "complete_", 9) != 0 && strncmp(d->tool, "delete_", 7) != 0) ||
	    item == old || (item->kind != PX_NLU_TASK && item->kind != PX_NLU_EVENT))
		return false;
	px_args_read(&args, d->arguments, parse->arena);
	px_args_drop(&args, "target");
	const char *start = px_args_get(&args, event ? "start" : "due");
	if (update && start && strlen(start) >= 16 && old->start != PX_TIME_NONE && item->start != PX_TIME_NONE &&
	    px_civil_ms_day(px_dialogue_ms(start)) == px_civil_ms_day(old->start)) {
		int64_t ms = px_dialogue_ms(start);
		struct px_time_point point = { px_civil_ms_day(item->start),
					       (int32_t)((ms - (int64_t)px_civil_ms_day(ms) * PX_MS_DAY) / 1000) };
		px_args_set(&args, "start", px_parse_point(parse, point));
	}
	px_parse_emit(parse, PX_INTENT_UNDO, &none, 0.9F, "rule: another one was meant");
	return px_parse_change_target(parse,
				      update		  ? PX_VERB_UPDATE
				      : d->tool[0] == 'c' ? PX_VERB_COMPLETE
							  : PX_VERB_DELETE,
				      target, &args, 0.9F, "rule: another one was meant");
}

/* "no, I meant compost", "no the study group I meant" */
static bool continue_meant(struct px_parse *parse)
{
	const struct px_dialogue *d = &parse->dialogue;
	const struct px_words *w = &parse->full;
	struct px_match match;
	struct px_target target;
	struct px_args args = { 0 };

	if (!d->touched_count || !d->tool || w->count > 9 ||
	    !px_match(PX_PATTERN_MEANT, w->at, w->count, &match))
		return false;
	const struct px_capture *c = px_match_get(&match, 'x', 0);
	size_t from = c->from, count = c->to - c->from;
	for (size_t i = from; i < c->to; i++) {
		if (w->at[i].time >= 0 || px_word_in(&w->at[i], PX_WORDS_NO_NAME_MEANT))
			return false;
	}
	px_target_find(parse, w->at + from, count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	if (target.item && target.score >= 0.75F && change_other(parse, &target))
		return true;
	if (strncmp(d->tool, "create_", 7) != 0 || count > 5)
		return false;
	while (count > 1 && px_word_in(&w->at[from], PX_WORDS_ARTICLE_OR_SOME))
		from++, count--;
	px_args_set(&args, "title", with_same_verb(parse, last_item(parse)->title, w->at + from, count));
	emit_correction(parse, &args, "rule: meant otherwise");
	return true;
}

/* What would create the thing as it stands. */
static struct px_args arguments_of(const struct px_parse *parse, const struct px_nlu_item *item)
{
	struct px_args args = { 0 };
	bool event = item->kind == PX_NLU_EVENT;
	struct px_time_point point = { item->due_day, -1 };

	if (item->start != PX_TIME_NONE) {
		point.day = px_civil_ms_day(item->start);
		point.second = (int32_t)((item->start - (int64_t)point.day * PX_MS_DAY) / 1000);
	}
	px_args_set(&args, "title", item->title);
	px_args_set(&args, event ? "start" : "due", px_parse_point(parse, point));
	px_args_set(&args, "project", event ? NULL : item->project);
	return args;
}

/* "and one for Ben's teacher too", "another one for Emma on Sunday" after something was created */
static bool continue_one(struct px_parse *parse)
{
	const struct px_dialogue *d = &parse->dialogue;
	const struct px_words *w = &parse->bare;
	struct px_match match;
	struct px_args args, fresh = { 0 };

	bool created = d->tool && (strncmp(d->tool, "create_", 7) == 0 || strncmp(d->tool, "update_", 7) == 0);
	if (!created || !d->touched_count ||
	    !px_match(PX_PATTERN_ONE_MORE_FOR, w->at,
		      w->count, &match))
		return false;
	const struct px_capture *c = px_match_get(&match, 'x', 0);
	const char *old = last_item(parse)->title, *who = px_parse_surface(parse, w->at, c->from, c->to);
	struct px_when when = px_parse_when(parse, NULL, 0);
	bool event = last_item(parse)->kind == PX_NLU_EVENT, update = d->tool[0] == 'u';
	if (!old || c->to - c->from > 5)
		return false;
	if (update)
		args = arguments_of(parse, last_item(parse));
	else
		px_args_read(&args, d->arguments, parse->arena);
	const struct px_texts *links = px_texts(PX_TEXTS_PERSON_LINKS);
	const char *cut = NULL;
	for (const char *p = old; *p && !cut; p++) {
		for (size_t i = 0; i < links->count && !cut; i++)
			cut = strncmp(p, links->at[i], strlen(links->at[i])) == 0 ? p : NULL;
	}
	bool with = px_word_in(&w->at[c->from - 1], PX_WORDS_WITH);
	const char *title = event || cut ?
		px_arena_printf(parse->arena, "%.*s %s %s", (int)(cut ? (size_t)(cut - old) : strlen(old)), old,
				px_phrase(with ? PX_PHRASE_WITH : PX_PHRASE_FOR), who) :
		with_same_verb(parse, old, w->at + c->from, c->to - c->from);
	px_args_drop(&args, "attendees");
	px_args_set(&args, "title", title);
	if (event && !px_word_in(&w->at[c->from], PX_WORDS_ARTICLE))
		px_args_list(&args, "attendees", &who, with, parse->arena);
	if (when.any) {
		px_args_drop(&args, event ? "start" : "due");
		px_args_drop(&args, "end");
		px_args_drop(&args, "recurrence");
		px_parse_set_move(parse, last_item(parse), event ? PX_TARGET_EVENT : PX_TARGET_TASK, &when, &fresh);
		for (size_t i = 0; i < fresh.count && args.count < PX_ARGS_MAX; i++)
			args.at[args.count++] = fresh.at[i];
	}
	px_parse_emit(parse, event ? PX_INTENT_CREATE_EVENT : PX_INTENT_CREATE_TASK, &args, 0.9F,
		      "rule: one more of these");
	return true;
}

bool px_dialogue_continue(struct px_parse *parse)
{
	if (!parse->dialogue.tool || !parse->words.count || parse->words.count > 16)
		return false;
	return px_dialogue_turn(parse) || continue_next(parse) || continue_one(parse) || continue_correction(parse) ||
	       continue_list(parse) || continue_event(parse) || continue_meant(parse);
}

bool px_dialogue_more(struct px_parse *parse)
{
	if (!parse->dialogue.tool || !parse->words.count || parse->words.count > 16)
		return false;
	return continue_same(parse) || continue_addition(parse);
}
