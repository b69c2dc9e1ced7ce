/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The jobs of documents: "document.read" turns a file into passages that can be
 * recalled.  "document.clean" (memory/cleaning.h) is set up here, too.
 *
 * A document is "reading" until all of its passages are there ("ready"), or
 * until the reason why there are none is known ("failed", `problem`).  A long
 * one is written in slices, so that others get their turn; a run that was
 * killed begins anew.
 */
#ifndef PX_MEMORY_READING_H
#define PX_MEMORY_READING_H

#include "blob/blob.h"
#include "domain/domain.h"
#include "jobs/jobs.h"

struct px_reading;

struct px_reading_config {
	struct px_store *store;
	struct px_blobs *blobs;
	const char *helper; /* path of pixie-extract; copied */
	bool nodes;         /* other processes put files, too */
};

/* Registers the kinds; before px_jobs_start.  Store and files outlive the runner; free after it. */
struct px_reading *px_reading_new(struct px_jobs *jobs, const struct px_reading_config *config);
void px_reading_free(struct px_reading *reading);
/* `changed` is called with what a run changed once that is durable; commit thread, must not block.  Before px_jobs_start. */
typedef void (*px_reading_changed_fn)(void *arg, struct px_id user, const struct px_change *changes, size_t count);
void px_reading_on_changed(struct px_reading *reading, px_reading_changed_fn changed, void *arg);

#endif
