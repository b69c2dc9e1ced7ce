/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JWK <-> EVP_PKEY.  Public numbers are read from JSON into OSSL_PARAMs and
 * back; OpenSSL checks that points are on their curve, we check everything
 * about which key kinds and sizes are welcome.
 */
#include "auth/jwk.h"

#include "auth/base64url.h"
#include "base/json.h"
#include "base/mem.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

enum { RSA_MIN_BITS = 2048, RSA_MAX_BITS = 8192, P256 = 32, ED25519 = 32 };

static const char *const alg_names[PX_JWT_ALGS] = { "EdDSA", "ES256", "RS256" };

const char *px_jwt_alg_name(enum px_jwt_alg alg)
{
	return alg_names[alg];
}

bool px_jwt_alg_parse(struct px_str name, enum px_jwt_alg *alg)
{
	for (int i = 0; i < PX_JWT_ALGS; i++) {
		if (px_str_eq(name, px_str(alg_names[i]))) {
			*alg = (enum px_jwt_alg)i;
			return true;
		}
	}
	return false;
}

static enum px_err fail_openssl(struct px_error *error, const char *what)
{
	ERR_clear_error();
	return px_fail(error, PX_INTERNAL, NULL, "the crypto library failed to %s", what);
}

/* ---------------------------------------------------------------- reading */

static bool member_bytes(const json_t *object, const char *name, uint8_t *out, size_t *size)
{
	struct px_str text = px_json_string(json_object_get(object, name));

	return text.data != NULL && text.size > 0 && px_base64url_decode(text, out, size);
}

static bool member_is(const json_t *object, const char *name, const char *value)
{
	return px_str_eq(px_json_string(json_object_get(object, name)), px_str(value));
}

static EVP_PKEY *key_from(const char *type, OSSL_PARAM_BLD *builder)
{
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(builder);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);

	if (params == NULL || context == NULL || EVP_PKEY_fromdata_init(context) <= 0 ||
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) <= 0)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(params);
	ERR_clear_error();
	return key;
}

static EVP_PKEY *read_okp(const json_t *object)
{
	uint8_t x[ED25519];
	size_t size = sizeof(x);

	if (!member_bytes(object, "x", x, &size) || size != ED25519)
		return NULL;
	return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, x, size);
}

static EVP_PKEY *read_ec(const json_t *object)
{
	uint8_t point[1 + 2 * P256] = { POINT_CONVERSION_UNCOMPRESSED };
	size_t x = P256, y = P256;
	EVP_PKEY *key = NULL;
	OSSL_PARAM_BLD *builder;

	if (!member_bytes(object, "x", point + 1, &x) || x != P256 ||
	    !member_bytes(object, "y", point + 1 + P256, &y) || y != P256)
		return NULL;
	builder = OSSL_PARAM_BLD_new();
	if (builder != NULL &&
	    OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) &&
	    OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)))
		key = key_from("EC", builder);
	OSSL_PARAM_BLD_free(builder);
	return key;
}

static bool rsa_numbers_are_sane(const BIGNUM *n, const BIGNUM *e)
{
	int bits = BN_num_bits(n);

	return bits >= RSA_MIN_BITS && bits <= RSA_MAX_BITS && BN_is_odd(n) && BN_is_odd(e) &&
	       !BN_is_one(e) && BN_num_bits(e) <= 33;
}

static EVP_PKEY *read_rsa(const json_t *object)
{
	uint8_t n_bytes[RSA_MAX_BITS / 8 + 1], e_bytes[8];
	size_t n_size = sizeof(n_bytes), e_size = sizeof(e_bytes);
	BIGNUM *n, *e;
	EVP_PKEY *key = NULL;
	OSSL_PARAM_BLD *builder;

	if (!member_bytes(object, "n", n_bytes, &n_size) || !member_bytes(object, "e", e_bytes, &e_size))
		return NULL;
	n = BN_bin2bn(n_bytes, (int)n_size, NULL);
	e = BN_bin2bn(e_bytes, (int)e_size, NULL);
	builder = OSSL_PARAM_BLD_new();
	if (n != NULL && e != NULL && builder != NULL && rsa_numbers_are_sane(n, e) &&
	    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) &&
	    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e))
		key = key_from("RSA", builder);
	OSSL_PARAM_BLD_free(builder);
	BN_free(n);
	BN_free(e);
	return key;
}

static const struct kind {
	const char *kty, *crv;
	enum px_jwt_alg alg;
	EVP_PKEY *(*read)(const json_t *object);
} kinds[] = {
	{ "OKP", "Ed25519", PX_JWT_EDDSA, read_okp },
	{ "EC", "P-256", PX_JWT_ES256, read_ec },
	{ "RSA", NULL, PX_JWT_RS256, read_rsa },
};

