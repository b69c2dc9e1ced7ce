/* SPDX-License-Identifier: Apache-2.0 */
/* Conversations and messages; not undoable, so no images are taken. */
#include "domain/conversation.h"

#include "domain/memory.h"
#include "domain/recalled.h"
#include "domain/rules.h"
#include "domain/talk_summary.h"
#include "domain/task.h"
#include "domain/text.h"

enum px_err px_conversation_create(struct px_domain *domain, struct px_conversation *conversation,
				   struct px_error *error)
{
	if (px_id_is_none(conversation->id))
		conversation->id = px_id_new();
	conversation->user_id = domain->user;
	conversation->created = conversation->updated = domain->now;
	conversation->version = 1;
	enum px_err err = px_text_clean(domain->arena, "title", PX_TITLE_MAX, PX_TEXT_LINE,
					&conversation->title, error);
	return err ? err : px_store_insert(domain->tx, &px_conversation_record, conversation, error);
}

enum px_err px_conversation_get(struct px_domain *domain, struct px_id id,
				struct px_conversation *conversation, struct px_error *error)
{
	return px_store_get(domain->tx, &px_conversation_record, id, domain->arena, conversation,
			    error);
}

enum px_err px_message_get(struct px_domain *domain, struct px_id id, struct px_message *message, struct px_error *error)
{
	return px_store_get(domain->tx, &px_message_record, id, domain->arena, message, error);
}

/* The first row by that order, or NULL. */
static enum px_err first_row(struct px_domain *domain, const struct px_record *record, const char *order,
			     void **row, struct px_error *error)
{
	struct px_store_query query = { .order = order, .limit = 1 };
	size_t count = 0;
	enum px_err err = px_store_query(domain->tx, record, &query, domain->arena, row, &count, error);

	*row = !err && count ? *row : NULL;
	return err;
}

/* The one in which was spoken first, else any; *row NULL if there is none. */
static enum px_err oldest(struct px_domain *domain, const struct px_conversation **row, struct px_error *error)
{
	struct px_conversation *room = PX_ARENA_NEW(domain->arena, struct px_conversation);
	void *first;
	enum px_err err = first_row(domain, &px_message_record, "seq", &first, error);

	*row = NULL;
	if (!err && first) {
		err = px_conversation_get(domain, ((struct px_message *)first)->conversation_id, room, error);
		*row = room;
	} else if (!err) {
		err = first_row(domain, &px_conversation_record, NULL, &first, error);
		*row = first;
	}
	return err;
}

enum px_err px_conversation_main(struct px_domain *domain, struct px_conversation *conversation,
				 struct px_error *error)
{
	const struct px_conversation *row;
	enum px_err err = oldest(domain, &row, error);

	if (err)
		return err;
	if (row) {
		*conversation = *row;
		return PX_OK;
	}
	px_record_init(&px_conversation_record, conversation);
	return px_conversation_create(domain, conversation, error);
}

enum px_err px_conversation_main_id(struct px_domain *domain, struct px_id *id, struct px_error *error)
{
	const struct px_conversation *row;
	enum px_err err = oldest(domain, &row, error);

	*id = row ? row->id : PX_ID_NONE;
	return err;
}

enum px_err px_conversation_update(struct px_domain *domain, struct px_conversation *conversation,
				   int64_t expected, struct px_error *error)
{
	struct px_conversation before;

	enum px_err err = px_conversation_get(domain, conversation->id, &before, error);
	if (!err)
		err = px_rule_version(expected, before.version, error);
	if (!err)
		err = px_text_clean(domain->arena, "title", PX_TITLE_MAX, PX_TEXT_LINE,
				    &conversation->title, error);
	if (err)
		return err;
	conversation->user_id = before.user_id;
	conversation->created = before.created;
	conversation->updated = domain->now;
	conversation->version = before.version + 1;
	return px_store_update(domain->tx, &px_conversation_record, conversation, before.version,
			       error);
}

