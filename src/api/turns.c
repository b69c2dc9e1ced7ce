/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/turns/{id}: how far a turn is that did not end in the transaction it
 * began in, and stopping it.
 */
#include "api/chat.h"
#include "domain/domain.h"

enum px_err px_turns_get(struct px_call *call, struct px_error *error)
{
	struct px_turn_row row;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_store_get(call->tx, &px_turn_record, id, &call->arena, &row, error);
	if (!err)
		px_call_row(call, &px_turn_record, &row);
	return err;
}

/* Why a turn that is not under way can't be stopped. */
static enum px_err ended_or_unknown(struct px_call *call, struct px_id id, struct px_error *error)
{
	struct px_turn_row row;
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(call->api->parts.store, call->principal.user, PX_STORE_READ, &tx, error);

	if (err)
		return err;
	err = px_store_get(tx, &px_turn_record, id, &call->arena, &row, error);
	px_store_rollback(tx);
	if (!err && row.state == PX_TURN_RUNNING)
		return px_fail(error, PX_UNAVAILABLE, NULL, "the end of this turn could not be written; send its message again");
	return err ? err : px_fail(error, PX_CONFLICT, NULL, "this turn has ended already; undo takes back what it did");
}

enum px_err px_turns_cancel(struct px_call *call, struct px_error *error)
{
	struct px_live_name name = { .client_id = { NULL, 0 } };
	enum px_err err = px_call_id(call, 0, &name.turn, error);

	if (!err)
		err = px_live_cancel(call->api, call->principal.user, &name, px_chat_asker(call), error);
	return err == PX_NOT_FOUND ? ended_or_unknown(call, name.turn, error) : err;
}
