/* SPDX-License-Identifier: Apache-2.0 */
/* create, list, update, complete and delete of tasks. */
#include "agent/name_list.h"
#include "agent/tool_ask.h"
#include "agent/tool_ask_task.h"
#include "agent/tool_call.h"
#include "agent/tool_reminders.h"
#include "domain/event.h"
#include "domain/project.h"
#include "domain/text.h"

static const unsigned TASKS = 1u << PX_NLU_TASK;

/* A span ("this week") is due by its end. */
static void set_due(struct px_task *task, const struct px_tool_time *when)
{
	bool timed = when->kind == PX_TOOL_TIME_TIME ||
		     (when->kind == PX_TOOL_TIME_SPAN && !when->whole_days);

	task->due = timed ? when->instant : PX_TIME_NONE;
	task->due_day = timed ? PX_DAY_NONE : when->day;
	if (when->kind == PX_TOOL_TIME_SPAN && when->whole_days && when->local_end != PX_TIME_NONE)
		task->due_day = px_civil_ms_day(when->local_end - 1);
	task->zone = NULL;
}

static const char *tags_json(struct px_tool_call *call)
{
	const json_t *list = json_object_get(call->arguments, "tags");
	char *text = json_is_array(list) ? json_dumps(list, JSON_COMPACT) : NULL;
	const char *copy = text ? px_arena_str(call->domain.arena, px_str(text)) : NULL;

	free(text);
	return copy;
}

static enum px_err set_project(struct px_tool_call *call, struct px_task *task)
{
	struct px_project project;
	bool created;

	if (!px_arg_given(call, "project"))
		return PX_OK;
	enum px_err err = px_project_ensure(&call->domain, px_arg_text(call, "project"), &project,
					    &created, call->error);
	if (!err) {
		task->project_id = project.id;
		call->result->reply.created_project = created;
	}
	return err;
}

/* The repetition, with a first date if one was said along and no due date was given. */
static enum px_err set_recurrence(struct px_tool_call *call, struct px_task *task)
{
	if (!px_arg_given(call, "recurrence"))
		return PX_OK;
	return px_arg_recurrence(call, &task->recurrence);
}

static enum px_err fill_new(struct px_tool_call *call, struct px_task *task)
{
	int priority = px_arg_enum(call, "priority", px_arg_priorities);
	struct px_tool_time when;
	enum px_err err = PX_OK;

	task->title = px_arg_string(call, "title");
	task->notes = px_arg_string(call, "notes");
	task->tags = tags_json(call);
	task->priority = priority < 0 ? PX_PRIORITY_NORMAL : priority;
	task->after_completion = px_arg_true(call, "after_completion");
	if (px_arg_given(call, "due")) {
		err = px_arg_when(call, "due", &when);
		if (!err) {
			set_due(task, &when);
			if (when.rule[0])
				task->recurrence = px_arena_str(call->domain.arena,
								px_str(when.rule));
		}
	}
	if (!err)
		err = set_recurrence(call, task);
	if (!err && px_arg_given(call, "parent"))
		err = px_tool_named(call, "parent", TASKS, &task->parent_id);
	return err ? err : set_project(call, task);
}

enum px_err px_tool_create_task(struct px_tool_call *call)
{
	struct px_task task;

	px_record_init(&px_task_record, &task);
	enum px_err err = fill_new(call, &task);
	if (!err)
		err = px_tool_remind_of_task(call, &task, true);
	if (!err)
		err = px_task_create(&call->domain, &task, call->error);
	if (err)
		return err;
	call->result->reply.kind = PX_REPLY_TASK_ADDED;
	call->result->reply.note = task.notes;
	call->summary = px_arena_printf(call->domain.arena, "Added “%s”", task.title);
	px_tool_show_task(call, &task);
	return PX_OK;
}

static enum px_err filter_project(struct px_tool_call *call, struct px_task_filter *filter)
{
	struct px_project project;

	filter->has_project = true;
	if (px_arg_null(call, "project"))
		return PX_OK;
	enum px_err err = px_project_find(&call->domain, px_arg_text(call, "project"), &project,
					  call->error);
	filter->project = project.id;
	if (err == PX_NOT_FOUND) {
		call->result->reply = (struct px_reply){ .kind = PX_REPLY_NOT_FOUND,
							 .text = px_arg_string(call, "project") };
		call->worded = true;
	}
	return err;
}

