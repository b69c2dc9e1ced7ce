/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Filters, order and cursors as SQL.  The statement depends only on the shape
 * of a query (fields and operators, not values), so statements are kept by a
 * short key and the hot path only binds.
 *
 * "NULL values sort last" and cursors would cost a full sort; ordering by a
 * nullable field is therefore two index ranges one after the other: the rows
 * that have a value, then the rows that have none, by id.
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum { SQL_MAX = 8192, FIRST_ROWS = 64 };

/* Which part of an ordered query a statement reads. */
enum part { PART_ALL, PART_VALUES, PART_NULLS };

struct plan {
	const struct px_record *record;
	const struct px_store_filter *filters;
	size_t filter_count;
	const struct px_field *order; /* NULL: by id, also in the PART_NULLS of another */
	bool owned, counting, descending, after;
	bool keys; /* only id and owner, in whatever order an index gives them */
	bool unordered;
	enum part part;
};

static struct connection *connection_of(struct px_store_tx *tx)
{
	return (struct connection *)((char *)tx - offsetof(struct connection, tx));
}

static size_t place(const struct px_record *record, const struct px_field *field)
{
	return field ? (size_t)(field - record->fields) : 255;
}

static const struct px_field *field_of(const struct plan *plan, size_t filter)
{
	return px_record_field(plan->record, px_str(plan->filters[filter].field));
}

static size_t make_key(const struct connection *connection, const struct plan *plan,
		       unsigned char key[SHAPE_KEY_MAX])
{
	size_t n = 0;

	key[n++] = (unsigned char)connection_record_index(connection, plan->record);
	key[n++] = (unsigned char)(plan->owned | plan->counting << 1 | plan->descending << 2 |
				   plan->after << 3 | plan->part << 4 | plan->keys << 6 | plan->unordered << 7);
	key[n++] = (unsigned char)place(plan->record, plan->order);
	for (size_t i = 0; i < plan->filter_count; i++) {
		key[n++] = (unsigned char)place(plan->record, field_of(plan, i));
		key[n++] = (unsigned char)plan->filters[i].op;
	}
	return n;
}

static void write_filter(struct px_buf *sql, const struct px_store_filter *filter, int *parameter)
{
	/* An absent value is different from any: IS NOT rather than <>. */
	static const char *const operators[] = {
		[PX_OP_EQ] = "=", [PX_OP_NE] = "IS NOT", [PX_OP_LT] = "<", [PX_OP_LE] = "<=",
		[PX_OP_GT] = ">", [PX_OP_GE] = ">=",
	};

	switch (filter->op) {
	case PX_OP_IS_NULL:
		(void)px_buf_printf(sql, " AND \"%s\" IS NULL", filter->field);
		break;
	case PX_OP_NOT_NULL:
		(void)px_buf_printf(sql, " AND \"%s\" IS NOT NULL", filter->field);
		break;
	case PX_OP_HAS_TAG:
		(void)px_buf_printf(sql, " AND EXISTS (SELECT 1 FROM json_each(\"%s\")"
				    " WHERE value = ?%d COLLATE NOCASE)", filter->field, ++*parameter);
		break;
	case PX_OP_CONTAINS:
		(void)px_buf_printf(sql, " AND px_contains(\"%s\", ?%d)", filter->field, ++*parameter);
		break;
	default:
		(void)px_buf_printf(sql, " AND \"%s\" %s ?%d", filter->field, operators[filter->op],
				    ++*parameter);
	}
}

static void write_cursor(struct px_buf *sql, const struct plan *plan, bool by_id, int *parameter)
{
	const char *beyond = plan->descending ? "<" : ">";

	if (by_id) {
		(void)px_buf_printf(sql, " AND \"id\" %s ?%d", beyond, ++*parameter);
		return;
	}
	(void)px_buf_printf(sql, " AND (\"%s\", \"id\") %s (?%d, ?%d)", plan->order->name, beyond,
			    *parameter + 1, *parameter + 2);
	*parameter += 2;
}

