/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every store driver must do.  The cases run over each driver as it is,
 * and once more through the wrapper that fails on purpose (armed by the cases
 * of the second half).  PostgreSQL is left out, with a word, where there is no
 * server to start.
 */
#include "base/fold.h"
#include "domain/entities.h"
#include "store/fault.h"
#include "support/ok.h"
#include "support/postgres.h"
#include "support/temp.h"
#include "support/watchdog.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

struct variant {
	const char *driver;
	bool faulty, pooled; /* pooled: through PgBouncer in transaction mode */
};

static const struct variant variants[] = { { "sqlite", false, false }, { "sqlite", true, false },
					    { "postgres", false, false }, { "postgres", true, false },
					    { "postgres", false, true } };

static struct postgres_server server; /* of all cases; each has a schema of its own */

struct world {
	const struct variant *variant;
	struct temp_dir dir;
	char path[320]; /* or a connection string */
	struct px_store_fault fault;
	struct px_store *store;
	struct px_arena arena;
	struct px_error error;
	struct px_id user, other;
};

static void open_store(struct world *w)
{
	struct px_store_config config = { .driver = w->variant->driver, .path = w->path, .shards = 2,
					  .records = px_records };
	enum px_err err = w->variant->faulty
				  ? px_store_open_faulty(&config, &w->fault, &w->store, &w->error)
				  : px_store_open(&config, &w->store, &w->error);

	if (err)
		fail_msg("open: %s", w->error.message);
}

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	watchdog_start();
	w->variant = *state;
	temp_dir_make(&w->dir);
	if (w->variant->pooled)
		postgres_fresh_pooled(&server, w->path);
	else if (strcmp(w->variant->driver, "postgres") == 0)
		postgres_fresh(&server, w->path);
	else
		temp_dir_file(&w->dir, "pixie.db", w->path);
	px_arena_init(&w->arena);
	w->user = px_id_new();
	w->other = px_id_new();
	open_store(w);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	px_store_close(w->store);
	px_arena_release(&w->arena);
	temp_dir_remove(&w->dir);
	*state = NULL;
	free(w);
	watchdog_stop();
	return 0;
}

static struct px_store_tx *begin_as(struct world *w, struct px_id user, enum px_store_mode mode)
{
	struct px_store_tx *tx = NULL;

	OK(px_store_begin(w->store, user, mode, &tx, &w->error));
	return tx;
}

static struct px_store_tx *begin_write(struct world *w)
{
	return begin_as(w, w->user, PX_STORE_WRITE);
}

static struct px_store_tx *begin_read(struct world *w)
{
	return begin_as(w, w->user, PX_STORE_READ);
}

static void commit(struct world *w, struct px_store_tx *tx)
{
	OK(px_store_commit_wait(tx, &w->error));
}

static struct px_task make_task(struct px_id user, const char *title)
{
	struct px_task task;

	px_record_init(&px_task_record, &task);
	task.id = px_id_new();
	task.user_id = user;
	task.title = title;
	task.created = task.updated = 1000;
	task.version = 1;
	return task;
}

static struct px_task add_task(struct world *w, struct px_store_tx *tx, const char *title)
{
	struct px_task task = make_task(w->user, title);

	OK(px_store_insert(tx, &px_task_record, &task, &w->error));
	return task;
}

/* Of the world's user, in a transaction of its own. */
static int64_t count_tasks(struct world *w)
{
	struct px_store_tx *tx = begin_read(w);
	int64_t count = -1;

	OK(px_store_count(tx, &px_task_record, NULL, 0, &count, &w->error));
	px_store_rollback(tx);
	return count;
}

static void assert_same_text(const char *a, const char *b)
{
	if (!a || !b)
		assert_ptr_equal(a, b);
	else
		assert_string_equal(a, b);
}

/* Every field of two rows, by descriptor. */
static void assert_same_row(const struct px_record *record, const void *a, const void *b)
{
	for (size_t i = 0; i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		const void *x = px_field_in(field, a), *y = px_field_in(field, b);
		switch (field->kind) {
		case PX_FIELD_ID:
			assert_memory_equal(x, y, sizeof(struct px_id));
			break;
		case PX_FIELD_INT:
		case PX_FIELD_INSTANT:
			assert_memory_equal(x, y, sizeof(int64_t));
			break;
		case PX_FIELD_DAY:
		case PX_FIELD_ENUM:
			assert_memory_equal(x, y, sizeof(int32_t));
			break;
		case PX_FIELD_BOOL:
			assert_int_equal(*(const bool *)x, *(const bool *)y);
			break;
		case PX_FIELD_BLOB:
			assert_true(px_str_eq(*(const struct px_str *)x, *(const struct px_str *)y));
			break;
		default:
			assert_same_text(*(const char *const *)x, *(const char *const *)y);
		}
	}
}

static struct px_task full_task(struct px_id user)
{
	struct px_task task = make_task(user, "Fix “it” \xf0\x9f\x90\x9b");

	task.notes = "";
	task.status = PX_TASK_CANCELLED;
	task.priority = PX_PRIORITY_URGENT;
	task.due_day = -1;
	task.due = -INT64_C(62135596800000);
	task.zone = "Europe/Berlin";
	task.project_id = px_id_new();
	task.parent_id = px_id_new();
	task.recurrence = "FREQ=WEEKLY;BYDAY=SU";
	task.after_completion = true;
	task.series_start = INT64_MAX;
	task.occurrences_done = 3;
	task.tags = "[\"home\",\"x\"]";
	task.completed = 7;
	return task;
}

static void test_round_trip(void **state)
{
	struct world *w = *state;
	struct px_task full = full_task(w->user), empty = make_task(w->user, "e"), got;
	struct px_store_tx *tx = begin_write(w);

	OK(px_store_insert(tx, &px_task_record, &full, &w->error));
	OK(px_store_insert(tx, &px_task_record, &empty, &w->error));
	OK(px_store_get(tx, &px_task_record, full.id, &w->arena, &got, &w->error));
	assert_same_row(&px_task_record, &full, &got);
	commit(w, tx);
	px_store_close(w->store);
	open_store(w);
	tx = begin_read(w);
	OK(px_store_get(tx, &px_task_record, full.id, &w->arena, &got, &w->error));
	assert_same_row(&px_task_record, &full, &got);
	OK(px_store_get(tx, &px_task_record, empty.id, &w->arena, &got, &w->error));
	assert_same_row(&px_task_record, &empty, &got);
	px_store_rollback(tx);
}

/* Every record of the entities can be written and read: no column is missing or mistyped. */
static void test_every_record(void **state)
{
	struct world *w = *state;

	for (const struct px_record *const *record = px_records; *record; record++) {
		void *row = px_arena_alloc(&w->arena, (*record)->size);
		void *got = px_arena_alloc(&w->arena, (*record)->size);
		px_record_init(*record, row);
		for (size_t i = 0; i < (*record)->field_count; i++) {
			const struct px_field *field = &(*record)->fields[i];
			void *at = px_field_at(field, row);
			if (field->kind == PX_FIELD_ID)
				*(struct px_id *)at = w->user;
			else if (field->kind == PX_FIELD_INT || field->kind == PX_FIELD_INSTANT)
				*(int64_t *)at = 5;
			else if (field->kind == PX_FIELD_DAY || field->kind == PX_FIELD_ENUM)
				*(int32_t *)at = 1;
			else if (field->kind == PX_FIELD_BOOL)
				*(bool *)at = true;
			else if (field->kind == PX_FIELD_BLOB)
				*(struct px_str *)at = px_str_n("a\0b\xff", 4);
			else
				*(const char **)at = "[]";
		}
		struct px_store_tx *tx = begin_write(w);
		OK(px_store_insert(tx, *record, row, &w->error));
		commit(w, tx);
		tx = begin_read(w);
		OK(px_store_get(tx, *record, w->user, &w->arena, got, &w->error));
		assert_same_row(*record, row, got);
		px_store_rollback(tx);
	}
}

