/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facade of files: hashes what is put, checks hashes and ranges, holds the
 * quota, dispatches.
 *
 * Writers that live stand in a list.  Under its lock a file gets its name and
 * stops being counted as one that arrives, so at any moment each is counted once.
 * What a driver lists or seals may take long (a server), so it is asked without
 * the lock: `named` tells whether what it listed is out of date by then.
 */
#include "blob/blob.h"

#include "base/mem.h"
#include "blob/blob_driver.h"
#include "blob/sealed.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>

enum { NAMED_SLOTS = 256, LIST_TRIES = 16 };

/* A user whose files are being removed; on the remover's stack. */
struct sweep {
	struct px_id user;
	struct sweep *next;
};

struct px_blobs {
	const struct px_blob_driver *driver;
	void *self;
	int64_t quota;
	pthread_mutex_t lock;
	/* under the lock */
	struct px_blob_writer *writers;
	uint64_t named[NAMED_SLOTS]; /* files that got their names, by user; several users may share a number */
	struct sweep *sweeps;
	pthread_cond_t swept;
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
	pthread_cond_init(&blobs->swept, NULL);
	enum px_err err = blobs->driver->open(&blobs->self, config, error);
	if (err) {
		pthread_cond_destroy(&blobs->swept);
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
	pthread_cond_destroy(&blobs->swept);
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

struct listed {
	char hash[PX_BLOB_HASH + 1];
	int64_t size;
};

/* The files that a user has. */
struct listing {
	struct listed *files;
	size_t count, room;
};

static enum px_err list_one(void *arg, const char *hash, int64_t size, int64_t put, struct px_error *error)
{
	struct listing *listing = arg;

	(void)put;
	(void)error;
	if (listing->count == listing->room) {
		listing->room = listing->room ? 2 * listing->room : 64;
		listing->files = px_realloc(listing->files, listing->room * sizeof(*listing->files));
	}
	struct listed *file = &listing->files[listing->count++];
	snprintf(file->hash, sizeof(file->hash), "%s", hash);
	file->size = size;
	return PX_OK;
}

static size_t slot_of(struct px_id user)
{
	return px_id_hash(user) % NAMED_SLOTS;
}

/* [lock] One that is being ended is counted as one that arrives. */
static bool arrives(const struct px_blobs *blobs, struct px_id user, const char *hash)
{
	const struct px_blob_writer *writer = blobs->writers;

	while (writer && !(writer->reserved && px_id_eq(writer->user, user) && strcmp(writer->ending, hash) == 0))
		writer = writer->next;
	return writer != NULL;
}

/* [lock] Counts `more` bytes of the writer against its user's quota, which must allow them. */
static enum px_err count_in(struct px_blob_writer *writer, const struct listing *listing, int64_t more, struct px_error *error)
{
	const struct px_blobs *blobs = writer->blobs;
	int64_t used = 0, wanted = writer->reserved + more;

	for (size_t i = 0; i < listing->count; i++)
		used += arrives(blobs, writer->user, listing->files[i].hash) ? 0 : listing->files[i].size;
	for (struct px_blob_writer *other = blobs->writers; other; other = other->next)
		used += other != writer && px_id_eq(other->user, writer->user) ? other->reserved : 0;
	if (blobs->quota && used + wanted > blobs->quota)
		return px_fail(error, PX_NO_SPACE, NULL,
			       "this file needs %.1f MB, and %.1f of the %.1f MB for files are in use; delete some documents first",
			       (double)wanted / 1048576, (double)used / 1048576, (double)blobs->quota / 1048576);
	writer->reserved = wanted;
	return PX_OK;
}

/* Counts `ahead` bytes more if the quota allows that, else `more`.  The list of files is read anew if one was named meanwhile. */
static enum px_err reserve(struct px_blob_writer *writer, int64_t more, int64_t ahead, struct px_error *error)
{
	struct px_blobs *blobs = writer->blobs;
	const uint64_t *named = &blobs->named[slot_of(writer->user)];
	struct listing listing = { 0 };
	enum px_err err = PX_OK;
	bool known = false;

	for (int tries = 0; !err && !known && tries < LIST_TRIES; tries++) {
		pthread_mutex_lock(&blobs->lock);
		uint64_t before = *named;
		pthread_mutex_unlock(&blobs->lock);
		listing.count = 0;
		if (blobs->quota)
			err = blobs->driver->each(blobs->self, writer->user, "", list_one, &listing, error);
		if (err)
			break;
		pthread_mutex_lock(&blobs->lock);
		known = *named == before;
		if (known && (!ahead || count_in(writer, &listing, more + ahead, NULL) != PX_OK))
			err = count_in(writer, &listing, more, error);
		pthread_mutex_unlock(&blobs->lock);
	}
	free(listing.files);
	return err || known ? err : px_fail(error, PX_UNAVAILABLE, NULL, "too many files arrive at once; send it again");
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
	pthread_mutex_unlock(&blobs->lock);
	enum px_err err = reserve(writer, expected, 0, error);
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

	return more > 0 ? reserve(writer, more, RESERVE_STEP, error) : PX_OK;
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

/* [lock] */
static bool is_swept(const struct px_blobs *blobs, struct px_id user)
{
	const struct sweep *sweep = blobs->sweeps;

	while (sweep && !px_id_eq(sweep->user, user))
		sweep = sweep->next;
	return sweep != NULL;
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
	while (!err && is_swept(blobs, writer->user)) /* what it finds there could be gone a moment later */
		pthread_cond_wait(&blobs->swept, &blobs->lock);
	if (!err)
		memcpy(writer->ending, hash, sizeof(writer->ending));
	pthread_mutex_unlock(&blobs->lock);
	if (!err)
		err = blobs->driver->seal(writer->file, hash, error);
	if (err)
		return err;
	pthread_mutex_lock(&blobs->lock);
	err = blobs->driver->name_file(writer->file, hash, error);
	if (!err) {
		writer->reserved = 0;
		blobs->named[slot_of(writer->user)]++;
	}
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

/* [lock] */
static bool is_arriving(const struct px_blobs *blobs, struct px_id user, const char *hash)
{
	const struct px_blob_writer *writer = blobs->writers;

	while (writer && !(px_id_eq(writer->user, user) && strcmp(writer->ending, hash) == 0))
		writer = writer->next;
	return writer != NULL;
}

bool px_blob_is_arriving(struct px_blobs *blobs, struct px_id user, const char *hash)
{
	pthread_mutex_lock(&blobs->lock);
	bool found = is_arriving(blobs, user, hash);
	pthread_mutex_unlock(&blobs->lock);
	return found;
}

uint64_t px_blob_arrived(struct px_blobs *blobs, struct px_id user)
{
	pthread_mutex_lock(&blobs->lock);
	uint64_t named = blobs->named[slot_of(user)];
	pthread_mutex_unlock(&blobs->lock);
	return named;
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

/* Holds up the user's writers that end; false if one ended since, or has got as far as that. */
static bool begin_sweep(struct px_blobs *blobs, struct sweep *sweep, uint64_t arrived)
{
	pthread_mutex_lock(&blobs->lock);
	bool still = blobs->named[slot_of(sweep->user)] == arrived;
	for (const struct px_blob_writer *writer = blobs->writers; writer && still; writer = writer->next)
		still = !(px_id_eq(writer->user, sweep->user) && writer->ending[0]);
	if (still) {
		sweep->next = blobs->sweeps;
		blobs->sweeps = sweep;
	}
	pthread_mutex_unlock(&blobs->lock);
	return still;
}

static void end_sweep(struct px_blobs *blobs, const struct sweep *sweep)
{
	struct sweep **at = &blobs->sweeps;

	pthread_mutex_lock(&blobs->lock);
	while (*at != sweep)
		at = &(*at)->next;
	*at = sweep->next;
	pthread_cond_broadcast(&blobs->swept);
	pthread_mutex_unlock(&blobs->lock);
}

static enum px_err compare_put(void *arg, const char *hash, int64_t size, int64_t put, struct px_error *error)
{
	const struct px_blob_listed *file = arg;

	(void)hash;
	(void)size;
	return put == file->put ? PX_OK : px_fail(error, PX_CONFLICT, NULL, "a file was put again meanwhile");
}

static enum px_err look_again(struct px_blobs *blobs, struct px_id user, const struct px_blob_listed *file, struct px_error *error)
{
	return blobs->driver->each(blobs->self, user, file->hash, compare_put, (void *)file, error);
}

enum px_err px_blob_sweep(struct px_blobs *blobs, struct px_id user, uint64_t arrived, const struct px_blob_listed *files, size_t count,
			  struct px_error *error)
{
	struct sweep sweep = { .user = user };
	enum px_err err = PX_OK;

	if (!begin_sweep(blobs, &sweep, arrived))
		return px_fail(error, PX_CONFLICT, NULL, "a file arrived meanwhile");
	for (size_t i = 0; !err && i < count; i++) {
		err = look_again(blobs, user, &files[i], error);
		if (!err)
			err = px_blob_remove(blobs, user, files[i].hash, error);
	}
	end_sweep(blobs, &sweep);
	return err;
}

void px_blobs_get_stats(const struct px_blobs *blobs, struct px_blob_stats *stats)
{
	*stats = (struct px_blob_stats){ blobs->puts, blobs->put_bytes, blobs->reads, blobs->removed };
}

enum px_err px_blob_each(struct px_blobs *blobs, struct px_id user, px_blob_take_fn take, void *arg,
			 struct px_error *error)
{
	return blobs->driver->each(blobs->self, user, "", take, arg, error);
}
