/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Publications by way of a Redis server, as @socket.io/redis-adapter has them:
 * what Pixie publishes reaches the rooms of Socket.IO servers on that Redis, and
 * what they or an emitter publish reaches Pixie's.
 *
 * This process hears its own publications at once, without Redis.  So while
 * Redis is away nothing is lost here; others miss what is published meanwhile,
 * and Pixie what they publish.  Each says so (PX_BUS_MISSED) when it is back: who
 * listens to its own process, who could not publish to all.  Two links (redis/link)
 * live on a loop of their own, one that publishes and one that listens.
 */
#include "bus/bus_driver.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"
#include "bus/redis/pack.h"
#include "redis/link.h"
#include "sys/loop.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
	OUTBOX_MAX = 16 << 20, /* publications that Redis has not taken yet; more are for this process alone */
	CHECK_S = 5,
	LOOP_INDEX = 98,
	UID = 24,
};

struct redis {
	px_bus_fn deliver;
	void *sink;
	char *prefix;
	char uid[UID];
	struct px_redis_server *server;
	struct px_loop *loop;
	struct px_redis_link *publisher, *listener;
	bool deaf;          /* [loop] something may have been published that the listener did not hear */
	pthread_mutex_t lock;
	/* under the lock */
	struct px_buf outbox;
	bool posted;
	bool full;          /* told once */
	bool publishes, listens; /* the links were let in */
	bool unheard;       /* something was published that others may not have heard */
	char reason[160];   /* why there is none */
	pthread_cond_t changed;
	struct px_job flush; /* first used by who sets `posted` */
};

static enum px_err enqueue(struct redis *redis, const struct px_bus_event *event);

static const struct px_bus_event missed = { { .data = PX_BUS_NODES, .size = sizeof(PX_BUS_NODES) - 1 },
					    { .data = PX_BUS_MISSED, .size = sizeof(PX_BUS_MISSED) - 1 },
					    { .data = "null", .size = 4 }, 0 };

/* ------------------------------------------------------------------ who publishes */

/* [loop] Others have not heard all: now that there is room again, they are told so. */
static void tell_others(struct redis *redis)
{
	pthread_mutex_lock(&redis->lock);
	bool tell = redis->publishes && redis->unheard;
	if (tell)
		redis->unheard = false;
	pthread_mutex_unlock(&redis->lock);
	if (tell)
		(void)!enqueue(redis, &missed);
}

/* [loop] */
static void send_outbox(void *arg)
{
	struct redis *redis = arg;
	struct px_buf out;

	pthread_mutex_lock(&redis->lock);
	out = redis->outbox;
	redis->outbox = PX_BUF_INIT(OUTBOX_MAX);
	redis->posted = redis->full = false;
	pthread_mutex_unlock(&redis->lock);
	if (out.size && px_redis_link_write(redis->publisher, px_buf_view(&out)))
		tell_others(redis);
	px_buf_release(&out);
}

static void flush_job(struct px_job *job)
{
	send_outbox((struct redis *)((char *)job - offsetof(struct redis, flush)));
}

static void set_live(struct redis *redis, bool *which, bool live, const char *reason)
{
	pthread_mutex_lock(&redis->lock);
	*which = live;
	if (reason)
		snprintf(redis->reason, sizeof(redis->reason), "%s", reason);
	pthread_cond_broadcast(&redis->changed);
	pthread_mutex_unlock(&redis->lock);
}

static void greet_publisher(void *owner)
{
	struct redis *redis = owner;

	px_redis_link_send(redis->publisher, 1, (struct px_str[]){ PX_STR("PING") });
}

/* PONG; or how many heard a publication. */
static void publisher_reply(void *owner, const redisReply *reply)
{
	struct redis *redis = owner;

	if (reply->type == REDIS_REPLY_STATUS)
		px_redis_link_let_in(redis->publisher);
}

static void publisher_live(void *owner, bool live, const char *reason)
{
	struct redis *redis = owner;

	set_live(redis, &redis->publishes, live, reason);
	pthread_mutex_lock(&redis->lock);
	redis->unheard |= !live; /* what was on its way */
	pthread_mutex_unlock(&redis->lock);
	if (live)
		tell_others(redis);
}

static const struct px_redis_events publisher_events = { greet_publisher, publisher_reply, publisher_live };

/* ------------------------------------------------------------------ who listens */

static void greet_listener(void *owner)
{
	struct redis *redis = owner;
	char pattern[160];

	snprintf(pattern, sizeof(pattern), "%s#/#*", redis->prefix);
	px_redis_link_send(redis->listener, 2, (struct px_str[]){ PX_STR("PSUBSCRIBE"), px_str(pattern) });
}

static struct px_str text_of(const redisReply *reply)
{
	return reply->str ? px_str_n(reply->str, reply->len) : PX_STR("");
}

/* A publication of somebody else, or the answer to PSUBSCRIBE or PING, which have this form, too, for who listens. */
static void listener_reply(void *owner, const redisReply *reply)
{
	struct redis *redis = owner;
	const struct px_redis_reader reader = { px_str(redis->uid), redis->deliver, redis->sink };
	struct px_str kind = reply->type == REDIS_REPLY_ARRAY && reply->elements ? text_of(reply->element[0]) : PX_STR("");

	if (!px_str_eq(kind, PX_STR("pmessage")) || reply->elements != 4)
		px_redis_link_let_in(redis->listener);
	else if (px_redis_unpack(text_of(reply->element[3]), &reader) != PX_OK)
		px_log(PX_LOG_WARN, "bus", "a publication on Redis was not understood");
}

