/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls against a provider that behaves as a script says: what is tried again
 * and what is not, what takes too long, and the one end of each call.
 */
#include "llm/llm.h"

#include "base/log.h"
#include "support/llm_double.h"
#include "support/llm_reply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
#define SAY(words) "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" words "\"}}]}\n\n"
#define FINISH "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
#define USAGE "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}\n\n"
#define DONE "data: [DONE]\n\n"
#define GOOD HEAD SAY("Hello ") SAY("you") FINISH USAGE DONE
#define ANSWER(status, headers, body) "HTTP/1.1 " status "\r\nConnection: close\r\n" headers "\r\n" body

/* One call and what came of it. */
struct call {
	struct px_llm *llm;
	struct px_llm_call *handle;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int done, pieces;
	bool starting, within, pause_first;
	enum px_llm_failure failure;
	enum px_err err;
	enum px_llm_stop stop;
	struct px_llm_usage usage;
	unsigned attempts;
	bool shown;
	int64_t first_ns;
	size_t block_count;
	struct px_buf text;
	char message[400], block[64];
};

static void on_text(void *arg, struct px_str piece)
{
	struct call *call = arg;

	pthread_mutex_lock(&call->lock);
	(void)px_buf_str(&call->text, piece);
	if (call->pieces++ == 0 && call->pause_first)
		px_llm_pause(call->handle);
	pthread_cond_broadcast(&call->changed);
	pthread_mutex_unlock(&call->lock);
}

static void on_tool(void *arg, const struct px_llm_block *block)
{
	(void)arg;
	(void)block;
}

static void on_done(void *arg, const struct px_llm_result *result)
{
	struct call *call = arg;

	pthread_mutex_lock(&call->lock);
	call->within |= call->starting;
	call->failure = result->failure;
	call->err = result->err;
	call->stop = result->stop;
	call->usage = result->usage;
	call->attempts = result->attempts;
	call->shown = result->shown;
	call->first_ns = result->first_ns;
	call->block_count = result->block_count;
	snprintf(call->message, sizeof(call->message), "%s", result->message ? result->message : "");
	if (result->block_count)
		snprintf(call->block, sizeof(call->block), "%.*s", PX_STR_ARG(result->blocks[0].text));
	call->done++;
	pthread_cond_broadcast(&call->changed);
	pthread_mutex_unlock(&call->lock);
}

static void start(struct call *call, struct px_llm *llm)
{
	struct px_llm_prompt *prompt = small_prompt();

	*call = (struct call){ .llm = llm, .text = PX_BUF_INIT(1 << 22), .pause_first = call->pause_first };
	pthread_mutex_init(&call->lock, NULL);
	pthread_cond_init(&call->changed, NULL);
	pthread_mutex_lock(&call->lock);
	call->starting = true;
	call->handle = px_llm_start(llm, &(struct px_llm_start){ .model = "m", .prompt = prompt, .arg = call,
		.events = { .text = on_text, .tool = on_tool, .done = on_done } });
	call->starting = false;
	pthread_mutex_unlock(&call->lock);
	px_llm_prompt_unref(prompt);
}

static void await(struct call *call, const int *counter, int value)
{
	pthread_mutex_lock(&call->lock);
	while (*counter < value && !call->done)
		pthread_cond_wait(&call->changed, &call->lock);
	pthread_mutex_unlock(&call->lock);
}

static void end(struct call *call)
{
	assert_int_equal(call->done, 1);
	assert_false(call->within);
	px_llm_release(call->handle);
	px_buf_release(&call->text);
	pthread_cond_destroy(&call->changed);
	pthread_mutex_destroy(&call->lock);
}

static struct px_llm *open_llm(uint16_t port, const struct px_llm_limits *limits, unsigned failures)
{
	char url[64];
	struct px_error error;
	struct px_llm *llm;

	snprintf(url, sizeof(url), "http://127.0.0.1:%u/v1/", port);
	const struct px_llm_provider provider = { .name = "openai", .driver = "openai", .url = url, .key = "sk-secret" };
	struct px_llm_config config = { .providers = &provider, .provider_count = 1, .limits = *limits, .proxy = "",
					.breaker = { failures, 200, 1000 } };
	if (px_llm_new(&config, &llm, &error) != PX_OK)
		fail_msg("%s", error.message);
	return llm;
}

/* Patient where a slow machine would spoil a test, quick where the time-out is what is tested. */
static const struct px_llm_limits patient = { .first_ms = 20000, .between_ms = 20000, .pause_ms = 1 };
static const struct px_llm_limits quick = { .first_ms = 300, .between_ms = 300, .total_ms = 20000, .pause_ms = 1 };

