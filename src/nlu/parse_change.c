/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes to what is there: update, complete and delete, of tasks and events.
 */
#include "nlu/frames.h"

#include "nlu/dialogue.h"

#include <stdlib.h>

#define ACT(name) \
	static bool name(struct px_parse *parse, const struct px_frame *frame, const struct px_match *match)

static const struct px_word *captured(const struct px_parse *parse, const struct px_frame *frame,
				      const struct px_match *match, char name, size_t *count)
{
	const struct px_capture *c = px_match_get(match, name, 0);

	*count = c ? (size_t)(c->to - c->from) : 0;
	return c ? px_frame_words(parse, frame)->at + c->from : NULL;
}

static int frame_kinds(const struct px_frame *frame)
{
	return frame->flags & PX_FRAME_TASK ? PX_TARGET_TASK :
	       frame->flags & PX_FRAME_EVENT ? PX_TARGET_EVENT : PX_TARGET_TASK | PX_TARGET_EVENT;
}

static void find_target(struct px_parse *parse, const struct px_frame *frame, const struct px_match *match,
			struct px_target *target)
{
	static const struct px_word it = { .text = "it", .size = 2, .time = -1 };
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'x', &count);

	if (!words) {
		(void)px_dialogue_refer(parse, &it, 1, frame_kinds(frame), target);
		return;
	}
	px_parse_target(parse, words, count, frame_kinds(frame), target);
	if (frame->flags & (PX_FRAME_TASK | PX_FRAME_EVENT))
		target->kinds = frame_kinds(frame);
	px_parse_name(parse, words, count);
}

/* Task or event, where the thing itself isn't known. */
static bool means_event(struct px_parse *parse, const struct px_target *target, int verb)
{
	if (target->item)
		return target->item->kind == PX_NLU_EVENT;
	if (target->candidate_count)
		return target->candidates[0]->kind == PX_NLU_EVENT;
	if (target->kinds == PX_TARGET_TASK || target->kinds == PX_TARGET_EVENT)
		return target->kinds == PX_TARGET_EVENT;
	if (verb == PX_VERB_COMPLETE)
		return false;
	const struct px_intent_result *c = px_parse_classify(parse);
	float events = c->scores[PX_INTENT_UPDATE_EVENT] + c->scores[PX_INTENT_DELETE_EVENT];
	float tasks = c->scores[PX_INTENT_UPDATE_TASK] + c->scores[PX_INTENT_DELETE_TASK];
	if (events + tasks > 0.5F)
		return events > tasks;
	return px_parse_event_noun(parse->words.at, parse->words.count);
}

static enum px_intent verb_intent(int verb, bool event)
{
	if (verb == PX_VERB_UPDATE)
		return event ? PX_INTENT_UPDATE_EVENT : PX_INTENT_UPDATE_TASK;
	if (verb == PX_VERB_DELETE)
		return event ? PX_INTENT_DELETE_EVENT : PX_INTENT_DELETE_TASK;
	return PX_INTENT_COMPLETE_TASK;
}

static void emit_on(struct px_parse *parse, int verb, bool event, const char *target,
		    const struct px_args *args, float confidence, const char *why)
{
	struct px_args all = { 0 };

	px_args_set(&all, "target", target);
	for (size_t i = 0; i < args->count && all.count < PX_ARGS_MAX; i++)
		all.at[all.count++] = args->at[i];
	px_parse_emit(parse, verb_intent(verb, event), &all, confidence, why);
}

/* Several things of one title can only be told apart by id. */
static const char *exact_name(struct px_parse *parse, const struct px_nlu_item *item)
{
	const struct px_nlu_context *context = parse->context;
	char id[PX_ID_TEXT + 1];

	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *other = &context->items[i];
		if (other == item || other->kind != item->kind || !other->title || px_id_is_none(item->id) ||
		    px_id_eq(other->id, item->id) || strcmp(other->title, item->title) != 0)
			continue;
		px_id_format(item->id, id);
		return px_arena_str(parse->arena, px_str(id));
	}
	return item->title;
}

/* The day of a repeating event that the words name, or PX_DAY_NONE: "tomorrow", "next week's", "the next". */
static int32_t occurrence_day(const struct px_parse *parse, const struct px_nlu_item *item, const struct px_when *when)
{
	int32_t first;

	if (!item || item->kind != PX_NLU_EVENT || !item->recurrence || when->rrule || when->shift || when->duration)
		return PX_DAY_NONE;
	if (when->start.day == PX_DAY_NONE) {
		bool next = false;
		for (size_t i = 0; i + 1 < parse->words.count; i++)
			next |= px_word_is(&parse->words.at[i], "next") && parse->words.at[i].time < 0;
		if (!next)
			return PX_DAY_NONE;
		return item->start != PX_TIME_NONE && item->start >= parse->now ? px_civil_ms_day(item->start) :
		       px_parse_first_day(item->recurrence, parse->today);
	}
	if (!when->range || !when->whole_days)
		return when->start.day;
	if (when->end.day == PX_DAY_NONE)
		return PX_DAY_NONE;
	first = px_parse_first_day(item->recurrence, when->start.day > parse->today ? when->start.day : parse->today);
	return first < when->end.day ? first : PX_DAY_NONE;
}

/* "cancel tomorrow's standup" is one day of it, unless all of it is meant. */
static void name_occurrence(const struct px_parse *parse, const struct px_nlu_item *item, struct px_args *args)
{
	struct px_when when = px_parse_when(parse, NULL, 0);
	int32_t day = occurrence_day(parse, item, &when);

	for (size_t i = 0; i < parse->words.count; i++) {
		if (px_word_in(&parse->words.at[i], "all every series from after since starting forever permanently completely whole"))
			return;
	}
	if (day != PX_DAY_NONE)
		px_args_set(args, "occurrence", px_parse_point(parse, (struct px_time_point){ day, -1 }));
}

static void ask_which(struct px_parse *parse, int verb, const struct px_target *target, const struct px_args *args)
{
	struct px_text question = { .arena = parse->arena };
	bool event = target->candidates[0]->kind == PX_NLU_EVENT;

	px_text_str(&question, "Which one do you mean?");
	for (size_t i = 0; i < target->candidate_count; i++) {
		px_text_str(&question, px_arena_printf(parse->arena, "\n%zu. %s", i + 1, target->candidates[i]->title));
		if (target->candidates[i]->project)
			px_text_str(&question, px_arena_printf(parse->arena, " (%s)", target->candidates[i]->project));
		parse->question_candidates[i] = *target->candidates[i];
	}
	parse->question_candidate_count = target->candidate_count;
	parse->question_tool = px_intent_name(verb_intent(verb, event));
	parse->question_arguments = px_args_write(args, parse->arena);
	parse->question_slot = "target";
	px_parse_ask(parse, px_text_end(&question));
}

bool px_parse_change_target(struct px_parse *parse, int verb, const struct px_target *target,
			    struct px_args *args, float confidence, const char *why)
{
	bool event = means_event(parse, target, verb);