static enum px_err filter_due(struct px_tool_call *call, struct px_task_filter *filter)
{
	struct px_tool_time when;
	enum px_err err = PX_OK;

	if (px_arg_given(call, "due_after")) {
		err = px_arg_when(call, "due_after", &when);
		filter->due_from = when.local;
	}
	if (!err && px_arg_given(call, "due_before")) {
		err = px_arg_when(call, "due_before", &when);
		filter->due_to = px_tool_time_until(&when);
	}
	return err;
}

static enum px_err read_filter(struct px_tool_call *call, struct px_task_filter *filter)
{
	static const char *const names[] = { "pending", "in_progress", "completed", "cancelled",
					     "open", "any", NULL };
	static const unsigned statuses[] = { PX_TASKS_PENDING, PX_TASKS_IN_PROGRESS,
					     PX_TASKS_COMPLETED, PX_TASKS_CANCELLED, PX_TASKS_OPEN,
					     0 };
	int status = px_arg_enum(call, "status", names);
	int priority = px_arg_enum(call, "priority", px_arg_priorities);
	enum px_err err = PX_OK;

	px_task_filter_init(filter);
	if (status >= 0)
		filter->statuses = statuses[status];
	else if (px_str_eq(px_arg_text(call, "asks"), PX_STR("done")))
		filter->statuses = 0;
	filter->by_completion = filter->statuses == PX_TASKS_COMPLETED;
	filter->has_priority = priority >= 0;
	filter->priority = priority;
	filter->tag = px_arg_string(call, "tag");
	filter->text = px_arg_string(call, "query");
	filter->overdue = px_arg_true(call, "overdue");
	filter->undated = px_arg_true(call, "undated");
	if (json_object_get(call->arguments, "project"))
		err = filter_project(call, filter);
	return err ? err : filter_due(call, filter);
}

/* "What's on my plate this week?": a window and nothing else asks for events too. */
static bool is_agenda(const struct px_tool_call *call)
{
	static const char *const filters[] = { "project", "status", "priority", "tag", "query", "overdue",
						"undated" };

	if (!px_arg_given(call, "due_before"))
		return false;
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (px_arg_given(call, filters[i]))
			return false;
	return true;
}

/* What comes first in the two weeks after an empty window: on a Sunday, "this week" is nearly over. */
static enum px_err show_next(struct px_tool_call *call, int64_t from)
{
	const struct px_tz *tz = call->nlu.tz;
	struct px_task_filter filter;
	struct px_occurrence *events;
	struct px_task *tasks;
	struct px_nlu_item *next = px_arena_alloc(call->domain.arena, sizeof(*next));
	size_t task_count, event_count;

	px_task_filter_init(&filter);
	filter.due_from = from;
	filter.due_to = from + 14 * PX_MS_DAY;
	enum px_err err = px_task_list(&call->domain, &filter, 1, &tasks, &task_count, NULL, call->error);
	if (!err)
		err = px_event_list(&call->domain, px_tz_to_utc(tz, filter.due_from, NULL),
				    px_tz_to_utc(tz, filter.due_to, NULL), NULL, 1, &events, &event_count, NULL,
				    call->error);
	if (err || !(task_count || event_count))
		return err;
	if (event_count && (!task_count || px_tz_to_local(tz, events[0].start) <
						    px_task_due_local(&call->domain, &tasks[0])))
		*next = px_context_event_item(&call->domain, &events[0]);
	else
		*next = px_context_task_item(&call->domain, &tasks[0], NULL);
	call->result->reply.next = next;
	return PX_OK;
}

/* Tasks and events of the window in the order of time; a window that is open at its start begins today. */
static enum px_err show_agenda(struct px_tool_call *call, const struct px_task_filter *filter,
			       const struct px_task *tasks, size_t count)
{
	const struct px_tz *tz = call->nlu.tz;
	int64_t from = filter->due_from != PX_TIME_NONE ? filter->due_from :
							   px_domain_today(&call->domain) * PX_MS_DAY;
	struct px_occurrence *events = NULL;
	size_t event_count = 0, events_total = 0, t = 0, e = 0;
	enum px_err err = PX_OK;

	if (from < filter->due_to)
		err = px_event_list(&call->domain, px_tz_to_utc(tz, from, NULL),
				    px_tz_to_utc(tz, filter->due_to, NULL), NULL, PX_TOOL_SHOWN, &events,
				    &event_count, &events_total, call->error);
	while (!err && (t < count || e < event_count)) {
		bool task_next = e == event_count ||
				 (t < count && px_task_due_local(&call->domain, &tasks[t]) <=
						       px_tz_to_local(tz, events[e].start));
		if (task_next) {
			px_tool_show_task(call, &tasks[t]);
			px_tool_row(call, &px_task_record, &tasks[t++]);
		} else {
			px_tool_show_event(call, &events[e]);
			px_tool_row(call, &px_event_record, events[e++].event);
		}
	}
	call->result->reply.kind = PX_REPLY_AGENDA;
	call->result->reply.total += events_total;
	if (!err && !call->result->reply.total)
		err = show_next(call, filter->due_to > from ? filter->due_to : from);
	return err;
}

