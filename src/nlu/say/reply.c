/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wording of replies: a few equal phrasings per outcome, one picked by the
 * turn's seed, filled with what was understood.
 */
#include "nlu/say/reply.h"

#include "base/civil.h"
#include "nlu/language.h"
#include "nlu/say/rule_words.h"

#include <stdio.h>

enum { TITLE_MAX = 80 };

struct words {
	const struct px_nlu_context *context;
	struct px_buf *out;
	uint64_t seed;
};

static void say(struct words *w, const char *text)
{
	(void)px_buf_text(w->out, text);
}

/* One of the phrasings; each call on one reply moves on. */
static const char *pick(struct words *w, enum px_text_list name)
{
	const struct px_texts *options = px_texts(name);

	w->seed = w->seed * 6364136223846793005U + 1442695040888963407U;
	return options->at[(w->seed >> 33) % options->count];
}

static void say_phrase(struct words *w, enum px_phrase name)
{
	say(w, px_phrase(name));
}

/* The phrase with `value` for its "{}". */
static void say_with(struct words *w, enum px_phrase name, const char *value)
{
	const char *text = px_phrase(name), *gap = strstr(text, "{}");

	(void)px_buf_append(w->out, text, gap ? (size_t)(gap - text) : strlen(text));
	if (!gap)
		return;
	say(w, value);
	say(w, gap + 2);
}

static void say_number(struct words *w, enum px_phrase name, size_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", number);
	say_with(w, name, text);
}

static void say_title(struct words *w, const char *title)
{
	size_t n = title ? strlen(title) : 0;

	say(w, "“");
	if (n > TITLE_MAX) {
		n = TITLE_MAX;
		while (n && ((unsigned char)title[n] & 0xc0) == 0x80)
			n--;
		(void)px_buf_append(w->out, title, n);
		say(w, "…");
	} else if (n) {
		say(w, title);
	}
	say(w, "”");
}

static int32_t today_of(const struct px_nlu_context *context)
{
	return px_civil_ms_day(px_tz_to_local(context->tz, context->now));
}

static bool american(const struct px_nlu_context *context)
{
	return context->locale && strcmp(context->locale, "en-US") == 0;
}

static void say_clock(struct words *w, int32_t second)
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
static bool say_day(struct words *w, int32_t day)
{
	int32_t today = today_of(w->context);
	int year, month, month_day, this_year;

	if (day >= today - 1 && day <= today + 1) {
		say_phrase(w, day == today ? PX_PHRASE_TODAY : day > today ? PX_PHRASE_TOMORROW : PX_PHRASE_YESTERDAY);
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

static void say_when(struct words *w, int32_t day, int32_t second)
{
	bool relative = say_day(w, day);

	if (second < 0)
		return;
	say(w, relative ? " " : ", ");
	say_clock(w, second);
}

void px_reply_when(const struct px_nlu_context *context, int32_t day, int32_t second, struct px_buf *out)
{
	struct words w = { context, out, 0 };

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

static void say_due(struct words *w, const struct px_nlu_item *item)
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
static void say_span(struct words *w, const struct px_nlu_item *item)
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
			say(w, " – ");
			say_day(w, end_day - 1);
		}
	} else if (end_day == day) {
		say(w, "–");
		say_clock(w, end_second);
	} else {
		say(w, " – ");
		say_when(w, end_day, end_second);
	}
}

static void say_rule(struct words *w, const char *rule)
{
	px_rule_words(rule, american(w->context), w->out);
}

static void say_unread(struct words *w, const char *unread)
{
	if (!unread)
		return;
	say_phrase(w, PX_PHRASE_SAY_KEPT);
	say_title(w, unread);
	say_phrase(w, PX_PHRASE_SAY_NO_TIME);
}

/* "11:30–12:30", with its day when that isn't the day spoken of. */
static void say_busy(struct words *w, const struct px_nlu_item *item, int32_t spoken_day)
{
	int32_t day, second, end_day, end_second;

	split(item->start, &day, &second);
	split(item->end, &end_day, &end_second);
	if (day != spoken_day || end_day > day + 1) {
		say_span(w, item);
	} else if (all_day(item)) {
		say_phrase(w, PX_PHRASE_SAY_ALL_DAY);
	} else {
		say_clock(w, second);
		say(w, "–");
		say_clock(w, end_second);
	}
}

