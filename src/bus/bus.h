/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event bus: what changed, told to every connection of a user.
 *
 * A publication goes to one topic, "user:<id>" or "session:<id>".  Subscribers
 * (the socket server of this process; later, other nodes) get each publication
 * once, in order of publishing per topic.  Publishing never blocks and may be
 * called on any thread.  The default driver is in-process; "redis" also hears
 * and tells Socket.IO servers elsewhere.  What others published while it was not
 * there is lost: then the event PX_BUS_MISSED comes, of the topic PX_BUS_NODES.
 */
#ifndef PX_BUS_BUS_H
#define PX_BUS_BUS_H

#include "base/err.h"
#include "base/str.h"

struct px_bus;

struct px_bus_event {
	struct px_str topic; /* "user:0190…" */
	struct px_str name;  /* "task", "event", "chat:message", "revoked" */
	struct px_str json;  /* payload, one JSON value; of foreign publishers any number of them, with commas between */
	int64_t seq;         /* its number in the user's sequence; 0: it has none */
};

/* Called on the publisher's thread; everything is borrowed; must not block. */
typedef void (*px_bus_fn)(void *arg, const struct px_bus_event *event);

struct px_bus_config {
	const char *driver; /* "local", "redis" */
	/* Of "redis"; all but the URL may be NULL or "". */
	const char *url;    /* redis://host:port, rediss:// for TLS */
	const char *user, *password;
	const char *prefix; /* of its channels; "": socket.io */
	const char *ca_file; /* PEM roots; "": the system's */
};

enum px_err px_bus_new(const struct px_bus_config *config, struct px_bus **bus,
		       struct px_error *error) PX_MUST_CHECK;
/* Whether what it stands on can be reached; waits for some seconds.  Not from a loop. */
enum px_err px_bus_check(struct px_bus *bus, struct px_error *error) PX_MUST_CHECK;
void px_bus_free(struct px_bus *bus);
/* Hears what is published from now on; at most PX_BUS_SUBSCRIBERS.  Not while it receives. */
enum px_err px_bus_subscribe(struct px_bus *bus, px_bus_fn receive, void *arg) PX_MUST_CHECK;
/* No call of `receive` with `arg` runs once this returned: others may still publish.  Not while it receives. */
void px_bus_unsubscribe(struct px_bus *bus, px_bus_fn receive, void *arg);
enum px_err px_bus_publish(struct px_bus *bus, const struct px_bus_event *event) PX_MUST_CHECK;
uint64_t px_bus_published(const struct px_bus *bus);

#define PX_BUS_NODES "pixie:nodes"
#define PX_BUS_MISSED "missed"
#define PX_BUS_LOGIN "login" /* of PX_BUS_NODES: how a login went (auth/limit.h) */

enum { PX_BUS_SUBSCRIBERS = 8, PX_BUS_TOPIC_MAX = 128, PX_BUS_PAYLOAD_MAX = 1 << 20 };

#endif
