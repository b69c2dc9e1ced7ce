/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every bus driver must do: deliver each publication once, in order per
 * topic, to every subscriber; refuse what is over its limits.
 */
#include "base/buf.h"
#include "bus/bus.h"
#include "bus/redis/pack.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

#include "support/redis.h"

static const char *const drivers[] = { "local", "redis" };

/* ------------------------------------------------------------------ a Redis server, if there is one */

static const char *const rights[] = { "~*", "&*", "+@all", NULL };
static struct redis_server redis;

static size_t driver_count(void)
{
	return redis.child.pid ? 2 : 1;
}

static struct px_bus_config redis_config(void)
{
	return (struct px_bus_config){ .driver = "redis", .url = redis.url, .user = "pixie", .password = "redis-secret", .prefix = "test" };
}

static void collect(void *arg, const struct px_bus_event *event)
{
	struct px_buf *seen = arg;

	(void)px_buf_printf(seen, "%.*s/%.*s=%.*s;", PX_STR_ARG(event->topic), PX_STR_ARG(event->name),
			    PX_STR_ARG(event->json));
}

static struct px_bus *open_bus(const char *driver)
{
	struct px_bus *bus;
	struct px_error error;

	struct px_bus_config config = redis_config();
	config.driver = driver;
	assert_int_equal(px_bus_new(&config, &bus, &error), PX_OK);
	return bus;
}

static void delivers_once_and_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < driver_count(); i++) {
		struct px_bus *bus = open_bus(drivers[i]);
		struct px_buf one = PX_BUF_INIT(1024), two = PX_BUF_INIT(1024);
		assert_int_equal(px_bus_subscribe(bus, collect, &one), PX_OK);
		assert_int_equal(px_bus_subscribe(bus, collect, &two), PX_OK);
		for (int n = 0; n < 3; n++) {
			const char *json = (const char *[]){ "1", "2", "3" }[n];
			struct px_bus_event event = { PX_STR("user:a"), PX_STR("task"), px_str(json) };
			assert_int_equal(px_bus_publish(bus, &event), PX_OK);
		}
		assert_string_equal(one.data, "user:a/task=1;user:a/task=2;user:a/task=3;");
		assert_string_equal(two.data, one.data);
		assert_int_equal(px_bus_published(bus), 3);
		px_bus_free(bus);
		px_buf_release(&one);
		px_buf_release(&two);
	}
}

static void who_unsubscribes_hears_no_more(void **state)
{
	(void)state;
	for (size_t i = 0; i < driver_count(); i++) {
		struct px_bus *bus = open_bus(drivers[i]);
		struct px_buf one = PX_BUF_INIT(1024), two = PX_BUF_INIT(1024);
		const struct px_bus_event event = { PX_STR("user:a"), PX_STR("task"), PX_STR("1"), 0 };
		assert_int_equal(px_bus_subscribe(bus, collect, &one), PX_OK);
		assert_int_equal(px_bus_subscribe(bus, collect, &two), PX_OK);
		assert_int_equal(px_bus_publish(bus, &event), PX_OK);
		px_bus_unsubscribe(bus, collect, &one);
		px_bus_unsubscribe(bus, collect, bus); /* never was one */
		assert_int_equal(px_bus_publish(bus, &event), PX_OK);
		assert_string_equal(one.data, "user:a/task=1;");
		assert_string_equal(two.data, "user:a/task=1;user:a/task=1;");
		px_bus_free(bus);
		px_buf_release(&one);
		px_buf_release(&two);
	}
}

static void refuses_what_is_over_its_limits(void **state)
{
	static char large[PX_BUS_PAYLOAD_MAX + 1];

	(void)state;
	for (size_t i = 0; i < driver_count(); i++) {
		struct px_bus *bus = open_bus(drivers[i]);
		struct px_buf seen = PX_BUF_INIT(64);
		assert_int_equal(px_bus_subscribe(bus, collect, &seen), PX_OK);
		struct px_bus_event event = { PX_STR("t"), PX_STR("n"), px_str_n(large, sizeof(large)) };
		assert_int_equal(px_bus_publish(bus, &event), PX_TOO_LARGE);
		event = (struct px_bus_event){ PX_STR(""), PX_STR("n"), PX_STR("1") };
		assert_int_equal(px_bus_publish(bus, &event), PX_INVALID);
		assert_int_equal(seen.size, 0);
		px_bus_free(bus);
		px_buf_release(&seen);
	}
}

