/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens and key sets.  The first byte says what the rest is: a token, a
 * header and a payload (joined by a newline) that are encoded into one, a key
 * set, or base64url.
 */
#include "auth/base64url.h"
#include "auth/jwt.h"
#include "base/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char keys_text[] =
	"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
	"\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"},"
	"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

static void check_claims(const struct px_jws *jws)
{
	static const char *const types[] = { "", "jwt", "at+jwt", NULL };
	static const char *const audiences[] = { "api", "web" };
	const struct px_jwt_expect expect = { .issuer = "me", .audiences = audiences, .audience_count = 2,
					      .types = types, .now = 1000000 };
	struct px_jwt_times times;
	struct px_error error;
	json_t *claims;

	if (px_jwt_claims(jws, &claims, &error) != PX_OK)
		return;
	if (px_jwt_check(jws, claims, &expect, &times, &error) == PX_OK &&
	    times.expires + PX_JWT_SKEW_MS <= expect.now)
		abort();
	json_decref(claims);
}

static void check_token(struct px_str token)
{
	struct px_jws jws;
	struct px_jwks *set;
	bool known;
	const struct px_jwk *key;

	if (px_jws_parse(token, &jws, NULL) != PX_OK)
		return;
	if (token.size > PX_JWT_MAX || jws.signature_size == 0)
		abort();
	check_claims(&jws);
	if (px_jwks_parse(px_str(keys_text), &set, NULL) != PX_OK)
		abort();
	key = px_jws_verify_set(&jws, set, &known);
	if (key != NULL && (key->alg != jws.alg || !known))
		abort();
	px_jwks_free(set);
}

static void check_parts(struct px_str text)
{
	struct px_str payload, header = px_str_cut(text, '\n', &payload);
	struct px_buf token = PX_BUF_INIT(65536);

	px_base64url_append(&token, header.data, header.size);
	px_buf_char(&token, '.');
	px_base64url_append(&token, payload.data, payload.size);
	px_buf_char(&token, '.');
	px_base64url_append(&token, text.data, text.size < 64 ? text.size : 64);
	check_token(px_buf_view(&token));
	px_buf_release(&token);
}

static void check_set(struct px_str text)
{
	struct px_buf out = PX_BUF_INIT(1 << 20);
	struct px_jwks *set, *again;

	if (px_jwks_parse(text, &set, NULL) != PX_OK)
		return;
	px_buf_text(&out, "{\"keys\":[");
	for (size_t i = 0; i < set->count; i++) {
		char thumbprint[PX_JWK_THUMBPRINT + 1];
		px_buf_text(&out, i ? "," : "");
		if (px_jwk_write(&set->keys[i], true, &out) != PX_OK ||
		    px_jwk_thumbprint(&set->keys[i], thumbprint) != PX_OK)
			abort();
	}
	px_buf_text(&out, "]}");
	/* what we write we read back, key for key */
	if (px_jwks_parse(px_buf_view(&out), &again, NULL) != PX_OK || again->count != set->count)
		abort();
	px_jwks_free(again);
	px_jwks_free(set);
	px_buf_release(&out);
}

static void check_base64url(struct px_str text)
{
	size_t room = text.size;
	uint8_t *bytes = malloc(room + 1);
	struct px_buf out = PX_BUF_INIT(1 << 20);

	/* one encoding per value: what decodes, encodes to itself */
	if (px_base64url_decode(text, bytes, &room)) {
		px_base64url_append(&out, bytes, room);
		if (!out.overflow && !px_str_eq(px_buf_view(&out), text))
			abort();
	}
	free(bytes);
	px_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const checks[])(struct px_str) = { check_token, check_parts, check_set, check_base64url };

	if (size > 0)
		checks[data[0] % 4](px_str_n((const char *)data + 1, size - 1));
	return 0;
}
