/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts what holds the API while it moves between threads (calls,
 * identifications), so that shutting down can wait for the last of them.
 */
#include "api/api_internal.h"

void px_api_enter(struct px_api *api)
{
	atomic_fetch_add_explicit(&api->under_way, 1, memory_order_relaxed);
}

void px_api_leave(struct px_api *api)
{
	if (atomic_fetch_sub_explicit(&api->under_way, 1, memory_order_acq_rel) == 1)
		sem_post(&api->idle);
}

void px_api_drain(struct px_api *api)
{
	px_api_leave(api); /* the API's own share */
	while (sem_wait(&api->idle) != 0)
		; /* a signal */
	px_api_enter(api);
}