static void test_get_missing(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_read(w);
	struct px_task got;

	assert_int_equal(px_store_get(tx, &px_task_record, px_id_new(), &w->arena, &got, &w->error),
			 PX_NOT_FOUND);
	px_store_rollback(tx);
}

static void test_duplicate_id(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	struct px_task task = add_task(w, tx, "a");

	assert_int_equal(px_store_insert(tx, &px_task_record, &task, &w->error), PX_CONFLICT);
	add_task(w, tx, "b"); /* the transaction goes on */
	commit(w, tx);
	assert_int_equal(count_tasks(w), 2);
}

static void test_update(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	struct px_task task = add_task(w, tx, "a"), got;

	task.title = "b";
	task.version = 2;
	OK(px_store_update(tx, &px_task_record, &task, 1, &w->error));
	OK(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error));
	assert_same_row(&px_task_record, &task, &got);
	task.version = 3;
	assert_int_equal(px_store_update(tx, &px_task_record, &task, 1, &w->error), PX_CONFLICT);
	assert_string_equal(w->error.field, "version");
	OK(px_store_update(tx, &px_task_record, &task, -1, &w->error));
	task.id = px_id_new();
	assert_int_equal(px_store_update(tx, &px_task_record, &task, 3, &w->error), PX_NOT_FOUND);
	assert_int_equal(px_store_update(tx, &px_task_record, &task, -1, &w->error), PX_NOT_FOUND);
	commit(w, tx);
}

static void test_delete(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	struct px_task task = add_task(w, tx, "a"), got;

	OK(px_store_delete(tx, &px_task_record, task.id, &w->error));
	assert_int_equal(px_store_delete(tx, &px_task_record, task.id, &w->error), PX_NOT_FOUND);
	assert_int_equal(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error),
			 PX_NOT_FOUND);
	commit(w, tx);
	assert_int_equal(count_tasks(w), 0);
}

static void test_rollback(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);

	struct px_task kept = add_task(w, tx, "kept"), got;
	commit(w, tx);
	tx = begin_write(w);
	add_task(w, tx, "gone");
	OK(px_store_delete(tx, &px_task_record, kept.id, &w->error));
	px_store_rollback(tx);
	assert_int_equal(count_tasks(w), 1);
	tx = begin_read(w);
	OK(px_store_get(tx, &px_task_record, kept.id, &w->arena, &got, &w->error));
	px_store_rollback(tx);
}

static void test_savepoints(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);

	add_task(w, tx, "outer");
	OK(px_store_savepoint(tx, &w->error));
	add_task(w, tx, "kept");
	OK(px_store_savepoint(tx, &w->error));
	add_task(w, tx, "gone");
	px_store_revert(tx);
	add_task(w, tx, "kept too");
	px_store_release(tx);
	OK(px_store_savepoint(tx, &w->error));
	OK(px_store_savepoint(tx, &w->error));
	add_task(w, tx, "gone");
	px_store_release(tx);
	px_store_revert(tx);
	commit(w, tx);
	assert_int_equal(count_tasks(w), 3);
}

/* A write sees what was committed before it, durable or not; nothing of what was rolled back. */
static void test_writes_see_earlier_writes(void **state)
{
	struct world *w = *state;
	int64_t count;

	for (int i = 0; i < 50; i++) {
		struct px_store_tx *tx = begin_write(w);
		OK(px_store_count(tx, &px_task_record, NULL, 0, &count, &w->error));
		assert_int_equal(count, i);
		add_task(w, tx, "kept");
		px_store_commit(tx, NULL, NULL);
		tx = begin_write(w);
		add_task(w, tx, "gone");
		px_store_rollback(tx);
	}
	commit(w, begin_write(w));
	assert_int_equal(count_tasks(w), 50);
}

static void test_a_reader_keeps_its_snapshot(void **state)
{
	struct world *w = *state;
	struct px_store_tx *reader = begin_read(w);
	int64_t before, after;

	OK(px_store_count(reader, &px_task_record, NULL, 0, &before, &w->error));
	struct px_store_tx *tx = begin_write(w);
	add_task(w, tx, "a");
	commit(w, tx);
	OK(px_store_count(reader, &px_task_record, NULL, 0, &after, &w->error));
	assert_int_equal(before, 0);
	assert_int_equal(after, 0);
	px_store_rollback(reader);
	assert_int_equal(count_tasks(w), 1);
}

static void test_read_only(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_read(w);
	struct px_task task = make_task(w->user, "a");
	struct px_store_span span = { task.id, 1, 2, false };

	assert_int_equal(px_store_insert(tx, &px_task_record, &task, &w->error), PX_INTERNAL);
	assert_int_equal(px_store_update(tx, &px_task_record, &task, -1, &w->error), PX_INTERNAL);
	assert_int_equal(px_store_delete(tx, &px_task_record, task.id, &w->error), PX_INTERNAL);
	assert_int_equal(px_store_set_span(tx, &span, &w->error), PX_INTERNAL);
	assert_int_equal(px_store_savepoint(tx, &w->error), PX_INTERNAL);
	OK(px_store_commit_wait(tx, &w->error));
}

/* No call of one user reaches a row of another. */
static void test_isolation(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	struct px_task task = add_task(w, tx, "mine"), got;
	struct px_store_span span = { task.id, 100, 200, false }, *spans;
	struct px_store_query all = { .limit = 10 };
	size_t count;
	int64_t total;
	void *rows;

	OK(px_store_set_span(tx, &span, &w->error));
	commit(w, tx);
	tx = begin_as(w, w->other, PX_STORE_WRITE);
	assert_int_equal(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error),
			 PX_NOT_FOUND);
	assert_int_equal(px_store_delete(tx, &px_task_record, task.id, &w->error), PX_NOT_FOUND);
	assert_int_equal(px_store_update(tx, &px_task_record, &task, -1, &w->error), PX_FORBIDDEN);
	assert_int_equal(px_store_insert(tx, &px_task_record, &task, &w->error), PX_FORBIDDEN);
	struct px_task taken = task;
	taken.user_id = w->other;
	assert_int_equal(px_store_update(tx, &px_task_record, &taken, -1, &w->error), PX_NOT_FOUND);
	OK(px_store_query(tx, &px_task_record, &all, &w->arena, &rows, &count, &w->error));
	assert_int_equal(count, 0);
	OK(px_store_count(tx, &px_task_record, NULL, 0, &total, &w->error));
	assert_int_equal(total, 0);
	OK(px_store_overlaps(tx, 0, 1000, &w->arena, &spans, &count, &w->error));
	assert_int_equal(count, 0);
	OK(px_store_clear_span(tx, task.id, &w->error));
	commit(w, tx);
	tx = begin_read(w);
	OK(px_store_overlaps(tx, 0, 1000, &w->arena, &spans, &count, &w->error));
	assert_int_equal(count, 1);
	OK(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error));
	px_store_rollback(tx);
}

