/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes behind the caller's back, over a driver that notes what it is asked and can be made to hang or to fail.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "support/watchdog.h"
#include "vector/behind.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { DIMS = 2 };

/* The driver beneath; all under the lock. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool hangs;
	enum px_err fails;
	unsigned waiting, searches, opened, closed; /* calls that hang; the others ever */
	char log[512];                              /* what was changed, in its order */
} server = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

static void append(char *text, size_t room, const char *more)
{
	size_t size = strlen(text);

	snprintf(text + size, room - size, "%s", more);
}

static enum px_err called(const char *what)
{
	pthread_mutex_lock(&server.lock);
	server.waiting++;
	pthread_cond_broadcast(&server.changed);
	while (server.hangs)
		pthread_cond_wait(&server.changed, &server.lock);
	server.waiting--;
	if (!server.fails)
		append(server.log, sizeof(server.log), what);
	enum px_err err = server.fails;
	pthread_mutex_unlock(&server.lock);
	return err;
}

static void set_server(bool hangs, enum px_err fails)
{
	pthread_mutex_lock(&server.lock);
	server.hangs = hangs;
	server.fails = fails;
	pthread_cond_broadcast(&server.changed);
	pthread_mutex_unlock(&server.lock);
}

static void await_waiting(void)
{
	pthread_mutex_lock(&server.lock);
	while (!server.waiting)
		pthread_cond_wait(&server.changed, &server.lock);
	pthread_mutex_unlock(&server.lock);
}

static void close_server(void *self)
{
	(void)self;
}

static enum px_err check_server(void *self, struct px_error *error)
{
	(void)self;
	(void)error;
	return called("");
}

static enum px_err open_index(void *self, const struct px_vector_scope *scope, void **index, struct px_error *error)
{
	(void)self;
	(void)scope;
	(void)error;
	*index = &server;
	server.opened++;
	return PX_OK;
}

static void close_index(void *index)
{
	(void)index;
	server.closed++;
}

static enum px_err destroy_index(void *index, struct px_error *error)
{
	(void)index;
	(void)error;
	return called("destroy;");
}

static enum px_err put_items(void *index, const struct px_vector_item *items, size_t count, struct px_error *error)
{
	char text[64] = "";

	(void)index;
	(void)error;
	for (size_t i = 0; i < count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%.0f", i ? "+" : "put ", (double)items[i].vector[0]);
	append(text, sizeof(text), ";");
	return called(text);
}

static enum px_err remove_items(void *index, const struct px_id *ids, size_t count, size_t *removed, struct px_error *error)
{
	char text[32];

	(void)index;
	(void)error;
	(void)removed;
	snprintf(text, sizeof(text), "remove %u;", ids[count - 1].bytes[15]);
	return called(text);
}

static enum px_err search_items(void *index, const struct px_vector_query *query, struct px_vector_hit *hits, size_t *count,
				struct px_error *error)
{
	(void)index;
	(void)query;
	(void)hits;
	(void)error;
	pthread_mutex_lock(&server.lock);
	server.searches++;
	enum px_err err = server.fails;
	pthread_mutex_unlock(&server.lock);
	*count = 0;
	return err;
}

/* Ids below 10, of which the first is 1. */
static struct px_id id_of(unsigned number)
{
	struct px_id id = { .bytes = { 1 } };

	id.bytes[15] = (uint8_t)number;
	return id;
}

static enum px_err keep_items(void *index, bool (*wanted)(void *arg, struct px_id id), void *arg, size_t *removed,
			      struct px_error *error)
{
	char text[32] = "keep";

	(void)index;
	(void)removed;
	(void)error;
	for (unsigned i = 1; i < 10; i++)
		if (wanted(arg, id_of(i)))
			snprintf(text + strlen(text), sizeof(text) - strlen(text), " %u", i);
	append(text, sizeof(text), ";");
	return called(text);
}

static const struct px_vector_driver beneath = {
	.name = "beneath", .server = true, .close = close_server, .check = check_server, .index_open = open_index,
	.index_close = close_index, .index_destroy = destroy_index, .put = put_items, .remove = remove_items, .search = search_items,
	.keep = keep_items,
};

/* ------------------------------------------------------------------ the tests */

static const struct px_vector_driver *const behind = &px_vector_behind_driver;

struct world {
	void *family, *index;
	struct px_vector_scope scope;
};

static void open_world(struct world *w)
{
	*w = (struct world){ .scope = { .user = px_id_new(), .model = PX_STR("m"), .dims = DIMS } };
	server.searches = server.opened = server.closed = 0;
	server.log[0] = '\0';
	set_server(false, PX_OK);
	assert_int_equal(px_vector_behind_over(&beneath, NULL, &w->family, NULL), PX_OK);
	assert_int_equal(behind->index_open(w->family, &w->scope, &w->index, NULL), PX_OK);
}

static void close_world(struct world *w)
{
	if (w->index)
		behind->index_close(w->index);
	behind->close(w->family);
	assert_int_equal(server.opened, server.closed);
}

static enum px_err put(struct world *w, unsigned number, float value)
{
	const float vector[DIMS] = { value, 1 };
	struct px_vector_item item = { .id = id_of(number), .vector = vector };

