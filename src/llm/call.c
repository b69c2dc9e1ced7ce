/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One call: attempts, pauses between them, time-outs, and its one end.
 *
 *   begin -> attempt -> conclude -> pause -> attempt ...
 *                               \-> finish
 *
 * All of it runs on the loop's thread; other threads leave a wish (cancel,
 * pause) and post the call's job.  An attempt outlives its call's interest in
 * it until the HTTP client has let go of it.
 */
#include "llm/llm_internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/retry.h"

#include <stdlib.h>

enum {
	EVENT_MAX_BYTES = 1 << 20,
	HTTP_MAX_BYTES = 64 << 20,    /* a token may come in an event of 200 bytes */
	TROUBLE_MAX_BYTES = 64 << 10, /* of the body of a refusal */
	LINGER_MS = 1000,             /* for the connection to end after the answer has, so that it can be used again */
	PAUSE_MAX_MS = 20000,
};

struct attempt {
	struct px_llm_call *call; /* NULL: nobody waits for it any more */
	struct px_client_call *handle;
	struct px_buf body;       /* of the request */
	struct px_buf answer;     /* a refusal, or an answer that comes whole */
	struct px_sse sse;
	struct px_llm_reply reply;
	bool began, streamed;
};

struct px_llm_call {
	struct px_job job; /* first, so that the job is its call */
	struct px_llm *llm;
	struct px_llm_server *server;
	char *model;
	struct px_llm_prompt *prompt;
	struct px_llm_events events;
	void *arg;
	_Atomic unsigned refs;
	_Atomic bool posted, cancel_wanted, pause_wanted;
	/* Loop thread. */
	struct px_llm_call *prev, *next;
	uv_timer_t timer;
	struct attempt *attempt;
	unsigned attempts;
	bool begun, finished, paused;
	int64_t started_ns, first_ns;
};

static void unref(struct px_llm_call *call)
{
	if (atomic_fetch_sub_explicit(&call->refs, 1, memory_order_acq_rel) != 1)
		return;
	px_llm_prompt_unref(call->prompt);
	free(call->model);
	free(call);
}

static void ref(struct px_llm_call *call)
{
	atomic_fetch_add_explicit(&call->refs, 1, memory_order_relaxed);
}

/* Time */

static void on_timer(uv_timer_t *timer);

static int64_t left_ms(const struct px_llm_call *call)
{
	return (int64_t)call->llm->limits.total_ms - (px_clock_mono() - call->started_ns) / 1000000;
}

/* At most what is left of the call. */
static void arm(struct px_llm_call *call, int64_t ms)
{
	int64_t left = left_ms(call);

	ms = ms < left ? ms : left;
	uv_update_time(call->timer.loop);
	uv_timer_start(&call->timer, on_timer, ms > 0 ? (uint64_t)ms : 0, 0);
}

static void forget_timer(uv_handle_t *handle)
{
	unref(handle->data);
}

/* The end */

static enum px_err err_of(enum px_llm_failure failure)
{
	static const enum px_err errs[PX_LLM_FAILURE_COUNT] = {
		[PX_LLM_FINE] = PX_OK, [PX_LLM_REFUSED] = PX_INVALID, [PX_LLM_UNAUTHORIZED] = PX_UNAUTHORIZED,
		[PX_LLM_LIMITED] = PX_RATE_LIMITED, [PX_LLM_OVERLOADED] = PX_UNAVAILABLE,
		[PX_LLM_UNREACHABLE] = PX_UNAVAILABLE, [PX_LLM_SLOW] = PX_TIMEOUT, [PX_LLM_TOO_LONG] = PX_TOO_LARGE,
		[PX_LLM_BROKEN] = PX_CORRUPT, [PX_LLM_BAD_CALL] = PX_CORRUPT, [PX_LLM_UNABLE] = PX_UNSUPPORTED,
		[PX_LLM_RESTING] = PX_UNAVAILABLE, [PX_LLM_CANCELLED] = PX_CANCELLED,
	};

	return errs[failure];
}

static void count_tokens(struct px_llm_server *server, const struct px_llm_usage *usage)
{
	atomic_fetch_add_explicit(&server->input, usage->input, memory_order_relaxed);
	atomic_fetch_add_explicit(&server->output, usage->output, memory_order_relaxed);
	atomic_fetch_add_explicit(&server->cache_read, usage->cache_read, memory_order_relaxed);
	atomic_fetch_add_explicit(&server->cache_write, usage->cache_write, memory_order_relaxed);
}

