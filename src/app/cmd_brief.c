/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie brief: what one should know about a day, or about the week behind and
 * the one ahead, as it is told at seven.
 */
#include "app/command.h"

enum { PATH_MAX_BYTES = 4096 };

static void show_text(const json_t *answer, const void *none)
{
	const char *title = px_command_member(answer, "title"), *text = px_command_member(answer, "text");

	(void)none;
	printf("%s\n\n%s", title ? title : "", text ? text : "");
	if (text && *text && text[strlen(text) - 1] != '\n')
		putchar('\n');
}

int px_cmd_brief(struct px_invocation *invocation)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);

	(void)px_buf_text(&path, px_command_option(invocation, "week") ? "/api/v1/review" : "/api/v1/brief");
	px_command_query(&path, "day", invocation->arguments[0]);
	int status = px_command_call(invocation, "GET", path.data, NULL, show_text, NULL);
	px_buf_release(&path);
	return status;
}
