/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans are made in a savepoint that is always reverted.  What they would do is
 * read off the changes that the tools left behind.
 */
#include "agent/proposals.h"

#include "base/utf8.h"

#include <stdlib.h>

enum { CALLS_MAX = 100, VALUE_SHOWN = 120, TITLES_SHOWN = 8, TEXT_ROOM = 1 << 16, TARGETS_ROOM = 1 << 20 };

struct planning {
	const struct px_tool_context *context;
	struct px_buf text, targets;
	struct px_json json; /* onto targets */
	struct px_error *error;
};

/* ------------------------------------------------------------------- words */

static const struct {
	const char *tool, *before, *after, *named; /* named: the argument that names it where no row does */
} wordings[] = {
	{ "create_task", "Add the task ", "", "title" },
	{ "update_task", "Change ", "", "target" },
	{ "complete_task", "Tick off ", "", "target" },
	{ "delete_task", "Delete the task ", "", "target" },
	{ "create_event", "Put ", " in the calendar", "title" },
	{ "update_event", "Change ", "", "target" },
	{ "delete_event", "Delete ", " from the calendar", "target" },
	{ "remember", "Remember ", "", "text" },
	{ "add_document", "Keep the document ", "", "title" },
	{ "forget", "Forget ", "", "target" },
};

static void write_quoted(struct px_buf *out, struct px_str text)
{
	size_t shown = px_utf8_cut(text, VALUE_SHOWN);

	(void)px_buf_printf(out, "“%.*s%s”", (int)shown, text.data, shown < text.size ? "…" : "");
}

/* The titles of the rows, or the words of the call. */
static void write_names(struct px_buf *out, const struct px_reply *reply, const json_t *arguments, const char *named)
{
	size_t shown = 0;

	for (; shown < reply->item_count && shown < TITLES_SHOWN; shown++) {
		if (shown)
			(void)px_buf_text(out, ", ");
		write_quoted(out, px_str(reply->items[shown].title));
	}
	if (reply->total > shown && shown)
		(void)px_buf_printf(out, " and %zu more", reply->total - shown);
	if (!shown) {
		const json_t *words = json_object_get(arguments, named);
		write_quoted(out, words ? px_json_string(words) : PX_STR("it"));
	}
}

static void write_when(struct px_buf *out, const struct px_nlu_context *nlu, const struct px_reply *reply)
{
	const struct px_nlu_item *item = reply->items;
	int32_t day = item->due_day, second = -1;

	if (reply->item_count != 1)
		return;
	if (item->start != PX_TIME_NONE) {
		day = px_civil_ms_day(item->start);
		second = reply->all_day ? -1 : (int32_t)((item->start - (int64_t)day * PX_MS_DAY) / 1000);
	}
	if (day == PX_DAY_NONE)
		return;
	(void)px_buf_text(out, item->kind == PX_NLU_EVENT ? ", " : ", due ");
	px_reply_when(nlu, day, second, out);
}

static bool is_said_already(const char *key)
{
	static const char *const keys[] = { "target", "id", "title", "text", "due", "start", "all", "heard", "likely" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strcmp(key, keys[i]) == 0)
			return true;
	}
	return false;
}

/* "(notes: …; priority: high)": what else the call says, as it says it. */
static void write_rest(struct px_buf *out, const char *tool, const json_t *arguments)
{
	bool change = strncmp(tool, "update_", 7) == 0;
	const char *key, *between = " (";
	json_t *value;

	json_object_foreach((json_t *)arguments, key, value) {
		bool moved = change && (strcmp(key, "title") == 0 || strcmp(key, "due") == 0 || strcmp(key, "start") == 0);
		if (is_said_already(key) && !moved)
			continue;
		char *text = json_is_string(value) ? NULL : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
		struct px_str said = text ? px_str(text) : px_json_string(value);
		size_t shown = px_utf8_cut(said, VALUE_SHOWN);
		(void)px_buf_printf(out, "%s%s: %.*s%s", between, key, (int)shown, said.data, shown < said.size ? "…" : "");
		between = "; ";
		free(text);
	}
	if (*between == ';')
		(void)px_buf_char(out, ')');
}

/* What can't be had back is quoted, as far as it fits. */
static void write_forgotten(struct planning *p, const struct px_tool_result *result)
{
	size_t shown = 0, all = 0;

	(void)px_buf_text(&p->text, p->text.size ? "; Forget for good, without a way back: " : "Forget for good, without a way back: ");
	for (size_t i = 0; i < result->change_count; i++) {
		const struct px_change *change = &result->changes[i];
		if (strcmp(change->entity, px_memory_record.name) != 0 || strcmp(change->verb, "deleted") != 0 || all++ >= TITLES_SHOWN)
			continue;
		(void)px_buf_text(&p->text, shown++ ? ", " : "");
		write_quoted(&p->text, px_str(((const struct px_memory *)change->row)->text));
	}
	if (all > shown)
		(void)px_buf_printf(&p->text, " and %zu more", all - shown);
}