/* ------------------------------------------------------------------ redis */

/* What a node heard, for other threads. */
struct ear {
	pthread_mutex_t lock;
	struct px_buf seen;
};

static void hear(void *arg, const struct px_bus_event *event)
{
	struct ear *ear = arg;

	pthread_mutex_lock(&ear->lock);
	(void)px_buf_printf(&ear->seen, "%.*s/%.*s=%.*s#%lld;", PX_STR_ARG(event->topic), PX_STR_ARG(event->name), PX_STR_ARG(event->json),
			    (long long)event->seq);
	pthread_mutex_unlock(&ear->lock);
}

static bool heard(struct ear *ear, const char *text)
{
	pthread_mutex_lock(&ear->lock);
	bool found = ear->seen.data && strstr(ear->seen.data, text);
	pthread_mutex_unlock(&ear->lock);
	return found;
}

/* Waits until it heard the text; half a minute is for machines that do much else. */
static void wait_for(struct ear *ear, const char *text)
{
	for (int i = 0; i < 3000 && !heard(ear, text); i++)
		usleep(10000);
	if (!heard(ear, text))
		fail_msg("not heard: %s; only: %s", text, ear->seen.data ? ear->seen.data : "");
}

static void wait_until_connected(struct px_bus *bus)
{
	struct px_error error = { 0 };

	for (int i = 0; i < 6; i++)
		if (px_bus_check(bus, &error) == PX_OK)
			return;
	fail_msg("%s", error.message);
}

struct node {
	struct px_bus *bus;
	struct ear ear;
};

static void open_node(struct node *node)
{
	pthread_mutex_init(&node->ear.lock, NULL);
	node->ear.seen = PX_BUF_INIT(1 << 20);
	node->bus = open_bus("redis");
	assert_int_equal(px_bus_subscribe(node->bus, hear, &node->ear), PX_OK);
	wait_until_connected(node->bus);
}

static void close_node(struct node *node)
{
	px_bus_free(node->bus);
	px_buf_release(&node->ear.seen);
	pthread_mutex_destroy(&node->ear.lock);
}

static void tell(struct node *node, const char *topic, const char *json, int64_t seq)
{
	const struct px_bus_event event = { px_str(topic), PX_STR("task"), px_str(json), seq };

	assert_int_equal(px_bus_publish(node->bus, &event), PX_OK);
}

static void redis_tells_other_nodes_once_and_in_order(void **state)
{
	struct node a, b;
	struct px_buf want = PX_BUF_INIT(1 << 20);
	char json[64];

	(void)state;
	if (!redis.child.pid)
		skip();
	open_node(&a);
	open_node(&b);
	for (int i = 1; i <= 500; i++) {
		snprintf(json, sizeof(json), "{\"n\":%d,\"text\":\"caf\u00e9\"}", i);
		tell(&a, "user:a", json, i);
		(void)px_buf_printf(&want, "user:a/task=%s#%d;", json, i);
	}
	wait_for(&b.ear, "#500;");
	assert_string_equal(b.ear.seen.data, want.data);
	assert_string_equal(a.ear.seen.data, want.data);
	tell(&b, "session:s", "null", 0);
	wait_for(&a.ear, "session:s/task=null#0;");
	px_buf_release(&want);
	close_node(&a);
	close_node(&b);
}

/* Nobody waits for a server that is gone, this process hears itself, and others hear it again once it is back. */
static void redis_comes_back(void **state)
{
	struct node a, b;

	(void)state;
	if (!redis.child.pid)
		skip();
	open_node(&a);
	open_node(&b);
	child_kill(&redis.child);
	for (int i = 0; i < 1000; i++)
		tell(&a, "user:a", "\"meanwhile\"", i + 1);
	wait_for(&a.ear, "#1000;");
	redis_launch(&redis);
	for (int i = 0; i < 600 && !heard(&b.ear, "again"); i++) {
		tell(&a, "user:a", "\"again\"", 2000);
		usleep(50000);
	}
	wait_for(&b.ear, "user:a/task=\"again\"#2000;");
	close_node(&a);
	close_node(&b);
}

