/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of notifications; each change takes a number of the user's sequence when its piece of work ends (px_domain_number). */
#include "domain/notification.h"

#include "base/json.h"
#include "domain/reminder.h"
#include "domain/rules.h"

#include <stdlib.h>

enum { SLICE = 1000, OF_ITEM_MAX = 100, PROBLEM_MAX = 200 };

enum px_err px_notification_create(struct px_domain *domain, struct px_notification *notification, struct px_error *error)
{
	notification->id = px_id_new();
	notification->user_id = domain->user;
	notification->created = notification->updated = domain->now;
	notification->version = 1;
	enum px_err err = px_store_insert(domain->tx, &px_notification_record, notification, error);
	if (!err)
		px_domain_told(domain, &px_notification_record, "created", notification);
	return err;
}

enum px_err px_notification_get(struct px_domain *domain, struct px_id id, struct px_notification *notification,
				struct px_error *error)
{
	return px_store_get(domain->tx, &px_notification_record, id, domain->arena, notification, error);
}

enum px_err px_notification_latest(struct px_domain *domain, int64_t since, bool put_off, struct px_notification *notification,
				   struct px_error *error)
{
	const struct px_store_filter filter = { "created", PX_OP_GE, { .integer = since } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .descending = true, .limit = 20 };
	void *found = NULL;
	size_t count = 0;
	enum px_err err = px_store_query(domain->tx, &px_notification_record, &query, domain->arena, &found, &count, error);
	const struct px_notification *rows = found;

	for (size_t i = 0; !err && i < count; i++) {
		if (rows[i].state <= PX_NOTIFICATION_READ || (put_off && rows[i].state == PX_NOTIFICATION_SNOOZED)) {
			*notification = rows[i];
			return PX_OK;
		}
	}
	return err ? err : px_fail(error, PX_NOT_FOUND, NULL, "there is no notification to deal with");
}

enum px_err px_notification_unread(struct px_domain *domain, int64_t *count, struct px_error *error)
{
	const struct px_store_filter filter = { "state", PX_OP_EQ, { .integer = PX_NOTIFICATION_UNREAD } };

	return px_store_count(domain->tx, &px_notification_record, &filter, 1, count, error);
}

static enum px_err save(struct px_domain *domain, struct px_notification *row, struct px_error *error)
{
	int64_t version = row->version++;

	row->updated = domain->now;
	enum px_err err = px_store_update(domain->tx, &px_notification_record, row, version, error);
	if (!err)
		px_domain_told(domain, &px_notification_record, "updated", row);
	return err;
}

enum px_err px_notification_read(struct px_domain *domain, struct px_id id, struct px_notification *notification,
				 struct px_error *error)
{
	enum px_err err = px_notification_get(domain, id, notification, error);

	if (err || notification->state != PX_NOTIFICATION_UNREAD)
		return err;
	notification->state = PX_NOTIFICATION_READ;
	return save(domain, notification, error);
}

enum px_err px_notification_read_all(struct px_domain *domain, int64_t *count, struct px_error *error)
{
	const struct px_store_filter filter = { "state", PX_OP_EQ, { .integer = PX_NOTIFICATION_UNREAD } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = SLICE };
	void *found = NULL;
	size_t n = 0;
	enum px_err err = px_store_query(domain->tx, &px_notification_record, &query, domain->arena, &found, &n, error);
	struct px_notification *rows = found;

	for (size_t i = 0; !err && i < n; i++) {
		rows[i].state = PX_NOTIFICATION_READ;
		err = save(domain, &rows[i], error);
	}
	*count = (int64_t)n;
	return err;
}

static enum px_err acknowledge(struct px_domain *domain, struct px_notification *row, struct px_error *error)
{
	if (row->state == PX_NOTIFICATION_ACKNOWLEDGED)
		return PX_OK;
	row->state = PX_NOTIFICATION_ACKNOWLEDGED;
	row->snoozed_until = PX_TIME_NONE;
	return save(domain, row, error);
}

