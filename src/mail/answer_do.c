/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From commands to what they do.  A mail is about one thing (a reminder), or
 * tells of several in numbered lines: of a brief, the rows that its lines name;
 * of reminders that came together, its items.
 *
 * Tasks and events change by tools, as actions that can be undone.  Of a German
 * reader's answer our own words are all, as tools speak English.
 */
#include "mail/answer_internal.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "domain/event.h"
#include "domain/reminder.h"
#include "domain/task.h"
#include "mail/dates.h"
#include "mail/reply_time.h"

#include <string.h>

enum { ROWS_MAX = 500, TEXT_MAX = 8000, LINE_BYTES = 600, REASON_MAX = 300, UNREAD_MAX = 200 };
#define SNOOZE_USUAL_MS (INT64_C(10) * PX_MS_MINUTE)

/* ------------------------------------------------------------------------ saying */

static void say_line(struct answer *answer, int number, struct px_str text)
{
	if (number)
		(void)px_buf_printf(&answer->said, "%d. ", number);
	(void)px_buf_printf(&answer->said, "%.*s\n", (int)px_utf8_cut(text, LINE_BYTES), text.data);
}

static const char *fill(struct answer *answer, enum px_saying saying, int64_t count, const struct px_filler *parts)
{
	struct px_buf text = PX_BUF_INIT(TEXT_MAX);

	px_words_say(&answer->words, saying, count, parts, &text);
	const char *kept = px_arena_str(&answer->arena, px_buf_view(&text));
	px_buf_release(&text);
	return kept;
}

void answer_say(struct answer *answer, int number, enum px_saying saying, int64_t count, const struct px_filler *parts)
{
	say_line(answer, number, px_str(fill(answer, saying, count, parts)));
}

static void say_not(struct answer *answer, int number, const char *reason)
{
	const struct px_filler parts[] = { { "reason", reason }, { NULL, NULL } };

	answer_say(answer, number, PX_SAY_ANSWER_NOT, 1, parts);
}

static void say_text(struct answer *answer, int number, enum px_saying saying, const char *name, const char *text)
{
	const char *cut = px_arena_strn(&answer->arena, text, px_utf8_cut(px_str(text), UNREAD_MAX));
	const struct px_filler parts[] = { { name, cut }, { NULL, NULL } };

	answer_say(answer, number, saying, 1, parts);
}

/* ------------------------------------------------------------------------ what is meant */

struct target {
	int number;           /* of a line of the mail; 0: what the mail is about */
	int subject;          /* enum px_subject; PX_SUBJECT_NONE: nothing that is known */
	struct px_id id;
	const char *title;
	int64_t occurrence;
};

/*
 * What a line of the brief is about: the row whose title it begins with, or tells after its time; the longest of several.
 * Titles that come later in the line are of others, which it only names ("only 5 minutes after Dentist, Main Street").
 */
struct meant {
	struct target *target;
	size_t at, size;
};

static void consider(struct px_str line, const char *title, int subject, struct px_id id, struct meant *meant)
{
	bool event = subject == PX_SUBJECT_EVENT;
	size_t at = event ? px_str_find(line, px_str(title)) : 0, n = strlen(title);
	bool fits = event ? at != SIZE_MAX && (at == 0 || line.data[at - 1] == ' ') : px_str_starts(line,
		px_str(title));
	bool ends = fits && (at + n == line.size || strchr(",(", line.data[at + n]) ||
			     (line.data[at + n] == ' ' && line.data[at + n + 1] == '('));

	if (!ends || (meant->size && at >= meant->at && (at != meant->at || n <= meant->size)))
		return;
	*meant = (struct meant){ meant->target, at, n };
	meant->target->subject = subject;
	meant->target->id = id;
	meant->target->title = title;
}

static enum px_err find_in_brief(struct answer *answer, int number, struct target *target, struct px_error *error)
{
	struct px_str line = px_reply_line(answer->about.text, number);
	struct meant meant = { target, 0, 0 };
	struct px_task_filter filter;
	struct px_occurrence *events;
	struct px_task *tasks;
	size_t count = 0;

