/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the person is called and spoken to, said in words.  A frame says which
 * setting is meant; place, name and times of the request say what it is to be.
 * A place counts only if a time zone bears its name, so "I'm in a meeting until
 * five" is none.
 */
#include "nlu/act/acts.h"
#include "nlu/act/emit.h"
#include "nlu/act/frames.h"
#include "nlu/read/people.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/read/when.h"
#include "nlu/text/phrase.h"

#define ACT(name)                                                                                    \
	static bool name(const struct px_request *request, const struct px_nlu_session *session,     \
			 struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match)

enum { PLACE_MAX = 64 };

static bool emit(const struct px_request *request, struct px_proposal *proposal, const struct px_args *args)
{
	px_parse_emit_tool(request, proposal, PX_ID_NONE, "update_settings", args, 0.95F, "rule: a setting");
	return true;
}

static const struct px_tz *find_zone(const struct px_request *request, const char *name)
{
	const struct px_nlu_context *context = request->context;

	return context->find_zone ? context->find_zone(context->find_zone_arg, name) : NULL;
}

/* "new york" as zones are written: "New_York". */
static void zone_form(const char *said, char form[PLACE_MAX])
{
	size_t n = 0;
	bool first = true;

	for (; *said && n + 1 < PLACE_MAX; said++) {
		char c = *said;
		if (c == '.' || c == '\'')
			continue;
		bool joint = c == ' ' || c == '/' || c == '_';
		bool small = c >= 'a' && c <= 'z', big = c >= 'A' && c <= 'Z';
		form[n++] = c == ' ' ? '_' : first && small ? (char)(c - 32) : c;
		first = joint || (first && !small && !big);
	}
	form[n] = '\0';
}

/* The zone that bears this name, or that of a place which has the time of another; NULL if there is none. */
static const char *zone_named(const struct px_request *request, const char *said)
{
	const struct px_pairs *others = px_pairs(PX_PAIRS_PLACE_ZONES);
	const struct px_texts *regions = px_texts(PX_TEXTS_ZONE_REGIONS);
	char form[PLACE_MAX];

	if (strlen(said) < 2 || strlen(said) >= PLACE_MAX)
		return NULL;
	for (size_t i = 0; i < others->count; i++) {
		if (px_str_eq_case(px_str(said), px_str(others->at[i].from)) && find_zone(request, others->at[i].to))
			return others->at[i].to;
	}
	zone_form(said, form);
	if (strchr(form, '/') && find_zone(request, form))
		return px_arena_str(request->arena, px_str(form));
	for (size_t i = 0; i < regions->count; i++) {
		const char *name = px_arena_printf(request->arena, "%s/%s", regions->at[i], form);
		if (find_zone(request, name))
			return name;
	}
	return NULL;
}

/* The day, or the instant, up to which it holds; false if nothing bounds it. */
static bool set_until(const struct px_request *request, const struct px_when *when, struct px_args *args)
{
	struct px_time_point end = when->end;

	if (when->duration && !when->shift && (when->seconds >= 86400 || when->months)) {
		px_args_set(args, "until", px_parse_point(request, (struct px_time_point){
			request->today + (int32_t)(when->seconds / 86400) + when->months * 30 - 1, -1 }));
		return true;
	}
	if (!when->range || end.day == PX_DAY_NONE)
		return false;
	bool from_now = when->start.day == PX_DAY_NONE || when->start.day <= request->today;
	if (!from_now)
		return false;
	if (end.second < 0 && when->start.day != PX_DAY_NONE)
		end.day--; /* a run of whole days ends with the day before its end */
	px_args_set(args, "until", px_parse_point(request, end));
	return true;
}

ACT(act_zone)
{
	const struct px_capture *c = px_match_get(match, 'z', 0);
	const struct px_words *w = px_frame_words(request, frame);
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_args args = { 0 };

	(void)session;
	if (!c || c->to - c->from > 3)
		return false;
	const char *said = px_parse_surface(request, w->at, c->from, c->to), *zone = zone_named(request, said);
	if (!zone && frame->value[0] == '!') {
		proposal->result.smalltalk = px_phrase_with(request->arena, PX_PHRASE_NO_SUCH_ZONE, said);
		proposal->result.why = "rule: no such zone";
		return true;
	}
	if (!zone || (when.start.day != PX_DAY_NONE && when.start.day > request->today))
		return false;
	px_args_set(&args, "zone", zone);
	bool bounded = set_until(request, &when, &args);
	if (!bounded && frame->value[0] == '=' && (request->time_count || frame->value[1]))
		return false; /* "I'm in London on Friday", "I'll be in London" are plans */
	return emit(request, proposal, &args);
}

ACT(act_name)
{
	const struct px_capture *c = px_match_get(match, 'n', 0);
	const struct px_words *w = px_frame_words(request, frame);
	struct px_args args = { 0 };

	(void)session;
	if (!c || c->to - c->from > 3 || px_word_in(&w->at[c->from], PX_WORDS_NO_OWN_NAME))
		return false;
	bool quoted = w->at[c->from].flags & PX_WORD_QUOTED;
	bool name = quoted || w->at[c->from].flags & PX_WORD_CAPITAL || px_people_given_name(&w->at[c->from]) ||
		    frame->value[0] == '!';
	if (!name)
		return false;
	px_args_set(&args, "name", px_parse_title_case(request, px_parse_surface(request, w->at, c->from, c->to)));
	return emit(request, proposal, &args);
}

static const char *clock_text(const struct px_request *request, int32_t second)
{
	return px_arena_printf(request->arena, "%02d:%02d", second / 3600 % 24, second / 60 % 60);
}

/* Each day alike. */
static bool is_daily(const struct px_when *when)
{
	return when->rrule && !strstr(when->rrule, "INTERVAL") && !strstr(when->rrule, "BY");
}

