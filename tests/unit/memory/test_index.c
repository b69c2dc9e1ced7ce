/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An index that a shard keeps follows its rows by the records of actions: what
 * is searched is always what is there, and the index is never read anew.
 */
#include "memory/index.h"

#include "base/json.h"
#include "domain/conversation.h"
#include "domain/document.h"
#include "domain/memory.h"
#include "domain/task.h"
#include "domain/undo.h"
#include "memory/forget.h"
#include "memory/import.h"
#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define OK(call) assert_int_equal((call), PX_OK)

static const struct px_shard_part *const kinds[] = { &px_memory_part, NULL };

struct fixture {
	struct px_world world;
	struct px_shard_parts *parts;
	struct px_memory_engine engine;
	struct px_memory_index *first; /* the one that was made at first */
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	px_world_open(&f->world, "Europe/Berlin", "2026-01-14T09:00");
	f->parts = px_shard_parts_new(kinds, 1);
	OK(px_embed_new(&(struct px_embed_config){ .driver = "static" }, &f->engine.embed, NULL));
	OK(px_vectors_new(&(struct px_vectors_config){ .driver = "embedded" }, &f->engine.vectors, NULL));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	px_shard_parts_free(f->parts);
	px_vectors_free(f->engine.vectors);
	px_embed_free(f->engine.embed);
	px_world_close(&f->world);
	free(f);
	return 0;
}

static struct px_memory_index *open_index(struct fixture *f, struct px_memory_keep *keep)
{
	struct px_memory_index *index;

	*keep = (struct px_memory_keep){ &f->engine, f->parts, px_store_epoch(f->world.store) };
	OK(px_memory_index_open(keep, &f->world.domain, &index, NULL));
	return index;
}

/* How many hits the words have; the index must be the one that was there before. */
static size_t found(struct fixture *f, const char *words)
{
	struct px_memory_query query = { .text = px_str(words), .limit = 20 };
	struct px_recall_evidence evidence;
	struct px_memory_hit *hits;
	struct px_memory_keep keep;
	size_t count;

	px_world_begin(&f->world);
	struct px_memory_index *index = open_index(f, &keep);
	if (!f->first)
		f->first = index;
	assert_ptr_equal(index, f->first);
	OK(px_memory_index_search(index, &f->world.domain, &query, &hits, &count, &evidence, NULL));
	px_memory_index_close(&keep, index);
	px_world_rollback(&f->world);
	return count;
}

static size_t items(struct fixture *f)
{
	struct px_memory_index_stats stats;
	struct px_memory_keep keep;

	px_world_begin(&f->world);
	struct px_memory_index *index = open_index(f, &keep);
	px_memory_index_stat(index, &stats);
	px_memory_index_close(&keep, index);
	px_world_rollback(&f->world);
	return stats.items;
}

static struct px_id remember(struct fixture *f, const char *text)
{
	struct px_memory row;

	px_world_begin(&f->world);
	px_record_init(&px_memory_record, &row);
	row.text = text;
	OK(px_memory_create(&f->world.domain, &row, NULL));
	OK(px_domain_record(&f->world.domain, "remember", NULL, NULL));
	px_world_commit(&f->world);
	return row.id;
}

static void undo(struct fixture *f)
{
	struct px_undone undone;

	px_world_begin(&f->world);
	OK(px_undo_last(&f->world.domain, &undone, NULL));
	px_world_commit(&f->world);
}

static void test_created_changed_deleted(void **state)
{
	struct fixture *f = *state;
	struct px_task task;

	assert_int_equal(found(f, "gutter"), 0);
	px_world_begin(&f->world);
	px_record_init(&px_task_record, &task);
	task.title = "Clean the gutter";
	OK(px_task_create(&f->world.domain, &task, NULL));
	OK(px_domain_record(&f->world.domain, "create_task", NULL, NULL));
	px_world_commit(&f->world);
	assert_int_equal(found(f, "gutter"), 1);
	px_world_begin(&f->world);
	task.title = "Sweep the chimney";
	OK(px_task_update(&f->world.domain, &task, -1, NULL));
	OK(px_domain_record(&f->world.domain, "update_task", NULL, NULL));
	px_world_commit(&f->world);
	assert_int_equal(found(f, "gutter"), 0);
	assert_int_equal(found(f, "chimney"), 1);
	undo(f);
	assert_int_equal(found(f, "gutter"), 1);
	undo(f);
	assert_int_equal(items(f), 0);
}

