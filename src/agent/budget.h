/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much language models may cost: by person and for the whole instance, by
 * day and month.
 *
 * A person's days are those of their zone and are summed in the database
 * (domain/usage.h); the instance's are those of its own zone and are summed
 * here, from the database at the start.  From WARN_AT on a reply says so, once;
 * past a limit no model is asked.  A turn under way is not cut off, so a budget
 * may be exceeded by what is under way.  Any thread, but for new and free.
 */
#ifndef PX_AGENT_BUDGET_H
#define PX_AGENT_BUDGET_H

#include "domain/domain.h"

enum px_budget_kind { PX_BUDGET_USER_DAY, PX_BUDGET_USER_MONTH, PX_BUDGET_DAY, PX_BUDGET_MONTH, PX_BUDGETS };

enum { PX_BUDGET_WARN_AT = 80 /* per cent */, PX_BUDGET_SAID = 160 };

struct px_budget;

/* Micro-dollars by kind; 0: no limit.  `zone` is the instance's, and lives as long as the program. */
struct px_budget *px_budget_new(const int64_t limits[PX_BUDGETS], const struct px_tz *zone);
void px_budget_free(struct px_budget *budget); /* NULL is fine */
/* What the instance has spent of its month, from the store; at the start. */
enum px_err px_budget_load(struct px_budget *budget, struct px_store *store, int64_t now, struct px_error *error) PX_MUST_CHECK;
/* The instance has spent this. */
void px_budget_spend(struct px_budget *budget, int64_t now, int64_t cost);

struct px_budget_state {
	int64_t limit, spent; /* micro-dollars; limit 0: none */
};
/* All kinds, for the person of the domain, as of its `now`. */
enum px_err px_budget_look(struct px_budget *budget, struct px_domain *domain, struct px_budget_state states[PX_BUDGETS],
			   struct px_error *error) PX_MUST_CHECK;
/* Which budget is used up; PX_BUDGETS: none. */
enum px_budget_kind px_budget_used_up(const struct px_budget_state states[PX_BUDGETS]);
/* Which one came to PX_BUDGET_WARN_AT by the last `cost`; PX_BUDGETS: none. */
enum px_budget_kind px_budget_came_near(const struct px_budget_state states[PX_BUDGETS], int64_t cost);
/* "today's budget for language models ($0.50) is used up" */
void px_budget_say(enum px_budget_kind kind, int64_t limit, bool used_up, char said[PX_BUDGET_SAID]);
/* "user_day" */
const char *px_budget_name(enum px_budget_kind kind);

#endif