	if (!target->item && !target->many && target->candidate_count < 2 &&
	    (!target->words[0] || !px_parse_allows(parse, verb_intent(verb, event))))
		return false;
	if (target->many && strncmp(parse->dialogue.tool ? parse->dialogue.tool : "", "list_", 5) == 0 &&
	    parse->dialogue.arguments && strlen(parse->dialogue.arguments) > 2 && !target->item) {
		struct px_args filters;
		px_args_read(&filters, parse->dialogue.arguments, parse->arena);
		px_args_flag(&filters, "all");
		for (size_t i = 0; i < args->count; i++)
			px_args_set(&filters, args->at[i].key, args->at[i].text);
		px_parse_emit(parse, verb_intent(verb, strcmp(parse->dialogue.tool, "list_events") == 0), &filters,
			      confidence, why);
		return true;
	}
	if (target->many) {
		for (size_t i = 0; i < target->candidate_count; i++)
			emit_on(parse, verb, target->candidates[i]->kind == PX_NLU_EVENT,
				exact_name(parse, target->candidates[i]), args, confidence, why);
		return target->candidate_count > 0;
	}
	if (target->item) {
		if (verb == PX_VERB_DELETE)
			name_occurrence(parse, target->item, args);
		emit_on(parse, verb, event, exact_name(parse, target->item), args, confidence, why);
	} else if (target->candidate_count >= 2)
		ask_which(parse, verb, target, args);
	else
		emit_on(parse, verb, event, target->words, args, confidence * 0.8F, why);
	return true;
}

/* ---- moving ---- */

static struct px_time_point item_point(const struct px_nlu_item *item)
{
	struct px_time_point point = { item->due_day, -1 };

	if (item->start != PX_TIME_NONE) {
		point.day = px_civil_ms_day(item->start);
		point.second = (int32_t)((item->start - (int64_t)point.day * PX_MS_DAY) / 1000);
	}
	return point;
}

/* A bare weekday means the week in which the thing is. */
static int32_t same_week(const struct px_parse *parse, int32_t old, int32_t said)
{
	bool weekday = false;

	for (size_t i = 0; i < parse->words.count; i++) {
		const struct px_word *w = &parse->words.at[i];
		if (w->time < 0)
			continue;
		if (px_word_in(w, "next last week weeks tomorrow today month in"))
			return said;
		weekday |= px_word_in(w, "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed "
					 "thu thur thurs fri sat sun");
		if (w->text[0] >= '0' && w->text[0] <= '9' && w->size > 2 && !strchr(w->text, ':') && !strstr(w->text, "pm") && !strstr(w->text, "am"))
			return said;
	}
	int32_t day = old - px_civil_weekday(old) + px_civil_weekday(said);
	return weekday && day > parse->today && old > parse->today ? day : said;
}

static struct px_time_point moved(const struct px_parse *parse, const struct px_nlu_item *item,
				  const struct px_when *when)
{
	struct px_time_point point = when->start, old = { PX_DAY_NONE, -1 };

	if (item)
		old = item_point(item);
	if (when->range && when->whole_days && point.day == PX_DAY_NONE)
		point.day = when->end.day - 1;
	if (point.second >= 0 && old.second >= 0 && when->ambiguous && !when->range) {
		int32_t other = point.second + (point.second < 43200 ? 43200 : -43200);
		if (abs(other - old.second) < abs(point.second - old.second))
			point.second = other;
	}
	if (point.second < 0 && old.second >= 0)
		point.second = old.second;
	if (point.day != PX_DAY_NONE && old.day != PX_DAY_NONE)
		point.day = same_week(parse, old.day, point.day);
	if (point.day == PX_DAY_NONE)
		point.day = old.day;
	return px_parse_next(parse, point);
}

static bool says_until(const struct px_parse *parse)
{
	for (size_t i = 0; i < parse->words.count; i++) {
		if (px_word_in(&parse->words.at[i], "until till til"))
			return true;
	}
	return false;
}

void px_parse_set_move(const struct px_parse *parse, const struct px_nlu_item *item, int kind,
		       const struct px_when *when, struct px_args *args)
{
	bool event = item ? item->kind == PX_NLU_EVENT : kind == PX_TARGET_EVENT;
	struct px_time_point point = moved(parse, item, when);

	if (!event) {
		struct px_when due = *when;
		if (when->range && when->whole_days && when->start.day == PX_DAY_NONE && says_until(parse)) {
			due.range = false; /* "wait until Friday" is Friday, not the day before */
			due.start.day = when->end.day;
			px_parse_set_due(parse, args, &due);
			return;
		}
		if (!when->rrule && (!when->range || when->day_part)) {
			due.start = point;
			due.range = false;
		}
		px_parse_set_due(parse, args, &due);
		return;
	}
	if (when->rrule) {
		px_args_set(args, "recurrence", when->rrule);
		if (when->start.second < 0 && when->start.day == PX_DAY_NONE)
			return;
	}
	px_args_set(args, "start", px_parse_point(parse, point));
	if (when->range && !when->day_part && when->end.second >= 0) {
		struct px_time_point end = when->end;
		if (end.day == PX_DAY_NONE)
			end.day = point.day;
		px_args_set(args, "end", px_parse_point(parse, end));
	} else if (when->duration && point.second >= 0) {
		px_args_set(args, "duration", px_parse_span(parse, when->months, when->seconds));
	}
}

void px_parse_set_length(const struct px_parse *parse, const struct px_nlu_item *item,
			 const struct px_when *when, int sign, struct px_args *args)
{
	int64_t seconds = when->seconds < 0 ? -when->seconds : when->seconds;

	if (sign) {
		int64_t old = item && item->end != PX_TIME_NONE && item->start != PX_TIME_NONE ?
			      (item->end - item->start) / 1000 : 3600;
		seconds = old + sign * seconds;
		if (seconds <= 0)
			return;
	}
	px_args_set(args, "duration", px_parse_span(parse, when->months, seconds));
}

/* A range said as "from 3 to 4" in a move: the first is where it was. */
static void split_from_to(const struct px_parse *parse, const struct px_word *word, struct px_when *when,
			  const struct px_nlu_item *item)
{
	struct px_str said = px_str_n(parse->text.data + word->begin, word->end - word->begin);
	struct px_time_point old = item ? item_point(item) : (struct px_time_point){ PX_DAY_NONE, -1 };
	bool from = word > parse->full.at && px_word_is(word - 1, "from");

	if (!when->range || when->day_part || when->end.day == PX_DAY_NONE)
		return;
	from |= said.size > 5 && px_str_eq_case(px_str_n(said.data, 5), PX_STR("from "));
	if (!from || (when->start.second >= 0 && old.second >= 0 && old.second != when->start.second))
		return;
	if (when->whole_days) {
		when->end.day--;
		when->start = (struct px_time_point){ when->end.day, -1 };
	} else {
		when->start = when->end;
	}
	when->range = false;
}

/* "move tomorrow's standup to 10", "practice is moved to 5:30 this Tuesday": one day of a series. */
static void name_moved(const struct px_parse *parse, const struct px_frame *frame, const struct px_match *match,
		       const struct px_nlu_item *item, struct px_when *when, struct px_args *args)
{
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'x', &count);
	struct px_when said = px_parse_when(parse, words, words ? count : 0);
	int32_t day = said.any && words ? occurrence_day(parse, item, &said) : PX_DAY_NONE;

	if (day == PX_DAY_NONE && item && item->recurrence && when->start.second >= 0 && !when->range &&
	    occurrence_day(parse, item, when) != PX_DAY_NONE && px_parse_first_day(item->recurrence, when->start.day) == when->start.day)
		day = when->start.day;
	if (day == PX_DAY_NONE)
		return;
	if (when->start.day == PX_DAY_NONE)
		when->start.day = day;
	px_args_set(args, "occurrence", px_parse_point(parse, (struct px_time_point){ day, -1 }));
}

