/* SPDX-License-Identifier: Apache-2.0 */
/* /api/v1/push: the browsers that take push messages. */
#include "domain/push_subscription.h"

#include "api/api_internal.h"
#include "api/page.h"
#include "base/record_json.h"

enum px_err px_push_get_key(struct px_call *call, struct px_error *error)
{
	struct px_json json;

	(void)error;
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "key");
	px_json_text(&json, px_push_key(call->api->parts.push));
	px_json_close_object(&json);
	return PX_OK;
}

enum px_err px_push_list(struct px_call *call, struct px_error *error)
{
	struct px_page page;
	enum px_err err = px_page_init(&page, call, error);

	return err ? err : px_page_answer(&page, call, &px_push_subscription_record, error);
}

enum px_err px_push_subscribe_here(struct px_call *call, struct px_error *error)
{
	struct px_push_subscription row;
	struct px_webpush_keys keys;
	enum px_err err = px_record_decode(&px_push_subscription_record, call->input, &call->arena, &row, NULL, error);

	if (!err)
		err = px_webpush_keys_read(px_str(row.p256dh), px_str(row.auth), &keys, error);
	if (!err)
		err = px_push_subscribe(&call->domain, &row, error);
	if (!err)
		px_call_row(call, &px_push_subscription_record, &row);
	return err;
}

enum px_err px_push_unsubscribe(struct px_call *call, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	return err ? err : px_push_subscription_delete(&call->domain, id, error);
}
