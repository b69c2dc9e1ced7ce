/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files about external issuers share.
 *
 * oidc.c        the issuers; checking their tokens
 * oidc_keys.c   an issuer's keys: when to fetch them, who waits, verifying
 * oidc_fetch.c  one fetch of discovery document and key set
 * oidc_login.c  browser login: authorization code with PKCE
 */
#ifndef PX_AUTH_OIDC_INTERNAL_H
#define PX_AUTH_OIDC_INTERNAL_H

#include "auth/auth_internal.h"
#include "sys/loop.h"

enum { PX_OIDC_WAITERS_MAX = 10000 };

/* Somebody waiting for an issuer's fetch to end; told on the loop they came from. */
struct px_oidc_waiter {
	struct px_job job; /* first: the loop gives this back */
	void (*done)(void *arg);
	void *arg;
	struct px_loop *loop; /* NULL: told right where the fetch ends */
	struct px_oidc_waiter *next;
};

/* What discovery says; replaced as a whole. */
struct px_oidc_endpoints {
	char *authorization, *token, *jwks;
	bool basic_auth; /* the client authenticates by HTTP Basic rather than in the form */
	bool sends_iss;  /* the answer to a login always names the issuer (RFC 9207) */
};

struct px_issuer {
	struct px_oidc *oidc;
	struct px_auth_issuer config; /* strings owned */
	bool loopback;                /* plain http is accepted, to loopback only */
	pthread_mutex_t lock;         /* for all below */
	struct px_oidc_endpoints endpoints; /* NULL members until discovered */
	struct px_jwks *keys;         /* NULL until fetched */
	bool fetching;
	int64_t next_refresh;         /* in the background, UTC ms */
	int64_t next_try;             /* no fetch before */
	unsigned failures;            /* in a row */
	struct px_oidc_waiter *waiters;
	size_t waiter_count;
};

struct px_oidc {
	struct px_issuer *issuers;
	size_t count;
	px_auth_fetch_fn fetch;
	void *fetch_arg;
	_Atomic uint64_t fetches, failures;
};

/* https anywhere; http only to loopback and only if `loopback`. */
bool px_oidc_url_allowed(const char *url, bool loopback);
/* True if a fetch may start or is under way. */
bool px_oidc_may_fetch(struct px_issuer *issuer);
/* Registers the waiter and starts the fetch unless one runs; the waiter is told at its end. */
void px_oidc_fetch_keys(struct px_issuer *issuer, void (*done)(void *arg), void *arg);
/* `keys` and what `endpoints` points to are the callee's, unless `keys` is NULL: then `problem` says what failed. */
typedef void (*px_oidc_fetched_fn)(struct px_issuer *issuer, struct px_oidc_endpoints *endpoints,
				   struct px_jwks *keys, const char *problem);
/* Fetches discovery document and keys; calls `ended` once, later or at once. */
void px_oidc_fetch_start(struct px_issuer *issuer, px_oidc_fetched_fn ended);
void px_oidc_endpoints_release(struct px_oidc_endpoints *endpoints);
struct px_issuer *px_oidc_by_name(struct px_oidc *oidc, struct px_str name);
enum px_oidc_proof {
	PX_OIDC_SIGNED,
	PX_OIDC_NOT_SIGNED,
	PX_OIDC_FETCH,     /* none of its keys as we know them, but newer ones may be fetched now */
	PX_OIDC_CANT_TELL  /* the same, and the last fetch failed: nobody can tell before the next */
};
/* Whether the issuer signed it. */
enum px_oidc_proof px_oidc_verify(struct px_issuer *issuer, const struct px_jws *jws);
/* Members borrowed from claims; false without a usable subject. */
bool px_oidc_identity(const struct px_issuer *issuer, const json_t *claims, struct px_auth_identity *identity);
/* Calls `done(arg)` from the loop this thread belongs to, later; without a loop, now. */
void px_oidc_later(void (*done)(void *arg), void *arg);

#endif
