/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page at / of an installation without a web app: that Pixie runs, and
 * what can be done with it.  It holds no data and needs no token.
 */
#ifndef PX_API_WELCOME_H
#define PX_API_WELCOME_H

#include "net/http.h"

/* True if it answered: GET or HEAD of "/".  Any loop thread. */
bool px_welcome_serve(struct px_http_exchange *exchange);

#endif
