/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words a brief.  Sections that have nothing to say are left out; long ones end
 * in "and 5 more".  Each line stands on its own, so that it can be read aloud.
 */
#include "proactive/brief.h"

#include "base/record_json.h"

enum { LINES = 8, LINE_BYTES = 1024 };

static const char *text_of(const struct px_buf *buf)
{
	return px_buf_view(buf).data;
}

static void line(struct px_buf *out)
{
	if (out->size)
		(void)px_buf_char(out, '\n');
}

/* A paragraph of its own. */
static void paragraph(struct px_buf *out)
{
	line(out);
	line(out);
}

static void more(const struct px_words *words, size_t count, struct px_buf *out)
{
	if (count <= LINES)
		return;
	(void)px_buf_text(out, "\n• ");
	px_words_say(words, PX_SAY_MORE, (int64_t)(count - LINES), NULL, out);
}

static void heading(const struct px_words *words, enum px_saying phrase, size_t count, struct px_buf *out)
{
	paragraph(out);
	px_words_say(words, phrase, (int64_t)count, NULL, out);
}

/* ------------------------------------------------------------------- lines */

/* "09:00–10:00 Standup, Room 3"; what began the day before or goes on is said with its day. */
static void event_line(const struct px_words *words, const struct px_occurrence *event, int32_t day, struct px_buf *out)
{
	int32_t first = px_words_day_of(words, event->start), last = px_words_day_of(words, event->end - 1);

	(void)px_buf_text(out, "\n• ");
	if (event->event->all_day || (first < day && last > day)) {
		px_words_say(words, PX_SAY_WHOLE_DAY, 1, NULL, out);
	} else if (first < day) {
		struct px_buf end = PX_BUF_INIT(LINE_BYTES);
		px_words_clock(words, event->end, &end);
		px_words_say(words, PX_SAY_UNTIL, 1, (struct px_filler[]){ { "clock", text_of(&end) }, { NULL, NULL } }, out);
		px_buf_release(&end);
	} else if (last == first) {
		px_words_span(words, event->start, event->end, out);
	} else {
		px_words_clock(words, event->start, out);
	}
	(void)px_buf_printf(out, " %s", event->event->title);
	if (event->event->location)
		(void)px_buf_printf(out, ", %s", event->event->location);
}

/* " (only 10 minutes after Dentist, Main Street)" */
static void way(const struct px_words *words, const struct px_occurrence *from, const struct px_occurrence *to, struct px_buf *out)
{
	int64_t minutes = (to->start - from->end) / PX_MS_MINUTE;
	const struct px_filler parts[] = { { "title", from->event->title }, { "place", from->event->location }, { NULL, NULL } };

	px_words_say(words, minutes ? PX_SAY_WAY : PX_SAY_NO_WAY, minutes ? minutes : 1, parts, out);
}

static void event_section(const struct px_words *words, const struct px_brief *brief, struct px_buf *out)
{
	if (!brief->event_count)
		return;
	heading(words, PX_SAY_EVENTS_TODAY, brief->event_count, out);
	for (size_t i = 0; i < brief->event_count && i < LINES; i++) {
		event_line(words, &brief->events[i], brief->day, out);
		if (brief->clashes[i] && brief->clashes[i] < &brief->events[i]) /* once, at the later one */
			px_words_say(words, PX_SAY_CLASH, 1,
					(struct px_filler[]){ { "title", brief->clashes[i]->event->title }, { NULL, NULL } }, out);
		if (brief->before[i])
			way(words, brief->before[i], &brief->events[i], out);
	}
	more(words, brief->event_count, out);
}

/* The phrase with the day, or day and time, at which the task is due. */
static void task_time(const struct px_words *words, enum px_saying phrase, const struct px_domain *domain,
		      const struct px_task *task, struct px_buf *out)
{
	struct px_buf when = PX_BUF_INIT(LINE_BYTES);

	if (phrase == PX_SAY_TASK_AT)
		px_words_clock(words, task->due, &when);
	else if (phrase == PX_SAY_TASK_DUE_ON)
		px_words_on_day(words, px_civil_ms_day(px_task_due_local(domain, task)), &when);
	else
		px_words_day(words, px_civil_ms_day(px_task_due_local(domain, task)), &when);
	px_words_say(words, phrase, 1, (struct px_filler[]){ { "when", text_of(&when) }, { NULL, NULL } }, out);
	px_buf_release(&when);
}

