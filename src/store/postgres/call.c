/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements sent together: one round trip, whatever is opened, prepared or
 * put off until then.
 *
 * A transaction begins with its first call, so that an idle one costs nothing
 * and a connection that broke in the pool is replaced without anybody hearing
 * of it: as long as nothing was done, everything is sent again.
 */
#include "store/postgres/postgres_internal.h"

#include "base/clock.h"

#include <string.h>

enum {
	REPLY_MS = 45000,    /* longer than the server's own limits (statements.c) */
	TRIES = 3,
	ITEMS_OF_END = PENDING_MAX + 8,
};

/* Spread, so that users' locks rarely meet; the maintenance lock is no user's hash. */
int64_t pg_call_lock(const struct connection *connection)
{
	static const int64_t maintenance = INT64_C(0x7069786965616c6c); /* "pixieall" */

	return connection->maintenance ? maintenance : (int64_t)px_id_hash(connection->tx.user);
}

static bool send_item(struct connection *connection, const struct item *item)
{
	struct replies *replies = &connection->replies;
	bool named = item->statement && !connection->driver->direct_host;
	size_t needs = named && !item->statement->prepared ? 2 : 1;

	if (replies->count + needs > ITEMS_MAX)
		return false;
	replies->unsynced = true;
	if (needs == 2)
		replies->preparing[replies->count++] = item->statement;
	replies->preparing[replies->count++] = NULL;
	if (!pg_connection_send(connection, item))
		return false;
	if (named)
		item->statement->prepared = true; /* taken back if it turns out otherwise */
	return true;
}

/* The user's last number is read with it: most who write ask for it. */
static bool send_seq(struct connection *connection)
{
	struct values values = { 0 };
	const struct item item = { .statement = pg_statement_fixed(connection, FIXED_SEQ_GET), .values = &values };

	pg_values_id(&values, &connection->tx.user);
	if (!send_item(connection, &item))
		return false;
	pg_ahead_add(connection, connection->driver->users, &item, connection->replies.count - 1);
	return true;
}

