/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of users, kept by content: a file's name is the SHA-256 of its bytes.
 *
 * The same bytes of one user are one file, however often they are put; files
 * of different users have nothing in common, not even when they are equal.
 * What is put is durable when px_blob_put returns.  A file that arrives in
 * parts goes through a writer, in constant memory.  Nobody counts references
 * here: whoever keeps hashes in rows says when a file may go.
 *
 * Calls block on the disk (or a peer) and may come from any thread, but not
 * from a loop.  A driver (blob_driver.h) exports one table; `local` is the
 * default, `s3` keeps files in a bucket of a server that speaks Amazon's S3.
 */
#ifndef PX_BLOB_BLOB_H
#define PX_BLOB_BLOB_H

#include "base/buf.h"
#include "base/id.h"

struct px_blobs;

enum { PX_BLOB_HASH = 64 /* hexadecimal digits, lower case */, PX_BLOB_KEY = 32 };

struct px_blobs_config {
	const char *driver; /* "local", "s3" */
	const char *path;   /* of the folder; it is made if it is missing; of "s3": for files on their way */
	int64_t quota;      /* bytes of all files of one user; 0: no limit */
	/* Of "s3": https://host/bucket or https://host/bucket/prefix; what may be NULL or "" is marked so. */
	const char *url, *key_id, *secret, *region;
	const char *encryption; /* of the server, "AES256" or "aws:kms"; may be "" */
	const char *ca_file;    /* PEM roots; "": the system's */
	const uint8_t *key; /* PX_BLOB_KEY bytes by which files are sealed; NULL: they lie there as they are */
};

enum px_err px_blobs_new(const struct px_blobs_config *config, struct px_blobs **blobs,
			 struct px_error *error) PX_MUST_CHECK;
/* Whether what it stands on can be reached, and lets us in.  Blocks. */
enum px_err px_blobs_check(struct px_blobs *blobs, struct px_error *error) PX_MUST_CHECK;
void px_blobs_free(struct px_blobs *blobs);

/* The hash that a file of these bytes has, NUL-terminated. */
enum px_err px_blob_hash(struct px_str bytes, char hash[PX_BLOB_HASH + 1], struct px_error *error) PX_MUST_CHECK;

/* Keeps the bytes and tells their hash, NUL-terminated.  PX_NO_SPACE past the user's quota; nothing is kept then. */
enum px_err px_blob_put(struct px_blobs *blobs, struct px_id user, struct px_str bytes, char hash[PX_BLOB_HASH + 1],
			struct px_error *error) PX_MUST_CHECK;

/*
 * A file that arrives in parts.  What is written, and what `expected` says
 * will be, counts against the quota at once, so uploads side by side can't
 * pass it together.  One thread at a time.
 */
struct px_blob_writer;
/* `expected`: bytes that are sure to come, 0 if that is not known.  PX_NO_SPACE if they don't fit. */
enum px_err px_blob_writer_new(struct px_blobs *blobs, struct px_id user, int64_t expected,
			       struct px_blob_writer **writer, struct px_error *error) PX_MUST_CHECK;
enum px_err px_blob_writer_add(struct px_blob_writer *writer, struct px_str bytes, struct px_error *error) PX_MUST_CHECK;
/* Ends the file: whole and durable under its hash on return.  Once; nothing is added afterwards. */
enum px_err px_blob_writer_end(struct px_blob_writer *writer, char hash[PX_BLOB_HASH + 1],
			       struct px_error *error) PX_MUST_CHECK;
/* Without an end before it, nothing stays of the file.  NULL is nothing. */
void px_blob_writer_free(struct px_blob_writer *writer);
/*
 * Whether a writer has ended this file and lives still: whoever made it has
 * not yet had the time to write down that the file is needed.
 */
bool px_blob_is_arriving(struct px_blobs *blobs, struct px_id user, const char *hash);

/* Bytes of a file; PX_NOT_FOUND, also for what is no hash. */
enum px_err px_blob_size(struct px_blobs *blobs, struct px_id user, const char *hash, int64_t *size,
			 struct px_error *error) PX_MUST_CHECK;
/*
 * Appends `size` bytes from `offset` on, or fewer at the end of the file.
 * PX_TOO_LARGE if the buffer's cap forbids it.
 */
enum px_err px_blob_read(struct px_blobs *blobs, struct px_id user, const char *hash, int64_t offset, size_t size,
			 struct px_buf *out, struct px_error *error) PX_MUST_CHECK;
/* Overwrites a file and removes it.  One that isn't there is no error. */
enum px_err px_blob_remove(struct px_blobs *blobs, struct px_id user, const char *hash,
			   struct px_error *error) PX_MUST_CHECK;

/*
 * Removing what was found not to be needed, without any lock of the store.  First px_blob_arrived: a number that
 * changes when a file of the user (of some users) gets its name.  Then it is found out which files nothing needs.
 * Then px_blob_sweep removes them, unless a file of the user came meanwhile or is about to: PX_CONFLICT, and all
 * stays.  While it removes, the user's writers wait before they end.  What another process put again since it was listed
 * stays, too, with what comes after it, and is PX_CONFLICT: each is looked at just before it goes.
 */
struct px_blob_listed {
	char hash[PX_BLOB_HASH + 1];
	int64_t put; /* as px_blob_each told it */
};
uint64_t px_blob_arrived(struct px_blobs *blobs, struct px_id user);
enum px_err px_blob_sweep(struct px_blobs *blobs, struct px_id user, uint64_t arrived, const struct px_blob_listed *files, size_t count,
			  struct px_error *error) PX_MUST_CHECK;

/* Since the start; any thread. */
struct px_blob_stats {
	uint64_t puts, put_bytes, reads, removed;
};
void px_blobs_get_stats(const struct px_blobs *blobs, struct px_blob_stats *stats);

/* `put`: when its bytes were last put, UTC milliseconds.  An error ends the listing and is its result. */
typedef enum px_err (*px_blob_take_fn)(void *arg, const char *hash, int64_t size, int64_t put, struct px_error *error);
/* Every file of a user, in no certain order; `take` may remove the one that it is given. */
enum px_err px_blob_each(struct px_blobs *blobs, struct px_id user, px_blob_take_fn take, void *arg,
			 struct px_error *error) PX_MUST_CHECK;

#endif
