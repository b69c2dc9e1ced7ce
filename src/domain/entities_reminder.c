/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The descriptor tables of what Pixie says by itself: reminders,
 * notifications, and how a person wants them.
 */
#include "domain/entities.h"

#define RECORD(variable, type, record_name, table_name, table_fields) \
	const struct px_record variable = { \
		.name = (record_name), .table = (table_name), .size = sizeof(type), \
		.fields = (table_fields), .field_count = sizeof(table_fields) / sizeof((table_fields)[0]), \
	}

enum {
	SERVER = PX_FIELD_READ_ONLY,
	ALWAYS = PX_FIELD_READ_ONLY | PX_FIELD_REQUIRED,
	SECRET = PX_FIELD_READ_ONLY | PX_FIELD_HIDDEN,
	OWNER = PX_FIELD_READ_ONLY | PX_FIELD_REQUIRED | PX_FIELD_HIDDEN,
	TEXT_MAX = 500, BODY_MAX = 16384, JSON_MAX = 65536, LEADS_MAX = 2000, CLOCK_MAX = 5, URL_LIMIT = 1000,
};

#define ID(type) PX_FIELD(type, id, ID, ALWAYS, .doc = "UUIDv7; sorts by creation.")
#define USER_ID(type) PX_FIELD(type, user_id, ID, OWNER, .doc = "The owner.")
#define CREATED(type) PX_FIELD(type, created, INSTANT, ALWAYS, .doc = "When it was made.")
#define UPDATED(type) PX_FIELD(type, updated, INSTANT, ALWAYS, .doc = "When it last changed.")
#define VERSION(type) PX_FIELD(type, version, INT, ALWAYS, .doc = "Counts changes from 1; the ETag carries it.")

static const char *const subjects[] = { "none", "task", "event", "reminder", "brief", NULL };

static const struct px_field reminder_fields[] = {
	PX_FIELD(struct px_reminder, id, ID, ALWAYS | PX_FIELD_PROPOSED,
		 .doc = "UUIDv7; sorts by creation. Who creates it may choose it."),
	USER_ID(struct px_reminder),
	PX_FIELD(struct px_reminder, text, TEXT, 0, .max = TEXT_MAX, .doc = "What to say; those of tasks and events have none."),
	PX_FIELD(struct px_reminder, subject, ENUM, SERVER, .values = subjects, .initial = PX_SUBJECT_REMINDER,
		 .doc = "What it is about; reminder: it stands for itself."),
	PX_FIELD(struct px_reminder, subject_id, ID, SERVER, .doc = "The task or event."),
	PX_FIELD(struct px_reminder, lead, TEXT, SERVER, .max = 100,
		 .doc = "Which of the item's reminders it is; snooze: put off, nag: repeated until it is done."),
	PX_FIELD(struct px_reminder, due, INSTANT, 0, .doc = "When to speak up next."),
	PX_FIELD(struct px_reminder, planned, INSTANT, SERVER, .doc = "When it was to be; due is later in quiet hours."),
	PX_FIELD(struct px_reminder, told, INSTANT, SECRET, .doc = "Up to here everything was said."),
	PX_FIELD(struct px_reminder, said, INSTANT, SECRET, .doc = "The last occurrence that was said."),
	PX_FIELD(struct px_reminder, occurrence, INSTANT, SERVER, .doc = "The time of the thing it is about."),
	PX_FIELD(struct px_reminder, zone, ZONE, 0, .doc = "IANA time zone that due was meant in; the person's own if absent."),
	PX_FIELD(struct px_reminder, recurrence, RRULE, 0, .max = 200, .doc = "RFC 5545 RRULE value."),
	PX_FIELD(struct px_reminder, series_start, INSTANT, SECRET, .doc = "The first time of a recurring one."),
	PX_FIELD(struct px_reminder, repeat, TEXT, 0, .max = 20,
		 .doc = "Again so often until it is acknowledged, as an RFC 5545 duration (PT10M, P1D)."),
	CREATED(struct px_reminder),
	UPDATED(struct px_reminder),
	VERSION(struct px_reminder),
};
RECORD(px_reminder_record, struct px_reminder, "reminder", "reminders", reminder_fields);

static const char *const kinds[] = { "reminder", "missed", "brief", "review", "test", "problem", NULL };
static const char *const states[] = { "unread", "read", "acknowledged", "snoozed", NULL };

static const struct px_field notification_fields[] = {
	ID(struct px_notification),
	USER_ID(struct px_notification),
	PX_FIELD(struct px_notification, kind, ENUM, SERVER, .values = kinds,
		 .doc = "missed: what was to be said while Pixie was not running, or could not be."),
	PX_FIELD(struct px_notification, state, ENUM, SERVER, .values = states, .doc = "What the person did about it."),
	PX_FIELD(struct px_notification, title, TEXT, ALWAYS, .max = TEXT_MAX, .doc = "In one line."),
	PX_FIELD(struct px_notification, text, TEXT, SERVER, .max = BODY_MAX, .doc = "The rest of it."),
	PX_FIELD(struct px_notification, subject, ENUM, SERVER, .values = subjects, .doc = "What it is about."),
	PX_FIELD(struct px_notification, subject_id, ID, SERVER, .doc = "The task, event or reminder."),
	PX_FIELD(struct px_notification, occurrence, INSTANT, SERVER, .doc = "The time of the thing it is about."),
	PX_FIELD(struct px_notification, planned, INSTANT, SERVER, .doc = "When it was to be said."),
	PX_FIELD(struct px_notification, items, JSON, SERVER, .max = JSON_MAX,
		 .doc = "Where it tells several things: each with title, subject, subject_id, occurrence, planned, and count, "
			"how often it was to be said."),
	PX_FIELD(struct px_notification, channels, JSON, SERVER, .max = JSON_MAX,
		 .doc = "By channel (app, push, mail, ntfy, webhook, sms): state (sent, waiting, failed, none), at, problem."),
	PX_FIELD(struct px_notification, tag, TEXT, SERVER, .max = 100, .doc = "A newer one with the same tag takes its place on a device."),
	PX_FIELD(struct px_notification, snoozed_until, INSTANT, SERVER, .doc = "When it comes again."),
	CREATED(struct px_notification),
	UPDATED(struct px_notification),
	VERSION(struct px_notification),
};
RECORD(px_notification_record, struct px_notification, "notification", "notifications", notification_fields);

