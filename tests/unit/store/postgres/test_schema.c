/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening: the schema is made, mended and refused as it must be, and one
 * process has it.
 */
#include "fixture.h"

static enum px_err try_open(struct world *w)
{
	struct px_store_config config = job_config(w);

	memset(&w->error, 0, sizeof(w->error));
	enum px_err err = px_store_open(&config, &w->store, &w->error);
	if (err)
		w->store = NULL;
	return err;
}

static void close_store(struct world *w)
{
	px_store_close(w->store);
	w->store = NULL;
}

static void test_one_process(void **state)
{
	struct world *w = *state;
	char pid[32];

	open_store(w);
	struct px_store *first = w->store;
	assert_int_equal(try_open(w), PX_CONFLICT);
	snprintf(pid, sizeof(pid), "pixie %d", (int)getpid());
	assert_non_null(strstr(w->error.message, pid));
	w->store = first;
	assert_int_equal(add_job(w, "a"), PX_OK);
	close_store(w);
	assert_int_equal(try_open(w), PX_OK);
}

/* What is missing is made again, and what is there is kept. */
static void test_missing_parts_are_made(void **state)
{
	struct world *w = *state;
	char text[512];

	open_store(w);
	OK(add_job(w, "a"));
	close_store(w);
	postgres_run(w->url, "ALTER TABLE tasks DROP COLUMN status; DROP INDEX tasks_external");
	open_store(w);
	assert_int_equal(count_jobs(w), 1);
	OK(add_job(w, "b"));
	ask(w, "SELECT string_agg(status::text, ',') FROM tasks", text);
	assert_string_equal(text, "0,0");
	ask(w, "SELECT indexdef FROM pg_indexes WHERE indexname = 'tasks_external' AND schemaname = current_schema()", text);
	assert_non_null(strstr(text, "UNIQUE"));
}

static void test_nothing_to_do_is_nothing(void **state)
{
	struct world *w = *state;
	struct px_store_config config = job_config(w);
	struct px_buf sql = PX_BUF_INIT(1 << 20);

	OK(px_store_migrate(&config, false, &sql, &w->error));
	assert_non_null(strstr(sql.data, "CREATE TABLE \"tasks\""));
	px_buf_clear(&sql);
	OK(px_store_migrate(&config, true, &sql, &w->error));
	assert_true(sql.size > 0);
	px_buf_clear(&sql);
	OK(px_store_migrate(&config, false, &sql, &w->error));
	assert_int_equal(sql.size, 0);
	px_buf_release(&sql);
	open_store(w);
}

static void test_newer_and_foreign_are_refused(void **state)
{
	struct world *w = *state;

	postgres_run(w->url, "CREATE TABLE tasks (what text)");
	assert_int_equal(try_open(w), PX_INVALID);
	postgres_run(w->url, "DROP TABLE tasks");
	open_store(w);
	close_store(w);
	postgres_run(w->url, "UPDATE pixie_schema SET version = 1000");
	assert_int_equal(try_open(w), PX_UNSUPPORTED);
}

static void test_a_lost_database_is_not_made_anew(void **state)
{
	struct world *w = *state;
	struct px_store_config config = job_config(w);

	config.existing = true;
	assert_int_equal(px_store_open(&config, &w->store, &w->error), PX_CORRUPT);
	w->store = NULL;
	open_store(w);
	close_store(w);
	assert_int_equal(px_store_open(&config, &w->store, &w->error), PX_OK);
}

static void test_no_server_is_unavailable(void **state)
{
	struct world *w = *state;

	snprintf(w->url, sizeof(w->url), "postgres:///nothing?host=/nonexistent&user=pixie");
	assert_int_equal(try_open(w), PX_UNAVAILABLE);
	assert_non_null(strstr(w->error.message, "/nonexistent"));
}

static void *open_and_wait(void *arg)
{
	struct world *w = arg;
	struct px_store_config config = job_config(w);
	struct px_buf sql = PX_BUF_INIT(1 << 20);
	enum px_err err = px_store_migrate(&config, true, &sql, &w->error);

	px_buf_release(&sql);
	return (void *)(intptr_t)err;
}

/* Any number may bring the schema up to date at once. */
static void test_at_the_same_time(void **state)
{
	enum { THREADS = 4 };
	struct world *w = *state, worlds[THREADS];
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++) {
		worlds[i] = *w;
		assert_int_equal(pthread_create(&threads[i], NULL, open_and_wait, &worlds[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		void *err;
		pthread_join(threads[i], &err);
		if (err)
			fail_msg("thread %d: %s", i, worlds[i].error.message);
	}
	open_store(w);
}

static const struct CMUnitTest cases[] = {
	cmocka_unit_test_setup_teardown(test_one_process, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_missing_parts_are_made, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_nothing_to_do_is_nothing, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_newer_and_foreign_are_refused, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_a_lost_database_is_not_made_anew, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_no_server_is_unavailable, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_at_the_same_time, set_up, tear_down),
};

RUN(cases)
