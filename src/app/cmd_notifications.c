/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie notifications: what Pixie said by itself, and what to do about it.
 */
#include "app/command.h"

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

int px_cmd_notifications(struct px_invocation *invocation)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);
	struct px_remote *remote = NULL;
	struct px_error error;
	json_t *answer = NULL, *row;
	size_t i;

	(void)px_buf_text(&path, "/api/v1/notifications?order=desc");
	px_command_query(&path, "state", px_command_option(invocation, "all") ? NULL : "open");
	px_command_query(&path, "limit", px_command_option(invocation, "limit"));
	enum px_err err = px_remote_open(&invocation->config, &remote, &error);
	if (!err)
		err = px_remote_call(remote, "GET", path.data, NULL, &answer, &error);
	if (!err && invocation->json) {
		px_command_print_json(answer);
	} else if (!err) {
		json_array_foreach(json_object_get(answer, "items"), i, row)
			print_notification(row);
		if (!json_array_size(json_object_get(answer, "items")))
			puts("Nothing new.");
	}
	json_decref(answer);
	px_remote_close(remote);
	px_buf_release(&path);
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
}

static int change(struct px_invocation *invocation, const char *verb, json_t *body, const char *done)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);
	struct px_remote *remote = NULL;
	struct px_error error;
	json_t *answer = NULL;

	(void)px_buf_text(&path, "/api/v1/notifications/");
	px_remote_escape(&path, invocation->arguments[0]);
	(void)px_buf_text(&path, verb);
	enum px_err err = px_remote_open(&invocation->config, &remote, &error);
	if (!err)
		err = px_remote_call(remote, "POST", path.data, body, &answer, &error);
	if (!err && invocation->json)
		px_command_print_json(answer);
	else if (!err)
		puts(done);
	json_decref(answer);
	json_decref(body);
	px_remote_close(remote);
	px_buf_release(&path);
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
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
