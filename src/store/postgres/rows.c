/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows by descriptor.  Parameter i+1 of an insert or update and column i of a
 * select are fields[i].
 *
 * An error ends a transaction of PostgreSQL, but not one of the store.  So an
 * insert says ON CONFLICT DO NOTHING, and an update that may meet a unique
 * index has a savepoint of its own, in the same round trip.  A write whose answer
 * nobody waits for does the opposite: what it was not to meet ends the transaction.
 */
#include "store/postgres/postgres_internal.h"

#include <string.h>

static void bind_row(struct values *values, const struct px_record *record, const void *row)
{
	for (size_t i = 0; i < record->field_count; i++)
		pg_values_field(values, &record->fields[i], px_field_in(&record->fields[i], row));
}

static void bind_key(struct values *values, const struct px_id *id, const struct px_id *owner)
{
	pg_values_id(values, id);
	if (!px_id_is_none(*owner))
		pg_values_id(values, owner);
}

enum px_err pg_rows_insert(struct px_store_tx *tx, const struct px_record *record, const void *row, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct values values = { 0 };
	struct closed_change closed;
	struct item items[1 + CLOSED_ITEMS] = { { .statement = pg_statement_record(connection, record, SQL_INSERT), .values = &values } };

	bind_row(&values, record, row);
	size_t count = 1 + pg_closed_items(connection, record, row, true, &closed, items + 1);
	enum px_err err = pg_call_write(connection, items, count, error);
	pg_ahead_spoil(connection, record); /* the first call of a transaction asks itself */
	pg_closed_release(&closed);
	if (!err && pg_call_changed(&items[0]) == 0)
		err = px_fail(error, PX_CONFLICT, NULL, "it exists already (a %s of the same key)", record->name);
	pg_connection_clear(connection);
	return err;
}

/* The statement as it is, with the words of the row's title. */
static enum px_err write_later(struct connection *connection, const struct px_record *record, const void *row,
			       int64_t expected, struct statement *statement, bool is_new, struct px_error *error)
{
	struct values values = { 0 };
	struct closed_change closed;
	struct item items[1 + CLOSED_ITEMS] = { { .statement = statement, .values = &values } };

	bind_row(&values, record, row);
	if (expected >= 0)
		pg_values_int(&values, expected);
	size_t count = 1 + pg_closed_items(connection, record, row, is_new, &closed, items + 1);
	enum px_err err = pg_call_write_later(connection, items, count, error);
	pg_ahead_spoil(connection, record);
	pg_closed_release(&closed);
	pg_connection_clear(connection);
	return err;
}

enum px_err pg_rows_add(struct px_store_tx *tx, const struct px_record *record, const void *row, struct px_error *error)
{
	struct connection *connection = connection_of(tx);

	return write_later(connection, record, row, -1, pg_statement_add(connection, record), true, error);
}

enum px_err pg_rows_replace(struct px_store_tx *tx, const struct px_record *record, const void *row, int64_t expected,
			struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct statement *statement = pg_statement_replace(connection, record, expected >= 0);

	return write_later(connection, record, row, expected, statement, false, error);
}

/* Tells a row that is not there from one of another version. */
static enum px_err explain_miss(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
				int64_t expected, struct px_error *error)
{
	struct px_arena arena;

	px_arena_init(&arena);
	enum px_err err = pg_rows_get(tx, record, id, &arena, px_arena_alloc(&arena, record->size), error);
	px_arena_release(&arena);
	if (err)
		return err;
	return px_fail(error, PX_CONFLICT, "version", "the %s has changed since version %lld", record->name,
		       (long long)expected);
}

/* Back to before the update, if its savepoint was set. */
static void take_back(struct connection *connection, const struct item *savepoint)
{
	if (connection->dead || PQresultStatus(savepoint->result) != PGRES_COMMAND_OK)
		return;
	if (pg_call_later(connection, "ROLLBACK TO u", NULL) == PX_OK)
		(void)pg_call_later(connection, "RELEASE u", NULL);
}