ACT(act_move)
{
	const struct px_words *words = px_frame_words(parse, frame);
	const struct px_capture *last = NULL, *c;
	struct px_when when = { .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
	struct px_target target;
	struct px_args args = { 0 };
	size_t from = 0;

	find_target(parse, frame, match, &target);
	for (size_t i = 0; (c = px_match_get(match, 'T', i)); i++)
		last = c;
	if (!last || (!target.words[0] && !target.item && !target.candidate_count))
		return false;
	/* "from Thursday to Friday": only what follows the last "to" is the new time. */
	for (size_t i = 0; i < last->to; i++) {
		if (words->at[i].time < 0 && px_word_in(&words->at[i], "to until till for onto on at by"))
			from = i;
		if (px_word_in(&words->at[i], "to until till") && words->at[i].time < 0)
			break;
	}
	for (size_t i = from; i < words->count; i++) {
		if (words->at[i].time >= 0)
			px_parse_when_add(parse, &when, &parse->times[words->at[i].time]);
	}
	if (!when.any || (when.duration && when.start.day == PX_DAY_NONE && when.start.second < 0) || when.shift)
		return false;
	split_from_to(parse, &words->at[last->from], &when, target.item);
	if (frame->value[0] == 's' && when.range && when.end.day == PX_DAY_NONE && when.end.second < 0)
		when.range = false;
	bool event = means_event(parse, &target, PX_VERB_UPDATE);
	name_moved(parse, frame, match, target.item, &when, &args);
	px_parse_set_move(parse, target.item, event ? PX_TARGET_EVENT : PX_TARGET_TASK, &when, &args);
	if (!event) {
		px_args_set(&args, "priority", parse->slots.priority);
		px_args_set(&args, "project", parse->slots.project);
	} else if (!parse->slots.location && words->at[words->count - 1].time < 0) {
		px_slots_place(parse, words->at + last->to, words->count - last->to);
		px_args_set(&args, "location", parse->slots.location);
	}
	if (!args.count)
		return false;
	return px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.94F, "rule: move");
}

/* "the long day is on Tuesday": only of a thing whose whole name was said. */
ACT(act_told)
{
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'x', &count);
	struct px_target target;

	px_target_find(parse, words, count, frame_kinds(frame), &target);
	return target.item && target.score >= 0.85F && act_move(parse, frame, match);
}

/* "the standup starts at 9:15" */
ACT(act_starts)
{
	const struct px_capture *c = px_match_get(match, 'T', 0);
	const struct px_time_expr *t = &parse->times[px_frame_words(parse, frame)->at[c->from].time];
	const char *text = parse->text.data + t->begin;

	if (t->role != PX_TIME_START || strncasecmp(text, "start", 5) != 0)
		return false;
	return act_move(parse, frame, match);
}

static int direction_of(const struct px_words *words)
{
	int sign = 0;

	for (size_t i = 0; i < words->count; i++) {
		if (px_word_in(&words->at[i], "earlier forward forwards up sooner advance prepone"))
			return -1;
		if (px_word_in(&words->at[i], "later back out off delay postpone defer push snooze backwards"))
			sign = 1;
	}
	return sign;
}

int px_parse_length_sign(const struct px_parse *parse)
{
	for (size_t i = 0; i < parse->words.count; i++) {
		if (px_word_in(&parse->words.at[i], "longer shorter"))
			return parse->words.at[i].text[0] == 'l' ? 1 : -1;
	}
	return 0;
}

ACT(act_shift)
{
	const struct px_words *words = px_frame_words(parse, frame);
	struct px_when when = px_parse_when(parse, NULL, 0);
	struct px_target target;
	struct px_args args = { 0 };
	int sign = direction_of(&parse->words);

	find_target(parse, frame, match, &target);
	if (frame->value[0] && !when.shift)
		return false;
	if (frame->value[0] == 'e' && target.item) { /* "ends an hour later" */
		px_parse_set_length(parse, target.item, &when, when.seconds < 0 ? -1 : 1, &args);
		return args.count && target.item->kind == PX_NLU_EVENT &&
		       px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.93F, "rule: length");
	}
	int length = px_parse_length_sign(parse);
	if (length && when.seconds && (!target.item || target.item->kind == PX_NLU_EVENT)) {
		px_parse_set_length(parse, target.item, &when, length, &args);
		target.kinds = PX_TARGET_EVENT;
		return args.count && px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.93F, "rule: length");
	}
	if (!(when.shift || when.duration) || (!target.words[0] && !target.item && !target.candidate_count))
		return false;
	if (frame->flags & PX_FRAME_EARLIER && sign >= 0 && !when.shift)
		sign = -1;
	if (!sign && !when.shift)
		sign = 1;
	int64_t seconds = sign && when.seconds < 0 ? -when.seconds : when.seconds;
	int32_t months = sign && when.months < 0 ? -when.months : when.months;
	if (sign < 0)
		seconds = -seconds, months = -months;
	(void)words;
	px_args_set(&args, "shift", px_parse_span(parse, months, seconds));
	return px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.94F, "rule: shift");
}

/* value: "+" longer, "-" shorter, "=" exactly */
ACT(act_length)
{
	struct px_when when = px_parse_when(parse, NULL, 0);
	struct px_target target;
	struct px_args args = { 0 };

	find_target(parse, frame, match, &target);
	if (!when.seconds && !when.months) {
		bool until = when.range && when.start.second < 0 && when.end.second >= 0;
		if (frame->value[0] != '+' || (when.start.second < 0 && !until))
			return false;
		struct px_time_point end = until ? when.end : when.start;
		if (end.day == PX_DAY_NONE && target.item)
			end.day = item_point(target.item).day;
		px_args_set(&args, "end", px_parse_point(parse, px_parse_next(parse, end)));
	} else {
		px_parse_set_length(parse, target.item, &when,
				    frame->value[0] == '+' ? 1 : frame->value[0] == '-' ? -1 : 0, &args);
	}
	if (!args.count || (target.item && target.item->kind != PX_NLU_EVENT))
		return false;
	target.kinds |= PX_TARGET_EVENT;
	return px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.93F, "rule: length");
}

/* ---- one field ---- */

static bool change_field(struct px_parse *parse, const struct px_frame *frame, const struct px_match *match,
			 const char *key, const char *value, const char *why)
{
	struct px_target target;
	struct px_args args = { 0 };

	find_target(parse, frame, match, &target);
	if (!value || !value[0] || (!target.item && !target.words[0] && !target.candidate_count))
		return false;
	px_args_set(&args, key, value);
	if (strcmp(key, "priority") == 0 || strcmp(key, "project") == 0 || strcmp(key, "status") == 0) {
		struct px_when when = px_parse_when(parse, NULL, 0);
		target.kinds = PX_TARGET_TASK;
		if (target.item && target.item->kind == PX_NLU_EVENT)
			return false;
		if (when.any && !when.duration && !when.shift && !(target.item && strstr(why, "status")))
			px_parse_set_move(parse, target.item, PX_TARGET_TASK, &when, &args);
	}
	return px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.93F, why);
}