static const struct kind *kind_of(const json_t *object)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (member_is(object, "kty", kinds[i].kty) &&
		    (kinds[i].crv == NULL || member_is(object, "crv", kinds[i].crv)))
			return &kinds[i];
	}
	return NULL;
}

/* "use", "key_ops" and "alg", where given, must allow verifying with the one algorithm of this kind. */
static bool is_for_verifying(const json_t *object, enum px_jwt_alg alg)
{
	const json_t *operations = json_object_get(object, "key_ops");
	const json_t *operation;
	size_t i;

	if (json_object_get(object, "use") != NULL && !member_is(object, "use", "sig"))
		return false;
	if (json_object_get(object, "alg") != NULL && !member_is(object, "alg", alg_names[alg]) &&
	    !(alg == PX_JWT_EDDSA && member_is(object, "alg", "Ed25519")))
		return false;
	if (operations == NULL)
		return true;
	json_array_foreach((json_t *)operations, i, operation) {
		if (px_str_eq(px_json_string(operation), PX_STR("verify")))
			return true;
	}
	return false;
}

enum px_err px_jwk_parse(const json_t *object, struct px_jwk *jwk, struct px_error *error)
{
	const struct kind *kind = json_is_object(object) ? kind_of(object) : NULL;
	struct px_str kid;

	if (kind == NULL)
		return px_fail(error, PX_UNSUPPORTED, "kty", "not a kind of key that is accepted");
	if (!is_for_verifying(object, kind->alg))
		return px_fail(error, PX_UNSUPPORTED, "use", "the key is not for verifying with %s",
			       alg_names[kind->alg]);
	*jwk = (struct px_jwk){ .alg = kind->alg };
	kid = px_json_string(json_object_get(object, "kid"));
	if (kid.size > PX_JWK_KID_MAX)
		return px_fail(error, PX_INVALID, "kid", "longer than %d bytes", PX_JWK_KID_MAX);
	if (kid.size > 0)
		memcpy(jwk->kid, kid.data, kid.size);
	jwk->key = kind->read(object);
	if (jwk->key == NULL)
		return px_fail(error, PX_INVALID, "kty", "the %s key's numbers are not valid", kind->kty);
	return PX_OK;
}

enum px_err px_jwks_parse(struct px_str text, struct px_jwks **set, struct px_error *error)
{
	json_t *document;
	struct px_jwks *result;
	const json_t *keys, *object;
	size_t i;
	enum px_err err = px_json_parse(text, &document, error);

	if (err != PX_OK)
		return err;
	result = px_calloc(1, sizeof(*result));
	keys = json_object_get(document, "keys");
	if (!json_is_array(keys)) {
		err = px_fail(error, PX_INVALID, "keys", "a JWK set has an array \"keys\"");
		goto out;
	}
	json_array_foreach((json_t *)keys, i, object) {
		struct px_jwk jwk;
		if (px_jwk_parse(object, &jwk, NULL) != PX_OK)
			continue;
		if (result->count == PX_JWKS_MAX_KEYS) {
			px_jwk_release(&jwk);
			err = px_fail(error, PX_TOO_LARGE, "keys", "more than %d keys", PX_JWKS_MAX_KEYS);
			goto out;
		}
		result->keys[result->count++] = jwk;
	}
	*set = result;
	result = NULL;
out:
	px_jwks_free(result);
	json_decref(document);
	return err;
}

void px_jwks_free(struct px_jwks *set)
{
	if (set == NULL)
		return;
	for (size_t i = 0; i < set->count; i++)
		px_jwk_release(&set->keys[i]);
	free(set);
}

void px_jwk_release(struct px_jwk *jwk)
{
	EVP_PKEY_free(jwk->key);
	jwk->key = NULL;
}

/* ---------------------------------------------------------------- writing */

static bool write_number(const struct px_jwk *jwk, const char *param, const char *member, size_t width,
			 struct px_buf *out)
{
	BIGNUM *number = NULL;
	uint8_t bytes[RSA_MAX_BITS / 8];
	int size = -1;

	if (EVP_PKEY_get_bn_param(jwk->key, param, &number)) {
		size_t length = width > 0 ? width : (size_t)BN_num_bytes(number);
		if (length <= sizeof(bytes))
			size = BN_bn2binpad(number, bytes, (int)length);
	}
	BN_free(number);
	if (size <= 0)
		return false;
	px_buf_printf(out, "\"%s\":\"", member);
	px_base64url_append(out, bytes, (size_t)size);
	px_buf_char(out, '"');
	return true;
}

