/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happens in memory when a session or personal token ends: its verified
 * tokens leave the cache, and whoever listens is told, so that live sockets
 * close.  Marking the row is revocable.c's.
 */
#include "auth/auth_internal.h"

#include <stdlib.h>

void px_auth_on_revoked(struct px_auth *auth, void (*revoked)(void *arg, struct px_id user, struct px_id session),
			void *arg)
{
	if (auth->listener_count == PX_AUTH_LISTENERS)
		abort();
	auth->listeners[auth->listener_count].revoked = revoked;
	auth->listeners[auth->listener_count++].arg = arg;
}

void px_auth_forget(struct px_auth *auth, struct px_id user, struct px_id session)
{
	atomic_fetch_add(&auth->revoked, 1);
	px_token_cache_revoke(auth->cache, px_clock_now(), session);
	for (size_t i = 0; i < auth->listener_count; i++)
		auth->listeners[i].revoked(auth->listeners[i].arg, user, session);
}
