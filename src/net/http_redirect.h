/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole of the plain-HTTP listener beside a TLS one: 308 to https.
 */
#ifndef PX_NET_HTTP_REDIRECT_H
#define PX_NET_HTTP_REDIRECT_H

#include "net/http.h"

struct px_http_redirect {
	uint16_t port; /* of the TLS listener; 443 is left out of the URL */
	const char *base; /* "https://pixie.example": sent to whatever the Host was; NULL: the Host and the port */
};

/*
 * A px_http_handler_fn; `arg` is a px_http_redirect.  The request's target is
 * kept, and its host unless there is a base; without a Host, or if it holds
 * what no host does, there is nowhere to send to: 400.
 */
void px_http_redirect(void *arg, struct px_http_exchange *exchange);

#endif
