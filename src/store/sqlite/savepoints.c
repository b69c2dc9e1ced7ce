/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file in which SQLite keeps pages as they were before a savepoint.
 *
 * Each turn has savepoints and touches some thirty pages; SQLite's own choice is
 * an allocation for each KiB of them, or a file.  This file is one piece of
 * memory that grows, until what it holds is large (an import): then it becomes
 * a real one, which has no name and lies beside the database.
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/mem.h"

#include <stdatomic.h>
#include <stdlib.h>

enum {
	MEMORY_FIRST = 256 * 1024, /* what turns need; one such piece stays for the next */
	MEMORY_MAX = 1 << 20,
	PIECE_MAX = 124 * 1024, /* the system's VFS takes less than 128 KiB in one write */
};

struct savepoint_file {
	sqlite3_file file; /* first */
	char *data;        /* while it is in memory */
	size_t size, capacity;
	sqlite3_vfs *system;
	int flags;         /* to open the real one with */
	sqlite3_file real[]; /* the system's file, of the system's size; pMethods is NULL while there is none */
};

_Static_assert(sizeof(struct savepoint_file) <= SAVEPOINT_FILE_BYTES, "vfs.c makes room for it");

/* Memory of MEMORY_FIRST bytes that nobody uses: to map it anew for each turn costs more than to fill it. */
static _Atomic(char *) spare;

static char *take_first(void)
{
	char *data = atomic_exchange(&spare, NULL);

	return data ? data : px_alloc(MEMORY_FIRST);
}

static void let_go(struct savepoint_file *self)
{
	char *rest = self->data;

	if (rest && self->capacity == MEMORY_FIRST)
		rest = atomic_exchange(&spare, rest);
	free(rest);
	self->data = NULL;
	self->capacity = 0;
}

static bool is_real(const struct savepoint_file *self)
{
	return self->real->pMethods != NULL;
}

static int close_file(sqlite3_file *file)
{
	struct savepoint_file *self = (struct savepoint_file *)file;

	let_go(self);
	return is_real(self) ? self->real->pMethods->xClose(self->real) : SQLITE_OK;
}

/* What is read beyond the end is zeros, and SQLite is told so. */
static int read_file(sqlite3_file *file, void *out, int size, sqlite3_int64 at)
{
	struct savepoint_file *self = (struct savepoint_file *)file;

	if (is_real(self))
		return self->real->pMethods->xRead(self->real, out, size, at);
	size_t have = (size_t)at < self->size ? self->size - (size_t)at : 0;
	size_t piece = have < (size_t)size ? have : (size_t)size;
	memcpy(out, self->data + at, piece);
	memset((char *)out + piece, 0, (size_t)size - piece);
	return piece < (size_t)size ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int become_real(struct savepoint_file *self)
{
	int code = self->system->xOpen(self->system, NULL, self->real, self->flags, NULL);

	if (code != SQLITE_OK) {
		self->real->pMethods = NULL;
		return code;
	}
	for (size_t done = 0; code == SQLITE_OK && done < self->size; done += PIECE_MAX) {
		size_t left = self->size - done;
		code = self->real->pMethods->xWrite(self->real, self->data + done, (int)(left < PIECE_MAX ? left : PIECE_MAX),
						    (sqlite3_int64)done);
	}
	if (code == SQLITE_OK) {
		let_go(self);
	} else { /* what is in memory holds on, so that SQLite can roll back */
		(void)self->real->pMethods->xClose(self->real);
		self->real->pMethods = NULL;
	}
	return code;
}

static int write_file(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
	struct savepoint_file *self = (struct savepoint_file *)file;
	size_t end = (size_t)at + (size_t)size;

	if (!is_real(self) && end > MEMORY_MAX) {
		int code = become_real(self);
		if (code != SQLITE_OK)
			return code;
	}
	if (is_real(self))
		return self->real->pMethods->xWrite(self->real, data, size, at);
	if (end > self->capacity) {
		if (!self->data) {
			self->data = take_first();
			self->capacity = MEMORY_FIRST;
		}
		size_t capacity = self->capacity;
		while (capacity < end)
			capacity *= 2;
		if (capacity > self->capacity)
			self->data = px_realloc(self->data, capacity);
		self->capacity = capacity;
	}
	if ((size_t)at > self->size)
		memset(self->data + self->size, 0, (size_t)at - self->size);
	memcpy(self->data + at, data, (size_t)size);
	self->size = end > self->size ? end : self->size;
	return SQLITE_OK;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
	struct savepoint_file *self = (struct savepoint_file *)file;

	if (is_real(self))
		return self->real->pMethods->xTruncate(self->real, size);
	self->size = (size_t)size < self->size ? (size_t)size : self->size;
	return SQLITE_OK;
}

/* It is of no use after a crash. */
static int sync_file(sqlite3_file *file, int flags)
{
	(void)file;
	(void)flags;
	return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	struct savepoint_file *self = (struct savepoint_file *)file;

	if (is_real(self))
		return self->real->pMethods->xFileSize(self->real, size);
	*size = (sqlite3_int64)self->size;
	return SQLITE_OK;
}

/* Nobody else knows of it. */
static int lock_file(sqlite3_file *file, int level)
{
	(void)file;
	(void)level;
	return SQLITE_OK;
}

static int is_reserved(sqlite3_file *file, int *out)
{
	(void)file;
	*out = 0;
	return SQLITE_OK;
}

static int control(sqlite3_file *file, int operation, void *arg)
{
	(void)file;
	(void)operation;
	(void)arg;
	return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *file)
{
	(void)file;
	return 4096;
}

static int characteristics(sqlite3_file *file)
{
	(void)file;
	return 0;
}

static const sqlite3_io_methods methods = {
	.iVersion = 1, .xClose = close_file, .xRead = read_file, .xWrite = write_file, .xTruncate = truncate_file,
	.xSync = sync_file, .xFileSize = file_size, .xLock = lock_file, .xUnlock = lock_file,
	.xCheckReservedLock = is_reserved, .xFileControl = control, .xSectorSize = sector_size,
	.xDeviceCharacteristics = characteristics,
};

int savepoint_open(sqlite3_vfs *system, sqlite3_file *file, int flags)
{
	struct savepoint_file *self = (struct savepoint_file *)file;

	memset(self, 0, sizeof(*self) + sizeof(self->real[0]));
	self->file.pMethods = &methods;
	self->system = system;
	self->flags = flags;
	return SQLITE_OK;
}
