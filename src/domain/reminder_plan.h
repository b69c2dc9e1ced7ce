/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which reminders a task or event has: one row for each of its leads (its own,
 * or the person's usual ones), with the next instant at which it is to be said.
 *
 * Rows follow their item in the transaction that changes it, whoever does that:
 * a form, a turn, an import, undo.  What was said is not said again, what has
 * passed when it is planned is not said at all, and what was to be said and
 * was not yet stays due.
 */
#ifndef PX_DOMAIN_REMINDER_PLAN_H
#define PX_DOMAIN_REMINDER_PLAN_H

#include "domain/domain.h"
#include "domain/notification_settings.h"
#include "domain/schedule.h"

/* For the changes collected since the last action: px_domain_record and undo call it. */
enum px_err px_reminder_follow(struct px_domain *domain, struct px_error *error) PX_MUST_CHECK;
/* The same for one item, after its person's zone or settings changed. */
enum px_err px_reminder_plan_task(struct px_domain *domain, const struct px_speaking *speaking, const struct px_task *task,
				  struct px_error *error) PX_MUST_CHECK;
enum px_err px_reminder_plan_event(struct px_domain *domain, const struct px_speaking *speaking,
				   const struct px_event *event, struct px_error *error) PX_MUST_CHECK;
/*
 * What a lead says of an occurrence at the instant `at` may fall into quiet hours: when those end, or PX_TIME_NONE if it is
 * said at `at` (asked for at that very time, or too late by then).
 */
int64_t px_reminder_held(const struct px_domain *domain, const struct px_speaking *speaking, const struct px_schedule *schedule,
			 const struct px_lead *lead, int64_t occurrence, int64_t at);
/* The row that stands for the daily brief. */
enum px_err px_reminder_plan_brief(struct px_domain *domain, const struct px_speaking *speaking,
				   struct px_error *error) PX_MUST_CHECK;
/*
 * The next brief after that instant, of a day after the local day `said` (its midnight as local milliseconds): who
 * flies west has one morning twice, and one brief.  PX_TIME_NONE if the person wants none.
 */
int64_t px_brief_next(const struct px_speaking *speaking, const struct px_tz *tz, int64_t after, int64_t said);

#endif
