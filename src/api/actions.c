/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/actions: what was done, taking it back, and doing it again.
 */
#include "agent/turn.h"
#include "api/api_internal.h"
#include "api/page.h"
#include "domain/undo.h"

enum px_err px_actions_list(struct px_call *call, struct px_error *error)
{
	struct px_page page;
	enum px_err err = px_page_init_by(&page, call, "seq", error);

	return err ? err : px_page_answer(&page, call, &px_action_record, error);
}

static void answer_undone(struct px_call *call, const struct px_undone *undone)
{
	struct px_json json;

	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "summary");
	px_json_text(&json, undone->summary);
	px_json_key(&json, "actions");
	px_json_int(&json, (int64_t)undone->action_count);
	px_json_key(&json, "action_ids");
	px_json_open_array(&json);
	for (size_t i = 0; i < undone->action_count; i++) {
		char id[PX_ID_TEXT + 1];
		px_id_format(undone->actions[i], id);
		px_json_text(&json, id);
	}
	px_json_close_array(&json);
	px_json_key(&json, "effects");
	const char *effects = px_turn_effects(&call->arena, call->domain.changes, call->domain.change_count);
	px_json_raw(&json, effects ? px_str(effects) : PX_STR("[]"));
	px_json_close_object(&json);
}

enum px_err px_actions_undo_last(struct px_call *call, struct px_error *error)
{
	struct px_undone undone;
	enum px_err err = px_undo_last(&call->domain, &undone, error);

	if (!err)
		answer_undone(call, &undone);
	return err;
}

static enum px_err apply(struct px_call *call,
			 enum px_err (*change)(struct px_domain *domain, struct px_id id, struct px_undone *applied,
					       struct px_error *error), struct px_error *error)
{
	struct px_undone applied;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = change(&call->domain, id, &applied, error);
	if (!err)
		answer_undone(call, &applied);
	return err;
}

enum px_err px_actions_undo(struct px_call *call, struct px_error *error)
{
	return apply(call, px_undo_action, error);
}

enum px_err px_actions_redo(struct px_call *call, struct px_error *error)
{
	return apply(call, px_redo_action, error);
}

/* All that a message did, whatever others have done since. */
enum px_err px_messages_undo(struct px_call *call, struct px_error *error)
{
	return apply(call, px_undo_message, error);
}
