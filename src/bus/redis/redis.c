/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Publications by way of a Redis server, as @socket.io/redis-adapter has them:
 * what Pixie publishes reaches the rooms of Socket.IO servers on that Redis, and
 * what they or an emitter publish reaches Pixie's.
 *
 * This process hears its own publications at once, without Redis.  So while
 * Redis is away nothing is lost here; others miss what is published meanwhile,
 * and Pixie what they publish.  Each says so (PX_BUS_MISSED) when it is back: who
 * listens to its own process, who could not publish to all.  Two connections live on a loop of their own, one
 * that publishes and one that listens; each comes back with growing pauses.
 * hiredis writes commands and reads replies; bytes go by our streams.
 */
#include "bus/bus_driver.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"
#include "bus/redis/pack.h"
#include "net/dial.h"
#include "net/retry.h"
#include "sys/alarm.h"

#include <hiredis/hiredis.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
	PAUSE_MS = 100, PAUSE_MAX_MS = 5000, /* between attempts to connect */
	PING_MS = 15000,                     /* of silence; without an answer in as long the connection is dead */
	DIAL_MS = 5000,
	OUTBOX_MAX = 16 << 20,               /* publications that Redis has not taken yet; more are for this process alone */
	REPLY_MAX = 8 << 20,
	CHECK_S = 5,
	LOOP_INDEX = 98,
	UID = 24,
};

struct redis;

/* [loop] One connection. */
struct link {
	struct redis *redis;
	const char *name;
	bool listens;
	struct px_dial *dial;
	struct px_stream *stream;
	redisReader *reader;
	struct px_alarm *alarm; /* the next attempt, or the next look whether it lives */
	unsigned attempts;
	bool live;              /* it was let in */
	bool missed;            /* it was let in before, and lost */
	bool asked;             /* a PING waits for its answer */
	bool heard;             /* bytes came since the last look */
	bool lost;              /* it ends: what it still says does not count */
};

struct redis {
	px_bus_fn deliver;
	void *sink;
	char *host, *user, *password, *prefix;
	uint16_t port;
	char uid[UID];
	struct px_tls *tls; /* NULL: none */
	struct px_loop *loop;
	struct link publisher, listener;
	bool closing;       /* [loop] */
	pthread_mutex_t lock;
	/* under the lock */
	struct px_buf outbox;
	bool posted;
	bool full;          /* told once */
	unsigned live;      /* connections that were let in */
	bool unheard;       /* something was published that others may not have heard */
	char reason[160];   /* why there is none */
	pthread_cond_t changed;
	struct px_job flush; /* first used by who sets `posted` */
};

/* ------------------------------------------------------------------ commands */

static bool write_command(struct px_buf *out, int count, const struct px_str *words)
{
	const char *at[4];
	size_t sizes[4];
	char *text = NULL;

	for (int i = 0; i < count; i++) {
		at[i] = words[i].data;
		sizes[i] = words[i].size;
	}
	int size = redisFormatCommandArgv(&text, count, at, sizes);
	bool ok = size > 0 && px_buf_append(out, text, (size_t)size) == PX_OK;
	if (text)
		redisFreeCommand(text);
	return ok;
}

static void send_command(struct link *link, int count, const struct px_str *words)
{
	struct px_buf out = PX_BUF_INIT(8192);

	if (link->stream && write_command(&out, count, words) && px_stream_write(link->stream, px_buf_view(&out)) != PX_OK)
		px_stream_abort(link->stream);
	px_buf_release(&out);
}

static void set_live(struct link *link, bool live, const char *reason)
{
	struct redis *redis = link->redis;

	pthread_mutex_lock(&redis->lock);
	bool was = link->live;
	redis->live += live && !was;
	redis->live -= !live && was;
	if (reason)
		snprintf(redis->reason, sizeof(redis->reason), "%s", reason);
	link->live = live;
	pthread_cond_broadcast(&redis->changed);
	pthread_mutex_unlock(&redis->lock);
	if (live && !was)
		px_log(PX_LOG_INFO, "bus", "connected to Redis", PX_LF("as", link->name));
	else if (!live && reason && (was || link->attempts == 0))
		px_log(PX_LOG_WARN, "bus", "no connection to Redis; events reach this process alone", PX_LF("as", link->name),
		       PX_LF("reason", reason));
}

/* ------------------------------------------------------------------ the connection's life */

