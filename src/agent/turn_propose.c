/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a thinker may do by itself.
 *
 * A call is run in a savepoint and looked at.  If words that are not the
 * person's may have asked for it, or it deletes too much, it stays done only if
 * the built-in engine reads the same from the person's own words: the same rows
 * changed in the same way, or fewer of them.  Else it is taken back and becomes
 * a proposal.  What has no way back is never done, only proposed.
 */
#include "agent/proposals.h"
#include "agent/turn_internal.h"

#include "domain/turn_row.h"

enum { DELETIONS_MAX = 5 /* of a turn, without asking */ };

struct guarded {
	struct px_turn_work *work;
	const struct px_think_call *call;
	const char *tool;
	const json_t *arguments;
	struct px_tool_context context;
	struct px_tool_result *result;
};

static struct px_tool_context context_of(struct px_turn_work *work)
{
	return (struct px_tool_context){ .tx = work->turn->tx, .user = &work->user, .nlu = &work->nlu, .memory = &work->memory,
					 .message = work->turn->message, .conversation = work->conversation.id, .arena = &work->turn->arena, .want_data = true };
}

/* ----------------------------------------------------------- the same effects */

static bool holds(struct px_str text, struct px_str part)
{
	for (size_t at = 0; part.size && at + part.size <= text.size; at++) {
		if (px_str_eq_case(px_str_n(text.data + at, part.size), part))
			return true;
	}
	return false;
}

/* How much of the person's words a memory repeats is of no matter, but it must hold no others. */
static void drop_own_words(json_t *row, struct px_str message)
{
	struct px_str text = px_json_string(json_object_get(row, "text"));

	if (!holds(message, text))
		return;
	json_object_del(row, "text");
	json_object_del(row, "span_start");
	json_object_del(row, "span_end");
}

/* What a row holds, without what differs each time it is made. */
static json_t *essence(const struct px_change *change, struct px_str message)
{
	static const char *const always[] = { "created", "updated", "version", "position", "learned", "completed" };
	json_t *row = NULL;

	if (px_json_parse(px_str(change->json), &row, NULL) != PX_OK)
		return json_null();
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		json_object_del(row, always[i]);
	if (strcmp(change->verb, "created") == 0)
		json_object_del(row, "id");
	if (strcmp(change->entity, "memory") == 0)
		drop_own_words(row, message);
	json_object_set_new(row, "entity", json_string(change->entity));
	json_object_set_new(row, "verb", json_string(change->verb));
	return row;
}

static json_t *essences(const struct px_change *changes, size_t count, struct px_str message)
{
	json_t *all = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(all, essence(&changes[i], message));
	return all;
}

/* Whether each of `some` is one of `all`. */
static bool is_among(const json_t *some, const json_t *all)
{
	for (size_t i = 0; i < json_array_size(some); i++) {
		bool found = false;
		for (size_t j = 0; !found && j < json_array_size(all); j++)
			found = json_equal(json_array_get(some, i), json_array_get(all, j));
		if (!found)
			return false;
	}
	return json_array_size(some) > 0;
}

/* What the engine's call would do; nothing of it stays. */
static enum px_err try_own_call(struct px_turn_work *work, const struct px_nlu_call *own, json_t **done)
{
	struct px_tool_context context = context_of(work);
	struct px_tool_result result = { 0 };
	json_t *arguments = NULL;
	enum px_err err = px_turn_arguments(work, own, &arguments);

	*done = NULL;
	context.want_data = false;
	if (!err)
		err = px_store_savepoint(work->turn->tx, work->error);
	if (!err) {
		struct px_error ignored;
		enum px_err ran = px_tool_run(&context, own->tool, arguments, &result, &ignored);
		if (!ran)
			*done = essences(result.changes, result.change_count, work->input->text);
		px_store_revert(work->turn->tx);
		err = ran && !px_turn_is_answer(ran) ? ran : PX_OK;
	}
	px_tool_result_release(&result);
	json_decref(arguments);
	return err;
}

/* Reads the message as the built-in path does, with items of its own. */
static enum px_err read_message(struct px_turn_work *work, struct px_context **own)
{
	enum px_err err = px_context_open(&(struct px_context_keep){ 0 }, &work->domain, 0, own, work->error);

