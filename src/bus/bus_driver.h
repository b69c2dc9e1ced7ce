/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a bus driver provides.  Only bus.c and the drivers include this.
 */
#ifndef PX_BUS_BUS_DRIVER_H
#define PX_BUS_BUS_DRIVER_H

#include "bus/bus.h"

struct px_bus_driver {
	const char *name;
	/*
	 * `deliver(sink, event)` must be called once for every publication of any
	 * node, this one's included, in order per topic.  Main thread.
	 */
	enum px_err (*open)(void **self, const struct px_bus_config *config, px_bus_fn deliver, void *sink, struct px_error *error);
	/* As px_bus_check. */
	enum px_err (*check)(void *self, struct px_error *error);
	/* No delivery runs after it returns.  Main thread. */
	void (*close)(void *self);
	/* Any thread; must not block; the event is borrowed. */
	enum px_err (*publish)(void *self, const struct px_bus_event *event);
};

extern const struct px_bus_driver px_bus_local, px_bus_redis;

#endif
