/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facade of files: hashes what is put, checks hashes and ranges, holds the
 * quota, dispatches.
 *
 * Writers that live stand in a list.  Under its lock a file gets its name and
 * stops being counted as one that arrives, so at any moment each is counted once.
 */
#include "blob/blob.h"

#include "base/mem.h"
#include "blob/blob_driver.h"
#include "blob/sealed.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>

struct px_blobs {
	const struct px_blob_driver *driver;
	void *self;
	int64_t quota;
	pthread_mutex_t lock;
	struct px_blob_writer *writers; /* under the lock */
	_Atomic uint64_t puts, put_bytes, reads, removed;
};

enum { RESERVE_STEP = 4 << 20 }; /* what a file of unknown size counts ahead, so that the folder is seldom listed */

struct px_blob_writer {
	struct px_blobs *blobs;
	struct px_id user;
	void *file;           /* the driver's; NULL once released */
	EVP_MD_CTX *sum;
	int64_t size;
	int64_t reserved;     /* counted against the quota; 0 once the file is named */
	char ending[PX_BLOB_HASH + 1]; /* once its hash is known: a driver may list it from there on; under the lock */
	struct px_blob_writer *previous, *next;
};

static const struct px_blob_driver *const drivers[] = { &px_blob_local, &px_blob_s3, NULL };

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
	pthread_mutex_init(&blobs->lock, NULL);
	enum px_err err = blobs->driver->open(&blobs->self, config, error);
	if (err) {
		pthread_mutex_destroy(&blobs->lock);
		free(blobs);
		return err;
	}
	if (config->key) {
		blobs->self = px_blob_sealed_over(blobs->driver, blobs->self, config->key);
		blobs->driver = &px_blob_sealed;
	}
	*out = blobs;
	return PX_OK;
}

enum px_err px_blobs_check(struct px_blobs *blobs, struct px_error *error)
{
	return blobs->driver->check(blobs->self, error);
}

void px_blobs_free(struct px_blobs *blobs)
{
	if (!blobs)
		return;
	blobs->driver->close(blobs->self);
	pthread_mutex_destroy(&blobs->lock);
	free(blobs);
}

static enum px_err fail_sum(struct px_error *error)
{
	return px_fail(error, PX_INTERNAL, NULL, "SHA-256 can't be computed");
}

enum px_err px_blob_write_hash(const unsigned char *sum, unsigned size, char hash[PX_BLOB_HASH + 1], struct px_error *error)
{
	static const char digits[] = "0123456789abcdef";

	if (size * 2 != PX_BLOB_HASH)
		return fail_sum(error);
	for (unsigned i = 0; i < size; i++) {
		hash[2 * i] = digits[sum[i] >> 4];
		hash[2 * i + 1] = digits[sum[i] & 15];
	}
	hash[PX_BLOB_HASH] = '\0';
	return PX_OK;
}

enum px_err px_blob_hash(struct px_str bytes, char hash[PX_BLOB_HASH + 1], struct px_error *error)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (EVP_Digest(bytes.data, bytes.size, sum, &size, EVP_sha256(), NULL) != 1)
		return fail_sum(error);
	return px_blob_write_hash(sum, size, hash, error);
}

/* Anything else could name a file that is not one of ours. */
static enum px_err check_hash(const char *hash, struct px_error *error)
{
	if (hash && strlen(hash) == PX_BLOB_HASH && strspn(hash, "0123456789abcdef") == PX_BLOB_HASH)
		return PX_OK;
	return px_fail(error, PX_NOT_FOUND, "hash", "there is no such file");
}

/* ------------------------------------------------------------------ writing */

struct usage {
	const struct px_blob_writer *writers;
	struct px_id user;
	int64_t sum;
};

/* [lock] One that is being ended is counted as one that arrives. */
static enum px_err add_size(void *arg, const char *hash, int64_t size, int64_t put, struct px_error *error)
{
	struct usage *usage = arg;
	bool arrives = false;

	(void)put;
	(void)error;
	for (const struct px_blob_writer *writer = usage->writers; writer && !arrives; writer = writer->next)
		arrives = writer->reserved && px_id_eq(writer->user, usage->user) && strcmp(writer->ending, hash) == 0;
	usage->sum += arrives ? 0 : size;
	return PX_OK;
}

/* [lock] Counts `more` bytes of the writer against its user's quota, which must allow them. */
static enum px_err reserve(struct px_blob_writer *writer, int64_t more, struct px_error *error)
{
	struct px_blobs *blobs = writer->blobs;
	struct usage usage = { blobs->writers, writer->user, 0 };
	enum px_err err = blobs->quota ? blobs->driver->each(blobs->self, writer->user, add_size, &usage, error) : PX_OK;

	if (err)
		return err;
	int64_t used = usage.sum;
	for (struct px_blob_writer *other = blobs->writers; other; other = other->next)
		used += other != writer && px_id_eq(other->user, writer->user) ? other->reserved : 0;
	int64_t wanted = writer->reserved + more;
	if (blobs->quota && used + wanted > blobs->quota)
		return px_fail(error, PX_NO_SPACE, NULL,
			       "this file needs %.1f MB, and %.1f of the %.1f MB for files are in use; delete some documents first",
			       (double)wanted / 1048576, (double)used / 1048576, (double)blobs->quota / 1048576);
	writer->reserved = wanted;
	return PX_OK;
}

