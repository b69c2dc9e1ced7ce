/* SPDX-License-Identifier: Apache-2.0 */
/* Plain rows; that a state is left only once is what the version check is for. */
#include "domain/turn_row.h"

#include "domain/conversation.h"

enum px_err px_turn_row_begin(struct px_domain *domain, const struct px_message *message,
			      struct px_turn_row *turn, struct px_error *error)
{
	px_record_init(&px_turn_record, turn);
	turn->id = px_id_new();
	turn->user_id = domain->user;
	turn->conversation_id = message->conversation_id;
	turn->message_id = message->id;
	turn->state = PX_TURN_RUNNING;
	turn->created = turn->updated = domain->now;
	turn->version = 1;
	return px_store_insert(domain->tx, &px_turn_record, turn, error);
}

enum px_err px_turn_row_of(struct px_domain *domain, struct px_id message, struct px_turn_row *turn,
			   struct px_error *error)
{
	struct px_store_filter filter = { "message_id", PX_OP_EQ, { .id = message } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1 };
	size_t count;
	void *rows;
	enum px_err err = px_store_query(domain->tx, &px_turn_record, &query, domain->arena, &rows, &count, error);

	if (!err && !count)
		err = px_fail(error, PX_NOT_FOUND, NULL, "there is no such turn");
	if (!err)
		*turn = *(const struct px_turn_row *)rows;
	return err;
}

enum px_err px_turn_row_end(struct px_domain *domain, struct px_turn_row *turn, enum px_turn_state state,
			    const char *text, struct px_message *answer, struct px_error *error)
{
	struct px_turn_row now;
	enum px_err err = px_store_get(domain->tx, &px_turn_record, turn->id, domain->arena, &now, error);

	if (!err && now.state != PX_TURN_RUNNING)
		err = px_fail(error, PX_CONFLICT, "state", "the turn has ended already");
	if (err)
		return err;
	px_record_init(&px_message_record, answer);
	answer->conversation_id = now.conversation_id;
	answer->role = PX_ROLE_ASSISTANT;
	answer->text = text;
	answer->reply_to = now.message_id;
	err = px_message_append(domain, answer, error);
	if (err)
		return err;
	now.state = state;
	now.answer_id = answer->id;
	now.updated = domain->now;
	now.version++;
	*turn = now;
	return px_store_update(domain->tx, &px_turn_record, turn, turn->version - 1, error);
}

enum px_err px_turn_row_actions(struct px_domain *domain, const struct px_turn_row *turn,
				struct px_action **actions, size_t *count, struct px_error *error)
{
	enum { ACTIONS_MAX = 100 };
	struct px_message message;
	void *rows = NULL;
	enum px_err err = px_store_get(domain->tx, &px_message_record, turn->message_id, domain->arena, &message,
				       error);

	if (err)
		return err;
	const struct px_store_filter filters[] = {
		{ "seq", PX_OP_GE, { .integer = message.seq } },
		{ "message_id", PX_OP_EQ, { .id = turn->message_id } },
		{ "undone", PX_OP_EQ, { .integer = 0 } },
	};
	const struct px_store_query query = { .filters = filters, .filter_count = 3, .order = "seq",
					      .limit = ACTIONS_MAX };
	err = px_store_query(domain->tx, &px_action_record, &query, domain->arena, &rows, count, error);
	*actions = rows;
	return err;
}
