/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facade of files: hashes what is put, checks hashes and ranges, dispatches.
 */
#include "blob/blob.h"

#include "base/mem.h"
#include "blob/blob_driver.h"

#include <openssl/evp.h>
#include <stdatomic.h>

struct px_blobs {
	const struct px_blob_driver *driver;
	void *self;
	int64_t quota;
	_Atomic uint64_t puts, put_bytes, reads, removed;
};

static const struct px_blob_driver *const drivers[] = { &px_blob_local, NULL };

enum px_err px_blobs_new(const struct px_blobs_config *config, struct px_blobs **out, struct px_error *error)
{
	const struct px_blob_driver *const *driver = drivers;

	while (*driver && strcmp((*driver)->name, config->driver) != 0)
		driver++;
	if (!*driver)
		return px_fail(error, PX_INVALID, "files", "there is no driver of files \"%s\"", config->driver);
	struct px_blobs *blobs = px_calloc(1, sizeof(*blobs));
	blobs->driver = *driver;
	blobs->quota = config->quota;
	enum px_err err = blobs->driver->open(&blobs->self, config->path, error);
	if (err) {
		free(blobs);
		return err;
	}
	*out = blobs;
	return PX_OK;
}

void px_blobs_free(struct px_blobs *blobs)
{
	if (!blobs)
		return;
	blobs->driver->close(blobs->self);
	free(blobs);
}

static enum px_err hash_bytes(struct px_str bytes, char hash[PX_BLOB_HASH + 1], struct px_error *error)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (EVP_Digest(bytes.data, bytes.size, sum, &size, EVP_sha256(), NULL) != 1 || size * 2 != PX_BLOB_HASH)
		return px_fail(error, PX_INTERNAL, NULL, "SHA-256 can't be computed");
	for (unsigned i = 0; i < size; i++) {
		hash[2 * i] = digits[sum[i] >> 4];
		hash[2 * i + 1] = digits[sum[i] & 15];
	}
	hash[PX_BLOB_HASH] = '\0';
	return PX_OK;
}

/* Anything else could name a file that is not one of ours. */
static enum px_err check_hash(const char *hash, struct px_error *error)
{
	if (hash && strlen(hash) == PX_BLOB_HASH && strspn(hash, "0123456789abcdef") == PX_BLOB_HASH)
		return PX_OK;
	return px_fail(error, PX_NOT_FOUND, "hash", "there is no such file");
}

enum px_err px_blob_put(struct px_blobs *blobs, struct px_id user, struct px_str bytes, char hash[PX_BLOB_HASH + 1],
			struct px_error *error)
{
	enum px_err err = hash_bytes(bytes, hash, error);

	if (!err)
		err = blobs->driver->put(blobs->self, user, hash, bytes, blobs->quota, error);
	if (!err) {
		atomic_fetch_add(&blobs->puts, 1);
		atomic_fetch_add(&blobs->put_bytes, bytes.size);
	}
	return err;
}

enum px_err px_blob_size(struct px_blobs *blobs, struct px_id user, const char *hash, int64_t *size,
			 struct px_error *error)
{
	enum px_err err = check_hash(hash, error);

	return err ? err : blobs->driver->size(blobs->self, user, hash, size, error);
}

enum px_err px_blob_read(struct px_blobs *blobs, struct px_id user, const char *hash, int64_t offset, size_t size,
			 struct px_buf *out, struct px_error *error)
{
	enum px_err err = check_hash(hash, error);

	if (!err && offset < 0)
		err = px_fail(error, PX_INVALID, "offset", "offset must not be negative");
	if (!err)
		atomic_fetch_add(&blobs->reads, 1);
	return err ? err : blobs->driver->read(blobs->self, user, hash, offset, size, out, error);
}

enum px_err px_blob_remove(struct px_blobs *blobs, struct px_id user, const char *hash, struct px_error *error)
{
	enum px_err err = check_hash(hash, error);

	if (!err)
		err = blobs->driver->remove(blobs->self, user, hash, error);
	if (!err)
		atomic_fetch_add(&blobs->removed, 1);
	return err;
}

void px_blobs_get_stats(const struct px_blobs *blobs, struct px_blob_stats *stats)
{
	*stats = (struct px_blob_stats){ blobs->puts, blobs->put_bytes, blobs->reads, blobs->removed };
}

enum px_err px_blob_each(struct px_blobs *blobs, struct px_id user, px_blob_take_fn take, void *arg,
			 struct px_error *error)
{
	return blobs->driver->each(blobs->self, user, take, arg, error);
}