	if (!err)
		err = px_context_invite(*own, &work->domain, work->input->text, work->error);
	if (err)
		return err;
	px_context_fill(*own, &work->nlu);
	work->nlu.passes = NULL; /* with the reader, whoever else would have claimed it */
	px_nlu_parse(&work->nlu, work->input->text, &work->turn->arena, &work->parsed);
	px_turn_hear(work, &work->nlu);
	return PX_OK;
}

/* Whether the person's own words ask for these changes. */
static enum px_err is_asked_for(struct guarded *g, const json_t *changes, bool *asked)
{
	struct px_turn_work *work = g->work;
	const struct px_nlu_context plain = work->nlu;
	struct px_context *own = NULL;
	enum px_err err = read_message(work, &own);

	*asked = false;
	for (size_t i = 0; !err && !*asked && i < work->parsed.call_count; i++) {
		json_t *done = NULL;
		if (strcmp(work->parsed.calls[i].tool, g->tool) != 0)
			continue;
		err = try_own_call(work, &work->parsed.calls[i], &done);
		*asked = done && is_among(changes, done);
		json_decref(done);
	}
	px_context_drop(&(struct px_context_keep){ 0 }, own);
	work->nlu = plain;
	return err;
}

/* ------------------------------------------------------------------ deletions */

static size_t deletions_of(const struct px_change *changes, size_t count)
{
	size_t deletions = 0;

	for (size_t i = 0; i < count; i++)
		deletions += strcmp(changes[i].verb, "deleted") == 0;
	return deletions;
}

static size_t deletions_in(const struct px_action *action)
{
	json_t *images = NULL;
	size_t deletions = 0;

	if (px_json_parse(px_str(action->changes), &images, NULL) != PX_OK)
		return 0;
	for (size_t i = 0; i < json_array_size(images); i++)
		deletions += !json_object_get(json_array_get(images, i), "after");
	json_decref(images);
	return deletions;
}

/* What the turn has deleted, with the call that was run last. */
static enum px_err count_deletions(struct px_turn_work *work, size_t *deletions)
{
	const struct px_turn_row row = { .id = work->turn->row, .message_id = work->turn->message };
	struct px_action *actions;
	size_t count = 0;
	enum px_err err = px_turn_row_actions(&work->domain, &row, &actions, &count, work->error);

	*deletions = 0;
	for (size_t i = 0; !err && i < count; i++)
		*deletions += deletions_in(&actions[i]);
	return err;
}

/* The turn's own proposal of many deletions, if it has made one; its id is none else. */
static enum px_err find_many(struct px_turn_work *work, struct px_proposal_row *many)
{
	struct px_proposal_row *open;
	size_t count;
	enum px_err err = px_proposals_open(&work->domain, &open, &count, work->error);

	many->id = PX_ID_NONE;
	for (size_t i = 0; !err && i < count; i++) {
		if (open[i].reason == PX_PROPOSAL_MANY && px_id_eq(open[i].message_id, work->turn->message))
			*many = open[i];
	}
	return err;
}

static enum px_err is_too_many(struct guarded *g, size_t deletions, bool *many)
{
	struct px_proposal_row made;
	size_t all;

	*many = g->call->many || deletions > DELETIONS_MAX;
	if (!deletions || *many)
		return PX_OK;
	enum px_err err = count_deletions(g->work, &all);
	if (!err)
		err = find_many(g->work, &made);
	*many = !err && (all > DELETIONS_MAX || !px_id_is_none(made.id));
	return err;
}

/* ------------------------------------------------------------------ proposing */

static enum px_proposal_reason reason_of(const struct guarded *g, bool many)
{
	return many ? PX_PROPOSAL_MANY : px_proposal_is_for_good(g->arguments) ? PX_PROPOSAL_FOR_GOOD : PX_PROPOSAL_FOREIGN;
}

static enum px_err propose(struct guarded *g, bool many, struct px_proposal_row *made)
{
	struct px_turn_work *work = g->work;
	const struct px_think_source *from = &g->call->source;
	const struct px_proposal_source source = { from->kind, from->id,
						   px_arena_str(&work->turn->arena, from->quote) };
	enum px_err err = PX_OK;

