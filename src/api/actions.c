/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/actions: what was done, and taking it back.
 */
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

enum px_err px_actions_undo(struct px_call *call, struct px_error *error)
{
	struct px_undone undone;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_undo_action(&call->domain, id, &undone, error);
	if (!err)
		answer_undone(call, &undone);
	return err;
}
