/* SPDX-License-Identifier: Apache-2.0 */
#include "auth/ticket.h"

#include "auth/auth_internal.h"

enum px_err px_ticket_make(struct px_store_tx *tx, struct px_id user, enum px_ticket_kind kind, const char *email,
			   int64_t lives, char text[PX_TOKEN_TEXT], struct px_id *id, struct px_error *error)
{
	struct px_ticket_row ticket;
	char hash[PX_HASH_TEXT];

	px_opaque_make(PX_TICKET_PREFIX, text);
	px_opaque_hash(px_str(text), hash);
	px_record_init(&px_ticket_record, &ticket);
	ticket.id = *id = px_id_new();
	ticket.user_id = user;
	ticket.kind = kind;
	ticket.hash = hash;
	ticket.email = email;
	ticket.created = px_clock_now();
	ticket.expires = ticket.created + lives;
	ticket.version = 1;
	return px_store_insert(tx, &px_ticket_record, &ticket, error);
}

enum px_err px_ticket_refuse(struct px_error *error)
{
	return px_fail(error, PX_UNAUTHORIZED, "token", "the link is not valid, was used, or has expired");
}

enum px_err px_ticket_find(struct px_store_tx *tx, enum px_ticket_kind kind, struct px_str text,
			   struct px_arena *arena, struct px_ticket_row *ticket, struct px_error *error)
{
	char hash[PX_HASH_TEXT];
	enum px_err err;

	if (!px_opaque_shaped(text, PX_TICKET_PREFIX))
		return px_ticket_refuse(error);
	px_opaque_hash(text, hash);
	err = px_auth_find_text(tx, &px_ticket_record, "hash", px_str(hash), arena, ticket, error);
	if (err == PX_NOT_FOUND || (err == PX_OK && (ticket->kind != (int)kind || ticket->used != PX_TIME_NONE ||
						     px_clock_now() >= ticket->expires)))
		return px_ticket_refuse(error);
	return err;
}

enum px_err px_ticket_spend(struct px_store_tx *tx, struct px_ticket_row *ticket, struct px_error *error)
{
	int64_t expected = ticket->version++;

	ticket->used = px_clock_now();
	return px_store_update(tx, &px_ticket_record, ticket, expected, error);
}

enum px_err px_ticket_spend_all(struct px_store_tx *tx, struct px_id user, enum px_ticket_kind kind,
				struct px_arena *arena, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "user_id", PX_OP_EQ, { .id = user } },
		{ "kind", PX_OP_EQ, { .integer = kind } },
		{ "used", PX_OP_IS_NULL, { .integer = 0 } },
	};
	/* few are made (three mails an hour, one link at a time) and each is deleted a day after its end */
	const struct px_store_query query = { .filters = filters, .filter_count = 3, .limit = 1000 };
	void *rows;
	size_t count = 0;
	enum px_err err = px_store_query(tx, &px_ticket_record, &query, arena, &rows, &count, error);

	for (size_t i = 0; err == PX_OK && i < count; i++)
		err = px_ticket_spend(tx, (struct px_ticket_row *)rows + i, error);
	return err;
}
