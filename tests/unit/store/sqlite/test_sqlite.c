/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening: the single-process lock, the schema's versions, databases that are
 * not ours, and that the statements of the hot paths use their indexes.
 */
#include "fixture.h"

#include "base/mem.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static enum px_err try_open(struct world *w)
{
	struct px_store_config config = note_config(w);
	enum px_err err;

	memset(&w->error, 0, sizeof(w->error));
	err = px_store_open(&config, &w->store, &w->error);
	if (err)
		w->store = NULL;
	return err;
}

/* Runs SQL on the closed database. */
static void run(struct world *w, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void test_files_are_the_owners(void **state)
{
	static const char *const suffixes[] = { "", "-wal", "-shm", ".lock" };
	struct world *w = *state;
	char name[300];
	struct stat info;

	open_store(w);
	for (int i = 0; i < 4; i++) {
		snprintf(name, sizeof(name), "%s%s", w->path, suffixes[i]);
		assert_int_equal(stat(name, &info), 0);
		assert_int_equal(info.st_mode & 0777, 0600);
	}
}

static void test_one_process(void **state)
{
	struct world *w = *state;
	struct px_store *first;
	char pid[32];

	open_store(w);
	first = w->store;
	snprintf(pid, sizeof(pid), "process %ld", (long)getpid());
	assert_int_equal(try_open(w), PX_CONFLICT);
	assert_non_null(strstr(w->error.message, pid));
	px_store_close(first);
	open_store(w);
}

static void test_the_lock_ends_with_the_process(void **state)
{
	struct world *w = *state;
	int ready[2], status;
	char byte;

	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0) {
		int fd;
		_exit(lock_take(w->path, &fd, NULL) || write(ready[1], "x", 1) != 1 || pause());
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(try_open(w), PX_CONFLICT);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	assert_int_equal(try_open(w), PX_OK);
	close(ready[0]);
	close(ready[1]);
}

static void test_newer_schema(void **state)
{
	struct world *w = *state;

	open_store(w);
	px_store_close(w->store);
	run(w, "PRAGMA user_version = 9999");
	assert_int_equal(try_open(w), PX_UNSUPPORTED);
	assert_non_null(strstr(w->error.message, "newer"));
}

/* Every table, index and planner statistic, in one text. */
static char *schema_of(struct world *w)
{
	static const char sql[] =
		"SELECT group_concat(line, char(10)) FROM (SELECT replace(sql, '\"', '') AS line FROM sqlite_schema"
		" WHERE sql IS NOT NULL UNION ALL SELECT tbl || ' ' || idx || ' ' || stat FROM sqlite_stat1 ORDER BY 1)";
	sqlite3_stmt *statement;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	char *text = px_strdup((const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return text;
}

static void make_older(struct world *w, int version)
{
	sqlite3 *db;

	unlink(w->path);
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(closed_register(db), SQLITE_OK);
	assert_int_equal(migrations_apply_to(db, version, &w->error), PX_OK);
	sqlite3_close(db);
}

/* From whatever version one comes, one arrives at the same schema. */
static void test_older_schemas(void **state)
{
	struct world *w = *state;

	open_store(w);
	px_store_close(w->store);
	char *fresh = schema_of(w);
	for (int version = 1; version < migrations_count(); version++) {
		watchdog_start();
		make_older(w, version);
		assert_int_equal(try_open(w), PX_OK);
		px_store_close(w->store);
		char *upgraded = schema_of(w);
		assert_string_equal(upgraded, fresh);
		free(upgraded);
	}
	free(fresh);
	w->store = NULL;
}

/* Mail that waits when the table of jobs gets its new columns is still there. */
static void test_older_jobs(void **state)
{
	struct world *w = *state;

	make_older(w, 5);
	run(w, "INSERT INTO jobs (id, user_id, kind, payload, run_at, attempts, state, created, updated, version)"
	       " VALUES (x'01', x'02', 'mail.invite', '{}', 7, 1, 0, 5, 6, 3)");
	assert_int_equal(try_open(w), PX_OK);
	px_store_close(w->store);
	w->store = NULL;
	run(w, "CREATE TABLE one (n CHECK (n = 1)); INSERT INTO one SELECT count(*) FROM jobs WHERE id = x'01'"
	       " AND user_id = x'02' AND kind = 'mail.invite' AND due = 7 AND attempts = 1 AND state = 0"
	       " AND created = 5 AND updated = 6 AND version = 3 AND dedupe_key IS NULL AND NOT once");
}

static int64_t number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

/* What was there gets its place in its user's sequence by id; answers know what they answer. */
static void test_old_rows_get_numbers(void **state)
{
	struct world *w = *state;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(migrations_apply_to(db, 5, &w->error), PX_OK);
	assert_int_equal(sqlite3_exec(db,
		"INSERT INTO users VALUES (x'A1', 'A', NULL, 'UTC', 'en-GB', 0, 1, 1, 1),"
		" (x'A2', 'B', NULL, 'UTC', 'en-GB', 0, 1, 1, 1), (x'A3', 'C', NULL, 'UTC', 'en-GB', 0, 1, 1, 1);"
		"INSERT INTO messages (id, user_id, conversation_id, role, text, created, version) VALUES"
		" (x'01', x'A1', x'CC', 0, 'one', 1, 1), (x'03', x'A1', x'CC', 1, 're one', 1, 1),"
		" (x'04', x'A1', x'DD', 0, 'other', 1, 1), (x'05', x'A1', x'CC', 0, 'two', 1, 1),"
		" (x'06', x'A1', x'CC', 1, 're two', 1, 1), (x'01', x'A2', x'CC', 0, 'hers', 1, 1);"
		"INSERT INTO actions (id, user_id, tool, summary, undone, created, version) VALUES"
		" (x'02', x'A1', 'create_task', 'Added', 0, 1, 1);", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(try_open(w), PX_OK);
	px_store_close(w->store);
	w->store = NULL;
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(number(db, "SELECT count(*) FROM messages WHERE user_id = x'A1' AND seq = CAST(hex(id) AS INT)"), 5);
	assert_int_equal(number(db, "SELECT seq FROM actions WHERE id = x'02'"), 2);
	assert_int_equal(number(db, "SELECT seq FROM users WHERE id = x'A1'"), 6);
	assert_int_equal(number(db, "SELECT seq FROM users WHERE id = x'A2'"), 1);
	assert_int_equal(number(db, "SELECT seq FROM users WHERE id = x'A3'"), 0);
	assert_int_equal(number(db, "SELECT reply_to = x'05' FROM messages WHERE id = x'06'"), 1);
	assert_int_equal(number(db, "SELECT reply_to = x'01' FROM messages WHERE id = x'03'"), 1);
	assert_int_equal(number(db, "SELECT count(*) FROM messages WHERE reply_to IS NOT NULL"), 2);
	sqlite3_close(db);
}

/* Tasks that were closed before there was an index of them are in it. */
static void test_older_closed_tasks(void **state)
{
	struct world *w = *state;

	make_older(w, 20);
	run(w, "INSERT INTO tasks (id, user_id, title, status, priority, after_completion, occurrences_done, created, updated, version)"
	       " VALUES (x'01', x'AA', 'Water the ferns', 2, 1, 0, 0, 1, 1, 1), (x'02', x'AA', 'Water', 1, 1, 0, 0, 1, 1, 1),"
	       " (x'03', x'BB', '…', 3, 1, 0, 0, 1, 1, 1)");
	assert_int_equal(try_open(w), PX_OK);
	px_store_close(w->store);
	w->store = NULL;
	run(w, "CREATE TABLE one (n CHECK (n = 4)); INSERT INTO one SELECT count(*) FROM closed_words"
	       " WHERE user_id = x'AA' AND task = x'01' AND (word IN ('water', 'the', 'fern') OR word LIKE '=%');"
	       "INSERT INTO one SELECT count(*) FROM closed_words");
}

static void test_foreign_database(void **state)
{
	struct world *w = *state;

	run(w, "CREATE TABLE mine (x)");
	assert_int_equal(try_open(w), PX_INVALID);
	assert_non_null(strstr(w->error.message, "not one of Pixie's"));
}

static void test_not_a_database(void **state)
{
	struct world *w = *state;
	int fd = open(w->path, O_CREAT | O_WRONLY, 0600);

	for (int i = 0; i < 100; i++)
		assert_int_equal(write(fd, "these are no database pages at all\n", 35), 35);
	close(fd);
	assert_int_equal(try_open(w), PX_CORRUPT);
}

static void test_empty_file_becomes_a_database(void **state)
{
	struct world *w = *state;

	close(open(w->path, O_CREAT | O_WRONLY, 0600));
	assert_int_equal(try_open(w), PX_OK);
	assert_int_equal(count_notes(w), 0);
}

static void test_missing_directory(void **state)
{
	struct world *w = *state;

	temp_dir_file(&w->dir, "nowhere/pixie.db", w->path);
	assert_int_equal(try_open(w), PX_IO);
	assert_non_null(strstr(w->error.message, "No such file"));
}

static void test_unknown_driver(void **state)
{
	struct world *w = *state;
	struct px_store_config config = note_config(w);

	config.driver = "paper";
	assert_int_equal(px_store_open(&config, &w->store, &w->error), PX_INVALID);
}

/* A descriptor ahead of its migration is found at opening, not at the first insert. */
static void test_missing_column(void **state)
{
	static const struct px_field ahead[] = {
		PX_FIELD(struct note, id, ID, 0, .doc = NULL), PX_FIELD(struct note, user_id, ID, 0, .doc = NULL),
		{ .name = "mood", .kind = PX_FIELD_TEXT, .offset = offsetof(struct note, title) },
	};
	static const struct px_record record = { "note", "conversations", sizeof(struct note), ahead, 3 };
	static const struct px_record *const records[] = { &record, NULL };
	struct world *w = *state;
	struct px_store_config config = note_config(w);

	config.records = records;
	assert_int_equal(px_store_open(&config, &w->store, &w->error), PX_INTERNAL);
	assert_non_null(strstr(w->error.message, "mood"));
	w->store = NULL;
}

static size_t open_files(void)
{
	DIR *list = opendir("/proc/self/fd");
	size_t count = 0;

	assert_non_null(list);
	while (readdir(list))
		count++;
	closedir(list);
	return count;
}

static void test_closing_leaves_no_file_open(void **state)
{
	struct world *w = *state;
	size_t before;

	open_store(w);
	px_store_close(w->store);
	before = open_files();
	open_store(w);
	assert_true(open_files() > before);
	px_store_close(w->store);
	w->store = NULL;
	assert_int_equal(open_files(), before);
}

static void test_unregistered_record(void **state)
{
	static const struct px_record other = { "other", "users", sizeof(struct note), note_fields, 7 };
	struct world *w = *state;
	struct px_store_tx *tx;
	int64_t count;

	open_store(w);
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_READ, &tx, NULL), PX_OK);
	assert_int_equal(px_store_count(tx, &other, NULL, 0, &count, NULL), PX_INTERNAL);
	px_store_rollback(tx);
}

/* The plan of `sql`, its steps joined by "; ". */
static void explain(sqlite3 *db, const char *sql, char out[512])
{
	char *text = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *statement;

	out[0] = '\0';
	if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	while (sqlite3_step(statement) == SQLITE_ROW) {
		size_t used = strlen(out);
		snprintf(out + used, 512 - used, "%s; ", (const char *)sqlite3_column_text(statement, 3));
	}
	sqlite3_finalize(statement);
	sqlite3_free(text);
}

static void test_plans(void **state)
{
	static const struct { const char *sql, *index; } cases[] = {
		{ "SELECT * FROM tasks WHERE 1 AND user_id = ?1 ORDER BY id LIMIT ?2", "PRIMARY KEY (user_id=?)" },
		{ "SELECT * FROM tasks WHERE 1 AND user_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
		  "PRIMARY KEY (user_id=? AND id>?)" },
		{ "SELECT * FROM tasks WHERE 1 AND user_id = ?1 AND status = ?2 ORDER BY id LIMIT ?3", "(user_id=?" },
		{ "SELECT * FROM tasks WHERE 1 AND user_id = ?1 AND parent_id = ?2 ORDER BY id LIMIT ?3",
		  "tasks_parent (user_id=? AND parent_id=?)" },
		{ "SELECT * FROM events WHERE 1 AND user_id = ?1 AND start >= ?2 AND start < ?3"
		  " ORDER BY start, id LIMIT ?4", "events_start (user_id=? AND start>? AND start<?)" },
		{ "SELECT * FROM messages WHERE 1 AND user_id = ?1 AND conversation_id = ?2"
		  " AND (seq, id) < (?3, ?4) ORDER BY seq DESC, id DESC LIMIT ?5",
		  "messages_seq (user_id=? AND (seq,id)<(?,?))" },
		{ "SELECT * FROM messages WHERE 1 AND user_id = ?1 AND conversation_id = ?2 AND seq >= ?3 AND reply_to = ?4"
		  " ORDER BY seq, id LIMIT ?5", "messages_seq (user_id=? AND seq>?)" },
		{ "SELECT * FROM messages WHERE 1 AND user_id = ?1 ORDER BY seq, id LIMIT ?2", "messages_seq (user_id=?)" },
		{ "SELECT * FROM actions WHERE 1 AND user_id = ?1 AND undone = ?2 ORDER BY seq DESC, id DESC LIMIT ?3",
		  "actions_seq (user_id=?)" },
		{ "SELECT * FROM messages WHERE 1 AND user_id = ?1 AND client_id = ?2 ORDER BY id LIMIT ?3",
		  "messages_client (user_id=? AND client_id=?)" },
		{ "SELECT * FROM idempotency WHERE 1 AND user_id = ?1 AND key = ?2 ORDER BY id LIMIT ?3",
		  "idempotency_key (user_id=? AND key=?)" },
	};
	struct world *w = *state;
	char plan[512];
	sqlite3 *db;

	open_store(w);
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		explain(db, cases[i].sql, plan);
		if (!strstr(plan, cases[i].index) || strstr(plan, "SCAN"))
			fail_msg("%s\n  is planned as %s", cases[i].sql, plan);
		if (strstr(plan, "TEMP B-TREE"))
			fail_msg("%s\n  sorts: %s", cases[i].sql, plan);
	}
	sqlite3_close(db);
}

/* What a list of tasks reads (domain/task_range.c) are ranges; only among equal dates it may sort. */
static void test_task_range_plans(void **state)
{
	static const struct { const char *where, *plan; } cases[] = {
		{ "status = ?2 AND due >= ?3 AND due < ?4 AND due IS NOT NULL ORDER BY due, id LIMIT ?5",
		  "tasks_status (user_id=? AND status=? AND due>? AND due<?)" },
		{ "status = ?2 AND priority = ?3 AND due < ?4 AND due IS NOT NULL ORDER BY due, id LIMIT ?5",
		  "tasks_status (user_id=? AND status=? AND due>? AND due<?)" },
		{ "status = ?2 AND due IS NULL AND due_day >= ?3 AND due_day < ?4 AND due_day IS NOT NULL"
		  " ORDER BY due_day, id LIMIT ?5",
		  "tasks_status (user_id=? AND status=? AND due=? AND due_day>? AND due_day<?)" },
		{ "status = ?2 AND due IS NULL AND due_day IS NULL AND priority = ?3 ORDER BY id LIMIT ?4",
		  "tasks_status (user_id=? AND status=? AND due=? AND due_day=? AND priority=?)" },
		{ "status = ?2 AND completed >= ?3 AND completed < ?4 AND completed IS NOT NULL"
		  " ORDER BY completed, id LIMIT ?5", "tasks_completed (user_id=? AND completed>? AND completed<?)" },
	};
	struct world *w = *state;
	char plan[512], sql[512];
	sqlite3 *db;

	open_store(w);
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(sql, sizeof(sql), "SELECT * FROM tasks WHERE 1 AND user_id = ?1 AND %s", cases[i].where);
		explain(db, sql, plan);
		if (!strstr(plan, cases[i].plan) || strstr(plan, "USE TEMP B-TREE FOR ORDER BY"))
			fail_msg("%s\n  is planned as %s", sql, plan);
	}
	sqlite3_close(db);
}

/* The interval tree's three statements never leave their covering indexes. */
static void test_span_plans(void **state)
{
	static const struct { enum sql_fixed which; const char *plan; } cases[] = {
		{ SQL_SPAN_BEFORE, "COVERING INDEX spans_end (user_id=? AND node=? AND end>?)" },
		{ SQL_SPAN_AFTER, "COVERING INDEX spans_start (user_id=? AND node=? AND start<?)" },
		{ SQL_SPAN_WITHIN, "(user_id=? AND node>? AND node<?)" },
	};
	struct world *w = *state;
	char plan[512];
	sqlite3 *db;

	open_store(w);
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		explain(db, sqlite_fixed_sql[cases[i].which], plan);
		if (!strstr(plan, cases[i].plan) || !strstr(plan, "COVERING INDEX"))
			fail_msg("%s\n  is planned as %s", sqlite_fixed_sql[cases[i].which], plan);
	}
	sqlite3_close(db);
}

