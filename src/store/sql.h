/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQL of the drivers that speak it: statements by descriptor, and queries by
 * their shape.
 *
 * The text of a statement depends on the record and on the fields and
 * operators of a query, never on values, so drivers keep statements by a short
 * key.  What differs between databases is a dialect.  Nothing here knows how a
 * value is bound or a row is read.
 *
 * "NULL values sort last" and cursors would cost a full sort; ordering by a
 * nullable field is therefore two index ranges one after the other: the rows
 * that have a value, then the rows that have none, by id (enum sql_part).
 */
#ifndef PX_STORE_SQL_H
#define PX_STORE_SQL_H

#include "base/buf.h"
#include "store/store.h"

struct sql_dialect {
	char mark;                     /* before the number of a parameter */
	const char *always;            /* a condition that holds */
	const char *differs;           /* <> that takes NULL for a value */
	const char *same;              /* = that takes NULL for a value */
	const char *has_tag[3];        /* around the column and the parameter */
	const char *contains[3];
	const char *insert_end;        /* after the values of an insert */
};

/* Statements of one record; those ending in ANY disregard the owner (maintenance). */
enum sql_record {
	SQL_INSERT, SQL_UPDATE, SQL_UPDATE_VERSION, SQL_DELETE, SQL_DELETE_ANY, SQL_GET, SQL_GET_ANY,
	SQL_RECORD_COUNT
};

/*
 * Parameter i+1 of an insert or update is fields[i], and the one after them the
 * expected version.  Deleting and getting take the id and the owner.  Columns of
 * a get are the fields in order.
 */
void sql_record_write(struct px_buf *sql, const struct px_record *record, enum sql_record which,
		      const struct sql_dialect *dialect);
/* Appends the quoted column names, separated by commas. */
void sql_columns(struct px_buf *sql, const struct px_record *record);

/* Which part of an ordered query a statement reads. */
enum sql_part { SQL_PART_ALL, SQL_PART_VALUES, SQL_PART_NULLS };

struct sql_plan {
	const struct px_record *record;
	const struct px_store_filter *filters;
	size_t filter_count;
	const struct px_field *order; /* NULL: by id, also in the SQL_PART_NULLS of another */
	bool owned, counting, descending, after;
	bool keys; /* only id and owner, in whatever order an index gives them */
	bool unordered, keys_first; /* as of the query */
	enum sql_part part;
};

/* The plan of a query by a user or, if `owned` is false, over all of them; `part` and `after` may still change. */
struct sql_plan sql_plan_of(const struct px_record *record, const struct px_store_query *query, bool owned);
/* Whether the query is two ranges. */
bool sql_plan_split(const struct sql_plan *plan);
/* Whether a filter leaves nothing of the range in which the field of the order is absent. */
bool sql_plan_never_null(const struct sql_plan *plan);
/* The field of filter number `filter`. */
const struct px_field *sql_plan_field(const struct sql_plan *plan, size_t filter);
/* Whether the filter has a parameter. */
bool sql_filter_binds(const struct px_store_filter *filter);

/* What tells the text of a plan from those of other plans; `record` is the record's number. */
enum { SQL_KEY_MAX = 48 };
size_t sql_plan_key(const struct sql_plan *plan, size_t record, unsigned char key[SQL_KEY_MAX]);
/*
 * Parameters: the owner (if owned), the filters' values, the cursor's value
 * (unless it is by id) and id (if after), the limit (unless counting).
 */
void sql_plan_write(struct px_buf *sql, const struct sql_plan *plan, const struct sql_dialect *dialect);

/* Rows gathered in the arena, the array doubling up to the limit. */
struct sql_rows {
	char *data;
	const void *empty; /* what a row is before it is read */
	size_t count, capacity, limit;
};
/* `empty` becomes that of the record, in the arena. */
void sql_rows_init(struct sql_rows *rows, const struct px_record *record, size_t limit, struct px_arena *arena);
/* A new row, empty. */
void *sql_rows_add(struct sql_rows *rows, const struct px_record *record, struct px_arena *arena);

#endif
