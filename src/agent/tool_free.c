/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Free time is what is left of the waking hours of each day, or of the hours
 * that were asked about, between the events; each gap is told with its length.
 * What lasts all day takes no hours, so it is named beside them: a birthday
 * leaves the day free, a holiday does not, and only the person knows which.
 */
#include "agent/tool_free.h"

#include "domain/task.h"
#include "nlu/say/saying.h"

enum { DAYS_MAX = 7, DAY_BEGINS = 8, DAY_ENDS = 20, GAP_LEAST = 15, SHOWN = 20, DUE_SHOWN = 5 };

/* What was found in the span that is asked about. */
struct answer {
	struct px_tool_call *call;
	const struct px_occurrence *timed, *all_day;
	size_t timed_count, all_day_count;
	struct px_buf *out;
};

static void say(const struct answer *a, const char *text)
{
	(void)px_buf_text(a->out, text);
}

static int64_t local(const struct answer *a, int64_t instant)
{
	return px_tz_to_local(a->call->nlu.tz, instant);
}

static void say_clock(const struct answer *a, int64_t at)
{
	px_reply_clock(&a->call->nlu, (int32_t)((at - (int64_t)px_civil_ms_day(at) * PX_MS_DAY) / 1000), a->out);
}

void px_tool_say_length(int64_t ms, struct px_buf *out)
{
	int minutes = (int)(ms / PX_MS_MINUTE);

	if (minutes >= 60)
		(void)px_buf_printf(out, minutes % 60 ? "%d h %d min" : "%d h", minutes / 60, minutes % 60);
	else
		(void)px_buf_printf(out, "%d min", minutes);
}

static void say_gap(const struct answer *a, int64_t from, int64_t to, size_t nth)
{
	say(a, nth ? ", " : " ");
	say_clock(a, from);
	say(a, "–");
	say_clock(a, to);
	say(a, " (");
	px_tool_say_length(to - from, a->out);
	say(a, ")");
}

/* "“Holiday”", "“Holiday” and “Mum's birthday”": what lasts all of that day. */
static size_t say_all_day(const struct answer *a, int32_t day)
{
	size_t said = 0;

	for (size_t i = 0; i < a->all_day_count; i++) {
		const struct px_occurrence *one = &a->all_day[i];
		if (px_civil_ms_day(local(a, one->start)) > day || px_civil_ms_day(local(a, one->end) - 1) < day)
			continue;
		say(a, said++ ? px_phrase(PX_PHRASE_SAY_AND) : "");
		px_say_title(&(struct px_saying){ &a->call->nlu, a->out, 0 }, one->event->title);
	}
	return said;
}

/* "“Holiday” lasts all day Tue 15 Dec. Besides that free:"; without such a thing "Free Tue 15 Dec:" */
static void say_head(const struct answer *a, int32_t day, bool free)
{
	size_t many = say_all_day(a, day);

	if (many)
		say(a, px_phrase(many > 1 ? PX_PHRASE_SAY_LAST_ALL_DAY : PX_PHRASE_SAY_LASTS_ALL_DAY));
	else
		say(a, px_phrase(free ? PX_PHRASE_SAY_FREE : PX_PHRASE_SAY_NO_FREE_TIME));
	px_reply_when(&a->call->nlu, day, -1, a->out);
	if (many)
		say(a, px_phrase(free ? PX_PHRASE_SAY_BESIDES_FREE : PX_PHRASE_SAY_BESIDES_NO_TIME));
	say(a, free ? ":" : "");
}

/* The gaps of [from, to), local time, all within one day. */
static void say_day(const struct answer *a, int64_t from, int64_t to)
{
	int64_t at = from;
	size_t gaps = 0;

	if (a->out->size)
		say(a, "\n");
	size_t head = a->out->size;
	say_head(a, px_civil_ms_day(from), true);
	for (size_t i = 0; i <= a->timed_count; i++) {
		bool last = i == a->timed_count;
		int64_t start = last ? to : local(a, a->timed[i].start), end = last ? to : local(a, a->timed[i].end);
		if (start > to)
			start = to;
		if (start - at >= GAP_LEAST * PX_MS_MINUTE)
			say_gap(a, at, start, gaps++);
		at = end > at ? end : at;
		if (at >= to)
			break;
	}
	if (!gaps) {
		a->out->size = head;
		say_head(a, px_civil_ms_day(from), false);
	}
	say(a, ".");
}