/* [lock] */
static void link_writer(struct px_blob_writer *writer)
{
	writer->next = writer->blobs->writers;
	if (writer->next)
		writer->next->previous = writer;
	writer->blobs->writers = writer;
}

/* [lock] */
static void unlink_writer(struct px_blob_writer *writer)
{
	if (writer->next)
		writer->next->previous = writer->previous;
	if (writer->previous)
		writer->previous->next = writer->next;
	else
		writer->blobs->writers = writer->next;
}

void px_blob_writer_free(struct px_blob_writer *writer)
{
	if (!writer)
		return;
	if (writer->file)
		(void)!writer->blobs->driver->release(writer->file, NULL);
	pthread_mutex_lock(&writer->blobs->lock);
	unlink_writer(writer);
	pthread_mutex_unlock(&writer->blobs->lock);
	EVP_MD_CTX_free(writer->sum);
	free(writer);
}

enum px_err px_blob_writer_new(struct px_blobs *blobs, struct px_id user, int64_t expected, struct px_blob_writer **out,
			       struct px_error *error)
{
	struct px_blob_writer *writer = px_calloc(1, sizeof(*writer));

	writer->blobs = blobs;
	writer->user = user;
	writer->sum = EVP_MD_CTX_new();
	pthread_mutex_lock(&blobs->lock);
	link_writer(writer);
	enum px_err err = reserve(writer, expected, error);
	pthread_mutex_unlock(&blobs->lock);
	if (!err && (!writer->sum || EVP_DigestInit_ex(writer->sum, EVP_sha256(), NULL) != 1))
		err = fail_sum(error);
	if (!err)
		err = blobs->driver->create(blobs->self, user, &writer->file, error);
	if (err)
		px_blob_writer_free(writer);
	*out = err ? NULL : writer;
	return err;
}

/* Room for what goes past the bytes that were counted before: a step ahead if the quota allows that, else just these. */
static enum px_err make_room(struct px_blob_writer *writer, int64_t size, struct px_error *error)
{
	int64_t more = writer->size + size - writer->reserved;
	enum px_err err = PX_OK;

	if (more <= 0)
		return PX_OK;
	pthread_mutex_lock(&writer->blobs->lock);
	if (reserve(writer, more + RESERVE_STEP, NULL) != PX_OK)
		err = reserve(writer, more, error);
	pthread_mutex_unlock(&writer->blobs->lock);
	return err;
}

enum px_err px_blob_writer_add(struct px_blob_writer *writer, struct px_str bytes, struct px_error *error)
{
	enum px_err err = make_room(writer, (int64_t)bytes.size, error);

	if (!err && EVP_DigestUpdate(writer->sum, bytes.data, bytes.size) != 1)
		err = fail_sum(error);
	if (!err)
		err = writer->blobs->driver->append(writer->file, bytes, error);
	if (!err)
		writer->size += (int64_t)bytes.size;
	return err;
}

enum px_err px_blob_writer_end(struct px_blob_writer *writer, char hash[PX_BLOB_HASH + 1], struct px_error *error)
{
	struct px_blobs *blobs = writer->blobs;
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (EVP_DigestFinal_ex(writer->sum, sum, &size) != 1)
		return fail_sum(error);
	enum px_err err = px_blob_write_hash(sum, size, hash, error);
	pthread_mutex_lock(&blobs->lock);
	if (!err)
		memcpy(writer->ending, hash, sizeof(writer->ending));
	pthread_mutex_unlock(&blobs->lock);
	if (!err)
		err = blobs->driver->seal(writer->file, hash, error);
	if (err)
		return err;
	pthread_mutex_lock(&blobs->lock);
	err = blobs->driver->name_file(writer->file, hash, error);
	if (!err)
		writer->reserved = 0;
	pthread_mutex_unlock(&blobs->lock);
	if (err)
		return err;
	err = blobs->driver->release(writer->file, error);
	writer->file = NULL;
	if (!err) {
		atomic_fetch_add(&blobs->puts, 1);
		atomic_fetch_add(&blobs->put_bytes, (uint64_t)writer->size);
	}
	return err;
}

bool px_blob_is_arriving(struct px_blobs *blobs, struct px_id user, const char *hash)
{
	bool found = false;

	pthread_mutex_lock(&blobs->lock);
	for (struct px_blob_writer *writer = blobs->writers; writer && !found; writer = writer->next)
		found = px_id_eq(writer->user, user) && strcmp(writer->ending, hash) == 0;
	pthread_mutex_unlock(&blobs->lock);
	return found;
}

enum px_err px_blob_put(struct px_blobs *blobs, struct px_id user, struct px_str bytes, char hash[PX_BLOB_HASH + 1],
			struct px_error *error)
{
	struct px_blob_writer *writer = NULL;
	enum px_err err = px_blob_hash(bytes, hash, error);

	if (err || blobs->driver->refresh(blobs->self, user, hash, NULL) == PX_OK)
		return err;
	err = px_blob_writer_new(blobs, user, (int64_t)bytes.size, &writer, error);
	if (!err)
		err = px_blob_writer_add(writer, bytes, error);
	if (!err)
		err = px_blob_writer_end(writer, hash, error);
	px_blob_writer_free(writer);
	return err;
}

/* ------------------------------------------------------------- what is there */

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
