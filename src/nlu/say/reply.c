/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wording of replies: a few equal phrasings per outcome, one picked by the
 * turn's seed, filled with what was understood.
 */
#include "nlu/say/reply.h"

#include "base/civil.h"
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

/* One of `count` phrasings; each call on one reply moves on. */
static const char *pick(struct words *w, const char *const *options, size_t count)
{
	w->seed = w->seed * 6364136223846793005U + 1442695040888963407U;
	return options[(w->seed >> 33) % count];
}

#define PICK(w, ...) \
	pick((w), (const char *const[]){ __VA_ARGS__ }, \
	     sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

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
		(void)px_buf_printf(w->out, "%d:%02d %s", twelve, minute, hour < 12 ? "am" : "pm");
	else
		(void)px_buf_printf(w->out, "%d %s", twelve, hour < 12 ? "am" : "pm");
}

/* Returns true if the day was said relative to today. */
static bool say_day(struct words *w, int32_t day)
{
	int32_t today = today_of(w->context);
	int year, month, month_day, this_year;

	if (day >= today - 1 && day <= today + 1) {
		say(w, day == today ? "today" : day > today ? "tomorrow" : "yesterday");
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
	say(w, " I kept ");
	say_title(w, unread);
	say(w, " in the title: no time I know.");
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
		say(w, "all day");
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
		say(w, i ? ", " : " That overlaps ");
		say_title(w, other->title);
		if (other->start == PX_TIME_NONE || other->end == PX_TIME_NONE)
			continue;
		say(w, " (");
		say_busy(w, other, px_civil_ms_day(reply->items[0].start));
		say(w, ")");
	}
	if (reply->conflict_count > 3)
		(void)px_buf_printf(w->out, " and %zu more", reply->conflict_count - 3);
	if (reply->conflict_count)
		say(w, ".");
}

static void say_priority(struct words *w, int priority)
{
	static const char *const names[] = { ", low priority", "", ", high priority", ", urgent" };

	if (priority >= 0 && priority < 4)
		say(w, names[priority]);
}

static void task_added(struct words *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];

	say(w, PICK(w, "Done! Added ", "Got it: ", "Added ", "On the list: ", "Noted: "));
	say_title(w, item->title);
	if (item->project) {
		say(w, reply->created_project ? " to the new project " : " to ");
		say(w, item->project);
	}
	if (item->recurrence) {
		say(w, ", ");
		say_rule(w, item->recurrence);
		if (has_due(item)) {
			say(w, ", first ");
			say_due(w, item);
		}
	} else if (has_due(item)) {
		say(w, ", due ");
		say_due(w, item);
	}
	say_priority(w, item->priority);
	say(w, ".");
	say_unread(w, reply->unread);
	say(w, " Undo?");
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
	static const char *const priorities[] = { "low", "normal", "high", "urgent" };
	const struct px_nlu_item *item = &reply->items[0];
	size_t said = 0;

	say(w, changed(reply, "title") ? "Renamed it to " : PICK(w, "Updated ", "Changed ", "Done: "));
	say_title(w, item->title);
	if (changed(reply, "due") && has_due(item)) {
		say(w, said++ ? ", " : ": ");
		say(w, "due ");
		say_due(w, item);
	}
	if (changed(reply, "priority") && item->priority >= 0 && item->priority < 4) {
		say(w, said++ ? ", " : ": ");
		(void)px_buf_printf(w->out, "priority %s", priorities[item->priority]);
	}
	if (changed(reply, "project") && item->project) {
		say(w, said++ ? ", " : ": ");
		(void)px_buf_printf(w->out, "now in %s%s", item->project, reply->created_project ? " (new)" : "");
	}
	if (changed(reply, "recurrence") && item->recurrence) {
		say(w, said++ ? ", " : ": ");
		say_rule(w, item->recurrence);
	}
	say(w, ". Undo?");
}

static void event_added(struct words *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];

	say(w, PICK(w, "Booked ", "In your calendar: ", "Done! ", "Added "));
	say_title(w, item->title);
	say(w, ", ");
	if (item->recurrence) {
		say_rule(w, item->recurrence);
		say(w, ", first ");
	}
	say_span(w, item);
	say(w, ".");
	say_conflicts(w, reply);
	say_unread(w, reply->unread);
	say(w, " Undo?");
}

static void event_changed(struct words *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];
	bool moved = !reply->changed || changed(reply, "start") || changed(reply, "end");

	say(w, moved ? PICK(w, "Moved ", "Done! Moved ", "OK, moved ") : PICK(w, "Updated ", "Changed ", "Done: "));
	say_title(w, item->title);
	if (moved) {
		say(w, " to ");
		say_span(w, item);
	}
	say(w, ".");
	say_conflicts(w, reply);
	say(w, " Undo?");
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
		say(w, overdue(w, item) ? ", overdue since " : ", due ");
		say_due(w, item);
	}
	say_priority(w, item->priority);
}

static void list_lines(struct words *w, const struct px_reply *reply)
{
	for (size_t i = 0; i < reply->item_count; i++)
		list_line(w, &reply->items[i], i + 1);
	if (reply->total > reply->item_count)
		(void)px_buf_printf(w->out, "\n… and %zu more.", reply->total - reply->item_count);
}

/* "All clear. Next: “Fix the auth bug”, due Fri 27 Nov." */
static void next_up(struct words *w, const struct px_nlu_item *item)
{
	say(w, PICK(w, " Next: ", " Next up: "));
	say_title(w, item->title);
	if (item->kind == PX_NLU_EVENT) {
		say(w, ", ");
		say_span(w, item);
	} else {
		say(w, ", due ");
		say_due(w, item);
	}
	say(w, ".");
}

