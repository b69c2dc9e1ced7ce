/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Row-level security of PostgreSQL, over every table there is: what the
 * restricted role can reach by SQL of its own, which the store never writes.
 */
#include "auth/auth.h"
#include "domain/entities.h"
#include "store/store.h"
#include "support/ok.h"
#include "support/postgres.h"
#include "support/watchdog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

enum { RECORDS_MAX = 64, TABLES_MAX = 64 };

static struct postgres_server server;

struct world {
	char url[320];
	const struct px_record *records[RECORDS_MAX];
	struct px_id mine, yours;
	struct px_error error;
	PGconn *pg; /* logged in as a role that may become pixie_app and nothing else */
};

static void fill_row(const struct px_record *record, struct px_id user, void *row)
{
	px_record_init(record, row);
	for (size_t i = 0; i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		void *at = px_field_at(field, row);
		if (field->kind == PX_FIELD_ID)
			*(struct px_id *)at = user;
		else if (field->kind == PX_FIELD_INT || field->kind == PX_FIELD_INSTANT)
			*(int64_t *)at = 5;
		else if (field->kind == PX_FIELD_TEXT || field->kind == PX_FIELD_ZONE || field->kind == PX_FIELD_JSON)
			*(const char **)at = user.bytes[15] & 1 ? "[1]" : "[0]"; /* unique over all users, where it must be */
	}
}

/* A row of each record, whose ids all are the user's. */
static void add_rows(struct world *w, struct px_store *store, struct px_id user)
{
	struct px_arena arena;
	struct px_store_tx *tx;

	px_arena_init(&arena);
	for (size_t i = 0; w->records[i]; i++) {
		void *row = px_arena_alloc(&arena, w->records[i]->size);
		fill_row(w->records[i], user, row);
		OK(px_store_begin(store, user, PX_STORE_WRITE, &tx, &w->error));
		OK(px_store_insert(tx, w->records[i], row, &w->error));
		if (w->records[i] == &px_task_record) {
			((struct px_task *)row)->status = PX_TASK_COMPLETED;
			OK(px_store_update(tx, w->records[i], row, -1, &w->error));
		}
		struct px_store_span span = { user, 1, 2, false };
		OK(px_store_set_span(tx, &span, &w->error));
		OK(px_store_commit_wait(tx, &w->error));
	}
	px_arena_release(&arena);
}

static void run(PGconn *pg, const char *sql)
{
	PGresult *result = PQexec(pg, sql);

	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(pg));
	PQclear(result);
}

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct px_store_config config = { .path = w->url, .shards = 1, .records = w->records };
	struct px_store *store;
	size_t n = 0;

	watchdog_start();
	for (size_t i = 0; px_records[i]; i++)
		w->records[n++] = px_records[i];
	for (size_t i = 0; px_auth_records[i]; i++)
		w->records[n++] = px_auth_records[i];
	postgres_fresh(&server, w->url);
	w->mine = px_id_new();
	w->yours = px_id_new();
	w->mine.bytes[15] |= 1;
	w->yours.bytes[15] &= 0xfe;
	OK(px_store_open(&config, &store, &w->error));
	add_rows(w, store, w->mine);
	add_rows(w, store, w->yours);
	px_store_close(store);
	postgres_run(w->url, "DO $$ BEGIN CREATE ROLE visitor LOGIN IN ROLE pixie_app; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
	char *user = strstr(w->url, "user=pixie"), url[320];
	snprintf(url, sizeof(url), "%.*suser=visitor%s", (int)(user - w->url), w->url, user + strlen("user=pixie"));
	w->pg = PQconnectdb(url);
	if (PQstatus(w->pg) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(w->pg));
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	PQfinish(w->pg);
	free(w);
	watchdog_stop();
	return 0;
}

static void become(struct world *w, const char *user)
{
	char sql[160];

	snprintf(sql, sizeof(sql), "SET ROLE pixie_app; SELECT set_config('pixie.user_id', '%s', false)", user);
	run(w->pg, sql);
}

/* -1: refused. */
static int64_t count(struct world *w, const char *sql)
{
	PGresult *result = PQexec(w->pg, sql);
	ExecStatusType status = PQresultStatus(result);
	int64_t found = status == PGRES_TUPLES_OK ? strtoll(PQgetvalue(result, 0, 0), NULL, 10)
			: status == PGRES_COMMAND_OK ? strtoll(PQcmdTuples(result), NULL, 10) : -1;

	PQclear(result);
	return found;
}

/* Every table of the schema, and the column that says whose a row is ("": there is none). */
struct tables {
	struct { char name[64], owner[16]; } rows[TABLES_MAX];
	int count;
};

