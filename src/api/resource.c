/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The four verbs over a resource's table of functions.
 */
#include "api/resource.h"

#include "base/record_json.h"

static enum px_err record_and_answer(struct px_call *call, const struct px_resource *resource,
				     const char *action, const void *row, struct px_error *error)
{
	enum px_err err = px_domain_record(&call->domain, action, NULL, error);

	if (err)
		return err;
	if (resource->answer)
		err = resource->answer(call, row, error);
	else
		px_call_row(call, resource->record, row);
	if (!err)
		px_call_add_action(call);
	return err;
}

enum px_err px_resource_check_id(struct px_call *call, const struct px_record *record, const void *row, uint64_t given,
				 struct px_error *error)
{
	struct px_id id = *(const struct px_id *)row; /* every record's first field */
	union px_resource_row taken;

	if (!px_record_given(record, given, "id"))
		return PX_OK;
	if (!px_id_is_v7(id))
		return px_fail(error, PX_INVALID, "id", "id must be a UUIDv7");
	enum px_err err = px_store_get(call->tx, record, id, &call->arena, &taken, error);
	if (err == PX_NOT_FOUND)
		return PX_OK;
	return err ? err : px_fail(error, PX_CONFLICT, "id", "there is a %s with this id already", record->name);
}

enum px_err px_resource_make(struct px_call *call, const struct px_resource *resource, const json_t *input,
			     union px_resource_row *row, struct px_error *error)
{
	uint64_t given = 0;
	enum px_err err = px_record_decode(resource->record, input, &call->arena, row, &given, error);

	if (!err)
		err = px_resource_check_id(call, resource->record, row, given, error);
	return err ? err : resource->create(&call->domain, row, error);
}

enum px_err px_resource_change(struct px_call *call, const struct px_resource *resource, struct px_id id,
			       const json_t *input, int64_t expected, union px_resource_row *row,
			       struct px_error *error)
{
	uint64_t given = 0;
	enum px_err err = resource->get(&call->domain, id, row, error);

	if (!err)
		err = px_call_precondition(call, px_call_version(resource->record, row), error);
	if (!err)
		err = px_record_patch(resource->record, input, &call->arena, row, &given, error);
	return err ? err : resource->patch(&call->domain, row, given, expected, error);
}

enum px_err px_resource_create(struct px_call *call, const struct px_resource *resource,
			       struct px_error *error)
{
	union px_resource_row row;
	enum px_err err = px_resource_make(call, resource, call->input, &row, error);

	return err ? err : record_and_answer(call, resource, resource->create_action, &row, error);
}

enum px_err px_resource_get(struct px_call *call, const struct px_resource *resource,
			    struct px_error *error)
{
	union px_resource_row row;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = resource->get(&call->domain, id, &row, error);
	if (!err)
		px_call_row(call, resource->record, &row);
	return err;
}

enum px_err px_resource_patch(struct px_call *call, const struct px_resource *resource,
			      struct px_error *error)
{
	union px_resource_row row;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_resource_change(call, resource, id, call->input, -1, &row, error);
	return err ? err : record_and_answer(call, resource, resource->update_action, &row, error);
}

enum px_err px_resource_delete(struct px_call *call, const struct px_resource *resource,
			       struct px_error *error)
{
	union px_resource_row row;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = resource->get(&call->domain, id, &row, error);
	if (!err)
		err = px_call_precondition(call, px_call_version(resource->record, &row), error);
	if (!err)
		err = resource->remove(&call->domain, id, -1, error);
	return err ? err : px_domain_record(&call->domain, resource->delete_action, NULL, error);
}