static void write_call(struct planning *p, const char *tool, const json_t *arguments, const struct px_reply *reply)
{
	for (size_t i = 0; i < sizeof(wordings) / sizeof(wordings[0]); i++) {
		if (strcmp(wordings[i].tool, tool) != 0)
			continue;
		(void)px_buf_text(&p->text, p->text.size ? "; " : "");
		(void)px_buf_text(&p->text, wordings[i].before);
		write_names(&p->text, reply, arguments, wordings[i].named);
		(void)px_buf_text(&p->text, wordings[i].after);
		if (strncmp(tool, "create_", 7) == 0)
			write_when(&p->text, p->context->nlu, reply);
		write_rest(&p->text, tool, arguments);
	}
}

static bool can_be_proposed(const char *tool)
{
	for (size_t i = 0; i < sizeof(wordings) / sizeof(wordings[0]); i++) {
		if (strcmp(wordings[i].tool, tool) == 0)
			return true;
	}
	return false;
}

/* ------------------------------------------------------------------- plans */

/* Rows that were there before. */
static void note_targets(struct planning *p, const struct px_tool_result *result)
{
	char id[PX_ID_TEXT + 1];

	for (size_t i = 0; i < result->change_count; i++) {
		const struct px_change *change = &result->changes[i];
		const struct px_record *record = px_entity_record(px_str(change->entity));
		const struct px_field *version = record ? px_record_field(record, PX_STR("version")) : NULL;
		if (!version || strcmp(change->verb, "created") == 0)
			continue;
		int64_t after = *(const int64_t *)px_field_in(version, change->row);
		px_id_format(change->id, id);
		px_json_open_object(&p->json);
		px_json_key(&p->json, "entity");
		px_json_text(&p->json, change->entity);
		px_json_key(&p->json, "id");
		px_json_text(&p->json, id);
		px_json_key(&p->json, "version");
		px_json_int(&p->json, strcmp(change->verb, "deleted") == 0 ? after : after - 1);
		px_json_close_object(&p->json);
	}
}

/* Of what would be for good it is found out as if it were not: nothing of a plan stays. */
static enum px_err try_call(struct planning *p, const char *tool, const json_t *arguments, struct px_tool_result *result)
{
	json_t *harmless = json_copy((json_t *)arguments);

	json_object_del(harmless, "for_good");
	enum px_err err = px_tool_run(p->context, tool, harmless, result, p->error);
	json_decref(harmless);
	return err;
}

bool px_proposal_is_for_good(const json_t *arguments)
{
	return json_is_true(json_object_get(arguments, "for_good"));
}

static enum px_err plan_call(struct planning *p, const char *tool, const json_t *arguments)
{
	struct px_tool_result result = { 0 };

	if (!can_be_proposed(tool))
		return px_fail(p->error, PX_INVALID, "tool", "\"%.60s\" can't be proposed", tool);
	enum px_err err = try_call(p, tool, arguments, &result);
	if (!err && result.outcome.ambiguous)
		err = px_fail(p->error, PX_INVALID, "target", "\"%.200s\" could be several",
			      result.reply.text ? result.reply.text : tool);
	if (!err && !result.change_count)
		err = px_fail(p->error, PX_INVALID, NULL, "this would change nothing");
	if (!err && px_proposal_is_for_good(arguments))
		write_forgotten(p, &result);
	else if (!err)
		write_call(p, tool, arguments, &result.reply);
	if (!err)
		note_targets(p, &result);
	px_tool_result_release(&result);
	return err;
}

static enum px_err plan_several(struct planning *p, const json_t *arguments)
{
	const json_t *calls = json_object_get(arguments, "calls");
	size_t count = json_array_size(calls);
	enum px_err err = PX_OK;

	if (json_object_size(arguments) != 1 || !json_is_array(calls) || !count || count > CALLS_MAX)
		return px_fail(p->error, PX_INVALID, "arguments", "must be {\"calls\": [1 to %d calls]}", CALLS_MAX);
	for (size_t i = 0; !err && i < count; i++) {
		const json_t *call = json_array_get(calls, i), *of = json_object_get(call, "arguments");
		const char *tool = json_string_value(json_object_get(call, "tool"));
		err = tool && json_is_object(of) && json_object_size(call) == 2
			? plan_call(p, tool, of)
			: px_fail(p->error, PX_INVALID, "arguments", "each call must be {\"tool\", \"arguments\"}");
	}
	return err;
}

static const char *take(struct px_arena *arena, struct px_buf *buf, size_t most)
{
	struct px_str text = px_buf_view(buf);
	const char *copy = px_arena_strn(arena, text.data ? text.data : "", px_utf8_cut(text, most));

	px_buf_release(buf);
	return copy;
}

enum px_err px_proposal_plan(const struct px_tool_context *context, const char *tool, const json_t *arguments,
			     struct px_proposal_plan *plan, struct px_error *error)
{
	struct px_tool_context plain = *context;
	struct planning p = { &plain, PX_BUF_INIT(TEXT_ROOM), PX_BUF_INIT(TARGETS_ROOM), { 0 }, error };

