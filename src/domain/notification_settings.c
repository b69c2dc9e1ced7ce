/* SPDX-License-Identifier: Apache-2.0 */
/* Checks each field by its own form; defaults stand in px_speaking_get alone. */
#include "domain/notification_settings.h"

#include "base/json.h"
#include "domain/rules.h"
#include "domain/text.h"
#include "jobs/jobs.h"

#include <stdlib.h>

static const char *const day_names[] = { "mo", "tu", "we", "th", "fr", "sa", "su" };
static const char *const channel_names[] = { "app", "push", "mail", "ntfy", "webhook", "sms" };
static const char *const kind_names[] = { "reminder", "missed", "brief", "review" };

enum { ALL_DAYS = 0x7f, DAY_MINUTE = 9 * 60, BRIEF_MINUTE = 7 * 60, QUIET_FROM = 22 * 60, QUIET_TO = 7 * 60,
       MINUTES = 24 * 60, SECRET_LEAST = 16, TOPIC_MAX = 64 };

static int index_of(const char *const *names, size_t count, const json_t *value)
{
	const char *name = json_string_value(value);

	for (size_t i = 0; name && i < count; i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	return -1;
}

/* "07:30" in minutes, -1 if it is no time of day. */
static int clock_minute(const char *text)
{
	const char *t = text;

	if (strlen(t) != 5 || t[2] != ':')
		return -1;
	for (int i = 0; i < 5; i++)
		if (i != 2 && (t[i] < '0' || t[i] > '9'))
			return -1;
	int hour = (t[0] - '0') * 10 + (t[1] - '0'), minute = (t[3] - '0') * 10 + (t[4] - '0');
	return hour < 24 && minute < 60 ? hour * 60 + minute : -1;
}

static int minute_or(const char *text, int usual)
{
	int minute = text ? clock_minute(text) : -1;

	return minute >= 0 ? minute : usual;
}

/* The days as bits; 0 if they are none. */
static unsigned days_of(const char *text)
{
	json_t *list = NULL, *value;
	unsigned days = 0;
	size_t i;

	if (px_json_parse(px_str(text), &list, NULL) != PX_OK || !json_is_array(list)) {
		json_decref(list);
		return 0;
	}
	json_array_foreach(list, i, value) {
		int day = index_of(day_names, 7, value);
		days = day < 0 ? 1u << 31 : days | 1u << day;
	}
	json_decref(list);
	return days <= ALL_DAYS ? days : 0;
}

/* -------------------------------------------------------------------- checks */

static enum px_err check_clock(const char *field, const char *text, struct px_error *error)
{
	return !text || clock_minute(text) >= 0
		       ? PX_OK : px_fail(error, PX_INVALID, field, "must be a time of day such as 07:30");
}

static enum px_err check_leads(struct px_domain *domain, const char *field, const char **leads, struct px_error *error)
{
	struct px_error why = { 0 };
	enum px_err err = px_rule_reminders(domain, leads, &why);

	return err ? px_fail(error, err, field, "%s", why.message) : PX_OK;
}

static bool channel_list(const json_t *list)
{
	json_t *value;
	size_t i;

	if (!json_is_array(list) || json_array_size(list) > PX_CHANNELS_MAX)
		return false;
	json_array_foreach(list, i, value)
		if (index_of(channel_names, sizeof(channel_names) / sizeof(channel_names[0]), value) < 0)
			return false;
	return true;
}

static enum px_err check_channels(const char *text, struct px_error *error)
{
	json_t *object = NULL, *list;
	const char *key;
	bool ok = !text || (px_json_parse(px_str(text), &object, NULL) == PX_OK && json_is_object(object));

	json_object_foreach(object, key, list) {
		json_t *name = json_string(key);
		ok = ok && channel_list(list) && index_of(kind_names, sizeof(kind_names) / sizeof(kind_names[0]), name) >= 0;
		json_decref(name);
	}
	json_decref(object);
	return ok ? PX_OK : px_fail(error, PX_INVALID, "channels",
				    "must hold lists of app, push, mail, ntfy, webhook, sms, by reminder, missed, brief or review");
}

static enum px_err check_url(struct px_domain *domain, const char *field, const char **url, struct px_error *error)
{
	enum px_err err = px_text_clean(domain->arena, field, 1000, PX_TEXT_LINE, url, error);

	if (err || !*url || strncmp(*url, "https://", 8) == 0 || strncmp(*url, "http://", 7) == 0)
		return err;
	return px_fail(error, PX_INVALID, field, "must be an address such as https://ntfy.sh/my-topic");
}

/* The last part of the path is the topic; an address that has none would publish to no one. */
static enum px_err check_topic(const char *url, struct px_error *error)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	const char *path = url ? strchr(strstr(url, "//") + 2, '/') : NULL;
	const char *topic = path ? strrchr(path, '/') + 1 : NULL;

	if (!url || (topic && *topic && strlen(topic) <= TOPIC_MAX && !topic[strspn(topic, letters)]))
		return PX_OK;
	return px_fail(error, PX_INVALID, "ntfy_url", "must end in a topic of up to %d letters, digits, - and _: "
		       "https://ntfy.sh/my-topic", TOPIC_MAX);
}

