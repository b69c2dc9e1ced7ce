/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/before.h"

#include "domain/conversation.h"

enum { LOOKED_AT = 4 /* messages: a turn has two */ };

enum px_err px_message_before(struct px_domain *domain, struct px_id conversation, struct px_id id, int64_t within_ms, struct px_message *before,
			      struct px_error *error)
{
	const struct px_store_filter same = { "conversation_id", PX_OP_EQ, { .id = conversation } };
	const struct px_store_query query = { .filters = &same, .filter_count = 1, .order = "seq", .descending = true,
					      .limit = LOOKED_AT };
	size_t got;
	void *rows;

	if (px_id_is_none(conversation))
		return PX_NOT_FOUND;
	enum px_err err = px_store_query(domain->tx, &px_message_record, &query, domain->arena, &rows, &got, error);
	for (size_t i = 0; !err && i < got; i++) {
		const struct px_message *m = (const struct px_message *)rows + i;
		if (m->role != PX_ROLE_USER || px_id_eq(m->id, id))
			continue;
		*before = *m;
		return m->created >= domain->now - within_ms ? PX_OK : PX_NOT_FOUND;
	}
	return err ? err : PX_NOT_FOUND;
}
