/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A route is one request on its way along the models; its calls are made one
 * after the other from the loop of the px_llm.
 */
#include "llm/router.h"

#include "base/log.h"
#include "base/mem.h"
#include "llm/tokens.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { MODEL_NAME_MAX = 200, LEVELS = 2 };

struct target {
	int provider;
	const char *model;
};

struct px_llm_router {
	struct px_llm *llm;
	const struct px_prices *prices;
	struct px_arena arena;
	struct target targets[LEVELS][PX_LLM_ROUTE_MODELS_MAX];
	size_t counts[LEVELS];
	_Atomic uint64_t routes[LEVELS], failovers, exhausted, cost;
};

struct px_llm_route {
	struct px_llm_router *router;
	struct px_llm_route_start start;
	_Atomic unsigned refs;
	pthread_mutex_t lock;         /* for the three below */
	struct px_llm_call *call;     /* the present one */
	bool cancelled, paused;
	/* Loop thread, and before the first call's start. */
	struct target order[LEVELS * PX_LLM_ROUTE_MODELS_MAX];
	size_t count, next;
	struct px_buf why;
	struct px_llm_usage usage;
	uint64_t cost;
	bool priced;
	struct px_llm_spent *spent;
	size_t spent_count;
};

/* Lists */

static enum px_err add_target(struct px_llm_router *router, enum px_llm_route_level level, struct px_str text,
			      struct px_error *error)
{
	static const char *const settings[] = { "llm-simple", "llm-strong" };
	struct px_str model, provider = px_str_trim(px_str_cut(text, ':', &model));
	struct target *target = &router->targets[level][router->counts[level]];

	model = px_str_trim(model);
	if (model.size == 0 || model.size > MODEL_NAME_MAX)
		return px_fail(error, PX_INVALID, settings[level], "\"%.*s\" is no provider:model, such as openai:gpt-4o",
			       PX_STR_ARG(text));
	target->provider = px_llm_provider(router->llm, provider);
	if (target->provider < 0)
		return px_fail(error, PX_INVALID, settings[level], "there is no provider \"%.*s\"; there are openai and "
			       "anthropic", PX_STR_ARG(provider));
	target->model = px_arena_str(&router->arena, model);
	router->counts[level]++;
	return PX_OK;
}

static enum px_err read_list(struct px_llm_router *router, enum px_llm_route_level level, const char *text, struct px_error *error)
{
	struct px_str rest = px_str(text);
	enum px_err err = PX_OK;

	while (!err && rest.data) {
		struct px_str one = px_str_trim(px_str_cut(rest, ',', &rest));
		if (one.size == 0)
			continue;
		if (router->counts[level] == PX_LLM_ROUTE_MODELS_MAX)
			return px_fail(error, PX_TOO_LARGE, NULL, "at most %d models in a list", PX_LLM_ROUTE_MODELS_MAX);
		err = add_target(router, level, one, error);
	}
	return err;
}

enum px_err px_llm_router_new(const struct px_llm_router_config *config, struct px_llm_router **out, struct px_error *error)
{
	struct px_llm_router *router = px_calloc(1, sizeof(*router));

	router->llm = config->llm;
	router->prices = config->prices;
	px_arena_init(&router->arena);
	enum px_err err = read_list(router, PX_LLM_ROUTE_SIMPLE, config->simple, error);
	if (!err)
		err = read_list(router, PX_LLM_ROUTE_STRONG, config->strong, error);
	if (err)
		px_llm_router_free(router);
	else
		*out = router;
	return err;
}

void px_llm_router_free(struct px_llm_router *router)
{
	if (!router)
		return;
	px_arena_release(&router->arena);
	free(router);
}

bool px_llm_router_is_empty(const struct px_llm_router *router)
{
	return router->counts[PX_LLM_ROUTE_SIMPLE] + router->counts[PX_LLM_ROUTE_STRONG] == 0;
}

bool px_llm_router_lists(const struct px_llm_router *router, enum px_llm_route_level level)
{
	return router->counts[level] > 0;
}

/* Routes */

static void unref(struct px_llm_route *route)
{
	if (atomic_fetch_sub_explicit(&route->refs, 1, memory_order_acq_rel) != 1)
		return;
	px_llm_release(route->call);
	px_llm_prompt_unref(route->start.prompt);
	px_buf_release(&route->why);
	free(route->spent);
	pthread_mutex_destroy(&route->lock);
	free(route);
}