	if (!line.size)
		return PX_OK;
	px_task_filter_init(&filter);
	enum px_err err = px_task_list(&answer->domain, &filter, ROWS_MAX, &tasks, &count, NULL, error);
	for (size_t i = 0; !err && i < count; i++)
		consider(line, tasks[i].title, PX_SUBJECT_TASK, tasks[i].id, &meant);
	if (err || meant.size)
		return err;
	int64_t day = answer->about.created;
	err = px_event_list(&answer->domain, day - PX_MS_DAY, day + 2 * PX_MS_DAY, NULL, ROWS_MAX, &events, &count,
		NULL, error);
	for (size_t i = 0; !err && i < count; i++)
		consider(line, events[i].event->title, PX_SUBJECT_EVENT, events[i].event->id, &meant);
	return err;
}

static int subject_of(const char *name)
{
	static const struct { const char *name; int subject; } names[] = {
		{ "task", PX_SUBJECT_TASK }, { "event", PX_SUBJECT_EVENT }, { "reminder", PX_SUBJECT_REMINDER },
	};

	for (size_t i = 0; name && i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].subject;
	return PX_SUBJECT_NONE;
}

static enum px_err find_in_items(struct answer *answer, int number, struct target *target, struct px_error *error)
{
	json_t *items = NULL;
	bool offset;
	enum px_err err = px_json_parse(px_str(answer->about.items), &items, error);
	const json_t *item = json_array_get(items, (size_t)number - 1);

	if (!err && item && px_reply_line(answer->about.text, number).size &&
	    px_id_parse(px_json_string(json_object_get(item, "subject_id")), &target->id)) {
		target->subject = subject_of(json_string_value(json_object_get(item, "subject")));
		target->title = px_arena_str(&answer->arena, px_json_string(json_object_get(item, "title")));
		(void)px_civil_parse_ms(px_json_string(json_object_get(item, "occurrence")), &target->occurrence,
			&offset);
	}
	json_decref(items);
	return err;
}

/* Whether its lines have numbers. */
static bool is_list(const struct answer *answer)
{
	return px_reply_line(answer->about.text, 1).size > 0;
}

static enum px_err find_target(struct answer *answer, int number, struct target *target, struct px_error *error)
{
	const struct px_notification *about = &answer->about;

	*target = (struct target){ .number = number, .occurrence = PX_TIME_NONE };
	if (number == 1 && !is_list(answer))
		number = target->number = 0;
	if (number && about->kind == PX_NOTIFY_BRIEF)
		return find_in_brief(answer, number, target, error);
	if (number)
		return about->items ? find_in_items(answer, number, target, error) : PX_OK;
	target->subject = about->subject;
	target->id = about->subject_id;
	target->title = about->title;
	target->occurrence = about->occurrence;
	return PX_OK;
}

/* ------------------------------------------------------------------------ doing it */

/* Runs the tool; `own` is what to say, NULL: the tool's words. */
static enum px_err run_tool(struct answer *answer, const char *tool, json_t *arguments, int number, const char *own,
	struct px_error *error)
{
	struct px_tool_context context = { .tx = answer->domain.tx, .user = &answer->user, .nlu = &answer->nlu,
		.memory = &answer->memory,
					   .arena = &answer->arena };
	struct px_buf reply = PX_BUF_INIT(TEXT_MAX);
	struct px_tool_result result = { 0 };
	struct px_error why = { 0 };
	enum px_err err = px_tool_run(&context, tool, arguments, &result, &why);

	for (size_t i = 0; !err && i < result.change_count; i++)
		px_domain_adopt(&answer->domain, &result.changes[i]);
	if (!err) {
		px_reply_write(&answer->nlu, &result.reply, 0, &reply);
		say_line(answer, number, own ? px_str(own) : px_buf_view(&reply));
	} else if (err == PX_INVALID || err == PX_NOT_FOUND || err == PX_CONFLICT || err == PX_UNSUPPORTED ||
		err == PX_TOO_LARGE) {
		say_not(answer, number, px_arena_strn(&answer->arena, why.message, px_utf8_cut(px_str(why.message),
			REASON_MAX)));
		err = PX_OK;
	} else {
		err = px_fail(error, err, why.field, "%s", why.message);
	}
	px_buf_release(&reply);
	px_tool_result_release(&result);
	json_decref(arguments);
	return err;
}

static const char *about_title(struct answer *answer, const struct target *target, enum px_saying saying)
{
	const struct px_filler parts[] = { { "title", target->title }, { NULL, NULL } };

	return fill(answer, saying, 1, parts);
}

static json_t *with_id(struct px_id id)
{
	char text[PX_ID_TEXT + 1];

	px_id_format(id, text);
	return json_pack("{s:s}", "id", text);
}

