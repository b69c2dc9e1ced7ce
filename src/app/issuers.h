/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The `oidc` setting read into the list of external issuers.
 *
 * Entries are separated by spaces, each "issuer=URL,key=value,...".  One table
 * holds the keys with their meaning; docs/SETTINGS.md is printed from it.
 */
#ifndef PX_APP_ISSUERS_H
#define PX_APP_ISSUERS_H

#include "auth/auth.h"

enum { PX_ISSUERS_MAX = 16 };

struct px_issuers {
	struct px_arena arena;
	struct px_auth_issuer list[PX_ISSUERS_MAX];
	size_t count;
};

/*
 * `create` is what an entry gets that does not say whether its people get an
 * account at first sight.  PX_INVALID says what is wrong with which entry.
 */
enum px_err px_issuers_parse(const char *text, bool create, struct px_issuers *issuers,
			     struct px_error *error) PX_MUST_CHECK;
void px_issuers_release(struct px_issuers *issuers);
/* The keys of an entry as a Markdown table, for docs/SETTINGS.md. */
void px_issuers_markdown(struct px_buf *out);

#endif