ACT(act_rename)
{
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'n', &count);
	const char *title = px_parse_surface(parse, words, 0, count);

	if (title[0] >= 'a' && title[0] <= 'z' && !(words[0].flags & PX_WORD_QUOTED))
		title = px_parse_title(parse, words, 0, count, true);
	return change_field(parse, frame, match, "title", title, "rule: rename");
}

static const char *said_priority(const struct px_parse *parse, const struct px_word *words, size_t count)
{
	static const char *const table[][2] = {
		{ "urgent", "urgent" }, { "critical", "urgent" }, { "top", "urgent" }, { "highest", "urgent" },
		{ "high", "high" }, { "important", "high" }, { "higher", "high" }, { "low", "low" },
		{ "lower", "low" }, { "lowest", "low" }, { "unimportant", "low" }, { "medium", "normal" },
		{ "normal", "normal" }, { "regular", "normal" },
	};

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < sizeof(table) / sizeof(table[0]); k++) {
			if (px_word_is(&words[i], table[k][0]))
				return table[k][1];
		}
	}
	return parse->slots.priority;
}

/* {n} says it, or the frame, or the slot phrase. */
ACT(act_priority)
{
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'n', &count);
	const struct px_words *all = &parse->full;
	const char *value = words ? said_priority(parse, words, count) :
			    parse->slots.priority ? parse->slots.priority :
			    frame->value[0] ? frame->value : said_priority(parse, all->at + all->count - 1, 1);

	return change_field(parse, frame, match, "priority", value, "rule: priority");
}

ACT(act_project)
{
	return change_field(parse, frame, match, "project", parse->slots.project, "rule: project");
}

ACT(act_status)
{
	return change_field(parse, frame, match, "status", frame->value, "rule: status");
}

ACT(act_notes)
{
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'n', &count);

	return change_field(parse, frame, match, "notes", px_parse_surface(parse, words, 0, count), "rule: notes");
}

ACT(act_place)
{
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'l', &count);

	for (size_t i = 0; i < count; i++) {
		if (words[i].time >= 0)
			return false;
	}
	if (words && px_word_in(&words[0], "urgent important done off cancelled high low about not overdue"))
		return false;
	px_parse_span_add(parse, "place", words[0].begin, words[count - 1].end);
	return change_field(parse, frame, match, "location", px_parse_surface(parse, words, 0, count), "rule: place");
}

/* "Susi will come with me, please add her": who was spoken of before this request. */
static const char *spoken_of(const struct px_parse *parse)
{
	struct px_words w = px_words_of(parse->text, 0, parse->begin, parse->arena);
	struct px_match match;
	size_t length;

	if (!px_match_prefix("(and|oh|also|my|the)? {w} (will|is|wants|can|would|should|has|might|said|asked|could|comes)", w.at, w.count,
			     &match, &length))
		return NULL;
	const struct px_capture *c = px_match_get(&match, 'w', 0);
	return c->to - c->from <= 3 ? px_parse_surface(parse, w.at, c->from, c->to) : NULL;
}

size_t px_parse_people(const struct px_parse *parse, const struct px_word *words, size_t count, const char **names)
{
	size_t found = 0, from = 0;

	for (size_t i = 0; i <= count && found < PX_SLOT_LIST; i++) {
		bool end = i == count || px_word_is(&words[i], "and") || (i > from && words[i].flags & PX_WORD_BREAK);
		if (!end)
			continue;
		bool pronoun = i == from + 1 && px_word_in(&words[from], "him her them");
		const char *name = i == from ? NULL : pronoun ? spoken_of(parse) : px_parse_surface(parse, words, from, i);
		if (name)
			names[found++] = name;
		from = i + (i < count && px_word_is(&words[i], "and"));
	}
	return found;
}

ACT(act_invite)
{
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'w', &count);
	const char *names[PX_SLOT_LIST];
	struct px_target target;
	struct px_args args = { 0 };

	find_target(parse, frame, match, &target);
	if (!target.item && !(target.kinds & PX_TARGET_EVENT) &&
	    !px_parse_event_noun(parse->words.at, parse->words.count) && !target.candidate_count)
		return false;
	if (target.item && target.item->kind != PX_NLU_EVENT)
		return false;
	size_t found = px_parse_people(parse, words, count, names);
	px_args_list(&args, "attendees", names, found, parse->arena);
	target.kinds = PX_TARGET_EVENT;
	return found > 0 && px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.9F, "rule: invite");
}

ACT(act_tag)
{
	struct px_target target;
	struct px_args args = { 0 };
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'g', &count);
	const char *tag = words ? words[count - 1].text : NULL;

	find_target(parse, frame, match, &target);
	if (tag && count == 1)
		px_args_list(&args, "tags", &tag, 1, parse->arena);
	else
		px_args_list(&args, "tags", parse->slots.tags, parse->slots.tag_count, parse->arena);
	if (!args.count)
		return false;
	target.kinds = PX_TARGET_TASK;
	return px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.92F, "rule: tag");
}

/* A new repetition. */
ACT(act_repeat)
{
	struct px_when when = px_parse_when(parse, NULL, 0);
	struct px_target target;
	struct px_args args = { 0 };

	find_target(parse, frame, match, &target);
	if (!when.rrule)
		return false;
	bool event = means_event(parse, &target, PX_VERB_UPDATE);
	px_parse_set_move(parse, target.item, event ? PX_TARGET_EVENT : PX_TARGET_TASK, &when, &args);
	return px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.92F, "rule: repeat");
}

/* ---- complete, delete ---- */

static const char all_words[] = "all every everything each";

/* "all my tasks due today", "everything in Avenue": filters instead of a target. */
static bool take_all(struct px_parse *parse, const struct px_word *words, size_t count, int kinds, int verb)
{
	static const char rest[] =
		"all every everything each of my the our that is are tasks task todos todo things items item reminders "
		"events event meetings meeting appointments appointment calendar schedule day due completed done "
		"finished overdue cancelled pending open on for in i have this from to do list and stuff it "
		"reminder scheduled planned entries calls old day's agenda";
	struct px_when when = px_parse_when(parse, words, count);
	struct px_args args = { 0 };
	bool all = false, completed = false, overdue = false, event = kinds == PX_TARGET_EVENT;

	for (size_t i = 0; i < count; i++) {
		if (words[i].time >= 0)
			continue;
		if (!px_word_in(&words[i], rest))
			return false;
		all |= px_word_in(&words[i], all_words);
		completed |= px_word_in(&words[i], "completed done finished");
		overdue |= px_word_is(&words[i], "overdue");
		event |= px_word_in(&words[i], "events event meetings meeting appointments appointment calendar "
					       "schedule agenda calls");
		all |= px_word_in(&words[i], "calendar schedule day agenda") && verb == PX_VERB_DELETE;
		all |= px_word_in(&words[i], "tasks events meetings appointments reminders todos") && i > 0;
	}
	size_t timed = 0;
	for (size_t i = 0; i < count; i++)
		timed += words[i].time >= 0;
	all |= timed == count && px_word_in(&parse->words.at[0], "clear empty free wipe clean");
	if (!all)
		return false;
	if (kinds == (PX_TARGET_TASK | PX_TARGET_EVENT) && !event && verb == PX_VERB_DELETE && when.any &&
	    !px_parse_event_noun(words, count)) {
		for (size_t i = 0; i + 1 < count; i++)
			event |= px_word_is(&words[i], "i") && px_word_is(&words[i + 1], "have");
	}
	for (size_t i = 0; i < count; i++)
		event &= !px_word_in(&words[i], "reminder reminders task tasks todo todos");
	event &= verb == PX_VERB_DELETE;
	if (!px_parse_allows(parse, verb_intent(verb, event)))
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
	px_parse_emit(parse, verb_intent(verb, event), &args, 0.9F, "rule: all of them");
	return true;
}