/* A user's own row has no user_id: its id is the owner. */
static void test_isolation_of_users(void **state)
{
	struct world *w = *state;
	struct px_user me = { .id = w->user, .name = "a", .zone = "UTC", .locale = "en" }, got;
	struct px_user you = { .id = w->other, .name = "b", .zone = "UTC", .locale = "en" };
	struct px_store_query all = { .limit = 10 };
	struct px_store_tx *tx = begin_as(w, PX_ID_NONE, PX_STORE_WRITE);
	size_t count;
	void *rows;

	OK(px_store_insert(tx, &px_user_record, &me, &w->error));
	OK(px_store_insert(tx, &px_user_record, &you, &w->error));
	commit(w, tx);
	tx = begin_write(w);
	OK(px_store_get(tx, &px_user_record, w->user, &w->arena, &got, &w->error));
	assert_int_equal(px_store_get(tx, &px_user_record, w->other, &w->arena, &got, &w->error),
			 PX_NOT_FOUND);
	assert_int_equal(px_store_update(tx, &px_user_record, &you, -1, &w->error), PX_FORBIDDEN);
	OK(px_store_query(tx, &px_user_record, &all, &w->arena, &rows, &count, &w->error));
	assert_int_equal(count, 1);
	commit(w, tx);
}

static void test_maintenance_takes_any_row(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_as(w, PX_ID_NONE, PX_STORE_WRITE);
	struct px_task mine = make_task(w->user, "a"), yours = make_task(w->other, "b"), got;
	int64_t total;

	OK(px_store_insert(tx, &px_task_record, &mine, &w->error));
	OK(px_store_insert(tx, &px_task_record, &yours, &w->error));
	OK(px_store_count(tx, &px_task_record, NULL, 0, &total, &w->error));
	assert_int_equal(total, 2);
	yours.title = "c";
	OK(px_store_update(tx, &px_task_record, &yours, -1, &w->error));
	OK(px_store_get(tx, &px_task_record, yours.id, &w->arena, &got, &w->error));
	assert_string_equal(got.title, "c");
	OK(px_store_delete(tx, &px_task_record, mine.id, &w->error));
	commit(w, tx);
}

static size_t purge(struct world *w, struct px_id as, const struct px_store_filter *filters, size_t count,
		    size_t limit)
{
	struct px_store_tx *tx = begin_as(w, as, PX_STORE_WRITE);
	size_t deleted = 99;

	OK(px_store_purge(tx, &px_task_record, filters, count, limit, &deleted, &w->error));
	commit(w, tx);
	return deleted;
}

/* Of a user only his own, as maintenance anybody's; never more than allowed. */
static void test_purge(void **state)
{
	const struct px_store_filter old = { "updated", PX_OP_LT, { .integer = 2000 } };
	struct world *w = *state;
	struct px_store_tx *tx = begin_as(w, PX_ID_NONE, PX_STORE_WRITE);
	size_t deleted;

	for (int i = 0; i < 10; i++) {
		struct px_task task = make_task(i % 2 ? w->user : w->other, "t");
		task.updated = i < 8 ? 1000 : 2000;
		OK(px_store_insert(tx, &px_task_record, &task, &w->error));
	}
	assert_int_equal(px_store_purge(tx, &px_task_record, &old, 1, 0, &deleted, &w->error), PX_INVALID);
	assert_int_equal(px_store_purge(tx, &px_task_record, &old, 1, 1002, &deleted, &w->error), PX_INVALID);
	commit(w, tx);
	assert_int_equal(count_tasks(w), 5);
	assert_int_equal(purge(w, w->user, &old, 1, 3), 3);
	assert_int_equal(count_tasks(w), 2);
	assert_int_equal(purge(w, PX_ID_NONE, &old, 1, 1000), 5);
	assert_int_equal(purge(w, PX_ID_NONE, &old, 1, 1000), 0);
	assert_int_equal(count_tasks(w), 1);
	assert_int_equal(purge(w, w->user, NULL, 0, 10), 1);
	tx = begin_read(w);
	assert_int_equal(px_store_purge(tx, &px_task_record, &old, 1, 1, &deleted, &w->error), PX_INTERNAL);
	px_store_rollback(tx);
}

/* Queries ---------------------------------------------------------------- */

/* Tasks titled "0".."9" with due = 9, 8, .. but none for multiples of three. */
static void add_ten(struct world *w)
{
	static const char *const titles[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
	struct px_store_tx *tx = begin_write(w);

	for (int i = 0; i < 10; i++) {
		struct px_task task = make_task(w->user, titles[i]);
		task.due = i % 3 ? (9 - i) / 2 : PX_TIME_NONE; /* pairs tie */
		task.status = i % 2;
		task.tags = i == 4 ? "[\"Home\",\"garden\"]" : NULL;
		task.notes = i == 5 ? "Caf\xc3\x89 au lait" : NULL;
		OK(px_store_insert(tx, &px_task_record, &task, &w->error));
	}
	commit(w, tx);
}

/* Titles of the rows found, in one string. */
static void query_titles(struct world *w, struct px_store_query *query, char out[64])
{
	struct px_store_tx *tx = begin_read(w);
	size_t count;
	void *rows;

	OK(px_store_query(tx, &px_task_record, query, &w->arena, &rows, &count, &w->error));
	for (size_t i = 0; i < count; i++)
		out[i] = ((struct px_task *)rows)[i].title[0];
	out[count] = '\0';
	px_store_rollback(tx);
}

static void test_filters(void **state)
{
	static const struct { const char *field; enum px_store_op op; int64_t integer; const char *text, *found; } cases[] = {
		{ "status", PX_OP_EQ, 1, NULL, "13579" },
		{ "status", PX_OP_NE, 1, NULL, "02468" },
		{ "due", PX_OP_EQ, 1, NULL, "7" },
		{ "due", PX_OP_NE, 1, NULL, "012345689" },
		{ "due", PX_OP_LT, 2, NULL, "78" },
		{ "due", PX_OP_LE, 2, NULL, "4578" },
		{ "due", PX_OP_GT, 2, NULL, "12" },
		{ "due", PX_OP_GE, 2, NULL, "1245" },
		{ "due", PX_OP_IS_NULL, 0, NULL, "0369" },
		{ "due", PX_OP_NOT_NULL, 0, NULL, "124578" },
		{ "title", PX_OP_EQ, 0, "3", "3" },
		{ "title", PX_OP_GE, 0, "8", "89" },
		{ "tags", PX_OP_HAS_TAG, 0, "home", "4" },
		{ "tags", PX_OP_HAS_TAG, 0, "gard", "" },
		{ "tags", PX_OP_IS_NULL, 0, NULL, "012356789" },
		{ "notes", PX_OP_CONTAINS, 0, "caf\xc3\xa9", "5" },
		{ "notes", PX_OP_CONTAINS, 0, "LAIT", "5" },
		{ "notes", PX_OP_CONTAINS, 0, "laits", "" },
		{ "notes", PX_OP_CONTAINS, 0, "%", "" },
		{ "notes", PX_OP_CONTAINS, 0, "", "5" },
	};
	struct world *w = *state;
	char found[64];

	add_ten(w);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_store_filter filter = { cases[i].field, cases[i].op,
						  { .integer = cases[i].integer, .text = px_str(cases[i].text) } };
		struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 100 };
		query_titles(w, &query, found);
		if (strcmp(found, cases[i].found))
			fail_msg("%s, case %zu: %s, not %s", cases[i].field, i, found, cases[i].found);
		struct px_store_tx *tx = begin_read(w);
		int64_t count;
		OK(px_store_count(tx, &px_task_record, &filter, 1, &count, &w->error));
		assert_int_equal(count, strlen(cases[i].found));
		px_store_rollback(tx);
	}
}

static void test_filters_combine(void **state)
{
	struct world *w = *state;
	struct px_store_filter filters[] = { { "status", PX_OP_EQ, { .integer = 1 } },
					     { "due", PX_OP_NOT_NULL, { .integer = 0 } },
					     { "title", PX_OP_GT, { .text = PX_STR("1") } } };
	struct px_store_query query = { .filters = filters, .filter_count = 3, .order = "title",
					.descending = true, .limit = 2 };
	char found[64];

	add_ten(w);
	query_titles(w, &query, found);
	assert_string_equal(found, "75");
}

