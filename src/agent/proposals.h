/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a model's call to a proposal: what it would do is found out by doing it
 * and taking it back at once, so that a proposal that can't work is never made
 * and the person reads the true rows and times.  The rows are kept with their
 * versions; agent/tool_proposal.c, which does what is accepted, compares them.
 */
#ifndef PX_AGENT_PROPOSALS_H
#define PX_AGENT_PROPOSALS_H

#include "agent/tools.h"
#include "domain/proposal.h"

/* What calls would do. */
struct px_proposal_plan {
	const char *text;    /* "Delete “Buy stamps”" */
	const char *targets; /* as the row keeps them */
};

/*
 * `arguments` as a row of `tool` holds them.  PX_INVALID with a reason a person can read: of tools nobody may
 * propose, of words that mean several things, of calls that would change nothing.  Nothing of it stays.
 */
enum px_err px_proposal_plan(const struct px_tool_context *context, const char *tool, const json_t *arguments,
			     struct px_proposal_plan *plan, struct px_error *error) PX_MUST_CHECK;

/* A text that may have asked for it. */
struct px_proposal_source {
	const char *kind; /* "document"; NULL: none is known */
	struct px_id id;
	const char *quote;
};

/* Makes one, not yet recorded as an action.  `turn` may be none. */
enum px_err px_proposal_make(const struct px_tool_context *context, struct px_domain *domain, struct px_id turn,
			     enum px_proposal_reason reason, const char *tool, const json_t *arguments,
			     const struct px_proposal_source *source, struct px_proposal_row *made,
			     struct px_error *error) PX_MUST_CHECK;
/* Adds a call to an open one. */
enum px_err px_proposal_extend(const struct px_tool_context *context, struct px_domain *domain,
			       struct px_proposal_row *proposal, const char *tool, const json_t *arguments,
			       struct px_error *error) PX_MUST_CHECK;
/* The person changes the arguments (NULL: leaves them); what it would do is found out anew in any case.  Not yet recorded. */
enum px_err px_proposal_edit(const struct px_tool_context *context, struct px_domain *domain,
			     struct px_proposal_row *proposal, const json_t *arguments, int64_t expected,
			     struct px_error *error) PX_MUST_CHECK;

/* Whether a call with these arguments has no way back. */
bool px_proposal_is_for_good(const json_t *arguments);

#endif