static bool act_verb(struct px_parse *parse, const struct px_frame *frame, const struct px_match *match, int verb)
{
	struct px_target target;
	struct px_args args = { 0 };
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'x', &count);

	if (words && count && !px_dialogue_refer(parse, words, count, frame_kinds(frame), &target) &&
	    take_all(parse, words, count, frame_kinds(frame), verb))
		return true;
	find_target(parse, frame, match, &target);
	if (!target.words[0] && !target.item && !target.candidate_count)
		return false;
	if (verb == PX_VERB_COMPLETE && target.item && target.item->kind == PX_NLU_EVENT)
		return false;
	return px_parse_change_target(parse, verb, &target, &args, target.item ? 0.95F : 0.85F,
			       verb == PX_VERB_COMPLETE ? "rule: complete" : "rule: delete");
}

ACT(act_complete)
{
	for (size_t i = 0; i < parse->words.count; i++) {
		if (px_word_in(&parse->words.at[i], "not isn't aren't wasn't haven't hasn't didn't never"))
			return false;
	}
	return act_verb(parse, frame, match, PX_VERB_COMPLETE);
}

ACT(act_delete)
{
	return act_verb(parse, frame, match, PX_VERB_DELETE);
}

/* The word is a past form of the title's own first word. */
static bool says_verb(const char *title, const struct px_word *word)
{
	size_t n = strcspn(title, " ");
	char verb[24];

	if (n >= sizeof(verb) || word->size <= 2)
		return false;
	for (size_t i = 0; i < n; i++)
		verb[i] = (char)(title[i] | 32);
	bool same = n == word->size && memcmp(verb, word->text, n) == 0;
	bool past = memcmp(word->text + word->size - 2, "ed", 2) == 0 || !same;
	return past && px_target_word(word->text, word->size, verb, n) >= 0.75F;
}

/* "finish everything due today" */
ACT(act_complete_all)
{
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'x', &count);

	return take_all(parse, words, count, frame_kinds(frame), PX_VERB_COMPLETE);
}

/* "the boards are ordered and so is the quote": both. */
ACT(act_complete_two)
{
	static const char names[] = { 'x', 'y' };
	struct px_target target[2];
	const struct px_args none = { 0 };

	for (int i = 0; i < 2; i++) {
		size_t count;
		const struct px_word *words = captured(parse, frame, match, names[i], &count);
		px_target_find(parse, words, count, PX_TARGET_TASK, &target[i]);
		if (!target[i].item)
			return false;
	}
	for (int i = 0; i < 2; i++)
		emit_on(parse, PX_VERB_COMPLETE, false, exact_name(parse, target[i].item), &none, 0.92F, "rule: complete");
	return true;
}

/* "no zumba today", but not "no, Friday". */
ACT(act_no)
{
	const struct px_words *words = px_frame_words(parse, frame);

	return words->count > 1 && !(words->at[1].flags & PX_WORD_BREAK) && act_delete(parse, frame, match);
}

/* "clear my calendar on Friday" */
ACT(act_clear)
{
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'x', &count);

	return take_all(parse, words, count, PX_TARGET_EVENT, PX_VERB_DELETE);
}

/* "booked the flights", "I paid the rent": a past form of the task's own verb. */
ACT(act_past)
{
	size_t count;
	const struct px_word *words = captured(parse, frame, match, 'x', &count);
	struct px_target target;
	struct px_args args = { 0 };

	if (count < 2)
		return false;
	bool general = px_word_in(&words[0], "did got finished done handled sorted completed made bought picked took");
	px_target_find(parse, words + general, count - general, PX_TARGET_TASK, &target);
	if (!target.item || target.score < 0.7F)
		return false;
	if (!general && !says_verb(target.item->title, &words[0]))
		return false;
	return px_parse_change_target(parse, PX_VERB_COMPLETE, &target, &args, 0.9F, "rule: said in the past");
}

/* "the tap is replaced" */
ACT(act_passive)
{
	size_t count, participle;
	const struct px_word *words = captured(parse, frame, match, 'x', &count);
	const struct px_word *verb = captured(parse, frame, match, 'v', &participle);
	struct px_target target;
	struct px_args args = { 0 };

	px_target_find(parse, words, count, PX_TARGET_TASK, &target);
	if (!target.item || participle != 1 || !says_verb(target.item->title, verb))
		return false;
	return px_parse_change_target(parse, PX_VERB_COMPLETE, &target, &args, 0.9F, "rule: said in the past");
}

#define K PX_FRAME_KNOWN
#define T PX_FRAME_TASK
#define E PX_FRAME_EVENT

#define P PX_FRAME_PRONOUN
#define U PX_FRAME_UNTIMED

#define Z PX_FRAME_TIME