/* A question after what matters most looks at all of them. */
static bool ranks_all(struct px_tool_call *call)
{
	struct px_str asks = px_arg_text(call, "asks");

	return px_str_eq(asks, PX_STR("first")) || px_str_eq(asks, PX_STR("top")) || px_arg_given(call, "limit");
}

/* A list comes into being with its first task; until then it is empty. */
static enum px_err no_such_list(struct px_tool_call *call)
{
	call->worded = false;
	call->result->reply = (struct px_reply){ .kind = PX_REPLY_TASKS_LISTED, .text = px_tool_said(call, PX_PHRASE_SAY_LIST_NOT_YET,
						 px_arena_str(call->domain.arena, px_arg_text(call, "project"))) };
	return PX_OK;
}

enum px_err px_tool_list_tasks(struct px_tool_call *call)
{
	struct px_task_filter filter;
	struct px_task *tasks;
	size_t count, total;
	bool found, ranked = ranks_all(call);

	enum px_err err = read_filter(call, &filter);
	if (err == PX_NOT_FOUND)
		return no_such_list(call);
	if (!err)
		err = px_task_list(&call->domain, &filter, ranked ? PX_TOOL_ROWS_MAX : PX_TOOL_SHOWN, &tasks, &count, &total,
				   call->error);
	const char *title = !err && !count && filter.text ? px_tool_title_like(call, filter.text) : NULL;
	if (title) {
		filter.text = title;
		err = px_task_list(&call->domain, &filter, PX_TOOL_SHOWN, &tasks, &count, &total, call->error);
	}
	if (err)
		return err;
	call->result->reply.total = total;
	if (px_tool_answer_tasks(call, tasks, count))
		return PX_OK;
	if (is_agenda(call))
		return show_agenda(call, &filter, tasks, count);
	for (size_t i = 0; i < count; i++) {
		px_tool_show_task(call, &tasks[i]);
		px_tool_row(call, &px_task_record, &tasks[i]);
	}
	call->result->reply.kind = PX_REPLY_TASKS_LISTED;
	bool of_all = !filter.has_project && !filter.text && !filter.has_priority && !px_arg_given(call, "status");
	if (!total && of_all && px_str_eq(px_arg_text(call, "asks"), PX_STR("first"))) { /* "what's next", where all tasks are done */
		call->result->reply.kind = PX_REPLY_AGENDA;
		return show_next(call, px_tz_to_local(call->nlu.tz, call->domain.now));
	}
	if (!total && filter.text && !px_arg_given(call, "status") && !filter.has_project) {
		err = px_tool_find_events(call, filter.text, &found);
		if (err || found)
			return err;
	}
	if (filter.overdue || filter.by_completion)
		call->result->reply.text = px_tool_said(call, filter.overdue ? PX_PHRASE_SAY_ARE_OVERDUE : PX_PHRASE_SAY_ARE_FINISHED, "");
	else if (!total && filter.has_priority)
		call->result->reply.text = px_arena_printf(call->domain.arena, "marked %s", px_arg_priorities[filter.priority]);
	else if (!total && filter.text)
		call->result->reply.text = px_tool_said(call, PX_PHRASE_SAY_WITH_NAME, filter.text);
	return PX_OK;
}

/* "push it back two days": a due day moves by days only. */
static enum px_err shift_due(struct px_tool_call *call, struct px_task *task)
{
	struct px_tool_shift shift;

