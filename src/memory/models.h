/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which model a user's vectors are of, and the way to another one.
 *
 * Each user has a row that names the model in use.  Another one (the settings
 * changed, or somebody chose it) becomes the target: its vectors are made
 * beside the old ones (memory/reindexing) while searches go on with those,
 * then both are compared on probes from the user's own texts, and one write of
 * the row switches.  For PX_MODELS_KEEP_MS the old vectors stay, and the switch
 * can be taken back.
 */
#ifndef PX_MEMORY_MODELS_H
#define PX_MEMORY_MODELS_H

#include "domain/domain.h"
#include "memory/index.h"

#define PX_MODELS_REINDEX "memory.reindex" /* the job; one per user */
#define PX_MODELS_KEEP_MS (INT64_C(7) * 24 * 3600 * 1000)

/* Probes under the new model may find so much less (of 1000) than under the old one before it is held. */
enum { PX_MODELS_TOLERANCE = 50, PX_MODELS_UNKNOWN = -1 };

enum px_models_state {
	PX_MODELS_SETTLED,
	PX_MODELS_EMBEDDING, /* vectors of the target are being made */
	PX_MODELS_HELD,      /* they are all there, but find less: somebody has to decide */
};

/* The user's row; one that is not stored yet (id none) names the engine's model. */
enum px_err px_models_read(struct px_domain *domain, const struct px_memory_engine *engine, struct px_model_row *row,
			   struct px_error *error) PX_MUST_CHECK;
/* The embedder of the model in use; the engine's own if that one can't be opened any more.  NULL: none at all. */
struct px_embed *px_models_active(struct px_domain *domain, const struct px_memory_engine *engine);
/*
 * Sees to it that the row is there and that the user is on the way to the
 * engine's model, unless another was chosen or that one was taken back.
 */
enum px_err px_models_follow(struct px_domain *domain, const struct px_memory_engine *engine, struct px_error *error) PX_MUST_CHECK;
/* Makes a driver's model the target ("auto": what the settings say).  PX_INVALID: it can't be opened. */
enum px_err px_models_start(struct px_domain *domain, const struct px_memory_engine *engine, const char *driver,
			    struct px_error *error) PX_MUST_CHECK;
/* Uses the target from now on.  PX_CONFLICT while not all of its vectors are there. */
enum px_err px_models_switch(struct px_domain *domain, struct px_model_row *row, struct px_error *error) PX_MUST_CHECK;
/* Back to the model before the switch, or off the way to the target.  PX_CONFLICT: there is neither. */
enum px_err px_models_roll_back(struct px_domain *domain, struct px_model_row *row, struct px_error *error) PX_MUST_CHECK;
enum px_err px_models_write(struct px_domain *domain, struct px_model_row *row, struct px_error *error) PX_MUST_CHECK;
/* [main thread, before jobs run] Everybody whose model is not the engine's is put on the way to it. */
enum px_err px_models_follow_all(struct px_store *store, const struct px_memory_engine *engine, struct px_error *error) PX_MUST_CHECK;
/* [tx over all users] The same of one driver's model, for all who have a row; *count: how many. */
enum px_err px_models_start_all(struct px_store_tx *tx, const struct px_memory_engine *engine, const char *driver,
				struct px_arena *arena, size_t *count, struct px_error *error) PX_MUST_CHECK;

#endif
