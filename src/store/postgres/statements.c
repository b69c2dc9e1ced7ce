/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts of statements, kept for each connection by what tells them apart and
 * prepared there on first use (call.c).
 *
 * Users' transactions run as the restricted role, those of maintenance as the
 * owner.  A plan holds for one role, so each has statements of its own.
 */
#include "store/postgres/postgres_internal.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SQL_MAX = 16384 };
enum kind { KIND_FIXED, KIND_RECORD, KIND_PLAN, KIND_PURGE, KIND_LATER };

#define DIALECT \
	.mark = '$', .always = "TRUE", .differs = "IS DISTINCT FROM", .same = "IS NOT DISTINCT FROM", \
	.has_tag = { "EXISTS (SELECT 1 FROM jsonb_array_elements_text(", "::jsonb) AS tag(value)" \
		     " WHERE lower(tag.value COLLATE \"C\") = lower(", " COLLATE \"C\"))" }, \
	.contains = { "strpos(px_lower(", "), px_lower(", ")) > 0" }

const struct sql_dialect pg_dialect = {
	DIALECT, .insert_end = " ON CONFLICT DO NOTHING", /* an error would end the transaction */
};
/* Of writes whose answer nobody waits for. */
static const struct sql_dialect later_dialect = { DIALECT, .insert_end = "" };

/* Nobody waits for a lock, or for one statement, longer than this. */
#define LIMITS "set_config('lock_timeout', '10s', true), set_config('statement_timeout', '30s', true)"
/* From here on only the user's rows exist. */
#define AS_USER "set_config('role', '" APP_ROLE "', true), set_config('pixie.user_id', $1, true)"
#define SPAN_COLUMNS "SELECT s.event, s.start, s.\"end\", s.recurring FROM "

static const char *const fixed_sql[FIXED_COUNT] = {
	[FIXED_OPEN_USER_WRITE] = "SELECT " LIMITS ", pg_advisory_xact_lock($2), " AS_USER,
	[FIXED_OPEN_USER_READ] = "SELECT " LIMITS ", " AS_USER,
	[FIXED_OPEN_ALL_WRITE] = "SELECT " LIMITS ", pg_advisory_xact_lock($1)",
	[FIXED_TICKET] = "INSERT INTO last_commits (user_id, ticket) VALUES ($1, $2)"
			 " ON CONFLICT (user_id) DO UPDATE SET ticket = excluded.ticket",
	[FIXED_SEQ_GET] = "SELECT seq FROM users WHERE id = $1",
	[FIXED_SEQ_SET] = "UPDATE users SET seq = $2 WHERE id = $1",
	[FIXED_SPAN_SET] = "INSERT INTO spans (user_id, event, node, start, \"end\", recurring)"
			   " VALUES ($1, $2, $3, $4, $5, $6 <> 0) ON CONFLICT (user_id, event) DO UPDATE SET"
			   " node = excluded.node, start = excluded.start, \"end\" = excluded.\"end\","
			   " recurring = excluded.recurring",
	[FIXED_SPAN_CLEAR] = "DELETE FROM spans WHERE user_id = $1 AND event = $2",
	/* The search of interval.h in one statement: $2..$3 within, $4 before with $5, $6 after with $7. */
	[FIXED_SPANS] = SPAN_COLUMNS "spans AS s WHERE s.user_id = $1 AND s.node BETWEEN $2 AND $3"
			" UNION ALL " SPAN_COLUMNS "unnest($4) AS n(node) JOIN spans AS s ON s.user_id = $1"
			" AND s.node = n.node AND s.\"end\" > $5"
			" UNION ALL " SPAN_COLUMNS "unnest($6) AS n(node) JOIN spans AS s ON s.user_id = $1"
			" AND s.node = n.node AND s.start < $7",
	/* Only if the task is as it was to be written: an update that missed changes no words either. */
	[FIXED_CLOSED_CLEAR] = "DELETE FROM closed_words AS c USING tasks AS t WHERE c.user_id = $1 AND c.task = $2"
			       " AND t.user_id = $1 AND t.id = $2 AND t.title = $3 AND t.status = $4",
	[FIXED_CLOSED_ADD] = "INSERT INTO closed_words (user_id, word, task) SELECT $1, w.word, $2"
			     " FROM tasks AS t, unnest($5) AS w(word)"
			     " WHERE t.user_id = $1 AND t.id = $2 AND t.title = $3 AND t.status = $4"
			     " ON CONFLICT DO NOTHING",
	[FIXED_CLOSED_COUNT] = "SELECT count(*) FROM (SELECT 1 FROM closed_words"
			       " WHERE user_id = $1 AND word = $2 LIMIT $3) AS few",
	/* From the rarest word's tasks, newest first, those that all the other words have. */
	[FIXED_CLOSED_FIND] = "SELECT c.task FROM closed_words AS c WHERE c.user_id = $1 AND c.word = ("
			      "SELECT w.word FROM unnest($2) AS w(word) ORDER BY (SELECT count(*) FROM (SELECT 1"
			      " FROM closed_words AS k WHERE k.user_id = $1 AND k.word = w.word LIMIT 200) AS few)"
			      " LIMIT 1) AND NOT EXISTS (SELECT 1 FROM unnest($2) AS o(word) WHERE NOT EXISTS"
			      " (SELECT 1 FROM closed_words AS d WHERE d.user_id = $1 AND d.word = o.word"
			      " AND d.task = c.task)) ORDER BY c.task DESC LIMIT $3",
	[FIXED_PROBE] = "INSERT INTO probe (id, writes) VALUES (1, 1)"
			" ON CONFLICT (id) DO UPDATE SET writes = probe.writes + 1",
};

