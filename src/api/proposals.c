/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/proposals: what waits for the person's consent.  Accepting and
 * declining are the tools of these names.
 */
#include "agent/proposals.h"

#include "agent/turn.h"
#include "api/api_internal.h"
#include "api/page.h"
#include "base/record_json.h"

static struct px_nlu_context nlu_of(const struct px_call *call)
{
	return (struct px_nlu_context){ .now = call->domain.now, .tz = call->domain.tz, .locale = call->user.locale,
					.find_zone = call->domain.find_zone };
}

static struct px_tool_context context_of(struct px_call *call, const struct px_nlu_context *nlu,
					 const struct px_memory_keep *memory)
{
	return (struct px_tool_context){ .memory = memory, .tx = call->tx, .user = &call->user, .nlu = nlu, .arena = &call->arena };
}

static struct px_memory_keep memory_of(const struct px_call *call)
{
	return (struct px_memory_keep){ call->api->parts.memory, px_shard_data(), px_store_epoch(call->api->parts.store) };
}

/* By the clock: in the store those that expired are open. */
static void filter_state(struct px_page *page, const char *state, int64_t now)
{
	bool expired = strcmp(state, "expired") == 0, open = strcmp(state, "open") == 0;
	int stored = open || expired ? PX_PROPOSAL_OPEN : strcmp(state, "accepted") == 0 ? PX_PROPOSAL_ACCEPTED : PX_PROPOSAL_DECLINED;

	px_page_filter(page, "state", PX_OP_EQ, (struct px_store_value){ .integer = stored });
	if (open || expired)
		px_page_filter(page, "expires", open ? PX_OP_GT : PX_OP_LE, (struct px_store_value){ .integer = now });
}

static void age_rows(void *rows, size_t count, const void *arg)
{
	px_proposals_age(rows, count, *(const int64_t *)arg);
}

enum px_err px_proposals_list(struct px_call *call, struct px_error *error)
{
	const char *state = px_call_query(call, "state");
	struct px_page page;
	enum px_err err = px_page_init(&page, call, error);

	if (err)
		return err;
	if (state)
		filter_state(&page, state, call->domain.now);
	page.prepare = age_rows;
	page.prepare_arg = &call->domain.now;
	return px_page_answer(&page, call, &px_proposal_record, error);
}

static enum px_err read_row(struct px_call *call, struct px_proposal_row *row, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	return err ? err : px_proposal_get(&call->domain, id, row, error);
}

enum px_err px_proposals_get(struct px_call *call, struct px_error *error)
{
	struct px_proposal_row row;
	enum px_err err = read_row(call, &row, error);

	if (!err)
		px_call_row(call, &px_proposal_record, &row);
	return err;
}

/* An instant, a time of the person's own, or null. */
static enum px_err snooze(struct px_call *call, struct px_proposal_row *row, const json_t *value, struct px_error *error)
{
	int64_t until = PX_TIME_NONE;
	bool has_offset = true;

	if (json_object_get(call->input, "arguments"))
		return px_fail(error, PX_INVALID, "snoozed", "give arguments or snoozed, not both");
	if (!json_is_null(value) && !px_civil_parse_ms(px_json_string(value), &until, &has_offset))
		return px_fail(error, PX_INVALID, "snoozed", "must be a time such as 2026-01-16T09:00, or null");
	if (!has_offset)
		until = px_tz_to_utc(call->domain.tz, until, NULL);
	return px_proposal_snooze(&call->domain, row, until, -1, error);
}

static enum px_err edit(struct px_call *call, struct px_proposal_row *row, struct px_error *error)
{
	const struct px_nlu_context nlu = nlu_of(call);
	const struct px_memory_keep memory = memory_of(call);
	const struct px_tool_context context = context_of(call, &nlu, &memory);

	return px_proposal_edit(&context, &call->domain, row, json_object_get(call->input, "arguments"), -1, error);
}

enum px_err px_proposals_patch(struct px_call *call, struct px_error *error)
{
	const json_t *snoozed = json_object_get(call->input, "snoozed");
	struct px_proposal_row row;
	enum px_err err = read_row(call, &row, error);

	if (!err)
		err = px_call_precondition(call, row.version, error);
	if (!err)
		err = snoozed ? snooze(call, &row, snoozed, error) : edit(call, &row, error);
	if (!err)
		err = px_domain_record(&call->domain, snoozed ? "snooze_proposal" : "edit_proposal", NULL, error);
	if (err)
		return err;
	px_call_row(call, &px_proposal_record, &row);
	px_call_add_action(call);
	return PX_OK;
}

static void answer_decided(struct px_call *call, const struct px_nlu_context *nlu, const struct px_proposal_row *row,
			   const struct px_tool_result *result)
{
	struct px_buf reply = PX_BUF_INIT(1 << 16);
	struct px_json json;

	px_reply_write(nlu, &result->reply, 0, &reply);
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "proposal");
	px_record_encode(&json, &px_proposal_record, row);
	px_json_key(&json, "reply");
	px_json_str(&json, px_buf_view(&reply));
	px_json_key(&json, "effects");
	const char *effects = px_turn_effects(&call->arena, result->changes, result->change_count);
	px_json_raw(&json, effects ? px_str(effects) : PX_STR("[]"));
	px_json_close_object(&json);
	px_buf_release(&reply);
	call->domain.action = result->action;
	px_call_add_action(call);
}

static enum px_err decide(struct px_call *call, const char *tool, struct px_error *error)
{
	const struct px_nlu_context nlu = nlu_of(call);
	const struct px_memory_keep memory = memory_of(call);
	const struct px_tool_context context = context_of(call, &nlu, &memory);
	struct px_tool_result result = { 0 };
	struct px_proposal_row row;
	char id[PX_ID_TEXT + 1];
	enum px_err err = read_row(call, &row, error);

	if (!err)
		err = px_call_precondition(call, row.version, error);
	if (err)
		return err;
	px_id_format(row.id, id);
	json_t *arguments = json_pack("{s:s}", "id", id);
	err = px_tool_run(&context, tool, arguments, &result, error);
	json_decref(arguments);
	if (!err)
		err = px_proposal_get(&call->domain, row.id, &row, error);
	if (!err) {
		call->domain.changes = result.changes;
		call->domain.change_count = result.change_count;
		answer_decided(call, &nlu, &row, &result);
	}
	px_tool_result_release(&result);
	return err;
}

enum px_err px_proposals_accept(struct px_call *call, struct px_error *error)
{
	return decide(call, "accept_proposal", error);
}

enum px_err px_proposals_decline(struct px_call *call, struct px_error *error)
{
	return decide(call, "decline_proposal", error);
}