static void list_tables(struct world *w, struct tables *tables)
{
	PGconn *pg = PQconnectdb(w->url);
	PGresult *result = PQexec(pg, "SELECT c.relname, coalesce((SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = c.oid"
				      " AND (a.attname = 'user_id' OR (a.attname = 'id' AND c.relname = 'users')) LIMIT 1), '')"
				      " FROM pg_class AS c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace");

	tables->count = PQntuples(result);
	assert_in_range(tables->count, 20, TABLES_MAX);
	for (int i = 0; i < tables->count; i++) {
		snprintf(tables->rows[i].name, 64, "%s", PQgetvalue(result, i, 0));
		snprintf(tables->rows[i].owner, 16, "%s", PQgetvalue(result, i, 1));
	}
	PQclear(result);
	PQfinish(pg);
}

/* So many rows of every table that is of users; the others are closed. */
static void expect_counts(struct world *w, int64_t expected)
{
	struct tables tables;
	char sql[256];

	list_tables(w, &tables);
	for (int i = 0; i < tables.count; i++) {
		const char *name = tables.rows[i].name;
		snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", name);
		int64_t found = count(w, sql);
		bool open = tables.rows[i].owner[0] != '\0';
		if (strcmp(name, "closed_words") == 0 && expected > 0)
			assert_true(found > 0);
		else if (found != (open ? expected : -1))
			fail_msg("%s: %lld rows", sql, (long long)found);
	}
}

/* Nobody set: no row of any table, and tables that are nobody's are closed. */
static void test_without_a_user_there_is_nothing(void **state)
{
	struct world *w = *state;

	assert_int_equal(count(w, "SELECT count(*) FROM tasks"), 0); /* before it becomes anybody, by what it inherits */
	run(w->pg, "SET ROLE pixie_app");
	expect_counts(w, 0);
	become(w, "");
	expect_counts(w, 0);
}

static void test_only_ones_own_rows(void **state)
{
	struct world *w = *state;
	char mine[PX_ID_TEXT + 1];

	px_id_format(w->mine, mine);
	become(w, mine);
	expect_counts(w, 1);
}

static void test_others_rows_can_not_be_changed(void **state)
{
	struct world *w = *state;
	char mine[PX_ID_TEXT + 1], yours[PX_ID_TEXT + 1], sql[256];
	struct tables tables;

	px_id_format(w->mine, mine);
	px_id_format(w->yours, yours);
	become(w, mine);
	list_tables(w, &tables);
	for (int i = 0; i < tables.count; i++) {
		const char *name = tables.rows[i].name, *owner = tables.rows[i].owner;
		if (!*owner)
			continue;
		snprintf(sql, sizeof(sql), "DELETE FROM %s WHERE %s = '%s'", name, owner, yours);
		assert_int_equal(count(w, sql), 0);
		snprintf(sql, sizeof(sql), "UPDATE %s SET %s = %s WHERE %s = '%s'", name, owner, owner, owner, yours);
		assert_int_equal(count(w, sql), 0);
		snprintf(sql, sizeof(sql), "UPDATE %s SET %s = '%s'", name, owner, yours); /* given away */
		assert_int_equal(count(w, sql), -1);
	}
	snprintf(sql, sizeof(sql), "INSERT INTO spans VALUES ('%s', '%s', 1, 1, 2, false)", yours, mine);
	assert_int_equal(count(w, sql), -1);
	become(w, yours);
	expect_counts(w, 1);
}

/* The schema and the policies are the owner's. */
static void test_the_role_can_not_widen_itself(void **state)
{
	static const char *const refused[] = {
		"ALTER TABLE tasks DISABLE ROW LEVEL SECURITY", "DROP POLICY own_rows ON tasks",
		"CREATE POLICY all_rows ON tasks USING (true)", "TRUNCATE tasks", "DROP TABLE tasks", "SET ROLE pixie",
		"CREATE TABLE mine (id integer)", "UPDATE pixie_schema SET version = 0",
	};
	struct world *w = *state;

	become(w, "");
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (count(w, refused[i]) != -1)
			fail_msg("allowed: %s", refused[i]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest cases[] = {
	TEST(test_without_a_user_there_is_nothing), TEST(test_only_ones_own_rows),
	TEST(test_others_rows_can_not_be_changed), TEST(test_the_role_can_not_widen_itself),
};

int main(void)
{
	if (!postgres_start(&server))
		return 0;
	int failed = cmocka_run_group_tests(cases, NULL, NULL);

	postgres_stop(&server);
	return failed;
}
