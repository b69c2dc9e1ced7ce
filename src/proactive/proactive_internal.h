/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the jobs of this folder share: the work of one run, with what it changed
 * kept until that is durable.
 */
#ifndef PX_PROACTIVE_INTERNAL_H
#define PX_PROACTIVE_INTERNAL_H

#include "domain/notification_settings.h"
#include "domain/user.h"
#include "proactive/channel.h"
#include "proactive/proactive.h"
#include "proactive/words.h"

#include <stdatomic.h>

enum { PX_WAYS_MAX = 8 };

/* A channel with its kind of job (deliver.h). */
struct px_way {
	const struct px_channel *channel;
	void *arg;
	struct px_proactive *proactive;
	struct px_job_kind kind;
	char name[32];
	_Atomic uint64_t sent, failed; /* attempts, by how they ended */
};

struct px_proactive {
	struct px_store *store;
	struct px_jobs *jobs;
	struct px_way ways[PX_WAYS_MAX];
	size_t way_count;
	px_proactive_changed_fn changed;
	void *changed_arg;
};

struct px_proactive_run {
	struct px_arena arena;
	struct px_user user;
	struct px_domain domain;
	struct px_speaking speaking;
	struct px_words words;
};

/*
 * Readies the work of a run in its transaction; run->data keeps it until px_proactive_ended.  PX_NOT_FOUND: the user is
 * gone, and with them what there was to do.
 */
enum px_err px_proactive_begin(struct px_store_tx *tx, struct px_job_run *run, struct px_proactive_run **work,
			       struct px_error *error) PX_MUST_CHECK;
/* Numbers what changed, for publishing; the last step of `apply`. */
enum px_err px_proactive_close(struct px_proactive_run *work, struct px_error *error) PX_MUST_CHECK;
/* The `ended` of a job: publishes, frees. */
void px_proactive_ended(void *arg, struct px_job_run *run, enum px_err err);

#endif
