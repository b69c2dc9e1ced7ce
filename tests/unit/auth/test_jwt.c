/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens: the vectors of RFC 7515, 7638 and 8037, and the public attacks on
 * JOSE libraries (RFC 8725): each must be refused for the right reason.
 */
#include "auth/base64url.h"
#include "auth/jwt.h"
#include "base/civil.h"
#include "base/json.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* RFC 7515 appendix A.2.1 */
static const char rfc7515_rsa[] =
	"{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddx"
	"HmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ4"
	"7soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdV"
	"MTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\","
	"\"e\":\"AQAB\"}";
static const char rfc7515_rs256[] =
	"eyJhbGciOiJSUzI1NiJ9"
	".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
	".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
	"jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHl"
	"b1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9Q"
	"OYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
/* RFC 7515 appendix A.3 */
static const char rfc7515_ec[] =
	"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
	"\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
static const char rfc7515_es256[] =
	"eyJhbGciOiJFUzI1NiJ9"
	".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
	".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
/* RFC 8037 appendix A */
static const char rfc8037_key[] =
	"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
static const char rfc8037_jws[] =
	"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
	"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

static struct px_jwk key_of(const char *text)
{
	struct px_jwk jwk;
	json_t *object;

	assert_int_equal(px_json_parse(px_str(text), &object, NULL), PX_OK);
	assert_int_equal(px_jwk_parse(object, &jwk, NULL), PX_OK);
	json_decref(object);
	return jwk;
}

static bool verifies(const char *token, const struct px_jwk *key)
{
	struct px_jws jws;

	return px_jws_parse(px_str(token), &jws, NULL) == PX_OK && px_jws_verify(&jws, key);
}

/* Flips one character of the signature (not the last, whose spare bits may be fixed). */
static void assert_tampering_shows(const char *token, const struct px_jwk *key)
{
	char *copy = strdup(token);
	size_t dot = (size_t)(strrchr(copy, '.') - copy);
	struct px_str parts[] = { { copy + dot + 5, 1 }, { copy + dot - 9, 1 } };

	for (size_t i = 0; i < 2; i++) {
		char *at = copy + (parts[i].data - copy), old = *at;
		*at = old == 'A' ? 'B' : 'A';
		assert_false(verifies(copy, key));
		*at = old;
	}
	assert_true(verifies(copy, key));
	free(copy);
}

static void verifies_the_rfc_vectors(void **state)
{
	static const char *const vectors[][2] = {
		{ rfc7515_rsa, rfc7515_rs256 }, { rfc7515_ec, rfc7515_es256 }, { rfc8037_key, rfc8037_jws },
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct px_jwk key = key_of(vectors[i][0]);
		assert_true(verifies(vectors[i][1], &key));
		assert_tampering_shows(vectors[i][1], &key);
		px_jwk_release(&key);
	}
}

static void a_key_verifies_only_its_own_algorithm(void **state)
{
	struct px_jwk keys[] = { key_of(rfc7515_rsa), key_of(rfc7515_ec), key_of(rfc8037_key) };
	static const char *const tokens[] = { rfc7515_rs256, rfc7515_es256, rfc8037_jws };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		for (size_t j = 0; j < 3; j++)
			assert_int_equal(verifies(tokens[i], &keys[j]), i == j);
	}
	for (size_t i = 0; i < 3; i++)
		px_jwk_release(&keys[i]);
}

