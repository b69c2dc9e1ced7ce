/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From things that are due to notifications: each by itself, or one that tells
 * of many.
 *
 * What comes late (the server was down, the machine slept) is said once, in
 * one notification that tells what was missed, each thing once with how often
 * it would have been said.  Many things due at the same time are one, too.
 */
#ifndef PX_PROACTIVE_NOTICE_H
#define PX_PROACTIVE_NOTICE_H

#include "proactive/proactive_internal.h"

/* Past this it is late: longer than any pass of the jobs takes. */
#define PX_LATE_MS (INT64_C(10) * PX_MS_MINUTE)
enum { PX_TOGETHER_MAX = 3 /* said one by one; more become one notification */ };

/* A thing to speak of. */
struct px_due {
	int subject;           /* enum px_subject */
	struct px_id subject_id;
	const char *title;
	const char *location;  /* of an event, or NULL */
	int64_t occurrence, end; /* the time of the thing, PX_TIME_NONE if it has none; `end` of an event */
	bool day;              /* of a day, no time of it: */
	int32_t on_day;        /* that day, the same wherever the person is */
	int64_t planned;       /* when it was to be said */
	int64_t count;         /* how often it was to be said since; 1 at least */
};

/* Writes the notifications in the transaction of the run, in the person's language, and has them sent. */
enum px_err px_notice_write(const struct px_proactive *proactive, struct px_proactive_run *work, const struct px_due *due,
			    size_t count, struct px_error *error) PX_MUST_CHECK;

#endif
