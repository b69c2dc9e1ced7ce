/* SPDX-License-Identifier: Apache-2.0 */
/* create, list and delete of events; changing them is in tool_event_update.c. */
#include "agent/tool_event.h"

#include "agent/name_list.h"
#include "agent/tool_ask.h"
#include "agent/tool_ask_task.h"
#include "agent/tool_reminders.h"
#include "domain/conflict.h"
#include "domain/task.h"

enum px_err px_tool_conflicts(struct px_tool_call *call, const struct px_event *event)
{
	struct px_occurrence *found;
	struct px_nlu_item *items;
	size_t count;

	enum px_err err = px_conflict_find(&call->domain, event, &found, &count, call->error);
	if (err || !count)
		return err;
	items = PX_ARENA_ARRAY(call->domain.arena, struct px_nlu_item, count);
	for (size_t i = 0; i < count; i++)
		items[i] = px_context_event_item(&call->domain, &found[i]);
	call->result->reply.conflicts = items;
	call->result->reply.conflict_count = count;
	return PX_OK;
}

enum px_err px_tool_event_end(struct px_tool_call *call, const struct px_tz *tz,
			      struct px_event *event)
{
	struct px_nlu_context later = call->nlu;
	struct px_tool_time when;

	/* "until 2" means the next 2 o'clock after the start. */
	later.now = event->start;
	enum px_err err = px_tool_time_read(&later, "end", px_arg_text(call, "end"), &when, call->error);
	if (err)
		return err;
	event->end = when.kind == PX_TOOL_TIME_TIME ? when.instant
					       : px_tz_to_utc(tz, px_tool_time_until(&when), NULL);
	/* The same day twice is that one day. */
	if (event->all_day && event->end == event->start)
		event->end = PX_TIME_NONE;
	return PX_OK;
}

static enum px_err new_times(struct px_tool_call *call, struct px_event *event)
{
	struct px_tool_time when;

	enum px_err err = px_arg_when(call, "start", &when);
	if (err)
		return err;
	bool days = when.kind == PX_TOOL_TIME_DAY || (when.kind == PX_TOOL_TIME_SPAN && when.whole_days);
	event->all_day = days || px_arg_true(call, "all_day");
	event->start = when.kind == PX_TOOL_TIME_TIME ? when.instant
						 : px_tz_to_utc(call->nlu.tz, when.local, NULL);
	if (when.kind == PX_TOOL_TIME_SPAN && when.local_end != PX_TIME_NONE)
		event->end = px_tz_to_utc(call->nlu.tz, when.local_end, NULL);
	if (when.rule[0])
		event->recurrence = px_arena_str(call->domain.arena, px_str(when.rule));
	if (event->all_day)
		event->start = px_tz_to_utc(call->nlu.tz, when.day * PX_MS_DAY, NULL);
	return px_arg_given(call, "end") ? px_tool_event_end(call, call->nlu.tz, event) : PX_OK;
}

enum px_err px_tool_create_event(struct px_tool_call *call)
{
	struct px_event event;

	px_record_init(&px_event_record, &event);
	event.title = px_arg_string(call, "title");
	event.location = px_arg_string(call, "location");
	event.notes = px_arg_string(call, "notes");
	event.attendees = px_names_line(call->domain.arena, json_object_get(call->arguments, "attendees"));
	if (!px_arg_given(call, "start"))
		return px_fail(call->error, PX_INVALID, "start", "must be given");
	enum px_err err = new_times(call, &event);
	if (!err && px_arg_given(call, "recurrence"))
		err = px_arg_recurrence(call, &event.recurrence);
	if (!err)
		err = px_tool_remind_of_event(call, &event, true);
	if (!err)
		err = px_event_create(&call->domain, &event, call->error);
	if (!err)
		err = px_tool_conflicts(call, &event);
	if (err)
		return err;
	call->result->reply.kind = PX_REPLY_EVENT_ADDED;
	call->result->reply.note = event.notes;
	call->summary = px_arena_printf(call->domain.arena, "Added “%s”", event.title);
	px_tool_show_event(call, &(struct px_occurrence){ &event, event.start, event.end });
	return PX_OK;
}

enum px_err px_tool_event_span(struct px_tool_call *call, int64_t *from, int64_t *to)
{
	const struct px_tz *tz = call->nlu.tz;
	int64_t midnight = px_domain_today(&call->domain) * PX_MS_DAY;
	struct px_tool_time when;
	enum px_err err = PX_OK;

