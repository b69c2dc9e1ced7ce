/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie import and recall.
 */
#include "app/command.h"
#include "app/import_files.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/uri.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_MAX_BYTES = 16384, BATCH = 100, BATCH_BYTES = 512 * 1024, WAIT_MS = 50, PATIENCE_MS = 60000 /* without progress */ };

/* ------------------------------------------------------------------- import */

struct importing {
	struct px_remote *remote;
	json_t *items;
	size_t bytes;          /* of what waits in items */
	size_t created, known, wrong;
	struct px_uploads uploads;
	bool progress;
};

static void show(const struct importing *in, const char *what, size_t done, size_t all)
{
	size_t filled = all ? done * 30 / all : 0;

	if (!in->progress)
		return;
	fprintf(stderr, "\r%-10s [%.*s%*s] %zu", what, (int)filled, "##############################", (int)(30 - filled), "", done);
	if (all)
		fprintf(stderr, " of %zu", all);
	fputs("  ", stderr);
}

static enum px_err flush(struct importing *in, struct px_error *error)
{
	json_t *answer = NULL;

	if (!json_array_size(in->items))
		return PX_OK;
	json_t *body = json_pack("{s:O}", "items", in->items);
	enum px_err err = px_remote_call(in->remote, "POST", "/api/v1/import", body, &answer, error);
	json_decref(body);
	if (!err) {
		in->created += (size_t)json_integer_value(json_object_get(answer, "created"));
		in->known += (size_t)json_integer_value(json_object_get(answer, "known"));
		show(in, "imported", in->created + in->known, 0);
	}
	json_decref(answer);
	json_array_clear(in->items);
	in->bytes = 0;
	return err;
}

/* Takes the item. */
static enum px_err put(struct importing *in, json_t *item, struct px_error *error)
{
	in->bytes += json_string_length(json_object_get(item, "text"));
	json_array_append_new(in->items, item);
	if (json_array_size(in->items) < BATCH && in->bytes < BATCH_BYTES)
		return PX_OK;
	return flush(in, error);
}

static enum px_err import_lines(struct importing *in, const char *path, struct px_error *error)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	enum px_err err = PX_OK;
	char *line = NULL;
	size_t room = 0, number = 0;
	ssize_t n;

	if (!file)
		return px_fail(error, PX_NOT_FOUND, "file", "%s can't be read", path);
	while (!err && (n = getline(&line, &room, file)) > 0) {
		json_t *item = NULL;
		struct px_str text = px_str_trim(px_str_n(line, (size_t)n));
		number++;
		if (!text.size)
			continue;
		err = px_json_parse(text, &item, error);
		if (err)
			err = px_fail(error, PX_INVALID, "file", "%s, line %zu is no JSON object", path, number);
		else
			err = put(in, item, error);
	}
	free(line);
	if (file != stdin)
		fclose(file);
	return err;
}

static enum px_err put_file(void *arg, json_t *item, struct px_error *error)
{
	return put(arg, item, error);
}

/* Until every text has its vector. */
static enum px_err wait_for_meaning(struct importing *in, struct px_error *error)
{
	const struct timespec pause = { 0, WAIT_MS * 1000000L };
	json_int_t pending = 1, before = -1;
	enum px_err err = PX_OK;

	for (int idle = 0; !err && pending > 0 && idle < PATIENCE_MS / WAIT_MS; idle++) {
		json_t *state = NULL;
		err = px_remote_call(in->remote, "GET", "/api/v1/memory/index", NULL, &state, error);
		pending = json_integer_value(json_object_get(state, "pending"));
		size_t items = (size_t)json_integer_value(json_object_get(state, "items"));
		show(in, "indexed", items - (size_t)pending, items);
		json_decref(state);
		idle = pending == before ? idle : 0;
		before = pending;
		if (!err && pending > 0)
			nanosleep(&pause, NULL);
	}
	return err;
}

