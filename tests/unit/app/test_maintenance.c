/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clean-up: it deletes what is old and nothing else, in slices, and no
 * statement of it reads a table through.
 */
#include "app/maintenance.h"

#include "api/idempotency.h"
#include "auth/password.h"
#include "auth/records.h"
#include "base/clock.h"
#include "base/log.h"
#include "domain/entities.h"
#include "support/ok.h"
#include "support/temp.h"
#include "support/watchdog.h"

#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>

#include <cmocka.h>

#define NOW INT64_C(1768471200000) /* 2026-01-15T10:00:00Z */

enum { SQL_TEXTS = 256 };

/* Every statement that any connection has run since `gathering` was set. */
static struct {
	pthread_mutex_t lock;
	bool gathering;
	char *texts[SQL_TEXTS];
	size_t count;
} seen = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void gather(bool on)
{
	pthread_mutex_lock(&seen.lock); /* the commit thread has statements of its own */
	seen.gathering = on;
	pthread_mutex_unlock(&seen.lock);
}

static int trace(unsigned type, void *arg, void *statement, void *text)
{
	const char *sql = sqlite3_sql(statement);

	(void)type;
	(void)arg;
	(void)text;
	pthread_mutex_lock(&seen.lock);
	bool known = !seen.gathering || !sql;
	for (size_t i = 0; !known && i < seen.count; i++)
		known = strcmp(seen.texts[i], sql) == 0;
	if (!known && seen.count < SQL_TEXTS)
		seen.texts[seen.count++] = strdup(sql);
	pthread_mutex_unlock(&seen.lock);
	return 0;
}

static int trace_connection(sqlite3 *db, const char **error, const struct sqlite3_api_routines *api)
{
	(void)error;
	(void)api;
	return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, trace, NULL);
}

struct world {
	struct temp_dir dir;
	char path[256];
	struct px_store *store;
	struct px_auth *auth;
	struct px_error error;
	sem_t written;
};

static int set_up(void **state)
{
	static const struct px_password_params cheap = { .memory_kib = 64, .passes = 1, .lanes = 1 };
	static const struct px_record *records[64];
	struct world *w = calloc(1, sizeof(*w));
	size_t n = 0;

	watchdog_start();
	px_log_set_level(PX_LOG_NONE);
	px_clock_fix(NOW);
	temp_dir_make(&w->dir);
	temp_dir_file(&w->dir, "pixie.db", w->path);
	for (size_t i = 0; px_records[i]; i++)
		records[n++] = px_records[i];
	for (size_t i = 0; px_auth_records[i]; i++)
		records[n++] = px_auth_records[i];
	records[n] = NULL;
	struct px_store_config config = { .driver = "sqlite", .path = w->path, .shards = 1, .records = records };
	OK(px_store_open(&config, &w->store, &w->error));
	struct px_auth_config auth = { .store = w->store, .user_record = &px_user_record, .data_dir = w->dir.path,
				       .password = &cheap, .cache_entries = 16, .zone = "Europe/Berlin",
				       .locale = "en-GB" };
	OK(px_auth_new(&auth, &w->auth, &w->error));
	sem_init(&w->written, 0, 0);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	px_auth_free(w->auth);
	px_store_close(w->store);
	temp_dir_remove(&w->dir);
	px_clock_fix(0);
	free(w);
	watchdog_stop();
	return 0;
}

static struct px_store_tx *begin(struct world *w, enum px_store_mode mode)
{
	struct px_store_tx *tx = NULL;

	OK(px_store_begin(w->store, PX_ID_NONE, mode, &tx, &w->error));
	return tx;
}

static void keep_answers(struct world *w, size_t count, int64_t created)
{
	struct px_store_tx *tx = begin(w, PX_STORE_WRITE);

	for (size_t i = 0; i < count; i++) {
		char key[40];
		snprintf(key, sizeof(key), "%zu-%lld", i, (long long)created);
		struct px_idempotency kept = { .id = px_id_new(), .user_id = px_id_new(), .key = key,
					       .request_hash = "h", .response = "{}", .status = 200,
					       .created = created };
		OK(px_store_insert(tx, &px_idempotency_record, &kept, &w->error));
	}
	OK(px_store_commit_wait(tx, &w->error));
}

/* As a writer, who sees what was committed before, in a batch that has ended or not. */
static int64_t count_answers(struct world *w)
{
	struct px_store_tx *tx = begin(w, PX_STORE_WRITE);
	int64_t count = -1;

	OK(px_store_count(tx, &px_idempotency_record, NULL, 0, &count, &w->error));
	px_store_rollback(tx);
	return count;
}

/* One dead row of each table of identity, so that deleting is traced too. */
static void add_dead_rows(struct world *w)
{
	struct px_store_tx *tx = begin(w, PX_STORE_WRITE);
	int64_t old = NOW - 100 * PX_MS_DAY;
	struct px_session_row session;
	struct px_api_token_row token;
	struct px_refresh_row refresh;
	struct px_ticket_row ticket;
	struct px_job_row job;
	struct px_action action;

	px_record_init(&px_action_record, &action);
	action.id = action.user_id = px_id_new();
	action.tool = action.summary = "a";
	action.changes = "[]";
	action.created = old;
	OK(px_store_insert(tx, &px_action_record, &action, &w->error));
	px_record_init(&px_session_record, &session);
	session.id = session.user_id = px_id_new();
	session.created = session.last_used = session.expires = session.revoked = old;
	OK(px_store_insert(tx, &px_session_record, &session, &w->error));
	px_record_init(&px_api_token_record, &token);
	token.id = token.user_id = px_id_new();
	token.name = token.hash = "t";
	token.created = token.expires = token.revoked = old;
	OK(px_store_insert(tx, &px_api_token_record, &token, &w->error));
	px_record_init(&px_refresh_record, &refresh);
	refresh.id = refresh.user_id = refresh.session_id = px_id_new();
	refresh.hash = "r";
	refresh.created = refresh.expires = old;
	OK(px_store_insert(tx, &px_refresh_record, &refresh, &w->error));
	px_record_init(&px_ticket_record, &ticket);
	ticket.id = ticket.user_id = px_id_new();
	ticket.hash = "k";
	ticket.created = ticket.expires = old;
	OK(px_store_insert(tx, &px_ticket_record, &ticket, &w->error));
	for (int state = PX_JOB_WAITING; state <= PX_JOB_DEAD; state++) {
		px_record_init(&px_job_record, &job);
		job.id = job.user_id = px_id_new();
		job.kind = "mail.invite";
		job.payload = "{}";
		job.state = state;
		job.due = job.created = job.updated = old;
		OK(px_store_insert(tx, &px_job_record, &job, &w->error));
	}
	OK(px_store_commit_wait(tx, &w->error));
}

