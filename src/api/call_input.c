/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What handlers read from a request (ids, versions, limits, instants) and the
 * one way they answer with a row.
 */
#include "api/api_internal.h"

#include "base/record_json.h"

enum px_err px_call_id(const struct px_call *call, unsigned param, struct px_id *id,
		       struct px_error *error)
{
	if (!px_id_parse(call->params[param], id))
		return px_fail(error, PX_NOT_FOUND, "id", "there is no such id");
	return PX_OK;
}

/* Cuts the next tag off a list: its text between the quotes and whether it is weak.  False if there is none. */
static bool next_tag(struct px_str *list, struct px_str *tag, bool *weak)
{
	*weak = px_str_starts(*list, PX_STR("W/"));
	if (*weak)
		*list = px_str_n(list->data + 2, list->size - 2);
	if (list->size < 2 || list->data[0] != '"')
		return false;
	const char *end = memchr(list->data + 1, '"', list->size - 1);
	if (!end)
		return false;
	*tag = px_str_n(list->data + 1, (size_t)(end - list->data) - 1);
	*list = px_str_trim(px_str_n(end + 1, list->size - tag->size - 2));
	if (list->size && list->data[0] != ',')
		return false;
	if (list->size)
		*list = px_str_trim(px_str_n(list->data + 1, list->size - 1));
	return true;
}

enum px_err px_call_precondition(const struct px_call *call, int64_t version, struct px_error *error)
{
	struct px_str match = px_http_header(call->request, "if-match"), list = px_str_trim(match), tag;
	char own[24];
	bool weak, found = false;

	if (!match.data || px_str_eq(list, PX_STR("*")))
		return PX_OK;
	snprintf(own, sizeof(own), "%lld", (long long)version);
	do {
		if (!next_tag(&list, &tag, &weak))
			return px_fail(error, PX_INVALID, "If-Match", "If-Match takes ETags as they were sent, such as \"3\"");
		found |= !weak && px_str_eq(tag, px_str(own));
	} while (list.size);
	return found ? PX_OK : px_fail(error, PX_CONFLICT, "version", "it is version %s by now, not what If-Match names", own);
}

bool px_has_etag(const struct px_http_request *request, const char *etag)
{
	struct px_str match = px_http_header(request, "if-none-match");

	return match.data && (px_str_eq(match, PX_STR("*")) || px_str_find(match, px_str(etag)) != SIZE_MAX);
}

/* Every versioned record has its version in a field of that name. */
int64_t px_call_version(const struct px_record *record, const void *row)
{
	const struct px_field *field = px_record_field(record, PX_STR("version"));

	return field ? *(const int64_t *)(const void *)((const char *)row + field->offset) : 0;
}

void px_call_row(struct px_call *call, const struct px_record *record, const void *row)
{
	struct px_json json;

	px_json_init(&json, &call->body);
	px_record_encode(&json, record, row);
	snprintf(call->etag, sizeof(call->etag), "\"%lld\"", (long long)px_call_version(record, row));
}

void px_call_add_action(struct px_call *call)
{
	char id[PX_ID_TEXT + 1];

	call->body.size--; /* reopen the object to add a member */
	px_id_format(call->domain.action, id);
	if (px_id_is_none(call->domain.action))
		(void)px_buf_text(&call->body, ",\"action_id\":null}");
	else
		(void)px_buf_printf(&call->body, ",\"action_id\":\"%s\"}", id);
}

const char *px_call_query(const struct px_call *call, const char *name)
{
	struct px_str value;

	if (!px_http_query(call->request, (struct px_arena *)&call->arena, name, &value))
		return NULL;
	return px_arena_str((struct px_arena *)&call->arena, value);
}

enum px_err px_call_limit(const struct px_call *call, size_t max, size_t fallback, size_t *limit,
			  struct px_error *error)
{
	const char *text = px_call_query(call, "limit");
	int64_t value = (int64_t)fallback;

	if (text && (!px_str_to_int64(px_str(text), &value) || value < 1 || value > (int64_t)max))
		return px_fail(error, PX_INVALID, "limit", "limit must be a number from 1 to %zu", max);
	*limit = (size_t)value;
	return PX_OK;
}

enum px_err px_call_instant(const struct px_call *call, const char *name, int64_t *utc,
			    struct px_error *error)
{
	const char *text = px_call_query(call, name);
	int64_t ms;
	int32_t day;
	bool has_offset;

	if (!text)
		return PX_OK;
	if (px_civil_parse_day(px_str(text), &day))
		*utc = px_tz_to_utc(call->domain.tz, day * PX_MS_DAY, NULL);
	else if (px_civil_parse_ms(px_str(text), &ms, &has_offset))
		*utc = has_offset ? ms : px_tz_to_utc(call->domain.tz, ms, NULL);
	else
		return px_fail(error, PX_INVALID, name,
			       "%s must be a day or an instant such as 2026-01-16 or 2026-01-16T17:00:00Z", name);
	return PX_OK;
}

void px_list_begin(struct px_call *call, struct px_json *json)
{
	px_json_init(json, &call->body);
	px_json_open_object(json);
	px_json_key(json, "items");
	px_json_open_array(json);
}

void px_list_end(struct px_json *json)
{
	px_json_close_array(json);
	px_json_key(json, "next");
	px_json_null(json);
	px_json_close_object(json);
}
