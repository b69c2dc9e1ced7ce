/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call is a job on the upstream's loop; its caller sleeps until the loop has the answer.
 */
#include "net/upstream.h"

#include "base/clock.h"
#include "base/mem.h"
#include "net/client.h"
#include "net/retry.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { AWAY_MS = 1000, AWAY_MAX_MS = 30000 };
enum { ATTEMPTS = 4, PAUSE_MS = 100, PAUSE_MAX_MS = 3000, ASKED_MAX_MS = 10000, LOOP_INDEX = 99 };

struct px_upstream {
	struct px_loop *loop;
	struct px_client *client;
	unsigned attempts, timeout_ms;
	pthread_mutex_t lock;
	int64_t away_until; /* under the lock, as is the next: ns of px_clock_mono until which nobody asks */
	unsigned away;      /* calls in a row that did not reach the server */
};

/* One attempt, on the caller's stack. */
struct attempt {
	struct px_job job;
	struct px_upstream *upstream;
	const struct px_upstream_request *request;
	struct px_upstream_answer *answer;
	enum px_err err;
	int64_t retry_after;
	char message[200];
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool done; /* under the lock */
};

enum px_err px_upstream_new(const struct px_upstream_config *config, struct px_upstream **out, struct px_error *error)
{
	struct px_upstream *upstream = px_calloc(1, sizeof(*upstream));

	pthread_mutex_init(&upstream->lock, NULL);
	upstream->attempts = config->attempts ? config->attempts : ATTEMPTS;
	upstream->timeout_ms = config->timeout_ms;
	enum px_err err = px_loop_new(LOOP_INDEX, &upstream->loop, error);
	struct px_client_config client = {
		.loop = upstream->loop, .allow_http = true, .connections_per_host = config->connections,
		.ca_file = config->ca_file && config->ca_file[0] ? config->ca_file : NULL,
	};
	if (!err)
		err = px_client_new(&client, &upstream->client, error);
	if (err)
		px_upstream_free(upstream);
	*out = err ? NULL : upstream;
	return err;
}

void px_upstream_free(struct px_upstream *upstream)
{
	if (!upstream)
		return;
	px_client_free(upstream->client);
	if (upstream->loop)
		px_loop_free(upstream->loop);
	pthread_mutex_destroy(&upstream->lock);
	free(upstream);
}

static void end_attempt(struct attempt *attempt)
{
	pthread_mutex_lock(&attempt->lock);
	attempt->done = true;
	pthread_cond_signal(&attempt->ended);
	pthread_mutex_unlock(&attempt->lock);
}

static void answered(void *arg, const struct px_client_response *response)
{
	struct attempt *attempt = arg;
	struct px_upstream_answer *answer = attempt->answer;

	attempt->err = response->err;
	if (response->err) {
		snprintf(attempt->message, sizeof(attempt->message), "%s", response->message);
	} else {
		const char *header = attempt->request->header ? px_client_header(response, attempt->request->header) : NULL;
		answer->status = response->status;
		snprintf(answer->header, sizeof(answer->header), "%s", header ? header : "");
		attempt->retry_after = px_retry_after(px_client_header(response, "Retry-After"), px_clock_now());
		if (px_buf_str(&answer->body, response->body) != PX_OK)
			attempt->err = PX_TOO_LARGE;
	}
	end_attempt(attempt);
}

static void send_attempt(struct px_job *job)
{
	struct attempt *attempt = (struct attempt *)job;
	const struct px_upstream_request *request = attempt->request;
	struct px_client_request call = {
		.method = request->method, .url = request->url, .headers = request->headers, .body = request->body,
		.body_stays = true, .timeout_ms = attempt->upstream->timeout_ms, .max_body = attempt->answer->body.cap,
		.done = answered, .arg = attempt,
	};

	(void)px_client_send(attempt->upstream->client, &call);
}

