/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Speaking up without being asked: reminders, the daily brief, and by which
 * ways they reach the person.
 *
 *   ring.c      what is due now becomes notifications
 *   replan.c    all reminders of a user anew: another zone, other settings
 *   zone_back.c  the end of a stay in another time zone
 *   bounced.c   a mail to the person came back
 *   notice.c    the words of a notification
 *   brief_*.c   what the daily brief and the weekly review tell
 *   deliver.c   sends notifications by their channels
 *   words.c     days, times and sentences, in English and German
 *
 * Which reminders an item has is the domain's (domain/reminder_plan.h).
 */
#ifndef PX_PROACTIVE_PROACTIVE_H
#define PX_PROACTIVE_PROACTIVE_H

#include "base/buf.h"
#include "domain/domain.h"
#include "jobs/jobs.h"

struct px_proactive;
struct px_channel;

/* Registers the kinds of jobs; before px_jobs_start.  The store outlives it; free after the jobs have stopped. */
struct px_proactive *px_proactive_new(struct px_jobs *jobs, struct px_store *store);
/* Notifications go by it, too (channel.h).  Main thread, before px_jobs_start; both outlive the runner. */
void px_proactive_add_channel(struct px_proactive *proactive, const struct px_channel *channel, void *arg);
void px_proactive_free(struct px_proactive *proactive);
/* Sees to the reminders of users that have none planned yet: of a data folder of an older Pixie.  Main thread, at the start. */
enum px_err px_proactive_start(struct px_proactive *proactive, struct px_error *error) PX_MUST_CHECK;
/*
 * `changed` is called when a run is durable, with what there is to publish of it: reminders changed even if that is
 * nothing.  Commit thread, must not block.  Before px_jobs_start.
 */
typedef void (*px_proactive_changed_fn)(void *arg, struct px_id user, const struct px_change *changes, size_t count);
void px_proactive_on_changed(struct px_proactive *proactive, px_proactive_changed_fn changed, void *arg);

/* For /metrics: how attempts to reach people ended, by channel.  Any thread. */
void px_proactive_write_metrics(const struct px_proactive *proactive, struct px_buf *out);

#endif