	made->id = PX_ID_NONE;
	if (many)
		err = find_many(work, made);
	if (!err && !px_id_is_none(made->id))
		err = px_proposal_extend(&g->context, &work->domain, made, g->tool, g->arguments, work->error);
	else if (!err)
		err = px_proposal_make(&g->context, &work->domain, work->turn->row,
				       reason_of(g, many), g->tool, g->arguments, &source, made,
				       work->error);
	if (!err)
		err = px_domain_record(&work->domain, "propose", px_arena_printf(&work->turn->arena, "Proposed: %s", made->text),
				       work->error);
	return err;
}

static enum px_err propose_instead(struct guarded *g, bool many, const char **note)
{
	struct px_tool_result *result = g->result;
	struct px_proposal_row made;

	px_tool_result_release(result);
	*result = (struct px_tool_result){ .outcome = { .tool = g->tool, .ok = true } };
	enum px_err err = propose(g, many, &made);
	if (err) {
		result->reply = (struct px_reply){ .kind = PX_REPLY_FAILED,
						   .text = px_arena_str(&g->work->turn->arena, px_str(g->work->error->message)) };
		return err;
	}
	result->changes = g->work->domain.changes;
	result->change_count = g->work->domain.change_count;
	*note = px_arena_printf(&g->work->turn->arena,
				"Not done. %s, so this was put before the person as a proposal: %s. It waits for their consent. "
				"Tell them so; do not call this again.",
				px_proposal_is_for_good(g->arguments) ? "It has no way back" :
				g->call->foreign ? "Words that are not the person's are in sight" : "It deletes much", made.text);
	return PX_OK;
}

/* In the savepoint, after the call ran well and changed something: whether it may stay, and why not. */
static enum px_err judge(struct guarded *g, bool *may, bool *many)
{
	size_t deletions = deletions_of(g->result->changes, g->result->change_count);
	enum px_err err = is_too_many(g, deletions, many);

	*may = !*many && !g->call->foreign;
	return err;
}

/* Done, then looked at; `may` tells whether it stays done. */
static enum px_err run_guarded(struct guarded *g, bool *may, bool *many)
{
	enum px_err err = px_tool_run(&g->context, g->tool, g->arguments, g->result, g->work->error);

	*may = true;
	if (err || !g->result->change_count)
		return err;
	return judge(g, may, many);
}

static enum px_err guard(struct guarded *g, const char **note)
{
	struct px_store_tx *tx = g->work->turn->tx;
	bool may, many = false, asked = false;
	enum px_err err = px_store_savepoint(tx, g->work->error);

	if (err)
		return err;
	err = run_guarded(g, &may, &many);
	if (!err && may) {
		px_store_release(tx);
		return PX_OK;
	}
	px_store_revert(tx);
	if (err)
		return err;
	json_t *changes = essences(g->result->changes, g->result->change_count, g->work->input->text);
	err = is_asked_for(g, changes, &asked);
	json_decref(changes);
	if (err || !asked)
		return err ? err : propose_instead(g, many, note);
	px_tool_result_release(g->result);
	return px_tool_run(&g->context, g->tool, g->arguments, g->result, g->work->error);
}

static enum px_err refuse(struct guarded *g, const char *why)
{
	*g->result = (struct px_tool_result){ .reply = { .kind = PX_REPLY_FAILED, .text = why } };
	return PX_INVALID;
}

enum px_err px_turn_guarded_call(struct px_turn_work *work, const struct px_think_call *call, const json_t *arguments,
				 struct px_tool_result *result, const char **note)
{
	struct guarded g = { .work = work, .call = call, .tool = px_arena_str(&work->turn->arena, call->tool),
			     .arguments = arguments, .context = context_of(work), .result = result };
	const struct px_tool *tool = px_tool_find(g.tool);

	*note = NULL;
	if (call->repeated)
		return refuse(&g, "this very call was made before; use its result, or call something else");
	if (tool && tool->person)
		return refuse(&g, "only the person decides on proposals");
	if (tool && call->foreign && strcmp(g.tool, "undo") == 0)
		return refuse(&g, "words that are not the person's are in sight; the person can say “undo”");
	if (!tool || !tool->changes)
		return px_tool_run(&g.context, g.tool, arguments, result, work->error);
	return px_proposal_is_for_good(arguments) ? propose_instead(&g, false, note) : guard(&g, note);
}
