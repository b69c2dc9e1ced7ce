/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection: how it is made, what comes back on it, and what the server's
 * errors mean to the callers of the store.
 *
 * It is always in libpq's pipeline mode and never blocks: whoever waits does so
 * here, with a limit.  A server that says nothing for that long counts as lost.
 */
#include "store/postgres/postgres_internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	BACKOFF_FIRST_MS = 50, BACKOFF_LAST_MS = 1000,
	PATIENCE_MS = 3000, /* for a server that restarts; a shard waits so long at most */
	DOWN_MS = 5000,     /* after that in vain, nobody waits for so long */
	NAME_BYTES = 96,
};

/*
 * What the URL leaves open: dead peers are noticed within seconds, and of
 * several hosts the one that can write is meant.
 */
static PGconn *dial(const struct driver *driver, bool direct)
{
	char host[64] = "", name[NAME_BYTES];

	(void)gethostname(host, sizeof(host) - 1);
	snprintf(name, sizeof(name), "pixie %ld on %s", (long)getpid(), host);
	const char *const keys[] = { "connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count",
				     "tcp_user_timeout", "target_session_attrs", "fallback_application_name", "dbname",
				     "client_encoding", direct ? "host" : NULL, "port", NULL };
	const char *const values[] = { "5", "10", "5", "3", "15000", "read-write", name, driver->url, "UTF8",
				       driver->direct_host, driver->direct_port, NULL };

	return PQconnectdbParams(keys, values, 1);
}

static void sleep_ms(int milliseconds)
{
	const struct timespec time = { .tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000L };

	nanosleep(&time, NULL);
}

/* libpq's text ends in a line break and may have several lines. */
static enum px_err fail_connect(PGconn *pg, struct px_error *error)
{
	char text[160];

	snprintf(text, sizeof(text), "%s", PQerrorMessage(pg));
	for (char *at = text; *at; at++)
		if (*at == '\n')
			*at = at[1] ? ' ' : '\0';
	return px_fail(error, PX_UNAVAILABLE, "database", "PostgreSQL can't be reached: %s", text);
}

static enum px_err connect_to(struct driver *driver, bool direct, int patience_ms, PGconn **pg, struct px_error *error)
{
	int64_t now = px_clock_mono(), down_at = atomic_load(&driver->down_at), until = now;

	if (!down_at || now - down_at > DOWN_MS * INT64_C(1000000))
		until += (int64_t)patience_ms * 1000000;
	for (int pause = BACKOFF_FIRST_MS;; pause = pause * 2 < BACKOFF_LAST_MS ? pause * 2 : BACKOFF_LAST_MS) {
		PGconn *made = dial(driver, direct);
		if (PQstatus(made) == CONNECTION_OK) {
			atomic_store(&driver->down_at, 0);
			*pg = made;
			return PX_OK;
		}
		enum px_err err = fail_connect(made, error);
		PQfinish(made);
		if (px_clock_mono() + pause * INT64_C(1000000) > until) {
			if (until > now)
				atomic_store(&driver->down_at, px_clock_mono());
			return err;
		}
		sleep_ms(pause);
	}
}

enum px_err pg_connection_connect(struct driver *driver, int patience_ms, PGconn **pg, struct px_error *error)
{
	return connect_to(driver, driver->direct_host != NULL, patience_ms, pg, error);
}

void pg_connection_set_url(struct driver *driver, const char *url)
{
	static const char key[] = "direct=";
	char *at = driver->url = px_strdup(url);

	while ((at = strpbrk(at, "?&")) && strncmp(++at, key, sizeof(key) - 1) != 0)
		;
	if (!at)
		return;
	char *value = at + sizeof(key) - 1, *end = value + strcspn(value, "&");
	driver->direct_host = px_strndup(value, (size_t)(end - value));
	memmove(*end ? at : at - 1, *end ? end + 1 : end, strlen(*end ? end + 1 : end) + 1);
	if (!driver->direct_host[0] || driver->direct_host[0] == ':') { /* none is told: libpq would take the pooler */
		free(driver->direct_host);
		driver->direct_host = NULL;
		return;
	}
	char *colon = strrchr(driver->direct_host, ':');
	driver->direct_port = px_strdup(colon ? colon + 1 : "5432");
	if (colon)
		*colon = '\0';
}

static void release_results(struct replies *replies)
{
	for (size_t i = 0; i < replies->count; i++) {
		PQclear(replies->results[i]);
		replies->results[i] = NULL;
	}
	replies->count = replies->at = 0;
	replies->had_result = false;
}

