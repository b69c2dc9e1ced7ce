/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie notifications: what Pixie said by itself, and what to do about it.
 */
#include "app/command.h"

#include "base/uri.h"

enum { PATH_MAX_BYTES = 4096 };

static void print_notification(const json_t *row)
{
	const char *text = px_command_member(row, "text"), *created = px_command_member(row, "created");

	printf("%s  %.16s  %-12s %s\n", px_command_member(row, "id"), created ? created : "", px_command_member(row, "state"),
	       px_command_member(row, "title"));
	for (const char *line = text; line && *line;) {
		size_t size = strcspn(line, "\n");
		printf("    %.*s\n", (int)size, line);
		line += size + (line[size] == '\n');
	}
}

static void show_notifications(const json_t *answer, const void *none)
{
	const json_t *rows = json_object_get(answer, "items");

	for (size_t i = 0; i < json_array_size(rows); i++)
		print_notification(json_array_get(rows, i));
	if (!json_array_size(rows))
		puts(none);
}

int px_cmd_notifications(struct px_invocation *invocation)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);

	(void)px_buf_text(&path, "/api/v1/notifications?order=desc");
	px_command_query(&path, "state", px_command_option(invocation, "all") ? NULL : "open");
	px_command_query(&path, "limit", px_command_option(invocation, "limit"));
	int status = px_command_call(invocation, "GET", path.data, NULL, show_notifications, "Nothing new.");
	px_buf_release(&path);
	return status;
}

/* Takes the body. */
static int change(struct px_invocation *invocation, const char *verb, json_t *body, const char *done)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);

	(void)px_buf_text(&path, "/api/v1/notifications/");
	px_uri_escape(&path, px_str(invocation->arguments[0]));
	(void)px_buf_text(&path, verb);
	int status = px_command_call(invocation, "POST", path.data, body, px_command_say, done);
	json_decref(body);
	px_buf_release(&path);
	return status;
}

int px_cmd_notifications_ack(struct px_invocation *invocation)
{
	json_t *body = json_pack("{s:b}", "done", px_command_option(invocation, "done") != NULL);

	return change(invocation, "/ack", body, "Dealt with.");
}

int px_cmd_notifications_snooze(struct px_invocation *invocation)
{
	const char *span = px_command_option(invocation, "for"), *until = px_command_option(invocation, "until");
	json_t *body = json_object();

	if (span)
		json_object_set_new(body, "for", json_string(span));
	if (until)
		json_object_set_new(body, "until", json_string(until));
	return change(invocation, "/snooze", body, "Put off.");
}
