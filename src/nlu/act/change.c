/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes to what is there: update, complete and delete, of tasks and events.
 */
#include "nlu/act/change.h"

#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/act/emit.h"
#include "nlu/act/new_times.h"
#include "nlu/read/clause.h"
#include "nlu/read/slots.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/except.h"
#include "nlu/refer/find.h"
#include "nlu/refer/opinion.h"
#include "nlu/text/likeness.h"
#include "nlu/text/phrase.h"

/* "everything", "all": tasks and events alike. */
static bool says_neither(const struct px_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (words[i].time < 0 && !px_word_in(&words[i], PX_WORDS_EVERYTHING_FILLER))
			return false;
	}
	return true;
}

static bool any_then(const struct px_parse *parse, const struct px_when *when, enum px_nlu_kind kind)
{
	for (size_t i = 0; i < parse->context->item_count; i++) {
		const struct px_nlu_item *item = &parse->context->items[i];
		if (item->kind == kind && (item->start != PX_TIME_NONE || item->due_day != PX_DAY_NONE) && px_target_stands(when, item))
			return true;
	}
	return false;
}

/* "delete everything tomorrow": what there is of both kinds. */
static bool delete_all_then(struct px_parse *parse, const struct px_when *when)
{
	bool tasks = any_then(parse, when, PX_NLU_TASK), events = any_then(parse, when, PX_NLU_EVENT) || !tasks;

	for (int event = 1; event >= 0; event--) {
		struct px_args args = { 0 };
		if (!(event ? events : tasks))
			continue;
		px_args_flag(&args, "all");
		px_parse_set_window(parse, &args, when, event ? "start" : "due_after", event ? "end" : "due_before");
		px_except_hand_on(parse, &args);
		px_parse_emit(parse, px_change_intent(PX_VERB_DELETE, event), &args, 0.9F, "rule: all of that time");
	}
	return true;
}

/* "all my tasks due today", "everything in Avenue": filters instead of a target. */
static bool take_all(struct px_parse *parse, const struct px_word *words, size_t count, int kinds, int verb)
{
	struct px_when when = px_parse_when(parse, words, count);
	struct px_args args = { 0 };
	bool all = false, completed = false, overdue = false, event = kinds == PX_TARGET_EVENT, one = false;

	for (size_t i = 0; i < count; i++) /* "the agenda task" is one */
		one |= words[i].time < 0 && px_word_in(&words[i], PX_WORDS_ONE_OF_KIND);

	for (size_t i = 0; i < count; i++) {
		if (words[i].time >= 0)
			continue;
		const struct px_nlu_item *project = px_word_in(&words[i], PX_WORDS_ALL_OF_KIND_FILLER) || parse->slots.project ? NULL :
			px_slots_find_project(parse, px_str_n(parse->text.data + words[i].begin, words[i].end - words[i].begin));
		if (project && (i + 1 < count || all)) { /* "all oncall tasks" */
			parse->slots.project = project->title;
			parse->slots.project_known = true;
			continue;
		}
		if (!px_word_in(&words[i], PX_WORDS_ALL_OF_KIND_FILLER))
			return false;
		all |= px_word_in(&words[i], PX_WORDS_ALL);
		completed |= px_word_in(&words[i], PX_WORDS_COMPLETED);
		overdue |= px_word_in(&words[i], PX_WORDS_WORD_OVERDUE);
		event |= px_word_in(&words[i], PX_WORDS_EVENTS_OF_ALL);
		all |= px_word_in(&words[i], PX_WORDS_CALENDAR_OR_DAY) && verb == PX_VERB_DELETE && !one;
		all |= px_word_in(&words[i], PX_WORDS_SEVERAL_OF_KIND) && i > 0;
	}
	size_t timed = 0;
	for (size_t i = 0; i < count; i++)
		timed += words[i].time >= 0 || px_word_in(&words[i], PX_WORDS_WHOLE_OF);
	bool cleared = when.any && timed == count && px_word_in(&parse->words.at[0], PX_WORDS_CLEARS);
	all |= when.any && timed == count && px_word_in(&parse->words.at[0], PX_WORDS_CLEARS);
	if (!all)
		return false;
	if (kinds == (PX_TARGET_TASK | PX_TARGET_EVENT) && !event && verb == PX_VERB_DELETE && when.any &&
	    !px_parse_event_noun(words, count)) {
		for (size_t i = 0; i + 1 < count; i++)
			event |= px_word_in(&words[i], PX_WORDS_I) && px_word_in(&words[i + 1], PX_WORDS_HAVE);
	}
	for (size_t i = 0; i < count; i++)
		event &= !px_word_in(&words[i], PX_WORDS_TASKS_OF_ALL);
	event &= verb == PX_VERB_DELETE && !parse->slots.project_known && !overdue;
	if (verb == PX_VERB_DELETE && !event && when.any && says_neither(words, count) && !parse->slots.project && !parse->slots.priority && !overdue)
		return delete_all_then(parse, &when);
	if (!parse->slots.project_known && !overdue && !cleared && !px_parse_allows(parse, px_change_intent(verb, event)))
		return false;
	px_args_flag(&args, "all");
	px_args_set(&args, "project", event ? NULL : parse->slots.project);
	px_args_set(&args, "status", completed && verb == PX_VERB_DELETE ? "completed" : NULL);
	px_args_set(&args, "priority", event ? NULL : parse->slots.priority);
	if (parse->slots.tag_count && !event)
		px_args_set(&args, "tag", parse->slots.tags[0]);
	px_parse_set_window(parse, &args, &when, event ? "start" : "due_after", event ? "end" : "due_before");
	if (overdue)
		px_args_flag(&args, "overdue");
	px_except_hand_on(parse, &args);
	px_parse_emit(parse, px_change_intent(verb, event), &args, 0.9F, "rule: all of them");
	return true;
}