/* Closed tasks are found, counted and taken out of their index by its key. */
static void test_closed_plans(void **state)
{
	static const struct { const char *sql, *plan; } cases[] = {
		{ NULL, "SEARCH closed_words USING PRIMARY KEY (user_id=? AND word=?)" },
		{ NULL, "SEARCH closed_words USING PRIMARY KEY (user_id=? AND word=? AND task<?)" },
		{ "DELETE FROM closed_words WHERE user_id = ?1 AND task = ?2 AND word IN (SELECT value FROM json_each(?3))",
		  "SEARCH closed_words USING PRIMARY KEY (user_id=? AND word=? AND task=?)" },
	};
	struct world *w = *state;
	char plan[512];
	sqlite3 *db;

	open_store(w);
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *sql = cases[i].sql ? cases[i].sql : sqlite_fixed_sql[i ? SQL_CLOSED_SEEK : SQL_CLOSED_COUNT];
		explain(db, sql, plan);
		if (!strstr(plan, cases[i].plan) || strstr(plan, "TEMP B-TREE"))
			fail_msg("%s\n  is planned as %s", sql, plan);
	}
	sqlite3_close(db);
}

/* Whether there is an open file that lies in the directory and has no name any more. */
static bool holds_nameless(const char *directory)
{
	DIR *list = opendir("/proc/self/fd");
	const struct dirent *entry;
	bool found = false;

	assert_non_null(list);
	while ((entry = readdir(list))) {
		char target[512];
		ssize_t n = readlinkat(dirfd(list), entry->d_name, target, sizeof(target) - 1);
		target[n > 0 ? n : 0] = '\0';
		found |= strncmp(target, directory, strlen(directory)) == 0 && strstr(target, "(deleted)");
	}
	closedir(list);
	return found;
}

