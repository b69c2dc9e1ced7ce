/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the write connection writes its log: gathered, and without waiting.
 *
 * SQLite writes each page of a commit with two system calls and then syncs.
 * This VFS, the system's own in all but that, gathers what is written to the
 * log and passes it on in one piece when SQLite asks for the sync; the sync
 * itself is left to the commit thread (group.c), which acknowledges nothing
 * before it.  Readers of other connections learn of a commit only after
 * SQLite's sync returned, when all of it is in the file.
 *
 * One sync is not put off: that of the log's header, which must be on disk
 * before frames that follow a restart of the log.  Checkpoints, whose syncs
 * order the log before the database, run on connections of the plain VFS.
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>

enum {
	GATHER_MAX = 1 << 20,
	PIECE_MAX = 124 * 1024, /* the system's VFS takes less than 128 KiB in one write */
};

struct log_file {
	sqlite3_file file; /* first */
	char *data;        /* gathered bytes, to be written at `start` */
	size_t size, capacity;
	sqlite3_int64 start;
	bool header;       /* the header was written since the last sync */
	sqlite3_file real[]; /* the system's file, of the system's size */
};

static sqlite3_file *real_of(sqlite3_file *file)
{
	return ((struct log_file *)file)->real;
}

/* Besides ENOSPC, which SQLite knows: a quota, or a limit on the size of files. */
static int explain_write(int code)
{
	bool full = errno == EDQUOT || errno == EFBIG;

	return (code & 0xff) == SQLITE_IOERR && full ? SQLITE_FULL : code;
}

static int flush(struct log_file *log)
{
	int code = SQLITE_OK;

	for (size_t done = 0; code == SQLITE_OK && done < log->size; done += PIECE_MAX) {
		size_t left = log->size - done, piece = left < PIECE_MAX ? left : PIECE_MAX;
		code = log->real->pMethods->xWrite(log->real, log->data + done, (int)piece,
						   log->start + (sqlite3_int64)done);
	}
	log->size = 0;
	return code == SQLITE_OK ? code : explain_write(code);
}

static int close_log(sqlite3_file *file)
{
	struct log_file *log = (struct log_file *)file;
	int code = flush(log);
	int closed = log->real->pMethods->xClose(log->real);

	free(log->data);
	return code != SQLITE_OK ? code : closed;
}

static int read_log(sqlite3_file *file, void *out, int size, sqlite3_int64 at)
{
	int code = flush((struct log_file *)file);

	return code != SQLITE_OK ? code : real_of(file)->pMethods->xRead(real_of(file), out, size, at);
}

static void make_room(struct log_file *log, size_t extra)
{
	if (log->size + extra <= log->capacity)
		return;
	log->capacity = log->capacity ? log->capacity : 65536;
	while (log->capacity < log->size + extra)
		log->capacity *= 2;
	log->data = px_realloc(log->data, log->capacity);
}

static int write_log(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
	struct log_file *log = (struct log_file *)file;
	bool follows = at == log->start + (sqlite3_int64)log->size;
	int code = SQLITE_OK;

	if (log->size && (!follows || log->size + (size_t)size > GATHER_MAX))
		code = flush(log);
	if (code != SQLITE_OK)
		return code;
	if (log->size == 0)
		log->start = at;
	make_room(log, (size_t)size);
	memcpy(log->data + log->size, data, (size_t)size);
	log->size += (size_t)size;
	log->header = log->header || at == 0;
	return SQLITE_OK;
}

static int truncate_log(sqlite3_file *file, sqlite3_int64 size)
{
	int code = flush((struct log_file *)file);

	return code != SQLITE_OK ? code : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int sync_log(sqlite3_file *file, int flags)
{
	struct log_file *log = (struct log_file *)file;
	int code = flush(log);

	if (code == SQLITE_OK && log->header) {
		code = log->real->pMethods->xSync(log->real, flags);
		log->header = code != SQLITE_OK;
	}
	return code;
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size)
{
	int code = flush((struct log_file *)file);

	return code != SQLITE_OK ? code : real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int lock_log(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int unlock_log(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int check_lock(sqlite3_file *file, int *out)
{
	return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int control_log(sqlite3_file *file, int operation, void *arg)
{
	return real_of(file)->pMethods->xFileControl(real_of(file), operation, arg);
}

static int sector_size(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int characteristics(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static const sqlite3_io_methods log_methods = {
	.iVersion = 1, .xClose = close_log, .xRead = read_log, .xWrite = write_log,
	.xTruncate = truncate_log, .xSync = sync_log, .xFileSize = log_size, .xLock = lock_log,
	.xUnlock = unlock_log, .xCheckReservedLock = check_lock, .xFileControl = control_log,
	.xSectorSize = sector_size, .xDeviceCharacteristics = characteristics,
};

/* Files other than the log, and what savepoints keep, are opened as if this VFS were not there. */
static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	sqlite3_vfs *system = vfs->pAppData;
	struct log_file *log = (struct log_file *)file;

	if (flags & SQLITE_OPEN_SUBJOURNAL)
		return savepoint_open(system, file, flags);
	if (!(flags & SQLITE_OPEN_WAL))
		return system->xOpen(system, name, file, flags, out);
	memset(log, 0, sizeof(*log));
	int code = system->xOpen(system, name, log->real, flags, out);
	if (log->real->pMethods)
		log->file.pMethods = &log_methods;
	return code;
}

_Static_assert(sizeof(struct log_file) <= SAVEPOINT_FILE_BYTES, "both kinds of file have the same room");

static sqlite3_vfs gathering; /* written once, by make */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make(void)
{
	sqlite3_vfs *system = sqlite3_vfs_find(NULL);

	gathering = *system;
	gathering.pNext = NULL;
	gathering.zName = "pixie";
	gathering.szOsFile = SAVEPOINT_FILE_BYTES + system->szOsFile;
	gathering.pAppData = system;
	gathering.xOpen = open_file;
	sqlite3_vfs_register(&gathering, 0);
}

const char *vfs_name(void)
{
	pthread_once(&once, make);
	return gathering.zName;
}
