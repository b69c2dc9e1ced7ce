/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie usage: what language models took, and how far the budgets are used.
 */
#include "app/command.h"

enum { PATH_BYTES = 512 };

static long long number(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static double dollars(const json_t *object, const char *key)
{
	return (double)number(object, key) / 1e6;
}

static void print_line(const char *name, const json_t *sum)
{
	printf("%-36s %6lld %10lld %10lld %10lld  $%.4f%s\n", name, number(sum, "calls"),
	       number(sum, "tokens_in") + number(sum, "tokens_written"), number(sum, "tokens_cached"), number(sum, "tokens_out"),
	       dollars(sum, "cost"), number(sum, "unpriced_calls") ? " and calls of no known price" : "");
}

static void print_usage(const json_t *usage)
{
	const json_t *days = json_object_get(usage, "days"), *models = json_object_get(usage, "models");
	const json_t *budgets = json_object_get(usage, "budgets");
	char name[256];

	printf("%-36s %6s %10s %10s %10s  %s\n", "", "calls", "tokens in", "cached", "tokens out", "cost");
	for (size_t i = 0; i < json_array_size(days); i++)
		print_line(px_command_member(json_array_get(days, i), "day"), json_array_get(days, i));
	for (size_t i = 0; i < json_array_size(models); i++) {
		const json_t *model = json_array_get(models, i);
		snprintf(name, sizeof(name), "%s:%s", px_command_member(model, "provider"), px_command_member(model, "model"));
		print_line(name, model);
	}
	snprintf(name, sizeof(name), "%s to %s", px_command_member(usage, "from"), px_command_member(usage, "to"));
	print_line(name, json_object_get(usage, "total"));
	for (size_t i = 0; i < json_array_size(budgets); i++) {
		const json_t *budget = json_array_get(budgets, i);
		printf("budget %s: $%.2f of $%.2f\n", px_command_member(budget, "kind"), dollars(budget, "spent"),
		       dollars(budget, "limit"));
	}
}

static void show_usage(const json_t *usage, const void *arg)
{
	(void)arg;
	print_usage(usage);
}

int px_cmd_usage(struct px_invocation *invocation)
{
	struct px_buf path = PX_BUF_INIT(PATH_BYTES);

	(void)px_buf_text(&path, "/api/v1/usage");
	px_command_query(&path, "from", px_command_option(invocation, "from"));
	px_command_query(&path, "to", px_command_option(invocation, "to"));
	int status = px_command_call(invocation, "GET", path.data, NULL, show_usage, NULL);
	px_buf_release(&path);
	return status;
}
