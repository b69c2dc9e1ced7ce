/* SPDX-License-Identifier: Apache-2.0 */
/*
 * update_settings: how a person is called and spoken to, changed in words.
 * One call is one action, so "undo" takes it back.  The reply says what holds
 * now and what held before, because nothing else on the screen shows it.
 * Without arguments it only tells.
 */
#include "agent/tool_call.h"
#include "domain/lead.h"
#include "domain/notification_settings.h"
#include "domain/user.h"
#include "proactive/zone_back.h"

enum { TOLD_MAX = 4000 };

struct settings {
	struct px_tool_call *call;
	struct px_user user;
	struct px_notification_settings speaking;
	bool user_changed, speaking_changed;
	struct px_buf told, summary; /* sentences; what changed, in short */
};

/* "Your daily brief is off now; before it was on."; `what` without its "your". */
static void tell(struct settings *s, const char *what, const char *now, const char *before)
{
	const char *lead = s->told.size ? " " : "";

	if (strcmp(now, before) == 0)
		(void)px_buf_printf(&s->told, "%sYour %s is %s already.", lead, what, now);
	else
		(void)px_buf_printf(&s->told, "%sYour %s is %s now; before it was %s.", lead, what, now, before);
	(void)px_buf_printf(&s->summary, "%syour %s", s->summary.size ? ", " : "", what);
}

/* ---- the person ---- */

static const char *clock_in(struct settings *s, const struct px_tz *tz)
{
	int64_t local = px_tz_to_local(tz, s->call->domain.now), day = px_civil_ms_day(local);
	struct px_buf text = PX_BUF_INIT(64);

	px_reply_clock(&s->call->nlu, (int32_t)((local - day * PX_MS_DAY) / PX_MS_SECOND), &text);
	const char *kept = px_arena_str(s->call->domain.arena, px_buf_view(&text));
	px_buf_release(&text);
	return kept;
}

/* "until Friday": through that day, by the clock of where the person is then. */
static enum px_err come_back(struct settings *s, const struct px_tz *away, const char *home)
{
	struct px_tool_call *call = s->call;
	struct px_nlu_context there = call->nlu;
	struct px_tool_time when;
	struct px_buf day = PX_BUF_INIT(64);

	there.tz = away;
	enum px_err err = px_tool_time_read(&there, "until", px_arg_text(call, "until"), &when, call->error);
	if (err)
		return err;
	int64_t local = when.kind == PX_TOOL_TIME_TIME ? px_tz_to_local(away, when.instant) : when.local;
	int32_t last = px_civil_ms_day(local);
	bool exact = when.kind == PX_TOOL_TIME_TIME;
	int64_t at = exact ? when.instant : px_tz_to_utc(away, (last + 1) * PX_MS_DAY, NULL);
	if (at <= call->domain.now)
		return px_fail(call->error, PX_INVALID, "until", "is in the past");
	px_reply_when(&there, last, exact ? (int32_t)((local - last * PX_MS_DAY) / PX_MS_SECOND) : -1, &day);
	(void)px_buf_printf(&s->told, " After %s it is %s again.", day.size ? day.data : "that", home);
	px_buf_release(&day);
	return px_zone_back_request(call->domain.tx, call->domain.user, px_tz_name(away), home, at, call->error);
}

static enum px_err set_zone(struct settings *s)
{
	struct px_tool_call *call = s->call;
	const char *name = px_arg_string(call, "zone"), *before = s->user.zone;
	const struct px_tz *tz = call->domain.find_zone
					 ? call->domain.find_zone(call->domain.find_zone_arg, name) : NULL;

	if (!tz)
		return px_fail(call->error, PX_INVALID, "zone", "\"%.64s\" is not a known IANA time zone such as Europe/Berlin", name);
	s->user.zone = px_tz_name(tz);
	s->user_changed = true;
	tell(s, "time zone", s->user.zone, before);
	(void)px_buf_printf(&s->told, " It is %s there.", clock_in(s, tz));
	if (before && strcmp(before, s->user.zone) == 0)
		return PX_OK; /* a way home that was asked for before stays: where home is, only that job knows */
	if (px_arg_given(call, "until"))
		return come_back(s, tz, before);
	return px_zone_back_request(call->domain.tx, call->domain.user, NULL, NULL, 0, call->error);
}