static void free_attempt(struct attempt *attempt)
{
	px_buf_release(&attempt->body);
	px_buf_release(&attempt->answer);
	px_sse_release(&attempt->sse);
	px_llm_reply_release(&attempt->reply);
	free(attempt);
}

static void drop_attempt(struct px_llm_call *call)
{
	struct attempt *attempt = call->attempt;

	if (!attempt)
		return;
	call->attempt = NULL;
	attempt->call = NULL;
	if (attempt->handle)
		px_client_cancel(attempt->handle); /* `http_done` frees it */
	else
		free_attempt(attempt);
}

static void unlink_call(struct px_llm_call *call)
{
	if (call->prev)
		call->prev->next = call->next;
	else
		call->llm->calls = call->next;
	if (call->next)
		call->next->prev = call->prev;
}

/* Whether a text holds the key, or its beginning: some quote a key cut short.  One of a few letters may stand anywhere. */
static bool quotes_key(const struct px_llm_server *server, const char *text)
{
	enum { LEAST = 8, START = 12 };
	char start[START + 1];

	if (!server->key || strlen(server->key) < LEAST)
		return false;
	snprintf(start, sizeof(start), "%s", server->key);
	return strstr(text, start) != NULL;
}

static void finish(struct px_llm_call *call, enum px_llm_failure failure, const char *message)
{
	struct px_llm_server *server = call->server;

	if (quotes_key(server, message))
		message = "it says something of the key";
	struct px_llm_result result = { .failure = failure, .err = err_of(failure), .message = failure ? message : NULL,
					.attempts = call->attempts, .first_ns = call->first_ns,
					.total_ns = px_clock_mono() - call->started_ns };
	struct px_llm_block *blocks = NULL;

	if (call->attempt) {
		const struct px_llm_reply *reply = &call->attempt->reply;
		blocks = px_llm_reply_blocks(reply, &result.block_count);
		result.blocks = blocks;
		result.stop = reply->stop;
		result.usage = reply->usage;
		result.shown = reply->shown;
	}
	call->finished = true;
	unlink_call(call);
	count_tokens(server, &result.usage);
	atomic_fetch_add_explicit(&server->ended[failure], 1, memory_order_relaxed);
	px_histogram_add(&server->total, result.total_ns);
	if (failure > PX_LLM_FINE && failure != PX_LLM_CANCELLED)
		px_log(PX_LOG_WARN, "llm", "call failed", PX_LF("provider", server->name), PX_LF("model", call->model),
		       PX_LF("failure", px_llm_failure_name(failure)), PX_LF("reason", message));
	call->events.done(call->arg, &result);
	free(blocks);
	drop_attempt(call);
	px_llm_prompt_unref(call->prompt); /* now: its owner may be who holds the call */
	call->prompt = NULL;
	uv_close((uv_handle_t *)&call->timer, forget_timer);
}

/* What may pass within the time that somebody waits. */
static bool may_pass(enum px_llm_failure failure)
{
	return failure == PX_LLM_LIMITED || failure == PX_LLM_OVERLOADED || failure == PX_LLM_UNREACHABLE;
}

/* What speaks of the provider, not of the request. */
static bool is_illness(enum px_llm_failure failure)
{
	return may_pass(failure) || failure == PX_LLM_SLOW || failure == PX_LLM_BROKEN || failure == PX_LLM_UNAUTHORIZED;
}

static void tell_breaker(struct px_llm_server *server, enum px_llm_failure failure)
{
	if (failure == PX_LLM_CANCELLED)
		px_breaker_passed(&server->breaker);
	else if (is_illness(failure))
		px_breaker_failed(&server->breaker, px_clock_mono());
	else
		px_breaker_succeeded(&server->breaker);
	int before = atomic_exchange(&server->breaker_state, (int)server->breaker.state);
	if (before != (int)server->breaker.state)
		px_log(PX_LOG_WARN, "llm", "breaker", PX_LF("provider", server->name),
		       PX_LF("state", px_breaker_state_name(server->breaker.state)));
}

/* The present attempt is over; `retry_after` in milliseconds, -1 if nothing was asked for. */
static void conclude(struct px_llm_call *call, enum px_llm_failure failure, const char *message, int64_t retry_after)
{
	const struct px_llm_limits *limits = &call->llm->limits;
	int64_t pause = px_retry_pause(call->attempts - 1, limits->pause_ms, PAUSE_MAX_MS, retry_after);

	tell_breaker(call->server, failure);
	bool again = may_pass(failure) && !call->attempt->reply.shown && call->attempts < limits->attempts &&
		     retry_after <= (int64_t)limits->wait_ms && pause < left_ms(call) &&
		     call->server->breaker.state == PX_BREAKER_CLOSED;
	if (!again) {
		finish(call, failure, message);
		return;
	}
	drop_attempt(call);
	atomic_fetch_add_explicit(&call->server->retries, 1, memory_order_relaxed);
	arm(call, pause);
}