static void test_forgotten_and_undone(void **state)
{
	struct fixture *f = *state;
	struct px_message said;
	struct px_id id = remember(f, "The spare key lives with Gudrun");

	px_world_begin(&f->world);
	px_record_init(&px_message_record, &said);
	said.text = "The spare key lives with Gudrun.";
	OK(px_message_append(&f->world.domain, &said, NULL));
	px_world_commit(&f->world);
	assert_int_equal(found(f, "spare key"), 2);
	px_world_begin(&f->world);
	OK(px_memory_forget_row(&f->world.domain, id, -1, NULL));
	OK(px_domain_record(&f->world.domain, "forget", NULL, NULL));
	px_world_commit(&f->world);
	assert_int_equal(found(f, "spare key"), 0);
	assert_int_equal(items(f), 0);
	undo(f);
	assert_int_equal(found(f, "spare key"), 2);
}

static void import(struct fixture *f, const char *items_text)
{
	struct px_imported imported;
	json_t *list;

	px_world_begin(&f->world);
	OK(px_json_parse(px_str(items_text), &list, NULL));
	OK(px_memory_import(&f->world.domain, list, &imported, NULL));
	json_decref(list);
	px_world_commit(&f->world);
}

static struct px_id only_document(struct fixture *f)
{
	struct px_store_query query = { .limit = 2 };
	size_t count;
	void *rows;

	OK(px_store_query(f->world.tx, &px_document_record, &query, &f->world.arena, &rows, &count, NULL));
	assert_int_equal(count, 1);
	return ((struct px_document *)rows)->id;
}

static void test_imported_document_deleted_and_undone(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(items(f), 0);
	import(f, "[{\"id\":\"n\",\"kind\":\"note\",\"text\":\"The meter stood at 40655\"},"
		  "{\"id\":\"t\",\"kind\":\"task\",\"text\":\"Cancel the rental contract\"},"
		  "{\"id\":\"d\",\"kind\":\"document\",\"text\":\"# Rules\\n\\nNo charcoal on balconies.\\n\\n# Laundry\\n\\nBook by the list.\"}]");
	assert_int_equal(found(f, "meter"), 1);
	assert_int_equal(found(f, "rental contract"), 1);
	assert_int_equal(found(f, "charcoal"), 1);
	size_t all = items(f);
	px_world_begin(&f->world);
	OK(px_document_delete(&f->world.domain, only_document(f), false, NULL));
	px_world_commit(&f->world);
	assert_int_equal(found(f, "charcoal"), 0);
	assert_int_equal(items(f), 2);
	undo(f);
	assert_int_equal(found(f, "charcoal"), 1);
	assert_int_equal(items(f), all);
	px_world_begin(&f->world);
	OK(px_document_delete(&f->world.domain, only_document(f), true, NULL));
	px_world_commit(&f->world);
	assert_int_equal(items(f), 2);
}

/* One row of an import goes for good: who has not followed the import yet still learns of the others. */
static void test_purged_among_imported(void **state)
{
	struct fixture *f = *state;
	struct px_memory *rows;
	size_t count, at = 0;

	assert_int_equal(items(f), 0);
	import(f, "[{\"id\":\"n\",\"kind\":\"note\",\"text\":\"The meter stood at 40655\"},"
		  "{\"id\":\"o\",\"kind\":\"note\",\"text\":\"The boathouse code is xylotomous\"},"
		  "{\"id\":\"d\",\"kind\":\"document\",\"text\":\"# Rules\\n\\nNo charcoal on balconies.\"}]");
	px_world_begin(&f->world);
	OK(px_memory_all(&f->world.domain, &rows, &count, NULL));
	assert_int_equal(count, 2);
	at = strstr(rows[0].text, "xylotomous") ? 0 : 1;
	OK(px_memory_forget_row(&f->world.domain, rows[at].id, -1, NULL));
	OK(px_memory_purge(&f->world.domain, &rows[at], 1, NULL));
	px_world_commit(&f->world);
	assert_int_equal(found(f, "meter"), 1);
	assert_int_equal(found(f, "charcoal"), 1);
	assert_int_equal(found(f, "xylotomous"), 0);
	px_world_begin(&f->world);
	void *actions;
	struct px_store_query query = { .limit = 100 };
	OK(px_store_query(f->world.tx, &px_action_record, &query, &f->world.arena, &actions, &count, NULL));
	for (size_t i = 0; i < count; i++) /* and it says nothing of them */
		assert_null(strstr(((struct px_action *)actions)[i].changes, "40655"));
	px_world_rollback(&f->world);
}

