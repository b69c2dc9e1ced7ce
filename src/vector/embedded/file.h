/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file of one index: a head, a snapshot of rows that is mapped read-only,
 * and a log of what was put and removed since.
 *
 * The head holds sizes and checksums of both parts and is written after every
 * append, so what it says is what was acknowledged: a record behind the log's
 * end never was, and a shorter file, another user's file or any changed byte
 * is PX_CORRUPT.  A new snapshot is another file that takes the place of the
 * old one by rename.  Numbers are in the machine's byte order; a file from a
 * machine of the other order is PX_CORRUPT too, which costs a rebuild.
 *
 * Without a path everything is in memory.
 */
#ifndef PX_VECTOR_EMBEDDED_FILE_H
#define PX_VECTOR_EMBEDDED_FILE_H

#include "base/buf.h"
#include "vector/embedded/graph.h"

enum { PX_VECTOR_HEAD = 256, PX_VECTOR_LOG_MAX = 1 << 30 };

struct px_vector_head {
	char magic[8];
	uint32_t order;      /* 0x01020304 */
	uint32_t dims;
	struct px_id user;
	char model[PX_VECTOR_MODEL_MAX + 1];
	uint64_t count;        /* rows of the snapshot */
	uint64_t upper_words;  /* of its graph */
	uint64_t log_size;
	uint32_t graph;        /* 1: the snapshot has one */
	uint32_t snapshot_crc;
	uint32_t log_crc;
	uint8_t reserved[88];  /* zero */
	uint32_t crc;          /* of the head up to here */
};

/* Where the columns of a mapped snapshot are. */
struct px_snapshot {
	struct px_rows rows;
	uint32_t *order; /* row numbers by id */
	struct px_graph graph;
	size_t size;     /* bytes from the head's begin to the snapshot's end */
};

struct px_vector_file {
	int fd;          /* -1: in memory, or there is no file yet */
	char *map;       /* NULL: no file yet */
	struct px_vector_head head;
	struct px_snapshot snapshot;
};

#define PX_VECTOR_FILE_NONE ((struct px_vector_file){ .fd = -1 })

/* What identifies the content: a file that says otherwise is PX_CORRUPT. */
struct px_vector_owner {
	struct px_id user;
	const char *model;
	unsigned dims;
};

/*
 * Opens and checks.  PX_NOT_FOUND without a file.  The bytes of the snapshot
 * are read and checked unless their checksum is `*checked`, which then is
 * what this process has found right before.
 */
enum px_err px_vector_file_open(struct px_vector_file *file, const char *path, const struct px_vector_owner *owner,
				uint64_t *checked, struct px_error *error) PX_MUST_CHECK;
void px_vector_file_close(struct px_vector_file *file);
/* Appends whole records and writes the head. On failure the file is as before. */
enum px_err px_vector_file_append(struct px_vector_file *file, struct px_str records, struct px_error *error)
	PX_MUST_CHECK;
enum px_err px_vector_file_sync(struct px_vector_file *file, struct px_error *error) PX_MUST_CHECK;

/*
 * Copies the residuals of some rows.  Read, not looked at through the map: of a
 * large snapshot a search needs a few here and there, and the kernel would map
 * their whole surroundings into memory.  What can't be read is zero.
 */
void px_vector_file_residuals(const struct px_vector_file *file, const uint32_t *which, size_t count, int8_t *to);

/* One record of the log. */
struct px_vector_record {
	bool removed; /* then only the id counts */
	struct px_vector_item item;
	struct px_code code; /* points into the log for reading; `dims` bytes each */
};

/* Codes are written without their padding. */
void px_vector_record_write(struct px_buf *log, const struct px_vector_record *record, unsigned dims);
/* Next record at *at; false at the end or where there is none (then *at is before the end). */
bool px_vector_record_read(struct px_str log, size_t *at, unsigned dims, struct px_vector_record *record);
/* Reads the log from `begin` on; PX_CORRUPT if the whole of it has another checksum than the head says. */
enum px_err px_vector_file_log(const struct px_vector_file *file, size_t begin, struct px_buf *log,
			       struct px_error *error) PX_MUST_CHECK;

/*
 * A new file with room for a snapshot, whose columns the caller fills; the old
 * file stays as it is until px_vector_file_publish gives the new one its
 * name.  px_vector_file_close drops one that is not published.
 */
enum px_err px_vector_file_create(struct px_vector_file *file, const char *path, const struct px_vector_owner *owner,
				  size_t count, bool graph, size_t upper_words, struct px_error *error) PX_MUST_CHECK;
/* With the records that its log begins with.  *checked becomes its checksum. */
enum px_err px_vector_file_publish(struct px_vector_file *file, const char *path, struct px_str log,
				   uint64_t *checked, struct px_error *error) PX_MUST_CHECK;

#endif