/* "brief at 6:30" sets when it comes; "the brief for tomorrow" asks for one. */
ACT(act_brief)
{
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_args args = { 0 };

	(void)session;
	(void)frame;
	(void)match;
	bool daily = is_daily(&when);
	if (when.start.second < 0 || when.day_part || when.range || when.duration || when.shift ||
	    (when.rrule && !daily) || (!when.rrule && when.start.day != PX_DAY_NONE))
		return false;
	int32_t second = when.start.second;
	if (when.ambiguous && second >= 43200)
		second -= 43200; /* a brief is of the morning */
	px_args_set(&args, "brief_time", clock_text(request, second));
	return emit(request, proposal, &args);
}

ACT(act_brief_state)
{
	struct px_args args = { 0 };

	(void)session;
	(void)match;
	px_args_set(&args, "brief", frame->value);
	return emit(request, proposal, &args);
}

/* The words before "before" as a length. */
static void read_lead(const struct px_request *request, struct px_when *when)
{
	const struct px_words *w = &request->words;
	struct px_time_context tc = px_parse_time_context(request);
	struct px_time_expr found;

	for (size_t i = 3; i < w->count; i++) {
		if (!px_word_in(&w->at[i], PX_WORDS_BEFORE))
			continue;
		const char *said = px_parse_surface(request, w->at, i - 2, i);
		if (px_time_find(&tc, px_str(px_phrase_with(request->arena, PX_PHRASE_FOR_LENGTH, said)), &found, 1) &&
		    found.value.kind == PX_TIME_DURATION)
			px_parse_when_add(when, &found);
		return;
	}
}

ACT(act_lead)
{
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_args args = { 0 };

	(void)session;
	(void)match;
	if (!request->time_count)
		read_lead(request, &when); /* "a day before every appointment" */
	bool of_all = px_words_have(&request->words, PX_WORDS_SETTING_OF_ALL); /* "before events by default", "before every …" */
	if (!of_all || when.start.day != PX_DAY_NONE || when.start.second >= 0 || when.rrule || when.months ||
	    when.seconds <= 0 || !(when.duration || when.shift))
		return false;
	const char *lead = px_arena_printf(request->arena, "-%s", px_parse_span(request, 0, when.seconds));
	px_args_list(&args, frame->value, &lead, 1, request->arena);
	return emit(request, proposal, &args);
}

ACT(act_quiet)
{
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_args args = { 0 };

	(void)session;
	(void)frame;
	(void)match;
	if (!when.range || when.start.second < 0 || when.end.second < 0 || when.day_part)
		return false;
	if (when.rrule ? !is_daily(&when) : when.start.day != PX_DAY_NONE)
		return false; /* "tomorrow from 2pm to 4pm" is no habit */
	int32_t from = when.start.second;
	if (when.ambiguous && from < 43200 && from >= 6 * 3600)
		from += 43200; /* "from 10 to 7" is the night */
	px_args_set(&args, "quiet_from", clock_text(request, from));
	px_args_set(&args, "quiet_to", clock_text(request, when.end.second % 86400));
	return emit(request, proposal, &args);
}

ACT(act_locale)
{
	struct px_args args = { 0 };

	(void)session;
	(void)match;
	px_args_set(&args, "locale", frame->value);
	return emit(request, proposal, &args);
}

ACT(act_tell)
{
	const struct px_args none = { 0 };

	(void)session;
	(void)frame;
	(void)match;
	return emit(request, proposal, &none);
}

/* Most texts speak of no setting; the frames are tried only where a word does. */
static bool may_set(const struct px_words *w)
{
	bool stays = w->count > 2 && px_word_in(&w->at[0], PX_WORDS_SETTING_STAY);
	bool reminds = w->count > 3 && px_word_in(&w->at[0], PX_WORDS_SETTING_REMIND);

	for (size_t i = 0; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_SETTING_CUE) ||
		    (reminds && px_word_in(&w->at[i], PX_WORDS_SETTING_OF_ALL)) ||
		    (stays && px_word_in(&w->at[i], PX_WORDS_SETTING_IN)) ||
		    (i && px_word_in(&w->at[i], PX_WORDS_ME) && px_word_in(&w->at[i - 1], PX_WORDS_SETTING_CALL)))
			return true;
	}
	return false;
}

/* "cancel the briefing", where an event bears that name: the daily one is "my" brief, or one of the morning. */
static bool means_an_event(const struct px_request *request)
{
	const struct px_words *w = &request->words;
	bool brief = false;

	for (size_t i = 0; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_SETTING_OWN_BRIEF))
			return false;
		brief |= px_word_in(&w->at[i], PX_WORDS_SETTING_A_BRIEF);
	}
	for (size_t i = 0; brief && i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->kind != PX_NLU_EVENT || !item->title)
			continue;
		struct px_words title = px_words_in(item->title, request->arena);
		if (px_words_have(&title, PX_WORDS_SETTING_A_BRIEF))
			return true;
	}
	return false;
}

bool px_parse_settings(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal)
{
	static const px_deed_fn deeds[PX_DEED_COUNT] = {
		[PX_SETTING_ZONE] = act_zone,	 [PX_SETTING_NAME] = act_name,
		[PX_SETTING_BRIEF] = act_brief,	 [PX_SETTING_BRIEF_STATE] = act_brief_state,
		[PX_SETTING_LEAD] = act_lead,	 [PX_SETTING_QUIET] = act_quiet,
		[PX_SETTING_LOCALE] = act_locale, [PX_SETTING_TELL] = act_tell,
	};

	return may_set(&request->words) && !means_an_event(request) &&
	       px_frames_try(request, session, proposal, px_language()->settings->at, px_language()->settings->count, deeds);
}
