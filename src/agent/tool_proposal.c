/* SPDX-License-Identifier: Apache-2.0 */
/*
 * list_proposals, accept_proposal and decline_proposal.
 *
 * Accepting runs the calls of a proposal inside this call: their changes and
 * the proposal's new state are one action, so one undo takes back all of it.
 * The rows must be those that the person read of, at the versions they had
 * then; what else the words would mean by now is not done.
 */
#include "agent/proposals.h"
#include "agent/tool_call.h"
#include "base/utf8.h"

enum { LIST_ROOM = 1 << 17 };

/* ------------------------------------------------------------------ choosing */

struct chosen {
	struct px_proposal_row *rows;
	size_t count;
	bool asked; /* several could be meant: the reply asks */
};

static void say(struct px_tool_call *call, enum px_reply_kind kind, const char *text)
{
	call->result->reply = (struct px_reply){ .kind = kind, .text = text };
	call->worded = true;
}

/* "1. Delete “Buy stamps”", a line each. */
static const char *numbered(struct px_tool_call *call, const char *before, const struct px_proposal_row *rows, size_t count)
{
	struct px_buf out = PX_BUF_INIT(LIST_ROOM);

	(void)px_buf_text(&out, before);
	for (size_t i = 0; i < count; i++)
		(void)px_buf_printf(&out, "\n%zu. %s", i + 1, rows[i].text);
	const char *text = px_arena_str(call->domain.arena, px_buf_view(&out));
	px_buf_release(&out);
	return text;
}

static enum px_err choose_by_id(struct px_tool_call *call, struct chosen *chosen)
{
	struct px_id id;

	if (!px_id_parse(px_arg_text(call, "id"), &id))
		return px_fail(call->error, PX_INVALID, "id", "is not a UUID");
	chosen->rows = PX_ARENA_NEW(call->domain.arena, struct px_proposal_row);
	chosen->count = 1;
	return px_proposal_get(&call->domain, id, chosen->rows, call->error);
}

static enum px_err choose_by_number(struct px_tool_call *call, struct chosen *chosen)
{
	int64_t number = json_integer_value(json_object_get(call->arguments, "number"));
	int64_t count = (int64_t)chosen->count, at = number < 0 ? count + number : number - 1;

	if (at < 0 || at >= count)
		return px_fail(call->error, PX_NOT_FOUND, "number", count == 1 ? "only one proposal is open" :
			       "only %zu proposals are open", chosen->count);
	chosen->rows += at;
	chosen->count = 1;
	return PX_OK;
}

static enum px_err choose(struct px_tool_call *call, struct chosen *chosen)
{
	*chosen = (struct chosen){ 0 };
	if (px_arg_given(call, "id"))
		return choose_by_id(call, chosen);
	enum px_err err = px_proposals_open(&call->domain, &chosen->rows, &chosen->count, call->error);
	if (!err && !chosen->count)
		err = px_fail(call->error, PX_NOT_FOUND, NULL, "no proposal is open");
	if (err || px_arg_true(call, "all"))
		return err;
	if (px_arg_given(call, "number"))
		return choose_by_number(call, chosen);
	chosen->asked = chosen->count > 1;
	if (chosen->asked)
		say(call, PX_REPLY_KNOWN, numbered(call, "Which one? Say its number, or “all”.", chosen->rows, chosen->count));
	return PX_OK;
}

/* ------------------------------------------------------------------ accepting */

static enum px_err check_target(struct px_tool_call *call, const json_t *target)
{
	const struct px_record *record = px_entity_record(px_json_string(json_object_get(target, "entity")));
	const struct px_field *version = record ? px_record_field(record, PX_STR("version")) : NULL;
	struct px_id id;

	if (!version || !px_id_parse(px_json_string(json_object_get(target, "id")), &id))
		return px_fail(call->error, PX_CORRUPT, NULL, "the proposal can't be read");
	void *row = px_arena_zero(call->domain.arena, 1, record->size);
	enum px_err err = px_store_get(call->domain.tx, record, id, call->domain.arena, row, NULL);
	if (err == PX_NOT_FOUND)
		return px_fail(call->error, PX_CONFLICT, NULL, "what it would change is gone by now (a %s)", record->name);
	if (err)
		return px_fail(call->error, err, NULL, "the %s can't be read", record->name);
	if (*(const int64_t *)px_field_in(version, row) != json_integer_value(json_object_get(target, "version")))
		return px_fail(call->error, PX_CONFLICT, NULL, "the %s that it would change was changed since it was proposed; "
			       "edit the proposal to see what it would do now, or decline it", record->name);
	return PX_OK;
}