/* A place for a new statement: a free one, or that of the one unused for longest. */
static struct statement *free_place(struct connection *connection)
{
	struct statement *oldest = connection->statements;

	if (connection->statement_count < STATEMENTS_MAX)
		return &connection->statements[connection->statement_count++];
	for (size_t i = 1; i < STATEMENTS_MAX; i++)
		if (connection->statements[i].used < oldest->used)
			oldest = &connection->statements[i];
	free(oldest->sql);
	connection->evicted += oldest->prepared;
	return oldest;
}

static struct statement *find(struct connection *connection, const unsigned char *key, size_t size, uint64_t hash)
{
	for (size_t i = 0; i < connection->statement_count; i++) {
		struct statement *statement = &connection->statements[i];
		if (statement->hash == hash && statement->key_size == size && !memcmp(statement->key, key, size)) {
			statement->used = ++connection->uses;
			return statement;
		}
	}
	return NULL;
}

static struct statement *add(struct connection *connection, const unsigned char *key, size_t size, uint64_t hash,
			     struct px_buf *sql)
{
	struct statement *statement = free_place(connection);

	if (sql->overflow) /* 64 columns of a name each: far below */
		abort();
	*statement = (struct statement){ .key_size = size, .hash = hash, .used = ++connection->uses,
					 .sql = px_buf_take(sql) };
	memcpy(statement->key, key, size);
	snprintf(statement->name, sizeof(statement->name), "p%llu", (unsigned long long)++connection->names);
	return statement;
}

struct statement *pg_statement_fixed(struct connection *connection, enum fixed which)
{
	const unsigned char key[] = { KIND_FIXED, connection->maintenance, (unsigned char)which };
	uint64_t hash = px_str_hash(px_str_n((const char *)key, sizeof(key)));
	struct statement *found = find(connection, key, sizeof(key), hash);

	if (found)
		return found;
	struct px_buf sql = PX_BUF_INIT(SQL_MAX);
	(void)px_buf_text(&sql, fixed_sql[which]);
	return add(connection, key, sizeof(key), hash, &sql);
}

/* Around a statement of KIND_LATER, by which it fails where it finds no row. */
#define IF_FOUND_FIRST "WITH found AS ("
#define IF_FOUND_LAST " RETURNING 1) SELECT 1 / count(*) FROM found"

static struct statement *of_record(struct connection *connection, const struct px_record *record, enum kind kind, enum sql_record which)
{
	const unsigned char key[] = { (unsigned char)kind, connection->maintenance, (unsigned char)which,
				      (unsigned char)pg_connection_record_index(connection, record) };
	uint64_t hash = px_str_hash(px_str_n((const char *)key, sizeof(key)));
	struct statement *found = find(connection, key, sizeof(key), hash);
	bool later = kind == KIND_LATER, checks = later && which != SQL_INSERT;

	if (found)
		return found;
	struct px_buf sql = PX_BUF_INIT(SQL_MAX);
	(void)px_buf_text(&sql, checks ? IF_FOUND_FIRST : "");
	sql_record_write(&sql, record, which, later ? &later_dialect : &pg_dialect);
	(void)px_buf_text(&sql, checks ? IF_FOUND_LAST : "");
	return add(connection, key, sizeof(key), hash, &sql);
}

struct statement *pg_statement_record(struct connection *connection, const struct px_record *record, enum sql_record which)
{
	return of_record(connection, record, KIND_RECORD, which);
}

struct statement *pg_statement_add(struct connection *connection, const struct px_record *record)
{
	return of_record(connection, record, KIND_LATER, SQL_INSERT);
}

struct statement *pg_statement_replace(struct connection *connection, const struct px_record *record, bool versioned)
{
	return of_record(connection, record, KIND_LATER, versioned ? SQL_UPDATE_VERSION : SQL_UPDATE);
}

static struct statement *planned(struct connection *connection, const struct sql_plan *plan, enum kind kind)
{
	unsigned char key[KEY_MAX] = { (unsigned char)kind, connection->maintenance };
	size_t size = 2 + sql_plan_key(plan, pg_connection_record_index(connection, plan->record), key + 2);
	uint64_t hash = px_str_hash(px_str_n((const char *)key, size));
	struct statement *found = find(connection, key, size, hash);

	if (found)
		return found;
	struct px_buf sql = PX_BUF_INIT(SQL_MAX);
	if (kind == KIND_PURGE) {
		const struct px_field *owner = px_record_owner(plan->record);
		(void)px_buf_text(&sql, "WITH gone AS (");
		sql_plan_write(&sql, plan, &pg_dialect);
		(void)px_buf_printf(&sql, ") DELETE FROM \"%s\" AS t USING gone WHERE t.\"id\" = gone.\"id\"",
				    plan->record->table);
		if (owner->flags & PX_FIELD_REQUIRED) /* else the id alone is the key */
			(void)px_buf_printf(&sql, " AND t.\"%s\" = gone.\"%s\"", owner->name, owner->name);
	} else {
		sql_plan_write(&sql, plan, &pg_dialect);
	}
	return add(connection, key, size, hash, &sql);
}

struct statement *pg_statement_plan(struct connection *connection, const struct sql_plan *plan)
{
	return planned(connection, plan, KIND_PLAN);
}

struct statement *pg_statement_purge(struct connection *connection, const struct sql_plan *plan)
{
	return planned(connection, plan, KIND_PURGE);
}

void pg_statements_forget(struct connection *connection)
{
	for (size_t i = 0; i < connection->statement_count; i++)
		connection->statements[i].prepared = false;
	connection->evicted = 0;
}
