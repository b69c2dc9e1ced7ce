/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie memories, remember and forget.
 */
#include "app/command.h"

#include "base/id.h"
#include "base/uri.h"

enum { TEXT_MAX_BYTES = 1 << 16, PATH_MAX_BYTES = 4096, PAGE = 200 };

static bool is_closed(const json_t *row)
{
	return json_is_string(json_object_get(row, "superseded_by"));
}

/* Every memory, page by page, into `rows`. */
static enum px_err read_all(struct px_remote *remote, bool closed_too, json_t *rows, struct px_error *error)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);
	char *cursor = NULL;
	enum px_err err;

	do {
		json_t *page = NULL, *row;
		size_t i;
		px_buf_clear(&path);
		(void)px_buf_printf(&path, "/api/v1/memories?limit=%d", PAGE);
		if (cursor) {
			(void)px_buf_text(&path, "&cursor=");
			px_uri_escape(&path, px_str(cursor));
		}
		err = px_remote_call(remote, "GET", path.data, NULL, &page, error);
		json_array_foreach(json_object_get(page, "items"), i, row) {
			if (closed_too || !is_closed(row))
				json_array_append(rows, row);
		}
		free(cursor);
		const char *next = px_command_member(page, "next");
		cursor = !err && next ? strdup(next) : NULL;
		json_decref(page);
	} while (cursor);
	px_buf_release(&path);
	return err;
}

static void print_memory(const json_t *row)
{
	const char *to = px_command_member(row, "valid_to"), *learned = px_command_member(row, "learned");

	printf("%.10s  %s", learned ? learned : "", json_is_true(json_object_get(row, "secret")) ? "(a secret)" : px_command_member(row, "text"));
	if (to)
		printf("  (until %.10s)", to);
	putchar('\n');
}

int px_cmd_memories(struct px_invocation *invocation)
{
	json_t *rows = json_array(), *row;
	struct px_remote *remote = NULL;
	struct px_error error;
	size_t i;

	enum px_err err = px_remote_open(&invocation->config, &remote, &error);
	if (!err)
		err = read_all(remote, px_command_option(invocation, "all") != NULL, rows, &error);
	if (!err && invocation->json) {
		json_t *answer = json_pack("{s:O}", "data", rows);
		px_command_print_json(answer);
		json_decref(answer);
	} else if (!err) {
		json_array_foreach(rows, i, row)
			print_memory(row);
		if (!json_array_size(rows))
			puts("Nothing is remembered yet.");
	}
	json_decref(rows);
	px_remote_close(remote);
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
}

static void show_reply(const json_t *answer, const void *arg)
{
	const char *reply = px_command_member(answer, "reply");

	(void)arg;
	puts(reply ? reply : "");
}

/* Runs a tool and prints what it says. */
static int run_tool(struct px_invocation *invocation, const char *tool, json_t *arguments)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);

	(void)px_buf_printf(&path, "/api/v1/tools/%s", tool);
	int status = px_command_call(invocation, "POST", path.data, arguments, show_reply, NULL);
	px_buf_release(&path);
	return status;
}

int px_cmd_remember(struct px_invocation *invocation)
{
	struct px_buf text = PX_BUF_INIT(TEXT_MAX_BYTES);

	px_command_text(invocation, &text);
	json_t *arguments = json_pack("{s:s%}", "text", text.data ? text.data : "", text.size);
	int status = run_tool(invocation, "remember", arguments);
	json_decref(arguments);
	px_buf_release(&text);
	return status;
}

int px_cmd_forget(struct px_invocation *invocation)
{
	struct px_buf text = PX_BUF_INIT(TEXT_MAX_BYTES);
	struct px_id id;

	px_command_text(invocation, &text);
	const char *words = text.data ? text.data : "";
	json_t *arguments = json_pack("{s:s}", px_id_parse(px_str(words), &id) ? "id" : "target", words);
	if (px_command_option(invocation, "for-good"))
		json_object_set_new(arguments, "for_good", json_true());
	int status = run_tool(invocation, "forget", arguments);
	json_decref(arguments);
	px_buf_release(&text);
	return status;
}
