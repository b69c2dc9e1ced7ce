/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows in and out of SQLite by descriptor.  Parameter i+1 of an insert or
 * update and column i of a select are fields[i].  Absent values are NULL.
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/mem.h"

enum { SQL_MAX = 16384 };

static struct connection *connection_of(struct px_store_tx *tx)
{
	return (struct connection *)((char *)tx - offsetof(struct connection, tx));
}

static enum px_err record_statement(struct connection *connection, const struct px_record *record,
				    enum sql_record which, sqlite3_stmt **statement,
				    struct px_error *error)
{
	size_t index = connection_record_index(connection, record);
	sqlite3_stmt **slot = &connection->records[index][which];
	enum px_err err = PX_OK;

	if (!*slot) {
		struct px_buf sql = PX_BUF_INIT(SQL_MAX);
		sql_record_write(&sql, record, which, &sqlite_dialect);
		err = connection_prepare(connection, sql.data, slot, error);
		px_buf_release(&sql);
	}
	*statement = *slot;
	return err;
}

enum px_err rows_verify(struct connection *connection, struct px_error *error)
{
	sqlite3_stmt *ignored;
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < connection->driver->record_count; i++)
		err = record_statement(connection, connection->driver->records[i], SQL_INSERT, &ignored,
				       error);
	return err;
}

int rows_bind_id(sqlite3_stmt *statement, int at, struct px_id id)
{
	return sqlite3_bind_blob(statement, at, id.bytes, sizeof(id.bytes), SQLITE_TRANSIENT);
}

/* The row outlives the step, so nothing is copied. */
static int bind_field(sqlite3_stmt *statement, int at, const struct px_field *field, const void *value)
{
	switch (field->kind) {
	case PX_FIELD_ID: {
		const struct px_id *id = value;
		if (px_id_is_none(*id))
			return sqlite3_bind_null(statement, at);
		return sqlite3_bind_blob(statement, at, id->bytes, sizeof(id->bytes), SQLITE_STATIC);
	}
	case PX_FIELD_INT:
		return sqlite3_bind_int64(statement, at, *(const int64_t *)value);
	case PX_FIELD_INSTANT: {
		int64_t ms = *(const int64_t *)value;
		return ms == PX_TIME_NONE ? sqlite3_bind_null(statement, at)
					  : sqlite3_bind_int64(statement, at, ms);
	}
	case PX_FIELD_DAY: {
		int32_t day = *(const int32_t *)value;
		return day == PX_DAY_NONE ? sqlite3_bind_null(statement, at)
					  : sqlite3_bind_int(statement, at, day);
	}
	case PX_FIELD_BOOL:
		return sqlite3_bind_int(statement, at, *(const bool *)value);
	case PX_FIELD_ENUM:
		return sqlite3_bind_int(statement, at, *(const int *)value);
	case PX_FIELD_BLOB: {
		const struct px_str *bytes = value;
		return bytes->data ? sqlite3_bind_blob64(statement, at, bytes->data, bytes->size, SQLITE_STATIC)
				   : sqlite3_bind_null(statement, at);
	}
	default: {
		const char *text = *(const char *const *)value;
		return text ? sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC)
			    : sqlite3_bind_null(statement, at);
	}
	}
}

static int bind_row(sqlite3_stmt *statement, const struct px_record *record, const void *row)
{
	int code = SQLITE_OK;

	for (size_t i = 0; code == SQLITE_OK && i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		code = bind_field(statement, (int)i + 1, field, px_field_in(field, row));
	}
	return code;
}

static int bind_key(sqlite3_stmt *statement, struct px_id id, struct px_id owner)
{
	int code = rows_bind_id(statement, 1, id);

	if (code == SQLITE_OK && !px_id_is_none(owner))
		code = rows_bind_id(statement, 2, owner);
	return code;
}

static enum px_err fail_column(const struct px_record *record, const struct px_field *field,
			       struct px_error *error)
{
	return px_fail(error, PX_CORRUPT, field->name, "a %s in the database has a damaged %s",
		       record->name, field->name);
}

static bool read_id(sqlite3_value *value, struct px_id *id)
{
	const void *bytes = sqlite3_value_blob(value);

	if (sqlite3_value_bytes(value) != sizeof(id->bytes))
		return false;
	memcpy(id->bytes, bytes, sizeof(id->bytes));
	return true;
}

static bool read_enum(const struct px_field *field, sqlite3_value *value, int *out)
{
	int index = sqlite3_value_int(value);

	for (int i = 0; field->values[i]; i++)
		if (i == index) {
			*out = index;
			return true;
		}
	return false;
}

/* Asked for as a blob, because SQLite would copy text once more to end it with NUL. */
static void read_text(sqlite3_value *value, struct px_arena *arena, const char **out)
{
	const char *text = sqlite3_value_blob(value);

	*out = px_arena_strn(arena, text, (size_t)sqlite3_value_bytes(value));
}

static void read_blob(sqlite3_value *value, struct px_arena *arena, struct px_str *out)
{
	const void *bytes = sqlite3_value_blob(value);
	size_t size = (size_t)sqlite3_value_bytes(value);

	*out = px_str_n(px_arena_strn(arena, bytes ? bytes : "", size), size);
}

