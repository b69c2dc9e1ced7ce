/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of the interval tree (store/interval.h).  A search is one statement,
 * which seeks all the nodes in one round trip.
 */
#include "store/interval.h"

#include "store/postgres/postgres_internal.h"

enum px_err pg_spans_set(struct px_store_tx *tx, const struct px_store_span *span, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_fixed(connection, FIXED_SPAN_SET), .values = &values };

	pg_values_id(&values, &tx->user);
	pg_values_id(&values, &span->event);
	pg_values_int(&values, interval_node(span->start, span->end));
	pg_values_int(&values, span->start);
	pg_values_int(&values, span->end);
	pg_values_int(&values, span->recurring);
	enum px_err err = pg_call_write_later(connection, &item, 1, error);
	pg_connection_clear(connection);
	return err;
}

enum px_err pg_spans_clear(struct px_store_tx *tx, struct px_id event, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_fixed(connection, FIXED_SPAN_CLEAR), .values = &values };

	pg_values_id(&values, &tx->user);
	pg_values_id(&values, &event);
	enum px_err err = pg_call_write_later(connection, &item, 1, error);
	pg_connection_clear(connection);
	return err;
}

static void add_rows(struct interval_found *found, const PGresult *result)
{
	for (int i = 0; i < PQntuples(result); i++)
		interval_add(found, (struct px_store_span){
			.event = pg_values_read_id(result, i, 0), .start = pg_values_read_int(result, i, 1),
			.end = pg_values_read_int(result, i, 2), .recurring = pg_values_read_int(result, i, 3) != 0 });
}

enum px_err pg_spans_overlaps(struct px_store_tx *tx, int64_t start, int64_t end, struct px_arena *arena,
			   struct px_store_span **spans, size_t *count, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct interval_found found = { .arena = arena, .start = start, .end = end };
	struct interval_range range;
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_fixed(connection, FIXED_SPANS), .values = &values };

	interval_range(start, end, &range);
	pg_values_id(&values, &tx->user);
	pg_values_int(&values, range.first);
	pg_values_int(&values, range.last);
	pg_values_ints(&values, range.before, range.before_count, arena);
	pg_values_int(&values, start);
	pg_values_ints(&values, range.after, range.after_count, arena);
	pg_values_int(&values, end);
	enum px_err err = pg_call_read(connection, &item, 1, error);
	if (!err)
		add_rows(&found, item.result);
	pg_connection_clear(connection);
	interval_sort(&found);
	*spans = found.spans;
	*count = found.count;
	return err;
}