/* "the descale task its done by the cleaners": what the first words name, if a clause of its own follows. */
static void find_head(const struct px_parse *parse, const struct px_word *words, size_t count, int kinds, struct px_target *target)
{
	struct px_target head;

	for (size_t n = count > 8 ? 8 : count; n-- > 1; ) {
		if (!px_word_in(&words[n], PX_WORDS_CLAUSE_HEAD) &&
		    !px_word_in(&words[n - 1], PX_WORDS_NAME_TAIL))
			continue;
		px_target_find(parse, words, n, kinds, &head);
		if (!head.item || head.score < 0.85F)
			continue;
		*target = head;
		return;
	}
}

static bool act_verb(struct px_parse *parse, const struct px_frame *frame, const struct px_match *match, int verb)
{
	struct px_target target;
	struct px_args args = { 0 };
	size_t count;
	const struct px_word *words = px_change_words(parse, frame, match, 'x', &count);

	if (words && count && !px_dialogue_refer(parse, words, count, px_change_kinds(frame), &target) &&
	    take_all(parse, words, count, px_change_kinds(frame), verb))
		return true;
	px_change_target(parse, frame, match, &target);
	if (!target.item && !target.candidate_count && !target.many && words)
		find_head(parse, words, count, px_change_kinds(frame), &target);
	if (!target.words[0] && !target.item && !target.candidate_count)
		return false;
	if (target.pronoun && verb == PX_VERB_DELETE && parse->fresh && !target.many && parse->dialogue.tool &&
	    (strncmp(parse->dialogue.tool, "delete_", 7) == 0 || strncmp(parse->dialogue.tool, "complete_", 9) == 0))
		return true; /* "not going to the party, delete it": it is gone */
	if (verb == PX_VERB_COMPLETE && target.item && target.item->kind == PX_NLU_EVENT)
		return false;
	return px_parse_change_target(parse, verb, &target, &args, target.item ? 0.95F : 0.85F,
			       verb == PX_VERB_COMPLETE ? "rule: complete" : "rule: delete");
}

PX_ACT(px_change_complete)
{
	size_t count;
	const struct px_word *words = px_change_words(parse, frame, match, 'x', &count);

	for (size_t i = 0; i < parse->words.count; i++) {
		if (px_word_in(&parse->words.at[i], PX_WORDS_NEGATION))
			return false;
	}
	for (size_t i = 0; words && i + 1 < count; i++) {
		if (words[i].time >= 0 && px_word_in(&words[i + 1], PX_WORDS_AS))
			return false; /* "mark Friday as a day off" */
	}
	return act_verb(parse, frame, match, PX_VERB_COMPLETE);
}

