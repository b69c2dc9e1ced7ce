/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wording of replies: a few equal phrasings per outcome, one picked by the
 * turn's seed, filled with what was understood.
 */
#include "nlu/say/reply.h"

#include "base/civil.h"
#include "base/utf8.h"
#include "nlu/say/change.h"
#include "nlu/say/moment.h"
#include "nlu/say/saying.h"

#include <stdio.h>

void px_reply_clock(const struct px_nlu_context *context, int32_t second, struct px_buf *out)
{
	struct px_saying w = { context, out, 0 };

	const struct px_language *before = px_language_use(context->says_in);
	px_say_clock(&w, second);
	px_language_use(before);
}

void px_reply_when(const struct px_nlu_context *context, int32_t day, int32_t second, struct px_buf *out)
{
	struct px_saying w = { context, out, 0 };

	const struct px_language *before = px_language_use(context->says_in);
	if (day != PX_DAY_NONE)
		px_say_when(&w, day, second);
	px_language_use(before);
}

void px_reply_span(const struct px_nlu_context *context, const struct px_nlu_item *item, struct px_buf *out)
{
	struct px_saying w = { context, out, 0 };

	const struct px_language *before = px_language_use(context->says_in);
	px_say_span(&w, item);
	px_language_use(before);
}

static void say_unread(struct px_saying *w, const char *unread)
{
	if (!unread)
		return;
	px_say_phrase(w, PX_PHRASE_SAY_KEPT);
	px_say_title(w, unread);
	px_say_phrase(w, PX_PHRASE_SAY_NO_TIME);
}

/* "Noted with it: bring the x-rays." */
static void say_note(struct px_saying *w, const char *note)
{
	enum { NOTE_SAID = 200 };

	if (!note || !note[0])
		return;
	const size_t size = px_utf8_cut(px_str(note), NOTE_SAID);
	px_say_phrase(w, PX_PHRASE_SAY_NOTED_WITH);
	const char *end = strchr(".!?", note[size - 1]) ? "" : ".";
	(void)px_buf_printf(w->out, "%.*s%s", (int)size, note, note[size] ? "…" : end);
}

/* " I'll remind you tomorrow 13:00 and then every day until it's done." */
static void say_reminders(struct px_saying *w, const struct px_reply *reply)
{
	int32_t day, second;

	for (size_t i = 0; i < reply->reminder_count; i++) {
		const bool last = i + 1 == reply->reminder_count;
		px_say(w, i == 0 ? px_phrase(PX_PHRASE_SAY_REMINDS) : last ? px_phrase(PX_PHRASE_SAY_AND) : ", ");
		px_say_split(reply->reminders[i], &day, &second);
		px_say_when(w, day, second);
	}
	if (reply->reminder_count && reply->reminders_each)
		px_say_phrase(w, PX_PHRASE_SAY_REMINDS_EACH);
	if (reply->reminder_count && reply->nagging) {
		px_say_phrase(w, PX_PHRASE_SAY_REMINDS_THEN);
		px_say_rule(w, reply->nagging);
		px_say_phrase(w, PX_PHRASE_SAY_REMINDS_UNTIL);
	}
	if (reply->reminder_count)
		px_say(w, ".");
	if (reply->reminder_past)
		px_say_phrase(w, PX_PHRASE_SAY_REMINDS_PAST);
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
		px_say_span_on(w, other, px_civil_ms_day(reply->items[0].start));
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
		px_say_phrase(w, reply->created_project ? PX_PHRASE_SAY_TO_NEW_PROJECT : PX_PHRASE_SAY_TO_LIST);
		px_say(w, item->project);
	}
	if (item->recurrence) {
		px_say(w, ", ");
		px_say_rule(w, item->recurrence);
		if (px_say_has_due(item)) {
			px_say_phrase(w, PX_PHRASE_SAY_FIRST);
			px_say_due(w, item);
		}
	} else if (px_say_has_due(item)) {
		px_say_phrase(w, PX_PHRASE_SAY_DUE);
		px_say_due(w, item);
	}
	say_priority(w, item->priority);
	px_say(w, ".");
	say_reminders(w, reply);
	say_note(w, reply->note);
	say_unread(w, reply->unread);
	px_say_phrase(w, PX_PHRASE_SAY_UNDO);
}

static void event_added(struct px_saying *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];

	px_say(w, px_say_pick(w, PX_TEXTS_SAY_EVENT_ADDED));
	px_say_title(w, item->title);
	px_say(w, ", ");
	if (item->recurrence) {
		px_say_rule(w, item->recurrence);
		px_say_phrase(w, PX_PHRASE_SAY_FIRST);
	}
	px_say_span(w, item);
	px_say(w, ".");
	say_conflicts(w, reply);
	say_reminders(w, reply);
	say_note(w, reply->note);
	say_unread(w, reply->unread);
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
		px_say_span(w, item);
		px_say(w, "  ");
		px_say(w, item->title);
		return;
	}
	px_say(w, item->title);
	if (item->project)
		(void)px_buf_printf(w->out, " (%s)", item->project);
	if (px_say_has_due(item)) {
		px_say_phrase(w, overdue(w, item) ? PX_PHRASE_SAY_OVERDUE : PX_PHRASE_SAY_DUE);
		px_say_due(w, item);
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
		px_say_span(w, item);
	} else {
		px_say_phrase(w, PX_PHRASE_SAY_DUE);
		px_say_due(w, item);
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
	px_say_titles(w, reply);
	px_say(w, ".");
}

static void task_rolled(struct px_saying *w, const struct px_reply *reply)
{
	said_done(w, reply, PX_TEXTS_SAY_TASK_ROLLED);
	if (px_say_has_due(&reply->items[0])) {
		px_say_phrase(w, PX_PHRASE_SAY_NEXT_TIME);
		px_say_due(w, &reply->items[0]);
		px_say(w, ".");
	}
	px_say_phrase(w, PX_PHRASE_SAY_UNDO);
}

static void changed(struct px_saying *w, const struct px_reply *reply)
{
	px_say_changed(w, reply);
	px_say(w, ".");
	say_conflicts(w, reply);
	say_reminders(w, reply);
	px_say_phrase(w, PX_PHRASE_SAY_UNDO);
}

static void write_change(struct px_saying *w, const struct px_reply *reply)
{
	switch (reply->kind) {
	case PX_REPLY_TASK_ADDED: task_added(w, reply); break;
	case PX_REPLY_EVENT_ADDED: event_added(w, reply); break;
	case PX_REPLY_TASK_CHANGED: case PX_REPLY_EVENT_CHANGED: changed(w, reply); break;
	case PX_REPLY_TASK_ROLLED: task_rolled(w, reply); break;
	case PX_REPLY_TASK_DONE:
		said_done(w, reply, PX_TEXTS_SAY_TASK_DONE);
		px_say_phrase(w, PX_PHRASE_SAY_UNDO);
		break;
	default:
		px_say_deleted(w, reply);
		px_say(w, ".");
		px_say_phrase(w, PX_PHRASE_SAY_UNDO);
		break;
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
	case PX_REPLY_UNDONE: px_say_undone(w, reply); break;
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
		px_say_with(w, PX_PHRASE_SAY_NOT_AVAILABLE, reply->text ? reply->text : px_phrase(PX_PHRASE_SAY_THAT));
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
	const struct px_language *before = px_language_use(context->says_in);

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
	px_language_use(before);
}
