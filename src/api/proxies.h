/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who really asks, when something in front of Pixie passes requests on.
 *
 * X-Forwarded-For and X-Forwarded-Proto are believed only from the addresses
 * and networks of the setting trusted-proxies; from anybody else they are
 * words of the client.  Immutable after px_proxies_parse, so any thread.
 */
#ifndef PX_API_PROXIES_H
#define PX_API_PROXIES_H

#include "net/http.h"

struct px_proxies;

enum { PX_ADDRESS_TEXT = 64 }; /* room for any numeric address */

/*
 * "127.0.0.1, 10.0.0.0/8, fd00::/8" in the arena; empty text trusts nobody.
 * PX_INVALID names the word that is neither an address nor a network.
 */
enum px_err px_proxies_parse(struct px_arena *arena, const char *text, struct px_proxies **proxies,
			     struct px_error *error) PX_MUST_CHECK;
/*
 * The numeric address to count and to log: the peer's, or, while the one that
 * names the next is trusted, the rightmost of X-Forwarded-For that is not.
 */
void px_proxies_client(const struct px_proxies *proxies, const struct px_http_request *request,
		       const char *peer, char address[PX_ADDRESS_TEXT]);
/* Whether a trusted peer says that the client came by https. */
bool px_proxies_https(const struct px_proxies *proxies, const struct px_http_request *request,
		      const char *peer);

#endif
