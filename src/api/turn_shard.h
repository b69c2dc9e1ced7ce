/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one shard has of the place where turns wait (api/turn_place.h).
 */
#ifndef PX_API_TURN_SHARD_H
#define PX_API_TURN_SHARD_H

#include "api/figures.h"
#include "api/lane.h"
#include "api/live_turn.h"

#include <semaphore.h>

struct px_turn_shard {
	struct px_lanes *lanes;        /* its thread's */
	bool stopping;                 /* its thread's */
	sem_t *empty;                  /* while stopping: posted once no turn is left; else NULL */
	_Atomic size_t waiting;        /* places; for metrics and the clock */
	_Atomic uint64_t ended[4], refused;
	struct px_figures figures;
	struct px_job tick;
	_Atomic bool ticking;          /* the job is on its way */
	struct px_api *api;
};

#endif
