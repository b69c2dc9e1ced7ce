/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schema: what the descriptors say there should be, against what is there.
 *
 * What is missing is made, in one transaction under an advisory lock, so that
 * any number of processes may start at once.  Columns are only added, with a
 * default, so an older Pixie goes on beside a newer one.  What an addition
 * can't express is a step with a number (`steps`), as in the SQLite driver.
 *
 * Row-level security: the owner's role made the tables and sees all rows; users'
 * transactions go on as APP_ROLE, which sees the rows of pixie.user_id alone,
 * and without it none.
 */
#include "store/postgres/postgres_internal.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { SQL_MAX = 1 << 20, SERVER_MIN = 160000 };

#define LOCK "pg_advisory_xact_lock(hashtextextended('pixie schema ' || current_schema(), 0))"

/*
 * Lower case of every script, whatever the database's locale is: PostgreSQL's
 * own collation from 17 on, else ICU's.
 */
#define LOWER \
	"DO $do$ BEGIN\n" \
	"  EXECUTE format('CREATE FUNCTION px_lower(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS ''SELECT lower($1 COLLATE %I)''',\n" \
	"    (SELECT collname FROM pg_collation WHERE collname IN ('pg_c_utf8', 'und-x-icu')\n" \
	"     ORDER BY collname = 'pg_c_utf8' DESC LIMIT 1));\n" \
	"END $do$;\n"
/* Roles are the cluster's: another database's Pixie may make it at the same moment. */
#define ROLE \
	"DO $do$ BEGIN CREATE ROLE " APP_ROLE " NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$;\n"

/* Step n brings a database from version n to n + 1; a released one never changes. */
static const char *const steps[] = {
	/* 1: what belongs to no descriptor */
	LOWER
	"CREATE TABLE spans (\n  user_id uuid NOT NULL, event uuid NOT NULL, node bigint NOT NULL, start bigint NOT NULL,\n"
	"  \"end\" bigint NOT NULL, recurring boolean NOT NULL, PRIMARY KEY (user_id, event)\n);\n"
	"CREATE INDEX spans_end ON spans (user_id, node, \"end\") INCLUDE (start, recurring, event);\n"
	"CREATE INDEX spans_start ON spans (user_id, node, start) INCLUDE (\"end\", recurring, event);\n"
	"CREATE TABLE closed_words (\n  user_id uuid NOT NULL, word text COLLATE \"C\" NOT NULL, task uuid NOT NULL,\n"
	"  PRIMARY KEY (user_id, word, task),\n"
	"  FOREIGN KEY (user_id, task) REFERENCES tasks (user_id, id) ON DELETE CASCADE\n);\n"
	"CREATE INDEX closed_words_task ON closed_words (user_id, task);\n"
	"CREATE TABLE last_commits (user_id uuid PRIMARY KEY, ticket uuid NOT NULL) WITH (fillfactor = 50);\n"
	"CREATE TABLE probe (id integer PRIMARY KEY, writes bigint NOT NULL);\n"
	"ALTER TABLE users ADD COLUMN seq bigint NOT NULL DEFAULT 0;\n",
};
enum { STEP_COUNT = sizeof(steps) / sizeof(steps[0]) };

/* What is there, as one list: "table", "table.column", "index:name". */
struct present {
	PGresult *names;
	int version;      /* 0: not Pixie's, or nothing */
	bool granted;     /* the owner may go on as APP_ROLE */
	bool role;
};

static enum px_err run(PGconn *pg, const char *sql, PGresult **result, struct px_error *error)
{
	PGresult *got = PQexec(pg, sql);
	ExecStatusType status = PQresultStatus(got);
	enum px_err err = PX_OK;

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		err = pg_connection_fail(got, error);
	if (err || !result)
		PQclear(got);
	else
		*result = got;
	return err;
}

/* One integer; `fallback` if there is no row. */
static enum px_err ask(PGconn *pg, const char *sql, int64_t fallback, int64_t *value, struct px_error *error)
{
	PGresult *result;
	enum px_err err = run(pg, sql, &result, error);