/* Each row is checked as it is first named: a later call of the same proposal may change it again. */
static enum px_err check_targets(struct px_tool_call *call, const json_t *targets)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < json_array_size(targets); i++) {
		const json_t *target = json_array_get(targets, i), *id = json_object_get(target, "id");
		bool first = true;
		for (size_t j = 0; first && j < i; j++)
			first = !json_equal(json_object_get(json_array_get(targets, j), "id"), id);
		if (first)
			err = check_target(call, target);
	}
	return err;
}

/* What was there before and is no target must have been left alone; messages that quote what is forgotten may be newer. */
static enum px_err check_changes(struct px_tool_call *call, const json_t *targets, size_t from)
{
	char id[PX_ID_TEXT + 1];

	for (size_t i = from; i < call->domain.change_count; i++) {
		const struct px_change *change = &call->domain.changes[i];
		bool meant = strcmp(change->verb, "created") == 0 || strcmp(change->entity, px_message_record.name) == 0;
		px_id_format(change->id, id);
		for (size_t j = 0; !meant && j < json_array_size(targets); j++)
			meant = px_str_eq(px_json_string(json_object_get(json_array_get(targets, j), "id")), px_str(id));
		for (size_t j = from; !meant && j < i; j++) /* made by this proposal itself */
			meant = px_id_eq(call->domain.changes[j].id, change->id) && strcmp(call->domain.changes[j].verb, "created") == 0;
		if (!meant)
			return px_fail(call->error, PX_CONFLICT, NULL, "its words mean something else by now; edit the proposal to see what, "
				       "or decline it");
	}
	return PX_OK;
}

/* Times count from when the words were written. */
static enum px_err run_part(struct px_tool_call *call, const struct px_proposal_row *proposal, const char *tool,
			    const json_t *arguments)
{
	struct px_tool_context context = *call->context;
	struct px_tool_result result = { 0 };

	context.want_data = false;
	struct px_tool_call part = { .context = &context, .nlu = *call->context->nlu, .domain = call->domain,
				     .arguments = arguments, .result = &result, .error = call->error };
	if (proposal->said != PX_TIME_NONE)
		part.nlu.now = proposal->said;
	enum px_err err = px_tool_handle(tool, &part);
	if (!err && result.outcome.ambiguous)
		err = px_fail(call->error, PX_CONFLICT, NULL, "its words could mean several things by now; edit it or decline it");
	call->domain = part.domain;
	px_context_drop(&(struct px_context_keep){ 0 }, part.own);
	px_tool_result_release(&result);
	return err;
}

static enum px_err run_parts(struct px_tool_call *call, const struct px_proposal_row *proposal, const json_t *arguments)
{
	const json_t *calls = json_object_get(arguments, "calls");
	enum px_err err = PX_OK;

	if (strcmp(proposal->tool, PX_PROPOSAL_SEVERAL) != 0)
		return run_part(call, proposal, proposal->tool, arguments);
	for (size_t i = 0; !err && i < json_array_size(calls); i++) {
		const json_t *part = json_array_get(calls, i);
		err = run_part(call, proposal, json_string_value(json_object_get(part, "tool")), json_object_get(part, "arguments"));
	}
	return err;
}

/* *done: it was done now, and not before. */
static enum px_err accept_one(struct px_tool_call *call, struct px_proposal_row *proposal, bool *done)
{
	json_t *targets = NULL, *arguments = NULL;
	size_t from;
	bool again = false;
	enum px_err err = px_proposal_decide(&call->domain, proposal->id, PX_PROPOSAL_ACCEPTED, proposal, &again, call->error);

	*done = !err && !again;
	if (err || again)
		return err;
	from = call->domain.change_count;
	err = px_json_parse(px_str(proposal->targets ? proposal->targets : "[]"), &targets, call->error);
	if (!err)
		err = px_json_parse(px_str(proposal->arguments), &arguments, call->error);
	if (!err)
		err = check_targets(call, targets);
	if (!err)
		err = run_parts(call, proposal, arguments);
	if (!err)
		err = check_changes(call, targets, from);
	if (!err && proposal->reason == PX_PROPOSAL_FOR_GOOD)
		proposal->text = PX_PROPOSAL_FORGOTTEN; /* as the row says by now */
	json_decref(targets);
	json_decref(arguments);
	return err;
}

