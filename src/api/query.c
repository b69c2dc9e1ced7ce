/* SPDX-License-Identifier: Apache-2.0 */
#include "api/query.h"

#include "net/http.h"

enum { PARAMS_MAX = 32 };

static bool is_choice(const char *choices, struct px_str value)
{
	struct px_str rest = px_str(choices);

	while (rest.data)
		if (px_str_eq(px_str_cut(rest, '|', &rest), value))
			return true;
	return false;
}

static bool is_moment(struct px_str value)
{
	int32_t day;
	int64_t ms;
	bool has_offset;

	return px_civil_parse_day(value, &day) || px_civil_parse_ms(value, &ms, &has_offset);
}

static enum px_err check_value(const struct px_endpoint_param *param, struct px_str value, struct px_error *error)
{
	const char *name = param->name;
	struct px_id id;
	int64_t number;

	switch (param->kind) {
	case PX_PARAM_TEXT:
		return value.size <= (size_t)param->max
			       ? PX_OK : px_fail(error, PX_INVALID, name, "%s has at most %lld bytes", name, param->max);
	case PX_PARAM_INT:
		return px_str_to_int64(value, &number) && number >= param->min && number <= param->max
			       ? PX_OK : px_fail(error, PX_INVALID, name, "%s must be a number from %lld to %lld", name,
						 param->min, param->max);
	case PX_PARAM_BOOL:
		return is_choice("true|false", value)
			       ? PX_OK : px_fail(error, PX_INVALID, name, "%s must be true or false", name);
	case PX_PARAM_ID:
		return px_id_parse(value, &id) ? PX_OK : px_fail(error, PX_INVALID, name, "%s must be an id", name);
	case PX_PARAM_CHOICE:
		return is_choice(param->choices, value)
			       ? PX_OK : px_fail(error, PX_INVALID, name, "%s must be one of %s", name, param->choices);
	case PX_PARAM_MOMENT:
		return is_moment(value)
			       ? PX_OK : px_fail(error, PX_INVALID, name, "%s must be a day or an instant such as "
						 "2026-01-16 or 2026-01-16T17:00:00Z", name);
	}
	return PX_INTERNAL;
}

static const struct px_endpoint_param *find(const struct px_endpoint_param *params, struct px_str name)
{
	for (; params && params->name; params++)
		if (px_str_eq(px_str(params->name), name))
			return params;
	return NULL;
}

enum px_err px_query_check(const struct px_endpoint *endpoint, const struct px_http_request *request,
			   struct px_arena *arena, struct px_error *error)
{
	struct px_str rest = request->query, name, value;
	uint32_t seen = 0;

	if (endpoint->flags & PX_ENDPOINT_ANY_QUERY)
		return PX_OK;
	while (px_http_query_next(&rest, arena, &name, &value)) {
		const struct px_endpoint_param *param = find(endpoint->query, name);
		if (!param)
			return px_fail(error, PX_INVALID, "query", "there is no parameter \"%.*s\" here",
				       (int)(name.size > 40 ? 40 : name.size), name.data);
		uint32_t bit = 1u << (param - endpoint->query) % PARAMS_MAX;
		if (seen & bit)
			return px_fail(error, PX_INVALID, param->name, "%s is given twice", param->name);
		seen |= bit;
		enum px_err err = check_value(param, value, error);
		if (err)
			return err;
	}
	return PX_OK;
}

enum px_err px_query_refuse(const struct px_call *call, const char *const *names, const char *with,
			    struct px_error *error)
{
	for (; *names; names++)
		if (px_call_query(call, *names))
			return px_fail(error, PX_INVALID, *names, "%s can't be combined with %s", *names, with);
	return PX_OK;
}

static void write_choices(struct px_json *json, const char *choices)
{
	struct px_str rest = px_str(choices);

	px_json_key(json, "enum");
	px_json_open_array(json);
	while (rest.data)
		px_json_str(json, px_str_cut(rest, '|', &rest));
	px_json_close_array(json);
}

void px_query_schema(struct px_json *json, const struct px_endpoint_param *param)
{
	static const char *const types[] = {
		[PX_PARAM_TEXT] = "string", [PX_PARAM_INT] = "integer", [PX_PARAM_BOOL] = "boolean",
		[PX_PARAM_ID] = "string", [PX_PARAM_CHOICE] = "string", [PX_PARAM_MOMENT] = "string",
	};

	px_json_open_object(json);
	px_json_key(json, "type");
	px_json_text(json, types[param->kind]);
	if (param->kind == PX_PARAM_INT) {
		px_json_key(json, "minimum");
		px_json_int(json, param->min);
		px_json_key(json, "maximum");
		px_json_int(json, param->max);
	} else if (param->kind == PX_PARAM_TEXT) {
		px_json_key(json, "maxLength");
		px_json_int(json, param->max);
	} else if (param->kind == PX_PARAM_CHOICE) {
		write_choices(json, param->choices);
	} else if (param->kind == PX_PARAM_ID) {
		px_json_key(json, "format");
		px_json_text(json, "uuid");
	} else if (param->kind == PX_PARAM_MOMENT) {
		px_json_key(json, "pattern");
		px_json_text(json, "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.,]+(Z|[+-][0-9:]+)?)?$");
	}
	px_json_close_object(json);
}
