/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which spans overlap a range: the relational interval tree of Kriegel,
 * Pötke and Seidl ("Managing Intervals Efficiently in Object-Relational
 * Databases", VLDB 2000).
 *
 * Time in units of 65.536 s numbers the nodes of a binary tree that exists
 * only as arithmetic: a node's level is its count of trailing zero bits.  A
 * span is stored at the highest node it contains.  Spans that overlap a range
 * are then exactly: those at ancestors left of the range that reach into it,
 * those at ancestors right of it that begin before its end, and all at nodes
 * inside it.  That is at most two index seeks per level (LEVELS, a constant),
 * and every entry read is a result but for the units at the two edges:
 * O(log n + k), however long spans are and however many lie elsewhere.
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/civil.h"

#include <stdlib.h>

enum { UNIT_BITS = 16, LEVELS = 34, FIRST_SPANS = 16 };

static struct connection *connection_of(struct px_store_tx *tx)
{
	return (struct connection *)((char *)tx - offsetof(struct connection, tx));
}

/* Unit number from 1; what lies outside years 1..9999 counts as its edge. */
static int64_t unit_of(int64_t ms)
{
	const int64_t first = px_civil_day(1, 1, 1) * PX_MS_DAY;
	const int64_t last = px_civil_day(10000, 1, 1) * PX_MS_DAY;

	if (ms < first)
		ms = first;
	if (ms > last)
		ms = last;
	return ((ms - first) >> UNIT_BITS) + 1;
}

/* The number in [first, last] with the most trailing zeros. */
static int64_t fork_node(int64_t first, int64_t last)
{
	uint64_t differ = (uint64_t)(first - 1) ^ (uint64_t)last;
	int level = 63 - __builtin_clzll(differ);

	return last & ~((INT64_C(1) << level) - 1);
}

enum px_err spans_set(struct px_store_tx *tx, const struct px_store_span *span,
		      struct px_error *error)
{
	struct connection *connection = connection_of(tx);
	sqlite3_stmt *statement;
	enum px_err err = connection_fixed(connection, SQL_SPAN_SET, &statement, error);

	if (err)
		return err;
	int64_t node = fork_node(unit_of(span->start), unit_of(span->end - 1));
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
	int64_t start, end;
	struct px_arena *arena;
	struct px_store_span *found;
	size_t count, capacity;
};

static void add_span(struct search *search, sqlite3_stmt *statement)
{
	struct px_store_span span = { .start = sqlite3_column_int64(statement, 1),
				      .end = sqlite3_column_int64(statement, 2),
				      .recurring = sqlite3_column_int(statement, 3) != 0 };
	const void *id = sqlite3_column_blob(statement, 0);

	if (span.start >= search->end || span.end <= search->start ||
	    sqlite3_column_bytes(statement, 0) != sizeof(span.event))
		return; /* shares the unit at an edge, no more */
	memcpy(&span.event, id, sizeof(span.event));
	if (search->count == search->capacity) {
		size_t capacity = search->capacity ? search->capacity * 2 : FIRST_SPANS;
		struct px_store_span *grown =
			px_arena_alloc(search->arena, capacity * sizeof(*grown));
		if (search->count)
			memcpy(grown, search->found, search->count * sizeof(*grown));
		search->found = grown;
		search->capacity = capacity;
	}
	search->found[search->count++] = span;
}

static enum px_err seek(struct search *search, enum sql_fixed which, int64_t node, int64_t bound,
			struct px_error *error)
{
	sqlite3_stmt *statement;
	enum px_err err = connection_fixed(search->connection, which, &statement, error);

	if (err)
		return err;
	int code = rows_bind_id(statement, 1, search->user);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(statement, 2, node);
	if (code == SQLITE_OK)
		code = sqlite3_bind_int64(statement, 3, bound);
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

static int by_start(const void *a, const void *b)
{
	const struct px_store_span *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return px_id_cmp(x->event, y->event);
}

enum px_err spans_overlaps(struct px_store_tx *tx, int64_t start, int64_t end,
			   struct px_arena *arena, struct px_store_span **spans, size_t *count,
			   struct px_error *error)
{
	struct search search = { .connection = connection_of(tx), .user = tx->user, .start = start,
				 .end = end, .arena = arena };
	int64_t first = unit_of(start), last = unit_of(end - 1);
	enum px_err err = seek(&search, SQL_SPAN_WITHIN, first, last, error);

	for (int level = 0; !err && level <= LEVELS; level++) {
		int64_t bit = INT64_C(1) << level, mask = bit | (bit - 1);
		int64_t left = (first & ~mask) | bit, right = (last & ~mask) | bit;
		if (left < first)
			err = seek(&search, SQL_SPAN_BEFORE, left, start, error);
		if (!err && right > last)
			err = seek(&search, SQL_SPAN_AFTER, right, end, error);
	}
	if (err)
		return err;
	if (search.count)
		qsort(search.found, search.count, sizeof(*search.found), by_start);
	*spans = search.found;
	*count = search.count;
	return PX_OK;
}