static enum px_err set_person(struct settings *s)
{
	struct px_tool_call *call = s->call;
	enum px_err err = PX_OK;

	if (px_arg_given(call, "name")) {
		const char *before = s->user.name;
		s->user.name = px_arg_string(call, "name");
		s->user_changed = true;
		tell(s, "name", s->user.name, before);
	}
	if (px_arg_given(call, "locale")) {
		const char *before = s->user.locale;
		s->user.locale = px_arg_string(call, "locale");
		s->user_changed = true;
		tell(s, "form of dates and times", s->user.locale, before);
	}
	if (px_arg_given(call, "zone"))
		err = set_zone(s);
	else if (px_arg_given(call, "until"))
		err = px_fail(call->error, PX_INVALID, "until", "goes with zone");
	return err;
}

/* ---- how they are spoken to ---- */

static const char *clock_of(struct settings *s, int minute)
{
	return px_arena_printf(s->call->domain.arena, "%02d:%02d", minute / 60, minute % 60);
}

static enum px_err set_brief(struct settings *s, const struct px_speaking *speaking)
{
	struct px_tool_call *call = s->call;
	static const char *const states[] = { "off", "on", NULL };

	if (px_arg_given(call, "brief")) {
		s->speaking.brief = px_arg_enum(call, "brief", states) == 1;
		s->speaking_changed = true;
		tell(s, "daily brief", s->speaking.brief ? "on" : "off", speaking->brief ? "on" : "off");
	}
	if (!px_arg_given(call, "brief_time"))
		return PX_OK;
	const char *before = clock_of(s, speaking->brief_minute);
	s->speaking.brief_time = px_arg_string(call, "brief_time");
	s->speaking.brief = s->speaking_changed = true;
	tell(s, "time of the daily brief", s->speaking.brief_time, speaking->brief ? before : "off");
	return PX_OK;
}

/* ["-PT15M", "-P1D"] as "15 minutes, 1 day before". */
static const char *leads_in_words(struct settings *s, const char *leads)
{
	json_t *list = NULL, *one;
	struct px_buf text = PX_BUF_INIT(500);
	size_t i;

	if (px_json_parse(px_str(leads), &list, NULL) != PX_OK || !json_array_size(list)) {
		json_decref(list);
		return "none";
	}
	json_array_foreach(list, i, one) {
		struct px_lead lead;
		const char *lead_text = json_string_value(one);
		(void)px_buf_text(&text, i ? ", " : "");
		if (!lead_text || !px_lead_parse(px_str(lead_text), &lead) || lead.at != PX_TIME_NONE ||
		    !px_duration_is_zero(&lead.repeat)) {
			(void)px_buf_text(&text, lead_text ? lead_text : "none");
			continue;
		}
		int64_t minutes = lead.before.ms / PX_MS_MINUTE;
		bool hours = minutes && minutes % 60 == 0;
		int64_t n = hours ? minutes / 60 : minutes;
		if (lead.before.days)
			(void)px_buf_printf(&text, "%lld day%s ", (long long)lead.before.days, lead.before.days == 1 ? "" : "s");
		if (n)
			(void)px_buf_printf(&text, "%lld %s%s ", (long long)n, hours ? "hour" : "minute", n == 1 ? "" : "s");
		(void)px_buf_text(&text, lead.before.days || n ? "before" : "at the time");
	}
	const char *words = px_arena_str(s->call->domain.arena, px_buf_view(&text));
	px_buf_release(&text);
	json_decref(list);
	return words;
}

static enum px_err set_leads(struct settings *s, const char *name, const char *what, const char *before, const char **kept)
{
	const json_t *list = json_object_get(s->call->arguments, name);

	if (!json_is_array(list))
		return PX_OK;
	char *text = json_dumps(list, JSON_COMPACT);
	if (!text)
		return px_fail(s->call->error, PX_NO_MEMORY, NULL, "the setting can't be kept");
	*kept = px_arena_str(s->call->domain.arena, px_str(text));
	free(text);
	s->speaking_changed = true;
	tell(s, what, leads_in_words(s, *kept), leads_in_words(s, before));
	return PX_OK;
}