	plain.want_data = false;
	px_json_init(&p.json, &p.targets);
	px_json_open_array(&p.json);
	enum px_err err = px_store_savepoint(context->tx, error);
	if (!err) {
		err = strcmp(tool, PX_PROPOSAL_SEVERAL) == 0 ? plan_several(&p, arguments) : plan_call(&p, tool, arguments);
		px_store_revert(context->tx);
	}
	px_json_close_array(&p.json);
	if (!err && (p.text.overflow || p.targets.overflow))
		err = px_fail(error, PX_TOO_LARGE, NULL, "this is too much for one proposal");
	plan->text = take(context->arena, &p.text, PX_PROPOSAL_TEXT_MAX);
	plan->targets = take(context->arena, &p.targets, SIZE_MAX);
	return err;
}

/* -------------------------------------------------------------------- rows */

static enum px_err write_arguments(struct px_arena *arena, const json_t *arguments, const char **text, struct px_error *error)
{
	char *dump = json_dumps(arguments, JSON_COMPACT);
	enum px_err err = PX_OK;

	if (!dump || strlen(dump) > PX_PROPOSAL_ARGUMENTS_MAX)
		err = px_fail(error, PX_TOO_LARGE, "arguments", "are longer than %d bytes", PX_PROPOSAL_ARGUMENTS_MAX);
	else
		*text = px_arena_str(arena, px_str(dump));
	free(dump);
	return err;
}

static enum px_err fill(const struct px_tool_context *context, struct px_proposal_row *row, const char *tool,
			const json_t *arguments, struct px_error *error)
{
	struct px_proposal_plan plan;
	enum px_err err = px_proposal_plan(context, tool, arguments, &plan, error);

	if (!err)
		err = write_arguments(context->arena, arguments, &row->arguments, error);
	if (err)
		return err;
	row->tool = px_arena_str(context->arena, px_str(tool));
	row->text = plan.text;
	row->targets = plan.targets;
	row->said = context->nlu->now;
	return PX_OK;
}

enum px_err px_proposal_make(const struct px_tool_context *context, struct px_domain *domain, struct px_id turn,
			     enum px_proposal_reason reason, const char *tool, const json_t *arguments,
			     const struct px_proposal_source *source, struct px_proposal_row *made, struct px_error *error)
{
	px_record_init(&px_proposal_record, made);
	enum px_err err = fill(context, made, tool, arguments, error);
	if (err)
		return err;
	made->turn_id = turn;
	made->reason = (int)reason;
	if (source && source->kind) {
		struct px_str quote = px_str(source->quote ? source->quote : "");
		made->source_kind = source->kind;
		made->source_id = source->id;
		made->source_quote = px_arena_strn(context->arena, quote.data, px_utf8_cut(quote, PX_PROPOSAL_QUOTE_MAX));
	}
	return px_proposal_create(domain, made, error);
}

/* {"calls": [...]} of whatever it held, and the new one. */
static json_t *with_call(const struct px_proposal_row *proposal, const char *tool, const json_t *arguments)
{
	json_t *held = NULL, *calls = json_array();

	if (px_json_parse(px_str(proposal->arguments), &held, NULL) == PX_OK) {
		if (strcmp(proposal->tool, PX_PROPOSAL_SEVERAL) == 0)
			json_array_extend(calls, json_object_get(held, "calls"));
		else
			json_array_append_new(calls, json_pack("{s:s,s:O}", "tool", proposal->tool, "arguments", held));
	}
	json_decref(held);
	json_array_append_new(calls, json_pack("{s:s,s:O}", "tool", tool, "arguments", arguments));
	return json_pack("{s:o}", "calls", calls);
}

enum px_err px_proposal_extend(const struct px_tool_context *context, struct px_domain *domain,
			       struct px_proposal_row *proposal, const char *tool, const json_t *arguments,
			       struct px_error *error)
{
	json_t *all = with_call(proposal, tool, arguments);
	enum px_err err = all ? fill(context, proposal, PX_PROPOSAL_SEVERAL, all, error)
			      : px_fail(error, PX_NO_MEMORY, NULL, "out of memory");

	json_decref(all);
	return err ? err : px_proposal_update(domain, proposal, -1, error);
}

enum px_err px_proposal_edit(const struct px_tool_context *context, struct px_domain *domain,
			     struct px_proposal_row *proposal, const json_t *arguments, int64_t expected, struct px_error *error)
{
	json_t *held = NULL;
	enum px_err err = PX_OK;

	if (proposal->state != PX_PROPOSAL_OPEN) /* says why */
		return px_proposal_update(domain, proposal, expected, error);
	if (!arguments)
		err = px_json_parse(px_str(proposal->arguments), &held, error);
	else if (!json_is_object(arguments))
		err = px_fail(error, PX_INVALID, "arguments", "must be a JSON object");
	if (!err)
		err = fill(context, proposal, proposal->tool, arguments ? arguments : held, error);
	json_decref(held);
	proposal->edits++;
	return err ? err : px_proposal_update(domain, proposal, expected, error);
}
