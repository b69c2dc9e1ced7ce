/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Queries, counts and purges.  What a query looks like as SQL is in store/sql.h.
 */
#include "store/postgres/postgres_internal.h"

static void bind_filters(struct values *values, const struct px_store_tx *tx, const struct sql_plan *plan)
{
	if (plan->owned)
		pg_values_id(values, &tx->user);
	for (size_t i = 0; i < plan->filter_count; i++)
		if (sql_filter_binds(&plan->filters[i]))
			pg_values_compared(values, sql_plan_field(plan, i), &plan->filters[i].value);
}

static void bind_query(struct values *values, const struct px_store_tx *tx, const struct sql_plan *plan,
		       const struct px_store_query *query, size_t limit)
{
	bind_filters(values, tx, plan);
	if (plan->after && plan->order && plan->part != SQL_PART_NULLS)
		pg_values_compared(values, plan->order, &query->after_value);
	if (plan->after)
		pg_values_id(values, &query->after_id);
	pg_values_int(values, (int64_t)limit);
}

static enum px_err run_part(struct px_store_tx *tx, const struct sql_plan *plan, const struct px_store_query *query,
			    struct px_arena *arena, struct sql_rows *rows, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_plan(connection, plan), .values = &values };

	bind_query(&values, tx, plan, query, rows->limit - rows->count);
	enum px_err err = pg_ahead_read(connection, &item, error);
	int found = err ? 0 : PQntuples(item.result);
	for (int i = 0; !err && i < found; i++)
		err = pg_values_read(item.result, i, plan->record, arena, sql_rows_add(rows, plan->record, arena), error);
	pg_connection_clear(connection);
	return err;
}

enum px_err pg_query_rows(struct px_store_tx *tx, const struct px_record *record, const struct px_store_query *query,
		       struct px_arena *arena, void **rows, size_t *count, struct px_error *error)
{
	struct sql_plan plan = sql_plan_of(record, query, !px_id_is_none(tx->user));
	struct sql_rows found;
	enum px_err err = PX_OK;

	sql_rows_init(&found, record, query->limit, arena);
	if (!sql_plan_split(&plan)) {
		err = run_part(tx, &plan, query, arena, &found, error);
	} else {
		plan.part = SQL_PART_VALUES;
		if (!(query->after && query->after_null))
			err = run_part(tx, &plan, query, arena, &found, error);
		plan.part = SQL_PART_NULLS;
		plan.after = query->after && query->after_null;
		if (!err && found.count < found.limit && !sql_plan_never_null(&plan))
			err = run_part(tx, &plan, query, arena, &found, error);
	}
	*rows = found.data;
	*count = found.count;
	return err;
}

/* Of a query that is two ranges, the first: it is often all. */
void pg_query_ahead(struct px_store_tx *tx, const struct px_record *record, const struct px_store_query *query)
{
	struct connection *connection = connection_of(tx);
	struct sql_plan plan = sql_plan_of(record, query, !px_id_is_none(tx->user));
	struct values values = { 0 };

	if (sql_plan_split(&plan))
		plan.part = query->after && query->after_null ? SQL_PART_NULLS : SQL_PART_VALUES;
	bind_query(&values, tx, &plan, query, query->limit);
	pg_ahead_ask(connection, record, &(struct item){ .statement = pg_statement_plan(connection, &plan), .values = &values });
}

enum px_err pg_query_count(struct px_store_tx *tx, const struct px_record *record, const struct px_store_filter *filters,
			size_t filter_count, int64_t *count, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct sql_plan plan = { .record = record, .filters = filters, .filter_count = filter_count,
				 .owned = !px_id_is_none(tx->user), .counting = true };
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_plan(connection, &plan), .values = &values };

	bind_filters(&values, tx, &plan);
	enum px_err err = pg_call_read(connection, &item, 1, error);
	if (!err)
		*count = pg_values_read_int(item.result, 0, 0);
	pg_connection_clear(connection);
	return err;
}

enum px_err pg_query_purge(struct px_store_tx *tx, const struct px_record *record, const struct px_store_filter *filters,
			size_t filter_count, size_t limit, size_t *deleted, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct sql_plan plan = { .record = record, .filters = filters, .filter_count = filter_count,
				 .owned = !px_id_is_none(tx->user), .keys = true };
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_purge(connection, &plan), .values = &values };

	bind_filters(&values, tx, &plan);
	pg_values_int(&values, (int64_t)limit);
	enum px_err err = pg_call_write(connection, &item, 1, error);
	pg_ahead_spoil(connection, record);
	if (!err)
		*deleted = (size_t)pg_call_changed(&item);
	pg_connection_clear(connection);
	return err;
}