static void connect_later(struct link *link)
{
	int64_t pause = px_retry_pause(link->attempts, PAUSE_MS, PAUSE_MAX_MS, -1);

	link->attempts += link->attempts < 16;
	if (!link->redis->closing)
		px_alarm_set(link->alarm, px_clock_now() + pause);
}

static void lose(struct link *link, const char *reason)
{
	link->lost = true;
	link->missed = true;
	if (!link->listens) { /* what was on its way, too */
		pthread_mutex_lock(&link->redis->lock);
		link->redis->unheard = true;
		pthread_mutex_unlock(&link->redis->lock);
	}
	set_live(link, false, reason);
	if (link->stream)
		px_stream_abort(link->stream);
}

/* Who we are, then what tells that we were let in: the subscription, or an answer to PING. */
static void greet(struct link *link)
{
	struct redis *redis = link->redis;
	char pattern[160];

	if (redis->password[0] && redis->user[0])
		send_command(link, 3, (struct px_str[]){ PX_STR("AUTH"), px_str(redis->user), px_str(redis->password) });
	else if (redis->password[0])
		send_command(link, 2, (struct px_str[]){ PX_STR("AUTH"), px_str(redis->password) });
	snprintf(pattern, sizeof(pattern), "%s#/#*", redis->prefix);
	if (link->listens)
		send_command(link, 2, (struct px_str[]){ PX_STR("PSUBSCRIBE"), px_str(pattern) });
	else
		send_command(link, 1, (struct px_str[]){ PX_STR("PING") });
}

static void send_outbox(struct redis *redis)
{
	struct link *link = &redis->publisher;
	struct px_buf out;

	pthread_mutex_lock(&redis->lock);
	out = redis->outbox;
	redis->outbox = PX_BUF_INIT(OUTBOX_MAX);
	redis->posted = redis->full = false;
	pthread_mutex_unlock(&redis->lock);
	if (link->live && link->stream && out.size && px_stream_write(link->stream, px_buf_view(&out)) != PX_OK)
		lose(link, "it takes publications too slowly");
	px_buf_release(&out);
}

static void flush_job(struct px_job *job)
{
	send_outbox((struct redis *)((char *)job - offsetof(struct redis, flush)));
}

static struct px_str text_of(const redisReply *reply)
{
	return reply && reply->str ? px_str_n(reply->str, reply->len) : PX_STR("");
}

static enum px_err redis_publish(void *self, const struct px_bus_event *event);

/* The connection is back: what was published meanwhile has not been heard. */
static void tell_missed(struct link *link)
{
	const struct px_bus_event missed = { PX_STR(PX_BUS_NODES), PX_STR(PX_BUS_MISSED), PX_STR("null"), 0 };
	struct redis *redis = link->redis;

	if (link->listens) {
		redis->deliver(redis->sink, &missed);
		return;
	}
	pthread_mutex_lock(&redis->lock);
	bool unheard = redis->unheard;
	redis->unheard = false;
	pthread_mutex_unlock(&redis->lock);
	if (unheard)
		(void)!redis_publish(redis, &missed);
}

static void let_in(struct link *link)
{
	bool back = !link->live && (link->missed || !link->listens);

	link->attempts = 0;
	link->asked = false;
	set_live(link, true, NULL);
	if (back)
		tell_missed(link);
}

/* A publication of somebody else, or the answer to PSUBSCRIBE or PING, which have this form, too, for who listens. */
static void on_array(struct link *link, const redisReply *reply)
{
	const struct px_redis_reader reader = { px_str(link->redis->uid), link->redis->deliver, link->redis->sink };
	struct px_str kind = reply->elements ? text_of(reply->element[0]) : PX_STR("");

	if (px_str_eq(kind, PX_STR("pmessage")) && reply->elements == 4) {
		if (px_redis_unpack(text_of(reply->element[3]), &reader) != PX_OK)
			px_log(PX_LOG_WARN, "bus", "a publication on Redis was not understood");
	} else {
		let_in(link);
	}
}

static void on_reply(struct link *link, const redisReply *reply)
{
	char reason[120];

	if (reply->type == REDIS_REPLY_ERROR) {
		snprintf(reason, sizeof(reason), "it answered %.100s", reply->str);
		lose(link, reason);
	} else if (reply->type == REDIS_REPLY_ARRAY) {
		on_array(link, reply);
	} else if (reply->type == REDIS_REPLY_STATUS && !link->listens && px_str_eq(text_of(reply), PX_STR("PONG"))) {
		let_in(link);
	} /* OK of AUTH, and how many heard a publication */
}

