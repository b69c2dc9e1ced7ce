/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was said earlier in a conversation, summed up by a model of the simple
 * list: the job "talk.sum_up".
 *
 * A request to a model holds the last messages whole.  Once enough others have
 * gathered before them, the turn asks for this job in the transaction that ends
 * it, and the summary (domain/talk_summary.h) stands for them in the next
 * requests.  Each summary is made of the one before and what was said since.
 * What it costs is counted like a turn's; with a budget used up none is made.
 *
 * Without a model, or where none answers, nothing is missing: then the sentences
 * that say most stand for the older messages (older_talk.h).
 */
#ifndef PX_AGENT_SUMMING_H
#define PX_AGENT_SUMMING_H

#include "agent/budget.h"
#include "jobs/jobs.h"
#include "llm/router.h"

enum { PX_SUMMING_DUE = 12 /* messages: six turns, for one short request to the cheaper model */ };

struct px_summing;

struct px_summing_config {
	struct px_store *store;
	struct px_llm_router *router; /* NULL: no model is named; jobs that are still there end without a summary */
	struct px_budget *budget;     /* or NULL */
};

/* Registers the kind; before px_jobs_start.  Store, router and budget outlive the runner; free after it. */
struct px_summing *px_summing_new(struct px_jobs *jobs, const struct px_summing_config *config);
void px_summing_free(struct px_summing *summing); /* NULL is fine */
/* [tx] Asks for one. */
enum px_err px_summing_request(struct px_domain *domain, struct px_id conversation, struct px_error *error) PX_MUST_CHECK;
/* Prometheus lines; any thread. */
void px_summing_write_metrics(const struct px_summing *summing, struct px_buf *out);

#endif
