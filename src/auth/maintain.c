/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hourly housekeeping: key rotation, last uses, and rows that nothing needs
 * any more.  Each call deletes a bounded number and says whether there is more.
 */
#include "auth/auth_internal.h"

#include "jobs/jobs.h"

#define KEEP_ENDED_MS (INT64_C(30) * PX_MS_DAY) /* sessions and tokens stay that long for questions */

enum { PER_CALL = 250 };

/* What a call may still delete, of all tables together. */
struct budget {
	struct px_store_tx *tx;
	size_t left;
};

static enum px_err purge(struct budget *budget, const struct px_record *record,
			 const struct px_store_filter *filters, size_t filter_count, struct px_error *error)
{
	size_t deleted = 0;
	enum px_err err = PX_OK;

	if (budget->left > 0)
		err = px_store_purge(budget->tx, record, filters, filter_count, budget->left, &deleted, error);
	budget->left -= deleted;
	return err;
}

static enum px_err purge_before(struct budget *budget, const struct px_record *record, const char *field,
				int64_t before, struct px_error *error)
{
	const struct px_store_filter filter = { field, PX_OP_LT, { .integer = before } };

	return purge(budget, record, &filter, 1, error);
}

/*
 * Jobs that are done go a week after that.  A mail that still waits or was
 * given up goes too by then: what is in it opens nothing any more.
 */
static enum px_err purge_outbox(struct budget *budget, int64_t now, struct px_error *error)
{
	static const enum px_job_state states[] = { PX_JOB_DONE, PX_JOB_DEAD, PX_JOB_WAITING };
	enum px_err err = PX_OK;

	for (size_t i = 0; err == PX_OK && i < sizeof(states) / sizeof(states[0]); i++) {
		const struct px_store_filter filters[] = {
			{ "state", PX_OP_EQ, { .integer = states[i] } },
			{ "updated", PX_OP_LT, { .integer = now - PX_JOB_REMEMBER_MS } },
			{ "kind", PX_OP_GE, { .text = PX_STR("mail.") } },
			{ "kind", PX_OP_LT, { .text = PX_STR("mail/") } },
		};
		/* what waits or died of other kinds is for others to judge */
		err = purge(budget, &px_job_record, filters, states[i] == PX_JOB_DONE ? 2 : 4, error);
	}
	return err;
}

static enum px_err purge_dead(struct budget *budget, int64_t now, struct px_error *error)
{
	const struct { const struct px_record *record; const char *field; int64_t before; } dead[] = {
		{ &px_refresh_record, "expires", now },
		{ &px_ticket_record, "expires", now - PX_MS_DAY },
		{ &px_session_record, "expires", now - KEEP_ENDED_MS },
		{ &px_session_record, "revoked", now - KEEP_ENDED_MS },
		{ &px_api_token_record, "expires", now - KEEP_ENDED_MS },
		{ &px_api_token_record, "revoked", now - KEEP_ENDED_MS },
	};
	enum px_err err = PX_OK;

	for (size_t i = 0; err == PX_OK && i < sizeof(dead) / sizeof(dead[0]); i++)
		err = purge_before(budget, dead[i].record, dead[i].field, dead[i].before, error);
	return err == PX_OK ? purge_outbox(budget, now, error) : err;
}

enum px_err px_auth_maintain(struct px_auth *auth, struct px_store_tx *tx, bool *more, struct px_error *error)
{
	struct budget budget = { .tx = tx, .left = PER_CALL };
	int64_t now = px_clock_now();
	enum px_err err = px_keyring_rotate(auth->keys, tx, now, error);

	if (err == PX_OK)
		err = px_auth_tokens_note_used(auth, tx, error);
	if (err == PX_OK)
		err = purge_dead(&budget, now, error);
	*more = budget.left == 0;
	return err;
}
