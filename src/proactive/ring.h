/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The job that speaks up: one for each user, due when their next reminder is.
 *
 * A run says what is due, moves each reminder on, and plans itself for the next
 * instant, all in one transaction: a crash before it is durable says nothing, a
 * crash after it says nothing twice.
 */
#ifndef PX_PROACTIVE_RING_H
#define PX_PROACTIVE_RING_H

#include "jobs/jobs.h"
#include "proactive/proactive.h"

extern const struct px_job_kind px_ring_kind; /* its `arg`: struct px_proactive */

#endif
