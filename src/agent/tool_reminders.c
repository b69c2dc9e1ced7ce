/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leads are read one by one against the thing's schedule as it will be, which also says when each of them comes.
 */
#include "agent/tool_reminders.h"

#include "domain/reminder_plan.h"
#include "domain/schedule.h"

enum { LEADS_MAX = 10, MINUTES_MOST = 40320 /* four weeks */ };

struct reminding {
	struct px_tool_call *call;
	struct px_schedule schedule;
	const char *usual;          /* leads of a thing that has none of its own */
	const char *title;
	struct px_speaking speaking;
	bool created;
	char nag[PX_LEAD_TEXT];     /* "P1D": each is said again so long after, until it is done; or "" */
	int64_t at[LEADS_MAX];      /* when what was asked for comes, local */
	size_t at_count;
	json_t *list;
};

/* ------------------------------------------------------------------ the forms of a lead */

/* "-P1DT2H": so long before the thing, days being days of the calendar. */
static void write_lead(int64_t days, int64_t ms, char form[PX_LEAD_TEXT])
{
	const long long hours = (long long)(ms / PX_MS_HOUR), minutes = (long long)(ms % PX_MS_HOUR / PX_MS_MINUTE);
	char clock[PX_LEAD_TEXT / 2] = "";

	if (hours && minutes)
		snprintf(clock, sizeof(clock), "T%lldH%lldM", hours, minutes);
	else if (hours)
		snprintf(clock, sizeof(clock), "T%lldH", hours);
	else if (minutes || !days)
		snprintf(clock, sizeof(clock), "T%lldM", minutes);
	if (days)
		snprintf(form, PX_LEAD_TEXT, "-P%lldD%s", (long long)days, clock);
	else
		snprintf(form, PX_LEAD_TEXT, ms ? "-P%s" : "-PT0S", clock);
}

/* A time that was named: of a series it is said that once, all else is kept by its distance. */
static enum px_err read_time(struct reminding *r, struct px_str text, char form[PX_LEAD_TEXT])
{
	static const struct px_lead at_it = { .at = PX_TIME_NONE };
	const struct px_schedule *schedule = &r->schedule;
	const struct px_tz *tz = schedule->day ? schedule->own : schedule->zone;
	struct px_tool_time when;
	char instant[PX_CIVIL_TEXT];

	enum px_err err = px_tool_time_read(&r->call->nlu, "reminders", text, &when, r->call->error);
	if (err)
		return err;
	if (schedule->first == PX_TIME_NONE)
		return px_fail(r->call->error, PX_INVALID, "reminders", "“%.100s” has no time before which to remind of it", r->title);
	const int64_t said = px_schedule_lead_at(schedule, &at_it, schedule->first), local = px_tz_to_local(tz, said);
	const bool clock = when.kind == PX_TOOL_TIME_TIME;
	int64_t then = clock ? px_tz_to_local(tz, when.instant) : when.day * PX_MS_DAY + (local - px_civil_ms_day(local) * PX_MS_DAY);
	if (schedule->rule) {
		px_civil_format_ms(px_tz_to_utc(tz, then, NULL), instant);
		snprintf(form, PX_LEAD_TEXT, "%sZ", instant);
		return PX_OK;
	}
	if (then > local)
		return px_fail(r->call->error, PX_INVALID, "reminders", "that is after “%.100s”", r->title);
	write_lead((local - then) / PX_MS_DAY, (local - then) % PX_MS_DAY, form);
	return PX_OK;
}

static enum px_err read_lead(struct reminding *r, const json_t *value, char form[PX_LEAD_TEXT])
{
	const struct px_str text = px_json_string(value);
	struct px_tool_shift shift;
	struct px_error ignored;