static const char *provider_name(const struct px_llm_route *route, const struct target *target)
{
	return px_llm_provider_name(route->router->llm, target->provider);
}

/* The list of its level, then what the other one has besides. */
static void put_in_order(struct px_llm_route *route)
{
	const struct px_llm_router *router = route->router;

	for (int turn = 0; turn < (route->start.own_list ? 1 : LEVELS); turn++) {
		int level = turn == 0 ? (int)route->start.level : !route->start.level;
		for (size_t i = 0; i < router->counts[level]; i++) {
			const struct target *target = &router->targets[level][i];
			bool known = false;
			for (size_t j = 0; j < route->count; j++)
				known |= route->order[j].provider == target->provider &&
					 strcmp(route->order[j].model, target->model) == 0;
			if (!known)
				route->order[route->count++] = *target;
		}
	}
}

static void on_text(void *arg, struct px_str piece)
{
	struct px_llm_route *route = arg;

	route->start.text(route->start.arg, piece);
}

static void on_tool(void *arg, const struct px_llm_block *call)
{
	struct px_llm_route *route = arg;

	route->start.tool(route->start.arg, call);
}

static void on_done(void *arg, const struct px_llm_result *result);

/* Asks the next model.  Not under the lock when called; the new call gets the wishes that were made meanwhile. */
static void ask_next(struct px_llm_route *route)
{
	const struct target *target = &route->order[route->next++];
	const struct px_llm_start start = { .provider = target->provider, .model = target->model,
					    .prompt = route->start.prompt, .arg = route,
					    .events = { .text = on_text, .tool = on_tool, .done = on_done } };

	pthread_mutex_lock(&route->lock);
	px_llm_release(route->call);
	route->call = px_llm_start(route->router->llm, &start);
	if (route->paused)
		px_llm_pause(route->call);
	if (route->cancelled)
		px_llm_cancel(route->call);
	pthread_mutex_unlock(&route->lock);
}

static size_t tokens_of_blocks(const struct px_llm_block *blocks, size_t count)
{
	size_t tokens = 0;

	for (size_t i = 0; i < count; i++) {
		if (blocks[i].kind != PX_LLM_IMAGE)
			tokens += px_tokens_guess(PX_TOKENIZER_OPENAI, blocks[i].text);
	}
	return tokens;
}

/* An answer that broke off was paid for, too, and there are providers that tell the tokens last. */
static struct px_llm_usage guess_usage(const struct px_llm_route *route, const struct px_llm_result *result)
{
	const struct px_llm_request *request = px_llm_prompt_request(route->start.prompt);
	size_t input = tokens_of_blocks(request->system, request->system_count);

	for (size_t i = 0; i < request->tool_count; i++)
		input += px_tokens_guess(PX_TOKENIZER_OPENAI, request->tools[i].description) +
			 px_tokens_guess(PX_TOKENIZER_OPENAI, request->tools[i].schema);
	for (size_t i = 0; i < request->message_count; i++)
		input += tokens_of_blocks(request->messages[i].blocks, request->messages[i].count);
	return (struct px_llm_usage){ .input = input, .output = tokens_of_blocks(result->blocks, result->block_count) };
}

static bool took_nothing(const struct px_llm_usage *usage)
{
	return usage->input + usage->output + usage->cache_read + usage->cache_write == 0;
}

static void add_up(struct px_llm_route *route, const struct target *target, const struct px_llm_result *result)
{
	const struct px_price *price = px_price_of(route->router->prices, provider_name(route, target), target->model);
	bool untold = result->shown && took_nothing(&result->usage);
	struct px_llm_usage usage = untold ? guess_usage(route, result) : result->usage;
	uint64_t cost = px_price_cost(price, &usage);

	px_llm_usage_add(&route->usage, &usage);
	route->cost += cost;
	route->priced &= price != NULL;
	if (took_nothing(&usage))
		return;
	route->spent = px_realloc(route->spent, (route->spent_count + 1) * sizeof(*route->spent));
	route->spent[route->spent_count++] = (struct px_llm_spent){ provider_name(route, target), target->model, usage, cost,
								    price != NULL, untold };
}