static enum px_err complete(struct answer *answer, const struct target *target, struct px_error *error)
{
	bool task = target->subject == PX_SUBJECT_TASK;

	if (!target->number) {
		json_t *arguments = with_id(answer->about.id);
		json_object_set_new(arguments, "done", json_true());
		const char *own = about_title(answer, target, task ? PX_SAY_ANSWER_DONE : PX_SAY_ANSWER_SEEN);
		return run_tool(answer, "acknowledge_notification", arguments, 0, own, error);
	}
	if (task) {
		const char *own = px_words_are_english(&answer->words) ? NULL : about_title(answer, target, PX_SAY_ANSWER_DONE);
		return run_tool(answer, "complete_task", with_id(target->id), target->number, own, error);
	}
	if (answer->about.kind == PX_NOTIFY_BRIEF) {
		say_not(answer, target->number, fill(answer, PX_SAY_ANSWER_EVENT, 1, NULL));
		return PX_OK;
	}
	say_line(answer, target->number, px_str(about_title(answer, target, PX_SAY_ANSWER_SEEN)));
	return px_reminder_dismiss(&answer->domain, target->id, error);
}

static enum px_err see(struct answer *answer, const struct target *target, struct px_error *error)
{
	const char *own = about_title(answer, target, PX_SAY_ANSWER_SEEN);

	if (!target->number)
		return run_tool(answer, "acknowledge_notification", with_id(answer->about.id), 0, own, error);
	say_line(answer, target->number, px_str(own));
	return px_reminder_dismiss(&answer->domain, target->id, error);
}

static const char *words_of(struct answer *answer, const struct px_reply_time *time)
{
	struct px_buf text = PX_BUF_INIT(200);

	px_words_when(&answer->words, time->instant, time->day_only, &text);
	const char *kept = px_arena_str(&answer->arena, px_buf_view(&text));
	px_buf_release(&text);
	return kept;
}

static enum px_err snooze(struct answer *answer, const struct target *target, const struct px_reply_time *time,
	struct px_error *error)
{
	const struct px_reply_time exact = { false, time->day, time->instant };
	const struct px_filler parts[] = { { "title", target->title ? target->title : "" }, { "when",
		words_of(answer, &exact) }, { NULL, NULL } };
	bool several = !target->number && is_list(answer);
	const char *own = fill(answer, several ? PX_SAY_ANSWER_ALL_LATER : PX_SAY_ANSWER_LATER, 1, parts);
	char until[PX_CIVIL_TEXT];

	px_civil_format_ms(time->instant, until);
	if (!target->number) {
		json_t *arguments = with_id(answer->about.id);
		json_object_set_new(arguments, "until", json_sprintf("%sZ", until));
		return run_tool(answer, "snooze_notification", arguments, 0, own, error);
	}
	say_line(answer, target->number, px_str(own));
	return px_reminder_snooze(&answer->domain, target->subject, target->id, target->occurrence, target->title,
		time->instant, error);
}

/* A task or an event to that time. */
static enum px_err move(struct answer *answer, const struct target *target, const struct px_reply_time *time,
	struct px_error *error)
{
	bool event = target->subject == PX_SUBJECT_EVENT;
	const struct px_filler parts[] = { { "title", target->title }, { "when", words_of(answer, time) }, { NULL,
		NULL } };
	const char *own = px_words_are_english(&answer->words) ? NULL : fill(answer, PX_SAY_ANSWER_MOVED, 1, parts);
	int64_t local = px_tz_to_local(answer->domain.tz, time->instant);

	json_t *arguments = with_id(target->id);
	int32_t second = time->day_only ? -1 : (int32_t)((local - time->day * PX_MS_DAY) / PX_MS_SECOND);
	json_object_set_new(arguments, event ? "start" : "due", json_string(px_mail_date_text(time->day, second,
		&answer->arena)));
	return run_tool(answer, event ? "update_event" : "update_task", arguments, target->number, own, error);
}

/* Whether what was said can be said again then. */
static bool is_ahead(const struct answer *answer, const struct px_reply_time *time)
{
	return time->instant > answer->domain.now && time->instant <= answer->domain.now + PX_SNOOZE_MAX_MS;
}

/* When: as said; ten minutes from now if nothing is. */
static bool read_when(struct answer *answer, const struct px_reply_command *command, struct px_reply_time *time)
{
	int64_t usual = answer->domain.now + SNOOZE_USUAL_MS;

	*time = (struct px_reply_time){ false, px_civil_ms_day(px_tz_to_local(answer->domain.tz, usual)), usual };
	return !command->when ||
	       px_reply_time_read(&answer->nlu, px_str(command->when), command->verb == PX_REPLY_WHEN,
		&answer->arena, time);
}

