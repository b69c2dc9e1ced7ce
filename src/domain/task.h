/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tasks: the rules above their rows.
 *
 * A due date is a day (due_day) or an instant (due), never both; either keeps
 * the zone it was meant in.  A recurring task is one row that moves: completing
 * it leaves a completed copy as history and gives the row its next due date;
 * after the last occurrence the row itself is completed.  Subtasks name their
 * parent; chains hold no cycle and are at most PX_TASK_DEPTH deep.
 */
#ifndef PX_DOMAIN_TASK_H
#define PX_DOMAIN_TASK_H

#include "domain/domain.h"

enum {
	PX_TITLE_MAX = 500,    /* bytes, after trimming */
	PX_NOTES_MAX = 16384,
	PX_TASK_TAGS_MAX = 20,
	PX_TASK_TAG_MAX = 50,  /* bytes of one tag */
	PX_TASK_DEPTH = 5,
	PX_TASK_PLAN_DAYS = 7, /* longest time set aside */
};

/*
 * Creates.  The caller fills what it has into a row made by px_record_init
 * (title at least; project_id and parent_id must be the user's); id, user,
 * zone, series and timestamps are filled in here.  A recurring task without a
 * due date gets the first day of its rule from today on.  PX_INVALID names the
 * field.
 */
enum px_err px_task_create(struct px_domain *domain, struct px_task *task,
			   struct px_error *error) PX_MUST_CHECK;
enum px_err px_task_get(struct px_domain *domain, struct px_id id, struct px_task *task,
			struct px_error *error) PX_MUST_CHECK;
/*
 * Stores a changed row that was read before (px_task_get, then members set).
 * `expected` is the version the client knows (If-Match), or -1.  Setting
 * status to completed completes as px_task_complete does; `task` is then what
 * the row became.  A row that is equal to the stored one is left alone.
 */
enum px_err px_task_update(struct px_domain *domain, struct px_task *task, int64_t expected,
			   struct px_error *error) PX_MUST_CHECK;
/*
 * The same after a patch that named only some fields (`given`, of
 * px_record_patch): a due day replaces a due instant, and the other way round;
 * a planned_start without planned_end moves the plan, or takes it away.
 */
enum px_err px_task_patch(struct px_domain *domain, struct px_task *task, uint64_t given,
			  int64_t expected, struct px_error *error) PX_MUST_CHECK;
/*
 * Completes; of a recurring task rolls the row on and sets *rolled (may be
 * NULL).  A task that is completed already stays as it is.
 */
enum px_err px_task_complete(struct px_domain *domain, struct px_id id, struct px_task *task,
			     bool *rolled, struct px_error *error) PX_MUST_CHECK;
/* Deletes with its subtasks; one undo brings all of them back. */
enum px_err px_task_delete(struct px_domain *domain, struct px_id id, int64_t expected,
			   struct px_error *error) PX_MUST_CHECK;

enum {
	PX_TASKS_PENDING = 1 << PX_TASK_PENDING,
	PX_TASKS_IN_PROGRESS = 1 << PX_TASK_IN_PROGRESS,
	PX_TASKS_COMPLETED = 1 << PX_TASK_COMPLETED,
	PX_TASKS_CANCELLED = 1 << PX_TASK_CANCELLED,
	PX_TASKS_OPEN = PX_TASKS_PENDING | PX_TASKS_IN_PROGRESS,
};

/* Zero-initialised it matches every task; px_task_filter_init gives the open ones. */
struct px_task_filter {
	unsigned statuses;       /* of the bits above; 0: any */
	bool has_priority;
	int priority;
	bool has_project;
	struct px_id project;    /* none with has_project: tasks of no project */
	bool has_parent;
	struct px_id parent;
	const char *tag;
	const char *text;        /* in title or notes, without case */
	/* Due in [from, to) as the user's wall clock has it (local ms); PX_TIME_NONE: open. */
	int64_t due_from, due_to;
	bool by_completion;      /* the window is that of completion ("what did I finish today?") */
	bool overdue;            /* due before now (a due day: before today) */
	bool ahead;              /* not that */
	bool undated;            /* without a due date */
};

void px_task_filter_init(struct px_task_filter *filter);
bool px_task_matches(const struct px_domain *domain, const struct px_task_filter *filter,
		     const struct px_task *task);
/*
 * All that match, soonest due first (none last), then by priority and age; at
 * most `max` are returned, *total (may be NULL) counts all.
 */
enum px_err px_task_list(struct px_domain *domain, const struct px_task_filter *filter, size_t max,
			 struct px_task **tasks, size_t *count, size_t *total,
			 struct px_error *error) PX_MUST_CHECK;

/* When it is due on the user's wall clock, local ms (a due day: its midnight), or PX_TIME_NONE. */
int64_t px_task_due_local(const struct px_domain *domain, const struct px_task *task);
bool px_task_overdue(const struct px_domain *domain, const struct px_task *task);

#endif
