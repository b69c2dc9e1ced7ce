/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Queries: statements are kept by their shape (store/sql.h), so that the hot
 * path only binds; and the SQL functions that SQLite lacks.
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum { SQL_MAX = 8192 };

static struct connection *connection_of(struct px_store_tx *tx)
{
	return (struct connection *)((char *)tx - offsetof(struct connection, tx));
}

const struct sql_dialect sqlite_dialect = {
	.mark = '?', .always = "1", .differs = "IS NOT", .same = "IS",
	.has_tag = { "EXISTS (SELECT 1 FROM json_each(", ") WHERE value = ", " COLLATE NOCASE)" },
	.contains = { "px_contains(", ", ", ")" },
	.insert_end = "",
};

/* A place for a new shape: a free one, or that of the shape unused for longest. */
static struct shape *free_shape(struct connection *connection)
{
	struct shape *oldest = connection->shapes;

	if (connection->shape_count < SHAPES_MAX)
		return &connection->shapes[connection->shape_count++];
	for (size_t i = 1; i < SHAPES_MAX; i++)
		if (connection->shapes[i].used < oldest->used)
			oldest = &connection->shapes[i];
	sqlite3_finalize(oldest->statement);
	return oldest;
}

static enum px_err shape_statement(struct connection *connection, const struct sql_plan *plan,
				   sqlite3_stmt **statement, struct px_error *error)
{
	unsigned char key[SQL_KEY_MAX];
	size_t size = sql_plan_key(plan, connection_record_index(connection, plan->record), key);
	uint64_t hash = px_str_hash(px_str_n((const char *)key, size));

	for (size_t i = 0; i < connection->shape_count; i++) {
		struct shape *shape = &connection->shapes[i];
		if (shape->hash == hash && shape->key_size == size && !memcmp(shape->key, key, size)) {
			shape->used = ++connection->uses;
			*statement = shape->statement;
			return PX_OK;
		}
	}
	struct px_buf sql = PX_BUF_INIT(SQL_MAX);
	sql_plan_write(&sql, plan, &sqlite_dialect);
	enum px_err err = connection_prepare(connection, sql.data, statement, error);
	px_buf_release(&sql);
	if (err)
		return err;
	struct shape *shape = free_shape(connection);
	*shape = (struct shape){ .key_size = size, .hash = hash, .used = ++connection->uses,
				 .statement = *statement };
	memcpy(shape->key, key, size);
	return PX_OK;
}

static int bind_value(sqlite3_stmt *statement, int at, const struct px_field *field,
		      const struct px_store_value *value)
{
	switch (field->kind) {
	case PX_FIELD_ID:
		return rows_bind_id(statement, at, value->id);
	case PX_FIELD_INT:
	case PX_FIELD_BOOL:
	case PX_FIELD_INSTANT:
	case PX_FIELD_DAY:
	case PX_FIELD_ENUM:
		return sqlite3_bind_int64(statement, at, value->integer);
	default:
		return sqlite3_bind_text64(statement, at, value->text.data ? value->text.data : "",
					   value->text.size, SQLITE_TRANSIENT, SQLITE_UTF8);
	}
}

static int bind_filters(sqlite3_stmt *statement, const struct px_store_tx *tx,
			const struct sql_plan *plan, int *parameter)
{
	int code = plan->owned ? rows_bind_id(statement, ++*parameter, tx->user) : SQLITE_OK;

	for (size_t i = 0; code == SQLITE_OK && i < plan->filter_count; i++) {
		const struct px_store_filter *filter = &plan->filters[i];
		if (sql_filter_binds(filter))
			code = bind_value(statement, ++*parameter, sql_plan_field(plan, i), &filter->value);
	}
	return code;
}

static enum px_err read_rows(struct connection *connection, sqlite3_stmt *statement,
			     const struct px_record *record, struct px_arena *arena,
			     struct sql_rows *rows, struct px_error *error)
{
	enum px_err err = PX_OK;
	int code;

	while (!err && (code = sqlite3_step(statement)) == SQLITE_ROW)
		err = rows_read(statement, record, arena, sql_rows_add(rows, record, arena), error);
	if (!err && code != SQLITE_DONE)
		err = connection_fail(connection->db, code, error);
	sqlite3_reset(statement);
	return err;
}

