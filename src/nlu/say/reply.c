/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wording of replies: a few equal phrasings per outcome, one picked by the
 * turn's seed, filled with what was understood.
 */
#include "nlu/say/reply.h"

#include "base/civil.h"
#include "nlu/say/rule_words.h"
#include "nlu/say/saying.h"

#include <stdio.h>

static int32_t today_of(const struct px_nlu_context *context)
{
	return px_civil_ms_day(px_tz_to_local(context->tz, context->now));
}

static bool american(const struct px_nlu_context *context)
{
	return context->locale && strcmp(context->locale, "en-US") == 0;
}

static void say_clock(struct px_saying *w, int32_t second)
{
	int hour = second / 3600, minute = second / 60 % 60;

	if (!american(w->context)) {
		(void)px_buf_printf(w->out, "%02d:%02d", hour, minute);
		return;
	}
	int twelve = hour % 12 ? hour % 12 : 12;
	if (minute)
		(void)px_buf_printf(w->out, "%d:%02d %s", twelve, minute,
				    px_phrase(hour < 12 ? PX_PHRASE_MORNING_MARK : PX_PHRASE_AFTERNOON_MARK));
	else
		(void)px_buf_printf(w->out, "%d %s", twelve,
				    px_phrase(hour < 12 ? PX_PHRASE_MORNING_MARK : PX_PHRASE_AFTERNOON_MARK));
}

/* Returns true if the day was said relative to today. */
static bool say_day(struct px_saying *w, int32_t day)
{
	int32_t today = today_of(w->context);
	int year, month, month_day, this_year;

	if (day >= today - 1 && day <= today + 1) {
		px_say_phrase(w, day == today  ? PX_PHRASE_TODAY
				 : day > today ? PX_PHRASE_TOMORROW
					       : PX_PHRASE_YESTERDAY);
		return true;
	}
	px_civil_from_day(day, &year, &month, &month_day);
	px_civil_from_day(today, &this_year, &(int){ 0 }, &(int){ 0 });
	const char *weekday = px_civil_weekday_names[px_civil_weekday(day)];
	if (american(w->context))
		(void)px_buf_printf(w->out, "%s, %s %d", weekday, px_civil_month_names[month - 1], month_day);
	else
		(void)px_buf_printf(w->out, "%s %d %s", weekday, month_day, px_civil_month_names[month - 1]);
	if (year != this_year)
		(void)px_buf_printf(w->out, " %d", year);
	return false;
}

static void say_when(struct px_saying *w, int32_t day, int32_t second)
{
	bool relative = say_day(w, day);

	if (second < 0)
		return;
	px_say(w, relative ? " " : ", ");
	say_clock(w, second);
}

void px_reply_clock(const struct px_nlu_context *context, int32_t second, struct px_buf *out)
{
	struct px_saying w = { context, out, 0 };

	say_clock(&w, second);
}

void px_reply_when(const struct px_nlu_context *context, int32_t day, int32_t second, struct px_buf *out)
{
	struct px_saying w = { context, out, 0 };

	if (day != PX_DAY_NONE)
		say_when(&w, day, second);
}

static void split(int64_t ms, int32_t *day, int32_t *second)
{
	*day = px_civil_ms_day(ms);
	*second = (int32_t)((ms - (int64_t)*day * PX_MS_DAY) / 1000);
}

static bool has_due(const struct px_nlu_item *item)
{
	return item->due_day != PX_DAY_NONE || item->start != PX_TIME_NONE;
}

static void say_due(struct px_saying *w, const struct px_nlu_item *item)
{
	int32_t day = item->due_day, second = -1;

	if (item->start != PX_TIME_NONE)
		split(item->start, &day, &second);
	if (day != PX_DAY_NONE)
		say_when(w, day, second);
}

static bool all_day(const struct px_nlu_item *item)
{
	return item->start != PX_TIME_NONE && item->start % PX_MS_DAY == 0 &&
	       (item->end == PX_TIME_NONE || (item->end > item->start && item->end % PX_MS_DAY == 0));
}

