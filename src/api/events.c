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
#include "domain/event_series.h"

enum { WINDOW_MAX_DAYS = 3660 };

/* One occurrence as a row of its own: the event with this occurrence's times, and which it is of its series. */
static void write_occurrence(struct px_json *json, const struct px_occurrence *occurrence)
{
	struct px_event row = *occurrence->event;

	char original[PX_CIVIL_TEXT];

	row.start = occurrence->start;
	row.end = occurrence->end;
	px_record_encode(json, &px_event_record, &row);
	json->buf->size--; /* reopen the object to add a member */
	px_civil_format_ms(occurrence->start, original);
	if (occurrence->event->recurrence)
		(void)px_buf_printf(json->buf, ",\"occurrence\":\"%sZ\"}", original);
	else
		(void)px_buf_text(json->buf, ",\"occurrence\":null}");
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

enum span { THIS, FOLLOWING, ALL };

/* `occurrence` and `span` of the query.  Without an occurrence it is about all of the event. */
static enum px_err read_span(const struct px_call *call, int64_t *occurrence, enum span *span, struct px_error *error)
{
	const char *word = px_call_query(call, "span");

	*occurrence = PX_TIME_NONE;
	enum px_err err = px_call_instant(call, "occurrence", occurrence, error);
	if (err)
		return err;
	if (*occurrence == PX_TIME_NONE && word && strcmp(word, "all") != 0)
		return px_fail(error, PX_INVALID, "occurrence", "say which occurrence is meant");
	*span = *occurrence == PX_TIME_NONE ? ALL : !word || strcmp(word, "this") == 0 ? THIS :
		strcmp(word, "following") == 0 ? FOLLOWING : ALL;
	return PX_OK;
}

/* The event that the call is about, if its version is the one that If-Match names. */
static enum px_err read_event(struct px_call *call, struct px_event *event, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_event_get(&call->domain, id, event, error);
	return err ? err : px_call_precondition(call, event->version, error);
}

static enum px_err patch_span(struct px_call *call, int64_t occurrence, enum span span, struct px_error *error)
{
	struct px_domain *domain = &call->domain;
	struct px_event series, before, event;
	uint64_t given = 0;
	enum px_err err = read_event(call, &series, error);

	if (!err)
		err = px_event_at(domain, &series, occurrence, &before, error);
	if (err)
		return err;
	event = before;
	err = px_record_patch(&px_event_record, call->input, &call->arena, &event, &given, error);
	if (!err)
		err = px_event_follow(domain, &before, &event, given, error);
	if (err)
		return err;
	if (!series.recurrence || span == ALL)
		err = px_event_update_all(domain, series.id, occurrence, &event, -1, error);
	else if (span == FOLLOWING)
		err = px_event_update_following(domain, series.id, occurrence, &event, given, error);
	else
		err = px_event_update_one(domain, series.id, occurrence, &event, error);
	if (!err)
		err = px_domain_record(domain, "update_event", NULL, error);
	if (!err)
		err = answer_with_conflicts(call, &event, error);
	if (!err)
		px_call_add_action(call);
	return err;
}

enum px_err px_events_patch(struct px_call *call, struct px_error *error)
{
	int64_t occurrence;
	enum span span;
	enum px_err err = read_span(call, &occurrence, &span, error);

	if (err)
		return err;
	return occurrence == PX_TIME_NONE ? px_resource_patch(call, &px_event_resource, error)
					  : patch_span(call, occurrence, span, error);
}

static enum px_err delete_span(struct px_call *call, int64_t occurrence, enum span span, struct px_error *error)
{
	struct px_domain *domain = &call->domain;
	struct px_event series, event;
	enum px_err err = read_event(call, &series, error);

	if (!err)
		err = px_event_at(domain, &series, occurrence, &event, error);
	if (err)
		return err;
	if (!series.recurrence || span == ALL)
		err = px_event_delete(domain, series.id, -1, error);
	else if (span == FOLLOWING)
		err = px_event_delete_following(domain, series.id, occurrence, error);
	else
		err = px_event_delete_one(domain, series.id, occurrence, error);
	return err ? err : px_domain_record(domain, "delete_event", NULL, error);
}

enum px_err px_events_delete(struct px_call *call, struct px_error *error)
{
	int64_t occurrence;
	enum span span;
	enum px_err err = read_span(call, &occurrence, &span, error);

	if (err)
		return err;
	return occurrence == PX_TIME_NONE ? px_resource_delete(call, &px_event_resource, error)
					  : delete_span(call, occurrence, span, error);
}
