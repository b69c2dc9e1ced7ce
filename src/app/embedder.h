/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The embedder that the settings ask for, others that there may be beside it, and the trained reader, which shares the
 * local one's model file.
 */
#ifndef PX_APP_EMBEDDER_H
#define PX_APP_EMBEDDER_H

#include "config/config.h"
#include "embed/embed.h"
#include "specialist/specialist.h"

/*
 * Opens it.  With "auto", the local one if its model file is there and whole;
 * otherwise the static one, and the log says why.
 */
enum px_err px_app_embedder_open(const struct px_config *config, struct px_embed **embed,
				 struct px_error *error) PX_MUST_CHECK;

/*
 * The trained reader over the local embedder's model file, whichever embedder
 * is used.  On failure *specialist is NULL and `why` tells the reason: messages are
 * then read by the rules and the linear model alone.
 */
enum px_err px_app_specialist_open(const struct px_config *config, struct px_specialist **specialist,
				   struct px_error *why) PX_MUST_CHECK;

/*
 * The embedder, and room for others: one of each driver, opened when first asked
 * for and kept.  *wanted is NULL if that of the settings can't be opened
 * (`why`).  Main thread; free after everything that uses one of them.
 */
struct px_embedders;
struct px_embedders *px_embedders_new(const struct px_config *config, struct px_embed **wanted, struct px_error *why);
void px_embedders_free(struct px_embedders *embedders);
/* By a driver's name or by px_memory_model; NULL if there is none.  Any thread; as struct px_memory_engine wants it. */
struct px_embed *px_embedders_find(void *embedders, const char *driver, const char *model);

#endif