/* "tomorrow 12:30–13:30", "Fri 16 Jan", "Tue 10 Mar – Thu 12 Mar" */
static void say_span(struct px_saying *w, const struct px_nlu_item *item)
{
	int32_t day, second, end_day, end_second;

	if (item->start == PX_TIME_NONE) {
		say_due(w, item);
		return;
	}
	split(item->start, &day, &second);
	say_when(w, day, all_day(item) ? -1 : second);
	if (item->end == PX_TIME_NONE || item->end <= item->start)
		return;
	split(item->end, &end_day, &end_second);
	if (all_day(item)) {
		if (end_day - 1 > day) {
			px_say(w, " – ");
			say_day(w, end_day - 1);
		}
	} else if (end_day == day) {
		px_say(w, "–");
		say_clock(w, end_second);
	} else {
		px_say(w, " – ");
		say_when(w, end_day, end_second);
	}
}

static void say_rule(struct px_saying *w, const char *rule)
{
	px_rule_words(rule, american(w->context), w->out);
}

static void say_unread(struct px_saying *w, const char *unread)
{
	if (!unread)
		return;
	px_say_phrase(w, PX_PHRASE_SAY_KEPT);
	px_say_title(w, unread);
	px_say_phrase(w, PX_PHRASE_SAY_NO_TIME);
}

/* "11:30–12:30", with its day when that isn't the day spoken of. */
static void say_busy(struct px_saying *w, const struct px_nlu_item *item, int32_t spoken_day)
{
	int32_t day, second, end_day, end_second;

	split(item->start, &day, &second);
	split(item->end, &end_day, &end_second);
	if (day != spoken_day || end_day > day + 1) {
		say_span(w, item);
	} else if (all_day(item)) {
		px_say_phrase(w, PX_PHRASE_SAY_ALL_DAY);
	} else {
		say_clock(w, second);
		px_say(w, "–");
		say_clock(w, end_second);
	}
}

static void say_conflicts(struct px_saying *w, const struct px_reply *reply)
{
	for (size_t i = 0; i < reply->conflict_count && i < 3; i++) {
		const struct px_nlu_item *other = &reply->conflicts[i];
		px_say(w, i ? ", " : px_phrase(PX_PHRASE_SAY_OVERLAPS));
		px_say_title(w, other->title);
		if (other->start == PX_TIME_NONE || other->end == PX_TIME_NONE)
			continue;
		px_say(w, " (");
		say_busy(w, other, px_civil_ms_day(reply->items[0].start));
		px_say(w, ")");
	}
	if (reply->conflict_count > 3)
		px_say_number(w, PX_PHRASE_SAY_AND_MORE, reply->conflict_count - 3);
	if (reply->conflict_count)
		px_say(w, ".");
}

static void say_priority(struct px_saying *w, int priority)
{
	if (priority >= 0 && priority < 4)
		px_say(w, px_texts(PX_TEXTS_SAY_OF_PRIORITY)->at[priority]);
}

static void task_added(struct px_saying *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];

	px_say(w, px_say_pick(w, PX_TEXTS_SAY_TASK_ADDED));
	px_say_title(w, item->title);
	if (item->project) {
		px_say_phrase(w, reply->created_project ? PX_PHRASE_SAY_TO_NEW_PROJECT : PX_PHRASE_SAY_TO);
		px_say(w, item->project);
	}
	if (item->recurrence) {
		px_say(w, ", ");
		say_rule(w, item->recurrence);
		if (has_due(item)) {
			px_say_phrase(w, PX_PHRASE_SAY_FIRST);
			say_due(w, item);
		}
	} else if (has_due(item)) {
		px_say_phrase(w, PX_PHRASE_SAY_DUE);
		say_due(w, item);
	}
	say_priority(w, item->priority);
	px_say(w, ".");
	say_unread(w, reply->unread);
	px_say_phrase(w, PX_PHRASE_SAY_UNDO);
}

static bool changed(const struct px_reply *reply, const char *field)
{
	size_t n = strlen(field);

	for (const char *at = reply->changed; at; at = strchr(at, ','), at = at ? at + 1 : NULL) {
		if (strncmp(at, field, n) == 0 && (at[n] == ',' || at[n] == '\0'))
			return true;
	}
	return false;
}