static void make_attempt(struct attempt *attempt)
{
	attempt->job.run = send_attempt;
	attempt->done = false;
	attempt->retry_after = -1;
	px_buf_clear(&attempt->answer->body);
	if (!px_loop_post(attempt->upstream->loop, &attempt->job)) {
		attempt->err = PX_CANCELLED;
		return;
	}
	pthread_mutex_lock(&attempt->lock);
	while (!attempt->done)
		pthread_cond_wait(&attempt->ended, &attempt->lock);
	pthread_mutex_unlock(&attempt->lock);
}

static bool may_pass(const struct attempt *attempt)
{
	int status = attempt->answer->status;

	if (attempt->err)
		return attempt->err == PX_UNAVAILABLE || attempt->err == PX_TIMEOUT;
	return status == 429 || status == 500 || (status >= 502 && status <= 504);
}

/* ------------------------------------------------------------------ a server that is away */

static bool is_away(struct px_upstream *upstream)
{
	pthread_mutex_lock(&upstream->lock);
	bool away = upstream->away && px_clock_mono() < upstream->away_until;
	pthread_mutex_unlock(&upstream->lock);
	return away;
}

static void note_end(struct px_upstream *upstream, enum px_err err)
{
	pthread_mutex_lock(&upstream->lock);
	int64_t now = px_clock_mono();
	if ((err == PX_UNAVAILABLE || err == PX_TIMEOUT) && now >= upstream->away_until) { /* calls that fail together are one failure */
		int64_t ms = upstream->away < 5 ? (int64_t)AWAY_MS << upstream->away : AWAY_MAX_MS;
		upstream->away++;
		upstream->away_until = now + ms * 1000000;
	} else if (!err) {
		upstream->away = 0;
	}
	pthread_mutex_unlock(&upstream->lock);
}

static void pause_for(int64_t ms)
{
	struct timespec left = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&left, &left) != 0)
		;
}

/* What people may see of a URL: scheme and host, no path, no signature. */
static int host_length(const char *url)
{
	const char *host = strstr(url, "://");

	return (int)(host ? (size_t)(host + 3 - url) + strcspn(host + 3, "/?") : strlen(url));
}

enum px_err px_upstream_call(struct px_upstream *upstream, const struct px_upstream_request *request,
			     struct px_upstream_answer *answer, struct px_error *error)
{
	struct attempt attempt = { .upstream = upstream, .request = request, .answer = answer };
	int64_t patience = upstream->timeout_ms ? upstream->timeout_ms : ASKED_MAX_MS;

	if (is_away(upstream))
		return px_fail(error, PX_UNAVAILABLE, NULL, "%.*s: it did not answer lately, and is not asked again yet",
			       host_length(request->url), request->url);
	pthread_mutex_init(&attempt.lock, NULL);
	pthread_cond_init(&attempt.ended, NULL);
	for (unsigned n = 0; n < upstream->attempts; n++) {
		make_attempt(&attempt);
		if (!may_pass(&attempt) || n + 1 == upstream->attempts)
			break;
		int64_t asked = attempt.retry_after > patience ? patience : attempt.retry_after;
		pause_for(px_retry_pause(n, PAUSE_MS, PAUSE_MAX_MS, asked));
	}
	note_end(upstream, attempt.err);
	pthread_cond_destroy(&attempt.ended);
	pthread_mutex_destroy(&attempt.lock);
	if (attempt.err)
		return px_fail(error, attempt.err, NULL, "%.*s: %s", host_length(request->url), request->url,
			       attempt.message[0] ? attempt.message : px_err_name(attempt.err));
	return PX_OK;
}

/* Our own key that is refused is no fault of the person who asks. */
static enum px_err err_of(int status)
{
	switch (status) {
	case 404: return PX_NOT_FOUND;
	case 409: case 412: return PX_CONFLICT;
	case 507: return PX_NO_SPACE;
	default: return PX_UNAVAILABLE;
	}
}

enum px_err px_upstream_check(const struct px_upstream_answer *answer, const char *what, struct px_error *error)
{
	if (answer->status >= 200 && answer->status < 300)
		return PX_OK;
	struct px_str reason = px_buf_view(&answer->body);
	return px_fail(error, err_of(answer->status), NULL, "%s answered %d: %.*s", what, answer->status,
		       (int)(reason.size < 160 ? reason.size : 160), reason.data);
}