/* Publishes more than waits for Redis, on the thread that sends: nothing of it goes out before all was said. */
static void say_too_much(void *arg, const struct px_bus_event *event)
{
	static char large[(1 << 20) - 16];
	const struct px_bus_event much = { PX_STR("user:b"), PX_STR("much"), px_str_n(large, sizeof(large)), 0 };

	if (!px_str_eq(event->name, PX_STR("go")))
		return;
	memset(large, 'x', sizeof(large));
	large[0] = large[sizeof(large) - 1] = '"';
	for (int i = 0; i < 20; i++)
		assert_int_equal(px_bus_publish(arg, &much), PX_OK);
}

static void note_missed(void *arg, const struct px_bus_event *event)
{
	if (px_str_eq(event->name, PX_STR(PX_BUS_MISSED)))
		atomic_store((atomic_bool *)arg, true);
}

/* Others are told that they missed something as soon as there is room again, not when the connection is lost some day. */
static void redis_tells_what_did_not_fit(void **state)
{
	const struct px_bus_event go = { PX_STR("user:b"), PX_STR("go"), PX_STR("1"), 0 };
	struct node a, b, c;
	atomic_bool missed = false;

	(void)state;
	if (!redis.child.pid)
		skip();
	open_node(&a);
	open_node(&b);
	open_node(&c);
	px_bus_unsubscribe(b.bus, hear, &b.ear);
	assert_int_equal(px_bus_subscribe(b.bus, say_too_much, b.bus), PX_OK);
	px_bus_unsubscribe(c.bus, hear, &c.ear);
	assert_int_equal(px_bus_subscribe(c.bus, note_missed, &missed), PX_OK);
	assert_int_equal(px_bus_publish(a.bus, &go), PX_OK);
	for (int i = 0; i < 3000 && !atomic_load(&missed); i++)
		usleep(10000);
	assert_true(missed);
	close_node(&a);
	close_node(&b);
	close_node(&c);
}

static void redis_says_what_is_wrong(void **state)
{
	static const char *const urls[] = { "", "http://h", "redis://", "redis://h:0", "redis://h:1x", "redis://h:70000" };
	struct px_bus_config config = redis_config();
	struct px_error error = { 0 };
	struct px_bus *bus;

	(void)state;
	if (!redis.child.pid)
		skip();
	config.password = "another";
	assert_int_equal(px_bus_new(&config, &bus, &error), PX_OK);
	assert_int_equal(px_bus_check(bus, &error), PX_UNAVAILABLE);
	assert_non_null(strstr(error.message, "WRONGPASS"));
	px_bus_free(bus);
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		config.url = urls[i];
		assert_int_equal(px_bus_new(&config, &bus, &error), PX_INVALID);
		assert_string_equal(error.field, "redis-url");
	}
}

/* ------------------------------------------------------------------ the packets of @socket.io/redis-adapter */

static void note(void *arg, const struct px_bus_event *event)
{
	collect(arg, event);
}

static enum px_err unpack(const char *bytes, size_t size, struct px_buf *seen)
{
	const struct px_redis_reader reader = { PX_STR("me"), note, seen };

	px_buf_clear(seen);
	(void)px_buf_text(seen, "");
	return px_redis_unpack(px_str_n(bytes, size), &reader);
}

#define UNPACK(text, seen) unpack(text, sizeof(text) - 1, seen)

