/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of reminders; which ones an item has is reminder_plan.c's. */
#include "domain/reminder.h"

#include "domain/lead.h"
#include "domain/recurrence.h"
#include "domain/rules.h"
#include "domain/schedule.h"
#include "domain/text.h"
#include "jobs/jobs.h"

enum { TEXT_MAX = 500, OF_ITEM_MAX = 100 };

static struct px_job_spec ring_of(struct px_id user, int64_t due)
{
	return (struct px_job_spec){ .kind = PX_JOB_RING, .user = user, .key = "ring", .due = due };
}

void px_reminder_ahead(struct px_store_tx *tx, struct px_id user)
{
	const struct px_job_spec job = ring_of(user, 0);

	px_jobs_ahead(tx, &job);
}

enum px_err px_reminder_request(struct px_domain *domain, int64_t due, struct px_error *error)
{
	const struct px_job_spec job = ring_of(domain->user, due);

	return due == PX_TIME_NONE ? PX_OK : px_jobs_enqueue(domain->tx, &job, error);
}

enum px_err px_reminder_save(struct px_domain *domain, struct px_reminder *reminder, struct px_error *error)
{
	int64_t version = reminder->version++;
	enum px_err err;

	reminder->updated = domain->now;
	if (!version) {
		if (px_id_is_none(reminder->id))
			reminder->id = px_id_new();
		reminder->user_id = domain->user;
		reminder->created = domain->now;
		err = px_store_add(domain->tx, &px_reminder_record, reminder, error);
	} else {
		err = px_store_replace(domain->tx, &px_reminder_record, reminder, version, error);
	}
	return err ? err : px_reminder_request(domain, reminder->due, error);
}

enum px_err px_reminder_drop(struct px_domain *domain, struct px_id id, struct px_error *error)
{
	return px_store_delete(domain->tx, &px_reminder_record, id, error);
}

/* ------------------------------------------------------------- free-standing ones */

static enum px_err check(struct px_domain *domain, struct px_reminder *reminder, struct px_error *error)
{
	struct px_duration repeat;
	enum px_err err = px_text_require(domain->arena, "text", TEXT_MAX, &reminder->text, error);

	if (!err && reminder->due == PX_TIME_NONE)
		err = px_fail(error, PX_INVALID, "due", "must be given");
	if (!err)
		err = px_rule_instant("due", reminder->due, error);
	if (!err)
		err = px_rule_zone(domain, &reminder->zone, error);
	if (!err)
		err = px_rule_recurrence(domain, &reminder->recurrence, error);
	if (!err)
		err = px_text_clean(domain->arena, "repeat", 20, PX_TEXT_LINE, &reminder->repeat, error);
	if (err || !reminder->repeat)
		return err;
	if (!px_duration_parse(px_str(reminder->repeat), &repeat) || repeat.days * PX_MS_DAY + repeat.ms < PX_MS_MINUTE)
		return px_fail(error, PX_INVALID, "repeat", "must be a duration from a minute to four weeks, such as PT10M or P1D");
	return PX_OK;
}

static enum px_err check_count(struct px_domain *domain, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "due", PX_OP_NOT_NULL, { .integer = 0 } },
		{ "subject", PX_OP_EQ, { .integer = PX_SUBJECT_REMINDER } },
	};
	int64_t count = 0;
	enum px_err err = px_store_count(domain->tx, &px_reminder_record, filters, 2, &count, error);

	if (!err && count >= PX_REMINDERS_MAX)
		err = px_fail(error, PX_TOO_LARGE, NULL, "there are %d reminders waiting, which is as many as there may be",
			      PX_REMINDERS_MAX);
	return err;
}

/* From its `due` on, nothing of it has been said. */
static void begin(struct px_reminder *reminder)
{
	reminder->planned = reminder->occurrence = reminder->due;
	reminder->told = reminder->due - 1;
	reminder->series_start = reminder->recurrence ? reminder->due : PX_TIME_NONE;
}

enum px_err px_reminder_create(struct px_domain *domain, struct px_reminder *reminder, struct px_error *error)
{
	enum px_err err = check_count(domain, error);

	if (!err)
		err = check(domain, reminder, error);
	if (err)
		return err;
	reminder->subject = PX_SUBJECT_REMINDER;
	reminder->subject_id = PX_ID_NONE;
	reminder->lead = NULL;
	reminder->version = 0;
	begin(reminder);
	err = px_reminder_save(domain, reminder, error);
	if (!err)
		px_domain_changed(domain, &px_reminder_record, "created", NULL, reminder);
	return err;
}

enum px_err px_reminder_get(struct px_domain *domain, struct px_id id, struct px_reminder *reminder,
			    struct px_error *error)
{
	return px_store_get(domain->tx, &px_reminder_record, id, domain->arena, reminder, error);
}

static enum px_err own(const struct px_reminder *reminder, struct px_error *error)
{
	return reminder->subject == PX_SUBJECT_REMINDER && !reminder->lead
		       ? PX_OK : px_fail(error, PX_CONFLICT, "id", "this reminder follows its task or event: change that, "
					 "or put the notification off");
}

/* Another text leaves a series where it is. */
static bool is_moved(const struct px_reminder *before, const struct px_reminder *after)
{
	const char *was = before->recurrence ? before->recurrence : "", *is = after->recurrence ? after->recurrence : "";
	const char *here = before->zone ? before->zone : "", *there = after->zone ? after->zone : "";

	return before->due != after->due || strcmp(was, is) != 0 || strcmp(here, there) != 0;
}

