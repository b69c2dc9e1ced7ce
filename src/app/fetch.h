/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The identity module's way out: its fetches over the HTTP client.
 */
#ifndef PX_APP_FETCH_H
#define PX_APP_FETCH_H

#include "auth/auth.h"

/* A px_auth_fetch_fn; `context` is the struct px_client. */
void px_app_fetch(void *context, const struct px_auth_fetch *fetch, px_auth_fetched_fn done, void *arg);

#endif
