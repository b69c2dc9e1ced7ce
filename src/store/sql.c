/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements as text.  Every name is one of a descriptor; values are always
 * parameters.
 */
#include "store/sql.h"

#include <string.h>

enum { FIRST_ROWS = 64 };

void sql_columns(struct px_buf *sql, const struct px_record *record)
{
	for (size_t i = 0; i < record->field_count; i++)
		(void)px_buf_printf(sql, "%s\"%s\"", i ? ", " : "", record->fields[i].name);
}

static size_t field_index(const struct px_record *record, const struct px_field *field)
{
	return (size_t)(field - record->fields);
}

/* " WHERE id = ?n [AND user_id = ?m]", the parameters being those of the fields in `row` order. */
static void where_row(struct px_buf *sql, const struct px_record *record, const struct sql_dialect *dialect)
{
	const struct px_field *owner = px_record_owner(record);

	(void)px_buf_printf(sql, " WHERE \"id\" = %c1", dialect->mark);
	if (owner != &record->fields[0])
		(void)px_buf_printf(sql, " AND \"%s\" %s %c%zu", owner->name,
				    owner->flags & PX_FIELD_REQUIRED ? "=" : dialect->same /* may belong to nobody */,
				    dialect->mark, field_index(record, owner) + 1);
}

static void write_insert(struct px_buf *sql, const struct px_record *record, const struct sql_dialect *dialect)
{
	(void)px_buf_printf(sql, "INSERT INTO \"%s\" (", record->table);
	sql_columns(sql, record);
	(void)px_buf_text(sql, ") VALUES (");
	for (size_t i = 0; i < record->field_count; i++)
		(void)px_buf_printf(sql, "%s%c%zu", i ? ", " : "", dialect->mark, i + 1);
	(void)px_buf_printf(sql, ")%s", dialect->insert_end);
}

static void write_update(struct px_buf *sql, const struct px_record *record, bool versioned,
			 const struct sql_dialect *dialect)
{
	const struct px_field *owner = px_record_owner(record);
	const char *comma = "";

	(void)px_buf_printf(sql, "UPDATE \"%s\" SET ", record->table);
	for (size_t i = 1; i < record->field_count; i++) {
		if (&record->fields[i] == owner)
			continue;
		(void)px_buf_printf(sql, "%s\"%s\" = %c%zu", comma, record->fields[i].name, dialect->mark, i + 1);
		comma = ", ";
	}
	where_row(sql, record, dialect);
	if (versioned)
		(void)px_buf_printf(sql, " AND \"version\" = %c%zu", dialect->mark, record->field_count + 1);
}

static void where_key(struct px_buf *sql, const struct px_record *record, bool any, const struct sql_dialect *dialect)
{
	(void)px_buf_printf(sql, " WHERE \"id\" = %c1", dialect->mark);
	if (!any)
		(void)px_buf_printf(sql, " AND \"%s\" = %c2", px_record_owner(record)->name, dialect->mark);
}

void sql_record_write(struct px_buf *sql, const struct px_record *record, enum sql_record which,
		      const struct sql_dialect *dialect)
{
	switch (which) {
	case SQL_INSERT:
		write_insert(sql, record, dialect);
		break;
	case SQL_UPDATE:
	case SQL_UPDATE_VERSION:
		write_update(sql, record, which == SQL_UPDATE_VERSION, dialect);
		break;
	case SQL_DELETE:
	case SQL_DELETE_ANY:
		(void)px_buf_printf(sql, "DELETE FROM \"%s\"", record->table);
		where_key(sql, record, which == SQL_DELETE_ANY, dialect);
		break;
	default:
		(void)px_buf_text(sql, "SELECT ");
		sql_columns(sql, record);
		(void)px_buf_printf(sql, " FROM \"%s\"", record->table);
		where_key(sql, record, which == SQL_GET_ANY, dialect);
	}
}

struct sql_plan sql_plan_of(const struct px_record *record, const struct px_store_query *query, bool owned)
{
	const struct px_field *order = query->order ? px_record_field(record, px_str(query->order)) : NULL;

