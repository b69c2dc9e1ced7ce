/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thinker that asks language models (llm/router.h).
 *
 * It wants what the built-in engine could not read or reads with doubt, and
 * questions about the world.  A thought is a conversation with a model: the
 * context (model_context.h) and the tool table go out, text streams back, and
 * each round of tool calls is answered by the turn until the model has said
 * all.  Once words that may be other people's are in a thought, its calls say
 * so and name them: what such a call would change becomes a proposal
 * (turn_propose.c), whatever those words ask for.
 */
#ifndef PX_AGENT_MODEL_H
#define PX_AGENT_MODEL_H

#include "agent/budget.h"
#include "agent/model_limits.h"
#include "agent/thinker.h"
#include "llm/router.h"

struct px_model;

/* `llm` and `router` are borrowed. */
struct px_model *px_model_new(struct px_llm *llm, struct px_llm_router *router);
/* What it may cost; borrowed.  Before the first thought. */
void px_model_set_budget(struct px_model *model, struct px_budget *budget);
/* What one turn may take; without it there is no limit.  Before the first thought. */
void px_model_set_limits(struct px_model *model, const struct px_model_limits *limits);
/* Whether answers are kept and given again (agent/reply_cache.h); they are not at first.  Before the first thought. */
void px_model_keep_replies(struct px_model *model, bool keeps);
/* When every thought has been released. */
void px_model_free(struct px_model *model);
/* Valid as long as the model. */
const struct px_thinker *px_model_thinker(const struct px_model *model);
/* What was corrected in answers, which links became text, and what was answered again; any thread. */
void px_model_write_metrics(const struct px_model *model, struct px_buf *out);

#endif
