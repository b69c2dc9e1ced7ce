/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notifications: what was said without being asked, and what the person did
 * about it.
 *
 * A notification is never undone: what was said was said.  Its changes are
 * published with numbers of the user's sequence, like all others.
 */
#ifndef PX_DOMAIN_NOTIFICATION_H
#define PX_DOMAIN_NOTIFICATION_H

#include "domain/domain.h"
#include "domain/schedule.h"

/* The longest that anything can be put off. */
#define PX_SNOOZE_MAX_MS (INT64_C(366) * PX_MS_DAY)

/* Fills id, user, times and version. */
enum px_err px_notification_create(struct px_domain *domain, struct px_notification *notification,
				   struct px_error *error) PX_MUST_CHECK;
enum px_err px_notification_get(struct px_domain *domain, struct px_id id, struct px_notification *notification,
				struct px_error *error) PX_MUST_CHECK;
/* The newest that the person has not dealt with (unread or read; or put off), said after `since`; PX_NOT_FOUND. */
enum px_err px_notification_latest(struct px_domain *domain, int64_t since, bool put_off, struct px_notification *notification,
				   struct px_error *error) PX_MUST_CHECK;
enum px_err px_notification_unread(struct px_domain *domain, int64_t *count, struct px_error *error) PX_MUST_CHECK;

/* Seen; of one that is dealt with nothing changes. */
enum px_err px_notification_read(struct px_domain *domain, struct px_id id, struct px_notification *notification,
				 struct px_error *error) PX_MUST_CHECK;
/* All that are unread; *count says how many there were (at most 1000 in one call). */
enum px_err px_notification_read_all(struct px_domain *domain, int64_t *count, struct px_error *error) PX_MUST_CHECK;
/* Dealt with: what repeats itself about the same thing ends. */
enum px_err px_notification_acknowledge(struct px_domain *domain, struct px_id id, struct px_notification *notification,
					struct px_error *error) PX_MUST_CHECK;
/* Put off; PX_INVALID ("until") unless it is after now and within a year. */
enum px_err px_notification_snooze(struct px_domain *domain, struct px_id id, int64_t until,
				   struct px_notification *notification, struct px_error *error) PX_MUST_CHECK;

/* Acknowledges what was said of times at which the item does not take place (any more); NULL: of all. */
enum px_err px_notification_settle(struct px_domain *domain, struct px_id subject_id, const struct px_schedule *schedule,
				   struct px_error *error) PX_MUST_CHECK;

/* How far a channel is with a notification. */
struct px_delivery {
	const char *channel; /* "app", "push", "mail", "ntfy", "webhook" */
	const char *state;   /* "sent", "waiting", "failed", "none" */
	const char *problem; /* why it failed, or NULL */
};
/* Notes it in the notification's `channels`; a notification that is gone is left alone. */
enum px_err px_notification_delivered(struct px_domain *domain, struct px_id id, const struct px_delivery *delivery,
				      struct px_error *error) PX_MUST_CHECK;

/* Removes up to a slice of those made before that instant, of everybody; *more: there are others. */
enum px_err px_notification_expire(struct px_store_tx *tx, int64_t before, bool *more, struct px_error *error) PX_MUST_CHECK;

#endif