static void prepare_session(struct connection *connection)
{
	PQsetNoticeProcessor(connection->pg, NULL, NULL);
	(void)PQenterPipelineMode(connection->pg);
	(void)PQsetnonblocking(connection->pg, 1);
	memset(&connection->replies, 0, sizeof(connection->replies));
	connection->pending_count = 0;
	connection->opening = connection->opened = connection->dead = false;
	pg_statements_forget(connection);
}

enum px_err pg_connection_new(struct driver *driver, struct connection **connection, struct px_error *error)
{
	struct connection *made = px_calloc(1, sizeof(*made));
	enum px_err err = connect_to(driver, false, PATIENCE_MS, &made->pg, error);

	if (err) {
		free(made);
		return err;
	}
	made->driver = driver;
	prepare_session(made);
	*connection = made;
	return PX_OK;
}

enum px_err pg_connection_renew(struct connection *connection, struct px_error *error)
{
	PGconn *pg;

	release_results(&connection->replies);
	pg_ahead_clear(connection);
	enum px_err err = connect_to(connection->driver, false, PATIENCE_MS, &pg, error);
	if (err)
		return err;
	PQfinish(connection->pg);
	connection->pg = pg;
	prepare_session(connection);
	px_log(PX_LOG_INFO, "store", "connected to PostgreSQL again");
	return PX_OK;
}

void pg_connection_free(struct connection *connection)
{
	if (!connection)
		return;
	release_results(&connection->replies);
	pg_ahead_clear(connection);
	PQfinish(connection->pg);
	for (size_t i = 0; i < connection->statement_count; i++)
		free(connection->statements[i].sql);
	free(connection);
}

static bool send_prepare(struct connection *connection, const struct item *item)
{
	const struct values *values = item->values;

	return PQsendPrepare(connection->pg, item->statement->name, item->statement->sql, values ? values->count : 0,
			     values ? values->types : NULL) == 1;
}

static bool send_statement(struct connection *connection, const struct item *item)
{
	static const int binary[VALUES_MAX] = { [0 ... VALUES_MAX - 1] = 1 };
	const struct values *values = item->values;

	if (connection->driver->direct_host) /* the next transaction may meet another session of the server */
		return PQsendQueryParams(connection->pg, item->statement->sql, values ? values->count : 0,
					 values ? values->types : NULL, values ? values->data : NULL,
					 values ? values->sizes : NULL, binary, 1) == 1;
	if (!item->statement->prepared && !send_prepare(connection, item))
		return false;
	return PQsendQueryPrepared(connection->pg, item->statement->name, values ? values->count : 0,
				   values ? values->data : NULL, values ? values->sizes : NULL, binary, 1) == 1;
}

bool pg_connection_send(struct connection *connection, const struct item *item)
{
	return item->command ? PQsendQueryParams(connection->pg, item->command, 0, NULL, NULL, NULL, NULL, 0) == 1
			     : send_statement(connection, item);
}

bool pg_connection_sync(struct connection *connection)
{
	connection->replies.unsynced = false;
	connection->replies.syncs++;
	connection->replies.failed = -1;
	return PQpipelineSync(connection->pg) == 1 && PQflush(connection->pg) >= 0;
}

/* Whether the server ends the session with this error, or can't serve this one any more (a standby now). */
static bool ends_session(const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return !state || strncmp(state, "57P", 3) == 0 || strncmp(state, "08", 2) == 0 || strcmp(state, "25006") == 0;
}

static void note_result(struct connection *connection, PGresult *result)
{
	struct replies *replies = &connection->replies;
	ExecStatusType status = PQresultStatus(result);
	bool failed = status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_PIPELINE_ABORTED;

	replies->had_result = true;
	if (replies->at >= ITEMS_MAX) {
		PQclear(result);
		return;
	}
	PQclear(replies->results[replies->at]);
	replies->results[replies->at] = result;
	if (failed && replies->failed < 0)
		replies->failed = (int)replies->at;
}

enum progress pg_connection_progress(struct connection *connection)
{
	struct replies *replies = &connection->replies;

