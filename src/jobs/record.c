/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The descriptor table of jobs.
 */
#include "jobs/record.h"

#include "jobs/jobs.h"

enum {
	HIDDEN = PX_FIELD_READ_ONLY | PX_FIELD_HIDDEN,
	SHOWN = PX_FIELD_READ_ONLY,
	ALWAYS = PX_FIELD_READ_ONLY | PX_FIELD_REQUIRED,
	KEY_MAX = 256, ERROR_MAX = 256,
};

static const char *const states[] = { "waiting", "running", "done", "dead", NULL };

static const struct px_field fields[] = {
	PX_FIELD(struct px_job_row, id, ID, ALWAYS, .doc = "UUIDv7; sorts by creation."),
	PX_FIELD(struct px_job_row, user_id, ID, SHOWN, .doc = "Whose; absent for a job of nobody."),
	PX_FIELD(struct px_job_row, kind, TEXT, ALWAYS, .max = PX_JOB_KIND_MAX, .doc = "What is to be done."),
	PX_FIELD(struct px_job_row, payload, JSON, HIDDEN | PX_FIELD_REQUIRED, .max = PX_JOB_PAYLOAD_MAX,
		 .doc = "For the handler."),
	PX_FIELD(struct px_job_row, due, INSTANT, ALWAYS, .doc = "Not done before."),
	PX_FIELD(struct px_job_row, state, ENUM, SHOWN, .values = states, .initial = PX_JOB_WAITING,
		 .doc = "How far it is; dead: it failed too often and waits for a person."),
	PX_FIELD(struct px_job_row, dedupe_key, TEXT, HIDDEN, .max = KEY_MAX, .doc = "Unique."),
	PX_FIELD(struct px_job_row, once, BOOL, HIDDEN, .doc = "The key stays taken when it is done."),
	PX_FIELD(struct px_job_row, owner, TEXT, HIDDEN, .max = 64, .doc = "The runner that has it."),
	PX_FIELD(struct px_job_row, lease_until, INSTANT, HIDDEN, .doc = "When its lease ends."),
	PX_FIELD(struct px_job_row, attempts, INT, SHOWN, .doc = "How often it was begun."),
	PX_FIELD(struct px_job_row, last_error, TEXT, SHOWN, .max = ERROR_MAX, .doc = "Why it last failed."),
	PX_FIELD(struct px_job_row, created, INSTANT, ALWAYS, .doc = "When it was enqueued."),
	PX_FIELD(struct px_job_row, updated, INSTANT, ALWAYS, .doc = "When it last changed."),
	PX_FIELD(struct px_job_row, version, INT, ALWAYS, .doc = "Counts changes from 1."),
};

const struct px_record px_job_record = {
	.name = "job", .table = "jobs", .size = sizeof(struct px_job_row),
	.fields = fields, .field_count = sizeof(fields) / sizeof(fields[0]),
};
