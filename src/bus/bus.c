/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bus facade: validates, counts, and fans a delivery out to subscribers.
 */
#include "bus/bus.h"

#include "base/mem.h"
#include "bus/bus_driver.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct px_bus {
	const struct px_bus_driver *driver;
	void *self;
	_Atomic uint64_t published;
	pthread_rwlock_t lock; /* of the subscribers; read by deliveries, which may publish themselves */
	size_t subscriber_count;
	struct {
		px_bus_fn receive;
		void *arg;
	} subscribers[PX_BUS_SUBSCRIBERS];
};

static const struct px_bus_driver *const drivers[] = { &px_bus_local, &px_bus_redis, NULL };

static void deliver(void *sink, const struct px_bus_event *event)
{
	struct px_bus *bus = sink;

	pthread_rwlock_rdlock(&bus->lock);
	for (size_t i = 0; i < bus->subscriber_count; i++)
		bus->subscribers[i].receive(bus->subscribers[i].arg, event);
	pthread_rwlock_unlock(&bus->lock);
}

enum px_err px_bus_new(const struct px_bus_config *config, struct px_bus **bus,
		       struct px_error *error)
{
	const struct px_bus_driver *const *driver = drivers;

	while (*driver && strcmp((*driver)->name, config->driver) != 0)
		driver++;
	if (!*driver)
		return px_fail(error, PX_INVALID, "bus", "there is no bus driver \"%s\"", config->driver);
	struct px_bus *made = px_calloc(1, sizeof(*made));
	made->driver = *driver;
	pthread_rwlock_init(&made->lock, NULL);
	enum px_err err = made->driver->open(&made->self, config, deliver, made, error);
	if (err) {
		pthread_rwlock_destroy(&made->lock);
		free(made);
		return err;
	}
	*bus = made;
	return PX_OK;
}

enum px_err px_bus_check(struct px_bus *bus, struct px_error *error)
{
	return bus->driver->check(bus->self, error);
}

void px_bus_free(struct px_bus *bus)
{
	if (!bus)
		return;
	bus->driver->close(bus->self);
	pthread_rwlock_destroy(&bus->lock);
	free(bus);
}

enum px_err px_bus_subscribe(struct px_bus *bus, px_bus_fn receive, void *arg)
{
	enum px_err err = PX_OK;

	pthread_rwlock_wrlock(&bus->lock);
	if (bus->subscriber_count == PX_BUS_SUBSCRIBERS) {
		err = PX_TOO_LARGE;
	} else {
		bus->subscribers[bus->subscriber_count].receive = receive;
		bus->subscribers[bus->subscriber_count++].arg = arg;
	}
	pthread_rwlock_unlock(&bus->lock);
	return err;
}

void px_bus_unsubscribe(struct px_bus *bus, px_bus_fn receive, void *arg)
{
	pthread_rwlock_wrlock(&bus->lock);
	for (size_t i = 0; i < bus->subscriber_count; i++) {
		if (bus->subscribers[i].receive != receive || bus->subscribers[i].arg != arg)
			continue;
		bus->subscribers[i] = bus->subscribers[--bus->subscriber_count];
		break;
	}
	pthread_rwlock_unlock(&bus->lock);
}

enum px_err px_bus_publish(struct px_bus *bus, const struct px_bus_event *event)
{
	if (event->topic.size == 0 || event->topic.size > PX_BUS_TOPIC_MAX || event->name.size == 0)
		return PX_INVALID;
	if (event->json.size > PX_BUS_PAYLOAD_MAX)
		return PX_TOO_LARGE;
	atomic_fetch_add_explicit(&bus->published, 1, memory_order_relaxed);
	return bus->driver->publish(bus->self, event);
}

uint64_t px_bus_published(const struct px_bus *bus)
{
	return atomic_load_explicit(&bus->published, memory_order_relaxed);
}
