/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Web origins (RFC 6454): the scheme, host and port that a browser names in
 * the Origin header, and a list of those that may call us.
 *
 * Two origins are equal if scheme and host are (in any case) and the ports,
 * where a port left out is its scheme's: 80 of http, 443 of https.
 */
#ifndef PX_NET_ORIGIN_H
#define PX_NET_ORIGIN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { PX_PORT_NONE = -1 };

struct px_origin {
	struct px_str scheme, host; /* an IPv6 host keeps its brackets */
	int port;                   /* PX_PORT_NONE: none is written, and the scheme has no usual one */
};

/* "https://app.example[:8443]", nothing behind it; "null" is none. */
bool px_origin_parse(struct px_str text, struct px_origin *origin);
bool px_origin_eq(const struct px_origin *a, const struct px_origin *b);
/* Whether a page of this origin calls its own server, which was asked as `host` ("app.example", "app.example:443"). */
bool px_origin_is_host(struct px_str origin, struct px_str host);

/*
 * The setting `origins` ("https://a.example, https://b.example:8443" or "*"),
 * and the origin of the public URL (empty: none), as a NULL-terminated list in
 * the arena; NULL if it names none.  A slash at an origin's end is cut; what is
 * no origin is PX_INVALID.
 */
enum px_err px_origins_parse(struct px_arena *arena, const char *text, const char *public_url,
			     const char *const **origins, struct px_error *error) PX_MUST_CHECK;

enum px_origin_answer { PX_ORIGIN_REFUSED, PX_ORIGIN_ANY /* by "*" only */, PX_ORIGIN_NAMED };
enum px_origin_answer px_origins_find(const char *const *origins, struct px_str origin);

#endif
