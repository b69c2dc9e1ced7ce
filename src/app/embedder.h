/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The embedder that the settings ask for.
 */
#ifndef PX_APP_EMBEDDER_H
#define PX_APP_EMBEDDER_H

#include "config/config.h"
#include "embed/embed.h"

/*
 * Opens it.  With "auto", the local one if its model file is there and whole;
 * otherwise the static one, and the log says why.
 */
enum px_err px_app_embedder_open(const struct px_config *config, struct px_embed **embed,
				 struct px_error *error) PX_MUST_CHECK;

#endif
