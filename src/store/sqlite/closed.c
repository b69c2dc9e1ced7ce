/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closed tasks by the words of their titles: one row for each word of each
 * closed task, keyed (user, word, task), and one for the title as a whole.
 *
 * Triggers keep the rows (migrations.c): an insert, update or delete of a task
 * is one statement with what it does here, in any transaction and savepoint.
 * Open tasks have no rows: they are many turns' business and are looked for in
 * memory (agent/title_index).
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/fold.h"

static struct connection *connection_of(struct px_store_tx *tx)
{
	return (struct connection *)((char *)tx - offsetof(struct connection, tx));
}

static int bind_word(sqlite3_stmt *statement, struct px_id user, struct px_str word)
{
	int code = rows_bind_id(statement, 1, user);

	return code == SQLITE_OK ? sqlite3_bind_text64(statement, 2, word.data, word.size, SQLITE_STATIC, SQLITE_UTF8)
				 : code;
}

enum px_err closed_count(struct px_store_tx *tx, struct px_str word, size_t max, size_t *count, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	sqlite3_stmt *statement;
	enum px_err err = connection_fixed(connection, SQL_CLOSED_COUNT, &statement, error);

	if (err)
		return err;
	int code = bind_word(statement, tx->user, word);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(statement, 3, (int64_t)max);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*count = (size_t)sqlite3_column_int64(statement, 0);
	else
		err = connection_fail(connection->db, code, error);
	sqlite3_reset(statement);
	return err;
}

/* The last task, up to *task, whose title holds the word; *found is false if there is none. */
static enum px_err seek(struct px_store_tx *tx, struct px_str word, struct px_id *task, bool *found,
			struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	sqlite3_stmt *statement;
	enum px_err err = connection_fixed(connection, SQL_CLOSED_SEEK, &statement, error);

	if (err)
		return err;
	int code = bind_word(statement, tx->user, word);
	if (code == SQLITE_OK)
		code = rows_bind_id(statement, 3, *task);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	*found = code == SQLITE_ROW && sqlite3_column_bytes(statement, 0) == (int)sizeof(task->bytes);
	if (*found)
		memcpy(task->bytes, sqlite3_column_blob(statement, 0), sizeof(task->bytes));
	else if (code != SQLITE_DONE)
		err = connection_fail(connection->db, code, error);
	sqlite3_reset(statement);
	return err;
}

/* The next lower id; false of the lowest. */
static bool step_down(struct px_id *id)
{
	size_t i = sizeof(id->bytes);

	while (i > 0 && id->bytes[i - 1] == 0)
		id->bytes[--i] = 0xff;
	if (i == 0)
		return false;
	id->bytes[i - 1]--;
	return true;
}

/* The last task, up to *task, whose title holds all the words: each moves it down until all agree. */
static enum px_err seek_all(struct px_store_tx *tx, const struct px_str *words, size_t word_count, struct px_id *task,
			    bool *found, struct px_error *error)
{
	enum px_err err = PX_OK;
	size_t agreed = 0;

	*found = true;
	for (size_t i = 0; !err && *found && agreed < word_count; i = (i + 1) % word_count) {
		struct px_id before = *task;
		err = seek(tx, words[i], task, found, error);
		agreed = px_id_eq(before, *task) ? agreed + 1 : 1;
	}
	return err;
}

enum px_err closed_find(struct px_store_tx *tx, const struct px_str *words, size_t word_count, size_t max,
			struct px_id *tasks, size_t *count, struct px_error *error)
{
	struct px_id task;
	bool found = true;
	enum px_err err = PX_OK;

	memset(task.bytes, 0xff, sizeof(task.bytes));
	*count = 0;
	while (!err && found && *count < max) {
		err = seek_all(tx, words, word_count, &task, &found, error);
		if (err || !found)
			break;
		tasks[(*count)++] = task;
		found = step_down(&task);
	}
	return err;
}

/* px_words(title): a JSON array of its words and of the one for the whole.  They hold nothing that JSON escapes. */
static void words_of(sqlite3_context *context, int argument_count, sqlite3_value **arguments)
{
	const char *text = (const char *)sqlite3_value_text(arguments[0]);
	struct px_str title = px_str_n(text, text ? (size_t)sqlite3_value_bytes(arguments[0]) : 0);
	struct px_str words[PX_FOLD_WORDS_MAX];
	struct px_arena arena;

	(void)argument_count;
	px_arena_init(&arena);
	size_t count = px_fold_words(title, &arena, words);
	struct px_buf json = PX_BUF_INIT((size_t)(PX_FOLD_WORDS_MAX + 1) * (PX_FOLD_WORD_BYTES + 3) + 2);
	(void)px_buf_text(&json, "[");
	for (size_t i = 0; i < count; i++)
		(void)px_buf_printf(&json, "\"%.*s\",", PX_STR_ARG(words[i]));
	if (count)
		(void)px_buf_printf(&json, "\"%.*s\"", PX_STR_ARG(px_fold_whole(words, count, &arena)));
	(void)px_buf_text(&json, "]");
	sqlite3_result_text64(context, json.data, json.size, SQLITE_TRANSIENT, SQLITE_UTF8);
	px_buf_release(&json);
	px_arena_release(&arena);
}

/* Innocuous: triggers may call it although the schema is not trusted. */
int closed_register(sqlite3 *db)
{
	return sqlite3_create_function_v2(db, "px_words", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
					  words_of, NULL, NULL, NULL);
}