/* Back-pressure */

static void apply_pause(struct px_llm_call *call)
{
	bool wanted = atomic_load(&call->pause_wanted);

	if (call->paused == wanted)
		return;
	call->paused = wanted;
	struct attempt *attempt = call->attempt;
	if (!attempt || !attempt->handle || attempt->reply.ended)
		return;
	if (wanted)
		px_client_pause(attempt->handle);
	else
		px_client_resume(attempt->handle);
	arm(call, wanted ? (int64_t)call->llm->limits.total_ms : call->llm->limits.between_ms);
}

/* Answers */

static void shown(struct px_llm_call *call)
{
	if (call->first_ns >= 0)
		return;
	call->first_ns = px_clock_mono() - call->started_ns;
	px_histogram_add(&call->server->first, call->first_ns);
}

static void pass_text(void *arg, struct px_str piece)
{
	struct px_llm_call *call = arg;

	shown(call);
	call->events.text(call->arg, piece);
}

static void pass_tool(void *arg, const struct px_llm_block *block)
{
	struct px_llm_call *call = arg;

	shown(call);
	call->events.tool(call->arg, block);
}

static const struct px_llm_events passing = { .text = pass_text, .tool = pass_tool };

static bool take_event(void *arg, const struct px_sse_event *event)
{
	struct attempt *attempt = arg;

	return attempt->call->server->driver->event(&attempt->reply, event) && !attempt->reply.ended;
}

static void take_stream(struct attempt *attempt, struct px_str piece)
{
	struct px_llm_call *call = attempt->call;
	struct px_llm_reply *reply = &attempt->reply;

	if (reply->ended)
		return;
	reply->active = false;
	enum px_err err = px_sse_feed(&attempt->sse, piece, take_event, attempt);
	if (err == PX_INVALID)
		px_llm_reply_fail(reply, PX_LLM_BROKEN, "the answer is not UTF-8");
	else if (err == PX_TOO_LARGE)
		px_llm_reply_fail(reply, PX_LLM_TOO_LONG, "an event of the answer is longer than %d bytes", EVENT_MAX_BYTES);
	if (reply->failure)
		conclude(call, reply->failure, reply->message, -1);
	else if (reply->ended)
		arm(call, LINGER_MS);
	else if (reply->active && !call->paused)
		arm(call, call->llm->limits.between_ms);
	/* At once: curl may read on for a megabyte before the call's job has its turn. */
	if (attempt->call && !reply->ended)
		apply_pause(call);
}

static bool is_stream(const struct attempt *attempt)
{
	const char *type = px_client_call_header(attempt->handle, "content-type");

	return !type || strncasecmp(type, "application/json", 16) != 0;
}

static void http_data(void *arg, int status, struct px_str piece)
{
	struct attempt *attempt = arg;

	if (!attempt->call)
		return;
	if (!attempt->began) {
		attempt->began = true;
		attempt->streamed = status == 200 && is_stream(attempt);
		px_buf_init(&attempt->answer, status == 200 ? 2 * PX_LLM_ANSWER_MAX : TROUBLE_MAX_BYTES);
		apply_pause(attempt->call);
		/* A turn may wait long for the rest; a thousand of them need not hold what they have said. */
		if (px_client_body_sent(attempt->handle, attempt->body.size))
			px_buf_release(&attempt->body);
	}
	if (attempt->streamed)
		take_stream(attempt, piece);
	else if (px_buf_str(&attempt->answer, piece) && status == 200)
		conclude(attempt->call, PX_LLM_TOO_LONG, "the answer is longer than we take", -1);
}

static enum px_llm_failure read_whole(struct attempt *attempt)
{
	struct px_llm_reply *reply = &attempt->reply;
	json_t *answer = NULL;

	if (px_json_parse(px_buf_view(&attempt->answer), &answer, NULL) != PX_OK || !json_is_object(answer))
		px_llm_reply_fail(reply, PX_LLM_BROKEN, "the answer is no JSON object");
	else
		(void)attempt->call->server->driver->whole(reply, answer);
	json_decref(answer);
	return reply->failure;
}