/*
 * What a savepoint of many pages would take back leaves memory for a file beside the database (of the process's first
 * store, as which this one must come); it is taken back all the same.
 */
static void test_large_savepoints_stay_at_home(void **state)
{
	enum { NOTES = 500 };
	static struct note notes[NOTES];
	struct note note;
	struct world *w = *state;
	struct px_arena arena;
	struct px_store_tx *tx;
	char text[2048];

	memset(text, 'x', sizeof(text));
	memcpy(text, "\"", 1);
	memcpy(text + sizeof(text) - 2, "\"", 2);
	open_store(w);
	px_store_close(w->store); /* migrating leaves a file of its own */
	open_store(w);
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, &w->error), PX_OK);
	for (int i = 0; i < NOTES; i++) {
		notes[i] = make_note(w->user, text);
		assert_int_equal(px_store_insert(tx, &note_record, &notes[i], &w->error), PX_OK);
	}
	assert_int_equal(px_store_commit_wait(tx, &w->error), PX_OK);
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, &w->error), PX_OK);
	for (int i = 0; i < NOTES; i++) {
		notes[i].version = 2;
		assert_int_equal(px_store_update(tx, &note_record, &notes[i], 1, &w->error), PX_OK);
		if (i == 20) /* more than a turn changes is still in memory */
			assert_false(holds_nameless(w->dir.path));
	}
	assert_true(holds_nameless(w->dir.path));
	px_store_rollback(tx);
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_READ, &tx, &w->error), PX_OK);
	px_arena_init(&arena);
	for (int i = 0; i < NOTES; i++) {
		assert_int_equal(px_store_get(tx, &note_record, notes[i].id, &arena, &note, &w->error), PX_OK);
		assert_int_equal(note.version, 1);
	}
	px_arena_release(&arena);
	px_store_rollback(tx);
}

