/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Web Tokens (RFC 7519) in JWS compact form (RFC 7515), following the
 * advice of RFC 8725: the algorithm must be on our list and must be the one
 * the key is bound to; keys come from the caller only (embedded "jwk", "jku",
 * "x5u" and "x5c" are never looked at); every critical extension is refused.
 *
 * Signature and claims are checked apart: px_jws_parse, px_jws_verify,
 * px_jwt_claims, px_jwt_check.  Pure functions, any thread.
 */
#ifndef PX_AUTH_JWT_H
#define PX_AUTH_JWT_H

#include "auth/jwk.h"

enum { PX_JWT_MAX = 8192, PX_JWT_SIGNATURE_MAX = 1024 };
#define PX_JWT_SKEW_MS INT64_C(60000)

struct px_jws {
	enum px_jwt_alg alg;
	char kid[PX_JWK_KID_MAX + 1]; /* "" if absent */
	char typ[32];                 /* lower case, without "application/"; "" if absent */
	struct px_str signed_part;    /* of the token: header "." payload */
	struct px_str payload;        /* of the token, still encoded */
	uint8_t signature[PX_JWT_SIGNATURE_MAX];
	size_t signature_size;
};

/*
 * Splits and checks the form; nothing is trusted yet.  PX_TOO_LARGE past
 * PX_JWT_MAX, PX_UNSUPPORTED for an algorithm, "crit" or "b64" we don't take,
 * PX_INVALID for everything else.  Slices point into `token`.
 */
enum px_err px_jws_parse(struct px_str token, struct px_jws *jws, struct px_error *error) PX_MUST_CHECK;
/* True only if `key` is bound to the token's algorithm, has its kid (where both have one) and made the signature. */
bool px_jws_verify(const struct px_jws *jws, const struct px_jwk *key);
/* The set's key that verifies it, or NULL; *known tells whether any key had its kid and algorithm. */
const struct px_jwk *px_jws_verify_set(const struct px_jws *jws, const struct px_jwks *set, bool *known);
/* The decoded payload as bytes in `out` (cap it at PX_JWT_MAX). */
enum px_err px_jws_payload(const struct px_jws *jws, struct px_buf *out) PX_MUST_CHECK;

/* The payload as a JSON object (owned by the caller); duplicate members are refused. */
enum px_err px_jwt_claims(const struct px_jws *jws, json_t **claims, struct px_error *error) PX_MUST_CHECK;

struct px_jwt_expect {
	const char *issuer;               /* required, compared exactly */
	const char *const *audiences;     /* one of them must be in "aud" */
	size_t audience_count;            /* 0: "aud" is not looked at */
	bool audience_may_be_absent;      /* only where authorized_party is required instead (Clerk) */
	const char *authorized_party;     /* required "azp"; NULL: any */
	const char *nonce;                /* required "nonce"; NULL: not looked at */
	const char *const *types;         /* accepted typ values, NULL-terminated, "" for absent */
	int64_t now;                      /* UTC ms */
};

/* Whether an "aud" claim, a text or an array of texts, names this one. */
bool px_jwt_audience_has(const json_t *audience, struct px_str wanted);

struct px_jwt_times {
	int64_t expires, issued, not_before; /* UTC ms; PX_TIME_NONE if absent (expires never is) */
};

/*
 * Checks typ, iss, aud/azp, exp (required), nbf, iat and nonce, with
 * PX_JWT_SKEW_MS of tolerance.  PX_UNAUTHORIZED names the claim.
 */
enum px_err px_jwt_check(const struct px_jws *jws, const json_t *claims, const struct px_jwt_expect *expect,
			 struct px_jwt_times *times, struct px_error *error) PX_MUST_CHECK;

/* Appends the signed compact form of a JSON payload; key->secret must be true. */
enum px_err px_jwt_sign(const struct px_jwk *key, const char *typ, struct px_str payload,
			struct px_buf *out, struct px_error *error) PX_MUST_CHECK;

#endif