PX_ACT(px_change_delete)
{
	size_t count;
	const struct px_word *words = px_change_words(parse, frame, match, 'x', &count);

	const struct px_words *all = px_frame_words(parse, frame);
	bool more = words && count && words + count < all->at + all->count;

	if (more && px_word_in(&words[count], PX_WORDS_OFF) && px_word_in(&words[count - 1], PX_WORDS_PERIOD_NOUN))
		return false; /* "days off 3 to 5 June" are new */
	return act_verb(parse, frame, match, PX_VERB_DELETE);
}

/* The word is a past form of the title's own first word; `over`: what it says is past whatever its form ("I've read"). */
static bool says_verb(const char *title, const struct px_word *word, bool over)
{
	size_t n = strcspn(title, " ");
	char verb[24];

	if (n >= sizeof(verb) || word->size <= 2)
		return false;
	for (size_t i = 0; i < n; i++)
		verb[i] = (char)(title[i] | 32);
	bool same = n == word->size && memcmp(verb, word->text, n) == 0;
	bool past = over || px_word_ends(word, PX_PHRASE_PAST_ENDING) || !same;
	return past && px_word_likeness_of_forms(word->text, word->size, verb, n) >= 0.75F;
}

/* "everything on the list": that of what was just spoken of. */
static void take_spoken_list(struct px_parse *parse)
{
	const struct px_dialogue *d = &parse->dialogue;
	struct px_args args;

	for (size_t i = 0; i < parse->words.count && !parse->slots.project; i++) {
		if (!px_word_in(&parse->words.at[i], PX_WORDS_CHANGE_TAKE_SPOKEN_LIST))
			continue;
		px_args_read(&args, d->list_arguments, parse->arena);
		parse->slots.project = d->touched_count && d->touched[0].project ? d->touched[0].project : px_args_get(&args, "project");
		parse->slots.project_known = parse->slots.project != NULL;
	}
}

/* "I bought everything on the shopping list": without a list or a day it would be too much to believe unasked. */
static bool done_all(struct px_parse *parse, const struct px_word *words, size_t count)
{
	struct px_nlu_result *result = parse->result;
	size_t calls = result->call_count;

	take_spoken_list(parse);
	parse->sure = true;
	bool taken = take_all(parse, words, count, PX_TARGET_TASK, PX_VERB_COMPLETE);
	if (!taken || result->call_count == calls || parse->slots.project || px_parse_when(parse, words, count).any)
		return taken;
	parse->question_tool = result->calls[calls].tool;
	parse->question_arguments = result->calls[calls].arguments;
	parse->question_slot = "confirm";
	result->call_count = calls;
	px_parse_ask(parse, "Shall I tick off every open task?");
	return true;
}

/* "finish everything due today" */
PX_ACT(px_change_complete_all)
{
	size_t count;
	const struct px_word *words = px_change_words(parse, frame, match, 'x', &count);

	if (frame->value[0] == 'd')
		return done_all(parse, words, count);
	return take_all(parse, words, count, px_change_kinds(frame), PX_VERB_COMPLETE);
}

/* "the boards are ordered and so is the quote": both. */
PX_ACT(px_change_complete_two)
{
	static const char names[] = { 'x', 'y' };
	struct px_target target[2];
	const struct px_args none = { 0 };

	for (int i = 0; i < 2; i++) {
		size_t count;
		const struct px_word *words = px_change_words(parse, frame, match, names[i], &count);
		px_target_find(parse, words, count, PX_TARGET_TASK, &target[i]);
		if (!target[i].item)
			return false;
	}
	for (int i = 0; i < 2; i++)
		px_change_emit(parse, PX_VERB_COMPLETE, false, target[i].item, NULL, &none, 0.92F, "rule: complete");
	return true;
}

