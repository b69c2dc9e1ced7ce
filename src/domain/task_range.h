/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of tasks as ranges of the index tasks_status (user, status, due,
 * due_day, priority): questions by status, due date and priority read what
 * they show, however many other tasks there are.  Private to domain/.
 */
#ifndef PX_DOMAIN_TASK_RANGE_H
#define PX_DOMAIN_TASK_RANGE_H

#include "domain/task.h"

/* Whether ranges can answer the filter; texts, tags, projects and parents are looked for otherwise. */
bool px_task_ranges_fit(const struct px_task_filter *filter);
/*
 * Hands on every row that can be among the first `max` in the order of due
 * date, priority and id, and some more; *total counts all that fit.
 */
enum px_err px_task_ranges_read(struct px_domain *domain, const struct px_task_filter *filter, size_t max,
				void (*take)(void *arg, const struct px_task *rows, size_t count), void *arg,
				size_t *total, struct px_error *error) PX_MUST_CHECK;

#endif
