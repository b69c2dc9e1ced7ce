/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie jobs: work for later, and what was given up (for administrators).
 */
#include "app/command.h"

#include "base/uri.h"

enum { PATH_MAX_BYTES = 4096 };

static void print_job(const json_t *job)
{
	const char *why = px_command_member(job, "last_error");

	printf("%s  %-8s %-24s due %s  attempts %lld%s%s\n", px_command_member(job, "id"), px_command_member(job, "state"),
	       px_command_member(job, "kind"), px_command_member(job, "due"),
	       (long long)json_integer_value(json_object_get(job, "attempts")), why ? "\n    " : "", why ? why : "");
}

/* `state`: which were asked for, or NULL. */
static void show_jobs(const json_t *answer, const void *state)
{
	const json_t *jobs = json_object_get(answer, "items");

	for (size_t i = 0; i < json_array_size(jobs); i++)
		print_job(json_array_get(jobs, i));
	if (!json_array_size(jobs))
		puts(state ? "No such jobs." : "No job was given up.");
}

int px_cmd_jobs(struct px_invocation *invocation)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);
	const char *state = px_command_option(invocation, "state");

	(void)px_buf_text(&path, "/api/v1/jobs");
	px_command_query(&path, "state", state);
	px_command_query(&path, "limit", px_command_option(invocation, "limit"));
	int status = px_command_call(invocation, "GET", path.data, NULL, show_jobs, state);
	px_buf_release(&path);
	return status;
}

static int change(struct px_invocation *invocation, const char *method, const char *verb, const char *done)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);

	(void)px_buf_text(&path, "/api/v1/jobs/");
	px_uri_escape(&path, px_str(invocation->arguments[0]));
	(void)px_buf_text(&path, verb);
	int status = px_command_call(invocation, method, path.data, NULL, px_command_say, done);
	px_buf_release(&path);
	return status;
}

int px_cmd_jobs_retry(struct px_invocation *invocation)
{
	return change(invocation, "POST", "/retry", "It is tried again.");
}

int px_cmd_jobs_drop(struct px_invocation *invocation)
{
	return change(invocation, "DELETE", "", "It is removed.");
}