static int index_of_subject(const char *name)
{
	static const char *const names[] = { "none", "task", "event", "reminder", "brief" };

	for (int i = 0; name && i < (int)(sizeof(names) / sizeof(names[0])); i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return PX_SUBJECT_NONE;
}

/* One of the things that a notification tells of: put off until then, or dealt with (PX_TIME_NONE). */
static enum px_err deal_with(struct px_domain *domain, const json_t *item, int64_t until, struct px_error *error)
{
	struct px_str title = px_json_string(json_object_get(item, "title"));
	int subject = index_of_subject(json_string_value(json_object_get(item, "subject")));
	int64_t occurrence = PX_TIME_NONE;
	struct px_id id = PX_ID_NONE;
	bool offset;

	(void)px_id_parse(px_json_string(json_object_get(item, "subject_id")), &id);
	(void)px_civil_parse_ms(px_json_string(json_object_get(item, "occurrence")), &occurrence, &offset);
	if (until == PX_TIME_NONE)
		return px_reminder_dismiss(domain, id, error);
	return px_reminder_snooze(domain, subject, id, occurrence, px_arena_str(domain->arena, title), until, error);
}

/* Of one that tells several things, each by itself: each has its own row that repeats, and comes again as itself. */
static enum px_err deal_with_each(struct px_domain *domain, const struct px_notification *row, int64_t until, struct px_error *error)
{
	json_t *items = NULL, *item;
	size_t i;
	enum px_err err = px_json_parse(px_str(row->items), &items, error);

	json_array_foreach(items, i, item)
		if (!err)
			err = deal_with(domain, item, until, error);
	json_decref(items);
	return err;
}

/* Whether it tells of several things, none of which is its own subject. */
static bool is_merged(const struct px_notification *row)
{
	return row->items && row->subject == PX_SUBJECT_NONE && px_id_is_none(row->subject_id);
}

enum px_err px_notification_acknowledge(struct px_domain *domain, struct px_id id, struct px_notification *notification,
					struct px_error *error)
{
	enum px_err err = px_notification_get(domain, id, notification, error);

	if (!err)
		err = acknowledge(domain, notification, error);
	if (!err && is_merged(notification))
		return deal_with_each(domain, notification, PX_TIME_NONE, error);
	return err ? err : px_reminder_dismiss(domain, notification->subject_id, error);
}

enum px_err px_notification_snooze(struct px_domain *domain, struct px_id id, int64_t until,
				   struct px_notification *notification, struct px_error *error)
{
	enum px_err err = px_notification_get(domain, id, notification, error);

	if (err)
		return err;
	if (until <= domain->now || until > domain->now + PX_SNOOZE_MAX_MS)
		return px_fail(error, PX_INVALID, "until", "must be after now, and within a year");
	notification->state = PX_NOTIFICATION_SNOOZED;
	notification->snoozed_until = until;
	if (is_merged(notification))
		err = deal_with_each(domain, notification, until, error);
	else
		err = px_reminder_snooze(domain, notification->subject, notification->subject_id, notification->occurrence,
					 notification->title, until, error);
	return err ? err : save(domain, notification, error);
}

enum px_err px_notification_settle(struct px_domain *domain, struct px_id subject_id, const struct px_schedule *schedule,
				   struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "subject_id", PX_OP_EQ, { .id = subject_id } },
		{ "state", PX_OP_NE, { .integer = PX_NOTIFICATION_ACKNOWLEDGED } },
	};
	const struct px_store_query query = { .filters = filters, .filter_count = 2, .limit = OF_ITEM_MAX };
	void *found = NULL;
	size_t count = 0;
	enum px_err err = px_store_query(domain->tx, &px_notification_record, &query, domain->arena, &found, &count, error);
	struct px_notification *rows = found;

	for (size_t i = 0; !err && i < count; i++)
		if (!schedule || !px_schedule_has(schedule, rows[i].occurrence))
			err = acknowledge(domain, &rows[i], error);
	return err;
}

enum px_err px_notification_delivered(struct px_domain *domain, struct px_id id, const struct px_delivery *delivery,
				      struct px_error *error)
{
	struct px_notification row;
	char at[PX_CIVIL_TEXT];
	json_t *channels = NULL;
	enum px_err err = px_notification_get(domain, id, &row, error);

	if (err)
		return err == PX_NOT_FOUND ? PX_OK : err;
	err = px_json_parse(px_str(row.channels ? row.channels : "{}"), &channels, error);
	if (err)
		return err;
	px_civil_format_ms(domain->now, at);
	json_t *entry = json_pack("{s:s, s:o}", "state", delivery->state, "at", json_sprintf("%sZ", at));
	if (delivery->problem)
		json_object_set_new(entry, "problem", json_sprintf("%.*s", PROBLEM_MAX, delivery->problem));
	json_object_set_new(channels, delivery->channel, entry);
	char *text = json_dumps(channels, JSON_COMPACT);
	json_decref(channels);
	if (!text)
		return px_fail(error, PX_NO_MEMORY, NULL, "the delivery can't be noted");
	row.channels = px_arena_str(domain->arena, px_str(text));
	free(text);
	return save(domain, &row, error);
}

enum px_err px_notification_expire(struct px_store_tx *tx, int64_t before, bool *more, struct px_error *error)
{
	const struct px_store_filter filter = { "created", PX_OP_LT, { .integer = before } };
	size_t deleted = 0;
	enum px_err err = px_store_purge(tx, &px_notification_record, &filter, 1, SLICE, &deleted, error);

	*more = deleted == SLICE;
	return err;
}
