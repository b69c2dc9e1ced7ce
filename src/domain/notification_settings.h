/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a person wants to be spoken to: usual leads, quiet hours, the brief,
 * channels.
 *
 * The row keeps what was chosen; what was not is filled in here, in one place,
 * when it is read as px_speaking.
 */
#ifndef PX_DOMAIN_NOTIFICATION_SETTINGS_H
#define PX_DOMAIN_NOTIFICATION_SETTINGS_H

#include "domain/domain.h"

/* The reminders of all of a user's items are made anew by this job (proactive/replan); one per user. */
#define PX_JOB_REPLAN "reminders.replan"

enum { PX_CHANNELS_MAX = 8 };

/* The settings as they hold, in minutes of the day and bits of the week. */
struct px_speaking {
	const char *task_leads, *event_leads, *day_leads; /* JSON arrays */
	int day_minute;
	int quiet_from, quiet_to; /* equal: never quiet */
	bool brief;
	int brief_minute;
	unsigned brief_days;      /* bit 0: Monday */
	const char *channels;     /* JSON object, or NULL */
	const char *ntfy_url, *webhook_url, *webhook_secret, *phone;
	const char *bounced;      /* the address that mail came back from, or NULL */
};

/* The row, or the usual one (version 0) if nothing was chosen yet. */
enum px_err px_notification_settings_get(struct px_domain *domain, struct px_notification_settings *row,
					 struct px_error *error) PX_MUST_CHECK;
/*
 * Keeps a changed row and, where reminders follow from it, asks for them to be
 * made anew.  PX_INVALID names the field.  Not undoable: settings are no action.
 */
enum px_err px_notification_settings_update(struct px_domain *domain, struct px_notification_settings *row,
					    int64_t expected, struct px_error *error) PX_MUST_CHECK;
/* The same as an action that can be undone, once it is recorded: whoever says it in words may take it back. */
enum px_err px_notification_settings_change(struct px_domain *domain, struct px_notification_settings *row,
					    struct px_error *error) PX_MUST_CHECK;
enum px_err px_speaking_get(struct px_domain *domain, struct px_speaking *speaking, struct px_error *error) PX_MUST_CHECK;
/* Notes that every item has its reminders. */
enum px_err px_notification_settings_planned(struct px_domain *domain, struct px_error *error) PX_MUST_CHECK;
/* [tx of the user or maintenance] Asks for all reminders to be made anew: the person is new, or somewhere else. */
enum px_err px_replan_request(struct px_store_tx *tx, struct px_id user, struct px_error *error) PX_MUST_CHECK;

/* Whether that minute of the day is quiet, and how many minutes it still is. */
bool px_speaking_quiet(const struct px_speaking *speaking, int minute, int *left);

/* Mail to that address came back; *news: that was not known. */
enum px_err px_notification_settings_bounced(struct px_domain *domain, const char *address, bool *news,
					     struct px_error *error) PX_MUST_CHECK;

/* Takes a channel from those that a kind of notification goes by; nothing happens if it is none of them. */
enum px_err px_notification_settings_without(struct px_domain *domain, const char *kind, const char *channel,
					     struct px_error *error) PX_MUST_CHECK;

#endif
