/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which model is asked, and whom next if that fails.
 *
 * Two ordered lists of provider:model, "simple" and "strong".  A request goes
 * along the list of its level and then along the other one, until a model
 * answers.  Once anything of an answer was shown, nobody else is asked: it
 * would double it.  Each end says why it came to this (for the message's
 * record) and what it cost.  The level is for the caller to say (complexity.h).
 */
#ifndef PX_LLM_ROUTER_H
#define PX_LLM_ROUTER_H

#include "llm/llm.h"
#include "llm/price.h"

struct px_llm_router;
struct px_llm_route;

enum px_llm_route_level { PX_LLM_ROUTE_SIMPLE, PX_LLM_ROUTE_STRONG };
enum { PX_LLM_ROUTE_MODELS_MAX = 16, PX_LLM_ROUTE_WHY_MAX = 1000 };

struct px_llm_router_config {
	struct px_llm *llm;              /* borrowed */
	const char *simple, *strong;     /* "openai:gpt-4o,anthropic:claude-..."; "": none */
	const struct px_prices *prices;  /* borrowed; NULL: the built-in table */
};

/* PX_INVALID names the list and what is wrong in it. */
enum px_err px_llm_router_new(const struct px_llm_router_config *config, struct px_llm_router **router,
			  struct px_error *error) PX_MUST_CHECK;
/* After px_llm_free, which ends what is under way. */
void px_llm_router_free(struct px_llm_router *router);
/* Both lists are empty: there is no model. */
bool px_llm_router_is_empty(const struct px_llm_router *router);
/* Whether the list of the level names any model. */
bool px_llm_router_lists(const struct px_llm_router *router, enum px_llm_route_level level);

/* What one call took. */
struct px_llm_spent {
	const char *provider, *model;
	struct px_llm_usage usage;
	uint64_t cost;                      /* micro-dollars; 0 if the price is not known */
	bool priced;
	bool estimated;                     /* the call broke off before the provider told: counted here */
};

struct px_llm_route_end {
	const struct px_llm_result *result; /* of the last call; also where no model was asked */
	const char *provider, *model;       /* of the last call; NULL if there was none */
	const char *why;                    /* "strong: two questions; openai:gpt-4o overloaded; anthropic:... answers" */
	struct px_llm_usage usage;          /* of all calls */
	uint64_t cost;                      /* micro-dollars of all calls whose price is known */
	bool priced;                        /* all prices are known */
	unsigned models;                    /* asked */
	const struct px_llm_spent *spent;   /* by call, of those that took anything */
	size_t spent_count;
};

struct px_llm_route_start {
	enum px_llm_route_level level;
	bool own_list;                  /* the list of the level alone, which must not be empty, and not the other one after it */
	const char *why;                /* of the level, in a few words; copied */
	struct px_llm_prompt *prompt;   /* referenced */
	void (*text)(void *arg, struct px_str piece);
	void (*tool)(void *arg, const struct px_llm_block *call);
	/* Exactly once, last; as all of them on the loop of the px_llm, never within px_llm_route_start. */
	void (*done)(void *arg, const struct px_llm_route_end *end);
	void *arg;
};

/* Any thread, as are the others; as px_llm_start, px_llm_cancel and so on.  The lists must not be empty. */
struct px_llm_route *px_llm_route_start(struct px_llm_router *router, const struct px_llm_route_start *start);
void px_llm_route_cancel(struct px_llm_route *route);
void px_llm_route_pause(struct px_llm_route *route);
void px_llm_route_resume(struct px_llm_route *route);
void px_llm_route_release(struct px_llm_route *route); /* NULL is fine */

/* Prometheus lines: decisions, failovers, cost. */
void px_llm_router_write_metrics(const struct px_llm_router *router, struct px_buf *out);

#endif