/* "no zumba today", but not "no, Friday". */
PX_ACT(px_change_no)
{
	const struct px_words *words = px_frame_words(parse, frame);

	if (words->count < 2 || px_word_in(&words->at[words->count - 1], PX_WORDS_PLANS_NOUN))
		return false; /* "no meetings" names none */
	return !(words->at[1].flags & PX_WORD_BREAK) && px_change_delete(parse, frame, match);
}

/* "clear my calendar on Friday" */
PX_ACT(px_change_clear)
{
	size_t count;
	const struct px_word *words = px_change_words(parse, frame, match, 'x', &count);

	return take_all(parse, words, count, PX_TARGET_EVENT, PX_VERB_DELETE);
}

/* "clear my list": every open task; "empty the shopping list": those of that project. */
PX_ACT(px_change_clear_list)
{
	size_t count;
	const struct px_word *words = px_change_words(parse, frame, match, 'l', &count);
	struct px_args args = { 0 };

	if (words && !(count == 1 && px_word_in(&words[0], PX_WORDS_ANY_LIST)) &&
	    !(count == 2 && px_word_in(&words[0], PX_WORDS_TO) && px_word_in(&words[1], PX_WORDS_DO))) {
		struct px_str name = px_str_n(parse->text.data + words[0].begin, words[count - 1].end - words[0].begin);
		const struct px_nlu_item *project = px_slots_find_project(parse, name);
		if (!project)
			return false;
		px_args_set(&args, "project", project->title);
	}
	px_args_flag(&args, "all");
	px_except_hand_on(parse, &args);
	px_parse_emit(parse, PX_INTENT_DELETE_TASK, &args, 0.85F, "rule: clear a list");
	return true;
}

/* The task that words [0, count) say was done: behind a general verb ("got the pasta") or by its own ("called the bank"). */
static const struct px_nlu_item *done_item(struct px_parse *parse, const struct px_word *words, size_t count, bool *general)
{
	struct px_target target;
	bool own = count && px_word_in(&words[0], PX_WORDS_DONE_WITH);

	if (count < 1 + (size_t)own || (!own && !*general && count < 2))
		return NULL;
	bool bare = !own && *general; /* "got the pasta and the tomatoes": the verb of the first holds for all */
	px_target_find(parse, words + own, count - own, PX_TARGET_TASK, &target);
	if (!target.item || target.score < 0.7F || !(own || bare || says_verb(target.item->title, &words[0], true)))
		return NULL;
	*general |= own;
	return target.item;
}

/* "got the pasta and the tomatoes", "I've called the bank and watered the plants": each of them is done. */
static bool past_several(struct px_parse *parse, const struct px_word *words, size_t count)
{
	const struct px_nlu_item *done[PX_STATE_ITEMS];
	size_t found = 0, from = 0;
	bool general = false;

	for (size_t i = 1; i <= count; i++) {
		bool joint = i < count && (px_word_in(&words[i], PX_WORDS_CHANGE_PAST_SEVERAL) || (words[i].flags & PX_WORD_BREAK && !(words[i].flags & PX_WORD_STOP)));
		if (i < count && !joint)
			continue;
		while (from < i && px_word_in(&words[from], PX_WORDS_CHANGE_PAST_SEVERAL_2))
			from++;
		if (from == i)
			continue;
		const struct px_nlu_item *item = found < PX_STATE_ITEMS ? done_item(parse, words + from, i - from, &general) : NULL;
		for (size_t k = 0; item && k < found; k++)
			item = done[k] == item ? NULL : item;
		if (!item)
			return false;
		done[found++] = item;
		from = i;
	}
	const struct px_args none = { 0 };
	for (size_t i = 0; i < found && found > 1; i++)
		px_change_emit(parse, PX_VERB_COMPLETE, false, done[i], NULL, &none, 0.9F, "rule: said in the past");
	return found > 1;
}

/* "booked the flights", "I paid the rent": a past form of the task's own verb. */
PX_ACT(px_change_past)
{
	size_t count;
	const struct px_word *words = px_change_words(parse, frame, match, 'x', &count);
	struct px_target target;
	struct px_args args = { 0 };

	if (count < 2)
		return false;
	if (past_several(parse, words, count))
		return true;
	bool general = px_word_in(&words[0], PX_WORDS_DONE_WITH);
	px_target_find(parse, words + general, count - general, PX_TARGET_TASK, &target);
	if (!target.item || target.score < 0.7F)
		return false;
	bool over = parse->words.count > 2 && px_word_in(&parse->words.at[0], PX_WORDS_DONE_LEAD);
	if (!general && !says_verb(target.item->title, &words[0], over))
		return false;
	return px_parse_change_target(parse, PX_VERB_COMPLETE, &target, &args, 0.9F, "rule: said in the past");
}