/* A number that stands for nothing is damage, not the nearest thing. */
static void test_numbers_of_enums(void **state)
{
	static const char *const names[] = { "none", "one", "two", NULL };
	static const struct px_field fields[] = {
		PX_FIELD(struct note, id, ID, PX_FIELD_REQUIRED, .doc = NULL),
		PX_FIELD(struct note, user_id, ID, PX_FIELD_REQUIRED, .doc = NULL),
		PX_FIELD(struct note, created, ENUM, 0, .values = names),
	};
	static const struct px_record as_enum = { "note", "conversations", sizeof(struct note), fields, 3 };
	static const struct px_record *const both[] = { &note_record, &as_enum, NULL };
	struct px_store_config config = { "sqlite", NULL, 1, both };
	struct world *w = *state;
	struct px_arena arena;

	config.path = w->path;
	assert_int_equal(px_store_open(&config, &w->store, &w->error), PX_OK);
	px_arena_init(&arena);
	for (int number = 0; number < 4; number++) {
		struct note note = make_note(w->user, NULL), read = { 0 };
		struct px_store_tx *tx;
		note.created = number;
		assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, &w->error), PX_OK);
		assert_int_equal(px_store_insert(tx, &note_record, &note, &w->error), PX_OK);
		enum px_err err = px_store_get(tx, &as_enum, note.id, &arena, &read, &w->error);
		assert_int_equal(err, number < 3 ? PX_OK : PX_CORRUPT);
		if (!err)
			assert_int_equal(*(int *)&read.created, number);
		px_store_rollback(tx);
	}
	px_arena_release(&arena);
}