static void test_filter_by_id(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	struct px_task task = make_task(w->user, "p");
	struct px_store_filter filter = { "project_id", PX_OP_EQ, { .id = px_id_new() } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 2 };
	char found[64];

	task.project_id = filter.value.id;
	OK(px_store_insert(tx, &px_task_record, &task, &w->error));
	add_task(w, tx, "q");
	commit(w, tx);
	query_titles(w, &query, found);
	assert_string_equal(found, "p");
	filter.op = PX_OP_NE;
	query_titles(w, &query, found);
	assert_string_equal(found, "q");
}

static struct px_store_value value_of(const struct px_task *task, const char *order)
{
	struct px_store_value value = { .id = task->id, .text = px_str(task->title) };

	value.integer = order && !strcmp(order, "status") ? task->status : task->due;
	return value;
}

/* Reads pages of `limit` and checks that together they are `expected`. */
static void check_pages_by(struct world *w, const char *order, bool descending, bool keys_first, size_t limit,
			   const char *expected)
{
	struct px_store_query query = { .order = order, .descending = descending, .keys_first = keys_first, .limit = limit };
	char found[64] = "";
	size_t total = 0, count;
	void *rows;

	do {
		struct px_store_tx *tx = begin_read(w);
		OK(px_store_query(tx, &px_task_record, &query, &w->arena, &rows, &count, &w->error));
		assert_true(count <= limit && total + count < sizeof(found));
		const struct px_task *tasks = rows;
		for (size_t i = 0; i < count; i++)
			found[total++] = tasks[i].title[0];
		if (count) {
			query.after = true;
			query.after_id = tasks[count - 1].id;
			query.after_value = value_of(&tasks[count - 1], order);
			query.after_null = order && !strcmp(order, "due") &&
					   tasks[count - 1].due == PX_TIME_NONE;
		}
		px_store_rollback(tx);
	} while (count);
	if (strcmp(found, expected))
		fail_msg("order %s%s%s by %zu: %s, not %s", order ? order : "(none)",
			 descending ? " descending" : "", keys_first ? ", keys first" : "", limit, found, expected);
}

static void check_pages(struct world *w, const char *order, bool descending, size_t limit,
			const char *expected)
{
	check_pages_by(w, order, descending, false, limit, expected);
	check_pages_by(w, order, descending, true, limit, expected);
}

static void test_order_and_cursors(void **state)
{
	struct world *w = *state;

	add_ten(w);
	for (size_t limit = 1; limit <= 11; limit++) {
		check_pages(w, NULL, false, limit, "0123456789");
		check_pages(w, "id", true, limit, "9876543210");
		check_pages(w, "title", false, limit, "0123456789");
		check_pages(w, "title", true, limit, "9876543210");
		check_pages(w, "status", false, limit, "0246813579");
		check_pages(w, "status", true, limit, "9753186420");
		check_pages(w, "due", false, limit, "8745210369");
		check_pages(w, "due", true, limit, "1254789630");
	}
}