/* Of a value that is not NULL. */
static bool read_field(sqlite3_value *value, const struct px_field *field, struct px_arena *arena,
		       void *at)
{
	switch (field->kind) {
	case PX_FIELD_ID:
		return read_id(value, at);
	case PX_FIELD_INT:
	case PX_FIELD_INSTANT:
		*(int64_t *)at = sqlite3_value_int64(value);
		return true;
	case PX_FIELD_DAY:
		*(int32_t *)at = sqlite3_value_int(value);
		return true;
	case PX_FIELD_BOOL:
		*(bool *)at = sqlite3_value_int(value) != 0;
		return true;
	case PX_FIELD_ENUM:
		return read_enum(field, value, at);
	case PX_FIELD_BLOB:
		read_blob(value, arena, at);
		return true;
	default:
		read_text(value, arena, at);
		return true;
	}
}

/*
 * Columns are read as values: one call each rather than one per question.
 * (They are "unprotected", which matters only to connections that share.)
 */
enum px_err rows_read(sqlite3_stmt *statement, const struct px_record *record,
		      struct px_arena *arena, void *row, struct px_error *error)
{
	for (size_t i = 0; i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		sqlite3_value *value = sqlite3_column_value(statement, (int)i);
		if (sqlite3_value_type(value) != SQLITE_NULL &&
		    !read_field(value, field, arena, px_field_at(field, row)))
			return fail_column(record, field, error);
	}
	return PX_OK;
}

enum px_err rows_insert(struct px_store_tx *tx, const struct px_record *record, const void *row,
			struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	sqlite3_stmt *statement;
	enum px_err err = record_statement(connection, record, SQL_INSERT, &statement, error);

	if (err)
		return err;
	int code = bind_row(statement, record, row);
	return code == SQLITE_OK ? connection_write(connection, statement, error)
				 : connection_fail(connection->db, code, error);
}

/* Tells a row that is not there from one of another version. */
static enum px_err explain_miss(struct px_store_tx *tx, const struct px_record *record,
				struct px_id id, int64_t expected, struct px_error *error)
{
	struct px_arena arena;
	enum px_err err;

	px_arena_init(&arena);
	err = rows_get(tx, record, id, &arena, px_arena_alloc(&arena, record->size), error);
	px_arena_release(&arena);
	if (err)
		return err;
	return px_fail(error, PX_CONFLICT, "version", "the %s has changed since version %lld",
		       record->name, (long long)expected);
}

enum px_err rows_update(struct px_store_tx *tx, const struct px_record *record, const void *row,
			int64_t expected, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	enum sql_record which = expected < 0 ? SQL_UPDATE : SQL_UPDATE_VERSION;
	const struct px_id *id = px_field_in(&record->fields[0], row);
	sqlite3_stmt *statement;
	enum px_err err = record_statement(connection, record, which, &statement, error);

	if (err)
		return err;
	int code = bind_row(statement, record, row);
	if (code == SQLITE_OK && expected >= 0)
		code = sqlite3_bind_int64(statement, (int)record->field_count + 1, expected);
	err = code == SQLITE_OK ? connection_write(connection, statement, error)
				: connection_fail(connection->db, code, error);
	if (!err && sqlite3_changes(connection->db) == 0)
		err = explain_miss(tx, record, *id, expected, error);
	return err;
}

static enum px_err fail_missing(const struct px_record *record, struct px_error *error)
{
	return px_fail(error, PX_NOT_FOUND, "id", "there is no such %s", record->name);
}

enum px_err rows_remove_key(struct connection *connection, const struct px_record *record, struct px_id id,
			    struct px_id owner, struct px_error *error)
{
	enum sql_record which = px_id_is_none(owner) ? SQL_DELETE_ANY : SQL_DELETE;
	sqlite3_stmt *statement;
	enum px_err err = record_statement(connection, record, which, &statement, error);

	if (err)
		return err;
	int code = bind_key(statement, id, owner);
	err = code == SQLITE_OK ? connection_write(connection, statement, error)
				: connection_fail(connection->db, code, error);
	return !err && sqlite3_changes(connection->db) == 0 ? fail_missing(record, error) : err;
}

enum px_err rows_remove(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
			struct px_error *error)
{
	return rows_remove_key(connection_of(tx), record, id, tx->user, error);
}

enum px_err rows_get(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
		     struct px_arena *arena, void *row, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	enum sql_record which = px_id_is_none(tx->user) ? SQL_GET_ANY : SQL_GET;
	sqlite3_stmt *statement;
	enum px_err err = record_statement(connection, record, which, &statement, error);

	if (err)
		return err;
	int code = bind_key(statement, id, tx->user);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	px_record_init(record, row);
	if (code == SQLITE_ROW)
		err = rows_read(statement, record, arena, row, error);
	else
		err = code == SQLITE_DONE ? fail_missing(record, error)
					  : connection_fail(connection->db, code, error);
	sqlite3_reset(statement);
	return err;
}

enum px_err rows_get_seq(struct px_store_tx *tx, int64_t *seq, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	sqlite3_stmt *statement;
	enum px_err err = connection_fixed(connection, SQL_SEQ_GET, &statement, error);

	if (err)
		return err;
	int code = rows_bind_id(statement, 1, tx->user);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*seq = sqlite3_column_int64(statement, 0);
	else if (code == SQLITE_DONE)
		err = px_fail(error, PX_NOT_FOUND, "user", "there is no such user");
	else
		err = connection_fail(connection->db, code, error);
	sqlite3_reset(statement);
	return err;
}

enum px_err rows_set_seq(struct px_store_tx *tx, int64_t seq, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	sqlite3_stmt *statement;
	enum px_err err = connection_fixed(connection, SQL_SEQ_SET, &statement, error);

	if (err)
		return err;
	int code = rows_bind_id(statement, 1, tx->user);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(statement, 2, seq);
	return code == SQLITE_OK ? connection_write(connection, statement, error)
				 : connection_fail(connection->db, code, error);
}