	enum px_err err = px_tool_shift_read(&call->nlu, "shift", px_arg_text(call, "shift"), &shift,
					   call->error);
	if (err)
		return err;
	if (task->due != PX_TIME_NONE) {
		int64_t local = px_tz_to_local(call->nlu.tz, task->due);
		task->due = px_tz_to_utc(call->nlu.tz, px_tool_shifted(local, &shift), NULL);
		return PX_OK;
	}
	if (task->due_day == PX_DAY_NONE)
		return px_fail(call->error, PX_INVALID, "shift", "“%.100s” has no due date to move", task->title);
	if (shift.ms % PX_MS_DAY)
		return px_fail(call->error, PX_INVALID, "shift", "“%.100s” is due on a day without a time, so it moves by whole days",
			       task->title);
	task->due_day = px_civil_ms_day(px_tool_shifted(task->due_day * PX_MS_DAY, &shift));
	return PX_OK;
}

/* A day alone keeps the time of day, a time alone the day. */
static enum px_err change_due(struct px_tool_call *call, struct px_task *task)
{
	struct px_tool_time when;

	if (px_arg_null(call, "due")) {
		task->due = PX_TIME_NONE;
		task->due_day = PX_DAY_NONE;
		task->recurrence = NULL;
		return PX_OK;
	}
	enum px_err err = px_arg_when(call, "due", &when);
	if (err)
		return err;
	int64_t local = px_task_due_local(&call->domain, task);
	if (when.kind == PX_TOOL_TIME_DAY && task->due != PX_TIME_NONE) {
		local += (when.day - px_civil_ms_day(local)) * PX_MS_DAY;
		task->due = px_tz_to_utc(call->nlu.tz, local, NULL);
		return PX_OK;
	}
	if (when.clock_only && local != PX_TIME_NONE) {
		local = px_civil_ms_day(local) * PX_MS_DAY +
			(when.local - when.day * PX_MS_DAY);
		when.instant = px_tz_to_utc(call->nlu.tz, local, NULL);
	}
	set_due(task, &when);
	return PX_OK;
}

static enum px_err change_dates(struct px_tool_call *call, struct px_task *task)
{
	enum px_err err = PX_OK;

	if (json_object_get(call->arguments, "due")) {
		px_tool_changed(call, "due", NULL);
		err = change_due(call, task);
	}
	if (!err && px_arg_given(call, "shift")) {
		px_tool_changed(call, "due", NULL);
		err = shift_due(call, task);
	}
	if (!err && json_object_get(call->arguments, "recurrence")) {
		err = px_arg_recurrence(call, &task->recurrence);
		px_tool_changed(call, "recurrence", task->recurrence);
	}
	return err;
}

static void change_texts(struct px_tool_call *call, struct px_task *task)
{
	int priority = px_arg_enum(call, "priority", px_arg_priorities);

	if (px_arg_given(call, "title")) {
		task->title = px_arg_string(call, "title");
		px_tool_changed(call, "title", task->title);
	}
	px_tool_change_notes(call, &task->notes);
	if (json_object_get(call->arguments, "tags")) {
		task->tags = tags_json(call);
		px_tool_changed(call, "tags", px_names_line(call->domain.arena, json_object_get(call->arguments, "tags")));
	}
	if (priority >= 0) {
		task->priority = priority;
		px_tool_changed(call, "priority", px_arg_priorities[priority]);
	}
	if (px_arg_given(call, "after_completion"))
		task->after_completion = px_arg_true(call, "after_completion");
}

static enum px_err change_task(struct px_tool_call *call, struct px_task *task)
{
	static const char *const statuses[] = { "pending", "in_progress", "completed", "cancelled",
						NULL };
	int status = px_arg_enum(call, "status", statuses);

	change_texts(call, task);
	if (status >= 0) {
		task->status = status;
		px_tool_changed(call, "status", statuses[status]);
	}
	if (json_object_get(call->arguments, "project")) {
		px_tool_changed(call, "project", px_arg_string(call, "project"));
		if (px_arg_null(call, "project"))
			task->project_id = PX_ID_NONE;
	}
	enum px_err err = set_project(call, task);
	if (!err)
		err = change_dates(call, task);
	return err ? err : px_tool_remind_of_task(call, task, false);
}

enum px_err px_tool_update_task(struct px_tool_call *call)
{
	struct px_tool_target target;
	struct px_task before, task;