/* A stream that broke off is bad luck on the way; one that was ended in the middle is the server's doing. */
static enum px_llm_failure read_end(struct attempt *attempt, const struct px_client_response *response)
{
	struct px_llm_reply *reply = &attempt->reply;

	if (reply->ended || (attempt->streamed && reply->stopped))
		return PX_LLM_FINE;
	switch (response->err) {
	case PX_OK:
		break;
	case PX_CANCELLED:
		px_llm_reply_fail(reply, PX_LLM_CANCELLED, "cancelled");
		return reply->failure;
	case PX_TIMEOUT:
		px_llm_reply_fail(reply, PX_LLM_SLOW, "%s", response->message);
		return reply->failure;
	case PX_TOO_LARGE:
		px_llm_reply_fail(reply, PX_LLM_TOO_LONG, "the answer is longer than we take");
		return reply->failure;
	case PX_INVALID:
		px_llm_reply_fail(reply, PX_LLM_REFUSED, "its address can't be called: %s", response->message);
		return reply->failure;
	default:
		px_llm_reply_fail(reply, PX_LLM_UNREACHABLE, "%s%s", attempt->began ? "the answer broke off: " : "",
				  response->message);
		return reply->failure;
	}
	if (attempt->began && !attempt->streamed)
		return read_whole(attempt);
	px_llm_reply_fail(reply, PX_LLM_BROKEN, "the answer ends in the middle");
	return reply->failure;
}

/* What a provider says of a key may hold a part of it. */
static void say_refusal(const struct px_llm_server *server, int status, enum px_llm_failure failure,
			const struct px_llm_trouble *trouble, char *out, size_t room)
{
	bool silent = failure == PX_LLM_UNAUTHORIZED || !trouble->message[0] ||
		      (server->key && strstr(trouble->message, server->key)) || quotes_key(server, trouble->message);

	snprintf(out, room, "%s status %d%s%s", failure == PX_LLM_UNAUTHORIZED ? "it does not accept the key:" : "it answers with",
		 status, silent ? "" : ": ", silent ? "" : trouble->message);
}

static void refused(struct attempt *attempt, const struct px_client_response *response)
{
	struct px_llm_trouble trouble = { 0 };
	json_t *answer = NULL;
	char message[320];

	if (px_json_parse(px_buf_view(&attempt->answer), &answer, NULL) == PX_OK)
		px_llm_read_trouble(answer, &trouble);
	json_decref(answer);
	enum px_llm_failure failure = px_llm_failure_of(response->status, &trouble);
	say_refusal(attempt->call->server, response->status, failure, &trouble, message, sizeof(message));
	conclude(attempt->call, failure, message,
		 px_retry_after(px_client_header(response, "Retry-After"), px_clock_now()));
}

static void http_done(void *arg, const struct px_client_response *response)
{
	struct attempt *attempt = arg;

	attempt->handle = NULL;
	if (!attempt->call) {
		free_attempt(attempt);
		return;
	}
	if (!response->err && response->status != 200) {
		refused(attempt, response);
		return;
	}
	enum px_llm_failure failure = read_end(attempt, response);
	conclude(attempt->call, failure, attempt->reply.message, -1);
}

/* Attempts */

/* What the server can't do, or NULL. */
static const char *unable(const struct px_llm_call *call)
{
	const struct px_llm_request *request = px_llm_prompt_request(call->prompt);

	if (request->tool_count && (call->server->lacks & PX_LLM_NO_TOOLS))
		return "it does not know tools";
	for (size_t i = 0; (call->server->lacks & PX_LLM_NO_IMAGES) && i < request->message_count; i++) {
		for (size_t j = 0; j < request->messages[i].count; j++) {
			if (request->messages[i].blocks[j].kind == PX_LLM_IMAGE)
				return "it does not see images";
		}
	}
	return NULL;
}

static void send_attempt(struct px_llm_call *call)
{
	struct attempt *attempt = px_calloc(1, sizeof(*attempt));
	const struct px_llm_ask ask = { px_llm_prompt_request(call->prompt), call->server->url, call->model,
					call->server->lacks };

	call->attempts++;
	call->paused = false; /* a wish is looked at again when an answer begins */
	call->attempt = attempt;
	attempt->call = call;
	px_buf_init(&attempt->body, 2 * PX_LLM_PROMPT_MAX);
	px_sse_init(&attempt->sse, EVENT_MAX_BYTES);
	px_llm_reply_init(&attempt->reply, call->prompt, &passing, call);
	call->server->driver->write(&ask, &attempt->body);
	if (attempt->body.overflow) {
		px_breaker_passed(&call->server->breaker);
		finish(call, PX_LLM_TOO_LONG, "the request is longer than we send");
		return;
	}
	struct px_client_request request = {
		.url = call->server->endpoint, .headers = call->server->headers, .body = px_buf_view(&attempt->body),
		.body_stays = true, .timeout_ms = (unsigned)left_ms(call) + LINGER_MS, .max_body = HTTP_MAX_BYTES,
		.data = http_data, .done = http_done, .arg = attempt,
	};
	attempt->handle = px_client_send(call->llm->client, &request);
	arm(call, call->llm->limits.first_ms);
}

