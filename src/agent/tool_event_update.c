/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changing events.  Of a series everything changes, unless a day is named:
 * then the occurrence of that day leaves the series, or with "following" becomes the first of a series of its own.
 */
#include "agent/tool_event.h"

#include "agent/name_list.h"
#include "agent/tool_reminders.h"
#include "domain/event_series.h"

/*
 * The new start.  A day alone keeps the time of day, a time alone the day of
 * the occurrence; the length stays.
 */
static enum px_err move_start(struct px_tool_call *call, struct px_event *event)
{
	int64_t local = px_tz_to_local(call->nlu.tz, event->start);
	struct px_event before = *event;
	int64_t clock = local - px_civil_ms_day(local) * PX_MS_DAY;
	struct px_tool_time when;

	enum px_err err = px_arg_when(call, "start", &when);
	if (err)
		return err;
	bool days = when.kind == PX_TOOL_TIME_DAY || (when.kind == PX_TOOL_TIME_SPAN && when.whole_days);
	if (days)
		local = when.day * PX_MS_DAY + (event->all_day ? 0 : clock);
	else if (when.clock_only)
		local = px_civil_ms_day(local) * PX_MS_DAY + (when.local - when.day * PX_MS_DAY);
	else
		local = when.local;
	/* A time given to an all-day event makes it an hour of that day. */
	if (event->all_day && !days) {
		event->all_day = before.all_day = false;
		before.end = before.start + PX_MS_HOUR;
	}
	event->start = when.kind == PX_TOOL_TIME_TIME && !when.clock_only
		? when.instant : px_tz_to_utc(call->nlu.tz, local, NULL);
	event->end = px_event_end_at(&call->domain, &before, event->start);
	if (when.kind == PX_TOOL_TIME_SPAN && !days && when.local_end != PX_TIME_NONE)
		event->end = px_tz_to_utc(call->nlu.tz, when.local_end, NULL);
	return PX_OK;
}

static enum px_err shift_by(struct px_tool_call *call, struct px_event *event)
{
	const struct px_tz *tz = call->nlu.tz;
	struct px_tool_shift shift;

	enum px_err err = px_tool_shift_read(&call->nlu, "shift", px_arg_text(call, "shift"), &shift,
					   call->error);
	if (err)
		return err;
	struct px_event before = *event;
	int64_t start = px_tool_shifted(px_tz_to_local(tz, event->start), &shift);
	/* Less than a day counts in elapsed time, days and more on the wall clock. */
	event->start = shift.months || shift.ms % PX_MS_DAY == 0 ? px_tz_to_utc(tz, start, NULL)
								  : event->start + shift.ms;
	event->end = px_event_end_at(&call->domain, &before, event->start);
	return PX_OK;
}

static enum px_err set_length(struct px_tool_call *call, struct px_event *event)
{
	struct px_tool_shift length;

	enum px_err err = px_tool_shift_read(&call->nlu, "duration", px_arg_text(call, "duration"),
					   &length, call->error);
	if (!err && (length.months || length.ms <= 0))
		err = px_fail(call->error, PX_INVALID, "duration", "must be longer than nothing");
	if (!err)
		event->end = event->start + length.ms;
	return err;
}

static enum px_err change_times(struct px_tool_call *call, struct px_event *event)
{
	enum px_err err = PX_OK;

	if (px_arg_null(call, "start"))
		return px_fail(call->error, PX_INVALID, "start", "can't be removed from an event");
	if (px_arg_given(call, "start")) {
		px_tool_changed(call, "start", NULL);
		err = move_start(call, event);
	}
	if (!err && px_arg_given(call, "shift")) {
		px_tool_changed(call, "start", NULL);
		err = shift_by(call, event);
	}
	if (!err && px_arg_given(call, "duration")) {
		px_tool_changed(call, "end", NULL);
		err = set_length(call, event);
	}
	if (!err && px_arg_given(call, "end")) {
		px_tool_changed(call, "end", NULL);
		err = px_tool_event_end(call, call->nlu.tz, event);
	}
	return err;
}

/* Who comes as well, and who no longer does; null: nobody is named any more. */
static enum px_err change_guests(struct px_tool_call *call, struct px_event *event)
{
	const json_t *more = json_object_get(call->arguments, "attendees");
	const json_t *less = json_object_get(call->arguments, "not_attending");
	struct px_arena *arena = call->domain.arena;
	const char *before = event->attendees;

