/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Buckets that several nodes share by way of a Redis server.
 *
 * Callers are answered from a local copy, at once.  What was taken is then added
 * to the bucket in Redis by a script, whose answer is how full it is by all nodes,
 * and the copy follows.  So a caller who goes to n nodes within one round trip to
 * Redis has a burst of each: what is too much is owed, but no more than one burst,
 * so who does so again and again has up to half a budget for each node.
 *
 * Redis keeps no instants of ours but its own, and no names: keys are keyed hashes.
 * Without Redis each node counts for itself, and says so; what was taken meanwhile
 * is not added afterwards.
 */
#include "auth/limit_driver.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "redis/link.h"
#include "sys/loop.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	LOOP_INDEX = 97,
	ASKED_MAX = 1 << 14,                      /* answers that may be outstanding; more is counted by this node alone */
	COMMAND_MAX = 512,
	OUTBOX_MAX = ASKED_MAX * COMMAND_MAX,
	SHA = 40,
};

/*
 * KEYS[1]: the bucket, an instant of Redis's clock in microseconds at which it is full again.  ARGV[1]: what was taken, in
 * microseconds; ARGV[2]: how far ahead the instant may be.  The answer: microseconds until it is full.
 */
static const char SCRIPT[] = "local t = redis.call('TIME')\n"
			     "local now = t[1] * 1000000 + t[2]\n"
			     "local full = tonumber(redis.call('GET', KEYS[1]) or 0)\n"
			     "if full < now then full = now end\n"
			     "local left = math.min(full - now + ARGV[1], tonumber(ARGV[2]))\n"
			     "redis.call('SET', KEYS[1], string.format('%.0f', now + left), 'PX', math.ceil(left / 1000))\n"
			     "return left\n";

struct shared {
	void *local;
	char *prefix;
	struct px_redis_server *server;
	struct px_loop *loop;
	struct px_redis_link *link;
	pthread_mutex_t lock;
	/* under the lock */
	bool live;
	bool full;         /* told once */
	bool posted;
	struct px_buf outbox;
	struct px_siphash *asked; /* a ring: whose answers come next */
	unsigned first, count;
	char script[SHA + 1];     /* its name in Redis, while live */
	uint64_t heard;
	struct px_job flush; /* first used by who sets `posted` */
};

/* ------------------------------------------------------------------ the link */

static void drop_asked(struct shared *shared)
{
	shared->first = shared->count = 0;
	px_buf_clear(&shared->outbox);
}

static void greet(void *owner)
{
	struct shared *shared = owner;

	px_redis_link_send(shared->link, 3, (struct px_str[]){ PX_STR("SCRIPT"), PX_STR("LOAD"), px_str(SCRIPT) });
}

/* How full a bucket is by all nodes. */
static void hear(struct shared *shared, int64_t left_us)
{
	struct px_siphash key;
	bool known;
	int64_t now = px_clock_mono();

	pthread_mutex_lock(&shared->lock);
	known = shared->count > 0;
	if (known) {
		key = shared->asked[shared->first];
		shared->first = (shared->first + 1) % ASKED_MAX;
		shared->count--;
		px_limit_local_raise(shared->local, key, now, now + left_us * 1000);
		shared->heard++;
	}
	pthread_mutex_unlock(&shared->lock);
}

static void reply(void *owner, const redisReply *answer)
{
	struct shared *shared = owner;

	if (answer->type == REDIS_REPLY_INTEGER) {
		hear(shared, answer->integer);
	} else if (answer->type == REDIS_REPLY_STRING && answer->len == SHA) {
		pthread_mutex_lock(&shared->lock);
		memcpy(shared->script, answer->str, SHA);
		pthread_mutex_unlock(&shared->lock);
		px_redis_link_let_in(shared->link);
	}
}

static void live(void *owner, bool is_live, const char *reason)
{
	struct shared *shared = owner;

	(void)reason;
	pthread_mutex_lock(&shared->lock);
	shared->live = is_live;
	shared->full = false;
	drop_asked(shared);
	pthread_mutex_unlock(&shared->lock);
}

static const struct px_redis_events events = { greet, reply, live };

/* [loop] */
static void flush_job(struct px_job *job)
{
	struct shared *shared = (struct shared *)((char *)job - offsetof(struct shared, flush));
	struct px_buf out;

	pthread_mutex_lock(&shared->lock);
	out = shared->outbox;
	shared->outbox = PX_BUF_INIT(OUTBOX_MAX);
	shared->posted = false;
	pthread_mutex_unlock(&shared->lock);
	if (out.size)
		(void)px_redis_link_write(shared->link, px_buf_view(&out)); /* else it is not live, which is told by it */
	px_buf_release(&out);
}