/* "the tax is paid", "the requests are in": done, whatever the title calls it. */
static bool says_over(const char *title, const struct px_word *word)
{
	struct px_word first = { .text = title, .size = (uint32_t)strcspn(title, " "), .time = -1 };
	char verb[16] = "";

	for (size_t i = 0; i < first.size && i + 1 < sizeof(verb); i++)
		verb[i] = (char)(title[i] | 32);
	first.text = verb;
	if (px_word_in(word, PX_WORDS_DONE_PARTICLE))
		return px_word_in(&first, PX_WORDS_DONE_BY_PARTICLE);
	return px_word_in(word, PX_WORDS_DONE_PARTICIPLE);
}

/* "that's the banner copy approved", "council tax paid": the last word is a past form of the title's verb. */
PX_ACT(px_change_ended)
{
	size_t count;
	const struct px_word *words = px_change_words(parse, frame, match, 'z', &count);
	struct px_target target;
	struct px_args args = { 0 };

	if (count < 2 || count > 8)
		return false;
	px_target_find(parse, words, count - 1, PX_TARGET_TASK, &target);
	if (!target.item || target.score < 0.6F || !says_verb(target.item->title, &words[count - 1], false))
		return false;
	px_parse_name(parse, words, count - 1);
	return px_parse_change_target(parse, PX_VERB_COMPLETE, &target, &args, 0.9F, "rule: said in the past");
}

/* "the tap is replaced" */
PX_ACT(px_change_passive)
{
	size_t count, participle;
	const struct px_word *words = px_change_words(parse, frame, match, 'x', &count);
	const struct px_word *verb = px_change_words(parse, frame, match, 'v', &participle);
	struct px_target target;
	struct px_args args = { 0 };

	px_target_find(parse, words, count, PX_TARGET_TASK, &target);
	if (!target.item || participle != 1 ||
	    !(says_verb(target.item->title, verb, true) || (target.score >= 0.85F && says_over(target.item->title, verb))))
		return false;
	return px_parse_change_target(parse, PX_VERB_COMPLETE, &target, &args, 0.9F, "rule: said in the past");
}

/* Every word of the title but its verb was said: "the car" is not "Get the car serviced". */
static bool says_whole(const char *title, const struct px_word *words, size_t count)
{
	const char *p = title + strcspn(title, " ");

	while (*p) {
		size_t n = strcspn(++p, " "), i = 0;
		bool said = px_word_listed(p, n, PX_WORDS_WHOLE_TITLE_FILLER);
		for (; i < count && !said && n < 40; i++) {
			char lower[40];
			for (size_t k = 0; k < n; k++)
				lower[k] = (char)(p[k] >= 'A' && p[k] <= 'Z' ? p[k] + 32 : p[k]);
			said = px_word_likeness_of_forms(words[i].text, words[i].size, lower, n) >= 0.75F;
		}
		if (!said)
			return false;
		p += n;
	}
	return true;
}

/* "Sister wants the rota by Friday", "I want the batteries replaced by Wednesday": the last word may be a past form of the title's verb. */
PX_ACT(px_change_wanted)
{
	size_t count, who;
	const struct px_word *words = px_change_words(parse, frame, match, 'x', &count);
	const struct px_word *wanting = px_change_words(parse, frame, match, 'w', &who);
	struct px_target target;

	if (who > 3 || px_parse_task_verb(&wanting[0]))
		return false;
	px_target_find(parse, words, count, PX_TARGET_TASK, &target);
	if (count > 1 && (px_word_in(&words[count - 1], PX_WORDS_WANTED_STATE) ||
			  (target.item && says_verb(target.item->title, &words[count - 1], false))))
		px_target_find(parse, words, count - 1, PX_TARGET_TASK, &target);
	return target.item && target.score >= 0.7F && says_whole(target.item->title, words, count) && px_change_move(parse, frame, match);
}

