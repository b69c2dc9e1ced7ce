/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/lead.h"

#include "nlu/act/emit.h"
#include "nlu/read/times.h"
#include "nlu/read/when.h"
#include "nlu/refer/target.h"

/* The words are nothing, or another name of the thing: "about the dentist". */
static bool names_it(const struct px_request *request, const struct px_word *words, size_t from, size_t to)
{
	struct px_target target;

	while (from < to && (px_word_in(&words[from], PX_WORDS_TARGET_LEAD) ||
			     px_word_in(&words[from], PX_WORDS_WHOLE_SERIES)))
		from++;
	if (from == to || (to == from + 2 && px_word_in(&words[from], PX_WORDS_ALERT_VERB) &&
			   px_word_in(&words[from + 1], PX_WORDS_ME)))
		return true;
	px_target_find(request, words + from, to - from, px_target_kind(request->anchor), &target);
	return target.item == request->anchor && target.exact;
}

/* "an hour", and the day on which the thing is. */
static bool times_it(const struct px_time_expr *t, const struct px_nlu_item *item)
{
	const int32_t day = item->start != PX_TIME_NONE ? px_civil_ms_day(item->start) : item->due_day;

	return t->value.kind == PX_TIME_DURATION || (t->value.kind == PX_TIME_DATE && t->value.start.day == day);
}

bool px_lead_is_all(const struct px_request *request, const struct px_nlu_item *item)
{
	enum { TIME_WORDS = 6 };
	const enum px_word_set lists[] = { PX_WORDS_LEAD_ASK, PX_WORDS_ASKS_TO_BE_TOLD, PX_WORDS_ALERT_VERB,
					   PX_WORDS_TARGET_LEAD, PX_WORDS_WHOLE_SERIES, PX_WORDS_BEFORE,
					   PX_WORDS_DAY_BEFORE, PX_WORDS_IS_DUE, PX_WORDS_ARTICLE_THE_A };
	const struct px_words w = px_words_of(request->text, request->begin, request->end, request->arena);
	const struct px_words title = px_words_in(item->title, request->arena);
	const bool timed = item->start != PX_TIME_NONE && item->start % PX_MS_DAY;
	struct px_time_expr t;

	for (size_t i = 0; i < w.count; i++) {
		const struct px_word *word = &w.at[i];
		size_t n = w.count - i < TIME_WORDS ? w.count - i : TIME_WORDS;
		while (n && !(px_parse_time_in(request, word->begin, w.at[i + n - 1].end, &t) && times_it(&t, item) &&
			      t.cut_begin == word->begin && t.cut_end == w.at[i + n - 1].end))
			n--;
		bool known = n || px_word_of_title(&title, word) || (timed && px_word_number(word) > 0);
		for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]) && !known; k++)
			known = px_word_in(word, lists[k]);
		if (!known)
			return false;
		i += n ? n - 1 : 0;
	}
	return true;
}

/* The same message made it. */
static bool is_new(const struct px_request *request, const struct px_proposal *proposal, const struct px_nlu_item *item)
{
	for (size_t i = 0; i < proposal->result.call_count; i++) {
		const struct px_nlu_call *call = &proposal->result.calls[i];
		if (strncmp(call->tool, "create_", 7) == 0 &&
		    strcmp(px_args_value(call->arguments, "title", request->arena), item->title) == 0)
			return true;
	}
	return false;
}

/*
 * How long before the thing that is; the time itself of one day of a series, and of what has no hour.  NULL: it is not
 * before it.
 */
static const char *lead_of(const struct px_request *request, const struct px_proposal *proposal,
			   const struct px_nlu_item *item, struct px_time_point at)
{
	const bool timed = item->start != PX_TIME_NONE && item->start % PX_MS_DAY;
	const bool one_day = item->recurrence && !is_new(request, proposal, item) &&
			     !px_words_have(&request->words, PX_WORDS_WHOLE_SERIES);
	const int64_t start = item->start != PX_TIME_NONE ? item->start : (int64_t)item->due_day * PX_MS_DAY;
	const int days = px_civil_ms_day(start) - at.day;
	const int minutes = (int)((start - (int64_t)at.day * PX_MS_DAY) / PX_MS_MINUTE) - at.second / 60;

	if (days < 0 || (timed && at.second >= 0 && minutes < 0))
		return NULL;
	if (one_day || (!timed && at.second >= 0))
		return px_parse_point(request, at);
	if (at.second < 0)
		return px_arena_printf(request->arena, "-P%dD", days);
	return px_arena_printf(request->arena, "-P%s%d%c", "T", minutes, 'M');
}

