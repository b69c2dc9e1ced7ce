/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Free time is what is left of the waking hours of each day, or of the hours
 * that were asked about, between the events; each gap is told with its length.
 */
#include "agent/tool_ask.h"

#include "nlu/say/rule_words.h"

enum { TEXT_MAX = 4096, DAYS_MAX = 7, DAY_BEGINS = 8, DAY_ENDS = 20, GAP_LEAST = 15 };

const char *const px_tool_asks[] = { "free", "place", "people", "next", "days", NULL };

enum ask { ASK_FREE, ASK_PLACE, ASK_PEOPLE, ASK_NEXT, ASK_DAYS };

static void say_clock(struct px_tool_call *call, int64_t local, struct px_buf *out)
{
	int minute = (int)(local - (int64_t)px_civil_ms_day(local) * PX_MS_DAY) / (int)PX_MS_MINUTE, hour = minute / 60;

	if (!call->nlu.locale || strcmp(call->nlu.locale, "en-US") != 0) {
		(void)px_buf_printf(out, "%02d:%02d", hour, minute % 60);
		return;
	}
	(void)px_buf_printf(out, minute % 60 ? "%d:%02d %s" : "%d%.0d %s", hour % 12 ? hour % 12 : 12, minute % 60, hour < 12 ? "am" : "pm");
}

static void say_length(int64_t ms, struct px_buf *out)
{
	int minutes = (int)(ms / PX_MS_MINUTE);

	if (minutes >= 60)
		(void)px_buf_printf(out, minutes % 60 ? "%d h %d min" : "%d h", minutes / 60, minutes % 60);
	else
		(void)px_buf_printf(out, "%d min", minutes);
}

static void say_gap(struct px_tool_call *call, int64_t from, int64_t to, size_t nth, struct px_buf *out)
{
	(void)px_buf_text(out, nth ? ", " : " ");
	say_clock(call, from, out);
	(void)px_buf_text(out, "–");
	say_clock(call, to, out);
	(void)px_buf_text(out, " (");
	say_length(to - from, out);
	(void)px_buf_text(out, ")");
}

/* The gaps of [from, to), local time, all within one day. */
static void say_day(struct px_tool_call *call, const struct px_occurrence *found, size_t count, int64_t from, int64_t to, struct px_buf *out)
{
	const struct px_tz *tz = call->nlu.tz;
	int64_t at = from;
	size_t gaps = 0;

	if (out->size)
		(void)px_buf_text(out, "\n");
	size_t head = out->size;
	(void)px_buf_text(out, "Free ");
	px_reply_when(&call->nlu, px_civil_ms_day(from), -1, out);
	(void)px_buf_text(out, ":");
	for (size_t i = 0; i <= count; i++) {
		int64_t start = i < count ? px_tz_to_local(tz, found[i].start) : to, end = i < count ? px_tz_to_local(tz, found[i].end) : to;
		if (start > to)
			start = to;
		if (start - at >= GAP_LEAST * PX_MS_MINUTE)
			say_gap(call, at, start, gaps++, out);
		at = end > at ? end : at;
		if (at >= to)
			break;
	}
	if (!gaps) {
		out->size = head;
		(void)px_buf_text(out, "No free time ");
		px_reply_when(&call->nlu, px_civil_ms_day(from), -1, out);
	}
	(void)px_buf_text(out, ".");
}

