/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of the interval tree (store/interval.h): one seek for each node that
 * may hold some.  Most nodes on the way up hold none, and which comes next that
 * does is one seek as well: it passes over all between, and a calendar of few
 * spans is done after two or three.
 */
#include "store/sqlite/sqlite_internal.h"

#include "store/interval.h"

static struct connection *connection_of(struct px_store_tx *tx)
{
	return (struct connection *)((char *)tx - offsetof(struct connection, tx));
}

enum px_err spans_set(struct px_store_tx *tx, const struct px_store_span *span,
		      struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	sqlite3_stmt *statement;
	enum px_err err = connection_fixed(connection, SQL_SPAN_SET, &statement, error);

	if (err)
		return err;
	int64_t node = interval_node(span->start, span->end);
	int code = rows_bind_id(statement, 1, tx->user);
	if (code == SQLITE_OK)
		code = rows_bind_id(statement, 2, span->event);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(statement, 3, node);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(statement, 4, span->start);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(statement, 5, span->end);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int(statement, 6, span->recurring);
	if (code != SQLITE_OK)
		return connection_fail(connection->db, code, error);
	return connection_write(connection, statement, error);
}

enum px_err spans_clear(struct px_store_tx *tx, struct px_id event, struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	sqlite3_stmt *statement;
	enum px_err err = connection_fixed(connection, SQL_SPAN_CLEAR, &statement, error);

	if (err)
		return err;
	int code = rows_bind_id(statement, 1, tx->user);
	if (code == SQLITE_OK)
		code = rows_bind_id(statement, 2, event);
	if (code != SQLITE_OK)
		return connection_fail(connection->db, code, error);
	return connection_write(connection, statement, error);
}

struct search {
	struct connection *connection;
	struct px_id user;
	struct interval_found found;
};

static void add_span(struct search *search, sqlite3_stmt *statement)
{
	struct px_store_span span = { .start = sqlite3_column_int64(statement, 1),
				      .end = sqlite3_column_int64(statement, 2),
				      .recurring = sqlite3_column_int(statement, 3) != 0 };
	const void *id = sqlite3_column_blob(statement, 0);

	if (sqlite3_column_bytes(statement, 0) != sizeof(span.event))
		return;
	memcpy(&span.event, id, sizeof(span.event));
	interval_add(&search->found, span);
}

static enum px_err bind(struct search *search, enum sql_fixed which, int64_t node, sqlite3_stmt **statement, struct px_error *error)
{
	enum px_err err = connection_fixed(search->connection, which, statement, error);

	if (err)
		return err;
	int code = rows_bind_id(*statement, 1, search->user);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(*statement, 2, node);
	return code == SQLITE_OK ? PX_OK : connection_fail(search->connection->db, code, error);
}

static enum px_err seek(struct search *search, enum sql_fixed which, int64_t node, int64_t bound,
			struct px_error *error)
{
	sqlite3_stmt *statement;
	enum px_err err = bind(search, which, node, &statement, error);

	if (err)
		return err;
	int code = sqlite3_bind_int64(statement, 3, bound);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(statement);
		if (code == SQLITE_ROW)
			add_span(search, statement);
	}
	if (code != SQLITE_DONE)
		err = connection_fail(search->connection->db, code, error);
	sqlite3_reset(statement);
	return err;
}

/* A side of the range: its nodes, nearest first, and how they are asked for. */
struct side {
	const int64_t *nodes;
	size_t count;
	enum sql_fixed next, rows;
	int64_t bound; /* of the rows */
};

/* The node nearest to `from`, itself included, that holds anything; *found is false if none does. */
static enum px_err next_node(struct search *search, enum sql_fixed which, int64_t from, int64_t *node, bool *found,
			     struct px_error *error)
{
	sqlite3_stmt *statement;
	enum px_err err = bind(search, which, from, &statement, error);

	if (err)
		return err;
	int code = sqlite3_step(statement);
	*found = code == SQLITE_ROW;
	if (*found)
		*node = sqlite3_column_int64(statement, 0);
	else if (code != SQLITE_DONE)
		err = connection_fail(search->connection->db, code, error);
	sqlite3_reset(statement);
	return err;
}

static bool is_nearer(const struct side *side, int64_t node, int64_t than)
{
	return side->next == SQL_SPAN_LEFT ? node > than : node < than;
}

static enum px_err search_side(struct search *search, const struct side *side, struct px_error *error)
{
	size_t i = 0;

	while (i < side->count) {
		int64_t node;
		bool found;
		enum px_err err = next_node(search, side->next, side->nodes[i], &node, &found, error);
		if (err || !found)
			return err;
		while (i < side->count && is_nearer(side, side->nodes[i], node))
			i++; /* holds nothing */
		if (i == side->count || side->nodes[i] != node)
			continue;
		err = seek(search, side->rows, side->nodes[i++], side->bound, error);
		if (err)
			return err;
	}
	return PX_OK;
}

enum px_err spans_overlaps(struct px_store_tx *tx, int64_t start, int64_t end,
			   struct px_arena *arena, struct px_store_span **spans, size_t *count,
			   struct px_error *error)
{
	struct search search = { .connection = connection_of(tx), .user = tx->user,
				 .found = { .arena = arena, .start = start, .end = end } };
	struct interval_range range;

	interval_range(start, end, &range);
	struct side before = { range.before, range.before_count, SQL_SPAN_LEFT, SQL_SPAN_BEFORE, start };
	struct side after = { range.after, range.after_count, SQL_SPAN_RIGHT, SQL_SPAN_AFTER, end };
	enum px_err err = seek(&search, SQL_SPAN_WITHIN, range.first, range.last, error);
	if (!err)
		err = search_side(&search, &before, error);
	if (!err)
		err = search_side(&search, &after, error);
	if (err)
		return err;
	interval_sort(&search.found);
	*spans = search.found.spans;
	*count = search.found.count;
	return PX_OK;
}
