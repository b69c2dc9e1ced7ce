/* SPDX-License-Identifier: Apache-2.0 */
/* The text decides whether the store is asked at all: a turn that is about something else pays for one look at its words. */
#include "agent/turn_internal.h"

#include "agent/consent.h"
#include "domain/proposal.h"

/* The message that the last answer of this conversation answers. */
static enum px_err last_answered(struct px_turn_work *work, struct px_id *message)
{
	const struct px_store_filter filters[] = {
		{ "conversation_id", PX_OP_EQ, { .id = work->conversation.id } },
		{ "role", PX_OP_EQ, { .integer = PX_ROLE_ASSISTANT } },
	};
	const struct px_store_query query = { .filters = filters, .filter_count = 2, .order = "seq", .descending = true, .limit = 1 };
	size_t count;
	void *rows;
	enum px_err err = px_store_query(work->turn->tx, &px_message_record, &query, &work->turn->arena, &rows, &count, work->error);

	*message = !err && count ? ((const struct px_message *)rows)->reply_to : PX_ID_NONE;
	return err;
}

/*
 * A bare "yes" is about what the last turn proposed, and about nothing that waited before: where it
 * says "all" or a number and others are open too, {} has the person asked which.
 */
static const char *arguments_of(struct px_turn_work *work, const struct px_consent *consent, const struct px_proposal_row *first,
				size_t fresh, size_t open)
{
	bool others = consent->bare && fresh < open;
	char id[PX_ID_TEXT + 1];

	if ((consent->all || consent->number) && !others)
		return consent->all ? "{\"all\":true}" : px_arena_printf(&work->turn->arena, "{\"number\":%d}", consent->number);
	bool only = fresh == 1 && (!consent->number || consent->number == 1 || consent->number == -1);
	if (!consent->bare || !only)
		return "{}";
	px_id_format(first->id, id);
	return px_arena_printf(&work->turn->arena, "{\"id\":\"%s\"}", id);
}

/* How many of them the last turn made; *one is the first of these. */
static enum px_err count_fresh(struct px_turn_work *work, const struct px_proposal_row *open, size_t count, size_t *fresh,
			       const struct px_proposal_row **one)
{
	struct px_id message;
	enum px_err err = last_answered(work, &message);

	*fresh = 0;
	*one = NULL;
	for (size_t i = 0; !err && i < count; i++) {
		if (px_id_is_none(message) || !px_id_eq(open[i].message_id, message))
			continue;
		if (!*one)
			*one = &open[i];
		++*fresh;
	}
	return err;
}

enum px_err px_turn_hear_consent(struct px_turn_work *work)
{
	const struct px_proposal_row *one = NULL;
	struct px_proposal_row *open;
	struct px_consent consent;
	size_t count, fresh = 0;

	if (!px_consent_read(work->input->text, &consent))
		return PX_OK;
	enum px_err err = px_proposals_open(&work->domain, &open, &count, work->error);
	if (!err && count && consent.bare)
		err = count_fresh(work, open, count, &fresh, &one);
	if (err || !count || (consent.bare && !fresh))
		return err;
	px_turn_call_instead(work, consent.accepts ? "accept_proposal" : "decline_proposal",
			     arguments_of(work, &consent, one, fresh, count), "a word on what is proposed");
	return PX_OK;
}