/* More than one page of actions is followed, too. */
static void test_many_actions(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(items(f), 0);
	for (int i = 0; i < 510; i++) {
		char text[64];
		snprintf(text, sizeof(text), "Jar %d stands on shelf %d", i, i * 7);
		(void)remember(f, text);
	}
	assert_int_equal(items(f), 510);
	assert_int_equal(found(f, "shelf 3563"), 20);
}

/* Vectors as the job would have made them: of the text as it is, or of another. */
static void write_vector(struct fixture *f, struct px_id owner, bool of_this_text)
{
	struct px_memory_pending pending[4];
	struct px_embedding_row row;
	struct px_embed_model model;
	struct px_embedding result;
	struct px_memory_keep keep;
	char hash[PX_MEMORY_HASH_TEXT];
	size_t count, left;

	px_world_begin(&f->world);
	struct px_memory_index *index = open_index(f, &keep);
	OK(px_memory_index_pending(index, &f->world.domain, pending, 4, &count, &left, NULL));
	assert_int_equal(count, 1);
	struct px_embed_request request = { .user = PX_ID_NONE, .texts = &pending[0].window, .count = 1 };
	OK(px_embed_now(f->engine.embed, &request, &f->world.arena, &result, NULL));
	px_embed_model(f->engine.embed, &model);
	px_record_init(&px_embedding_record, &row);
	px_memory_pack(&model, &result, NULL, &f->world.arena, &row);
	px_memory_index_hash(index, owner, hash);
	px_memory_index_close(&keep, index);
	row.id = px_id_new();
	row.user_id = f->world.user.id;
	row.owner_kind = "memory";
	row.owner_id = owner;
	row.text_hash = of_this_text ? hash : "0123456789abcdef";
	row.model = px_memory_model(f->engine.embed, &f->world.arena);
	row.created = f->world.now;
	OK(px_store_insert(f->world.tx, &px_embedding_record, &row, NULL));
	px_world_commit(&f->world);
}

/* Of an index that is read anew. */
static size_t pending_after_loading(struct fixture *f)
{
	struct px_memory_index_stats stats;
	struct px_memory_keep keep;

	px_shard_part_drop(f->parts, &px_memory_part, f->world.user.id);
	f->first = NULL;
	px_world_begin(&f->world);
	struct px_memory_index *index = open_index(f, &keep);
	px_memory_index_stat(index, &stats);
	px_memory_index_close(&keep, index);
	px_world_rollback(&f->world);
	return stats.pending;
}

static void test_a_vector_of_another_text_is_none(void **state)
{
	struct fixture *f = *state;
	struct px_id id = remember(f, "The boat lies at the north jetty");

	assert_int_equal(pending_after_loading(f), 1);
	write_vector(f, id, false);
	assert_int_equal(pending_after_loading(f), 1);
	px_world_begin(&f->world);
	OK(px_embedding_drop(&f->world.domain, id, NULL));
	px_world_commit(&f->world);
	write_vector(f, id, true);
	assert_int_equal(pending_after_loading(f), 0);
}

/* A deleted conversation leaves no record: its messages are found gone, page by page, before what waits behind them. */
static void test_pending_behind_many_that_are_gone(void **state)
{
	struct fixture *f = *state;
	struct px_conversation conversation;
	struct px_memory_pending pending[4];
	struct px_memory_keep keep;
	size_t count, left;

	struct px_id id = remember(f, "The boat lies at the north jetty");
	px_world_begin(&f->world);
	px_record_init(&px_conversation_record, &conversation);
	OK(px_conversation_create(&f->world.domain, &conversation, NULL));
	for (int i = 0; i < 3 * PX_MEMORY_PENDING_MAX; i++) {
		struct px_message said;
		px_record_init(&px_message_record, &said);
		said.conversation_id = conversation.id;
		said.text = px_arena_printf(&f->world.arena, "We had a good time in Lisbon, number %d", i);
		OK(px_message_append(&f->world.domain, &said, NULL));
	}
	px_world_commit(&f->world);
	assert_int_equal(items(f), 1 + 3 * PX_MEMORY_PENDING_MAX);
	px_world_begin(&f->world);
	OK(px_conversation_delete(&f->world.domain, conversation.id, -1, NULL));
	px_world_commit(&f->world);
	px_world_begin(&f->world);
	struct px_memory_index *index = open_index(f, &keep);
	OK(px_memory_index_pending(index, &f->world.domain, pending, 4, &count, &left, NULL));
	assert_int_equal(count, 1);
	assert_int_equal(left, 1);
	assert_true(px_id_eq(pending[0].id, id));
	px_memory_index_close(&keep, index);
	px_world_rollback(&f->world);
}