static enum px_err run_part(struct px_store_tx *tx, const struct sql_plan *plan,
			    const struct px_store_query *query, struct px_arena *arena,
			    struct sql_rows *rows, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	sqlite3_stmt *statement;
	int parameter = 0;
	enum px_err err = shape_statement(connection, plan, &statement, error);

	if (err)
		return err;
	int code = bind_filters(statement, tx, plan, &parameter);
	if (code == SQLITE_OK && plan->after && plan->order && plan->part != SQL_PART_NULLS)
		code = bind_value(statement, ++parameter, plan->order, &query->after_value);
	if (code == SQLITE_OK && plan->after)
		code = rows_bind_id(statement, ++parameter, query->after_id);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(statement, ++parameter, (int64_t)(rows->limit - rows->count));
	if (code != SQLITE_OK)
		return connection_fail(connection->db, code, error);
	return read_rows(connection, statement, plan->record, arena, rows, error);
}

enum px_err query_rows(struct px_store_tx *tx, const struct px_record *record,
		       const struct px_store_query *query, struct px_arena *arena, void **rows,
		       size_t *count, struct px_error *error)
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

enum px_err query_count(struct px_store_tx *tx, const struct px_record *record,
			const struct px_store_filter *filters, size_t filter_count, int64_t *count,
			struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct sql_plan plan = { .record = record, .filters = filters, .filter_count = filter_count,
			     .owned = !px_id_is_none(tx->user), .counting = true };
	sqlite3_stmt *statement;
	int parameter = 0;
	enum px_err err = shape_statement(connection, &plan, &statement, error);

	if (err)
		return err;
	int code = bind_filters(statement, tx, &plan, &parameter);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*count = sqlite3_column_int64(statement, 0);
	else
		err = connection_fail(connection->db, code, error);
	sqlite3_reset(statement);
	return err;
}

struct row_key {
	struct px_id id, owner;
};

static struct px_id column_id(sqlite3_stmt *statement, int column)
{
	struct px_id id = PX_ID_NONE;

	if (sqlite3_column_bytes(statement, column) == (int)sizeof(id))
		memcpy(&id, sqlite3_column_blob(statement, column), sizeof(id));
	return id;
}

static enum px_err find_keys(struct px_store_tx *tx, const struct sql_plan *plan, size_t limit,
			     struct row_key *keys, size_t *count, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	sqlite3_stmt *statement;
	int parameter = 0;
	enum px_err err = shape_statement(connection, plan, &statement, error);

	if (err)
		return err;
	int code = bind_filters(statement, tx, plan, &parameter);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(statement, ++parameter, (int64_t)limit);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(statement);
		if (code == SQLITE_ROW)
			keys[(*count)++] = (struct row_key){ column_id(statement, 0), column_id(statement, 1) };
	}
	if (code != SQLITE_DONE)
		err = connection_fail(connection->db, code, error);
	sqlite3_reset(statement);
	return err;
}

/* The rows are found before the first is deleted: a statement must not see its index change under way. */
enum px_err query_purge(struct px_store_tx *tx, const struct px_record *record,
			const struct px_store_filter *filters, size_t filter_count, size_t limit,
			size_t *deleted, struct px_error *error)
{
	struct sql_plan plan = { .record = record, .filters = filters, .filter_count = filter_count,
			     .owned = !px_id_is_none(tx->user), .keys = true };
	struct row_key *keys = px_calloc(limit, sizeof(*keys));
	size_t count = 0;
	enum px_err err = find_keys(tx, &plan, limit, keys, &count, error);

	for (; !err && *deleted < count; ++*deleted)
		err = rows_remove_key(connection_of(tx), record, keys[*deleted].id, keys[*deleted].owner, error);
	free(keys);
	return err;
}

/* Whether `needle` stands at `at`, letter case apart. */
static bool matches_at(struct px_str text, size_t at, struct px_str needle)
{
	size_t in_needle = 0;

	while (in_needle < needle.size) {
		if (at >= text.size)
			return false;
		int32_t a = (int32_t)px_utf8_next(text, &at);
		int32_t b = (int32_t)px_utf8_next(needle, &in_needle);
		if (a != b && utf8proc_tolower(a) != utf8proc_tolower(b))
			return false;
	}
	return true;
}

static struct px_str argument(sqlite3_value *value)
{
	const char *text = (const char *)sqlite3_value_text(value);

	return px_str_n(text, text ? (size_t)sqlite3_value_bytes(value) : 0);
}

/* px_contains(text, needle): Unicode without case, where SQLite's LIKE knows ASCII only. */
static void contains(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct px_str text = argument(values[0]), needle = argument(values[1]);
	bool found = false;

	(void)count;
	for (size_t at = 0; !found && at <= text.size;) {
		found = text.data && matches_at(text, at, needle);
		if (at == text.size)
			break;
		(void)px_utf8_next(text, &at);
	}
	sqlite3_result_int(context, found);
}

int query_register(sqlite3 *db)
{
	return sqlite3_create_function_v2(db, "px_contains", 2,
					  SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
					  contains, NULL, NULL, NULL);
}
