/* SPDX-License-Identifier: Apache-2.0 */
/* Plain rows; that a state is left only once is what the version check is for. */
#include "domain/turn_row.h"

#include "base/json.h"
#include "base/record_json.h"
#include "domain/conversation.h"
#include "domain/image.h"

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
			    struct px_message *answer, struct px_error *error)
{
	struct px_turn_row now;
	enum px_err err = px_store_get(domain->tx, &px_turn_record, turn->id, domain->arena, &now, error);

	if (!err && now.state != PX_TURN_RUNNING)
		err = px_fail(error, PX_CONFLICT, "state", "the turn has ended already");
	if (err)
		return err;
	answer->conversation_id = now.conversation_id;
	answer->role = PX_ROLE_ASSISTANT;
	answer->reply_to = now.message_id;
	answer->ending = (int)state - PX_TURN_DONE;
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
					      .limit = PX_TURN_ACTIONS_MAX };
	err = px_store_query(domain->tx, &px_action_record, &query, domain->arena, &rows, count, error);
	*actions = rows;
	return err;
}

/* A row that the turn touched. */
struct touched {
	const struct px_record *record;
	struct px_id id;
	bool made;           /* by the turn itself */
	struct px_id action; /* the last that touched it */
};

struct touched_rows {
	struct px_arena *arena;
	struct touched *rows;
	size_t count, room;
};

static struct touched *find_touched(struct touched_rows *all, const struct px_record *record, struct px_id id)
{
	for (size_t i = 0; i < all->count; i++) {
		if (all->rows[i].record == record && px_id_eq(all->rows[i].id, id))
			return &all->rows[i];
	}
	return NULL;
}

static void add_touched(struct touched_rows *all, const struct touched *row)
{
	if (all->count == all->room) {
		struct touched *larger = PX_ARENA_ARRAY(all->arena, struct touched, all->room ? 2 * all->room : 16);
		if (all->count)
			memcpy(larger, all->rows, all->count * sizeof(*larger));
		all->rows = larger;
		all->room = all->room ? 2 * all->room : 16;
	}
	all->rows[all->count++] = *row;
}

/* Passages are nobody's news, and an image that can't be read is undo's to complain of. */
static void note_image(struct touched_rows *all, const json_t *image, struct px_id action)
{
	struct touched row = {
		.record = px_image_record(px_json_string(json_object_get(image, "entity"))),
		.made = !json_object_get(image, "before"), .action = action,
	};

	if (!row.record || row.record == &px_chunk_record || row.record == &px_message_record ||
	    !px_id_parse(px_json_string(json_object_get(image, "id")), &row.id))
		return;
	struct touched *known = find_touched(all, row.record, row.id);
	if (known)
		known->action = action;
	else
		add_touched(all, &row);
}

static enum px_err note_images(struct touched_rows *all, const struct px_action *action, struct px_error *error)
{
	json_t *images = NULL;
	enum px_err err = px_json_parse(px_str(action->changes), &images, error);

	for (size_t i = 0; !err && i < json_array_size(images); i++)
		note_image(all, json_array_get(images, i), action->id);
	json_decref(images);
	return err;
}

static bool is_completed(const struct px_record *record, const void *row)
{
	return record == &px_task_record && ((const struct px_task *)row)->status == PX_TASK_COMPLETED;
}

static const char *encode(struct px_arena *arena, const struct px_record *record, const void *row)
{
	struct px_buf buf = PX_BUF_INIT(1 << 20);
	struct px_json json;

	px_json_init(&json, &buf);
	px_record_encode(&json, record, row);
	const char *text = px_arena_str(arena, px_buf_view(&buf));
	px_buf_release(&buf);
	return text;
}

/* The row as it is now; of a deleted one only its id is left. */
static enum px_err read_touched(struct px_domain *domain, const struct touched *touched, struct px_change *change,
				struct px_error *error)
{
	void *row = px_arena_zero(domain->arena, 1, touched->record->size);
	enum px_err err = px_store_get(domain->tx, touched->record, touched->id, domain->arena, row, error);

	*change = (struct px_change){ .entity = touched->record->name, .id = touched->id, .action = touched->action };
	if (err == PX_NOT_FOUND) {
		char id[PX_ID_TEXT + 1];
		px_id_format(touched->id, id);
		change->verb = "deleted";
		change->json = px_arena_printf(domain->arena, "{\"id\":\"%s\"}", id);
		return PX_OK;
	}
	if (err)
		return err;
	change->verb = touched->made ? "created" : is_completed(touched->record, row) ? "completed" : "updated";
	change->row = row;
	change->json = encode(domain->arena, touched->record, row);
	return PX_OK;
}

enum px_err px_turn_row_changes(struct px_domain *domain, const struct px_action *actions, size_t count,
				struct px_change **changes, size_t *change_count, struct px_error *error)
{
	struct touched_rows all = { .arena = domain->arena };
	enum px_err err = PX_OK;

	*change_count = 0;
	for (size_t i = 0; !err && i < count; i++)
		err = note_images(&all, &actions[i], error);
	*changes = PX_ARENA_ARRAY(domain->arena, struct px_change, all.count ? all.count : 1);
	for (size_t i = 0; !err && i < all.count; i++) {
		struct px_change *change = &(*changes)[*change_count];
		err = read_touched(domain, &all.rows[i], change, error);
		*change_count += !err && !(all.rows[i].made && !change->row);
	}
	return err;
}