/* Rows that go take their vectors along, whatever they are. */
static void test_vectors_go_with_their_rows(void **state)
{
	struct fixture *f = *state;
	struct px_store_filter filter = { "owner_id", PX_OP_EQ, { .id = PX_ID_NONE } };
	struct px_task task;
	int64_t count;

	px_world_begin(&f->world);
	px_record_init(&px_task_record, &task);
	task.title = "Clean the gutter";
	OK(px_task_create(&f->world.domain, &task, NULL));
	OK(px_domain_record(&f->world.domain, "create_task", NULL, NULL));
	px_world_commit(&f->world);
	write_vector(f, task.id, true);
	undo(f);
	filter.value.id = task.id;
	px_world_begin(&f->world);
	OK(px_store_count(f->world.tx, &px_embedding_record, &filter, 1, &count, NULL));
	px_world_rollback(&f->world);
	assert_int_equal(count, 0);
}

/* Reads on as jobs do; whether it is whole now. */
static bool read_some(struct fixture *f)
{
	struct px_memory_keep keep = { &f->engine, f->parts, px_store_epoch(f->world.store) };
	struct px_memory_index *index;

	px_world_begin(&f->world);
	OK(px_memory_index_open_some(&keep, &f->world.domain, &index, NULL));
	bool whole = px_memory_index_whole(index);
	px_memory_index_close(&keep, index);
	px_world_rollback(&f->world);
	return whole;
}

/* A job reads it in slices; what is written and deleted between two is in it, and out of it, at the end. */
static void test_read_in_slices(void **state)
{
	struct fixture *f = *state;
	struct px_id oldest, newest;
	struct px_task task;

	px_world_begin(&f->world);
	for (int i = 0; i < PX_MEMORY_THINGS_MAX; i++) {
		px_record_init(&px_task_record, &task);
		task.title = i == 0 ? "Wax the skis" : i == 1 ? "Sand the boat" : i == PX_MEMORY_THINGS_MAX - 1 ? "Fix the kite" : "Count sheep";
		OK(px_task_create(&f->world.domain, &task, NULL));
		if (i == 0)
			oldest = task.id;
		newest = task.id;
		OK(px_domain_record(&f->world.domain, "create_task", NULL, NULL));
	}
	px_world_commit(&f->world);
	assert_false(read_some(f));
	px_world_begin(&f->world);
	OK(px_task_delete(&f->world.domain, oldest, -1, NULL));
	OK(px_domain_record(&f->world.domain, "delete_task", NULL, NULL));
	OK(px_task_delete(&f->world.domain, newest, -1, NULL));
	OK(px_domain_record(&f->world.domain, "delete_task", NULL, NULL));
	px_world_commit(&f->world);
	remember(f, "The kayak is in the shed");
	while (!read_some(f))
		;
	assert_int_equal(items(f), PX_MEMORY_THINGS_MAX - 1);
	assert_int_equal(found(f, "skis") + found(f, "kite"), 0);
	assert_int_equal(found(f, "boat"), 1);
	assert_int_equal(found(f, "kayak"), 1);
}

struct taken {
	size_t count;
	int64_t texts; /* sum of the numbers in them */
};

static enum px_err take(void *arg, const struct px_source_row *row, struct px_error *error)
{
	struct taken *taken = arg;

	(void)error;
	taken->count++;
	taken->texts += strtol(row->text, NULL, 10);
	return PX_OK;
}

static struct taken read_messages(struct px_domain *domain, size_t most)
{
	struct px_source_reader reader;
	struct taken taken = { 0 };

	for (px_source_reader_init(&reader, PX_RECALLED_MESSAGE, 0, most); !reader.done; )
		OK(px_source_next(domain, &reader, take, &taken, NULL));
	return taken;
}

