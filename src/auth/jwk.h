/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Web Keys (RFC 7517): the asymmetric signature keys Pixie accepts or
 * owns, each bound to exactly one algorithm.
 *
 * Accepted: OKP/Ed25519 for EdDSA (RFC 8037), EC/P-256 for ES256, RSA of
 * 2048..8192 bits for RS256.  Everything else in a set (symmetric keys,
 * encryption keys, other curves) is skipped, as RFC 7517 section 5 asks.
 * Keys may be used by several threads at once; a set is immutable once parsed.
 */
#ifndef PX_AUTH_JWK_H
#define PX_AUTH_JWK_H

#include "base/buf.h"
#include "base/err.h"

#include <jansson.h>
#include <openssl/types.h>

enum px_jwt_alg { PX_JWT_EDDSA, PX_JWT_ES256, PX_JWT_RS256, PX_JWT_ALGS };
const char *px_jwt_alg_name(enum px_jwt_alg alg);
/* Case counts; false for "none", HS256 and everything else we don't take. */
bool px_jwt_alg_parse(struct px_str name, enum px_jwt_alg *alg);

enum { PX_JWK_KID_MAX = 128, PX_JWK_THUMBPRINT = 43, PX_JWKS_MAX_KEYS = 64, PX_JWK_DER_MAX = 512 };

struct px_jwk {
	enum px_jwt_alg alg;
	char kid[PX_JWK_KID_MAX + 1]; /* "" if the key has none */
	EVP_PKEY *key;                /* owned */
	bool secret;                  /* holds the private half */
};

struct px_jwks {
	struct px_jwk keys[PX_JWKS_MAX_KEYS];
	size_t count;
};

/* Reads one public key; private members are ignored.  PX_UNSUPPORTED for kinds we skip, PX_INVALID if broken. */
enum px_err px_jwk_parse(const json_t *object, struct px_jwk *jwk, struct px_error *error) PX_MUST_CHECK;
/* A fresh EdDSA or ES256 key pair whose kid is its thumbprint. */
enum px_err px_jwk_generate(enum px_jwt_alg alg, struct px_jwk *jwk, struct px_error *error) PX_MUST_CHECK;
/* Private key as DER (PKCS #8 or SEC 1), to be sealed by the caller; *size is room, then length. */
enum px_err px_jwk_export(const struct px_jwk *jwk, uint8_t *der, size_t *size) PX_MUST_CHECK;
enum px_err px_jwk_import(enum px_jwt_alg alg, const uint8_t *der, size_t size, struct px_jwk *jwk,
			  struct px_error *error) PX_MUST_CHECK;
void px_jwk_release(struct px_jwk *jwk);

/* The public members as one JSON object: kty, crv/x/y or n/e, and with `full` also kid, alg, use. */
enum px_err px_jwk_write(const struct px_jwk *jwk, bool full, struct px_buf *out) PX_MUST_CHECK;
/* RFC 7638, SHA-256, base64url with NUL. */
enum px_err px_jwk_thumbprint(const struct px_jwk *jwk, char text[PX_JWK_THUMBPRINT + 1]) PX_MUST_CHECK;

/* Parses {"keys":[...]}; unusable keys are skipped, more than PX_JWKS_MAX_KEYS usable ones refused. */
enum px_err px_jwks_parse(struct px_str text, struct px_jwks **set, struct px_error *error) PX_MUST_CHECK;
void px_jwks_free(struct px_jwks *set);

#endif