const struct px_frame px_change_frames[] = {
	/* status and completion */
	{ "mark {x} (as|to)? (not done|undone|incomplete|pending|todo|to do|open|unfinished|not completed|not finished)", T, "pending", act_status, "m" },
	{ "(reopen|re-open|uncheck|untick|restore|unmark) {x}", T, "pending", act_status, "ru" },
	{ "{x} (isn't|is not|wasn't|was not|aren't) (done|finished|complete|completed) (yet|after all)?", T | K, "pending", act_status, "" },
	{ "(mark|set|flag|put|move) {x} (as|to|is)? (in progress|in-progress|started|ongoing|doing|wip|under way|underway)", T, "in_progress", act_status, "fmps" },
	{ "(i'm|i am|i've|i have|i|we've|we're|we) (just|already|now|currently)? (started|start|starting|begun|began|working|doing) (working)? (on|with)? {x} (now)?", T | K, "in_progress", act_status, "iw" },
	{ "(start|begin|started) (working)? (on|with)? {x}", T | K, "in_progress", act_status, "bs" },
	{ "(i'm|i am) (busy with|on|onto|in the middle of|halfway through|half way through|midway through|partway through|making progress on|making progress with) {x} (now|already)?", T | K | U, "in_progress", act_status, "i" },
	{ "mark {x} (as|to|is)? (cancelled|canceled)", T | K, "cancelled", act_status, "m" },
	{ "(mark|set|flag|check|tick|make|put|move|cross) {x} (as|to|is|off as|off)? (being)? $done (now)?", T, "", act_complete, "cfmpst" },
	{ "(mark|check|tick|cross|strike) (off)? {x} (off|out) (of|from)? ($the)? ($tasks|{p})?", T, "", act_complete, "cmst" },
	{ "(check off|tick off|cross off|cross out|strike off|tick|complete|cross|mark off|mark) {x} (off|from|on|in|off of) $my $tasks", T, "", act_complete, "cmst" },
	{ "(check off|tick off|cross off|cross out|strike off|tick|mark off) {x}", T, "", act_complete, "cmst" },
	{ "(complete|finish|close|resolve) {x}", T, "", act_complete_all, "cfr" },
	{ "(complete|completing) {x}", T | U, "", act_complete, "c" },
	{ "(finish|close|resolve|wrap up|close out|check) {x}", T | U | K, "", act_complete, "cfrw" },
	{ "(i'm|i am|i've|i have|i|we|we've|we have|we're|just|ok|okay|and)? (just|already|finally|now|also|all|am)? (done|finished|completed|complete|through) (with|doing)? {x} (now|already|today)?", T | K, "", act_complete, "acdfijnotw" },
	{ "(done|finished|completed) (with)? {x}", T, "", act_complete, "cdf" },
	{ "{x} (is|are|was|were|has been|have been|'s|got|has|have|is now) (all|already|now|finally|been)? $done (now|already|too)?", T | K, "", act_complete, "" },
	{ "{x} (is|are|'s|has been|have been) (all|now)? ($done|{v}) and so (is|are|has|have) {y}", T | K, "", act_complete_two, "" },
	{ "{x} $done", T | K, "", act_complete, "" },
	{ "(ok|okay|yes|yep|all|it's|that's|that is|it is|i'm|and|i've|just)? (done|finished|completed|complete) (now|with (it|that|this))?", T, "", act_complete, "acdfijoty" },
	{ "(i|we|i've|ok i|ok|just|i have|yes i) (just|already|finally)? (did|finished|completed|done|handled|sorted) {x} (already|now|today|earlier)?", T | K, "", act_complete, "ijowy" },
	{ "(i|we|i've|we've|i have|we have|and|ok|ok i)? (just|already|finally|also|i)? (just|already|finally)? {x} (already|now|today|earlier|yesterday|this morning|too)?", T, "", act_past, "" },
	{ "{x} (is|are|was|were|has been|have been|got|'s) (now|already|finally|all|been)? {v} (off|out|in|up|for|back|now|already|today|too)?", T | U | K, "", act_passive, "" },
	/* deletion */
	{ "(take|pull|get|cross|remove|delete|drop|clear|strike) {x} (off|off of|from|out of) $the $tasks", T, "", act_delete, "cdgprst" },
	{ "(take|pull|get|remove|delete|drop|clear|strike|cancel) {x} (off|off of|from|out of|on|in) $the $cal", E, "", act_delete, "cdgprst" },
	{ "(take|pull) {x} (off|out|off of)?", K, "", act_delete, "pt" },
	{ "(clear|empty|wipe|free up|clear out|clean up|cancel) {x}", E, "", act_clear, "cefw" },
	{ "$delete $the? (reminder|reminders|task|todo|to do|item|tasks) (to|for|about|called|named|of|that says)? {x}", T, "", act_delete, "abcdefgknrstw" },
	{ "$delete $the? (event|appointment) (called|named) {x}", E, "", act_delete, "abcdefgknrstw" },
	{ "$delete {x}", 0, "", act_delete, "abcdefgknrstw" },
	{ "(i|we)? (don't|do not|no longer|won't) (need|want|have) (to|the|my)? {x} (anymore|any more|any longer|now)?", K, "", act_delete, "dinw" },
	{ "(there's|there is)? no need (to|for) {x} (anymore|any more|any longer|now)?", K, "", act_delete, "nt" },
	{ "{x} (is|are|got|has been|was|'s|have been|has) (now|been|all)? (cancelled|canceled|off|called off|not happening|not needed|scrapped|no longer happening|no longer needed|not happening anymore) (<time>|anymore|now)?", K, "", act_delete, "" },
	{ "(i|we) (won't|can't|cannot|will not|am not going to) (be able to)? (make|attend|go to|come to|make it to|do|be at) {x}", K | E, "", act_delete, "iw" },
	{ "(i'm|we're|i am|we are) (not going to|not doing|not having|not attending|skipping|no longer going to|no longer doing|no longer having) {x}", K | E, "", act_delete, "iw" },
	{ "no (more)? {x} (for me)?", E | K, "", act_no, "n" },
	{ "(there's|there is|we have|i have|we've got|i've got) no {x}", E | K | Z, "", act_delete, "itw" },
	{ "(take|pull|leave) {x} (off|out|away) (again|now|please)?", K, "", act_delete, "lpt" },
	{ "skip {x}", K, "", act_delete, "s" },
	{ "(forget|never mind|nevermind) (about) {x}", K | T, "", act_delete, "fn" },
	/* length before moves: "extend", "an hour longer" */
	{ "(extend|lengthen|prolong|expand) {x} (by|for)? (another|an extra)? <time> (longer|more)?", E | Z, "+", act_length, "elp" },
	{ "(extend|lengthen|prolong) {x} (to|until|till) <time>", E | Z, "+", act_length, "elp" },
	{ "(make|set|have|let) {x} (last)? (run)? <time> longer", E | Z, "+", act_length, "hlms" },
	{ "(make|set|have|let|run) {x} (last)? (run)? longer by <time>", E | Z, "+", act_length, "hlmrs" },
	{ "add (another)? <time> to {x}", E | Z, "+", act_length, "a" },
	{ "(make|set|have) {x} <time> shorter", E | Z, "-", act_length, "hms" },
	{ "(make|set|have) {x} shorter by <time>", E | Z, "-", act_length, "hms" },
	{ "(end|finish|stop) {x} (at|by) <time>", E | K | Z, "+", act_length, "efs" },
	{ "(shorten|cut|trim|reduce) {x} by <time>", E | Z, "-", act_length, "crst" },
	{ "(shorten|cut|trim|reduce) {x} (down)? (to) <time>", E | Z, "=", act_length, "crst" },
	{ "(make|set) {x} (to be|to)? <time> long", E | Z, "=", act_length, "ms" },
	{ "(make|set) {x} (last|take) (for)? <time>", E | Z, "=", act_length, "ms" },
	{ "{x} (should|will|is going to|needs to|has to) (only)? (last|take|be) (for)? <time> (long)?", K | E | Z, "=", act_length, "" },
	/* shifts */
	{ "(move|push|bring|pull|shift) {x} (forward|earlier|up|ahead) (by)? <time>", PX_FRAME_EARLIER | Z, "", act_shift, "bmps" },
	{ "(bring|pull) (forward|up)? {x} (forward|earlier|up|ahead)? (by)? <time>", PX_FRAME_EARLIER | Z, "", act_shift, "bp" },
	{ "$move {x} (back|out|off|later)? (by)? (another|an extra)? <time> (back|later|earlier|forward|out|up)?", Z, "", act_shift, "abcdhmprsu" },
	{ "(make|have|start|begin) {x} (start|begin)? <time> (later|earlier|sooner)?", Z, "", act_shift, "bhms" },
	{ "{x} <time> (later|earlier|sooner)", K | Z, "", act_shift, "" },
	{ "{x} (starts|start|begins|begin|is|are|will be|will start|should start|has to start|needs to start|takes place|happens|should be) (now)? <time> (later|earlier|sooner|now)?", K | Z, "s", act_shift, "" },
	{ "{x} (ends|end|finishes|is over|will end|stops|should end) (now)? <time> (later|earlier|sooner|now)?", E | K | Z, "e", act_shift, "" },
	{ "(give|get|grant|allow) me (another|an extra)? <time> (more|extra|longer)? (for|on|with|to finish|to do|to) {x}", T | K | Z, "", act_shift, "ag" },
	{ "(i|we) (need|want|could use|would like) (another|an extra)? <time> (more|extra|longer)? (for|on|with|to finish|to do) {x}", T | K | Z, "", act_shift, "iw" },
	{ "{x} (goes|runs|lasts|goes on|ends|finishes|is over|will go|will last|will run|will end|should end|carries on|continues) (on)? (until|till|to|at|by)? <time> (now)?", E | K | Z, "+", act_length, "" },
	/* fields of tasks */
	{ "(rename|retitle|relabel) {x} (to|as|into) {n}", 0, "", act_rename, "r" },
	{ "(change|set|update|edit) (the)? (title|name|description|wording|subject) (of|for|on) {x} (to|as|into|from) {n}", 0, "", act_rename, "cesu" },
	{ "(call|name) {x} {n} (instead)", K, "", act_rename, "cn" },
	{ "(call|name) (it|that|this) {n} (instead)?", 0, "", act_rename, "cn" },
	{ "(change|set) (the)? (title|name) to {n}", 0, "", act_rename, "cs" },
	{ "(set|change|make|update|raise|lower|bump|switch) (the)? (priority|importance) (level)? (of|for|on) {x} (to|as|up to|down to) {n}", T, "", act_priority, "bclmrsu" },
	{ "(raise|increase|bump up|bump|up|elevate) (the)? (priority|importance) (of|for|on) {x}", T, "high", act_priority, "beiru" },
	{ "(lower|decrease|reduce|drop) (the)? (priority|importance) (of|for|on) {x}", T, "low", act_priority, "dlr" },
	{ "(make|set|mark|flag|change|bump|put|treat|move|switch|swap|drop|lower|raise) {x} (as|to|to be|a|at|is|up to|down to)? (very|super|more)? (urgent|important|critical|high|low|medium|normal)", T | K, "", act_priority, "bcdflmprst" },
	{ "(make|set|mark|change|give|bump|raise|lower|put|update|flag|upgrade|downgrade|switch|swap|drop|assign) {x} (to|as|a|at|up to|down to|is|and|up|down|to a)? (due)? (on|by)? (<time>)?", T | K | PX_FRAME_PRIORITY, "", act_priority, "abcdfglmprsu" },
	{ "{x} (is|are|should be|has|needs to be|now|has to be|is now|gets)? (now)?", T | P | PX_FRAME_PRIORITY, "", act_priority, "" },
	{ "{x} (is|are|should be|has|needs to be|now|has to be|is now|gets) (now)?", T | K | PX_FRAME_PRIORITY, "", act_priority, "" },
	{ "{x} (is|are) (now|really|very|super)? (urgent|important|critical)", T | K, "", act_priority, "" },
	{ "(move|assign|file|transfer|shift|reassign|set|change|switch|link|attach) {x} (to|in|into|under)?", T | K | PX_FRAME_PROJECT, "", act_project, "acflmrst" },
	{ "(put|add|stick|move) {x} (to|in|into|under)?", T | P | PX_FRAME_PROJECT, "", act_project, "amps" },
	{ "{x} (belongs|goes|is part|should be|should go|is)", T | K | PX_FRAME_PROJECT, "", act_project, "" },
	{ "(tag|label) {x} (with|as)? {g}", T | K, "", act_tag, "lt" },
	{ "(add) (the)? (tag|label) {g} to {x}", T, "", act_tag, "a" },
	{ "(add|attach|put|append|write|leave) (a)? (note|comment|notes) (to|on|for) {x} (that|saying|that says|with) {n}", T, "", act_notes, "alpw" },
	{ "(add|attach) (a|the)? (note|comment) {n} (to|on|for) {x}", T, "", act_notes, "a" },
	/* fields of events */
	{ "(change|set|update|move|switch|make|edit) (the)? (location|place|venue|room|address) (of|for|on) {x} (to|as|into|is) {l}", E, "", act_place, "cemsu" },
	{ "(change|set|update|switch|move) (the)? (location|place|venue|room) to {l}", E, "", act_place, "cmsu" },
	{ "(invite|include|bring) {w} (to|in|on|for|into) {x}", E | K, "", act_invite, "bi" },
	{ "add {w} to {x}", E | K, "", act_invite, "a" },
	{ "(and|also)? (invite|include) {w}", E, "", act_invite, "ai" },
	{ "{w} (will|would like to|wants to|is going to) (come|join|come along|tag along|join us|be there) (with me|with us|along)? (too|as well|also)?", E, "", act_invite, "" },
	{ "(and|also)? {w} (is|are|will be|'s) (coming|joining|joining us|coming along) (too|as well|also)?", E, "", act_invite, "" },
	/* repetition */
	{ "(repeat|make|set|have|do|change|move|switch|reschedule|let's do) {x} (to|be|repeat|happen|for|recur|on|occur|recurring)? <time> (instead|from now on|only|now)?", K | Z, "", act_repeat, "cdhlmrs" },
	{ "{x} (is|should be|on|now|happens|should repeat|repeats)? <time> (instead|from now on|now|only)", K | Z, "", act_repeat, "" },
	{ "{x} (should|must|has to|needs to|will|is going to)? (now)? (go out|goes out|go off|goes|go|be|is|are|happen|happens|run|runs|take place|takes place|be sent|be sent out|come|comes) (on|at)? <time> (instead|now)?", K | Z, "", act_repeat, "" },
	/* new times */
	{ "(change|set|update|move|push|shift|extend|adjust|make|switch|edit|postpone|reschedule) (the)? (due date|deadline|date|time|start time|end time|due|start|due time|start date|timing) (of|for|on) {x} (from <time>)? (to|until|till|as|for|on|at|back to|by)? <time> ((at|on)? <time>)?", Z, "", act_move, "acemprsu" },
	{ "(reschedule|postpone|delay|defer|rearrange|re-schedule|snooze|prepone|push back|put off|rescheduling|postponing|hold off on|carry over|move) {x} from <time> (to|until|till|onto)? (<time>)? ((at|on)? <time>)? (instead|if possible)?", Z, "", act_move, "cdhmprs" },
	{ "(reschedule|postpone|delay|defer|rearrange|re-schedule|snooze|prepone|push back|push off|put off|rescheduling|postponing|hold off on|carry over) {x} (until|to|till|for|on|at|by|onto)? (sometime|later)? <time> ((at|on|in)? <time>)? (instead|if possible|same time|at the same time)? ((at|in) {l})?", Z, "", act_move, "cdhprs" },
	{ "(move|moving|shift|push|bump|change|slide|switch|carry|drag|bring|set back|update) {x} (back|forward|up|out|over)? (to|until|till|onto|from) (sometime|later|like|be)? (on|at|in)? <time> (to <time>)? ((at|on|in)? <time>)? (instead|from now on|if possible|same time|at the same time|the same time)? ((at|in) {l})?", Z, "", act_move, "bcdmpsu" },
	{ "$move {x} (back|forward|up|out)? (to|until|till|for|onto|on|at|by|to be|to be on|so that it is|due|due on)? (sometime|later|like)? (on|at|in)? <time> ((at|on|in)? <time>)? (instead|from now on|if possible|same time|at the same time)? ((at|in) {l})?", K | Z, "", act_move, "abcdhmprsu" },
	{ "(make|do|have|let's do|let's have|let's make) {x} (on|at|for|be at|be on|to)? <time> ((at|on)? <time>)? (instead|from now on)?", K | Z, "", act_move, "dhlm" },
	{ "(start|begin|hold|have|do|run) {x} (at|on|from) <time> ((at|on)? <time>)? (instead|from now on)?", K | E | Z, "", act_move, "bdhrs" },
	{ "(i'd|i would|we'd|we would) (rather|prefer to|like to|prefer|love to) (have|do|move|hold)? {x} (at|on|to|for) <time> ((at|on)? <time>)? (instead)?", K | Z, "", act_move, "iw" },
	{ "(i'll|i will|we'll|we will|let me|i'm going to|i am going to|i'd rather|i would rather|i want to|i'd like to) {x} <time> ((at|on)? <time>)? (instead)?", K | Z, "", act_told, "ilw" },
	{ "{w} (says|said|wants|wanted|asks for|asked for|suggests|suggested|prefers|proposes|proposed|can only do|can do|can make|could do|is free|would prefer|would like) (on|at)? <time> ((at|on)? <time>)? (for|as the time for) {x} (instead)?", K | Z, "", act_move, "" },
	{ "{w} (wants|wanted|asked|asks|would like|needs|has asked) (me|us)? (to have|to do|to move|to hold|for) {x} (moved)? (to|on|at|for) <time> ((at|on)? <time>)? (instead)?", K | Z, "", act_move, "" },
	{ "{w} (has|have|had|just)? (moved|pushed|shifted|rescheduled|postponed|changed|delayed|put off|brought forward|pushed back) {x} (back|forward)? (to|until|till) <time> ((at|on)? <time>)?", K | Z, "", act_move, "" },
	{ "{x} (make it|can we make it|can we do|could we do|let's do|let's make it|let's say|how about|better|rather) (on|at|the|to)? <time> ((at|on)? <time>)? (instead)?", K | Z, "", act_move, "" },
	{ "{x} <time> instead", K | Z, "", act_move, "" },
	{ "{x} (should|must|has to|needs to|will|is going to|is supposed to|is meant to) (now)? (go out|go off|go|be|happen|run|take place|be sent|be sent out|come|come out|be done) (on|at|by)? <time> ((at|on)? <time>)? (instead|now)?", K | Z, "", act_move, "" },
	{ "{x} (goes out|goes off|goes|runs|comes) (on|at|by)? <time> ((at|on)? <time>)? (instead|now)?", K | Z, "", act_move, "" },
	{ "{x} <time>", K | E | Z, "s", act_starts, "" },
	{ "(can|could) (we|you|i|it)? (do|have|make|move)? {x} (be|to)? (on|at|for)? <time> (instead)?", K | Z, "", act_move, "c" },
	{ "{x} (is|are|has|was|'s|got|have)? (now|been)? (moved|pushed|rescheduled|postponed|delayed|shifted|changed|bumped|pushed back|brought forward|moved up) (from <time>)? (to|until|till|for) <time> ((at|on)? <time>)?", K | Z, "", act_move, "" },
	{ "{x} (is|are|'s) now (at|on|due|due on|due by)? <time> ((at|on)? <time>)?", K | Z, "", act_move, "" },
	{ "{x} (is|are|'s) (on|at|from|going to be on|going to be at|taking place on)? <time> ((at|on|from)? <time>)? (instead)?", K | E | Z, "", act_told, "" },
	{ "{x} (starts|begins|start|begin|takes place|will be|will start|happens|should be|needs to be|has to be|should start|has to start|should happen) (now)? (at|on|from)? <time> ((at|on)? <time>)? (instead|from now on|now)?", K | E | Z, "", act_move, "" },
	{ "{x} (can|has to|must|will have to|could|should|needs to) (wait|slide|slip|move|go|be done|happen|be) (until|till|to|on|by|at)? <time>", K | Z, "", act_move, "" },
	{ "{x} (is|are) (now)? due (on|by|at)? <time> ((at|on)? <time>)? (now|instead)?", K | T | Z, "", act_move, "" },
	{ "{x} (needs|need|has|have|must|should|ought) {y} (by|before|until|on|at)? <time> ((at|on)? <time>)? (now|instead)?", K | T | Z, "", act_move, "" },
	{ "(put) {x} (on hold|off) (until|till|to) <time>", Z, "", act_move, "p" },
	/* places said as facts */
	{ "{x} (is|are|'s|will be|takes place|happens|has moved|was moved|has been moved|moved) (now|taking place|happening)? (in|at|to) {l} (instead|now)? (<time>)?", K | E, "", act_place, "" },
	{ "(can|could) {x} be (in|at) {l} (instead)?", K | E, "", act_place, "c" },
	{ "(move|switch|change|relocate) {x} (to|into) {l} (instead)?", K | E, "", act_place, "cmrs" },
	{ "(change|rename) {x} to {n}", K, "", act_rename, "cr" },
};

