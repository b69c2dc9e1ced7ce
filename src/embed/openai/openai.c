/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The "openai" driver: POST to any OpenAI-compatible /v1/embeddings (OpenAI,
 * Ollama, llama.cpp, vLLM).
 *
 * A call of the facade blocks its thread; the HTTP request runs on a loop of
 * the driver's own.  What may pass (429, 5xx, a broken connection) is tried
 * again after a growing, jittered pause, or the one that Retry-After names.
 */
#include "embed/embed_driver.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "embed/openai/answer.h"
#include "net/client.h"
#include "net/retry.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
	BATCH = 100,
	BATCH_BYTES = 400000,
	TEXT_BYTES = 8192,      /* a token has a byte at least, and OpenAI's models read 8,192 */
	ANSWER_BYTES = 64 << 20,
	REQUEST_BYTES = 8 << 20,
	ATTEMPTS = 5,
	TIMEOUT_MS = 30000,
	PAUSE_MS = 500,         /* before the second attempt; doubles */
	PAUSE_MAX_MS = 20000,
	RETRY_AFTER_MAX_MS = 60000, /* asked to wait longer, we rather fail and say so */
};

struct openai {
	char *url, *model_name, *authorization;
	char hash[PX_EMBED_HASH_TEXT];
	_Atomic size_t dims;
	unsigned timeout_ms, attempts;
	struct px_loop *loop;
	struct px_client *client;
	pthread_mutex_t lock;
	pthread_cond_t changed; /* a call ended, or `stopping` */
	bool stopping;
};

/* One HTTP request; on the stack of the thread that waits for it. */
struct call {
	struct px_job send, cancel; /* first, so that a job is its call */
	struct openai *openai;
	struct px_str body;
	struct px_client_call *handle; /* loop thread; NULL when done */
	int pending;                   /* jobs and answers that still point here; under the lock */
	enum px_err err;
	int status;
	int64_t retry_after;
	char message[200];
	struct px_buf answer;
};

static void settle(struct call *call)
{
	struct openai *openai = call->openai;

	pthread_mutex_lock(&openai->lock);
	call->pending--; /* at 0 the waiting thread may go on, and `call` is gone */
	pthread_cond_broadcast(&openai->changed);
	pthread_mutex_unlock(&openai->lock);
}

static void answered(void *arg, const struct px_client_response *response)
{
	struct call *call = arg;

	call->handle = NULL;
	call->err = response->err;
	call->status = response->status;
	snprintf(call->message, sizeof(call->message), "%s", response->message ? response->message : "");
	if (!response->err) {
		call->retry_after = px_retry_after(px_client_header(response, "Retry-After"), px_clock_now());
		if (px_buf_str(&call->answer, response->body) != PX_OK)
			call->err = PX_TOO_LARGE;
	}
	settle(call);
}

static void send_now(struct px_job *job)
{
	struct call *call = (struct call *)job;
	const struct openai *openai = call->openai;
	const char *headers[] = { "Content-Type: application/json", "Accept: application/json", openai->authorization,
				  NULL };

	struct px_client_request request = { .url = openai->url, .headers = headers, .body = call->body,
					     .timeout_ms = openai->timeout_ms, .max_body = ANSWER_BYTES,
					     .done = answered, .arg = call };
	call->handle = px_client_send(openai->client, &request);
}

static void cancel_now(struct px_job *job)
{
	struct call *call = (struct call *)((char *)job - offsetof(struct call, cancel));

	if (call->handle)
		px_client_cancel(call->handle);
	settle(call);
}

/* Sends and waits; what came is in `call`. */
static void exchange(struct openai *openai, struct call *call)
{
	bool cancelled = false;

	call->send.run = send_now;
	call->cancel.run = cancel_now;
	call->pending = 1;
	call->retry_after = -1;
	px_buf_clear(&call->answer);
	if (!px_loop_post(openai->loop, &call->send)) {
		call->err = PX_CANCELLED;
		return;
	}
	pthread_mutex_lock(&openai->lock);
	while (call->pending > 0) {
		if (openai->stopping && !cancelled) {
			cancelled = true;
			call->pending += px_loop_post(openai->loop, &call->cancel);
			continue;
		}
		pthread_cond_wait(&openai->changed, &openai->lock);
	}
	pthread_mutex_unlock(&openai->lock);
}

/* False if it was interrupted. */
static bool pause_for(struct openai *openai, int64_t ms)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	int64_t ns = until.tv_nsec + ms % 1000 * 1000000;
	until.tv_sec += (time_t)(ms / 1000 + ns / 1000000000);
	until.tv_nsec = (long)(ns % 1000000000);
	pthread_mutex_lock(&openai->lock);
	while (!openai->stopping && pthread_cond_timedwait(&openai->changed, &openai->lock, &until) == 0)
		;
	bool go_on = !openai->stopping;
	pthread_mutex_unlock(&openai->lock);
	return go_on;
}