static void packets_are_read_as_npm_writes_them(void **state)
{
	struct px_buf seen = PX_BUF_INIT(1024);

	(void)state;
	/* ["emitter", { type: 2, data: ["hi", 1, "x"], nsp: "/" }, { rooms: ["user:a", "user:b"], except: [], flags: {} }] */
	assert_int_equal(UNPACK("\x93\xa7" "emitter" "\x83\xa4type\x02\xa4" "data\x93\xa2hi\x01\xa1x\xa3nsp\xa1/"
				"\x83\xa5rooms\x92\xa6user:a\xa6user:b\xa6" "except\x90\xa5" "flags\x80", &seen), PX_OK);
	assert_string_equal(seen.data, "user:a/hi=1,\"x\";user:b/hi=1,\"x\";");
	/* Another namespace; our own; an acknowledgement. */
	assert_int_equal(UNPACK("\x93\xa1" "e\x83\xa4type\x02\xa4" "data\x91\xa2hi\xa3nsp\xa2/x\x81\xa5rooms\x91\xa1r", &seen), PX_OK);
	assert_string_equal(seen.data, "");
	assert_int_equal(UNPACK("\x93\xa2me\x83\xa4type\x02\xa4" "data\x91\xa2hi\xa3nsp\xa1/\x81\xa5rooms\x91\xa1r", &seen), PX_OK);
	assert_string_equal(seen.data, "");
	assert_int_equal(UNPACK("\x93\xa1" "e\x83\xa4type\x03\xa4" "data\x91\xa2hi\xa3nsp\xa1/\x81\xa5rooms\x91\xa1r", &seen), PX_OK);
	assert_string_equal(seen.data, "");
	px_buf_release(&seen);
}

static void broken_packets_are_refused(void **state)
{
	static const char nested[] = "\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91"
				     "\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x01";
	static const char good[] = "\x93\xa1" "e\x83\xa4type\x02\xa4" "data\x91\xa2hi\xa3nsp\xa1/\x81\xa5rooms\x91\xa1r";
	struct px_buf seen = PX_BUF_INIT(1024);

	(void)state;
	for (size_t size = 0; size + 1 < sizeof(good); size++)
		assert_int_equal(unpack(good, size, &seen), PX_INVALID);
	assert_int_equal(unpack(good, sizeof(good) - 1, &seen), PX_OK);
	assert_int_equal(UNPACK("\xdd\xff\xff\xff\xff", &seen), PX_INVALID);
	assert_int_equal(UNPACK("\xdb\xff\xff\xff\xff" "abc", &seen), PX_INVALID);
	assert_int_equal(UNPACK("\xc1", &seen), PX_INVALID);
	assert_int_equal(UNPACK("\xa2\xff\xfe", &seen), PX_INVALID);
	assert_int_equal(unpack(nested, sizeof(nested) - 1, &seen), PX_INVALID);
	px_buf_release(&seen);
}

static void values_come_back_as_they_were(void **state)
{
	static const char text[] = "[null,true,false,0,-1,-33,127,128,-9223372036854775808,9223372036854775807,1.5,\"\",\"caf\u00e9\","
				   "\"0123456789012345678901234567890123456789\",{\"a\":[],\"b\":{}},[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]]";
	struct px_buf out = PX_BUF_INIT(4096);
	json_t *value = json_loads(text, 0, NULL);

	(void)state;
	px_msgpack_write(&out, value);
	struct px_str at = px_buf_view(&out);
	json_t *again = px_msgpack_read(&at);
	assert_int_equal(at.size, 0);
	assert_true(json_equal(value, again));
	json_decref(value);
	json_decref(again);
	px_buf_release(&out);
}

static void unknown_driver_is_named(void **state)
{
	struct px_bus *bus;
	struct px_error error;

	(void)state;
	assert_int_equal(px_bus_new(&(struct px_bus_config){ .driver = "carrier-pigeon" }, &bus, &error), PX_INVALID);
	assert_non_null(strstr(error.message, "carrier-pigeon"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(delivers_once_and_in_order),
		cmocka_unit_test(who_unsubscribes_hears_no_more),
		cmocka_unit_test(refuses_what_is_over_its_limits),
		cmocka_unit_test(redis_tells_other_nodes_once_and_in_order),
		cmocka_unit_test(redis_comes_back),
		cmocka_unit_test(redis_tells_what_did_not_fit),
		cmocka_unit_test(redis_says_what_is_wrong),
		cmocka_unit_test(packets_are_read_as_npm_writes_them),
		cmocka_unit_test(broken_packets_are_refused),
		cmocka_unit_test(values_come_back_as_they_were),
		cmocka_unit_test(unknown_driver_is_named),
	};

	(void)redis_start(&redis, rights, "Redis is");
	int failed = cmocka_run_group_tests_name("bus conformance", tests, NULL, NULL);

	child_kill(&redis.child);
	return failed;
}