/* What one call comes to with this script. */
static void perform(const struct llm_step *steps, size_t count, const struct px_llm_limits *limits, struct call *call,
		    size_t *requests)
{
	struct llm_double server;

	llm_double_start(&server, steps, count);
	struct px_llm *llm = open_llm(server.port, limits, 100);
	*call = (struct call){ 0 };
	start(call, llm);
	await(call, &call->done, 1);
	px_llm_free(llm);
	*requests = server.requests;
	llm_double_stop(&server);
}

static const struct {
	const char *what;
	struct llm_step steps[3];
	size_t count;
	enum px_llm_failure failure;
	enum px_err err;
	unsigned attempts;
	const char *text;
} cases[] = {
	{ "good", { { .bytes = GOOD } }, 1, PX_LLM_FINE, PX_OK, 1, "Hello you" },
	{ "good, byte by byte", { { .bytes = GOOD, .piece = 1 } }, 1, PX_LLM_FINE, PX_OK, 1, "Hello you" },
	{ "good, but the connection stays", { { .bytes = GOOD, .hold = true } }, 1, PX_LLM_FINE, PX_OK, 1, "Hello you" },
	{ "no DONE", { { .bytes = HEAD SAY("a") FINISH } }, 1, PX_LLM_FINE, PX_OK, 1, "a" },
	{ "whole", { { .bytes = ANSWER("200 OK", "Content-Type: application/json; charset=utf-8\r\n",
	  "{\"choices\":[{\"message\":{\"content\":\"all\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9}}") } },
	  1, PX_LLM_FINE, PX_OK, 1, "all" },
	{ "429, then good", { { .bytes = ANSWER("429 Slow", "Retry-After: 0\r\n", "{}") }, { .bytes = GOOD } }, 2,
	  PX_LLM_FINE, PX_OK, 2, "Hello you" },
	{ "529, 503, then good", { { .bytes = ANSWER("529 Over", "", "{\"error\":{\"type\":\"overloaded_error\"}}") },
	  { .bytes = ANSWER("503 No", "", "<html>") }, { .bytes = GOOD } }, 3, PX_LLM_FINE, PX_OK, 3, "Hello you" },
	{ "closed, then good", { { .bytes = NULL }, { .bytes = GOOD } }, 2, PX_LLM_FINE, PX_OK, 2, "Hello you" },
	{ "told to wait too long", { { .bytes = ANSWER("429 Slow", "Retry-After: 3600\r\n", "{}") }, { .bytes = GOOD } }, 2,
	  PX_LLM_LIMITED, PX_RATE_LIMITED, 1, "" },
	{ "no credit", { { .bytes = ANSWER("429 No", "", "{\"error\":{\"code\":\"insufficient_quota\"}}") }, { .bytes = GOOD } },
	  2, PX_LLM_UNAUTHORIZED, PX_UNAUTHORIZED, 1, "" },
	{ "never works", { { .bytes = ANSWER("500 Oops", "", "") } }, 1, PX_LLM_OVERLOADED, PX_UNAVAILABLE, 3, "" },
	{ "wrong key", { { .bytes = ANSWER("401 No", "", "{\"error\":{\"message\":\"Incorrect key sk-secret\"}}") } }, 1,
	  PX_LLM_UNAUTHORIZED, PX_UNAUTHORIZED, 1, "" },
	{ "key in a message", { { .bytes = ANSWER("400 No", "", "{\"error\":{\"message\":\"header sk-secret\"}}") } }, 1,
	  PX_LLM_REFUSED, PX_INVALID, 1, "" },
	{ "key in the stream", { { .bytes = HEAD "data: {\"error\":{\"message\":\"header sk-secret\"}}\n\n" } }, 1,
	  PX_LLM_OVERLOADED, PX_UNAVAILABLE, 3, "" },
	{ "wrong key in the stream", { { .bytes = HEAD "data: {\"error\":{\"message\":\"Incorrect key ***secret\","
	  "\"code\":\"invalid_api_key\"}}\n\n" } }, 1, PX_LLM_UNAUTHORIZED, PX_UNAUTHORIZED, 1, "" },
	{ "no such model", { { .bytes = ANSWER("404 No", "", "{\"error\":{\"message\":\"no model m\"}}") } }, 1,
	  PX_LLM_REFUSED, PX_INVALID, 1, "" },
	{ "too long", { { .bytes = ANSWER("400 No", "", "{\"error\":{\"code\":\"context_length_exceeded\"}}") } }, 1,
	  PX_LLM_TOO_LONG, PX_TOO_LARGE, 1, "" },
	{ "elsewhere", { { .bytes = ANSWER("302 Found", "Location: http://127.0.0.1:1/\r\n", "") } }, 1, PX_LLM_REFUSED,
	  PX_INVALID, 1, "" },
	{ "overload before the text", { { .bytes = HEAD "data: {\"error\":{\"type\":\"overloaded_error\"}}\n\n" },
	  { .bytes = GOOD } }, 2, PX_LLM_FINE, PX_OK, 2, "Hello you" },
	{ "overload after some text", { { .bytes = HEAD SAY("He") "data: {\"error\":{\"type\":\"overloaded_error\"}}\n\n" },
	  { .bytes = GOOD } }, 2, PX_LLM_OVERLOADED, PX_UNAVAILABLE, 1, "He" },
	{ "silence", { { .bytes = "", .hold = true } }, 1, PX_LLM_SLOW, PX_TIMEOUT, 1, "" },
	{ "a head, then silence", { { .bytes = HEAD, .hold = true } }, 1, PX_LLM_SLOW, PX_TIMEOUT, 1, "" },
	{ "text, then silence", { { .bytes = HEAD SAY("He"), .hold = true } }, 1, PX_LLM_SLOW, PX_TIMEOUT, 1, "He" },
	{ "ends in the middle", { { .bytes = HEAD SAY("He") } }, 1, PX_LLM_BROKEN, PX_CORRUPT, 1, "He" },
	{ "breaks off", { { .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" SAY("He") } }, 1, PX_LLM_UNREACHABLE,
	  PX_UNAVAILABLE, 1, "He" },
	{ "breaks off before the text", { { .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n: x\n\n" },
	  { .bytes = GOOD } }, 2, PX_LLM_FINE, PX_OK, 2, "Hello you" },
	{ "no JSON", { { .bytes = HEAD "data: {\"choices\n\n" } }, 1, PX_LLM_BROKEN, PX_CORRUPT, 1, "" },
	{ "no UTF-8", { { .bytes = HEAD SAY("\xc3(") } }, 1, PX_LLM_BROKEN, PX_CORRUPT, 1, "" },
	{ "no HTTP", { { .bytes = "hello\r\n\r\n" } }, 1, PX_LLM_UNREACHABLE, PX_UNAVAILABLE, 3, "" },
	{ "whole and broken", { { .bytes = ANSWER("200 OK", "Content-Type: application/json\r\n", "{\"choices\":") } }, 1,
	  PX_LLM_BROKEN, PX_CORRUPT, 1, "" },
	{ "a tool there is not", { { .bytes = HEAD "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\","
	  "\"function\":{\"name\":\"rm\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\n" } }, 1,
	  PX_LLM_BAD_CALL, PX_CORRUPT, 1, "" },
};

static void each_answer_ends_as_it_should(void **state)
{
	struct call call;
	size_t requests;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		perform(cases[i].steps, cases[i].count, cases[i].failure == PX_LLM_SLOW ? &quick : &patient, &call, &requests);
		if (call.failure != cases[i].failure || call.attempts != cases[i].attempts)
			fail_msg("%s: %s after %u attempts: %s", cases[i].what, px_llm_failure_name(call.failure),
				 call.attempts, call.message);
		assert_int_equal(call.err, cases[i].err);
		assert_int_equal(requests, cases[i].attempts);
		assert_string_equal(call.text.data ? call.text.data : "", cases[i].text);
		assert_int_equal(call.shown, cases[i].text[0] != '\0');
		assert_int_equal(call.first_ns >= 0, cases[i].text[0] != '\0');
		assert_string_equal(call.block_count ? call.block : "", cases[i].text);
		assert_int_equal(call.message[0] != '\0', cases[i].failure != PX_LLM_FINE);
		assert_null(strstr(call.message, "secret"));
		end(&call);
	}
}

static void tells_tokens_and_sends_the_key(void **state)
{
	const struct llm_step step = { .bytes = GOOD };
	struct llm_double server;
	struct call call = { 0 };

	(void)state;
	llm_double_start(&server, &step, 1);
	struct px_llm *llm = open_llm(server.port, &patient, 100);
	assert_int_equal(px_llm_provider(llm, PX_STR("openai")), 0);
	assert_int_equal(px_llm_provider(llm, PX_STR("other")), -1);
	start(&call, llm);
	await(&call, &call.done, 1);
	assert_int_equal(call.usage.input, 9);
	assert_int_equal(call.usage.output, 4);
	assert_int_equal(call.stop, PX_LLM_STOP_END);
	assert_true(llm_double_heard(&server, "POST /v1/chat/completions HTTP/1.1\r\n"));
	assert_true(llm_double_heard(&server, "Authorization: Bearer sk-secret\r\n"));
	struct px_buf metrics = PX_BUF_INIT(1 << 20);
	px_llm_write_metrics(llm, &metrics);
	assert_non_null(strstr(metrics.data, "pixie_llm_calls_total{provider=\"openai\",end=\"fine\"} 1\n"));
	assert_non_null(strstr(metrics.data, "pixie_llm_tokens_total{provider=\"openai\",kind=\"input\"} 9\n"));
	assert_null(strstr(metrics.data, "secret"));
	px_buf_release(&metrics);
	px_llm_free(llm);
	llm_double_stop(&server);
	end(&call);
}

static void nobody_listens(void **state)
{
	const struct llm_step step = { .bytes = GOOD };
	struct llm_double server;
	struct call call = { 0 };

	(void)state;
	llm_double_start(&server, &step, 1);
	llm_double_stop(&server);
	struct px_llm *llm = open_llm(server.port, &patient, 100);
	start(&call, llm);
	await(&call, &call.done, 1);
	assert_int_equal(call.failure, PX_LLM_UNREACHABLE);
	assert_int_equal(call.attempts, 3);
	px_llm_free(llm);
	end(&call);
}

static void one_that_keeps_failing_is_left_alone(void **state)
{
	const struct llm_step steps[] = { { .bytes = ANSWER("500 No", "", "") }, { .bytes = ANSWER("500 No", "", "") },
					  { .bytes = GOOD } };
	struct llm_double server;
	struct call call = { 0 };

	(void)state;
	llm_double_start(&server, steps, 3);
	struct px_llm *llm = open_llm(server.port, &patient, 2);
	start(&call, llm);
	await(&call, &call.done, 1);
	assert_int_equal(call.failure, PX_LLM_OVERLOADED);
	assert_int_equal(call.attempts, 2); /* the second failure opened the breaker */
	assert_int_equal(px_llm_state(llm, 0), PX_BREAKER_OPEN);
	end(&call);
	start(&call, llm);
	await(&call, &call.done, 1);
	assert_int_equal(call.failure, PX_LLM_RESTING);
	assert_int_equal(call.attempts, 0);
	assert_int_equal(server.requests, 2);
	/* Its rest is 200 ms: ask until it is over. */
	for (bool rests = true; rests;) {
		end(&call);
		start(&call, llm);
		await(&call, &call.done, 1);
		rests = call.failure == PX_LLM_RESTING;
	}
	assert_int_equal(call.failure, PX_LLM_FINE);
	assert_int_equal(px_llm_state(llm, 0), PX_BREAKER_CLOSED);
	px_llm_free(llm);
	llm_double_stop(&server);
	end(&call);
}

static void cancelling_ends_it_once(void **state)
{
	const struct llm_step steps[] = { { .bytes = "", .hold = true }, { .bytes = HEAD SAY("He"), .hold = true } };
	struct llm_double server;
	struct call call = { 0 };

	(void)state;
	llm_double_start(&server, steps, 2);
	struct px_llm *llm = open_llm(server.port, &(struct px_llm_limits){ 0 }, 100);
	start(&call, llm);
	while (server.requests < 1)
		sched_yield();
	px_llm_cancel(call.handle);
	px_llm_cancel(call.handle);
	await(&call, &call.done, 1);
	assert_int_equal(call.failure, PX_LLM_CANCELLED);
	assert_int_equal(call.err, PX_CANCELLED);
	px_llm_cancel(call.handle); /* over already */
	end(&call);
	start(&call, llm);
	await(&call, &call.pieces, 1);
	px_llm_cancel(call.handle);
	await(&call, &call.done, 1);
	assert_int_equal(call.failure, PX_LLM_CANCELLED);
	assert_true(call.shown);
	end(&call);
	/* Before it began, and with the whole px_llm. */
	start(&call, llm);
	px_llm_cancel(call.handle);
	await(&call, &call.done, 1);
	assert_int_equal(call.failure, PX_LLM_CANCELLED);
	end(&call);
	start(&call, llm);
	px_llm_free(llm);
	assert_int_equal(call.failure, PX_LLM_CANCELLED);
	end(&call);
	llm_double_stop(&server);
}

static void many_at_once_while_some_are_cancelled(void **state)
{
	enum { CALLS = 40 };
	const struct llm_step step = { .bytes = GOOD, .piece = 7 };
	static struct call calls[CALLS];
	struct llm_double server;
	int fine = 0;

	(void)state;
	llm_double_start(&server, &step, 1);
	struct px_llm *llm = open_llm(server.port, &(struct px_llm_limits){ 0 }, 1000);
	for (int i = 0; i < CALLS; i++)
		start(&calls[i], llm);
	for (int i = 0; i < CALLS; i += 3) {
		if (i % 2)
			await(&calls[i], &calls[i].pieces, 1);
		px_llm_cancel(calls[i].handle);
	}
	for (int i = 0; i < CALLS; i++) {
		await(&calls[i], &calls[i].done, 1);
		assert_true(calls[i].failure == PX_LLM_FINE || (i % 3 == 0 && calls[i].failure == PX_LLM_CANCELLED));
		fine += calls[i].failure == PX_LLM_FINE;
		end(&calls[i]);
	}
	assert_true(fine >= CALLS - CALLS / 3 - 1);
	px_llm_free(llm);
	llm_double_stop(&server);
}

static void one_that_can_not_keep_up_holds_the_provider_back(void **state)
{
	enum { PIECES = 20000 };
	struct px_buf bytes = PX_BUF_INIT(1 << 22);
	struct llm_double server;
	struct call call = { .pause_first = true };

	(void)state;
	(void)px_buf_text(&bytes, HEAD);
	for (int i = 0; i < PIECES; i++)
		(void)px_buf_printf(&bytes, SAY("%05d "), i);
	(void)px_buf_text(&bytes, FINISH USAGE DONE);
	const struct llm_step step = { .bytes = bytes.data };
	llm_double_start(&server, &step, 1);
	struct px_llm *llm = open_llm(server.port, &quick, 100);
	start(&call, llm);
	await(&call, &call.pieces, 1);
	/* Others go on, and after a few of them what was under way has come; then nothing more does. */
	int before = -1, now = 0;
	for (int i = 0; i < 5 || before != now; i++) {
		struct call other = { 0 };
		start(&other, llm);
		await(&other, &other.pieces, 1);
		px_llm_cancel(other.handle);
		await(&other, &other.done, 1);
		end(&other);
		before = now;
		pthread_mutex_lock(&call.lock);
		now = call.pieces;
		pthread_mutex_unlock(&call.lock);
	}
	assert_in_range(now, 1, PIECES / 2);
	assert_int_equal(call.done, 0);
	usleep(400 * 1000); /* longer than between_ms: time does not run while it is we who wait */
	assert_int_equal(call.done, 0);
	px_llm_resume(call.handle);
	await(&call, &call.done, 1);
	assert_int_equal(call.failure, PX_LLM_FINE);
	assert_int_equal(call.text.size, PIECES * 6);
	assert_memory_equal(call.text.data + 6 * 12345, "12345 ", 6);
	px_llm_free(llm);
	llm_double_stop(&server);
	px_buf_release(&bytes);
	end(&call);
}

static void refuses_settings_that_can_not_work(void **state)
{
	static const struct px_llm_provider bad[] = {
		{ .name = "openai", .driver = "openai", .url = "ftp://x" },
		{ .name = "openai", .driver = "openai", .url = NULL },
		{ .name = "openai", .driver = "gemini", .url = "http://x" },
		{ .name = "openai", .driver = "openai", .url = "http://x", .key = "a\r\nb: c" },
		{ .name = "openai", .driver = "openai", .url = "http://x", .key = "a b" },
	};
	struct px_llm *llm;
	struct px_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct px_llm_config config = { .providers = &bad[i], .provider_count = 1 };
		assert_int_equal(px_llm_new(&config, &llm, &error), PX_INVALID);
		assert_string_equal(error.field, i < 3 ? "openai-url" : "openai-key");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_answer_ends_as_it_should),
		cmocka_unit_test(tells_tokens_and_sends_the_key),
		cmocka_unit_test(nobody_listens),
		cmocka_unit_test(one_that_keeps_failing_is_left_alone),
		cmocka_unit_test(cancelling_ends_it_once),
		cmocka_unit_test(many_at_once_while_some_are_cancelled),
		cmocka_unit_test(one_that_can_not_keep_up_holds_the_provider_back),
		cmocka_unit_test(refuses_settings_that_can_not_work),
	};

	px_log_set_level(PX_LOG_NONE);
	return cmocka_run_group_tests_name("llm", tests, NULL, NULL);
}
