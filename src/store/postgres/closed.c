/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closed tasks by the words of their titles: one row for each word of each
 * closed task, keyed (user, word, task), and one for the title as a whole.
 *
 * What a word is only base/fold.h knows, so the rows are written here, in the
 * round trip that writes the task.  They go with their task by a foreign key.
 */
#include "store/postgres/postgres_internal.h"

#include "base/fold.h"

#include <string.h>

enum { CLOSED_FROM = 2 /* completed, cancelled */ };

static bool is_task(const struct px_record *record)
{
	return strcmp(record->table, "tasks") == 0;
}

static const void *member(const struct px_record *record, const char *field, const void *row)
{
	return px_field_in(px_record_field(record, px_str(field)), row);
}

/* $1 to $4 of both statements: which task, and what it was written to be. */
static void bind_task(struct values *values, const struct px_record *record, const void *row)
{
	memset(values, 0, sizeof(*values));
	pg_values_id(values, member(record, "user_id", row));
	pg_values_id(values, member(record, "id", row));
	pg_values_text(values, px_str(*(const char *const *)member(record, "title", row)));
	pg_values_int(values, *(const int *)member(record, "status", row));
}

static void bind_words(struct closed_change *change, const char *title)
{
	struct px_str words[PX_FOLD_WORDS_MAX + 1];
	size_t count = px_fold_words(px_str(title), &change->arena, words);

	if (count) {
		words[count] = px_fold_whole(words, count, &change->arena);
		count++;
	}
	pg_values_texts(&change->add, words, count, &change->arena);
}

size_t pg_closed_items(struct connection *connection, const struct px_record *record, const void *row, bool is_new,
		    struct closed_change *change, struct item items[CLOSED_ITEMS])
{
	size_t count = 0;

	px_arena_init(&change->arena);
	if (!is_task(record))
		return 0;
	bool closed = *(const int *)member(record, "status", row) >= CLOSED_FROM;
	if (!is_new) {
		bind_task(&change->clear, record, row);
		items[count++] = (struct item){ .statement = pg_statement_fixed(connection, FIXED_CLOSED_CLEAR),
						.values = &change->clear };
	}
	if (closed) {
		bind_task(&change->add, record, row);
		bind_words(change, *(const char *const *)member(record, "title", row));
		items[count++] = (struct item){ .statement = pg_statement_fixed(connection, FIXED_CLOSED_ADD),
						.values = &change->add };
	}
	return count;
}

void pg_closed_release(struct closed_change *change)
{
	px_arena_release(&change->arena);
}

enum px_err pg_closed_count(struct px_store_tx *tx, struct px_str word, size_t max, size_t *count, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_fixed(connection, FIXED_CLOSED_COUNT), .values = &values };

	pg_values_id(&values, &tx->user);
	pg_values_text(&values, word);
	pg_values_int(&values, (int64_t)max);
	enum px_err err = pg_call_read(connection, &item, 1, error);
	if (!err)
		*count = (size_t)pg_values_read_int(item.result, 0, 0);
	pg_connection_clear(connection);
	return err;
}

enum px_err pg_closed_find(struct px_store_tx *tx, const struct px_str *words, size_t word_count, size_t max,
			struct px_id *tasks, size_t *count, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	struct values values = { 0 };
	struct item item = { .statement = pg_statement_fixed(connection, FIXED_CLOSED_FIND), .values = &values };
	struct px_arena arena;

	px_arena_init(&arena);
	pg_values_id(&values, &tx->user);
	pg_values_texts(&values, words, word_count, &arena);
	pg_values_int(&values, (int64_t)max);
	*count = 0;
	enum px_err err = pg_call_read(connection, &item, 1, error);
	for (int i = 0; !err && i < PQntuples(item.result); i++)
		tasks[(*count)++] = pg_values_read_id(item.result, i, 0);
	pg_connection_clear(connection);
	px_arena_release(&arena);
	return err;
}
