/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outbound HTTP client as px_auth_config.fetch.
 *
 *   struct px_auth_clients clients = { array, loop_count };   one client per loop, by loop index
 *   config.fetch = px_auth_fetch_http; config.fetch_arg = &clients;
 *
 * Clients may allow plain http (an issuer on loopback): which URLs are called
 * is decided by oidc.c.
 */
#ifndef PX_AUTH_FETCH_H
#define PX_AUTH_FETCH_H

#include "auth/auth.h"

struct px_client;

struct px_auth_clients {
	struct px_client **clients;
	unsigned count;
};

/* On a loop thread; `context` is a struct px_auth_clients. */
void px_auth_fetch_http(void *context, const struct px_auth_fetch *fetch, px_auth_fetched_fn done, void *arg);

#endif