static void task_section(const struct px_words *words, const struct px_domain *domain, enum px_saying title,
			 const struct px_task *tasks, size_t count, struct px_buf *out)
{
	bool today = title == PX_SAY_TASKS_DUE;

	if (!count)
		return;
	heading(words, title, count, out);
	for (size_t i = 0; i < count && i < LINES; i++) {
		(void)px_buf_printf(out, "\n• %s", tasks[i].title);
		if (!today)
			task_time(words, title == PX_SAY_TASKS_COMING ? PX_SAY_TASK_DUE_ON : PX_SAY_TASK_SINCE, domain,
				  &tasks[i], out);
		else if (tasks[i].due != PX_TIME_NONE)
			task_time(words, PX_SAY_TASK_AT, domain, &tasks[i], out);
		if (tasks[i].priority == PX_PRIORITY_URGENT)
			px_words_say(words, PX_SAY_URGENT, 1, NULL, out);
	}
	more(words, count, out);
}

/* The greeting says it. */
static bool is_own_birthday(const struct px_brief *brief, const struct px_brief_date *date)
{
	return date->kind == PX_DATE_BIRTHDAY && date->own && date->day == brief->day;
}

static void date_line(const struct px_words *words, const struct px_brief_date *date, struct px_buf *out)
{
	static const enum px_saying phrases[][2] = { /* of others, of the person */
		[PX_DATE_BIRTHDAY] = { PX_SAY_BIRTHDAY, PX_SAY_OWN_BIRTHDAY },
		[PX_DATE_ANNIVERSARY] = { PX_SAY_ANNIVERSARY, PX_SAY_OWN_ANNIVERSARY },
		[PX_DATE_EXPIRY] = { PX_SAY_EXPIRES, PX_SAY_EXPIRES },
	};

	struct px_buf day = PX_BUF_INIT(LINE_BYTES);

	px_words_on_day(words, date->day, &day);
	(void)px_buf_text(out, "\n• ");
	size_t from = out->size;
	px_words_say(words, phrases[date->kind][date->own], 1,
			(struct px_filler[]){ { "who", date->about }, { "day", text_of(&day) }, { NULL, NULL } }, out);
	px_words_capital(out, from);
	px_buf_release(&day);
}

static void date_section(const struct px_words *words, const struct px_brief *brief, struct px_buf *out)
{
	bool begun = false;

	for (size_t i = 0; i < brief->date_count; i++) {
		if (is_own_birthday(brief, &brief->dates[i]))
			continue;
		if (!begun)
			heading(words, PX_SAY_DATES, brief->date_count, out);
		begun = true;
		date_line(words, &brief->dates[i], out);
	}
}

/* ------------------------------------------------------------------- the text */

static void greeting(const struct px_words *words, const struct px_brief *brief, struct px_buf *out)
{
	struct px_buf day = PX_BUF_INIT(LINE_BYTES);

	px_words_long_day(words, brief->day, &day);
	px_words_say(words, brief->name ? PX_SAY_MORNING_NAME : PX_SAY_MORNING, 1,
			(struct px_filler[]){ { "name", brief->name }, { "day", text_of(&day) }, { NULL, NULL } }, out);
	px_buf_release(&day);
	if (brief->clocks)
		px_words_say(words, brief->clocks > 0 ? PX_SAY_CLOCKS_FORWARD : PX_SAY_CLOCKS_BACK, 1, NULL, out);
	for (size_t i = 0; i < brief->date_count; i++)
		if (is_own_birthday(brief, &brief->dates[i]))
			px_words_say(words, PX_SAY_HAPPY_BIRTHDAY, 1, NULL, out);
}

static bool is_empty(const struct px_brief *brief)
{
	return !brief->event_count && !brief->due_count && !brief->slipped_count;
}

/* Who has no event needs no free hour named. */
static void free_section(const struct px_words *words, const struct px_brief *brief, struct px_buf *out)
{
	struct px_buf from = PX_BUF_INIT(LINE_BYTES), to = PX_BUF_INIT(LINE_BYTES);
	bool has_free = brief->free_start != PX_TIME_NONE;
	bool timed = false;

	for (size_t i = 0; i < brief->event_count; i++)
		timed = timed || !brief->events[i].event->all_day;
	if (timed && brief->from != PX_TIME_NONE) {
		px_words_clock(words, has_free ? brief->free_start : brief->from, &from);
		px_words_clock(words, has_free ? brief->free_end : brief->to, &to);
		paragraph(out);
		px_words_say(words, has_free ? PX_SAY_FREE : PX_SAY_NO_FREE, 1,
				(struct px_filler[]){ { "from", text_of(&from) }, { "to", text_of(&to) }, { NULL, NULL } }, out);
	}
	px_buf_release(&from);
	px_buf_release(&to);
}