const size_t px_change_frame_count = sizeof(px_change_frames) / sizeof(px_change_frames[0]);

bool px_parse_change(struct px_parse *parse)
{
	return px_frames_try(parse, px_change_frames, px_change_frame_count);
}

static const char change_verbs[] =
	"change|modify|update|edit|move|reschedule|adjust|cancel|delete|remove|get rid of|clear|erase|drop|i need to|i want to|"
	"i'd like to|mark|complete|check off|please|can i|can you|could you|alter|fix|set|make|add|rename|switch|push|"
	"take|take off|cross off|no longer|scratch|i will|invite|include|extend|shorten|finish|finished|done with|"
	"i have|i've|i";

/* Without the verb in front and what says the new value. */
static size_t target_end(const struct px_words *w, size_t from)
{
	for (size_t i = from + 1; i < w->count; i++) {
		if (w->at[i].time < 0 && px_word_in(&w->at[i], "to so instead until from off because and") &&
		    !(w->at[i].flags & PX_WORD_QUOTED))
			return i;
	}
	return w->count;
}

static void ask_change(struct px_parse *parse, enum px_intent intent, const struct px_target *target)
{
	struct px_args args = { 0 };

	px_args_set(&args, "target", target->item ? target->item->title : target->words);
	parse->question_tool = px_intent_name(intent);
	parse->question_arguments = px_args_write(&args, parse->arena);
	parse->question_slot = intent == PX_INTENT_UPDATE_EVENT ? "start" : "due";
	px_parse_ask(parse, px_arena_printf(parse->arena, "What should change about “%s”?",
					    target->item ? target->item->title : target->words));
}

static void read_update(struct px_parse *parse, const struct px_nlu_item *item, bool event, struct px_args *args)
{
	struct px_when when = px_parse_when(parse, NULL, 0);

	if (when.shift)
		px_args_set(args, "shift", px_parse_span(parse, when.months, when.seconds));
	else if (when.any && !when.duration)
		px_parse_set_move(parse, item, event ? PX_TARGET_EVENT : PX_TARGET_TASK, &when, args);
	if (!event) {
		px_args_set(args, "priority", parse->slots.priority);
		px_args_set(args, "project", parse->slots.project);
	}
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
	if (!px_match_prefix(change_verbs, w->at, w->count, &match, &from) || from >= w->count)
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
	if (update)
		read_update(parse, target.item, event, &args);
	if (update && !args.count && target.candidate_count < 2) {
		ask_change(parse, intent, &target);
		return true;
	}
	return px_parse_change_target(parse, update ? PX_VERB_UPDATE : intent == PX_INTENT_COMPLETE_TASK ?
				      PX_VERB_COMPLETE : PX_VERB_DELETE, &target, &args, confidence, why);
}