/*
 * A transaction larger than the writer's page cache writes pages into the log before it ends, and those that change
 * again anew, in place: such writes don't follow one another.
 */
static void test_pages_written_twice_in_one_transaction(void **state)
{
	enum { NOTES = 20, LARGE = 1 << 20, PASSES = 3 };
	static struct note notes[NOTES];
	struct world *w = *state;
	struct px_store_tx *tx;
	struct px_arena arena;
	struct note note;
	char *text = px_calloc(1, LARGE);

	open_store(w);
	memset(text, 'x', LARGE - 1);
	text[0] = text[LARGE - 2] = '"';
	text[LARGE - 1] = '\0';
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, &w->error), PX_OK);
	for (int pass = 0; pass < PASSES; pass++) {
		memset(text + 1, 'a' + pass, LARGE - 3);
		for (int i = 0; i < NOTES; i++) {
			if (pass == 0)
				notes[i] = make_note(w->user, text);
			notes[i].version = pass + 1;
			assert_int_equal(pass == 0 ? px_store_insert(tx, &note_record, &notes[i], &w->error)
						   : px_store_update(tx, &note_record, &notes[i], pass, &w->error), PX_OK);
		}
	}
	assert_int_equal(px_store_commit_wait(tx, &w->error), PX_OK);
	px_store_close(w->store);
	open_store(w);
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_READ, &tx, &w->error), PX_OK);
	px_arena_init(&arena);
	for (int i = 0; i < NOTES; i++) {
		assert_int_equal(px_store_get(tx, &note_record, notes[i].id, &arena, &note, &w->error), PX_OK);
		assert_int_equal(note.version, PASSES);
		assert_string_equal(note.state, text);
		px_arena_clear(&arena);
	}
	px_arena_release(&arena);
	px_store_rollback(tx);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_large_savepoints_stay_at_home), TEST(test_files_are_the_owners), TEST(test_one_process),
		TEST(test_the_lock_ends_with_the_process), TEST(test_newer_schema), TEST(test_older_schemas), TEST(test_older_jobs),
		TEST(test_older_closed_tasks), TEST(test_old_rows_get_numbers), TEST(test_numbers_of_enums),
		TEST(test_pages_written_twice_in_one_transaction),
		TEST(test_foreign_database), TEST(test_not_a_database),
		TEST(test_empty_file_becomes_a_database), TEST(test_missing_directory),
		TEST(test_unknown_driver), TEST(test_missing_column), TEST(test_unregistered_record), TEST(test_closing_leaves_no_file_open),
		TEST(test_plans), TEST(test_task_range_plans), TEST(test_span_plans), TEST(test_closed_plans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
