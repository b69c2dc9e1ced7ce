/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The `oidc` setting read into the list of external issuers.
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
 * Entries separated by spaces, each "issuer=URL,key=value,...": name, client,
 * secret-file, audience, party, scopes (joined by +), create and link (yes or
 * no; yes if absent).  PX_INVALID says what is wrong with which entry.
 */
enum px_err px_issuers_parse(const char *text, struct px_issuers *issuers,
			     struct px_error *error) PX_MUST_CHECK;
void px_issuers_release(struct px_issuers *issuers);

#endif
