/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One fetch: posted to the client's loop, sent, and answered from there.
 */
#include "app/fetch.h"

#include "base/mem.h"

#include <stdlib.h>

enum { HEADER_MAX_BYTES = 8192 };

struct fetch {
	struct px_job job;
	const struct px_fetcher *fetcher; /* borrowed */
	struct px_auth_fetch what; /* its strings are ours */
	px_auth_fetched_fn done;
	void *arg;
};

static void free_fetch(struct fetch *fetch)
{
	free((char *)fetch->what.url);
	free((char *)fetch->what.form);
	if (fetch->what.authorization)
		explicit_bzero((char *)fetch->what.authorization, strlen(fetch->what.authorization));
	free((char *)fetch->what.authorization);
	free(fetch);
}

static void fetched(void *arg, const struct px_client_response *response)
{
	struct fetch *fetch = arg;

	fetch->done(fetch->arg, response->err, response->status, response->body);
	free_fetch(fetch);
}

static void send_now(struct px_job *job)
{
	struct fetch *fetch = (struct fetch *)job;
	struct px_buf authorization = PX_BUF_INIT(HEADER_MAX_BYTES);
	const char *headers[4];
	size_t n = 0;

	if (!fetch->fetcher->client) {
		fetch->done(fetch->arg, PX_CANCELLED, 0, px_str(NULL));
		free_fetch(fetch);
		return;
	}
	headers[n++] = "Accept: application/json";
	if (fetch->what.form)
		headers[n++] = "Content-Type: application/x-www-form-urlencoded";
	if (fetch->what.authorization &&
	    px_buf_printf(&authorization, "Authorization: %s", fetch->what.authorization) == PX_OK)
		headers[n++] = authorization.data;
	headers[n] = NULL;
	struct px_client_request request = {
		.url = fetch->what.url,
		.headers = headers,
		.body = px_str(fetch->what.form),
		.timeout_ms = fetch->what.timeout_ms,
		.max_body = fetch->what.max_bytes,
		.done = fetched,
		.arg = fetch,
	};
	(void)px_client_send(fetch->fetcher->client, &request);
	if (authorization.data)
		explicit_bzero(authorization.data, authorization.size);
	px_buf_release(&authorization);
}

void px_app_fetch(void *context, const struct px_auth_fetch *what, px_auth_fetched_fn done, void *arg)
{
	const struct px_fetcher *fetcher = context;
	struct fetch *fetch = px_calloc(1, sizeof(*fetch));

	fetch->job.run = send_now;
	fetch->fetcher = fetcher;
	fetch->what = *what;
	fetch->what.url = px_strdup(what->url);
	fetch->what.form = px_strdup(what->form);
	fetch->what.authorization = px_strdup(what->authorization);
	fetch->done = done;
	fetch->arg = arg;
	if (px_loop_post(fetcher->loop, &fetch->job))
		return;
	done(arg, PX_CANCELLED, 0, px_str(NULL)); /* shutting down: nobody waits for a later call */
	free_fetch(fetch);
}

enum px_err px_fetcher_start(struct px_fetcher *fetcher, struct px_loop *loop, struct px_error *error)
{
	struct px_client_config config = { .loop = loop, .allow_http = true };

	fetcher->loop = loop;
	return px_client_new(&config, &fetcher->client, error);
}

struct ending {
	struct px_fetcher *fetcher;
	struct px_client *client;
};

static void forget_client(void *arg)
{
	struct ending *ending = arg;

	ending->client = ending->fetcher->client;
	ending->fetcher->client = NULL;
}

void px_fetcher_stop(struct px_fetcher *fetcher)
{
	struct ending ending = { .fetcher = fetcher };

	px_loop_run_sync(fetcher->loop, forget_client, &ending);
	px_client_free(ending.client);
}