static void listener_live(void *owner, bool live, const char *reason)
{
	struct redis *redis = owner;

	set_live(redis, &redis->listens, live, reason);
	if (live && redis->deaf)
		redis->deliver(redis->sink, &missed);
	redis->deaf = !live;
}

static const struct px_redis_events listener_events = { greet_listener, listener_reply, listener_live };

/* ------------------------------------------------------------------ slots */

/* For the other processes. */
static enum px_err enqueue(struct redis *redis, const struct px_bus_event *event)
{
	struct px_buf message = PX_BUF_INIT(PX_BUS_PAYLOAD_MAX + 1024);
	char channel[PX_BUS_TOPIC_MAX + 128];

	enum px_err err = px_redis_pack(&message, px_str(redis->uid), event);
	snprintf(channel, sizeof(channel), "%s#/#%.*s#", redis->prefix, PX_STR_ARG(event->topic));
	const struct px_str words[] = { PX_STR("PUBLISH"), px_str(channel), px_buf_view(&message) };
	pthread_mutex_lock(&redis->lock);
	bool kept = !err && redis->publishes && redis->outbox.size + message.size + 512 < OUTBOX_MAX && px_redis_command(&redis->outbox, 3, words);
	bool tell = !err && redis->publishes && !kept && !redis->full;
	redis->unheard |= !kept;
	redis->full |= tell;
	if (kept && !redis->posted)
		redis->posted = px_loop_post(redis->loop, &redis->flush);
	pthread_mutex_unlock(&redis->lock);
	if (tell)
		px_log(PX_LOG_WARN, "bus", "Redis takes publications too slowly; some reach this process alone");
	px_buf_release(&message);
	return err;
}

static enum px_err redis_publish(void *self, const struct px_bus_event *event)
{
	struct redis *redis = self;

	redis->deliver(redis->sink, event);
	return enqueue(redis, event);
}

static enum px_err redis_check(void *self, struct px_error *error)
{
	struct redis *redis = self;
	struct timespec until;
	int timed_out = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += CHECK_S;
	pthread_mutex_lock(&redis->lock);
	while (!(redis->publishes && redis->listens) && !timed_out)
		timed_out = pthread_cond_timedwait(&redis->changed, &redis->lock, &until);
	enum px_err err = redis->publishes && redis->listens
				  ? PX_OK : px_fail(error, PX_UNAVAILABLE, "redis-url", "Redis at %s: %s", px_redis_server_name(redis->server),
						    redis->reason[0] ? redis->reason : "no answer yet");
	pthread_mutex_unlock(&redis->lock);
	return err;
}

static void redis_close(void *self)
{
	struct redis *redis = self;

	if (redis->loop) {
		if (redis->publisher)
			px_loop_run_sync(redis->loop, send_outbox, redis);
		px_redis_link_end(redis->publisher);
		px_redis_link_end(redis->listener);
		px_loop_free(redis->loop);
	}
	px_redis_link_free(redis->publisher);
	px_redis_link_free(redis->listener);
	px_redis_server_free(redis->server);
	px_buf_release(&redis->outbox);
	pthread_cond_destroy(&redis->changed);
	pthread_mutex_destroy(&redis->lock);
	free(redis->prefix);
	free(redis);
}

static enum px_err start_links(struct redis *redis, struct px_error *error)
{
	struct px_redis_link_config link = { .server = redis->server, .loop = redis->loop, .pending_max = OUTBOX_MAX, .owner = redis,
					     .without = "events reach this process alone",
					     .name = "publisher", .events = &publisher_events };
	enum px_err err = px_redis_link_new(&link, &redis->publisher, error);

	link.name = "listener";
	link.events = &listener_events;
	return err ? err : px_redis_link_new(&link, &redis->listener, error);
}

static enum px_err redis_open(void **self, const struct px_bus_config *config, px_bus_fn deliver, void *sink, struct px_error *error)
{
	const struct px_redis_config server = { config->url, config->user, config->password, config->ca_file };
	struct redis *redis = px_calloc(1, sizeof(*redis));

	pthread_mutex_init(&redis->lock, NULL);
	pthread_cond_init(&redis->changed, NULL);
	redis->outbox = PX_BUF_INIT(OUTBOX_MAX);
	redis->deliver = deliver;
	redis->sink = sink;
	redis->flush.run = flush_job;
	redis->prefix = px_strdup(config->prefix && config->prefix[0] ? config->prefix : "socket.io");
	snprintf(redis->uid, sizeof(redis->uid), "pixie-%016llx", (unsigned long long)px_random_u64());
	enum px_err err = px_redis_server_new(&server, &redis->server, error);
	if (!err && strlen(redis->prefix) > 64)
		err = px_fail(error, PX_INVALID, "redis-prefix", "the prefix has 64 bytes at most");
	if (!err)
		err = px_loop_new(LOOP_INDEX, &redis->loop, error);
	if (!err)
		err = start_links(redis, error);
	if (err)
		redis_close(redis);
	*self = err ? NULL : redis;
	return err;
}

const struct px_bus_driver px_bus_redis = {
	.name = "redis",
	.open = redis_open,
	.check = redis_check,
	.close = redis_close,
	.publish = redis_publish,
};