static bool say_free(struct px_tool_call *call, const struct px_occurrence *found, size_t count, int64_t from, int64_t to, struct px_buf *out)
{
	const struct px_tz *tz = call->nlu.tz;
	int64_t begin = px_tz_to_local(tz, from), end = px_tz_to_local(tz, to), now = px_tz_to_local(tz, call->domain.now);
	int32_t first = px_civil_ms_day(begin), last = px_civil_ms_day(end - 1);
	bool whole = begin % PX_MS_DAY == 0 && end % PX_MS_DAY == 0;

	if (!whole && end - begin <= 4 * PX_MS_HOUR && end - begin >= 0) {
		(void)px_buf_text(out, count ? "No, there is something then:" : "Yes, you're free then.");
		return true;
	}
	int32_t today = px_civil_ms_day(now);
	if (first < today && today <= last) /* "this week": what is over is no free time */
		first = today;
	for (int32_t day = first; day <= last && day < first + DAYS_MAX; day++) {
		int64_t midnight = (int64_t)day * PX_MS_DAY, low = midnight + DAY_BEGINS * PX_MS_HOUR, high = midnight + DAY_ENDS * PX_MS_HOUR;
		if (!whole) {
			low = begin > midnight ? begin : low;
			high = end < midnight + PX_MS_DAY ? end : high;
		}
		if (now > low && now < midnight + PX_MS_DAY)
			low = now - now % (5 * PX_MS_MINUTE) + (now % (5 * PX_MS_MINUTE) ? 5 * PX_MS_MINUTE : 0);
		if (low < high)
			say_day(call, found, count, low, high, out);
	}
	return out->size > 0;
}

static void say_events(struct px_tool_call *call, const struct px_occurrence *found, size_t count, struct px_buf *out)
{
	const struct px_tz *tz = call->nlu.tz;

	for (size_t i = 0; i < count && i < 20; i++) {
		int64_t start = px_tz_to_local(tz, found[i].start);
		int32_t day = px_civil_ms_day(start);
		(void)px_buf_printf(out, "\n%zu. ", i + 1);
		px_reply_when(&call->nlu, day, found[i].event->all_day ? -1 : (int32_t)((start - (int64_t)day * PX_MS_DAY) / 1000), out);
		if (!found[i].event->all_day) {
			(void)px_buf_text(out, "–");
			say_clock(call, px_tz_to_local(tz, found[i].end), out);
		}
		(void)px_buf_printf(out, "  %s", found[i].event->title);
	}
}

/* "“Site visit” (Mon 30 Mar, 08:00) is at 14 Mill Lane." */
static void say_field(struct px_tool_call *call, const struct px_occurrence *one, enum ask ask, struct px_buf *out)
{
	const struct px_event *event = one->event;
	int64_t start = px_tz_to_local(call->nlu.tz, one->start);
	int32_t day = px_civil_ms_day(start);

	(void)px_buf_printf(out, "“%s” (", event->title);
	px_reply_when(&call->nlu, day, event->all_day ? -1 : (int32_t)((start - (int64_t)day * PX_MS_DAY) / 1000), out);
	(void)px_buf_text(out, ")");
	if (ask == ASK_PLACE)
		(void)px_buf_printf(out, event->location ? " is at %s." : " has no place yet.", event->location ? event->location : "");
	else if (ask == ASK_PEOPLE)
		(void)px_buf_printf(out, event->attendees ? ", with %s." : " has no guests noted.", event->attendees ? event->attendees : "");
	else if (ask == ASK_DAYS && event->recurrence) {
		(void)px_buf_text(out, " takes place ");
		px_rule_words(event->recurrence, call->nlu.locale && strcmp(call->nlu.locale, "en-US") == 0, out);
		(void)px_buf_text(out, ".");
	} else {
		(void)px_buf_printf(out, event->location ? " is next, at %s." : " is next.", event->location ? event->location : "");
	}
}

bool px_tool_answer(struct px_tool_call *call, const struct px_occurrence *found, size_t count, int64_t from, int64_t to)
{
	int ask = px_arg_enum(call, "asks", px_tool_asks);
	struct px_buf text = PX_BUF_INIT(TEXT_MAX);
	bool said = false;

	if (ask == ASK_FREE && !px_arg_given(call, "query")) {
		said = say_free(call, found, count, from, to, &text);
		if (said)
			say_events(call, found, count, &text);
	} else if (ask > ASK_FREE && count) {
		say_field(call, &found[0], (enum ask)ask, &text);
		said = true;
	}
	if (said) {
		const char *copy = px_arena_str(call->domain.arena, px_buf_view(&text));
		call->result->reply.kind = PX_REPLY_SMALLTALK;
		call->result->reply.text = copy;
	}
	px_buf_release(&text);
	return said;
}