	if (err)
		return err;
	*value = PQntuples(result) ? strtoll(PQgetvalue(result, 0, 0), NULL, 10) : fallback;
	PQclear(result);
	return PX_OK;
}

static int compare(const char *key, const PGresult *result, int row)
{
	return strcmp(key, PQgetvalue(result, row, 0));
}

/* The names are sorted by bytes. */
static bool is_there(const struct present *present, const char *kind, const char *name, const char *more)
{
	struct px_buf key = PX_BUF_INIT(512);
	int low = 0, high = PQntuples(present->names);

	(void)px_buf_printf(&key, "%s%s%s", kind, name, more);
	while (low < high) {
		int middle = low + (high - low) / 2, order = compare(key.data, present->names, middle);
		if (order == 0) {
			px_buf_release(&key);
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	px_buf_release(&key);
	return false;
}

static enum px_err check_server(PGconn *pg, struct px_error *error)
{
	PGresult *result;

	if (PQserverVersion(pg) < SERVER_MIN)
		return px_fail(error, PX_UNSUPPORTED, "database", "PostgreSQL 16 or newer is needed; the server is %s",
			       PQparameterStatus(pg, "server_version"));
	enum px_err err = run(pg, "SELECT current_schema(), getdatabaseencoding()", &result, error);
	if (err)
		return err;
	if (PQgetisnull(result, 0, 0))
		err = px_fail(error, PX_INVALID, "database", "the schema of the connection (search_path) does not exist");
	else if (strcmp(PQgetvalue(result, 0, 1), "UTF8") != 0)
		err = px_fail(error, PX_INVALID, "database", "the database's encoding is %s; UTF8 is needed",
			      PQgetvalue(result, 0, 1));
	PQclear(result);
	return err;
}

static enum px_err look(PGconn *pg, struct present *present, struct px_error *error)
{
	int64_t there = 0, version = 0, role = 0, granted = 0;
	enum px_err err = run(pg, "SELECT c.relname::text COLLATE \"C\" AS name FROM pg_class AS c WHERE c.relnamespace ="
				  " current_schema()::regnamespace AND c.relkind IN ('r', 'p')"
				  " UNION ALL SELECT c.relname || '.' || a.attname FROM pg_class AS c JOIN pg_attribute AS a"
				  " ON a.attrelid = c.oid WHERE c.relnamespace = current_schema()::regnamespace"
				  " AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped"
				  " UNION ALL SELECT 'index:' || c.relname FROM pg_class AS c"
				  " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'i' ORDER BY 1",
			      &present->names, error);

	if (err)
		return err;
	there = is_there(present, "", "pixie_schema", "");
	if (there)
		err = ask(pg, "SELECT version FROM pixie_schema", 0, &version, error);
	if (!err)
		err = ask(pg, "SELECT 1 FROM pg_roles WHERE rolname = '" APP_ROLE "'", 0, &role, error);
	if (!err && role)
		err = ask(pg, "SELECT pg_has_role(current_user, '" APP_ROLE "', 'SET')::int", 0, &granted, error);
	present->version = (int)version;
	present->role = role != 0;
	present->granted = granted != 0;
	return err;
}

static const char *default_of(const struct px_field *field)
{
	static const char *const small[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };

	switch (field->kind) {
	case PX_FIELD_BOOL:
		return field->initial ? "TRUE" : "FALSE";
	case PX_FIELD_INT:
	case PX_FIELD_ENUM:
		return field->initial >= 0 && field->initial < 10 ? small[field->initial] : "0";
	case PX_FIELD_INSTANT:
	case PX_FIELD_DAY:
		return "0";
	case PX_FIELD_ID:
		return NULL; /* an id is always given */
	default:
		return "''";
	}
}

static bool is_needed(const struct px_record *record, const struct px_field *field)
{
	return field == &record->fields[0] || !px_field_nullable(field);
}

static void write_column(struct px_buf *sql, const struct px_record *record, const struct px_field *field)
{
	const char *value = default_of(field);

	(void)px_buf_printf(sql, "\"%s\" %s", field->name, pg_values_column_type(field));
	if (!is_needed(record, field))
		return;
	(void)px_buf_text(sql, " NOT NULL");
	if (value && !(field->flags & PX_FIELD_REQUIRED))
		(void)px_buf_printf(sql, " DEFAULT %s", value);
}

/* Rows of `owner` for whom they belong to; see the head of this file. */
static void write_policy(struct px_buf *sql, const char *table, const char *owner)
{
	(void)px_buf_printf(sql, "ALTER TABLE \"%s\" ENABLE ROW LEVEL SECURITY;\n"
			    "CREATE POLICY own_rows ON \"%s\" TO " APP_ROLE " USING (\"%s\" ="
			    " (SELECT nullif(current_setting('pixie.user_id', TRUE), '')::uuid));\n"
			    "GRANT SELECT, INSERT, UPDATE, DELETE ON \"%s\" TO " APP_ROLE ";\n",
			    table, table, owner, table);
}

static void write_table(struct px_buf *sql, const struct px_record *record)
{
	const char *owner = px_record_owner(record)->name;

	(void)px_buf_printf(sql, "CREATE TABLE \"%s\" (\n", record->table);
	for (size_t i = 0; i < record->field_count; i++) {
		(void)px_buf_text(sql, "  ");
		write_column(sql, record, &record->fields[i]);
		(void)px_buf_text(sql, ",\n");
	}
	if (pg_schema_table(record->table)->by_id)
		(void)px_buf_text(sql, "  PRIMARY KEY (id)\n);\n");
	else
		(void)px_buf_printf(sql, "  PRIMARY KEY (\"%s\", id)\n);\n", owner);
	write_policy(sql, record->table, owner);
}

/* A column that is new: rows that are there, and an older Pixie, get a default. */
static void write_added(struct px_buf *sql, const struct px_record *record, const struct px_field *field)
{
	const char *value = default_of(field);

	(void)px_buf_printf(sql, "ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s", record->table, field->name,
			    pg_values_column_type(field));
	if (is_needed(record, field) && value)
		(void)px_buf_printf(sql, " NOT NULL DEFAULT %s", value);
	(void)px_buf_text(sql, ";\n");
}

static void write_indexes(struct px_buf *sql, const struct px_record *record, const struct present *present)
{
	for (const char *const *index = pg_schema_table(record->table)->indexes; *index; index++) {
		bool unique = strncmp(*index, "UNIQUE ", 7) == 0;
		const char *definition = unique ? *index + 7 : *index;
		char *name = px_strndup(definition, strcspn(definition, " "));
		if (!is_there(present, "index:", name, ""))
			(void)px_buf_printf(sql, "CREATE %sINDEX %s;\n", unique ? "UNIQUE " : "", definition);
		free(name);
	}
}

static void write_record(struct px_buf *sql, const struct px_record *record, const struct present *present)
{
	if (!is_there(present, "", record->table, ""))
		write_table(sql, record);
	else
		for (size_t i = 0; i < record->field_count; i++)
			if (!is_there(present, record->table, ".", record->fields[i].name))
				write_added(sql, record, &record->fields[i]);
	write_indexes(sql, record, present);
}

static void write_plan(struct px_buf *sql, const struct driver *driver, const struct present *present)
{
	if (!present->role)
		(void)px_buf_text(sql, ROLE);
	if (!present->granted)
		(void)px_buf_text(sql, "GRANT " APP_ROLE " TO CURRENT_USER;\n");
	for (size_t i = 0; i < driver->record_count; i++)
		write_record(sql, driver->records[i], present);
	for (int i = present->version; i < STEP_COUNT; i++)
		(void)px_buf_text(sql, steps[i]);
	if (present->version == 0) {
		write_policy(sql, "spans", "user_id");
		write_policy(sql, "closed_words", "user_id");
		write_policy(sql, "last_commits", "user_id");
		(void)px_buf_printf(sql, "CREATE TABLE pixie_schema (version integer NOT NULL);\n"
				    "INSERT INTO pixie_schema VALUES (%d);\n"
				    "DO $do$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %%I TO " APP_ROLE "',"
				    " current_schema()); END $do$;\n", STEP_COUNT);
	} else if (present->version < STEP_COUNT) {
		(void)px_buf_printf(sql, "UPDATE pixie_schema SET version = %d;\n", STEP_COUNT);
	}
}

static enum px_err check_origin(const struct driver *driver, const struct present *present, bool existing,
				struct px_error *error)
{
	if (present->version > STEP_COUNT)
		return px_fail(error, PX_UNSUPPORTED, "database",
			       "the database was written by a newer Pixie (schema %d; this one knows %d)",
			       present->version, STEP_COUNT);
	if (present->version > 0)
		return PX_OK;
	if (existing)
		return px_fail(error, PX_CORRUPT, "database", "the data folder was used before, but the database holds"
			       " nothing of Pixie's: is it the right one?");
	for (size_t i = 0; i < driver->record_count; i++)
		if (is_there(present, "", driver->records[i]->table, ""))
			return px_fail(error, PX_INVALID, "database",
				       "the schema has a table \"%s\" that is not Pixie's; use another schema or database",
				       driver->records[i]->table);
	return PX_OK;
}

/* In a transaction: the changes that are due. */
static enum px_err plan(struct driver *driver, PGconn *pg, bool existing, struct px_buf *sql, struct px_error *error)
{
	struct present present = { 0 };
	enum px_err err = run(pg, "SELECT " LOCK, NULL, error);

	if (!err)
		err = look(pg, &present, error);
	if (!err)
		err = check_origin(driver, &present, existing, error);
	if (!err)
		write_plan(sql, driver, &present);
	if (!err && sql->overflow)
		err = px_fail(error, PX_INTERNAL, NULL, "the schema is too large");
	PQclear(present.names);
	return err;
}

static enum px_err in_transaction(struct driver *driver, bool existing, bool apply, struct px_buf *sql,
				  struct px_error *error)
{
	PGconn *pg;
	enum px_err err = pg_connection_connect(driver, 0, &pg, error);

	if (err)
		return err;
	PQsetNoticeProcessor(pg, NULL, NULL);
	err = check_server(pg, error);
	if (!err)
		err = run(pg, "BEGIN", NULL, error);
	if (!err)
		err = plan(driver, pg, existing, sql, error);
	if (!err && apply && sql->size)
		err = run(pg, sql->data, NULL, error);
	if (!err)
		err = run(pg, apply ? "COMMIT" : "ROLLBACK", NULL, error);
	PQfinish(pg);
	return err;
}

enum px_err pg_schema_apply(struct driver *driver, bool existing, struct px_error *error)
{
	struct px_buf sql = PX_BUF_INIT(SQL_MAX);
	enum px_err err = in_transaction(driver, existing, true, &sql, error);

	px_buf_release(&sql);
	return err;
}

enum px_err pg_schema_plan(struct driver *driver, bool apply, struct px_buf *sql, struct px_error *error)
{
	return in_transaction(driver, false, apply, sql, error);
}

/* Every row is read whole; a damaged page or value is an error then. */
enum px_err pg_schema_verify(struct driver *driver, struct px_error *error)
{
	struct px_buf sql = PX_BUF_INIT(512);
	PGconn *pg;
	enum px_err err = pg_connection_connect(driver, 0, &pg, error);

	if (err)
		return err;
	PQsetNoticeProcessor(pg, NULL, NULL);
	for (size_t i = 0; !err && i < driver->record_count; i++) {
		px_buf_clear(&sql);
		(void)px_buf_printf(&sql, "SELECT sum(length(t::text)) FROM \"%s\" AS t", driver->records[i]->table);
		err = run(pg, sql.data, NULL, error);
	}
	px_buf_release(&sql);
	PQfinish(pg);
	return err;
}