/* "…, because it rains" gives a reason and changes nothing. */
static size_t reason_at(const struct px_words *w)
{
	for (size_t i = 2; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_BECAUSE_WORD) || (w->at[i].flags & PX_WORD_BREAK && px_word_in(&w->at[i], PX_WORDS_BECAUSE_AFTER_COMMA)))
			return i;
	}
	return w->count;
}

/* "staff briefing can be an hour, there's a lot to cover": where a clause of its own follows a comma, without a time. */
static size_t aside_at(const struct px_parse *parse, const struct px_words *w)
{
	for (size_t i = 3; i + 1 < w->count && i < 24; i++) {
		if (!(w->at[i].flags & PX_WORD_BREAK) || w->at[i].flags & (PX_WORD_STOP | PX_WORD_QUOTED) || !px_clause_begins(w, i))
			continue;
		for (size_t k = i; k < w->count; k++) {
			if (w->at[k].time >= 0)
				return w->count;
		}
		return parse->text.data[w->at[i - 1].end] == ',' ? i : w->count;
	}
	return w->count;
}

static const px_deed_fn deeds[PX_DEED_COUNT] = {
	[PX_CHANGE_STATUS] = px_change_status,
	[PX_CHANGE_COMPLETE] = px_change_complete,
	[PX_CHANGE_COMPLETE_ALL] = px_change_complete_all,
	[PX_CHANGE_COMPLETE_TWO] = px_change_complete_two,
	[PX_CHANGE_PAST] = px_change_past,
	[PX_CHANGE_PASSIVE] = px_change_passive,
	[PX_CHANGE_ENDED] = px_change_ended,
	[PX_CHANGE_CLEAR_DUE] = px_change_clear_due,
	[PX_CHANGE_DELETE] = px_change_delete,
	[PX_CHANGE_CLEAR_LIST] = px_change_clear_list,
	[PX_CHANGE_CLEAR] = px_change_clear,
	[PX_CHANGE_NO] = px_change_no,
	[PX_CHANGE_LENGTH] = px_change_length,
	[PX_CHANGE_SHIFT] = px_change_shift,
	[PX_CHANGE_RENAME] = px_change_rename,
	[PX_CHANGE_CALL] = px_change_call,
	[PX_CHANGE_SPLIT] = px_change_split,
	[PX_CHANGE_PRIORITY] = px_change_priority,
	[PX_CHANGE_BARE_PRIORITY] = px_change_bare_priority,
	[PX_CHANGE_PROJECT] = px_change_project,
	[PX_CHANGE_TAG] = px_change_tag,
	[PX_CHANGE_NOTES] = px_change_notes,
	[PX_CHANGE_PLACE] = px_change_place,
	[PX_CHANGE_MOVE] = px_change_move,
	[PX_CHANGE_INVITE] = px_change_invite,
	[PX_CHANGE_REPEAT] = px_change_repeat,
	[PX_CHANGE_LAST] = px_change_last,
	[PX_CHANGE_WANTED] = px_change_wanted,
	[PX_CHANGE_BOTH] = px_change_both,
	[PX_CHANGE_TOLD] = px_change_told,
	[PX_CHANGE_STARTS] = px_change_starts,
	[PX_CHANGE_BARE] = px_change_bare,
};

static bool run_frames(struct px_parse *parse)
{
	return px_frames_try(parse, px_english.change->at, px_english.change->count, deeds);
}

static bool change_up_to(struct px_parse *parse, size_t end)
{
	size_t count = parse->full.count;

	if (end >= count)
		return false;
	parse->full.count = end;
	bool taken = run_frames(parse);
	parse->full.count = count;
	return taken;
}