static void emit(const struct px_request *request, struct px_proposal *proposal, const struct px_nlu_item *item,
		 const char *target, struct px_id about, const char *lead, float confidence, const char *why)
{
	const enum px_intent change = item->kind == PX_NLU_EVENT ? PX_INTENT_UPDATE_EVENT : PX_INTENT_UPDATE_TASK;
	struct px_args args = { 0 };

	px_args_set(&args, "target", target);
	px_args_list(&args, "reminders", &lead, 1, request->arena);
	px_parse_emit_about(request, proposal, about, change, &args, confidence, why);
}

/* "an hour before the dentist", of whom there are two: which one is asked of whoever said so. */
static bool set_of_several(const struct px_request *request, struct px_proposal *proposal, const struct px_word *words,
			   size_t from, size_t to, float confidence, const char *why)
{
	const struct px_time_expr *t = &request->times[0];
	struct px_target target;

	if (to < from + 2 || !px_word_in(&words[from], PX_WORDS_BEFORE) || request->time_count != 1 ||
	    t->value.kind != PX_TIME_DURATION || t->value.months || t->end > words[from].begin)
		return false;
	px_target_find(request, words + from + 1, to - from - 1, PX_TARGET_EVENT | PX_TARGET_TASK, &target);
	if (target.item || target.candidate_count < 2 || !px_lead_is_all(request, target.candidates[0]))
		return false;
	const int64_t seconds = t->value.seconds;
	const bool days = seconds % 86400 == 0;
	const char *lead = days ? px_arena_printf(request->arena, "-P%dD", (int)(seconds / 86400))
				: px_arena_printf(request->arena, "-P%s%d%c", "T", (int)(seconds / 60), 'M');
	emit(request, proposal, target.candidates[0], target.words, PX_ID_NONE, lead, confidence, why);
	return true;
}

bool px_lead_set(const struct px_request *request, struct px_proposal *proposal, const struct px_word *words,
		 size_t from, size_t to, const struct px_when *when, float confidence, const char *why)
{
	const struct px_nlu_item *item = request->anchor;

	if (!item)
		return set_of_several(request, proposal, words, from, to, confidence, why);
	if (item->kind == PX_NLU_PROJECT || when->start.day == PX_DAY_NONE || when->rrule ||
	    !names_it(request, words, from, to) || !px_lead_is_all(request, item))
		return false;
	const char *lead = lead_of(request, proposal, item, when->start);
	if (!lead)
		return false;
	emit(request, proposal, item, item->title, item->id, lead, confidence, why);
	return true;
}

/* "FREQ=DAILY;INTERVAL=2" as a length of time; NULL for what has none, such as the weekdays. */
static const char *length_of(const struct px_request *request, const char *rule)
{
	static const struct { const char *freq, *time; char unit; int times; } lengths[] = {
		{ "FREQ=MINUTELY", "T", 'M', 1 }, { "FREQ=HOURLY", "T", 'H', 1 },
		{ "FREQ=DAILY", "", 'D', 1 }, { "FREQ=WEEKLY", "", 'D', 7 },
	};
	const char *interval = strstr(rule, "INTERVAL="), *days = strstr(rule, "BYDAY=");
	const int n = interval ? (int)strtol(interval + strlen("INTERVAL="), NULL, 10) : 1;

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]) && !(days && strchr(days, ',')); i++) {
		if (strncmp(rule, lengths[i].freq, strlen(lengths[i].freq)) == 0)
			return px_arena_printf(request->arena, "P%s%d%c", lengths[i].time, n * lengths[i].times,
					       lengths[i].unit);
	}
	return NULL;
}

void px_lead_nag(const struct px_request *request, struct px_args *args)
{
	enum { MORNING = 8 * 3600 };
	const char *rule = px_args_get(args, "recurrence");
	const char *length = request->slots.nags ? length_of(request, rule ? rule : "FREQ=DAILY") : NULL;

	const char *due = px_args_get(args, "due");
	int32_t day = PX_DAY_NONE;

	if (!length)
		return;
	if (!due || !strchr(due, 'T')) { /* a day alone is not the time of a reminder */
		const int32_t next = request->today + 1;
		const bool later = due && px_civil_parse_day(px_str(due), &day) && day > next;
		const struct px_time_point at = { later ? day : next, MORNING };
		px_args_set(args, "due", px_parse_point(request, at));
	}
	px_args_drop(args, "recurrence");
	px_args_set(args, "nagging", length);
}