static void write_sql(struct px_buf *sql, const struct plan *plan)
{
	const struct px_record *record = plan->record;
	bool by_id = !plan->order || plan->part == PART_NULLS;
	int parameter = 0;

	(void)px_buf_text(sql, "SELECT ");
	if (plan->counting)
		(void)px_buf_text(sql, "count(*)");
	else if (plan->keys)
		(void)px_buf_printf(sql, "\"id\", \"%s\"", px_record_owner(record)->name);
	else
		rows_columns(sql, record);
	(void)px_buf_printf(sql, " FROM \"%s\" WHERE 1", record->table);
	if (plan->owned)
		(void)px_buf_printf(sql, " AND \"%s\" = ?%d", px_record_owner(record)->name, ++parameter);
	for (size_t i = 0; i < plan->filter_count; i++)
		write_filter(sql, &plan->filters[i], &parameter);
	if (plan->part != PART_ALL)
		(void)px_buf_printf(sql, " AND \"%s\" IS %s", plan->order->name,
				    plan->part == PART_NULLS ? "NULL" : "NOT NULL");
	if (plan->counting)
		return;
	if (plan->keys || plan->unordered) {
		(void)px_buf_printf(sql, " LIMIT ?%d", ++parameter);
		return;
	}
	if (plan->after)
		write_cursor(sql, plan, by_id, &parameter);
	const char *direction = plan->descending ? " DESC" : "";
	(void)px_buf_text(sql, " ORDER BY ");
	if (!by_id)
		(void)px_buf_printf(sql, "\"%s\"%s, ", plan->order->name, direction);
	(void)px_buf_printf(sql, "\"id\"%s LIMIT ?%d", direction, ++parameter);
}

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

static enum px_err shape_statement(struct connection *connection, const struct plan *plan,
				   sqlite3_stmt **statement, struct px_error *error)
{
	unsigned char key[SHAPE_KEY_MAX];
	size_t size = make_key(connection, plan, key);
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
	write_sql(&sql, plan);
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
			const struct plan *plan, int *parameter)
{
	int code = plan->owned ? rows_bind_id(statement, ++*parameter, tx->user) : SQLITE_OK;

	for (size_t i = 0; code == SQLITE_OK && i < plan->filter_count; i++) {
		const struct px_store_filter *filter = &plan->filters[i];
		if (filter->op != PX_OP_IS_NULL && filter->op != PX_OP_NOT_NULL)
			code = bind_value(statement, ++*parameter, field_of(plan, i), &filter->value);
	}
	return code;
}

/* Rows gathered in the arena, the array doubling up to the limit. */
struct rows {
	char *data;
	const void *empty; /* what a row is before it is read */
	size_t count, capacity, limit;
};

static void *add_row(struct rows *rows, const struct px_record *record, struct px_arena *arena)
{
	if (rows->count == rows->capacity) {
		size_t capacity = rows->capacity ? rows->capacity * 2 : FIRST_ROWS;
		if (capacity > rows->limit)
			capacity = rows->limit;
		char *grown = px_arena_alloc(arena, capacity * record->size);
		if (rows->count)
			memcpy(grown, rows->data, rows->count * record->size);
		rows->data = grown;
		rows->capacity = capacity;
	}
	return memcpy(rows->data + rows->count++ * record->size, rows->empty, record->size);
}

static enum px_err read_rows(struct connection *connection, sqlite3_stmt *statement,
			     const struct px_record *record, struct px_arena *arena,
			     struct rows *rows, struct px_error *error)
{
	enum px_err err = PX_OK;
	int code;

	while (!err && (code = sqlite3_step(statement)) == SQLITE_ROW)
		err = rows_read(statement, record, arena, add_row(rows, record, arena), error);
	if (!err && code != SQLITE_DONE)
		err = connection_fail(connection->db, code, error);
	sqlite3_reset(statement);
	return err;
}

static enum px_err run_part(struct px_store_tx *tx, const struct plan *plan,
			    const struct px_store_query *query, struct px_arena *arena,
			    struct rows *rows, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	sqlite3_stmt *statement;
	int parameter = 0;
	enum px_err err = shape_statement(connection, plan, &statement, error);

	if (err)
		return err;
	int code = bind_filters(statement, tx, plan, &parameter);
	if (code == SQLITE_OK && plan->after && plan->order && plan->part != PART_NULLS)
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
	const struct px_field *order =
		query->order ? px_record_field(record, px_str(query->order)) : NULL;
	struct plan plan = {
		.record = record, .filters = query->filters, .filter_count = query->filter_count,
		.order = order == &record->fields[0] ? NULL : order,
		.owned = !px_id_is_none(tx->user), .descending = query->descending,
		.after = query->after, .unordered = query->unordered,
	};
	struct rows found = { .limit = query->limit };
	void *empty = px_arena_alloc(arena, record->size);
	enum px_err err = PX_OK;

	px_record_init(record, empty);
	found.empty = empty;
	if (!plan.order || !px_field_nullable(plan.order)) {
		err = run_part(tx, &plan, query, arena, &found, error);
	} else {
		plan.part = PART_VALUES;
		if (!(query->after && query->after_null))
			err = run_part(tx, &plan, query, arena, &found, error);
		plan.part = PART_NULLS;
		plan.after = query->after && query->after_null;
		if (!err && found.count < found.limit)
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
	struct plan plan = { .record = record, .filters = filters, .filter_count = filter_count,
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

static enum px_err find_keys(struct px_store_tx *tx, const struct plan *plan, size_t limit,
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
	struct plan plan = { .record = record, .filters = filters, .filter_count = filter_count,
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