	if (json_is_integer(value)) {
		write_lead(0, (int64_t)json_integer_value(value) * PX_MS_MINUTE, form);
		return PX_OK;
	}
	char digits[8];
	if (text.size && text.size < sizeof(digits) && strspn(text.data, "0123456789") >= text.size) {
		snprintf(digits, sizeof(digits), "%.*s", PX_STR_ARG(text));
		write_lead(0, strtol(digits, NULL, 10) * PX_MS_MINUTE, form);
		return PX_OK;
	}
	if (px_lead_normal(text, form)) {
		struct px_lead lead;
		if (px_lead_parse(px_str(form), &lead) && lead.at == PX_TIME_NONE && px_duration_is_zero(&lead.repeat))
			write_lead(lead.before.days, lead.before.ms, form); /* "-PT60M" is "-PT1H" */
		return PX_OK;
	}
	const bool dated = text.size > 4 && strspn(text.data, "0123456789") == 4 && text.data[4] == '-';
	if (dated || px_tool_shift_read(&r->call->nlu, "reminders", text, &shift, &ignored) || shift.months)
		return read_time(r, text, form);
	const int64_t ms = shift.ms < 0 ? -shift.ms : shift.ms;
	write_lead(ms % PX_MS_DAY ? 0 : ms / PX_MS_DAY, ms % PX_MS_DAY ? ms : 0, form);
	return PX_OK;
}

/* ------------------------------------------------------------------ the list */

static enum px_err keep(struct reminding *r, const char *form)
{
	json_t *other;
	size_t i;

	json_array_foreach(r->list, i, other)
		if (strcmp(json_string_value(other), form) == 0)
			return PX_OK;
	return json_array_append_new(r->list, json_string(form)) == 0 ? PX_OK : PX_NO_MEMORY;
}

/* What nags is not said without that as well. */
static void drop(struct reminding *r, const char *form)
{
	for (size_t i = json_array_size(r->list); i-- > 0;)
		if (strcmp(json_string_value(json_array_get(r->list, i)), form) == 0)
			(void)json_array_remove(r->list, i);
}

/* What there was before: the thing's own, or the usual ones. */
static enum px_err begin(struct reminding *r, const char *own)
{
	json_t *before = NULL, *value;
	size_t i;
	enum px_err err = PX_OK;

	r->list = json_array();
	if (!r->list)
		return PX_NO_MEMORY;
	if (!px_arg_true(r->call, "replace_reminders"))
		err = px_json_parse(px_str(own ? own : r->usual), &before, r->call->error);
	json_array_foreach(before, i, value)
		if (!err && json_is_string(value))
			err = keep(r, json_string_value(value));
	json_decref(before);
	return err;
}

/* When it comes; false if that is past. */
static bool note_when(struct reminding *r, const char *form)
{
	const struct px_domain *domain = &r->call->domain;
	struct px_lead lead;
	int64_t occurrence;

	if (!px_lead_parse(px_str(form), &lead))
		return true; /* the domain refuses it */
	int64_t at = px_schedule_next(&r->schedule, &lead, domain->now - 1, PX_TIME_NONE, &occurrence);
	if (at == PX_TIME_NONE)
		return r->schedule.first == PX_TIME_NONE;
	const int64_t held = px_reminder_held(domain, &r->speaking, &r->schedule, &lead, occurrence, at);
	if (r->at_count < LEADS_MAX)
		r->at[r->at_count++] = px_tz_to_local(domain->tz, held == PX_TIME_NONE ? at : held);
	return true;
}

static enum px_err add(struct reminding *r, const json_t *value)
{
	char form[PX_LEAD_TEXT], whole[2 * PX_LEAD_TEXT + sizeof("R//")];

	enum px_err err = read_lead(r, value, form);
	if (err)
		return err;
	const bool comes = note_when(r, form);
	r->call->result->reply.reminder_past |= !comes;
	if (!comes)
		return r->created ? PX_OK : px_fail(r->call->error, PX_INVALID, NULL, "that time is past already");
	if (!r->nag[0] || strncmp(form, "R/", 2) == 0)
		return keep(r, form);
	drop(r, form);
	snprintf(whole, sizeof(whole), "R/%s/%s", form, r->nag);
	return keep(r, whole);
}

/* "10 minutes", "P1D": as leads have it, and as a rule that replies can say. */
static enum px_err read_nagging(struct reminding *r)
{
	struct px_tool_call *call = r->call;
	struct px_tool_shift every;

