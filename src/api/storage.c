/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/storage/check: whether what is stored is whole, for administrators
 * and `pixie doctor`.  Reading it all takes a while, so a worker thread does.
 */
#include "api/api_internal.h"

enum px_err px_storage_verify(struct px_call *call, struct px_error *error)
{
	struct px_error why;
	enum px_err err = px_store_verify(call->api->parts.store, &why);

	if (err && err != PX_CORRUPT)
		return px_fail(error, err, why.field, "%s", why.message);
	call->state = err ? px_arena_str(&call->arena, px_str(why.message)) : NULL;
	return PX_OK;
}

enum px_err px_storage_answer(struct px_call *call, struct px_error *error)
{
	struct px_json json;

	(void)error;
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "intact");
	px_json_bool(&json, !call->state);
	px_json_key(&json, "problem");
	px_json_text(&json, call->state);
	px_json_close_object(&json);
	return PX_OK;
}
