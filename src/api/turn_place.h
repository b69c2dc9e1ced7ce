/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The place where turns wait: what each shard has of it, the clock that ends
 * turns which take too long, and the end of all of them at shutdown.
 */
#ifndef PX_API_TURN_PLACE_H
#define PX_API_TURN_PLACE_H

#include "api/api_internal.h"

/* Main thread; the loops and shards run. */
void px_turn_place_new(struct px_api *api);
/* Ends every turn that waits as interrupted, and waits until all have been told. */
void px_turn_place_stop(struct px_api *api);
void px_turn_place_free(struct px_api *api);

#endif
