/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/events.  With `start` and `end` a list holds occurrences, recurring
 * events expanded; without, the events as they are stored.
 */
#include "domain/event.h"

#include "api/api_internal.h"
#include "api/page.h"
#include "api/query.h"
#include "api/resource.h"
#include "base/record_json.h"
#include "domain/conflict.h"

enum { WINDOW_MAX_DAYS = 3660 };

/* One occurrence as a row of its own: the event with this occurrence's times. */
static void write_occurrence(struct px_json *json, const struct px_occurrence *occurrence)
{
	struct px_event row = *occurrence->event;

	row.start = occurrence->start;
	row.end = occurrence->end;
	px_record_encode(json, &px_event_record, &row);
}

static void write_occurrences(const char *key, const struct px_occurrence *found, size_t count,
			      struct px_json *json)
{
	px_json_key(json, key);
	px_json_open_array(json);
	for (size_t i = 0; i < count; i++)
		write_occurrence(json, &found[i]);
	px_json_close_array(json);
}

static enum px_err list_window(struct px_call *call, struct px_error *error)
{
	static const char *const paged[] = { "cursor", "sort", "order", NULL };
	int64_t start = call->domain.now, end = PX_TIME_NONE;
	struct px_occurrence *found;
	size_t limit, count, total;
	struct px_json json;

	enum px_err err = px_query_refuse(call, paged, "start, end or q", error);
	if (!err)
		err = px_call_instant(call, "start", &start, error);
	if (!err)
		err = px_call_instant(call, "end", &end, error);
	if (end == PX_TIME_NONE)
		end = start + 365 * PX_MS_DAY;
	if (!err && (end <= start || end - start > WINDOW_MAX_DAYS * PX_MS_DAY))
		err = px_fail(error, PX_INVALID, "end", "end must be after start, by at most %d days",
			      WINDOW_MAX_DAYS);
	if (!err)
		err = px_call_limit(call, PX_PAGE_MAX, PX_PAGE_DEFAULT, &limit, error);
	if (!err)
		err = px_event_list(&call->domain, start, end, px_call_query(call, "q"), limit, &found, &count,
				    &total, error);
	if (err)
		return err;
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	write_occurrences("items", found, count, &json);
	px_json_key(&json, "next");
	px_json_null(&json);
	px_json_key(&json, "total");
	px_json_int(&json, (int64_t)total);
	px_json_close_object(&json);
	return PX_OK;
}

enum px_err px_events_list(struct px_call *call, struct px_error *error)
{
	struct px_page page;

	if (px_call_query(call, "start") || px_call_query(call, "end") || px_call_query(call, "q"))
		return list_window(call, error);
	enum px_err err = px_page_init(&page, call, error);
	return err ? err : px_page_answer(&page, call, &px_event_record, error);
}

/* The row, with the events that it overlaps beside it. */
static enum px_err answer_with_conflicts(struct px_call *call, const void *row, struct px_error *error)
{
	const struct px_event *event = row;
	struct px_occurrence *found;
	struct px_json json;
	size_t count;
	enum px_err err = px_conflict_find(&call->domain, event, &found, &count, error);

	if (err)
		return err;
	px_call_row(call, &px_event_record, event);
	call->body.size--; /* reopen the object to add a member */
	px_json_init(&json, &call->body);
	json.comma = true;
	write_occurrences("conflicts", found, count, &json);
	px_json_close_object(&json);
	return PX_OK;
}

PX_RESOURCE(event, answer_with_conflicts);

enum px_err px_events_create(struct px_call *call, struct px_error *error)
{
	return px_resource_create(call, &px_event_resource, error);
}

enum px_err px_events_get(struct px_call *call, struct px_error *error)
{
	return px_resource_get(call, &px_event_resource, error);
}

enum px_err px_events_patch(struct px_call *call, struct px_error *error)
{
	return px_resource_patch(call, &px_event_resource, error);
}

enum px_err px_events_delete(struct px_call *call, struct px_error *error)
{
	return px_resource_delete(call, &px_event_resource, error);
}
