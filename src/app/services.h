/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Servers that Pixie may stand on instead of its own memory and folders, as
 * the settings name them.
 */
#ifndef PX_APP_SERVICES_H
#define PX_APP_SERVICES_H

#include "blob/blob.h"
#include "bus/bus.h"
#include "config/config.h"
#include "vector/vector.h"

/* By qdrant-url, or in memory.  Nothing is connected to yet. */
enum px_err px_vectors_open(const struct px_config *config, struct px_vectors **vectors,
			    struct px_error *error) PX_MUST_CHECK;

/* By redis-url, or in this process.  Redis may come later: it is connected to in the background. */
enum px_err px_bus_open(const struct px_config *config, struct px_bus **bus, struct px_error *error) PX_MUST_CHECK;
/* By s3-url, or in the data folder; sealed by `key` (PX_BLOB_KEY bytes), unless it is NULL.  Nothing is connected to yet. */
enum px_err px_files_open(const struct px_config *config, const uint8_t *key, struct px_blobs **blobs,
			  struct px_error *error) PX_MUST_CHECK;

#endif