/* Under a limit the newest messages are taken, whatever stands between them. */
static void test_newest_messages(void **state)
{
	struct fixture *f = *state;
	struct taken taken;

	px_world_begin(&f->world);
	for (int i = 1; i <= 1200; i++) {
		struct px_message said, answer;
		px_record_init(&px_message_record, &said);
		px_record_init(&px_message_record, &answer);
		said.text = px_arena_printf(&f->world.arena, "%d: we had a good time in Lisbon", i);
		OK(px_message_append(&f->world.domain, &said, NULL));
		answer.role = PX_ROLE_ASSISTANT;
		answer.text = "Noted.";
		answer.reply_to = said.id;
		answer.seq = said.seq;
		answer.effects = i % 2 ? "[{\"entity\":\"task\"}]" : NULL; /* every other one had something done */
		OK(px_message_append(&f->world.domain, &answer, NULL));
	}
	taken = read_messages(&f->world.domain, 3);
	assert_int_equal(taken.count, 3);
	assert_int_equal(taken.texts, 1200 + 1198 + 1196);
	taken = read_messages(&f->world.domain, 5000);
	assert_int_equal(taken.count, 600);
	px_world_rollback(&f->world);
}

/* A statement that became an entry is recalled if its title leaves out some of it. */
static void test_entry_says_less(void **state)
{
	static const struct { const char *said, *effects; bool taken; } rows[] = {
		{ "Levent cannot be in the office on Tuesdays because he is at the university",
		  "[{\"entity\":\"event\",\"verb\":\"created\",\"title\":\"Levent cannot be in the office because he\"}]", true },
		{ "Levent is in Ghent on Tuesdays", "[{\"entity\":\"event\",\"verb\":\"created\",\"title\":\"Levent in Ghent\"}]", false },
		{ "I need to finish the report by Friday, it's urgent", "[{\"entity\":\"task\",\"verb\":\"created\",\"title\":\"Finish the report\"}]", false },
		{ "Book a table at the Gran Duca with Levent", "[{\"entity\":\"task\",\"verb\":\"created\",\"title\":\"Book a table\"}]", false },
		{ "The gate of the east field has a lock with a number", "[{\"entity\":\"memory\",\"verb\":\"created\",\"text\":\"a secret\",\"secret\":true}]", false },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_message said, answer;
		px_world_begin(&f->world);
		px_record_init(&px_message_record, &said);
		px_record_init(&px_message_record, &answer);
		said.text = rows[i].said;
		OK(px_message_append(&f->world.domain, &said, NULL));
		answer.role = PX_ROLE_ASSISTANT;
		answer.text = "Done.";
		answer.reply_to = said.id;
		answer.seq = said.seq;
		answer.effects = rows[i].effects;
		OK(px_message_append(&f->world.domain, &answer, NULL));
		if (read_messages(&f->world.domain, 10).count != rows[i].taken)
			fail_msg("%s", rows[i].said);
		px_world_rollback(&f->world);
	}
}

/* Of many years of tasks the newest are recalled. */
static void test_newest_tasks(void **state)
{
	struct fixture *f = *state;

	px_world_begin(&f->world);
	for (int i = 0; i < PX_MEMORY_THINGS_MAX + 40; i++) {
		struct px_task task;
		px_record_init(&px_task_record, &task);
		task.id = px_id_new();
		task.user_id = f->world.user.id;
		task.title = i ? "Sweep the yard" : "Oil the harpsichord";
		task.created = task.updated = f->world.now;
		task.version = 1;
		OK(px_store_insert(f->world.tx, &px_task_record, &task, NULL));
	}
	px_world_commit(&f->world);
	assert_int_equal(items(f), PX_MEMORY_THINGS_MAX);
	assert_int_equal(found(f, "harpsichord"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_created_changed_deleted, setup, teardown),
		cmocka_unit_test_setup_teardown(test_forgotten_and_undone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_imported_document_deleted_and_undone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_purged_among_imported, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many_actions, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_vector_of_another_text_is_none, setup, teardown),
		cmocka_unit_test_setup_teardown(test_pending_behind_many_that_are_gone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_vectors_go_with_their_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_read_in_slices, setup, teardown),
		cmocka_unit_test_setup_teardown(test_entry_says_less, setup, teardown),
		cmocka_unit_test_setup_teardown(test_newest_messages, setup, teardown),
		cmocka_unit_test_setup_teardown(test_newest_tasks, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
