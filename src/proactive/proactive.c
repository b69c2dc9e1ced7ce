/* SPDX-License-Identifier: Apache-2.0 */
/* Wiring, and what every run of a job here does before and after its own. */
#include "proactive/proactive.h"

#include "base/clock.h"
#include "base/mem.h"
#include "proactive/bounced.h"
#include "proactive/deliver.h"
#include "proactive/proactive_internal.h"
#include "proactive/replan.h"
#include "proactive/ring.h"
#include "proactive/zone_back.h"
#include "sys/metrics.h"
#include "sys/zoneinfo.h"

#include <stdio.h>
#include <stdlib.h>

struct px_proactive *px_proactive_new(struct px_jobs *jobs, struct px_store *store)
{
	struct px_proactive *proactive = px_calloc(1, sizeof(*proactive));

	proactive->store = store;
	proactive->jobs = jobs;
	px_jobs_add(jobs, &px_ring_kind, proactive);
	px_jobs_add(jobs, &px_replan_kind, proactive);
	px_jobs_add(jobs, &px_zone_back_kind, proactive);
	px_jobs_add(jobs, &px_bounced_kind, proactive);
	return proactive;
}

void px_proactive_add_channel(struct px_proactive *proactive, const struct px_channel *channel, void *arg)
{
	if (proactive->way_count == PX_WAYS_MAX)
		abort(); /* a table of ours that grew too long */
	struct px_way *way = &proactive->ways[proactive->way_count++];
	px_delivery_init(way, channel, arg, proactive);
	px_jobs_add(proactive->jobs, &way->kind, way);
}

void px_proactive_free(struct px_proactive *proactive)
{
	free(proactive);
}

void px_proactive_on_changed(struct px_proactive *proactive, px_proactive_changed_fn changed, void *arg)
{
	proactive->changed = changed;
	proactive->changed_arg = arg;
}

enum px_err px_proactive_start(struct px_proactive *proactive, struct px_error *error)
{
	struct px_arena arena;
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(proactive->store, PX_ID_NONE, PX_STORE_WRITE, &tx, error);

	if (err)
		return err;
	px_arena_init(&arena);
	err = px_replan_missing(tx, &arena, error);
	px_arena_release(&arena);
	if (!err)
		return px_store_commit_wait(tx, error);
	px_store_rollback(tx);
	return err;
}

enum px_err px_proactive_begin(struct px_store_tx *tx, struct px_job_run *run, struct px_proactive_run **out,
			       struct px_error *error)
{
	struct px_proactive_run *work = px_calloc(1, sizeof(*work));
	int64_t now = px_clock_now();

	px_arena_init(&work->arena);
	run->data = *out = work;
	enum px_err err = px_user_get(tx, run->user, &work->arena, &work->user, error);
	if (err)
		return err;
	const struct px_tz *tz = px_zoneinfo_get(work->user.zone);
	px_domain_init(&work->domain, tx, run->user, now, tz ? tz : px_zoneinfo_get("UTC"), &work->arena);
	work->domain.find_zone = px_zoneinfo_find;
	px_words_init(&work->words, work->user.locale, work->domain.tz, now);
	return px_speaking_get(&work->domain, &work->speaking, error);
}

enum px_err px_proactive_close(struct px_proactive_run *work, struct px_error *error)
{
	return px_domain_number_rest(&work->domain, error);
}

void px_proactive_ended(void *arg, struct px_job_run *run, enum px_err err)
{
	const struct px_proactive *proactive = arg;
	struct px_proactive_run *work = run->data;

	if (!work)
		return;
	if (!err && proactive->changed)
		proactive->changed(proactive->changed_arg, run->user, work->domain.changes, work->domain.change_count);
	px_arena_release(&work->arena);
	free(work);
	run->data = NULL;
}

void px_proactive_write_metrics(const struct px_proactive *proactive, struct px_buf *out)
{
	char labels[96];

	for (size_t i = 0; i < proactive->way_count; i++) {
		const struct px_way *way = &proactive->ways[i];
		snprintf(labels, sizeof(labels), "channel=\"%s\",result=\"sent\"", way->channel->name);
		px_metric_write(out, "pixie_deliveries_total", labels, "counter", i ? NULL : "Attempts to reach people, by channel and how they ended.",
				(double)atomic_load(&way->sent));
		snprintf(labels, sizeof(labels), "channel=\"%s\",result=\"failed\"", way->channel->name);
		px_metric_write(out, "pixie_deliveries_total", labels, "counter", NULL, (double)atomic_load(&way->failed));
	}
}