	if (!replies->syncs)
		return PROGRESS_COMPLETE;
	if (!PQconsumeInput(connection->pg) || PQflush(connection->pg) < 0)
		return PROGRESS_LOST;
	while (!PQisBusy(connection->pg)) {
		PGresult *result = PQgetResult(connection->pg);
		if (!result && !replies->had_result)
			return PROGRESS_LOST; /* there is always another result, up to that of the sync */
		if (!result) {
			replies->at++;
			replies->had_result = false;
			continue;
		}
		if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
			PQclear(result);
			if (--replies->syncs == 0)
				return PROGRESS_COMPLETE;
			continue;
		}
		bool lost = PQresultStatus(result) == PGRES_FATAL_ERROR && ends_session(result);
		note_result(connection, result);
		if (lost)
			return PROGRESS_LOST;
	}
	return PROGRESS_WAITING;
}

enum progress pg_connection_await(struct connection *connection, int milliseconds)
{
	int64_t until = px_clock_mono() + (int64_t)milliseconds * 1000000;
	enum progress progress;

	while ((progress = pg_connection_progress(connection)) == PROGRESS_WAITING) {
		int left = (int)((until - px_clock_mono()) / 1000000);
		int unsent = PQflush(connection->pg);
		struct pollfd wait = { .fd = PQsocket(connection->pg),
				       .events = (short)(POLLIN | (unsent > 0 ? POLLOUT : 0)) };
		if (left <= 0 || unsent < 0)
			return PROGRESS_LOST;
		(void)poll(&wait, 1, left);
	}
	return progress;
}

void pg_connection_clear(struct connection *connection)
{
	if (!connection->replies.unsynced)
		release_results(&connection->replies);
}

enum px_err pg_connection_fail_lost(struct px_error *error)
{
	return px_fail(error, PX_UNAVAILABLE, "database", "the connection to PostgreSQL was lost");
}

/* By SQLSTATE: the exact ones first, then whole classes. */
static const struct meaning {
	const char *state;
	enum px_err err;
	const char *field, *text;
} meanings[] = {
	{ "23505", PX_CONFLICT, NULL, "it exists already" },
	{ "22012", PX_CONFLICT, "version", "it has changed since it was read" }, /* IF_FOUND_LAST of statements.c */
	{ "23", PX_INTERNAL, NULL, "the database refused a row" },
	{ "40", PX_UNAVAILABLE, "database", "another transaction was in the way; try again" },
	{ "55P03", PX_UNAVAILABLE, "database", "another transaction holds the lock for too long" },
	{ "53100", PX_NO_SPACE, "data", "the disk of the database is full" },
	{ "53200", PX_NO_MEMORY, NULL, "out of memory in the database" },
	{ "53", PX_UNAVAILABLE, "database", "the database has no room for more" },
	{ "57014", PX_TIMEOUT, "database", "the database took too long" },
	{ "57", PX_UNAVAILABLE, "database", "the database shuts down or starts" },
	{ "08", PX_UNAVAILABLE, "database", "the connection to PostgreSQL was lost" },
	{ "25006", PX_UNAVAILABLE, "database", "the server only reads: it is a standby" },
	{ "25P02", PX_IO, "data", "the transaction was given up after an error" },
	{ "22021", PX_INVALID, NULL, "the text is not UTF-8, or holds a NUL" },
	{ "28", PX_UNAVAILABLE, "database", "PostgreSQL refuses the login" },
	{ "42501", PX_INTERNAL, "database", "the role lacks a right" },
	{ "54", PX_TOO_LARGE, NULL, "a row is too large for the database" },
	{ "58", PX_IO, "data", "the database cannot be read or written" },
	{ "XX001", PX_CORRUPT, "data", "the database is damaged" },
	{ "XX002", PX_CORRUPT, "data", "the database is damaged" },
};

enum px_err pg_connection_fail(const PGresult *result, struct px_error *error)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (!state)
		return pg_connection_fail_lost(error);
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (strncmp(state, meanings[i].state, strlen(meanings[i].state)) == 0)
			return px_fail(error, meanings[i].err, meanings[i].field, "%s (%s)", meanings[i].text,
				       text ? text : state);
	return px_fail(error, PX_INTERNAL, NULL, "database: %s (%s)", text ? text : "an error", state);
}

enum px_err pg_connection_fail_replies(const struct connection *connection, struct px_error *error)
{
	return pg_connection_fail(connection->replies.results[connection->replies.failed], error);
}

size_t pg_connection_record_index(const struct connection *connection, const struct px_record *record)
{
	const struct px_record *const *records = connection->driver->records;
	size_t i = 0;

	while (records[i] != record)
		i++;
	return i;
}
