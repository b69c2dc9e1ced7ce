/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one thought's requests to models took, until it is written down.
 *
 * The router's loop adds; the user's shard writes, in the transaction of the
 * step that the request was for.  A step whose transaction is lost takes its
 * rows along, so each later one writes what is not there.
 */
#ifndef PX_AGENT_SPENDING_H
#define PX_AGENT_SPENDING_H

#include "agent/budget.h"
#include "llm/router.h"

struct px_spending;

/* `budget` is borrowed and may be NULL. */
struct px_spending *px_spending_new(struct px_budget *budget);
void px_spending_free(struct px_spending *spending); /* NULL is fine */
/* Any thread. */
void px_spending_add(struct px_spending *spending, const struct px_llm_route_end *end);
/* Whether something was added since it was last written; any thread. */
bool px_spending_is_due(struct px_spending *spending);
/* Shard thread, in a write transaction of the person. */
enum px_err px_spending_write(struct px_spending *spending, struct px_domain *domain, struct px_id turn,
			      struct px_error *error) PX_MUST_CHECK;
/* The same in a transaction of its own, which is left to become durable by itself. */
void px_spending_write_rest(struct px_spending *spending, struct px_store *store, struct px_id user, const struct px_tz *zone,
			    struct px_id turn);
/* What is to be said of a budget that came near its end by this thought, once all is written; "" if nothing. */
enum px_err px_spending_warning(struct px_spending *spending, struct px_domain *domain, char said[PX_BUDGET_SAID],
				struct px_error *error) PX_MUST_CHECK;

#endif