	if (!px_arg_given(call, "nagging"))
		return PX_OK;
	enum px_err err = px_tool_shift_read(&call->nlu, "nagging", px_arg_text(call, "nagging"), &every, call->error);
	if (err)
		return err;
	if (every.months || every.ms < PX_MS_MINUTE || every.ms > MINUTES_MOST * PX_MS_MINUTE)
		return px_fail(call->error, PX_INVALID, "nagging", "must be from a minute to four weeks");
	const bool days = every.ms % PX_MS_DAY == 0, hours = every.ms % PX_MS_HOUR == 0;
	const long long n = (long long)(every.ms / (days ? PX_MS_DAY : hours ? PX_MS_HOUR : PX_MS_MINUTE));
	snprintf(r->nag, sizeof(r->nag), days ? "P%lldD" : hours ? "PT%lldH" : "PT%lldM", n);
	call->result->reply.nagging = px_arena_printf(call->domain.arena, "FREQ=%s;INTERVAL=%lld",
						      days ? "DAILY" : hours ? "HOURLY" : "MINUTELY", n);
	return PX_OK;
}

/* The list as the row keeps it, and what the reply tells of it. */
static enum px_err finish(struct reminding *r, const char **reminders)
{
	struct px_tool_call *call = r->call;
	struct px_reply *reply = &call->result->reply;
	char *text = json_dumps(r->list, JSON_COMPACT);

	if (!text)
		return PX_NO_MEMORY;
	*reminders = px_arena_str(call->domain.arena, px_str(text));
	free(text);
	int64_t *at = PX_ARENA_ARRAY(call->domain.arena, int64_t, LEADS_MAX);
	for (size_t i = 0; i < r->at_count; i++)
		at[i] = r->at[i];
	reply->reminders = at;
	reply->reminder_count = r->at_count;
	reply->reminders_each = r->schedule.rule != NULL && !strchr(*reminders, 'Z');
	px_tool_changed(call, "reminders", json_array_size(r->list) ? "" : NULL);
	return PX_OK;
}

static enum px_err set(struct reminding *r, const char **reminders)
{
	struct px_tool_call *call = r->call;
	const json_t *said = json_object_get(call->arguments, "reminders"), *value;
	size_t i;

	if (json_is_null(said)) {
		*reminders = NULL; /* as is usual */
		px_tool_changed(call, "reminders", "");
		return PX_OK;
	}
	enum px_err err = read_nagging(r);
	if (!err)
		err = begin(r, *reminders);
	json_array_foreach(said, i, value)
		err = err ? err : add(r, value);
	if (json_is_array(said) && !json_array_size(said) && json_array_clear(r->list))
		err = PX_NO_MEMORY;
	if (!err && !said && r->nag[0]) {
		json_t *at_it = json_string("-PT0S");
		err = at_it ? add(r, at_it) : PX_NO_MEMORY;
		json_decref(at_it);
	}
	if (!err)
		err = finish(r, reminders);
	json_decref(r->list);
	return err;
}

static bool is_asked(struct px_tool_call *call)
{
	return json_object_get(call->arguments, "reminders") || px_arg_given(call, "nagging");
}

enum px_err px_tool_remind_of_task(struct px_tool_call *call, struct px_task *task, bool created)
{
	struct reminding r = { .call = call, .title = task->title, .created = created };

	if (!is_asked(call))
		return PX_OK;
	enum px_err err = px_speaking_get(&call->domain, &r.speaking, call->error);
	if (err)
		return err;
	if (task->due == PX_TIME_NONE && task->due_day == PX_DAY_NONE && !task->recurrence)
		return px_fail(call->error, PX_INVALID, "reminders", "“%.100s” has no due date to remind of", task->title);
	r.usual = task->due == PX_TIME_NONE ? r.speaking.day_leads : r.speaking.task_leads;
	px_schedule_task(&call->domain, task, r.speaking.day_minute, &r.schedule);
	return set(&r, &task->reminders);
}

enum px_err px_tool_remind_of_event(struct px_tool_call *call, struct px_event *event, bool created)
{
	struct reminding r = { .call = call, .title = event->title, .created = created };

	if (!is_asked(call))
		return PX_OK;
	enum px_err err = px_speaking_get(&call->domain, &r.speaking, call->error);
	if (err)
		return err;
	r.usual = event->all_day ? r.speaking.day_leads : r.speaking.event_leads;
	px_schedule_event(&call->domain, event, r.speaking.day_minute, &r.schedule);
	return set(&r, &event->reminders);
}
