/* SPDX-License-Identifier: Apache-2.0 */
/*
 * External issuers: none can be configured yet, and saying so is all this does.
 */
#include "auth/auth_internal.h"

enum px_err px_oidc_new(const struct px_auth_config *config, struct px_oidc **oidc, struct px_error *error)
{
	*oidc = NULL;
	return config->issuer_count == 0
		       ? PX_OK
		       : px_fail(error, PX_UNSUPPORTED, "issuers", "external issuers are not available yet");
}

void px_oidc_free(struct px_oidc *oidc)
{
	(void)oidc;
}

void px_oidc_tick(struct px_oidc *oidc)
{
	(void)oidc;
}

void px_oidc_await(struct px_oidc *oidc, struct px_str token, void (*done)(void *arg), void *arg)
{
	(void)oidc;
	(void)token;
	done(arg);
}

enum px_auth_verdict px_oidc_check(struct px_oidc *oidc, const struct px_jws *jws, const json_t *claims,
				   struct px_auth_identity *identity, int64_t *expires)
{
	(void)oidc;
	(void)jws;
	(void)claims;
	(void)identity;
	(void)expires;
	return PX_AUTH_UNAUTHORIZED;
}

void px_oidc_stats(struct px_oidc *oidc, uint64_t *fetches, uint64_t *failures)
{
	(void)oidc;
	*fetches = *failures = 0;
}