/* E.164: a plus and 7 to 15 digits; blanks and dashes that people write go. */
static enum px_err check_phone(struct px_domain *domain, const char **phone, struct px_error *error)
{
	char digits[17];
	size_t n = 0;

	if (!*phone || !**phone) {
		*phone = NULL;
		return PX_OK;
	}
	for (const char *c = *phone; *c; c++) {
		if (strchr(" -()/.", *c))
			continue;
		bool digit = *c >= '0' && *c <= '9';
		if ((!digit && (*c != '+' || n)) || n == sizeof(digits) - 1) {
			n = 0;
			break;
		}
		digits[n++] = *c;
	}
	digits[n] = '\0';
	if (n < 8 || digits[0] != '+')
		return px_fail(error, PX_INVALID, "phone", "must be a number with its country, such as +49 170 1234567");
	*phone = px_arena_str(domain->arena, px_str(digits));
	return PX_OK;
}

static enum px_err check(struct px_domain *domain, struct px_notification_settings *row, struct px_error *error)
{
	enum px_err err = check_leads(domain, "task_leads", &row->task_leads, error);

	if (!err)
		err = check_leads(domain, "event_leads", &row->event_leads, error);
	if (!err)
		err = check_leads(domain, "day_leads", &row->day_leads, error);
	if (!err)
		err = check_clock("day_time", row->day_time, error);
	if (!err)
		err = check_clock("quiet_from", row->quiet_from, error);
	if (!err)
		err = check_clock("quiet_to", row->quiet_to, error);
	if (!err && !row->quiet_from != !row->quiet_to)
		err = px_fail(error, PX_INVALID, row->quiet_from ? "quiet_to" : "quiet_from",
			      "quiet hours need both ends; the same time twice turns them off");
	if (!err)
		err = check_clock("brief_time", row->brief_time, error);
	if (!err && row->brief_days && !days_of(row->brief_days))
		err = px_fail(error, PX_INVALID, "brief_days", "must be a list of mo, tu, we, th, fr, sa, su; \"brief\": false "
			      "turns the brief off");
	if (!err)
		err = check_channels(row->channels, error);
	if (!err)
		err = check_url(domain, "ntfy_url", &row->ntfy_url, error);
	if (!err)
		err = check_topic(row->ntfy_url, error);
	if (!err)
		err = check_phone(domain, &row->phone, error);
	if (!err)
		err = check_url(domain, "webhook_url", &row->webhook_url, error);
	if (!err && row->webhook_secret && strlen(row->webhook_secret) < SECRET_LEAST)
		err = px_fail(error, PX_INVALID, "webhook_secret", "must have at least %d characters", SECRET_LEAST);
	if (!err && row->webhook_url && !row->webhook_secret)
		err = px_fail(error, PX_INVALID, "webhook_secret", "must be given with webhook_url: it signs what is posted");
	return err;
}

/* ---------------------------------------------------------------------- rows */

enum px_err px_notification_settings_get(struct px_domain *domain, struct px_notification_settings *row,
					 struct px_error *error)
{
	enum px_err err = px_store_get(domain->tx, &px_notification_settings_record, domain->user, domain->arena, row, error);

	if (err != PX_NOT_FOUND)
		return err;
	px_record_init(&px_notification_settings_record, row);
	row->id = row->user_id = domain->user;
	row->created = row->updated = domain->now;
	row->version = 0;
	return PX_OK;
}

static enum px_err keep(struct px_domain *domain, struct px_notification_settings *row, int64_t version,
			struct px_error *error)
{
	row->updated = domain->now;
	row->version = version + 1;
	if (!version)
		return px_store_insert(domain->tx, &px_notification_settings_record, row, error);
	return px_store_update(domain->tx, &px_notification_settings_record, row, version, error);
}

/* People may say that their mail works again; that it does not, servers say. */
static enum px_err check_bounced(const struct px_notification_settings *before, struct px_notification_settings *row,
				 struct px_error *error)
{
	if (row->bounced && !*row->bounced)
		row->bounced = NULL;
	if (!row->bounced || (before->bounced && strcmp(row->bounced, before->bounced) == 0))
		return PX_OK;
	return px_fail(error, PX_INVALID, "bounced", "can only be set to null: mail is sent to your address again then");
}

static enum px_err replace(struct px_domain *domain, struct px_notification_settings *row, int64_t expected,
			   struct px_notification_settings *before, struct px_error *error)
{
	enum px_err err = px_notification_settings_get(domain, before, error);