/* "move that to 9" where nothing was spoken of: which one is asked, and nothing called "Move" is made. */
static bool without_referent(struct px_parse *parse)
{
	const struct px_words *w = &parse->full;
	struct px_target target = { .words = px_phrase(PX_PHRASE_IT), .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	struct px_args args = { 0 };
	struct px_match match;
	size_t length;

	if (parse->dialogue.touched_count || parse->result->call_count || w->count > 6 ||
	    !px_match_prefix(PX_PATTERN_MOVES_PRONOUN, w->at, w->count, &match, &length))
		return false;
	struct px_when when = px_parse_when(parse, NULL, 0);
	if (when.shift)
		px_args_set(&args, "shift", px_parse_span(parse, when.months, when.seconds));
	else if (when.any)
		px_parse_set_move(parse, NULL, PX_TARGET_EVENT, &when, &args);
	if (when.any && !when.shift && when.start.day == PX_DAY_NONE && when.start.second >= 0 && !when.range)
		px_args_flag(&args, "clock_only"); /* until the question is answered */
	return px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.8F, "rule: of what?");
}

bool px_parse_change(struct px_parse *parse)
{
	struct px_match match;
	size_t length, count = parse->full.count;

	if (px_match_prefix(PX_PATTERN_ASKS_OF_THING, parse->full.at, count, &match, &length))
		return false;
	/* "drop the invoice off to Mrs Lee on Thursday" is something to do, it takes nothing off a list */
	if (px_match_prefix(PX_PATTERN_HANDS_OVER, parse->full.at, count, &match, &length) &&
	    length < count)
		return false;
	if (run_frames(parse))
		return true;
	return change_up_to(parse, reason_at(&parse->full)) || change_up_to(parse, aside_at(parse, &parse->full)) ||
	       without_referent(parse);
}

/* Without the verb in front and what says the new value. */
static size_t target_end(const struct px_words *w, size_t from)
{
	for (size_t i = from + 1; i < w->count; i++) {
		if (w->at[i].time < 0 && px_word_in(&w->at[i], PX_WORDS_TARGET_ENDS) &&
		    !(w->at[i].flags & PX_WORD_QUOTED))
			return i;
	}
	return w->count;
}

static bool has_pronoun(const struct px_words *w)
{
	for (size_t i = 0; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_ANY_PRONOUN))
			return true;
	}
	return false;
}

static void ask_change(struct px_parse *parse, enum px_intent intent, const struct px_target *target)
{
	struct px_args args = { 0 };

	if (!target->item && !has_pronoun(&parse->full)) {
		parse->result->smalltalk = px_phrase_with(parse->arena, PX_PHRASE_UNKNOWN_NAME, target->words);
		parse->result->why = "rule: nothing of that name";
		return;
	}
	if (!target->item) {
		px_change_ask_target(parse, intent, &args);
		return;
	}
	px_args_set(&args, "target", target->item->title);
	px_change_ask_about(parse, target->item);
	parse->question_tool = px_intent_name(intent);
	parse->question_arguments = px_args_write(&args, parse->arena);
	parse->question_slot = intent == PX_INTENT_UPDATE_EVENT ? "start" : "due";
	parse->unsure = !parse->result->question;
	px_parse_ask(parse, px_phrase_with(parse->arena, PX_PHRASE_ASK_CHANGE, target->item->title));
}

static void read_update(struct px_parse *parse, const struct px_nlu_item *item, bool event, struct px_args *args)
{
	struct px_when when = px_parse_when(parse, NULL, 0);

	int length = px_parse_length_sign(parse);
	if (event && length && (when.shift || when.duration))
		px_parse_set_length(parse, item, &when, length, args); /* "demo 30 min longer" */
	else if (when.shift)
		px_args_set(args, "shift", px_parse_span(parse, when.months, when.seconds));
	else if (when.any && !when.duration)
		px_parse_set_move(parse, item, event ? PX_TARGET_EVENT : PX_TARGET_TASK, &when, args);
	if (!event) {
		px_args_set(args, "priority", parse->slots.priority);
		px_args_set(args, "project", parse->slots.project);
	}
}

/* Something was said beside the words of the title. */
static bool has_verb_beside(const struct px_parse *parse, const struct px_nlu_item *item)
{
	const struct px_words title = px_words_of(px_str(item->title), 0, strlen(item->title), parse->arena);

	for (size_t i = 0; i < parse->words.count; i++) {
		const struct px_word *word = &parse->words.at[i];
		bool in_title = word->time >= 0 || px_word_in(word, PX_WORDS_DETERMINER);
		for (size_t k = 0; k < title.count && !in_title; k++)
			in_title = px_word_likeness_of_forms(word->text, word->size, title.at[k].text, title.at[k].size) >= 0.9F;
		if (!in_title)
			return true;
	}
	return false;
}

