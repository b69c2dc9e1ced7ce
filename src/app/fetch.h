/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The identity module's way out: its fetches over the HTTP client.
 */
#ifndef PX_APP_FETCH_H
#define PX_APP_FETCH_H

#include "auth/auth.h"
#include "net/client.h"

struct px_fetcher {
	struct px_client *client; /* NULL: none any more; on its loop's thread */
	struct px_loop *loop;     /* the client's */
};

/* Makes the client, and ends it: every fetch under way is told PX_CANCELLED, as is any later one. */
enum px_err px_fetcher_start(struct px_fetcher *fetcher, struct px_loop *loop,
			     struct px_error *error) PX_MUST_CHECK;
void px_fetcher_stop(struct px_fetcher *fetcher);

/* A px_auth_fetch_fn; `context` is a struct px_fetcher.  Any thread. */
void px_app_fetch(void *context, const struct px_auth_fetch *fetch, px_auth_fetched_fn done, void *arg);

#endif
