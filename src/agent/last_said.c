/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A turn's message and answer are the two rows of one number, the last of the
 * conversation.
 */
#include "agent/last_said.h"

#include "base/utf8.h"

const char *px_last_said_begin(struct px_arena *arena, const char *text)
{
	struct px_str whole = px_str(text);

	return text ? px_arena_strn(arena, text, px_utf8_cut(whole, PX_LAST_SAID_MAX)) : NULL;
}

const char *px_last_said_end(struct px_arena *arena, const char *text)
{
	size_t size = text ? strlen(text) : 0, from = size > PX_LAST_SAID_MAX ? size - PX_LAST_SAID_MAX : 0;

	while (from < size && ((unsigned char)text[from] & 0xc0) == 0x80)
		from++;
	return text ? px_arena_str(arena, px_str(text + from)) : NULL;
}

enum px_err px_last_said(struct px_domain *domain, struct px_id conversation, struct px_nlu_context *nlu,
			 struct px_error *error)
{
	struct px_store_filter filter = { "conversation_id", PX_OP_EQ, { .id = conversation } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "seq", .descending = true,
					      .limit = 2 };
	void *rows = NULL;
	size_t count = 0;
	enum px_err err = px_store_query(domain->tx, &px_message_record, &query, domain->arena, &rows, &count, error);
	const struct px_message *messages = rows;

	for (size_t i = 0; !err && i < count && messages[i].seq == messages[0].seq; i++) {
		if (messages[i].role == PX_ROLE_USER)
			nlu->said_before = px_last_said_begin(domain->arena, messages[i].text);
		else
			nlu->replied = px_last_said_end(domain->arena, messages[i].text);
	}
	return err;
}
