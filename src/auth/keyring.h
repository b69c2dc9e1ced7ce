/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our own signing keys: the newest signs, older ones verify until the last
 * token they signed has expired.
 *
 * They live sealed in the store, so that every node has the same; this is the
 * copy in memory.  Thread-safe (readers share a lock).
 */
#ifndef PX_AUTH_KEYRING_H
#define PX_AUTH_KEYRING_H

#include "auth/jwt.h"
#include "auth/secret.h"
#include "store/store.h"

struct px_keyring;

#define PX_KEY_SIGNS_MS (INT64_C(30) * PX_MS_DAY)
#define PX_KEY_VERIFIES_MS (INT64_C(31) * PX_MS_DAY) /* counted from its creation */

struct px_keyring *px_keyring_new(enum px_jwt_alg alg, const uint8_t seal_key[PX_SECRET_KEY]);
void px_keyring_free(struct px_keyring *ring);
/* Reads the keys of the store; makes none.  A read transaction will do. */
enum px_err px_keyring_load(struct px_keyring *ring, struct px_store_tx *tx, struct px_error *error) PX_MUST_CHECK;
/*
 * In a write transaction: loads, deletes keys past their time, and makes a
 * new one if none is young enough (or none is of our algorithm).
 */
enum px_err px_keyring_rotate(struct px_keyring *ring, struct px_store_tx *tx, int64_t now,
			      struct px_error *error) PX_MUST_CHECK;
enum px_err px_keyring_sign(struct px_keyring *ring, const char *typ, struct px_str payload,
			    struct px_buf *out, struct px_error *error) PX_MUST_CHECK;
/* *known is false if no key has the token's kid: another node may have made one. */
bool px_keyring_verify(struct px_keyring *ring, const struct px_jws *jws, bool *known);
/* The public keys as a JWK set. */
void px_keyring_publish(struct px_keyring *ring, struct px_buf *out);

#endif