static const struct px_field settings_fields[] = {
	ID(struct px_notification_settings),
	USER_ID(struct px_notification_settings),
	PX_FIELD(struct px_notification_settings, task_leads, JSON, 0, .max = LEADS_MAX,
		 .doc = "Reminders of tasks due at a time that name none: [\"-PT0S\"] if absent, [] for none."),
	PX_FIELD(struct px_notification_settings, event_leads, JSON, 0, .max = LEADS_MAX,
		 .doc = "The same of events: [\"-PT15M\"] if absent."),
	PX_FIELD(struct px_notification_settings, day_leads, JSON, 0, .max = LEADS_MAX,
		 .doc = "The same of tasks due on a day and of events of whole days: [] if absent, as the brief names them."),
	PX_FIELD(struct px_notification_settings, day_time, TEXT, 0, .max = CLOCK_MAX,
		 .doc = "When things of a day are reminded of: 09:00 if absent."),
	PX_FIELD(struct px_notification_settings, quiet_from, TEXT, 0, .max = CLOCK_MAX,
		 .doc = "From then on only what was asked for at that time is said: 22:00."),
	PX_FIELD(struct px_notification_settings, quiet_to, TEXT, 0, .max = CLOCK_MAX, .doc = "Until then: 07:00."),
	PX_FIELD(struct px_notification_settings, brief, BOOL, 0, .initial = 1, .doc = "Whether there is a brief each morning."),
	PX_FIELD(struct px_notification_settings, brief_time, TEXT, 0, .max = CLOCK_MAX, .doc = "07:00 if absent."),
	PX_FIELD(struct px_notification_settings, brief_days, JSON, 0, .max = 100,
		 .doc = "Days of the brief: [\"mo\",\"tu\",\"we\",\"th\",\"fr\",\"sa\",\"su\"] if absent."),
	PX_FIELD(struct px_notification_settings, channels, JSON, 0, .max = 2000,
		 .doc = "By kind (reminder, missed, brief, review) the channels it goes by besides the app: push, mail, ntfy, webhook, sms; "
			"[\"push\",\"ntfy\",\"webhook\"] if absent."),
	PX_FIELD(struct px_notification_settings, ntfy_url, TEXT, 0, .max = URL_LIMIT, .doc = "A topic of ntfy: https://ntfy.sh/mine."),
	PX_FIELD(struct px_notification_settings, webhook_url, TEXT, 0, .max = URL_LIMIT,
		 .doc = "Where notifications are posted as JSON, signed."),
	PX_FIELD(struct px_notification_settings, webhook_secret, TEXT, PX_FIELD_WRITE_ONLY, .max = 200,
		 .doc = "What signs them (HMAC-SHA256, as the Standard Webhooks say); at least 16 characters."),
	PX_FIELD(struct px_notification_settings, phone, TEXT, 0, .max = 40, .doc = "For text messages: +491701234567."),
	PX_FIELD(struct px_notification_settings, bounced, TEXT, 0, .max = 254,
		 .doc = "The address that mail came back from: notifications don't go there until this is null again, or the address another."),
	PX_FIELD(struct px_notification_settings, planned, BOOL, SECRET, .doc = "All items have their reminders."),
	CREATED(struct px_notification_settings),
	UPDATED(struct px_notification_settings),
	VERSION(struct px_notification_settings),
};
RECORD(px_notification_settings_record, struct px_notification_settings, "notification_settings", "notification_settings",
       settings_fields);

static const struct px_field subscription_fields[] = {
	ID(struct px_push_subscription),
	USER_ID(struct px_push_subscription),
	PX_FIELD(struct px_push_subscription, endpoint, TEXT, PX_FIELD_REQUIRED, .max = URL_LIMIT,
		 .doc = "Of the browser's push service; the same again renews the subscription."),
	PX_FIELD(struct px_push_subscription, p256dh, TEXT, PX_FIELD_REQUIRED, .max = 100, .doc = "The browser's public key, base64url."),
	PX_FIELD(struct px_push_subscription, auth, TEXT, PX_FIELD_REQUIRED | PX_FIELD_WRITE_ONLY, .max = 100, .doc = "Its authentication secret, base64url."),
	PX_FIELD(struct px_push_subscription, label, TEXT, 0, .max = 200, .doc = "What to call the device."),
	CREATED(struct px_push_subscription),
	UPDATED(struct px_push_subscription),
	VERSION(struct px_push_subscription),
};
RECORD(px_push_subscription_record, struct px_push_subscription, "push_subscription", "push_subscriptions",
       subscription_fields);
