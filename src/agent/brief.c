/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the tasks and events once and writes sections; empty ones are left
 * out, and long ones end in "and n more".
 */
#include "agent/brief.h"

#include "domain/conflict.h"

enum { LINES = 8 /* of one section */, AHEAD_DAYS = 3, TEXT_MAX = 16384, READ_MAX = 200 };

struct brief {
	struct px_tool_call *call;
	int32_t day, today;
	struct px_task *tasks;
	size_t task_count;
	struct px_occurrence *events; /* of the day and the AHEAD_DAYS after it */
	size_t event_count;
	bool *clashes;
	struct px_buf text;
};

static enum px_err read_rows(struct brief *brief)
{
	struct px_tool_call *call = brief->call;
	const struct px_tz *tz = call->nlu.tz;
	int64_t end = (brief->day + INT64_C(1) + AHEAD_DAYS) * PX_MS_DAY;
	struct px_task_filter filter;

	px_task_filter_init(&filter);
	filter.due_to = end;
	enum px_err err = px_task_list(&call->domain, &filter, READ_MAX, &brief->tasks,
				       &brief->task_count, NULL, call->error);
	if (!err)
		err = px_event_list(&call->domain, px_tz_to_utc(tz, brief->day * PX_MS_DAY, NULL),
				    px_tz_to_utc(tz, end, NULL), NULL, READ_MAX, &brief->events,
				    &brief->event_count, NULL, call->error);
	brief->clashes = PX_ARENA_ARRAY(call->domain.arena, bool, brief->event_count + 1);
	if (!err && brief->event_count)
		px_conflict_mark(brief->events, brief->event_count, brief->clashes);
	return err;
}

static void heading(struct brief *brief, const char *text)
{
	(void)px_buf_printf(&brief->text, "%s%s", brief->text.size ? "\n" : "", text);
}

static void more(struct brief *brief, size_t count)
{
	if (count > LINES)
		(void)px_buf_printf(&brief->text, "\n  and %zu more", count - LINES);
}

/* As the person's locale has it: "15:30", "3:30 pm". */
static void say_clock(struct brief *brief, int64_t local)
{
	struct px_civil civil = px_civil_from_ms(local);

	px_reply_clock(&brief->call->nlu, civil.hour * 3600 + civil.minute * 60, &brief->text);
}

static void task_line(struct brief *brief, const struct px_task *task, bool with_day)
{
	int64_t due = px_task_due_local(&brief->call->domain, task);
	const char *project = px_tool_project_name(brief->call, task->project_id);
	bool timed = task->due != PX_TIME_NONE;

	(void)px_buf_printf(&brief->text, "\n  • %s", task->title);
	if (project)
		(void)px_buf_printf(&brief->text, " (%s)", project);
	if (with_day || timed) {
		int32_t day = px_civil_ms_day(due);
		int32_t second = timed ? (int32_t)((due - day * PX_MS_DAY) / PX_MS_SECOND) : -1;
		(void)px_buf_text(&brief->text, ", due ");
		px_reply_when(&brief->call->nlu, day, second, &brief->text);
	}
	if (task->priority >= PX_PRIORITY_HIGH)
		(void)px_buf_text(&brief->text, task->priority == PX_PRIORITY_URGENT ? " — urgent"
										     : " — high");
}

/* A row of the answer's data says where in the brief it stands. */
static void place_row(json_t *row, const char *entity, const char *section)
{
	if (!row)
		return;
	json_object_set_new(row, "entity", json_string(entity));
	json_object_set_new(row, "section", json_string(section));
}

/* Tasks due in [from, to) days; the brief's rows are in order of due date. */
static void task_section(struct brief *brief, const char *section, const char *title, int32_t from, int32_t to,
			 bool with_day)
{
	size_t count = 0;

	for (size_t i = 0; i < brief->task_count; i++) {
		const struct px_task *task = &brief->tasks[i];
		int32_t due = px_civil_ms_day(px_task_due_local(&brief->call->domain, task));
		if (due < from || due >= to)
			continue;
		if (!count++)
			heading(brief, title);
		if (count <= LINES) {
			task_line(brief, task, with_day);
			px_tool_show_task(brief->call, task);
		}
		place_row(px_tool_row(brief->call, &px_task_record, task), "task", section);
	}
	more(brief, count);
}

