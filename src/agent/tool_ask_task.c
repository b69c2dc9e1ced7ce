/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/tool_ask_task.h"

#include "nlu/say/moment.h"
#include "nlu/say/rule_words.h"
#include "nlu/say/saying.h"

enum { TEXT_MAX = 4096, RANKED_MAX = 500, FIRST_SHOWN = 3 };

const char *const px_tool_task_asks[] = { "first", "top", "soonest", "when", "until", "done", NULL };

enum ask { ASK_FIRST, ASK_TOP, ASK_SOONEST, ASK_WHEN, ASK_UNTIL, ASK_DONE };

static bool is_dated(const struct px_task *task)
{
	return task->due_day != PX_DAY_NONE || task->due != PX_TIME_NONE;
}

static void say_due(struct px_tool_call *call, const struct px_task *task, const char *before, struct px_buf *out)
{
	const struct px_nlu_item item = px_context_task_item(&call->domain, task, NULL);

	if (!is_dated(task))
		return;
	(void)px_buf_text(out, before);
	px_reply_span(&call->nlu, &item, out);
}

static void say_rule(struct px_tool_call *call, const struct px_task *task, struct px_buf *out)
{
	if (!task->recurrence)
		return;
	(void)px_buf_text(out, ", ");
	px_rule_words(task->recurrence, px_say_american(&call->nlu), out);
}

static void say_note(struct px_tool_call *call, const struct px_task *task, struct px_buf *out)
{
	struct px_saying w = { &call->nlu, out, 0 };

	px_say(&w, ".");
	if (task->notes)
		px_say_with(&w, PX_PHRASE_SAY_NOTE_IS, task->notes);
}

/* "“Pay the rent” is due Fri 1 Jan, on the 1st of every month." */
static void say_when(struct px_tool_call *call, const struct px_task *task, struct px_buf *out)
{
	struct px_saying w = { &call->nlu, out, 0 };

	px_say_title(&w, task->title);
	px_say_phrase(&w, is_dated(task) ? PX_PHRASE_SAY_IS_DUE : PX_PHRASE_SAY_HAS_NO_DUE);
	say_due(call, task, "", out);
	say_rule(call, task, out);
	say_note(call, task, out);
}

/* "4 days until “Pay the rent” is due: Fri 1 Jan." */
static void say_wait(struct px_tool_call *call, const struct px_task *task, struct px_buf *out)
{
	int64_t due = px_task_due_local(&call->domain, task);
	int days = px_civil_ms_day(due) - px_domain_today(&call->domain);
	struct px_saying w = { &call->nlu, out, 0 };

	if (days > 0) {
		px_say_number(&w, days == 1 ? PX_PHRASE_SAY_DAY_COUNT : PX_PHRASE_SAY_DAYS_COUNT, (size_t)days);
		px_say_phrase(&w, PX_PHRASE_SAY_UNTIL_THAT);
	}
	px_say_title(&w, task->title);
	px_say_phrase(&w, days > 0  ? PX_PHRASE_SAY_UNTIL_IS_DUE
			  : days ? PX_PHRASE_SAY_WAS_DUE
				 : PX_PHRASE_SAY_IS_DUE);
	say_due(call, task, "", out);
	say_note(call, task, out);
}

static bool is_open(const struct px_task *task)
{
	return task->status == PX_TASK_PENDING || task->status == PX_TASK_IN_PROGRESS;
}

/* "Not yet: “Pay the rent” is open, due Fri 1 Jan." */
static void say_done(struct px_tool_call *call, const struct px_task *task, struct px_buf *out)
{
	const bool open = is_open(task), cancelled = task->status == PX_TASK_CANCELLED;
	struct px_saying w = { &call->nlu, out, 0 };

	px_say_phrase(&w, open ? PX_PHRASE_SAY_NOT_YET : cancelled ? PX_PHRASE_SAY_NO_LEAD : PX_PHRASE_SAY_YES_LEAD);
	px_say_title(&w, task->title);
	px_say_phrase(&w, open ? PX_PHRASE_SAY_IS_OPEN : cancelled ? PX_PHRASE_SAY_WAS_CANCELLED : PX_PHRASE_SAY_IS_DONE);
	if (open) {
		say_due(call, task, px_phrase(PX_PHRASE_SAY_DUE), out);
		say_rule(call, task, out);
	} else if (!cancelled && task->completed > 0) {
		int64_t at = px_tz_to_local(call->nlu.tz, task->completed);
		px_say_phrase(&w, PX_PHRASE_SAY_SINCE);
		px_reply_when(&call->nlu, px_civil_ms_day(at), -1, out);
	}
	px_say(&w, ".");
}

