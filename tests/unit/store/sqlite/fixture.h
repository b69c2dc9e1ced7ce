/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A record of one real table and a database in a temporary directory, for the
 * tests of the SQLite driver (which must not need the domain).
 */
#ifndef PX_TESTS_UNIT_STORE_SQLITE_FIXTURE_H
#define PX_TESTS_UNIT_STORE_SQLITE_FIXTURE_H

#include "store/sqlite/sqlite_internal.h"
#include "support/temp.h"
#include "support/watchdog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

struct note {
	struct px_id id, user_id;
	const char *title, *state;
	int64_t created, updated, version;
};

static const struct px_field note_fields[] = {
	PX_FIELD(struct note, id, ID, PX_FIELD_REQUIRED, .doc = NULL),
	PX_FIELD(struct note, user_id, ID, PX_FIELD_REQUIRED, .doc = NULL),
	PX_FIELD(struct note, title, TEXT, 0, .doc = NULL),
	PX_FIELD(struct note, state, JSON, 0, .doc = NULL),
	PX_FIELD(struct note, created, INSTANT, PX_FIELD_REQUIRED, .doc = NULL),
	PX_FIELD(struct note, updated, INSTANT, PX_FIELD_REQUIRED, .doc = NULL),
	PX_FIELD(struct note, version, INT, 0, .doc = NULL),
};
static const struct px_record note_record = { "note", "conversations", sizeof(struct note),
					      note_fields, 7 };
static const struct px_record *const note_records[] = { &note_record, NULL };

struct world {
	struct temp_dir dir;
	char path[256];
	struct px_store *store;
	struct px_id user;
	struct px_error error;
};

static inline struct px_store_config note_config(struct world *w)
{
	return (struct px_store_config){ "sqlite", w->path, 1, note_records };
}

static inline void open_store(struct world *w)
{
	struct px_store_config config = note_config(w);

	if (px_store_open(&config, &w->store, &w->error))
		fail_msg("open: %s", w->error.message);
}

static inline int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	watchdog_start();
	temp_dir_make(&w->dir);
	temp_dir_file(&w->dir, "pixie.db", w->path);
	w->user = px_id_new();
	*state = w;
	return 0;
}

static inline int tear_down(void **state)
{
	struct world *w = *state;

	px_store_close(w->store);
	temp_dir_remove(&w->dir);
	free(w);
	watchdog_stop();
	return 0;
}

static inline struct note make_note(struct px_id user, const char *state)
{
	return (struct note){ px_id_new(), user, "t", state, 1, 1, 1 };
}

static inline int64_t count_notes(struct world *w)
{
	struct px_store_tx *tx;
	int64_t count = -1;

	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_READ, &tx, &w->error), PX_OK);
	assert_int_equal(px_store_count(tx, &note_record, NULL, 0, &count, &w->error), PX_OK);
	px_store_rollback(tx);
	return count;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
