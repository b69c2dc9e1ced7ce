/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strict JWS compact serialisation over OpenSSL 3's EVP interface.
 *
 * ES256 signatures travel as r || s (RFC 7518 section 3.4) and are DER inside
 * OpenSSL; Ed25519 is one-shot without a digest; RS256 is PKCS #1 v1.5.
 */
#include "auth/jwt.h"

#include "auth/base64url.h"
#include "base/civil.h"
#include "base/json.h"

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>

enum { P256 = 32, ED25519_SIGNATURE = 64, DER_MAX = 80, HEADER_MAX = 2048 };

/* ---------------------------------------------------------------- parsing */

static enum px_err decode_object(struct px_str text, size_t max, json_t **value, struct px_error *error)
{
	uint8_t bytes[PX_JWT_MAX];
	size_t size = max < sizeof(bytes) ? max : sizeof(bytes);
	enum px_err err;

	if (text.size == 0 || !px_base64url_decode(text, bytes, &size))
		return px_fail(error, PX_INVALID, NULL, "the token is not canonical base64url");
	err = px_json_parse(px_str_n((const char *)bytes, size), value, error);
	OPENSSL_cleanse(bytes, size);
	if (err != PX_OK)
		return err;
	if (!json_is_object(*value)) {
		json_decref(*value);
		*value = NULL;
		return px_fail(error, PX_INVALID, NULL, "a part of the token is not a JSON object");
	}
	return PX_OK;
}

static enum px_err read_typ(const json_t *header, struct px_jws *jws, struct px_error *error)
{
	const json_t *value = json_object_get(header, "typ");
	struct px_str typ = px_json_string(value);
	struct px_str prefix = PX_STR("application/");

	if (value == NULL)
		return PX_OK;
	if (typ.size > prefix.size && px_str_eq_case(px_str_n(typ.data, prefix.size), prefix))
		typ = px_str_n(typ.data + prefix.size, typ.size - prefix.size);
	if (typ.size == 0 || typ.size >= sizeof(jws->typ))
		return px_fail(error, PX_INVALID, "typ", "not a media type of a token");
	for (size_t i = 0; i < typ.size; i++) {
		char c = typ.data[i];
		jws->typ[i] = c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
	}
	return PX_OK;
}

static enum px_err read_header(const json_t *header, struct px_jws *jws, struct px_error *error)
{
	const json_t *kid = json_object_get(header, "kid");
	struct px_str text = px_json_string(kid);

	if (!px_jwt_alg_parse(px_json_string(json_object_get(header, "alg")), &jws->alg))
		return px_fail(error, PX_UNSUPPORTED, "alg", "the algorithm is not accepted");
	if (json_object_get(header, "crit") != NULL || json_object_get(header, "b64") != NULL)
		return px_fail(error, PX_UNSUPPORTED, "crit", "critical extensions are not accepted");
	if (kid != NULL && (text.size == 0 || text.size > PX_JWK_KID_MAX))
		return px_fail(error, PX_INVALID, "kid", "not a string of 1 to %d bytes", PX_JWK_KID_MAX);
	if (text.size > 0)
		memcpy(jws->kid, text.data, text.size);
	return read_typ(header, jws, error);
}

enum px_err px_jws_parse(struct px_str token, struct px_jws *jws, struct px_error *error)
{
	struct px_str rest, header, signature;
	json_t *object;
	enum px_err err;

	if (token.size > PX_JWT_MAX)
		return px_fail(error, PX_TOO_LARGE, NULL, "the token is longer than %d bytes", PX_JWT_MAX);
	*jws = (struct px_jws){ 0 };
	header = px_str_cut(token, '.', &rest);
	jws->payload = px_str_cut(rest, '.', &signature);
	if (signature.data == NULL || header.size > HEADER_MAX)
		return px_fail(error, PX_INVALID, NULL, "not three parts joined by dots");
	jws->signed_part = px_str_n(token.data, header.size + 1 + jws->payload.size);
	jws->signature_size = sizeof(jws->signature);
	if (signature.size == 0 || !px_base64url_decode(signature, jws->signature, &jws->signature_size))
		return px_fail(error, PX_INVALID, NULL, "the signature is not canonical base64url");
	err = decode_object(header, HEADER_MAX, &object, error);
	if (err != PX_OK)
		return err;
	err = read_header(object, jws, error);
	json_decref(object);
	return err;
}

enum px_err px_jws_payload(const struct px_jws *jws, struct px_buf *out)
{
	size_t size = jws->payload.size;
	char *where;
	enum px_err err = px_buf_reserve(out, size, &where);

