/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies between stores: SQLite to PostgreSQL and back gives the same file,
 * table by table; what is in the way, or differs, is told.
 */
#include "app/records.h"
#include "domain/entities.h"
#include "store/copy.h"
#include "support/ok.h"
#include "support/postgres.h"
#include "support/watchdog.h"

#include <pthread.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

enum { USERS = 3, TASKS = 1203 /* three pages of one user */, FEW = 60 };

static struct postgres_server server;

struct world {
	struct temp_dir dir;
	char first[256], second[256], middle[320];
	struct px_store *from, *to;
	struct px_id users[USERS];
	struct px_arena arena;
	struct px_error error;
	struct px_store_copied copied;
};

static struct px_store *open_store(struct world *w, const char *path)
{
	const struct px_store_config config = { .path = path, .shards = 1, .records = px_app_records() };
	struct px_store *store = NULL;

	OK(px_store_open(&config, &store, &w->error));
	return store;
}

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	watchdog_start();
	temp_dir_make(&w->dir);
	temp_dir_file(&w->dir, "first.db", w->first);
	temp_dir_file(&w->dir, "second.db", w->second);
	postgres_fresh(&server, w->middle);
	px_arena_init(&w->arena);
	for (int i = 0; i < USERS; i++)
		w->users[i] = px_id_new();
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	px_store_close(w->to);
	px_store_close(w->from);
	px_arena_release(&w->arena);
	temp_dir_remove(&w->dir);
	free(w);
	watchdog_stop();
	return 0;
}

/* Every field set, or each that may be absent left out. */
static void fill_row(struct world *w, const struct px_record *record, struct px_id user, bool full, void *row)
{
	px_record_init(record, row);
	for (size_t i = 0; i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		void *at = px_field_at(field, row);
		if (!full && px_field_nullable(field) && i > 1)
			continue;
		if (field->kind == PX_FIELD_ID)
			*(struct px_id *)at = i == 0 && field != px_record_owner(record) ? px_id_new() : user;
		else if (field->kind == PX_FIELD_INT || field->kind == PX_FIELD_INSTANT)
			*(int64_t *)at = INT64_C(-5) * (INT64_C(1) << (i % 50));
		else if (field->kind == PX_FIELD_DAY)
			*(int32_t *)at = -20000;
		else if (field->kind == PX_FIELD_BOOL)
			*(bool *)at = true;
		else if (field->kind == PX_FIELD_BLOB)
			*(struct px_str *)at = px_str_n("a\0b\xff", 4);
		else if (field->kind != PX_FIELD_ENUM) {
			char text[PX_ID_TEXT + 1];
			px_id_format(px_id_new(), text); /* unique where it must be */
			*(const char **)at = px_arena_printf(&w->arena, "[\"caf\xc3\xa9 \\\"%s\\\"\\n\"]", text);
		}
	}
}

/* A row of each record that may belong to the user, in one transaction. */
static void add_rows(struct world *w, struct px_id user)
{
	const struct px_record *const *records = px_app_records();
	struct px_store_tx *tx;

	OK(px_store_begin(w->from, user, PX_STORE_WRITE, &tx, &w->error));
	for (size_t i = 0; records[i]; i++) {
		if (px_id_is_none(user) && px_record_owner(records[i])->flags & PX_FIELD_REQUIRED)
			continue;
		void *row = px_arena_alloc(&w->arena, records[i]->size);
		fill_row(w, records[i], user, true, row);
		OK(px_store_insert(tx, records[i], row, &w->error));
	}
	OK(px_store_commit_wait(tx, &w->error));
}

static void add_tasks(struct world *w, int count)
{
	struct px_store_tx *tx;
	struct px_task task;
	int64_t last;

	OK(px_store_begin(w->from, w->users[0], PX_STORE_WRITE, &tx, &w->error));
	for (int i = 0; i < count; i++) {
		fill_row(w, &px_task_record, w->users[0], i % 2, &task);
		task.status = i % 4;
		OK(px_store_insert(tx, &px_task_record, &task, &w->error));
		struct px_store_span span = { px_id_new(), i * INT64_C(100000), i * INT64_C(100000) + 5000, i % 3 == 0 };
		OK(px_store_set_span(tx, &span, &w->error));
	}
	OK(px_store_take_seq(tx, 77, &last, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
}

/* An instance of every record, of users and of nobody, and many tasks, with and without what may be absent. */
static void fill_first(struct world *w, int tasks)
{
	w->from = open_store(w, w->first);
	for (int u = 0; u < USERS; u++)
		add_rows(w, w->users[u]);
	add_rows(w, PX_ID_NONE);
	add_tasks(w, tasks);
}

/* Rows that one file has and the other has not, of every table. */
static void assert_same_files(const char *a, const char *b)
{
	sqlite3 *db;
	sqlite3_stmt *tables, *count;
	char sql[512];
	int seen = 0;

	assert_int_equal(sqlite3_open(a, &db), SQLITE_OK);
	snprintf(sql, sizeof(sql), "ATTACH '%s' AS other", b);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
					    " AND name <> 'probe'", -1, &tables, NULL), SQLITE_OK);
	for (; sqlite3_step(tables) == SQLITE_ROW; seen++) {
		const char *name = (const char *)sqlite3_column_text(tables, 0);
		snprintf(sql, sizeof(sql), "SELECT count(*) FROM (SELECT * FROM (SELECT * FROM main.%s EXCEPT SELECT * FROM other.%s)"
			 " UNION ALL SELECT * FROM (SELECT * FROM other.%s EXCEPT SELECT * FROM main.%s))", name, name, name, name);
		assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &count, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_step(count), SQLITE_ROW);
		if (sqlite3_column_int(count, 0))
			fail_msg("%s: %d rows differ", name, sqlite3_column_int(count, 0));
		sqlite3_finalize(count);
	}
	assert_true(seen > 30);
	sqlite3_finalize(tables);
	sqlite3_close(db);
}