static void nothing_listed(struct words *w, bool tasks, const char *heading)
{
	if (heading)
		(void)px_buf_printf(w->out, "%s %s", tasks ? "No tasks" : "Nothing in your calendar", heading);
	else
		say(w, tasks ? PICK(w, "Nothing to do", "No tasks", "All clear") :
			       PICK(w, "Nothing in your calendar", "You're free"));
	say(w, ".");
}

static void listed(struct words *w, const struct px_reply *reply, const char *one, const char *many)
{
	size_t total = reply->total > reply->item_count ? reply->total : reply->item_count;

	if (!total) {
		nothing_listed(w, many[0] == 't', reply->text);
		if (reply->next)
			next_up(w, reply->next);
		return;
	}
	(void)px_buf_printf(w->out, "%zu %s", total, total == 1 ? one : many);
	if (reply->text)
		(void)px_buf_printf(w->out, " %s", reply->text);
	say(w, ":");
	list_lines(w, reply);
}

static void not_found(struct words *w, const struct px_reply *reply)
{
	say(w, PICK(w, "I can't find ", "I know of nothing called ", "There is no "));
	say_title(w, reply->text);
	if (!reply->item_count) {
		say(w, ". Ask me to show your tasks or calendar to see what is there.");
		return;
	}
	say(w, ". The closest:");
	list_lines(w, reply);
}

static void said_done(struct words *w, const struct px_reply *reply, const char *const *verbs, size_t count)
{
	say(w, pick(w, verbs, count));
	for (size_t i = 0; i < reply->item_count && i < 3; i++) {
		say(w, i ? ", " : "");
		say_title(w, reply->items[i].title);
	}
	size_t total = reply->total > reply->item_count ? reply->total : reply->item_count;
	if (total > 3)
		(void)px_buf_printf(w->out, " and %zu more", total - 3);
	say(w, ".");
}

static void task_rolled(struct words *w, const struct px_reply *reply)
{
	said_done(w, reply, (const char *const[]){ "Done for this time: ", "Ticked off " }, 2);
	if (has_due(&reply->items[0])) {
		say(w, " Next ");
		say_due(w, &reply->items[0]);
		say(w, ".");
	}
	say(w, " Undo?");
}

static void write_change(struct words *w, const struct px_reply *reply)
{
	static const char *const done[] = { "Nice, done: ", "Ticked off ", "Done: ", "Well done! Finished " };
	static const char *const gone[] = { "Deleted ", "Removed ", "Gone: " };

	switch (reply->kind) {
	case PX_REPLY_TASK_ADDED: task_added(w, reply); break;
	case PX_REPLY_TASK_CHANGED: task_changed(w, reply); break;
	case PX_REPLY_EVENT_ADDED: event_added(w, reply); break;
	case PX_REPLY_EVENT_CHANGED: event_changed(w, reply); break;
	case PX_REPLY_TASK_ROLLED: task_rolled(w, reply); break;
	case PX_REPLY_TASK_DONE:
		said_done(w, reply, done, 4);
		say(w, " Undo?");
		break;
	default:
		said_done(w, reply, gone, 3);
		say(w, " Undo?");
		break;
	}
}

static void write_answer(struct words *w, const struct px_reply *reply)
{
	switch (reply->kind) {
	case PX_REPLY_TASKS_LISTED: listed(w, reply, "task", "tasks"); break;
	case PX_REPLY_EVENTS_LISTED: listed(w, reply, "event", "events"); break;
	case PX_REPLY_AGENDA:
		if (reply->item_count)
			listed(w, reply, "thing", "things");
		else
			listed(w, reply, "task", "tasks");
		break;
	case PX_REPLY_UNDONE:
		say(w, PICK(w, "Undone", "Taken back", "OK, undone"));
		if (reply->text)
			(void)px_buf_printf(w->out, ": %s", reply->text);
		say(w, ".");
		break;
	case PX_REPLY_NOTHING_TO_UNDO: say(w, PICK(w, "There is nothing to undo.", "Nothing left to undo.")); break;
	case PX_REPLY_NOT_FOUND: not_found(w, reply); break;
	case PX_REPLY_WHICH:
		say(w, PICK(w, "Which one do you mean?", "Which of these?", "There are several. Which one?"));
		list_lines(w, reply);
		break;
	case PX_REPLY_FAILED: (void)px_buf_printf(w->out, "That didn't work: %s.", reply->text ? reply->text : "unknown reason"); break;
	case PX_REPLY_NOT_AVAILABLE:
		(void)px_buf_printf(w->out, "Sorry, %s is not available yet.", reply->text ? reply->text : "that");
		break;
	case PX_REPLY_NOT_UNDERSTOOD:
		say(w, PICK(w, "I didn't get that. I keep tasks and your calendar: try “call Mum tomorrow at 5”.",
			    "Sorry, I can't do that. I can add, change and find tasks and events.",
			    "That's beyond me. Try “what's due this week?” or “lunch with Sam tomorrow 12:30”."));
		break;
	case PX_REPLY_KEPT: (void)px_buf_printf(w->out, "%s Undo?", reply->text); break;
	case PX_REPLY_QUESTION:
		say(w, reply->text ? reply->text : "OK.");
		list_lines(w, reply);
		break;
	default: say(w, reply->text ? reply->text : "OK."); break;
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
			say(&w, "Nothing to change.");
		break;
	default:
		write_answer(&w, reply);
		break;
	}
}