	if (err != PX_OK)
		return err;
	if (!px_base64url_decode(jws->payload, where, &size))
		return PX_INVALID;
	px_buf_commit(out, size);
	return PX_OK;
}

enum px_err px_jwt_claims(const struct px_jws *jws, json_t **claims, struct px_error *error)
{
	return decode_object(jws->payload, PX_JWT_MAX, claims, error);
}

/* ------------------------------------------------------------- signatures */

/* r || s to DER; OpenSSL itself refuses r or s outside 1..n-1. */
static size_t es256_to_der(const uint8_t raw[2 * P256], uint8_t der[DER_MAX])
{
	ECDSA_SIG *signature = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(raw, P256, NULL), *s = BN_bin2bn(raw + P256, P256, NULL);
	int size = -1;

	if (signature != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(signature, r, s)) {
		r = s = NULL;
		size = i2d_ECDSA_SIG(signature, NULL);
		size = size > 0 && size <= DER_MAX ? i2d_ECDSA_SIG(signature, &der) : -1;
	}
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(signature);
	return size > 0 ? (size_t)size : 0;
}

static bool es256_from_der(const uint8_t *der, size_t size, uint8_t raw[2 * P256])
{
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)size);
	bool good = signature != NULL &&
		    BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw, P256) == P256 &&
		    BN_bn2binpad(ECDSA_SIG_get0_s(signature), raw + P256, P256) == P256;

	ECDSA_SIG_free(signature);
	return good;
}

static bool signature_size_fits(const struct px_jws *jws, const struct px_jwk *key)
{
	if (jws->alg == PX_JWT_RS256)
		return jws->signature_size == (size_t)EVP_PKEY_get_size(key->key);
	return jws->signature_size == ED25519_SIGNATURE; /* ES256 has the same length */
}

bool px_jws_verify(const struct px_jws *jws, const struct px_jwk *key)
{
	uint8_t der[DER_MAX];
	const uint8_t *signature = jws->signature;
	size_t size = jws->signature_size;
	EVP_MD_CTX *context;
	bool good;

	if (key->alg != jws->alg || !signature_size_fits(jws, key))
		return false;
	if (jws->kid[0] != '\0' && key->kid[0] != '\0' &&
	    !px_str_eq(px_str(jws->kid), px_str(key->kid)))
		return false;
	if (jws->alg == PX_JWT_ES256) {
		size = es256_to_der(jws->signature, der);
		signature = der;
	}
	context = EVP_MD_CTX_new();
	good = size > 0 && context != NULL &&
	       EVP_DigestVerifyInit(context, NULL, jws->alg == PX_JWT_EDDSA ? NULL : EVP_sha256(), NULL,
				    key->key) == 1 &&
	       EVP_DigestVerify(context, signature, size, (const uint8_t *)jws->signed_part.data,
				jws->signed_part.size) == 1;
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return good;
}

const struct px_jwk *px_jws_verify_set(const struct px_jws *jws, const struct px_jwks *set, bool *known)
{
	*known = false;
	for (size_t i = 0; i < set->count; i++) {
		const struct px_jwk *key = &set->keys[i];
		if (key->alg != jws->alg)
			continue;
		if (jws->kid[0] != '\0' && !px_str_eq(px_str(jws->kid), px_str(key->kid)))
			continue;
		*known = true;
		if (px_jws_verify(jws, key))
			return key;
	}
	return NULL;
}

static size_t sign_bytes(const struct px_jwk *key, struct px_str text, uint8_t raw[PX_JWT_SIGNATURE_MAX])
{
	uint8_t out[DER_MAX];
	size_t size = sizeof(out);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = context != NULL &&
		    EVP_DigestSignInit(context, NULL, key->alg == PX_JWT_EDDSA ? NULL : EVP_sha256(), NULL,
				       key->key) == 1 &&
		    EVP_DigestSign(context, out, &size, (const uint8_t *)text.data, text.size) == 1;

	EVP_MD_CTX_free(context);
	ERR_clear_error();
	if (!good)
		return 0;
	if (key->alg == PX_JWT_ES256)
		return es256_from_der(out, size, raw) ? 2 * P256 : 0;
	memcpy(raw, out, size);
	return size;
}

enum px_err px_jwt_sign(const struct px_jwk *key, const char *typ, struct px_str payload,
			struct px_buf *out, struct px_error *error)
{
	struct px_buf header = PX_BUF_INIT(512);
	uint8_t signature[PX_JWT_SIGNATURE_MAX];
	size_t start = out->size, size = 0;

