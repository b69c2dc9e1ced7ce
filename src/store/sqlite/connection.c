/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection to SQLite: its settings, its prepared statements, and what
 * SQLite's error codes mean to the callers of the store.
 *
 * Statements that do not depend on a record are made on first use and kept as
 * long as the connection.  Whether a statement may be run at all (the lock, the
 * open batch) is its caller's business.
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/log.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

enum { BUSY_MS = 5000 };

const char *const sqlite_fixed_sql[SQL_FIXED_COUNT] = {
	[SQL_BEGIN_READ] = "BEGIN",
	[SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[SQL_COMMIT] = "COMMIT",
	[SQL_ROLLBACK] = "ROLLBACK",
	/* Savepoints nest under one name: RELEASE and ROLLBACK TO mean the innermost. */
	[SQL_SAVEPOINT] = "SAVEPOINT s",
	[SQL_RELEASE] = "RELEASE s",
	[SQL_REVERT] = "ROLLBACK TO s",
	[SQL_SPAN_SET] = "INSERT INTO spans (user_id, event, node, start, \"end\", recurring)"
			 " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (user_id, event) DO UPDATE SET"
			 " node = ?3, start = ?4, \"end\" = ?5, recurring = ?6",
	[SQL_SPAN_CLEAR] = "DELETE FROM spans WHERE user_id = ?1 AND event = ?2",
	[SQL_SPAN_BEFORE] = "SELECT event, start, \"end\", recurring FROM spans"
			    " WHERE user_id = ?1 AND node = ?2 AND \"end\" > ?3",
	[SQL_SPAN_AFTER] = "SELECT event, start, \"end\", recurring FROM spans"
			   " WHERE user_id = ?1 AND node = ?2 AND start < ?3",
	[SQL_SPAN_WITHIN] = "SELECT event, start, \"end\", recurring FROM spans"
			    " WHERE user_id = ?1 AND node BETWEEN ?2 AND ?3",
	[SQL_SPAN_LEFT] = "SELECT node FROM spans WHERE user_id = ?1 AND node <= ?2 ORDER BY node DESC LIMIT 1",
	[SQL_SPAN_RIGHT] = "SELECT node FROM spans WHERE user_id = ?1 AND node >= ?2 ORDER BY node LIMIT 1",
	[SQL_CLOSED_COUNT] = "SELECT count(*) FROM (SELECT 1 FROM closed_words"
			     " WHERE user_id = ?1 AND word = ?2 LIMIT ?3)",
	[SQL_CLOSED_SEEK] = "SELECT task FROM closed_words WHERE user_id = ?1 AND word = ?2 AND task <= ?3"
			    " ORDER BY task DESC LIMIT 1",
	[SQL_SEQ_GET] = "SELECT seq FROM users WHERE id = ?1",
	[SQL_SEQ_SET] = "UPDATE users SET seq = ?2 WHERE id = ?1",
	[SQL_PROBE] = "INSERT INTO probe (id, writes) VALUES (1, 1)"
		      " ON CONFLICT (id) DO UPDATE SET writes = writes + 1", /* a page that stays the same is not written */
	[SQL_PING] = "SELECT count(*) FROM sqlite_schema",
};

/*
 * synchronous: the write connection asks for a full sync at each commit.  Its
 * VFS (vfs.c) leaves that sync to the commit thread, which acknowledges nothing
 * before it.
 *
 * temp_store: what a savepoint would restore is a file of the VFS, which keeps
 * it in memory while it is small (savepoints.c).
 *
 * journal_size_limit: the log's file keeps its size when the log is started
 * afresh, because writing over a file is quicker than making it longer.  The
 * limit is well above what checkpoint.c lets the log grow to.
 *
 * cache_size of the writer: with 4 MB a hundred busy users make as many turns as with 8, with 2 a twentieth fewer.
 *
 * secure_delete: what is deleted is overwritten with zeros.  People rely on it
 * when they have something forgotten.
 */
#define COMMON "PRAGMA wal_autocheckpoint = 0; PRAGMA trusted_schema = OFF;"
#define IN_MEMORY "PRAGMA temp_store = MEMORY;"

static const char *const settings[] = {
	[CONNECTION_WRITE] = COMMON "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
				    "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -4096;"
				    "PRAGMA secure_delete = ON",
	[CONNECTION_READ] = COMMON IN_MEMORY "PRAGMA query_only = ON; PRAGMA cache_size = -1024;"
				   "PRAGMA mmap_size = 4194304",
	[CONNECTION_CHECKPOINT] = COMMON IN_MEMORY "PRAGMA synchronous = FULL; PRAGMA cache_size = -64",
};

static enum px_err map_constraint(sqlite3 *db)
{
	int code = sqlite3_extended_errcode(db);

	return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY
		       ? PX_CONFLICT : PX_INTERNAL;
}

enum px_err connection_fail(sqlite3 *db, int code, struct px_error *error)
{
	const char *text = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);

	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		return map_constraint(db) == PX_CONFLICT
			       ? px_fail(error, PX_CONFLICT, NULL, "it exists already (%s)", text)
			       : px_fail(error, PX_INTERNAL, NULL, "the database refused a row: %s", text);
	case SQLITE_FULL:
		return px_fail(error, PX_NO_SPACE, "data", "the disk is full");
	case SQLITE_READONLY:
		return px_fail(error, PX_IO, "data", "the database is read-only: %s", text);
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return px_fail(error, PX_IO, "data", "the database cannot be read or written: %s", text);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return px_fail(error, PX_UNAVAILABLE, "data", "another program holds the database: %s", text);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return px_fail(error, PX_CORRUPT, "data", "the database is damaged: %s", text);
	case SQLITE_NOMEM:
		return px_fail(error, PX_NO_MEMORY, NULL, "out of memory in the database");
	case SQLITE_TOOBIG:
		return px_fail(error, PX_TOO_LARGE, NULL, "a row is too large for the database");
	default:
		return px_fail(error, PX_INTERNAL, NULL, "database: %s", text);
	}
}