static int by_byte(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

static void test_no_order(void **state)
{
	struct world *w = *state;
	struct px_store_filter filter = { "status", PX_OP_EQ, { .integer = 1 } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .unordered = true, .limit = 100 };
	char found[64];

	add_ten(w);
	query_titles(w, &query, found);
	qsort(found, strlen(found), 1, by_byte);
	assert_string_equal(found, "13579");
	query.limit = 2;
	query_titles(w, &query, found);
	assert_int_equal(strlen(found), 2);
	filter = (struct px_store_filter){ "title", PX_OP_EQ, { .text = PX_STR("7") } };
	query_titles(w, &query, found);
	assert_string_equal(found, "7");
}

static void test_large_pages(void **state)
{
	struct world *w = *state;
	struct px_store_query query = { .limit = 1000 };
	struct px_store_tx *tx = begin_write(w);
	size_t count;
	void *rows;

	for (int i = 0; i < 1001; i++)
		add_task(w, tx, "t");
	OK(px_store_query(tx, &px_task_record, &query, &w->arena, &rows, &count, &w->error));
	assert_int_equal(count, 1000);
	for (size_t i = 1; i < count; i++)
		assert_true(px_id_cmp(((struct px_task *)rows)[i - 1].id, ((struct px_task *)rows)[i].id) < 0);
	commit(w, tx);
}

static void test_bad_queries(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_read(w);
	struct px_store_filter filter = { "nope", PX_OP_EQ, { .integer = 0 } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1 };
	char long_text[300];
	size_t count;
	void *rows;

	assert_int_equal(px_store_query(tx, &px_task_record, &query, &w->arena, &rows, &count, &w->error), PX_INVALID);
	assert_string_equal(w->error.field, "nope");
	filter = (struct px_store_filter){ "title", PX_OP_HAS_TAG, { .integer = 0 } };
	assert_int_equal(px_store_query(tx, &px_task_record, &query, &w->arena, &rows, &count, &w->error), PX_INVALID);
	filter = (struct px_store_filter){ "due", PX_OP_CONTAINS, { .integer = 0 } };
	assert_int_equal(px_store_query(tx, &px_task_record, &query, &w->arena, &rows, &count, &w->error), PX_INVALID);
	memset(long_text, 'a', sizeof(long_text));
	filter = (struct px_store_filter){ "title", PX_OP_CONTAINS, { .text = { long_text, sizeof(long_text) } } };
	assert_int_equal(px_store_query(tx, &px_task_record, &query, &w->arena, &rows, &count, &w->error), PX_TOO_LARGE);
	query = (struct px_store_query){ .order = "tags", .limit = 1 };
	assert_int_equal(px_store_query(tx, &px_task_record, &query, &w->arena, &rows, &count, &w->error), PX_INVALID);
	query = (struct px_store_query){ .limit = 0 };
	assert_int_equal(px_store_query(tx, &px_task_record, &query, &w->arena, &rows, &count, &w->error), PX_INVALID);
	const struct px_store_query sorted[] = {
		{ .unordered = true, .order = "title", .limit = 1 }, { .unordered = true, .descending = true, .limit = 1 },
		{ .unordered = true, .after = true, .limit = 1 }, { .unordered = true, .keys_first = true, .limit = 1 },
	};
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(px_store_query(tx, &px_task_record, &sorted[i], &w->arena, &rows, &count, &w->error), PX_INVALID);
	query.limit = 1002;
	assert_int_equal(px_store_query(tx, &px_task_record, &query, &w->arena, &rows, &count, &w->error), PX_INVALID);
	px_store_rollback(tx);
}

/* More shapes than any driver keeps statements for. */
static void test_many_shapes(void **state)
{
	static const char *const names[] = { "due", "status", "priority", "created", "updated" };
	struct world *w = *state;
	char found[64];

	add_ten(w);
	for (int round = 0; round < 2; round++)
		for (int shape = 0; shape < 125; shape++) {
			struct px_store_filter filters[3];
			for (int i = 0, rest = shape; i < 3; i++, rest /= 5)
				filters[i] = (struct px_store_filter){ names[rest % 5], PX_OP_NOT_NULL, { .integer = 0 } };
			struct px_store_query query = { .filters = filters, .filter_count = 3, .limit = 20 };
			query_titles(w, &query, found);
			bool with_due = shape % 5 == 0 || shape / 5 % 5 == 0 || shape / 25 == 0;
			assert_string_equal(found, with_due ? "124578" : "0123456789");
		}
}

/* Spans ------------------------------------------------------------------ */

static void set_span(struct world *w, struct px_store_tx *tx, struct px_id event, int64_t start,
		     int64_t end)
{
	struct px_store_span span = { event, start, end, end - start > PX_MS_DAY * 100 };

	OK(px_store_set_span(tx, &span, &w->error));
}

static void test_overlaps_at_the_edges(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	struct px_store_span *spans;
	struct px_id event = px_id_new();
	size_t count;

	set_span(w, tx, event, 1000, 2000);
	static const struct { int64_t start, end; size_t count; } cases[] = {
		{ 0, 1000, 0 }, { 0, 1001, 1 }, { 1999, 3000, 1 }, { 2000, 3000, 0 }, { 1400, 1401, 1 },
		{ 0, 3000, 1 }, { 1000, 2000, 1 }, { INT64_MIN, INT64_MAX, 1 }, { INT64_MIN, 1000, 0 },
		{ 2000, INT64_MAX, 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		OK(px_store_overlaps(tx, cases[i].start, cases[i].end, &w->arena, &spans, &count, &w->error));
		if (count != cases[i].count)
			fail_msg("case %zu: %zu", i, count);
	}
	set_span(w, tx, event, 5000, 6000); /* moves it */
	OK(px_store_overlaps(tx, 1000, 2000, &w->arena, &spans, &count, &w->error));
	assert_int_equal(count, 0);
	OK(px_store_overlaps(tx, 5500, 5501, &w->arena, &spans, &count, &w->error));
	assert_int_equal(count, 1);
	assert_true(px_id_eq(spans[0].event, event) && spans[0].start == 5000 && spans[0].end == 6000);
	OK(px_store_clear_span(tx, event, &w->error));
	OK(px_store_overlaps(tx, 5500, 5501, &w->arena, &spans, &count, &w->error));
	assert_int_equal(count, 0);
	struct px_store_span wrong = { event, 5, 5, false };
	assert_int_equal(px_store_set_span(tx, &wrong, &w->error), PX_INVALID);
	assert_int_equal(px_store_overlaps(tx, 5, 5, &w->arena, &spans, &count, &w->error), PX_INVALID);
	px_store_rollback(tx);
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* From a millisecond to many millennia, every magnitude alike. */
static int64_t random_length(uint64_t *seed)
{
	uint64_t bits = 20 + next_random(seed) % 43;

	return (int64_t)(next_random(seed) >> bits) + 1;
}

/* Against a plain search, with spans of every length from a millisecond to for ever. */
static void test_overlaps_random(void **state)
{
	enum { SPANS = 400, QUERIES = 300 };
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	struct px_store_span all[SPANS], *found;
	uint64_t seed = 88172645463325252u;
	size_t count;

	for (size_t i = 0; i < SPANS; i++) {
		int64_t start = (int64_t)(next_random(&seed) % (400 * (uint64_t)PX_MS_DAY)) - 200 * PX_MS_DAY;
		int64_t length = random_length(&seed);
		all[i] = (struct px_store_span){ px_id_new(), start, start + length, i % 7 == 0 };
		OK(px_store_set_span(tx, &all[i], &w->error));
	}
	for (size_t q = 0; q < QUERIES; q++) {
		int64_t start = (int64_t)(next_random(&seed) % (400 * (uint64_t)PX_MS_DAY)) - 200 * PX_MS_DAY;
		int64_t end = start + random_length(&seed);
		size_t expected = 0;
		for (size_t i = 0; i < SPANS; i++)
			expected += all[i].start < end && all[i].end > start;
		OK(px_store_overlaps(tx, start, end, &w->arena, &found, &count, &w->error));
		assert_int_equal(count, expected);
		for (size_t i = 0; i < count; i++) {
			assert_true(found[i].start < end && found[i].end > start);
			assert_true(i == 0 || found[i - 1].start <= found[i].start);
		}
		px_arena_clear(&w->arena);
	}
	px_store_rollback(tx);
}

/* Group commit ------------------------------------------------------------ */

struct acks {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int ok, failed;
};

static void acknowledge(void *arg, enum px_err err)
{
	struct acks *acks = arg;

	pthread_mutex_lock(&acks->lock);
	if (err)
		acks->failed++;
	else
		acks->ok++;
	pthread_cond_signal(&acks->changed);
	pthread_mutex_unlock(&acks->lock);
}

static void wait_acks(struct acks *acks, int count)
{
	pthread_mutex_lock(&acks->lock);
	while (acks->ok + acks->failed < count)
		pthread_cond_wait(&acks->changed, &acks->lock);
	pthread_mutex_unlock(&acks->lock);
}

struct worker {
	struct world *w;
	struct acks *acks;
	struct px_id user;
	int transactions;
	bool failed;
};

/* Two rows a transaction; every fourth is rolled back, every third reads first. */
static void *work(void *arg)
{
	struct worker *worker = arg;
	struct px_arena arena;
	struct px_store_tx *tx;
	int64_t count;

	px_arena_init(&arena);
	for (int i = 0; i < worker->transactions && !worker->failed; i++) {
		if (i % 3 == 0) {
			worker->failed |= px_store_begin(worker->w->store, worker->user, PX_STORE_READ, &tx, NULL) ||
					  px_store_count(tx, &px_task_record, NULL, 0, &count, NULL) || count % 2;
			if (worker->failed)
				break;
			px_store_commit(tx, NULL, NULL);
		}
		struct px_task a = make_task(worker->user, "a"), b = make_task(worker->user, "b");
		worker->failed |= px_store_begin(worker->w->store, worker->user, PX_STORE_WRITE, &tx, NULL) ||
				  px_store_insert(tx, &px_task_record, &a, NULL) ||
				  px_store_insert(tx, &px_task_record, &b, NULL);
		if (worker->failed)
			break;
		if (i % 4 == 3)
			px_store_rollback(tx);
		else
			px_store_commit(tx, acknowledge, worker->acks);
	}
	px_arena_release(&arena);
	return NULL;
}

static void test_concurrent_transactions(void **state)
{
	enum { THREADS = 4, TRANSACTIONS = 400, KEPT = TRANSACTIONS / 4 * 3 };
	struct world *w = *state;
	struct acks acks = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0 };
	struct worker workers[THREADS];
	pthread_t threads[THREADS];
	struct px_store_stats stats;

	for (int i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){ w, &acks, px_id_new(), TRANSACTIONS, false };
		assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		assert_false(workers[i].failed);
	}
	wait_acks(&acks, THREADS * KEPT);
	assert_int_equal(acks.failed, 0);
	for (int i = 0; i < THREADS; i++) {
		w->user = workers[i].user;
		assert_int_equal(count_tasks(w), 2 * KEPT);
	}
	px_store_get_stats(w->store, &stats);
	assert_int_equal(stats.transactions, THREADS * KEPT);
	assert_true(stats.batches > 0 && stats.batches <= stats.transactions + THREADS * TRANSACTIONS / 4);
	assert_true(stats.reads >= THREADS * TRANSACTIONS / 3);
}

static void test_close_completes_commits(void **state)
{
	struct world *w = *state;
	struct acks acks = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0 };

	for (int i = 0; i < 100; i++) {
		struct px_store_tx *tx = begin_write(w);
		add_task(w, tx, "a");
		px_store_commit(tx, acknowledge, &acks);
	}
	px_store_close(w->store);
	assert_int_equal(acks.ok, 100);
	open_store(w);
	assert_int_equal(count_tasks(w), 100);
}

static void test_empty_transactions(void **state)
{
	struct world *w = *state;
	struct acks acks = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0 };

	px_store_commit(begin_write(w), acknowledge, &acks);
	px_store_commit(begin_read(w), acknowledge, &acks);
	px_store_commit(begin_write(w), NULL, NULL);
	px_store_rollback(begin_write(w));
	wait_acks(&acks, 2);
	assert_int_equal(acks.ok, 2);
}

