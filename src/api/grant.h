/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the identity endpoints share: reading fields, saying who logs in, and
 * answering with a grant, as JSON for programs or as cookies for browsers.
 */
#ifndef PX_API_GRANT_H
#define PX_API_GRANT_H

#include "api/api_internal.h"

/* A required string of the input; PX_INVALID naming it. */
enum px_err px_input_text(const struct px_call *call, const char *name, struct px_str *text,
			  struct px_error *error) PX_MUST_CHECK;
/* An optional one, NULL if absent; borrowed from the call's arena. */
const char *px_input_optional(const struct px_call *call, const char *name);
struct px_auth_device px_call_device(const struct px_call *call);
/*
 * Answers with the grant and wipes it: {"access_token", "token_type",
 * "expires_in", "refresh_token"}; when the input says "cookies": true (or the
 * refresh came by cookie) the tokens go into cookies and not into the body.
 */
void px_call_grant(struct px_call *call, struct px_auth_grant *grant, bool cookies);
/* {"status": "ok"} */
void px_call_ok(struct px_call *call);

#endif
