/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The job "document.clean": files of a user that nothing needs any more are removed.
 *
 * Files may be kept by a server that takes its time, so it is never asked in a
 * transaction: a thread lists the files, a transaction tells which of them are
 * needed, and a second run of the job removes the others.  What it found is kept
 * in memory between the two; after a restart it is found out anew.
 */
#ifndef PX_MEMORY_CLEANING_H
#define PX_MEMORY_CLEANING_H

#include "blob/blob.h"
#include "jobs/jobs.h"

struct px_cleaning;

/*
 * Registers the kind; before px_jobs_start.  `nodes`: other processes put files, of which only the time tells that they
 * came lately, so what was put within the last hour stays until then.
 */
struct px_cleaning *px_cleaning_new(struct px_jobs *jobs, struct px_blobs *blobs, bool nodes);
/* After the runner.  NULL is fine. */
void px_cleaning_free(struct px_cleaning *cleaning);

#endif
