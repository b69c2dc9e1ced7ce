/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In the store a proposal is open until somebody decides; that its time is
 * over is seen when it is read.
 */
#include "domain/proposal.h"

#include "base/utf8.h"
#include "domain/rules.h"

enum { FORGET_LAST = 1000, FORGET_WORDS = 100 /* bytes */ };

static bool is_over(const struct px_proposal_row *proposal, int64_t now)
{
	return proposal->state == PX_PROPOSAL_OPEN && proposal->expires <= now;
}

void px_proposals_age(struct px_proposal_row *proposals, size_t count, int64_t now)
{
	for (size_t i = 0; i < count; i++) {
		if (is_over(&proposals[i], now))
			proposals[i].state = PX_PROPOSAL_EXPIRED;
	}
}

enum px_err px_proposal_create(struct px_domain *domain, struct px_proposal_row *proposal, struct px_error *error)
{
	struct px_proposal_row *open;
	size_t count;
	enum px_err err = px_proposals_open(domain, &open, &count, error);

	if (!err && count >= PX_PROPOSALS_OPEN_MAX)
		err = px_fail(error, PX_CONFLICT, NULL, "%d proposals are open already: accept or decline them first",
			      PX_PROPOSALS_OPEN_MAX);
	if (err)
		return err;
	proposal->id = px_id_new();
	proposal->user_id = domain->user;
	proposal->message_id = domain->message;
	proposal->state = PX_PROPOSAL_OPEN;
	proposal->created = proposal->updated = proposal->said = domain->now;
	proposal->expires = domain->now + PX_PROPOSAL_DAYS * PX_MS_DAY;
	proposal->version = 1;
	err = px_store_insert(domain->tx, &px_proposal_record, proposal, error);
	if (!err)
		px_domain_changed(domain, &px_proposal_record, "created", NULL, proposal);
	return err;
}

enum px_err px_proposal_get(struct px_domain *domain, struct px_id id, struct px_proposal_row *proposal,
			    struct px_error *error)
{
	enum px_err err = px_store_get(domain->tx, &px_proposal_record, id, domain->arena, proposal, error);

	if (!err)
		px_proposals_age(proposal, 1, domain->now);
	return err;
}

enum px_err px_proposals_open(struct px_domain *domain, struct px_proposal_row **proposals, size_t *count,
			      struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "state", PX_OP_EQ, { .integer = PX_PROPOSAL_OPEN } },
		{ "expires", PX_OP_GT, { .integer = domain->now } },
	};
	const struct px_store_query query = { .filters = filters, .filter_count = 2, .limit = PX_PROPOSALS_OPEN_MAX };
	void *rows = NULL;
	enum px_err err = px_store_query(domain->tx, &px_proposal_record, &query, domain->arena, &rows, count, error);

	*proposals = err ? NULL : rows;
	return err;
}

static enum px_err write_row(struct px_domain *domain, const struct px_proposal_row *before,
			     struct px_proposal_row *after, struct px_error *error)
{
	after->updated = domain->now;
	after->version = before->version + 1;
	enum px_err err = px_store_update(domain->tx, &px_proposal_record, after, before->version, error);
	if (!err)
		px_domain_changed(domain, &px_proposal_record, "updated", before, after);
	return err;
}

static enum px_err not_open(const struct px_proposal_row *proposal, struct px_error *error)
{
	static const char *const reasons[] = {
		[PX_PROPOSAL_OPEN] = "is open", [PX_PROPOSAL_ACCEPTED] = "has been accepted already",
		[PX_PROPOSAL_DECLINED] = "has been declined already",
		[PX_PROPOSAL_EXPIRED] = "has expired; ask for it again",
	};

	return px_fail(error, PX_CONFLICT, "state", "this proposal %s", reasons[proposal->state]);
}

enum px_err px_proposal_update(struct px_domain *domain, struct px_proposal_row *proposal, int64_t expected,
			       struct px_error *error)
{
	struct px_proposal_row before;
	enum px_err err = px_proposal_get(domain, proposal->id, &before, error);

	if (!err)
		err = px_rule_version(expected, before.version, error);
	if (!err && before.state != PX_PROPOSAL_OPEN)
		err = not_open(&before, error);
	return err ? err : write_row(domain, &before, proposal, error);
}

enum px_err px_proposal_snooze(struct px_domain *domain, struct px_proposal_row *proposal, int64_t until,
			       int64_t expected, struct px_error *error)
{
	if (until != PX_TIME_NONE && until <= domain->now)
		return px_fail(error, PX_INVALID, "snoozed", "must be later than now");
	if (until != PX_TIME_NONE && proposal->state == PX_PROPOSAL_OPEN && until >= proposal->expires)
		return px_fail(error, PX_INVALID, "snoozed", "by then this proposal has expired: choose a time before \"expires\"");
	proposal->snoozed = until;
	return px_proposal_update(domain, proposal, expected, error);
}

enum px_err px_proposal_decide(struct px_domain *domain, struct px_id id, enum px_proposal_state state,
			       struct px_proposal_row *proposal, bool *again, struct px_error *error)
{
	struct px_proposal_row before;
	enum px_err err = px_proposal_get(domain, id, &before, error);

	if (err)
		return err;
	*proposal = before;
	*again = before.state == (int)state;
	if (*again)
		return PX_OK;
	if (before.state != PX_PROPOSAL_OPEN)
		return not_open(&before, error);
	proposal->state = (int)state;
	proposal->decided = domain->now;
	return write_row(domain, &before, proposal, error);
}

enum px_err px_proposals_expire(struct px_store_tx *tx, int64_t before, bool *more, struct px_error *error)
{
	enum { SLICE = 250 };
	const struct px_store_filter filters[] = { { "created", PX_OP_LT, { .integer = before } } };
	size_t deleted = 0;
	enum px_err err = px_store_purge(tx, &px_proposal_record, filters, 1, SLICE, &deleted, error);

	*more = deleted == SLICE;
	return err;
}

static bool repeats(const char *text, struct px_str words)
{
	return text && px_str_find(px_str(text), words) != SIZE_MAX;
}

enum px_err px_proposals_forget(struct px_domain *domain, const char *words, struct px_error *error)
{
	const struct px_store_query query = { .order = "created", .descending = true, .limit = FORGET_LAST };
	struct px_str shown = px_str_n(words, px_utf8_cut(px_str(words), FORGET_WORDS)); /* a proposal quotes the beginning of a long text */
	size_t count = 0;
	void *found;
	enum px_err err = px_store_query(domain->tx, &px_proposal_record, &query, domain->arena, &found, &count, error);
	struct px_proposal_row *rows = found;

	for (size_t i = 0; !err && i < count; i++) {
		if (!repeats(rows[i].text, shown) && !repeats(rows[i].arguments, shown) && !repeats(rows[i].source_quote, shown))
			continue;
		rows[i].text = PX_PROPOSAL_FORGOTTEN;
		rows[i].arguments = "{}";
		rows[i].source_quote = NULL;
		rows[i].version++;
		err = px_store_update(domain->tx, &px_proposal_record, &rows[i], -1, error);
	}
	return err;
}
