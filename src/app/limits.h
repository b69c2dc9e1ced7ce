/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The limits of the settings: counted in this process or, with `nodes`, for all nodes together.
 */
#ifndef PX_APP_LIMITS_H
#define PX_APP_LIMITS_H

#include "auth/limit.h"
#include "config/config.h"

/* The data folder has its secret already: nodes, which all have the same, name a caller in Redis by it. */
enum px_err px_app_limiter(const struct px_config *config, struct px_limiter **limiter, struct px_error *error) PX_MUST_CHECK;

#endif