	if (!key->secret || key->alg == PX_JWT_RS256)
		return px_fail(error, PX_INTERNAL, NULL, "this key can't sign");
	px_buf_printf(&header, "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"%s\"}", px_jwt_alg_name(key->alg),
		      key->kid, typ);
	px_base64url_append(out, header.data, header.size);
	px_buf_release(&header);
	px_buf_char(out, '.');
	px_base64url_append(out, payload.data, payload.size);
	if (!out->overflow)
		size = sign_bytes(key, px_str_n(out->data + start, out->size - start), signature);
	px_buf_char(out, '.');
	px_base64url_append(out, signature, size);
	if (out->overflow)
		return px_fail(error, PX_TOO_LARGE, NULL, "the token would be too long");
	return size > 0 ? PX_OK : px_fail(error, PX_INTERNAL, NULL, "signing failed");
}

/* ----------------------------------------------------------------- claims */

static enum px_err refuse(struct px_error *error, const char *claim, const char *why)
{
	return px_fail(error, PX_UNAUTHORIZED, claim, "%s", why);
}

/* A NumericDate in milliseconds; absent gives PX_TIME_NONE. */
static bool read_time(const json_t *claims, const char *name, int64_t *ms)
{
	const json_t *value = json_object_get(claims, name);
	double seconds;

	*ms = PX_TIME_NONE;
	if (value == NULL)
		return true;
	if (!json_is_number(value))
		return false;
	seconds = json_number_value(value);
	if (!(seconds >= 0 && seconds <= 253402300799.0)) /* year 9999 */
		return false;
	*ms = (int64_t)(seconds * 1000.0);
	return true;
}

static bool claim_is(const json_t *claims, const char *name, const char *value)
{
	struct px_str text = px_json_string(json_object_get(claims, name));

	return text.data != NULL && px_str_eq(text, px_str(value));
}

bool px_jwt_audience_has(const json_t *value, struct px_str wanted)
{
	const json_t *element;
	size_t i;

	if (json_is_string(value))
		return px_str_eq(px_json_string(value), wanted);
	json_array_foreach((json_t *)value, i, element) {
		if (json_is_string(element) && px_str_eq(px_json_string(element), wanted))
			return true;
	}
	return false;
}

static bool audience_fits(const json_t *claims, const struct px_jwt_expect *expect)
{
	const json_t *audience = json_object_get(claims, "aud");

	if (expect->audience_count == 0)
		return true;
	if (audience == NULL)
		return expect->audience_may_be_absent && expect->authorized_party != NULL;
	for (size_t i = 0; i < expect->audience_count; i++) {
		if (px_jwt_audience_has(audience, px_str(expect->audiences[i])))
			return true;
	}
	return false;
}

static bool type_fits(const char *typ, const char *const *types)
{
	for (; *types != NULL; types++) {
		if (px_str_eq(px_str(typ), px_str(*types)))
			return true;
	}
	return false;
}

static enum px_err check_times(const json_t *claims, int64_t now, struct px_jwt_times *times,
			       struct px_error *error)
{
	if (!read_time(claims, "exp", &times->expires) || times->expires == PX_TIME_NONE)
		return refuse(error, "exp", "the token does not say when it expires");
	if (!read_time(claims, "nbf", &times->not_before))
		return refuse(error, "nbf", "not a time");
	if (!read_time(claims, "iat", &times->issued))
		return refuse(error, "iat", "not a time");
	if (now >= times->expires + PX_JWT_SKEW_MS)
		return refuse(error, "exp", "the token has expired");
	if (times->not_before != PX_TIME_NONE && now + PX_JWT_SKEW_MS < times->not_before)
		return refuse(error, "nbf", "the token is not valid yet");
	if (times->issued != PX_TIME_NONE && now + PX_JWT_SKEW_MS < times->issued)
		return refuse(error, "iat", "the token was issued in the future");
	return PX_OK;
}

enum px_err px_jwt_check(const struct px_jws *jws, const json_t *claims, const struct px_jwt_expect *expect,
			 struct px_jwt_times *times, struct px_error *error)
{
	if (!type_fits(jws->typ, expect->types))
		return refuse(error, "typ", "not this kind of token");
	if (!claim_is(claims, "iss", expect->issuer))
		return refuse(error, "iss", "from another issuer");
	if (!audience_fits(claims, expect))
		return refuse(error, "aud", "for another audience");
	if (expect->authorized_party != NULL && !claim_is(claims, "azp", expect->authorized_party))
		return refuse(error, "azp", "for another party");
	if (expect->nonce != NULL && !claim_is(claims, "nonce", expect->nonce))
		return refuse(error, "nonce", "not the answer to this login");
	return check_times(claims, expect->now, times, error);
}
