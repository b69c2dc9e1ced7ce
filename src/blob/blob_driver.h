/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a driver of files provides.  Only blob.c and the drivers include this.
 *
 * Every slot blocks, may be called from any thread and by several at once.
 * `hash` is PX_BLOB_HASH lower-case hexadecimal digits, as the facade has
 * checked, and the SHA-256 of the bytes.
 */
#ifndef PX_BLOB_BLOB_DRIVER_H
#define PX_BLOB_BLOB_DRIVER_H

#include "blob/blob.h"

struct px_blob_driver {
	const char *name;
	enum px_err (*open)(void **self, const char *path, struct px_error *error);
	void (*close)(void *self);
	/*
	 * All of the bytes or none, durable on return.  What is there already is
	 * as if it were put now.  PX_TOO_LARGE if the user's files would exceed `quota` bytes (0: no limit).
	 */
	enum px_err (*put)(void *self, struct px_id user, const char *hash, struct px_str bytes, int64_t quota,
			   struct px_error *error);
	enum px_err (*size)(void *self, struct px_id user, const char *hash, int64_t *size, struct px_error *error);
	enum px_err (*read)(void *self, struct px_id user, const char *hash, int64_t offset, size_t size,
			    struct px_buf *out, struct px_error *error);
	enum px_err (*remove)(void *self, struct px_id user, const char *hash, struct px_error *error);
	enum px_err (*each)(void *self, struct px_id user, px_blob_take_fn take, void *arg, struct px_error *error);
};

extern const struct px_blob_driver px_blob_local;

#endif