static void test_check_and_capabilities(void **state)
{
	struct world *w = *state;

	OK(px_store_check(w->store, &w->error));
	(void)px_store_capabilities(w->store);
}

/* Failing on purpose ------------------------------------------------------ */

static void add_user(struct world *w, struct px_id id)
{
	struct px_store_tx *tx;
	struct px_user user;

	px_record_init(&px_user_record, &user);
	user.id = id;
	user.name = "Robin";
	user.zone = "UTC";
	user.locale = "en-GB";
	user.created = user.updated = 1;
	user.version = 1;
	OK(px_store_begin(w->store, PX_ID_NONE, PX_STORE_WRITE, &tx, &w->error));
	OK(px_store_insert(tx, &px_user_record, &user, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
}

static int64_t last_number(struct world *w)
{
	struct px_store_tx *tx = begin_read(w);
	int64_t last = -1;

	OK(px_store_seq(tx, &last, &w->error));
	px_store_rollback(tx);
	return last;
}

/* A user's numbers: kept with the transaction, taken again after a rollback, no other user's. */
static void test_sequence(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	int64_t last;

	assert_int_equal(px_store_seq(tx, &last, &w->error), PX_NOT_FOUND);
	px_store_rollback(tx);
	/* Of a user who is made in the transaction. */
	tx = begin_write(w);
	OK(px_store_insert(tx, &px_user_record, &(struct px_user){ .id = w->user, .name = "a", .zone = "UTC", .locale = "en" }, &w->error));
	OK(px_store_take_seq(tx, 2, &last, &w->error));
	assert_int_equal(last, 2);
	px_store_rollback(tx);
	add_user(w, w->user);
	add_user(w, w->other);
	assert_int_equal(last_number(w), 0);
	tx = begin_write(w);
	OK(px_store_take_seq(tx, 1, &last, &w->error));
	assert_int_equal(last, 1);
	OK(px_store_savepoint(tx, &w->error));
	OK(px_store_take_seq(tx, 3, &last, &w->error));
	assert_int_equal(last, 4);
	px_store_revert(tx);
	OK(px_store_seq(tx, &last, &w->error));
	assert_int_equal(last, 4);
	OK(px_store_commit_wait(tx, &w->error));
	assert_int_equal(last_number(w), 4);
	tx = begin_write(w);
	OK(px_store_take_seq(tx, 1, &last, &w->error));
	px_store_rollback(tx);
	assert_int_equal(last_number(w), 4);
	tx = begin_read(w);
	assert_int_equal(px_store_take_seq(tx, 1, &last, &w->error), PX_INTERNAL);
	px_store_rollback(tx);
	OK(px_store_begin(w->store, PX_ID_NONE, PX_STORE_WRITE, &tx, &w->error));
	assert_int_equal(px_store_seq(tx, &last, &w->error), PX_INTERNAL);
	px_store_rollback(tx);
	OK(px_store_begin(w->store, w->other, PX_STORE_WRITE, &tx, &w->error));
	OK(px_store_take_seq(tx, 1, &last, &w->error));
	assert_int_equal(last, 1);
	OK(px_store_commit_wait(tx, &w->error));
	assert_int_equal(last_number(w), 4);
}

/* Several kinds of call; whatever fails, the caller rolls back.  PX_OK if all went well. */
static enum px_err scenario(struct world *w, struct px_id first)
{
	struct px_task a = make_task(w->user, "a"), b = make_task(w->user, "b"), c = make_task(w->user, "c");
	struct px_store_query query = { .order = "due", .limit = 10 };
	struct px_store_span span = { first, 1, 2, false }, *spans;
	struct px_store_tx *tx;
	int64_t total;
	size_t count;
	void *rows;

	a.id = first;
	enum px_err err = px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, &w->error);
	if (err)
		return err;
	err = px_store_insert(tx, &px_task_record, &a, &w->error);
	if (!err)
		err = px_store_savepoint(tx, &w->error);
	if (!err) {
		err = px_store_insert(tx, &px_task_record, &b, &w->error);
		px_store_release(tx);
	}
	a.version = 2;
	if (!err)
		err = px_store_update(tx, &px_task_record, &a, 1, &w->error);
	if (!err)
		err = px_store_add(tx, &px_task_record, &c, &w->error);
	c.version = 2;
	if (!err)
		err = px_store_replace(tx, &px_task_record, &c, 1, &w->error);
	if (!err)
		err = px_store_get(tx, &px_task_record, a.id, &w->arena, &b, &w->error);
	if (!err)
		err = px_store_query(tx, &px_task_record, &query, &w->arena, &rows, &count, &w->error);
	if (!err)
		err = px_store_count(tx, &px_task_record, NULL, 0, &total, &w->error);
	if (!err)
		err = px_store_take_seq(tx, 1, &total, &w->error);
	if (!err)
		err = px_store_set_span(tx, &span, &w->error);
	if (!err)
		err = px_store_overlaps(tx, 0, 10, &w->arena, &spans, &count, &w->error);
	if (!err)
		err = px_store_clear_span(tx, first, &w->error);
	if (!err)
		err = px_store_delete(tx, &px_task_record, first, &w->error);
	if (err) {
		px_store_rollback(tx);
		return err;
	}
	return px_store_commit_wait(tx, &w->error);
}

/* Whichever call fails, nothing of the transaction is kept, and the store goes on. */
static void test_every_call_failing(void **state)
{
	struct world *w = *state;
	int failures = 0;

	if (!w->variant->faulty)
		return;
	add_user(w, w->user);
	for (uint64_t call = 1;; call++) {
		int64_t before = count_tasks(w);
		atomic_store(&w->fault.calls, 0);
		atomic_store(&w->fault.fail_at, call);
		enum px_err err = scenario(w, px_id_new());
		atomic_store(&w->fault.fail_at, 0);
		if (!err) {
			assert_int_equal(count_tasks(w), before + 2);
			break;
		}
		failures++;
		assert_int_equal(err, PX_IO);
		assert_int_equal(count_tasks(w), before);
	}
	assert_int_equal(failures, 17);
}

/* The closed tasks that hold all the words, newest first, as numbers at the end of their titles: "3 1". */
static void expect_closed(struct world *w, struct px_store_tx *tx, const char *text, size_t max, const char *expected)
{
	struct px_str words[PX_FOLD_WORDS_MAX];
	size_t word_count = px_fold_words(px_str(text), &w->arena, words), count, used = 0;
	char seen[256] = "";
	struct px_id ids[16];

	OK(px_store_closed(tx, words, word_count, max, ids, &count, &w->error));
	for (size_t i = 0; i < count; i++) {
		struct px_task task;
		OK(px_store_get(tx, &px_task_record, ids[i], &w->arena, &task, &w->error));
		used += (size_t)snprintf(seen + used, sizeof(seen) - used, "%s%s", i ? " " : "", strrchr(task.title, ' ') + 1);
	}
	assert_string_equal(seen, expected);
}

static size_t closed_count(struct world *w, struct px_store_tx *tx, const char *word, size_t max)
{
	size_t count = 99;

	OK(px_store_closed_count(tx, px_str(word), max, &count, &w->error));
	return count;
}

static void set_task(struct world *w, struct px_store_tx *tx, struct px_task *task, const char *title,
		     enum px_task_status status)
{
	task->title = title;
	task->status = status;
	OK(px_store_update(tx, &px_task_record, task, -1, &w->error));
}

static void test_closed_by_words(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	struct px_task one = add_task(w, tx, "Fix the auth bug 1"), two = add_task(w, tx, "Fix the gate 2");

	expect_closed(w, tx, "fix", 9, "");
	set_task(w, tx, &one, "Fix the auth bug 1", PX_TASK_COMPLETED);
	set_task(w, tx, &two, "Fix the gate 2", PX_TASK_CANCELLED);
	struct px_task three = make_task(w->user, "Fix the auth door 3");
	three.status = PX_TASK_COMPLETED;
	OK(px_store_insert(tx, &px_task_record, &three, &w->error));
	expect_closed(w, tx, "THE FIXES", 9, ""); /* as indexes compare them, which is no stemming */
	expect_closed(w, tx, "the fix", 9, "3 2 1");
	expect_closed(w, tx, "the fix", 2, "3 2");
	expect_closed(w, tx, "auth", 9, "3 1");
	expect_closed(w, tx, "auth bugs", 9, "1");
	expect_closed(w, tx, "auth gate", 9, "");
	assert_int_equal(closed_count(w, tx, "fix", 9), 3);
	assert_int_equal(closed_count(w, tx, "fix", 2), 2);
	assert_int_equal(closed_count(w, tx, "nothing", 9), 0);
	/* Renamed, opened again, deleted. */
	set_task(w, tx, &one, "Mend the login 1", PX_TASK_COMPLETED);
	expect_closed(w, tx, "auth", 9, "3");
	expect_closed(w, tx, "login", 9, "1");
	set_task(w, tx, &three, "Fix the auth hinge 3", PX_TASK_PENDING);
	expect_closed(w, tx, "auth", 9, "");
	set_task(w, tx, &three, "Fix the auth hinge 3", PX_TASK_CANCELLED);
	expect_closed(w, tx, "auth hinge", 9, "3");
	OK(px_store_delete(tx, &px_task_record, two.id, &w->error));
	expect_closed(w, tx, "gate", 9, "");
	commit(w, tx);
	tx = begin_read(w);
	expect_closed(w, tx, "the", 9, "3 1");
	px_store_rollback(tx);
}

/* It is of the transaction: savepoints and transactions take it back, and other users see nothing of it. */
static void test_closed_goes_with_the_transaction(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	struct px_task task = add_task(w, tx, "Paint the shed 1");

	OK(px_store_savepoint(tx, &w->error));
	set_task(w, tx, &task, "Paint the shed 1", PX_TASK_COMPLETED);
	expect_closed(w, tx, "shed", 9, "1");
	px_store_revert(tx);
	expect_closed(w, tx, "shed", 9, "");
	set_task(w, tx, &task, "Paint the shed 1", PX_TASK_COMPLETED);
	commit(w, tx);
	tx = begin_write(w);
	set_task(w, tx, &task, "Paint the shed 1", PX_TASK_PENDING);
	px_store_rollback(tx);
	tx = begin_as(w, w->other, PX_STORE_READ);
	expect_closed(w, tx, "shed", 9, "");
	assert_int_equal(closed_count(w, tx, "shed", 9), 0);
	px_store_rollback(tx);
	tx = begin_read(w);
	expect_closed(w, tx, "shed", 9, "1");
	px_store_rollback(tx);
}

static void test_closed_calls_are_checked(void **state)
{
	struct world *w = *state;
	struct px_str words[PX_STORE_CLOSED_WORDS + 1] = { { 0 } };
	struct px_store_tx *tx = begin_read(w);
	struct px_id id;
	size_t count;

	assert_int_equal(px_store_closed(tx, words, 0, 1, &id, &count, &w->error), PX_INVALID);
	assert_int_equal(px_store_closed(tx, words, PX_STORE_CLOSED_WORDS + 1, 1, &id, &count, &w->error), PX_INVALID);
	px_store_rollback(tx);
	tx = begin_as(w, PX_ID_NONE, PX_STORE_READ);
	assert_int_equal(px_store_closed(tx, words, 1, 1, &id, &count, &w->error), PX_INTERNAL);
	assert_int_equal(px_store_closed_count(tx, PX_STR("x"), 1, &count, &w->error), PX_INTERNAL);
	px_store_rollback(tx);
}

/* Answers that nobody waits for ------------------------------------------- */

static void test_add_and_replace(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	struct px_task task = make_task(w->user, "a"), closed = make_task(w->user, "Paint the shed 1"), got;

	OK(px_store_add(tx, &px_task_record, &task, &w->error));
	task.title = "b";
	task.version = 2;
	OK(px_store_replace(tx, &px_task_record, &task, 1, &w->error));
	OK(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error));
	assert_same_row(&px_task_record, &task, &got);
	OK(px_store_savepoint(tx, &w->error));
	task.title = "gone";
	task.version = 3;
	OK(px_store_replace(tx, &px_task_record, &task, 2, &w->error));
	px_store_revert(tx);
	OK(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error));
	assert_string_equal(got.title, "b");
	closed.status = PX_TASK_COMPLETED;
	OK(px_store_add(tx, &px_task_record, &closed, &w->error));
	expect_closed(w, tx, "shed", 9, "1");
	closed.title = "Paint the gate 2";
	OK(px_store_replace(tx, &px_task_record, &closed, -1, &w->error));
	commit(w, tx);
	tx = begin_write(w);
	expect_closed(w, tx, "shed", 9, "");
	expect_closed(w, tx, "gate", 9, "2");
	OK(px_store_add(tx, &px_task_record, &(struct px_task){ .id = px_id_new(), .user_id = w->user, .title = "c" }, &w->error));
	px_store_rollback(tx);
	assert_int_equal(count_tasks(w), 2);
	tx = begin_write(w); /* on the connection that was rolled back */
	OK(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error));
	px_store_rollback(tx);
}

