/* SPDX-License-Identifier: Apache-2.0 */
/* Found by its unique (user, conversation). */
#include "domain/talk_summary.h"

static enum px_err find(struct px_domain *domain, struct px_id conversation, const struct px_talk_summary **found,
			struct px_error *error)
{
	const struct px_store_filter filter = { "conversation_id", PX_OP_EQ, { .id = conversation } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1 };
	size_t count = 0;
	void *rows;
	enum px_err err = px_store_query(domain->tx, &px_talk_summary_record, &query, domain->arena, &rows, &count, error);

	*found = !err && count ? rows : NULL;
	return err;
}

enum px_err px_talk_summary_of(struct px_domain *domain, struct px_id conversation, struct px_talk_summary *summary,
			       struct px_error *error)
{
	const struct px_talk_summary *found;
	enum px_err err = find(domain, conversation, &found, error);

	if (err)
		return err;
	if (!found)
		return px_fail(error, PX_NOT_FOUND, NULL, "the conversation has no summary");
	*summary = *found;
	return PX_OK;
}

enum px_err px_talk_summary_keep(struct px_domain *domain, struct px_talk_summary *summary, struct px_error *error)
{
	const struct px_talk_summary *before;

	if (!summary->text || !summary->text[0] || strlen(summary->text) > PX_TALK_SUMMARY_MAX)
		return px_fail(error, PX_INVALID, "text", "a summary has 1 to %d bytes", PX_TALK_SUMMARY_MAX);
	enum px_err err = find(domain, summary->conversation_id, &before, error);
	if (err)
		return err;
	summary->id = before ? before->id : px_id_new();
	summary->user_id = domain->user;
	summary->created = domain->now;
	summary->version = before ? before->version + 1 : 1;
	return before ? px_store_update(domain->tx, &px_talk_summary_record, summary, before->version, error)
		      : px_store_insert(domain->tx, &px_talk_summary_record, summary, error);
}

enum px_err px_talk_summary_drop(struct px_domain *domain, struct px_id conversation, struct px_error *error)
{
	const struct px_talk_summary *found;
	enum px_err err = find(domain, conversation, &found, error);

	return err || !found ? err : px_store_delete(domain->tx, &px_talk_summary_record, found->id, error);
}

enum px_err px_talk_summary_drop_all(struct px_domain *domain, struct px_error *error)
{
	enum { SLICE = 100 };
	const struct px_store_filter filter = { "conversation_id", PX_OP_NOT_NULL, { .integer = 0 } };
	size_t deleted = SLICE;
	enum px_err err = PX_OK;

	while (!err && deleted == SLICE)
		err = px_store_purge(domain->tx, &px_talk_summary_record, &filter, 1, SLICE, &deleted, error);
	return err;
}
