/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The language models that the settings name: providers with their addresses
 * and keys, the router over the two lists, prices, budgets and limits.
 */
#ifndef PX_APP_MODELS_H
#define PX_APP_MODELS_H

#include "agent/budget.h"
#include "agent/model_limits.h"
#include "config/config.h"
#include "llm/router.h"
#include "speech/speech.h"

struct px_models {
	struct px_llm *llm;             /* NULL: no model is named, the built-in engine does all */
	struct px_llm_router *router;
	struct px_prices *prices;
	struct px_budget *budget;
	struct px_model_limits limits;  /* of one turn */
};

/* Whether a list names any model. */
bool px_models_are_named(const struct px_config *config);
/*
 * Opens what is named; nothing if nothing is.  PX_INVALID names the setting
 * that won't do; other errors are about the sealed keys.
 */
enum px_err px_models_open(const struct px_config *config, struct px_models *models,
			   struct px_error *error) PX_MUST_CHECK;
/* The server that writes down speech; NULL if none is set up.  Errors as above.  `loop` is borrowed. */
enum px_err px_models_open_speech(const struct px_config *config, struct px_loop *loop, struct px_speech **speech,
				  struct px_error *error) PX_MUST_CHECK;
/* Ends what is under way.  May be called twice. */
void px_models_close(struct px_models *models);

#endif
