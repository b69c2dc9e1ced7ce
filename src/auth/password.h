/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Password hashing: argon2id (RFC 9106) in PHC strings.
 *
 * Hashing and verifying burn tens of milliseconds and 19 MiB by design: call
 * them on a worker thread only (uv_queue_work), never on a loop or a shard.
 * Thread-safe, no state.
 *
 * What is hashed is the password in Unicode form NFKC, so that "e" with an
 * accent is one password whether the keyboard sends one character or two.
 * Hashes made before that rule are of the bytes as they were typed.
 */
#ifndef PX_AUTH_PASSWORD_H
#define PX_AUTH_PASSWORD_H

#include "base/err.h"
#include "base/str.h"

struct px_password_params {
	uint32_t memory_kib, passes, lanes;
};
/* 19 MiB, 2 passes, 1 lane: the OWASP minimum for argon2id, sized for a small board. */
extern const struct px_password_params px_password_default;

enum { PX_PASSWORD_MIN = 10 /* characters */, PX_PASSWORD_MAX = 256 /* bytes, as sent */, PX_PASSWORD_PHC = 256 };

/* PX_INVALID with a reason a person can act on: length, the email itself, too common, too repetitive. */
enum px_err px_password_rules(struct px_str password, struct px_str email, struct px_error *error) PX_MUST_CHECK;
/* "$argon2id$v=19$m=...,t=...,p=...$salt$hash" with a fresh 16-byte salt. */
enum px_err px_password_hash(const struct px_password_params *params, struct px_str password,
			     char phc[PX_PASSWORD_PHC]) PX_MUST_CHECK;
enum px_password_match {
	PX_PASSWORD_WRONG,
	PX_PASSWORD_RIGHT,
	PX_PASSWORD_OLD_FORM /* right, but hashed as typed: hash it anew */
};
/* Wrong also for a string that is not a PHC string of argon2id. */
enum px_password_match px_password_verify(const char *phc, struct px_str password);
/* True if `phc` was made with other parameters than these. */
bool px_password_outdated(const struct px_password_params *params, const char *phc);

#endif