	enum px_err err = px_tool_target(call, TASKS, &target);
	if (err || !target.found)
		return err;
	err = px_task_get(&call->domain, target.id, &before, call->error);
	task = before;
	if (!err) {
		const struct px_nlu_item old = px_context_task_item(&call->domain, &before, px_tool_project_name(call, before.project_id));
		px_tool_before(call, &old);
		err = change_task(call, &task);
	}
	if (!err && !call->changed_count)
		err = px_fail(call->error, PX_INVALID, NULL, "there is nothing to change");
	bool completing = !err && task.status == PX_TASK_COMPLETED;
	if (!err)
		err = px_task_update(&call->domain, &task, -1, call->error);
	if (err)
		return err;
	call->result->reply.kind = !completing ? PX_REPLY_TASK_CHANGED
		: task.status == PX_TASK_COMPLETED ? PX_REPLY_TASK_DONE : PX_REPLY_TASK_ROLLED;
	call->summary = px_arena_printf(call->domain.arena, "Changed “%s”", before.title);
	px_tool_show_task(call, &task);
	return PX_OK;
}

/* The tasks of a call with "all": true. */
static enum px_err all_tasks(struct px_tool_call *call, struct px_task **tasks, size_t *count)
{
	struct px_task_filter filter;
	size_t total;

	enum px_err err = read_filter(call, &filter);
	if (!err)
		err = px_task_list(&call->domain, &filter, PX_TOOL_ROWS_MAX, tasks, count, &total,
				   call->error);
	if (!err && total > *count)
		err = px_fail(call->error, PX_TOO_LARGE, "all", "means %zu tasks, more than %d", total,
			      PX_TOOL_ROWS_MAX);
	size_t kept = 0;
	for (size_t i = 0; !err && i < *count; i++) {
		if (!px_arg_excepts(call, (*tasks)[i].id, (*tasks)[i].title))
			(*tasks)[kept++] = (*tasks)[i];
	}
	*count = kept;
	return err || *count ? err : px_tool_none(call, PX_REPLY_TASKS_LISTED);
}

static enum px_err complete_all(struct px_tool_call *call)
{
	struct px_task *tasks, task;
	size_t count;

	enum px_err err = all_tasks(call, &tasks, &count);
	for (size_t i = 0; !err && i < count; i++) {
		err = px_task_complete(&call->domain, tasks[i].id, &task, NULL, call->error);
		if (!err)
			px_tool_show_task(call, &task);
	}
	if (err)
		return err;
	call->summary = px_tool_summary(call, "Completed", "tasks");
	call->result->reply.kind = PX_REPLY_TASK_DONE;
	return PX_OK;
}

enum px_err px_tool_complete_task(struct px_tool_call *call)
{
	struct px_tool_target target;
	struct px_task task;
	bool rolled;

	if (px_arg_true(call, "all"))
		return complete_all(call);
	enum px_err err = px_tool_target(call, TASKS, &target);
	if (err || !target.found)
		return err;
	err = px_task_complete(&call->domain, target.id, &task, &rolled, call->error);
	if (err)
		return err;
	call->result->reply.kind = rolled ? PX_REPLY_TASK_ROLLED : PX_REPLY_TASK_DONE;
	call->summary = px_arena_printf(call->domain.arena, "Completed “%s”", task.title);
	px_tool_show_task(call, &task);
	return PX_OK;
}

static enum px_err delete_all(struct px_tool_call *call)
{
	struct px_task *tasks;
	size_t count;

	enum px_err err = all_tasks(call, &tasks, &count);
	for (size_t i = 0; !err && i < count; i++) {
		px_tool_show_task(call, &tasks[i]);
		/* A subtask may have gone with its parent already. */
		err = px_task_delete(&call->domain, tasks[i].id, -1, call->error);
		if (err == PX_NOT_FOUND)
			err = PX_OK;
	}
	if (err)
		return err;
	call->summary = px_tool_summary(call, "Deleted", "tasks");
	call->result->reply.kind = PX_REPLY_TASK_DELETED;
	return PX_OK;
}

enum px_err px_tool_delete_task(struct px_tool_call *call)
{
	struct px_tool_target target;
	struct px_task task;

	if (px_arg_true(call, "all"))
		return delete_all(call);
	enum px_err err = px_tool_target(call, TASKS, &target);
	if (err || !target.found)
		return err;
	err = px_task_get(&call->domain, target.id, &task, call->error);
	if (!err)
		err = px_task_delete(&call->domain, target.id, -1, call->error);
	if (err)
		return err;
	call->result->reply.kind = PX_REPLY_TASK_DELETED;
	call->summary = px_arena_printf(call->domain.arena, "Deleted “%s”", task.title);
	px_tool_show_task(call, &task);
	return PX_OK;
}
