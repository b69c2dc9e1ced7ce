/* SPDX-License-Identifier: Apache-2.0 */
/* The job that says that mail to a person came back, by the ways that are left. */
#ifndef PX_PROACTIVE_BOUNCED_H
#define PX_PROACTIVE_BOUNCED_H

#include "jobs/jobs.h"

#define PX_JOB_BOUNCED "mail.bounced" /* payload {"address", "reason"} */

extern const struct px_job_kind px_bounced_kind; /* `arg`: struct px_proactive */

#endif