/* Under the lock. */
static void ask(struct shared *shared, struct px_siphash key, const struct px_bucket_rule *rule, int64_t taken)
{
	char name[128], amount[24], most[24];

	snprintf(name, sizeof(name), "%s:limit:%016llx%016llx", shared->prefix, (unsigned long long)key.low, (unsigned long long)key.high);
	snprintf(amount, sizeof(amount), "%lld", (long long)(taken / 1000));
	snprintf(most, sizeof(most), "%lld", (long long)(rule->burst * 2 / 1000));
	const struct px_str words[] = { PX_STR("EVALSHA"), px_str(shared->script), PX_STR("1"), px_str(name), px_str(amount), px_str(most) };
	if (!px_redis_command(&shared->outbox, 6, words))
		return;
	shared->asked[(shared->first + shared->count++) % ASKED_MAX] = key;
	if (!shared->posted)
		shared->posted = px_loop_post(shared->loop, &shared->flush);
}

/* ------------------------------------------------------------------ slots */

static bool take(void *state, struct px_siphash key, const struct px_bucket_rule *rule, uint32_t cost, int64_t now, int64_t *full_at)
{
	return px_limit_local.take(((struct shared *)state)->local, key, rule, cost, now, full_at);
}

static void give(void *state, struct px_siphash key, const struct px_bucket_rule *rule, uint32_t cost)
{
	px_limit_local.give(((struct shared *)state)->local, key, rule, cost);
}

static void share(void *state, struct px_siphash key, const struct px_bucket_rule *rule, uint32_t cost)
{
	struct shared *shared = state;

	pthread_mutex_lock(&shared->lock);
	bool tell = shared->live && shared->count == ASKED_MAX && !shared->full;
	if (shared->live && shared->count < ASKED_MAX)
		ask(shared, key, rule, (int64_t)cost * rule->interval);
	shared->full |= tell;
	pthread_mutex_unlock(&shared->lock);
	if (tell)
		px_log(PX_LOG_WARN, "limit", "Redis answers too slowly; some requests are counted by this node alone");
}

static void stats(void *state, struct px_limit_stats *stats)
{
	struct shared *shared = state;

	px_limit_local.stats(shared->local, stats);
	pthread_mutex_lock(&shared->lock);
	stats->shared = shared->live;
	stats->heard = shared->heard;
	pthread_mutex_unlock(&shared->lock);
}

static void destroy(void *state)
{
	struct shared *shared = state;

	if (shared->loop) {
		px_redis_link_end(shared->link);
		px_loop_free(shared->loop);
	}
	px_redis_link_free(shared->link);
	px_redis_server_free(shared->server);
	if (shared->local)
		px_limit_local.destroy(shared->local);
	px_buf_release(&shared->outbox);
	pthread_mutex_destroy(&shared->lock);
	free(shared->asked);
	free(shared->prefix);
	free(shared);
}

static enum px_err create(const struct px_limit_config *config, void **state, struct px_error *error)
{
	struct shared *shared = px_calloc(1, sizeof(*shared));
	enum px_err err;

	pthread_mutex_init(&shared->lock, NULL);
	shared->prefix = px_strdup(config->redis_prefix && config->redis_prefix[0] ? config->redis_prefix : "pixie");
	shared->asked = px_alloc(ASKED_MAX * sizeof(*shared->asked));
	shared->outbox = PX_BUF_INIT(OUTBOX_MAX);
	shared->flush.run = flush_job;
	err = px_limit_local.create(config, &shared->local, error);
	if (!err)
		err = px_redis_server_new(config->redis, &shared->server, error);
	if (!err)
		err = px_loop_new(LOOP_INDEX, &shared->loop, error);
	const struct px_redis_link_config link = { .server = shared->server, .loop = shared->loop, .name = "limits",
						   .without = "each node counts rate limits for itself", .pending_max = OUTBOX_MAX,
						   .events = &events, .owner = shared };
	if (!err)
		err = px_redis_link_new(&link, &shared->link, error);
	if (err)
		destroy(shared);
	else
		*state = shared;
	return err;
}

const struct px_limit_driver px_limit_redis = {
	.name = "redis",
	.create = create,
	.destroy = destroy,
	.take = take,
	.give = give,
	.share = share,
	.stats = stats,
};