static void on_data(void *owner, struct px_str bytes)
{
	struct link *link = owner;
	void *reply = NULL;

	if (link->lost)
		return;
	link->heard = true;
	bool ok = redisReaderFeed(link->reader, bytes.data, bytes.size) == REDIS_OK && link->reader->len <= REPLY_MAX;
	while (ok && !link->lost && redisReaderGetReply(link->reader, &reply) == REDIS_OK && reply) {
		on_reply(link, reply);
		freeReplyObject(reply);
		reply = NULL;
	}
	if (!link->lost && (!ok || link->reader->err))
		lose(link, "it does not speak Redis's protocol");
}

static void on_end(void *owner, enum px_err err)
{
	struct link *link = owner;
	const char *problem = px_stream_tls_problem(link->stream);

	if (link->lost)
		return;
	lose(link, problem ? problem : err ? "the connection broke" : "it closed the connection");
}

static void on_secured(void *owner)
{
	greet(owner);
}

static void on_closed(void *owner)
{
	struct link *link = owner;

	link->stream = NULL;
	if (link->reader)
		redisReaderFree(link->reader);
	link->reader = NULL;
	set_live(link, false, NULL);
	connect_later(link);
}

static const struct px_stream_events events = { .data = on_data, .end = on_end, .secured = on_secured, .closed = on_closed };

static void on_dialled(void *arg, struct px_stream *stream, enum px_err err, const char *why)
{
	struct link *link = arg;

	link->dial = NULL;
	if (err) {
		set_live(link, false, why);
		connect_later(link);
		return;
	}
	link->stream = stream;
	link->reader = redisReaderCreate();
	link->asked = false;
	link->heard = true;
	link->lost = false;
	px_stream_own(stream, &events, link);
	px_stream_set_pending_cap(stream, OUTBOX_MAX);
	if (link->redis->tls)
		px_stream_start_tls(stream, link->redis->tls, link->redis->host);
	else
		greet(link);
	px_stream_resume(stream);
	px_alarm_set(link->alarm, px_clock_now() + PING_MS);
}

/* Connects, or looks whether the connection lives. */
static void on_alarm(void *arg)
{
	struct link *link = arg;
	struct redis *redis = link->redis;

	if (redis->closing || link->dial)
		return;
	if (!link->stream) {
		const struct px_dial_config dial = { .loop = redis->loop, .host = redis->host, .port = redis->port, .private_addresses = true,
						     .timeout_ms = DIAL_MS, .done = on_dialled, .arg = link };
		link->dial = px_dial(&dial);
		return;
	}
	px_alarm_set(link->alarm, px_clock_now() + PING_MS);
	if (!link->heard && (link->asked || !link->live)) {
		lose(link, "it did not answer");
		return;
	}
	link->asked = !link->heard;
	if (link->asked)
		send_command(link, 1, (struct px_str[]){ PX_STR("PING") });
	link->heard = false;
}

/* ------------------------------------------------------------------ slots */

static enum px_err redis_publish(void *self, const struct px_bus_event *event)
{
	struct redis *redis = self;
	struct px_buf message = PX_BUF_INIT(PX_BUS_PAYLOAD_MAX + 1024);
	char channel[PX_BUS_TOPIC_MAX + 128];

