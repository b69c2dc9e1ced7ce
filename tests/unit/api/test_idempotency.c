/* SPDX-License-Identifier: Apache-2.0 */
/* A key stands for one request: which differences make it another one. */
#include "api/idempotency.h"

#include "domain/entities.h"
#include "support/temp.h"
#include "support/watchdog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct world {
	struct temp_dir dir;
	char path[256];
	struct px_store *store;
	struct px_arena arena;
	struct px_error error;
	struct px_id user;
};

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct px_store_config config = { "sqlite", w->path, 1, px_records };

	watchdog_start();
	temp_dir_make(&w->dir);
	temp_dir_file(&w->dir, "pixie.db", w->path);
	px_arena_init(&w->arena);
	w->user = px_id_new();
	assert_int_equal(px_store_open(&config, &w->store, &w->error), PX_OK);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	px_store_close(w->store);
	px_arena_release(&w->arena);
	temp_dir_remove(&w->dir);
	free(w);
	watchdog_stop();
	return 0;
}

static struct px_http_request request(const char *method, const char *target, const char *body)
{
	return (struct px_http_request){ .method_name = px_str(method), .target = px_str(target),
					 .body = px_str(body) };
}

static void keep(struct world *w, const char *key, const struct px_http_request *of, int status, const char *text)
{
	struct px_buf body = PX_BUF_INIT(1024);
	struct px_store_tx *tx;

	(void)px_buf_text(&body, text);
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, &w->error), PX_OK);
	assert_int_equal(px_idempotency_keep(tx, w->user, key, of, status, &body, &w->error), PX_OK);
	assert_int_equal(px_store_commit_wait(tx, &w->error), PX_OK);
	px_buf_release(&body);
}

static enum px_err find(struct world *w, struct px_id user, const char *key, const struct px_http_request *of,
			bool *replayed, int *status, struct px_buf *body)
{
	struct px_store_tx *tx;

	/* A writer, which sees what was just kept. */
	assert_int_equal(px_store_begin(w->store, user, PX_STORE_WRITE, &tx, &w->error), PX_OK);
	enum px_err err = px_idempotency_find(tx, key, of, replayed, status, &w->arena, body, &w->error);
	px_store_rollback(tx);
	return err;
}

static void the_same_request_gets_the_same_answer(void **state)
{
	struct world *w = *state;
	struct px_http_request first = request("POST", "/api/v1/tasks?x=1", "{\"title\":\"a\"}");
	struct px_buf body = PX_BUF_INIT(1024);
	bool replayed = false;
	int status = 0;

	assert_int_equal(find(w, w->user, "k", &first, &replayed, &status, &body), PX_OK);
	assert_false(replayed);
	keep(w, "k", &first, 201, "{\"id\":1}");
	assert_int_equal(find(w, w->user, "k", &first, &replayed, &status, &body), PX_OK);
	assert_true(replayed);
	assert_int_equal(status, 201);
	assert_string_equal(body.data, "{\"id\":1}");
	/* Another key, or another user's: not known. */
	assert_int_equal(find(w, w->user, "K", &first, &replayed, &status, &body), PX_OK);
	assert_false(replayed);
	assert_int_equal(find(w, px_id_new(), "k", &first, &replayed, &status, &body), PX_OK);
	assert_false(replayed);
	px_buf_release(&body);
}

static void another_request_is_refused(void **state)
{
	static const struct { const char *method, *target, *body; } others[] = {
		{ "PUT", "/ab", "cd" },  { "POST", "/ac", "cd" }, { "POST", "/ab", "ce" }, { "POST", "/ab", "" },
		{ "POST", "/ab", "cdd" }, { "POST", "/ab?", "cd" },
		/* The same bytes with the borders elsewhere. */
		{ "POST", "/a", "bcd" }, { "POST", "/abc", "d" }, { "POST/", "ab", "cd" }, { "POS", "T/ab", "cd" },
	};
	struct world *w = *state;
	struct px_http_request first = request("POST", "/ab", "cd");
	struct px_buf body = PX_BUF_INIT(1024);

	keep(w, "k", &first, 200, "{}");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct px_http_request other = request(others[i].method, others[i].target, others[i].body);
		bool replayed = false;
		int status = 0;
		if (find(w, w->user, "k", &other, &replayed, &status, &body) != PX_INVALID || replayed)
			fail_msg("%s %s %s", others[i].method, others[i].target, others[i].body);
		assert_string_equal(w->error.field, "Idempotency-Key");
	}
	px_buf_release(&body);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_request_gets_the_same_answer), TEST(another_request_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
