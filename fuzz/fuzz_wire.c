/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What servers that Pixie stands on may answer: publications on Redis, lists of
 * S3, bodies of Qdrant.  The first byte chooses which.  A MessagePack value that
 * is read must be the same once it was written and read again.
 */
#include "blob/s3/wire.h"
#include "bus/redis/pack.h"
#include "vector/qdrant/wire.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void on_event(void *arg, const struct px_bus_event *event)
{
	(void)arg;
	if (!event->topic.size || event->topic.size > PX_BUS_TOPIC_MAX || !event->name.size || event->json.size > PX_BUS_PAYLOAD_MAX)
		abort();
}

static void try_redis(struct px_str bytes)
{
	const struct px_redis_reader reader = { PX_STR("me"), on_event, NULL };
	struct px_buf out = PX_BUF_INIT(1 << 22);
	struct px_str at = bytes;

	(void)!px_redis_unpack(bytes, &reader);
	json_t *value = px_msgpack_read(&at);
	if (value) {
		px_msgpack_write(&out, value);
		struct px_str again = px_buf_view(&out);
		json_t *read = px_msgpack_read(&again);
		if (!read || again.size || !json_equal(value, read))
			abort();
		json_decref(read);
	}
	json_decref(value);
	px_buf_release(&out);
}

static void try_s3(struct px_str bytes)
{
	struct px_s3_object object;
	struct px_str at = bytes;
	char reason[64];

	while (px_s3_next_object(&at, &object))
		if (object.size < 0 || object.key.size > bytes.size)
			abort();
	(void)px_s3_is_truncated(bytes);
	px_s3_reason(bytes, reason, sizeof(reason));
}

static void on_item(void *arg, struct px_id id, int64_t check)
{
	(void)arg;
	(void)id;
	(void)check;
}

static void try_qdrant(struct px_str bytes)
{
	const struct px_qdrant_of of = { { { 1, 2, 3 } }, 3 };
	struct px_vector_hit hits[4];
	char next[PX_QDRANT_POINT];
	float vector[3];
	size_t count = 0;
	bool yes;

	if (px_qdrant_read_hits(bytes, &of, hits, 4, &count, NULL) == PX_OK && count > 4)
		abort();
	(void)!px_qdrant_read_vector(bytes, &of, vector, NULL);
	(void)!px_qdrant_read_list(bytes, &of, on_item, NULL, next, NULL);
	(void)!px_qdrant_read_mark(bytes, &yes, NULL);
	(void)!px_qdrant_read_exists(bytes, &yes, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	struct px_str bytes = px_str_n((const char *)data + 1, size - 1);
	switch (data[0] % 3) {
	case 0: try_redis(bytes); break;
	case 1: try_s3(bytes); break;
	default: try_qdrant(bytes); break;
	}
	return 0;
}