enum px_err pg_rows_update(struct px_store_tx *tx, const struct px_record *record, const void *row, int64_t expected,
			struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	const struct px_id *id = px_field_in(&record->fields[0], row);
	bool guarded = pg_schema_table(record->table)->unique;
	struct values values = { 0 };
	struct closed_change closed;
	struct item items[3 + CLOSED_ITEMS] = { { 0 } };
	size_t count = 0;

	bind_row(&values, record, row);
	if (expected >= 0)
		pg_values_int(&values, expected);
	if (guarded)
		items[count++].command = "SAVEPOINT u";
	struct item *update = &items[count++];
	update->statement = pg_statement_record(connection, record, expected < 0 ? SQL_UPDATE : SQL_UPDATE_VERSION);
	update->values = &values;
	if (guarded)
		items[count++].command = "RELEASE u";
	count += pg_closed_items(connection, record, row, false, &closed, items + count);
	enum px_err err = pg_call_write(connection, items, count, error);
	pg_ahead_spoil(connection, record); /* the first call of a transaction asks itself */
	pg_closed_release(&closed);
	bool missed = !err && pg_call_changed(update) == 0;
	if (err && guarded)
		take_back(connection, &items[0]);
	pg_connection_clear(connection);
	return missed ? explain_miss(tx, record, *id, expected, error) : err;
}

static enum px_err fail_missing(const struct px_record *record, struct px_error *error)
{
	return px_fail(error, PX_NOT_FOUND, "id", "there is no such %s", record->name);
}

enum px_err pg_rows_remove(struct px_store_tx *tx, const struct px_record *record, struct px_id id, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	enum sql_record which = px_id_is_none(tx->user) ? SQL_DELETE_ANY : SQL_DELETE;
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_record(connection, record, which), .values = &values };

	bind_key(&values, &id, &tx->user);
	enum px_err err = pg_call_write(connection, &item, 1, error);
	pg_ahead_spoil(connection, record);
	if (!err && pg_call_changed(&item) == 0)
		err = fail_missing(record, error);
	pg_connection_clear(connection);
	return err;
}

enum px_err pg_rows_get(struct px_store_tx *tx, const struct px_record *record, struct px_id id, struct px_arena *arena,
		     void *row, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	enum sql_record which = px_id_is_none(tx->user) ? SQL_GET_ANY : SQL_GET;
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_record(connection, record, which), .values = &values };

	bind_key(&values, &id, &tx->user);
	enum px_err err = pg_ahead_read(connection, &item, error);
	px_record_init(record, row);
	if (!err)
		err = PQntuples(item.result) ? pg_values_read(item.result, 0, record, arena, row, error)
					     : fail_missing(record, error);
	pg_connection_clear(connection);
	return err;
}

void pg_rows_ahead(struct px_store_tx *tx, const struct px_record *record, struct px_id id)
{
	struct connection *connection = connection_of(tx);
	enum sql_record which = px_id_is_none(tx->user) ? SQL_GET_ANY : SQL_GET;
	struct values values = { 0 };

	bind_key(&values, &id, &tx->user);
	pg_ahead_ask(connection, record, &(struct item){ .statement = pg_statement_record(connection, record, which), .values = &values });
}

enum px_err pg_rows_get_seq(struct px_store_tx *tx, int64_t *seq, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_fixed(connection, FIXED_SEQ_GET), .values = &values };

	pg_values_id(&values, &tx->user);
	enum px_err err = pg_ahead_read(connection, &item, error);
	if (!err && PQntuples(item.result) == 0)
		err = px_fail(error, PX_NOT_FOUND, "user", "there is no such user");
	if (!err)
		*seq = pg_values_read_int(item.result, 0, 0);
	pg_connection_clear(connection);
	return err;
}

enum px_err pg_rows_set_seq(struct px_store_tx *tx, int64_t seq, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_fixed(connection, FIXED_SEQ_SET), .values = &values };

	pg_values_id(&values, &tx->user);
	pg_values_int(&values, seq);
	enum px_err err = pg_call_write_later(connection, &item, 1, error);
	pg_connection_clear(connection);
	return err;
}
