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
	enum px_err (*open)(void **self, const struct px_blobs_config *config, struct px_error *error);
	/* As px_blobs_check. */
	enum px_err (*check)(void *self, struct px_error *error);
	void (*close)(void *self);
	/* A file that is there already is as if it were put now; PX_NOT_FOUND if it isn't there. */
	enum px_err (*refresh)(void *self, struct px_id user, const char *hash, struct px_error *error);
	/*
	 * A new file: `create` a nameless one, `append` to it, `seal` it (its bytes
	 * are durable, and are those of the hash; where names can't be given later, it has its name from here on),
	 * `name` it (quick; what has the name already stays), and
	 * `release` it, which makes the name durable, or, if it has none, removes
	 * it.  `create` leaves *file NULL if it fails; `release` is called once for each other.
	 */
	enum px_err (*create)(void *self, struct px_id user, void **file, struct px_error *error);
	enum px_err (*append)(void *file, struct px_str bytes, struct px_error *error);
	enum px_err (*seal)(void *file, const char *hash, struct px_error *error);
	enum px_err (*name_file)(void *file, const char *hash, struct px_error *error);
	enum px_err (*release)(void *file, struct px_error *error);
	enum px_err (*size)(void *self, struct px_id user, const char *hash, int64_t *size, struct px_error *error);
	enum px_err (*read)(void *self, struct px_id user, const char *hash, int64_t offset, size_t size,
			    struct px_buf *out, struct px_error *error);
	enum px_err (*remove)(void *self, struct px_id user, const char *hash, struct px_error *error);
	/* Those whose hash begins so; "": all. */
	enum px_err (*each)(void *self, struct px_id user, const char *prefix, px_blob_take_fn take, void *arg, struct px_error *error);
};

extern const struct px_blob_driver px_blob_local, px_blob_s3;

/* A SHA-256 as the text that names a file; PX_INTERNAL for a sum of another length. */
enum px_err px_blob_write_hash(const unsigned char *sum, unsigned size, char hash[PX_BLOB_HASH + 1],
			       struct px_error *error) PX_MUST_CHECK;

#endif
