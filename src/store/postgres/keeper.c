/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One Pixie has a database at a time, unless it was opened as shared: then it is
 * had together with others that were, too.  Ready answers, for one, are copies of
 * rows that nobody else changes (PX_STORE_EXCLUSIVE), which a second process would
 * make lies.  Who shares holds the lock in its shared form, so neither kind comes
 * in beside the other.
 *
 * The lock is an advisory one of a session, on a connection of its own: the
 * server lets go of it when the process dies.  When the connection breaks, the
 * lock is taken again before anything else is written.  If another process has
 * it by then, this one writes no more.
 */
#include "store/postgres/postgres_internal.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PATIENCE_MS = 3000, TRIES = 15, PAUSE_MS = 100 };

/* By schema: several instances may share a database, each in a schema of its own. */
#define KEY "hashtextextended('pixie instance ' || current_schema(), 0)"

static enum px_err fail_taken(PGconn *pg, struct px_error *error)
{
	PGresult *result = PQexec(pg, "SELECT a.application_name FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)"
				      " WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM"
				      " pg_database WHERE datname = current_database()) AND"
				      " ((l.classid::bigint << 32) | l.objid::bigint) = " KEY);
	const char *holder = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) ? PQgetvalue(result, 0, 0) : "";
	enum px_err err = px_fail(error, PX_CONFLICT, "database", "another Pixie uses this database, and not both have the setting nodes%s%s",
				  *holder ? ": " : "", holder);

	PQclear(result);
	return err;
}

/* On a new connection.  *by_other tells a lock that another session holds from a server that can't be asked. */
static enum px_err take_once(struct driver *driver, PGconn **pg, bool *by_other, struct px_error *error)
{
	enum px_err err = pg_connection_connect(driver, PATIENCE_MS, pg, error);

	*by_other = false;
	if (err)
		return err;
	PQsetNoticeProcessor(*pg, NULL, NULL);
	PGresult *result = PQexec(*pg, driver->shared ? "SELECT pg_try_advisory_lock_shared(" KEY ")" : "SELECT pg_try_advisory_lock(" KEY ")");
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		err = pg_connection_fail(result, error);
	else if (PQgetvalue(result, 0, 0)[0] != 't') {
		*by_other = true;
		err = fail_taken(*pg, error);
	}
	PQclear(result);
	if (err)
		PQfinish(*pg);
	return err;
}

/* A process that was killed, or a session that was lost, may hold the lock for a moment longer. */
static enum px_err take(struct driver *driver, PGconn **pg, bool *by_other, struct px_error *error)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	enum px_err err = take_once(driver, pg, by_other, error);

	for (int i = 1; i < TRIES && err && *by_other; i++) {
		nanosleep(&pause, NULL);
		err = take_once(driver, pg, by_other, error);
	}
	return err;
}

enum px_err pg_keeper_start(struct driver *driver, struct px_error *error)
{
	bool other;
	PGconn *pg;
	enum px_err err = take(driver, &pg, &other, error);

	if (!err)
		driver->keeper.pg = pg;
	return err;
}

void pg_keeper_stop(struct driver *driver)
{
	PQfinish(driver->keeper.pg);
	driver->keeper.pg = NULL;
}

/* With the lock held: whether the session still answers. */
static bool answers(PGconn *pg)
{
	PGresult *result = PQexec(pg, "SELECT 1");
	bool ok = PQresultStatus(result) == PGRES_TUPLES_OK;

	PQclear(result);
	return ok;
}

static enum px_err take_again(struct driver *driver, struct px_error *error)
{
	bool other;
	PGconn *pg;
	enum px_err err = take(driver, &pg, &other, error);

	if (!err) {
		PQfinish(driver->keeper.pg);
		driver->keeper.pg = pg;
	} else if (other) {
		atomic_store(&driver->keeper.lost, true);
		px_log(PX_LOG_ERROR, "store", "another Pixie took over the database; this one writes no more",
		       PX_LF("reason", error ? error->message : ""));
	}
	return err;
}

enum px_err pg_keeper_hold(struct driver *driver, struct px_error *error)
{
	enum px_err err = PX_OK;

	pthread_mutex_lock(&driver->keeper.lock);
	if (atomic_load(&driver->keeper.lost))
		err = px_fail(error, PX_CONFLICT, "database", "another Pixie took over this database; restart to go on");
	else if (!answers(driver->keeper.pg))
		err = take_again(driver, error);
	pthread_mutex_unlock(&driver->keeper.lock);
	return err;
}

int pg_keeper_socket(struct driver *driver)
{
	pthread_mutex_lock(&driver->keeper.lock);
	int fd = PQsocket(driver->keeper.pg);
	pthread_mutex_unlock(&driver->keeper.lock);
	return fd;
}