int px_cmd_import(struct px_invocation *invocation)
{
	struct importing in = { .items = json_array(), .progress = isatty(2) && !invocation->json };
	struct px_buf words = PX_BUF_INIT(PATH_MAX_BYTES);
	struct px_error error;

	px_command_text(invocation, &words);
	const char *path = words.data ? words.data : "";
	enum px_err err = px_remote_open(&invocation->config, &in.remote, &error);
	in.uploads.remote = err ? NULL : in.remote;
	if (!err && px_command_option(invocation, "jsonl"))
		err = import_lines(&in, path, &error);
	else if (!err)
		err = px_import_files(path, put_file, &in, &in.uploads, &in.wrong, &error);
	if (!err)
		err = flush(&in, &error);
	if (!err)
		err = px_uploads_wait(&in.uploads, &error);
	in.created += in.uploads.created;
	in.known += in.uploads.known;
	in.wrong += in.uploads.failed;
	if (!err)
		err = wait_for_meaning(&in, &error);
	if (in.progress)
		fputc('\n', stderr);
	if (!err && invocation->json)
		printf("{\"created\":%zu,\"known\":%zu,\"unreadable\":%zu}\n", in.created, in.known, in.wrong);
	else if (!err)
		printf("Imported %zu; %zu were there already%s.\n", in.created, in.known, in.wrong ? "; some could not be read, see above" : "");
	json_decref(in.items);
	px_uploads_release(&in.uploads);
	px_remote_close(in.remote);
	px_buf_release(&words);
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
}

/* ------------------------------------------------------------------- recall */

static enum px_err search(struct px_remote *remote, const struct px_invocation *invocation, const char *question, const char *now,
			  json_t **answer, struct px_error *error)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);

	(void)px_buf_text(&path, "/api/v1/search?q=");
	px_uri_escape(&path, px_str(question));
	px_command_query(&path, "limit", px_command_option(invocation, "limit"));
	px_command_query(&path, "kinds", px_command_option(invocation, "kinds"));
	px_command_query(&path, "now", now);
	enum px_err err = px_remote_call(remote, "GET", path.data, NULL, answer, error);
	px_buf_release(&path);
	return err;
}

static void print_hits(const json_t *answer)
{
	const char *text = px_command_member(answer, "answer");
	const json_t *hits = json_object_get(answer, "hits");

	if (text)
		printf("%s\n\n", text);
	for (size_t i = 0; i < json_array_size(hits); i++) {
		const json_t *hit = json_array_get(hits, i);
		printf("%2zu. %.10s  %-8s %s\n", i + 1, px_command_member(hit, "at"), px_command_member(hit, "kind"), px_command_member(hit, "text"));
	}
	if (!json_array_size(hits))
		puts("Nothing was found.");
}

static enum px_err recall_line(struct px_remote *remote, const struct px_invocation *invocation, struct px_str line,
			       struct px_error *error)
{
	json_t *asked = NULL, *answer = NULL;
	enum px_err err = px_json_parse(line, &asked, error);

	if (!err && !px_command_member(asked, "q"))
		err = px_fail(error, PX_INVALID, "q", "a line needs \"q\", the question");
	if (!err)
		err = search(remote, invocation, px_command_member(asked, "q"), px_command_member(asked, "now"), &answer, error);
	if (!err) {
		json_object_set(answer, "id", json_object_get(asked, "id"));
		char *text = json_dumps(answer, JSON_COMPACT);
		puts(text);
		free(text);
	}
	json_decref(asked);
	json_decref(answer);
	return err;
}

static enum px_err recall_lines(struct px_remote *remote, const struct px_invocation *invocation, struct px_error *error)
{
	enum px_err err = PX_OK;
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	while (!err && (n = getline(&line, &room, stdin)) > 0) {
		struct px_str text = px_str_trim(px_str_n(line, (size_t)n));
		if (text.size)
			err = recall_line(remote, invocation, text, error);
		fflush(stdout);
	}
	free(line);
	return err;
}

int px_cmd_recall(struct px_invocation *invocation)
{
	struct px_buf words = PX_BUF_INIT(PATH_MAX_BYTES);
	struct px_remote *remote = NULL;
	json_t *answer = NULL;
	struct px_error error;

	px_command_text(invocation, &words);
	enum px_err err = px_remote_open(&invocation->config, &remote, &error);
	if (!err && px_command_option(invocation, "jsonl")) {
		err = recall_lines(remote, invocation, &error);
	} else if (!err) {
		err = words.size ? search(remote, invocation, words.data, NULL, &answer, &error)
				 : px_fail(&error, PX_INVALID, "question", "what shall be looked for?");
		if (!err && invocation->json)
			px_command_print_json(answer);
		else if (!err)
			print_hits(answer);
	}
	json_decref(answer);
	px_remote_close(remote);
	px_buf_release(&words);
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
}
