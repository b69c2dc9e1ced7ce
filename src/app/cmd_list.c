/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie tasks, events and undo.
 */
#include "app/command.h"

#include "base/civil.h"
#include "base/clock.h"
#include "sys/zoneinfo.h"

enum { PATH_MAX_BYTES = 16384 };

/* "2026-01-16T16:00:00Z" -> "Fri 16 Jan 17:00" in the user's zone. */
static void print_instant(const char *instant, const struct px_tz *tz, bool with_clock)
{
	int64_t ms;
	int32_t day;
	bool has_offset;

	if (px_civil_parse_day(px_str(instant), &day))
		ms = day * PX_MS_DAY;
	else if (px_civil_parse_ms(px_str(instant), &ms, &has_offset))
		ms = px_tz_to_local(tz, ms);
	else
		return;
	struct px_civil c = px_civil_from_ms(ms);
	printf("%s %2d %s", px_civil_weekday_names[px_civil_weekday(px_civil_ms_day(ms))], c.day,
	       px_civil_month_names[c.month - 1]);
	if (with_clock)
		printf(" %02d:%02d", c.hour, c.minute);
}

static const struct px_tz *zone_of(struct px_remote *remote)
{
	struct px_error error;
	const struct px_tz *tz = NULL;
	json_t *me;

	if (px_remote_call(remote, "GET", "/api/v1/me", NULL, &me, &error) == PX_OK) {
		const char *zone = px_command_member(me, "zone");
		tz = zone ? px_zoneinfo_get(zone) : NULL;
		json_decref(me);
	}
	return tz ? tz : px_zoneinfo_get("UTC");
}

static void print_task(size_t number, const json_t *task, const struct px_tz *tz)
{
	const char *due = px_command_member(task, "due"), *day = px_command_member(task, "due_day");
	const char *status = px_command_member(task, "status"), *priority = px_command_member(task, "priority");
	bool done = status && strcmp(status, "completed") == 0;

	printf("%3zu. [%s] %s", number, done ? "x" : " ", px_command_member(task, "title"));
	if (due || day) {
		printf(", due ");
		print_instant(due ? due : day, tz, due != NULL);
	}
	if (priority && strcmp(priority, "normal") != 0)
		printf(", %s", priority);
	if (px_command_member(task, "recurrence"))
		printf(", repeats");
	putchar('\n');
}

static void print_event(size_t number, const json_t *event, const struct px_tz *tz)
{
	bool all_day = json_is_true(json_object_get(event, "all_day"));
	const char *location = px_command_member(event, "location");

	printf("%3zu. ", number);
	print_instant(px_command_member(event, "start"), tz, !all_day);
	printf("  %s%s%s\n", px_command_member(event, "title"), location ? ", " : "", location ? location : "");
}

typedef void (*print_fn)(size_t number, const json_t *row, const struct px_tz *tz);

static int list(struct px_invocation *invocation, struct px_remote *remote, struct px_buf *path,
		print_fn print, const char *none)
{
	struct px_error error;
	json_t *answer;
	enum px_err err = px_remote_call(remote, "GET", path->data, NULL, &answer, &error);

	if (err)
		return px_command_fail(invocation, &error);
	const json_t *items = json_object_get(answer, "items");
	if (invocation->json) {
		px_command_print_json(answer);
	} else {
		const struct px_tz *tz = zone_of(remote);
		for (size_t i = 0; i < json_array_size(items); i++)
			print(i + 1, json_array_get(items, i), tz);
		if (json_array_size(items) == 0)
			puts(none);
	}
	json_decref(answer);
	return PX_EXIT_OK;
}

int px_cmd_tasks(struct px_invocation *invocation)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES), words = PX_BUF_INIT(PATH_MAX_BYTES);
	const char *status = px_command_option(invocation, "status");
	struct px_remote *remote;
	struct px_error error;

	if (px_remote_open(&invocation->config, &remote, &error) != PX_OK)
		return px_command_fail(invocation, &error);
	(void)px_buf_text(&path, "/api/v1/tasks");
	px_command_text(invocation, &words);
	if (status || !px_command_option(invocation, "all"))
		px_command_query(&path, "status", status ? status : "open");
	px_command_query(&path, "priority", px_command_option(invocation, "priority"));
	px_command_query(&path, "tag", px_command_option(invocation, "tag"));
	px_command_query(&path, "limit", px_command_option(invocation, "limit"));
	px_command_query(&path, "overdue", px_command_option(invocation, "overdue") ? "true" : NULL);
	px_command_query(&path, "q", words.size ? words.data : "");
	int exit_status = list(invocation, remote, &path, print_task, "No tasks.");
	px_remote_close(remote);
	px_buf_release(&path);
	px_buf_release(&words);
	return exit_status;
}

int px_cmd_events(struct px_invocation *invocation)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES), words = PX_BUF_INIT(PATH_MAX_BYTES);
	const char *start = px_command_option(invocation, "start"), *end = px_command_option(invocation, "end");
	char today[PX_CIVIL_TEXT], later[PX_CIVIL_TEXT];
	struct px_remote *remote;
	struct px_error error;

	if (px_remote_open(&invocation->config, &remote, &error) != PX_OK)
		return px_command_fail(invocation, &error);
	const struct px_tz *tz = zone_of(remote);
	int32_t day = px_civil_ms_day(px_tz_to_local(tz, px_clock_now()));
	if (start)
		(void)px_civil_parse_day(px_str_n(start, strlen(start) < 10 ? strlen(start) : 10), &day);
	px_civil_format_day(day, today);
	px_civil_format_day(day + 14, later);
	(void)px_buf_text(&path, "/api/v1/events");
	px_command_text(invocation, &words);
	px_command_query(&path, "start", start ? start : today);
	px_command_query(&path, "end", end ? end : later);
	px_command_query(&path, "limit", px_command_option(invocation, "limit"));
	px_command_query(&path, "q", words.size ? words.data : NULL);
	int exit_status = list(invocation, remote, &path, print_event, "Nothing there.");
	px_remote_close(remote);
	px_buf_release(&path);
	px_buf_release(&words);
	return exit_status;
}

int px_cmd_undo(struct px_invocation *invocation)
{
	struct px_remote *remote;
	struct px_error error;
	json_t *answer = NULL;
	enum px_err err = px_remote_open(&invocation->config, &remote, &error);

	if (err)
		return px_command_fail(invocation, &error);
	err = px_remote_call(remote, "POST", "/api/v1/actions/undo", NULL, &answer, &error);
	if (!err && invocation->json)
		px_command_print_json(answer);
	else if (!err)
		printf("Undone: %s\n", px_command_member(answer, "summary"));
	json_decref(answer);
	px_remote_close(remote);
	if (err == PX_NOT_FOUND && !invocation->json) {
		puts("There is nothing to undo.");
		return PX_EXIT_OK;
	}
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
}