static void say_conflicts(struct words *w, const struct px_reply *reply)
{
	for (size_t i = 0; i < reply->conflict_count && i < 3; i++) {
		const struct px_nlu_item *other = &reply->conflicts[i];
		say(w, i ? ", " : px_phrase(PX_PHRASE_SAY_OVERLAPS));
		say_title(w, other->title);
		if (other->start == PX_TIME_NONE || other->end == PX_TIME_NONE)
			continue;
		say(w, " (");
		say_busy(w, other, px_civil_ms_day(reply->items[0].start));
		say(w, ")");
	}
	if (reply->conflict_count > 3)
		say_number(w, PX_PHRASE_SAY_AND_MORE, reply->conflict_count - 3);
	if (reply->conflict_count)
		say(w, ".");
}

static void say_priority(struct words *w, int priority)
{
	if (priority >= 0 && priority < 4)
		say(w, px_texts(PX_TEXTS_SAY_OF_PRIORITY)->at[priority]);
}

static void task_added(struct words *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];

	say(w, pick(w, PX_TEXTS_SAY_TASK_ADDED));
	say_title(w, item->title);
	if (item->project) {
		say_phrase(w, reply->created_project ? PX_PHRASE_SAY_TO_NEW_PROJECT : PX_PHRASE_SAY_TO);
		say(w, item->project);
	}
	if (item->recurrence) {
		say(w, ", ");
		say_rule(w, item->recurrence);
		if (has_due(item)) {
			say_phrase(w, PX_PHRASE_SAY_FIRST);
			say_due(w, item);
		}
	} else if (has_due(item)) {
		say_phrase(w, PX_PHRASE_SAY_DUE);
		say_due(w, item);
	}
	say_priority(w, item->priority);
	say(w, ".");
	say_unread(w, reply->unread);
	say_phrase(w, PX_PHRASE_SAY_UNDO);
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

static void task_changed(struct words *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];
	size_t said = 0;

	say(w, changed(reply, "title") ? px_phrase(PX_PHRASE_SAY_RENAMED) : pick(w, PX_TEXTS_SAY_CHANGED));
	say_title(w, item->title);
	if (changed(reply, "due") && has_due(item)) {
		say(w, said++ ? ", " : ": ");
		say_phrase(w, PX_PHRASE_SAY_NOW_DUE);
		say_due(w, item);
	}
	if (changed(reply, "priority") && item->priority >= 0 && item->priority < 4) {
		say(w, said++ ? ", " : ": ");
		say_with(w, PX_PHRASE_SAY_PRIORITY, px_texts(PX_TEXTS_PRIORITY_LEVELS)->at[item->priority]);
	}
	if (changed(reply, "project") && item->project) {
		say(w, said++ ? ", " : ": ");
		say_with(w, reply->created_project ? PX_PHRASE_SAY_NOW_IN_NEW : PX_PHRASE_SAY_NOW_IN, item->project);
	}
	if (changed(reply, "recurrence") && item->recurrence) {
		say(w, said++ ? ", " : ": ");
		say_rule(w, item->recurrence);
	}
	say(w, ".");
	say_phrase(w, PX_PHRASE_SAY_UNDO);
}

static void event_added(struct words *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];

	say(w, pick(w, PX_TEXTS_SAY_EVENT_ADDED));
	say_title(w, item->title);
	say(w, ", ");
	if (item->recurrence) {
		say_rule(w, item->recurrence);
		say_phrase(w, PX_PHRASE_SAY_FIRST);
	}
	say_span(w, item);
	say(w, ".");
	say_conflicts(w, reply);
	say_unread(w, reply->unread);
	say_phrase(w, PX_PHRASE_SAY_UNDO);
}

/* What changed besides the time: its guests, its place, its note. */
static void say_fields(struct words *w, const struct px_reply *reply)
{
	static const char *const fields[] = { "attendees", "location", "notes", "recurrence" };
	size_t said = 0;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (!reply->changed || !changed(reply, fields[i]))
			continue;
		say(w, said++ ? ", " : ": ");
		say(w, px_texts(PX_TEXTS_SAY_FIELDS)->at[i]);
	}
}

static void event_changed(struct words *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];
	bool moved = !reply->changed || changed(reply, "start") || changed(reply, "end");

	bool renamed = changed(reply, "title") && !moved;
	say(w, moved	 ? pick(w, PX_TEXTS_SAY_MOVED)
	       : renamed ? px_phrase(PX_PHRASE_SAY_RENAMED)
			 : pick(w, PX_TEXTS_SAY_CHANGED));
	say_title(w, item->title);
	if (moved) {
		say_phrase(w, PX_PHRASE_SAY_TO);
		say_span(w, item);
	}
	say_fields(w, reply);
	say(w, ".");
	say_conflicts(w, reply);
	say_phrase(w, PX_PHRASE_SAY_UNDO);
}