void px_brief_text(const struct px_domain *domain, const struct px_words *words, const struct px_brief *brief,
		    struct px_buf *out)
{
	greeting(words, brief, out);
	if (is_empty(brief)) {
		paragraph(out);
		px_words_say(words, PX_SAY_EMPTY_DAY, 1, NULL, out);
	}
	event_section(words, brief, out);
	task_section(words, domain, PX_SAY_TASKS_DUE, brief->due, brief->due_count, out);
	task_section(words, domain, PX_SAY_TASKS_SLIPPED, brief->slipped, brief->slipped_count, out);
	date_section(words, brief, out);
	free_section(words, brief, out);
	if (brief->proposal_count)
		heading(words, PX_SAY_PROPOSALS, brief->proposal_count, out);
}

static void short_part(const struct px_words *words, enum px_saying phrase, size_t count, const struct px_filler *parts,
		       size_t *written, struct px_buf *out)
{
	if (!count)
		return;
	(void)px_buf_text(out, (*written)++ ? "; " : " ");
	px_words_say(words, phrase, (int64_t)count, parts, out);
}

void px_brief_short(const struct px_words *words, const struct px_brief *brief, struct px_buf *out)
{
	struct px_buf clock = PX_BUF_INIT(LINE_BYTES);
	const struct px_occurrence *first = NULL;
	size_t written = 0;

	for (size_t i = 0; i < brief->event_count && !first; i++)
		if (!brief->events[i].event->all_day && px_words_day_of(words, brief->events[i].start) == brief->day)
			first = &brief->events[i];
	if (first)
		px_words_clock(words, first->start, &clock);
	const struct px_filler parts[] = { { "clock", text_of(&clock) }, { NULL, NULL } };
	(void)px_buf_printf(out, "%s:", px_words_weekday(words, brief->day));
	short_part(words, first ? PX_SAY_SHORT_EVENTS_AT : PX_SAY_SHORT_EVENTS, brief->event_count, parts, &written, out);
	short_part(words, PX_SAY_SHORT_DUE, brief->due_count, NULL, &written, out);
	short_part(words, PX_SAY_SHORT_SLIPPED, brief->slipped_count, NULL, &written, out);
	if (!written)
		short_part(words, PX_SAY_SHORT_EMPTY, 1, NULL, &written, out);
	px_buf_release(&clock);
}

/* ------------------------------------------------------------------- the page */

static void write_instant(struct px_json *json, const char *key, int64_t at)
{
	char text[PX_CIVIL_TEXT];

	px_json_key(json, key);
	px_civil_format_ms(at, text);
	px_json_textf(json, "%sZ", text);
}

static void write_id(struct px_json *json, const char *key, struct px_id id)
{
	char text[PX_ID_TEXT + 1];

	px_json_key(json, key);
	px_id_format(id, text);
	px_json_text(json, text);
}

static void write_events(struct px_json *json, const struct px_brief *brief)
{
	px_json_key(json, "events");
	px_json_open_array(json);
	for (size_t i = 0; i < brief->event_count; i++) {
		const struct px_occurrence *event = &brief->events[i];
		px_json_open_object(json);
		write_id(json, "id", event->event->id);
		px_json_key(json, "title");
		px_json_text(json, event->event->title);
		write_instant(json, "start", event->start);
		write_instant(json, "end", event->end);
		px_json_key(json, "all_day");
		px_json_bool(json, event->event->all_day);
		px_json_key(json, "location");
		px_json_text(json, event->event->location);
		if (brief->clashes[i])
			write_id(json, "overlaps", brief->clashes[i]->event->id);
		px_json_close_object(json);
	}
	px_json_close_array(json);
}

static void write_tasks(struct px_json *json, const char *key, const struct px_task *tasks, size_t count)
{
	px_json_key(json, key);
	px_json_open_array(json);
	for (size_t i = 0; i < count; i++)
		px_record_encode(json, &px_task_record, &tasks[i]);
	px_json_close_array(json);
}