static bool write_okp(const struct px_jwk *jwk, struct px_buf *out)
{
	uint8_t x[ED25519];
	size_t size = sizeof(x);

	if (EVP_PKEY_get_raw_public_key(jwk->key, x, &size) <= 0)
		return false;
	px_buf_text(out, "\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"");
	px_base64url_append(out, x, size);
	px_buf_char(out, '"');
	return true;
}

static bool write_ec(const struct px_jwk *jwk, struct px_buf *out)
{
	px_buf_text(out, "\"crv\":\"P-256\",\"kty\":\"EC\",");
	if (!write_number(jwk, OSSL_PKEY_PARAM_EC_PUB_X, "x", P256, out))
		return false;
	px_buf_char(out, ',');
	return write_number(jwk, OSSL_PKEY_PARAM_EC_PUB_Y, "y", P256, out);
}

static bool write_rsa(const struct px_jwk *jwk, struct px_buf *out)
{
	if (!write_number(jwk, OSSL_PKEY_PARAM_RSA_E, "e", 0, out))
		return false;
	px_buf_text(out, ",\"kty\":\"RSA\",");
	return write_number(jwk, OSSL_PKEY_PARAM_RSA_N, "n", 0, out);
}

/* Members in the order RFC 7638 section 3.3 wants, so that the thumbprint is the hash of this text. */
enum px_err px_jwk_write(const struct px_jwk *jwk, bool full, struct px_buf *out)
{
	static bool (*const writers[PX_JWT_ALGS])(const struct px_jwk *, struct px_buf *) = {
		[PX_JWT_EDDSA] = write_okp, [PX_JWT_ES256] = write_ec, [PX_JWT_RS256] = write_rsa,
	};

	px_buf_char(out, '{');
	if (!writers[jwk->alg](jwk, out))
		return fail_openssl(NULL, "read a public key");
	if (full) {
		px_buf_printf(out, ",\"alg\":\"%s\",\"use\":\"sig\"", alg_names[jwk->alg]);
		if (jwk->kid[0] != '\0') {
			px_buf_text(out, ",\"kid\":");
			px_json_quote(out, px_str(jwk->kid));
		}
	}
	px_buf_char(out, '}');
	return out->overflow ? PX_TOO_LARGE : PX_OK;
}

enum px_err px_jwk_thumbprint(const struct px_jwk *jwk, char text[PX_JWK_THUMBPRINT + 1])
{
	struct px_buf json = PX_BUF_INIT(4096);
	uint8_t digest[SHA256_DIGEST_LENGTH];
	enum px_err err = px_jwk_write(jwk, false, &json);

	if (err == PX_OK) {
		SHA256((const uint8_t *)json.data, json.size, digest);
		text[px_base64url_encode(digest, sizeof(digest), text)] = '\0';
	}
	px_buf_release(&json);
	return err;
}

/* ------------------------------------------------------------ our own keys */

enum px_err px_jwk_generate(enum px_jwt_alg alg, struct px_jwk *jwk, struct px_error *error)
{
	*jwk = (struct px_jwk){ .alg = alg, .secret = true };
	if (alg == PX_JWT_EDDSA)
		jwk->key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	else if (alg == PX_JWT_ES256)
		jwk->key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
	if (jwk->key == NULL)
		return fail_openssl(error, "make a key pair");
	if (px_jwk_thumbprint(jwk, jwk->kid) != PX_OK) {
		px_jwk_release(jwk);
		return fail_openssl(error, "hash a public key");
	}
	return PX_OK;
}

enum px_err px_jwk_export(const struct px_jwk *jwk, uint8_t *der, size_t *size)
{
	int length = i2d_PrivateKey(jwk->key, NULL);

	if (length <= 0 || (size_t)length > *size)
		return PX_INTERNAL;
	*size = (size_t)i2d_PrivateKey(jwk->key, &der);
	return PX_OK;
}

static bool key_fits(EVP_PKEY *key, enum px_jwt_alg alg)
{
	char group[32];

	if (alg == PX_JWT_EDDSA)
		return EVP_PKEY_is_a(key, "ED25519");
	return alg == PX_JWT_ES256 && EVP_PKEY_is_a(key, "EC") &&
	       EVP_PKEY_get_group_name(key, group, sizeof(group), NULL) &&
	       px_str_eq(px_str(group), PX_STR("prime256v1"));
}

enum px_err px_jwk_import(enum px_jwt_alg alg, const uint8_t *der, size_t size, struct px_jwk *jwk,
			  struct px_error *error)
{
	*jwk = (struct px_jwk){ .alg = alg, .secret = true };
	jwk->key = d2i_AutoPrivateKey(NULL, &der, (long)size);
	ERR_clear_error();
	if (jwk->key == NULL || !key_fits(jwk->key, alg) || px_jwk_thumbprint(jwk, jwk->kid) != PX_OK) {
		px_jwk_release(jwk);
		return px_fail(error, PX_CORRUPT, NULL, "a stored signing key can't be read");
	}
	return PX_OK;
}
