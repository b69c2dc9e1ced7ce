/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time-based one-time passwords (RFC 6238) as every authenticator app speaks
 * them: HMAC-SHA-1, 30 seconds, 6 digits.
 */
#ifndef PX_AUTH_TOTP_H
#define PX_AUTH_TOTP_H

#include "base/buf.h"

enum { PX_TOTP_SECRET = 20, PX_TOTP_DIGITS = 6, PX_TOTP_STEP_S = 30, PX_TOTP_DRIFT = 1 /* steps either way */ };

/* RFC 4226: the code of one counter value, `digits` 6..8. */
uint32_t px_hotp(const uint8_t *secret, size_t size, uint64_t counter, unsigned digits);
/*
 * True if `code` is that of a step within PX_TOTP_DRIFT of now that is later
 * than `last_step` (a code works once); *step is to be stored as the next
 * last_step.
 */
bool px_totp_verify(const uint8_t secret[PX_TOTP_SECRET], struct px_str code, int64_t now_ms,
		    int64_t last_step, int64_t *step);
/* RFC 4648 base32 without padding. */
enum px_err px_base32_append(struct px_buf *out, const uint8_t *data, size_t size);

#endif
