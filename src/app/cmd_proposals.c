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

int px_cmd_proposals(struct px_invocation *invocation)
{
	const char *state = px_command_option(invocation, "state");
	struct px_buf path = PX_BUF_INIT(256);
	struct px_remote *remote = NULL;
	struct px_error error;
	json_t *answer = NULL, *row;
	size_t i;
	enum px_err err = px_remote_open(&invocation->config, &remote, &error);

	(void)px_buf_text(&path, "/api/v1/proposals?limit=1000");
	px_command_query(&path, "state", state ? state : "open");
	if (!err)
		err = px_remote_call(remote, "GET", path.data, NULL, &answer, &error);
	if (!err && invocation->json) {
		px_command_print_json(answer);
	} else if (!err) {
		json_array_foreach(json_object_get(answer, "items"), i, row)
			print_proposal(i + 1, row);
		if (!json_array_size(json_object_get(answer, "items")))
			puts(state ? "None." : "Nothing waits for your consent.");
	}
	json_decref(answer);
	px_buf_release(&path);
	px_remote_close(remote);
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
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

static int decide(struct px_invocation *invocation, const char *path)
{
	struct px_error error;
	struct px_remote *remote = NULL;
	json_t *input = which(invocation), *answer = NULL;
	enum px_err err = input ? px_remote_open(&invocation->config, &remote, &error)
				: px_fail(&error, PX_INVALID, NULL, "say a number of `pixie proposals`, an id, or all");

	if (!err)
		err = px_remote_call(remote, "POST", path, input, &answer, &error);
	if (!err && invocation->json)
		px_command_print_json(answer);
	else if (!err)
		puts(px_command_member(answer, "reply"));
	json_decref(input);
	json_decref(answer);
	px_remote_close(remote);
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
}

int px_cmd_accept(struct px_invocation *invocation)
{
	return decide(invocation, "/api/v1/tools/accept_proposal");
}

int px_cmd_decline(struct px_invocation *invocation)
{
	return decide(invocation, "/api/v1/tools/decline_proposal");
}
