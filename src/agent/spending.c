/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/spending.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "domain/usage.h"

#include <pthread.h>
#include <stdlib.h>

struct px_spending {
	struct px_budget *budget;
	pthread_mutex_t lock;     /* for all below, but the budget */
	struct px_arena arena;    /* the texts of rows */
	struct px_usage_row *rows;
	size_t count, told;       /* `told`: of which the budget knows */
	bool due;
};

struct px_spending *px_spending_new(struct px_budget *budget)
{
	struct px_spending *spending = px_calloc(1, sizeof(*spending));

	spending->budget = budget;
	pthread_mutex_init(&spending->lock, NULL);
	px_arena_init_small(&spending->arena, 256);
	return spending;
}

void px_spending_free(struct px_spending *spending)
{
	if (!spending)
		return;
	px_arena_release(&spending->arena);
	pthread_mutex_destroy(&spending->lock);
	free(spending->rows);
	free(spending);
}

static struct px_usage_row row_of(struct px_spending *spending, const struct px_llm_spent *spent)
{
	return (struct px_usage_row){
		.id = px_id_new(), .provider = px_arena_str(&spending->arena, px_str(spent->provider)),
		.model = px_arena_str(&spending->arena, px_str(spent->model)),
		.tokens_in = (int64_t)spent->usage.input, .tokens_out = (int64_t)spent->usage.output,
		.tokens_cached = (int64_t)spent->usage.cache_read, .tokens_written = (int64_t)spent->usage.cache_write,
		.cost = (int64_t)spent->cost, .priced = spent->priced, .estimated = spent->estimated,
	};
}

void px_spending_add(struct px_spending *spending, const struct px_llm_route_end *end)
{
	if (!end->spent_count)
		return;
	pthread_mutex_lock(&spending->lock);
	spending->rows = px_realloc(spending->rows, (spending->count + end->spent_count) * sizeof(*spending->rows));
	for (size_t i = 0; i < end->spent_count; i++)
		spending->rows[spending->count++] = row_of(spending, &end->spent[i]);
	spending->due = true;
	pthread_mutex_unlock(&spending->lock);
}

bool px_spending_is_due(struct px_spending *spending)
{
	pthread_mutex_lock(&spending->lock);
	bool due = spending->due;
	pthread_mutex_unlock(&spending->lock);
	return due;
}

enum px_err px_spending_write(struct px_spending *spending, struct px_domain *domain, struct px_id turn, struct px_error *error)
{
	enum px_err err = PX_OK;

	/* Who adds meanwhile waits for some statements of the database, and is a loop: but a round's request has ended. */
	pthread_mutex_lock(&spending->lock);
	for (size_t i = 0; !err && i < spending->count; i++) {
		spending->rows[i].turn_id = turn;
		err = px_usage_add(domain, &spending->rows[i], error);
	}
	for (; !err && spending->told < spending->count; spending->told++) {
		if (spending->budget)
			px_budget_spend(spending->budget, domain->now, spending->rows[spending->told].cost);
	}
	spending->due = spending->due && err;
	pthread_mutex_unlock(&spending->lock);
	return err;
}

void px_spending_write_rest(struct px_spending *spending, struct px_store *store, struct px_id user, const struct px_tz *zone,
			    struct px_id turn)
{
	struct px_error error = { 0 };
	struct px_domain domain;
	struct px_store_tx *tx;
	struct px_arena arena;

	if (!px_spending_is_due(spending))
		return;
	px_arena_init(&arena);
	enum px_err err = px_store_begin(store, user, PX_STORE_WRITE, &tx, &error);
	if (!err) {
		px_domain_init(&domain, tx, user, px_clock_now(), zone, &arena);
		err = px_spending_write(spending, &domain, turn, &error);
		if (err)
			px_store_rollback(tx);
		else
			px_store_commit(tx, NULL, NULL);
	}
	if (err)
		px_log(PX_LOG_ERROR, "usage", "what a stopped request took was not written", PX_LF("reason", error.message));
	px_arena_release(&arena);
}

enum px_err px_spending_warning(struct px_spending *spending, struct px_domain *domain, char said[PX_BUDGET_SAID],
				struct px_error *error)
{
	struct px_budget_state states[PX_BUDGETS];
	int64_t cost = 0;

	said[0] = '\0';
	if (!spending->budget)
		return PX_OK;
	pthread_mutex_lock(&spending->lock);
	for (size_t i = 0; i < spending->count; i++)
		cost += spending->rows[i].cost;
	pthread_mutex_unlock(&spending->lock);
	enum px_err err = px_budget_look(spending->budget, domain, states, error);
	if (err)
		return err;
	enum px_budget_kind kind = px_budget_came_near(states, cost);
	if (kind != PX_BUDGETS)
		px_budget_say(kind, states[kind].limit, states[kind].spent >= states[kind].limit, said);
	return PX_OK;
}
