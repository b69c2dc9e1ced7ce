/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entities and their descriptor tables.
 *
 * Text members point into whatever arena the row was read into.  "version"
 * counts changes from 1 and is what ETag and If-Match carry.
 */
#ifndef PX_DOMAIN_ENTITIES_H
#define PX_DOMAIN_ENTITIES_H

#include "base/record.h"

enum px_task_status { PX_TASK_PENDING, PX_TASK_IN_PROGRESS, PX_TASK_COMPLETED, PX_TASK_CANCELLED };
enum px_priority { PX_PRIORITY_LOW, PX_PRIORITY_NORMAL, PX_PRIORITY_HIGH, PX_PRIORITY_URGENT };
enum px_message_role { PX_ROLE_USER, PX_ROLE_ASSISTANT };

struct px_user {
	struct px_id id;
	const char *name;
	const char *email;     /* NULL for the local owner until set */
	const char *zone;      /* IANA */
	const char *locale;    /* "en-GB": day-first, week start, holidays follow from it */
	bool admin;
	int64_t created, updated, version;
};

struct px_project {
	struct px_id id, user_id;
	const char *name;      /* unique per user without case */
	const char *notes;
	bool archived;
	int64_t created, updated, version;
};

struct px_task {
	struct px_id id, user_id;
	const char *title, *notes;
	int status, priority;
	int32_t due_day;       /* a day without a time, or */
	int64_t due;           /* an instant; never both */
	const char *zone;      /* the due instant or day was meant in */
	struct px_id project_id, parent_id;
	const char *recurrence; /* RRULE value */
	bool after_completion; /* the next due date counts from completion */
	int64_t series_start;  /* DTSTART of the recurrence, UTC of the wall clock in zone */
	int64_t occurrences_done; /* for COUNT */
	const char *tags;
	int64_t created, updated, completed, version;
};

struct px_event {
	struct px_id id, user_id;
	const char *title;
	int64_t start, end;    /* end > start; all-day: local midnights */
	const char *zone;
	bool all_day;
	const char *location, *notes, *recurrence;
	const char *attendees; /* text, as said: "Priya, Sam" */
	const char *exdates;   /* JSON array of UTC milliseconds: occurrences removed */
	int64_t created, updated, version;
};

struct px_conversation {
	struct px_id id, user_id;
	const char *title;
	const char *state;     /* dialogue state, JSON; hidden */
	int64_t created, updated, version;
};

struct px_message {
	struct px_id id, user_id, conversation_id;
	int role;
	const char *text;
	const char *effects;   /* JSON array: what the turn changed, for clients */
	const char *client_id; /* the client's idempotency key for this message */
	int64_t created, version;
};

struct px_action {
	struct px_id id, user_id, message_id;
	const char *tool;      /* "create_task" */
	const char *summary;   /* "Added “Fix the auth bug”" */
	const char *changes;   /* JSON: [{entity, id, before, after}], what undo applies backwards; hidden */
	bool undone;
	int64_t created, version;
};

/* An answer kept for a repeated Idempotency-Key; unique by user and key. */
struct px_idempotency {
	struct px_id id, user_id;
	const char *key;
	const char *request_hash;
	int64_t status;        /* HTTP */
	const char *response;
	int64_t created;
};

extern const struct px_record px_user_record, px_project_record, px_task_record, px_event_record,
	px_conversation_record, px_message_record, px_action_record,
	px_idempotency_record;
/* NULL-terminated, every one. */
extern const struct px_record *const px_records[];

#endif
