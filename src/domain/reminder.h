/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reminders: what is to be said, and when.
 *
 * A free-standing one is created and changed here like any entity, and can be
 * undone.  Those of tasks and events are made by reminder_plan.h and follow
 * their items.  Whoever writes a reminder with a `due` also asks, in the same
 * transaction, for the job that says it (PX_JOB_RING, proactive/ring); there is
 * one such job for each user, due when their next reminder is.
 */
#ifndef PX_DOMAIN_REMINDER_H
#define PX_DOMAIN_REMINDER_H

#include "domain/domain.h"

#define PX_JOB_RING "reminders.ring"

#define PX_LEAD_SNOOZE "snooze"
#define PX_LEAD_NAG "nag"
#define PX_LEAD_BRIEF "brief"

enum { PX_REMINDERS_MAX = 1000 /* free-standing ones of one user that wait */ };

/* Filled by the caller: text and due; zone, recurrence and repeat if there are.  PX_INVALID names the field. */
enum px_err px_reminder_create(struct px_domain *domain, struct px_reminder *reminder,
			       struct px_error *error) PX_MUST_CHECK;
enum px_err px_reminder_get(struct px_domain *domain, struct px_id id, struct px_reminder *reminder,
			    struct px_error *error) PX_MUST_CHECK;
/* Of a free-standing one; PX_CONFLICT for those that follow an item. */
enum px_err px_reminder_update(struct px_domain *domain, struct px_reminder *reminder, int64_t expected,
			       struct px_error *error) PX_MUST_CHECK;
enum px_err px_reminder_delete(struct px_domain *domain, struct px_id id, int64_t expected,
			       struct px_error *error) PX_MUST_CHECK;

/* ---------------------------------------------------- for the planner and the ringer */

/* Inserts (version 0) or updates the row as it stands, and asks for the job at its `due`. */
enum px_err px_reminder_save(struct px_domain *domain, struct px_reminder *reminder, struct px_error *error) PX_MUST_CHECK;
enum px_err px_reminder_drop(struct px_domain *domain, struct px_id id, struct px_error *error) PX_MUST_CHECK;
/* A request may follow in this transaction (px_store_ahead_get). */
void px_reminder_ahead(struct px_store_tx *tx, struct px_id user);
/* Asks for the job that says what is due then; PX_TIME_NONE asks for nothing. */
enum px_err px_reminder_request(struct px_domain *domain, int64_t due, struct px_error *error) PX_MUST_CHECK;
/* All reminders of an item, in the arena. */
enum px_err px_reminders_of(struct px_domain *domain, struct px_id subject, struct px_reminder **rows, size_t *count,
			    struct px_error *error) PX_MUST_CHECK;
/* Those that are due by `now`, soonest first, at most `limit`. */
enum px_err px_reminders_due(struct px_domain *domain, int64_t now, size_t limit, struct px_reminder **rows, size_t *count,
			     struct px_error *error) PX_MUST_CHECK;
/* When the next one is due; PX_TIME_NONE if none waits. */
enum px_err px_reminders_next(struct px_domain *domain, int64_t *due, struct px_error *error) PX_MUST_CHECK;
/*
 * Says that thing again at `until`, and not before: of the same item only the
 * latest such request holds.  `text` is what to say where there is no item.
 */
enum px_err px_reminder_snooze(struct px_domain *domain, int subject, struct px_id subject_id, int64_t occurrence,
			       const char *text, int64_t until, struct px_error *error) PX_MUST_CHECK;
/* Ends what repeats itself about that item. */
enum px_err px_reminder_hush(struct px_domain *domain, struct px_id subject_id, struct px_error *error) PX_MUST_CHECK;
/* The same, and what was put off: the person has dealt with it, or it is gone. */
enum px_err px_reminder_dismiss(struct px_domain *domain, struct px_id subject_id, struct px_error *error) PX_MUST_CHECK;

#endif