static enum px_err obey(struct answer *answer, const struct px_reply_command *command, int number,
	struct px_error *error)
{
	struct px_reply_time time;
	struct target target;
	enum px_err err = find_target(answer, number, &target, error);

	if (err)
		return err;
	if (target.number && target.subject == PX_SUBJECT_NONE) {
		say_not(answer, number, fill(answer, PX_SAY_ANSWER_NO_NUMBER, 1, NULL));
		return PX_OK;
	}
	if (command->verb == PX_REPLY_DONE)
		return complete(answer, &target, error);
	if (command->verb == PX_REPLY_SEEN)
		return see(answer, &target, error);
	bool moves = command->verb == PX_REPLY_MOVE && (target.subject == PX_SUBJECT_TASK ||
		target.subject == PX_SUBJECT_EVENT);
	bool read = read_when(answer, command, &time);
	if (read && moves)
		return move(answer, &target, &time, error);
	if (read && is_ahead(answer, &time))
		return snooze(answer, &target, &time, error);
	bool words = !read && command->verb == PX_REPLY_WHEN; /* no time at all */
	say_text(answer, target.number, words ? PX_SAY_ANSWER_UNREAD : PX_SAY_ANSWER_NO_TIME, "text", command->when);
	return PX_OK;
}

/* Every line of the list that it can be done to. */
static enum px_err obey_for_all(struct answer *answer, const struct px_reply_command *command, struct px_error *error)
{
	bool brief = answer->about.kind == PX_NOTIFY_BRIEF;
	enum px_err err = PX_OK;

	for (int number = 1; !err && px_reply_line(answer->about.text, number).size; number++) {
		struct target target;
		err = find_target(answer, number, &target, error);
		bool ends_itself = brief && command->verb == PX_REPLY_DONE && target.subject != PX_SUBJECT_TASK;
		if (!err && target.subject != PX_SUBJECT_NONE && !ends_itself)
			err = obey(answer, command, number, error);
	}
	return err;
}

static enum px_err obey_command(struct answer *answer, const struct px_reply_command *command, struct px_error *error)
{
	bool list = is_list(answer);
	enum px_err err = PX_OK;

	if (command->all && list)
		return obey_for_all(answer, command, error);
	for (size_t k = 0; !err && k < command->count; k++)
		err = obey(answer, command, command->numbers[k], error);
	if (err || command->count)
		return err;
	if (list && (command->verb == PX_REPLY_DONE || command->verb == PX_REPLY_MOVE)) {
		answer_say(answer, 0, PX_SAY_ANSWER_WHICH, 1, NULL);
		return PX_OK;
	}
	return obey(answer, command, 0, error);
}

/* The writer's name under what they wrote. */
static bool is_signature(struct answer *answer, const struct px_reply_command *command)
{
	const char *names[] = { json_string_value(json_object_get(answer->payload, "name")), answer->user.name };
	bool found = false;

	for (size_t i = 0; command->verb == PX_REPLY_WHEN && !found && i < sizeof(names) / sizeof(names[0]); i++)
		found = names[i] && px_str_find(px_fold(&answer->arena, px_str(names[i])),
						px_fold(&answer->arena, px_str(command->when))) != SIZE_MAX;
	return found;
}

enum px_err answer_obey(struct answer *answer, struct px_str text, struct px_error *error)
{
	struct px_reply_command commands[PX_REPLY_COMMANDS_MAX];
	struct px_reply_time time;
	const char *unread = NULL;
	size_t count = px_reply_read(text, &answer->arena, commands, &unread);
	enum px_err err = PX_OK;

	if (!count || (count == 1 && commands[0].verb == PX_REPLY_WHEN && !read_when(answer, &commands[0], &time))) {
		answer_say(answer, 0, is_list(answer) ? PX_SAY_ANSWER_HOW_LIST : PX_SAY_ANSWER_HOW_ONE, 1, NULL);
		return PX_OK;
	}
	for (size_t i = 0; !err && i < count; i++)
		if (!i || !is_signature(answer, &commands[i]))
			err = obey_command(answer, &commands[i], error);
	if (!err && unread)
		say_text(answer, 0, PX_SAY_ANSWER_UNREAD, "text", unread);
	return err;
}