enum px_err px_reminder_update(struct px_domain *domain, struct px_reminder *reminder, int64_t expected,
			       struct px_error *error)
{
	struct px_reminder before;
	enum px_err err = px_reminder_get(domain, reminder->id, &before, error);

	if (!err)
		err = own(&before, error);
	if (!err)
		err = px_rule_version(expected, before.version, error);
	if (!err)
		err = check(domain, reminder, error);
	if (err)
		return err;
	reminder->version = before.version;
	reminder->updated = before.updated;
	if (px_rule_same_row(&px_reminder_record, &before, reminder))
		return PX_OK;
	if (is_moved(&before, reminder))
		begin(reminder);
	err = px_reminder_save(domain, reminder, error);
	if (!err)
		px_domain_changed(domain, &px_reminder_record, "updated", &before, reminder);
	return err;
}

enum px_err px_reminder_delete(struct px_domain *domain, struct px_id id, int64_t expected, struct px_error *error)
{
	struct px_reminder before;
	enum px_err err = px_reminder_get(domain, id, &before, error);

	if (!err)
		err = own(&before, error);
	if (!err)
		err = px_rule_version(expected, before.version, error);
	if (!err)
		err = px_reminder_drop(domain, id, error);
	if (!err)
		px_domain_changed(domain, &px_reminder_record, "deleted", &before, NULL);
	return err;
}

/* ------------------------------------------------------------------------- finding */

enum px_err px_reminders_of(struct px_domain *domain, struct px_id subject, struct px_reminder **rows, size_t *count,
			    struct px_error *error)
{
	const struct px_store_filter filter = { "subject_id", PX_OP_EQ, { .id = subject } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = OF_ITEM_MAX };
	void *found = NULL;
	enum px_err err = px_store_query(domain->tx, &px_reminder_record, &query, domain->arena, &found, count, error);

	*rows = found;
	return err;
}

enum px_err px_reminders_due(struct px_domain *domain, int64_t now, size_t limit, struct px_reminder **rows, size_t *count,
			     struct px_error *error)
{
	const struct px_store_filter filter = { "due", PX_OP_LE, { .integer = now } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "due", .limit = limit };
	void *found = NULL;
	enum px_err err = px_store_query(domain->tx, &px_reminder_record, &query, domain->arena, &found, count, error);

	*rows = found;
	return err;
}

enum px_err px_reminders_next(struct px_domain *domain, int64_t *due, struct px_error *error)
{
	const struct px_store_filter filter = { "due", PX_OP_NOT_NULL, { .integer = 0 } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "due", .limit = 1 };
	void *found = NULL;
	size_t count = 0;
	enum px_err err = px_store_query(domain->tx, &px_reminder_record, &query, domain->arena, &found, &count, error);

	*due = !err && count ? ((struct px_reminder *)found)->due : PX_TIME_NONE;
	return err;
}

/* ------------------------------------------------------------------ later, or no more */

static enum px_err drop_with_lead(struct px_domain *domain, struct px_id subject_id, const char *lead,
				  struct px_error *error)
{
	struct px_reminder *rows;
	size_t count = 0;
	enum px_err err = px_reminders_of(domain, subject_id, &rows, &count, error);

	for (size_t i = 0; !err && i < count; i++)
		if (rows[i].lead && strcmp(rows[i].lead, lead) == 0)
			err = px_reminder_drop(domain, rows[i].id, error);
	return err;
}

enum px_err px_reminder_hush(struct px_domain *domain, struct px_id subject_id, struct px_error *error)
{
	return px_id_is_none(subject_id) ? PX_OK : drop_with_lead(domain, subject_id, PX_LEAD_NAG, error);
}

enum px_err px_reminder_dismiss(struct px_domain *domain, struct px_id subject_id, struct px_error *error)
{
	enum px_err err = px_reminder_hush(domain, subject_id, error);

	return err || px_id_is_none(subject_id) ? err : drop_with_lead(domain, subject_id, PX_LEAD_SNOOZE, error);
}

/* What repeats itself begins again from there. */
static enum px_err put_off_nag(struct px_domain *domain, struct px_id subject_id, int64_t until, bool *nags,
			       struct px_error *error)
{
	struct px_reminder *rows;
	size_t count = 0;
	enum px_err err = px_reminders_of(domain, subject_id, &rows, &count, error);

	for (size_t i = 0; !err && i < count; i++) {
		if (!rows[i].lead || strcmp(rows[i].lead, PX_LEAD_NAG) != 0)
			continue;
		rows[i].due = rows[i].planned = until;
		*nags = true;
		err = px_reminder_save(domain, &rows[i], error);
	}
	return err;
}

enum px_err px_reminder_snooze(struct px_domain *domain, int subject, struct px_id subject_id, int64_t occurrence,
			       const char *text, int64_t until, struct px_error *error)
{
	struct px_reminder row;
	bool nags = false;
	enum px_err err = PX_OK;

	if (!px_id_is_none(subject_id)) {
		err = drop_with_lead(domain, subject_id, PX_LEAD_SNOOZE, error);
		if (!err)
			err = put_off_nag(domain, subject_id, until, &nags, error);
	}
	if (err || nags)
		return err;
	px_record_init(&px_reminder_record, &row);
	row.text = text;
	row.subject = subject;
	row.subject_id = subject_id;
	row.lead = PX_LEAD_SNOOZE;
	row.due = row.planned = until;
	row.occurrence = occurrence;
	return px_reminder_save(domain, &row, error);
}
