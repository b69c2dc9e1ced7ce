/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A Redis server of a test program's own, whose user "pixie" has the password
 * "redis-secret" and the rights that the test names.  It keeps nothing, so one
 * that is launched again has forgotten everything.
 */
#ifndef PX_TESTS_SUPPORT_REDIS_H
#define PX_TESTS_SUPPORT_REDIS_H

#include "support/child.h"

enum { REDIS_RIGHTS = 16 };

struct redis_server {
	struct child child;
	unsigned port;
	char url[64];
	const char *const *rights; /* words of an ACL; ends with NULL */
};

static inline void redis_launch(struct redis_server *redis)
{
	char port[16];
	const char *argv[13 + REDIS_RIGHTS] = { "redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--logfile", "/dev/null",
						"--user", "pixie", "on", ">redis-secret" };

	snprintf(port, sizeof(port), "%u", redis->port);
	for (size_t i = 0; redis->rights[i]; i++) {
		assert_true(i + 1 < REDIS_RIGHTS);
		argv[13 + i] = redis->rights[i];
	}
	close(child_start(&redis->child, argv));
	assert_true(child_listens(&redis->child, redis->port));
}

/* False if there is none on this machine, which is said: `what` is not tested then. */
static inline bool redis_start(struct redis_server *redis, const char *const *rights, const char *what)
{
	if (system("redis-server --version >/dev/null 2>&1") != 0) {
		printf("skipped: redis-server is not installed (script/setup test does it), so %s not tested\n", what);
		return false;
	}
	*redis = (struct redis_server){ .port = child_port(), .rights = rights };
	snprintf(redis->url, sizeof(redis->url), "redis://127.0.0.1:%u", redis->port);
	redis_launch(redis);
	return true;
}

#endif