/* What a write met that was to meet nothing: now, with a later call, or with the commit. */
static void expect_lost(struct world *w, struct px_store_tx *tx, enum px_err now, bool ask)
{
	int64_t count;
	bool later = !now;

	if (!now && ask) {
		now = px_store_count(tx, &px_task_record, NULL, 0, &count, &w->error);
		assert_int_equal(now, PX_CONFLICT);
		px_store_revert(tx); /* no savepoint mends it */
		assert_int_equal(px_store_count(tx, &px_task_record, NULL, 0, &count, &w->error), PX_CONFLICT);
	}
	if (later)
		now = px_store_commit_wait(tx, &w->error);
	else
		px_store_rollback(tx);
	assert_int_equal(now, PX_CONFLICT);
}

static void test_what_was_sure_and_fails(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);
	struct px_task task = add_task(w, tx, "a"), other, got;

	commit(w, tx);
	for (int ask = 0; ask < 2; ask++) {
		tx = begin_write(w);
		OK(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error));
		other = make_task(w->user, "b");
		OK(px_store_add(tx, &px_task_record, &other, &w->error));
		OK(px_store_savepoint(tx, &w->error));
		expect_lost(w, tx, px_store_add(tx, &px_task_record, &task, &w->error), ask);
		tx = begin_write(w);
		OK(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error));
		other = make_task(w->user, "b");
		OK(px_store_add(tx, &px_task_record, &other, &w->error));
		OK(px_store_savepoint(tx, &w->error));
		got.version = 9;
		expect_lost(w, tx, px_store_replace(tx, &px_task_record, &got, 8, &w->error), ask);
	}
	/* Nobody asks, and nothing is kept: the connection serves others. */
	tx = begin_write(w);
	OK(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error));
	(void)!px_store_add(tx, &px_task_record, &task, &w->error);
	px_store_rollback(tx);
	tx = begin_write(w);
	add_task(w, tx, "c");
	commit(w, tx);
	assert_int_equal(count_tasks(w), 2);
}