static void write_dates(struct px_json *json, const struct px_brief *brief)
{
	static const char *const kinds[] = { "birthday", "anniversary", "expiry" };

	px_json_key(json, "dates");
	px_json_open_array(json);
	for (size_t i = 0; i < brief->date_count; i++) {
		char day[PX_CIVIL_TEXT];
		px_civil_format_day(brief->dates[i].day, day);
		px_json_open_object(json);
		px_json_key(json, "about");
		px_json_text(json, brief->dates[i].about);
		px_json_key(json, "kind");
		px_json_text(json, kinds[brief->dates[i].kind]);
		px_json_key(json, "day");
		px_json_text(json, day);
		write_id(json, "memory_id", brief->dates[i].memory);
		px_json_close_object(json);
	}
	px_json_close_array(json);
}

void px_brief_json(const struct px_domain *domain, const struct px_words *words, const struct px_brief *brief,
		   struct px_json *json)
{
	struct px_buf text = PX_BUF_INIT(PX_BRIEF_TEXT_MAX), title = PX_BUF_INIT(LINE_BYTES);
	char day[PX_CIVIL_TEXT];

	px_brief_text(domain, words, brief, &text);
	px_brief_short(words, brief, &title);
	px_civil_format_day(brief->day, day);
	px_json_open_object(json);
	px_json_key(json, "day");
	px_json_text(json, day);
	px_json_key(json, "title");
	px_json_str(json, px_buf_view(&title));
	px_json_key(json, "text");
	px_json_str(json, px_buf_view(&text));
	write_events(json, brief);
	write_tasks(json, "tasks_due", brief->due, brief->due_count);
	write_tasks(json, "tasks_slipped", brief->slipped, brief->slipped_count);
	write_dates(json, brief);
	px_json_key(json, "free");
	if (brief->free_start == PX_TIME_NONE) {
		px_json_null(json);
	} else {
		px_json_open_object(json);
		write_instant(json, "start", brief->free_start);
		write_instant(json, "end", brief->free_end);
		px_json_close_object(json);
	}
	px_json_close_object(json);
	px_buf_release(&text);
	px_buf_release(&title);
}

/* ------------------------------------------------------------------- the review */

static void coming_events(const struct px_words *words, const struct px_review *review, struct px_buf *out)
{
	if (!review->event_count)
		return;
	heading(words, PX_SAY_EVENTS_COMING, review->event_count, out);
	for (size_t i = 0; i < review->event_count && i < LINES; i++) {
		const struct px_occurrence *event = &review->events[i];
		size_t from;
		(void)px_buf_text(out, "\n• ");
		from = out->size;
		px_words_when(words, event->start, event->event->all_day, out);
		px_words_capital(out, from);
		(void)px_buf_printf(out, ": %s", event->event->title);
	}
	more(words, review->event_count, out);
}

static void done_section(const struct px_words *words, const struct px_review *review, struct px_buf *out)
{
	heading(words, review->done_count ? PX_SAY_DONE : PX_SAY_NOTHING_DONE, review->done_count, out);
	for (size_t i = 0; i < review->done_count && i < LINES; i++)
		(void)px_buf_printf(out, "\n• %s", review->done[i].title);
	more(words, review->done_count, out);
}

void px_review_text(const struct px_domain *domain, const struct px_words *words, const struct px_review *review,
		     struct px_buf *out)
{
	struct px_buf from = PX_BUF_INIT(LINE_BYTES), to = PX_BUF_INIT(LINE_BYTES);

	px_words_span_day(words, review->first, &from);
	px_words_span_day(words, review->first + 6, &to);
	px_words_say(words, PX_SAY_REVIEW, 1,
			(struct px_filler[]){ { "from", text_of(&from) }, { "to", text_of(&to) }, { NULL, NULL } }, out);
	px_buf_release(&from);
	px_buf_release(&to);
	done_section(words, review, out);
	task_section(words, domain, PX_SAY_TASKS_SLIPPED, review->slipped, review->slipped_count, out);
	coming_events(words, review, out);
	task_section(words, domain, PX_SAY_TASKS_COMING, review->coming, review->coming_count, out);
	if (review->undated_count) {
		paragraph(out);
		px_words_say(words, PX_SAY_UNDATED, (int64_t)review->undated_count, NULL, out);
	}
}

void px_review_title(const struct px_words *words, const struct px_review *review, struct px_buf *out)
{
	char slipped[24];

	snprintf(slipped, sizeof(slipped), "%zu", review->slipped_count);
	px_words_say(words, PX_SAY_REVIEW_TITLE, (int64_t)review->done_count,
			(struct px_filler[]){ { "slipped", slipped }, { NULL, NULL } }, out);
}
