/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The job that plans all reminders of a user anew, in slices: when they are
 * somewhere else, want to be spoken to otherwise, or come from an older Pixie.
 */
#ifndef PX_PROACTIVE_REPLAN_H
#define PX_PROACTIVE_REPLAN_H

#include "jobs/jobs.h"

extern const struct px_job_kind px_replan_kind; /* its `arg`: struct px_proactive */

/* [maintenance tx] Asks for it for everybody whose items have no reminders yet. */
enum px_err px_replan_missing(struct px_store_tx *tx, struct px_arena *arena, struct px_error *error) PX_MUST_CHECK;

#endif