	return (struct sql_plan){
		.record = record, .filters = query->filters, .filter_count = query->filter_count,
		.order = order == &record->fields[0] ? NULL : order, .owned = owned, .descending = query->descending,
		.after = query->after, .unordered = query->unordered, .keys_first = query->keys_first && owned,
	};
}

bool sql_plan_split(const struct sql_plan *plan)
{
	return plan->order && px_field_nullable(plan->order);
}

bool sql_plan_never_null(const struct sql_plan *plan)
{
	for (size_t i = 0; i < plan->filter_count; i++) {
		enum px_store_op op = plan->filters[i].op;
		if (sql_plan_field(plan, i) == plan->order && op != PX_OP_NE && op != PX_OP_IS_NULL)
			return true;
	}
	return false;
}

const struct px_field *sql_plan_field(const struct sql_plan *plan, size_t filter)
{
	return px_record_field(plan->record, px_str(plan->filters[filter].field));
}

bool sql_filter_binds(const struct px_store_filter *filter)
{
	return filter->op != PX_OP_IS_NULL && filter->op != PX_OP_NOT_NULL;
}

static size_t place(const struct px_record *record, const struct px_field *field)
{
	return field ? field_index(record, field) : 255;
}

size_t sql_plan_key(const struct sql_plan *plan, size_t record, unsigned char key[SQL_KEY_MAX])
{
	size_t n = 0;

	key[n++] = (unsigned char)record;
	key[n++] = (unsigned char)(plan->owned | plan->counting << 1 | plan->descending << 2 |
				   plan->after << 3 | plan->part << 4 | plan->keys << 6 | plan->unordered << 7);
	key[n++] = plan->keys_first;
	key[n++] = (unsigned char)place(plan->record, plan->order);
	for (size_t i = 0; i < plan->filter_count; i++) {
		key[n++] = (unsigned char)place(plan->record, sql_plan_field(plan, i));
		key[n++] = (unsigned char)plan->filters[i].op;
	}
	return n;
}

static void write_around(struct px_buf *sql, const char *const pieces[3], const char *column, char mark, int parameter)
{
	(void)px_buf_printf(sql, " AND %s\"%s\"%s%c%d%s", pieces[0], column, pieces[1], mark, parameter, pieces[2]);
}

static void write_filter(struct px_buf *sql, const struct px_store_filter *filter, const struct sql_dialect *dialect,
			 int *parameter)
{
	/* An absent value is different from any: not <>. */
	const char *const operators[] = {
		[PX_OP_EQ] = "=", [PX_OP_NE] = dialect->differs, [PX_OP_LT] = "<", [PX_OP_LE] = "<=",
		[PX_OP_GT] = ">", [PX_OP_GE] = ">=",
	};

	switch (filter->op) {
	case PX_OP_IS_NULL:
		(void)px_buf_printf(sql, " AND \"%s\" IS NULL", filter->field);
		break;
	case PX_OP_NOT_NULL:
		(void)px_buf_printf(sql, " AND \"%s\" IS NOT NULL", filter->field);
		break;
	case PX_OP_HAS_TAG:
		write_around(sql, dialect->has_tag, filter->field, dialect->mark, ++*parameter);
		break;
	case PX_OP_CONTAINS:
		write_around(sql, dialect->contains, filter->field, dialect->mark, ++*parameter);
		break;
	default:
		(void)px_buf_printf(sql, " AND \"%s\" %s %c%d", filter->field, operators[filter->op],
				    dialect->mark, ++*parameter);
	}
}

static void write_cursor(struct px_buf *sql, const struct sql_plan *plan, bool by_id,
			 const struct sql_dialect *dialect, int *parameter)
{
	const char *beyond = plan->descending ? "<" : ">";

	if (by_id) {
		(void)px_buf_printf(sql, " AND \"id\" %s %c%d", beyond, dialect->mark, ++*parameter);
		return;
	}
	(void)px_buf_printf(sql, " AND (\"%s\", \"id\") %s (%c%d, %c%d)", plan->order->name, beyond,
			    dialect->mark, *parameter + 1, dialect->mark, *parameter + 2);
	*parameter += 2;
}