static void thumbprints_match_the_rfcs(void **state)
{
	/* RFC 7638 section 3.1 and RFC 8037 appendix A.3 */
	static const char rsa[] =
		"{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt"
		"VT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl"
		"93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL"
		"5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls"
		"1jF44-csFCur-kEgU8awapJzKnqDKgw\",\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}";
	struct px_jwk key = key_of(rsa);
	char text[PX_JWK_THUMBPRINT + 1];

	(void)state;
	assert_int_equal(px_jwk_thumbprint(&key, text), PX_OK);
	assert_string_equal(text, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
	px_jwk_release(&key);
	key = key_of(rfc8037_key);
	assert_int_equal(px_jwk_thumbprint(&key, text), PX_OK);
	assert_string_equal(text, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
	px_jwk_release(&key);
}

/* ---------------------------------------------------------------- attacks */

static char *encode(const char *header, const char *payload, struct px_str signature)
{
	struct px_buf out = PX_BUF_INIT(65536);

	px_base64url_append(&out, header, strlen(header));
	px_buf_char(&out, '.');
	px_base64url_append(&out, payload, strlen(payload));
	px_buf_char(&out, '.');
	px_base64url_append(&out, signature.data, signature.size);
	return px_buf_take(&out);
}

static enum px_err parse(const char *token)
{
	struct px_jws jws;

	return px_jws_parse(px_str(token), &jws, NULL);
}

static enum px_err parse_header(const char *header)
{
	char *token = encode(header, "{\"sub\":\"x\"}", PX_STR("0123456789012345678901234567890123456789012345678901234567890123"));
	enum px_err err = parse(token);

	free(token);
	return err;
}

static void refuses_algorithms_that_are_not_ours(void **state)
{
	static const char *const names[] = {
		"none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "RS384", "RS512", "PS256",
		"ES384", "ES512", "ES256K", "eddsa", "EdDSA ", "rs256", "Ed448", "RSA1_5", "dir", "A128KW",
	};

	(void)state;
	assert_int_equal(parse_header("{\"alg\":\"ES256\"}"), PX_OK);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char header[64];
		snprintf(header, sizeof(header), "{\"alg\":\"%s\"}", names[i]);
		assert_int_equal(parse_header(header), PX_UNSUPPORTED);
	}
	assert_int_equal(parse_header("{}"), PX_UNSUPPORTED);
	assert_int_equal(parse_header("{\"alg\":[\"ES256\"]}"), PX_UNSUPPORTED);
	assert_int_equal(parse_header("{\"alg\":null}"), PX_UNSUPPORTED);
	/* alg none with an empty signature, RFC 7519 section 6.1 */
	assert_int_not_equal(parse("eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6"
				   "Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."), PX_OK);
}

static void refuses_an_hmac_made_with_the_public_key(void **state)
{
	/* RFC 7515 A.1 is HS256; and the confusion attack proper, keyed with the key's public text */
	uint8_t mac[32];
	unsigned size = sizeof(mac);
	char *good = encode("{\"alg\":\"HS256\"}", "{\"sub\":\"x\"}", PX_STR("x"));
	char *forged;

	(void)state;
	HMAC(EVP_sha256(), rfc7515_rsa, (int)strlen(rfc7515_rsa), (uint8_t *)good, strlen(good) - 3, mac, &size);
	forged = encode("{\"alg\":\"HS256\"}", "{\"sub\":\"x\"}", px_str_n((char *)mac, size));
	assert_int_equal(parse(forged), PX_UNSUPPORTED);
	free(good);
	free(forged);
	assert_int_equal(parse("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UifQ."
			       "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), PX_UNSUPPORTED);
}

static void refuses_critical_extensions(void **state)
{
	(void)state;
	assert_int_equal(parse_header("{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1}"), PX_UNSUPPORTED);
	assert_int_equal(parse_header("{\"alg\":\"ES256\",\"crit\":[]}"), PX_UNSUPPORTED);
	assert_int_equal(parse_header("{\"alg\":\"ES256\",\"b64\":false,\"crit\":[\"b64\"]}"), PX_UNSUPPORTED);
	assert_int_equal(parse_header("{\"alg\":\"ES256\",\"b64\":false}"), PX_UNSUPPORTED);
}

static void refuses_malformed_headers(void **state)
{
	char long_kid[256];

	(void)state;
	assert_int_equal(parse_header("[]"), PX_INVALID);
	assert_int_equal(parse_header("{\"alg\":\"ES256\",\"alg\":\"none\"}"), PX_INVALID);
	assert_int_equal(parse_header("{\"alg\":\"ES256\",\"kid\":1}"), PX_INVALID);
	assert_int_equal(parse_header("{\"alg\":\"ES256\",\"kid\":\"\"}"), PX_INVALID);
	assert_int_equal(parse_header("{\"alg\":\"ES256\",\"typ\":7}"), PX_INVALID);
	assert_int_equal(parse_header("{\"alg\":\"ES256\"} "), PX_OK);
	assert_int_equal(parse_header("{\"alg\":\"ES256\"}x"), PX_INVALID);
	assert_int_equal(parse_header("{\"alg\":\"ES256\""), PX_INVALID);
	snprintf(long_kid, sizeof(long_kid), "{\"alg\":\"ES256\",\"kid\":\"%0129d\"}", 1);
	assert_int_equal(parse_header(long_kid), PX_INVALID);
}

static void refuses_bad_shapes_and_encodings(void **state)
{
	static const char *const bad[] = {
		"", ".", "..", "...", "a.b", "a.b.c.d",
		"eyJhbGciOiJFUzI1NiJ9.e30", "eyJhbGciOiJFUzI1NiJ9.e30.", "eyJhbGciOiJFUzI1NiJ9.e30.AA.AA",
		"eyJhbGciOiJFUzI1NiJ9=.e30.AAAA", "eyJhbGciOiJFUzI1NiJ9.e30.AA==", "eyJhbGciOiJFUzI1NiJ9.e30.AB",
		" eyJhbGciOiJFUzI1NiJ9.e30.AAAA", "eyJhbGciOiJFUzI1NiJ9.e30.AAAA\n", "eyJhbGciOiJFUzI1NiJ9.e30.AA+A",
		"eyJhbGciOiJFUzI1NiJ9.e30.A", "eyJhbGciOiJFUzI1NiJ8.e30.AAAA",
	};

	(void)state;
	assert_int_equal(parse("eyJhbGciOiJFUzI1NiJ9.e30.AAAA"), PX_OK);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(parse(bad[i]), PX_INVALID);
}

static void refuses_tokens_past_the_limit(void **state)
{
	char payload[7000];
	char *token;

	(void)state;
	memset(payload, 'x', sizeof(payload));
	payload[sizeof(payload) - 1] = '\0';
	token = encode("{\"alg\":\"ES256\"}", payload, PX_STR("abc"));
	assert_true(strlen(token) > PX_JWT_MAX);
	assert_int_equal(parse(token), PX_TOO_LARGE);
	free(token);
	payload[5000] = '\0';
	token = encode("{\"alg\":\"ES256\"}", payload, PX_STR("abc"));
	assert_int_equal(parse(token), PX_OK);
	free(token);
}

static void signs_and_never_trusts_an_embedded_key(void **state)
{
	struct px_jwk attacker, ours;
	struct px_buf header = PX_BUF_INIT(4096), input = PX_BUF_INIT(8192), token = PX_BUF_INIT(8192);
	struct px_jws jws;
	uint8_t signature[64];
	size_t size = sizeof(signature);
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	(void)state;
	assert_int_equal(px_jwk_generate(PX_JWT_EDDSA, &attacker, NULL), PX_OK);
	assert_int_equal(px_jwk_generate(PX_JWT_EDDSA, &ours, NULL), PX_OK);
	px_buf_printf(&header, "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"jku\":\"https://evil.example/k\","
		      "\"x5u\":\"https://evil.example/c\",\"jwk\":", ours.kid);
	assert_int_equal(px_jwk_write(&attacker, true, &header), PX_OK);
	px_buf_char(&header, '}');
	px_base64url_append(&input, header.data, header.size);
	px_buf_text(&input, ".e30");
	assert_int_equal(EVP_DigestSignInit(context, NULL, NULL, NULL, attacker.key), 1);
	assert_int_equal(EVP_DigestSign(context, signature, &size, (uint8_t *)input.data, input.size), 1);
	px_buf_str(&token, px_buf_view(&input));
	px_buf_char(&token, '.');
	px_base64url_append(&token, signature, size);
	assert_int_equal(px_jws_parse(px_buf_view(&token), &jws, NULL), PX_OK);
	assert_false(px_jws_verify(&jws, &ours));
	/* the same token does verify under the attacker's key: the test is about which key is used */
	attacker.kid[0] = '\0';
	assert_true(px_jws_verify(&jws, &attacker));
	EVP_MD_CTX_free(context);
	px_buf_release(&header);
	px_buf_release(&input);
	px_buf_release(&token);
	px_jwk_release(&attacker);
	px_jwk_release(&ours);
}

static void refuses_psychic_signatures(void **state)
{
	/* CVE-2022-21449: r = s = 0, and r or s equal to the group order */
	static const uint8_t order[32] = {
		0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
	};
	struct px_jwk key = key_of(rfc7515_ec);
	uint8_t raw[64] = { 0 };

	(void)state;
	for (int i = 0; i < 4; i++) {
		char *token;
		memset(raw, 0, sizeof(raw));
		if (i & 1)
			memcpy(raw, order, 32);
		if (i & 2)
			memcpy(raw + 32, order, 32);
		token = encode("{\"alg\":\"ES256\"}", "{}", px_str_n((char *)raw, 64));
		assert_int_equal(parse(token), PX_OK);
		assert_false(verifies(token, &key));
		free(token);
	}
	/* DER where r || s belongs, and other lengths */
	for (size_t size = 1; size < 80; size++) {
		char bytes[80];
		memset(bytes, 0x30, sizeof(bytes));
		char *token = encode("{\"alg\":\"ES256\"}", "{}", px_str_n(bytes, size));
		assert_false(verifies(token, &key));
		free(token);
	}
	px_jwk_release(&key);
}

static void the_kid_selects_the_key(void **state)
{
	struct px_jwks *set = calloc(1, sizeof(*set));
	struct px_buf token = PX_BUF_INIT(4096);
	struct px_jws jws;
	bool known;

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_int_equal(px_jwk_generate(i ? PX_JWT_ES256 : PX_JWT_EDDSA, &set->keys[i], NULL), PX_OK);
	set->count = 2;
	for (int i = 0; i < 2; i++) {
		px_buf_clear(&token);
		assert_int_equal(px_jwt_sign(&set->keys[i], "at+jwt", PX_STR("{}"), &token, NULL), PX_OK);
		assert_int_equal(px_jws_parse(px_buf_view(&token), &jws, NULL), PX_OK);
		assert_string_equal(jws.typ, "at+jwt");
		assert_ptr_equal(px_jws_verify_set(&jws, set, &known), &set->keys[i]);
		assert_true(known);
		snprintf(set->keys[i].kid, sizeof(set->keys[i].kid), "other");
		assert_null(px_jws_verify_set(&jws, set, &known));
		assert_false(known);
		/* a key without a kid doesn't answer for a token that names one */
		set->keys[i].kid[0] = '\0';
		assert_null(px_jws_verify_set(&jws, set, &known));
	}
	px_buf_release(&token);
	px_jwks_free(set);
}

/* ------------------------------------------------------------------- keys */

static enum px_err key_error(const char *text)
{
	struct px_jwk jwk;
	json_t *object;
	enum px_err err;

	assert_int_equal(px_json_parse(px_str(text), &object, NULL), PX_OK);
	err = px_jwk_parse(object, &jwk, NULL);
	if (err == PX_OK)
		px_jwk_release(&jwk);
	json_decref(object);
	return err;
}

static void refuses_weak_and_foreign_keys(void **state)
{
	static const char *const skipped[] = {
		"{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}",
		"{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AA\",\"y\":\"AA\"}",
		"{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"}",
		"{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
		"{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"x\":\"AA\"}",
		"{\"kty\":\"EC\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
		"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"enc\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
		"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"ES256\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
		"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"key_ops\":[\"sign\"],\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
		"{}", "[]",
	};
	static const char *const broken[] = {
		"{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}",
		"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcH\"}",
		/* a point that is not on P-256: the first byte of x changed */
		("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"e83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
		 "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"),
		"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}",
		/* a 512-bit modulus */
		"{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"sXchJqVDDMj0cuWxSzzVIqVnSfmN7k3M6u8nQ1s3HkEGMZ6tBqYgTqg1hXxaYAMqGjBjwuVP_kq9bGFVYYHxHw\"}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(skipped) / sizeof(skipped[0]); i++)
		assert_int_equal(key_error(skipped[i]), PX_UNSUPPORTED);
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		assert_int_equal(key_error(broken[i]), PX_INVALID);
}

static void refuses_an_rsa_key_with_exponent_one(void **state)
{
	char text[1024];
	const char *n = strstr(rfc7515_rsa, "\"n\":");

	(void)state;
	snprintf(text, sizeof(text), "{\"kty\":\"RSA\",%.*s,\"e\":\"AQ\"}",
		 (int)(strstr(n, ",\"e\"") - n), n);
	assert_int_equal(key_error(text), PX_INVALID);
}

static void a_set_keeps_the_usable_keys(void **state)
{
	struct px_buf text = PX_BUF_INIT(65536);
	struct px_jwks *set;

	(void)state;
	px_buf_printf(&text, "{\"keys\":[%s,{\"kty\":\"oct\",\"k\":\"AA\"},%s,{\"kty\":\"RSA\"}],\"x\":1}", rfc7515_rsa,
		      rfc8037_key);
	assert_int_equal(px_jwks_parse(px_buf_view(&text), &set, NULL), PX_OK);
	assert_int_equal(set->count, 2);
	assert_int_equal(set->keys[0].alg, PX_JWT_RS256);
	assert_int_equal(set->keys[1].alg, PX_JWT_EDDSA);
	px_jwks_free(set);
	assert_int_equal(px_jwks_parse(PX_STR("[]"), &set, NULL), PX_INVALID);
	assert_int_equal(px_jwks_parse(PX_STR("{\"keys\":{}}"), &set, NULL), PX_INVALID);
	assert_int_equal(px_jwks_parse(PX_STR("{\"keys\":[]"), &set, NULL), PX_INVALID);
	px_buf_clear(&text);
	px_buf_text(&text, "{\"keys\":[");
	for (int i = 0; i < PX_JWKS_MAX_KEYS + 1; i++)
		px_buf_printf(&text, "%s%s", i ? "," : "", rfc8037_key);
	px_buf_text(&text, "]}");
	assert_int_equal(px_jwks_parse(px_buf_view(&text), &set, NULL), PX_TOO_LARGE);
	px_buf_release(&text);
}

static void keys_survive_export_and_publishing(void **state)
{
	(void)state;
	for (int alg = PX_JWT_EDDSA; alg <= PX_JWT_ES256; alg++) {
		struct px_jwk made, read, published;
		uint8_t der[PX_JWK_DER_MAX];
		size_t size = sizeof(der);
		struct px_buf text = PX_BUF_INIT(4096), token = PX_BUF_INIT(4096);

		assert_int_equal(px_jwk_generate((enum px_jwt_alg)alg, &made, NULL), PX_OK);
		assert_int_equal(px_jwk_export(&made, der, &size), PX_OK);
		assert_int_equal(px_jwk_import((enum px_jwt_alg)alg, der, size, &read, NULL), PX_OK);
		assert_string_equal(made.kid, read.kid);
		assert_int_equal(px_jwk_write(&read, true, &text), PX_OK);
		assert_null(strstr(text.data, "\"d\""));
		published = key_of(text.data);
		assert_string_equal(published.kid, made.kid);
		assert_int_equal(px_jwt_sign(&read, "JWT", PX_STR("{\"a\":1}"), &token, NULL), PX_OK);
		assert_true(verifies(token.data, &published));
		px_buf_clear(&token);
		assert_int_equal(px_jwt_sign(&published, "JWT", PX_STR("{}"), &token, NULL), PX_INTERNAL);
		/* the wrong algorithm for the stored key, and cut bytes */
		px_jwk_release(&read);
		assert_int_equal(px_jwk_import((enum px_jwt_alg)!alg, der, size, &read, NULL), PX_CORRUPT);
		assert_int_equal(px_jwk_import((enum px_jwt_alg)alg, der, size / 2, &read, NULL), PX_CORRUPT);
		px_jwk_release(&made);
		px_jwk_release(&published);
		px_buf_release(&text);
		px_buf_release(&token);
	}
}

/* ----------------------------------------------------------------- claims */

static const char *const any_type[] = { "", "jwt", "at+jwt", NULL };
static const char *const audiences[] = { "pixie", "web", NULL };

static enum px_err check_with(const char *header, const char *payload, const struct px_jwt_expect *expect,
			      char field[64])
{
	char *token = encode(header, payload, PX_STR("sig"));
	struct px_jws jws;
	struct px_jwt_times times;
	struct px_error error = { 0 };
	json_t *claims;
	enum px_err err = px_jws_parse(px_str(token), &jws, &error);

	if (err == PX_OK)
		err = px_jwt_claims(&jws, &claims, &error);
	if (err == PX_OK) {
		err = px_jwt_check(&jws, claims, expect, &times, &error);
		json_decref(claims);
	}
	snprintf(field, 64, "%s", error.field);
	free(token);
	return err;
}

static void checks_every_claim(void **state)
{
	static const struct { const char *payload, *field; } cases[] = {
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":1000}", "" },
		{ "{\"iss\":\"me\",\"aud\":[\"x\",\"web\"],\"exp\":1000.5}", "" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":941}", "" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":940}", "exp" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\"}", "exp" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":\"1000\"}", "exp" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":-1}", "exp" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":1e300}", "exp" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":null}", "exp" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":2000,\"nbf\":1060}", "" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":2000,\"nbf\":1061}", "nbf" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":2000,\"nbf\":\"0\"}", "nbf" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":2000,\"iat\":1060}", "" },
		{ "{\"iss\":\"me\",\"aud\":\"pixie\",\"exp\":2000,\"iat\":1061}", "iat" },
		{ "{\"iss\":\"Me\",\"aud\":\"pixie\",\"exp\":1000}", "iss" },
		{ "{\"iss\":\"me/\",\"aud\":\"pixie\",\"exp\":1000}", "iss" },
		{ "{\"iss\":[\"me\"],\"aud\":\"pixie\",\"exp\":1000}", "iss" },
		{ "{\"aud\":\"pixie\",\"exp\":1000}", "iss" },
		{ "{\"iss\":\"me\",\"exp\":1000}", "aud" },
		{ "{\"iss\":\"me\",\"aud\":\"pixies\",\"exp\":1000}", "aud" },
		{ "{\"iss\":\"me\",\"aud\":[],\"exp\":1000}", "aud" },
		{ "{\"iss\":\"me\",\"aud\":{\"pixie\":1},\"exp\":1000}", "aud" },
		{ "{\"iss\":\"me\",\"aud\":[[\"pixie\"]],\"exp\":1000}", "aud" },
	};
	struct px_jwt_expect expect = { .issuer = "me", .audiences = audiences, .audience_count = 2,
					.types = any_type, .now = 1000 * PX_MS_SECOND };
	char field[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum px_err err = check_with("{\"alg\":\"ES256\"}", cases[i].payload, &expect, field);
		assert_int_equal(err, cases[i].field[0] ? PX_UNAUTHORIZED : PX_OK);
		assert_string_equal(field, cases[i].field);
	}
	assert_int_equal(check_with("{\"alg\":\"ES256\"}", "{\"iss\":\"me\",\"iss\":\"you\",\"exp\":1}", &expect, field),
			 PX_INVALID);
	assert_int_equal(check_with("{\"alg\":\"ES256\"}", "\"text\"", &expect, field), PX_INVALID);
}

static void checks_party_nonce_and_type(void **state)
{
	static const char payload[] = "{\"iss\":\"me\",\"azp\":\"https://app\",\"nonce\":\"n1\",\"exp\":1000}";
	static const char *const types[] = { "at+jwt", NULL };
	struct px_jwt_expect expect = { .issuer = "me", .audiences = audiences, .audience_count = 2,
					.types = any_type, .now = 1000 * PX_MS_SECOND };
	char field[64];

	(void)state;
	expect.audience_may_be_absent = true;
	assert_int_equal(check_with("{\"alg\":\"ES256\"}", payload, &expect, field), PX_UNAUTHORIZED);
	assert_string_equal(field, "aud");
	expect.authorized_party = "https://app";
	assert_int_equal(check_with("{\"alg\":\"ES256\"}", payload, &expect, field), PX_OK);
	expect.authorized_party = "https://other";
	assert_int_equal(check_with("{\"alg\":\"ES256\"}", payload, &expect, field), PX_UNAUTHORIZED);
	assert_string_equal(field, "azp");
	expect.authorized_party = "https://app";
	expect.nonce = "n2";
	assert_int_equal(check_with("{\"alg\":\"ES256\"}", payload, &expect, field), PX_UNAUTHORIZED);
	assert_string_equal(field, "nonce");
	expect.nonce = "n1";
	assert_int_equal(check_with("{\"alg\":\"ES256\",\"typ\":\"application/AT+JWT\"}", payload, &expect, field), PX_OK);
	assert_int_equal(check_with("{\"alg\":\"ES256\",\"typ\":\"logout+jwt\"}", payload, &expect, field), PX_UNAUTHORIZED);
	assert_string_equal(field, "typ");
	expect.types = types;
	assert_int_equal(check_with("{\"alg\":\"ES256\"}", payload, &expect, field), PX_UNAUTHORIZED);
	assert_int_equal(check_with("{\"alg\":\"ES256\",\"typ\":\"JWT\"}", payload, &expect, field), PX_UNAUTHORIZED);
	assert_int_equal(check_with("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}", payload, &expect, field), PX_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verifies_the_rfc_vectors),
		cmocka_unit_test(a_key_verifies_only_its_own_algorithm),
		cmocka_unit_test(thumbprints_match_the_rfcs),
		cmocka_unit_test(refuses_algorithms_that_are_not_ours),
		cmocka_unit_test(refuses_an_hmac_made_with_the_public_key),
		cmocka_unit_test(refuses_critical_extensions),
		cmocka_unit_test(refuses_malformed_headers),
		cmocka_unit_test(refuses_bad_shapes_and_encodings),
		cmocka_unit_test(refuses_tokens_past_the_limit),
		cmocka_unit_test(signs_and_never_trusts_an_embedded_key),
		cmocka_unit_test(refuses_psychic_signatures),
		cmocka_unit_test(the_kid_selects_the_key),
		cmocka_unit_test(refuses_weak_and_foreign_keys),
		cmocka_unit_test(refuses_an_rsa_key_with_exponent_one),
		cmocka_unit_test(a_set_keeps_the_usable_keys),
		cmocka_unit_test(keys_survive_export_and_publishing),
		cmocka_unit_test(checks_every_claim),
		cmocka_unit_test(checks_party_nonce_and_type),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
