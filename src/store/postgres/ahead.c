/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions that are asked before their answers are wanted: they go with the
 * transaction's next call, in one round trip.
 *
 * An answer belongs to a question, not to whoever asked: the same statement with
 * the same values.  It holds until the transaction writes rows of that record.
 * Nobody else of the user writes meanwhile, and maintenance may as well come a
 * moment before a question as after it.
 */
#include "store/postgres/postgres_internal.h"

#include <string.h>

enum { ITEMS_LEFT = 24 /* for the call that comes, and the end */ };

static struct ahead *find(struct connection *connection, const struct item *item)
{
	for (size_t i = 0; i < connection->ahead_count; i++) {
		struct ahead *ahead = &connection->aheads[i];
		if (strcmp(ahead->statement, item->statement->name) == 0 && pg_values_are(item->values, ahead->values))
			return ahead;
	}
	return NULL;
}

void pg_ahead_add(struct connection *connection, const struct px_record *record, const struct item *item, size_t reply)
{
	if (!connection->ahead_count)
		px_arena_init(&connection->ahead_arena);
	struct ahead *ahead = &connection->aheads[connection->ahead_count++];
	*ahead = (struct ahead){ .record = record, .reply = reply, .values = pg_values_keep(item->values, &connection->ahead_arena) };
	memcpy(ahead->statement, item->statement->name, sizeof(ahead->statement));
}

void pg_ahead_ask(struct connection *connection, const struct px_record *record, const struct item *item)
{
	size_t reply;

	if (connection->dead || connection->doomed.code || connection->ahead_count + 1 >= AHEAD_MAX ||
	    connection->replies.count + ITEMS_LEFT > ITEMS_MAX || find(connection, item))
		return;
	if (pg_call_queue(connection, item, &reply))
		pg_ahead_add(connection, record, item, reply);
}

enum px_err pg_ahead_read(struct connection *connection, struct item *item, struct px_error *error)
{
	struct ahead *ahead = find(connection, item);

	if (ahead && !ahead->result) {
		enum px_err err = pg_call_read(connection, NULL, 0, error);
		if (err)
			return err;
		ahead = find(connection, item); /* a call that was made again has none */
	}
	if (!ahead || !ahead->result)
		return pg_call_read(connection, item, 1, error);
	item->result = ahead->result;
	return PX_OK;
}

void pg_ahead_take(struct connection *connection)
{
	struct replies *replies = &connection->replies;

	for (size_t i = 0; i < connection->ahead_count; i++) {
		struct ahead *ahead = &connection->aheads[i];
		if (!ahead->statement[0] || ahead->result)
			continue;
		if (PQresultStatus(replies->results[ahead->reply]) != PGRES_TUPLES_OK) {
			ahead->statement[0] = '\0';
			continue;
		}
		ahead->result = replies->results[ahead->reply];
		replies->results[ahead->reply] = NULL;
	}
}

void pg_ahead_spoil(struct connection *connection, const struct px_record *record)
{
	for (size_t i = 0; i < connection->ahead_count; i++)
		if (!record || connection->aheads[i].record == record)
			connection->aheads[i].statement[0] = '\0';
}

void pg_ahead_clear(struct connection *connection)
{
	if (!connection->ahead_count)
		return;
	for (size_t i = 0; i < connection->ahead_count; i++)
		PQclear(connection->aheads[i].result);
	connection->ahead_count = 0;
	px_arena_release(&connection->ahead_arena);
}
