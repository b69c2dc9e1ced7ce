/* SPDX-License-Identifier: Apache-2.0 */
/* The instance's sums begin anew when their day or month is over, which is found out when they are looked at. */
#include "agent/budget.h"

#include "base/mem.h"
#include "domain/usage.h"

#include <pthread.h>
#include <stdlib.h>

struct px_budget {
	int64_t limits[PX_BUDGETS];
	const struct px_tz *zone;
	pthread_mutex_t lock;  /* for the sums */
	int32_t day;           /* that day_spent is of; its month is month_spent's */
	int64_t day_spent, month_spent;
};

static const struct {
	const char *name, *said;
} kinds[PX_BUDGETS] = {
	[PX_BUDGET_USER_DAY] = { "user_day", "today's budget for language models" },
	[PX_BUDGET_USER_MONTH] = { "user_month", "this month's budget for language models" },
	[PX_BUDGET_DAY] = { "day", "today's budget of this Pixie for language models" },
	[PX_BUDGET_MONTH] = { "month", "this month's budget of this Pixie for language models" },
};

struct px_budget *px_budget_new(const int64_t limits[PX_BUDGETS], const struct px_tz *zone)
{
	struct px_budget *budget = px_calloc(1, sizeof(*budget));

	memcpy(budget->limits, limits, sizeof(budget->limits));
	budget->zone = zone;
	pthread_mutex_init(&budget->lock, NULL);
	return budget;
}

void px_budget_free(struct px_budget *budget)
{
	if (!budget)
		return;
	pthread_mutex_destroy(&budget->lock);
	free(budget);
}

static int32_t day_of(const struct px_budget *budget, int64_t utc)
{
	return px_civil_ms_day(px_tz_to_local(budget->zone, utc));
}

/* With the lock held. */
static void roll(struct px_budget *budget, int32_t today)
{
	if (today == budget->day)
		return;
	budget->day_spent = 0;
	if (px_usage_month(today) != px_usage_month(budget->day))
		budget->month_spent = 0;
	budget->day = today;
}

void px_budget_spend(struct px_budget *budget, int64_t now, int64_t cost)
{
	pthread_mutex_lock(&budget->lock);
	roll(budget, day_of(budget, now));
	budget->day_spent += cost;
	budget->month_spent += cost;
	pthread_mutex_unlock(&budget->lock);
}

static void take_row(void *arg, int64_t created, int64_t cost)
{
	struct px_budget *budget = arg;

	budget->month_spent += cost;
	budget->day_spent += day_of(budget, created) == budget->day ? cost : 0;
}

enum px_err px_budget_load(struct px_budget *budget, struct px_store *store, int64_t now, struct px_error *error)
{
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(store, PX_ID_NONE, PX_STORE_READ, &tx, error);

	if (err)
		return err;
	pthread_mutex_lock(&budget->lock);
	budget->day = day_of(budget, now);
	budget->day_spent = budget->month_spent = 0;
	int64_t since = px_tz_to_utc(budget->zone, (int64_t)px_usage_month(budget->day) * PX_MS_DAY, NULL);
	err = px_usage_since(tx, since, take_row, budget, error);
	pthread_mutex_unlock(&budget->lock);
	px_store_rollback(tx);
	return err;
}

enum px_err px_budget_look(struct px_budget *budget, struct px_domain *domain, struct px_budget_state states[PX_BUDGETS],
			   struct px_error *error)
{
	struct px_usage_spent own = { 0 };
	enum px_err err = PX_OK;

	if (budget->limits[PX_BUDGET_USER_DAY] || budget->limits[PX_BUDGET_USER_MONTH])
		err = px_usage_spent(domain, &own, error);
	if (err)
		return err;
	pthread_mutex_lock(&budget->lock);
	roll(budget, day_of(budget, domain->now));
	const int64_t spent[PX_BUDGETS] = { own.day, own.month, budget->day_spent, budget->month_spent };
	pthread_mutex_unlock(&budget->lock);
	for (int kind = 0; kind < PX_BUDGETS; kind++)
		states[kind] = (struct px_budget_state){ budget->limits[kind], spent[kind] };
	return PX_OK;
}

enum px_budget_kind px_budget_used_up(const struct px_budget_state states[PX_BUDGETS])
{
	for (int kind = 0; kind < PX_BUDGETS; kind++) {
		if (states[kind].limit && states[kind].spent >= states[kind].limit)
			return kind;
	}
	return PX_BUDGETS;
}

/* Limits are at most 100,000 dollars (llm/price.c), so this is far from the limits of 64 bits. */
static bool is_near(int64_t spent, int64_t limit)
{
	return spent * 100 >= limit * PX_BUDGET_WARN_AT;
}

enum px_budget_kind px_budget_came_near(const struct px_budget_state states[PX_BUDGETS], int64_t cost)
{
	for (int kind = 0; kind < PX_BUDGETS; kind++) {
		const struct px_budget_state *state = &states[kind];
		if (state->limit && is_near(state->spent, state->limit) && !is_near(state->spent - cost, state->limit))
			return kind;
	}
	return PX_BUDGETS;
}

void px_budget_say(enum px_budget_kind kind, int64_t limit, bool used_up, char said[PX_BUDGET_SAID])
{
	if (used_up)
		snprintf(said, PX_BUDGET_SAID, "%s ($%.2f) is used up", kinds[kind].said, (double)limit / 1e6);
	else
		snprintf(said, PX_BUDGET_SAID, "%d%% of %s ($%.2f) is used", PX_BUDGET_WARN_AT, kinds[kind].said, (double)limit / 1e6);
}

const char *px_budget_name(enum px_budget_kind kind)
{
	return kinds[kind].name;
}