static enum px_err configure(struct connection *connection, enum connection_kind kind,
			     struct px_error *error)
{
	sqlite3 *db = connection->db;
	int code = sqlite3_exec(db, settings[kind], NULL, NULL, NULL);

	if (code == SQLITE_OK)
		code = query_register(db);
	if (code == SQLITE_OK)
		code = closed_register(db);
	return code == SQLITE_OK ? PX_OK : connection_fail(db, code, error);
}

enum px_err connection_open(struct driver *driver, enum connection_kind kind,
			    struct connection **connection, struct px_error *error)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE |
		    (kind == CONNECTION_WRITE ? SQLITE_OPEN_CREATE : 0);
	struct connection *made = px_calloc(1, sizeof(*made));
	enum px_err err = PX_OK;

	made->driver = driver;
	made->records = px_calloc(driver->record_count, sizeof(*made->records));
	int code = sqlite3_open_v2(driver->path, &made->db, flags,
				   kind == CONNECTION_WRITE ? vfs_name()
				   : kind == CONNECTION_CHECKPOINT ? clean_vfs_name() : NULL);
	if (code != SQLITE_OK) {
		err = connection_fail(made->db, code, error);
	} else {
		sqlite3_busy_timeout(made->db, BUSY_MS);
		err = configure(made, kind, error);
	}
	if (err)
		connection_close(made);
	else
		*connection = made;
	return err;
}

void connection_close(struct connection *connection)
{
	if (!connection)
		return;
	for (size_t i = 0; i < SQL_FIXED_COUNT; i++)
		sqlite3_finalize(connection->fixed[i]);
	for (size_t i = 0; i < connection->driver->record_count; i++)
		for (size_t k = 0; k < SQL_RECORD_COUNT; k++)
			sqlite3_finalize(connection->records[i][k]);
	for (size_t i = 0; i < connection->shape_count; i++)
		sqlite3_finalize(connection->shapes[i].statement);
	if (sqlite3_close(connection->db) != SQLITE_OK)
		px_log(PX_LOG_ERROR, "store", "connection not closed",
		       PX_LF("reason", sqlite3_errmsg(connection->db)));
	free(connection->records);
	free(connection);
}

enum px_err connection_prepare(struct connection *connection, const char *sql,
			       sqlite3_stmt **statement, struct px_error *error)
{
	int code = sqlite3_prepare_v3(connection->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement,
				      NULL);

	return code == SQLITE_OK ? PX_OK : connection_fail(connection->db, code, error);
}

enum px_err connection_fixed(struct connection *connection, enum sql_fixed which,
			     sqlite3_stmt **statement, struct px_error *error)
{
	sqlite3_stmt **slot = &connection->fixed[which];
	enum px_err err = PX_OK;

	if (!*slot)
		err = connection_prepare(connection, sqlite_fixed_sql[which], slot, error);
	*statement = *slot;
	return err;
}

enum px_err connection_step(struct connection *connection, sqlite3_stmt *statement,
			    struct px_error *error)
{
	int code = sqlite3_step(statement);
	enum px_err err = code == SQLITE_DONE ? PX_OK : connection_fail(connection->db, code, error);

	sqlite3_reset(statement);
	return err;
}

enum px_err connection_write(struct connection *connection, sqlite3_stmt *statement,
			     struct px_error *error)
{
	if (connection->driver->group.lost)
		return group_fail_lost(connection->driver, error);
	enum px_err err = connection_step(connection, statement, error);
	connection->wrote = true;
	if (err)
		group_note_error(connection->driver, err);
	return err;
}

enum px_err connection_run(struct connection *connection, enum sql_fixed which,
			   struct px_error *error)
{
	sqlite3_stmt *statement;
	enum px_err err = connection_fixed(connection, which, &statement, error);

	return err ? err : connection_step(connection, statement, error);
}

size_t connection_record_index(const struct connection *connection, const struct px_record *record)
{
	const struct px_record *const *records = connection->driver->records;
	size_t i = 0;

	while (records[i] != record)
		i++;
	return i;
}
