/* SPDX-License-Identifier: Apache-2.0 */
/* A post is copied into one block, carried to the loop, and freed when its answer is told. */
#include "push/post.h"

#include "base/arena.h"
#include "base/mem.h"
#include "net/client.h"

#include <stdlib.h>
#include <string.h>

enum { HEADERS_MAX = 12, TIMEOUT_MS = 20000, ANSWER_MAX = 65536 };

struct px_poster {
	struct px_loop *loop;
	struct px_client *client;
	bool stopped; /* the loop's thread */
};

struct outgoing {
	struct px_job job;
	struct px_poster *poster;
	struct px_post post;
	const char *headers[HEADERS_MAX + 1];
	struct px_arena arena;
};

enum px_err px_poster_new(struct px_loop *loop, bool allow_http, bool allow_private, struct px_poster **out,
			  struct px_error *error)
{
	struct px_poster *poster = px_calloc(1, sizeof(*poster));
	struct px_client_config config = { .loop = loop, .allow_http = allow_http, .public_only = !allow_private };
	enum px_err err = px_client_new(&config, &poster->client, error);

	if (err) {
		free(poster);
		return err;
	}
	poster->loop = loop;
	*out = poster;
	return PX_OK;
}

static void mark_stopped(void *arg)
{
	struct px_poster *poster = arg;

	poster->stopped = true;
}

void px_poster_stop(struct px_poster *poster)
{
	if (!poster || !poster->client)
		return;
	px_loop_run_sync(poster->loop, mark_stopped, poster);
	px_client_free(poster->client);
	poster->client = NULL;
}

void px_poster_free(struct px_poster *poster)
{
	px_poster_stop(poster);
	free(poster);
}

static void finish(struct outgoing *out, const struct px_post_answer *answer)
{
	out->post.done(out->post.arg, answer);
	px_arena_release(&out->arena);
	free(out);
}

static void answered(void *arg, const struct px_client_response *response)
{
	struct outgoing *out = arg;
	const struct px_post_answer answer = {
		.status = response->err ? 0 : response->status, .err = response->err, .why = response->err ? response->message : NULL,
		.sent = px_client_body_sent(response->call, out->post.body.size),
	};

	finish(out, &answer);
}

static void refuse(struct outgoing *out)
{
	finish(out, &(struct px_post_answer){ .err = PX_CANCELLED, .why = "the program is stopping" });
}

/* [loop] */
static void start(struct px_job *job)
{
	struct outgoing *out = (struct outgoing *)((char *)job - offsetof(struct outgoing, job));
	struct px_client_request request = {
		.method = "POST", .url = out->post.url, .headers = out->headers, .body = out->post.body, .body_stays = true,
		.own_connection = out->post.once, .timeout_ms = TIMEOUT_MS, .max_body = ANSWER_MAX, .done = answered, .arg = out,
	};

	if (out->poster->stopped)
		refuse(out);
	else
		(void)px_client_send(out->poster->client, &request);
}

void px_poster_send(struct px_poster *poster, const struct px_post *post)
{
	struct outgoing *out = px_calloc(1, sizeof(*out));

	px_arena_init(&out->arena);
	out->poster = poster;
	out->post = *post;
	out->post.url = px_arena_str(&out->arena, px_str(post->url));
	out->post.body = px_str_n(px_arena_strn(&out->arena, post->body.data, post->body.size), post->body.size);
	for (size_t i = 0; post->headers[i] && i < HEADERS_MAX; i++)
		out->headers[i] = px_arena_str(&out->arena, px_str(post->headers[i]));
	out->job.run = start;
	if (!px_loop_post(poster->loop, &out->job))
		refuse(out);
}

enum px_err px_post_verdict(const struct px_post_answer *answer, const char *whom, struct px_error *error)
{
	enum px_err err = answer->err;
	int status = answer->status;

	if (status >= 200 && status < 300)
		return PX_OK;
	if (!status) /* a bad address is one for ever; all else may pass */
		return px_fail(error, err == PX_INVALID || err == PX_CANCELLED || err == PX_FORBIDDEN ? err : PX_UNAVAILABLE, NULL, "%s can't be reached: %s",
			       whom, answer->why ? answer->why : "no answer");
	if (status == 404 || status == 410)
		return px_fail(error, PX_NOT_FOUND, NULL, "%s knows no such address (status %d)", whom, status);
	if (status == 408 || status == 425 || status == 429 || status >= 500)
		return px_fail(error, PX_UNAVAILABLE, NULL, "%s is not ready (status %d)", whom, status);
	return px_fail(error, PX_INVALID, NULL, "%s refused the message (status %d)", whom, status);
}