static bool overdue(const struct words *w, const struct px_nlu_item *item)
{
	int64_t now = px_tz_to_local(w->context->tz, w->context->now);

	if (item->kind != PX_NLU_TASK)
		return false;
	if (item->start != PX_TIME_NONE)
		return item->start < now;
	return item->due_day != PX_DAY_NONE && item->due_day < px_civil_ms_day(now);
}

static void list_line(struct words *w, const struct px_nlu_item *item, size_t number)
{
	(void)px_buf_printf(w->out, "\n%zu. ", number);
	if (item->kind == PX_NLU_EVENT) {
		say_span(w, item);
		say(w, "  ");
		say(w, item->title);
		return;
	}
	say(w, item->title);
	if (item->project)
		(void)px_buf_printf(w->out, " (%s)", item->project);
	if (has_due(item)) {
		say_phrase(w, overdue(w, item) ? PX_PHRASE_SAY_OVERDUE : PX_PHRASE_SAY_DUE);
		say_due(w, item);
	}
	say_priority(w, item->priority);
}

static void list_lines(struct words *w, const struct px_reply *reply)
{
	for (size_t i = 0; i < reply->item_count; i++)
		list_line(w, &reply->items[i], i + 1);
	if (reply->total > reply->item_count)
		say_number(w, PX_PHRASE_SAY_MORE_LINES, reply->total - reply->item_count);
}

/* "All clear. Next: “Fix the auth bug”, due Fri 27 Nov." */
static void next_up(struct words *w, const struct px_nlu_item *item)
{
	say(w, pick(w, PX_TEXTS_SAY_NEXT_UP));
	say_title(w, item->title);
	if (item->kind == PX_NLU_EVENT) {
		say(w, ", ");
		say_span(w, item);
	} else {
		say_phrase(w, PX_PHRASE_SAY_DUE);
		say_due(w, item);
	}
	say(w, ".");
}

static void nothing_listed(struct words *w, bool tasks, const char *heading)
{
	if (heading)
		say_with(w, tasks ? PX_PHRASE_SAY_NO_TASKS_THEN : PX_PHRASE_SAY_NO_EVENTS_THEN, heading);
	else
		say(w, tasks ? pick(w, PX_TEXTS_SAY_NO_TASKS) :
			       pick(w, PX_TEXTS_SAY_NO_EVENTS));
	say(w, ".");
}

static void listed(struct words *w, const struct px_reply *reply, enum px_phrase one, enum px_phrase many)
{
	size_t total = reply->total > reply->item_count ? reply->total : reply->item_count;

	if (!total) {
		nothing_listed(w, many != PX_PHRASE_EVENTS, reply->text);
		if (reply->next)
			next_up(w, reply->next);
		return;
	}
	say_number(w, total == 1 ? one : many, total);
	if (reply->text)
		(void)px_buf_printf(w->out, " %s", reply->text);
	say(w, ":");
	list_lines(w, reply);
}

static void not_found(struct words *w, const struct px_reply *reply)
{
	say(w, pick(w, PX_TEXTS_SAY_NOT_FOUND));
	say_title(w, reply->text);
	if (!reply->item_count) {
		say_phrase(w, PX_PHRASE_SAY_ASK_TO_SHOW);
		return;
	}
	say_phrase(w, PX_PHRASE_SAY_CLOSEST);
	list_lines(w, reply);
}

static void said_done(struct words *w, const struct px_reply *reply, enum px_text_list verbs)
{
	say(w, pick(w, verbs));
	for (size_t i = 0; i < reply->item_count && i < 3; i++) {
		say(w, i ? ", " : "");
		say_title(w, reply->items[i].title);
	}
	size_t total = reply->total > reply->item_count ? reply->total : reply->item_count;
	if (total > 3)
		say_number(w, PX_PHRASE_SAY_AND_MORE, total - 3);
	say(w, ".");
}

static void task_rolled(struct words *w, const struct px_reply *reply)
{
	said_done(w, reply, PX_TEXTS_SAY_TASK_ROLLED);
	if (has_due(&reply->items[0])) {
		say_phrase(w, PX_PHRASE_SAY_NEXT_TIME);
		say_due(w, &reply->items[0]);
		say(w, ".");
	}
	say_phrase(w, PX_PHRASE_SAY_UNDO);
}