static void write_selected(struct px_buf *sql, const struct sql_plan *plan)
{
	(void)px_buf_text(sql, "SELECT ");
	if (plan->counting)
		(void)px_buf_text(sql, "count(*)");
	else if (plan->keys)
		(void)px_buf_printf(sql, "\"id\", \"%s\"", px_record_owner(plan->record)->name);
	else if (plan->keys_first)
		(void)px_buf_text(sql, "\"id\"");
	else
		sql_columns(sql, plan->record);
}

static void write_from(struct px_buf *sql, const struct sql_plan *plan, const struct sql_dialect *dialect)
{
	(void)px_buf_printf(sql, " FROM \"%s\" WHERE %s", plan->record->table, dialect->always);
	if (plan->owned)
		(void)px_buf_printf(sql, " AND \"%s\" = %c1", px_record_owner(plan->record)->name, dialect->mark);
}

static void write_order(struct px_buf *sql, const struct sql_plan *plan, bool by_id)
{
	const char *direction = plan->descending ? " DESC" : "";

	(void)px_buf_text(sql, " ORDER BY ");
	if (!by_id)
		(void)px_buf_printf(sql, "\"%s\"%s, ", plan->order->name, direction);
	(void)px_buf_printf(sql, "\"id\"%s", direction);
}

/* Which rows, and in what order. */
static void write_choice(struct px_buf *sql, const struct sql_plan *plan, const struct sql_dialect *dialect)
{
	bool by_id = !plan->order || plan->part == SQL_PART_NULLS;
	int parameter = plan->owned;

	write_from(sql, plan, dialect);
	for (size_t i = 0; i < plan->filter_count; i++)
		write_filter(sql, &plan->filters[i], dialect, &parameter);
	if (plan->part != SQL_PART_ALL)
		(void)px_buf_printf(sql, " AND \"%s\" IS %s", plan->order->name,
				    plan->part == SQL_PART_NULLS ? "NULL" : "NOT NULL");
	if (plan->counting)
		return;
	if (plan->after)
		write_cursor(sql, plan, by_id, dialect, &parameter);
	if (!plan->keys && !plan->unordered)
		write_order(sql, plan, by_id);
	(void)px_buf_printf(sql, " LIMIT %c%d", dialect->mark, ++parameter);
}

void sql_plan_write(struct px_buf *sql, const struct sql_plan *plan, const struct sql_dialect *dialect)
{
	struct sql_plan rows = *plan;

	if (plan->keys_first) {
		rows.keys_first = false;
		write_selected(sql, &rows);
		write_from(sql, plan, dialect);
		(void)px_buf_text(sql, " AND \"id\" IN (");
	}
	write_selected(sql, plan);
	write_choice(sql, plan, dialect);
	if (plan->keys_first) {
		(void)px_buf_text(sql, ")");
		write_order(sql, plan, !plan->order || plan->part == SQL_PART_NULLS);
	}
}

void sql_rows_init(struct sql_rows *rows, const struct px_record *record, size_t limit, struct px_arena *arena)
{
	void *empty = px_arena_alloc(arena, record->size);

	px_record_init(record, empty);
	*rows = (struct sql_rows){ .empty = empty, .limit = limit };
}

void *sql_rows_add(struct sql_rows *rows, const struct px_record *record, struct px_arena *arena)
{
	if (rows->count == rows->capacity) {
		size_t capacity = rows->capacity ? rows->capacity * 2 : FIRST_ROWS;
		if (capacity > rows->limit)
			capacity = rows->limit;
		char *grown = px_arena_alloc(arena, capacity * record->size);
		if (rows->count)
			memcpy(grown, rows->data, rows->count * record->size);
		rows->data = grown;
		rows->capacity = capacity;
	}
	return memcpy(rows->data + rows->count++ * record->size, rows->empty, record->size);
}
