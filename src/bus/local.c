/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The in-process bus: a publication is delivered before publish returns.
 * Order per topic follows from each user's work running on one shard.
 */
#include "bus/bus_driver.h"

#include "base/mem.h"

#include <stdlib.h>

struct local {
	px_bus_fn deliver;
	void *sink;
};

static enum px_err local_open(void **self, const struct px_bus_config *config, px_bus_fn deliver, void *sink, struct px_error *error)
{
	struct local *local = px_calloc(1, sizeof(*local));

	(void)config;
	(void)error;
	local->deliver = deliver;
	local->sink = sink;
	*self = local;
	return PX_OK;
}

static enum px_err local_check(void *self, struct px_error *error)
{
	(void)self;
	(void)error;
	return PX_OK;
}

static void local_close(void *self)
{
	free(self);
}

static enum px_err local_publish(void *self, const struct px_bus_event *event)
{
	struct local *local = self;

	local->deliver(local->sink, event);
	return PX_OK;
}

const struct px_bus_driver px_bus_local = {
	.name = "local",
	.open = local_open,
	.check = local_check,
	.close = local_close,
	.publish = local_publish,
};
