/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie jobs: work for later, and what was given up (for administrators).
 */
#include "app/command.h"

enum { PATH_MAX_BYTES = 4096 };

static void print_job(const json_t *job)
{
	const char *why = px_command_member(job, "last_error");

	printf("%s  %-8s %-24s due %s  attempts %lld%s%s\n", px_command_member(job, "id"), px_command_member(job, "state"),
	       px_command_member(job, "kind"), px_command_member(job, "due"),
	       (long long)json_integer_value(json_object_get(job, "attempts")), why ? "\n    " : "", why ? why : "");
}

int px_cmd_jobs(struct px_invocation *invocation)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);
	const char *state = px_command_option(invocation, "state");
	struct px_remote *remote = NULL;
	struct px_error error;
	json_t *answer = NULL, *job;
	size_t i;

	(void)px_buf_text(&path, "/api/v1/jobs");
	px_command_query(&path, "state", state);
	px_command_query(&path, "limit", px_command_option(invocation, "limit"));
	enum px_err err = px_remote_open(&invocation->config, &remote, &error);
	if (!err)
		err = px_remote_call(remote, "GET", path.data, NULL, &answer, &error);
	if (!err && invocation->json) {
		px_command_print_json(answer);
	} else if (!err) {
		json_array_foreach(json_object_get(answer, "items"), i, job)
			print_job(job);
		if (!json_array_size(json_object_get(answer, "items")))
			puts(state ? "No such jobs." : "No job was given up.");
	}
	json_decref(answer);
	px_remote_close(remote);
	px_buf_release(&path);
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
}

static int change(struct px_invocation *invocation, const char *method, const char *verb, const char *done)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);
	struct px_remote *remote = NULL;
	struct px_error error;
	json_t *answer = NULL;

	(void)px_buf_text(&path, "/api/v1/jobs/");
	px_remote_escape(&path, invocation->arguments[0]);
	(void)px_buf_text(&path, verb);
	enum px_err err = px_remote_open(&invocation->config, &remote, &error);
	if (!err)
		err = px_remote_call(remote, method, path.data, NULL, &answer, &error);
	if (!err && invocation->json && answer)
		px_command_print_json(answer);
	else if (!err)
		puts(done);
	json_decref(answer);
	px_remote_close(remote);
	px_buf_release(&path);
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
}

int px_cmd_jobs_retry(struct px_invocation *invocation)
{
	return change(invocation, "POST", "/retry", "It is tried again.");
}

int px_cmd_jobs_drop(struct px_invocation *invocation)
{
	return change(invocation, "DELETE", "", "It is removed.");
}