	*from = midnight;
	*to = PX_TIME_NONE;
	if (px_arg_given(call, "start")) {
		err = px_arg_when(call, "start", &when);
		*from = when.local;
		if (!err && when.kind == PX_TOOL_TIME_SPAN)
			*to = when.local_end;
	}
	if (!err && px_arg_given(call, "end")) {
		err = px_arg_when(call, "end", &when);
		*to = px_tool_time_until(&when);
		/* "until Friday" begins now, also when Friday has passed. */
		if (!px_arg_given(call, "start") && *to <= *from)
			*from = *to - 30 * PX_MS_DAY;
	}
	if (err)
		return err;
	/* Searching by words looks further ahead than a look at the calendar. */
	if (*to == PX_TIME_NONE)
		*to = *from + (px_arg_given(call, "query") ? 366 : 7) * PX_MS_DAY;
	if (*to <= *from)
		return px_fail(call->error, PX_INVALID, "end", "must be after start");
	*from = px_tz_to_utc(tz, *from, NULL);
	*to = px_tz_to_utc(tz, *to, NULL);
	return PX_OK;
}

/*
 * "You're free" would mislead on a day with tasks due: they are shown behind the events. Of a time that is past what
 * counts is what was done in it.
 */
static enum px_err show_tasks(struct px_tool_call *call, int64_t from, int64_t to)
{
	struct px_task_filter filter;
	struct px_task *tasks;
	size_t count, total;
	const bool past = to <= call->domain.now;

	px_task_filter_init(&filter);
	filter.due_from = px_tz_to_local(call->nlu.tz, from);
	filter.due_to = px_tz_to_local(call->nlu.tz, to);
	if (past) {
		filter.statuses = PX_TASKS_COMPLETED;
		filter.by_completion = true;
	}
	enum px_err err = px_task_list(&call->domain, &filter, PX_TOOL_SHOWN, &tasks, &count, &total, call->error);
	if (!err && past && !total && !call->result->reply.total)
		call->result->reply = (struct px_reply){ .kind = PX_REPLY_QUESTION, .text = px_tool_said(call, PX_PHRASE_SAY_NOTHING_WAS, "") };
	if (err || !count)
		return err;
	for (size_t i = 0; i < count; i++) {
		px_tool_show_task(call, &tasks[i]);
		px_tool_row(call, &px_task_record, &tasks[i]);
	}
	call->result->reply.kind = PX_REPLY_AGENDA;
	call->result->reply.total += total;
	return PX_OK;
}

/* "exams" of a "French exam", "closing" of "Close on Ruiz": the words without their ending, or NULL. */
static const char *without_ending(struct px_tool_call *call, const char *query)
{
	static const char *const endings[] = { "s", "ing" };
	enum { STEM_LEAST = 4 };
	const size_t size = strlen(query);

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		const size_t n = strlen(endings[i]);
		bool ends = size >= n + STEM_LEAST && strcasecmp(query + size - n, endings[i]) == 0;
		if (ends && query[size - 2] != 's') /* "class" has none */
			return px_arena_strn(call->domain.arena, query, size - n);
	}
	return NULL;
}

/* "have we got practice on the 16th?": not then; of what is there under that name the next one is told. */
static enum px_err tell_next(struct px_tool_call *call, const char *query, bool *said)
{
	const int64_t from = call->domain.now;
	struct px_occurrence *found;
	size_t count;

	enum px_err err = px_event_list(&call->domain, from, from + 366 * PX_MS_DAY, query, 1, &found, &count, NULL, call->error);
	*said = !err && count > 0;
	if (!*said)
		return err;
	px_tool_show_event(call, &found[0]);
	px_tool_row(call, &px_event_record, found[0].event);
	call->result->reply.total = 1;
	return px_tool_answer_none(call, &found[0]);
}

enum px_err px_tool_list_events(struct px_tool_call *call)
{
	struct px_occurrence *found;
	size_t count, total;
	int64_t from, to;
	bool said, by_name = px_arg_given(call, "query") && !px_arg_given(call, "start") && !px_arg_given(call, "end");