	redis->deliver(redis->sink, event);
	enum px_err err = px_redis_pack(&message, px_str(redis->uid), event);
	snprintf(channel, sizeof(channel), "%s#/#%.*s#", redis->prefix, PX_STR_ARG(event->topic));
	const struct px_str words[] = { PX_STR("PUBLISH"), px_str(channel), px_buf_view(&message) };
	pthread_mutex_lock(&redis->lock);
	bool kept = !err && redis->live && redis->outbox.size + message.size + 512 < OUTBOX_MAX && write_command(&redis->outbox, 3, words);
	bool tell = !err && redis->live && !kept && !redis->full;
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

static enum px_err redis_check(void *self, struct px_error *error)
{
	struct redis *redis = self;
	struct timespec until;
	int timed_out = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += CHECK_S;
	pthread_mutex_lock(&redis->lock);
	while (redis->live < 2 && !timed_out)
		timed_out = pthread_cond_timedwait(&redis->changed, &redis->lock, &until);
	enum px_err err = redis->live == 2 ? PX_OK : px_fail(error, PX_UNAVAILABLE, "redis-url", "Redis at %s:%u: %s", redis->host, redis->port,
							     redis->reason[0] ? redis->reason : "no answer yet");
	pthread_mutex_unlock(&redis->lock);
	return err;
}

/* [loop] */
static void end_links(void *arg)
{
	struct redis *redis = arg;
	struct link *links[] = { &redis->publisher, &redis->listener };

	send_outbox(redis);
	redis->closing = true;
	for (int i = 0; i < 2; i++) {
		if (links[i]->dial)
			px_dial_cancel(links[i]->dial);
		links[i]->dial = NULL;
		if (links[i]->stream)
			px_stream_close(links[i]->stream);
	}
}

static void redis_close(void *self)
{
	struct redis *redis = self;

	if (redis->loop) {
		px_loop_run_sync(redis->loop, end_links, redis);
		px_alarm_free(redis->publisher.alarm);
		px_alarm_free(redis->listener.alarm);
		px_loop_free(redis->loop);
	}
	if (redis->tls)
		px_tls_free(redis->tls);
	px_buf_release(&redis->outbox);
	pthread_cond_destroy(&redis->changed);
	pthread_mutex_destroy(&redis->lock);
	if (redis->password)
		explicit_bzero(redis->password, strlen(redis->password));
	free(redis->password);
	free(redis->user);
	free(redis->host);
	free(redis->prefix);
	free(redis);
}

/* redis://host:port or rediss://host:port; *secure says which. */
static bool split_url(struct redis *redis, const char *url, bool *secure)
{
	*secure = strncmp(url, "rediss://", 9) == 0;
	if (!*secure && strncmp(url, "redis://", 8) != 0)
		return false;
	const char *host = url + (*secure ? 9 : 8), *close = *host == '[' ? strchr(host, ']') : NULL;
	size_t size = close ? (size_t)(close - host) - 1 : strcspn(host, ":/");
	const char *rest = close ? close + 1 : host + size;
	long port = 6379;
	char *end = (char *)rest;

	if (*rest == ':')
		port = strtol(rest + 1, &end, 10);
	if (!size || port < 1 || port > 65535 || (*end && strcmp(end, "/") != 0))
		return false;
	redis->host = px_strndup(host + (close ? 1 : 0), size);
	redis->port = (uint16_t)port;
	return true;
}

/* [loop] Its thread alone sets the link going, so that it sees all of it. */
static void begin_link(void *arg)
{
	struct link *link = arg;

	px_alarm_set(link->alarm, px_clock_now());
}

static enum px_err start_link(struct redis *redis, struct link *link, bool listens, struct px_error *error)
{
	*link = (struct link){ .redis = redis, .listens = listens, .name = listens ? "listener" : "publisher" };
	enum px_err err = px_alarm_new(redis->loop, on_alarm, link, &link->alarm, error);

	if (!err)
		px_loop_run_sync(redis->loop, begin_link, link);
	return err;
}

static char *copy_of(const char *text, const char *otherwise)
{
	return px_strdup(text && text[0] ? text : otherwise);
}

static enum px_err redis_open(void **self, const struct px_bus_config *config, px_bus_fn deliver, void *sink, struct px_error *error)
{
	struct redis *redis = px_calloc(1, sizeof(*redis));
	bool secure = false;
	enum px_err err = PX_OK;

	pthread_mutex_init(&redis->lock, NULL);
	pthread_cond_init(&redis->changed, NULL);
	redis->outbox = PX_BUF_INIT(OUTBOX_MAX);
	redis->deliver = deliver;
	redis->sink = sink;
	redis->flush.run = flush_job;
	redis->user = copy_of(config->user, "");
	redis->password = copy_of(config->password, "");
	redis->prefix = copy_of(config->prefix, "socket.io");
	snprintf(redis->uid, sizeof(redis->uid), "pixie-%016llx", (unsigned long long)px_random_u64());
	if (!config->url || !split_url(redis, config->url, &secure))
		err = px_fail(error, PX_INVALID, "redis-url", "Redis needs a URL such as redis://127.0.0.1:6379, or rediss:// for TLS");
	if (!err && strlen(redis->prefix) > 64)
		err = px_fail(error, PX_INVALID, "redis-prefix", "the prefix has 64 bytes at most");
	if (!err && secure)
		err = px_tls_new_client(config->ca_file, &redis->tls, error);
	if (!err)
		err = px_loop_new(LOOP_INDEX, &redis->loop, error);
	if (!err)
		err = start_link(redis, &redis->publisher, false, error);
	if (!err)
		err = start_link(redis, &redis->listener, true, error);
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