static void finish(struct px_llm_route *route, const struct target *target, const struct px_llm_result *result)
{
	struct px_llm_route_end end = { .result = result, .provider = provider_name(route, target), .model = target->model,
				    .why = route->why.data, .usage = route->usage, .cost = route->cost,
				    .priced = route->priced, .models = (unsigned)route->next,
				    .spent = route->spent, .spent_count = route->spent_count };

	atomic_fetch_add_explicit(&route->router->cost, route->cost, memory_order_relaxed);
	if (result->failure && result->failure != PX_LLM_CANCELLED)
		atomic_fetch_add_explicit(&route->router->exhausted, 1, memory_order_relaxed);
	px_llm_prompt_unref(route->start.prompt); /* nobody is asked any more; its owner may be who has the route */
	route->start.prompt = NULL;
	route->start.done(route->start.arg, &end);
	unref(route);
}

static void on_done(void *arg, const struct px_llm_result *result)
{
	struct px_llm_route *route = arg;
	const struct target *target = &route->order[route->next - 1];

	add_up(route, target, result);
	(void)px_buf_printf(&route->why, "%s%s:%s %s", route->why.size ? "; " : "", provider_name(route, target),
			    target->model, result->failure ? px_llm_failure_name(result->failure) : "answers");
	bool next = result->failure && result->failure != PX_LLM_CANCELLED && !result->shown && route->next < route->count;
	if (!next) {
		finish(route, target, result);
		return;
	}
	atomic_fetch_add_explicit(&route->router->failovers, 1, memory_order_relaxed);
	ask_next(route);
}

struct px_llm_route *px_llm_route_start(struct px_llm_router *router, const struct px_llm_route_start *start)
{
	struct px_llm_route *route = px_calloc(1, sizeof(*route));

	route->router = router;
	route->start = *start;
	route->start.prompt = px_llm_prompt_ref(start->prompt);
	route->priced = true;
	px_buf_init(&route->why, PX_LLM_ROUTE_WHY_MAX);
	(void)px_buf_printf(&route->why, "%s: %s", start->level == PX_LLM_ROUTE_STRONG ? "strong" : "simple", start->why);
	pthread_mutex_init(&route->lock, NULL);
	atomic_init(&route->refs, 2); /* the caller's, and one until `done` */
	put_in_order(route);
	atomic_fetch_add_explicit(&router->routes[start->level], 1, memory_order_relaxed);
	ask_next(route);
	return route;
}

void px_llm_route_cancel(struct px_llm_route *route)
{
	pthread_mutex_lock(&route->lock);
	route->cancelled = true;
	px_llm_cancel(route->call);
	pthread_mutex_unlock(&route->lock);
}

static void set_pause(struct px_llm_route *route, bool paused)
{
	pthread_mutex_lock(&route->lock);
	route->paused = paused;
	if (paused)
		px_llm_pause(route->call);
	else
		px_llm_resume(route->call);
	pthread_mutex_unlock(&route->lock);
}

void px_llm_route_pause(struct px_llm_route *route)
{
	set_pause(route, true);
}

void px_llm_route_resume(struct px_llm_route *route)
{
	set_pause(route, false);
}

void px_llm_route_release(struct px_llm_route *route)
{
	if (route)
		unref(route);
}

static double load(const _Atomic uint64_t *counter)
{
	return (double)atomic_load_explicit(counter, memory_order_relaxed);
}

void px_llm_router_write_metrics(const struct px_llm_router *router, struct px_buf *out)
{
	px_metric_write(out, "pixie_llm_routes_total", "level=\"simple\"", "counter", "Requests to language models by level.",
			load(&router->routes[PX_LLM_ROUTE_SIMPLE]));
	px_metric_write(out, "pixie_llm_routes_total", "level=\"strong\"", "counter", NULL,
			load(&router->routes[PX_LLM_ROUTE_STRONG]));
	px_metric_write(out, "pixie_llm_failovers_total", "", "counter", "Times that a next model was asked.",
			load(&router->failovers));
	px_metric_write(out, "pixie_llm_exhausted_total", "", "counter", "Requests that no model answered.",
			load(&router->exhausted));
	px_metric_write(out, "pixie_llm_microdollars_total", "", "counter", "Cost by the table of prices.",
			load(&router->cost));
}