	if (!err)
		err = px_rule_version(expected, before->version, error);
	if (!err)
		err = check(domain, row, error);
	if (!err)
		err = check_bounced(before, row, error);
	if (err)
		return err;
	row->id = row->user_id = domain->user;
	row->created = before->created;
	return keep(domain, row, before->version, error);
}

enum px_err px_notification_settings_update(struct px_domain *domain, struct px_notification_settings *row,
					    int64_t expected, struct px_error *error)
{
	struct px_notification_settings before;
	enum px_err err = replace(domain, row, expected, &before, error);

	return err ? err : px_replan_request(domain->tx, domain->user, error);
}

enum px_err px_notification_settings_change(struct px_domain *domain, struct px_notification_settings *row,
					    struct px_error *error)
{
	struct px_notification_settings before;
	enum px_err err = replace(domain, row, -1, &before, error);

	if (!err)
		px_domain_changed(domain, &px_notification_settings_record, before.version ? "updated" : "created",
				  before.version ? &before : NULL, row);
	return err;
}

enum px_err px_notification_settings_planned(struct px_domain *domain, struct px_error *error)
{
	struct px_notification_settings row;
	enum px_err err = px_notification_settings_get(domain, &row, error);

	if (err || row.planned)
		return err;
	row.planned = true;
	return keep(domain, &row, row.version, error);
}

enum px_err px_notification_settings_bounced(struct px_domain *domain, const char *address, bool *news,
					     struct px_error *error)
{
	struct px_notification_settings row;
	enum px_err err = px_notification_settings_get(domain, &row, error);

	*news = !err && (!row.bounced || strcmp(row.bounced, address) != 0);
	if (!*news)
		return err;
	const char *verb = row.version ? "updated" : "created";
	row.bounced = address;
	err = keep(domain, &row, row.version, error);
	if (!err)
		px_domain_told(domain, &px_notification_settings_record, verb, &row);
	return err;
}

enum px_err px_speaking_get(struct px_domain *domain, struct px_speaking *speaking, struct px_error *error)
{
	struct px_notification_settings row;
	enum px_err err = px_notification_settings_get(domain, &row, error);

	if (err)
		return err;
	*speaking = (struct px_speaking){
		.task_leads = row.task_leads ? row.task_leads : "[\"-PT0S\"]",
		.event_leads = row.event_leads ? row.event_leads : "[\"-PT15M\"]",
		.day_leads = row.day_leads ? row.day_leads : "[]",
		.day_minute = minute_or(row.day_time, DAY_MINUTE),
		.quiet_from = minute_or(row.quiet_from, QUIET_FROM),
		.quiet_to = minute_or(row.quiet_to, QUIET_TO),
		.brief = row.brief,
		.brief_minute = minute_or(row.brief_time, BRIEF_MINUTE),
		.brief_days = row.brief_days ? days_of(row.brief_days) : ALL_DAYS,
		.channels = row.channels,
		.ntfy_url = row.ntfy_url,
		.webhook_url = row.webhook_url,
		.webhook_secret = row.webhook_secret,
		.phone = row.phone,
		.bounced = row.bounced,
	};
	return PX_OK;
}

enum px_err px_replan_request(struct px_store_tx *tx, struct px_id user, struct px_error *error)
{
	struct px_job_spec job = { .kind = PX_JOB_REPLAN, .user = user, .key = "replan" };

	return px_jobs_enqueue(tx, &job, error);
}

bool px_speaking_quiet(const struct px_speaking *speaking, int minute, int *left)
{
	int length = (speaking->quiet_to - speaking->quiet_from + MINUTES) % MINUTES;
	int into = (minute - speaking->quiet_from + MINUTES) % MINUTES;

	*left = into < length ? length - into : 0;
	return into < length;
}

enum px_err px_notification_settings_without(struct px_domain *domain, const char *kind, const char *channel, struct px_error *error)
{
	struct px_notification_settings row;
	json_t *object = NULL, *list, *value, *kept = json_array();
	enum px_err err = px_notification_settings_get(domain, &row, error);
	size_t i;

	if (!err)
		err = px_json_parse(px_str(row.channels ? row.channels : "{}"), &object, error);
	list = json_object_get(object, kind);
	json_array_foreach(list, i, value)
		if (strcmp(json_string_value(value) ? json_string_value(value) : "", channel) != 0)
			json_array_append(kept, value);
	bool changes = !err && json_is_array(list) && json_array_size(kept) < json_array_size(list);
	if (changes) {
		json_object_set(object, kind, kept);
		char *text = json_dumps(object, JSON_COMPACT);
		row.channels = text ? px_arena_str(domain->arena, px_str(text)) : row.channels;
		free(text);
	}
	json_decref(kept);
	json_decref(object);
	if (changes) /* without the checks: what else an old row holds must not keep anyone from unsubscribing */
		err = keep(domain, &row, row.version, error);
	return changes && !err ? px_replan_request(domain->tx, domain->user, error) : err;
}
