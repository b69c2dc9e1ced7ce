/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The row of a job.
 *
 * A job that is over is deleted, but for those enqueued "once": they stay
 * `done` for PX_JOB_REMEMBER_MS, so that their key is refused meanwhile.  One
 * that failed too often stays as a dead letter until a person deals with it.
 */
#ifndef PX_JOBS_RECORD_H
#define PX_JOBS_RECORD_H

#include "base/record.h"

enum px_job_state { PX_JOB_WAITING, PX_JOB_RUNNING, PX_JOB_DONE, PX_JOB_DEAD };

struct px_job_row {
	struct px_id id;
	struct px_id user_id;    /* none: a job of the whole installation */
	const char *kind;        /* "mail.verify_email", "maintenance.answers" */
	const char *payload;     /* JSON, for the handler; may hold sealed secrets: never shown */
	int64_t due;             /* not before */
	int state;
	const char *dedupe_key;  /* kind, user and the caller's key in one; unique; NULL: none */
	bool once;
	const char *owner;       /* the runner that holds the lease */
	int64_t lease_until;     /* while running: from then on another runner may take it */
	int64_t attempts;        /* runs begun since it was enqueued */
	const char *last_error;
	int64_t created, updated, version;
};

extern const struct px_record px_job_record;

#endif
