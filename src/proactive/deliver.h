/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sends notifications by their channels: which ones a notification goes by, and
 * the jobs that send it.
 */
#ifndef PX_PROACTIVE_DELIVER_H
#define PX_PROACTIVE_DELIVER_H

#include "proactive/proactive_internal.h"

/* The job of a channel. */
void px_delivery_init(struct px_way *way, const struct px_channel *channel, void *arg, struct px_proactive *proactive);
/* Makes the notification, marks by what it goes, and enqueues a job for each way. */
enum px_err px_speak(const struct px_proactive *proactive, struct px_proactive_run *work, struct px_notification *row,
		     struct px_error *error) PX_MUST_CHECK;

#endif
