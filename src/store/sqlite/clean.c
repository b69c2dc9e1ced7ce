/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages go into the database without remains of what was deleted.
 *
 * secure_delete overwrites a row where it is deleted.  But when SQLite spreads
 * the rows of a page over several, it leaves copies of those that moved in the
 * gap between the page's list of cells and the first cell, and they outlive the
 * rows.  Nothing reads the gap, so on its way from the log into the database
 * each page of a tree has it filled with zeros (this VFS is the checkpoint
 * connection's; the log is emptied when that matters, px_store_scrub).
 *
 * The layout is SQLite's documented file format, section "B-tree Pages".
 */
#include "store/sqlite/sqlite_internal.h"

enum {
	PAGE_MIN = 512, PAGE_MAX = 65536,
	FILE_HEADER = 100, /* before the first page's own header */
	INTERIOR_INDEX = 2, INTERIOR_TABLE = 5, LEAF_INDEX = 10, LEAF_TABLE = 13,
	METHODS_MAX = 4,
};
/*
 * The other pages (overflow, free list) begin with a page number, whose first
 * byte is below those of trees as long as there are fewer than 2^25 pages.
 */
static const sqlite3_int64 pages_max = 1 << 24;

/* The methods of a kind of file, and the same with clean_write. */
struct wrapped {
	const sqlite3_io_methods *plain;
	sqlite3_io_methods clean;
};

static struct wrapped wrapped[METHODS_MAX];
static int wrapped_count; /* under wrapped_lock; a row never changes once it is there */
static pthread_mutex_t wrapped_lock = PTHREAD_MUTEX_INITIALIZER;

static size_t read16(const unsigned char *at)
{
	return (size_t)at[0] << 8 | at[1];
}

/* The unused middle of a page of a tree; false for other pages, and where there is none. */
static bool find_gap(const unsigned char *page, size_t size, bool first, size_t *from, size_t *to)
{
	size_t header = first ? FILE_HEADER : 0;
	unsigned type = page[header];
	bool interior = type == INTERIOR_INDEX || type == INTERIOR_TABLE;

	if (!interior && type != LEAF_INDEX && type != LEAF_TABLE)
		return false;
	*from = header + (interior ? 12 : 8) + 2 * read16(page + header + 3);
	*to = read16(page + header + 5);
	if (*to == 0) /* 65536 */
		*to = PAGE_MAX;
	return *from < *to && *to <= size;
}

static const sqlite3_io_methods *plain_methods(const sqlite3_file *file)
{
	return ((const struct wrapped *)((const char *)file->pMethods - offsetof(struct wrapped, clean)))->plain;
}

static bool is_small(sqlite3_file *file, sqlite3_int64 at, size_t size)
{
	sqlite3_int64 bytes = 0;

	return plain_methods(file)->xFileSize(file, &bytes) == SQLITE_OK &&
	       (bytes > at ? bytes : at) / (sqlite3_int64)size < pages_max;
}

static int clean_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
	unsigned char copy[PAGE_MAX];
	size_t from, to, bytes = (size_t)size;

	if (size < PAGE_MIN || size > PAGE_MAX || (bytes & (bytes - 1)) || at % size ||
	    !find_gap(data, bytes, at == 0, &from, &to) || !is_small(file, at, bytes))
		return plain_methods(file)->xWrite(file, data, size, at);
	memcpy(copy, data, bytes);
	memset(copy + from, 0, to - from);
	return plain_methods(file)->xWrite(file, copy, size, at);
}

/* NULL if there are more kinds of files than anybody has seen; those stay as they are. */
static const sqlite3_io_methods *wrap(const sqlite3_io_methods *plain)
{
	const sqlite3_io_methods *found = NULL;

	pthread_mutex_lock(&wrapped_lock);
	for (int i = 0; i < wrapped_count && !found; i++)
		found = wrapped[i].plain == plain ? &wrapped[i].clean : NULL;
	if (!found && wrapped_count < METHODS_MAX) {
		struct wrapped *row = &wrapped[wrapped_count++];
		row->plain = plain;
		row->clean = *plain;
		row->clean.xWrite = clean_write;
		found = &row->clean;
	}
	pthread_mutex_unlock(&wrapped_lock);
	return found;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	sqlite3_vfs *system = vfs->pAppData;
	int code = system->xOpen(system, name, file, flags, out);

	if (code == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB)) {
		const sqlite3_io_methods *methods = wrap(file->pMethods);
		file->pMethods = methods ? methods : file->pMethods;
	}
	return code;
}

static sqlite3_vfs cleaning; /* written once, by make */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make(void)
{
	sqlite3_vfs *system = sqlite3_vfs_find(NULL);

	cleaning = *system;
	cleaning.pNext = NULL;
	cleaning.zName = "pixie-clean";
	cleaning.pAppData = system;
	cleaning.xOpen = open_file;
	sqlite3_vfs_register(&cleaning, 0);
}

const char *clean_vfs_name(void)
{
	pthread_once(&once, make);
	return cleaning.zName;
}