/* Of a series only one day. */
static void one_deleted(struct words *w, const struct px_reply *reply)
{
	say(w, pick(w, PX_TEXTS_SAY_DELETED));
	say_title(w, reply->items[0].title);
	say_phrase(w, PX_PHRASE_SAY_ON_DAY);
	say_span(w, &reply->items[0]);
	say_phrase(w, PX_PHRASE_SAY_OTHERS_STAY);
	say(w, ".");
	say_phrase(w, PX_PHRASE_SAY_UNDO);
}

static void write_change(struct words *w, const struct px_reply *reply)
{
	switch (reply->kind) {
	case PX_REPLY_TASK_ADDED: task_added(w, reply); break;
	case PX_REPLY_TASK_CHANGED: task_changed(w, reply); break;
	case PX_REPLY_EVENT_ADDED: event_added(w, reply); break;
	case PX_REPLY_EVENT_CHANGED: event_changed(w, reply); break;
	case PX_REPLY_TASK_ROLLED: task_rolled(w, reply); break;
	case PX_REPLY_TASK_DONE:
		said_done(w, reply, PX_TEXTS_SAY_TASK_DONE);
		say_phrase(w, PX_PHRASE_SAY_UNDO);
		break;
	case PX_REPLY_EVENT_DELETED:
		if (reply->text) {
			one_deleted(w, reply);
			break;
		} /* FALLTHROUGH */
	default:
		said_done(w, reply, PX_TEXTS_SAY_DELETED);
		say_phrase(w, PX_PHRASE_SAY_UNDO);
		break;
	}
}

/* "Deleted “Gym”; Changed “Lunch”", taken back: “Gym” is back, “Lunch” is as it was. */
static void say_back(struct words *w, const char *summary)
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

static void write_answer(struct words *w, const struct px_reply *reply)
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
		say(w, pick(w, PX_TEXTS_SAY_UNDONE));
		if (reply->text)
			say_back(w, reply->text);
		say(w, ".");
		break;
	case PX_REPLY_NOTHING_TO_UNDO: say(w, pick(w, PX_TEXTS_SAY_NOTHING_TO_UNDO)); break;
	case PX_REPLY_NOT_FOUND: not_found(w, reply); break;
	case PX_REPLY_WHICH:
		say(w, pick(w, PX_TEXTS_SAY_WHICH));
		list_lines(w, reply);
		break;
	case PX_REPLY_FAILED:
		say_with(w, PX_PHRASE_SAY_FAILED, reply->text ? reply->text : px_phrase(PX_PHRASE_SAY_NO_REASON));
		break;
	case PX_REPLY_NOT_AVAILABLE:
		say_with(w, PX_PHRASE_SAY_NOT_AVAILABLE, reply->text ? reply->text : px_phrase(PX_PHRASE_THAT));
		break;
	case PX_REPLY_NOT_UNDERSTOOD:
		say(w, pick(w, PX_TEXTS_SAY_NOT_UNDERSTOOD));
		break;
	case PX_REPLY_KEPT: (void)px_buf_printf(w->out, "%s Undo?", reply->text); break;
	case PX_REPLY_QUESTION:
		say(w, reply->text ? reply->text : px_phrase(PX_PHRASE_SAY_OK));
		list_lines(w, reply);
		break;
	default: say(w, reply->text ? reply->text : px_phrase(PX_PHRASE_SAY_OK)); break;
	}
}

void px_reply_write(const struct px_nlu_context *context, const struct px_reply *reply,
		    uint64_t seed, struct px_buf *out)
{
	struct words w = { context, out, seed * 0x9e3779b97f4a7c15U + reply->kind };

	switch (reply->kind) {
	case PX_REPLY_TASK_ADDED: case PX_REPLY_TASK_CHANGED: case PX_REPLY_TASK_DONE:
	case PX_REPLY_TASK_ROLLED: case PX_REPLY_TASK_DELETED: case PX_REPLY_EVENT_ADDED:
	case PX_REPLY_EVENT_CHANGED: case PX_REPLY_EVENT_DELETED:
		if (reply->item_count)
			write_change(&w, reply);
		else
			say_phrase(&w, PX_PHRASE_SAY_NOTHING_TO_CHANGE);
		break;
	default:
		write_answer(&w, reply);
		break;
	}
}