	const char *asks = px_arg_string(call, "asks");
	bool free_time = asks && strcmp(asks, "free") == 0; /* each event counts, shown or not */
	size_t most = by_name || free_time ? PX_TOOL_ROWS_MAX : PX_TOOL_SHOWN;
	const char *query = px_arg_string(call, "query");
	enum px_err err = px_tool_event_span(call, &from, &to);
	if (!err)
		err = px_event_list(&call->domain, from, to, query, most, &found, &count, &total, call->error);
	const char *title = !err && !count && query ? px_tool_title_like(call, query) : NULL;
	if (title)
		err = px_event_list(&call->domain, from, to, title, most, &found, &count, &total, call->error);
	const char *stem = !err && !count && query ? without_ending(call, query) : NULL;
	if (stem)
		err = px_event_list(&call->domain, from, to, stem, most, &found, &count, &total, call->error);
	query = stem && count ? stem : title ? title : query; /* a part of a word stands for it where it finds something */
	if (err)
		return err;
	if (by_name && total == count)
		total = count = px_tool_next_of_each(found, count);
	for (size_t i = 0; i < count && (by_name || i < PX_TOOL_SHOWN); i++) {
		px_tool_show_event(call, &found[i]);
		px_tool_row(call, &px_event_record, found[i].event);
	}
	call->result->reply.kind = PX_REPLY_EVENTS_LISTED;
	call->result->reply.total = total;
	bool stops = free_time && total > count;
	err = px_tool_answer(call, found, count, from, stops ? found[count - 1].start : to, &said);
	if (!err && said && stops)
		call->result->reply.text = px_arena_printf(call->domain.arena, "%s\nThat is up to the first %zu events; for the rest "
							   "ask about later days.", call->result->reply.text, count);
	if (err || said)
		return err;
	if (!by_name && !px_arg_given(call, "query"))
		return show_tasks(call, from, to);
	if (!total && px_arg_given(call, "query"))
		err = px_tool_find_tasks(call, query, &said);
	if (!err && !said && !total && px_arg_given(call, "query") && !by_name && to > call->domain.now)
		err = tell_next(call, query, &said);
	if (!err && !said && !total && px_arg_given(call, "query"))
		call->result->reply.text = px_tool_said(call, PX_PHRASE_SAY_WITH_NAME, px_arg_string(call, "query"));
	return err;
}

enum px_err px_tool_occurrence(struct px_tool_call *call, const struct px_event *event,
			       int64_t named_day, struct px_occurrence *found, bool *single)
{
	struct px_tool_time when;
	int64_t local = named_day;

	*single = false;
	*found = (struct px_occurrence){ event, event->start, event->end };
	if (px_arg_given(call, "occurrence")) {
		enum px_err err = px_arg_when(call, "occurrence", &when);
		if (err)
			return err;
		local = when.day * PX_MS_DAY;
	}
	if (!event->recurrence || local == PX_TIME_NONE)
		return PX_OK;
	*single = px_event_occurrences(&call->domain, event, px_tz_to_utc(call->nlu.tz, local, NULL),
				       px_tz_to_utc(call->nlu.tz, local + PX_MS_DAY, NULL), found,
				       1) > 0;
	if (!*single)
		return px_fail(call->error, PX_NOT_FOUND, "occurrence",
			       "“%.100s” does not take place on that day", event->title);
	return PX_OK;
}

/* Each event once; of a series, all of it. */
static enum px_err delete_all(struct px_tool_call *call)
{
	struct px_occurrence *found;
	size_t count, total, deleted = 0;
	int64_t from, to;

	enum px_err err = px_tool_event_span(call, &from, &to);
	if (!err)
		err = px_event_list(&call->domain, from, to, px_arg_string(call, "query"),
				    PX_TOOL_ROWS_MAX, &found, &count, &total, call->error);
	if (!err && total > count)
		err = px_fail(call->error, PX_TOO_LARGE, "all", "means %zu events, more than %d", total,
			      PX_TOOL_ROWS_MAX);
	for (size_t i = 0; !err && i < count; i++) {
		const struct px_event *event = found[i].event;
		if (px_arg_excepts(call, event->id, event->title))
			continue;
		/* Of a series only what lies in the span goes. */
		err = event->recurrence
			? px_event_delete_one(&call->domain, event->id, found[i].start, call->error)
			: px_event_delete(&call->domain, event->id, -1, call->error);
		if (!err) {
			px_tool_show_event(call, &found[i]);
			deleted++;
		}
	}
	if (err)
		return err;
	if (!deleted)
		return px_tool_none(call, PX_REPLY_EVENTS_LISTED);
	call->result->reply.kind = PX_REPLY_EVENT_DELETED;
	call->summary = px_tool_summary(call, "Deleted", "events");
	return PX_OK;
}

enum px_err px_tool_delete_event(struct px_tool_call *call)
{
	struct px_tool_target target;
	struct px_occurrence one;
	struct px_event event;
	bool single;

	if (px_arg_true(call, "all"))
		return delete_all(call);
	enum px_err err = px_tool_target(call, 1u << PX_NLU_EVENT, &target);
	if (err || !target.found)
		return err;
	err = px_event_get(&call->domain, target.id, &event, call->error);
	if (!err)
		err = px_tool_occurrence(call, &event, target.day, &one, &single);
	if (!err)
		err = single ? px_event_delete_one(&call->domain, event.id, one.start, call->error)
			     : px_event_delete(&call->domain, event.id, -1, call->error);
	if (err)
		return err;
	call->result->reply.kind = PX_REPLY_EVENT_DELETED;
	call->summary = px_arena_printf(call->domain.arena, "Deleted “%s”", event.title);
	if (!single)
		one = px_context_next_occurrence(&call->domain, &event);
	px_tool_show_event(call, &one);
	call->result->reply.one_of_series = single;
	return PX_OK;
}