/* "Yes, you're free then."; asked the other way round ("does anything clash?") "No, nothing is in your calendar then." */
static void say_hours(const struct answer *a, int64_t begin, int64_t end, bool busy)
{
	int64_t first = a->timed_count ? local(a, a->timed[0].start) : begin;

	if (!busy && end - begin == PX_MS_HOUR && first - begin >= GAP_LEAST * PX_MS_MINUTE) {
		say(a, px_phrase(PX_PHRASE_SAY_FREE_UNTIL)); /* "am I free at 3:30?", with something at four */
		say_clock(a, first);
		say(a, px_phrase(PX_PHRASE_SAY_AND_THEN));
		return;
	}
	if (a->timed_count) {
		say(a, px_phrase(busy ? PX_PHRASE_SAY_YES_SOMETHING : PX_PHRASE_SAY_NO_SOMETHING));
		return;
	}
	size_t many = say_all_day(a, px_civil_ms_day(begin));
	if (many)
		say(a, px_phrase(many > 1 ? PX_PHRASE_SAY_THEY_ALL_DAY : PX_PHRASE_SAY_IT_ALL_DAY));
	else
		say(a, px_phrase(busy ? PX_PHRASE_SAY_NO_NOTHING : PX_PHRASE_SAY_YES_FREE));
}

static void say_days(const struct answer *a, int64_t begin, int64_t end)
{
	int64_t now = local(a, a->call->domain.now);
	int32_t first = px_civil_ms_day(begin), last = px_civil_ms_day(end - 1), today = px_civil_ms_day(now);
	bool whole = begin % PX_MS_DAY == 0 && end % PX_MS_DAY == 0;

	if (first < today && today <= last) /* "this week": what is over is no free time */
		first = today;
	for (int32_t day = first; day <= last && day < first + DAYS_MAX; day++) {
		int64_t midnight = (int64_t)day * PX_MS_DAY, low = midnight + DAY_BEGINS * PX_MS_HOUR,
			high = midnight + DAY_ENDS * PX_MS_HOUR;
		if (!whole) {
			low = begin > midnight ? begin : low;
			high = end < midnight + PX_MS_DAY ? end : high;
		}
		if (now > low && now < midnight + PX_MS_DAY)
			low = now - now % (5 * PX_MS_MINUTE) + (now % (5 * PX_MS_MINUTE) ? 5 * PX_MS_MINUTE : 0);
		if (low < high)
			say_day(a, low, high);
	}
}

static void say_events(const struct answer *a)
{
	for (size_t i = 0; i < a->timed_count && i < SHOWN; i++) {
		int64_t start = local(a, a->timed[i].start);
		int32_t day = px_civil_ms_day(start);
		(void)px_buf_printf(a->out, "\n%zu. ", i + 1);
		px_reply_when(&a->call->nlu, day, (int32_t)((start - (int64_t)day * PX_MS_DAY) / 1000), a->out);
		say(a, "–");
		say_clock(a, local(a, a->timed[i].end));
		(void)px_buf_printf(a->out, "  %s", a->timed[i].event->title);
	}
}

/* Free of events is not free of work: what is due then is named. */
static enum px_err say_due(const struct answer *a, int64_t begin, int64_t end)
{
	struct px_tool_call *call = a->call;
	struct px_saying w = { &call->nlu, a->out, 0 };
	struct px_task_filter filter;
	struct px_task *tasks;
	size_t count, total;

	px_task_filter_init(&filter);
	filter.due_from = begin;
	filter.due_to = end;
	enum px_err err = px_task_list(&call->domain, &filter, DUE_SHOWN, &tasks, &count, &total, call->error);
	for (size_t i = 0; !err && i < count; i++) {
		say(a, i ? ", " : px_phrase(PX_PHRASE_SAY_DUE_THEN));
		px_say_title(&w, tasks[i].title);
	}
	if (!err && total > count)
		px_say_number(&w, PX_PHRASE_SAY_AND_MORE, total - count);
	if (!err && count)
		say(a, ".");
	return err;
}

enum px_err px_tool_say_free(struct px_tool_call *call, const struct px_occurrence *found, size_t count, int64_t from,
			     int64_t to, bool busy, struct px_buf *out)
{
	struct px_occurrence *timed = PX_ARENA_ARRAY(call->domain.arena, struct px_occurrence, count + 1);
	struct px_occurrence *all_day = PX_ARENA_ARRAY(call->domain.arena, struct px_occurrence, count + 1);
	struct answer a = { .call = call, .timed = timed, .all_day = all_day, .out = out };
	int64_t begin = local(&a, from), end = local(&a, to);
	bool whole = begin % PX_MS_DAY == 0 && end % PX_MS_DAY == 0;

	for (size_t i = 0; i < count; i++) {
		if (found[i].event->all_day)
			all_day[a.all_day_count++] = found[i];
		else
			timed[a.timed_count++] = found[i];
	}
	if (!whole && end - begin <= 4 * PX_MS_HOUR && end - begin >= 0)
		say_hours(&a, begin, end, busy);
	else
		say_days(&a, begin, end);
	if (!out->size)
		return PX_OK;
	say_events(&a);
	return whole ? say_due(&a, begin, end) : PX_OK;
}
