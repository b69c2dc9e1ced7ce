/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie reindex: over to another embedding model, with what comes of it.
 */
#include "app/command.h"

#include <time.h>
#include <unistd.h>

enum { WAIT_MS = 200 };

static bool is_under_way(const json_t *state)
{
	const char *word = px_command_member(state, "state");

	return word && strcmp(word, "embedding") == 0;
}

static void show_progress(const json_t *state)
{
	size_t all = (size_t)json_integer_value(json_object_get(state, "items"));
	size_t made = (size_t)json_integer_value(json_object_get(state, "made"));
	size_t filled = all ? (made < all ? made : all) * 30 / all : 0;

	fprintf(stderr, "\rembedding  [%.*s%*s] %zu of %zu  ", (int)filled, "##############################", (int)(30 - filled), "",
		made, all);
}

/* Until the change is done or needs somebody; the server goes on by itself if this is ended. */
static enum px_err wait_for_it(struct px_remote *remote, bool progress, json_t **state, struct px_error *error)
{
	const struct timespec pause = { 0, WAIT_MS * 1000000L };
	enum px_err err;

	for (;;) {
		json_decref(*state);
		*state = NULL;
		err = px_remote_call(remote, "GET", "/api/v1/memory/index", NULL, state, error);
		if (err || !is_under_way(*state))
			break;
		if (progress)
			show_progress(*state);
		nanosleep(&pause, NULL);
	}
	if (progress)
		fputc('\n', stderr);
	return err;
}

static void print_share(const char *what, const json_t *report, const char *key)
{
	const json_t *share = json_object_get(report, key);

	if (json_is_number(share))
		printf("  %-28s %5.1f%%\n", what, 100 * json_number_value(share));
}

static void print_state(const json_t *state)
{
	const json_t *report = json_object_get(state, "report");
	const char *target = px_command_member(state, "target"), *previous = px_command_member(state, "previous");

	printf("In use: %s\n", px_command_member(state, "model") ? px_command_member(state, "model") : "no model; words alone");
	if (json_integer_value(json_object_get(report, "probes")))
		printf("Compared on %lld of your own texts:\n", (long long)json_integer_value(json_object_get(report, "probes")));
	print_share("found under the old model", report, "recall_before");
	print_share("found under the new model", report, "recall_after");
	print_share("what both find", report, "overlap");
	if (target)
		printf("%s finds less. `pixie reindex --switch` uses it all the same, `--roll-back` drops it.\n", target);
	else if (previous)
		printf("Before: %s. `pixie reindex --roll-back` goes back to it within a week.\n", previous);
}

static enum px_err start(struct px_remote *remote, const struct px_invocation *invocation, struct px_error *error)
{
	json_t *answer = NULL, *body = json_object();
	const char *path = "/api/v1/memory/reindex";

	if (px_command_option(invocation, "switch"))
		json_object_set_new(body, "action", json_string("switch"));
	else if (px_command_option(invocation, "roll-back"))
		json_object_set_new(body, "action", json_string("roll_back"));
	else
		json_object_set_new(body, "embedder", json_string(invocation->config.embedder));
	if (px_command_option(invocation, "all"))
		path = "/api/v1/memory/reindex/all";
	enum px_err err = px_remote_call(remote, "POST", path, body, &answer, error);
	if (!err && !invocation->json && json_is_integer(json_object_get(answer, "users")))
		printf("%lld people are on their way to it; the server goes on in the background.\n",
		       (long long)json_integer_value(json_object_get(answer, "users")));
	json_decref(body);
	json_decref(answer);
	return err;
}

int px_cmd_reindex(struct px_invocation *invocation)
{
	struct px_remote *remote = NULL;
	struct px_error error;
	json_t *state = NULL;

	enum px_err err = px_remote_open(&invocation->config, &remote, &error);
	if (!err)
		err = start(remote, invocation, &error);
	if (!err)
		err = wait_for_it(remote, isatty(2) && !invocation->json, &state, &error);
	if (!err && invocation->json)
		px_command_print_json(state);
	else if (!err)
		print_state(state);
	json_decref(state);
	px_remote_close(remote);
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
}
