/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cursor pagination over store queries.  A cursor reads "<sort value>_<id>",
 * the value in decimal, or "_<id>" when the list goes by id.
 */
#include "api/page.h"

#include "base/mem.h"
#include "base/record_json.h"

static enum px_err read_cursor(struct px_page *page, const char *text, struct px_error *error)
{
	struct px_str id, value = px_str_cut(px_str(text), '_', &id);
	struct px_store_query *query = &page->query;

	query->after = true;
	if (!px_id_parse(id, &query->after_id) ||
	    (query->order ? !px_str_to_int64(value, &query->after_value.integer) : value.size != 0))
		return px_fail(error, PX_INVALID, "cursor", "that cursor was not made for this list");
	return PX_OK;
}

enum px_err px_page_init(struct px_page *page, const struct px_call *call, struct px_error *error)
{
	return px_page_init_by(page, call, NULL, error);
}

enum px_err px_page_init_by(struct px_page *page, const struct px_call *call, const char *by,
			    struct px_error *error)
{
	const char *sort = px_call_query(call, "sort"), *order = px_call_query(call, "order");
	const char *cursor = px_call_query(call, "cursor");

	*page = (struct px_page){ 0 };
	page->query.filters = page->filters;
	page->query.order = by;
	if (sort && (strcmp(sort, "updated") == 0 || strcmp(sort, "position") == 0))
		page->query.order = sort;
	if (order && strcmp(order, "asc") != 0 && strcmp(order, "desc") != 0)
		return px_fail(error, PX_INVALID, "order", "order must be asc or desc");
	page->query.descending = order && strcmp(order, "desc") == 0;
	enum px_err err = px_call_limit(call, PX_PAGE_MAX, PX_PAGE_DEFAULT, &page->query.limit, error);
	if (!err && cursor)
		err = read_cursor(page, cursor, error);
	return err;
}

void px_page_filter(struct px_page *page, const char *field, enum px_store_op op,
		    struct px_store_value value)
{
	page->filters[page->query.filter_count++] = (struct px_store_filter){ field, op, value };
}

/* The parsed member of a scratch row, as a filter's value. */
static struct px_store_value value_of(const struct px_field *field, const void *row)
{
	const void *member = (const char *)row + field->offset;
	struct px_store_value value = { .integer = 0 };

	switch (field->kind) {
	case PX_FIELD_ID:
		value.id = *(const struct px_id *)member;
		break;
	case PX_FIELD_INT:
	case PX_FIELD_INSTANT:
		value.integer = *(const int64_t *)member;
		break;
	case PX_FIELD_DAY:
		value.integer = *(const int32_t *)member;
		break;
	case PX_FIELD_BOOL:
		value.integer = *(const bool *)member;
		break;
	case PX_FIELD_ENUM:
		value.integer = *(const int *)member;
		break;
	default:
		value.text = px_str(*(const char *const *)member);
		break;
	}
	return value;
}

enum px_err px_page_filter_query(struct px_page *page, const struct px_call *call,
				 const struct px_record *record, const char *name,
				 struct px_error *error)
{
	const char *text = px_call_query(call, name);
	const struct px_field *field = px_record_field(record, px_str(name));
	struct px_arena *arena = (struct px_arena *)&call->arena;

	if (!text)
		return PX_OK;
	void *row = px_arena_zero(arena, 1, record->size);
	px_record_init(record, row);
	enum px_err err = px_field_parse(field, px_str(text), arena, row, error);
	if (!err)
		px_page_filter(page, field->name, PX_OP_EQ, value_of(field, row));
	return err;
}

static void write_next(struct px_json *json, const struct px_page *page,
		       const struct px_record *record, const void *last)
{
	char id[PX_ID_TEXT + 1];

	px_json_key(json, "next");
	if (!last) {
		px_json_null(json);
		return;
	}
	px_id_format(*(const struct px_id *)last, id);
	if (!page->query.order) {
		px_json_textf(json, "_%s", id);
		return;
	}
	const struct px_field *field = px_record_field(record, px_str(page->query.order));
	px_json_textf(json, "%lld_%s", (long long)value_of(field, last).integer, id);
}

static void write_rows(struct px_json *json, const struct px_record *record, const void *rows,
		       size_t count)
{
	px_json_key(json, "items");
	px_json_open_array(json);
	for (size_t i = 0; i < count; i++)
		px_record_encode(json, record, (const char *)rows + i * record->size);
	px_json_close_array(json);
}

enum px_err px_page_answer(struct px_page *page, struct px_call *call,
			   const struct px_record *record, struct px_error *error)
{
	size_t limit = page->query.limit, count;
	struct px_json json;
	void *rows;

	page->query.limit = limit + 1; /* one more tells whether there is a next page */
	enum px_err err = px_store_query(call->tx, record, &page->query, &call->arena, &rows, &count, error);
	if (err)
		return err;
	bool more = count > limit;
	if (more)
		count = limit;
	if (page->prepare)
		page->prepare(rows, count, page->prepare_arg);
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	write_rows(&json, record, rows, count);
	write_next(&json, page, record, more ? (const char *)rows + (count - 1) * record->size : NULL);
	px_json_close_object(&json);
	return PX_OK;
}

void px_page_rows_next(struct px_call *call, const struct px_record *record, const void *rows, size_t count,
		       size_t total, const char *next)
{
	struct px_json json;

	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	write_rows(&json, record, rows, count);
	px_json_key(&json, "next");
	px_json_text(&json, next);
	px_json_key(&json, "total");
	px_json_int(&json, (int64_t)total);
	px_json_close_object(&json);
}

void px_page_rows(struct px_call *call, const struct px_record *record, const void *rows, size_t count,
		  size_t total)
{
	px_page_rows_next(call, record, rows, count, total, NULL);
}
