/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting after wrong passwords and codes, the same on every route that takes
 * one: at login, and from somebody who is logged in already.
 *
 * A route asks px_attempt_begin before it compares anything and tells the
 * outcome afterwards.  Failures are counted for the account and address
 * together, and for each alone (auth/limit.h).
 */
#ifndef PX_API_ATTEMPTS_H
#define PX_API_ATTEMPTS_H

#include "api/api_internal.h"

/* PX_RATE_LIMITED, with Retry-After, while the account or the address has to wait. */
enum px_err px_attempt_begin(struct px_call *call, struct px_str account, struct px_error *error) PX_MUST_CHECK;
void px_attempt_failed(struct px_call *call, struct px_str account);
void px_attempt_succeeded(struct px_call *call, struct px_str account);
/*
 * What the caller logs in with: the e-mail address, or the id of a user
 * without one.  *email tells which (NULL if there is none).  Transaction over
 * all users.
 */
enum px_err px_attempt_account(struct px_call *call, struct px_str *account, const char **email,
			       struct px_error *error) PX_MUST_CHECK;

#endif
