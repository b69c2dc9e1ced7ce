/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Publications as @socket.io/redis-adapter writes them: MessagePack of
 * [uid, packet, options], on the channel PREFIX#/#ROOM#.  Pure.  Private to bus/redis/.
 */
#ifndef PX_BUS_REDIS_PACK_H
#define PX_BUS_REDIS_PACK_H

#include "base/buf.h"
#include "bus/bus.h"

#include <jansson.h>

/* PX_INVALID if the event's payload is no JSON. */
enum px_err px_redis_pack(struct px_buf *out, struct px_str uid, const struct px_bus_event *event) PX_MUST_CHECK;

/* What one message says.  Events have a topic each; names and payload are borrowed for the call. */
struct px_redis_reader {
	struct px_str own_uid; /* whoever publishes by this one is not heard */
	px_bus_fn deliver;
	void *arg;
};
/* PX_INVALID for what is no such message.  Packets that are no events, or of other namespaces, are passed over. */
enum px_err px_redis_unpack(struct px_str message, const struct px_redis_reader *reader) PX_MUST_CHECK;

/* One value and its end; NULL if it is broken, too deep, or has what JSON has not. */
json_t *px_msgpack_read(struct px_str *at);
void px_msgpack_write(struct px_buf *out, const json_t *value);

#endif