enum px_err px_conversation_keep(struct px_domain *domain, struct px_conversation *conversation,
				 const char *state, struct px_error *error)
{
	struct px_conversation now;

	if (conversation->title) { /* it may have been forgotten since the row was read */
		enum px_err err = px_conversation_get(domain, conversation->id, &now, error);
		if (err)
			return err;
		conversation->title = now.title;
		conversation->version = now.version;
	}
	int64_t version = conversation->version;
	if (state && strlen(state) > PX_DIALOGUE_STATE_MAX)
		state = NULL;
	conversation->state = state;
	conversation->updated = domain->now;
	conversation->version = version + 1;
	return px_store_replace(domain->tx, &px_conversation_record, conversation, version, error);
}

static enum px_err delete_messages(struct px_domain *domain, struct px_id id,
				   struct px_error *error)
{
	struct px_store_filter filter = { "conversation_id", PX_OP_EQ, { .id = id } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "seq", .limit = 500 };
	size_t count;

	do {
		void *rows;
		enum px_err err = px_store_query(domain->tx, &px_message_record, &query,
						 domain->arena, &rows, &count, error);
		for (size_t i = 0; !err && i < count; i++) {
			struct px_id message = ((struct px_message *)rows)[i].id;
			err = px_store_delete(domain->tx, &px_message_record, message, error);
			if (!err)
				err = px_embedding_drop(domain, message, error);
		}
		if (err)
			return err;
	} while (count == query.limit);
	return PX_OK;
}

enum px_err px_conversation_delete(struct px_domain *domain, struct px_id id, int64_t expected,
				   struct px_error *error)
{
	struct px_conversation conversation;

	enum px_err err = px_conversation_get(domain, id, &conversation, error);
	if (!err)
		err = px_rule_version(expected, conversation.version, error);
	if (!err)
		err = delete_messages(domain, id, error);
	if (!err)
		err = px_talk_summary_drop(domain, id, error);
	return err ? err : px_store_delete(domain->tx, &px_conversation_record, id, error);
}

enum px_err px_message_append(struct px_domain *domain, struct px_message *message,
			      struct px_error *error)
{
	if (px_id_is_none(message->id))
		message->id = px_id_new();
	message->user_id = domain->user;
	message->created = domain->now;
	message->version = 1;
	enum px_err err = message->seq ? PX_OK : px_store_take_seq(domain->tx, 1, &message->seq, error);
	if (err)
		return err;
	if (message->client_id && strlen(message->client_id) > PX_CLIENT_ID_MAX)
		return px_fail(error, PX_TOO_LARGE, "client_id", "is longer than %d bytes",
			       PX_CLIENT_ID_MAX);
	return px_store_add(domain->tx, &px_message_record, message, error);
}

static enum px_err first_message(struct px_domain *domain, const struct px_store_query *query,
				 struct px_message *message, struct px_error *error)
{
	size_t count;
	void *rows;

	enum px_err err = px_store_query(domain->tx, &px_message_record, query, domain->arena, &rows,
					 &count, error);
	if (!err && !count)
		err = px_fail(error, PX_NOT_FOUND, NULL, "there is no such message");
	if (!err)
		*message = *(struct px_message *)rows;
	return err;
}

static struct px_store_filter filter_by_client_id(struct px_str client_id)
{
	return (struct px_store_filter){ "client_id", PX_OP_EQ, { .text = client_id } };
}

void px_message_ahead(struct px_store_tx *tx, struct px_str client_id)
{
	const struct px_store_filter filter = filter_by_client_id(client_id);
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1 };

	px_store_ahead_query(tx, &px_message_record, &query);
}

enum px_err px_message_by_client_id(struct px_domain *domain, struct px_str client_id,
				    struct px_message *message, struct px_error *error)
{
	const struct px_store_filter filter = filter_by_client_id(client_id);
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1 };

	return first_message(domain, &query, message, error);
}

enum px_err px_message_answer(struct px_domain *domain, const struct px_message *message,
			      struct px_message *answer, struct px_error *error)
{
	struct px_store_filter filters[] = {
		{ "conversation_id", PX_OP_EQ, { .id = message->conversation_id } },
		{ "seq", PX_OP_GE, { .integer = message->seq } },
		{ "reply_to", PX_OP_EQ, { .id = message->id } },
	};
	struct px_store_query query = { .filters = filters, .filter_count = 3, .order = "seq", .limit = 1 };

	return first_message(domain, &query, answer, error);
}