static void task_changed(struct px_saying *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];
	size_t said = 0;

	px_say(w, changed(reply, "title") ? px_phrase(PX_PHRASE_SAY_RENAMED) : px_say_pick(w, PX_TEXTS_SAY_CHANGED));
	px_say_title(w, item->title);
	if (changed(reply, "due") && has_due(item)) {
		px_say(w, said++ ? ", " : ": ");
		px_say_phrase(w, PX_PHRASE_SAY_NOW_DUE);
		say_due(w, item);
	}
	if (changed(reply, "priority") && item->priority >= 0 && item->priority < 4) {
		px_say(w, said++ ? ", " : ": ");
		px_say_with(w, PX_PHRASE_SAY_PRIORITY, px_texts(PX_TEXTS_PRIORITY_LEVELS)->at[item->priority]);
	}
	if (changed(reply, "project") && item->project) {
		px_say(w, said++ ? ", " : ": ");
		px_say_with(w, reply->created_project ? PX_PHRASE_SAY_NOW_IN_NEW : PX_PHRASE_SAY_NOW_IN, item->project);
	}
	if (changed(reply, "recurrence") && item->recurrence) {
		px_say(w, said++ ? ", " : ": ");
		say_rule(w, item->recurrence);
	}
	px_say(w, ".");
	px_say_phrase(w, PX_PHRASE_SAY_UNDO);
}

static void event_added(struct px_saying *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];

	px_say(w, px_say_pick(w, PX_TEXTS_SAY_EVENT_ADDED));
	px_say_title(w, item->title);
	px_say(w, ", ");
	if (item->recurrence) {
		say_rule(w, item->recurrence);
		px_say_phrase(w, PX_PHRASE_SAY_FIRST);
	}
	say_span(w, item);
	px_say(w, ".");
	say_conflicts(w, reply);
	say_unread(w, reply->unread);
	px_say_phrase(w, PX_PHRASE_SAY_UNDO);
}

/* What changed besides the time: its guests, its place, its note. */
static void say_fields(struct px_saying *w, const struct px_reply *reply)
{
	static const char *const fields[] = { "attendees", "location", "notes", "recurrence" };
	size_t said = 0;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (!reply->changed || !changed(reply, fields[i]))
			continue;
		px_say(w, said++ ? ", " : ": ");
		px_say(w, px_texts(PX_TEXTS_SAY_FIELDS)->at[i]);
	}
}

static void event_changed(struct px_saying *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];
	bool moved = !reply->changed || changed(reply, "start") || changed(reply, "end");

	bool renamed = changed(reply, "title") && !moved;
	px_say(w, moved	 ? px_say_pick(w, PX_TEXTS_SAY_MOVED)
	       : renamed ? px_phrase(PX_PHRASE_SAY_RENAMED)
			 : px_say_pick(w, PX_TEXTS_SAY_CHANGED));
	px_say_title(w, item->title);
	if (moved) {
		px_say_phrase(w, PX_PHRASE_SAY_TO);
		say_span(w, item);
	}
	say_fields(w, reply);
	px_say(w, ".");
	say_conflicts(w, reply);
	px_say_phrase(w, PX_PHRASE_SAY_UNDO);
}

static bool overdue(const struct px_saying *w, const struct px_nlu_item *item)
{
	int64_t now = px_tz_to_local(w->context->tz, w->context->now);

	if (item->kind != PX_NLU_TASK)
		return false;
	if (item->start != PX_TIME_NONE)
		return item->start < now;
	return item->due_day != PX_DAY_NONE && item->due_day < px_civil_ms_day(now);
}

static void list_line(struct px_saying *w, const struct px_nlu_item *item, size_t number)
{
	(void)px_buf_printf(w->out, "\n%zu. ", number);
	if (item->kind == PX_NLU_EVENT) {
		say_span(w, item);
		px_say(w, "  ");
		px_say(w, item->title);
		return;
	}
	px_say(w, item->title);
	if (item->project)
		(void)px_buf_printf(w->out, " (%s)", item->project);
	if (has_due(item)) {
		px_say_phrase(w, overdue(w, item) ? PX_PHRASE_SAY_OVERDUE : PX_PHRASE_SAY_DUE);
		say_due(w, item);
	}
	say_priority(w, item->priority);
}

static void list_lines(struct px_saying *w, const struct px_reply *reply)
{
	for (size_t i = 0; i < reply->item_count; i++)
		list_line(w, &reply->items[i], i + 1);
	if (reply->total > reply->item_count)
		px_say_number(w, PX_PHRASE_SAY_MORE_LINES, reply->total - reply->item_count);
}

