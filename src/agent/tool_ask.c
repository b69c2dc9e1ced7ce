/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question about one thing is answered by a sentence that says what was
 * asked first and what else is known of the thing after it: its time, place,
 * guests, note.  Of several things each has its line.
 */
#include "agent/tool_ask.h"

#include "agent/tool_free.h"
#include "nlu/say/moment.h"
#include "nlu/say/rule_words.h"

enum { TEXT_MAX = 8192, SHOWN = 20 };

const char *const px_tool_asks[] = { "free", "busy", "place", "people", "next", "days", "when", "end", "until", "length", NULL };

enum ask { ASK_FREE, ASK_BUSY, ASK_PLACE, ASK_PEOPLE, ASK_NEXT, ASK_DAYS, ASK_WHEN, ASK_END, ASK_UNTIL, ASK_LENGTH };

static void say_instant(struct px_tool_call *call, int64_t instant, bool all_day, struct px_buf *out)
{
	int64_t local = px_tz_to_local(call->nlu.tz, instant);
	int32_t day = px_civil_ms_day(local);

	px_reply_when(&call->nlu, day, all_day ? -1 : (int32_t)((local - (int64_t)day * PX_MS_DAY) / 1000), out);
}

static void say_span(struct px_tool_call *call, const struct px_occurrence *one, struct px_buf *out)
{
	const struct px_nlu_item item = px_context_event_item(&call->domain, one);

	px_reply_span(&call->nlu, &item, out);
}

/* "5 h 20 min", "13 days": from now on, by days where it is not today. */
static void say_wait(struct px_tool_call *call, const struct px_occurrence *one, struct px_buf *out)
{
	int64_t start = px_tz_to_local(call->nlu.tz, one->start), now = px_tz_to_local(call->nlu.tz, call->domain.now);
	int days = px_civil_ms_day(start) - px_civil_ms_day(now);

	if (days > 1 || (days == 1 && one->event->all_day))
		(void)px_buf_printf(out, days == 1 ? "%d day" : "%d days", days);
	else
		px_tool_say_length(one->start > call->domain.now ? one->start - call->domain.now : 0, out);
}

/* Whatever else is known of it: "at 14 Mill Lane, with Priya. Note: bring the plans" */
static void say_rest(const struct px_event *event, bool place, bool people, struct px_buf *out)
{
	if (place && event->location)
		(void)px_buf_printf(out, ", at %s", event->location);
	if (people && event->attendees)
		(void)px_buf_printf(out, ", with %s", event->attendees);
	(void)px_buf_text(out, ".");
	if (event->notes)
		(void)px_buf_printf(out, " Note: %s", event->notes);
}

/* "“Site visit” (Mon 30 Mar, 08:00) is at 14 Mill Lane." */
static void say_one(struct px_tool_call *call, const struct px_occurrence *one, enum ask ask, struct px_buf *out)
{
	const struct px_event *event = one->event;

	if (ask == ASK_UNTIL && one->start > call->domain.now) {
		say_wait(call, one, out);
		(void)px_buf_printf(out, " until “%s”: ", event->title);
		say_span(call, one, out);
		say_rest(event, true, true, out);
		return;
	}
	(void)px_buf_printf(out, "“%s” ", event->title);
	if (ask == ASK_PLACE || ask == ASK_PEOPLE || (ask == ASK_DAYS && event->recurrence)) {
		(void)px_buf_text(out, "(");
		say_instant(call, one->start, event->all_day, out);
		(void)px_buf_text(out, ")");
	}
	if (ask == ASK_PLACE) {
		(void)px_buf_printf(out, event->location ? " is at %s" : " has no place yet", event->location ? event->location : "");
		say_rest(event, false, event->location, out);
	} else if (ask == ASK_PEOPLE) {
		(void)px_buf_printf(out, event->attendees ? ", with %s" : " has no guests noted", event->attendees ? event->attendees : "");
		say_rest(event, event->attendees, false, out);
	} else if (ask == ASK_DAYS && event->recurrence) {
		(void)px_buf_text(out, " takes place ");
		px_rule_words(event->recurrence, px_say_american(&call->nlu), out);
		(void)px_buf_text(out, ".");
	} else if (ask == ASK_LENGTH && !event->all_day) {
		(void)px_buf_text(out, "takes ");
		px_tool_say_length(one->end - one->start, out);
		(void)px_buf_text(out, ": ");
		say_span(call, one, out);
		say_rest(event, true, true, out);
	} else if (ask == ASK_END) {
		(void)px_buf_text(out, one->end > call->domain.now ? "ends " : "ended ");
		say_instant(call, event->all_day ? one->end - 1 : one->end, event->all_day, out);
		(void)px_buf_text(out, " (");
		say_span(call, one, out);
		(void)px_buf_text(out, ")");
		say_rest(event, true, true, out);
	} else {
		bool over = one->end <= call->domain.now;
		(void)px_buf_text(out, over ? "was " : ask == ASK_NEXT ? "is next: " : "is ");
		say_span(call, one, out);
		say_rest(event, true, true, out);
	}
}

/* Of several the one that ends last, before what takes all day: "what time do I finish on Tuesday?" */
static const struct px_occurrence *last_to_end(const struct px_occurrence *found, size_t count)
{
	const struct px_occurrence *last = &found[0];

	for (size_t i = 1; i < count; i++) {
		const bool whole = found[i].event->all_day, whole_last = last->event->all_day;
		if (whole < whole_last || (whole == whole_last && found[i].end > last->end))
			last = &found[i];
	}
	return last;
}

static bool whole_days(const struct px_tool_call *call, int64_t from, int64_t to)
{
	return px_tz_to_local(call->nlu.tz, from) % PX_MS_DAY == 0 && px_tz_to_local(call->nlu.tz, to) % PX_MS_DAY == 0;
}

/* Each with its line, if what was asked is said of each. */
static void say_each(struct px_tool_call *call, const struct px_occurrence *found, size_t count, enum ask ask, struct px_buf *out)
{
	for (size_t i = 0; i < count && i < SHOWN; i++) {
		if (i)
			(void)px_buf_text(out, "\n");
		say_one(call, &found[i], ask, out);
	}
	if (count > SHOWN)
		(void)px_buf_printf(out, "\n… and %zu more.", count - SHOWN);
}

enum px_err px_tool_answer(struct px_tool_call *call, const struct px_occurrence *found, size_t count, int64_t from,
			   int64_t to, bool *said)
{
	int ask = px_arg_enum(call, "asks", px_tool_asks);
	bool named = px_arg_given(call, "query");
	struct px_buf text = PX_BUF_INIT(TEXT_MAX);
	enum px_err err = PX_OK;

	*said = false;
	if (!named && (ask == ASK_FREE || (ask == ASK_BUSY && !whole_days(call, from, to))))
		err = px_tool_say_free(call, found, count, from, to, ask == ASK_BUSY, &text);
	else if (ask == ASK_PLACE || ask == ASK_PEOPLE)
		say_each(call, found, count, (enum ask)ask, &text);
	else if (ask == ASK_END && count && !named)
		say_one(call, last_to_end(found, count), ASK_END, &text);
	else if ((ask > ASK_BUSY && count == 1 && (named || ask != ASK_WHEN)) || ((ask == ASK_NEXT || ask == ASK_DAYS || ask == ASK_UNTIL) && count))
		say_one(call, &found[0], (enum ask)ask, &text);
	if (!err && text.size) {
		call->result->reply.kind = PX_REPLY_SMALLTALK;
		call->result->reply.text = px_arena_str(call->domain.arena, px_buf_view(&text));
		*said = true;
	}
	px_buf_release(&text);
	return err;
}
