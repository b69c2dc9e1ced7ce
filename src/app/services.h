/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Servers that Pixie may stand on instead of its own memory and folders, as
 * the settings name them.
 */
#ifndef PX_APP_SERVICES_H
#define PX_APP_SERVICES_H

#include "config/config.h"
#include "vector/vector.h"

/* By qdrant-url, or in memory.  Nothing is connected to yet. */
enum px_err px_vectors_open(const struct px_config *config, struct px_vectors **vectors,
			    struct px_error *error) PX_MUST_CHECK;

#endif