static bool may_pass(const struct call *call)
{
	if (call->err)
		return call->err == PX_TIMEOUT || call->err == PX_UNAVAILABLE;
	return call->status == 408 || call->status == 429 || call->status >= 500;
}

static enum px_err failed(const struct call *call, struct px_error *error)
{
	char reason[160];

	if (call->err)
		return px_fail(error, call->err, "embed-url", "the embedding endpoint can't be used: %s", call->message);
	px_openai_reason(px_buf_view(&call->answer), reason, sizeof(reason));
	enum px_err err = call->status == 401 || call->status == 403 ? PX_UNAUTHORIZED :
			  call->status == 413 ? PX_TOO_LARGE : call->status == 429 ? PX_RATE_LIMITED :
			  call->status >= 400 && call->status < 500 && call->status != 408 ? PX_INVALID : PX_UNAVAILABLE;
	return px_fail(error, err, "embed-url", "the embedding endpoint answers with status %d%s%s", call->status,
		       reason[0] ? ": " : "", reason);
}

/* One request to the endpoint with its repetitions; the answer's body is in `call`. */
static enum px_err ask(struct openai *openai, struct call *call, struct px_embed_usage *usage, struct px_error *error)
{
	for (unsigned attempt = 0;; attempt++) {
		exchange(openai, call);
		if (!call->err && call->status == 200)
			return PX_OK;
		if (!may_pass(call) || attempt + 1 >= openai->attempts || call->retry_after > RETRY_AFTER_MAX_MS)
			return failed(call, error);
		usage->retries++;
		if (!pause_for(openai, px_retry_pause(attempt, PAUSE_MS, PAUSE_MAX_MS, call->retry_after)))
			return px_fail(error, PX_CANCELLED, NULL, "the embedder was shut down");
	}
}

/* Texts that have something to read in them, and where they belong. */
struct asked {
	struct px_str texts[BATCH];
	size_t where[BATCH];
	size_t count;
};

static void select_texts(const struct px_str *texts, size_t count, struct asked *asked, struct px_embedding *results)
{
	asked->count = 0;
	for (size_t i = 0; i < count; i++) {
		struct px_str text = px_str_trim(texts[i]);
		results[i] = (struct px_embedding){ .truncated = text.size > TEXT_BYTES };
		if (text.size == 0)
			continue;
		asked->where[asked->count] = i;
		asked->texts[asked->count++] = px_str_n(text.data, px_utf8_cut(text, TEXT_BYTES));
	}
}

static enum px_err fetch(struct openai *openai, const struct asked *asked, struct px_arena *arena,
			 struct px_embedding *results, struct px_embed_usage *usage, struct px_error *error)
{
	struct px_buf body = PX_BUF_INIT(REQUEST_BYTES);
	struct call call = { .openai = openai, .answer = PX_BUF_INIT(ANSWER_BYTES) };
	size_t known = atomic_load(&openai->dims), dims = known;
	const float *vectors[BATCH];

	px_openai_write(&body, openai->model_name, asked->texts, asked->count);
	call.body = px_buf_view(&body);
	enum px_err err = ask(openai, &call, usage, error);
	if (!err)
		err = px_openai_read(px_buf_view(&call.answer), asked->count, &dims, arena, vectors, &usage->tokens, error);
	/* Two first answers at once: the one that came second must agree. */
	if (!err && !atomic_compare_exchange_strong(&openai->dims, &known, dims) && known != dims)
		err = px_fail(error, PX_CONFLICT, "embed-dims", "the endpoint answers with %zu and with %zu dimensions",
			      known, dims);
	for (size_t i = 0; !err && i < asked->count; i++)
		results[asked->where[i]].vector = vectors[i];
	px_buf_release(&body);
	px_buf_release(&call.answer);
	return err;
}

static enum px_err embed(void *self, void *workspace, const struct px_str *texts, size_t count, bool tokens,
			 struct px_arena *arena, struct px_embedding *results, struct px_embed_usage *usage,
			 struct px_error *error)
{
	struct openai *openai = self;
	struct asked asked;
	enum px_err err = PX_OK;

	(void)workspace;
	(void)tokens;
	select_texts(texts, count, &asked, results);
	if (asked.count)
		err = fetch(openai, &asked, arena, results, usage, error);
	size_t dims = atomic_load(&openai->dims);
	if (!err && dims == 0)
		err = px_fail(error, PX_INVALID, "texts", "the first text for an endpoint can't be empty");
	for (size_t i = 0; !err && i < count; i++) {
		if (!results[i].vector)
			results[i].vector = px_arena_zero(arena, dims, sizeof(float));
	}
	return err;
}

