/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The series of a recurring task: where it starts and what comes next.
 * Private to task.c.
 */
#ifndef PX_DOMAIN_TASK_ROLL_H
#define PX_DOMAIN_TASK_ROLL_H

#include "domain/task.h"

/* Sets the series of a new task, and its due date where it has none. */
enum px_err px_task_begin_series(struct px_domain *domain, struct px_task *task,
				 struct px_error *error) PX_MUST_CHECK;
/*
 * Adjusts the series to a change: a new rule or another time of day starts it
 * anew at the due date; moving only the day moves only this occurrence.
 */
enum px_err px_task_follow_series(struct px_domain *domain, const struct px_task *before,
				  struct px_task *task, struct px_error *error) PX_MUST_CHECK;
/*
 * Moves the due date to the next occurrence: after the due date and after now
 * (missed ones are skipped), or counted from now where after_completion says
 * so.  False if that was the last one; the task is then unchanged.
 */
bool px_task_roll(const struct px_domain *domain, struct px_task *task);

#endif
