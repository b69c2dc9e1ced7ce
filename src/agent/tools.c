/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running a tool: check the arguments, set a savepoint, call the handler, keep
 * or take back.  The schemas are parsed once per process and never change.
 */
#include "agent/tools.h"

#include "agent/schema.h"
#include "agent/tool_call.h"

#include <pthread.h>

enum { TOOLS_MAX = 32 };

static json_t *schemas[TOOLS_MAX];
static pthread_once_t schemas_once = PTHREAD_ONCE_INIT;

static void parse_schemas(void)
{
	for (size_t i = 0; px_tools[i].name && i < TOOLS_MAX; i++) {
		struct px_error error = { 0 };
		if (px_json_parse(px_str(px_tools[i].schema), &schemas[i], &error) != PX_OK)
			schemas[i] = json_object();
	}
}

const struct px_tool *px_tool_find(const char *name)
{
	for (const struct px_tool *tool = px_tools; tool->name; tool++) {
		if (strcmp(tool->name, name) == 0)
			return tool;
	}
	return NULL;
}

const json_t *px_tool_schema(const struct px_tool *tool)
{
	pthread_once(&schemas_once, parse_schemas);
	return schemas[tool - px_tools];
}

static struct px_domain open_domain(const struct px_tool_context *context)
{
	struct px_domain domain;

	px_domain_init(&domain, context->tx, context->user->id, context->nlu->now,
		       context->nlu->tz, context->arena);
	domain.find_zone = context->nlu->find_zone;
	domain.find_zone_arg = context->nlu->find_zone_arg;
	domain.message = context->message;
	return domain;
}

/* An error whose reply the handler has not prepared. */
static void word_error(struct px_tool_call *call, enum px_err err)
{
	struct px_reply *reply = &call->result->reply;
	const struct px_error *error = call->error;

	call->result->outcome.ok = false;
	if (call->worded)
		return;
	*reply = (struct px_reply){ .kind = PX_REPLY_FAILED };
	/* The message alone reads well if it names the thing, and for targets and conflicts; others need the field. */
	if ((err == PX_INVALID || err == PX_TOO_LARGE) && !px_str_starts(px_str(error->message), PX_STR("“")))
		reply->text = px_arena_printf(call->domain.arena, "%s%s%s", error->field,
					      error->field[0] ? " " : "", error->message);
	else
		reply->text = px_arena_str(call->domain.arena, px_str(error->message));
}

static void finish_reply(struct px_tool_call *call)
{
	struct px_tool_result *result = call->result;
	struct px_nlu_outcome *outcome = &result->outcome;

	if (!result->reply.items) {
		result->reply.items = call->shown;
		result->reply.item_count = call->shown_count;
	}
	if (!result->reply.total)
		result->reply.total = result->reply.item_count;
	if (call->changed_count) {
		struct px_reply_field *fields = PX_ARENA_ARRAY(call->domain.arena, struct px_reply_field, call->changed_count);
		memcpy(fields, call->changed, call->changed_count * sizeof(*fields));
		result->reply.fields = fields;
		result->reply.field_count = call->changed_count;
	}
	while (outcome->touched_count < 8 && outcome->touched_count < result->reply.item_count) {
		outcome->touched[outcome->touched_count] = result->reply.items[outcome->touched_count];
		outcome->touched_count++;
	}
	result->changes = call->domain.changes;
	result->change_count = call->domain.change_count;
	result->action = call->domain.action;
	for (size_t i = 0; call->context->want_data && i < result->change_count; i++) {
		json_t *row = NULL;
		if (px_json_parse(px_str(result->changes[i].json), &row, NULL) == PX_OK)
			json_array_append_new(result->data, row);
	}
}

enum px_err px_tool_handle(const char *name, struct px_tool_call *call)
{
	const struct px_tool *tool = px_tool_find(name);

	if (!tool)
		return px_fail(call->error, PX_INVALID, "tool", "there is no tool \"%.60s\"", name);
	call->result->outcome = (struct px_nlu_outcome){ .tool = tool->name, .ok = true };
	enum px_err err = px_schema_check(px_tool_schema(tool), call->arguments, call->error);
	if (!err)
		err = tool->run(call);
	finish_reply(call);
	return err;
}

static enum px_err run(const struct px_tool *tool, struct px_tool_call *call)
{
	struct px_store_tx *tx = call->context->tx;

	enum px_err err = px_store_savepoint(tx, call->error);
	if (err)
		return err;
	err = tool->run(call);
	if (!err)
		err = px_domain_record(&call->domain, tool->name, call->summary, call->error);
	if (err) {
		px_store_revert(tx);
		px_domain_rewind(&call->domain, (struct px_domain_mark){ 0, 0 });
		call->domain.action = PX_ID_NONE;
		return err;
	}
	px_store_release(tx);
	return PX_OK;
}

enum px_err px_tool_run(const struct px_tool_context *context, const char *name,
			const json_t *arguments, struct px_tool_result *result,
			struct px_error *error)
{
	const struct px_tool *tool = px_tool_find(name);
	struct px_error local = { 0 };
	struct px_tool_call call = { .context = context, .nlu = *context->nlu,
				     .domain = open_domain(context), .arguments = arguments,
				     .result = result, .error = &local };

	*result = (struct px_tool_result){ .outcome = { .tool = tool ? tool->name : "" } };
	if (context->want_data)
		result->data = json_array();
	enum px_err err = tool ? px_schema_check(px_tool_schema(tool), arguments, &local)
			       : px_fail(&local, PX_INVALID, "tool", "there is no tool \"%.60s\"",
					 name);
	if (!err) {
		result->outcome.ok = true;
		err = run(tool, &call);
	}
	if (err)
		word_error(&call, err);
	finish_reply(&call);
	px_context_drop(&(struct px_context_keep){ 0 }, call.own);
	if (err && error)
		*error = local;
	return err;
}

void px_tool_result_release(struct px_tool_result *result)
{
	json_decref(result->data);
	result->data = NULL;
}