static void interrupt(void *self)
{
	struct openai *openai = self;

	pthread_mutex_lock(&openai->lock);
	openai->stopping = true;
	pthread_cond_broadcast(&openai->changed);
	pthread_mutex_unlock(&openai->lock);
}

static void close_openai(void *self)
{
	struct openai *openai = self;

	if (openai->client)
		px_client_free(openai->client);
	if (openai->loop)
		px_loop_free(openai->loop);
	pthread_cond_destroy(&openai->changed);
	pthread_mutex_destroy(&openai->lock);
	free(openai->url);
	free(openai->model_name);
	if (openai->authorization)
		explicit_bzero(openai->authorization, strlen(openai->authorization));
	free(openai->authorization);
	free(openai);
}

static char *join(const char *a, const char *b)
{
	size_t size = strlen(a) + strlen(b) + 1;
	char *text = px_alloc(size);

	snprintf(text, size, "%s%s", a, b);
	return text;
}

static enum px_err read_config(struct openai *openai, const struct px_embed_config *config, struct px_error *error)
{
	struct px_str url = px_str_trim(px_str(config->url ? config->url : ""));
	char digest_of[2048];
	uint8_t digest[32];

	while (px_str_ends(url, PX_STR("/")))
		url.size--;
	if (!px_str_starts(url, PX_STR("https://")) && !px_str_starts(url, PX_STR("http://")))
		return px_fail(error, PX_INVALID, "embed-url", "must begin with https:// or http://");
	if (!config->model || !config->model[0] || strlen(config->model) > 200 || url.size > 1000)
		return px_fail(error, PX_INVALID, "embed-name", "the embedder \"openai\" needs a model's name");
	if (config->key && strpbrk(config->key, "\r\n"))
		return px_fail(error, PX_INVALID, "embed-key", "must be one line");
	if (config->dims > PX_EMBED_DIMS_MAX)
		return px_fail(error, PX_INVALID, "embed-dims", "at most %d", PX_EMBED_DIMS_MAX);
	char *base = px_strndup(url.data, url.size);
	openai->url = join(base, px_str_ends(url, PX_STR("/embeddings")) ? "" : "/embeddings");
	free(base);
	openai->model_name = px_strdup(config->model);
	if (config->key && config->key[0])
		openai->authorization = join("Authorization: Bearer ", config->key);
	openai->dims = config->dims;
	openai->timeout_ms = config->timeout_ms ? config->timeout_ms : TIMEOUT_MS;
	openai->attempts = config->attempts ? config->attempts : ATTEMPTS;
	int size = snprintf(digest_of, sizeof(digest_of), "%s\n%s", openai->url, openai->model_name);
	if (!EVP_Digest(digest_of, (size_t)size, digest, NULL, EVP_sha256(), NULL))
		return PX_INTERNAL;
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(openai->hash + 2 * i, 3, "%02x", digest[i]);
	return PX_OK;
}

static enum px_err open_openai(const struct px_embed_config *config, void **self, struct px_error *error)
{
	enum { LOOP_INDEX = 0 };
	struct openai *openai = px_calloc(1, sizeof(*openai));
	pthread_condattr_t monotonic;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&openai->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	pthread_mutex_init(&openai->lock, NULL);
	enum px_err err = read_config(openai, config, error);
	if (!err)
		err = px_loop_new(LOOP_INDEX, &openai->loop, error);
	if (!err)
		err = px_client_new(&(struct px_client_config){ .loop = openai->loop, .allow_http = true },
				    &openai->client, error);
	if (err)
		close_openai(openai);
	else
		*self = openai;
	return err;
}

static void get_model(void *self, struct px_embed_model *model)
{
	const struct openai *openai = self;

	*model = (struct px_embed_model){ .id = openai->model_name, .dims = atomic_load(&openai->dims) };
	memcpy(model->hash, openai->hash, sizeof(model->hash));
}

/* The facade wants something that is not NULL. */
static void *workspace_new(void *self)
{
	return self;
}

static void workspace_free(void *workspace)
{
	(void)workspace;
}

const struct px_embed_driver px_embed_openai = {
	.name = "openai",
	.batch = BATCH,
	.batch_bytes = BATCH_BYTES,
	.open = open_openai,
	.close = close_openai,
	.interrupt = interrupt,
	.model = get_model,
	.workspace_new = workspace_new,
	.workspace_free = workspace_free,
	.embed = embed,
};