/* Some word speaks of changing; else the classifier only guesses it. */
static bool says_change(const struct px_words *w)
{
	for (size_t i = 0; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_MOVER) || px_word_in(&w->at[i], PX_WORDS_CHANGE_SAYS_CHANGE))
			return true;
	}
	return false;
}

/* The classifier wants a change that no rule could read: the target is what is left. */
bool px_parse_change_as(struct px_parse *parse, enum px_intent intent, float confidence, const char *why)
{
	bool event = intent == PX_INTENT_UPDATE_EVENT || intent == PX_INTENT_DELETE_EVENT;
	bool update = intent == PX_INTENT_UPDATE_EVENT || intent == PX_INTENT_UPDATE_TASK;
	const struct px_words *w = &parse->full;
	struct px_match match;
	struct px_target target;
	struct px_args args = { 0 };
	size_t from = 0;

	if (!w->count)
		return false;
	if (!px_match_prefix(PX_PATTERN_CHANGE_LEAD, w->at, w->count, &match, &from) || from >= w->count)
		from = 0;
	px_parse_target(parse, w->at, w->count, event ? PX_TARGET_EVENT : PX_TARGET_TASK, &target);
	if (!target.item && target.candidate_count < 2) {
		size_t to = target_end(w, from);
		px_parse_target(parse, w->at + from, to - from, event ? PX_TARGET_EVENT : PX_TARGET_TASK, &target);
		px_parse_name(parse, w->at + from, to - from);
	}
	if (!target.item && target.candidate_count < 2) {
		struct px_target spotted;
		px_target_spot(parse, w->at, w->count, event ? PX_TARGET_EVENT : PX_TARGET_TASK, &spotted);
		if (spotted.item)
			target = spotted;
	}
	target.kinds = event ? PX_TARGET_EVENT : PX_TARGET_TASK;
	bool known = target.item || target.many || target.candidate_count >= 2;
	size_t asks;
	if (px_match_prefix(PX_PATTERN_ASKS_OF_THING, parse->full.at, w->count, &match, &asks)) { /* "was the meeting cancelled?" */
		if (target.item)
			px_parse_list_as(parse, event ? PX_INTENT_LIST_EVENTS : PX_INTENT_LIST_TASKS, confidence, why);
		return target.item != NULL;
	}
	if (intent == PX_INTENT_COMPLETE_TASK && !known && px_word_in(&w->at[0], PX_WORDS_FIRST_PERSON_DONE))
		return false; /* done, but nothing of the kind is on the list */
	if (!update && target.item && !from && target.score >= 0.9F && w->count <= 4 && !has_verb_beside(parse, target.item))
		return false; /* a name alone asks for nothing, least of all that the thing goes */
	bool due = px_match_prefix(PX_PATTERN_FALLS_DUE, w->at, w->count, &match, &asks);
	if (update && !known && !from && parse->time_count && (confidence < 0.9F || due || !says_change(w))) {
		/* "oncall swap with Priya from 15 to 21 Feb": nothing of that name, nothing that says change */
		px_parse_create_as(parse, event ? PX_INTENT_CREATE_EVENT : PX_INTENT_CREATE_TASK, confidence, why);
		return true;
	}
	if (update && !event && target.item && !from && parse->slots.priority && px_change_other_verb(target.item, &w->at[0])) {
		px_parse_create_as(parse, PX_INTENT_CREATE_TASK, confidence, why);
		return true;
	}
	if (update)
		read_update(parse, target.item, event, &args);
	if (update && !args.count && target.candidate_count < 2) {
		ask_change(parse, intent, &target);
		return true;
	}
	return px_parse_change_target(parse, update ? PX_VERB_UPDATE : intent == PX_INTENT_COMPLETE_TASK ?
				      PX_VERB_COMPLETE : PX_VERB_DELETE, &target, &args, confidence, why);
}
