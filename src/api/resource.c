/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The four verbs over a resource's table of functions.
 */
#include "api/resource.h"

#include "base/record_json.h"

union row { /* room for any entity */
	max_align_t align;
	char bytes[PX_RESOURCE_ROW_MAX];
};

static enum px_err record_and_answer(struct px_call *call, const struct px_resource *resource,
				     const char *action, const void *row, struct px_error *error)
{
	enum px_err err = px_domain_record(&call->domain, action, NULL, error);

	if (err)
		return err;
	if (resource->answer)
		return resource->answer(call, row, error);
	px_call_row(call, resource->record, row);
	return PX_OK;
}

enum px_err px_resource_create(struct px_call *call, const struct px_resource *resource,
			       struct px_error *error)
{
	union row row;
	enum px_err err =
		px_record_decode(resource->record, call->input, &call->arena, &row, NULL, error);

	if (!err)
		err = resource->create(&call->domain, &row, error);
	return err ? err : record_and_answer(call, resource, resource->create_action, &row, error);
}

enum px_err px_resource_get(struct px_call *call, const struct px_resource *resource,
			    struct px_error *error)
{
	union row row;
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
	union row row;
	struct px_id id;
	uint64_t given = 0;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = resource->get(&call->domain, id, &row, error);
	if (!err)
		err = px_call_precondition(call, px_call_version(resource->record, &row), error);
	if (!err)
		err = px_record_patch(resource->record, call->input, &call->arena, &row, &given, error);
	if (!err)
		err = resource->patch(&call->domain, &row, given, -1, error);
	return err ? err : record_and_answer(call, resource, resource->update_action, &row, error);
}

enum px_err px_resource_delete(struct px_call *call, const struct px_resource *resource,
			       struct px_error *error)
{
	union row row;
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