static void event_line(struct brief *brief, const struct px_occurrence *event, bool with_day)
{
	const struct px_tz *tz = brief->call->nlu.tz;
	int64_t start = px_tz_to_local(tz, event->start);
	int32_t day = px_civil_ms_day(start);

	(void)px_buf_text(&brief->text, "\n  • ");
	if (with_day) {
		px_reply_when(&brief->call->nlu, day,
			      event->event->all_day ? -1
						    : (int32_t)((start - day * PX_MS_DAY) / PX_MS_SECOND),
			      &brief->text);
		(void)px_buf_char(&brief->text, ' ');
	} else if (event->event->all_day) {
		(void)px_buf_text(&brief->text, "all day ");
	} else {
		say_clock(brief, start);
		(void)px_buf_text(&brief->text, "–");
		say_clock(brief, px_tz_to_local(tz, event->end));
		(void)px_buf_char(&brief->text, ' ');
	}
	(void)px_buf_text(&brief->text, event->event->title);
	if (event->event->location)
		(void)px_buf_printf(&brief->text, " (%s)", event->event->location);
}

/* The event with this occurrence's times, and whether another one overlaps it. */
static void event_row(struct brief *brief, const struct px_occurrence *event, const char *section, bool clash)
{
	struct px_event row = *event->event;

	row.start = event->start;
	row.end = event->end;
	json_t *data = px_tool_row(brief->call, &px_event_record, &row);
	place_row(data, "event", section);
	if (data)
		json_object_set_new(data, "overlaps", json_boolean(clash));
}

static void event_section(struct brief *brief, const char *section, const char *title, int32_t from, int32_t to,
			  bool with_day)
{
	const struct px_tz *tz = brief->call->nlu.tz;
	size_t count = 0;

	for (size_t i = 0; i < brief->event_count; i++) {
		const struct px_occurrence *event = &brief->events[i];
		int32_t day = px_civil_ms_day(px_tz_to_local(tz, event->start));
		/* What began before and goes on belongs to the day itself. */
		if (day < from)
			day = from == brief->day ? from : day;
		if (day < from || day >= to)
			continue;
		if (!count++)
			heading(brief, title);
		if (count <= LINES) {
			event_line(brief, event, with_day);
			if (brief->clashes[i] && !with_day)
				(void)px_buf_text(&brief->text, " ⚠ overlaps");
			px_tool_show_event(brief->call, event);
		}
		event_row(brief, event, section, brief->clashes[i]);
	}
	more(brief, count);
}

static void write_sections(struct brief *brief)
{
	bool today = brief->day == brief->today;
	int32_t day = brief->day, after = brief->day + 1 + AHEAD_DAYS;

	if (today)
		task_section(brief, "overdue", "Overdue:", INT32_MIN, day, true);
	event_section(brief, "day", today ? "Today:" : "On that day:", day, day + 1, false);
	task_section(brief, "due", today ? "Due today:" : "Due that day:", day, day + 1, false);
	event_section(brief, "coming", "Coming up:", day + 1, after, true);
	task_section(brief, "soon", "Due soon:", day + 1, after, true);
	if (!brief->text.size)
		(void)px_buf_printf(&brief->text, "Nothing is due and nothing is planned %s.",
				    today ? "today" : "that day");
}

enum px_err px_brief_write(struct px_tool_call *call, int32_t day)
{
	struct brief brief = { .call = call, .day = day, .today = px_domain_today(&call->domain),
			       .text = PX_BUF_INIT(TEXT_MAX) };

	enum px_err err = read_rows(&brief);
	if (!err) {
		write_sections(&brief);
		call->result->reply.kind = PX_REPLY_KNOWN;
		call->result->reply.text = px_arena_str(call->domain.arena, px_buf_view(&brief.text));
		call->result->reply.all_day = false;
	}
	px_buf_release(&brief.text);
	return err;
}
