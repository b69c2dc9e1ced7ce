/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/tools: the tool table, and running one tool by name, as models and
 * scripts do.
 */
#include "agent/tools.h"

#include "api/api_internal.h"

enum px_err px_tools_list(struct px_call *call, struct px_error *error)
{
	struct px_json json;

	(void)error;
	px_list_begin(call, &json);
	for (const struct px_tool *tool = px_tools; tool->name; tool++) {
		px_json_open_object(&json);
		px_json_key(&json, "name");
		px_json_text(&json, tool->name);
		px_json_key(&json, "title");
		px_json_text(&json, tool->title);
		px_json_key(&json, "description");
		px_json_text(&json, tool->description);
		px_json_key(&json, "schema");
		px_json_raw(&json, px_str(tool->schema));
		px_json_key(&json, "changes");
		px_json_bool(&json, tool->changes);
		px_json_key(&json, "available");
		px_json_bool(&json, tool->available);
		px_json_close_object(&json);
	}
	px_list_end(&json);
	return PX_OK;
}

static void answer_result(struct px_call *call, const struct px_nlu_context *nlu,
			  const struct px_tool_result *result)
{
	struct px_buf reply = PX_BUF_INIT(1 << 16);
	struct px_json json;

	px_reply_write(nlu, &result->reply, 0, &reply);
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "reply");
	px_json_str(&json, px_buf_view(&reply));
	px_json_key(&json, "ambiguous");
	px_json_bool(&json, result->outcome.ambiguous);
	px_json_key(&json, "data");
	if (result->data)
		px_json_value(&json, result->data);
	else
		px_json_null(&json);
	px_json_close_object(&json);
	px_buf_release(&reply);
}

enum px_err px_tools_run(struct px_call *call, struct px_error *error)
{
	char *name = px_arena_str(&call->arena, call->params[0]);
	struct px_nlu_context nlu = {
		.now = call->domain.now, .tz = call->domain.tz, .locale = call->user.locale,
		.find_zone = call->domain.find_zone,
	};
	struct px_memory_keep memory = { call->api->parts.memory, px_shard_data(), px_store_epoch(call->api->parts.store) };
	struct px_tool_context context = {
		.memory = &memory,
		.tx = call->tx, .user = &call->user, .nlu = &nlu, .arena = &call->arena, .want_data = true,
	};
	struct px_tool_result result = { 0 };
	enum px_err err = px_tool_run(&context, name, call->input, &result, error);

	if (!err) {
		answer_result(call, &nlu, &result);
		call->domain.changes = result.changes;
		call->domain.change_count = result.change_count;
	}
	px_tool_result_release(&result);
	return err;
}