/* "All clear. Next: “Fix the auth bug”, due Fri 27 Nov." */
static void next_up(struct px_saying *w, const struct px_nlu_item *item)
{
	px_say(w, px_say_pick(w, PX_TEXTS_SAY_NEXT_UP));
	px_say_title(w, item->title);
	if (item->kind == PX_NLU_EVENT) {
		px_say(w, ", ");
		say_span(w, item);
	} else {
		px_say_phrase(w, PX_PHRASE_SAY_DUE);
		say_due(w, item);
	}
	px_say(w, ".");
}

static void nothing_listed(struct px_saying *w, bool tasks, const char *heading)
{
	if (heading)
		px_say_with(w, tasks ? PX_PHRASE_SAY_NO_TASKS_THEN : PX_PHRASE_SAY_NO_EVENTS_THEN, heading);
	else
		px_say(w, tasks ? px_say_pick(w, PX_TEXTS_SAY_NO_TASKS) :
			       px_say_pick(w, PX_TEXTS_SAY_NO_EVENTS));
	px_say(w, ".");
}

static void listed(struct px_saying *w, const struct px_reply *reply, enum px_phrase one, enum px_phrase many)
{
	size_t total = reply->total > reply->item_count ? reply->total : reply->item_count;

	if (!total) {
		nothing_listed(w, many != PX_PHRASE_EVENTS, reply->text);
		if (reply->next)
			next_up(w, reply->next);
		return;
	}
	px_say_number(w, total == 1 ? one : many, total);
	if (reply->text)
		(void)px_buf_printf(w->out, " %s", reply->text);
	px_say(w, ":");
	list_lines(w, reply);
}

static void not_found(struct px_saying *w, const struct px_reply *reply)
{
	px_say(w, px_say_pick(w, PX_TEXTS_SAY_NOT_FOUND));
	px_say_title(w, reply->text);
	if (!reply->item_count) {
		px_say_phrase(w, PX_PHRASE_SAY_ASK_TO_SHOW);
		return;
	}
	px_say_phrase(w, PX_PHRASE_SAY_CLOSEST);
	list_lines(w, reply);
}

static void said_done(struct px_saying *w, const struct px_reply *reply, enum px_text_list verbs)
{
	px_say(w, px_say_pick(w, verbs));
	for (size_t i = 0; i < reply->item_count && i < 3; i++) {
		px_say(w, i ? ", " : "");
		px_say_title(w, reply->items[i].title);
	}
	size_t total = reply->total > reply->item_count ? reply->total : reply->item_count;
	if (total > 3)
		px_say_number(w, PX_PHRASE_SAY_AND_MORE, total - 3);
	px_say(w, ".");
}

static void task_rolled(struct px_saying *w, const struct px_reply *reply)
{
	said_done(w, reply, PX_TEXTS_SAY_TASK_ROLLED);
	if (has_due(&reply->items[0])) {
		px_say_phrase(w, PX_PHRASE_SAY_NEXT_TIME);
		say_due(w, &reply->items[0]);
		px_say(w, ".");
	}
	px_say_phrase(w, PX_PHRASE_SAY_UNDO);
}

/* Of a series only one day. */
static void one_deleted(struct px_saying *w, const struct px_reply *reply)
{
	px_say(w, px_say_pick(w, PX_TEXTS_SAY_DELETED));
	px_say_title(w, reply->items[0].title);
	px_say_phrase(w, PX_PHRASE_SAY_ON_DAY);
	say_span(w, &reply->items[0]);
	px_say_phrase(w, PX_PHRASE_SAY_OTHERS_STAY);
	px_say(w, ".");
	px_say_phrase(w, PX_PHRASE_SAY_UNDO);
}

static void write_change(struct px_saying *w, const struct px_reply *reply)
{
	switch (reply->kind) {
	case PX_REPLY_TASK_ADDED: task_added(w, reply); break;
	case PX_REPLY_TASK_CHANGED: task_changed(w, reply); break;
	case PX_REPLY_EVENT_ADDED: event_added(w, reply); break;
	case PX_REPLY_EVENT_CHANGED: event_changed(w, reply); break;
	case PX_REPLY_TASK_ROLLED: task_rolled(w, reply); break;
	case PX_REPLY_TASK_DONE:
		said_done(w, reply, PX_TEXTS_SAY_TASK_DONE);
		px_say_phrase(w, PX_PHRASE_SAY_UNDO);
		break;
	case PX_REPLY_EVENT_DELETED:
		if (reply->text) {
			one_deleted(w, reply);
			break;
		} /* FALLTHROUGH */
	default:
		said_done(w, reply, PX_TEXTS_SAY_DELETED);
		px_say_phrase(w, PX_PHRASE_SAY_UNDO);
		break;
	}
}

