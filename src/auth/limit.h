/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Limits: token buckets per caller and route class, connection caps, and
 * back-off after failed logins.
 *
 * Every call is answered at once and never blocks; any thread.  The buckets
 * live in a driver (limit_driver.h): "local" keeps them in process in a
 * bounded table, "redis" shares them with other nodes.  Failed logins are told
 * to all nodes by the bus; connections are counted by each node for itself.
 */
#ifndef PX_AUTH_LIMIT_H
#define PX_AUTH_LIMIT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"

struct px_limiter;
struct px_redis_config; /* redis/link.h */

enum px_limit_class {
	PX_LIMIT_READ,    /* GET */
	PX_LIMIT_WRITE,   /* POST, PATCH, DELETE */
	PX_LIMIT_CHAT,    /* a turn */
	PX_LIMIT_AUTH,    /* login, sign-up, refresh, reset */
	PX_LIMIT_CONNECT, /* new sockets */
	PX_LIMIT_EVENT,   /* socket events other than turns */
	PX_LIMIT_CLASSES
};

/* What a key stands for; each has its own rule per class. */
enum px_limit_subject { PX_LIMIT_BY_USER, PX_LIMIT_BY_TOKEN, PX_LIMIT_BY_ADDRESS, PX_LIMIT_SUBJECTS };

enum { PX_LIMIT_KEY = 16 };

struct px_limit_rule {
	uint32_t tokens; /* refilled per window, evenly; 0: no limit */
	uint32_t window; /* seconds */
	uint32_t burst;  /* most that can be saved up; 0: as tokens */
};

struct px_limit_config {
	const char *driver;       /* NULL: "local"; "redis" */
	const uint8_t *hash_key;  /* of keys, PX_LIMIT_KEY bytes that all nodes have; NULL: a random one */
	const struct px_redis_config *redis; /* of "redis" */
	const char *redis_prefix; /* of its keys' names; NULL or "": "pixie" */
	size_t max_keys;          /* buckets kept; 0: 65536.  Past it the fullest (least telling) go first. */
	struct px_limit_rule rules[PX_LIMIT_CLASSES][PX_LIMIT_SUBJECTS];
	uint32_t connections_per_user, connections_per_address; /* 0: no limit */
	uint32_t login_free;      /* failures per account and address before waiting starts */
	uint32_t login_base_ms;   /* first wait; doubles with each failure */
	uint32_t login_max_ms;
};
extern const struct px_limit_config px_limit_config_default;

enum px_err px_limiter_new(const struct px_limit_config *config, struct px_limiter **limiter,
			   struct px_error *error) PX_MUST_CHECK;
void px_limiter_free(struct px_limiter *limiter);

struct px_limit_result {
	bool allowed;
	bool limited;         /* a rule applies; else the rest means nothing */
	enum px_limit_class class;
	uint32_t limit;       /* tokens per window of the tightest rule asked */
	uint32_t window;      /* its window, seconds */
	uint32_t remaining;   /* whole requests left in it now */
	uint32_t reset;       /* seconds until it is full again */
	uint32_t retry_after; /* seconds until one is allowed; 0 when allowed */
};

/* The caller as far as known: absent parts are skipped. */
struct px_limit_caller {
	struct px_id user;    /* PX_ID_NONE: not known */
	struct px_id token;   /* session or personal token id */
	const char *address;  /* numeric; IPv6 counts by /64.  NULL: not known */
};
/*
 * Takes `cost` tokens from every bucket of the caller in that class, or from
 * none: the request is allowed only if all have enough.
 */
void px_limit_take(struct px_limiter *limiter, enum px_limit_class class,
		   const struct px_limit_caller *caller, uint32_t cost, struct px_limit_result *result);
/*
 * Header lines, each with CRLF: RateLimit-Policy and RateLimit as the IETF draft has them since its 8th
 * version, RateLimit-Limit, -Remaining and -Reset as before it, and Retry-After if refused.
 */
void px_limit_headers(const struct px_limit_result *result, struct px_buf *out);

/* Counts a connection in; false (nothing counted) if the address or user is at its cap. */
bool px_limit_connect(struct px_limiter *limiter, struct px_id user, const char *address);
/* Exactly once for each px_limit_connect that returned true, with the same arguments. */
void px_limit_disconnect(struct px_limiter *limiter, struct px_id user, const char *address);

/*
 * Login back-off per account and address together, with a higher threshold
 * per account alone (distributed guessing) and per address alone (spraying).
 * 0: go ahead; else the milliseconds to wait (answer 429, don't verify).
 */
uint32_t px_limit_login(struct px_limiter *limiter, struct px_str account, const char *address);
/*
 * The outcome of a login is said on the bus and counted by each node that hears it, by this one as by others:
 * px_limit_login_write makes the JSON of it, which names nobody, and px_limit_login_hear counts it.
 */
void px_limit_login_write(const struct px_limiter *limiter, struct px_str account, const char *address, bool failed, struct px_buf *json);
/* PX_INVALID if it is none of px_limit_login_write's. */
enum px_err px_limit_login_hear(struct px_limiter *limiter, struct px_str json) PX_MUST_CHECK;

struct px_limit_stats {
	uint64_t allowed, refused, keys, evicted;
	bool shared;    /* other nodes are told, and tell */
	uint64_t heard; /* answers that told how full a bucket is by all nodes */
};
void px_limit_get_stats(struct px_limiter *limiter, struct px_limit_stats *stats);

#endif