/* What presses comes first: due by today, then what is marked as important, then the nearest due date. */
static int rank(const struct px_tool_call *call, const struct px_task *task)
{
	int64_t due = px_task_due_local(&call->domain, task);
	int64_t tomorrow = ((int64_t)px_domain_today(&call->domain) + 1) * PX_MS_DAY;

	return due != PX_TIME_NONE && due < tomorrow ? 0 : PX_PRIORITY_URGENT + 1 - task->priority;
}

/* "First: “Send the invoice”, due today. Then “Call Weber”."; or only the first. */
static void say_first(struct px_tool_call *call, const struct px_task *tasks, size_t count, size_t most, struct px_buf *out)
{
	bool said[RANKED_MAX] = { false };
	struct px_saying w = { &call->nlu, out, 0 };

	count = count < RANKED_MAX ? count : RANKED_MAX;
	most = count < most ? count : most;
	for (size_t n = 0; n < most; n++) {
		size_t best = count;
		for (size_t i = 0; i < count; i++) { /* the list is in the order of due dates */
			if (!said[i] && (best == count || rank(call, &tasks[i]) < rank(call, &tasks[best])))
				best = i;
		}
		said[best] = true;
		px_say_phrase(&w, n == 0 ? PX_PHRASE_SAY_FIRST_OF_ALL : n == 1 ? PX_PHRASE_SAY_THEN : PX_PHRASE_SAY_THEN_MORE);
		px_say_title(&w, tasks[best].title);
		say_due(call, &tasks[best], px_phrase(PX_PHRASE_SAY_DUE), out);
		if (tasks[best].priority > PX_PRIORITY_NORMAL)
			px_say(&w, px_texts(PX_TEXTS_SAY_OF_PRIORITY)->at[tasks[best].priority]);
		if (n == 0)
			(void)px_buf_text(out, ".");
	}
	if (most > 1)
		(void)px_buf_text(out, ".");
}

/* "“Send the invoice” is due first: tomorrow." */
static void say_soonest(struct px_tool_call *call, const struct px_task *task, struct px_buf *out)
{
	struct px_saying w = { &call->nlu, out, 0 };

	px_say_title(&w, task->title);
	px_say_phrase(&w, PX_PHRASE_SAY_IS_DUE_FIRST);
	say_due(call, task, "", out);
	say_note(call, task, out);
}

/* Of several of that name the one that is open, else the one that was closed last; NULL if two are open. */
static const struct px_task *asked_done(const struct px_task *tasks, size_t count)
{
	const struct px_task *open = NULL, *last = NULL;

	for (size_t i = 0; i < count; i++) {
		if (is_open(&tasks[i]) && open)
			return NULL;
		if (is_open(&tasks[i]))
			open = &tasks[i];
		else if (!last || tasks[i].completed > last->completed)
			last = &tasks[i];
	}
	return open ? open : last;
}

static void reply_with(struct px_tool_call *call, struct px_buf *text)
{
	call->result->reply.kind = PX_REPLY_SMALLTALK;
	call->result->reply.text = px_arena_str(call->domain.arena, px_buf_view(text));
}

