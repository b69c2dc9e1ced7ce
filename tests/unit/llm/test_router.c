/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of models, and the way along them; how calls end is test_llm's and tests/integration/llm's matter. */
#include "llm/router.h"

#include "base/log.h"
#include "support/llm_double.h"
#include "support/llm_reply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
#define SAY(words) "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" words "\"}}]}\n\n"
#define GOOD HEAD SAY("Hello") "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n" \
	"data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100}}\n\ndata: [DONE]\n\n"
#define NO "HTTP/1.1 404 No\r\nConnection: close\r\n\r\n{\"error\":{\"message\":\"no such model\"}}"

static struct px_llm *open_llm(uint16_t port)
{
	char url[64];
	struct px_llm *llm;

	snprintf(url, sizeof(url), "http://127.0.0.1:%u/v1", port);
	const struct px_llm_provider providers[] = { { .name = "openai", .driver = "openai", .url = url },
						     { .name = "anthropic", .driver = "anthropic", .url = url } };
	const struct px_llm_config config = { .providers = providers, .provider_count = 2, .proxy = "" };
	assert_int_equal(px_llm_new(&config, &llm, NULL), PX_OK);
	return llm;
}

static void lists_are_checked(void **state)
{
	static const char *const bad[] = { "gpt-4o", "openai:", "gemini:x", ":x", "openai:a;anthropic", "openai:a, b" };
	struct px_llm *llm = open_llm(1);
	struct px_llm_router *router;
	struct px_error error;

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		struct px_llm_router_config config = { .llm = llm, .simple = "openai:a", .strong = bad[i] };
		enum px_err err = px_llm_router_new(&config, &router, &error);
		if (i == 4) { /* a name of a model may hold anything */
			assert_int_equal(err, PX_OK);
			px_llm_router_free(router);
			continue;
		}
		assert_int_equal(err, PX_INVALID);
		assert_string_equal(error.field, "llm-strong");
	}
	struct px_llm_router_config config = { .llm = llm, .simple = " , ", .strong = "" };
	assert_int_equal(px_llm_router_new(&config, &router, &error), PX_OK);
	assert_true(px_llm_router_is_empty(router));
	px_llm_router_free(router);
	config.strong = " openai : llama3.2:1b ,anthropic:b,";
	assert_int_equal(px_llm_router_new(&config, &router, &error), PX_OK);
	assert_false(px_llm_router_is_empty(router));
	px_llm_router_free(router);
	px_llm_free(llm);
}

struct heard_end {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int done;
	char text[64], why[PX_LLM_ROUTE_WHY_MAX], model[64];
	enum px_llm_failure failure;
	uint64_t cost;
	bool priced;
	unsigned models;
};

static void on_text(void *arg, struct px_str piece)
{
	struct heard_end *heard = arg;

	snprintf(heard->text, sizeof(heard->text), "%.*s", PX_STR_ARG(piece));
}

static void on_tool(void *arg, const struct px_llm_block *call)
{
	(void)arg;
	(void)call;
}

static void on_done(void *arg, const struct px_llm_route_end *end)
{
	struct heard_end *heard = arg;

	pthread_mutex_lock(&heard->lock);
	snprintf(heard->why, sizeof(heard->why), "%s", end->why);
	snprintf(heard->model, sizeof(heard->model), "%s:%s", end->provider, end->model);
	heard->failure = end->result->failure;
	heard->cost = end->cost;
	heard->priced = end->priced;
	heard->models = end->models;
	heard->done++;
	pthread_cond_broadcast(&heard->changed);
	pthread_mutex_unlock(&heard->lock);
}

static struct heard_end go(struct px_llm_router *router, enum px_llm_route_level level)
{
	struct heard_end heard = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };
	struct px_llm_prompt *prompt = small_prompt();
	struct px_llm_route *route = px_llm_route_start(router, &(struct px_llm_route_start){
		.level = level, .why = "two questions", .prompt = prompt, .text = on_text, .tool = on_tool, .done = on_done,
		.arg = &heard });

	px_llm_prompt_unref(prompt);
	pthread_mutex_lock(&heard.lock);
	while (!heard.done)
		pthread_cond_wait(&heard.changed, &heard.lock);
	pthread_mutex_unlock(&heard.lock);
	px_llm_route_cancel(route); /* over: nothing happens */
	px_llm_route_release(route);
	return heard;
}

static void goes_along_the_lists_once_each(void **state)
{
	const struct llm_step steps[] = { { .bytes = NO }, { .bytes = NO }, { .bytes = GOOD } };
	struct llm_double server;
	struct px_llm_router *router;

	(void)state;
	llm_double_start(&server, steps, 3);
	struct px_llm *llm = open_llm(server.port);
	struct px_llm_router_config config = { .llm = llm, .simple = "openai:a,openai:gpt-4o", .strong = "openai:b,openai:a" };
	assert_int_equal(px_llm_router_new(&config, &router, NULL), PX_OK);
	struct heard_end heard = go(router, PX_LLM_ROUTE_STRONG);
	assert_string_equal(heard.why, "strong: two questions; openai:b refused; openai:a refused; openai:gpt-4o answers");
	assert_string_equal(heard.text, "Hello");
	assert_string_equal(heard.model, "openai:gpt-4o");
	assert_int_equal(heard.models, 3);
	assert_int_equal(heard.cost, 2500 + 1000);
	assert_false(heard.priced);
	heard = go(router, PX_LLM_ROUTE_SIMPLE);
	assert_string_equal(heard.why, "simple: two questions; openai:a answers");
	struct px_buf metrics = PX_BUF_INIT(1 << 16);
	px_llm_router_write_metrics(router, &metrics);
	assert_non_null(strstr(metrics.data, "pixie_llm_failovers_total 2\n"));
	assert_non_null(strstr(metrics.data, "pixie_llm_routes_total{level=\"strong\"} 1\n"));
	assert_non_null(strstr(metrics.data, "pixie_llm_microdollars_total 3500\n"));
	px_buf_release(&metrics);
	px_llm_free(llm);
	px_llm_router_free(router);
	llm_double_stop(&server);
}

static void tells_when_nobody_answers(void **state)
{
	const struct llm_step step = { .bytes = NO };
	struct llm_double server;
	struct px_llm_router *router;

	(void)state;
	llm_double_start(&server, &step, 1);
	struct px_llm *llm = open_llm(server.port);
	struct px_llm_router_config config = { .llm = llm, .simple = "", .strong = "openai:a,anthropic:b" };
	assert_int_equal(px_llm_router_new(&config, &router, NULL), PX_OK);
	struct heard_end heard = go(router, PX_LLM_ROUTE_SIMPLE);
	assert_string_equal(heard.why, "simple: two questions; openai:a refused; anthropic:b refused");
	assert_int_equal(heard.failure, PX_LLM_REFUSED);
	px_llm_free(llm);
	px_llm_router_free(router);
	llm_double_stop(&server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_checked),
		cmocka_unit_test(goes_along_the_lists_once_each),
		cmocka_unit_test(tells_when_nobody_answers),
	};

	px_log_set_level(PX_LOG_NONE);
	return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
