/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/usage: what language models took of the caller, by day and by model,
 * and how far the budgets are used.
 */
#include "domain/usage.h"

#include "agent/budget.h"
#include "api/api_internal.h"

enum { SPAN_MAX = 3660 /* days */ };

struct sum {
	const char *provider, *model; /* NULL: of a day, or of all */
	int32_t day;
	int64_t calls, tokens_in, tokens_out, tokens_cached, tokens_written, cost, unpriced;
};

static void add(struct sum *sum, const struct px_usage_day *row)
{
	sum->calls += row->calls;
	sum->tokens_in += row->tokens_in;
	sum->tokens_out += row->tokens_out;
	sum->tokens_cached += row->tokens_cached;
	sum->tokens_written += row->tokens_written;
	sum->cost += row->cost;
	sum->unpriced += row->unpriced;
}

static void put_int(struct px_json *json, const char *key, int64_t value)
{
	px_json_key(json, key);
	px_json_int(json, value);
}

static void put_day(struct px_json *json, const char *key, int32_t day)
{
	char text[PX_CIVIL_TEXT];

	px_civil_format_day(day, text);
	px_json_key(json, key);
	px_json_text(json, text);
}

/* Within an object. */
static void write_sum(struct px_json *json, const struct sum *sum)
{
	put_int(json, "calls", sum->calls);
	put_int(json, "tokens_in", sum->tokens_in);
	put_int(json, "tokens_out", sum->tokens_out);
	put_int(json, "tokens_cached", sum->tokens_cached);
	put_int(json, "tokens_written", sum->tokens_written);
	put_int(json, "cost", sum->cost);
	put_int(json, "unpriced_calls", sum->unpriced);
}

/* Rows come by day. */
static void write_days(struct px_json *json, const struct px_usage_day *rows, size_t count)
{
	px_json_key(json, "days");
	px_json_open_array(json);
	for (size_t i = 0; i < count;) {
		struct sum sum = { .day = rows[i].day };
		for (; i < count && rows[i].day == sum.day; i++)
			add(&sum, &rows[i]);
		px_json_open_object(json);
		put_day(json, "day", sum.day);
		write_sum(json, &sum);
		px_json_close_object(json);
	}
	px_json_close_array(json);
}

static bool is_of(const struct sum *sum, const struct px_usage_day *row)
{
	return strcmp(sum->provider, row->provider) == 0 && strcmp(sum->model, row->model) == 0;
}

/* In the order of their first day; they are few. */
static void write_models(struct px_json *json, struct px_arena *arena, const struct px_usage_day *rows, size_t count)
{
	struct sum *sums = PX_ARENA_ARRAY(arena, struct sum, count + 1);
	size_t models = 0;

	for (size_t i = 0; i < count; i++) {
		size_t at = 0;
		while (at < models && !is_of(&sums[at], &rows[i]))
			at++;
		if (at == models)
			sums[models++] = (struct sum){ .provider = rows[i].provider, .model = rows[i].model };
		add(&sums[at], &rows[i]);
	}
	px_json_key(json, "models");
	px_json_open_array(json);
	for (size_t i = 0; i < models; i++) {
		px_json_open_object(json);
		px_json_key(json, "provider");
		px_json_text(json, sums[i].provider);
		px_json_key(json, "model");
		px_json_text(json, sums[i].model);
		write_sum(json, &sums[i]);
		px_json_close_object(json);
	}
	px_json_close_array(json);
}

static const char *state_of(const struct px_budget_state *budget)
{
	return budget->spent >= budget->limit ? "used_up" :
	       budget->spent * 100 >= budget->limit * PX_BUDGET_WARN_AT ? "near" : "ok";
}

/* Those that are set. */
static enum px_err write_budgets(struct px_json *json, struct px_call *call, struct px_error *error)
{
	struct px_budget_state states[PX_BUDGETS] = { 0 };
	struct px_budget *budget = call->api->parts.budget;
	enum px_err err = budget ? px_budget_look(budget, &call->domain, states, error) : PX_OK;

	px_json_key(json, "budgets");
	px_json_open_array(json);
	for (int kind = 0; !err && kind < PX_BUDGETS; kind++) {
		if (!states[kind].limit)
			continue;
		px_json_open_object(json);
		px_json_key(json, "kind");
		px_json_text(json, px_budget_name(kind));
		put_int(json, "limit", states[kind].limit);
		put_int(json, "spent", states[kind].spent);
		px_json_key(json, "state");
		px_json_text(json, state_of(&states[kind]));
		px_json_close_object(json);
	}
	px_json_close_array(json);
	return err;
}

/* A day of the query, or the fallback. */
static enum px_err read_day(const struct px_call *call, const char *name, int32_t fallback, int32_t *day, struct px_error *error)
{
	const char *text = px_call_query(call, name);

	*day = fallback;
	if (!text || px_civil_parse_day(px_str(text), day))
		return PX_OK;
	return px_fail(error, PX_INVALID, name, "%s must be a day such as 2026-01-16", name);
}

enum px_err px_usage_get(struct px_call *call, struct px_error *error)
{
	int32_t today = px_domain_today(&call->domain), from, to;
	struct px_usage_day *rows;
	struct sum total = { 0 };
	struct px_json json;
	size_t count;
	enum px_err err = read_day(call, "from", px_usage_month(today), &from, error);

	if (!err)
		err = read_day(call, "to", today, &to, error);
	if (!err && (to < from || to - from > SPAN_MAX))
		err = px_fail(error, PX_INVALID, "to", "to must be from 0 to %d days after from", SPAN_MAX);
	if (!err)
		err = px_usage_days(&call->domain, from, to, &rows, &count, error);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		add(&total, &rows[i]);
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	put_day(&json, "from", from);
	put_day(&json, "to", to);
	px_json_key(&json, "prices_of");
	px_json_text(&json, call->api->parts.prices_of);
	px_json_key(&json, "total");
	px_json_open_object(&json);
	write_sum(&json, &total);
	px_json_close_object(&json);
	write_days(&json, rows, count);
	write_models(&json, &call->arena, rows, count);
	err = write_budgets(&json, call, error);
	px_json_close_object(&json);
	return err;
}