static void close_both(struct world *w)
{
	px_store_close(w->to);
	px_store_close(w->from);
	w->to = w->from = NULL;
}

static enum px_err copy(struct world *w, bool resume)
{
	return px_store_copy(w->from, w->to, px_app_records(), resume, &w->copied, &w->error);
}

static void test_there_and_back(void **state)
{
	struct world *w = *state;

	fill_first(w, TASKS);
	w->to = open_store(w, w->middle);
	OK(copy(w, false));
	assert_int_equal(w->copied.users, USERS);
	assert_true(w->copied.rows > TASKS + USERS * 30);
	assert_int_equal(w->copied.found, 0);
	close_both(w);
	watchdog_start();
	w->from = open_store(w, w->middle);
	w->to = open_store(w, w->second);
	OK(copy(w, false));
	close_both(w);
	assert_same_files(w->first, w->second);
}

static void test_a_full_target_is_refused(void **state)
{
	struct world *w = *state;

	fill_first(w, FEW);
	w->to = open_store(w, w->middle);
	OK(copy(w, false));
	assert_int_equal(copy(w, false), PX_CONFLICT);
	assert_non_null(strstr(w->error.message, "--resume"));
}

/* Whoever runs on a database has it alone. */
static void test_a_live_database_is_refused(void **state)
{
	struct world *w = *state;

	w->from = open_store(w, w->first);
	w->to = open_store(w, w->middle);
	const char *paths[] = { w->first, w->middle };
	for (int i = 0; i < 2; i++) {
		const struct px_store_config config = { .path = paths[i], .shards = 1, .records = px_app_records() };
		struct px_store *second = NULL;
		assert_int_equal(px_store_open(&config, &second, &w->error), PX_CONFLICT);
	}
}

/* After half of it; and what differs then is told. */
static void test_resuming(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx;
	struct px_task task;
	struct px_store_query first = { .limit = 1 };
	size_t count;
	void *rows;

	fill_first(w, FEW);
	w->to = open_store(w, w->middle);
	OK(copy(w, false));
	postgres_run(w->middle, "DELETE FROM tasks WHERE id IN (SELECT id FROM tasks ORDER BY id LIMIT 30); DELETE FROM messages;"
				" UPDATE users SET seq = 0; DELETE FROM spans WHERE recurring");
	OK(copy(w, true));
	assert_int_equal(w->copied.rows - w->copied.found, 30 + USERS);
	watchdog_start();
	OK(px_store_begin(w->to, w->users[0], PX_STORE_WRITE, &tx, &w->error));
	OK(px_store_query(tx, &px_task_record, &first, &w->arena, &rows, &count, &w->error));
	task = *(struct px_task *)rows;
	task.notes = "changed";
	OK(px_store_update(tx, &px_task_record, &task, -1, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
	assert_int_equal(copy(w, true), PX_CORRUPT);
	assert_string_equal(w->error.field, "notes");
}

/* What the target holds beyond the source makes no good copy. */
static void test_rows_too_many(void **state)
{
	struct world *w = *state;

	fill_first(w, FEW);
	w->to = open_store(w, w->middle);
	OK(copy(w, false));
	postgres_run(w->middle, "INSERT INTO mail_senders SELECT gen_random_uuid(), gen_random_uuid(), 'x', 0, 1, 1, 1");
	assert_int_equal(copy(w, true), PX_CORRUPT);
	assert_non_null(strstr(w->error.message, "mail_senders"));
}

static const struct CMUnitTest cases[] = {
	cmocka_unit_test_setup_teardown(test_there_and_back, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_a_full_target_is_refused, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_a_live_database_is_refused, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_resuming, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_rows_too_many, set_up, tear_down),
};

int main(void)
{
	if (!postgres_start(&server))
		return 0;
	int failed = cmocka_run_group_tests(cases, NULL, NULL);

	postgres_stop(&server);
	return failed;
}