/* "Deleted “Gym”; Changed “Lunch”", taken back: “Gym” is back, “Lunch” is as it was. */
static void say_back(struct px_saying *w, const char *summary)
{
	const struct px_pairs *ways = px_pairs(PX_PAIRS_SAY_BACK);
	struct px_str rest = px_str(summary);
	size_t said = 0;

	while (rest.size) {
		struct px_str part = px_str_trim(px_str_cut(rest, ';', &rest));
		const char *end = "";
		for (size_t i = 0; i < ways->count; i++) {
			struct px_str verb = px_str(ways->at[i].from);
			if (!px_str_starts(part, verb))
				continue;
			part = px_str_n(part.data + verb.size, part.size - verb.size);
			end = ways->at[i].to;
			break;
		}
		(void)px_buf_printf(w->out, "%s%.*s%s", said++ ? ", " : ": ", PX_STR_ARG(part), end);
	}
}

static void write_answer(struct px_saying *w, const struct px_reply *reply)
{
	switch (reply->kind) {
	case PX_REPLY_TASKS_LISTED: listed(w, reply, PX_PHRASE_TASK, PX_PHRASE_TASKS); break;
	case PX_REPLY_EVENTS_LISTED: listed(w, reply, PX_PHRASE_EVENT, PX_PHRASE_EVENTS); break;
	case PX_REPLY_AGENDA:
		if (reply->item_count)
			listed(w, reply, PX_PHRASE_THING, PX_PHRASE_THINGS);
		else
			listed(w, reply, PX_PHRASE_TASK, PX_PHRASE_TASKS);
		break;
	case PX_REPLY_UNDONE:
		px_say(w, px_say_pick(w, PX_TEXTS_SAY_UNDONE));
		if (reply->text)
			say_back(w, reply->text);
		px_say(w, ".");
		break;
	case PX_REPLY_NOTHING_TO_UNDO: px_say(w, px_say_pick(w, PX_TEXTS_SAY_NOTHING_TO_UNDO)); break;
	case PX_REPLY_NOT_FOUND: not_found(w, reply); break;
	case PX_REPLY_WHICH:
		px_say(w, px_say_pick(w, PX_TEXTS_SAY_WHICH));
		list_lines(w, reply);
		break;
	case PX_REPLY_FAILED:
		px_say_with(w, PX_PHRASE_SAY_FAILED, reply->text ? reply->text : px_phrase(PX_PHRASE_SAY_NO_REASON));
		break;
	case PX_REPLY_NOT_AVAILABLE:
		px_say_with(w, PX_PHRASE_SAY_NOT_AVAILABLE, reply->text ? reply->text : px_phrase(PX_PHRASE_THAT));
		break;
	case PX_REPLY_NOT_UNDERSTOOD:
		px_say(w, px_say_pick(w, PX_TEXTS_SAY_NOT_UNDERSTOOD));
		break;
	case PX_REPLY_KEPT: px_say_with(w, PX_PHRASE_SAY_OFFER_UNDO, reply->text); break;
	case PX_REPLY_QUESTION:
		px_say(w, reply->text ? reply->text : px_phrase(PX_PHRASE_SAY_OK));
		list_lines(w, reply);
		break;
	default: px_say(w, reply->text ? reply->text : px_phrase(PX_PHRASE_SAY_OK)); break;
	}
}

void px_reply_write(const struct px_nlu_context *context, const struct px_reply *reply,
		    uint64_t seed, struct px_buf *out)
{
	struct px_saying w = { context, out, seed * 0x9e3779b97f4a7c15U + reply->kind };

	switch (reply->kind) {
	case PX_REPLY_TASK_ADDED: case PX_REPLY_TASK_CHANGED: case PX_REPLY_TASK_DONE:
	case PX_REPLY_TASK_ROLLED: case PX_REPLY_TASK_DELETED: case PX_REPLY_EVENT_ADDED:
	case PX_REPLY_EVENT_CHANGED: case PX_REPLY_EVENT_DELETED:
		if (reply->item_count)
			write_change(&w, reply);
		else
			px_say_phrase(&w, PX_PHRASE_SAY_NOTHING_TO_CHANGE);
		break;
	default:
		write_answer(&w, reply);
		break;
	}
}