static enum px_err set_quiet(struct settings *s, const struct px_speaking *speaking)
{
	struct px_tool_call *call = s->call;

	if (!px_arg_given(call, "quiet_from") && !px_arg_given(call, "quiet_to"))
		return PX_OK;
	const char *from = clock_of(s, speaking->quiet_from), *to = clock_of(s, speaking->quiet_to);
	const char *before = px_arena_printf(call->domain.arena, "%s to %s", from, to);
	if (speaking->quiet_from == speaking->quiet_to)
		before = "none";
	s->speaking.quiet_from = px_arg_given(call, "quiet_from") ? px_arg_string(call, "quiet_from") : from;
	s->speaking.quiet_to = px_arg_given(call, "quiet_to") ? px_arg_string(call, "quiet_to") : to;
	s->speaking_changed = true;
	tell(s, "quiet time", px_arena_printf(call->domain.arena, "%s to %s", s->speaking.quiet_from, s->speaking.quiet_to),
	     before);
	return PX_OK;
}

static enum px_err set_speaking(struct settings *s, const struct px_speaking *speaking)
{
	enum px_err err = set_brief(s, speaking);

	if (!err)
		err = set_leads(s, "event_leads", "usual reminder of events", speaking->event_leads, &s->speaking.event_leads);
	if (!err)
		err = set_leads(s, "task_leads", "usual reminder of tasks with a time", speaking->task_leads,
				&s->speaking.task_leads);
	return err ? err : set_quiet(s, speaking);
}

static void tell_all(struct settings *s, const struct px_speaking *speaking)
{
	const char *brief = speaking->brief ? clock_of(s, speaking->brief_minute) : "off";

	(void)px_buf_printf(&s->told, "I call you %s. Your time zone is %s; dates and times are written as in %s. Daily brief: %s. "
			    "Usual reminders: of events %s, of tasks with a time %s.", s->user.name, s->user.zone, s->user.locale, brief,
			    leads_in_words(s, speaking->event_leads), leads_in_words(s, speaking->task_leads));
	if (speaking->quiet_from != speaking->quiet_to)
		(void)px_buf_printf(&s->told, " Quiet time: %s to %s.", clock_of(s, speaking->quiet_from),
				    clock_of(s, speaking->quiet_to));
}

/* Every reply of the call was made by now; a change that fails takes them back. */
static enum px_err keep(struct settings *s)
{
	struct px_tool_call *call = s->call;
	enum px_err err = PX_OK;

	if (s->user_changed)
		err = px_user_change(&call->domain, &s->user, call->error);
	if (!err && s->speaking_changed)
		err = px_notification_settings_change(&call->domain, &s->speaking, call->error);
	return err;
}

enum px_err px_tool_update_settings(struct px_tool_call *call)
{
	struct settings s = { .call = call, .told = PX_BUF_INIT(TOLD_MAX), .summary = PX_BUF_INIT(TOLD_MAX) };
	struct px_speaking speaking;
	enum px_err err = px_user_get(call->domain.tx, call->domain.user, call->domain.arena, &s.user, call->error);

	if (!err)
		err = px_notification_settings_get(&call->domain, &s.speaking, call->error);
	if (!err)
		err = px_speaking_get(&call->domain, &speaking, call->error);
	if (!err)
		err = set_person(&s);
	if (!err)
		err = set_speaking(&s, &speaking);
	bool changed = s.user_changed || s.speaking_changed;
	if (!err && !changed)
		tell_all(&s, &speaking);
	if (!err)
		err = keep(&s);
	if (!err) {
		const char *text = px_arena_str(call->domain.arena, px_buf_view(&s.told));
		call->summary = px_arena_printf(call->domain.arena, "Changed %.*s", (int)s.summary.size,
						s.summary.size ? s.summary.data : "");
		call->result->reply = (struct px_reply){ .kind = changed ? PX_REPLY_KEPT : PX_REPLY_KNOWN, .text = text };
	}
	px_buf_release(&s.told);
	px_buf_release(&s.summary);
	return err;
}