static void written(void *arg)
{
	sem_post(&((struct world *)arg)->written);
}

/* Runs the real jobs on a real runner until no old answer is left. */
static void clean(struct world *w, int64_t left)
{
	struct px_maintenance *maintenance;
	struct px_shards *shards;
	struct px_jobs *jobs;
	struct px_loop *loop;

	px_store_watch(w->store, &px_job_record, written, w);
	OK(px_loop_new(0, &loop, &w->error));
	OK(px_shards_new(1, NULL, &shards, &w->error));
	OK(px_jobs_new(w->store, loop, &jobs, &w->error));
	struct px_maintenance_config config = { w->store, w->auth, jobs, loop, 30 * PX_MS_DAY };
	OK(px_maintenance_new(&config, &maintenance, &w->error));
	px_clock_fix(px_clock_now() + PX_MS_HOUR);
	px_jobs_start(jobs, shards);
	while (count_answers(w) > left)
		while (sem_wait(&w->written) != 0)
			;
	px_jobs_stop(jobs);
	px_maintenance_free(maintenance);
	px_shards_free(shards);
	px_jobs_free(jobs);
	px_loop_free(loop);
}

static void deletes_what_is_old_in_slices(void **state)
{
	struct px_store_stats before, after;
	struct world *w = *state;

	keep_answers(w, 1000, NOW - PX_MS_DAY);
	keep_answers(w, 10, NOW);
	px_store_get_stats(w->store, &before);
	clean(w, 10);
	px_store_get_stats(w->store, &after);
	assert_int_equal(count_answers(w), 10);
	assert_true(after.transactions - before.transactions >= 1000 / 250);
}

static void keeps_what_is_a_day_old(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx;
	bool more = true;

	keep_answers(w, 1, NOW - PX_MS_DAY);
	tx = begin(w, PX_STORE_WRITE);
	OK(px_idempotency_sweep(tx, NOW, &more, &w->error));
	assert_false(more);
	OK(px_store_commit_wait(tx, &w->error));
	assert_int_equal(count_answers(w), 1);
	tx = begin(w, PX_STORE_WRITE);
	OK(px_idempotency_sweep(tx, NOW + 1, &more, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
	assert_int_equal(count_answers(w), 0);
}

/* What a plan may read through: tables of a handful of rows. */
static bool is_small(const char *step)
{
	static const char *const small[] = { "SCAN signing_keys", "SCAN sqlite_schema", "SCAN CONSTANT ROW" };

	for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
		if (strncmp(step, small[i], strlen(small[i])) == 0)
			return true;
	return false;
}

static size_t explain(sqlite3 *db, const char *sql)
{
	char *text = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *statement;
	size_t steps = 0;
	bool small = false;

	if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	for (; sqlite3_step(statement) == SQLITE_ROW; steps++) {
		const char *step = (const char *)sqlite3_column_text(statement, 3);
		small = small || is_small(step);
		if (strstr(step, "SCAN") && !small)
			fail_msg("reads a table through: %s\n  %s", sql, step);
		if (strstr(step, "TEMP B-TREE") && !small)
			fail_msg("sorts: %s\n  %s", sql, step);
	}
	sqlite3_finalize(statement);
	sqlite3_free(text);
	return steps;
}

static void no_statement_reads_a_table_through(void **state)
{
	struct world *w = *state;
	size_t deletes = 0, explained = 0;
	sqlite3 *db;

	add_dead_rows(w);
	keep_answers(w, 300, NOW - 2 * PX_MS_DAY);
	gather(true);
	clean(w, 0);
	gather(false);
	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_in_range(seen.count, 15, SQL_TEXTS - 1);
	for (size_t i = 0; i < seen.count; i++) {
		const char *sql = seen.texts[i];
		bool rows = strncmp(sql, "SELECT", 6) == 0 || strncmp(sql, "UPDATE", 6) == 0 ||
			    strncmp(sql, "DELETE", 6) == 0;
		deletes += strncmp(sql, "DELETE", 6) == 0;
		/* px_contains exists on Pixie's own connections only, and no clean-up uses it. */
		if (rows && !strstr(sql, "count(*) FROM \"idempotency\"") && explain(db, sql) > 0)
			explained++;
		free(seen.texts[i]);
	}
	sqlite3_close(db);
	seen.count = 0;
	assert_true(deletes >= 7); /* answers, actions, sessions, tokens, refresh tokens, tickets, jobs */
	assert_true(explained >= 15);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(deletes_what_is_old_in_slices), TEST(keeps_what_is_a_day_old),
		TEST(no_statement_reads_a_table_through),
	};

	sqlite3_auto_extension((void (*)(void))trace_connection);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
