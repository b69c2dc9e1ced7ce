/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie proposals, accept and decline.
 */
#include "app/command.h"

#include "base/id.h"

static void print_proposal(size_t number, const json_t *row)
{
	const char *kind = px_command_member(row, "source_kind"), *quote = px_command_member(row, "source_quote");
	const char *expires = px_command_member(row, "expires");

	printf("%3zu. %s  (until %.10s)\n", number, px_command_member(row, "text"), expires ? expires : "");
	if (kind)
		printf("     from a %s: “%.200s”\n", kind, quote ? quote : "");
}

/* `state`: which were asked for, or NULL. */
static void show_proposals(const json_t *answer, const void *state)
{
	const json_t *rows = json_object_get(answer, "items");

	for (size_t i = 0; i < json_array_size(rows); i++)
		print_proposal(i + 1, json_array_get(rows, i));
	if (!json_array_size(rows))
		puts(state ? "None." : "Nothing waits for your consent.");
}

int px_cmd_proposals(struct px_invocation *invocation)
{
	const char *state = px_command_option(invocation, "state");
	struct px_buf path = PX_BUF_INIT(256);

	(void)px_buf_text(&path, "/api/v1/proposals?limit=1000");
	px_command_query(&path, "state", state ? state : "open");
	int status = px_command_call(invocation, "GET", path.data, NULL, show_proposals, state);
	px_buf_release(&path);
	return status;
}

/* A number as `pixie proposals` shows it, an id, "all", or nothing: the only one. */
static json_t *which(const struct px_invocation *invocation)
{
	const char *word = invocation->count ? invocation->arguments[0] : NULL;
	struct px_id id;
	int64_t number;

	if (!word)
		return json_object();
	if (strcmp(word, "all") == 0)
		return json_pack("{s:b}", "all", 1);
	if (px_id_parse(px_str(word), &id))
		return json_pack("{s:s}", "id", word);
	if (px_str_to_int64(px_str(word), &number) && number >= 1 && number <= 50)
		return json_pack("{s:I}", "number", (json_int_t)number);
	return NULL;
}

static void show_reply(const json_t *answer, const void *arg)
{
	(void)arg;
	puts(px_command_member(answer, "reply"));
}

static int decide(struct px_invocation *invocation, const char *path)
{
	json_t *input = which(invocation);
	struct px_error error;

	if (!input) {
		(void)px_fail(&error, PX_INVALID, NULL, "say a number of `pixie proposals`, an id, or all");
		return px_command_fail(invocation, &error);
	}
	int status = px_command_call(invocation, "POST", path, input, show_reply, NULL);
	json_decref(input);
	return status;
}

int px_cmd_accept(struct px_invocation *invocation)
{
	return decide(invocation, "/api/v1/tools/accept_proposal");
}

int px_cmd_decline(struct px_invocation *invocation)
{
	return decide(invocation, "/api/v1/tools/decline_proposal");
}