static bool send_opening(struct connection *connection)
{
	bool read = connection->tx.mode == PX_STORE_READ;
	const struct item begin = { .command = read ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN" };
	const struct item forget = { .command = "DEALLOCATE ALL" };
	enum fixed which = connection->maintenance ? FIXED_OPEN_ALL_WRITE : read ? FIXED_OPEN_USER_READ : FIXED_OPEN_USER_WRITE;
	struct values values = { 0 };
	char user[PX_ID_TEXT + 1];

	if (connection->evicted > STATEMENTS_MAX / 2) {
		pg_statements_forget(connection);
		if (!send_item(connection, &forget))
			return false;
	}
	if (!send_item(connection, &begin))
		return false;
	if (connection->maintenance && read)
		return true;
	px_id_format(connection->tx.user, user);
	if (!connection->maintenance)
		pg_values_text(&values, px_str(user));
	if (!read)
		pg_values_int(&values, pg_call_lock(connection));
	const struct item open = { .statement = pg_statement_fixed(connection, which), .values = &values };
	return send_item(connection, &open) && (connection->maintenance || read || send_seq(connection));
}

/* Begins the transaction, if it has not begun.  False if the connection broke meanwhile. */
static bool begin(struct connection *connection)
{
	if (connection->opened || connection->opening)
		return true;
	/* What the last transaction left: the answer to its end. */
	if (pg_connection_await(connection, REPLY_MS) != PROGRESS_COMPLETE)
		return false;
	pg_connection_clear(connection);
	connection->opening = true;
	return send_opening(connection);
}

static bool send_pending(struct connection *connection)
{
	for (size_t i = 0; i < connection->pending_count; i++)
		if (!send_item(connection, &(struct item){ .command = connection->pending[i] }))
			return false;
	return true;
}

/* `first` becomes the reply of the first item.  False if the connection broke meanwhile. */
static bool send_all(struct connection *connection, const struct item *items, size_t count, size_t *first)
{
	if (!begin(connection) || !send_pending(connection))
		return false;
	*first = connection->replies.count;
	for (size_t i = 0; i < count; i++)
		if (!send_item(connection, &items[i]))
			return false;
	return pg_connection_sync(connection);
}

static bool is_ok(const PGresult *result)
{
	ExecStatusType status = result ? PQresultStatus(result) : PGRES_FATAL_ERROR;

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* What was to be prepared behind something that failed is not. */
static void note_unprepared(struct replies *replies)
{
	for (size_t i = 0; i < replies->count; i++)
		if (replies->preparing[i] && !is_ok(replies->results[i]))
			replies->preparing[i]->prepared = false;
}

bool pg_call_settle(struct connection *connection)
{
	if (!connection->replies.unsynced)
		return true;
	if (!pg_connection_sync(connection) || pg_connection_await(connection, REPLY_MS) != PROGRESS_COMPLETE)
		return false;
	note_unprepared(&connection->replies);
	pg_connection_clear(connection);
	return true;
}

/* Hands each item its result, past the answers to its preparation. */
static void take_results(struct connection *connection, struct item *items, size_t count, size_t first)
{
	struct replies *replies = &connection->replies;
	size_t at = first;

	note_unprepared(replies);
	for (size_t i = 0; i < count; i++) {
		at += replies->preparing[at] != NULL;
		items[i].result = replies->results[at++];
	}
	pg_ahead_take(connection);
}

/* Errors after which the same call may be made again, if it was the first: another was in the way. */
static bool is_passing(const struct connection *connection)
{
	const PGresult *result = connection->replies.results[connection->replies.failed];
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return state && (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0);
}

enum outcome { OUTCOME_OK, OUTCOME_ERROR, OUTCOME_PASSING, OUTCOME_LOST };

static enum outcome try_once(struct connection *connection, struct item *items, size_t count,
			     struct px_error *error)
{
	size_t first_item = 0;

	atomic_fetch_add_explicit(&connection->driver->round_trips, 1, memory_order_relaxed);
	if (!send_all(connection, items, count, &first_item) ||
	    pg_connection_await(connection, REPLY_MS) != PROGRESS_COMPLETE)
		return OUTCOME_LOST;
	bool first = !connection->opened;
	connection->opened = true;
	connection->pending_count = 0;
	take_results(connection, items, count, first_item);
	if (connection->replies.failed < 0)
		return OUTCOME_OK;
	enum outcome outcome = first && is_passing(connection) ? OUTCOME_PASSING : OUTCOME_ERROR;
	(void)pg_connection_fail_replies(connection, error);
	if (outcome == OUTCOME_ERROR && !first && (size_t)connection->replies.failed < first_item)
		connection->doomed = *error;
	return outcome;
}

/* Ends the transaction of a first call that met another, so that it can be made again. */
static bool start_over(struct connection *connection)
{
	pg_connection_clear(connection);
	if (!pg_call_end(connection, NULL, "ROLLBACK"))
		return false;
	return pg_connection_await(connection, REPLY_MS) == PROGRESS_COMPLETE;
}

/* Why nothing more can be done in the transaction. */
static enum px_err fail_over(const struct connection *connection, struct px_error *error)
{
	if (connection->dead)
		return pg_connection_fail_lost(error);
	if (error)
		*error = connection->doomed;
	return connection->doomed.code;
}

static bool is_over(const struct connection *connection)
{
	return connection->dead || connection->doomed.code;
}

/* After a call that has no answer; PX_OK if it may be made again. */
static enum px_err recover(struct connection *connection, bool first, bool lost, struct px_error *error)
{
	struct px_error why = { 0 };
	enum px_err err = PX_OK;

	if (lost || !start_over(connection)) {
		err = first ? pg_connection_renew(connection, &why) : PX_UNAVAILABLE;
		if (!err)
			err = pg_keeper_hold(connection->driver, &why);
	}
	if (!err) {
		pg_ahead_clear(connection);
		connection->opening = connection->opened = false;
		return PX_OK;
	}
	connection->dead = true;
	return first ? px_fail(error, err, why.field, "%s", why.message) : pg_connection_fail_lost(error);
}

static enum px_err call(struct connection *connection, struct item *items, size_t count,
			struct px_error *error)
{
	struct px_error why = { 0 };
	const char *pending[PENDING_MAX];
	size_t pending_count = connection->pending_count;

	if (is_over(connection))
		return fail_over(connection, error);
	memcpy(pending, connection->pending, sizeof(pending));
	for (int tries = 0; tries < TRIES; tries++) {
		bool first = !connection->opened;
		enum outcome outcome = try_once(connection, items, count, &why);
		if (outcome == OUTCOME_OK)
			return PX_OK;
		if (outcome == OUTCOME_ERROR) {
			if (error)
				*error = why;
			return why.code;
		}
		enum px_err err = recover(connection, first, outcome == OUTCOME_LOST, error);
		if (err)
			return err;
		memcpy(connection->pending, pending, sizeof(pending));
		connection->pending_count = pending_count;
	}
	connection->dead = true;
	return px_fail(error, PX_UNAVAILABLE, "database", "PostgreSQL does not answer: %s", why.message);
}

enum px_err pg_call_read(struct connection *connection, struct item *items, size_t count, struct px_error *error)
{
	return call(connection, items, count, error);
}

enum px_err pg_call_write(struct connection *connection, struct item *items, size_t count, struct px_error *error)
{
	connection->wrote = true;
	return call(connection, items, count, error);
}

/* A transaction that has not begun is begun by a call, which can be made again if its connection was lost in the pool. */
enum px_err pg_call_write_later(struct connection *connection, struct item *items, size_t count, struct px_error *error)
{
	connection->wrote = true;
	if (is_over(connection))
		return fail_over(connection, error);
	if (!connection->opened || connection->replies.count + connection->pending_count + 2 * count + ITEMS_OF_END > ITEMS_MAX)
		return call(connection, items, count, error);
	bool sent = send_pending(connection);
	connection->pending_count = 0;
	for (size_t i = 0; sent && i < count; i++)
		sent = send_item(connection, &items[i]);
	connection->dead = !sent;
	return sent ? PX_OK : pg_connection_fail_lost(error);
}

bool pg_call_queue(struct connection *connection, const struct item *item, size_t *reply)
{
	bool sent = begin(connection) && send_item(connection, item);

	*reply = connection->replies.count - 1;
	return sent;
}

enum px_err pg_call_later(struct connection *connection, const char *command, struct px_error *error)
{
	if (is_over(connection))
		return fail_over(connection, error);
	if (connection->pending_count == PENDING_MAX) {
		enum px_err err = pg_call_read(connection, NULL, 0, error);
		pg_connection_clear(connection);
		if (err)
			return err;
	}
	connection->pending[connection->pending_count++] = command;
	return PX_OK;
}

bool pg_call_end(struct connection *connection, const struct item *last, const char *command)
{
	pg_connection_clear(connection);
	if (!send_pending(connection))
		return false;
	connection->pending_count = 0;
	return (!last || send_item(connection, last)) && send_item(connection, &(struct item){ .command = command }) &&
	       pg_connection_sync(connection);
}

int64_t pg_call_changed(const struct item *item)
{
	const char *tuples = PQcmdTuples(item->result);
	int64_t count = 0;

	for (; *tuples >= '0' && *tuples <= '9'; tuples++)
		count = count * 10 + (*tuples - '0');
	return count;
}