static void on_timer(uv_timer_t *timer)
{
	struct px_llm_call *call = timer->data;
	struct attempt *attempt = call->attempt;

	if (!attempt) {
		send_attempt(call);
	} else if (attempt->reply.ended) {
		conclude(call, PX_LLM_FINE, "", -1);
	} else {
		px_llm_reply_fail(&attempt->reply, PX_LLM_SLOW,
				  left_ms(call) <= 0 ? "the whole answer took too long" :
				  attempt->began ? "the answer stopped coming" : "no answer came in time");
		conclude(call, attempt->reply.failure, attempt->reply.message, -1);
	}
}

static void begin(struct px_llm_call *call)
{
	struct px_llm *llm = call->llm;
	const char *lack = unable(call);

	call->begun = true;
	call->next = llm->calls;
	if (call->next)
		call->next->prev = call;
	llm->calls = call;
	uv_timer_init(px_loop_uv(llm->loop), &call->timer);
	call->timer.data = call;
	ref(call); /* the timer's */
	if (llm->closing || atomic_load(&call->cancel_wanted))
		finish(call, PX_LLM_CANCELLED, "cancelled");
	else if (lack)
		finish(call, PX_LLM_UNABLE, lack);
	else if (!px_breaker_allows(&call->server->breaker, px_clock_mono()))
		finish(call, PX_LLM_RESTING, "it failed several times in a row and is left alone for a while");
	else
		send_attempt(call);
}

/* Wishes of other threads */

static void run_job(struct px_job *job)
{
	struct px_llm_call *call = (struct px_llm_call *)job;

	atomic_store(&call->posted, false);
	if (!call->begun) {
		begin(call);
	} else if (!call->finished && atomic_load(&call->cancel_wanted)) {
		px_breaker_passed(&call->server->breaker);
		finish(call, PX_LLM_CANCELLED, "cancelled");
	} else if (!call->finished) {
		apply_pause(call);
	}
	unref(call);
}

/* False: the loop has stopped, and with it every call has ended. */
static bool post(struct px_llm_call *call)
{
	if (atomic_exchange(&call->posted, true))
		return true;
	ref(call);
	if (px_loop_post(call->llm->loop, &call->job))
		return true;
	unref(call);
	return false;
}

struct px_llm_call *px_llm_start(struct px_llm *llm, const struct px_llm_start *start)
{
	struct px_llm_call *call = px_calloc(1, sizeof(*call));

	call->job.run = run_job;
	call->llm = llm;
	call->server = &llm->servers[start->provider];
	call->model = px_strdup(start->model);
	call->prompt = px_llm_prompt_ref(start->prompt);
	call->events = start->events;
	call->arg = start->arg;
	call->started_ns = px_clock_mono();
	call->first_ns = -1;
	atomic_init(&call->refs, 1);
	if (post(call))
		return call;
	/* px_llm_free has begun, which the caller was to wait with: still, it gets its end. */
	call->events.done(call->arg, &(struct px_llm_result){ .failure = PX_LLM_CANCELLED, .err = PX_CANCELLED,
							      .message = "cancelled", .first_ns = -1 });
	px_llm_prompt_unref(call->prompt);
	call->prompt = NULL;
	return call;
}

void px_llm_cancel(struct px_llm_call *call)
{
	atomic_store(&call->cancel_wanted, true);
	(void)post(call);
}

void px_llm_pause(struct px_llm_call *call)
{
	atomic_store(&call->pause_wanted, true);
	(void)post(call);
}

void px_llm_resume(struct px_llm_call *call)
{
	atomic_store(&call->pause_wanted, false);
	(void)post(call);
}

void px_llm_release(struct px_llm_call *call)
{
	if (call)
		unref(call);
}

void px_llm_end_calls(struct px_llm *llm)
{
	llm->closing = true;
	while (llm->calls)
		finish(llm->calls, PX_LLM_CANCELLED, "cancelled");
}