static enum px_err decline_one(struct px_tool_call *call, struct px_proposal_row *proposal, bool *done)
{
	bool again = false;
	enum px_err err = px_proposal_decide(&call->domain, proposal->id, PX_PROPOSAL_DECLINED, proposal, &again, call->error);

	*done = !err && !again;
	return err;
}

typedef enum px_err (*decide_fn)(struct px_tool_call *call, struct px_proposal_row *proposal, bool *done);

/* One of several: if it can't be done the others are all the same. */
static enum px_err decide_apart(struct px_tool_call *call, decide_fn decide, struct px_proposal_row *row, bool *done)
{
	struct px_domain_mark mark = px_domain_mark(&call->domain);
	enum px_err err = px_store_savepoint(call->domain.tx, call->error);

	if (err)
		return err;
	err = decide(call, row, done);
	if (!err) {
		px_store_release(call->domain.tx);
		return PX_OK;
	}
	px_store_revert(call->domain.tx);
	px_domain_rewind(&call->domain, mark);
	return err;
}

/* Errors that are about a proposal, not about us. */
static bool is_refusal(enum px_err err)
{
	return err == PX_CONFLICT || err == PX_NOT_FOUND || err == PX_INVALID || err == PX_TOO_LARGE || err == PX_UNSUPPORTED;
}

static void list(struct px_buf *out, const char *text)
{
	(void)px_buf_printf(out, "%s%s", out->size ? "; " : "", text);
}

static enum px_err decide_each(struct px_tool_call *call, decide_fn decide, struct chosen *chosen, struct px_buf *done,
			       struct px_buf *refused)
{
	for (size_t i = 0; i < chosen->count; i++) {
		struct px_proposal_row *row = &chosen->rows[i];
		bool now = false;
		enum px_err err = decide_apart(call, decide, row, &now);
		if (err && (!is_refusal(err) || chosen->count == 1))
			return err;
		if (err)
			list(refused, px_arena_printf(call->domain.arena, "%s (%s)", row->text, call->error->message));
		else if (now)
			list(done, row->text);
		if (!err && !now)
			px_tool_row(call, &px_proposal_record, row);
	}
	return PX_OK;
}

static void say_decided(struct px_tool_call *call, const char *verb, const char *again, const struct px_buf *done,
			const struct px_buf *refused)
{
	struct px_arena *arena = call->domain.arena;
	const char *what = px_arena_str(arena, px_buf_view(done)), *not = px_arena_str(arena, px_buf_view(refused));
	const char *text = done->size ? px_arena_printf(arena, "%s: %s.", verb, what) : refused->size ? "" : again;

	if (refused->size)
		text = px_arena_printf(arena, "%s%sNot done: %s.", text, done->size ? " " : "", not);
	say(call, done->size ? PX_REPLY_KEPT : PX_REPLY_KNOWN, text);
	if (done->size)
		call->summary = px_arena_printf(arena, "%s: %s", verb, what);
}

static enum px_err decide_all(struct px_tool_call *call, decide_fn decide, const char *verb, const char *again)
{
	struct px_buf done = PX_BUF_INIT(LIST_ROOM), refused = PX_BUF_INIT(LIST_ROOM);
	struct chosen chosen;
	enum px_err err = choose(call, &chosen);

	if (!err && !chosen.asked)
		err = decide_each(call, decide, &chosen, &done, &refused);
	if (!err && !chosen.asked)
		say_decided(call, verb, again, &done, &refused);
	px_buf_release(&done);
	px_buf_release(&refused);
	return err;
}

enum px_err px_tool_accept_proposal(struct px_tool_call *call)
{
	return decide_all(call, accept_one, "Done as proposed", "That was accepted and done already.");
}

enum px_err px_tool_decline_proposal(struct px_tool_call *call)
{
	return decide_all(call, decline_one, "Declined", "That was declined already.");
}

enum px_err px_tool_list_proposals(struct px_tool_call *call)
{
	struct px_proposal_row *rows;
	size_t count;
	enum px_err err = px_proposals_open(&call->domain, &rows, &count, call->error);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		px_tool_row(call, &px_proposal_record, &rows[i]);
	say(call, PX_REPLY_KNOWN, count ? numbered(call, "These wait for you:", rows, count) : "Nothing waits for your consent.");
	return PX_OK;
}
