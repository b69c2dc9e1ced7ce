/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets at rest: one master secret, keys derived from it by purpose,
 * authenticated encryption of small values, opaque tokens and their hashes.
 *
 * What must be read back (signing keys, TOTP seeds, the login cookie) is
 * sealed with AES-256-GCM; what is only compared (tokens) is stored as a
 * SHA-256 hash: tokens carry 256 random bits, so no salt is needed.
 */
#ifndef PX_AUTH_SECRET_H
#define PX_AUTH_SECRET_H

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"

enum { PX_SECRET_KEY = 32, PX_SECRET_MIN = 32, PX_HASH_TEXT = 44 };

struct px_secret {
	uint8_t master[PX_SECRET_KEY];
};

/* From `text` (at least PX_SECRET_MIN bytes) or, if NULL, the file, which is made if missing. */
enum px_err px_secret_load(const char *text, const char *path, struct px_secret *secret,
			   struct px_error *error) PX_MUST_CHECK;
void px_secret_wipe(struct px_secret *secret);
/* HKDF-SHA-256 (RFC 5869) with the purpose as info: keys of different purposes are unrelated. */
void px_secret_derive(const struct px_secret *secret, const char *purpose, uint8_t key[PX_SECRET_KEY]);

/* Appends base64url(nonce, ciphertext, tag).  `context` must be the same to open it again. */
enum px_err px_seal(const uint8_t key[PX_SECRET_KEY], struct px_str context, struct px_str plain,
		    struct px_buf *out) PX_MUST_CHECK;
/* PX_CORRUPT if a byte was changed, or the key or the context is another. */
enum px_err px_unseal(const uint8_t key[PX_SECRET_KEY], struct px_str context, struct px_str sealed,
		      struct px_buf *out) PX_MUST_CHECK;

/* "pxp_" and 43 characters: 256 random bits.  `text` has room for PX_TOKEN_TEXT. */
void px_opaque_make(const char *prefix, char *text);
/* Right prefix, length and alphabet; says nothing about whether it exists. */
bool px_opaque_shaped(struct px_str text, const char *prefix);
/* base64url of SHA-256, with NUL: how tokens are stored and found. */
void px_opaque_hash(struct px_str text, char hash[PX_HASH_TEXT]);
/* HMAC-SHA-256 in base64url with NUL, for short codes that need a key against guessing. */
void px_keyed_hash(const uint8_t key[PX_SECRET_KEY], struct px_id user, struct px_str text,
		   char hash[PX_HASH_TEXT]);
/* Constant time in the content; lengths may show. */
bool px_secret_eq(struct px_str a, struct px_str b);

#endif