bool px_tool_answer_tasks(struct px_tool_call *call, const struct px_task *tasks, size_t count)
{
	int ask = px_arg_enum(call, "asks", px_tool_task_asks);
	bool named = px_arg_given(call, "query");
	struct px_buf text = PX_BUF_INIT(TEXT_MAX);

	const struct px_language *before = px_language_use(call->nlu.says_in);
	const size_t most = (size_t)json_integer_value(json_object_get(call->arguments, "limit")); /* 0: not said */
	const bool ranks = ask == ASK_FIRST || ask == ASK_TOP || (ask < 0 && most);
	if (ranks && count)
		say_first(call, tasks, count, most ? most : ask == ASK_TOP ? 1 : FIRST_SHOWN, &text);
	else if (ask == ASK_SOONEST && count && is_dated(&tasks[0])) /* in the order of due dates */
		say_soonest(call, &tasks[0], &text);
	else if (ask == ASK_UNTIL && named && count == 1 && is_dated(&tasks[0]))
		say_wait(call, &tasks[0], &text);
	else if (ask == ASK_WHEN && named && count == 1)
		say_when(call, &tasks[0], &text);
	else if (ask == ASK_DONE && named && asked_done(tasks, count))
		say_done(call, asked_done(tasks, count), &text);
	px_language_use(before);
	bool said = text.size > 0;
	if (said)
		reply_with(call, &text);
	px_buf_release(&text);
	return said;
}

const char *px_tool_title_like(struct px_tool_call *call, const char *words)
{
	struct px_nlu_found found;

	if (px_tool_items(call) != PX_OK)
		return NULL;
	px_nlu_find(&call->nlu, 1u << PX_NLU_TASK | 1u << PX_NLU_EVENT, px_str(words), call->domain.arena, &found);
	if (!found.count || strcasestr(found.items[0]->title, words))
		return NULL;
	for (size_t i = 1; i < found.count; i++) {
		if (strcmp(found.items[i]->title, found.items[0]->title) != 0)
			return NULL;
	}
	return px_arena_str(call->domain.arena, px_str(found.items[0]->title));
}

enum px_err px_tool_find_tasks(struct px_tool_call *call, const char *words, bool *found)
{
	struct px_task_filter filter;
	struct px_buf text = PX_BUF_INIT(TEXT_MAX);
	struct px_task *tasks;
	size_t count, total;

	px_task_filter_init(&filter);
	filter.text = words;
	enum px_err err = px_task_list(&call->domain, &filter, PX_TOOL_SHOWN, &tasks, &count, &total, call->error);
	*found = !err && count > 0;
	if (!*found)
		return err;
	for (size_t i = 0; i < count; i++) {
		px_tool_show_task(call, &tasks[i]);
		px_tool_row(call, &px_task_record, &tasks[i]);
	}
	call->result->reply.kind = PX_REPLY_TASKS_LISTED;
	call->result->reply.total = total;
	if (px_arg_given(call, "asks") && count == 1) {
		const struct px_language *before = px_language_use(call->nlu.says_in);
		say_when(call, &tasks[0], &text);
		px_language_use(before);
		reply_with(call, &text);
	}
	px_buf_release(&text);
	return PX_OK;
}

size_t px_tool_next_of_each(struct px_occurrence *found, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		bool again = false;
		for (size_t k = 0; k < kept && !again; k++)
			again = px_id_eq(found[k].event->id, found[i].event->id);
		if (!again)
			found[kept++] = found[i];
	}
	return kept;
}

enum px_err px_tool_find_events(struct px_tool_call *call, const char *words, bool *found)
{
	int64_t from = px_tz_to_utc(call->nlu.tz, (int64_t)px_domain_today(&call->domain) * PX_MS_DAY, NULL);
	struct px_occurrence *events;
	size_t count, total;

	enum px_err err = px_event_list(&call->domain, from, from + 366 * PX_MS_DAY, words, PX_TOOL_ROWS_MAX, &events,
					&count, &total, call->error);
	*found = !err && count > 0;
	if (!*found)
		return err;
	if (total == count)
		total = count = px_tool_next_of_each(events, count);
	for (size_t i = 0; i < count && i < PX_TOOL_SHOWN; i++) {
		px_tool_show_event(call, &events[i]);
		px_tool_row(call, &px_event_record, events[i].event);
	}
	call->result->reply.kind = PX_REPLY_EVENTS_LISTED;
	call->result->reply.total = total;
	return PX_OK;
}