	return behind->put(w->index, &item, 1, NULL);
}

static enum px_err take(struct world *w, unsigned number)
{
	struct px_id id = id_of(number);
	size_t removed = 0;

	return behind->remove(w->index, &id, 1, &removed, NULL);
}

static enum px_err search(struct world *w)
{
	struct px_vector_query query = { .limit = 1 };
	struct px_vector_hit hit;
	size_t count;

	return behind->search(w->index, &query, &hit, &count, NULL);
}

static void nobody_waits_for_a_server_that_hangs(void **state)
{
	struct px_vector_stats stats = { 0 };
	struct world w;

	(void)state;
	open_world(&w);
	set_server(true, PX_OK);
	assert_int_equal(put(&w, 1, 1), PX_OK);
	await_waiting();
	assert_int_equal(put(&w, 2, 2), PX_OK); /* that these return at all is the test */
	assert_int_equal(take(&w, 3), PX_OK);
	assert_int_equal(put(&w, 4, 4), PX_OK);
	assert_int_equal(behind->stat(w.index, &stats, NULL), PX_OK);
	assert_int_equal(stats.items, 3);
	assert_int_equal(stats.waiting, 4);
	assert_int_equal(search(&w), PX_UNAVAILABLE);
	assert_int_equal(server.searches, 0); /* which would have waited, too */
	set_server(false, PX_OK);
	assert_int_equal(behind->sync(w.index, NULL), PX_OK);
	assert_int_equal(search(&w), PX_OK);
	assert_string_equal(server.log, "put 1;put 2;remove 3;put 4;");
	close_world(&w);
}

static void changes_in_a_row_are_one_call(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	set_server(true, PX_OK);
	assert_int_equal(put(&w, 1, 1), PX_OK);
	await_waiting();
	for (unsigned i = 2; i < 6; i++)
		assert_int_equal(put(&w, i, (float)i), PX_OK);
	assert_int_equal(put(&w, 3, 33), PX_OK); /* what it is now comes after what it was */
	assert_int_equal(put(&w, 6, 6), PX_OK);
	set_server(false, PX_OK);
	assert_int_equal(behind->sync(w.index, NULL), PX_OK);
	assert_string_equal(server.log, "put 1;put 2+3+4+5;put 33+6;");
	close_world(&w);
}

static void what_failed_is_told_and_asked_for_no_more(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	assert_int_equal(behind->since(w.index), 0);
	set_server(true, PX_OK);
	assert_int_equal(put(&w, 1, 1), PX_OK);
	await_waiting();
	assert_int_equal(take(&w, 2), PX_OK);
	set_server(false, PX_UNAVAILABLE);
	assert_int_equal(behind->sync(w.index, NULL), PX_UNAVAILABLE);
	assert_true(behind->since(w.index) > 0);
	assert_int_equal(put(&w, 3, 3), PX_UNAVAILABLE);
	assert_int_equal(search(&w), PX_UNAVAILABLE);
	assert_int_equal(server.searches, 0); /* it is away: nobody asks it */
	set_server(false, PX_OK);
	while (search(&w) != PX_OK) /* until the thread has found it back */
		usleep(10000);
	assert_int_equal(put(&w, 3, 3), PX_UNAVAILABLE); /* this index is to be filled anew */
	behind->index_close(w.index);
	assert_int_equal(behind->index_open(w.family, &w.scope, &w.index, NULL), PX_OK);
	assert_int_equal(behind->since(w.index), 0);
	assert_int_equal(put(&w, 3, 3), PX_OK);
	assert_int_equal(behind->sync(w.index, NULL), PX_OK);
	assert_string_equal(server.log, "put 3;");
	close_world(&w);
}

static void a_search_that_gets_no_answer_is_the_last_one(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	set_server(false, PX_TIMEOUT);
	assert_int_equal(search(&w), PX_TIMEOUT);
	assert_int_equal(search(&w), PX_UNAVAILABLE);
	assert_int_equal(server.searches, 1);
	close_world(&w);
}

static void one_opened_again_goes_on_where_it_was(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	set_server(true, PX_OK);
	assert_int_equal(put(&w, 1, 1), PX_OK);
	await_waiting();
	assert_int_equal(take(&w, 1), PX_OK);
	behind->index_close(w.index);
	assert_int_equal(behind->index_open(w.family, &w.scope, &w.index, NULL), PX_OK);
	assert_int_equal(server.opened, 1);
	assert_int_equal(put(&w, 1, 11), PX_OK);
	set_server(false, PX_OK);
	assert_int_equal(behind->sync(w.index, NULL), PX_OK);
	assert_string_equal(server.log, "put 1;remove 1;put 11;");
	close_world(&w);
}

static bool is_no_two(void *arg, struct px_id id)
{
	(void)arg;
	return id.bytes[15] != 2;
}

static void what_was_not_put_is_left_over(void **state)
{
	struct world w;
	size_t removed = 0;

	(void)state;
	open_world(&w);
	for (unsigned i = 1; i < 5; i++)
		assert_int_equal(put(&w, i, (float)i), PX_OK);
	assert_int_equal(take(&w, 4), PX_OK);
	assert_int_equal(behind->sync(w.index, NULL), PX_OK);
	server.log[0] = '\0';
	assert_int_equal(behind->keep(w.index, is_no_two, NULL, &removed, NULL), PX_OK);
	assert_int_equal(removed, 1);
	assert_int_equal(behind->sync(w.index, NULL), PX_OK);
	assert_string_equal(server.log, "keep 1 3;");
	close_world(&w);
}

static void one_is_destroyed_after_its_changes(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	set_server(true, PX_OK);
	assert_int_equal(put(&w, 1, 1), PX_OK);
	await_waiting();
	assert_int_equal(behind->index_destroy(w.index, NULL), PX_OK);
	assert_int_equal(behind->index_open(w.family, &w.scope, &w.index, NULL), PX_OK); /* another */
	assert_int_equal(put(&w, 2, 2), PX_OK);
	set_server(false, PX_OK);
	assert_int_equal(behind->sync(w.index, NULL), PX_OK);
	assert_string_equal(server.log, "put 1;destroy;put 2;");
	behind->index_close(w.index);
	behind->close(w.family);
	assert_int_equal(server.opened, server.closed + 1);
}

static void one_opened_again_does_not_find_what_is_being_destroyed(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	set_server(true, PX_OK);
	assert_int_equal(behind->index_destroy(w.index, NULL), PX_OK);
	await_waiting();
	assert_int_equal(behind->index_open(w.family, &w.scope, &w.index, NULL), PX_OK);
	assert_int_equal(search(&w), PX_UNAVAILABLE);
	assert_int_equal(server.searches, 0);
	set_server(false, PX_OK);
	assert_int_equal(behind->sync(w.index, NULL), PX_OK);
	assert_int_equal(search(&w), PX_OK);
	assert_int_equal(behind->since(w.index), 0);
	behind->index_close(w.index);
	behind->close(w.family);
}

static void what_could_not_be_destroyed_is_removed_when_it_is_filled(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	set_server(true, PX_OK);
	assert_int_equal(behind->index_destroy(w.index, NULL), PX_OK);
	await_waiting();
	assert_int_equal(behind->index_open(w.family, &w.scope, &w.index, NULL), PX_OK);
	set_server(false, PX_INVALID);
	assert_int_equal(behind->sync(w.index, NULL), PX_UNAVAILABLE);
	assert_true(behind->since(w.index) > 0);
	behind->index_close(w.index);
	behind->close(w.family);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_waits_for_a_server_that_hangs),
		cmocka_unit_test(changes_in_a_row_are_one_call),
		cmocka_unit_test(what_failed_is_told_and_asked_for_no_more),
		cmocka_unit_test(a_search_that_gets_no_answer_is_the_last_one),
		cmocka_unit_test(one_opened_again_goes_on_where_it_was),
		cmocka_unit_test(what_was_not_put_is_left_over),
		cmocka_unit_test(one_is_destroyed_after_its_changes),
		cmocka_unit_test(one_opened_again_does_not_find_what_is_being_destroyed),
		cmocka_unit_test(what_could_not_be_destroyed_is_removed_when_it_is_filled),
	};

	watchdog_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