	if (more) {
		event->attendees = json_is_null(more) ? NULL : px_names_with(arena, before, more);
		px_tool_changed(call, "attendees", event->attendees ? px_names_line(arena, more) : NULL);
	}
	const char *unclear = px_names_ambiguous(event->attendees, less);
	if (unclear)
		return px_fail(call->error, PX_INVALID, "not_attending", "\"%.100s\" may be more than one of the guests: %.200s",
			       unclear, event->attendees);
	if (json_array_size(less)) {
		const char *gone = px_names_line(arena, less), *rest = px_names_without(arena, event->attendees, less);
		if (!event->attendees || (rest && strcmp(rest, event->attendees) == 0))
			return px_fail(call->error, PX_NOT_FOUND, "not_attending", "%.100s is not among the guests of “%.100s”%s%.200s",
				       gone, event->title, before ? ": " : "", before ? before : "");
		event->attendees = rest;
		px_tool_changed(call, "not_attending", gone);
	}
	if (more || json_array_size(less))
		px_tool_changed(call, "guests", event->attendees);
	return PX_OK;
}

static enum px_err change_texts(struct px_tool_call *call, struct px_event *event)
{
	if (px_arg_given(call, "title")) {
		event->title = px_arg_string(call, "title");
		px_tool_changed(call, "title", event->title);
	}
	if (json_object_get(call->arguments, "location")) {
		event->location = px_arg_string(call, "location");
		px_tool_changed(call, "location", event->location);
	}
	px_tool_change_notes(call, &event->notes);
	return change_guests(call, event);
}

static enum px_err change_event(struct px_tool_call *call, struct px_event *event)
{
	enum px_err err = change_texts(call, event);

	if (!err && json_object_get(call->arguments, "recurrence")) {
		err = px_arg_recurrence(call, &event->recurrence);
		px_tool_changed(call, "recurrence", event->recurrence);
	}
	if (!err)
		err = change_times(call, event);
	if (!err)
		err = px_tool_remind_of_event(call, event, false);
	if (!err && !call->changed_count)
		err = px_fail(call->error, PX_INVALID, NULL, "there is nothing to change");
	return err;
}

/*
 * A series that is moved by a day said ("move standup to Thursday") moves by
 * as much as its next occurrence does, not from its first.
 */
static void move_series(struct px_tool_call *call, const struct px_event *series,
			const struct px_occurrence *next, struct px_event *event)
{
	const struct px_tz *tz = call->nlu.tz;
	int64_t shift = px_tz_to_local(tz, event->start) - px_tz_to_local(tz, next->start);
	struct px_event changed = *event;

	event->start = px_tz_to_utc(tz, px_tz_to_local(tz, series->start) + shift, NULL);
	event->end = px_event_end_at(&call->domain, &changed, event->start);
}

static enum px_err write(struct px_tool_call *call, const struct px_event *series,
			 const struct px_occurrence *meant, bool single, struct px_event *event)
{
	const struct px_field *rule = px_record_field(&px_event_record, px_str("recurrence"));
	const uint64_t given = px_arg_given(call, "recurrence") ? UINT64_C(1) << (rule - px_event_record.fields) : 0;

	if (px_arg_true(call, "following"))
		return px_event_update_following(&call->domain, series->id, meant->start, event, given, call->error);
	if (single)
		return px_event_update_one(&call->domain, series->id, meant->start, event,
					   call->error);
	if (series->recurrence)
		move_series(call, series, meant, event);
	return px_event_update(&call->domain, event, -1, call->error);
}

enum px_err px_tool_update_event(struct px_tool_call *call)
{
	struct px_tool_target target;
	struct px_occurrence meant;
	struct px_event series, event;
	bool single;

	enum px_err err = px_tool_target(call, 1u << PX_NLU_EVENT, &target);
	if (err || !target.found)
		return err;
	err = px_event_get(&call->domain, target.id, &series, call->error);
	if (!err)
		err = px_tool_occurrence(call, &series, target.day, &meant, &single);
	if (err)
		return err;
	if (!single)
		meant = px_context_next_occurrence(&call->domain, &series);
	event = series;
	event.start = meant.start;
	event.end = meant.end;
	const bool following = px_arg_true(call, "following");
	if (following && !single)
		return px_fail(call->error, PX_INVALID, "occurrence", "following wants the occurrence that is the first to change");
	if (following)
		err = px_event_at(&call->domain, &series, meant.start, &event, call->error);
	if (err)
		return err;
	const struct px_nlu_item before = px_context_event_item(&call->domain, &meant);
	px_tool_before(call, &before);
	err = change_event(call, &event);
	if (!err)
		err = write(call, &series, &meant, single, &event);
	if (!err)
		err = px_tool_conflicts(call, &event);
	if (err)
		return err;
	call->result->reply.kind = PX_REPLY_EVENT_CHANGED;
	call->result->reply.one_of_series = single && !following;
	call->result->reply.following = following;
	call->summary = px_arena_printf(call->domain.arena, "Changed “%s”", series.title);
	meant = px_context_next_occurrence(&call->domain, &event);
	px_tool_show_event(call, &meant);
	return PX_OK;
}
