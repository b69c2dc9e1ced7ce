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
#include "nlu/say/saying.h"
#include "nlu/text/phrase.h"

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
		px_say_number(&(struct px_saying){ &call->nlu, out, 0 }, days == 1 ? PX_PHRASE_SAY_DAY_COUNT : PX_PHRASE_SAY_DAYS_COUNT,
			      (size_t)days);
	else
		px_tool_say_length(one->start > call->domain.now ? one->start - call->domain.now : 0, out);
}

/* Whatever else is known of it: "at 14 Mill Lane, with Priya. Note: bring the plans" */
static void say_rest(struct px_saying *w, const struct px_event *event, bool place, bool people)
{
	if (place && event->location)
		px_say_with(w, PX_PHRASE_SAY_AT, event->location);
	if (people && event->attendees)
		px_say_with(w, PX_PHRASE_SAY_WITH_WHOM, event->attendees);
	px_say(w, ".");
	if (event->notes)
		px_say_with(w, PX_PHRASE_SAY_NOTE_IS, event->notes);
}

/* "“Site visit” (Mon 30 Mar, 08:00) is at 14 Mill Lane." */
static void say_one(struct px_tool_call *call, const struct px_occurrence *one, enum ask ask, struct px_buf *out)
{
	const struct px_event *event = one->event;
	struct px_saying w = { &call->nlu, out, 0 };

	if (ask == ASK_UNTIL && one->start > call->domain.now) {
		say_wait(call, one, out);
		px_say_phrase(&w, PX_PHRASE_SAY_UNTIL_THAT);
		px_say_title(&w, event->title);
		px_say(&w, ": ");
		say_span(call, one, out);
		say_rest(&w, event, true, true);
		return;
	}
	px_say_title(&w, event->title);
	if (ask == ASK_PLACE || ask == ASK_PEOPLE || (ask == ASK_DAYS && event->recurrence)) {
		px_say(&w, " (");
		say_instant(call, one->start, event->all_day, out);
		px_say(&w, ")");
	}
	if (ask == ASK_PLACE) {
		px_say_with(&w, event->location ? PX_PHRASE_SAY_IS_AT : PX_PHRASE_SAY_HAS_NO_PLACE,
			    event->location ? event->location : "");
		say_rest(&w, event, false, event->location);
	} else if (ask == ASK_PEOPLE) {
		px_say_with(&w, event->attendees ? PX_PHRASE_SAY_WITH_WHOM : PX_PHRASE_SAY_HAS_NO_GUESTS,
			    event->attendees ? event->attendees : "");
		say_rest(&w, event, event->attendees, false);
	} else if (ask == ASK_DAYS && event->recurrence) {
		px_say_phrase(&w, PX_PHRASE_SAY_TAKES_PLACE);
		px_rule_words(event->recurrence, px_say_american(&call->nlu), out);
		px_say(&w, ".");
	} else if (ask == ASK_LENGTH && !event->all_day) {
		px_say_phrase(&w, PX_PHRASE_SAY_TAKES);
		px_tool_say_length(one->end - one->start, out);
		px_say(&w, ": ");
		say_span(call, one, out);
		say_rest(&w, event, true, true);
	} else if (ask == ASK_END) {
		px_say_phrase(&w, one->end > call->domain.now ? PX_PHRASE_SAY_ENDS : PX_PHRASE_SAY_ENDED);
		say_instant(call, event->all_day ? one->end - 1 : one->end, event->all_day, out);
		px_say(&w, " (");
		say_span(call, one, out);
		px_say(&w, ")");
		say_rest(&w, event, true, true);
	} else {
		bool over = one->end <= call->domain.now;
		px_say_phrase(&w, over		       ? PX_PHRASE_SAY_WAS_THEN
				  : ask == ASK_NEXT ? PX_PHRASE_SAY_IS_NEXT
						    : PX_PHRASE_SAY_IS);
		say_span(call, one, out);
		say_rest(&w, event, true, true);
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
		px_say_number(&(struct px_saying){ &call->nlu, out, 0 }, PX_PHRASE_SAY_MORE_LINES, count - SHOWN);
}

/* "who am I meeting at three?": of what goes on then that which begins then, if something does. */
static size_t begin_then(const struct px_occurrence **found, size_t count, int64_t from)
{
	size_t first = 0, same = 0;

	while (first < count && (*found)[first].start != from)
		first++;
	while (first + same < count && (*found)[first + same].start == from)
		same++;
	*found += same ? first : 0;
	return same ? same : count;
}

enum px_err px_tool_answer(struct px_tool_call *call, const struct px_occurrence *found, size_t count, int64_t from,
			   int64_t to, bool *said)
{
	int ask = px_arg_enum(call, "asks", px_tool_asks);
	bool named = px_arg_given(call, "query");
	struct px_buf text = PX_BUF_INIT(TEXT_MAX);
	enum px_err err = PX_OK;

	*said = false;
	const struct px_language *before = px_language_use(call->nlu.says_in);
	if (!named && (ask == ASK_PEOPLE || ask == ASK_PLACE) && !whole_days(call, from, to))
		count = begin_then(&found, count, from);
	if (!named && (ask == ASK_FREE || (ask == ASK_BUSY && !whole_days(call, from, to))))
		err = px_tool_say_free(call, found, count, from, to, ask == ASK_BUSY, &text);
	else if (ask == ASK_PLACE || ask == ASK_PEOPLE)
		say_each(call, found, count, (enum ask)ask, &text);
	else if (ask == ASK_END && count && !named)
		say_one(call, last_to_end(found, count), ASK_END, &text);
	else if ((ask > ASK_BUSY && count == 1 && (named || ask != ASK_WHEN)) || ((ask == ASK_NEXT || ask == ASK_DAYS || ask == ASK_UNTIL) && count))
		say_one(call, &found[0], (enum ask)ask, &text);
	px_language_use(before);
	if (!err && text.size) {
		call->result->reply.kind = PX_REPLY_SMALLTALK;
		call->result->reply.text = px_arena_str(call->domain.arena, px_buf_view(&text));
		*said = true;
	}
	px_buf_release(&text);
	return err;
}

enum px_err px_tool_answer_none(struct px_tool_call *call, const struct px_occurrence *next)
{
	struct px_buf text = PX_BUF_INIT(TEXT_MAX);
	const struct px_language *before = px_language_use(call->nlu.says_in);
	struct px_saying w = { &call->nlu, &text, 0 };

	px_say_phrase(&w, PX_PHRASE_SAY_NOT_THEN);
	say_one(call, next, ASK_NEXT, &text);
	px_language_use(before);
	call->result->reply.kind = PX_REPLY_SMALLTALK;
	call->result->reply.text = px_arena_str(call->domain.arena, px_buf_view(&text));
	px_buf_release(&text);
	return PX_OK;
}

const char *px_tool_said(const struct px_tool_call *call, enum px_phrase phrase, const char *value)
{
	const struct px_language *before = px_language_use(call->nlu.says_in);
	const char *text = px_phrase_with(call->domain.arena, phrase, value);

	px_language_use(before);
	return text;
}