static void expect_titles(struct world *w, struct px_store_tx *tx, const struct px_store_query *query, const char *expected)
{
	char seen[64] = "";
	size_t count, used = 0;
	void *rows;

	OK(px_store_query(tx, &px_task_record, query, &w->arena, &rows, &count, &w->error));
	for (size_t i = 0; i < count; i++)
		used += (size_t)snprintf(seen + used, sizeof(seen) - used, "%s", ((struct px_task *)rows)[i].title);
	assert_string_equal(seen, expected);
}

/* An answer that was asked for ahead is that of the moment in which it is wanted. */
static void test_asked_ahead(void **state)
{
	struct world *w = *state;
	struct px_store_filter filter = { "priority", PX_OP_EQ, { .integer = PX_PRIORITY_HIGH } };
	struct px_store_query all = { .order = "title", .limit = 10 }, high = { .filters = &filter, .filter_count = 1, .order = "due", .limit = 3 };
	struct px_store_tx *tx = begin_write(w);
	struct px_task task = add_task(w, tx, "a"), got;

	commit(w, tx);
	for (int mode = PX_STORE_READ; mode <= PX_STORE_WRITE; mode++) {
		tx = begin_as(w, w->user, (enum px_store_mode)mode);
		px_store_ahead_get(tx, &px_task_record, task.id);
		px_store_ahead_query(tx, &px_task_record, &all);
		px_store_ahead_query(tx, &px_task_record, &all);
		px_store_ahead_query(tx, &px_task_record, &high);
		expect_titles(w, tx, &all, "a");
		expect_titles(w, tx, &high, "");
		OK(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error));
		assert_same_row(&px_task_record, &task, &got);
		assert_int_equal(px_store_get(tx, &px_task_record, px_id_new(), &w->arena, &got, &w->error), PX_NOT_FOUND);
		px_store_rollback(tx);
	}
	tx = begin_write(w);
	px_store_ahead_query(tx, &px_task_record, &all);
	px_store_ahead_query(tx, &px_task_record, &high);
	expect_titles(w, tx, &high, "");
	struct px_task added = make_task(w->user, "b");
	added.priority = PX_PRIORITY_HIGH;
	OK(px_store_add(tx, &px_task_record, &added, &w->error));
	expect_titles(w, tx, &all, "ab");
	px_store_ahead_query(tx, &px_task_record, &high); /* after the write was sent */
	px_store_ahead_get(tx, &px_task_record, added.id);
	expect_titles(w, tx, &high, "b");
	OK(px_store_delete(tx, &px_task_record, added.id, &w->error));
	assert_int_equal(px_store_get(tx, &px_task_record, added.id, &w->arena, &got, &w->error), PX_NOT_FOUND);
	commit(w, tx);
	/* Nobody wants it after all. */
	tx = begin_write(w);
	px_store_ahead_query(tx, &px_task_record, &all);
	px_store_rollback(tx);
	tx = begin_write(w);
	px_store_ahead_query(tx, &px_task_record, &all);
	commit(w, tx);
	/* Another user's rows are not among them. */
	tx = begin_as(w, w->other, PX_STORE_WRITE);
	px_store_ahead_get(tx, &px_task_record, task.id);
	px_store_ahead_query(tx, &px_task_record, &all);
	assert_int_equal(px_store_get(tx, &px_task_record, task.id, &w->arena, &got, &w->error), PX_NOT_FOUND);
	expect_titles(w, tx, &all, "");
	px_store_rollback(tx);
}

static uint64_t round_trips(struct world *w)
{
	struct px_store_stats stats;

	px_store_get_stats(w->store, &stats);
	return stats.round_trips;
}

/* However much is written: one question, and the commit. */
static void test_round_trips(void **state)
{
	struct world *w = *state;
	struct px_store_query all = { .limit = 10 };
	int64_t last;

	add_user(w, w->user);
	for (int i = 0; i < 2; i++) {
		uint64_t before = round_trips(w);
		struct px_user user;
		struct px_store_tx *tx = begin_write(w);
		px_store_ahead_query(tx, &px_task_record, &all);
		OK(px_store_get(tx, &px_user_record, w->user, &w->arena, &user, &w->error));
		expect_titles(w, tx, &all, i ? "bbb" : "");
		for (int n = 0; n < 3; n++) {
			struct px_task task = make_task(w->user, "a");
			OK(px_store_add(tx, &px_task_record, &task, &w->error));
			task.title = "b";
			OK(px_store_replace(tx, &px_task_record, &task, 1, &w->error));
		}
		OK(px_store_take_seq(tx, 3, &last, &w->error));
		commit(w, tx);
		assert_int_equal(round_trips(w) - before, strcmp(w->variant->driver, "postgres") == 0);
	}
}

/* More than one pipeline holds. */
static void test_many_writes_of_one_transaction(void **state)
{
	enum { MANY = 500 };
	struct world *w = *state;
	struct px_store_tx *tx = begin_write(w);

	for (int i = 0; i < MANY; i++) {
		struct px_task task = make_task(w->user, "a");
		task.status = i % 2 ? PX_TASK_COMPLETED : PX_TASK_PENDING;
		OK(px_store_savepoint(tx, &w->error));
		OK(px_store_add(tx, &px_task_record, &task, &w->error));
		px_store_release(tx);
	}
	commit(w, tx);
	assert_int_equal(count_tasks(w), MANY);
}

#define TEST(name) \
	{ #name, name, set_up, tear_down, NULL }

static const struct CMUnitTest cases[] = {
	TEST(test_round_trip), TEST(test_every_record), TEST(test_get_missing), TEST(test_duplicate_id),
	TEST(test_update), TEST(test_delete), TEST(test_rollback), TEST(test_savepoints),
	TEST(test_writes_see_earlier_writes), TEST(test_a_reader_keeps_its_snapshot),
	TEST(test_read_only), TEST(test_isolation), TEST(test_isolation_of_users),
	TEST(test_maintenance_takes_any_row), TEST(test_purge), TEST(test_filters), TEST(test_filters_combine),
	TEST(test_filter_by_id), TEST(test_order_and_cursors), TEST(test_no_order), TEST(test_large_pages),
	TEST(test_bad_queries), TEST(test_many_shapes), TEST(test_overlaps_at_the_edges),
	TEST(test_overlaps_random), TEST(test_closed_by_words), TEST(test_closed_goes_with_the_transaction),
	TEST(test_closed_calls_are_checked), TEST(test_concurrent_transactions),
	TEST(test_close_completes_commits), TEST(test_empty_transactions),
	TEST(test_check_and_capabilities), TEST(test_add_and_replace), TEST(test_what_was_sure_and_fails),
	TEST(test_asked_ahead), TEST(test_round_trips), TEST(test_many_writes_of_one_transaction), TEST(test_sequence), TEST(test_every_call_failing),
};
enum { CASES = sizeof(cases) / sizeof(cases[0]) };

int main(void)
{
	struct CMUnitTest tests[CASES];
	int failed = 0;
	bool with_postgres = postgres_start(&server);

	for (size_t v = 0; v < sizeof(variants) / sizeof(variants[0]); v++) {
		if (!with_postgres && strcmp(variants[v].driver, "postgres") == 0)
			continue;
		if (variants[v].pooled && !postgres_pooler(&server))
			continue;
		memcpy(tests, cases, sizeof(cases));
		for (size_t i = 0; i < CASES; i++)
			tests[i].initial_state = (void *)&variants[v];
		print_message("driver %s%s%s\n", variants[v].driver, variants[v].faulty ? " (faulty)" : "",
			      variants[v].pooled ? " (pooled)" : "");
		failed += cmocka_run_group_tests(tests, NULL, NULL);
	}
	if (with_postgres)
		postgres_stop(&server);
	return failed;
}
