/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the database is whole: its file before it is opened, and its pages
 * when somebody asks.
 *
 * SQLite takes a missing or empty file for a new database, so that a lost one
 * would be replaced in silence; and it sees damage only where it happens to
 * read.  Nothing is repaired here.
 */
#include "store/sqlite/sqlite_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { HEADER = 100 }; /* bytes; sqlite.org/fileformat2.html section 1.3 */

static uint32_t big_endian(const unsigned char *at, int bytes)
{
	uint32_t value = 0;

	for (int i = 0; i < bytes; i++)
		value = value << 8 | at[i];
	return value;
}

/* Pages may still be in the log, from where SQLite takes them. */
static bool has_log(const char *path)
{
	char log[4096];
	struct stat status;

	return snprintf(log, sizeof(log), "%s-wal", path) < (int)sizeof(log) && stat(log, &status) == 0 &&
	       status.st_size > 0;
}

static enum px_err check_size(const char *path, const unsigned char header[HEADER], long long size,
			      struct px_error *error)
{
	uint32_t page = big_endian(header + 16, 2);
	long long wanted = (page == 1 ? 65536LL : page) * big_endian(header + 28, 4);
	bool current = memcmp(header + 24, header + 92, 4) == 0; /* else an old SQLite left the count as it was */

	if (!current || size >= wanted || has_log(path))
		return PX_OK;
	return px_fail(error, PX_CORRUPT, "data", "%s is cut off: %lld of %lld bytes are there. Put a backup of it back",
		       path, size, wanted);
}

enum px_err intact_file(const char *path, bool existing, struct px_error *error)
{
	unsigned char header[HEADER];
	FILE *file = fopen(path, "re");

	if (!file && errno != ENOENT)
		return px_fail(error, PX_IO, "data", "cannot open %s: %s", path, strerror(errno));
	size_t read = file ? fread(header, 1, sizeof(header), file) : 0;
	struct stat status = { 0 };
	bool known = file && fstat(fileno(file), &status) == 0;
	if (file)
		fclose(file);
	if (read == 0 && existing && !has_log(path))
		return px_fail(error, PX_CORRUPT, "data", "%s is %s, but this data folder was used before (it holds a token). "
			       "Put a backup of the file back; to start afresh, move the token away too", path,
			       file ? "empty" : "missing");
	if (read > 0 && read < sizeof(header))
		return px_fail(error, PX_CORRUPT, "data", "%s is cut off: only %zu bytes are there. Put a backup of it back",
			       path, read);
	if (!known || read == 0 || memcmp(header, "SQLite format 3", 16) != 0)
		return PX_OK; /* new, or nothing of ours: opening it says so */
	return check_size(path, header, status.st_size, error);
}

enum px_err intact_pages(sqlite3 *db, struct px_error *error)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &statement, NULL);
	enum px_err err = PX_OK;

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
		err = px_fail(error, PX_CORRUPT, "data", "the database is damaged: %s", sqlite3_errmsg(db));
	else if (code != SQLITE_ROW)
		err = connection_fail(db, code, error);
	else if (strcmp((const char *)sqlite3_column_text(statement, 0), "ok") != 0)
		err = px_fail(error, PX_CORRUPT, "data", "the database is damaged: %.300s",
			      (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return err;
}
