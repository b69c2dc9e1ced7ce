/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/batch: many changes in one transaction, recorded as one action, so that one undo takes all of them back.
 * The first that is refused refuses all.
 */
#include "api/api_internal.h"
#include "api/resource.h"
#include "base/record_json.h"

static const struct px_resource *const resources[] = {
	&px_task_resource, &px_event_resource, &px_project_resource, &px_memory_resource,
};

static const struct px_resource *resource_of(const json_t *change)
{
	struct px_str entity = px_json_string(json_object_get(change, "entity"));

	for (size_t i = 0; i < sizeof(resources) / sizeof(resources[0]); i++)
		if (px_str_eq(entity, px_str(resources[i]->record->name)))
			return resources[i];
	return NULL;
}

static enum px_err read_id(const json_t *change, struct px_id *id, struct px_error *error)
{
	struct px_str text = px_json_string(json_object_get(change, "id"));

	return px_id_parse(text, id) ? PX_OK : px_fail(error, PX_INVALID, "id", "an update or deletion needs the row's id");
}

static enum px_err run_deletion(struct px_call *call, const struct px_resource *resource, struct px_id id,
				int64_t expected, struct px_json *items, struct px_error *error)
{
	enum px_err err = resource->remove(&call->domain, id, expected, error);

	if (!err)
		px_json_null(items);
	return err;
}

static enum px_err run_one(struct px_call *call, const json_t *change, struct px_json *items, struct px_error *error)
{
	const struct px_resource *resource = resource_of(change);
	struct px_str op = px_json_string(json_object_get(change, "op"));
	const json_t *fields = json_object_get(change, "fields"), *version = json_object_get(change, "version");
	int64_t expected = version ? json_integer_value(version) : -1;
	union px_resource_row row;
	struct px_id id;
	enum px_err err = PX_OK;

	if (!resource)
		return px_fail(error, PX_INVALID, "entity", "entity must be task, event, project or memory");
	if (!px_str_eq(op, PX_STR("create")))
		err = read_id(change, &id, error);
	if (!err && px_str_eq(op, PX_STR("delete")))
		return run_deletion(call, resource, id, expected, items, error);
	if (!err && !fields)
		err = px_fail(error, PX_INVALID, "fields", "a creation or update needs fields");
	if (!err)
		err = px_str_eq(op, PX_STR("create")) ? px_resource_make(call, resource, fields, &row, error)
						      : px_resource_change(call, resource, id, fields, expected, &row, error);
	if (!err)
		px_record_encode(items, resource->record, &row);
	return err;
}

/* The error says which change it is of. */
static enum px_err run_each(struct px_call *call, const json_t *changes, struct px_json *items, struct px_error *error)
{
	char field[128];
	json_t *change;
	size_t i;

	json_array_foreach(changes, i, change) {
		struct px_error why = { 0 };
		enum px_err err = run_one(call, change, items, &why);
		if (!err)
			continue;
		snprintf(field, sizeof(field), "changes.%zu%s%s", i, why.field[0] ? "." : "", why.field);
		return px_fail(error, err, field, "%s", why.message);
	}
	return PX_OK;
}

enum px_err px_batch_run(struct px_call *call, struct px_error *error)
{
	struct px_json json;

	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "items");
	px_json_open_array(&json);
	enum px_err err = run_each(call, json_object_get(call->input, "changes"), &json, error);
	if (!err)
		err = px_domain_record(&call->domain, "batch", NULL, error);
	if (err)
		return err;
	px_json_close_array(&json);
	px_json_close_object(&json);
	px_call_add_action(call);
	return PX_OK;
}
